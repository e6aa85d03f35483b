"""Each pattern of the telegram formats has a line that it takes and one that it must not."""

from __future__ import annotations

import pytest

from redactor.cable import patterns

CASES = [
    # a transmission id, and a place that only begins like one
    ("TRANSMISSION_ID", "VZCZCXRO4214", "VIZCAYA"),
    # precedence and routes, and an abbreviation before a word
    ("ROUTING", "PP RUEHBI RUEHCI", "PP THE ROUTE"),
    # the origin's route, and a phrase
    ("ORIGIN_ROUTE", "DE RUEHTA #1668/01 1690941", "DE FACTO LEADERS"),
    # the classification letters, and a word that begins like them
    ("PROSIGN", "ZNY CCCCC ZZH", "ZNYCC"),
    # a date-time group, split by blanks as on old printouts; a bare date
    ("DATE_LINE", "P 251346 Z JUN 7 3", "P 18 JUNE"),
    # the sender, and a party
    ("FROM", "FM AMEMBASSY VELMORA", "FMLN LEADERS"),
    # the addressee, and a sentence
    ("TO", "TO RUEHC/SECSTATE WASHDC", "To provide loans"),
    # information addressees, and a word
    ("INFO", "INFO RUCNCIS/CIS COLLECTIVE 0209", "Information"),
    # an address with a route, and two countries
    ("ADDRESS", "RUEAIIA/CIA WASHDC", "RUSSIA CHINA TALKS"),
    # the break sign, and an abbreviation
    ("BREAK", "BT", "BTW"),
    # a pass line, and a sentence about the same office
    ("PASS_LINE", "DEPT FOR EB/ESC; SCA/CEN", "DEPT IS AWARE"),
    # an E.O. line with a zero for the letter, and a project's name
    ("EO_LINE", "E.0. 12958: DECL: 01/01/2020", "EOS LAUNCH"),
    # a misspelt label, and a word
    ("TAGS", "TAGES: PGOV", "TAGSTER"),
    # a short label, and a clause
    ("SUBJECT", "SUBJ: DUES", "SUBJECT TO REVIEW"),
    # the label with a plural in brackets, and a word
    ("REFERENCES", "REF(S): A. STATE 1", "REFORM: WHERE IT STANDS"),
    # the label, and a computer's phrase
    ("CLASSIFIED_BY", "Classified By: DCM X", "Classified bytes"),
    # a bullet whose pilcrow became a one inside a link, and a word
    ("REFERENCE_ITEM", "[1B.](#) ASTANA 1033", "Bonn said so"),
    # a page line, and a sentence's rest
    ("PAGE_LINE", "VELMORA 00000417 002 OF 004", "PAGE 2 OF 4"),
    # an old page turn, and a sentence's rest
    ("PAGE_TURN", "PAGE 02 LA PAZ 00156 091722Z", "PAGE 2 OF THE NOTE"),
    # a drawn line, and a bullet
    ("RULE", "- - - -", "-- point"),
    # a caption astray, and a sentence that speaks of one
    ("STRAY_CAPTION", "NOFORN SIPDIS", "SIPDIS CAPTION WAS"),
    # the spaced words, and a sentence
    ("CORRECTED", "C O R R E C T E D  C O P Y", "CORRECTED VERSION"),
    # end marks, and a compass point
    ("TRAILER", "#1028", "NNW"),
    # a heading's word, and a sentence that begins with it
    ("HEADING_WORD", "BEGIN SUMMARY:", "Summary of talks held"),
    # a bullet, and a temperature
    ("BULLET", "-- point", "-5 degrees"),
    # an item, and an abbreviation
    ("SUB_ITEM", "(iv) text", "U.S. text"),
    # a pilcrow that lost its number, and a number
    ("LOST_NUMBER", "¶. (C) text", "1. text"),
    # a mark in Markdown bold, and a bracket that opens a clause
    ("BRACKET", "(C//NF)** text", "(see Ref B for what was said"),
    # half a bracket, and a word in brackets
    ("BROKEN_BRACKET", "(C text", "(China) has"),
    # a declaration, and a phrase
    ("ENTIRE_TEXT", "C - ENTIRE TEXT.", "The whole text"),
    # the word that may stand before a mark, and one that may not
    ("WORD_BEFORE_MARK", "Summary: (SBU) text", "He said: (SBU) text"),
    # a name, and a sentence
    ("SIGNATURE", "VAN DER BERG", "THE END OF THE TALKS WAS NEAR"),
    # a sentence's end inside quotes, and a clause's
    ("SENTENCE_END", 'x said."', "x said,"),
    # two sentences, and a title before a name
    ("INNER_END", "It was done. Then they left", "They met Mr. Smith"),
    # columns, and a double blank
    ("TABLE_ROW", "name      post", "one  two"),
    # a word, and a number that was damaged into one
    ("WORD", "U.S., policy", "z9. policy"),
    # an item that lost its point, and a word
    ("LOST_ITEM", "b oranges", "but oranges"),
    # prose, and a bracket
    ("PROSE", '"The talks" went', "(China) has"),
    # a reference, and a sentence
    ("REFERENCE_ID", "05 ASTANA 33", "Summary: the vote"),
    # a value, and none
    ("DECLASSIFICATION", "DECL: 06/17/2017", "N/A"),
    # post and serial, and a post alone
    ("POST_AND_SERIAL", "PORT HALDEN 000033", "PORT HALDEN"),
]


@pytest.mark.parametrize(("name", "hit", "miss"), CASES, ids=[case[0] for case in CASES])
def test_a_pattern_takes_its_example_and_leaves_its_neighbour(name: str, hit: str, miss: str) -> None:
    """The pattern finds its example and does not find the line that only looks like it."""
    pattern = getattr(patterns, name)
    assert pattern.search(hit)
    assert not pattern.search(miss)

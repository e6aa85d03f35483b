"""What is read at the end of a cable and in its body: names, zones, excisions, second headers."""

from __future__ import annotations

import pytest

from redactor.model import Basis, SectionKind
from tests.cable.heads import BODY, USUAL, read, values

# --- the name at the end -------------------------------------------------------------------------

ENDS = [
    "FARRADAY\n",
    "FARRADAY\nBT\n#0417\nNNNN\n",
    "FARRADAY\nCONFIDENTIAL\n",
    "FARRADAY\n>\n",
    "FARRADAY\n##\n",
    "FARRADAY\n.\n",
    "FARRADAY\nYYY\n",
    "FARRADAY\nUNQUOTE\n",
    "FARRADAY\nNOTE BY OC/T: PASSED ABOVE.\n",
]


@pytest.mark.parametrize("end", ENDS)
def test_the_name_at_the_end_is_found_before_the_end_marks(end: str) -> None:
    """Whatever stands behind it, the name is the signature."""
    found = read(USUAL, f"\n1. (U) The minister said nothing.\n\n{end}")
    assert values(found, "signature") == ["FARRADAY"]


@pytest.mark.parametrize(
    ("last", "name"),
    [
        ("1. (U) The minister said nothing. FARRADAY", "FARRADAY"),  # glued to the last sentence
        ("1. (U) The minister said nothing.\nEND OF TEXT. FARRADAY", "FARRADAY"),
        ("1. (U) The minister said nothing.  VAN SOLENY", "VAN SOLENY"),
        ("1. (U) The minister said nothing.\nO'FARRADAY-SOLENY", "O'FARRADAY-SOLENY"),
        ("1. (U) The minister said nothing.\n\nGP-3\nFARRADAY", "FARRADAY"),
        ("1. (U) The minister said nothing.\n\nFarraday", "Farraday"),  # title case
    ],
)
def test_a_glued_name_is_cut_off(last: str, name: str) -> None:
    """It has the document's level, not the last paragraph's."""
    found = read(USUAL, f"\n{last}\n")
    assert values(found, "signature") == [name]
    signature = found.portion("signature")
    assert signature is not None
    assert signature.basis is Basis.INHERITED


def test_a_word_that_was_cut_off_is_no_name() -> None:
    """A text that breaks off ends with half a word."""
    assert values(read(USUAL, "\n1. (U) It was planned for\nTERMINATION MID-\n"), "signature") == []


def test_an_abbreviation_is_no_sentences_end() -> None:
    """`U.S. BANK` at the end is text."""
    assert values(read(USUAL, "\n1. (U) He went to the U.S. BANK\n"), "signature") == []


# --- summary, comment, excisions -------------------------------------------------------------------

# (the body, kind, portions it takes)
ZONES = [
    ("1. (C) Summary: It rained. End summary.\n\n2. (C) More.\n", "summary", "1"),
    (
        "1. (C) Summary: It rained.\n\n2. (C) It rained again. End Summary.\n\n3. (C) More.\n",
        "summary",
        "1,2",
    ),
    (
        "SUMMARY\n-------\n\n1. (C) It rained.\n\n2. (C) Still. END\nSUMMARY.\n\n3. (C) More.\n",
        "summary",
        "heading:1,1,2",
    ),
    ("1. Summary: (SBU) It rained.\n\n2. (C) More.\n", "summary", "1"),
    ("1. (C) Summary and Action Request: It rained.\n\n2. (C) More.\n", "summary", "1"),
    ("1. (C) Summary/Comment: It rained.\n\n2. (C) More.\n", "summary", "1"),
    ("1. (C) BEGIN SUMMARY. It rained. END SUMMARY.\n\n2. (C) More.\n", "summary", "1"),
    ("1. (C) Executive Summary: It rained.\n\n2. (C) More.\n", "summary", "1"),
    (
        "SUMMARY VELMORA SAID NO. END SUMMARY.\n\n1. (C) More.\n",
        "summary",
        "paragraph:1",
    ),  # no colon, but an end
    ("1. (C) Comment and Ction Requested: It rained.\n", "comment", "1"),  # a word misspelt
    ("1. (C) It rained.\n\n2. (C) Comment: So it did. End comment.\n", "comment", "2"),
    ("1. (C) It rained. COMMENT: SO IT DID. END COMMENT. More.\n\n2. (C) More.\n", "comment", "1"),
    ("1. (C) It rained.\n\nCOMMENT\n-------\n\n2. (C) So it did.\n", "comment", "heading:1,2"),
]


@pytest.mark.parametrize(("body", "kind", "want"), ZONES)
def test_summary_and_comment_are_found(body: str, kind: str, want: str) -> None:
    """A zone lists its portions and ends where it is closed, else with its paragraph or section."""
    assert values(read(USUAL, f"\n{body}\nFARRADAY\n"), kind)[:1] == [want]


@pytest.mark.parametrize(
    "sentence", ["Summary of the talks was given.", "He asked for comment and left.", "Summary execution."]
)
def test_a_word_is_no_zone(sentence: str) -> None:
    """A sentence that begins with the word opens none."""
    assert values(read(USUAL, f"\n1. (C) {sentence}\n\nFARRADAY\n"), "summary", "comment") == []


# (a text, kind of excision, codes)
EXCISIONS = [
    ("He met XXXXXXXXXXXX there.", "run", []),
    ("He met xxxx there.", "run", []),
    ("He met [DETAILS REMOVED] there.", "removed", []),
    ("He met [NAME REDACTED] there.", "removed", []),
    ("He met [less than 1 line not declassified] there.", "not-declassified", []),
    ("He met [1 paragraph (3 lines) not declassified] there.", "not-declassified", []),
    ("He met [name not declassified] there.", "not-declassified", []),
    ("He met [1.4(a)] there.", "code", ["1.4(a)"]),
    ("He met\n1.4(a), 1.4(g)\nthere.", "code", ["1.4(a)", "1.4(g)"]),
    ("He met\n3.5(c)+(b)(6)\nthere.", "code", ["3.5(c)", "(b)(6)"]),
    ("He met [(b)(3), 10 U.S.C. 130b, (b)(6)] there.", "code", ["(b)(3)", "10USC130b", "(b)(6)"]),
    ("He met [B1 1.4(b),1.4(d): paragraph] there.", "code", ["B1", "1.4(b)", "1.4(d)"]),
]


@pytest.mark.parametrize(("text", "kind", "codes"), EXCISIONS)
def test_earlier_excisions_are_found_with_their_codes(text: str, kind: str, codes: list[str]) -> None:
    """What somebody else took out is a field, and every code in it too."""
    found = read(USUAL, f"\n1. (C) {text}\n\nFARRADAY\n")
    assert values(found, "excision") == [kind]
    assert values(found, "excision-code") == codes


@pytest.mark.parametrize(
    "text", ["He is XL and XXL.", "[not clear]", "It cost [1.4 million].", "[removed from office]", "NNNN"]
)
def test_what_is_no_excision(text: str) -> None:
    """Sizes, sums and words in brackets are text."""
    assert values(read(USUAL, f"\n1. (C) {text}\n\nFARRADAY\n"), "excision") == []


def test_reasons_are_no_excision() -> None:
    """The codes of Classified By are the cable's own."""
    found = read(USUAL + "Classified By: DCM Soleny\n1.4(b)\n")
    assert values(found, "excision", "excision-code") == []


# --- header blocks ------------------------------------------------------------------------------------


def test_a_second_header_is_a_block_of_its_own() -> None:
    """A quoted telegram's fields have the next number, and what they state differently is a note."""
    quoted = "2. (C) QUOTE\n\nFM AMEMBASSY QUENBY\nTAGS: PREL\nSUBJECT: OTHER DUES\n\n3. (C) UNQUOTE.\n"
    found = read(USUAL, f"\n1. (C) Text.\n\n{quoted}\nFARRADAY\n")
    blocks = {item.value: item.block for item in found.fields if item.kind in {"subject", "from-post"}}
    assert blocks == {"PORT DUES": 1, "VELMORA": 1, "OTHER DUES": 2, "QUENBY": 2}
    said = {note.detail.split()[0] for note in found.notes if note.code == "header-disagrees"}
    assert said == {"from-post", "subject", "tag"}


def test_text_stands_in_no_block() -> None:
    """A summary and a signature belong to no header."""
    found = read(USUAL, "\n1. (C) Summary: It rained. End summary.\n\nFARRADAY\n")
    assert {item.block for item in found.fields if item.kind in {"summary", "signature"}} == {0}
    assert found.portion("signature") is not None
    assert all(portion.section is not SectionKind.UNKNOWN for portion in found.portions)


def test_end_marks_are_fields() -> None:
    """BT, the serial and NNNN are told apart from the text."""
    assert values(read(USUAL, f"{BODY}BT\n#0417\nNNNN\n"), "trailer-mark") == ["BT", "#0417", "NNNN"]

"""Every pattern of the telegram formats: verbose, anchored to one line, each with a hit and a miss.

Lines come without their blanks; no pattern crosses a line end and none can backtrack over more than a
bounded run, so that reading stays linear in the text.
"""

from __future__ import annotations

import re

from redactor.cable.one_of import one_of

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

# "JUN", "Jun" and "JU N" match; "JUNE" is cut at its third letter, "J. N" must not.
_SPLIT_MONTH = "(?i:" + "|".join("[ ]?".join(month) for month in MONTHS) + ")"

# "VZCZCXRO4214" and "VZCZCXR08169" match; "VIZCAYA" must not.
TRANSMISSION_ID = re.compile(r"^VZCZC(?P<id>[A-Z0-9]{2,12})\b", re.IGNORECASE)

# "PP RUEHBI RUEHCI" matches; "PP THE ROUTE" must not.
ROUTING = re.compile(r"^(?:[A-Z]{2}[ ]{1,3})?(?:RU[A-Z]{3,6}|RH[A-Z]{3,6})(?:[ ]{1,3}R[UH][A-Z]{3,6})*$")

# "DE RUEHTA #1668/01 1690941" matches; "DE FACTO LEADERS" must not.
ORIGIN_ROUTE = re.compile(r"^DE[ ]{1,3}R[A-Z]{3,7}[ ]{1,3}\#?\d{1,6}")

# "ZNY CCCCC ZZH" and "ZNR UUUUU" match; "ZNYCC" must not.
PROSIGN = re.compile(r"^ZN[YR][ ]{1,3}[A-Z]{4,6}\b")

# "P 180941Z JUN 07 ZDK", "O R 011200Z JAN 2008" and "251346 Z JUN 7 3" (split by blanks), "2 51346ZJU N73" match;
# "P 18 JUNE" must not.
DATE_LINE = re.compile(
    rf"""^
    (?P<precedence>(?:(?:ZZ?|OO?|PP?|RR?|[MYW])[ ]{{1,3}}){{0,3}})
    (?P<group>
        (?P<day>\d[ ]?\d)[ ]?(?P<hour>\d[ ]?\d)[ ]?(?P<minute>\d[ ]?\d)[ ]?Z[ ]{{0,3}}
        (?P<month>{_SPLIT_MONTH})(?:(?<=JUN)E|(?<=JUL)Y|(?<=SEP)T)?[ ]{{0,3}}
        (?P<year>\d{{4}}|\d[ ]?\d)
    )
    (?![0-9A-Za-z])
    (?P<rest>.*)$""",
    re.VERBOSE,
)

# "FM AMEMBASSY ASTANA" matches; "FMLN LEADERS" must not.
FROM = re.compile(r"^(?P<label>FM[ \t]+)(?P<value>\S.*)$")

# "TO RUEHC/SECSTATE WASHDC" matches; "To provide loans" must not.
TO = re.compile(r"^(?P<label>TO[ \t]+)(?P<value>(?:R[UH][A-Z]{2,7}/)?[A-Z][A-Z0-9 ./',()&-]{2,90})$")

# "INFO RUCNCIS/CIS COLLECTIVE 0209" matches; "Information" must not.
INFO = re.compile(r"^(?P<label>(?:INFO|XMT)(?:[ \t]+|$))(?P<value>.*)$")

# "RUEAIIA/CIA WASHDC" matches; "RUSSIA/CHINA TALKS" must not (a route has a vowel pattern of its own).
ADDRESS = re.compile(r"^R[UH][A-Z]{3,6}/[A-Z0-9]")

# "BT" matches; "BTW" must not.
BREAK = re.compile(r"^BT$")

# "ASTANA 001668" and "LA PAZ 2004/2" begin with one; "SECTION 01" and "ASTANA 12X" must not.
POST_NUMBER = re.compile(
    r"(?!SECTION\b)(?P<post>[A-Z][A-Z'.-]*(?:[ ][A-Z'.-]+){0,4})[ ]{1,3}(?P<serial>\d{1,8})(?:/\d{1,2})?(?=[ \t]|$)"
)

# "LIMITED OFFICIAL USE 2284" ends in a number whose post is not printed; "SECTION 01 OF 02" and "NOFORN//20250101" must not.
BARE_SERIAL = re.compile(r"(?<=[A-Z])[ ]{1,3}(?P<serial>\d{3,6})(?:/\d{1,2})?$")

# "VELMORA 000417", "SECTION 01 OF O4" and "LA PAZ 2004/2**" end in a count or what damage made of one; "SIPDIS" must not.
COUNT_END = re.compile(r"[0-9OIL][\s*~_\\\"'.]{0,7}$", re.IGNORECASE)

# "TOSEC 140323" and "SECTO 77" count the messages to and from a travelling Secretary; "SECTOR 7" must not match.
SERIES = re.compile(r"\b(?:TOSEC|SECTO|TODEP|DEPTO)[ ]{1,3}\d{1,7}\b")

# "ZDK" and "ZFR" say that the telegram was sent again or takes another's place, "ZFD" that it may be a duplicate;
# "ZYB" and "ZDKX" must not.
SENT_AGAIN = re.compile(r"\bZ(?:DK|DG|FR|FD)\b")
# "POSS DUPE" behind a message number matches; "POSSIBLE" must not.
DUPLICATE = re.compile(r"\b(?:POSS[ ]DUPE?|SUSPECTED[ ]DUP(?:E|LICATE))\b")

# "C O N F I D E N T I A ? VELMORA" and "S E C R E T" begin with spaced letters; "U S MISSION" and "A B" must not.
SPACED = re.compile(r"(?:[A-Z?] ){4}")

# "VELMORA000417", alone or before " ZDK 164", matches: the blank was lost; "N01000" and "SECTION01" must not.
POST_GLUED = re.compile(r"^(?!SECTION)(?P<post>[A-Z]{4,20})(?P<serial>\d{4,8})(?=$|[ ]Z(?:DK|DG|FR|FD)\b)")

# "SECTION 01 OF 04" anywhere matches; "SECTION 8 HOUSING" must not.
SECTION_COUNT = re.compile(r"\bSECTION[ ]{1,3}[\dO]{1,2}[ ]{1,3}(?:OF|ON)[ ]{1,3}[\dO]{1,2}\b", re.IGNORECASE)

# "01" and "04" of a section count match; "O" must not.
DIGITS = re.compile(r"\d{1,3}")

# "DEPT FOR EB/ESC; SCA/CEN (O'MARA)", "DEPT PLEASE PASS USTR." match; "DEPT IS AWARE" must not.
PASS_LINE = re.compile(
    r"^[A-Z][A-Z0-9 /,;.&'()-]{1,60}\b(?:FOR|PASS(?:[ ]+TO)?|PLEASE[ ]+PASS)\b[ ]+[A-Z0-9/(].*$"
)

# "ROME FOR FODAG: VIENNA FOR", "DEPT FOR EUR, SCA/", "STATE PASS USAID (SOLENY" break off; "DEPT FOR EB/ESC" must not.
PASS_OPEN = re.compile(r"(?:[,;:/&-]|\b(?:FOR|PASS|TO|AND|OF|THE|FROM)|\([^()]{0,40})$")

# "EUR/CARC", "UNIDO; GENEVA", "(SOLENY)", "GENEVA FOR ILO" look like the rest of a pass line; "NOFXRN" must not.
PASS_SIGNS = re.compile(r"[/;,()]|\bFOR\b|\bPASS\b")

# "E.O. 12958: DECL: 06/17/2017", "EO 12065 GDS", "E.0. 12958", "E. O 11652:", "E.OM 12065: GDS", "EXECUTIVE ORDER 12958:" match;
# "EOS LAUNCH" must not.
EO_LINE = re.compile(
    r"^(?P<label>(?:E[.,]?[ ]?[O0o][.,M]{0,2}|EXECUTIVE[ ]ORDER)[ ]{0,3}\d{5}(?:,?[ ]AS[ ]AMENDED)?[ ]?[:;.,]?[ \t]*"
    r"|E\.O\.[ ]?:[ \t]*)",
    re.IGNORECASE,
)

# "E.O. 12958: DECL:", "GDS 3/14/85 (FARRADAY," and "DECL: 06/17/" end in the middle; "E.O. 12958: N/A" must not.
EO_OPEN = re.compile(r"(?:[,/-]|DECL[ ]?:|\b(?:AND|OR|OF|AFTER|UPON|ON)|\([^()]{0,40})$", re.IGNORECASE)

# "G", "06/17/2017" and "DECL: X1" go on with an E.O. line; "GENERAL" and "1. TEXT" must not.
EO_REST = re.compile(
    r"^(?:[A-Z]{1,2}|(?:DECL[ ]?:?[ ]{0,3})?(?:\d{1,4}[/-]\d{1,2}[/-]\d{1,4}|\d{8}|25X\d.{0,20}|OADR|X\d)[ .]{0,3})$",
    re.IGNORECASE,
)

# "**E.O. 12958: DECL" and "> EO\t12958" hold one; "EO LINE" and "NEO 12958" must not.
EO_WITHIN = re.compile(r"\bE\.?\s?[O0]\.?\s{0,3}\d{5}\b|\bDECL:", re.IGNORECASE)

# "TAGS: PGOV" and "TAGES: PGOV" match; "TAGSTER" must not.
TAGS = re.compile(r"^(?P<label>(?:TAGS|TAGES|TAS|TABS|TGS|AGS)[ ]?[:;,][ \t]*)", re.IGNORECASE)

# Behind another field on its line: " TAGS: PGOV", " SUBJ: X", " REF: A. X", "PRIMEREF: A. X", "CAIROClassified By: X"
# match; "STAGES:" and "CHIEF: A. X" must not.
INLINE = re.compile(
    r"""(?:(?<=[ \t])(?:TAGS|SUBJ(?:ECT)?)[ ]?:
      |(?:(?<=[ \t])|(?<=[A-Z]{3}))REF(?:S|\(S\))?:(?=[ ]{0,3}\(?[A-Z][.)])
      |(?<=[ \t])REF(?:S|\(S\))?:(?=[ ]{0,3}[A-Z0-9])
      |(?<=\S)[ \t]{0,3}CLASSIFIED[ ]BY:)""",
    re.VERBOSE | re.IGNORECASE,
)

# "DATE: March 5", "PARTICIPANTS:" and "FROM: NEA" open a memorandum's row; "DATE OF TALKS: MAY" must not.
ROW_OF_MEMO = re.compile(
    r"^(?:FROM|TO|DATE|TIME|PLACE|DATE,[ ]TIME[ ]AND[ ]PLACE|DATE[ ]AND[ ]PLACE|TIME[ ]AND[ ]PLACE|PARTICIPANTS"
    r"|THROUGH|THRU|VIA|CC|MEMORANDUM[ ]FOR|NOTETAKER)[ ]?:"
)

# "MEMORANDUM FOR: The Secretary", "TO:  The Secretary", "THROUGH: P", "Date: March 5" match; "TO SECSTATE" and "FROM: " alone
# must not.
ADDRESS_OF_MEMO = re.compile(
    r"^(?P<label>(?P<name>MEMORANDUM[ ](?:FOR|TO)|TO|THROUGH|THRU|VIA|FROM|DATE)[ ]?:[ \t]{0,20})(?=\S)",
    re.IGNORECASE,
)

# "March 14, 1983", "Mar. 14, 1983" and "14 March 1983" begin with a day; "March 1983" must not.
DATE_IN_WORDS = re.compile(
    r"(?:(?P<first>\d{1,2})[ ])?(?P<month>[A-Za-z]{3,9})\.?(?:[ ](?P<day>\d{1,2}),?)?[ ](?P<year>\d{4})\b"
)

# "SUBJECT: X", "SUBJ: X", "UBJECT: X" and "S?UBJECT:" match; "SUBJECT TO REVIEW" must not.
SUBJECT = re.compile(r"^(?P<label>(?:S?\??UBJECT|SUBJ)[ ]?:[ \t]*)", re.IGNORECASE)

# "REF: A. X", "REFS:", "REF(S):", "Reftel:" match; "REFORM:" must not.
REFERENCES = re.compile(
    r"^(?P<label>(?:PROGRAM[ ])?REF(?:S|\(S\)|TELS?|ERENCES?)?[ ]?[:.][ \t]*)", re.IGNORECASE
)

# "Classified By: DCM X" and "CLASSIFIED BY X" match; "Classified bytes" must not.
CLASSIFIED_BY = re.compile(
    r"^(?P<label>(?:DERIVED[ ]+FROM|CLASSIFIED[ ]+BY)[ ]?(?::[ \t]*|(?=[ \t])[ \t]+))", re.IGNORECASE
)

# "(U) Classified by Consul X" and "(C) CLASSIFIED BY: X" match; "(U) Classified papers were" must not.
MARKED_CLASSIFIED_BY = re.compile(
    r"^(?P<label>\([A-Z/ -]{1,12}\)[ ]{0,3}CLASSIFIED[ ]+BY[ ]?(?::[ \t]*|(?=[ \t])[ \t]+))", re.IGNORECASE
)

# "reasons: 1.4" and "Reason 1.5 (b)," break off before letters; "1.45" must not match.
REASON_OPEN = re.compile(r"\b1[.,][ ]?[45](?:[ ,]{0,2}\([a-h]\)){0,7}(?:,|[ ](?:and|or|&))?$", re.IGNORECASE)

# "(c) and (d)." and "(b), (d)" alone on a line are letters of reasons; "(C) The minister" must not match.
REASON_LETTERS = re.compile(
    r"\([a-h]\)(?:(?:,|[ ]and|[ ]or|[ ]&){0,2}[ ]?\([a-h]\)){0,7}[.;,]?$", re.IGNORECASE
)

# "1. CLASSIFIED BY AMBASSADOR X. REASON: 1.5" is a paragraph's text; "1. THE CLASSIFIED BYLAWS" must not match.
NUMBERED_CLASSIFIED_BY = re.compile(
    r"[ .]{0,3}(?:\([^()\n]{1,30}\)[ ]{0,3})?(?:[A-Z -]{1,30}ENTIRE[ ]TEXT[ .)]{1,4})?(?P<label>CLASSIFIED[ ]+BY[ ]?:?[ \t]+)",
    re.IGNORECASE,
)

# "[1B.](#) ASTANA 1033", "B. ASTANA 1033", "(B) X" match; "Bonn said" must not.
REFERENCE_ITEM = re.compile(
    r"""^
    (?:\[[¶1]?(?P<linked>[A-Z])[.)]?\]\(\#?\)      # [1B.](#): pilcrow read as 1, link left over
      |[¶1-]?[ ]{0,6}\(?(?P<plain>[A-Z])(?:[.):]|[ ]-)      # B.  (B)  B)  B:  -   (B)
    )[ \t]+(?P<text>\S.*)$""",
    re.VERBOSE,
)

# "REASONS: 1.4 (B)" and "Reasons 1.5 (b)" match; "REASONABLE" must not.
REASON = re.compile(r"\b1[.,][45]\b|\bREASONS?\b", re.IGNORECASE)

# "1. 335/01" and "1) X" open a list or the text; "1.5 MILLION" and "12. X" must not.
FIRST_ITEM = re.compile(r"^1[.)][ ]{1,4}\S")

# "for reasons 1.4 (b)", "REASON: 1.4", "1.4 (d)" at a line's head match; "FOR THE REASON" must not.
REASON_HEAD = re.compile(r"^[,;.]?[ ]?(?:(?:for|per|due[ ]to)[ ])?(?:1[.,][45]\b|REASONS?\b)", re.IGNORECASE)

# "ASTANA 00001668 002 OF 004", "PRETORIA 00000954 001.2 OF 004" match; "PAGE 2 OF 4" must not.
PAGE_LINE = re.compile(
    r"^(?P<post>[A-Z][A-Z'.-]*(?:[ ][A-Z'.-]+){0,4})[ ]{1,3}(?P<serial>\d{5,8})[ ]{1,3}\d{3}(?:\.\d)?[ ]OF[ ]\d{2,3}$"
)

# "PAGE 02 LA PAZ 00156 091722Z" matches; "PAGE 2 OF THE NOTE" must not.
PAGE_TURN = re.compile(
    r"^PAGE[ ]{1,3}\d{2}[ ]{1,10}[A-Z][A-Z'. -]{1,40}[ ]{1,3}\d{4,6}(?:[ ]+\d{2}[ ]OF[ ]\d{2})?(?:[ ]+\d{6}Z)?$"
)

# "---" and "- - - -" and "=====" match; "-- point" must not.
RULE = re.compile(r"^(?:[-–—_=*~][ ]?){3,200}$")

# "SIPDIS", "NOFORN SIPDIS" match; "SIPDIS CAPTION WAS" must not.
STRAY_CAPTION = re.compile(r"^(?:(?:SIPDIS|NOFORN|SENSITIVE|EXDIS|LIMDIS|NODIS|STADIS)[ /]{0,3})+$")

# "C O R R E C T E D   C O P Y" and "CORRECTED COPY (CAPTION ADDED)" match; "CORRECTED VERSION" must not.
CORRECTED = re.compile(r"^C[ ]?O[ ]?R[ ]?R[ ]?E[ ]?C[ ]?T[ ]?E[ ]?D[ ]{1,3}C[ ]?O[ ]?P[ ]?Y\b")

# "NNNN", "#1028", "BT" match; "NNW" must not.
TRAILER = re.compile(r"^(?:N{3,5}|\#\d{2,6}|BT|>)$")

# "BEGIN SUMMARY:" and "COMMENT" match; "Summary of talks held" must not.
HEADING_WORD = re.compile(
    r"^(?:(?:BEGIN|END)[ ]+(?:OF[ ]+)?)?(?:SUMMARY|COMMENT|INTRODUCTION|BACKGROUND|ACTION[ ]+REQUEST(?:ED)?|NOTE|TEXT|QUOTE|UNQUOTE)"
    r"(?:[ ](?:AND|/)[ ]\w{2,20}(?:[ ]\w{2,20})?)?[ ]?[.:]?$",
    re.IGNORECASE,
)

# "-- point", "* point", "• point", "o point" match; "---" and "-5 degrees" must not.
BULLET = re.compile(r"^(?P<label>(?:-{1,2}|[*•·◦▪–—]|o)[ \t]+)(?=\S)")

# "a. text", "(1) text", "1) text", "B. TEXT", "iv) text" match; "U.S. text" must not.
SUB_ITEM = re.compile(
    r"^(?P<label>(?:\((?:[a-zA-Z]|[ivx]{1,5}|\d{1,2})\)|(?:[a-zA-Z]|[ivx]{1,5})[.)]|\d{1,2}\))[ \t]+)(?=\S)"
)

# "(C) text", "(s) text", "(X) text" and "U) text" match: items that may be marks; "(a) text", "A) text" must not.
MARK_LIKE_ITEM = re.compile(r"^(?:\([A-Zcsurl]\)|[CSURL]\))")

# "[¶1.](#) ", "¶ 8. ", "112. ", "**¶17. ", "1) ", "3a. ", "1B. ", "2: " match at a line's head; "2003 was" must not.
NUMBER = re.compile(
    r"""^
    (?P<opening>\*{0,2}\[?)                      # Markdown left over by a web page
    (?P<pilcrow>[¶§]?)[ \t]{0,3}
    (?P<digits>\d{1,4})
    (?P<letter>[A-Z](?=\.)|[a-z]?)                 # "3C)" may be what is left of "3(C)": no letter
    (?P<point>(?:[.)]|:(?=[ \t]))?)
    (?P<closing>(?:\]\(\#?\))?\*{0,2})
    (?P<blanks>[ \t]*)
    """,
    re.VERBOSE,
)

# "16 IT IS CLEAR" and "3 The union" match: a number whose point was lost; "16 MAY", "30 EXCHANGE RATE." and
# "1978 WAS" must not.
BARE_NUMBER = re.compile(
    r"""(?P<digits>[1-9]\d?)[ ]{1,4}
    (?!(?i:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Za-z]{0,6}\b)
    (?!(?i:PERCENT|[MB]ILLION|THOUSAND|HUNDRED|DOLLARS|TONS|YEARS|MONTHS|WEEKS|DAYS|HOURS|KILOMETERS|MILES)\b)
    (?=["'(]?[A-Z][A-Za-z']*,?[ ]["'(]?[A-Za-z])""",
    re.VERBOSE,
)

# "¶. (C) text" and "[¶](#) text" match: a number that was lost; "1. text" must not.
LOST_NUMBER = re.compile(r"^(?P<label>\*{0,2}\[?¶[ \t]*\.?(?:\]\(\#?\))?\*{0,2}[ \t]*)(?!\d)")

# "(C)", "~~(SBU)~~", "(C//NF)**" match; "(see Ref B for what" must not.
BRACKET = re.compile(
    r"^(?P<opening>(?:\*\*|~~){0,2})(?P<bracket>\([^()\n]{0,60}\))(?P<closing>(?:\*\*|~~){0,2})(?P<blanks>[ \t]*)"
)

# "/FOUO) text", "-NF) text", ")" match behind a mark: it was cut short; "text (see" and "- text" must not.
MARK_REST = re.compile(r"^(?:[/\\|]|[-,.;:]?[A-Z/ ]{0,20}[)\]}])")

# In "(C)Ships will pay" the blank behind the mark was lost; "(U)FOUO) text", "(S)NF" and "(C)a" must not match.
GLUED_WORD = re.compile(r"(?P<word>[A-Z][a-z]{3,20})[ ,][ ]?[a-z]")

# "C) text", "(C text", "((S) text", "[C] text" match: a bracket that lost a part; "(C) text" is tried before.
BROKEN_BRACKET = re.compile(
    r"""^(?:
      [(\[{]{0,2}(?:TS|S|C|U|SBU|LOU|FOUO|R|[A-Z]{1,3}//?[A-Z/ ]{1,20})[)\]}]{1,2}   # C)  ((S)  [C]
      |[(\[{]{1,2}(?:TS|S|C|U|SBU|LOU|FOUO)(?:/{1,2}[A-Z]{2,8})?(?=[ \t]|$)                # (C text
    )[ \t]*""",
    re.VERBOSE,
)

# "C - ENTIRE TEXT.", "CONFIDENTIAL ENTIRE TEXT", "ENTIRE TEXT CONFIDENTIAL" match; "THE ENTIRE TEXT" must not.
ENTIRE_TEXT = re.compile(
    r"^\(?(?:(?P<level>[A-Z][A-Z /]{0,30}?)[ ]?[-–—]{0,2}[ ]?ENTIRE[ ]TEXT|ENTIRE[ ]TEXT[ ](?P<after>[A-Z]{5,12}))[ .]{0,3}\)?[ .]{0,3}",
    re.IGNORECASE,
)

# "Summary: (SBU) text" matches; "He said: (SBU) text" must not.
WORD_BEFORE_MARK = re.compile(
    r"^(?:(?:BEGIN[ ])?SUMMARY|COMMENT|INTRODUCTION|ACTION[ ]REQUEST(?:ED)?|NOTE|BACKGROUND)[ ]?[:.-]{1,2}[ \t]*(?=\()",
    re.IGNORECASE,
)

# "ORDWAY", "VAN DER BERG", "O'NEILL-SMITH", "Ordway" match; "THE END OF THE TALKS" and "TERMINATION MID-" must not.
SIGNATURE = re.compile(r"^(?:ST\.[ ])?(?:[A-Z][A-Za-z'’-]{1,24})(?:[ ][A-Z][A-Za-z'’.-]{0,24}){0,3}(?<!-)$")

# "said." and 'said."' end a sentence; "said" and "said," do not.
SENTENCE_END = re.compile(r"[.?!][\"'”’)\]*]{0,4}$")

# A sentence's end inside a block: "done. Then" matches; "U.S. policy" and "Mr. Smith" must not.
INNER_END = re.compile(
    r"""
    (?:[a-z0-9)"'”]|[A-Z]{3})                                  # a word's end, or an acronym's
    (?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bJr)(?<!\bSr)(?<!\bLt)(?<!\bNo)(?<!\bvs)
    (?<!\bGen)(?<!\bCol)(?<!\bMaj)(?<!\bSgt)(?<!\bCapt)(?<!\bAmb)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bProf)(?<!\bRev)
    [.?!]["'”’)]{0,3}[ \t]+["'“‘(]{0,2}[A-Z]
    """,
    re.VERBOSE,
)

# "a | b | c" and "name      post" match; "one  two" must not.
TABLE_ROW = re.compile(r"\|.*\||\S[ ]{3,}\S|\S\t+\S")

# "[PGOV](#)", "OVIP", "(CLINTON, HILLARY)", "(CLINTON,\nHILLARY)" and "ZANU-PF" match one by one; ", " must not.
TAG = re.compile(
    r"""
      (?P<link>\[)?(?P<code>[A-Za-z][A-Za-z0-9/-]{1,59})(?(link)\]\(\#?\))
    | (?P<person>\([^()\n]{0,80}(?:(?<=,)[ ]?\n[^()\n:]{0,60}\)|\)?))
    """,
    re.VERBOSE,
)

# "ASTANA 1033", "05 ASTANA 33" and "STATE 1, 2" match; "Summary: the" must not.
REFERENCE_ID = re.compile(r"^(?:'?\d{2,4}[ -]?X?[ ]?)?[A-Za-z][A-Za-z.' -]{1,40}[ ]\d{1,8}\b")

# "DECL: 06/17/2017", "GDS", "25X1", "OADR" match; "N/A" must not.
DECLASSIFICATION = re.compile(
    r"\b(?:DECLl?|DNG|X?GDS|ADS|RDS|OADR|MR|X[1-8]|25X\d|50X\d|75X\d?)\b|\d{1,4}/\d{1,2}/\d{1,4}|\b\d{8}\b",
    re.IGNORECASE,
)

# In "DCM X; reasons 1.4 (b)" the name ends before "; reasons"; "Reasoner" must not end it.
CLASSIFIER_END = re.compile(
    r"[;,.]?\s{0,3}(?:\b(?:for|per)\s{1,3})?\breasons?\b|[;,.]?\s{0,3}\b(?:E\.O\.|1[.,][45])", re.IGNORECASE
)

# The end of "CONFIDENTIAL   PTQ1234", as the Department's terminals numbered a page, is found; that of
# "CONFIDENTIAL ASTANA 1234" must not be.
FORM_NUMBER = re.compile(r"[ ]{1,9}P[A-Z]{2}\d{4}$")

# "PORT HALDEN 000033" and "PORT HALDEN 0156/2" match; "PORT HALDEN" and "PORT HALDEN 33 (CORRECTED)" must not.
POST_AND_SERIAL = re.compile(
    r"^(?P<post>[A-Z][A-Z'-]{1,20}(?:[ ][A-Z][A-Z'-]{1,20}){0,2})[ ]{1,3}(?P<serial>\d{3,8})(?:/\d{1,2})?$"
)

# "must be", "Richard", "U.S.," and "'d" begin with a word; "z9.", "[x", "(C" and "1z8." must not.
WORD = re.compile(r"^[\"'“‘]?[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’.-]*[,;:.?!)\"'”’]{0,3}(?:[ \t]|$)")

# "b oranges" and "iv oranges" match: items whose point was lost; "but oranges" must not.
LOST_ITEM = re.compile(r"^(?:[a-z]|[ivx]{1,5})[^A-Za-z \t]{0,2}(?:[ \t]|$)")

# '"The talks" went' and "The talks" begin as prose does; "(China) has" and "- point" must not.
PROSE = re.compile(r"^[\"'“‘]?[A-Z\u00c0-\u00de]")

# Lines that open a header field wherever they stand, a quoted telegram's among them.
FIELD_HEADS = one_of(
    TRANSMISSION_ID,
    ORIGIN_ROUTE,
    PROSIGN,
    DATE_LINE,
    FROM,
    EO_LINE,
    TAGS,
    SUBJECT,
    re.compile(r"^REF(?:S|TEL|\(S\))?[ ]?:", re.IGNORECASE),  # "REF: A" matches; "REF. A" in a text must not
    CLASSIFIED_BY,
)

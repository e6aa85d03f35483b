"""Every pattern of a REF field: bullets, ids, years, and what is no cable; each with a hit and a miss."""

from __future__ import annotations

import re

from redactor.cable.one_of import one_of

# "A.", "(B)", "[C]", "D:", "E -", "1.", "(2)", "[1B.](#)", "¶F.", "-      (G)" match at an item's head;
# "BA 12" and "3356" must not.
BULLET = re.compile(
    r"""
    (?:[-–][ \t]{0,8})?
    (?:\[[¶1]?(?P<linked>[A-Z])[.)]?\]\(\#?\)             # [1B.](#): pilcrow read as 1
      |[¶1]?\((?P<round>[A-Za-z]|\d{1,2})\)
      |\[(?P<square>[A-Z])\]
      |[¶1]?(?P<plain>[A-Z]|(?<![\d¶])\d{1,2})(?:[.):](?![\d])|[ ]{1,2}-(?=[ ]))
    )(?:\ {0,3}\n)?(?=[ \t]|[(A-Z\d"'~*]|$)[ \t]*
    """,
    re.VERBOSE,
)

# "A)" and "REF A" behind the bullet "A." match: it was written twice; "A STATE" must not.
TWICE = re.compile(r"(?:REF(?:TEL)?[ ])?\(?(?P<letter>[A-Z])(?:[.):]|(?<=REF[ ].)(?=[ \t]|$))[ \t]+")

# "REF:" behind the label "REF:" matches; "REFUGEES" must not.
LABEL_TWICE = re.compile(r"(?:REF(?:S|\(S\)|TELS?)?[ ]?[:.][ \t]*){1,3}", re.IGNORECASE)

_WORD = r"(?:[A-Z]|0(?=[A-Z]{3}))[A-Za-z'.]{1,20}(?:0(?=[\s-]))?"
_NEXT = r"(?:[A-Z][A-Za-z']{1,20}(?:0(?=[\s-]))?|A(?=[ ]))"

# These match: a post and a serial, as in "STATE 195756" or "PORT HALDEN A-29"; a year before them, as in "05 X 1",
# "2005 X 1", "'08 X 1", "(99) X 1", "09X 1", "10-X-57"; a letter for a zero or a zero for a letter, as in "O4 X 1",
# "SANTIAG0 12", "X O1512"; a line end inside, as in "LA\nPAZ 12". "US$ 700" and "161339Z" must not.
ID = re.compile(
    rf"""(?<![A-Za-z0-9/'-])
    (?:(?:'|\()?(?P<year>(?:19|20)\d\d|[\dO]\d|\dO)\)?(?:[ ]{{0,3}}\n?[ \t]{{0,12}}|-))?
    (?P<post>{_WORD}(?:(?:[ ]{{1,2}}|[ ]?\n[ \t]{{0,12}}){_NEXT}){{0,3}})
    (?P<gap>[ \t]{{0,3}}\n?[ \t]{{0,12}}|-)
    (?P<serial>(?:A-)?(?=O?\d)[\dO]{{1,8}}(?:(?<=\D\d|\d\d)\n[ \t]{{0,12}}\d{{1,4}}(?=[ ]*(?:[;,)\n]|$)))?)
    (?![0-9A-Za-z]|[.,]\d|:\d\d)
    """,
    re.VERBOSE,
)

# "X 1 (08)", "X 5049-01", "X 00789/08", "X 07718 99" have the year behind; "X 936/935" and "X 12 24" must not.
YEAR_AFTER = re.compile(
    r"[ ]?\((?P<bracket>\d{2}|(?:19|20)\d\d)\)|[-/](?P<glued>(?:19|20)\d\d|0\d|1[0-2]|[6-9]\d)(?![\d/])"
    r"|[ ](?P<loose>0\d|[6-9]\d)(?=[ ]*(?:[;,.(\n]|$))"
)

# ", AND 244", "/245", ", 2, 3" and " AND 2764" match behind an id: more numbers of the same post;
# ", STATE 1", ", 79 STATE 12" and ", 377 HALDEN" must not.
MORE = re.compile(
    r"\s{0,2}(?:,\s?(?:AND|&)?|\bAND\b|&|/)\s{0,12}(?P<serial>\d{1,7})"
    r"(?![0-9A-Za-z]|[.,]\d|/\d|[ ]{1,3}(?!TO\b|OF\b|AND\b|NOTAL|FROM\b)[A-Z]{2})",
    re.IGNORECASE,
)

# " AND PREVIOUS" matches behind an id; " AND PREVIEW" must not.
PREVIOUS = re.compile(r"\s{1,2}AND[ ]PREVIOUS\b", re.IGNORECASE)

# "377 KATHMANDU" matches where no number follows the post; "OF 1974" must not.
NUMBER_FIRST = re.compile(
    r"(?<![\w/'-])(?P<serial>\d{1,7})[ ]{1,2}(?P<post>[A-Z][A-Za-z']{2,20}(?:[ ][A-Z][A-Za-z']{1,20}){0,2})"
)

# "A-269" matches where no post stands before it; "A-269B" must not.
AIRGRAM = re.compile(r"(?<![A-Za-z0-9-])A-\d{1,4}(?![0-9A-Za-z])")

# "301601z SEP 08" and "081320Z AUG 74" match; "5 AUG" must not.
DTG = re.compile(r"\b\d{6}[ ]?Z[ ]{0,2}[A-Z]{3}[ ]{0,2}(?:\d{4}|\d\d)?\b", re.IGNORECASE)

# "(NOTAL)" and "NOTAL" match; "NOTABLE" must not.
NOTAL = re.compile(r"\(?\bNOTAL\b\)?", re.IGNORECASE)

# What an item that is no cable calls itself. "SMITH/JONES E-MAIL OF 12 MAY" is an email; "MAILED" is none.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"\bE-?MAILS?\b", re.IGNORECASE)),  # "E-MAIL"; not "MAIL"
    (
        "telephone-call",
        re.compile(r"\b(?:TELE?CONS?|PHONCONS?|TELEPHONE|TELE?COM|PHONE[ ]CALL)\b", re.IGNORECASE),
    ),  # "TELCON", "TELECON"; not "TELEX"
    (
        "memorandum",
        re.compile(r"\b(?:MEMCONS?|MEMO(?:RANDUM|S)?)\b", re.IGNORECASE),
    ),  # "MEMCON"; not "MEMOIR"
    ("letter", re.compile(r"\b(?:LETTERS?|LTR)\b", re.IGNORECASE)),  # "LETTER"; not "LETTERED"
    ("fax", re.compile(r"\b(?:FAX|FACSIMILE)\b", re.IGNORECASE)),  # "FAX"; not "FAXED"
    ("resolution", re.compile(r"\b(?:UNSCRS?|UNGAR|RESOLUTION)\b", re.IGNORECASE)),  # "UNSCR 1"; not "UNSC"
    (
        "manual",
        re.compile(r"\b(?:\d{1,2}[ ]?(?:FAM|FAH)|[A-Z]{2,8}INST|MILPERSMAN)\b", re.IGNORECASE),
    ),  # "9 FAM 41"; not "FAMILY"
    (
        "report",
        re.compile(r"\b(?:TD-?(?=[ ]?\d)|IIR|OSC|FBIS|CIA|REPORTS?|POINTS)\b", re.IGNORECASE),
    ),  # "TD-3"; not "TDY"
    (
        "message",
        re.compile(r"\b(?:DTG|MSG|MESSAGE)\b|\b\d{6}Z\b", re.IGNORECASE),
    ),  # "DTG 301601Z"; not "MESSAGES"
)
# Most items say nothing of the kind, which one pass tells.
ANY_KIND = one_of(*(pattern for _, pattern in KINDS))

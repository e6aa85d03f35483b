"""Every pattern of the 1973-79 telegram as the archives released it; each with a hit and a miss.

Lines come without their blanks; no pattern crosses a line end, and each run in one is bounded.
"""

from __future__ import annotations

import re

# "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005" matches, also behind a
# reviewer's name; "DECLASSIFIED/RELEASED BY THE MINISTER" must not.
STAMP = re.compile(
    r"""^(?:[A-Z][\w.,'-]{0,24}(?:[ ][A-Z][\w.,'-]{0,24}){0,4}[ ]+)?      # who reviewed it
    Declassified/Released[ ]+US[ ]+Department[ ]+of[ ]+State[ ]+EO[ ]+Systematic[ ]+Review[ ]+
    \d{1,2}[ ]+[A-Za-z]{3}[ ]+\d{4}$""",
    re.VERBOSE,
)


def is_stamp(body: str) -> bool:
    """Say whether a line is the archive's stamp; the words that it must hold tell most lines at a glance."""
    return "Declassified/Released" in body and STAMP.match(body) is not None


# "Message Text" matches; "MESSAGE TEXT" and "Message Text follows" must not.
TITLE = re.compile(r"^Message[ ]Text$")

# "(C) PORT DUES" and "(LOU) X" begin with a mark; "(ICELAND) X" must not.
MARK_BEFORE = re.compile(r"^\((?:TS|S|C|U|L|LOU|SBU|FOUO)(?:/{1,2}[A-Z]{2,8})?\)\s{0,3}")

# "PAGE 01 PORT VELM 00156 091722Z", "PAGE 02   STATE 322132", "PAGE 01 VELMORA 10076 01 OF 02 212246Z" and
# "PAGE 01 STATE 114822 TOSEC 512" match;
# "PAGE 2 OF THE NOTE" must not.
PAGE = re.compile(
    r"""^PAGE[ ]{1,3}\d{2}[ ]{1,12}
    (?P<post>[A-Z][A-Z'.-]{1,24}(?:[ ][A-Z'.-]{1,24}){0,4})[ ]{1,4}(?P<serial>\d{4,6})
    (?:[ ]{1,4}(?P<series>(?:TOSEC|SECTO|TODEP|DEPTO)[ ]{1,3}\d{1,7}))?
    (?:[ ]{1,4}(?P<this>\d{2})[ ]OF[ ](?P<all>\d{2}))?
    (?:[ ]{1,4}\d{6}Z)?$""",
    re.VERBOSE,
)

# "ACTION ARA-20", "ORIGIN ARA-15" and "INFO OCT-01 ISO-00" match; "ACTION REQUESTED" and "INFO AMEMBASSY" must not.
DISTRIBUTION = re.compile(
    r"^(?P<label>ACTION|ORIGIN|INFO)[ ]{1,4}(?P<offices>[A-Z]{1,6}-\d{2}(?:[ ]{1,8}[A-Z(/0-9][A-Z0-9/()-]{0,8}){0,16})$"
)

# "NSAE-00 NSC-10 /153 W", "/018 W" and "DRC-01 ( ISO ) W" match; "A-05 OF MAY" and "DRC" must not.
OFFICES = re.compile(
    r"""^(?:(?:[A-Z]{1,6}-\d{2}(?:[ ]{1,8}|$)){1,16}(?:\([ ]?[A-Z]{1,6}[ ]?\)[ ]{0,2})?(?:/\d{3}[ ]?[A-Z]?)?[A-Z]?$
       |/\d{3}[ ]?[A-Z]?$
       |\([ ]?[A-Z]{1,6}[ ]?\)(?:[ ]{1,2}[A-Z])?$)""",
    re.VERBOSE,
)

# "41", "62-13" and "11/10" match, as the relay wrote them over the distribution; "1974" must not.
RELAY_NUMBER = re.compile(r"^\d{1,2}(?:[-/]\d{1,2})?$")

# "--------------------- 054019", "------------------015985 141513Z /43" and "------1FA298 310310Z /38" match;
# "-----" must not.
COUNTER = re.compile(
    r"^-{6,40}[ ]{0,16}[0-9A-F]{4,8}(?:[ ]{1,4}\d{6}Z)?(?:[ ]{0,4}/\d{1,3}){0,2}(?:[ ]{1,4}[A-Z])?$"
)

# "DRAFTED BY ARA/AND: PBSOLENY:LEE" and "APPROVED BY ARA - VFARRADAY" match; "DRAFTED BYLAWS" must not.
DRAFTING = re.compile(
    r"^(?P<label>(?P<role>DRAFTED|APPROVED|CLEARED|RELEASED|CLEARANCES?|DESIRED DISTRIBUTION)"
    r"(?:[ ]{1,2}BY)?(?:[ ]?:[ ]{0,4}|[ ]{1,4}))(?=\S)"
)

# "TO AMEMBASSY LIMA", "INFO: USCINCSO" and "INFO SECDEF WASHDC" match; "TOTAL IS" must not.
ADDRESSEES = re.compile(r"^(?P<label>(?P<kind>TO|INFO)(?:[ ]?:[ ]{0,4}|[ ]{1,4}))(?P<value>[A-Z].{1,100})$")

# "FOR ARA/BC JACK SOLENY", "FOR: AGATT", "VELMORA FOR RSO", "DEPT PASS TREASURY", "SY/PRS/CC/TAG" match;
# "1. FOR THE RECORD" must not.
PASS_LINE = re.compile(
    r"""^(?:(?:FOR|PASS|FROM)(?:[ ]?:[ ]{0,4}|[ ]{1,4})[A-Z0-9(/].{0,100}
       |[A-Z][A-Z0-9 /,;.&'()-]{1,60}\b(?:FOR|PASS)(?:[ ]?:)?[ ]{1,4}[A-Z0-9/(].{0,100}
       |[A-Z]{1,5}(?:/[A-Z]{1,5}){1,4}(?:,[ ][A-Z]{2,20})?)$""",
    re.VERBOSE,
)

# "FOR THE SECRETARY FROM FARRADAY", "FOR ASSISTANT SECRETARY BRANNOCK" and "FROM POPPER" match between SUBJECT and
# the text; "FOR THE FIRST TIME THE MINISTER SPOKE OPENLY TO US OF HIS PLANS" must not.
FOR_ALONE = re.compile(r"^(?:FOR|FROM|EYES ONLY FOR)(?:[ ]?:)?[ ]{1,4}[A-Z0-9(/][A-Z0-9/,.:()'& -]{1,50}$")

# "POSS DUPE", "SUSPECTED DUPLICATE" and "ZFD SUSPECTED DUPLICATE" match; "POSSIBLE" must not.
DUPLICATE = re.compile(r"^(?:Z[A-Z]{2}[ ])?(?:POSS(?:IBLE)?[ ]DUPE?|SUSPECTED[ ]DUP(?:E|LICATE))$")

# These match: "NNN", "NNNN", "EEEEEEEE", "NOTE BY OC/T: PASSED ABOVE ADDRESSEE." and the line
# "*** Current Classification *** UNCLASSIFIED"; "NOTE BY THE MINISTER" and "NNW" must not.
TAIL = re.compile(
    r"""^(?:N{3,5}|E{6,10}|>|\#{2,4}
       |NOTE[ ]BY[ ]O\.?C\.?/?T?[ ]?:.{0,160}
       |\*\*\*[ ]Current[ ](?:Handling[ ]Restrictions|Classification)[ ]\*\*\*.{0,60})$""",
    re.VERBOSE,
)

# "STATE 195756", "LA PAZ 0246", "USUN 1234" and "PORT HALDEN A-29" match inside a REF; "JULY 9" is no post's number
# by the list of months; "OF 1974" must not.
REFERENCE_ID = re.compile(
    r"""(?<![A-Z0-9/'-])
    (?:(?P<year>\d{2}|19\d{2})[ ]{1,2})?
    (?P<post>[A-Z][A-Z'.]{1,20}(?:[ ]{1,2}[A-Z][A-Z']{1,20}){0,3})[ ]{0,2}\s?
    (?P<serial>(?:A-)?\d{1,7})(?![0-9A-Z]|[.,]\d|/\d)
    """,
    re.VERBOSE,
)

# "A-269" matches where no post stands before it; "A-269B" must not.
AIRGRAM = re.compile(r"(?<![A-Z0-9-])A-\d{1,4}(?![0-9A-Z])")

# ", AND 244", "/245", " AND 2764" match behind a reference: more numbers of the same post;
# ", STATE" and ", 79 STATE" must not.
MORE_SERIALS = re.compile(
    r"\s{0,2}(?:,[ ]?(?:AND|&)?|AND|&|;|/)\s{0,2}(?P<serial>(?!\d\d[ ]{1,2}[A-Z])\d{2,6})(?![0-9A-Z]|[.,]\d|/\d)"
)

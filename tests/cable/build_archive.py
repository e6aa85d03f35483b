"""Invented telegrams of 1973-79 as an archive would release them, written part by part."""

from __future__ import annotations

import textwrap

from hypothesis import strategies as st

from tests.cable.build import SENTENCES, Drawn

CLASSES = {"U": "UNCLASSIFIED", "SBU": "LIMITED OFFICIAL USE", "C": "CONFIDENTIAL", "S": "SECRET"}
BANNERS = {"U": "UNCLAS", "SBU": "LIMITED OFFICIAL USE", "C": "C O N F I D E N T I A L", "S": "S E C R E T"}
MARKS = {"U": "U", "SBU": "LOU", "C": "C", "S": "S"}
STAMP = (
    "      Edith J. Farraday Declassified/Released US Department of State EO Systematic Review 20 Mar 2014"
)
TOP = f"{STAMP}\n\n\n                    Message Text\n{{cls}}\n\n\nPAGE 01   PORT VELM 00417 01 OF 02 051015Z\n"
ROUTE = """62
ACTION XYZ-15


INFO OCT-01 ABC-00 DEFE-00 GH-06 IJK-10
   L-03 /062 W
          ------------------015985 051013Z /43
P 051010Z MAR 79
FM AMEMBASSY PORT VELM
TO SECSTATE WASHDC PRIORITY 1201
INFO AMEMBASSY HALDEN
USMISSION SOLENY


"""
TRAILER = """

                    Message Attributes
Automatic Decaptioning: X
Capture Date: 01 jan 1994
Current Classification: UNCLASSIFIED
Concepts: PORT DUES, HARBORS,
STRIKES
Document Number: 1979PORTVELM00417
Executive Order: {order}
From: PORT VELM OR-P
Handling Restrictions: {handling}
Original Classification: {original}
Previous Classification: {original}
Reference: 79 STATE 1234, 79 HALDEN 77
Subject: {subject}
TAGS: PGOV, ECON
To: STATE
"""


def turn(cls: str, page: int = 2) -> str:
    """Give a page turn: the classification twice, the page line, blank lines."""
    return f"\n{cls}\n\n\n{cls}\n\n\nPAGE {page:02d}   PORT VELM 00417 051015Z\n\n\n"


def telegram(
    body: str, *, level: str = "C", caption: str = "", order: str = "GDS 3/5/85 (FARRADAY, EDITH) OR-P"
) -> str:
    """Give a whole telegram around a body, end marks included, attributes not."""
    head = TOP.format(cls=CLASSES[level]) + ROUTE + f"{BANNERS[level]} PORT VELM 0417\n\n\n"
    fields = (
        f"E.O. 12065: {order}\nTAGS: PGOV, ECON, OVIP (SOLENY, MARA)\nSUBJECT: PORT DUES: WHO PAYS\n"
        "     AND WHO DOES NOT\n\n\nREF: (A) STATE 1234, (B) HALDEN 0077 AND 78; (C) A-12\n\n\n"
    )
    end = f"\nFARRADAY\n\n\n{STAMP}\n{STAMP}\n\n\n{CLASSES[level]}\n\n\n\nNNN\n\n\n{STAMP}\n"
    return head + (caption + "\n\n\n" if caption else "") + fields + body + end


def attributes(
    *,
    original: str = "CONFIDENTIAL",
    handling: str = "n/a",
    order: str = "N/A",
    subject: str = "PORT DUES: WHO PAYS",
) -> str:
    """Give the archive's trailer."""
    return TRAILER.format(original=original, handling=handling, order=order, subject=subject)


@st.composite
def telegrams(draw: st.DrawFn) -> Drawn:
    """Draw a telegram whose classification line is at least the join of its marks, and what may be damaged."""
    level = draw(st.sampled_from(tuple(CLASSES)))
    cls = CLASSES[level]
    # LOU is kept by name, so that a C line alone is not at least the join of C and LOU.
    low = [mark for mark in MARKS if mark in {"U", level} or (mark, level) == ("C", "S")]
    text = telegram("@@", level=level, caption=draw(st.sampled_from(("", "EXDIS"))), order=_order(level))
    before, _, after = text.partition("@@")
    pieces = [("classification", before.index(BANNERS[level] + " PORT"), before.index(" 0417\n") + 5)]
    pieces.append(("page", before.index("PAGE 01"), before.index(" 051015Z") + 8))
    written = before
    for number in range(1, draw(st.integers(2, 5)) + 1):
        pieces.append(("number", len(written), len(written) + 2))
        written += f"{number}. "
        mark = draw(st.sampled_from((*low, "", "")))
        if mark:
            pieces.append(("mark", len(written), len(written) + len(MARKS[mark]) + 2))
            written += f"({MARKS[mark]}) "
        words = " ".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))).upper()
        lines = textwrap.wrap(words, 62)
        if len(lines) > 1 and draw(st.booleans()):
            cut = draw(st.integers(1, len(lines) - 1))
            written += "\n".join(lines[:cut])
            page = turn(cls, number + 1)
            start = len(written) + page.index("PAGE")
            pieces.append(("page", start, len(written) + len(page.rstrip())))
            pieces.append(("running", len(written) + 1, len(written) + 1 + len(cls)))
            written += page + "\n".join(lines[cut:])
        else:
            written += "\n".join(lines)
        written += "\n\n\n"
    return Drawn(written + after, tuple(pieces), level)


def _order(level: str) -> str:
    return "GDS 3/5/85 (FARRADAY, EDITH) OR-P" if level in {"C", "S"} else "N/A"

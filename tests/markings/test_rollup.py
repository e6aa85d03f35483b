"""Roll-up and the banners and marks that we write (DOMAIN.md 5 and 13)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.markings import (
    BOTTOM,
    Level,
    Marking,
    MarkState,
    banner_text,
    portion_text,
    read_banner,
    read_portion_mark,
    roll_up,
    staff_banner_text,
)
from redactor.markings.vocabulary import controls

EARLY = dt.date(2007, 6, 18)
LATE = dt.date(2011, 3, 1)


def mark(text: str) -> Marking:
    state, marking = read_portion_mark(f"({text})")
    assert state is MarkState.READ
    assert marking is not None
    return marking


@pytest.mark.parametrize(
    ("portions", "date", "banner"),
    [
        (["S//NF", "S//REL TO USA, JPN"], EARLY, "SECRET//NOFORN"),  # one NOFORN is enough
        (["S//REL TO USA, JPN", "S//REL TO USA, ISR"], EARLY, "SECRET//NOFORN"),  # nothing in common
        (
            ["S//REL TO USA, JPN, NZL", "S//REL TO USA, NZL"],
            EARLY,
            "SECRET//REL TO USA, NZL",
        ),  # what is common
        (
            ["S//REL TO USA, FVEY", "S//REL TO USA, GBR, JPN"],
            EARLY,
            "SECRET//REL TO USA, GBR",
        ),  # a group expands
        (["S//REL TO USA, JPN", "S//RELIDO"], EARLY, "SECRET//NOFORN"),  # RELIDO names nobody
        (
            ["S//REL TO USA, AUS, CAN/RELIDO", "S//RELIDO"],
            EARLY,
            "SECRET//RELIDO",
        ),  # both leave it to an officer
        (["S//REL TO USA, JPN", "S"], EARLY, "SECRET//NOFORN"),  # classified silence
        (["S//REL TO USA, JPN", "S"], LATE, "SECRET//NOFORN"),  # the same, later
        (["S//RELIDO", "S"], LATE, "SECRET//RELIDO"),  # silence is RELIDO from 28 Jun 2010
        (["S//RELIDO", "S"], dt.date(2010, 6, 28), "SECRET//RELIDO"),  # the first day
        (["S//RELIDO", "S"], dt.date(2010, 6, 27), "SECRET//NOFORN"),  # the day before
        (["S//RELIDO", "S//PR"], LATE, "SECRET//NOFORN/PROPIN"),  # silence with another control
        (["S//RELIDO", "S"], EARLY, "SECRET//NOFORN"),  # silence is NOFORN in 2007
        (["S//DISPLAY ONLY AFG", "S//DISPLAY ONLY AFG, IRQ"], EARLY, "SECRET//DISPLAY ONLY AFG"),
        (
            ["S//DISPLAY ONLY IRQ", "S//REL TO USA, IRQ"],
            EARLY,
            "SECRET//DISPLAY ONLY IRQ",
        ),  # the lesser of two
        (["S//RELIDO", "S//DISPLAY ONLY AFG"], EARLY, "SECRET//NOFORN"),
        (["S//REL TO USA, IRQ/DISPLAY ONLY AFG"] * 2, EARLY, "SECRET//REL TO USA, IRQ/DISPLAY ONLY AFG"),
        (["S//REL TO USA, FVEY", "U"], EARLY, "SECRET//REL TO USA, FVEY"),  # plain U does not count
        (["SBU-NF", "SBU"], EARLY, "UNCLASSIFIED//SBU NOFORN"),  # nothing classified: SBU shows
        (["SBU", "S//NF"], EARLY, "SECRET//NOFORN"),  # SBU goes under SECRET
        (["S//NF//XD", "S//NF//ND"], EARLY, "SECRET//NOFORN//NODIS"),  # NODIS beats EXDIS
        (["C", "U"], EARLY, "CONFIDENTIAL"),  # no mark at all: the level alone
        (["U//FOUO", "U"], EARLY, "UNCLASSIFIED//FOUO"),  # FOUO alone
        (["U//FOUO", "SBU", "LES"], EARLY, "UNCLASSIFIED//LES"),  # FOUO goes under another control
        (["U//FOUO", "S//NF"], EARLY, "SECRET//NOFORN"),  # and under a level
        (["LES-NF"], EARLY, "UNCLASSIFIED//LES NOFORN"),
        (["LES-NF", "S"], EARLY, "SECRET//NOFORN//LES"),  # LES and SSI always show
        (["S//OC", "S//OC-USGOV"], EARLY, "SECRET//ORCON"),  # ORCON beats ORCON-USGOV
        (["S//RD", "S//FRD"], EARLY, "SECRET//RD"),  # RD beats FRD
        (["S//FGI GBR", "S//FGI JPN//NF"], EARLY, "SECRET//FGI GBR JPN//NOFORN"),  # a union
        (["S//FGI GBR//NF", "S//FGI//NF"], EARLY, "SECRET//FGI//NOFORN"),  # one source is concealed
        (["U"], EARLY, "UNCLASSIFIED"),
        ([], EARLY, "UNCLASSIFIED"),  # nothing is the bottom
        (["S//REL TO USA, FIN, SWE, FVEY, NATO"], EARLY, "SECRET//REL TO USA, FIN, SWE, FVEY, NATO"),
        (["TS//SI/TK//NF"], EARLY, "TOP SECRET//SI/TK//NOFORN"),
    ],
)
def test_roll_up_vectors(portions: list[str], date: dt.date, banner: str) -> None:
    """The vectors of DOMAIN.md 13, and the rules of section 5, give their banners in any order."""
    assert banner_text(roll_up(map(mark, portions), date=date)) == banner
    assert banner_text(roll_up(map(mark, reversed(portions)), date=date)) == banner


@pytest.mark.parametrize(
    ("text", "banner"),
    [
        ("SBU", "SENSITIVE BUT UNCLASSIFIED"),  # DESIGN.md 4: for staff
        ("SBU-NF", "SENSITIVE BUT UNCLASSIFIED//NOFORN"),  # with a caption or mark that says so
        ("U//FOUO", "SENSITIVE BUT UNCLASSIFIED"),  # the identity is not for the banner
        ("U", "UNCLASSIFIED"),
        ("C//NF", "CONFIDENTIAL//NOFORN"),  # anything else is as the register writes it
    ],
)
def test_staff_banner(text: str, banner: str) -> None:
    """Staff read SBU spelled out."""
    assert staff_banner_text(mark(text)) == banner


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("C/NF", "(C//NF)"),
        ("C", "(C)"),
        ("SBU/N", "(SBU-NF)"),
        ("U//FOUO", "(U//FOUO)"),
        ("LOU", "(U//LOU)"),
        ("S/REL UK", "(S//REL TO USA, GBR)"),
        ("S//NF//ND", "(S//NF//ND)"),
        ("LES-NF", "(U//LES-NF)"),
        ("U", "(U)"),
    ],
)
def test_portion_text(text: str, written: str) -> None:
    """Portion marks are written in the register's style."""
    assert portion_text(mark(text)) == written


def test_an_unknown_level_is_no_banner() -> None:
    """What is not known is said to be so, in a line that never reads as a classification line."""
    unknown = Marking(Level.U, known=False)
    floor = Marking(Level.C, known=False)
    assert banner_text(unknown) == staff_banner_text(unknown) == "LEVEL UNKNOWN"
    assert banner_text(floor) == "AT LEAST CONFIDENTIAL"
    assert read_banner(banner_text(unknown)) is None
    assert read_banner(banner_text(floor)) is None
    assert portion_text(floor) == "()"


WRITABLE = sorted(
    row.code
    for row in controls().values()
    if row.show and row.category in {"dissem", "aea", "nonic"} and not row.low
)
plain = st.builds(
    lambda level, codes: roll_up([Marking(level, controls=codes)], date=None),
    st.sampled_from([Level.C, Level.S, Level.TS]),
    st.frozensets(st.sampled_from(WRITABLE), max_size=3),
)


@given(plain)
def test_what_we_write_reads_back_no_lower(marking: Marking) -> None:
    """A mark and a banner that we write read whole, with every control that is not beaten."""
    state, read = read_portion_mark(portion_text(marking))
    banner = read_banner(banner_text(marking))
    beaten = {code for one in marking.controls for code in controls()[one].beats}
    assert state is MarkState.READ
    assert read is not None
    assert banner is not None
    assert not banner.repaired
    assert marking.controls - beaten <= read.controls
    assert marking.controls - beaten - {"LIMDIS-MAP"} <= banner.marking.controls
    assert read.level == banner.marking.level == marking.level


def test_plain_u_rolls_up_to_the_bottom() -> None:
    """Portions of plain U are plain U."""
    assert roll_up([BOTTOM, BOTTOM], date=None) == BOTTOM

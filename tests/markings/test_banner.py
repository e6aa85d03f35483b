"""Classification lines and transmission letters are read through the damage of the wire."""

from __future__ import annotations

import string
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from redactor.markings import (
    Foreign,
    Level,
    Marking,
    read_banner,
    read_caption,
    read_entire_text,
    read_eo_line,
    read_portion_mark,
    read_prosign,
    read_reasons,
)
from tests.growth import in_proportion


def noforn(level: Level) -> Marking:
    return Marking(level, controls=frozenset({"NOFORN"}), foreign=Foreign())


LOU = Marking(Level.SBU, controls=frozenset({"LOU"}))


@pytest.mark.parametrize(
    ("line", "marking", "section", "rest"),
    [
        # spaced letters are the rule for C and S
        (
            "C O N F I D E N T I A L SECTION 01 OF 04 DUNMORE 001234",
            Marking(Level.C),
            "SECTION 01 OF 04",
            "DUNMORE 001234",
        ),
        ("S E C R E T DUNMORE 001234", Marking(Level.S), "", "DUNMORE 001234"),
        ("T O P S E C R E T", Marking(Level.TS), "", ""),
        ("S e c r e t dunmore 001234", Marking(Level.S), "", "dunmore 001234"),  # sentence case
        # unspaced
        ("UNCLAS DUNMORE 00123", Marking(Level.U), "", "DUNMORE 00123"),
        ("LIMITED OFFICIAL USE PORT A 0156", LOU, "", "PORT A 0156"),
        ("SENSITIVE BUT UNCLASSIFIED", Marking(Level.SBU), "", ""),
        ("UNCLASSIFIED POSS DUPE", Marking(Level.U), "", "POSS DUPE"),
        ("**SECRET**", Marking(Level.S), "", ""),  # Markdown
        # wrong spacing: the letters are all there
        ("SE C R E T", Marking(Level.S), "", ""),
        ("C ONFIDENTIAL", Marking(Level.C), "", ""),
        ("UNC LASSIFIED", Marking(Level.U), "", ""),
        # section counts and their damage
        ("LIMITED OFFICIAL USE SECTION 1 ON 2 PORT A 2004/2", LOU, "SECTION 1 ON 2", "PORT A 2004/2"),
        (
            "C O N F I D E N T I A L FINAL SECTION OF 2 PORT A 2004/2",
            Marking(Level.C),
            "FINAL SECTION OF 2",
            "PORT A 2004/2",
        ),
        (
            "C O N F I D E N T I A L SECTON O1 OF 04 DUNMORE 0012",
            Marking(Level.C),
            "SECTON O1 OF 04",
            "DUNMORE 0012",
        ),
        # controls
        ("UNCLAS E F T O", Marking(Level.U, controls=frozenset({"EFTO"})), "", ""),
        (
            "UNCLAS E F T O SECTION 01 OF 02 DUNMORE 1234",
            Marking(Level.U, controls=frozenset({"EFTO"})),
            "SECTION 01 OF 02",
            "DUNMORE 1234",
        ),
        ("UNCLAS SENSITIVE", Marking(Level.SBU, controls=frozenset({"SENSITIVE"})), "", ""),
        ("UNCLASSIFIED//FOUO", Marking(Level.SBU, controls=frozenset({"FOUO"})), "", ""),
        ("UNCLASSIFIED//SBU NOFORN", noforn(Level.SBU), "", ""),
        ("S E C R E T NOFORN DUNMORE 001234", noforn(Level.S), "", "DUNMORE 001234"),
        ("SECRET//NOFORN DUNMORE 001234", noforn(Level.S), "", "DUNMORE 001234"),
        ("SECRET//NOFORN//20250101", noforn(Level.S), "", ""),  # a legacy declassification value
        ("SECRET//NOFORN//MR", noforn(Level.S), "", ""),
        # military
        ("UNCLAS //N01000//", Marking(Level.U), "", ""),  # a subject code is no control
        ("UNCLASS//N07220//", Marking(Level.U), "", ""),
        ("CLASSIFICATION: UNCLASSIFIED//", Marking(Level.U), "", ""),
    ],
)
def test_banners_read(line: str, marking: Marking, section: str, rest: str) -> None:
    """A classification line whose letters are all there is read without a repair."""
    banner = read_banner(line)
    assert banner is not None
    assert banner.marking == marking
    assert not banner.repaired
    assert line[slice(*banner.rest)] == rest
    assert (line[slice(*banner.span_section)] if banner.span_section else "") == section
    assert banner.span_class.end <= (banner.span_section or banner.rest).start


@pytest.mark.parametrize(
    ("line", "marking"),
    [
        ("SS E C R E T", Marking(Level.S)),  # a doubled letter
        ("CC O N F I D E N T I A L DUNMORE 1234", Marking(Level.C)),
        ("UUNCLAS", Marking(Level.U)),
        ("E C R E T", Marking(Level.S)),  # a lost letter
        ("O N F I D E N T I A L", Marking(Level.C)),
        ("CSE C R E T", Marking(Level.S)),
        ("LIMITED OFFICIEAL USE", LOU),
        ("OP SECRET", Marking(Level.TS)),  # the highest that it may stand for
        ("P SECRET", Marking(Level.TS)),
        ("CLASSIFIED", Marking(Level.C, known=False)),  # never UNCLASSIFIED with two letters lost
        ("NCLASSIFIED", Marking(Level.C, known=False)),
        ("SGU", Marking(Level.SBU, known=False)),
        ("SECRET//NOFOUO", Marking(Level.S, opaque=True)),  # a control that cannot be read
    ],
)
def test_banners_repaired(line: str, marking: Marking) -> None:
    """A damaged classification line is read as the highest level that it may be, and says so."""
    banner = read_banner(line)
    assert banner is not None
    assert banner.marking == marking
    assert banner.repaired


@pytest.mark.parametrize(
    "line",
    [
        "SECRETARY OF STATE",
        "SECRETARY SMITH AND PARTY",
        "CONFIDENT THAT THE TALKS GO ON",
        "CONFIDENTIAL SOURCES SAY SO",
        "UNCLASSIFIED MATERIAL WAS USED",
        "The SECRET is out",
        "Secret talks",
        "DECREE",  # near SECRET
        "DECREE 11551.",
        "Declassified/Released",  # a stamp is no classification line
        "DECLASSIFIED",
        "SECTION 01 OF 04",
        "XXXX",
        "AT LEAST CONFIDENTIAL",
        "DUNMORE 00001668 002 OF 004",
        "NOFORN",
        "",
        "SECRET " * 40,
    ],
)
def test_prose_is_no_banner(line: str) -> None:
    """A line that merely holds the word is no classification line."""
    assert read_banner(line) is None


ALPHABET = string.ascii_uppercase + " /0"


@pytest.mark.parametrize("name", ["SECRET", "CONFIDENTIAL", "TOP SECRET", "S E C R E T"])
def test_one_damaged_letter_never_makes_u_of_a_classified_banner(name: str) -> None:
    """A classified line with a slip reads no lower, or is no classification line any more."""
    before = read_banner(name)
    assert before is not None
    ways = [name[:i] + name[i + 1 :] for i in range(len(name))]
    ways += [
        name[:i] + new + name[i + size :] for i in range(len(name)) for new in ALPHABET for size in (0, 1)
    ]
    for line in ways:
        after = read_banner(line)
        assert after is None or after.marking.level >= before.marking.level, line


@given(st.one_of(st.text(max_size=80), st.text(alphabet="SECRTUNLAIFD /0:*", max_size=80)))
@example("\u0130" * 20)  # a letter whose upper case is longer
@example("UNCLAS " + "/" * 100)
@example("S" + " S" * 70)
def test_any_line_has_a_reading(line: str) -> None:
    """No line raises, and the parts of a banner lie in it, in order."""
    banner = read_banner(line)
    read_prosign(line)
    if banner is not None:
        assert 0 <= banner.span_class.start < banner.span_class.end <= banner.rest.end <= len(line)


@pytest.mark.parametrize(
    ("line", "marking"),
    [
        ("ZNY CCCCC ZZH", Marking(Level.C)),
        ("ZNY SSSSS", Marking(Level.S)),
        ("ZNY TTTTT ZZH", Marking(Level.TS)),
        ("ZNR UUUUU ZZH", Marking(Level.U)),
        ("ZNY EEEEE ZZH", Marking(Level.U)),  # UNCLAS EFTO
        ("ZNY RRRRR", Marking(Level.C)),
        ("ZNY C C C C C ZZH", Marking(Level.C)),
        ("ZNY CCXCC ZZH", Marking(Level.C, known=False)),  # damaged
        ("ZNR UUSUU", Marking(Level.S, known=False)),  # the highest letter
        ("P 180941Z JUN 07 ZDK", None),
        ("ZNY", None),
    ],
)
def test_prosigns(line: str, marking: Marking | None) -> None:
    """The letters of a transmission line claim a level; mixed letters claim the highest, not known."""
    assert read_prosign(line) == marking


@pytest.mark.parametrize(
    "line", ["E" + " " * 99_000, "1.4 a," * 9_000, "(" * 99_000, "SECRET " * 9_000, "TAGS " * 9_000]
)
def test_long_lines_take_work_in_proportion(line: str) -> None:
    """No reader is more than linear in what it is given, or it looks at a bounded part."""
    half = line[: len(line) // 2]
    for reader in (
        read_banner,
        read_prosign,
        read_caption,
        read_eo_line,
        read_reasons,
        read_portion_mark,
        read_entire_text,
    ):
        assert in_proportion(partial(reader, half), partial(reader, line))

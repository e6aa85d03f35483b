"""The E.O. line, its status, and the reasons of the Classified By line (DOMAIN.md 6)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from redactor.markings import (
    Declassification,
    Level,
    Marking,
    Status,
    calculated_date,
    read_eo_line,
    read_reasons,
    status,
)

ORIGIN = dt.date(2007, 6, 18)
DUE = dt.date(2032, 12, 31)
CONFIDENTIAL = Marking(Level.C)
JUNE = dt.date(2017, 6, 17)


@pytest.mark.parametrize(
    ("line", "form", "order", "until", "exemptions"),
    [
        # dates
        ("E.O. 12958: DECL: 06/17/2017", "date", "12958", JUNE, ()),
        ("EO 12958 DECL: 2017/06/17", "date", "12958", JUNE, ()),
        ("E.O. 13526: DECL: 20170617", "date", "13526", JUNE, ()),
        (
            "E.0. 12958: DECLl: 6/17/17 TAGS: PREL, ZZ",
            "date",
            "12958",
            JUNE,
            (),
        ),  # zero for O; two digits; TAGS behind
        ("E.o. 12958: decl: 17 june 2017", "date", "12958", JUNE, ()),
        ("DECL: 06/17/2016 OR 06/17/2017", "date", "", JUNE, ()),  # the later
        # not applicable
        ("E.O. 12958: N/A", "na", "12958", None, ()),
        ("EO 12065; NA", "na", "12065", None, ()),
        ("E.O. 11652: N:A", "na", "11652", None, ()),
        # exemptions
        ("DECL: X1, X5", "x", "", None, ("X1", "X5")),
        ("E.O. 12958: 1.6X4", "x", "12958", None, ("X4",)),
        ("DECL: 25X1-human", "exempt", "", None, ("25X1-HUMAN",)),
        ("DECL: 50X1-HUM", "exempt", "", None, ("50X1-HUM",)),
        ("DECL: 50X2-WMD", "exempt", "", None, ("50X2-WMD",)),
        ("DECL: 25X6", "25x", "", None, ("25X6",)),
        ("DECL: 25X1, 20321231", "25x", "", dt.date(2032, 12, 31), ("25X1",)),
        ("DECL: 50X1, 20571231", "50x", "", dt.date(2057, 12, 31), ("50X1",)),
        ("DECL: OADR", "oadr", "", None, ()),
        ("DECL: 0ADR", "oadr", "", None, ()),
        ("DECL: MR", "mr", "", None, ()),
        ("DCI Only", "dni", "", None, ()),
        ("SUBJECT TO TREATY OR INTERNATIONAL AGREEMENT", "treaty", "", None, ()),
        # prior orders
        ("E.O. 11652: GDS", "gds", "11652", None, ()),
        ("E.O. 11652: XGDS-1", "xgds", "11652", None, ()),
        ("E.O. 11652: XDS-1", "xgds", "11652", None, ()),
        ("E.O. 12065: RDS-4", "rds", "12065", None, ()),
        ("E.O. 11652: ADS", "ads", "11652", None, ()),
        # events
        ("DECL: TEN YEARS AFTER THE UNIFICATION", "event", "", None, ()),
        ("DECL: CLOSURE OF THE COURT", "event", "", None, ()),
        ("DECL: DNG: CO 06/17/2010", "dng", "", None, ()),  # a downgrade declassifies nothing
        # nothing, or nothing readable
        ("E.O. 12958:", "missing", "12958", None, ()),
        ("", "missing", "", None, ()),
        ("E.O. 11652: /A", "unreadable", "11652", None, ()),
        ("DECL: 195l", "unreadable", "", None, ()),
        ("DECL: 13/45/2010", "unreadable", "", None, ()),
        ("DECL: O6/17/2017", "unreadable", "", None, ()),
        # several: the longest protection
        ("DECL: X1, OADR", "x", "", None, ("X1",)),
        ("DECL: 25X1-HUMAN, 25X6", "exempt", "", None, ("25X1-HUMAN", "25X6")),
    ],
)
def test_eo_lines(
    line: str, form: str, order: str, until: dt.date | None, exemptions: tuple[str, ...]
) -> None:
    """Every form of CABLES.md 2-3 and DOMAIN.md 6 is read."""
    assert read_eo_line(line, origin=ORIGIN) == Declassification(form, order, until, exemptions)


@pytest.mark.parametrize(
    ("line", "origin", "year"),
    [
        (
            "GDS 3/14/85 (SMITH, JOHN Q.) OR-M",
            dt.date(1979, 3, 14),
            1985,
        ),  # the first at or after the cable's
        ("DECL: 06/17/05", dt.date(1995, 6, 17), 2005),
        ("DECL: 06/17/95", dt.date(1995, 1, 1), 1995),
        ("DECL: 06/17/94", dt.date(1995, 1, 1), 2094),
        ("DECL: 06/17/95", None, 2095),  # without a cable's date the later one: it protects longer
    ],
)
def test_two_digit_years(line: str, origin: dt.date | None, year: int) -> None:
    """Two digits are the first such year at or after the cable's."""
    until = read_eo_line(line, origin=origin).until
    assert until is not None
    assert until.year == year


@pytest.mark.parametrize(
    ("line", "as_of", "marking", "expected"),
    [
        # DOMAIN.md 13
        ("DECL: 06/17/2017", dt.date(2017, 6, 16), CONFIDENTIAL, Status.NOT_REACHED),
        ("DECL: 06/17/2017", dt.date(2017, 6, 17), CONFIDENTIAL, Status.DATE_REACHED),
        ("DECL: OADR", dt.date(2025, 1, 1), CONFIDENTIAL, Status.CALCULATED),
        (
            "DECL: X1, X5",
            dt.date(2040, 1, 1),
            CONFIDENTIAL,
            Status.CALCULATED,
        ),  # never declassified without review
        ("DECL: 25X1-human", dt.date(2090, 1, 1), CONFIDENTIAL, Status.EXEMPT),
        ("N/A", dt.date(2016, 1, 1), CONFIDENTIAL, Status.NEEDS_HUMAN),  # a conflict
        ("DECL: 06/17/1999", dt.date(2016, 1, 1), CONFIDENTIAL, Status.NEEDS_HUMAN),  # before the cable
        # section 6
        ("N/A", dt.date(2016, 1, 1), Marking(Level.U), Status.UNCLASSIFIED),
        ("N/A", dt.date(2016, 1, 1), Marking(Level.U, known=False), Status.NEEDS_HUMAN),  # perhaps more
        ("N/A", dt.date(2016, 1, 1), Marking(Level.S, controls=frozenset({"RD"})), Status.BLOCKED),
        ("DECL: 06/17/2017", JUNE, Marking(Level.S, fgi=frozenset({"NATO"})), Status.BLOCKED),
        ("DECL: 06/17/2090", dt.date(2016, 1, 1), CONFIDENTIAL, Status.NEEDS_HUMAN),  # over 75 years
        ("DECL: 06/17/2050", dt.date(2016, 1, 1), CONFIDENTIAL, Status.NOT_REACHED),
        (
            "DECL: 06/17/2050",
            dt.date(2033, 1, 1),
            CONFIDENTIAL,
            Status.CALCULATED,
        ),  # the 25-year rule governs
        ("DECL: 06/17/2050", dt.date(2050, 6, 17), CONFIDENTIAL, Status.DATE_REACHED),
        ("DECL: 25X1, 20401231", dt.date(2035, 1, 1), CONFIDENTIAL, Status.NOT_REACHED),  # by its date
        ("DECL: 25X1, 20701231", dt.date(2035, 1, 1), CONFIDENTIAL, Status.NEEDS_HUMAN),  # over 50 years
        ("DECL: 25X1", dt.date(2035, 1, 1), CONFIDENTIAL, Status.CALCULATED),
        (
            "DECL: 50X3, 20570101",
            dt.date(2057, 12, 30),
            CONFIDENTIAL,
            Status.NOT_REACHED,
        ),  # to the year's end
        ("DECL: 50X3, 20570101", dt.date(2057, 12, 31), CONFIDENTIAL, Status.DATE_REACHED),
        ("DECL: CLOSURE OF THE COURT", dt.date(2016, 1, 1), CONFIDENTIAL, Status.NEEDS_HUMAN),
        ("", dt.date(2016, 1, 1), CONFIDENTIAL, Status.CALCULATED),
        ("E.O. 11652: GDS", dt.date(2016, 1, 1), CONFIDENTIAL, Status.CALCULATED),
    ],
)
def test_status(line: str, as_of: dt.date, marking: Marking, expected: Status) -> None:
    """The vectors of DOMAIN.md 13 and the rows of section 6 hold for a cable of 18 June 2007."""
    read = read_eo_line(line, origin=ORIGIN)
    assert status(read, origin=ORIGIN, as_of=as_of, marking=marking) is expected


def test_status_without_the_cables_date() -> None:
    """A date that cannot be compared with the cable's never counts as reached."""
    read = read_eo_line("DECL: 06/17/2017")
    assert status(read, origin=None, as_of=dt.date(2010, 1, 1), marking=CONFIDENTIAL) is Status.NOT_REACHED
    assert status(read, origin=None, as_of=dt.date(2020, 1, 1), marking=CONFIDENTIAL) is Status.NEEDS_HUMAN


def test_calculated_dates() -> None:
    """25 years after the cable, 50 for a 25X, at the year's end (DOMAIN.md 13)."""
    assert calculated_date(read_eo_line("DECL: OADR"), ORIGIN) == DUE
    assert calculated_date(read_eo_line("DECL: X1, X5"), ORIGIN) == DUE
    assert calculated_date(read_eo_line("DECL: 25X6"), ORIGIN) == dt.date(2057, 12, 31)
    assert calculated_date(read_eo_line("DECL: OADR"), None) is None


dates = st.dates(dt.date(1900, 1, 1), dt.date(9999, 12, 31))


@given(st.text(max_size=60), st.one_of(st.none(), dates), dates)
@example("DECL: 9999/12/31", dt.date(9999, 12, 31), dt.date(9999, 12, 31))
@example("DECL: 02/29/00", dt.date(1904, 2, 29), dt.date(2000, 1, 1))
@example("GDS 1/1/00", dt.date(9999, 1, 1), dt.date(2000, 1, 1))
def test_any_line_has_a_status(line: str, origin: dt.date | None, as_of: dt.date) -> None:
    """No line raises, and classified text is never called unclassified or confirmed."""
    read = read_eo_line(line, origin=origin)
    calculated_date(read, origin)
    got = status(read, origin=origin, as_of=as_of, marking=CONFIDENTIAL)
    assert got not in {Status.UNCLASSIFIED, Status.CONFIRMED}


@given(st.sampled_from(["DECL: 06/17/2017", "DECL: 2017/06/17", "DECL: 25X1, 20401231"]), st.data())
def test_a_damaged_date_is_never_reached_early_unless_it_is_another_date(
    line: str, data: st.DataObject
) -> None:
    """One changed character gives another whole date, or nothing that can be reached."""
    at = data.draw(st.integers(6, len(line) - 1))
    new = data.draw(st.sampled_from("OIlSX/- .:AB"))
    read = read_eo_line(line[:at] + new + line[at + 1 :], origin=ORIGIN)
    assert read.form not in {"date", "25x"} or read.until in {None, JUNE, dt.date(2040, 12, 31)}
    assert read.form != "date" or (read.until == JUNE and "25X" not in line)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Classified By: DCM Jane Doe; reasons 1.4 (b) and (d).", "bd"),
        ("1.4(B/D)", "bd"),
        ("1.4 (b,d)", "bd"),
        ("1.4 b and d", "bd"),
        ("1.4 b/d", "bd"),
        ("1.5.D", "d"),  # the order of 1995; the same letter
        ("PER 1.5 (B)", "b"),
        ("1.4 (A), (B) AND (D)", "abd"),
        ("1,4 (C)", "c"),
        ("1.4(b)(d)", "bd"),
        ("1.4 (b+d)", "bd"),
        ("1.4(b&d)", "bd"),
        ("REASON: 1.4(B), (D)", "bd"),
        ("1.4 (b) and 1.4 (d)", "bd"),
        ("Section 1.4 (h)", "h"),
        ("E.O. 12958 Reasons (b) and (d)", "bd"),
        ("REA\nSONS: 1.4 (b) a\nnd (d)", "bd"),  # broken by line ends
        ("for reasons\n1.\n4 (b\n) and (d)", "bd"),
        ("1.4 (d) and (b)", "bd"),  # sorted
        ("Section 1.4", ""),
        ("1.4 million", ""),
        ("1.4 by the book", ""),
        ("11.4 (b)", ""),
        ("1.4 (b) A man", "b"),
        ("no reason at all", ""),
        ("", ""),
    ],
)
def test_reasons(text: str, letters: str) -> None:
    """Every form of CABLES.md and DOMAIN.md 6 gives its letters."""
    assert read_reasons(text) == tuple(f"1.4({letter})" for letter in letters)


@given(st.one_of(st.text(max_size=80), st.text(alphabet="1.45 (abdn),/&\nREASON", max_size=60)))
def test_any_text_has_reasons_or_none(text: str) -> None:
    """No text raises, and what is read is sorted and of the eight letters."""
    reasons = read_reasons(text)
    assert list(reasons) == sorted(set(reasons))
    assert set(reasons) <= {f"1.4({letter})" for letter in "abcdefgh"}

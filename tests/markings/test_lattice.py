"""Markings form a lattice, and foreign release falls along it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.markings import (
    BOTTOM,
    Foreign,
    Level,
    Marking,
    Truth,
    at_most,
    close,
    combine,
    effect,
    hard_stops,
    join,
    releasable_to,
    roll_up,
)
from redactor.markings.vocabulary import controls

COUNTRIES = ("GBR", "JPN", "KAZ")
DATES = (None, dt.date(2007, 6, 18), dt.date(2015, 1, 1))

codes = st.frozensets(st.sampled_from(sorted(controls())), max_size=3)
places = st.frozensets(st.sampled_from((*COUNTRIES, "NATO")), max_size=3)
lists = st.one_of(
    st.none(),
    st.builds(lambda r, d, o: Foreign(r, r | d, o), places, places, st.booleans()),
)
markings = st.builds(
    Marking,
    level=st.sampled_from(Level),
    known=st.booleans(),
    controls=st.one_of(st.just(frozenset[str]()), codes),
    foreign=lists,
    fgi=st.frozensets(st.sampled_from(COUNTRIES), max_size=1),
    compartments=st.frozensets(st.sampled_from(("SI", "TK")), max_size=1),
    opaque=st.booleans(),
)


@given(markings, markings)
def test_join_is_commutative(a: Marking, b: Marking) -> None:
    """The order of two markings does not matter."""
    assert join(a, b) == join(b, a)


@given(markings, markings, markings)
def test_join_is_associative(a: Marking, b: Marking, c: Marking) -> None:
    """The grouping of three markings does not matter."""
    assert join(join(a, b), c) == join(a, join(b, c)) == join(a, b, c)


@given(markings)
def test_join_is_idempotent(a: Marking) -> None:
    """A marking joined with itself, or with the bottom, is itself closed."""
    assert join(a, a) == join(a) == join(BOTTOM, a) == close(a) == close(close(a))


@given(markings, markings, markings)
def test_join_is_monotone(a: Marking, b: Marking, c: Marking) -> None:
    """A stricter operand never gives a laxer join, and the join is an upper bound."""
    assert at_most(a, join(a, b))
    assert at_most(join(a, c), join(a, b, c))


@given(markings, markings)
def test_the_order_is_a_partial_order(a: Marking, b: Marking) -> None:
    """Two markings that are at most each other are the same point."""
    assert at_most(a, a)
    if at_most(a, b) and at_most(b, a):
        assert close(a) == close(b)


@given(markings, markings, st.sampled_from(COUNTRIES), st.sampled_from(DATES))
def test_a_stricter_marking_is_never_more_releasable(
    a: Marking, b: Marking, country: str, date: dt.date | None
) -> None:
    """Joining anything to a marking never raises its releasability."""
    partner = frozenset({country})
    before, after = releasable_to(a, partner, date=date), releasable_to(join(a, b), partner, date=date)
    assert after.value <= before.value


def test_a_control_without_a_list_is_silent_too() -> None:
    """Unclassified text of a foreign government that names no list stays with nobody beside one that does."""
    silent = Marking(Level.U, fgi=frozenset({"GBR"}))
    spoken = Marking(Level.U, foreign=Foreign(release=frozenset({"GBR"})))
    joined = join(silent, spoken)
    assert releasable_to(joined, frozenset({"GBR"}), date=None) is Truth.NO


@given(markings, markings)
def test_a_stricter_marking_never_loses_a_stop_or_an_effect(a: Marking, b: Marking) -> None:
    """Joining keeps hard stops and never softens what controls do."""
    both = join(a, b)
    assert set(hard_stops(a)) <= set(hard_stops(both))
    for audience in ("partner", "agency", "staff"):
        assert effect(both, audience).value <= effect(a, audience).value


@given(markings, st.sampled_from(COUNTRIES), st.sampled_from(DATES))
def test_the_unknown_never_opens(a: Marking, country: str, date: dt.date | None) -> None:
    """An unknown level or an opaque control is never certainly releasable."""
    if not a.known or a.opaque:
        assert releasable_to(a, frozenset({country}), date=date) is not Truth.YES


@given(markings, st.sampled_from(DATES))
def test_release_to_two_is_release_to_each(a: Marking, date: dt.date | None) -> None:
    """The answer for several partners is the least of their answers; for none it is unknown."""
    each = [releasable_to(a, frozenset({country}), date=date) for country in COUNTRIES]
    assert releasable_to(a, frozenset(COUNTRIES), date=date) is min(each, key=lambda truth: truth.value)
    assert releasable_to(a, frozenset(), date=date) is Truth.UNKNOWN
    assert releasable_to(a, frozenset({"USA"}), date=date) is Truth.UNKNOWN


@given(st.lists(markings, min_size=1, max_size=4), st.sampled_from(DATES))
def test_roll_up_is_a_fold(portions: list[Marking], date: dt.date | None) -> None:
    """Order, repeats and grouping of portions do not matter to the roll-up."""
    rolled = roll_up(portions, date=date)
    assert roll_up([*reversed(portions), *portions], date=date) == rolled
    assert roll_up([roll_up(portions[:2], date=date), *portions[2:]], date=date) == rolled


@given(st.lists(markings, min_size=1, max_size=4), st.sampled_from(COUNTRIES), st.sampled_from(DATES))
def test_roll_up_is_releasable_only_if_each_portion_is(
    portions: list[Marking], country: str, date: dt.date | None
) -> None:
    """The whole is never more releasable than its least releasable portion."""
    partner = frozenset({country})
    whole = releasable_to(roll_up(portions, date=date), partner, date=date)
    assert all(whole.value <= releasable_to(portion, partner, date=date).value for portion in portions)


def test_silence_about_release_takes_a_list_from_another_text() -> None:
    """A classified text without a list makes the two together releasable to nobody."""
    listed = Marking(Level.S, foreign=Foreign(frozenset({"GBR"}), frozenset({"GBR"})))
    assert join(Marking(Level.S), listed).foreign == Foreign()
    assert join(BOTTOM, listed) == listed


def test_silence_about_release_leaves_the_list_of_another_claim() -> None:
    """A transmission letter beside a banner with a list takes nothing from it, as they speak of one text."""
    listed = Marking(Level.S, foreign=Foreign(frozenset({"GBR"}), frozenset({"GBR"})))
    assert combine(Marking(Level.S), listed) == listed


@pytest.mark.parametrize(
    ("code", "brings"),
    [
        ("NODIS", {"NODIS", "NOFORN"}),  # DOMAIN.md 5: implies NOFORN
        ("EXDIS", {"EXDIS", "NOFORN"}),  # the same
        ("CNWDI", {"CNWDI", "RD"}),  # a part of Restricted Data
        ("SIGMA", {"SIGMA", "RD"}),  # the same
        ("STADIS", {"STADIS"}),  # nothing
    ],
)
def test_closure_brings_what_the_vocabulary_implies(code: str, brings: set[str]) -> None:
    """A control brings along what its row says."""
    assert close(Marking(Level.U, controls=frozenset({code}))).controls == brings


def test_a_control_outside_the_vocabulary_is_opaque() -> None:
    """A code that no row has is kept and opens nothing."""
    closed = close(Marking(Level.U, controls=frozenset({"NEWWORD"})))
    assert closed.opaque
    assert closed.controls == {"NEWWORD"}


def test_hard_stops_follow_the_vocabulary() -> None:
    """RD, FRD, TFNI, SCI, SAP, NODIS and CHEROKEE stop (DESIGN.md 5), NOFORN and EXDIS do not."""
    for code in ("RD", "FRD", "TFNI", "SCI", "SAP", "NODIS", "CHEROKEE"):
        assert code in hard_stops(Marking(Level.S, controls=frozenset({code})))
    assert hard_stops(Marking(Level.S, controls=frozenset({"NOFORN", "EXDIS", "ORCON"}))) == ()

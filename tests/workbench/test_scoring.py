"""The scorer gives the figures that a person computes by hand for a toy gold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.model import EntityKind
from redactor.spans import Span
from redactor.workbench.gold import Marked
from redactor.workbench.scoring import NOTHING, Measure, Scores, Share, missed, score

PERSON, LOCATION = EntityKind.PERSON, EntityKind.LOCATION

#       0         1         2         3         4
#       0123456789012345678901234567890123456789012345
TEXT = "Rosa Lomar met Ivo Till in Quenby. Lomar left."
ROSA, IVO, QUENBY, LOMAR = Span(0, 10), Span(15, 23), Span(27, 33), Span(35, 40)
GOLD = (
    Marked(ROSA, PERSON, "1"),
    Marked(IVO, PERSON, "2"),
    Marked(QUENBY, LOCATION),
    Marked(LOMAR, PERSON, "1"),
)

CASES = [
    # what is found; then same, found and marked spans; the same of characters; people covered and all
    # everything: 9 + 7 + 5 characters without the blanks inside the names
    ([(ROSA, PERSON), (IVO, PERSON), (LOMAR, PERSON)], (3, 3, 3), (21, 21, 21), (2, 2)),
    # the second mention is missed, so Lomar is not covered though her full name is
    ([(ROSA, PERSON), (IVO, PERSON)], (2, 2, 3), (16, 16, 21), (1, 2)),
    # only the family name: no exact span, 5 of 9 characters, nobody covered
    ([(Span(5, 10), PERSON)], (0, 1, 3), (5, 5, 21), (0, 2)),
    # too wide by " met": wrong as a span, three characters too many, and still the person is covered
    ([(Span(0, 14), PERSON), (LOMAR, PERSON)], (1, 2, 3), (14, 17, 21), (1, 2)),
    # a place taken for a person is wrong twice: as a person and as a place that was not found
    ([(QUENBY, PERSON)], (0, 1, 3), (0, 6, 21), (0, 2)),
    # the same span twice counts once
    ([(IVO, PERSON), (IVO, PERSON)], (1, 1, 3), (7, 7, 21), (1, 2)),
    # nothing found: precision is not measured, recall is zero
    ([], (0, 0, 3), (0, 0, 21), (0, 2)),
]


@pytest.mark.parametrize(("found", "strict", "characters", "people"), CASES)
def test_figures_by_hand(
    found: list[tuple[Span, EntityKind]],
    strict: tuple[int, int, int],
    characters: tuple[int, int, int],
    people: tuple[int, int],
) -> None:
    """Spans, characters and people are counted as a person counts them."""
    scores = score(GOLD, found, TEXT)
    same, seen, gold = strict
    assert Measure(Share(same, seen), Share(same, gold)) == scores.strict[PERSON]
    same, seen, gold = characters
    assert Measure(Share(same, seen), Share(same, gold)) == scores.characters[PERSON]
    assert Share(*people) == scores.people


def test_f_by_hand() -> None:
    """F is 2PR / (P + R): of 2/2 and 2/3 it is 0.8; of nothing it is not measured."""
    assert Measure(Share(2, 2), Share(2, 3)).f == pytest.approx(0.8)
    assert Measure(Share(0, 4), Share(0, 3)).f == 0.0
    assert Measure(NOTHING, Share(0, 3)).f is None


WILSON = [
    # part, whole, low, high: by the formula of Wilson 1927 with z = 1.96, checked against published tables
    (8, 10, 0.490, 0.943),
    (0, 10, 0.0, 0.278),
    (10, 10, 0.722, 1.0),
    (1, 1, 0.207, 1.0),
    (95, 100, 0.888, 0.978),
]


@pytest.mark.parametrize(("part", "whole", "low", "high"), WILSON)
def test_wilson(part: int, whole: int, low: float, high: float) -> None:
    """The interval is Wilson's score interval at 95%."""
    interval = Share(part, whole).interval
    assert interval is not None
    assert (low, high) == pytest.approx(interval, abs=0.0006)


@given(st.integers(1, 500), st.data())
def test_interval_holds_the_share(whole: int, data: st.DataObject) -> None:
    """The interval lies in 0 to 1 and holds the share itself."""
    share = Share(data.draw(st.integers(0, whole)), whole)
    assert share.interval is not None
    low, high = share.interval
    assert 0.0 <= low <= share.part / whole <= high <= 1.0


def test_nothing_has_no_interval() -> None:
    """A share of nothing is no figure."""
    assert NOTHING.value is None
    assert NOTHING.interval is None


def test_furniture_counts_neither_way() -> None:
    """What stands in furniture is in no release: it is neither missed nor wrongly found."""
    scores = score(GOLD, [(ROSA, PERSON), (LOMAR, PERSON)], TEXT, unseen=(Span(34, 46),))
    assert Measure(Share(1, 1), Share(1, 2)) == scores.strict[PERSON]
    assert Share(1, 2) == scores.people


def test_a_label_of_no_kind_is_neutral() -> None:
    """Over a stretch that is annotated as something we do not score, a finding is not wrong."""
    gold = (*GOLD, Marked(Span(41, 45), None, "3"))
    scores = score(gold, [(ROSA, PERSON), (Span(41, 45), PERSON)], TEXT)
    assert Share(1, 1) == scores.strict[PERSON].precision
    assert Share(0, 2) == scores.people


def test_a_kind_that_nobody_marked_is_not_scored() -> None:
    """Where a kind is not annotated, a finding of it is no error."""
    scores = score((Marked(ROSA, PERSON, "1"),), [(ROSA, PERSON), (QUENBY, LOCATION)], TEXT)
    assert [PERSON] == list(scores.strict)


def test_scores_add_up() -> None:
    """Two texts are measured as one: counts add, shares are not averaged."""
    one = score(GOLD, [(ROSA, PERSON)], TEXT)
    other = score((Marked(ROSA, PERSON, "1"),), [(ROSA, PERSON)], TEXT)
    both = Scores() + one + other
    assert Measure(Share(2, 2), Share(2, 4)) == both.strict[PERSON]
    assert Share(1, 3) == both.people


def test_a_line_end_inside_a_name_is_no_miss() -> None:
    """Blanks do not count: a name found on both sides of a line end is covered."""
    text = "met Rosa\nLomar"
    gold = (Marked(Span(4, 14), PERSON, "1"),)
    found = [(Span(4, 8), PERSON), (Span(9, 14), PERSON)]
    assert Share(1, 1) == score(gold, found, text).people
    assert missed(gold, found, text) == ()
    assert missed(gold, found[:1], text) == (Span(4, 14),)

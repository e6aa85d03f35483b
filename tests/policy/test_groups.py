"""`any`, `all` and `not` join conditions in three values, at any depth, and are told in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from redactor.markings import Level, Marking, Status, Truth
from redactor.model import Basis, Condition, GroupKind, SectionKind
from redactor.policy.conditions import claimed, every_matcher, levels_of
from redactor.policy.facts import Facts
from redactor.policy.load import Source, examine
from redactor.policy.matching import evaluate
from redactor.workbench import wording
from tests.policy.draws import grouped
from tests.policy.texts import PUBLIC, release
from tests.policy.worlds import when

FACTS = Facts(
    marking=Marking(Level.C),
    section=SectionKind.PARAGRAPH,
    address="1",
    basis=Basis.MARKED,
    status=Status.NOT_REACHED,
    tags=None,
    releasable=Truth.NO,
)
YES, NO, UNKNOWN = when(basis=("marked",)), when(portion=("2",)), when(tags={"any_of": ("PREL",)})

TRUTHS: tuple[tuple[Condition, Truth], ...] = (
    # any: the greatest
    (grouped("any", NO, UNKNOWN, YES), Truth.YES),
    (grouped("any", NO, UNKNOWN), Truth.UNKNOWN),
    (grouped("any", NO, NO), Truth.NO),
    # all: the least
    (grouped("all", YES, YES), Truth.YES),
    (grouped("all", YES, UNKNOWN), Truth.UNKNOWN),
    (grouped("all", YES, UNKNOWN, NO), Truth.NO),
    # not: what is unknown stays unknown
    (grouped("not", YES), Truth.NO),
    (grouped("not", NO), Truth.YES),
    (grouped("not", UNKNOWN), Truth.UNKNOWN),
    # groups in groups
    (grouped("not", grouped("any", NO, grouped("not", UNKNOWN))), Truth.UNKNOWN),
    (grouped("any", grouped("all", YES, NO), grouped("not", NO)), Truth.YES),
)


@pytest.mark.parametrize(("condition", "truth"), TRUTHS)
def test_a_group_has_the_truth_of_its_parts(condition: Condition, truth: Truth) -> None:
    """Each group is the least, the greatest or the contrary of its parts."""
    assert evaluate(condition, FACTS) is truth


def test_groups_stand_beside_matchers() -> None:
    """A condition needs its own matchers and all of its groups."""
    both = Condition(YES.matchers, (*grouped("any", YES).groups, *grouped("not", UNKNOWN).groups))
    assert evaluate(both, FACTS) is Truth.UNKNOWN
    assert evaluate(replace(both, matchers=NO.matchers), FACTS) is Truth.NO


def test_groups_are_read_as_they_are_written() -> None:
    """The reader keeps the kinds, the order and the depth."""
    rule = "id: a, when: {basis: [marked], any: [{portion: ['2']}, {not: {tags: {any_of: [PREL]}}}]}"
    policy = examine(Source(release(rule, PUBLIC).encode(), "x", Path())).policy
    (read,) = policy.release
    assert read.when == Condition(YES.matchers, grouped("any", NO, grouped("not", UNKNOWN)).groups)


LEVELS: tuple[tuple[Condition, set[Level]], ...] = (
    (grouped("any", when(level={"is": "U"}), when(level={"at_least": "S"})), {Level.U, Level.S, Level.TS}),
    (grouped("all", when(level={"at_least": "SBU"}), when(level={"at_most": "C"})), {Level.SBU, Level.C}),
    (grouped("not", when(level={"at_least": "C"})), {Level.U, Level.SBU}),
    # beside another matcher a level may fail to exclude anything
    (grouped("not", when(level={"at_least": "C"}, basis=("marked",))), set(Level)),
    (grouped("not", grouped("any", when(level={"at_least": "C"}))), {Level.U, Level.SBU}),
)


@pytest.mark.parametrize(("condition", "levels"), LEVELS)
def test_levels_of_a_group_are_never_too_few(condition: Condition, levels: set[Level]) -> None:
    """The levels that a group can match are known, exactly where it speaks of levels alone."""
    assert levels_of(condition) == levels


def test_a_control_that_is_ruled_out_is_not_claimed() -> None:
    """Controls under `not` and `none_of` are no ground of a removal."""
    condition = Condition(
        when(controls={"none_of": "EXDIS"}).matchers,
        (
            *grouped("any", when(controls={"any_of": "NOFORN"})).groups,
            *grouped("not", when(controls={"any_of": "NODIS"})).groups,
        ),
    )
    assert list(claimed(condition, "controls")) == ["NOFORN"]
    assert len(list(every_matcher(condition))) == 3


def test_what_fails_in_a_group_is_told() -> None:
    """`all` is told part by part; `any` and `not` as a whole."""
    condition = Condition(
        (),
        (
            *grouped("all", YES, NO).groups,
            *grouped("any", NO, when(section=("tags",))).groups,
            *grouped("not", YES).groups,
        ),
    )
    assert list(wording.failing(condition, FACTS)) == [
        "portion 2: it is 1",
        "any of (portion 2: it is 1), (section tags: it is paragraph)",
        "not (basis marked): the answer is no",
    ]
    assert wording.words(condition).startswith("all of (basis marked), (portion 2) and any of")


def test_every_group_is_told_and_read() -> None:
    """No kind of group is left out of the table of truths."""
    assert {group.kind for condition, _ in TRUTHS for group in condition.groups} == set(GroupKind)

"""What the prover takes to be impossible occurs in no cable: not in the examples, not in drawn ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import cable as cables
from redactor.markings import close, releasable_to
from redactor.markings.types import Foreign, Level, Marking, Truth
from redactor.markings.vocabulary import controls
from redactor.model import Condition, Matcher, SectionKind
from redactor.policy.axes import Grade
from redactor.policy.boxes import Work
from redactor.policy.constraints import impossible
from redactor.policy.facts import Matter, facts_of
from redactor.policy.matching import held_controls
from redactor.policy.space import Side, Space, Speaker
from tests.policy.worlds import AS_OF, BRITAIN, cable_of, para, policy_of, role_of, view_of

if TYPE_CHECKING:
    from pathlib import Path

    from redactor.model import Cable
    from redactor.policy.facts import Facts

POLICY = policy_of(audience=BRITAIN)
ADDRESSES = tuple(kind.value for kind in SectionKind)
EVERYTHING = Condition(
    (
        Matcher("level", "is", ("C",)),
        Matcher("controls", "any_of", tuple(controls())),
        Matcher("section", "", ("tags",)),
        Matcher("portion", "", (*ADDRESSES, "heading:2", "3")),
        Matcher("declassified", "", ("exempt",)),
        Matcher("releasable_to_audience", "", ("yes",)),
        Matcher("tags", "any_of", ("PREL", "PGOV")),
    )
)


def space() -> Space:
    found = Space((EVERYTHING,), Work())
    found.region(EVERYTHING, Speaker(POLICY), Side.POSSIBLE)
    return found


SPACE = space()
NEVER = impossible(SPACE)


def cell(key: tuple[str, ...], facts: Facts) -> object:
    """Give the cell of one axis that facts lie in."""
    marking = facts.marking
    sight = "unsure" if not marking.known else "opaque" if marking.opaque else "known"
    match key[0]:
        case "level":
            return Grade(marking.level, sight)
        case "control":
            return key[1] in held_controls(marking)
        case "tag":
            return key[1] in (facts.tags or ())
        case "tags":
            return facts.tags is not None
        case "address":
            return _address(facts)
        case _:
            return getattr(facts, key[0])


def _address(facts: Facts) -> str:
    return facts.address if facts.address in EVERYTHING.matchers[3].values else ""


def impossible_boxes(facts: Facts) -> list[dict[str, object]]:
    """Give the boxes of impossible cases that facts lie in."""
    places = [axis.cells.index(cell(axis.key, facts)) for axis in SPACE.axes]
    return [
        {SPACE.axes[axis].key[-1]: cell(SPACE.axes[axis].key, facts) for axis in box}
        for box in NEVER
        if all(mask >> places[axis] & 1 for axis, mask in box.items())
    ]


def portions(cable: Cable) -> list[Facts]:
    matter = Matter(cable, view_of(cable), (), POLICY, AS_OF, role_of)
    return [
        facts_of(matter, portion, marking)
        for portion in cable.portions
        for marking in (portion.marking, portion.own or portion.marking)
    ]


def test_no_portion_of_the_examples_is_impossible(root: Path) -> None:
    """Each portion of each example cable, with its captions and without, lies in no impossible box."""
    files = sorted((root / "examples/cables").glob("*.txt"))
    assert files
    for path in files:
        cable = cables.read(path.read_bytes(), codec="utf-8", max_bytes=1_000_000)
        for facts in portions(cable):
            assert impossible_boxes(facts) == []


codes = st.frozensets(st.sampled_from(sorted(controls())), max_size=3)
foreigns = st.sampled_from((None, Foreign(), Foreign(frozenset({"GBR"})), Foreign(relido=True)))
markings = st.builds(
    lambda level, held, foreign, known, opaque: close(
        Marking(level, known=known, controls=held, foreign=foreign, opaque=opaque)
    ),
    st.sampled_from(Level),
    codes,
    foreigns,
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=200)
@given(markings, markings)
def test_no_drawn_marking_is_impossible(marking: Marking, record: Marking) -> None:
    """A portion of any marking in a record of any marking lies in no impossible box."""
    for facts in portions(cable_of(para(3, "rain fell", marking), marking=record)):
        assert impossible_boxes(facts) == []


@pytest.mark.parametrize("code", sorted(controls()))
def test_a_control_bounds_what_a_partner_may_have(code: str) -> None:
    """Whatever else a marking says, a control that blocks or holds leaves no more than the table says."""
    for level in Level:
        marking = Marking(level, controls=frozenset({code}), foreign=Foreign(frozenset({"GBR"})))
        answer = releasable_to(marking, frozenset({"GBR"}), date=None)
        assert answer.value <= controls()[code].partner.value or code in {"NOFORN", "RELIDO", "REL TO"}
    assert (
        releasable_to(Marking(Level.U, controls=frozenset({"NOFORN"})), frozenset({"GBR"}), date=None)
        is Truth.NO
    )

"""The space means what the evaluator means: at every case the regions and the evaluator give the same truth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.markings import Level, Status, Truth
from redactor.model import Basis, Condition, EntityKind, Group, GroupKind, Matcher, SectionKind
from redactor.policy.axes import BLANK, SINGLE, put
from redactor.policy.boxes import Work
from redactor.policy.matcher_regions import SEVERAL
from redactor.policy.matching import MATCHERS, evaluate
from redactor.policy.space import Side, Space, Speaker
from tests.policy.worlds import BRITAIN, policy_of

if TYPE_CHECKING:
    from redactor.policy.boxes import Box
    from redactor.policy.facts import Facts

POLICY = policy_of(audience=BRITAIN)
SPEAKER = Speaker(POLICY, on_entity=True)

LEVELS = st.sampled_from([level.name for level in Level])


def _of(
    name: str, operator: str, values: st.SearchStrategy[str], most: int = 3
) -> st.SearchStrategy[Matcher]:
    drawn = st.lists(values, min_size=1, max_size=most, unique=True)
    return drawn.map(lambda found: Matcher(name, operator, tuple(found)))


matchers = st.one_of(
    _of("level", "at_most", LEVELS, 1),
    _of("level", "at_least", LEVELS, 1),
    _of("level", "is", LEVELS),
    *(
        _of("controls", op, st.sampled_from(("NOFORN", "NODIS", "ORCON")))
        for op in ("any_of", "all_of", "none_of")
    ),
    _of("releasable_to_audience", "", st.sampled_from(("yes", "no")), 1),
    _of("section", "", st.sampled_from([kind.value for kind in SectionKind])),
    _of("portion", "", st.sampled_from(("1", "subject"))),
    _of("basis", "", st.sampled_from([basis.value for basis in Basis])),
    _of("declassified", "", st.sampled_from([status.value for status in Status])),
    _of("entity", "", st.sampled_from(["any", *(kind.value for kind in EntityKind)])),
    _of("score", "at_least", st.sampled_from(("0", "0.3", "0.85", "1")), 1),
    _of("list", "", st.sampled_from(("officials", "others")), 1),
    _of("context", "", st.just("protect-note"), 1),
    _of("date", "before", st.sampled_from(("2007-06-18", "2007-06-19", "0001-01-01")), 1),
    _of("date", "after", st.sampled_from(("2007-06-18", "2010-01-01", "9999-12-31")), 1),
    _of("tags", "any_of", st.sampled_from(("PREL", "PGOV"))),
)

conditions = st.recursive(
    st.lists(matchers, min_size=1, max_size=2).map(lambda found: Condition(tuple(found))),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2).map(
            lambda parts: Condition(groups=(Group(GroupKind.ANY, tuple(parts)),))
        ),
        st.lists(inner, min_size=1, max_size=2).map(
            lambda parts: Condition(groups=(Group(GroupKind.ALL, tuple(parts)),))
        ),
        inner.map(lambda part: Condition(groups=(Group(GroupKind.NOT, (part,)),))),
    ),
    max_leaves=5,
)


def facts_at(space: Space, point: tuple[int, ...]) -> Facts:
    """Give the facts of one case; the level first, because controls are put into its marking."""
    facts = replace(BLANK, tags=())
    axes = sorted(
        zip(space.axes, point, strict=True), key=lambda pair: pair[0].key[0] not in {"level", "tags"}
    )
    for axis, cell in axes:
        key = axis.key[:1] if axis.key[0] == "releasable" else axis.key
        facts = put(facts, key, axis.cells[cell])
    return facts


def holds(box: Box, point: tuple[int, ...]) -> bool:
    return all(mask >> point[axis] & 1 for axis, mask in box.items())


def possible(space: Space, point: tuple[int, ...]) -> bool:
    """Say whether a case is none of tags that stand in unreadable ones."""
    cells = {axis.key: axis.cells[cell] for axis, cell in zip(space.axes, point, strict=True)}
    return cells.get(("tags",), True) is True or not any(
        cell for key, cell in cells.items() if key[0] == "tag"
    )


@settings(max_examples=300)
@given(conditions, st.data())
def test_regions_are_the_evaluators_truth(condition: Condition, data: st.DataObject) -> None:
    """A case lies in the region of a side exactly where the evaluator's truth is one of the side's."""
    space = Space((condition,), Work())
    regions = {side: space.region(condition, SPEAKER, side) for side in Side}
    for _ in range(10):
        point = tuple(data.draw(st.integers(0, len(axis.cells) - 1)) for axis in space.axes)
        if not possible(space, point):
            continue
        truth = evaluate(condition, facts_at(space, point))
        for side, region in regions.items():
            assert any(holds(box, point) for box in region) == (truth in side.value), (side, truth)


def test_a_matcher_without_an_axis_is_an_opaque_atom() -> None:
    """It may be yes, no or unknown, of portions otherwise than of findings, and the same words are one atom."""
    matcher = Matcher("words", "within", ("5", "visa"))
    space = Space((), Work())
    for on_entity in (True, True, False):
        space.region(Condition((matcher,)), Speaker(POLICY, on_entity=on_entity), Side.CERTAIN)
    assert [(axis.key[1], axis.cells) for axis in space.axes] == [
        ("finding", (Truth.YES, Truth.NO, Truth.UNKNOWN)),
        ("portion", (Truth.YES, Truth.NO, Truth.UNKNOWN)),
    ]


def test_every_matcher_is_known_to_the_space() -> None:
    """No matcher of the language is opaque by oversight: each has an axis or stands in this list."""
    assert {name for name in MATCHERS if name not in {*SINGLE, *SEVERAL}} == {"post", "predicate", "text"}

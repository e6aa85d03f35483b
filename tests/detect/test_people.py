"""Who is who: names meet every spelling they may share a person with, and nobody else is looked at."""

from __future__ import annotations

from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.detect import people
from redactor.detect.people import Mention
from redactor.spans import Span
from tests.growth import in_proportion

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = ("rosa", "r", "ivo", "i", "rita", "lomar", "m")
FAMILIES = ("lomar", "till")


def _mentions(names: list[tuple[str, ...]]) -> list[Mention]:
    return [
        Mention(Span(at, at + 1), name, "propagated", 800, ("propagated",)) for at, name in enumerate(names)
    ]


names = st.tuples(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3), st.sampled_from(FAMILIES)).map(
    lambda name: (*name[0], name[1])
)


@settings(max_examples=300)
@given(one=names, other=names)
def test_spellings_of_one_person_meet(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """Two names that may be one person's share a key, whichever of them comes first."""
    if people.same(one, other):
        assert set(people._meeting(one)) & set(people._keys(other))
        assert set(people._meeting(other)) & set(people._keys(one))


def _told(given_names: list[str], shape: Callable[[str], tuple[str, ...]]) -> None:
    made = _mentions([shape(name) for name in given_names])
    assert len({mention.person for mention in people.number(made)}) == len(given_names)


def test_many_people_of_one_family_are_told_apart_in_linear_time() -> None:
    """Twice the brothers and sisters take twice the work, not four times."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    given_names = ["m" + "".join(rest) for rest in product(letters, repeat=3)]

    shapes: list[Callable[[str], tuple[str, ...]]] = [
        lambda name: (name, "lomar"),
        lambda name: (name, "q", "lomar"),
        lambda name: (name, "lomar", "lomar"),
        lambda name: (name, name[1:], "lomar"),
    ]
    for shape in shapes:
        assert in_proportion(
            partial(_told, given_names[:500], shape), partial(_told, given_names[:1_000], shape)
        )

"""Says who is who: gives every mention the number of its person, where one person alone fits."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.spans import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named; `person` is None where two or more fit."""

    span: Span
    tokens: tuple[str, ...] = field(repr=False)
    detector: str
    score: int
    evidence: tuple[str, ...]
    person: int | None = None
    candidates: frozenset[int] = frozenset()


def _compatible(one: str, other: str) -> bool:
    """Say whether two given names may be one person's: the same, or the initial of the other."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two full names may be one person's."""
    if set(one) == set(other):
        return True
    if one[-1] != other[-1]:
        return False
    return _compatible(one[0], other[0]) or set(one) <= set(other) or set(other) <= set(one)


_Key = tuple[object, ...]
_MOST_PARTS = 6
"""A name of more parts beside the family name meets others by its first part alone."""


def _keys(name: tuple[str, ...]) -> list[_Key]:
    """Give the keys under which a full name waits for its other spellings.

    It is found by all its parts, by its first one and that one's letter, and by whatever parts of it another has.
    """
    first, family, whole = name[0], name[-1], frozenset(name)
    keys: list[_Key] = [(whole,), ("first", family, first), ("letter", family, first[:1])]
    if len(first) == 1:
        keys.append(("initial", family, first))
    keys += [("parts", family, part) for part in _subsets(name)]
    return [*keys, ("whole", family, whole)]


def _meeting(name: tuple[str, ...]) -> list[_Key]:
    """Give the keys under which a full name may find another spelling: what waits there is its person's, nearly always."""
    first, family, whole = name[0], name[-1], frozenset(name)
    short = ("letter", family, first) if len(first) == 1 else ("initial", family, first[:1])
    fewer = [("whole", family, part) for part in _subsets(name)]
    return [(whole,), ("first", family, first), short, ("parts", family, whole), *fewer]


def _subsets(name: tuple[str, ...]) -> Iterator[frozenset[str]]:
    """Give every choice of a name's parts with its family name."""
    *parts, family = name
    own = sorted({part for part in parts if part != family})
    if len(own) <= _MOST_PARTS:
        for size in range(len(own) + 1):
            for chosen in combinations(own, size):
                yield frozenset((*chosen, family))


def _groups(made: Sequence[Mention]) -> list[tuple[str, ...]]:
    """Give one full name a person, the longest spelling of each, in order of first mention."""
    groups: list[tuple[str, ...]] = []
    by_key: dict[object, list[int]] = {}
    for name in dict.fromkeys(mention.tokens for mention in made):
        if len(name) < 2:  # noqa: PLR2004 - a full name has two parts
            continue
        anybody = by_key.get(("letter", name[-1], name[0]), []) if len(name[0]) == 1 else []
        if len(set(anybody[:2])) > 1:
            continue  # an initial that fits two persons
        near = sorted({index for key in _meeting(name) for index in by_key.get(key, ())})
        fits = list(islice((index for index in near if same(groups[index], name)), 2))
        if len(fits) > 1:
            continue
        index = fits[0] if fits else len(groups)
        if fits:
            groups[index] = max(groups[index], name, key=lambda known: (len(known), sum(map(len, known))))
        else:
            groups.append(name)
        for key in _keys(name):
            by_key.setdefault(key, []).append(index)
    return groups


def _candidates(
    tokens: tuple[str, ...], groups: Sequence[tuple[str, ...]], index: dict[object, list[int]]
) -> list[int]:
    """Give the persons whose full name a mention may stand for, by family name before any other part."""
    if len(tokens) > 1:
        near = sorted({number for key in _meeting(tokens) for number in index.get(key, ())})
        return [number for number in near if same(groups[number], tokens)]
    near = index.get(tokens[0], [])
    family = [number for number in near if groups[number][-1] == tokens[0]]
    return family or near


def number(made: Sequence[Mention]) -> Iterator[Mention]:
    """Give each mention its person's number, counted from 1; none where several persons fit."""
    groups = _groups(made)
    index: dict[object, list[int]] = {}
    for at, name in enumerate(groups):
        for key in dict.fromkeys((*name, *_keys(name))):
            index.setdefault(key, []).append(at)
    numbers: dict[object, int] = {}
    settled: dict[tuple[str, ...], frozenset[int]] = {}
    for mention in made:
        if mention.tokens not in settled:
            fits = _candidates(mention.tokens, groups, index) if mention.tokens else []
            keys: list[object] = list(fits) if fits else [mention.tokens]
            settled[mention.tokens] = frozenset(numbers.setdefault(key, len(numbers) + 1) for key in keys)
        found = settled[mention.tokens]
        person = min(found) if len(found) == 1 else None
        yield Mention(
            mention.span, mention.tokens, mention.detector, mention.score, mention.evidence, person, found
        )

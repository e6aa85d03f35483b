"""The matchers that look at the words themselves: terms, patterns, and what stands near."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.spans import Span
from redactor.view import fold_term
from tests.reference.listed import dated
from tests.reference.nouns import WORD, Ask, World
from tests.reference.readings import is_assumed, is_text

if TYPE_CHECKING:
    from redactor.model import Matcher


def _places(world: World, first: int, last: int, wanted: tuple[str, ...]) -> list[range]:
    """Give where words `first` to `last` of the document are one of the wanted phrases, as word numbers."""
    said = [word for word, _ in world.words]
    found = []
    for phrase in wanted:
        parts = WORD.findall(fold_term(phrase))
        starts = range(first, last - len(parts) + 2)
        found += [range(at, at + len(parts)) for at in starts if said[at : at + len(parts)] == parts]
    return found


def text_matches(matcher: Matcher, ask: Ask) -> bool | None:
    """Look in the characters that are read together; what only the whole portion holds is unknown."""
    world = ask.world
    if ask.finding is not None:
        return any(_speaks(world, matcher, run) for run in _runs_of(world, range_of(world, ask.finding.span)))
    here = range_of(world, ask.portion.span)
    body = [at for at in here if is_text(ask.portion, world.words[at][1].start)]
    own = [at for at in body if is_assumed(world, ask.portion, world.words[at][1].start) == ask.assumed]
    if any(_speaks(world, matcher, run) for run in _runs_of(world, own)):
        return True
    return None if any(_speaks(world, matcher, run) for run in _runs_of(world, body)) else False


def range_of(world: World, span: Span) -> list[int]:
    """Give the numbers of the words that lie in a span."""
    return [at for at, (_, place) in enumerate(world.words) if span.covers(place)]


def _runs_of(_world: World, numbers: list[int]) -> list[list[int]]:
    """Cut numbers into runs without a gap."""
    runs: list[list[int]] = []
    for at in numbers:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _speaks(world: World, matcher: Matcher, run: list[int]) -> bool:
    if matcher.operator == "any_of":
        return bool(_places(world, run[0], run[-1], matcher.values))
    said = [world.words[at][0] for at in run]
    return any(re.search(pattern, word, re.IGNORECASE) for pattern in matcher.values for word in said)


def near_matches(matcher: Matcher, ask: Ask) -> bool | None:
    world, finding = ask.world, ask.finding
    assert finding is not None
    source, _, within, *side = matcher.operator.split()
    wanted = matcher.values
    sure = {*wanted}
    if source == "list":
        entries = [e for named in world.policy.lists if named.name in wanted for e in named.entries]
        in_time = [(e.name, dated(e, world.cable.date)) for e in entries]
        wanted = tuple(name for name, dated in in_time if dated is not False)
        sure = {name for name, dated in in_time if dated}
    here = range_of(world, ask.portion.span)
    if not here:
        return False
    before = [at for at in here if world.words[at][1].end <= finding.span.start]
    after = [at for at in here if world.words[at][1].start >= finding.span.end]
    if within != "paragraph":
        before, after = before[-int(within) :], after[: int(within)]
    zones = ([] if side == ["after"] else [before]) + ([] if side == ["before"] else [after])
    proven = possible = False
    for zone in zones:
        for phrase in wanted:
            for place in _places(world, zone[0], zone[-1], (phrase,)) if zone else ():
                span = Span(world.words[place[0]][1].start, world.words[place[-1]][1].end)
                hidden = any(not ask.seen[at] for at in range(span.start, span.end))
                taken = any(other.span.overlaps(span) for other in world.findings)
                proven = proven or (not hidden and not taken and phrase in sure)
                possible = True
    return True if proven else None if possible else False

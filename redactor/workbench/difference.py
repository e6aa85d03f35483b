"""What changes for cables when one policy takes the place of another: the spans whose fate differs."""

from __future__ import annotations

import functools
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from redactor import detect, pipeline
from redactor import policy as policies
from redactor.errors import GuardError, ReferralError, UsageError
from redactor.model import Action, Basis, Decision, RemovalKind, SectionKind
from redactor.policy.composing import SKELETON
from redactor.spans import Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from redactor.detect import Detector
    from redactor.model import Cable, Policy
    from redactor.pipeline import Prepared

_QUIET = frozenset({RemovalKind.FURNITURE, RemovalKind.REMARK})
REFERRAL, GUARD = "referral", "guard"


class Turn(StrEnum):
    """How the fate of a text turns, what matters most first."""

    SHOWN = "newly shown"
    MORE = "tells more"
    RELEASED = "no longer on hold"
    HIDDEN = "newly hidden"
    LESS = "tells less"
    HELD = "newly on hold"
    GROUND = "on another ground"


@dataclass(frozen=True, slots=True)
class Fate:
    """What a policy does with a text: the action, what stands in its place, why."""

    action: Action
    hold: bool
    value: str
    authorities: tuple[str, ...]
    rules: tuple[str, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of one cable whose fate differs."""

    source: str
    span: Span
    lines: tuple[int, int]
    portion: str
    before: Fate
    after: Fate
    text: str = field(repr=False)

    @property
    def turn(self) -> Turn:
        """Say how its fate turns; where the two tell different things, it tells more."""
        old, new = self.before, self.after
        if old.action is not new.action:
            if new.action is Action.KEEP:
                return Turn.SHOWN
            if old.action is Action.KEEP:
                return Turn.HIDDEN
            return Turn.LESS if new.action.at_most(old.action) else Turn.MORE
        if old.hold is not new.hold:
            return Turn.HELD if new.hold else Turn.RELEASED
        return Turn.MORE if old.value != new.value else Turn.GROUND


@dataclass(frozen=True, slots=True)
class Compared:
    """One cable under both policies: the states of its two copies and every change, in text order."""

    source: str
    states: tuple[str, str]
    changes: tuple[Change, ...]

    @property
    def same(self) -> bool:
        """Say whether both policies make the same of it."""
        return self.states[0] == self.states[1] and not self.changes


@dataclass(frozen=True, slots=True)
class Pair:
    """Two policies, loaded, the day they are judged at, and what finds names for both."""

    before: Policy
    after: Policy
    as_of: dt.date
    detector: Callable[[], Detector] = field(repr=False)


def pair(
    names: tuple[str, str],
    settings: Mapping[str, str],
    *,
    as_of: dt.date,
    nlp: str | None = None,
    unproved: bool = False,
) -> Pair:
    """Load two policies; each takes the settings that it declares. Raises as loading does."""
    sources = [policies.open_source(name) for name in names]
    declared = [{param.name for param in policies.examine(source).params} for source in sources]
    for name in settings:
        if not any(name in known for known in declared):
            raise UsageError(f"neither policy has a parameter `{name}`")
    loaded = [
        policies.load(
            name, {key: settings[key] for key in settings if key in known}, unproved=unproved, today=as_of
        )
        for name, known in zip(names, declared, strict=True)
    ]
    return Pair(loaded[0], loaded[1], as_of, functools.cache(lambda: detect.load(nlp)))


def compare(both: Pair, cable: Cable, source: str) -> Compared:
    """Make both copies of a cable and give every stretch whose fate differs."""
    chosen = (both.before, both.after)
    found_by = {
        profile: pipeline.prepare(cable, None if profile == "none" else both.detector(), profile)
        for profile in dict.fromkeys(policy.detect for policy in chosen)
    }
    old, new = (_decided(found_by[policy.detect], policy, both.as_of) for policy in chosen)
    found = _changes(_Page(cable, source), old.decisions, new.decisions)
    return Compared(source, (old.state, new.state), tuple(found))


@dataclass(frozen=True, slots=True)
class _Decided:
    """What one policy makes of a cable: the copy's state, and decisions that tile the text."""

    state: str
    decisions: tuple[Decision, ...]


def _decided(prepared: Prepared, policy: Policy, as_of: dt.date) -> _Decided:
    """Make one copy; a refusal is a state in which all of the text is withheld."""
    try:
        computed = pipeline.finish(prepared, policy, as_of=as_of)
    except ReferralError:
        return _Decided(REFERRAL, _closed(prepared.cable, REFERRAL))
    except GuardError:
        return _Decided(GUARD, _closed(prepared.cable, GUARD))
    return _Decided(computed.release.state.value, computed.verdict.decisions)


def _closed(cable: Cable, why: str) -> tuple[Decision, ...]:
    whole = Span(0, len(cable.text))
    unknown = SectionKind.UNKNOWN, cable.marking, Basis.UNKNOWN, RemovalKind.PORTION
    return (Decision(whole, Action.WITHHOLD, (why,), (), None, *unknown),)


@dataclass(frozen=True, slots=True)
class _Page:
    """A cable whose lines can be counted, and what reports call it."""

    cable: Cable
    source: str
    ends: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Find the line ends once."""
        ends = tuple(at for at, char in enumerate(self.cable.text) if char == "\n")
        object.__setattr__(self, "ends", ends)

    def line(self, at: int) -> int:
        """Give the line of a character, from 1."""
        return bisect_left(self.ends, at) + 1

    def change(self, span: Span, portion: str, fates: tuple[Fate, Fate]) -> Change:
        """Make a change of a stretch, the blanks around it left out."""
        text = span.of(self.cable.text)
        start = span.start + len(text) - len(text.lstrip())
        tight = Span(start, start + len(text.strip()))
        lines = self.line(tight.start), self.line(tight.end - 1)
        return Change(self.source, tight, lines, portion, *fates, tight.of(self.cable.text))


def _changes(page: _Page, old: Sequence[Decision], new: Sequence[Decision]) -> list[Change]:
    """Walk both tilings at once, and join neighbours whose fate turns in the same way."""
    found: list[Change] = []
    broken = True
    for span, before, after in _pairs(old, new):
        if not span.of(page.cable.text).strip():
            continue
        fates = _fate(before), _fate(after)
        same = _quiet(before) or _quiet(after) or fates[0] == fates[1]
        if not same:
            change = page.change(span, before.portion or after.portion or "", fates)
            if not broken and _joins(found[-1], change):
                last = found.pop()
                change = page.change(Span(last.span.start, span.end), last.portion, fates)
            found.append(change)
        broken = same
    return found


def _joins(left: Change, right: Change) -> bool:
    return (left.portion, left.before, left.after) == (right.portion, right.before, right.after)


def _pairs(old: Sequence[Decision], new: Sequence[Decision]) -> Iterator[tuple[Span, Decision, Decision]]:
    """Give the stretches that both tilings cut the text into; none where one of them is empty."""
    mine, theirs = _sorted(old), _sorted(new)
    left = right = 0
    while left < len(mine) and right < len(theirs):
        one, two = mine[left], theirs[right]
        start, end = max(one.span.start, two.span.start), min(one.span.end, two.span.end)
        if start < end:
            yield Span(start, end), one, two
        left += one.span.end == end
        right += two.span.end == end


def _sorted(decisions: Iterable[Decision]) -> list[Decision]:
    return sorted(decisions, key=lambda item: item.span)


def _quiet(decision: Decision) -> bool:
    """Say whether it is furniture, a line that is written anew, or a label that stays in every copy."""
    return decision.removal in _QUIET or (decision.removal is None and SKELETON in decision.rules)


def _fate(decision: Decision) -> Fate:
    return Fate(
        decision.action,
        decision.hold,
        decision.value,
        tuple(str(authority) for authority in decision.authorities),
        decision.rules,
    )

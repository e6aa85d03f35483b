"""Guard: no run of six words of a removed portion stands in kept text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from redactor.errors import GuardError
from redactor.model import DecidedBy, RemovalKind
from redactor.release.guards.base import in_view, kept
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactor.model import Portion
    from redactor.release.guards.base import Case

RUN = 6
"""Words that are no coincidence any more (DESIGN.md 2)."""

# A word of folded text. Matches "step" and "backward" in "step-backward"; must not match "_" or "'".
WORD = re.compile(
    r"""
    [^\W_]+
    """,
    re.VERBOSE,
)

Run = tuple[str, ...]


def runs(case: Case) -> None:
    """Refuse kept text that repeats six words of a withheld portion, unless a reviewer released them.

    Where both stand under the same assumption, that assumption speaks of both.
    """
    if case.verdict.denied:
        return
    passages = [(portion, tuple(runs_of(text))) for portion, text in _removed(case)]
    gone = frozenset(run for _, found in passages for run in found)
    if not gone:
        return
    shown = kept(case)
    again = [(place, run) for place, run in _placed(shown.view.folded, gone) if run in gone]
    sources = _sources(passages, frozenset(run for _, run in again))
    for place, run in again:
        if not _excepted(case, shown.original(place), sources[run]):
            raise GuardError("runs", f"{RUN} words of a removed portion stand in text that is kept")


def _removed(case: Case) -> Iterator[tuple[str | None, str]]:
    """Give the folded text of every withheld portion, and where it comes from."""
    for redaction in case.release.redactions:
        if redaction.decision.removal is RemovalKind.PORTION:
            yield redaction.decision.portion, in_view(case, redaction.span).of(case.view.folded)


def _sources(
    passages: Iterable[tuple[str | None, tuple[Run, ...]]], wanted: frozenset[Run]
) -> dict[Run, set[str | None]]:
    """Say of each wanted run which portions hold it."""
    found: dict[Run, set[str | None]] = defaultdict(set)
    for portion, held in passages if wanted else ():
        for run in wanted.intersection(held):
            found[run].add(portion)
    return found


def runs_of(folded: str) -> Iterator[Run]:
    """Give every run of six words that stand on one line of the view."""
    for line in folded.split("\n"):
        words = WORD.findall(line)
        yield from zip(*(words[skipped:] for skipped in range(RUN)), strict=False)


def _placed(folded: str, gone: frozenset[Run]) -> Iterator[tuple[Span, Run]]:
    """Give the runs of each line that holds one that is gone, with their places."""
    start = 0
    for line in folded.split("\n"):
        runs = tuple(runs_of(line))
        if not gone.isdisjoint(runs):
            words = [match.span() for match in WORD.finditer(line)]
            for index, run in enumerate(runs):
                yield Span(start + words[index][0], start + words[index + RUN - 1][1]), run
        start += len(line) + 1


def _excepted(case: Case, span: Span, sources: set[str | None]) -> bool:
    """Say whether a reviewer released some of the run, or one assumption speaks of both places."""
    decisions = case.verdict.decisions
    first = bisect_right(decisions, span.start, key=lambda decision: decision.span.end)
    last = bisect_left(decisions, span.end, key=lambda decision: decision.span.start)
    shown = [decision for decision in decisions[first:last] if decision.removal is None]
    if any(decision.decided_by is DecidedBy.REVIEWER for decision in shown):
        return True
    places = [case.cable.portion(decision.portion) if decision.portion else None for decision in shown]
    alike = (
        here is not None and _assumed_alike(case, here, source)
        for here in places
        for source in sorted(sources, key=str)
    )
    return bool(places) and all(alike)


def _assumed_alike(case: Case, here: Portion, source: str | None) -> bool:
    there = case.cable.portion(source) if source is not None else None
    return (
        there is not None
        and here.header
        and there.header
        and any(
            here.section in item.sections and there.section in item.sections
            for item in case.policy.assumptions
        )
    )

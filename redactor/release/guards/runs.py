"""Guard: no run of six words of a removed portion stands in kept text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from redactor.errors import GuardError
from redactor.model import DecidedBy, RemovalKind
from redactor.release.guards.base import kept
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    removed = _removed(case)
    if not removed or case.verdict.denied:
        return
    shown = kept(case)
    for place, run in _runs(shown.view.folded):
        sources = removed.get(run)
        if sources and not _excepted(case, shown.original(place), sources):
            raise GuardError("runs", f"{RUN} words of a removed portion stand in text that is kept")


def _removed(case: Case) -> dict[Run, set[str | None]]:
    """Give every run of words of the withheld portions, and where each comes from."""
    found: dict[Run, set[str | None]] = defaultdict(set)
    for redaction in case.release.redactions:
        if redaction.decision.removal is RemovalKind.PORTION:
            first = bisect_left(case.view.starts, redaction.span.start)
            last = bisect_right(case.view.ends, redaction.span.end)
            for _, run in _runs(case.view.folded[first:last]):
                found[run].add(redaction.decision.portion)
    return dict(found)


def _runs(folded: str) -> Iterator[tuple[Span, Run]]:
    """Give every run of six words that stand on one line of the view."""
    words = list(WORD.finditer(folded))
    for index in range(len(words) - RUN + 1):
        start, end = words[index].start(), words[index + RUN - 1].end()
        if "\n" not in folded[start:end]:
            yield Span(start, end), tuple(word.group() for word in words[index : index + RUN])


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

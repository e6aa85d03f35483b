"""Kept text that repeats withheld text: on hold under a law, withheld as `text` otherwise.

Runs are sought in what the portions show before anyone looks for entities, so that one more removal
never breaks a run and opens the rest of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.model import Action, DecidedBy, RemovalKind
from redactor.policy.ceilings import Ballot, Vote
from redactor.policy.runs import Passage, find_runs
from redactor.policy.settle import Outcome, Scene, entries_on, in_order, rule_on
from redactor.policy.sightings import TEXT, Cut
from redactor.spans import Span, intersect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.model import Authority, Settlement
    from redactor.policy.facts import Matter
    from redactor.policy.judging import Sheet

RUN = "run"
"""Reserved: the rule of kept text that repeats six words or more of a withheld portion."""


def repeats(
    matter: Matter, sheets: Sequence[Sheet], settlements: Sequence[Settlement]
) -> tuple[tuple[str, Cut], ...]:
    """Give a cut, with its portion, for each stretch of shown text that repeats withheld text.

    What a reviewer opened is excused: a person has decided on it. A cut whose outcome is KEEP is such
    a stretch that a reviewer opened by itself.
    """
    return tuple(
        (sheet.portion.address, _cut(matter, sheet, span, authorities, settlements))
        for sheet, span, authorities in _stretches(matter, sheets, reviewed=False)
    )


def notices(matter: Matter, sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """Say where text that a reviewer opened repeats withheld text."""
    if not matter.settlements:
        return ()
    found = dict.fromkeys(sheet.portion.address for sheet, _, _ in _stretches(matter, sheets, reviewed=True))
    return tuple(
        f"portion {address}: what a reviewer opened repeats words of withheld text" for address in found
    )


def _stretches(
    matter: Matter, sheets: Sequence[Sheet], *, reviewed: bool
) -> Iterator[tuple[Sheet, Span, tuple[Authority, ...]]]:
    """Give each stretch of shown text that repeats, with its portion and the repeated portions' grounds."""
    groups: dict[tuple[str, tuple[Authority, ...]], int] = {}
    removed = [
        Passage(core.span, sheet.assumption, _group(groups, sheet.assumption, core.outcome.authorities))
        for sheet in sheets
        for core in sheet.cores(matter.cable.text)
    ]
    grounds = [authorities for _, authorities in groups]
    showing = [sheet for sheet in sheets if _shown(sheet, reviewed=reviewed)]
    kept = [Passage(sheet.portion.span, sheet.assumption) for sheet in showing]
    for run in find_runs(matter.view, removed, kept):
        sheet = showing[run.passage]
        authorities = in_order(item for group in run.repeats for item in grounds[group])
        for span in intersect((run.span,), _shown(sheet, reviewed=reviewed)):
            yield sheet, span, authorities


def _group(
    groups: dict[tuple[str, tuple[Authority, ...]], int], assumption: str, authorities: tuple[Authority, ...]
) -> int:
    """Give one number to passages that stand under one assumption and go on the same grounds."""
    return groups.setdefault((assumption, authorities), len(groups))


def _shown(sheet: Sheet, *, reviewed: bool) -> tuple[Span, ...]:
    """Give what a portion shows because a reviewer opened it, or without one."""
    wanted = [one for one in sheet.judged if (one.outcome.decided_by is DecidedBy.REVIEWER) is reviewed]
    return sheet.visible(wanted)


def _cut(
    matter: Matter,
    sheet: Sheet,
    span: Span,
    authorities: tuple[Authority, ...],
    settlements: Sequence[Settlement],
) -> Cut:
    """Decide on shown text that repeats withheld text."""
    hold = matter.policy.audience.lawful or not authorities
    before = Outcome(Action.WITHHOLD, (RUN,), authorities, hold=hold)
    entries = entries_on(settlements, (span,), matter.cable.text)
    ballot = Ballot((), (Vote(RUN, Action.WITHHOLD, authorities, protects=True, hold=True),))
    outcome = rule_on(ballot, Scene(matter, sheet.rest.facts), before, entries)
    return Cut(span, outcome, TEXT, removal=RemovalKind.RUN)

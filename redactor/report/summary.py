"""What a run tells its user: what was kept, what was removed and why, and what to type next."""

from __future__ import annotations

import shlex
import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.errors import ExitCode
from redactor.model import Action, ReleaseState, RemovalKind
from redactor.report.screen import counted, table, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from redactor.model import Decision, Release, Verdict
    from redactor.pipeline import Outcome, Stale

_HEADER = ("portion", "what", "rule", "authority")
_WIDEST = 30
"""The widest that the column of portions gets; what is longer goes on below."""
_SILENT = frozenset({RemovalKind.FURNITURE, RemovalKind.REMARK})
_RESERVED = frozenset({"skeleton", "furniture", "remark"})
_UNITS = frozenset({"paragraph", "heading", "line", "table"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what happened in some portions, under which rules and authorities."""

    portions: tuple[str, ...]
    state: str
    what: str
    count: int
    rules: tuple[str, ...]
    authorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """A verdict in figures; a portion is kept where something of its text is shown."""

    kept: int
    removed: int
    held: int
    by_rule: Mapping[str, int]
    seen_and_kept: Mapping[str, int]


def rows(verdict: Verdict) -> tuple[Row, ...]:
    """Give what happened, portion by portion in text order, portions that fared alike in one row."""
    alike: dict[tuple[Row, ...], list[str]] = {}
    for address, decisions in _by_portion(verdict).items():
        alike.setdefault(_within(decisions), []).append(address)
    return tuple(
        Row(tuple(addresses), row.state, row.what, row.count, row.rules, row.authorities)
        for group, addresses in alike.items()
        for row in group
    )


def _by_portion(verdict: Verdict) -> dict[str, list[Decision]]:
    grouped: dict[str, list[Decision]] = {}
    for decision in sorted(verdict.decisions, key=lambda item: item.span):
        if decision.portion is not None and decision.removal not in _SILENT and not _reserved(decision):
            grouped.setdefault(decision.portion, []).append(decision)
    return grouped


def _reserved(decision: Decision) -> bool:
    return bool(decision.rules) and _RESERVED.issuperset(decision.rules)


def _within(decisions: Sequence[Decision]) -> tuple[Row, ...]:
    counts = Counter(_row(decision) for decision in decisions)
    return tuple(
        Row((), row.state, row.what, 1 if row.state == "kept" else count, row.rules, row.authorities)
        for row, count in counts.items()
    )


def _row(decision: Decision) -> Row:
    authorities = tuple(str(authority) for authority in decision.authorities)
    return Row((), _state(decision), _what(decision), 1, decision.rules, authorities)


def _state(decision: Decision) -> str:
    if decision.hold:
        return "held"
    return "kept" if decision.action is Action.KEEP else "removed"


def _what(decision: Decision) -> str:
    if decision.action is Action.KEEP:
        return ""
    return f"{decision.what} for its role" if decision.action is Action.ROLE else decision.what


def counts(verdict: Verdict) -> Counts:
    """Count portions kept, removed and held, removals by rule, and entities that were seen and kept."""
    portions = _by_portion(verdict)
    held = sum(any(decision.hold for decision in decisions) for decisions in portions.values())
    kept = sum(
        any(decision.action is Action.KEEP for decision in decisions)
        and not any(decision.hold for decision in decisions)
        for decisions in portions.values()
    )
    removed = len(portions) - kept - held
    fired = Counter(
        rule
        for decisions in portions.values()
        for decision in decisions
        if decision.action is not Action.KEEP
        for rule in decision.rules
    )
    seen = {kind.value: number for kind, number in sorted(verdict.kept.items()) if number}
    return Counts(kept, removed, held, dict(sorted(fired.items())), seen)


def text(outcome: Outcome, *, policy: str, out: str | None) -> str:
    """Tell one document's outcome; nothing of the document itself is in it."""
    if outcome.verdict is None or outcome.release is None:
        return f"{visible(outcome.source)}: refused, exit {int(outcome.exit_code)}\n"
    parts = [
        _headline(outcome, outcome.release),
        table(_HEADER, (line for row in rows(outcome.verdict) for line in _wrapped(row)), indent="  "),
        _figures(outcome.verdict),
        f"  {visible(outcome.detector_summary)}\n" if outcome.detector_summary else "",
        *(f"  note: {visible(notice)}\n" for notice in outcome.verdict.notices),
        *(f"  stale: {visible(_stale(item))}\n" for item in outcome.stale),
    ]
    step = next_step(outcome, policy=policy, out=out)
    return "".join(parts) + (f"  next: {visible(step)}\n" if step else "")


def _headline(outcome: Outcome, release: Release) -> str:
    where = str(outcome.path) if outcome.path is not None else "not written"
    lines = [f"{visible(outcome.source)} -> {visible(where)}", f"  {release.stamp or 'nothing was removed'}"]
    if release.banner and release.state is not ReleaseState.DENIED:
        lines.append(f"  banner {release.banner}")
    return "\n".join(lines) + "\n"


def _stale(item: Stale) -> str:
    return f"the decision on {item.target} (line {item.place.line}) opened nothing: {item.because}"


def _cells(row: Row) -> tuple[str, str, str, str]:
    what = counted(row.count, row.what) if row.count > 1 else row.what
    return (
        addresses(row.portions),
        f"{row.state} {what}".rstrip(),
        ", ".join(row.rules),
        ", ".join(row.authorities),
    )


def _wrapped(row: Row) -> Iterator[tuple[str, ...]]:
    """Give the row's cells, a long list of portions on several lines."""
    portions, *others = _cells(row)
    lines = textwrap.wrap(portions, _WIDEST, break_long_words=False, break_on_hyphens=False) or [""]
    yield (lines[0], *others)
    yield from ((line, *("" for _ in others)) for line in lines[1:])


def addresses(portions: Iterable[str]) -> str:
    """Write addresses short, runs of paragraph numbers as ranges: `subject, 1-2, 4`."""
    runs: list[list[str]] = []
    for address in portions:
        if runs and _follows(runs[-1][-1], address):
            runs[-1].append(address)
        else:
            runs.append([address])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _follows(before: str, address: str) -> bool:
    return before.isdecimal() and address.isdecimal() and int(address) == int(before) + 1


def _figures(verdict: Verdict) -> str:
    figures = counts(verdict)
    lines = [
        f"  portions: {figures.kept} kept, {figures.removed} removed, {figures.held} held",
        f"  removals by rule: {_listed(figures.by_rule)}",
        f"  seen and kept: {_listed(figures.seen_and_kept)}",
    ]
    return "\n".join(lines) + "\n"


def _listed(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{visible(name)} {number}" for name, number in numbers.items()) or "none"


def next_step(outcome: Outcome, *, policy: str, out: str | None) -> str:
    """Give the command that the user most likely wants next, ready to type; empty where there is none."""
    if out in {None, "-"} or outcome.path is None:
        return ""
    if outcome.exit_code is ExitCode.PERSON:
        return shlex.join(("redactor", "review", str(out)))
    source = () if outcome.source == "-" else ("--source", outcome.source)
    return shlex.join(("redactor", "verify", str(out), *source, "-p", policy))


def batch(outcomes: Sequence[Outcome]) -> str:
    """Tell how many files went how, for a run of more than one."""
    codes = Counter(int(outcome.exit_code) for outcome in outcomes)
    listed = ", ".join(f"exit {code}: {number}" for code, number in sorted(codes.items()))
    return f"{counted(len(outcomes), 'file')}: {listed}\n"

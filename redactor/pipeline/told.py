"""What is told of one document that was done: no text of it, so it may travel between processes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.model import Action, ReleaseState, RemovalKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from redactor.model import Decision, Verdict
    from redactor.pipeline.compute import Computed
    from redactor.pipeline.decisions import Stale

_SILENT = frozenset({RemovalKind.FURNITURE, RemovalKind.REMARK})
_RESERVED = frozenset({"skeleton", "furniture", "remark"})
_UNITS = frozenset({"paragraph", "heading", "line", "table"})
_DEFAULTS = frozenset({"default-portion", "default-entity"})
_STATES = ("kept", "removed", "held")


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
    """A verdict in figures; of a portion kept in part something is shown and something removed."""

    kept: int
    part: int
    removed: int
    held: int
    by_rule: Mapping[str, int]
    seen_and_kept: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of one release: its state, its stamp, what happened in its portions, in figures.

    `names` says how names were looked for; `withheld` whether a reader would miss anything.
    """

    state: ReleaseState
    stamp: str
    banner: str
    rows: tuple[Row, ...]
    counts: Counts
    notices: tuple[str, ...] = ()
    stale: tuple[Stale, ...] = ()
    names: str = ""
    withheld: bool = False


def tell(done: Computed, names: str) -> Told:
    """Tell what came of a document."""
    return Told(
        done.release.state,
        done.release.stamp,
        done.release.banner,
        rows(done.verdict),
        counts(done.verdict),
        tuple(done.verdict.notices),
        done.stale,
        names,
        any(_missed(item.decision, item.replacement) for item in done.redactions),
    )


def _missed(decision: Decision, replacement: str) -> bool:
    """Say whether a removal took something that a reader would miss: no furniture, no old banner."""
    return bool(decision.authorities) or (decision.action is Action.WITHHOLD and bool(replacement))


def rows(verdict: Verdict) -> tuple[Row, ...]:
    """Give what was kept, removed and held, each in text order; portions that fared alike share a row."""
    alike: dict[Row, list[str]] = {}
    for address, decisions in _by_portion(verdict).items():
        for row in _within(decisions):
            alike.setdefault(row, []).append(address)
    found = (replace(row, portions=tuple(addresses)) for row, addresses in alike.items())
    return tuple(sorted(found, key=lambda row: _STATES.index(row.state)))


def deciding(rules: Iterable[str]) -> tuple[str, ...]:
    """Give the rules that say why: a default only where no rule of the policy spoke."""
    named = tuple(rules)
    return tuple(rule for rule in named if rule not in _DEFAULTS) or named


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
        replace(row, count=1 if row.state == "kept" or row.what in _UNITS else count)
        for row, count in counts.items()
    )


def _row(decision: Decision) -> Row:
    authorities = tuple(str(authority) for authority in decision.authorities)
    return Row((), _state(decision), _what(decision), 1, decision.rules, authorities)


def _state(decision: Decision) -> str:
    if decision.hold:
        return "held"
    return "kept" if decision.action is Action.KEEP else "removed"


_SHOWN = {
    Action.ROLE: "role shown",
    Action.PSEUDONYM: "pseudonym shown",
    Action.GENERALIZE: "coarser value shown",
    Action.MASK: "last characters shown",
}


def _what(decision: Decision) -> str:
    if decision.action is Action.KEEP:
        return ""
    return f"{decision.what}, {_SHOWN[decision.action]}" if decision.action in _SHOWN else decision.what


def counts(verdict: Verdict) -> Counts:
    """Count portions kept, removed and held, removals by rule, and entities that were seen and kept."""
    portions = _by_portion(verdict)
    fates = Counter(_fate(decisions) for decisions in portions.values())
    fired = Counter(
        rule
        for decisions in portions.values()
        for decision in decisions
        if decision.action is not Action.KEEP
        for rule in deciding(decision.rules)
    )
    seen = {kind.value: number for kind, number in sorted(verdict.kept.items()) if number}
    return Counts(
        fates["kept"], fates["part"], fates["removed"], fates["held"], dict(sorted(fired.items())), seen
    )


def _fate(decisions: Iterable[Decision]) -> str:
    """Say how a portion fared as a whole; one hold makes it held."""
    states = {_state(decision) for decision in decisions}
    if "held" in states:
        return "held"
    return "part" if len(states) > 1 else states.pop()

"""What changes between two policies, for people and for programs: newly shown text first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redactor.report.explain import PAST
from redactor.report.screen import as_document, counted, table, visible
from redactor.workbench.difference import Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactor.workbench.difference import Change, Compared, Fate, Pair

_HEADER = ("cable", "lines", "portion", "was", "is")


def to_text(found: Sequence[Compared], both: Pair, *, show_text: bool) -> str:
    """Tell every change by how the fate turns, then the copies whose state differs, then the sums."""
    parts = [_head(both)]
    for turn in Turn:
        changes = [change for one in found for change in one.changes if change.turn is turn]
        if changes:
            parts.append(
                f"\n{turn.value}: {counted(len(changes), 'place')}\n{_rows(changes, show_text=show_text)}"
            )
    parts += [_states(found), _sums(found)]
    return "".join(parts)


def _head(both: Pair) -> str:
    old, new = (f"{visible(policy.id)} {visible(policy.version)}" for policy in (both.before, both.after))
    return f"from policy {old} to {new}, as of {both.as_of.isoformat()}\n"


def _rows(changes: Iterable[Change], *, show_text: bool) -> str:
    if not show_text:
        return table(_HEADER, (_row(change) for change in changes), indent="  ")
    return "".join(
        table(_HEADER, [_row(change)], indent="  ").split("\n", 1)[1]
        + "".join(f"      | {visible(line)}\n" for line in change.text.splitlines())
        for change in changes
    )


def _row(change: Change) -> tuple[str, ...]:
    first, last = change.lines
    lines = str(first) if first == last else f"{first}-{last}"
    return change.source, lines, change.portion or "-", _fate(change.before), _fate(change.after)


def _fate(fate: Fate) -> str:
    done = "held" if fate.hold else PAST[fate.action]
    grounds = f" [{', '.join(fate.authorities)}]" if fate.authorities else ""
    return f"{done} by {', '.join(fate.rules)}{grounds}"


def _states(found: Iterable[Compared]) -> str:
    rows = [(one.source, *one.states) for one in found if one.states[0] != one.states[1]]
    return f"\nthe copy as a whole: {counted(len(rows), 'cable')}\n" * bool(rows) + table(
        ("cable", "was", "is"), rows, indent="  "
    )


def _sums(found: Sequence[Compared]) -> str:
    differ = sum(not one.same for one in found)
    turns = [change.turn for one in found for change in one.changes]
    parts = [f"{turns.count(turn)} {turn.value}" for turn in Turn if turn in turns]
    return f"\n{counted(len(found), 'cable')}, {differ} differ{': ' * bool(parts)}{', '.join(parts)}\n"


def to_json(found: Sequence[Compared], both: Pair, exit_code: int, *, show_text: bool) -> str:
    """Write the changes as one versioned JSON document, in the order of the cables and their text."""
    return as_document(
        {
            "as_of": both.as_of.isoformat(),
            "cables": [_plain(one, show_text=show_text) for one in found],
            "document": "redactor-policy-diff",
            "exit_code": exit_code,
            "policies": [
                {"id": policy.id, "sha256": policy.sha256, "version": policy.version}
                for policy in (both.before, both.after)
            ],
            "version": 1,
        }
    )


def _plain(one: Compared, *, show_text: bool) -> dict[str, Any]:
    return {
        "changes": [_plain_change(change, show_text=show_text) for change in one.changes],
        "source": one.source,
        "states": list(one.states),
    }


def _plain_change(change: Change, *, show_text: bool) -> dict[str, Any]:
    plain = {
        "after": _plain_fate(change.after),
        "before": _plain_fate(change.before),
        "lines": list(change.lines),
        "portion": change.portion or None,
        "turn": change.turn.name.lower(),
    }
    return {**plain, "text": change.text} if show_text else plain


def _plain_fate(fate: Fate) -> dict[str, Any]:
    return {
        "action": fate.action.name.lower(),
        "authorities": list(fate.authorities),
        "held": fate.hold,
        "rules": list(fate.rules),
    }

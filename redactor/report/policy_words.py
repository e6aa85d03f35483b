"""A policy in words, for people and for programs."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Any

from redactor.report.policies import audience
from redactor.report.screen import as_document, terminal, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.workbench.explain_policy import Account, Point

_WIDTH = 100
_SECTIONS = (
    ("shows", "shows, where it is certain and nothing below hides it"),
    ("hides", "hides"),
    ("otherwise", "does with what no rule shows"),
    ("assumes", "reads"),
    ("promises", "promises"),
)


def to_text(account: Account) -> str:
    """Write the policy's sections, each rule with its words and below them its author's reason."""
    policy = account.policy
    due = policy.review_by.isoformat() if policy.review_by is not None else "no day"
    needs = "".join(f"\n  needs {param.line}" for param in account.params if param.value is None)
    head = (
        f"{visible(policy.id)} {visible(policy.version)}: {visible(policy.title)}\n"
        f"  for {audience(policy.audience)}; owner {visible(policy.owner)}, review by {due}{needs}\n"
    )
    room = min(terminal(sys.stdout) or _WIDTH, _WIDTH)
    sections = ((title, getattr(account, name)) for name, title in _SECTIONS)
    return head + "".join(_section(title, points, room) for title, points in sections if points)


def _section(title: str, points: Sequence[Point], room: int) -> str:
    size = max(len(point.id) for point in points)
    lines = [f"\n{title}"]
    for point in points:
        lines += _wrapped(f"  {point.id:{size}}  ", visible(point.words), room)
        if point.why:
            lines += _wrapped(" " * (size + 6), f"({visible(point.why)})", room)
    return "".join(f"{line}\n" for line in lines)


def _wrapped(head: str, text: str, room: int) -> list[str]:
    """Lay a text out beside its head."""
    return textwrap.wrap(
        text,
        max(room, len(head) + 20),
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )


def to_json(account: Account) -> str:
    """Write the same as one versioned JSON document."""
    policy = account.policy
    sections = {name: [_plain(point) for point in getattr(account, name)] for name, _ in _SECTIONS}
    return as_document(
        {
            **sections,
            "document": "redactor-policy-words",
            "policy": {
                "audience": audience(policy.audience),
                "id": policy.id,
                "needs": [param.line for param in account.params if param.value is None],
                "owner": policy.owner,
                "title": policy.title,
                "version": policy.version,
            },
            "version": 1,
        }
    )


def _plain(point: Point) -> dict[str, Any]:
    return {"id": point.id, "why": point.why, "words": point.words}

"""Policies described for people: who each is for, what it must be told, how much it says."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from redactor.model import AudienceKind
from redactor.report.screen import counted, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactor.model import Audience, Policy
    from redactor.policy.params import Param

_HEADER = ("policy", "version", "audience", "needs", "title")


def described(name: str, policy: Policy, params: Iterable[Param]) -> dict[str, Any]:
    """Give what a list of policies says of one, as plain values."""
    return {
        "audience": audience(policy.audience),
        "id": policy.id,
        "name": name,
        "needs": [param.line for param in params if param.value is None],
        "owner": policy.owner,
        "rules": {"protect": len(policy.protect), "release": len(policy.release)},
        "sha256": policy.sha256,
        "title": policy.title,
        "version": policy.version,
    }


def audience(reader: Audience) -> str:
    """Write an audience in a few words: `public, foia`; a country that is not set yet is not named."""
    match reader.kind:
        case AudienceKind.PUBLIC:
            return f"public, {reader.under}"
        case AudienceKind.STAFF:
            return f"staff, {reader.clearance.name if reader.clearance is not None else 'no'} clearance"
        case AudienceKind.AGENCY | AudienceKind.FOREIGN | AudienceKind.HOLDER:
            return reader.kind.value


def listing(policies: Sequence[dict[str, Any]]) -> str:
    """Lay out described policies as a table."""
    return table(_HEADER, ([*_cells(policy)] for policy in policies))


def _cells(policy: dict[str, Any]) -> tuple[str, ...]:
    needs = " ".join(policy["needs"]) or "-"
    return policy["name"], policy["version"], policy["audience"], needs, policy["title"]


def checked(policy: dict[str, Any], warnings: int) -> str:
    """Say that a policy is valid, and how much it says."""
    rules = policy["rules"]
    parts = [
        f"policy {policy['id']} {policy['version']}",
        f"audience {policy['audience']}",
        counted(rules["release"], "release rule"),
        counted(rules["protect"], "protect rule"),
        counted(warnings, "warning"),
    ]
    needs = "".join(f" {line}" for line in policy["needs"])
    return (
        f"{policy['name']}: valid\n  {'; '.join(parts)}\n"
        f"  next: redactor redact CABLE -p {shlex.quote(policy['name'])}{needs} -o OUT\n"
    )

"""Policies described for people: who each is for, what it must be told, how much it says."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from redactor.model import AudienceKind
from redactor.policy.guarantees import Proof
from redactor.report.diagnostics import to_json
from redactor.report.screen import as_document, counted, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactor.errors import Diagnostic
    from redactor.model import Audience, Policy
    from redactor.policy.params import Param
    from redactor.policy.proving import Promise

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


def checked(policy: dict[str, Any], promises: Sequence[Promise], warnings: int) -> str:
    """Say that a policy is valid, how much it says, and what it promises."""
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
        f"{policy['name']}: valid\n  {'; '.join(parts)}\n{''.join(map(_promised, promises))}"
        f"  next: redactor redact CABLE -p {shlex.quote(policy['name'])}{needs} -o OUT\n"
    )


def _promised(promise: Promise) -> str:
    """Say what was found of one guarantee, and what it rests on."""
    rests = _rests_on(promise)
    said = f"proved, resting on {', '.join(rests)}" if rests else "proved"
    return f"  guarantee {promise.guarantee.id}: {said if _proved(promise) else 'not decided'}\n"


def _proved(promise: Promise) -> bool:
    return isinstance(promise.answer, Proof)


def _rests_on(promise: Promise) -> tuple[str, ...]:
    return promise.answer.rests_on if isinstance(promise.answer, Proof) else ()


def checked_json(
    policy: dict[str, Any] | None, promises: Iterable[Promise], found: Iterable[Diagnostic]
) -> str:
    """Write what was found of a policy as one document; `policy` is None where it is not valid."""
    return as_document(
        {
            "diagnostics": [to_json(one) for one in found],
            "document": "redactor-policy-check",
            "guarantees": [
                {
                    "id": one.guarantee.id,
                    "kind": one.guarantee.kind,
                    "proved": _proved(one),
                    "rests_on": list(_rests_on(one)),
                }
                for one in promises
            ],
            "policy": policy,
            "valid": policy is not None,
            "version": 1,
        }
    )

"""Policies: read, check and list them, and decide by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.policy.decisions_file import DecisionsFile, read_decisions
from redactor.policy.decisions_skeleton import OpenItem, Subject, decisions_skeleton
from redactor.policy.load import Examined, examine, examine_pair, load, open_source
from redactor.policy.predicates import identity
from redactor.policy.schema import policy_schema
from redactor.policy.stock import path_of, stock

if TYPE_CHECKING:
    from redactor.policy.verdict import Ground, decide, ground, may_show

__all__ = [
    "DecisionsFile",
    "Examined",
    "Ground",
    "OpenItem",
    "Subject",
    "decide",
    "decisions_skeleton",
    "examine",
    "examine_pair",
    "ground",
    "identity",
    "load",
    "may_show",
    "open_source",
    "path_of",
    "policy_schema",
    "read_decisions",
    "stock",
]


def __getattr__(name: str) -> object:
    """Import the evaluator when it is first asked for: listing policies needs none of it."""
    if name in {"Ground", "decide", "ground", "may_show"}:
        from redactor.policy import verdict

        return getattr(verdict, name)
    raise AttributeError(name)

"""Lay a policy file out anew: its comments stay, and so does everything it says, which is proved each time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from redactor import policy as policies
from redactor.errors import InternalError, Place
from redactor.policy.load import Source
from redactor.policy.nodes import Problems, Table, plain
from redactor.policy.shape import CHILD, POLICY
from redactor.policy.yaml_reader import read_text, read_yaml
from redactor.workbench.comments import attach, find
from redactor.workbench.layout import Sheet, in_order, lay_out

if TYPE_CHECKING:
    from redactor.model import Policy

_NOWHERE = Place("", 1, 1)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A policy file as it is and as it should be laid out."""

    file: str
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)

    @property
    def changed(self) -> bool:
        """Say whether the layout differs."""
        return self.before != self.after


def fmt(source: Source) -> Formatted:
    """Lay a valid policy out anew.

    The result is read again: it holds the same values, the same comments, and loads as the same policy.
    Raises PolicyError where the policy is not valid, InternalError where the result were another policy.
    """
    before = policies.examine(source).policy
    text = read_text(source.data, source.file)
    after = formatted(text, source.file).encode()
    again = policies.examine(Source(after, source.file, source.folder)).policy
    if said(before) != said(again):
        raise InternalError("the layout would change what the policy says; nothing was written")
    return Formatted(source.file, source.data, after)


def formatted(text: str, file: str) -> str:
    """Lay a text of YAML out as a policy; raises InternalError where a value or a comment would be lost."""
    tree = read_yaml(text, file, Problems())
    child = isinstance(tree, Table) and tree.get("extends") is not None
    ordered = in_order(tree, CHILD if child else POLICY)
    if not isinstance(ordered, Table):
        raise InternalError("a policy is a table")
    result = lay_out(ordered, Sheet(tuple(text.split("\n")), attach(ordered, text)))
    kept = plain(read_yaml(result, file, Problems())) == plain(tree)
    if not kept or _said_beside(result) != _said_beside(text):
        raise InternalError("the layout would lose a value or a comment; nothing was written")
    return result


def _said_beside(text: str) -> Counter[str]:
    """Count the words of all comments: two behind one line may be joined."""
    return Counter(word for comment in find(text) for word in comment.text.replace("#", " ").split())


def said(policy: Policy) -> Policy:
    """Give a policy without where and how it is written: equal ones decide the same on everything."""
    return replace(
        policy,
        release=tuple(replace(rule, place=_NOWHERE) for rule in policy.release),
        protect=tuple(replace(rule, place=_NOWHERE) for rule in policy.protect),
        preview=tuple(replace(rule, place=_NOWHERE) for rule in policy.preview),
        assumptions=tuple(replace(one, place=_NOWHERE) for one in policy.assumptions),
        guarantees=tuple(replace(one, place=_NOWHERE) for one in policy.guarantees),
        sha256="",
        source="",
        warnings=(),
    )

"""Explain a policy in words, from its rules: what it shows, what it hides, and why its author says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor import policy as policies
from redactor.model import Action
from redactor.policy.ceilings import POSSIBLE_NAME, REVIEW
from redactor.policy.nodes import Listing, Problems, Table
from redactor.policy.rules import word
from redactor.policy.yaml_reader import read_yaml
from redactor.workbench.comments import attach
from redactor.workbench.phrases import listed, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from redactor.model import Authority, Guarantee, Policy, Rule
    from redactor.policy.params import Param

_VERBS = ("release", "protect", "assume", "guarantees")
_DONE = {
    Action.WITHHOLD: "withheld",
    Action.REDACT: "redacted: only that something stood there is told",
    Action.LABEL: "labelled with its kind",
    Action.ROLE: "shown as a role",
    Action.PSEUDONYM: "shown as a pseudonym",
    Action.GENERALIZE: "shown in coarser words",
    Action.MASK: "shown in part",
    Action.KEEP: "shown",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a policy says: its id, what it does in words, and why by its author's own comment."""

    id: str
    words: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A policy in words."""

    policy: Policy
    params: tuple[Param, ...]
    shows: tuple[Point, ...]
    hides: tuple[Point, ...]
    otherwise: tuple[Point, ...]
    assumes: tuple[Point, ...]
    promises: tuple[Point, ...]


def explain_policy(name: str, settings: Mapping[str, str]) -> Account:
    """Put a policy into words; a parameter without a value stands for an example. Raises as checking does."""
    source = policies.open_source(name)
    examined = policies.examine(source, settings)
    policy = examined.policy
    why = _whys(policy.source, source.file)
    return Account(
        policy,
        examined.params,
        tuple(Point(rule.id, _shows(rule), why.get(rule.id, "")) for rule in policy.release),
        tuple(Point(rule.id, _hides(rule), why.get(rule.id, "")) for rule in policy.protect),
        tuple(_otherwise(policy, why.get("otherwise", ""))),
        tuple(
            Point(
                one.id,
                f"unmarked {listed((kind.value for kind in one.sections), 'and')} read as {one.level.name}:"
                f" {one.because} ({one.approved_by})",
                why.get(one.id, ""),
            )
            for one in policy.assumptions
        ),
        tuple(Point(one.id, _promise(one), why.get(one.id, "")) for one in policy.guarantees),
    )


def _shows(rule: Rule) -> str:
    more = "" if rule.action is Action.KEEP else f": {_DONE[rule.action]}{_grounds(rule.authorities)}"
    return f"{whole(rule.when)}{_unless(rule)}{more}"


def _hides(rule: Rule) -> str:
    done = "held for a person to decide" if rule.hold else _DONE[rule.action]
    return f"{whole(rule.when)}, or possibly so{_unless(rule)}: {done}{_grounds(rule.authorities)}"


def _unless(rule: Rule) -> str:
    return f", unless {whole(rule.unless).removeprefix('text ')}" if rule.unless is not None else ""


def _grounds(authorities: tuple[Authority, ...]) -> str:
    return f" [{', '.join(str(ground) for ground in authorities)}]" if authorities else ""


def _otherwise(policy: Policy, why: str) -> Iterator[Point]:
    """Say what happens to what no rule shows."""
    held = "held for a person to decide"
    portion, entity = policy.otherwise.portion, policy.otherwise.entity
    yield Point("default-portion", f"text: {f'withheld{_grounds(portion)}' if portion else held}", why)
    kind = f"labelled with its kind{_grounds(entity)}" if entity else held
    yield Point("default-entity", f"a thing found in text that is shown: {kind}")
    if policy.detect == REVIEW:
        yield Point(POSSIBLE_NAME, f"an unknown word that may be a name and that no rule shows: {held}")


def _promise(one: Guarantee) -> str:
    if one.kind == "monotone":
        return f"a stricter {listed(one.axes, 'or')} never shows more"
    if one.kind != "never":
        return f"{one.kind}: {whole(one.condition)}"
    rests = f", but for what {listed(one.except_assumptions, 'and')} opens" if one.except_assumptions else ""
    return f"{whole(one.condition)} is never shown{rests}"


def _whys(text: str, file: str) -> Mapping[str, str]:
    """Give the comment that stands above each rule, and above `otherwise`, as one sentence or more."""
    root = read_yaml(text, file, Problems())
    attached = attach(root, text)
    found: dict[str, str] = {}
    for entry in root if isinstance(root, Table) else ():
        found[entry.key.text] = _said(attached.above.get(id(entry), ()))
        items = entry.value.items if isinstance(entry.value, Listing) and entry.key.text in _VERBS else ()
        for item in items:
            if isinstance(item, Table):
                found[word(item, "id")] = _said(attached.above.get(id(item), ()))
    return found


def _said(comments: tuple[object, ...]) -> str:
    """Join the lines of a comment; `Why:` in front of it says nothing more."""
    lines = (str(getattr(comment, "text", "")).lstrip("#").strip() for comment in comments)
    return " ".join(line for line in lines if line).removeprefix("Why: ")

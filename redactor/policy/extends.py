"""A policy that extends another: what is put together, and that it is no less strict than its base.

The child has what the base has. It adds protect rules, guarantees, lists and parameters; it puts release
rules in the place of those with the same id, adds some or drops some. Then it is proved that no reader of
the child learns more than one of the base: otherwise it is refused. Protect rules of a base always stay.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic
from redactor.files import Unread, try_read
from redactor.policy.nodes import Entry, Listing, Scalar, Table, shown, suggest
from redactor.policy.stock import stock
from redactor.policy.yaml_reader import MOST_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from redactor.errors import Place
    from redactor.model import Policy
    from redactor.policy.nodes import Node, Problems

EXTENDS = "extends"
DROP = "drop"
MOST_BASES = 5

_ADDED = ("params", "lists")
_RULES = ("release", "protect", "guarantees")
_OWN = ("redactor", "policy", "generalize", "mask")


def base_of(child: Table, folder: Path, chain: tuple[Path, ...], problems: Problems) -> Path | str | None:
    """Give the base's path or stock name; None, with its fault noted, where there is none that can be used."""
    node = child.get(EXTENDS)
    if isinstance(node, Scalar):
        return _stock_base(node, problems)
    if not isinstance(node, Table):
        return None
    named, declared = node.get("file"), node.get("sha256")
    if not isinstance(named, Scalar) or not isinstance(declared, Scalar):
        return None
    path = folder / named.text
    if path.resolve() in chain or len(chain) > MOST_BASES:
        message = "the policy extends itself" if path.resolve() in chain else f"more than {MOST_BASES} bases"
        problems.add("RP253", message, named.place, help="name a policy that stands by itself")
        return None
    return _same(path, named, declared, problems)


def _stock_base(node: Scalar, problems: Problems) -> str | None:
    """Find a stock policy."""
    if node.text in stock():
        return node.text
    help_ = (
        suggest(node.text, stock()) or "write `extends: {file: ..., sha256: ...}` for a policy of your own"
    )
    problems.add("RP254", f"there is no stock policy `{shown(node.text)}`", node.place, help=help_)
    return None


def _same(path: Path, named: Scalar, declared: Scalar, problems: Problems) -> Path | None:
    """Find a base in a file, and see that it is the one that the child was written for."""
    data = try_read(path, limit=MOST_BYTES)
    if isinstance(data, Unread):
        problems.add("RP254", f"the base `{shown(named.text)}` cannot be read: {data.value}", named.place)
        return None
    digest = hashlib.sha256(data).hexdigest()
    if digest != declared.text:
        problems.put(
            Diagnostic(
                "RP255",
                "the base is not the one that this policy was written for",
                declared.place,
                label="another SHA-256",
                help=f"review the base; if it is right, write `{digest}`",
            )
        )
        return None
    return path


# --- putting together ----------------------------------------------------------------------------


def merged(base: Table, child: Table, problems: Problems) -> Table:
    """Give the keys of base and child as one policy; what the child may not say goes to `problems`."""
    entries: list[Entry] = []
    for entry in base:
        own = child.get(entry.key.text)
        if own is None or entry.key.text in _OWN:
            entries.append(entry if own is None else Entry(entry.key, own))
        elif entry.key.text in _ADDED:
            entries.append(Entry(entry.key, _added(entry, own, problems)))
    taken = {entry.key.text for entry in entries}
    entries += [
        entry for entry in child if entry.key.text in (*_ADDED, *_OWN) and entry.key.text not in taken
    ]
    whole = [entry for entry in entries if entry.key.text not in _RULES]
    return Table((*whole, *_rules(base, child, problems)), child.place)


def _added(base: Entry, own: Node, problems: Problems) -> Node:
    """Give the names of both; a name of the base cannot be given anew."""
    if not isinstance(own, Table) or not isinstance(base.value, Table):
        return own
    for entry in own:
        if base.value.get(entry.key.text) is not None:
            problems.add(
                "RP251",
                f"`{shown(entry.key.text)}` is given by the base already",
                entry.key.place,
                help="choose another name",
            )
    return Table((*base.value.entries, *own.entries), own.place)


def _rules(base: Table, child: Table, problems: Problems) -> tuple[Entry, ...]:
    """Give the rules and guarantees of both, less those that the child drops or puts others in the place of."""
    dropped = child.get(DROP)
    names = {item.text: item.place for item in _items(dropped) if isinstance(item, Scalar)}
    known = {_id(item) for item in _items(base.get("release"))}
    for name, place in names.items():
        if name not in known:
            help_ = suggest(name, known) or "only release rules of the base can be dropped"
            problems.add("RP252", f"the base has no release rule `{shown(name)}`", place, help=help_)
    replaced = {_id(item) for item in _items(child.get("release"))}
    found = []
    for key in _RULES:
        gone = replaced | set(names) if key == "release" else set()
        kept = [item for item in _items(base.get(key)) if _id(item) not in gone]
        items = (*kept, *_items(child.get(key)))
        place = child.place if not items else items[0].place
        if items:
            found.append(Entry(Scalar(key, place), Listing(items, place)))
    return tuple(found)


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Listing) else ()


def _id(node: Node) -> str:
    named = node.get("id") if isinstance(node, Table) else None
    return named.text if isinstance(named, Scalar) else ""


# --- no less strict ------------------------------------------------------------------------------


def check_stricter(child: Policy, base: Policy, place: Place, problems: Problems) -> None:
    """Refuse a child that may show more than its base: proved, or refused."""
    from redactor.policy.guarantees import Proof, Undecided, compare, finer
    from redactor.policy.proving import example

    if finer(child, base):
        problems.add(
            "RP250",
            "a value may be shown finer than the base allows",
            place,
            help="leave out what makes it finer",
        )
        return
    answer = compare(child, base)
    if isinstance(answer, Proof):
        return
    if isinstance(answer, Undecided):
        problems.add(
            "RP250",
            f"it could not be proved that the policy is at least as strict as its base: {answer.why}",
            place,
            help="say it in fewer rules, or take another base",
        )
        return
    problems.put(
        Diagnostic(
            "RP250",
            "the policy shows more than its base",
            place,
            help="a child is only ever stricter; to show more, take another base",
            example=example(answer.imagined),
        )
    )

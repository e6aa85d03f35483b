"""The decisions file that a reviewer begins with, and the entries that are added to it."""

from __future__ import annotations

import collections
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from redactor.policy.nodes import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class OpenItem(Protocol):
    """A removal that awaits a reviewer: its number, its portion, and neutral words on what it is."""

    @property
    def number(self) -> int:
        """Give its number in the draft."""

    @property
    def portion(self) -> str | None:
        """Give the address of the portion that it stands in."""

    @property
    def what(self) -> str:
        """Give the kind of thing that was removed."""

    @property
    def rules(self) -> tuple[str, ...]:
        """Give the rules that hold it."""

    @property
    def commitment(self) -> str:
        """Give the commitment that binds a decision to its text."""

    @property
    def confirmable(self) -> str:
        """Say what somebody else may have decided of it: declassified, consent, or nothing."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decisions file speaks of: the document, the policy's edition, the document's commitment.

    `referral` says that the document was refused until its referral's result is recorded.
    """

    document: str
    edition: str = ""
    commitment: str = ""
    referral: bool = False


_HEAD = """\
# What awaits a person in this document. In each decision keep one of the lines `uphold`, `release` and
# `confirm` and fill it in, then your name and the date; leave out decisions that you do not make now.
# The commitments bind a decision to the text that it speaks of: leave them as they are.
"""

_ITEM = """\
  # {comment}
  - {key}: [{target}]
    commitments: [{commitment}]
    uphold: {{authority: [], harm: ""}}
    # release: {{because: ""}}
{confirm}    reviewer: ""
    date: ""
"""

_CONFIRM = '    # confirm: {{kind: {kind}, by: "", position: "", date: "", scope: ""}}\n'

_REFERRAL = """\
  # nothing of it was released: it was refused until its owner's answer is recorded
  - commitments: [{commitment}]
    confirm: {{kind: referral, by: "", position: "", date: "", scope: ""}}
    reviewer: ""
    date: ""
"""

_REMOVE = """\
# To remove something that the copy still shows, add an entry such as one of these two:
#  - portions: ["..."]
#    commitments: [{commitment}]
#    remove: {{authority: [], harm: ""}}
#    reviewer: ""
#    date: ""
#  - words: ["..."]                     # removed wherever they stand
#    commitments: [{commitment}]
#    remove: {{authority: [], harm: ""}}
#    reviewer: ""
#    date: ""
"""


def decisions_skeleton(subject: Subject, items: Iterable[OpenItem]) -> str:
    """Write the file that a reviewer fills in; what is not filled in is a fault when it is read."""
    removing = _REMOVE.format(commitment=quoted(subject.commitment)) if subject.commitment else ""
    return _HEAD + removing + opening(subject) + skeleton_entries(subject, items)


def opening(subject: Subject) -> str:
    """Write the lines before the first decision."""
    policy = f"policy: {quoted(subject.edition)}\n" if subject.edition else ""
    return f"redactor-decisions: 1\ndocument: {quoted(subject.document)}\n{policy}decisions:\n"


def skeleton_entries(subject: Subject, items: Iterable[OpenItem]) -> str:
    """Write the entries to fill in.

    A portion with one open removal is named by its address, any other removal by its number.
    """
    found = tuple(items)
    if subject.referral:
        return _REFERRAL.format(commitment=quoted(subject.commitment))
    return "".join(
        _ITEM.format(
            comment=_comment(item),
            key=key,
            target=quoted(target),
            commitment=quoted(item.commitment),
            confirm=_CONFIRM.format(kind=item.confirmable) if item.confirmable else "",
        )
        for item, (key, target) in zip(found, targets(found), strict=True)
    )


def targets(items: Sequence[OpenItem]) -> tuple[tuple[str, str], ...]:
    """Say for each open item under which key an entry names it, and how."""
    whole = collections.Counter(item.portion for item in items)
    return tuple(
        ("portions", item.portion)
        if item.portion and whole[item.portion] == 1 and item.confirmable != "consent"
        else ("removals", str(item.number))
        for item in items
    )


def write_entry(
    target: tuple[str, str] | None,
    commitment: str,
    verb: str,
    said: Mapping[str, str | Sequence[str]],
    by: tuple[str, str],
) -> str:
    """Write one decision that was taken; `target` is None for the document as a whole, `by` name and date."""
    inside = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items())
    named = f"  - {target[0]}: [{quoted(target[1])}]\n    commitments:" if target else "  - commitments:"
    return (
        f"{named} [{quoted(commitment)}]\n"
        f"    {verb}: {{{inside}}}\n"
        f"    reviewer: {quoted(by[0])}\n    date: {quoted(by[1])}\n"
    )


def _comment(item: OpenItem) -> str:
    """Say on one line what an entry is about."""
    rules = ", ".join(shown(rule) for rule in item.rules) or "no rule"
    return f"removal {item.number} in portion {shown(item.portion or '-')}: {shown(item.what)}, by {rules}"


def quoted(text: str) -> str:
    """Quote a text so that YAML reads it back as it is."""
    return json.dumps(text)

"""The file in which a reviewer decides what a run left open: decisions.yaml, read and begun.

    redactor-decisions: 1
    document: 07POST123
    decisions:
      - portions: [3]                     # or removals: [7]
        commitments: [...]                # `redactor review` fills them in
        uphold: {authority: [B5 deliberative], harm: "what release would do"}
        reviewer: A. Reviewer
        date: 2016-01-04

An entry holds exactly one of `uphold` and `release: {because: ...}`; `remove` and `confirm` are kept
for a later version. Portions become targets by their address, removals as `#7`.
"""

from __future__ import annotations

import collections
import datetime as dt
import json
from typing import TYPE_CHECKING, Protocol

from redactor.errors import UsageError
from redactor.files import Unread, try_read
from redactor.model import EntryKind, ReviewEntry
from redactor.policy.authorities import Setting, check, lacks_ground, parse_authority
from redactor.policy.grammar import Items, Key, Keys, Text
from redactor.policy.nodes import Fault, Listing, Problems, Scalar, Table, shown
from redactor.policy.rules import place_of, prose, tables, texts, word
from redactor.policy.values import ADDRESS, DATE, PROSE, Choice, Form
from redactor.policy.vocabulary import AuthorityText
from redactor.policy.yaml_reader import MOST_BYTES, read_text, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from redactor.model import Authority, Policy

_LATER = ("remove", "confirm")

# matches `07POST123`, `doc-abcdefghij`, not `../07POST123`
DOCUMENT = Form("document id", "[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9])?", "07POST123")
# matches `7`, not `#7` (which YAML takes for a comment)
NUMBER = Form("removal number", "[1-9][0-9]{0,5}", "7", number=True)
# matches 64 of `0-9a-f`, not a shortened one
COMMITMENT = Form("commitment", "[0-9a-f]{64}", "the one that `redactor review` wrote")

_TARGETS = (
    Key("portions", Items(Text(ADDRESS))),
    Key("removals", Items(Text(NUMBER))),
    Key("commitments", Items(Text(COMMITMENT)), required=True),
    Key("reviewer", Text(PROSE), required=True),
    Key("date", Text(DATE), required=True),
)

_UPHOLD = Keys(
    "`uphold`",
    (Key("authority", Items(Text(AuthorityText())), required=True), Key("harm", Text(PROSE), required=True)),
)
_RELEASE = Keys("`release`", (Key("because", Text(PROSE), required=True),))

_DECISION = Keys("a decision", (*_TARGETS, Key("uphold", _UPHOLD), Key("release", _RELEASE)))

DECISIONS = Keys(
    "a decisions file",
    (
        Key("redactor-decisions", Text(Choice("decisions version", ("1",))), required=True),
        Key("document", Text(DOCUMENT), required=True),
        Key("decisions", Items(_DECISION, unique=False), required=True),
    ),
)


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


def read_decisions(path: Path, policy: Policy | None = None) -> tuple[str, tuple[ReviewEntry, ...]]:
    """Read a decisions file: the document's id and the entries.

    With a policy, authorities that it may not use are refused as well. Raises PolicyError with every
    fault found, UsageError where the file cannot be read.
    """
    data = try_read(path, limit=MOST_BYTES)
    if isinstance(data, Unread):
        raise UsageError(f"the decisions file cannot be read: {data.value}")
    return parse_decisions(data, str(path), policy)


def parse_decisions(
    data: bytes, file: str, policy: Policy | None = None
) -> tuple[str, tuple[ReviewEntry, ...]]:
    """Read the bytes of a decisions file. Raises PolicyError with every fault found."""
    problems = Problems()
    node = read_yaml(read_text(data, file), file, problems)
    if isinstance(node, Table):
        _refuse_later(node, problems)
    if not DECISIONS.check(node, problems) or not isinstance(node, Table):
        raise problems.error()
    entries = tuple(_entry(table, policy, problems) for table in tables(node.get("decisions")))
    problems.stop()
    return word(node, "document"), entries


def _refuse_later(node: Table, problems: Problems) -> None:
    """Refuse the kinds of decision that this version cannot carry out."""
    for table in tables(node.get("decisions")):
        for entry in table:
            if entry.key.text in _LATER:
                problems.add(
                    "RP401",
                    f"this version of redactor does not have the decision `{entry.key.text}`",
                    entry.key.place,
                    help="use `uphold` or `release`",
                )


def _entry(table: Table, policy: Policy | None, problems: Problems) -> ReviewEntry:
    """Type one entry that was checked."""
    uphold, release = table.get("uphold"), table.get("release")
    if (uphold is None) == (release is None):
        problems.add(
            "RP402", "a decision is either `uphold` or `release`", table.place, help="keep one of the two"
        )
    portions, removals = texts(table.get("portions")), texts(table.get("removals"))
    if bool(portions) == bool(removals):
        problems.add(
            "RP403",
            "a decision names either `portions` or `removals`",
            table.place,
            help="name one of the two",
        )
    return ReviewEntry(
        EntryKind.RELEASE if uphold is None else EntryKind.UPHOLD,
        portions or tuple(f"#{number}" for number in removals),
        texts(table.get("commitments")),
        prose(table, "reviewer"),
        dt.date.fromisoformat(word(table, "date")),
        table.place,
        authorities=_authorities(uphold, policy, problems),
        harm=prose(uphold, "harm") if isinstance(uphold, Table) else "",
        because=prose(release, "because") if isinstance(release, Table) else "",
    )


def _authorities(uphold: object, policy: Policy | None, problems: Problems) -> tuple[Authority, ...]:
    """Type the grounds of an upheld removal, and note those that the policy may not use."""
    listing = uphold.get("authority") if isinstance(uphold, Table) else None
    if not isinstance(uphold, Table) or not isinstance(listing, Listing):
        return ()
    setting = Setting(policy.audience, policy.law_enforcement, described=True) if policy else None
    read: list[Authority] = []
    for item in listing.items:
        authority = parse_authority(item.text if isinstance(item, Scalar) else "")
        fault = authority if isinstance(authority, Fault) else check(authority, setting) if setting else None
        if fault is not None:
            problems.fault(fault, item.place)
        if not isinstance(authority, Fault):
            read.append(authority)
    lacking = lacks_ground(read, setting) if setting and read else None
    if lacking is not None:
        problems.fault(lacking, place_of(uphold, "authority"))
    return tuple(dict.fromkeys(read))


# --- the file that a reviewer begins with --------------------------------------------------------

_HEAD = """\
# What awaits a person in this document. In each decision keep one of the two lines `uphold` and `release`
# and fill it in, then your name and the date; leave out decisions that you do not make now.
# The commitments bind a decision to the text that it speaks of: leave them as they are.
redactor-decisions: 1
document: {document}
decisions:
"""

_ITEM = """\
  # {comment}
  - {key}: [{target}]
    commitments: [{commitment}]
    uphold: {{authority: [], harm: ""}}
    # release: {{because: ""}}
    reviewer: ""
    date: ""
"""


def decisions_skeleton(document: str, items: Iterable[OpenItem]) -> str:
    """Write the file that a reviewer fills in; what is not filled in is a fault when it is read.

    A portion with one open removal is named by its address, any other removal by its number.
    """
    found = tuple(items)
    whole = collections.Counter(item.portion for item in found)
    parts = [_HEAD.format(document=_quoted(document))]
    for item in found:
        alone = item.portion is not None and whole[item.portion] == 1
        parts.append(
            _ITEM.format(
                comment=_comment(item),
                key="portions" if alone else "removals",
                target=_quoted(item.portion if alone and item.portion else str(item.number)),
                commitment=_quoted(item.commitment),
            )
        )
    return "".join(parts)


def _comment(item: OpenItem) -> str:
    """Say on one line what an entry is about."""
    rules = ", ".join(shown(rule) for rule in item.rules) or "no rule"
    return f"removal {item.number} in portion {shown(item.portion or '-')}: {shown(item.what)}, by {rules}"


def _quoted(text: str) -> str:
    """Quote a text so that YAML reads it back as it is."""
    return json.dumps(text)

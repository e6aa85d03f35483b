"""The file in which a reviewer decides what a run left open: decisions.yaml, read.

    redactor-decisions: 1
    document: 07POST123
    policy: foia 1.0.0                    # `redactor review` fills it in
    decisions:
      - portions: [3]                     # or removals: [7]
        commitments: [...]                # `redactor review` fills them in
        uphold: {authority: [B5 deliberative], harm: "what release would do"}
        reviewer: A. Reviewer
        date: 2016-01-04

An entry holds exactly one of `uphold`, `release`, `remove` and `confirm`. Portions become targets by
their address, removals as `#7`. docs/reference/decisions.md says what each does.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.errors import UsageError
from redactor.files import Unread, try_read
from redactor.model import Confirmation, ConfirmKind, EntryKind, ReviewEntry
from redactor.policy.authorities import Setting, check, lacks_ground, parse_authority
from redactor.policy.grammar import Items, Key, Keys, Text, Variants
from redactor.policy.nodes import Fault, Listing, Problems, Scalar, Table
from redactor.policy.rules import place_of, prose, tables, texts, word
from redactor.policy.values import ADDRESS, DATE, PROSE, Choice, Form
from redactor.policy.vocabulary import AuthorityText
from redactor.policy.yaml_reader import MOST_BYTES, read_text, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from redactor.model import Authority, Policy

# matches `07POST123`, `doc-abcdefghij`, not `../07POST123`
DOCUMENT = Form("document id", "[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9])?", "07POST123")
# matches `7`, not `#7` (which YAML takes for a comment)
NUMBER = Form("removal number", "[1-9][0-9]{0,5}", "7", number=True)
# matches 64 of `0-9a-f`, not a shortened one
COMMITMENT = Form("commitment", "[0-9a-f]{64}", "the one that `redactor review` wrote")
# matches `foia 1.0.0`, not `foia`
EDITION = Form(
    "policy and version", "[A-Za-z0-9][A-Za-z0-9._-]{0,98} [0-9][A-Za-z0-9.+-]{0,60}", "foia 1.0.0"
)

VERBS = tuple(kind.value for kind in EntryKind)

_UPHOLD = Keys(
    "`uphold`",
    (Key("authority", Items(Text(AuthorityText())), required=True), Key("harm", Text(PROSE), required=True)),
)
_RELEASE = Keys("`release`", (Key("because", Text(PROSE), required=True),))
_REMOVE = Keys(
    "`remove`", (Key("authority", Items(Text(AuthorityText())), required=True), Key("harm", Text(PROSE)))
)

_WHO = (
    Key("by", Text(PROSE), required=True),
    Key("date", Text(DATE), required=True),
    Key("scope", Text(PROSE), required=True),
)
_KIND = Choice("kind of confirmation", tuple(kind.value for kind in ConfirmKind))
_CONFIRM = Variants(
    "`confirm`",
    "kind",
    _KIND,
    {
        kind.value: Keys(
            f"`confirm` of a {kind.value}",
            (
                Key("kind", Text(Choice("kind of confirmation", (kind.value,))), required=True),
                *_WHO,
                # A person who consents need hold no position; who declassifies or answers a referral does.
                Key("position", Text(PROSE), required=kind is not ConfirmKind.CONSENT),
            ),
        )
        for kind in ConfirmKind
    },
)

DECISION = Keys(
    "a decision",
    (
        Key("portions", Items(Text(ADDRESS))),
        Key("removals", Items(Text(NUMBER))),
        Key("words", Items(Text(PROSE))),
        Key("commitments", Items(Text(COMMITMENT)), required=True),
        Key("uphold", _UPHOLD),
        Key("release", _RELEASE),
        Key("remove", _REMOVE),
        Key("confirm", _CONFIRM),
        Key("until", Text(DATE)),
        Key("reviewer", Text(PROSE), required=True),
        Key("date", Text(DATE), required=True),
    ),
)

DECISIONS = Keys(
    "a decisions file",
    (
        Key("redactor-decisions", Text(Choice("decisions version", ("1",))), required=True),
        Key("document", Text(DOCUMENT), required=True),
        Key("policy", Text(EDITION)),
        Key("decisions", Items(DECISION, unique=False), required=True),
    ),
)


@dataclass(frozen=True, slots=True)
class DecisionsFile:
    """A decisions file that was read: the document and the edition of the policy that it speaks of.

    `edition` is empty where the file names none.
    """

    document: str
    edition: str
    entries: tuple[ReviewEntry, ...]


def read_decisions(path: Path, policy: Policy | None = None) -> DecisionsFile:
    """Read a decisions file.

    With a policy, authorities that it may not use are refused as well. Raises PolicyError with every
    fault found, UsageError where the file cannot be read.
    """
    data = try_read(path, limit=MOST_BYTES)
    if isinstance(data, Unread):
        raise UsageError(f"the decisions file cannot be read: {data.value}")
    return parse_decisions(data, str(path), policy)


def parse_decisions(data: bytes, file: str, policy: Policy | None = None) -> DecisionsFile:
    """Read the bytes of a decisions file. Raises PolicyError with every fault found."""
    problems = Problems()
    node = read_yaml(read_text(data, file), file, problems)
    if not DECISIONS.check(node, problems) or not isinstance(node, Table):
        raise problems.error()
    entries = tuple(read_entry(table, policy, problems) for table in tables(node.get("decisions")))
    problems.stop()
    return DecisionsFile(word(node, "document"), word(node, "policy"), entries)


def edition(policy: Policy) -> str:
    """Name a policy and its version as a decisions file does."""
    return f"{policy.id} {policy.version}"


def read_entry(table: Table, policy: Policy | None, problems: Problems) -> ReviewEntry:
    """Type one entry that was checked; what its parts say against each other goes to `problems`."""
    kind = _kind(table, problems)
    said = table.get(kind.value)
    verb = said if isinstance(said, Table) else None
    confirmation = _confirmation(verb) if verb is not None and kind is EntryKind.CONFIRM else None
    entry = ReviewEntry(
        kind,
        texts(table.get("portions")) or tuple(f"#{number}" for number in texts(table.get("removals"))),
        texts(table.get("commitments")),
        prose(table, "reviewer"),
        dt.date.fromisoformat(word(table, "date")),
        table.place,
        authorities=_authorities(verb, policy, problems),
        harm=prose(verb, "harm") if verb is not None else "",
        because=prose(verb, "because") if verb is not None else "",
        words=tuple(PROSE.read(text) or "" for text in texts(table.get("words"))),
        confirmation=confirmation,
        until=dt.date.fromisoformat(word(table, "until")) if table.get("until") is not None else None,
    )
    _check_targets(entry, table, problems)
    _check_dates(entry, table, problems)
    return entry


def _kind(table: Table, problems: Problems) -> EntryKind:
    """Give the one verb of an entry; two or none are a fault."""
    found = [verb for verb in VERBS if table.get(verb) is not None]
    if len(found) != 1:
        problems.add(
            "RP402",
            f"a decision is one of {', '.join(f'`{verb}`' for verb in VERBS)}",
            table.place,
            help="keep one of them",
        )
    return EntryKind(found[0] if found else EntryKind.UPHOLD)


def _confirmation(table: Table) -> Confirmation:
    """Type what somebody else decided."""
    return Confirmation(
        ConfirmKind(word(table, "kind")),
        prose(table, "by"),
        prose(table, "position"),
        dt.date.fromisoformat(word(table, "date")),
        prose(table, "scope"),
    )


def _check_targets(entry: ReviewEntry, table: Table, problems: Problems) -> None:
    """Refuse an entry that names too much, too little, or what its verb does not speak of."""
    named = [key for key in ("portions", "removals", "words") if table.get(key) is not None]
    allowed = _targets(entry)
    if any(key not in allowed for key in named) or len(named) != bool(allowed):
        wanted = " or ".join(f"`{key}`" for key in allowed) or "nothing: it speaks of the document"
        problems.add(
            "RP403", f"{_verb(entry)} names {wanted}", table.place, help="name one of the two" * bool(allowed)
        )


def _targets(entry: ReviewEntry) -> tuple[str, ...]:
    """Say what an entry of this kind may name."""
    if entry.kind is EntryKind.REMOVE:
        return ("portions", "words")
    if entry.confirms(ConfirmKind.CONSENT):
        return ("removals",)
    if entry.confirms(ConfirmKind.REFERRAL):
        return ()
    return ("portions", "removals")


def _verb(entry: ReviewEntry) -> str:
    kind = entry.confirmation.kind.value if entry.confirmation else ""
    return f"`{entry.kind.value}`" + (f" of a {kind}" if kind else "")


def _check_dates(entry: ReviewEntry, table: Table, problems: Problems) -> None:
    """Refuse dates that contradict each other, and an end for what closes."""
    until, confirmed = entry.until, entry.confirmation
    if until is not None and entry.kind in {EntryKind.UPHOLD, EntryKind.REMOVE}:
        problems.add(
            "RP404",
            f"`until` is for what opens, and `{entry.kind.value}` closes",
            place_of(table, "until"),
            help="leave it out",
        )
    if until is not None and until < entry.date:
        problems.add("RP405", "the decision ends before it is taken", place_of(table, "until"))
    if confirmed is not None and confirmed.date > entry.date:
        problems.add(
            "RP405",
            "what is confirmed was decided after it was recorded",
            place_of(table, "date"),
            help="the inner date is the day of the confirmed decision, the outer one yours",
        )


def _authorities(verb: Table | None, policy: Policy | None, problems: Problems) -> tuple[Authority, ...]:
    """Type the grounds of a removal, and note those that the policy may not use."""
    listing = verb.get("authority") if verb is not None else None
    if verb is None or not isinstance(listing, Listing):
        return ()
    setting = Setting(policy.audience, policy.law_enforcement, described=True) if policy else None
    read: list[Authority] = []
    for item in listing.items:
        authority = read_ground(item.text if isinstance(item, Scalar) else "", setting)
        if isinstance(authority, Fault):
            problems.fault(authority, item.place)
        else:
            read.append(authority)
    lacking = lacks_ground(read, setting) if setting and read else None
    if lacking is not None:
        problems.fault(lacking, place_of(verb, "authority"))
    return tuple(dict.fromkeys(read))


def read_ground(text: str, setting: Setting | None) -> Authority | Fault:
    """Read one authority, and say why the policy may not use it where it may not."""
    authority = parse_authority(text)
    if isinstance(authority, Fault) or setting is None:
        return authority
    return check(authority, setting) or authority

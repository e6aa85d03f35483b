"""The nouns of the project: every record that travels between stages, deeply frozen, in one file.

Text of the document never shows in a `repr`: fields that hold it say `repr=False`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from redactor.markings.types import Declassification, Level, Marking, MarkState, Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from redactor.errors import Diagnostic, Place
    from redactor.spans import Span

# In an address: the portion may have lost its number. `3+1` is the first such behind paragraph 3.
LOST = "+"

# --- the cable ---------------------------------------------------------------------------------


class SectionKind(StrEnum):
    """Where a character stands in the cable; closed, described in data/sections.toml."""

    TRANSMISSION = "transmission"
    DATE = "date"
    FROM = "from"
    TO = "to"
    INFO = "info"
    MESSAGE_NUMBER = "message-number"
    BANNER = "banner"
    CAPTION = "caption"
    PASS_LINE = "pass-line"  # noqa: S105 - a line of the header
    EO_LINE = "eo-line"
    TAGS = "tags"
    SUBJECT = "subject"
    REFERENCES = "references"
    CLASSIFIED_BY = "classified-by"
    SUMMARY = "summary"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    TABLE = "table"
    COMMENT = "comment"
    SIGNATURE = "signature"
    DRAFTING = "drafting"
    TRAILER = "trailer"
    FURNITURE = "furniture"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """Why a portion has its marking."""

    MARKED = "marked"
    INHERITED = "inherited"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ParseNote:
    """One oddity of the text, as a value: `code` is in data/notes.toml, `detail` in our own words."""

    code: str
    span: Span
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A bracket at the head of a portion, read as a marking; `marking` is None where none was read."""

    span: Span
    state: MarkState
    marking: Marking | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One place that claims a marking for the whole document."""

    kind: str
    span: Span
    marking: Marking
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A field's parsed value over the span it was read from; `kind` is in data/fields.toml.

    `block` counts the header blocks from 1 (cover, telegram, further sections, quoted telegrams); what stands
    in no header has 0.
    """

    kind: str
    span: Span
    value: str = field(repr=False)
    block: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A run of the text; sections tile it. `portion` is the address of the portion it belongs to.

    Furniture between portions has no portion. Blank lines belong to the section before them.
    """

    kind: SectionKind
    span: Span
    portion: str | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of the text that has a marking of its own: a paragraph, a heading, a header field.

    `span` is tight: it ends with the last character that is no blank. `skeleton` are the label, the
    number and the mark (where it parses whole): characters that stay when the rest is removed.
    `furniture` are page lines, routing words and hidden characters inside `span`. `closed` are the
    characters that parse by the field's closed grammar; an assumption opens only those. `marking` has
    the document's captions joined in; `own` is the marking without them, for a policy's `captions_reach`.
    """

    address: str
    section: SectionKind
    span: Span
    marking: Marking
    basis: Basis
    number: Span | None = None
    ordinal: int | None = None
    mark: Mark | None = None
    skeleton: tuple[Span, ...] = ()
    furniture: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()
    parent: str | None = None
    header: bool = False
    own: Marking | None = None


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Cable:
    """A cable read whole: tiling sections, portions, fields, the document's marking and its reasons.

    `text` is the decoded original with line ends as LF and no BOM; all offsets are over it.
    `reasons` are the letters of the cable's own Classified By line, as `1.4(b)`. `captions` are the
    controls that the caption lines add to every portion, without a level.
    """

    text: str = field(repr=False)
    codec: str
    newline: str
    format: str
    sections: tuple[Section, ...]
    portions: tuple[Portion, ...]
    fields: tuple[Field, ...]
    marking: Marking
    claims: tuple[Claim, ...]
    notes: tuple[ParseNote, ...]
    reasons: tuple[str, ...]
    declassification: Declassification
    date: dt.date | None
    message_id: str | None = field(repr=False)
    tags: tuple[str, ...] = field(repr=False)
    stops: tuple[str, ...] = ()
    captions: Marking = field(default_factory=lambda: Marking(Level.U))

    def portion(self, address: str) -> Portion | None:
        """Give the portion at `address`, or None."""
        return next((portion for portion in self.portions if portion.address == address), None)


# --- findings ----------------------------------------------------------------------------------


class EntityKind(StrEnum):
    """What a finding is; closed, described in data/entities.toml."""

    PERSON = "PERSON"
    ORGANIZATION = "ORGANIZATION"
    LOCATION = "LOCATION"
    NATIONALITY = "NATIONALITY"
    DATE_TIME = "DATE_TIME"
    MONEY = "MONEY"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    URL = "URL"
    IP = "IP"
    ID_NUMBER = "ID_NUMBER"
    ADDRESS = "ADDRESS"
    BIRTH = "BIRTH"
    COORDINATES = "COORDINATES"
    POST = "POST"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Finding:
    """Evidence that an entity stands here; decides nothing.

    `score` is in thousandths. `person` is the same small integer for every mention of one person of
    this document. `title` is the office or title that stands right before the name. `possible` marks
    an unknown capitalised word: it counts as a PERSON for protection, never for release.
    `contexts` holds `protect-note` when a note binds the person; a finding over the note's whole reach
    (name, title, apposition, note) is a finding of its own with `reach` set.
    """

    span: Span
    kind: EntityKind
    detector: str
    score: int
    evidence: tuple[str, ...] = ()
    person: int | None = None
    title: Span | None = None
    possible: bool = False
    contexts: frozenset[str] = frozenset()
    reach: bool = False


# --- policies ----------------------------------------------------------------------------------


class Fact(Enum):
    """What a reader may still learn about a removed text."""

    EXISTS = "exists"
    TYPE = "type"
    ROLE = "role"
    LINK = "link"
    COARSE = "coarse"
    PART = "part"
    TEXT = "text"


class Action(Enum):
    """What happens to text: each action is the set of facts that a reader still learns.

    Stricter means subset; `meet` is intersection, which always is an action again.
    """

    WITHHOLD = frozenset[Fact]()
    REDACT = frozenset({Fact.EXISTS})
    LABEL = frozenset({Fact.EXISTS, Fact.TYPE})
    ROLE = frozenset({Fact.EXISTS, Fact.TYPE, Fact.ROLE})
    PSEUDONYM = frozenset({Fact.EXISTS, Fact.TYPE, Fact.LINK})
    GENERALIZE = frozenset({Fact.EXISTS, Fact.TYPE, Fact.COARSE})
    MASK = frozenset({Fact.EXISTS, Fact.TYPE, Fact.PART})
    KEEP = frozenset(Fact)

    def meet(self, other: Action) -> Action:
        """Give the action that tells exactly what both tell."""
        return self if self is other else Action(self._value_ & other._value_)

    def at_most(self, other: Action) -> bool:
        """Say whether this tells no more than `other`."""
        return self._value_ <= other._value_


@dataclass(frozen=True, slots=True)
class Authority:
    """A ground for a removal: a registry code and its parts, such as B1 with 1.4(b), 1.4(d)."""

    code: str
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write it as a marker does: `B1 1.4(b),1.4(d)`."""
        return f"{self.code} {','.join(self.parts)}" if self.parts else self.code


class AudienceKind(StrEnum):
    """Who may read the copy; closed, DESIGN.md 5."""

    PUBLIC = "public"
    FOREIGN = "foreign"
    AGENCY = "agency"
    STAFF = "staff"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Audience:
    """The reader a policy releases to; `under` is discretion, foia, mdr or systematic (public only)."""

    kind: AudienceKind
    under: str | None = None
    countries: tuple[str, ...] = ()
    name: str | None = None
    clearance: Level | None = None

    @property
    def lawful(self) -> bool:
        """Say whether each removal needs a ground in law."""
        return self.kind is AudienceKind.PUBLIC and self.under in {"foia", "mdr", "systematic"}


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition of a rule: a registered matcher's name and its values, all text.

    `operator` is the key inside the matcher's mapping (at_most, any_of, ...), empty where it has none.
    """

    name: str
    operator: str
    values: tuple[str, ...]


class GroupKind(StrEnum):
    """How a group of conditions is joined."""

    ANY = "any"
    ALL = "all"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions under `any`, `all` or `not`; `not` holds exactly one."""

    kind: GroupKind
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A conjunction of matchers and groups; true of everything when empty."""

    matchers: tuple[Matcher, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a policy. `release` rules have `action` as `up_to`, `protect` rules as `do`.

    `authorities` are as written: `from-cable` is `Authority("B1", ("from-cable",))`, its reasons come from
    the cable when the rule fires (policy.authorities). `hold` is the flag.
    """

    id: str
    verb: str
    when: Condition
    unless: Condition | None
    action: Action
    hold: bool
    authorities: tuple[Authority, ...]
    place: Place
    harm: str = ""
    describe: str = ""
    on_entity: bool = False
    redundant_on_purpose: str = ""
    preview: bool = False


@dataclass(frozen=True, slots=True)
class Assumption:
    """A declared reading of unmarked header text: these sections count as `level`."""

    id: str
    sections: tuple[SectionKind, ...]
    level: Level
    because: str
    approved_by: str
    place: Place


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The authorities of the two defaults that no policy can change."""

    portion: tuple[Authority, ...] = ()
    entity: tuple[Authority, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list that rules name: entries are (name, offices with their short forms, since, until)."""

    name: str
    sha256: str
    ships: bool
    entries: tuple[ListEntry, ...] = field(repr=False)

    def __hash__(self) -> int:
        """Hash what names the list: a million entries are not walked to look one up."""
        return hash((self.name, self.sha256))


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One person or term of a list, folded at matching time, not here."""

    name: str
    offices: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A property that a policy claims of itself (policy.guarantees decides it).

    `kind` is `never` (a reader learns no more than `action` tells of what `condition` describes), `always`
    (all of it is shown), `monotone` (a stricter value on one of `axes` opens nothing) or `stricter_than`
    (the policy named `other` shows at least as much).
    """

    id: str
    kind: str
    place: Place
    condition: Condition = Condition()
    axes: tuple[str, ...] = ()
    except_assumptions: tuple[str, ...] = ()
    action: Action = Action.LABEL
    other: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A release policy that was read, typed and checked; `sha256` is of its bytes."""

    id: str
    version: str
    title: str
    owner: str
    audience: Audience
    captions_reach: str
    otherwise: Otherwise
    assumptions: tuple[Assumption, ...]
    release: tuple[Rule, ...]
    protect: tuple[Rule, ...]
    lists: tuple[NamedList, ...]
    params: Mapping[str, str]
    detect: str
    sha256: str
    amount: str = "hidden"
    coarse_date: str = "year"
    mask_last: int = 4
    review_by: dt.date | None = None
    source: str = field(default="", repr=False)
    law_enforcement: bool = False
    entities: int = 1
    guarantees: tuple[Guarantee, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    preview: tuple[Rule, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Give all rules, those that release first."""
        return (*self.release, *self.protect)


# --- decisions ---------------------------------------------------------------------------------


class RemovalKind(StrEnum):
    """What sort of removal it is, in the log."""

    PORTION = "portion"
    ENTITY = "entity"
    RUN = "run"
    FURNITURE = "furniture"
    REMARK = "remark"


class DecidedBy(StrEnum):
    """Who settled it."""

    POLICY = "policy"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to the characters of `span`, and every rule that says so; decisions tile the text.

    `what` is a word of the marker grammar (paragraph, heading, line, table, text, name, ...); `value`
    is what stands in the marker where the action is ROLE, PSEUDONYM, GENERALIZE or MASK. A KEEP decision names the rules that released it.
    `hold` stands beside withhold: a person must decide. `removal` is None exactly for KEEP.
    """

    span: Span
    action: Action
    rules: tuple[str, ...]
    authorities: tuple[Authority, ...]
    portion: str | None
    section: SectionKind
    marking: Marking
    basis: Basis
    removal: RemovalKind | None
    what: str = ""
    value: str = ""
    hold: bool = False
    entity: EntityKind | None = None
    decided_by: DecidedBy = DecidedBy.POLICY
    harm: tuple[str, ...] = ()
    describe: tuple[str, ...] = ()


class EntryKind(StrEnum):
    """What a reviewer decided."""

    UPHOLD = "uphold"
    RELEASE = "release"
    REMOVE = "remove"
    CONFIRM = "confirm"


class ConfirmKind(StrEnum):
    """What somebody outside decided, as a reviewer records it."""

    DECLASSIFIED = "declassified"
    CONSENT = "consent"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A decision of somebody else's that a reviewer vouches for: who took it, in which position, on what."""

    kind: ConfirmKind
    by: str = field(repr=False)
    position: str
    date: dt.date
    scope: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """One reviewer's decision about portions (by address) or removals (`#7`) of one document.

    `words` are what a `remove` takes away wherever it stands. `until` is the last day on which what an
    entry opens is open.
    """

    kind: EntryKind
    targets: tuple[str, ...]
    commitments: tuple[str, ...]
    reviewer: str
    date: dt.date
    place: Place
    authorities: tuple[Authority, ...] = ()
    harm: str = ""
    because: str = ""
    words: tuple[str, ...] = field(default=(), repr=False)
    confirmation: Confirmation | None = None
    until: dt.date | None = None

    def confirms(self, kind: ConfirmKind) -> bool:
        """Say whether it records a decision of this kind."""
        return self.confirmation is not None and self.confirmation.kind is kind


@dataclass(frozen=True, slots=True)
class Settlement:
    """A reviewer's entry whose commitments were found in this run, bound to what it speaks of.

    `spans` are original spans: whole portions, or the spans of removals of the run before the decision.
    `portions` are the addresses of the portions that the entry names, where it speaks of portions whole.
    """

    entry: ReviewEntry
    spans: tuple[Span, ...]
    portions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything decided about one cable.

    `denied` says that no body portion remains. `kept` counts what was seen and kept, by entity kind.
    `notices` are sentences in our own words for the summary. `closed` are the indices, into the
    findings that were decided on, of those whose own result is below keep, wherever they stand.
    """

    decisions: tuple[Decision, ...]
    denied: bool
    kept: Mapping[EntityKind, int]
    notices: tuple[str, ...] = ()
    status: Status = Status.NOT_REACHED
    closed: frozenset[int] = frozenset()


# --- release -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Redaction:
    """A removal of the original's `span`, shown as `replacement`; keeps every reason.

    `number` counts from 1 in text order. `replacement` is empty for furniture and re-marking, or where
    the whole document is denied.
    """

    number: int
    span: Span
    replacement: str
    decision: Decision


class ReleaseState(StrEnum):
    """The copy as a whole."""

    FULL = "full"
    PART = "part"
    DENIED = "denied"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line that we wrote: stamp, banner, struck banner; `at` and `length` are bytes of the release."""

    kind: str
    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Release:
    """The finished copy: its text, and where in its bytes (UTF-8) each removal and own line stands.

    `places[i]` is (at, length) of `redactions[i]`; `portions` are (address, at, length) of every portion
    that has text or a marker here.
    """

    text: str = field(repr=False)
    state: ReleaseState
    redactions: tuple[Redaction, ...]
    places: tuple[tuple[int, int], ...]
    own: tuple[OwnLine, ...]
    banner: str
    stamp: str
    portions: tuple[tuple[str, int, int], ...] = ()


# --- audit -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One line of audit.jsonl as it is stored: canonical JSON bytes without the line end."""

    kind: str
    seq: int
    line: bytes = field(repr=False)

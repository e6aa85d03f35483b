"""The closed vocabularies of the policy language, as kinds of text."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from redactor.files import package_table
from redactor.markings import vocabulary as tables
from redactor.markings.types import Level, Status
from redactor.model import Action, AudienceKind, Basis, EntityKind, Fact, SectionKind
from redactor.policy.authorities import FROM_CABLE, control_names, parse_authority, registry
from redactor.policy.nodes import Fault, shown
from redactor.policy.posts import post_names
from redactor.policy.values import Choice, Form, Json

ANY = "any"

ACTIONS = {
    "withhold": Action.WITHHOLD,
    "redact": Action.REDACT,
    "label": Action.LABEL,
    "role": Action.ROLE,
    "pseudonym": Action.PSEUDONYM,
    "generalize": Action.GENERALIZE,
    "mask": Action.MASK,
    "keep": Action.KEEP,
}

# Header fields with a grammar of their own: an assumption opens the characters that fit it.
HEADER_FIELDS = (
    SectionKind.MESSAGE_NUMBER,
    SectionKind.DATE,
    SectionKind.FROM,
    SectionKind.TO,
    SectionKind.INFO,
    SectionKind.TAGS,
    SectionKind.TRANSMISSION,
)

LEVEL = Choice("level", tuple(level.name for level in Level))
SECTION = Choice("section", tuple(section.value for section in SectionKind))
HEADER_FIELD = Choice(
    "header field",
    tuple(section.value for section in HEADER_FIELDS),
    {
        section.value: Fault(
            "RP105",
            f"`{section.value}` is no header field with a closed grammar",
            f"an assumption may name {', '.join(field.value for field in HEADER_FIELDS)}",
        )
        for section in SectionKind
        if section not in HEADER_FIELDS
    },
)
ENTITY = Choice("entity", (*(kind.value for kind in EntityKind), ANY))
STATUS = Choice("declassification status", tuple(status.value for status in Status))
BASIS = Choice("basis", tuple(basis.value for basis in Basis))
CONTEXT = Choice("context", ("protect-note",))
UP_TO = Choice("action", tuple(ACTIONS))
DO = Choice(
    "action",
    ("hold", *(word for word in ACTIONS if word != "keep")),
    {
        "keep": Fault("RP101", "a protect rule hides; it does not `keep`", "use a release rule, or `unless`"),
    },
)


_LEARNT = {
    Fact.EXISTS: "that something stood there",
    Fact.TYPE: "its kind",
    Fact.ROLE: "a role",
    Fact.LINK: "which mentions are one person's",
    Fact.COARSE: "a coarser value",
    Fact.PART: "a part of it",
}


def learnt(choice: Choice) -> str:
    """Say of each action what a reader still learns: `label`: that something stood there, its kind."""
    return "; ".join(f"`{word}`: {_learnt(word)}" for word in choice.options)


def _learnt(word: str) -> str:
    if word not in ACTIONS:
        return "nothing, and a person must decide"
    facts = ACTIONS[word].value
    if Fact.TEXT in facts:
        return "all of it"
    return ", ".join(said for fact, said in _LEARNT.items() if fact in facts) or "nothing"


ABOVE = Choice("action", tuple(word for word in ACTIONS if word != "keep"))
HOLD = Choice("answer", ("hold",))
AUDIENCE = Choice("audience", tuple(kind.value for kind in AudienceKind))
UNDER = Choice("ground of public release", ("discretion", "foia", "mdr", "systematic"))
REACH = Choice("reach", ("all", "classified"))
DETECT = Choice("answer", ("all", "strict", "review", "none"))
MATURITY = Choice("maturity", ("stable", "preview"))
COARSE_DATE = Choice("part of a date", ("year", "month"))
LAST = Choice("number of characters", ("1", "2", "3", "4"))
AMOUNT = Choice("answer", ("hidden", "exact"))
AXIS = Choice("axis", ("level", "controls", "release"))
LANGUAGE = Choice("language version", ("1",))
ENTITIES = Choice("version of the entity vocabulary", ("1",))
POST = Choice("post", post_names())
CONTROL = Choice("control", control_names())


def _known_country(code: str) -> str | None:
    """Give the code if a country has it."""
    return code if code in tables.table("countries.toml")["country"] else None


# matches `GBR`, not `gb`
COUNTRY = Form("country", "[A-Z]{3}", "GBR", means=_known_country)


def _known_post(name: str) -> str | None:
    """Give the name if a post has it."""
    return name if name in post_names() else None


# matches `ABU DHABI`, not `Astana`
POST_NAME = Form("post", "[A-Z][A-Z'-]{1,29}( [A-Z][A-Z'-]{0,29}){0,4}", "ASTANA", means=_known_post)


@dataclass(frozen=True, slots=True)
class AuthorityText:
    """An authority: a code of the registry and what follows it; the parts are checked by the audience."""

    noun: str = "authority"

    def _pattern(self) -> str:
        """Describe a known code with anything after it."""
        return f"{FROM_CABLE}|({'|'.join(registry().rows)})( [^\\u0000-\\u001f]*)?"

    def read(self, text: str) -> str | None:
        """Give the text if it begins with a code of the registry."""
        return text if re.fullmatch(self._pattern(), text) else None

    def fault(self, text: str) -> Fault:
        """Say what stands in the place of a code."""
        parsed = parse_authority(text)
        return parsed if isinstance(parsed, Fault) else Fault("RP103", f"unknown authority `{shown(text)}`")

    def schema(self) -> Json:
        """Give the codes as a pattern."""
        return {"type": "string", "pattern": f"^(?:{self._pattern()})$"}


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One kind of entity: the word its marker shows, and the Presidio types that it stands for."""

    kind: EntityKind
    word: str
    presidio: tuple[str, ...]
    meaning: str


@functools.cache
def entity_rows() -> tuple[EntityRow, ...]:
    """Read the closed vocabulary of entities that ships with redactor."""
    raw = package_table("entities.toml")
    return tuple(
        EntityRow(EntityKind(row["kind"]), row["word"], tuple(row["presidio"]), row["meaning"])
        for row in raw["entity"]
    )

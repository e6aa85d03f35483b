"""The closed vocabularies of markings, read once from package data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from redactor.files import package_table
from redactor.markings.types import Level, Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

USA = "USA"
CONCEALED = "CONCEALED"
"""In `Marking.fgi`: the source of foreign-government information is not named."""
AS_BANNER = "REL"
"""In `Foreign.release`: a bracket said REL and no more, the list is the banner's."""
TEXT_EFFECT = MappingProxyType({"ok": Truth.YES, "hold": Truth.UNKNOWN, "block": Truth.NO})


@dataclass(frozen=True, slots=True)
class Control:
    """One row of data/controls.toml; `order` is its place there and in banners."""

    code: str
    order: int
    meaning: str
    banner: str
    portion: str
    also: tuple[str, ...]
    category: str
    level: Level
    public: str
    partner: Truth
    agency: Truth
    staff: Truth
    implies: tuple[str, ...]
    beats: tuple[str, ...]
    hard_stop: bool
    caption: bool
    alone: bool
    low: bool
    show: bool
    source: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """Give every way it is written, without repeats."""
        return tuple(dict.fromkeys((self.banner, self.portion, *self.also)))


@dataclass(frozen=True, slots=True)
class Group:
    """A group of countries; only one that `expands` stands for its members."""

    code: str
    members: frozenset[str]
    expands: bool


def table(name: str) -> dict[str, Any]:
    """Read a vocabulary file of package data."""
    return package_table(name)


def fold(text: str) -> str:
    """Fold a spelling for look-up: upper case, single blanks, ASCII dashes."""
    return " ".join(text.upper().replace("\u2013", "-").replace("\u2014", "-").split())


def _control(order: int, code: str, row: Mapping[str, Any]) -> Control:
    return Control(
        code=code,
        order=order,
        meaning=row["meaning"],
        banner=row["banner"],
        portion=row["portion"],
        also=tuple(row.get("also", ())),
        category=row["category"],
        level=Level[row.get("level", "U")],
        public=row["public"],
        partner=TEXT_EFFECT[row["partner"]],
        agency=TEXT_EFFECT[row["agency"]],
        staff=TEXT_EFFECT[row["staff"]],
        implies=tuple(row.get("implies", ())),
        beats=tuple(row.get("beats", ())),
        hard_stop=row.get("hard_stop", False),
        caption=row.get("caption", False),
        alone=row.get("alone", False),
        low=row.get("low", False),
        show=row.get("show", True),
        source=row["source"],
    )


@cache
def controls() -> Mapping[str, Control]:
    """Give every control by its code, in the order of banners."""
    rows = table("controls.toml")["control"]
    return MappingProxyType({code: _control(i, code, row) for i, (code, row) in enumerate(rows.items())})


def disseminates(code: str) -> bool:
    """Say whether a control speaks of who may have a text, and not of what is in it."""
    row = controls().get(code)
    return row is not None and row.category in {"dissem", "nonic"}


@cache
def control_spellings() -> Mapping[str, str]:
    """Give the control of each spelling; the first row that has a spelling keeps it."""
    spelled: dict[str, str] = {}
    for control in controls().values():
        for spelling in control.spellings:
            spelled.setdefault(fold(spelling), control.code)
    return MappingProxyType(spelled)


@cache
def compartment_spellings() -> Mapping[str, tuple[str, str]]:
    """Give the compartment and its class of each spelling."""
    rows = table("controls.toml")["compartment"]
    return MappingProxyType(
        {fold(text): (code, row["class"]) for code, row in rows.items() for text in (code, *row["also"])}
    )


@cache
def routing() -> tuple[str, ...]:
    """Give the captions that route and control nothing."""
    return tuple(fold(row["text"]) for row in table("controls.toml")["routing"])


@cache
def level_names() -> Mapping[str, Level]:
    """Give the level of each name that a banner or a bracket may spell out."""
    rows = table("levels.toml")["level"]
    return MappingProxyType({fold(name): Level[code] for code, row in rows.items() for name in row["names"]})


@cache
def level_codes() -> Mapping[str, Level]:
    """Give the level of each short code of a bracket."""
    rows = table("levels.toml")["level"]
    return MappingProxyType({name: Level[code] for code, row in rows.items() for name in row["codes"]})


@cache
def nato_levels() -> Mapping[str, Level]:
    """Give the level of each NATO mark; they stand after a leading double slash."""
    rows = table("levels.toml")["nato"]
    return MappingProxyType({fold(name): Level[row["level"]] for row in rows for name in row["codes"]})


@cache
def floors() -> Mapping[str, Level]:
    """Give the floor of each spelling whose level stays unknown."""
    return MappingProxyType({fold(r["name"]): Level[r["level"]] for r in table("levels.toml")["floor"]})


@cache
def other_names() -> tuple[str, ...]:
    """Give the words near a level's name that are none."""
    return tuple(fold(row["name"]) for row in table("levels.toml")["other"])


@cache
def level_title(level: Level) -> str:
    """Give a level's name as a banner writes it."""
    return str(table("levels.toml")["level"][level.name]["name"])


@cache
def prosign_letters() -> Mapping[str, Level]:
    """Give the level of each letter of a transmission line."""
    rows = table("levels.toml")["level"]
    return MappingProxyType({letter: Level[code] for code, row in rows.items() for letter in row["prosign"]})


@cache
def plain_words() -> frozenset[str]:
    """Give the brackets that look like marks and are plain words."""
    return frozenset(fold(row["text"]) for row in table("levels.toml")["word"])


@cache
def groups() -> Mapping[str, Group]:
    """Give every group of countries by its code."""
    rows = table("countries.toml")["group"]
    return MappingProxyType(
        {code: Group(code, frozenset(row["members"]), row["expands"]) for code, row in rows.items()}
    )


@cache
def places() -> Mapping[str, str]:
    """Give the code of each spelling of a country or group: code, name, short forms."""
    data = table("countries.toml")
    spelled: dict[str, str] = {}
    for code, row in (*data["country"].items(), *data["group"].items()):
        for text in (code, row["name"], *row["also"]):
            spelled.setdefault(fold(text), code)
    return MappingProxyType(spelled)


@cache
def trigraphs() -> frozenset[str]:
    """Give the codes of all countries."""
    return frozenset(table("countries.toml")["country"])


def members(code: str) -> frozenset[str]:
    """Give what a code of a foreign-release list stands for: its members where it expands, else itself."""
    group = groups().get(code)
    if group is not None and group.expands:
        return group.members
    return frozenset({code}) - {USA}

"""Fills the templates: sentences with invented people, places and bodies, each with its labelled spans."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from redactor.files import package_data
from training.names import cultures, person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from training.names import Person, Pool

HERE = Path(__file__).parent

# matches "{full}" and "{title:2}"; must not match "{}" or "{full 2}"
_SLOT = re.compile(r"\{(?P<kind>[a-z_]+)(?::(?P<number>\d))?\}")

_LABELS = {
    **dict.fromkeys(
        (
            "full",
            "last",
            "first",
            "full_u",
            "last_u",
            "first_u",
            "arabic",
            "spanish",
            "eastern",
            "single",
            "royal",
            "initials",
            "initial",
            "burmese",
            "nick",
            "rev",
            "last_c",
            *cultures(),
        ),
        "PERSON",
    ),
    **dict.fromkeys(
        ("country", "country_u", "city", "city_u", "town", "province", "place", "state", "post"), "LOC"
    ),
    **dict.fromkeys(("org", "body", "company", "brand", "party", "group", "univ", "acronym", "paper"), "ORG"),
    **dict.fromkeys(("nat", "tribe"), "NORP"),
}
_REAL_PLACE = 0.35
_LONG_WORD = 5
_MIXED = {
    "prose": 5,
    "telegram": 3,
    "archive": 6,
    "header": 3,
    "foreign": 1,
    "negative": 4,
    "archive_negative": 3,
    "archive_reporting": 8,
    "archive_quiet": 5,
    "reporting": 6,
    "quiet": 4,
}
_OTHERS = ("prose", "telegram", "archive", "negative", "archive_negative", "reporting", "quiet")
_IN_CAPITALS = frozenset({"archive", "archive_negative", "archive_reporting", "archive_quiet", "foreign"})
"""Kinds that are written in capitals alone."""
_WHOLE = frozenset({"archive_reporting", "archive_quiet", "reporting", "quiet"})
"""Kinds whose lines are paragraphs: one or two make a text."""
_FLAT = {"prose": 0.1, "telegram": 0.7, "header": 0.5, "negative": 0.35, "reporting": 0.15, "quiet": 0.2}
"""How often the other kinds are written in capitals."""
_LINES = frozenset({"header"})
_SAME_KIND = 0.75


@dataclass(frozen=True, slots=True)
class Text:
    """A text with labelled spans; `missing` are stretches of which nothing is known."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    missing: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class World:
    """What one text is about: its people stay the same from slot to slot."""

    rng: Random
    pool: Pool
    words: dict[str, list[str]]
    facts: dict[str, list[str]]
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, number: str, culture: str | None = None) -> Person:
        """Give the person of a number."""
        if number not in self.people:
            self.people[number] = person(self.rng, self.pool, culture)
        return self.people[number]

    def place(self) -> str:
        """Give the name of a place, mostly an invented one."""
        if self.rng.random() < _REAL_PLACE:
            return self.rng.choice(self.facts["places"])
        return self.pool.places.make(self.rng)


def read_words() -> dict[str, list[str]]:
    """Read what fills the plain slots."""
    return tomllib.loads((HERE / "slots.toml").read_text(encoding="utf-8"))


def read_templates() -> dict[str, list[str]]:
    """Read the templates by kind, comments left out."""
    files = sorted((HERE / "templates").glob("*.txt"))
    lines = {file.stem: file.read_text(encoding="utf-8").splitlines() for file in files}
    return {
        name: [line for line in found if line and not line.startswith("#")] for name, found in lines.items()
    }


def _form(world: World, key: str) -> str:
    """Make the name of a body, party or company around an invented word."""
    words: list[Callable[[], str]] = [
        world.place,
        lambda: world.rng.choice(world.facts["places"]),
        lambda: person(world.rng, world.pool).last,
    ]
    return world.rng.choice(world.words[key]).replace("{x}", world.rng.choice(words)())


def _body(world: World) -> str:
    kind = world.rng.choice(world.words["body_kind"])
    return f"{world.rng.choice(world.facts['nationalities'])} {kind}" if world.rng.random() < 0.15 else kind


def _number(world: World) -> str:
    return str(world.rng.choice((world.rng.randint(2, 99), world.rng.randint(100, 99999))))


def _date(world: World) -> str:
    month, day = world.rng.choice(world.words["month"]), world.rng.randint(1, 28)
    year = world.rng.randint(1970, 2009)
    forms = (
        f"{month} {day}",
        f"{day} {month}",
        f"{month[:3]} {day}",
        f"{month} {day}, {year}",
        f"{day:02}/{day:02}/{year}",
        f"{month} {year}",
    )
    return world.rng.choice(forms)


def _party(world: World) -> str:
    if world.rng.random() < 0.4:
        return "".join(world.rng.sample("ABCDFGILMNPRSTU", world.rng.choice((3, 3, 4))))
    return _form(world, "party_form")


def _street(world: World) -> str:
    return world.rng.choice((world.place, lambda: person(world.rng, world.pool).last))()


@functools.cache
def _english() -> tuple[str, ...]:
    """Give the longer words of the package's English list."""
    return tuple(word for word in package_data("words.txt").split() if len(word) >= _LONG_WORD)


def typo(world: World) -> str:
    """Damage an English word as a bad line does: a letter lost, doubled, changed or put in the wrong place."""
    word = world.rng.choice(_english())
    at = world.rng.randrange(len(word) - 1)
    letter = world.rng.choice("abcdefghijklmnopqrstuvwxyz")
    damaged = (
        word[:at] + word[at + 1 :],
        word[: at + 1] + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word,
    )
    return world.rng.choice(damaged)


def jargon(world: World) -> str:
    """Make an abbreviation that reads like a word or like none: GOBO, MINFON, USCINCSO, SIDERSA."""
    heads = ("GO", "MIN", "US", "EM", "CINC", "IN", "FE", "CO", "PETRO", "SIDER", "BAN", "COMI", "AG", "DE")
    tails = (
        "BO",
        "FON",
        "SA",
        "MEX",
        "BOL",
        "GAS",
        "PLAN",
        "TEL",
        "COR",
        "DEFOR",
        "BRAS",
        "LAN",
        "COM",
        "RAL",
    )
    letters = "".join(world.rng.choices("ABCDEFGILMNOPRSTU", k=world.rng.choice((3, 4, 5))))
    return world.rng.choice((world.rng.choice(heads) + world.rng.choice(tails), letters))


def _dtg(world: World) -> str:
    """Make a date-time group."""
    day, hour, minute = world.rng.randint(1, 28), world.rng.randint(0, 23), world.rng.randint(0, 59)
    month = world.rng.choice(world.words["month"])[:3].upper()
    return f"{day:02}{hour:02}{minute:02}Z {month} {world.rng.randint(73, 79)}"


def _ship(world: World) -> str:
    """Name a ship after a place or a person; nobody stands on it."""
    return world.rng.choice((world.place, lambda: person(world.rng, world.pool).last))()


_MADE: dict[str, Callable[[World], str]] = {
    "country": lambda world: world.rng.choice(world.facts["countries"]),
    "country_u": lambda world: world.rng.choice(world.facts["countries"]).upper(),
    "city": lambda world: world.rng.choice(world.facts["places"]),
    "city_u": lambda world: world.rng.choice(world.facts["places"]).upper(),
    "post": lambda world: world.rng.choice(world.facts["places"]),
    "town": World.place,
    "place": World.place,
    "province": lambda world: world.place() + world.rng.choice(world.words["place_tail"]),
    "nat": lambda world: world.rng.choice(world.facts["nationalities"]),
    "tribe": lambda world: world.pool.places.make(world.rng),
    "body": _body,
    "party": _party,
    "org": lambda world: _form(world, "org_form"),
    "company": lambda world: _form(world, "company_form"),
    "group": lambda world: _form(world, "group_form"),
    "univ": lambda world: _form(world, "univ_form"),
    "street": _street,
    "unit": lambda world: world.rng.choice(world.words["unit_kind"]),
    "num": _number,
    "typo": typo,
    "typo_c": lambda world: typo(world).capitalize(),
    "jargon": jargon,
    "dtg": _dtg,
    "ship": _ship,
    "brand": World.place,
    "river": World.place,
    "bureau": lambda world: f"{world.rng.choice(world.words['bureau_code'])}-{world.rng.randint(0, 20):02}",
    "date": _date,
    "id": lambda world: f"{world.rng.choice(('', 'A', 'N0'))}{world.rng.randint(100000, 9999999)}",
    "rev": lambda world: "{0.last}, {0.first}".format(world.person("1")),
    "initial": lambda world: world.rng.choice("ABCDEFGHJKLMNPRSTW") + ".",
    "letter": lambda world: world.rng.choice("ABCDEFGHJKLMNPRSTW"),
    "initials": lambda world: "".join(world.rng.sample("ABCDEFGHJKLMNPRSTW", world.rng.choice((1, 2, 2)))),
}

_PERSONS: dict[str, tuple[str, str | None]] = {
    "full": ("full", None),
    "last": ("last", None),
    "first": ("first", None),
    "full_u": ("full", None),
    "last_u": ("last", None),
    "first_u": ("first", None),
    "arabic": ("full", "arabic"),
    "spanish": ("full", "spanish"),
    "eastern": ("full", "eastern"),
    "single": ("last", None),
    "royal": ("first", None),
    "burmese": ("full", "burmese"),
    "nick": ("full", "nick"),
    "last_c": ("last", None),
    **{name: ("full", name) for name in cultures()},
}


def _fill(world: World, kind: str, number: str) -> str:
    """Give what stands in one slot."""
    if kind in _PERSONS:
        form, culture = _PERSONS[kind]
        text = str(getattr(world.person(number, culture), form))
        return text.upper() if kind.endswith("_u") else text
    if kind in _MADE:
        return _MADE[kind](world)
    return world.rng.choice(world.words[kind])


def fill(template: str, world: World) -> Text:
    """Fill one template; names that touch, as LAST, FIRST in a TAG or initials before a name, are one span."""
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    at = length = 0
    for match in _SLOT.finditer(template):
        parts += [template[at : match.start()], _fill(world, match["kind"], match["number"] or "1")]
        start = length + match.start() - at
        length = start + len(parts[-1])
        label = _LABELS.get(match["kind"])
        if label:
            spans.append((start, length, label))
        at = match.end()
    parts.append(template[at:])
    text = "".join(parts)
    return Text(text, tuple(_joined(text, spans)))


def _joined(text: str, spans: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Join persons' spans with no more than a blank between them, and LAST, FIRST inside brackets."""
    merged: list[tuple[int, int, str]] = []
    for start, end, label in spans:
        if merged and merged[-1][2] == label == "PERSON":
            first, last, _ = merged[-1]
            between = text[last:start]
            tag = between == ", " and text[first - 1 : first] == "(" and text[end : end + 1] in {")", " "}
            if between in {"", " "} or tag:
                merged[-1] = (first, end, label)
                continue
        merged.append((start, end, label))
    yield from merged


def paragraphs(
    rng: Random, pool: Pool, facts: dict[str, list[str]], count: int
) -> Iterator[tuple[str, Text]]:
    """Give `count` texts of one to four sentences, each kind in its share, and the manner it is written in."""
    words, templates = read_words(), read_templates()
    kinds = [kind for kind, weight in _MIXED.items() for _ in range(weight)]
    for _ in range(count):
        kind = rng.choice(kinds)
        flat = kind in _IN_CAPITALS or rng.random() < _FLAT[kind]
        size = 1 if kind in _LINES else rng.choice((1, 1, 2) if kind in _WHOLE else (1, 2, 2, 3, 4))
        others = _OTHERS if flat else ("prose", "telegram", "negative", "reporting", "quiet")
        pieces = []
        for _ in range(size):
            other = kind if rng.random() < _SAME_KIND or kind in _LINES else rng.choice(others)
            pieces.append(fill(rng.choice(templates[other]), World(rng, pool, words, facts)))
        yield "capitals" if flat else "prose", joined(pieces)


def joined(pieces: list[Text]) -> Text:
    """Put texts one after another, a blank between them."""
    text, spans, missing = "", [], []
    for piece in pieces:
        shift = len(text) + (1 if text else 0)
        text = f"{text} {piece.text}" if text else piece.text
        spans += [(start + shift, end + shift, label) for start, end, label in piece.spans]
        missing += [(start + shift, end + shift) for start, end in piece.missing]
    return Text(text, tuple(spans), tuple(missing))

"""The word tables that the rules look up, read once from the package's data and folded."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redactor.files import package_data, package_table
from redactor.view import fold_term, ordinary

if TYPE_CHECKING:
    from redactor.detect.base import Word

DATA = (
    "confusables.toml",
    "foreign.toml",
    "harmless.toml",
    "likeness.txt",
    "places.toml",
    "posts.toml",
    "roles.toml",
    "tags.toml",
    "titles.toml",
    "words.txt",
)
"""The data files that findings depend on."""

_AS_WRITTEN = frozenset({"acronyms", "distribution", "telegraphese"})
"""Groups of harmless words that count in capitals alone."""

_LONGEST_CODE = 4  # titles up to so many letters are written as they stand: PM is one, pm is not


@dataclass(frozen=True, slots=True)
class Title:
    """A title or office of the table: its role term, whether it names several people, how it is written."""

    folded: str
    role: str | None
    plural: bool = False
    capital: bool = False
    exact: str = ""
    dotted: bool = False


@functools.cache
def table(name: str) -> dict[str, Any]:
    """Read one TOML table of the package."""
    return package_table(name)


@functools.cache
def folded_words(section: str, key: str = "words", name: str = "titles.toml") -> frozenset[str]:
    """Give the folded words of one list in a table."""
    return frozenset(fold_term(word) for word in table(name)[section][key])


def _row(form: str, role: str | None, *, capital: bool, plural: bool = False) -> Title:
    """Make the row of one form of a title; a short code must be written exactly so."""
    letters = [char for char in form if char.isalpha()]
    code = len(letters) <= _LONGEST_CODE and (form.isupper() or "/" in form)
    exact = form if code else ""
    return Title(fold_term(form.rstrip(".")), role, plural, capital, exact, dotted=form.endswith("."))


def _forms(form: str) -> list[tuple[str, bool]]:
    """Give the spellings of a title: itself and its plural."""
    irregular = {row[1]: row[0] for row in table("titles.toml")["plurals"]["rows"]}
    head, _, last = form.rpartition(" ")
    plural = irregular.get(last.casefold(), last + "s")
    if form.endswith(".") or len(form) <= 2:  # noqa: PLR2004 - PM, VP: two letters take no plural here
        return [(form, False)]
    return [(form, False), (f"{head} {plural}".strip(), True)]


@functools.cache
def titles() -> dict[str, tuple[Title, ...]]:
    """Give every title by its folded form: offices with their role, honorifics without."""
    capital_roles = frozenset(table("titles.toml")["capital_only"]["roles"])
    rows: dict[str, list[Title]] = {}
    for role in table("roles.toml")["role"]:
        for form in role["titles"]:
            for spelling, plural in _forms(form):
                row = _row(spelling, role["term"], capital=role["term"] in capital_roles, plural=plural)
                rows.setdefault(row.folded, []).append(row)
    for form in table("titles.toml")["honorifics"]["words"]:
        row = _row(form, None, capital=True)
        rows.setdefault(row.folded, []).append(row)
    return {folded: tuple(found) for folded, found in rows.items()}


@functools.cache
def title_words() -> frozenset[str]:
    """Give the single words that titles are made of."""
    own = {word for title in titles() for word in title.replace("/", " ").replace("-", " ").split()}
    return frozenset(own) | folded_words("modifiers") | folded_words("portfolio")


def role_of(title_text: str) -> str | None:
    """Give the role term of a title as it stands in a text, or None where the table has none.

    The longest title of the table that ends it counts, or one before "of": "Deputy Minister of Trade".
    """
    words = fold_term(title_text).replace(",", " ").split()
    head = words[: words.index("of")] if "of" in words else words
    for candidate in (words, head):
        for first in range(len(candidate)):
            for row in titles().get(" ".join(candidate[first:]).rstrip("."), ()):
                if row.role is not None and not row.plural:
                    return row.role
    return None


@functools.cache
def role_terms() -> tuple[str, ...]:
    """Give the closed list of role terms, in the table's order."""
    return tuple(role["term"] for role in table("roles.toml")["role"])


def _spread(folded: frozenset[str]) -> frozenset[str]:
    """Add the single words of phrases."""
    return folded | {word for phrase in folded for word in phrase.split()}


@functools.cache
def places() -> frozenset[str]:
    """Give folded names of countries, capitals, regions and large cities."""
    data = table("places.toml")
    names = [name for row in data["country"] for name in (*row["names"], *row["capitals"])]
    names += [name for kind in ("region", "city") for row in data[kind] for name in row["names"]]
    return frozenset(fold_term(name) for name in names)


@functools.cache
def nationalities() -> frozenset[str]:
    """Give folded demonyms, peoples and faiths, with their plurals."""
    data = table("places.toml")
    names = [name for row in data["country"] for name in row["demonyms"]]
    names += [name for row in data["people"] for name in row["names"]]
    folded = {fold_term(name) for name in names}
    return frozenset(folded | {f"{name}s" for name in folded})


@functools.cache
def posts() -> frozenset[str]:
    """Give folded names of posts."""
    return frozenset(fold_term(row["name"]) for row in table("posts.toml")["posts"])


@functools.cache
def place_words() -> frozenset[str]:
    """Give the words that occur in names of places, nationalities and posts; "jose" is one of them."""
    return _spread(places() | nationalities() | posts())


@functools.cache
def single_places() -> frozenset[str]:
    """Give the places, nationalities and posts of one word: longer ones count only whole."""
    return frozenset(name for name in places() | nationalities() | posts() if " " not in name)


@functools.cache
def long_places() -> frozenset[str]:
    """Give the places and posts of several words."""
    return frozenset(name for name in places() | posts() if " " in name)


@functools.cache
def harmless_words() -> frozenset[str]:
    """Give folded words that are known to be no name."""
    groups = [group for group in table("harmless.toml")["group"] if group["id"] not in _AS_WRITTEN]
    own = frozenset(fold_term(word) for group in groups for word in group["words"])
    return own | organization_heads()


@functools.cache
def acronyms() -> frozenset[str]:
    """Give known abbreviations, which count only in capitals: MOE is one, Moe is a name."""
    groups = table("harmless.toml")["group"]
    return frozenset(word for group in groups if group["id"] in _AS_WRITTEN for word in group["words"])


@functools.cache
def foreign() -> frozenset[str]:
    """Give folded common words of other tongues: no names by themselves, yet unknown to English."""
    return frozenset(
        fold_term(word) for tongue in table("foreign.toml")["tongue"] for word in tongue["words"]
    )


@functools.cache
def calendar() -> frozenset[str]:
    """Give folded months, days and feasts."""
    groups = table("harmless.toml")["group"]
    return frozenset(fold_term(w) for group in groups if group["id"] == "calendar" for w in group["words"])


@functools.cache
def harmless_phrases() -> frozenset[str]:
    """Give folded phrases that are known to hold no name."""
    return frozenset(fold_term(w) for group in table("harmless.toml")["phrases"] for w in group["words"])


@functools.cache
def organization_heads() -> frozenset[str]:
    """Give the folded words that make a capitalised run the name of a body."""
    return folded_words("organization", "heads", "harmless.toml")


def known(folded: str) -> bool:
    """Say whether some list knows the folded word as harmless, an English word or not."""
    word = folded.removesuffix("'s").removesuffix("'")
    if word in _known_words():
        return True
    return word.endswith("s") and word[:-1] in _known_words()


@functools.cache
def _known_words() -> frozenset[str]:
    """Join the lists that make a word harmless."""
    return harmless_words() | single_places() | title_words()


def known_word(word: Word) -> bool:
    """Say whether some list knows the word as it is written."""
    text = word.text.removesuffix("'S").removesuffix("'s")
    return known(word.folded) or text in acronyms() or (text.endswith("s") and text[:-1] in acronyms())


def plain_word(word: Word) -> bool:
    """Say whether a list knows the word as it is written, or English does."""
    return known_word(word) or plain(word.folded)


def plain(folded: str) -> bool:
    """Say whether a list knows the folded word, or English does, part by part."""
    if known(folded) or ordinary(folded):
        return True
    parts = [part for part in folded.replace("'", "-").split("-") if part]
    return len(parts) > 1 and all(len(part) <= 2 or known(part) or ordinary(part) for part in parts)  # noqa: PLR2004


@functools.cache
def digest() -> str:
    """Give one SHA-256 over the data files that findings depend on."""
    whole = hashlib.sha256()
    for name in DATA:
        whole.update(name.encode() + b"\0" + hashlib.sha256(package_data(name).encode()).digest())
    return whole.hexdigest()

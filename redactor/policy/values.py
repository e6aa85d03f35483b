"""The kinds of text a value may be: a word of a closed vocabulary, or a form such as a date."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from redactor.files import package_table
from redactor.policy.nodes import Fault, shown, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Json = dict[str, object]


class Kind(Protocol):
    """A kind of text: reads it into its one spelling, and says what it may be."""

    @property
    def noun(self) -> str:
        """Name it in a message: `level`, `date`."""

    def read(self, text: str) -> str | None:
        """Give the text in its one spelling, or None."""

    def fault(self, text: str) -> Fault:
        """Say what is wrong with a text that was not read."""

    def schema(self) -> Json:
        """Give the JSON Schema of it, with the other spellings that editors leave."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A word of a closed vocabulary; `refused` are words with a reason of their own why they are not in it."""

    noun: str
    options: tuple[str, ...]
    refused: Mapping[str, Fault] | None = None

    def read(self, text: str) -> str | None:
        """Give the word if it is in the vocabulary."""
        return text if text in self.options else None

    def fault(self, text: str) -> Fault:
        """Suggest the nearest word, else name them all."""
        if self.refused and text in self.refused:
            return self.refused[text]
        help_ = suggest(text, self.options) or f"one of {', '.join(self.options)}"
        return Fault("RP101", f"unknown {self.noun} `{shown(text)}`", help_)

    def schema(self) -> Json:
        """Give an enumeration; digits also as numbers."""
        return {"enum": [*self.options, *(int(option) for option in self.options if option.isdecimal())]}


@dataclass(frozen=True, slots=True)
class Form:
    """A text that a pattern describes; `example` is one that fits.

    `means` gives its one spelling, or None where it fits the pattern and means nothing (a date that
    does not exist); a schema cannot know that. `known` are the texts there are, for a suggestion. `number` says that editors may turn it into a number.
    """

    noun: str
    pattern: str
    example: str
    number: bool = False
    means: Callable[[str], str | None] | None = None
    known: Callable[[], Iterable[str]] | None = None

    def read(self, text: str) -> str | None:
        """Give its one spelling if the whole of it fits and means something."""
        if not re.fullmatch(self.pattern, text):
            return None
        return self.means(text) if self.means else text

    def fault(self, text: str) -> Fault:
        """Show one that fits."""
        if re.fullmatch(self.pattern, text):
            near = suggest(text, tuple(self.known())) if self.known else ""
            return Fault("RP026", f"the {self.noun} `{shown(text)}` does not exist", near)
        return Fault("RP023", f"`{shown(text)}` is not a {self.noun}", f"write it as `{self.example}`")

    def schema(self) -> Json:
        """Give the pattern, anchored."""
        form: Json = {"type": "string", "pattern": f"^(?:{self.pattern})$"}
        return {"anyOf": [form, {"type": "number"}]} if self.number else form


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no; editors that read YAML of 2005 turn both into booleans."""

    noun: str = "answer"

    def read(self, text: str) -> str | None:
        """Give `yes` or `no`."""
        return {"yes": "yes", "true": "yes", "no": "no", "false": "no"}.get(text)

    def fault(self, text: str) -> Fault:
        """Name both answers."""
        return Fault("RP101", f"`{shown(text)}` is neither yes nor no", "write `yes` or `no`")

    def schema(self) -> Json:
        """Give both spellings of both answers."""
        return {"enum": ["yes", "no", "true", "false", True, False]}


def read_date(text: str) -> str | None:
    """Give a date that exists as it is, or None."""
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _one_line(text: str) -> str | None:
    """Join the lines of a text."""
    return " ".join(word for word in re.split("[ \\t\\n]+", text) if word)


def _spoken(text: str) -> str | None:
    """Join the lines of a text that has a letter or digit."""
    return _one_line(text) if any(char.isalnum() for char in text) else None


# Patterns are in the common part of Python's and JSON Schema's (ECMA-262) regular expressions.
# matches `us-officials`, not `US officials`
WORD = Form("name", "[a-z][a-z0-9]{0,39}(-[a-z0-9]{1,40}){0,9}", "us-officials")
# matches `1.0.0`, not `1.0`
VERSION = Form("version", "(0|[1-9][0-9]{0,5})(\\.(0|[1-9][0-9]{0,5})){2}", "1.0.0")
# matches `2027-11-01`, not `1 Nov 2027`
DATE = Form("date", "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", "2027-11-01", means=read_date)
# matches `for the record`, not a blank or the empty text
PROSE = Form(
    "text",
    "[^\\u0000-\\u0008\\u000b-\\u001f]*[^\\u0000-\\u0020][^\\u0000-\\u0008\\u000b-\\u001f]*",
    "some words",
    means=_one_line,
)
# matches `for the record`, not `--` or the empty text
TERM = Form("word or phrase", PROSE.pattern, "visa fraud", means=_spoken)
# matches `visa-unit/minor`, not `minor`
PREDICATE = Form("predicate", "[a-z][a-z0-9-]{0,39}/[a-z][a-z0-9-]{0,39}", "visa-unit/minor")
# matches `0.85`, not `85`
SCORE = Form("score", "0|1|0\\.[0-9]{1,3}|1\\.0{1,3}", "0.85", number=True)
# matches 64 of `0-9a-f`, not 64 of `A-F`
SHA256 = Form("SHA-256", "[0-9a-f]{64}", "the 64 digits that `sha256sum FILE` prints")
# matches `lists/contacts.yaml`, not `/lists/contacts.yaml`
RELATIVE_PATH = Form("path", "[^/\\u0000-\\u001f][^\\u0000-\\u001f]*", "lists/contacts.yaml")
# matches `F-2011-12345`, not `F 2011`
CASE_NUMBER = Form("case number", "[A-Z]{1,4}-[0-9]{4}-[0-9]{1,6}", "F-2011-12345")


@functools.cache
def known_tags() -> frozenset[str]:
    """Give the words that a TAGS line may hold; persons' TAGS are none of them."""
    return frozenset(row["code"] for row in package_table("tags.toml")["tags"])


# matches `PGOV`, `KZ`, not `pgov`
TAG = Form(
    "TAG",
    "[A-Z][A-Z0-9]{1,9}",
    "PGOV",
    means=lambda text: text if text in known_tags() else None,
    known=known_tags,
)
# matches `8`, `3a`, `2:8`, `subject`, `heading:2`, not `¶8`
ADDRESS = Form(
    "portion address",
    "([1-9][0-9]?:)?[1-9][0-9]{0,2}[a-z]?|[a-z]{1,20}(-[a-z]{1,20}){0,3}(:[1-9][0-9]{0,2})?",
    "8",
    number=True,
)

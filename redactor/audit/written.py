"""What people write into the public log: one line of plain text that repeats nothing of what was removed."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from redactor import view as views
from redactor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The longest that the schema takes.
ACTOR, TEXT = 200, 500
# A shorter text recurs by chance.
_LEAST = 4
# As many words in a row as the guard of a release lets nowhere stand twice.
_RUN = 6

# A word of folded text. Matches "brandt", "o'neil"; must not match "12", "--".
_WORD = re.compile(
    r"""
    [^\W\d_]+ (?: ['-] [^\W\d_]+ )*
    """,
    re.VERBOSE,
)

# A number that tells something by itself. Matches "55501", "14,200", "7-4410"; must not match "2008", "42".
_NUMBER = re.compile(
    r"""
    \d [\d.,/-]{3,} \d
    """,
    re.VERBOSE,
)

# Letters or digits in a row. Matches "weir", "42"; must not match "--".
_TOKEN = re.compile(
    r"""
    [^\W_]+
    """,
    re.VERBOSE,
)


def refuse_odd(actor: str, text: str) -> None:
    """Refuse words that a line of the log cannot hold: empty, too long, or more than one printable line."""
    for words, most in ((actor, ACTOR), (text, TEXT)):
        if not words.strip() or len(words) > most or not words.isprintable():
            raise UsageError(
                "the log needs who, and what or why: one line of plain text each",
                help=f"--by takes {ACTOR} characters, --reason and --text {TEXT}",
            )


def refuse_repeated(written: Iterable[str], removed: Iterable[str]) -> None:
    """Refuse words that repeat removed text, however disguised: they would stand in the public log.

    A name is repeated by any of its words; one that is an ordinary word tells nothing by itself, six of them
    in a row do. So does a number of five signs or more.
    """
    folded = sorted({views.fold_term(text).strip() for text in removed})
    named = {word for text in folded for word in _WORD.findall(text) if not views.ordinary(word)}
    numbers = {number for text in folded for number in _NUMBER.findall(text)}
    terms = sorted(term for term in {*folded, *named, *numbers} if len(term) >= _LEAST)
    whole = "\n".join(written)
    found = next(iter(views.find_terms(views.build(whole), terms)), None)
    if found is not None or not _runs([views.fold_term(whole)]).isdisjoint(_runs(folded)):
        raise UsageError(
            "these words repeat what was removed, and the log is public",
            help="name the office, not the person; say nothing of what was removed",
        )


def _runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Give every run of six words."""
    return {run for text in texts for run in _windows(_TOKEN.findall(text))}


def _windows(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(itertools.islice(words, first, None) for first in range(_RUN)), strict=False)

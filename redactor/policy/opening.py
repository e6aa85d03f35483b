"""When a list opens a person: by the full name, or by the surname with the office that the list gives.

A bare surname never opens by itself; text that is not shown is no evidence; two entries that fit open
nothing. What a list does not certainly open may still be on it: protect rules need no more.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from redactor.markings import Truth
from redactor.model import EntityKind
from redactor.spans import Span, covered
from redactor.view import fold_term

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from redactor.model import Finding, ListEntry, NamedList
    from redactor.policy.facts import Matter
    from redactor.view import View

# Words that turn the title behind them into another office: a Deputy Assistant Secretary is no
# Assistant Secretary, a former ambassador holds no office.
_QUALIFIERS = frozenset(
    "acting assistant associate chief deputy designate elect ex former late nominee past principal "
    "retired senior under vice".split()
)

# Parts of a name that come after the surname.
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "v", "esq", "ret"})

# One word of a name, with what joins its halves.
# matches "o'mara" and "abdul-aziz"; must not match the comma of "boucher, richard" or the period of "r."
_NAME_WORD = re.compile(
    r"""
    [^\W_]+ (?: ['-] [^\W_]+ )*
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A folded name: its words in speaking order, so that LAST, FIRST equals FIRST LAST."""

    words: tuple[str, ...]

    @property
    def surname(self) -> str:
        """Give the last word that is no suffix; empty where there is none."""
        plain = [word for word in self.words if word not in _SUFFIXES]
        return plain[-1] if plain else ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A finding as lists see it: its name, the title before it, and whether a reader sees both."""

    index: int
    finding: Finding
    name: Name
    title: str
    shown: bool


Persons = Mapping[int | None, Mention]
"""The first evidence for an entry, by the person whose mention it is."""

Rivals = Mapping[str, AbstractSet[tuple[tuple[str, ...], int | None]]]
"""By surname, the longer names that bear it and the persons they belong to."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A list made ready: its entries that may be in force, by surname and by full name."""

    by_surname: Mapping[str, tuple[tuple[int, ListEntry, Truth], ...]] = field(repr=False)
    by_name: Mapping[tuple[str, ...], tuple[int, ...]] = field(repr=False)


def listed(matter: Matter, shown: Sequence[Span]) -> tuple[Mapping[str, Truth], ...]:
    """Say for each finding, and each list of the policy, whether the finding is on it.

    `shown` are the characters that the portions' own results show, sorted and disjoint.
    """
    mentions = tuple(_mention(matter, index, shown) for index in range(len(matter.findings)))
    answers: list[dict[str, Truth]] = [{} for _ in mentions]
    for named in matter.policy.lists:
        for index, truth in enumerate(_on_list(named, mentions, matter.cable.date)):
            answers[index][named.name] = truth
    return tuple(answers)


def in_view(view: View, span: Span) -> Span:
    """Give the view's characters that stand for the original's `span`."""
    first = bisect_right(view.ends, span.start)
    return Span(first, max(first, bisect_left(view.starts, span.end)))


@lru_cache(maxsize=4096)
def read_name(text: str) -> Name:
    """Read a name as people and lists write it: `First Last` or `LAST, FIRST`."""
    before, comma, after = fold_term(text).partition(",")
    first = _NAME_WORD.findall(after)
    turned = bool(comma) and bool(first) and not set(first) <= _SUFFIXES
    last = _NAME_WORD.findall(before)
    return Name(tuple(first + last) if turned else tuple(last + first))


def in_force(entry: ListEntry, date: dt.date | None) -> Truth:
    """Say whether the entry holds on the cable's date; without a date only one that always holds does."""
    if entry.since is None and entry.until is None:
        return Truth.YES
    if date is None:
        return Truth.UNKNOWN
    begun = entry.since is None or entry.since <= date
    return Truth.of(begun and (entry.until is None or date <= entry.until))


def _mention(matter: Matter, index: int, shown: Sequence[Span]) -> Mention:
    """See a finding through the view."""
    finding = matter.findings[index]
    whole = finding.span
    title = ""
    if finding.title is not None:
        title = _title(matter.view, finding.title, finding.span)
        whole = Span(min(whole.start, finding.title.start), max(whole.end, finding.title.end))
    name = read_name(in_view(matter.view, finding.span).of(matter.view.text))
    return Mention(index, finding, name, title, covered(whole, shown))


def _title(view: View, title: Span, name: Span) -> str:
    """Give the folded title that stands right before the name, or nothing where a qualifier changes it."""
    place, person = in_view(view, title), in_view(view, name)
    before = _NAME_WORD.findall(view.folded[max(0, place.start - 40) : place.start])
    between = view.folded[place.end : person.start] if place.end <= person.start else "?"
    if between.strip(" \n") or (before and before[-1] in _QUALIFIERS):
        return ""
    return fold_term(place.of(view.text))


def _on_list(named: NamedList, mentions: tuple[Mention, ...], date: dt.date | None) -> Iterable[Truth]:
    """Say for each mention whether it is on the list."""
    roll = _roll(named, date)
    evidence = _evidence(roll, mentions)
    rivals = _rivals(mentions)
    return tuple(_judge(roll, mention, evidence, rivals) for mention in mentions)


def _roll(named: NamedList, date: dt.date | None) -> Roll:
    """Make a list ready for a date, once for all documents where its entries have none."""
    dated = _is_dated(named)
    return _ready(named, date if dated else None)


@lru_cache(maxsize=64)
def _is_dated(named: NamedList) -> bool:
    return any(entry.since or entry.until for entry in named.entries)


@lru_cache(maxsize=8)
def _ready(named: NamedList, date: dt.date | None) -> Roll:
    """Arrange a list by its names: entries that are certainly not in force are left out."""
    by_surname: defaultdict[str, list[tuple[int, ListEntry, Truth]]] = defaultdict(list)
    by_name: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, entry in enumerate(named.entries):
        force, name = in_force(entry, date), read_name(entry.name)
        if force is Truth.NO or not name.words:
            continue
        by_name[name.words].append(number)
        by_surname[name.surname].append((number, entry, force))
    return Roll(
        {surname: tuple(rows) for surname, rows in by_surname.items()},
        {words: tuple(numbers) for words, numbers in by_name.items()},
    )


def _candidates(roll: Roll, mention: Mention) -> tuple[tuple[int, ListEntry, Truth], ...]:
    """Give the entries whose surname is among the mention's words."""
    rows = {row[0]: row for word in mention.name.words for row in roll.by_surname.get(word, ())}
    if not rows:
        return ()
    return tuple(rows[number] for number in sorted(rows))


def _fits_here(roll: Roll, mention: Mention, number: int, entry: ListEntry) -> bool:
    """Say whether the mention itself is this entry: by full name, or by surname right behind an office.

    The office is evidence, so it must be shown.
    """
    if number in roll.by_name.get(mention.name.words, ()):
        return True
    if not mention.title or not mention.shown or mention.name.words != (read_name(entry.name).surname,):
        return False
    return any(fold_term(office) == mention.title for office in entry.offices)


def _evidence(roll: Roll, mentions: tuple[Mention, ...]) -> Mapping[int, Persons]:
    """Give for each entry the first shown mention of each person that is certainly it."""
    found: defaultdict[int, dict[int | None, Mention]] = defaultdict(dict)
    for mention in sorted(mentions, key=lambda item: (item.finding.span, item.index)):
        if not mention.shown or mention.finding.possible or mention.finding.kind is not EntityKind.PERSON:
            continue
        for number, entry, _ in _candidates(roll, mention):
            if _fits_here(roll, mention, number, entry):
                found[number].setdefault(mention.finding.person, mention)
    return found


def _rivals(mentions: tuple[Mention, ...]) -> Rivals:
    """Give for each surname the longer names that bear it anywhere in the text, with their persons."""
    found: defaultdict[str, set[tuple[tuple[str, ...], int | None]]] = defaultdict(set)
    for mention in mentions:
        if len(mention.name.words) > 1 and not mention.finding.reach:
            found[mention.name.surname].add((mention.name.words, mention.finding.person))
    return found


def _judge(roll: Roll, mention: Mention, evidence: Mapping[int, Persons], rivals: Rivals) -> Truth:
    """Say whether the mention is on the list: YES for exactly one entry, UNKNOWN for a mere surname."""
    rows = _candidates(roll, mention)
    if not rows:
        return Truth.NO
    person = mention.finding.kind is EntityKind.PERSON
    fitting = [
        force
        for number, entry, force in rows
        if number in roll.by_name.get(mention.name.words, ())
        or (person and _fits_here(roll, mention, number, entry))
        or (person and _known_before(roll, mention, number, evidence.get(number, {}), rivals))
    ]
    certain = fitting == [Truth.YES] and not mention.finding.possible
    return Truth.YES if certain else Truth.UNKNOWN


def _known_before(roll: Roll, mention: Mention, number: int, evidence: Persons, rivals: Rivals) -> bool:
    """Say whether a bare surname was made known earlier, in shown text, as this entry's person.

    It was not where the text names another person of that surname.
    """
    person = mention.finding.person
    before = evidence.get(person)
    if before is None or len(mention.name.words) != 1:
        return False
    if before.finding.span.end > mention.finding.span.start:
        return False
    return all(
        number in roll.by_name.get(words, ()) or (rival is not None and rival == person)
        for words, rival in rivals.get(mention.name.surname, ())
    )

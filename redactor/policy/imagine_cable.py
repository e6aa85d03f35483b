"""An imaginary cable in which one case is true: a few invented words, marked and dated so that the facts come out.

What cannot be written down (that a regular expression matches, that a reviewer confirmed something) is put
into the policy instead: the matcher is replaced by its answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.markings import Declassification, Foreign, Level, Marking, MarkState, Status, Truth
from redactor.markings.lattice import close
from redactor.model import (
    LOST,
    Basis,
    Cable,
    Condition,
    EntityKind,
    Finding,
    Group,
    ListEntry,
    Mark,
    Matcher,
    NamedList,
    Portion,
    Section,
    SectionKind,
)
from redactor.policy.axes import OPAQUE, TAGS, UNSURE, Grade, Key, Kind
from redactor.policy.matching import held_controls
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from redactor.model import Policy, Rule

AS_OF = dt.date(2016, 1, 1)
DATES = (dt.date(2007, 6, 18), dt.date(2012, 6, 18), None)
TITLE, SURNAME = "Director", "Nobody"
NAME = f"Imagina {SURNAME}"

# What stands for a finding of a kind: words that a coarser value or a mask can be made of.
_SPECIMENS: Mapping[EntityKind, str] = {
    EntityKind.DATE_TIME: "June 18, 2007",
    EntityKind.LOCATION: "Astana",
    EntityKind.POST: "Astana",
    EntityKind.ORGANIZATION: "Ministry of Finance",
    EntityKind.MONEY: "$1,500",
    EntityKind.ID_NUMBER: "123456789",
    EntityKind.PHONE: "555 0143 4567",
}

_WORDS = "Imaginary words"
_BESIDE = "4. Other imaginary words."
_EVERYBODY = frozenset({"GBR", "CAN", "AUS", "NZL", "FRA", "DEU"})

UNWRITTEN = frozenset({Status.CONFIRMED, Status.BLOCKED})
"""Statuses that no E.O. line gives by itself."""

_LINES: Mapping[Status, Declassification] = {
    Status.UNCLASSIFIED: Declassification("na", "12958"),
    Status.NOT_REACHED: Declassification("date", "12958", dt.date(2017, 6, 17)),
    Status.DATE_REACHED: Declassification("date", "12958", dt.date(2014, 6, 17)),
    Status.CALCULATED: Declassification("oadr", "12958"),
    Status.EXEMPT: Declassification("exempt", "13526"),
    Status.NEEDS_HUMAN: Declassification("event", "12958"),
}

# A control that is read off the list of countries or the compartments of a marking.
_DERIVED: Mapping[str, Callable[[Marking, frozenset[str]], Marking]] = {
    "NOFORN": lambda marking, _: replace(marking, foreign=Foreign()),
    "RELIDO": lambda marking, _: replace(marking, foreign=Foreign(relido=True)),
    "REL TO": lambda marking, partners: replace(
        marking, foreign=Foreign(release=partners or frozenset({"GBR"}))
    ),
    "DISPLAY ONLY": lambda marking, partners: replace(
        marking, foreign=Foreign(display=partners or frozenset({"GBR"}))
    ),
    "FGI": lambda marking, partners: replace(marking, fgi=partners or frozenset({"GBR"})),
    "SCI": lambda marking, _: replace(marking, compartments=frozenset({"SI"})),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """One imaginary cable with what is found in it; `at` is a character of the text in question."""

    cable: Cable
    findings: tuple[Finding, ...]
    as_of: dt.date
    at: int
    line: str


def markings_for(point: Mapping[Key, object], partners: Iterable[frozenset[str]]) -> Iterator[Marking]:
    """Give markings with exactly the point's level and controls, and one foreign release after another."""
    grade = point.get(("level",))
    grade = grade if isinstance(grade, Grade) else Grade(Level.U, "known")
    held = [key[1] for key, cell in point.items() if key[0] == "control" and cell]
    base = Marking(grade.level, controls=frozenset(code for code in held if code not in _DERIVED))
    for some in (*partners, frozenset[str]()):
        marking = base
        for code in held:
            marking = _DERIVED[code](marking, some) if code in _DERIVED else marking
        releases = (
            (marking.foreign,) if marking.foreign is not None else (None, Foreign(release=some), Foreign())
        )
        for foreign in releases:
            whole = close(replace(marking, foreign=foreign))
            known, opaque = grade.sight != UNSURE, grade.sight == OPAQUE
            yield replace(whole, level=grade.level, known=known, opaque=opaque)


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands round the text: the record's marking, another paragraph, the E.O. line and the date."""

    record: Marking
    beside: Marking | None
    line: Declassification
    date: dt.date | None


def settings_for(point: Mapping[Key, object], marking: Marking) -> Iterator[Setting]:
    """Give settings, one after another, in which the point may come true.

    A cable of which no body is kept is denied, so a paragraph that may be kept stands beside the text.
    """
    status = point.get(("status",))
    line = _LINES.get(status) if isinstance(status, Status) else None
    besides = (None, *(Marking(level, foreign=Foreign(release=_EVERYBODY)) for level in Level))
    dates = (point[("date",)],) if ("date",) in point else DATES
    for date in (one for one in dates if one is None or isinstance(one, dt.date)):
        for record in (marking, Marking(Level.C), Marking(Level.S)):
            for beside in besides:
                yield Setting(record, beside, line or _LINES[Status.NOT_REACHED], date)


def write(
    point: Mapping[Key, object], marking: Marking, setting: Setting, *, assumed: bool, finding: bool
) -> Scene:
    """Write the cable."""
    first, text = _portion(point, marking, assumed=assumed, finding=finding)
    portions = [first]
    if setting.beside is not None:
        portions.append(_beside(len(text) + 2, setting.beside))
        text += "\n\n" + _BESIDE
    found = (_found(point, text),) if finding else ()
    cable = Cable(
        text=text,
        codec="utf-8",
        newline="\n",
        format="imaginary",
        sections=tuple(Section(one.section, one.span, one.address) for one in portions),
        portions=tuple(portions),
        fields=(),
        marking=setting.record,
        claims=(),
        notes=(),
        reasons=("1.4(b)", "1.4(d)"),
        declassification=setting.line,
        date=setting.date,
        message_id=None,
        tags=_tags(point),
    )
    at = found[0].span.start if found else text.index(_WORDS)
    return Scene(cable, found, AS_OF, at, text.partition("\n")[0])


def _portion(
    point: Mapping[Key, object], marking: Marking, *, assumed: bool, finding: bool
) -> tuple[Portion, str]:
    """Write the text in question as one portion."""
    section, basis = point.get(("section",)), point.get(("basis",))
    basis = basis if isinstance(basis, Basis) else Basis.INHERITED if assumed else Basis.MARKED
    marked = not assumed and basis in {Basis.MARKED, Basis.CONFLICT}
    section = section if isinstance(section, SectionKind) else SectionKind.PARAGRAPH
    name = "3." if section is SectionKind.PARAGRAPH else f"{section.value.upper()}:"
    label = f"{name} {mark_text(marking)}" if marked else name
    text = f"{label} {_WORDS} of {TITLE} {specimen(point)} here." if finding else f"{label} {_WORDS}."
    whole, head = Span(0, len(text)), Span(0, len(label))
    address = str(point.get(("address",)) or "3")
    portion = Portion(
        f"2{LOST}1" if address == LOST else address,
        section,
        whole,
        marking,
        basis,
        mark=Mark(head, MarkState.READ, marking) if marked else None,
        skeleton=(head,),
        closed=(Span(head.end + 1, whole.end),) if assumed else (),
        header=assumed,
        own=marking,
    )
    return portion, text


def _beside(start: int, marking: Marking) -> Portion:
    """Give the other paragraph."""
    head = Span(start, start + 2)
    mark = Mark(head, MarkState.READ, marking)
    whole = Span(start, start + len(_BESIDE))
    return Portion(
        "4", SectionKind.PARAGRAPH, whole, marking, Basis.MARKED, mark=mark, skeleton=(head,), own=marking
    )


def _kind(point: Mapping[Key, object]) -> Kind:
    kind = point.get(("entity",))
    return kind if isinstance(kind, Kind) else Kind(EntityKind.PERSON, possible=False)


def specimen(point: Mapping[Key, object]) -> str:
    """Give the words that are found: a name where a list is asked, else what the kind looks like."""
    listed = any(key[0] == "list" for key in point)
    return NAME if listed else _SPECIMENS.get(_kind(point).entity, NAME)


def _found(point: Mapping[Key, object], text: str) -> Finding:
    """Find the words as what the point says they are."""
    score, kind, words = point.get(("score",)), _kind(point), specimen(point)
    at = text.index(words)
    return Finding(
        Span(at, at + len(words)),
        kind.entity,
        "imagined",
        score if isinstance(score, int) else 900,
        person=1 if kind.entity is EntityKind.PERSON else None,
        title=Span(at - len(TITLE) - 1, at - 1),
        possible=kind.possible,
        contexts=frozenset(key[1] for key, cell in point.items() if key[0] == "context" and cell),
    )


def _tags(point: Mapping[Key, object]) -> tuple[str, ...]:
    """Give the cable's tags; one that no policy knows where none is wanted."""
    tags = tuple(key[1] for key, cell in point.items() if key[0] == "tag" and cell)
    return tags or (() if point.get(TAGS) is False else ("ZZZZ",))


def mark_text(marking: Marking) -> str:
    """Write a mark as a person would: `(S//NODIS/NOFORN)`, `(?)` where it cannot be read."""
    if not marking.known:
        return "(?)"
    controls = "/".join(sorted(held_controls(marking) - {"REL TO"}))
    release = ", ".join(sorted(marking.foreign.release)) if marking.foreign is not None else ""
    parts = (
        marking.level.name,
        controls,
        f"REL TO USA, {release}" if release else "",
        "?" if marking.opaque else "",
    )
    return f"({'//'.join(part for part in parts if part)})"


# --- what cannot be written down -----------------------------------------------------------------


def with_answers(policy: Policy, answers: Mapping[tuple[bool, str, str, tuple[str, ...]], Truth]) -> Policy:
    """Give the policy with matchers replaced by their answers, by whether a rule of findings asks."""

    def rule(one: Rule) -> Rule:
        unless = None if one.unless is None else _answered(one.unless, answers, on_entity=one.on_entity)
        return replace(one, when=_answered(one.when, answers, on_entity=one.on_entity), unless=unless)

    return replace(policy, release=tuple(map(rule, policy.release)), protect=tuple(map(rule, policy.protect)))


def _answered(
    condition: Condition, answers: Mapping[tuple[bool, str, str, tuple[str, ...]], Truth], *, on_entity: bool
) -> Condition:
    """Replace matchers at every depth: yes is left out, no names no address, unknown is no matcher at all."""
    matchers = []
    for matcher in condition.matchers:
        truth = answers.get((on_entity, matcher.name, matcher.operator, matcher.values))
        if truth is not Truth.YES:
            matchers.append(matcher if truth is None else _CONSTANT[truth])
    groups = tuple(
        Group(group.kind, tuple(_answered(part, answers, on_entity=on_entity) for part in group.of))
        for group in condition.groups
    )
    return Condition(tuple(matchers), groups)


_CONSTANT: Mapping[Truth, Matcher] = {
    Truth.NO: Matcher("portion", "", ("nowhere",)),
    Truth.UNKNOWN: Matcher("unanswerable", "", ()),
}


def with_lists(policy: Policy, point: Mapping[Key, object]) -> Policy:
    """Give the policy with lists on which the imaginary person is, is not, or may be as one of that surname."""
    names = {Truth.YES: NAME, Truth.NO: "Somebody Else", Truth.UNKNOWN: f"Other {SURNAME}"}

    def imagined(named: NamedList) -> NamedList:
        truth = point.get(("list", named.name, named.sha256))
        name = names[truth if isinstance(truth, Truth) else Truth.NO]
        return replace(named, entries=(ListEntry(name),))

    return replace(policy, lists=tuple(map(imagined, policy.lists)))

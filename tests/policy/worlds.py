"""Small invented cables and policies made straight from the nouns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from redactor import view as views
from redactor.errors import Place
from redactor.markings import Declassification, Foreign, Level, Marking, MarkState
from redactor.model import (
    Action,
    Assumption,
    Audience,
    AudienceKind,
    Authority,
    Basis,
    Cable,
    Condition,
    EntityKind,
    Finding,
    ListEntry,
    Mark,
    Matcher,
    NamedList,
    Otherwise,
    Policy,
    Portion,
    Rule,
    Section,
    SectionKind,
    Verdict,
)
from redactor.policy.verdict import decide
from redactor.spans import Span

if TYPE_CHECKING:
    from redactor.model import Settlement
    from redactor.view import View

HERE = Place("policy.yaml", 1, 1)
AS_OF = dt.date(2016, 1, 1)
DATE = dt.date(2007, 6, 18)

U, SBU, C, S = (Marking(level) for level in (Level.U, Level.SBU, Level.C, Level.S))
NOFORN = replace(C, controls=frozenset({"NOFORN"}), foreign=Foreign())
UNKNOWN = replace(C, known=False)

DISCRETION = Audience(AudienceKind.PUBLIC, under="discretion")
FOIA = Audience(AudienceKind.PUBLIC, under="foia")
STAFF = Audience(AudienceKind.STAFF, clearance=Level.SBU)
BRITAIN = Audience(AudienceKind.FOREIGN, countries=("GBR",))
HOLDER = Audience(AudienceKind.HOLDER)

CLASS, SBU_GROUND, PRIVACY, SOURCE = (Authority(code) for code in ("CLASS", "SBU", "PRIVACY", "SOURCE"))
B1, B5, B6 = Authority("B1", ("from-cable",)), Authority("B5", ("deliberative",)), Authority("B6")

ROLES = {"assistant secretary": "US official", "minister": "foreign official"}


def role_of(title: str) -> str | None:
    """Stand in for the table of titles."""
    return ROLES.get(title.casefold())


@dataclass(frozen=True)
class Part:
    """One portion: its label, then its body; `closed` are words of the body that parse by a grammar.

    In the body, a line `~` is furniture: a page line in the middle of a sentence.
    """

    address: str
    body: str
    marking: Marking = C
    label: str = ""
    section: SectionKind = SectionKind.PARAGRAPH
    marked: bool = True
    basis: Basis = Basis.MARKED
    header: bool = False
    closed: str = ""
    own: Marking | None = None


def para(number: int, body: str, marking: Marking = C) -> Part:
    """Make a numbered, marked paragraph."""
    return Part(str(number), body, marking, label=f"{number}. ({marking.level.name})")


def line(kind: str, label: str, body: str, closed: str = "", marking: Marking = C) -> Part:
    """Make an unmarked header line."""
    section = SectionKind(kind)
    return Part(
        kind, body, marking, label, section, marked=False, basis=Basis.INHERITED, header=True, closed=closed
    )


PAGE = "\n\nQUENBY 00000412 002 OF 003\n\n"


@dataclass
class _Writer:
    text: str = ""
    sections: list[Section] = field(default_factory=list)
    portions: list[Portion] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Write one portion and the blank line behind it."""
        start = len(self.text)
        self.text += part.label + (" " if part.label else "")
        skeleton = (Span(start, start + len(part.label)),) if part.label else ()
        body = len(self.text)
        self.text += part.body
        end = len(self.text)
        furniture, at = [], part.body.find(PAGE)
        while at >= 0:
            furniture.append(Span(body + at, body + at + len(PAGE) - 1))
            at = part.body.find(PAGE, at + 1)
        place = part.body.find(part.closed) if part.closed else -1
        self.text += "\n\n"
        marked = Mark(Span(start, start), MarkState.READ, part.marking) if part.marked else None
        self.sections.append(Section(part.section, Span(start, len(self.text)), part.address))
        self.portions.append(
            Portion(
                part.address,
                part.section,
                Span(start, end),
                part.marking,
                part.basis,
                mark=marked,
                skeleton=skeleton,
                furniture=tuple(furniture),
                closed=(Span(body + place, body + place + len(part.closed)),) if place >= 0 else (),
                header=part.header,
                own=part.own,
            )
        )

    def loose(self, text: str, kind: SectionKind) -> None:
        """Write a section that belongs to no portion."""
        self.sections.append(Section(kind, Span(len(self.text), len(self.text) + len(text)), None))
        self.text += text


def cable_of(*parts: Part | str, **changes: object) -> Cable:
    """Write a cable; a plain string between parts is furniture."""
    writer = _Writer()
    for part in parts:
        if isinstance(part, str):
            writer.loose(part, SectionKind.FURNITURE)
        else:
            writer.add(part)
    plain = Cable(
        text=writer.text,
        codec="utf-8",
        newline="\n",
        format="test",
        sections=tuple(writer.sections),
        portions=tuple(writer.portions),
        fields=(),
        marking=C,
        claims=(),
        notes=(),
        reasons=("1.4(b)", "1.4(d)"),
        declassification=Declassification("date", "12958", dt.date(2017, 6, 17)),
        date=DATE,
        message_id=None,
        tags=("PREL",),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def view_of(cable: Cable) -> View:
    """Build the view that the pipeline would build."""
    furniture = [span for portion in cable.portions for span in portion.furniture]
    furniture += [section.span for section in cable.sections if section.kind is SectionKind.FURNITURE]
    return views.build(cable.text, furniture=furniture, blocks=[portion.span for portion in cable.portions])


def seen(
    cable: Cable, words: str, kind: EntityKind = EntityKind.PERSON, nth: int = 0, **more: object
) -> Finding:
    """Find words of the text; `title` is the title before them."""
    at = -1
    for _ in range(nth + 1):
        at = cable.text.index(words, at + 1)
    title = more.pop("title", None)
    if isinstance(title, str):
        start = cable.text.rindex(title, 0, at)
        more["title"] = Span(start, start + len(title))
    return Finding(Span(at, at + len(words)), kind, "test", 900, **more)  # type: ignore[arg-type]


def when(**matchers: str | tuple[str, ...] | dict[str, str | tuple[str, ...]]) -> Condition:
    """Write a condition: `level={"at_most": "U"}`, `entity=("PERSON",)`, `list="officials"`."""
    found = []
    for name, value in matchers.items():
        operators = value if isinstance(value, dict) else {"": value}
        for operator, values in operators.items():
            listed = (values,) if isinstance(values, str) else values
            found.append(Matcher(name, operator, tuple(listed)))
    return Condition(tuple(found))


def release(
    rule: str,
    condition: Condition,
    *authorities: Authority,
    up_to: Action = Action.KEEP,
    unless: Condition | None = None,
) -> Rule:
    """Write a release rule."""
    return _rule(rule, "release", condition, unless, up_to, authorities, hold=False)


def protect(
    rule: str,
    condition: Condition,
    *authorities: Authority,
    do: Action = Action.WITHHOLD,
    unless: Condition | None = None,
    hold: bool = False,
) -> Rule:
    """Write a protect rule."""
    return _rule(rule, "protect", condition, unless, do, authorities, hold=hold)


def _rule(
    rule: str,
    verb: str,
    condition: Condition,
    unless: Condition | None,
    action: Action,
    authorities: tuple[Authority, ...],
    *,
    hold: bool,
) -> Rule:
    on_entity = any(matcher.name == "entity" for matcher in condition.matchers)
    return Rule(rule, verb, condition, unless, action, hold, authorities, HERE, on_entity=on_entity)


def policy_of(*rules: Rule, audience: Audience = DISCRETION, **changes: object) -> Policy:
    """Write a policy of these rules; its defaults name CLASS and PRIVACY, under a law nothing."""
    agreed = Otherwise((CLASS,), (PRIVACY,)) if not audience.lawful else Otherwise()
    plain = Policy(
        id="test",
        version="1.0.0",
        title="",
        owner="",
        audience=audience,
        captions_reach="all",
        otherwise=agreed,
        assumptions=(),
        release=tuple(rule for rule in rules if rule.verb == "release"),
        protect=tuple(rule for rule in rules if rule.verb == "protect"),
        lists=(),
        params={},
        detect="all",
        sha256="0" * 64,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def assume(rule: str, *kinds: str, level: Level = Level.U) -> Assumption:
    """Write an assumption over sections."""
    return Assumption(
        rule, tuple(SectionKind(kind) for kind in kinds), level, "names post", "an officer", HERE
    )


def people(name: str, *entries: ListEntry) -> NamedList:
    """Write a list of people."""
    return NamedList(name, "0" * 64, ships=True, entries=entries)


def verdict_of(
    cable: Cable,
    policy: Policy,
    *findings: Finding,
    settlements: tuple[Settlement, ...] = (),
    as_of: dt.date = AS_OF,
) -> Verdict:
    """Decide as the pipeline would."""
    ordered = tuple(sorted(findings, key=lambda finding: (finding.span, finding.kind.value)))
    return decide(
        cable, view_of(cable), ordered, policy, as_of=as_of, settlements=settlements, role_of=role_of
    )


def shown(cable: Cable, verdict: Verdict) -> str:
    """Give what stays of the text, each removal as its word in brackets."""
    pieces = []
    for decision in verdict.decisions:
        if decision.removal is None:
            pieces.append(decision.span.of(cable.text))
        elif decision.what:
            flag = "?" if decision.hold else ""
            pieces.append(f"[{decision.value or decision.what}{flag}]")
    return "".join(pieces)


def reveals(verdict: Verdict) -> list[frozenset[object]]:
    """Give, for each character, the facts that a reader learns of it beyond that something of a kind went."""
    facts: list[frozenset[object]] = []
    for decision in verdict.decisions:
        facts += [frozenset(decision.action.value - Action.LABEL.value)] * len(decision.span)
    return facts


def no_more(before: list[frozenset[object]], after: list[frozenset[object]]) -> bool:
    """Say whether no character reveals more after than before."""
    return all(late <= early for early, late in zip(before, after, strict=True))


OPEN_U = release("unclassified", when(level={"at_most": "U"}))
OPEN_ALL = release("all", when(level={"at_most": "TS"}))
NAMES = release("names", when(entity=("any",)))

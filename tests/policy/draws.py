"""Strategies that draw small invented cables, findings, rules and whole policies."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import replace

from hypothesis import strategies as st

from redactor.markings import Foreign, Level, Marking
from redactor.model import (
    Action,
    Basis,
    Cable,
    Condition,
    EntityKind,
    Field,
    Finding,
    Group,
    GroupKind,
    ListEntry,
    Otherwise,
    Policy,
    Rule,
    SectionKind,
)
from redactor.spans import Span, subtract
from tests.policy.worlds import (
    B1,
    B5,
    B6,
    BRITAIN,
    CLASS,
    DATE,
    DISCRETION,
    FOIA,
    HOLDER,
    NOFORN,
    PAGE,
    PRIVACY,
    SBU,
    SBU_GROUND,
    SOURCE,
    STAFF,
    UNKNOWN,
    C,
    Part,
    S,
    U,
    assume,
    cable_of,
    line,
    para,
    people,
    policy_of,
    protect,
    release,
    when,
)

WORDS = "rain water road price wheat clinic garden bridge lamp school river stone".split()
FULL_NAMES = ("Torvald Quillby", "Amara Dessolin", "Piotr Quillby")
SURNAMES = ("Quillby", "Dessolin")
PLACES = ("Quenby", "Velmora", "Kabul")
NUMBERS = ("A1234567", "771-2040")
TITLES = ("Assistant Secretary", "Minister", "Cook")
MARKINGS = (U, U, SBU, C, C, S, NOFORN, replace(U, known=False), UNKNOWN, replace(SBU, foreign=Foreign()))
PHRASE = "over the old stone bridge at noon"

AUTHORITIES = (CLASS, SBU_GROUND, PRIVACY, SOURCE, B1, B5, B6)
ACTIONS = (Action.WITHHOLD, Action.REDACT, Action.LABEL, Action.ROLE, Action.KEEP)
WRITTEN = {
    Action.PSEUDONYM: ("PERSON",),
    Action.GENERALIZE: ("LOCATION", "POST"),
    Action.MASK: ("ID_NUMBER", "PHONE"),
}
"""The actions that are written for some kinds only, and such kinds."""

OFFICIALS = people(
    "officials",
    ListEntry("QUILLBY, Torvald", ("Assistant Secretary", "A/S"), dt.date(2005, 1, 1), dt.date(2009, 1, 1)),
    ListEntry("Amara Dessolin", ("Minister",)),
    ListEntry("Ivo Dessolin", ("Minister", "Cook"), dt.date(1990, 1, 1), dt.date(1999, 1, 1)),
)

TERMS = people(
    "terms",
    ListEntry("river"),
    ListEntry("Garden", since=dt.date(2007, 1, 1)),
    ListEntry("school", until=dt.date(2001, 1, 1)),
)


@st.composite
def sentences(draw: st.DrawFn, *, names: bool = True) -> str:
    """Draw a few words with names, titles and places among them, now and then a page line."""
    pieces = []
    for _ in range(draw(st.integers(1, 4))):
        pieces += draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7))
        if names and draw(st.booleans()):
            title = draw(st.sampled_from(("", *TITLES)))
            pieces.append(f"{title} {draw(st.sampled_from(FULL_NAMES + SURNAMES))}".strip())
        if names and draw(st.integers(0, 3)) == 0:
            pieces.append(draw(st.sampled_from((*PLACES, *NUMBERS))))
        if draw(st.integers(0, 3)) == 0:
            pieces.append(PHRASE)
        if draw(st.integers(0, 5)) == 0:
            pieces.append("~")
    if pieces and pieces[-1] == "~":
        pieces.append("lamp")
    return " ".join(pieces).replace(" ~ ", PAGE).replace("~ ", "")


@st.composite
def cables(draw: st.DrawFn, markings: tuple[Marking, ...] = MARKINGS) -> Cable:
    """Draw a cable of two header lines and up to four body portions."""
    overall = draw(st.sampled_from((C, C, C, S, SBU, UNKNOWN)))
    sender = draw(st.sampled_from(("AMEMBASSY QUENBY", "AMEMBASSY ASTANA")))
    parts: list[Part | str] = [
        line("from", "FM", sender, sender, overall),
        line("tags", "TAGS:", draw(st.sampled_from(("PREL, PGOV", "PREL, QUILLBY"))), "PREL", overall),
        line("subject", "SUBJECT:", draw(sentences()), "", overall),
    ]
    for number in range(1, draw(st.integers(1, 4)) + 1):
        if draw(st.booleans()):
            parts.append(para(number, draw(sentences()), draw(st.sampled_from(markings))))
        else:
            kind = draw(st.sampled_from((SectionKind.HEADING, SectionKind.TABLE, SectionKind.COMMENT)))
            parts.append(
                Part(
                    f"{kind.value}:{number}",
                    draw(sentences()),
                    overall,
                    section=kind,
                    marked=False,
                    basis=Basis.INHERITED,
                )
            )
        if draw(st.integers(0, 3)) == 0:
            parts.append("QUENBY 00000412 003 OF 003\n\n")
    return cable_of(
        *parts,
        marking=overall,
        date=draw(st.sampled_from((DATE, DATE, None))),
        fields=draw(st.sampled_from(((), (Field("from", Span(3, 3 + len(sender)), sender),)))),
    )


@st.composite
def findings_in(draw: st.DrawFn, cable: Cable) -> tuple[Finding, ...]:
    """Draw findings at the names and places of a cable, and a few at random."""
    found = []
    people_of: dict[str, int] = {}
    for term in (*FULL_NAMES, *SURNAMES, *PLACES, *NUMBERS):
        at = cable.text.find(term)
        while at >= 0:
            if draw(st.integers(0, 4)):
                found.append(_finding(draw, cable.text, Span(at, at + len(term)), term, people_of))
            at = cable.text.find(term, at + 1)
    for _ in range(draw(st.integers(0, 2))):
        portion = draw(st.sampled_from(cable.portions))
        start = draw(st.integers(portion.span.start, portion.span.end - 1))
        end = draw(st.integers(start + 1, min(portion.span.end, start + 25)))
        if cable.text[start:end].strip():
            found.append(Finding(Span(start, end), draw(st.sampled_from(list(EntityKind))), "noise", 500))
    return tuple(
        sorted(set(found), key=lambda item: (item.span, item.kind.value, item.detector, item.possible))
    )


def _finding(draw: st.DrawFn, text: str, span: Span, term: str, people_of: dict[str, int]) -> Finding:
    if term in PLACES:
        return Finding(span, EntityKind.LOCATION, "places", 800)
    if term in NUMBERS:
        return Finding(span, EntityKind.ID_NUMBER, "numbers", 800)
    before = text[: span.start].rstrip()
    title = next((title for title in TITLES if before.endswith(title)), None)
    person = draw(st.sampled_from((None, people_of.setdefault(term, len(people_of) % 2))))
    return Finding(
        span,
        EntityKind.PERSON,
        "names",
        draw(st.sampled_from((400, 900))),
        person=person,
        title=Span(len(before) - len(title), len(before)) if title else None,
        possible=draw(st.integers(0, 4)) == 0,
        contexts=frozenset({"protect-note"}) if draw(st.integers(0, 5)) == 0 else frozenset(),
    )


@functools.cache
def _level_matchers(*, monotone: bool) -> st.SearchStrategy[Condition]:
    levels = st.sampled_from([level.name for level in Level])
    at_least = levels.map(lambda level: when(level={"at_least": level}))
    if monotone:
        return at_least
    return st.one_of(
        at_least,
        levels.map(lambda level: when(level={"at_most": level})),
        st.lists(levels, min_size=1, max_size=2, unique=True).map(
            lambda found: when(level={"is": tuple(found)})
        ),
    )


@functools.cache
def _portion_matchers() -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.just(Condition()),
        st.sampled_from(("any_of", "all_of", "none_of")).map(lambda how: when(controls={how: ("NOFORN",)})),
        st.sampled_from((("paragraph",), ("from", "tags", "heading"), ("table", "unknown"))).map(
            lambda found: when(section=found)
        ),
        st.sampled_from((("1",), ("2", "from"))).map(lambda found: when(portion=found)),
        st.sampled_from((("marked",), ("inherited", "unknown"))).map(lambda found: when(basis=found)),
        st.sampled_from((("not_reached",), ("needs_human", "date_reached"))).map(
            lambda found: when(declassified=found)
        ),
        st.sampled_from(("yes", "no")).map(lambda found: when(releasable_to_audience=found)),
        st.sampled_from((("PREL",), ("ECON",))).map(lambda found: when(tags={"any_of": found})),
        st.sampled_from(("before", "after")).map(lambda how: when(date={how: "2007-06-18"})),
        st.sampled_from(("before", "after")).map(lambda how: when(date={how: "2007-06-17"})),
        st.sampled_from((("ASTANA",), ("ACCRA", "ASTANA"), ("ACCRA",))).map(lambda found: when(post=found)),
        st.sampled_from((("rain",), ("Stone  Bridge", "lamp"))).map(
            lambda found: when(text={"any_of": found})
        ),
        st.sampled_from(((r"\bbri.ge\b",), ("(?i)WHEA[T]|clin[a-i]c",))).map(
            lambda found: when(text={"matches": found})
        ),
        # registered by nobody: always unknown
        st.just(when(predicate="tests/none")),
    )


@functools.cache
def _nearnesses() -> st.SearchStrategy[Condition]:
    """Draw words near a finding."""
    wanted = st.sampled_from(
        (
            ("words", ("rain",)),
            ("words", ("stone bridge", "Amara Dessolin")),
            ("list", ("officials",)),
            ("list", ("terms",)),
        )
    )
    return st.tuples(
        wanted, st.sampled_from(("1", "3", "paragraph")), st.sampled_from(("", " before", " after"))
    ).map(lambda drawn: when(context={f"{drawn[0][0]} within {drawn[1]}{drawn[2]}": drawn[0][1]}))


@functools.cache
def _entity_matchers() -> st.SearchStrategy[Condition]:
    kinds = st.sampled_from((("PERSON",), ("LOCATION", "POST"), ("any",), ("PERSON", "LOCATION")))
    extra = st.one_of(
        st.just(Condition()), _of_findings(), _level_matchers(monotone=False), _groups(_of_findings())
    )
    return st.tuples(kinds, extra).map(lambda pair: _both(when(entity=pair[0]), pair[1]))


@functools.cache
def _of_findings() -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.just(when(list="officials")),
        st.just(when(context="protect-note")),
        st.just(when(score={"at_least": "0.6"})),
        st.just(when(entity=("LOCATION",))),
        _nearnesses(),
        _portion_matchers(),
    )


def _both(left: Condition, right: Condition) -> Condition:
    return Condition(left.matchers + right.matchers, left.groups + right.groups)


def grouped(kind: str, *conditions: Condition) -> Condition:
    """Write a group: `grouped("any", when(...), when(...))`."""
    return Condition((), (Group(GroupKind(kind), conditions),))


@functools.cache
def _groups(simple: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """Draw a condition that is a group, perhaps of groups."""
    full = simple.filter(lambda condition: bool(condition.matchers))

    def deeper(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(inner, min_size=1, max_size=3)
        return st.one_of(
            several.map(lambda found: grouped("any", *found)),
            several.map(lambda found: grouped("all", *found)),
            inner.map(lambda found: grouped("not", found)),
        )

    return deeper(st.recursive(full, deeper, max_leaves=3))


@functools.cache
def _whole_portion_matchers() -> st.SearchStrategy[Condition]:
    plain = _portion_matchers()
    return st.tuples(_level_matchers(monotone=False), st.one_of(plain, plain, _groups(plain))).map(
        lambda pair: _both(*pair)
    )


@functools.cache
def _exceptions(*, on_entity: bool) -> st.SearchStrategy[Condition | None]:
    exception = st.just(when(list="officials")) if on_entity else _portion_matchers()
    return st.one_of(st.none(), exception, _groups(exception))


@st.composite
def rules(draw: st.DrawFn, verb: str, name: str) -> Rule:
    """Draw a rule."""
    on_entity = draw(st.booleans())
    condition = draw(_entity_matchers() if on_entity else _whole_portion_matchers())
    unless = draw(_exceptions(on_entity=on_entity))
    grounds = tuple(draw(st.lists(st.sampled_from(AUTHORITIES), max_size=2, unique=True)))
    action = draw(st.sampled_from((*ACTIONS, Action.KEEP) if verb == "release" else ACTIONS[:-1]))
    if on_entity and draw(st.integers(0, 2)) == 0:
        action = draw(st.sampled_from(sorted(WRITTEN, key=lambda item: item.name)))
        others = tuple(matcher for matcher in condition.matchers if matcher.name != "entity")
        condition = Condition(when(entity=WRITTEN[action]).matchers + others, condition.groups)
    if verb == "release":
        return release(name, condition, *grounds, up_to=action, unless=unless)
    hold = draw(st.integers(0, 4)) == 0
    return protect(name, condition, *grounds, do=action, unless=unless, hold=hold)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Draw a policy of up to four rules of each verb, for any audience."""
    audience = draw(st.sampled_from((DISCRETION, FOIA, STAFF, BRITAIN, HOLDER)))
    found = [draw(rules("release", f"r{index}")) for index in range(draw(st.integers(0, 2)))]
    found += [draw(rules("protect", f"p{index}")) for index in range(draw(st.sampled_from((0, 0, 1, 1, 2))))]
    if draw(st.integers(0, 4)):
        found.append(release("open", when(level={"at_most": draw(st.sampled_from(("U", "C", "C", "TS")))})))
    if draw(st.booleans()):
        found.append(release("places", when(entity=("LOCATION", "POST"))))
    if draw(st.booleans()):
        found.append(release("officials", when(entity=("PERSON",), list="officials")))
    if draw(st.booleans()) and not any(rule.action is Action.PSEUDONYM for rule in found):
        # beside a pseudonym a role for the same persons is refused at load
        found.append(
            release(
                "others",
                when(entity=("PERSON",)),
                PRIVACY,
                B6,
                up_to=Action.ROLE,
                unless=when(list="officials"),
            )
        )
    grounds = st.sampled_from(((), (B5,), (B6,)) if audience.lawful else ((), (CLASS,), (CLASS,), (PRIVACY,)))
    otherwise = Otherwise(draw(grounds), draw(grounds))
    return policy_of(
        *found,
        audience=audience,
        otherwise=otherwise,
        lists=(OFFICIALS, TERMS),
        captions_reach=draw(st.sampled_from(("all", "classified"))),
        detect=draw(st.sampled_from(("all", "strict", "review"))),
        assumptions=draw(st.sampled_from(((), (assume("routing", "from", "tags"),)))),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Cable, tuple[Finding, ...], Policy]:
    """Draw a cable with findings and a policy."""
    cable = draw(cables())
    return cable, draw(findings_in(cable)), draw(policies())


def text_outside(cable: Cable) -> tuple[Span, ...]:
    """Give the characters that belong to no portion."""
    return subtract((Span(0, len(cable.text)),), (portion.span for portion in cable.portions))

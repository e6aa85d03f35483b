"""Explain one portion: what every rule says of it and of what was found in it, and what would release it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import detect, files, pipeline
from redactor import policy as policies
from redactor.errors import UsageError
from redactor.markings import Truth
from redactor.model import Action
from redactor.policy import denial, verdict
from redactor.policy.facts import Matter, document_status
from redactor.policy.matching import applies, evaluate
from redactor.spans import Span
from redactor.workbench import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from redactor.markings import Status
    from redactor.model import Cable, Decision, Policy, Portion, Rule
    from redactor.policy.facts import Facts
    from redactor.policy.settle import Outcome
    from redactor.policy.sightings import Sighting
    from redactor.policy.verdict import Examination


@dataclass(frozen=True, slots=True)
class Question:
    """Under which policy, and how, a cable is to be read; `as_of` None is today (UTC)."""

    policy: str
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    as_of: dt.date | None = None
    nlp: str | None = None
    unproved: bool = False
    max_bytes: int = files.INPUT_LIMIT
    codec: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Said:
    """What one rule says: whether it matches, and each of its conditions that is not certain, in words.

    `action` is what it opens up to, or what it closes to.
    """

    rule: str
    verb: str
    action: Action
    truth: Truth
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What happens to one thing, which rules say so, and what would have released it.

    `what` names the thing: the text of the portion, the characters that an assumption reads, or a
    finding by its kind. `missing` are the release rules that did not match; `closing` the rules that
    close it and would have to be silent.
    """

    what: str
    lines: tuple[int, int]
    outcome: Outcome
    said: tuple[Said, ...]
    missing: tuple[Said, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one portion under one policy; `runs` are removals of words that repeat withheld text."""

    source: str
    policy: Policy
    as_of: dt.date
    portion: Portion
    lines: tuple[int, int]
    status: Status
    denied: bool
    parts: tuple[Told, ...]
    findings: tuple[Told, ...]
    runs: tuple[Decision, ...]


def explain(
    question: Question,
    path: Path,
    *,
    portion: str | None = None,
    line: int | None = None,
    at: int | None = None,
) -> Explanation:
    """Explain the portion at an address, on a line or at an offset.

    Raises UsageError where nothing is there, ReferralError where the cable is a hard stop.
    """
    as_of = question.as_of or dt.datetime.now(dt.UTC).date()
    policy = policies.load(question.policy, question.settings, unproved=question.unproved, today=as_of)
    cable = pipeline.read_cable(path, max_bytes=question.max_bytes, codec=question.codec)
    asked = _asked(cable, portion, line, at)
    verdict.refuse_hard_stops(cable)
    detector = None if policy.detect == "none" else detect.load(question.nlp)
    prepared = pipeline.prepare(cable, detector, policy.detect)
    matter = Matter(cable, prepared.view, prepared.findings, policy, as_of, detect.role_of)
    return _explained(matter, asked, str(path))


def _explained(matter: Matter, portion: Portion, source: str) -> Explanation:
    examined = verdict.examine(matter)
    decisions = verdict.lay_out(examined)
    denied = not denial.shows_body(matter.cable, decisions)
    if denied:
        examined = verdict.examine(matter, assume=False)
    return Explanation(
        source,
        matter.policy,
        matter.as_of,
        portion,
        _lines(matter.cable, portion.span),
        document_status(matter),
        denied,
        tuple(_parts(examined, portion)),
        tuple(_finding(matter, one) for one in examined.sightings if one.portion == portion.address),
        tuple(item for item in decisions if item.portion == portion.address and _is_run(item)),
    )


def _is_run(decision: Decision) -> bool:
    return decision.removal is not None and decision.removal.value == "run"


# --- where -------------------------------------------------------------------------------------


def _asked(cable: Cable, address: str | None, line: int | None, at: int | None) -> Portion:
    if address is not None:
        return _by_address(cable, address)
    span = _line_span(cable, line) if line is not None else Span(at or 0, (at or 0) + 1)
    found = next((portion for portion in cable.portions if portion.span.overlaps(span)), None)
    if found is None:
        raise UsageError(
            "no portion stands there: it is blank, furniture or past the end",
            help="`redactor inspect` lists the portions with their lines",
        )
    return found


def _by_address(cable: Cable, address: str) -> Portion:
    found = cable.portion(address)
    if found is None:
        raise UsageError(
            f"there is no portion `{address}`", help="`redactor inspect` lists the portions of a cable"
        )
    return found


def _line_span(cable: Cable, line: int) -> Span:
    """Give the characters of a line, from 1; empty past the end."""
    start = 0
    for _ in range(line - 1):
        start = cable.text.find("\n", start) + 1
        if not start:
            return Span(len(cable.text), len(cable.text))
    end = cable.text.find("\n", start)
    return Span(start, len(cable.text) if end < 0 else end)


def _lines(cable: Cable, span: Span) -> tuple[int, int]:
    first = cable.text.count("\n", 0, span.start) + 1
    return first, first + cable.text.count("\n", span.start, max(span.start, span.end - 1))


# --- what the rules say ------------------------------------------------------------------------


def _parts(examined: Examination, portion: Portion) -> Iterator[Told]:
    """Tell each reading of the portion: what an assumption opens, and all other text."""
    matter = examined.matter
    sheet = next((sheet for sheet in examined.sheets if sheet.portion == portion), None)
    for one in sheet.judged if sheet is not None else ():
        if one.reading.spans:
            said = tuple(_said(matter.policy, one.facts, on_entity=False))
            assumed = one.reading.assumption
            what = f"as {assumed} assumes" if assumed else "the text"
            yield _told(what, _lines(matter.cable, portion.span), one.outcome, said)


def _finding(matter: Matter, sighting: Sighting) -> Told:
    said = tuple(_said(matter.policy, sighting.facts, on_entity=True))
    finding = sighting.finding
    what = f"possible {finding.kind.value}" if finding.possible else finding.kind.value
    return _told(f"{what} ({finding.detector})", _lines(matter.cable, finding.span), sighting.outcome, said)


def _told(what: str, lines: tuple[int, int], outcome: Outcome, said: tuple[Said, ...]) -> Told:
    if outcome.kept:
        return Told(what, lines, outcome, said)
    full = [one for one in said if one.verb == "release" and one.action is Action.KEEP]
    missing = tuple(one for one in full if one.truth is not Truth.YES)
    opened = len(missing) < len(full)
    closing = tuple(one.rule for one in said if one.verb == "protect" and one.truth is not Truth.NO)
    return Told(what, lines, outcome, said, () if opened else missing, closing)


def _said(policy: Policy, facts: Facts, *, on_entity: bool) -> Iterator[Said]:
    for rule in (*policy.release, *policy.protect):
        if rule.on_entity is on_entity:
            yield Said(rule.id, rule.verb, rule.action, applies(rule, facts), tuple(_because(rule, facts)))


def _because(rule: Rule, facts: Facts) -> Iterator[str]:
    """Say of each condition that keeps the rule from matching certainly how it fails."""
    yield from wording.failing(rule.when, facts)
    if rule.unless is not None and evaluate(rule.unless, facts) is not Truth.NO:
        yield f"unless {wording.words(rule.unless)}"

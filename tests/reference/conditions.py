"""Conditions of rules: True, False, or None where it is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor import markings
from redactor.markings import Level, Marking, Status, Truth
from redactor.markings.types import Foreign
from redactor.model import AudienceKind, Basis, SectionKind
from redactor.policy.posts import post_names
from tests.reference.listed import on_list
from tests.reference.texts import near_matches, text_matches

if TYPE_CHECKING:
    import datetime as dt

    from redactor.model import Cable, Condition, Group, Matcher, Rule
    from tests.reference.nouns import Ask


def _kleene_all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _kleene_any(values: list[bool | None]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


def _holds(condition: Condition, ask: Ask) -> bool | None:
    plain = [_matches(matcher, ask) for matcher in condition.matchers]
    return _kleene_all(plain + [_group_holds(group, ask) for group in condition.groups])


def _group_holds(group: Group, ask: Ask) -> bool | None:
    each = [_holds(condition, ask) for condition in group.of]
    if group.kind.value == "any":
        return _kleene_any(each)
    if group.kind.value == "all":
        return _kleene_all(each)
    return None if each[0] is None else not each[0]


def asked_for(condition: Condition, name: str) -> list[str]:
    """Give the values that a condition wants to see: those under `not` and `none_of` it wants gone."""
    values = [
        value
        for matcher in condition.matchers
        if matcher.name == name and matcher.operator != "none_of"
        for value in matcher.values
    ]
    for group in condition.groups:
        if group.kind.value != "not":
            for part in group.of:
                values += asked_for(part, name)
    return values


def _matches(matcher: Matcher, ask: Ask) -> bool | None:  # noqa: C901, PLR0911, PLR0912 - one list of cases
    values, finding = matcher.values, ask.finding
    match matcher.name:
        case "level":
            return _level(matcher.operator, [Level[value] for value in values], ask.marking)
        case "controls":
            return _controls(matcher.operator, values, ask.marking)
        case "declassified":
            status = ask.status()
            return None if status is Status.NEEDS_HUMAN else status.value in values
        case "releasable_to_audience":
            audience = ask.world.policy.audience
            if audience.kind is not AudienceKind.FOREIGN:
                return None
            truth = markings.releasable_to(
                ask.marking, frozenset(audience.countries), date=ask.world.cable.date
            )
            known = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}[truth]
            return _kleene_any(
                [known if value == "yes" else None if known is None else not known for value in values]
            )
        case "section":
            section = ask.portion.section
            return None if section is SectionKind.UNKNOWN else section.value in values
        case "portion":
            return ask.portion.address in values
        case "basis":
            basis = ask.portion.basis
            return None if basis is Basis.UNKNOWN else basis.value in values
        case "tags":
            return any(value in ask.world.cable.tags for value in values) if ask.world.cable.tags else None
        case "date":
            return _dated_at(matcher.operator, values[0], ask.world.cable.date)
        case "post":
            return _sent_by(values, ask.world.cable)
        case "text":
            return text_matches(matcher, ask)
    if finding is None:
        return None
    match matcher.name:
        case "entity":
            if "any" in values:
                return True
            return (None if finding.possible else True) if finding.kind.value in values else False
        case "score":
            return finding.score >= float(values[0]) * 1000
        case "context" if matcher.operator:
            return near_matches(matcher, ask)
        case "context":
            return any(value in ask.contexts for value in values)
        case "list":
            return on_list(ask, values[0])
    return None


def _level(operator: str, levels: list[Level], marking: Marking) -> bool | None:
    possible = [marking.level] if marking.known else [level for level in Level if level >= marking.level]
    match operator:
        case "at_most":
            answers = {level <= levels[0] for level in possible}
        case "at_least":
            answers = {level >= levels[0] for level in possible}
        case _:
            answers = {level in levels for level in possible}
    if operator != "at_least" and not marking.known and True in answers:
        return None  # an unknown level is never certainly low
    return answers.pop() if len(answers) == 1 else None


def _controls(operator: str, values: tuple[str, ...], marking: Marking) -> bool | None:
    stated = set(marking.controls) | ({"NOFORN"} if marking.foreign == Foreign() else set())
    missing = None if marking.opaque or not marking.known else False
    each: list[bool | None] = [True if value in stated else missing for value in values]
    if operator == "all_of":
        return _kleene_all(each)
    some = _kleene_any(each)
    if operator == "any_of":
        return some
    return None if some is None else not some


def _dated_at(operator: str, day: str, date: dt.date | None) -> bool | None:
    if date is None:
        return None
    return date.isoformat() < day if operator == "before" else date.isoformat() > day


def _sent_by(values: tuple[str, ...], cable: Cable) -> bool | None:
    """Give the answer that every post of the header gives, or None."""
    answers: set[bool | None] = set()
    for field in cable.fields:
        inside = [p for p in cable.portions if p.header and p.span.covers(field.span)]
        if inside and field.kind in ("from", "message-number"):
            words = [word for word in field.value.split() if not word.isdigit() and not word.startswith("AM")]
            name = " ".join(words)
            answers.add(name in values if name in post_names() else None)
    return answers.pop() if len(answers) == 1 else None


def certainly(rule: Rule, ask: Ask) -> bool:
    return _holds(rule.when, ask) is True and (rule.unless is None or _holds(rule.unless, ask) is False)


def possibly(rule: Rule, ask: Ask) -> bool:
    return _holds(rule.when, ask) is not False and (
        rule.unless is None or _holds(rule.unless, ask) is not True
    )

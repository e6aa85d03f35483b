"""What a policy may not say although each of its parts is well formed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.errors import Diagnostic
from redactor.model import Action, AudienceKind, Basis, EntityKind
from redactor.policy import coarse, predicates
from redactor.policy.authorities import PERSONAL, registry
from redactor.policy.conditions import every_matcher, levels_of
from redactor.policy.matcher_specs import MATCHERS
from redactor.policy.nodes import suggest
from redactor.policy.vocabulary import ANY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.errors import Place
    from redactor.model import Assumption, Audience, Guarantee, Rule
    from redactor.policy.nodes import Problems, Scalar

# Ids that decisions, logs and the planner use for what no rule of a policy says.
RESERVED = frozenset(
    {
        "default-portion",
        "default-entity",
        "possible-name",
        "ceiling",
        "furniture",
        "skeleton",
        "remark",
        "run",
        "review",
        "reviewer",
    }
)

_UNMARKED = frozenset({Basis.INHERITED.value, Basis.UNKNOWN.value})


def check_ids(named: Iterable[tuple[str, Place]], problems: Problems) -> None:
    """Refuse an id that stands twice or that is reserved; rules, assumptions and guarantees share them."""
    first: dict[str, Place] = {}
    for name, place in sorted(named, key=lambda pair: (pair[1].line, pair[1].column)):
        if name in RESERVED:
            problems.add("RP202", f"the id `{name}` is reserved", place, help="choose another id")
        elif name in first:
            problems.put(
                Diagnostic(
                    "RP201",
                    f"the id `{name}` is used twice",
                    place,
                    help="logs name rules by their id: choose another",
                    second=first[name],
                    second_label="first used here",
                )
            )
        first.setdefault(name, place)


def check_rule(rule: Rule, audience: Audience | None, problems: Problems) -> None:
    """Refuse what one rule may not say."""
    _check_matchers(rule, problems)
    _check_predicates(rule, problems)
    _check_action(rule, problems)
    if not rule.authorities and _needs_authority(rule):
        grounds = "B1 from-cable" if audience is not None and audience.lawful else "CLASS"
        problems.add(
            "RP203",
            f"the rule `{rule.id}` removes and names no authority",
            rule.place,
            help=f"add `authority: [{grounds}]`",
        )
    _check_classified(rule, problems)
    _check_personal(rule, problems)


def _needs_authority(rule: Rule) -> bool:
    """Say whether the rule removes anything on its own; a hold leaves the ground to a person."""
    return rule.action is not Action.KEEP and not rule.hold


def _check_matchers(rule: Rule, problems: Problems) -> None:
    """Refuse a matcher of findings in a rule that speaks of portions."""
    unless = every_matcher(rule.unless) if rule.unless else ()
    for matcher in dict.fromkeys([*every_matcher(rule.when), *unless]):
        if MATCHERS[matcher.name].of_finding and not rule.on_entity:
            problems.add(
                "RP210",
                f"`{matcher.name}` speaks of findings, but the rule `{rule.id}` names no `entity` in its `when`",
                rule.place,
                help="add `entity: [PERSON]` to the rule's own `when`, outside any group, or leave it out",
            )


def _check_predicates(rule: Rule, problems: Problems) -> None:
    """Refuse a predicate that no installed package offers, and one of findings in a rule about portions."""
    unless = every_matcher(rule.unless) if rule.unless else ()
    for matcher in dict.fromkeys([*every_matcher(rule.when), *unless]):
        if matcher.name != "predicate":
            continue
        name = matcher.values[0]
        found = predicates.find(name)
        if found is None:
            known = predicates.registered()
            problems.add(
                "RP117",
                f"there is no predicate `{name}` that can be used",
                rule.place,
                help=suggest(name, known) or "install the one package that registers it; see the reference",
            )
        elif found.of_finding and not rule.on_entity:
            problems.add(
                "RP210",
                f"`{name}` speaks of findings, but the rule `{rule.id}` names no `entity` in its `when`",
                rule.place,
                help="add `entity: [any]`, or leave it out",
            )


def _check_action(rule: Rule, problems: Problems) -> None:
    """Refuse an action that has no meaning for a whole portion."""
    if not rule.on_entity and not rule.action.at_most(Action.REDACT) and rule.action is not Action.KEEP:
        word = rule.action.name.lower()
        problems.add(
            "RP213",
            f"`{word}` is for what was found, not for a whole portion",
            rule.place,
            help="use `withhold` or `redact`, or name an `entity`",
        )
    _check_written(rule, problems)


_WRITTEN = {
    Action.PSEUDONYM: (EntityKind.PERSON,),
    Action.GENERALIZE: coarse.GENERALIZED,
    Action.MASK: coarse.MASKED,
}
"""The kinds of finding that an action has a writer for."""


def _check_written(rule: Rule, problems: Problems) -> None:
    """Refuse an action for a kind of finding that it has no writer for."""
    kinds = _WRITTEN.get(rule.action)
    named = {value for matcher in rule.when.matchers if matcher.name == "entity" for value in matcher.values}
    if kinds is None or not named or named <= {kind.value for kind in kinds}:
        return
    word = rule.action.name.lower()
    others = ", ".join(sorted(named - {kind.value for kind in kinds}))
    problems.add(
        "RP230",
        f"`{word}` has nothing to show for {others}",
        rule.place,
        help=f"name only {', '.join(kind.value for kind in kinds)} in `entity`, or use `label`",
    )


def _check_classified(rule: Rule, problems: Problems) -> None:
    """Refuse B1 on a rule that speaks of marked, unclassified text only (DOMAIN.md 13)."""
    codes = {authority.code for authority in rule.authorities}
    if "B1" not in codes or any(level.classified for level in levels_of(rule.when)):
        return
    bases = [set(matcher.values) for matcher in rule.when.matchers if matcher.name == "basis"]
    if not any(basis <= _UNMARKED for basis in bases):
        problems.add(
            "RP207",
            f"`B1` cannot stand on unclassified text, and the rule `{rule.id}` matches nothing else",
            rule.place,
            help="name another exemption, or add `basis: [inherited]` for text without a mark of its own",
        )


def _check_personal(rule: Rule, problems: Problems) -> None:
    """Refuse an authority about persons on a rule that speaks of other things only."""
    kinds = {value for matcher in rule.when.matchers if matcher.name == "entity" for value in matcher.values}
    if not kinds or ANY in kinds or kinds & {kind.value for kind in PERSONAL}:
        return
    for authority in rule.authorities:
        if "person" in registry().rows[authority.code].when:
            problems.add(
                "RP219",
                f"`{authority.code}` protects persons, and the rule `{rule.id}` names none",
                rule.place,
                help="name another exemption",
            )


def check_assumptions(assumptions: tuple[Assumption, ...], problems: Problems) -> None:
    """Refuse two readings of the same header field."""
    seen: dict[str, Assumption] = {}
    for assumption in assumptions:
        for section in assumption.sections:
            other = seen.setdefault(section.value, assumption)
            if other is not assumption:
                problems.put(
                    Diagnostic(
                        "RP218",
                        f"the header field `{section.value}` has two readings",
                        assumption.place,
                        help="name it in one assumption",
                        second=other.place,
                        second_label="first read here",
                    )
                )


def check_guarantees(
    guarantees: tuple[Guarantee, ...], assumptions: tuple[Assumption, ...], problems: Problems
) -> None:
    """Refuse a guarantee that rests on an assumption that is not there, or asks findings of portions."""
    known = tuple(assumption.id for assumption in assumptions)
    for guarantee in guarantees:
        _check_promise(guarantee, problems)
        for name in guarantee.except_assumptions:
            if name not in known:
                problems.add(
                    "RP216", f"there is no assumption `{name}`", guarantee.place, help=suggest(name, known)
                )


def _check_promise(guarantee: Guarantee, problems: Problems) -> None:
    """Refuse a matcher of findings in a promise that speaks of portions."""
    asked = {matcher.name for matcher in every_matcher(guarantee.condition)}
    for name in sorted(asked):
        if MATCHERS[name].of_finding and "entity" not in asked:
            problems.add(
                "RP210",
                f"`{name}` speaks of findings, but the guarantee `{guarantee.id}` names no `entity`",
                guarantee.place,
                help="add `entity: [PERSON]`, or leave it out",
            )


def check_detect(audience: Audience, detect: Scalar, problems: Problems) -> None:
    """Refuse a policy that looks for nothing before a public or foreign audience."""
    if detect.text == "none" and audience.kind in {AudienceKind.PUBLIC, AudienceKind.FOREIGN}:
        problems.add(
            "RP211",
            f"`detect: none` is not for a {audience.kind.value} audience",
            detect.place,
            help="leave `detect` out",
        )

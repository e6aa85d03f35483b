"""The properties of POLICY.md B.3 on a million random policies and facts: python -m tests.campaigns.evaluations.

Each case draws a policy and the facts of one portion or finding, plainly and fast, and asks the evaluator
six times: as it stands, with one more protect rule, with one more release rule, with the rules turned
round and repeated, with one fact unknown, and without the release rules.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace

from redactor.markings import Level, Status, Truth
from redactor.model import (
    Action,
    Basis,
    Condition,
    EntityKind,
    Fact,
    Group,
    GroupKind,
    Policy,
    Rule,
    SectionKind,
)
from redactor.policy import ceilings
from redactor.policy.facts import Facts, Matter
from redactor.policy.settle import Scene, weigh
from tests.policy.draws import ACTIONS, AUTHORITIES, MARKINGS, WRITTEN
from tests.policy.laws import UNKNOWN_FACTS, Answers, comparable
from tests.policy.worlds import (
    AS_OF,
    BRITAIN,
    DATE,
    DISCRETION,
    FOIA,
    HOLDER,
    STAFF,
    Part,
    cable_of,
    para,
    policy_of,
    protect,
    release,
    role_of,
    view_of,
    when,
)

KINDS = (("PERSON",), ("LOCATION", "POST"), ("any",), ("PERSON", "LOCATION"), ("ID_NUMBER", "PHONE"))
_LEVELS = [level.name for level in Level]
OF_PORTIONS = (
    *(when(level={how: level}) for how in ("at_most", "at_least", "is") for level in _LEVELS),
    *(when(controls={how: ("NOFORN",)}) for how in ("any_of", "all_of", "none_of")),
    *(when(section=found) for found in (("paragraph",), ("from", "tags"), ("table", "unknown"))),
    *(when(portion=found) for found in (("1",), ("2", "from"))),
    *(when(basis=found) for found in (("marked",), ("inherited", "unknown"))),
    *(when(declassified=found) for found in (("not_reached",), ("needs_human", "date_reached"))),
    *(when(releasable_to_audience=found) for found in ("yes", "no")),
    *(when(tags={"any_of": found}) for found in (("PREL",), ("ECON",))),
    *(when(date={how: "2007-06-18"}) for how in ("before", "after")),
    *(when(post=found) for found in (("ASTANA",), ("ACCRA", "ASTANA"))),
    *(when(text={"any_of": word}) for word in ("rain", "snow")),
    when(text={"matches": "r.in"}),
    when(predicate="tests/none"),
)
OF_FINDINGS = (
    *(when(entity=kinds) for kinds in KINDS),
    when(list="officials"),
    when(context="protect-note"),
    when(context={"words within 5": "rain"}),
    when(score={"at_least": "0.6"}),
    *OF_PORTIONS,
)
TRUTHS = tuple(Truth)


@dataclass(frozen=True)
class Case:
    """One policy, the facts of one thing, and one more rule of each verb."""

    policy: Policy
    facts: Facts
    more: tuple[Rule, Rule]


def condition(dice: random.Random, pool: tuple[Condition, ...], depth: int = 2) -> Condition:
    """Draw a condition; one in four is a group."""
    if depth and dice.random() < 0.25:
        kind = dice.choice(tuple(GroupKind))
        count = 1 if kind is GroupKind.NOT else dice.randint(1, 3)
        parts = tuple(condition(dice, pool, depth - 1) for _ in range(count))
        return Condition((), (Group(kind, parts),))
    return dice.choice(pool)


def rule(dice: random.Random, verb: str, name: str) -> Rule:
    """Draw a rule."""
    on_entity = dice.random() < 0.5
    pool = OF_FINDINGS if on_entity else OF_PORTIONS
    action = dice.choice(ACTIONS if verb == "release" else ACTIONS[:-1])
    own = condition(dice, pool)
    if on_entity:
        if dice.randrange(3) == 0:
            action = dice.choice(tuple(WRITTEN))
        kinds = when(entity=WRITTEN.get(action) or dice.choice(KINDS))
        own = Condition(kinds.matchers + own.matchers, own.groups)
    unless = condition(dice, pool) if dice.random() < 0.4 else None
    grounds = tuple(dice.sample(AUTHORITIES, dice.choice((0, 1, 1, 2, 2))))
    if verb == "release":
        return release(name, own, *grounds, up_to=action, unless=unless)
    return protect(name, own, *grounds, do=action, unless=unless, hold=dice.randrange(5) == 0)


def facts(dice: random.Random) -> Facts:
    """Draw the facts of a portion or of a finding."""
    found = Facts(
        marking=dice.choice(MARKINGS),
        section=dice.choice((SectionKind.PARAGRAPH, SectionKind.FROM, SectionKind.TABLE)),
        address=dice.choice(("1", "2", "from")),
        basis=dice.choice(tuple(Basis)),
        status=dice.choice(tuple(Status)),
        tags=dice.choice((("PREL",), ("ECON", "PGOV"))),
        releasable=dice.choice(TRUTHS),
        date=dice.choice((DATE, dt.date(1999, 1, 1))),
        posts=dice.choice((("ASTANA",), ("ACCRA", "ASTANA"), ("ACCRA",))),
        atoms=Answers(dice.randrange(1000)),
    )
    if dice.random() < 0.4:
        return found
    return replace(
        found,
        entity=dice.choice((EntityKind.PERSON, EntityKind.LOCATION, EntityKind.POST, EntityKind.ID_NUMBER)),
        possible=dice.random() < 0.2,
        score=dice.choice((400, 900)),
        contexts=dice.choice((frozenset[str](), frozenset({"protect-note"}))),
        listed={"officials": dice.choice(TRUTHS)},
    )


def draw(dice: random.Random) -> Case:
    """Draw a case."""
    releases = [rule(dice, "release", f"r{index}") for index in range(dice.randint(1, 4))]
    protects = [rule(dice, "protect", f"p{index}") for index in range(dice.choice((0, 0, 1, 1, 2)))]
    if dice.randrange(4):
        releases.append(release("open", when(level={"at_most": dice.choice(("C", "S", "TS"))})))
    if dice.randrange(4):
        releases.append(
            release(
                "found",
                when(entity=dice.choice(KINDS)),
                up_to=dice.choice((Action.KEEP, Action.KEEP, *WRITTEN)),
            )
        )
    audience = dice.choice((DISCRETION, FOIA, STAFF, BRITAIN, HOLDER))
    policy = policy_of(*releases, *protects, audience=audience)
    return Case(policy, facts(dice), (rule(dice, "protect", "more"), rule(dice, "release", "more")))


CABLE = cable_of(para(1, "rain"), Part("x", "rain"))
VIEW = view_of(CABLE)
Learned = frozenset[Fact]


def learned(policy: Policy, found: Facts) -> Learned:
    """Give what a reader learns beyond the kind of the thing."""
    matter = Matter(CABLE, VIEW, (), policy, AS_OF, role_of)
    votes = ceilings.ballot(policy, found, on_entity=found.entity is not None)
    return weigh(votes, Scene(matter, found, found.entity)).action.value - Action.LABEL.value


def violations(case: Case, dice: random.Random) -> list[str]:
    """Name the properties that a case breaks."""
    policy, found, (one_protect, one_release) = case.policy, case.facts, case.more
    before = learned(policy, found)
    on_entity = found.entity is not None
    wider = replace(policy, release=(*policy.release, one_release))
    turned = replace(
        policy,
        release=policy.release[::-1] * 2,
        protect=tuple(dice.sample(policy.protect, len(policy.protect))),
    )
    forget = dice.choice(UNKNOWN_FACTS)
    forgotten = forget(found)
    single = ceilings.matching_releases(policy, found, on_entity=on_entity)
    checks = {
        "one more protect rule reveals nothing": learned(
            replace(policy, protect=(*policy.protect, one_protect)), found
        )
        <= before,
        "one more release rule hides nothing": not comparable(wider, found)
        or _doubtful(wider, found)
        or before <= learned(wider, found),
        "nothing beyond one matching release rule": not before
        or any(before <= one.action.value for one in single),
        "order and repetition do not matter": learned(turned, found) == before,
        "an unknown fact reveals nothing": (found.entity is None and forgotten.possible)
        or learned(policy, forgotten) <= before,
        "no matching release rule, nothing shown": not learned(replace(policy, release=()), found),
    }
    return [name for name, holds in checks.items() if not holds]


def _doubtful(policy: Policy, found: Facts) -> bool:
    """Say whether a person must decide: a ceiling without a ground for its removal is a hold, which shows less."""
    matter = Matter(CABLE, VIEW, (), policy, AS_OF, role_of)
    votes = ceilings.ballot(policy, found, on_entity=found.entity is not None)
    scene = Scene(matter, found, found.entity)
    outcome = weigh(votes, scene)
    met = ceilings.meet_all(vote.action for vote in votes.votes)
    return outcome.hold or outcome.action is not met


def campaign(count: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """Try so many cases; give how often each property broke, and what kinds of case there were."""
    dice = random.Random(seed)  # noqa: S311 - a draw, no secret
    broken: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for _ in range(count):
        case = draw(dice)
        while not comparable(case.policy, case.facts):
            seen.update(["drawn anew: refused when it is loaded"])
            case = draw(dice)
        broken.update(violations(case, dice))
        shown = learned(case.policy, case.facts)
        seen.update(["shows something" if shown else "shows nothing"])
        seen.update(["of a finding" if case.facts.entity is not None else "of a portion"])
    return broken, seen


def main(arguments: list[str]) -> int:
    """Run a campaign and print its figures; 1 where a property broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=20_261_123)
    chosen = parser.parse_args(arguments)
    start = time.process_time()
    broken, seen = campaign(chosen.cases, chosen.seed)
    lines = [
        f"{chosen.cases} cases, seed {chosen.seed}, {time.process_time() - start:.0f} s of processor time"
    ]
    lines += [f"{name}: {number}" for name, number in sorted(seen.items())]
    lines += [f"broken: {name}: {number}" for name, number in sorted(broken.items())] or ["no property broke"]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""The laws that the evaluator keeps, each as a check of one drawn case, so that planted faults can break them."""

from __future__ import annotations

import datetime as dt
import random
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import assume
from hypothesis import strategies as st

from redactor.markings import Level, Marking, Status, Truth, join
from redactor.model import Action, Basis, EntityKind, Matcher, RemovalKind, SectionKind
from redactor.policy import ceilings
from redactor.policy.facts import Facts, Matter
from redactor.policy.posts import UNREAD
from redactor.policy.settle import Scene, weigh
from redactor.policy.verdict import decide
from redactor.spans import tiles
from tests.policy.draws import MARKINGS, cases, policies, rules
from tests.policy.worlds import (
    AS_OF,
    DATE,
    Part,
    cable_of,
    no_more,
    para,
    release,
    reveals,
    role_of,
    view_of,
    when,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.model import Cable, Finding, Policy, Rule, Verdict

    Case = tuple[Cable, tuple[Finding, ...], Policy]


def judge(case: Case) -> Verdict:
    """Decide on a drawn case."""
    cable, findings, policy = case
    return decide(cable, view_of(cable), findings, policy, as_of=AS_OF, role_of=role_of)


# --- laws of whole verdicts ----------------------------------------------------------------------


def decisions_tile(case: Case) -> None:
    """Decisions cover every character once; equal neighbours are joined; only removals have a kind."""
    verdict = judge(case)
    assert tiles((item.span for item in verdict.decisions), len(case[0].text))
    for item in verdict.decisions:
        assert (item.removal is None) == (item.action is Action.KEEP)
        assert not item.hold or item.action is Action.WITHHOLD
        assert item.rules == tuple(sorted(set(item.rules)))
        assert item.rules
    for left, right in zip(verdict.decisions, verdict.decisions[1:], strict=False):
        assert replace(left, span=right.span) != right


def settled_removals_have_grounds(case: Case) -> None:
    """Each removal that awaits nobody names an authority, but for furniture and lines written anew."""
    for item in judge(case).decisions:
        if item.removal not in {None, RemovalKind.FURNITURE, RemovalKind.REMARK}:
            assert item.hold or item.authorities


def order_is_irrelevant(case: tuple[Case, int]) -> None:
    """Rules in another order, and rules twice, give the same verdict."""
    (cable, findings, policy), seed = case
    shuffle = random.Random(seed)  # noqa: S311 - a shuffle, no secret
    released, protected = list(policy.release), [*policy.protect, *policy.protect]
    shuffle.shuffle(released)
    shuffle.shuffle(protected)
    turned = replace(policy, release=tuple(released), protect=tuple(protected))
    assert judge((cable, findings, turned)) == judge((cable, findings, policy))


def one_more_protect_rule_never_opens(case: tuple[Case, Rule]) -> None:
    """With a protect rule more, no character reveals more."""
    (cable, findings, policy), rule = case
    stricter = replace(policy, protect=(*policy.protect, rule))
    assert no_more(reveals(judge((cable, findings, policy))), reveals(judge((cable, findings, stricter))))


def one_release_rule_less_never_opens(case: Case) -> None:
    """With a release rule less, no more is kept; the most open ceilings only get lower."""
    cable, findings, policy = case
    for gone in policy.release:
        # A release rule of a lower ceiling adds its rule id and grounds, so only kept text is compared.
        fewer = replace(policy, release=tuple(rule for rule in policy.release if rule is not gone))
        before, after = judge((cable, findings, policy)), judge((cable, findings, fewer))
        kept = [Action.KEEP.value <= facts | Action.LABEL.value for facts in reveals(after)]
        wider = [Action.KEEP.value <= facts | Action.LABEL.value for facts in reveals(before)]
        assert all(early or not late for early, late in zip(wider, kept, strict=True))


def raising_a_marking_never_opens(case: tuple[Case, int, Marking]) -> None:
    """Under rules that only say at_most to release and at_least to protect, a stricter mark opens nothing."""
    (cable, findings, policy), which, marking = case
    portion = cable.portions[which % len(cable.portions)]
    higher = replace(portion, marking=join(portion.marking, marking))
    raised = replace(cable, portions=tuple(higher if item is portion else item for item in cable.portions))
    assert no_more(reveals(judge((cable, findings, policy))), reveals(judge((raised, findings, policy))))


def nothing_opens_without_a_rule(case: Case) -> None:
    """Text that stays is released by a release rule with the ceiling keep; nothing else stays."""
    cable, _, policy = case
    open_rules = {rule.id for rule in policy.release if rule.action is Action.KEEP and not rule.on_entity}
    for item in judge(case).decisions:
        if item.removal is None and item.rules != ("skeleton",):
            assert {rule for rule in item.rules if not rule.startswith("assume:")} <= open_rules
            assert any(rule in open_rules for rule in item.rules)
        elif item.removal is None:
            inside = [span for portion in cable.portions for span in portion.skeleton]
            loud = [at for at in range(item.span.start, item.span.end) if cable.text[at].strip()]
            assert all(any(span.holds(at) for span in inside) for at in loud)


def unknown_level_never_opens(case: Case) -> None:
    """Nothing is shown of a document in which no portion's level is known."""
    cable = case[0]
    lost = replace(
        cable,
        portions=tuple(replace(item, marking=replace(item.marking, known=False)) for item in cable.portions),
    )
    assert judge((lost, *case[1:])).denied


def monotone_policies() -> st.SearchStrategy[Policy]:
    """Draw policies that release up to a level and protect from a level on."""
    levels = st.sampled_from([level.name for level in Level])
    entities = st.sampled_from((("any",), ("PERSON",), ("LOCATION",)))
    ceiling = st.tuples(levels, st.sampled_from((Action.KEEP, Action.REDACT, Action.WITHHOLD)))
    names = st.sampled_from((Action.KEEP, Action.ROLE, Action.LABEL))
    return st.builds(
        lambda base, found, protected, kinds, action: replace(
            base,
            release=(
                *(
                    release(f"r{i}", when(level={"at_most": level}), up_to=up)
                    for i, (level, up) in enumerate(found)
                ),
                release("names", when(entity=kinds), up_to=action),
            ),
            protect=tuple(rule for rule in base.protect if _monotone(rule)) + protected,
        ),
        policies(),
        st.lists(ceiling, min_size=1, max_size=3),
        st.just(()),
        entities,
        names,
    )


def _monotone(rule: Rule) -> bool:
    matchers = rule.when.matchers
    level = all(item.name in {"level", "entity"} and item.operator in {"", "at_least"} for item in matchers)
    return level and rule.unless is None and not rule.when.groups


# --- laws of one thing's facts -------------------------------------------------------------------


class Answers(dict[Matcher, Truth]):
    """Answers of matchers that look at the text: any, but the same one whenever it is asked for."""

    def __init__(self, seed: int) -> None:
        """Take another seed for other answers."""
        super().__init__()
        self._seed = seed

    def get(self, matcher: Matcher, default: object = None) -> Truth:
        """Answer for a matcher that nobody looked up before."""
        del default
        return Truth(zlib.crc32(f"{self._seed} {matcher}".encode()) % 3)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Draw the facts of a finding, or of a portion."""
    truths = st.sampled_from(list(Truth))
    found = Facts(
        marking=draw(st.sampled_from(MARKINGS)),
        section=draw(st.sampled_from((SectionKind.PARAGRAPH, SectionKind.FROM, SectionKind.TABLE))),
        address=draw(st.sampled_from(("1", "2", "from"))),
        basis=draw(st.sampled_from(list(Basis))),
        status=draw(st.sampled_from(list(Status))),
        tags=draw(st.sampled_from((("PREL",), ("ECON", "PGOV")))),
        releasable=draw(truths),
        date=draw(st.sampled_from((DATE, dt.date(1999, 1, 1)))),
        posts=draw(st.sampled_from((("ASTANA",), ("ACCRA", "ASTANA"), ("ACCRA",)))),
        atoms=Answers(draw(st.integers(0, 999))),
    )
    if draw(st.booleans()):
        return found
    return replace(
        found,
        entity=draw(st.sampled_from((EntityKind.PERSON, EntityKind.LOCATION, EntityKind.POST))),
        possible=draw(st.booleans()),
        score=draw(st.sampled_from((400, 900))),
        contexts=draw(st.sampled_from((frozenset[str](), frozenset({"protect-note"})))),
        listed={"officials": draw(truths)},
    )


UNKNOWN_FACTS: tuple[Callable[[Facts], Facts], ...] = (
    lambda found: replace(found, marking=replace(found.marking, known=False)),
    lambda found: replace(found, marking=Marking(Level.U, known=False)),
    lambda found: replace(found, marking=replace(found.marking, opaque=True)),
    lambda found: replace(found, section=SectionKind.UNKNOWN),
    lambda found: replace(found, basis=Basis.UNKNOWN),
    lambda found: replace(found, status=Status.NEEDS_HUMAN),
    lambda found: replace(found, tags=None),
    lambda found: replace(found, releasable=Truth.UNKNOWN),
    lambda found: replace(found, score=None),
    lambda found: replace(found, possible=True),
    lambda found: replace(found, listed={}),
    lambda found: replace(found, date=None),
    lambda found: replace(found, posts=()),
    lambda found: replace(found, posts=(UNREAD,)),
    lambda found: replace(found, atoms={}),
)


def action_of(policy: Policy, found: Facts) -> frozenset[object]:
    """Give what a reader learns beyond the kind of a thing with these facts."""
    cable = cable_of(para(1, "rain"), Part("x", "rain"))
    matter = Matter(cable, view_of(cable), (), policy, AS_OF, role_of)
    on_entity = found.entity is not None
    votes = ceilings.ballot(policy, found, on_entity=on_entity)
    return frozenset(weigh(votes, Scene(matter, found, found.entity)).action.value - Action.LABEL.value)


def comparable(policy: Policy, found: Facts) -> bool:
    """Say whether the release rules that match can be compared: others are refused when a policy is loaded."""
    matching = ceilings.matching_releases(policy, found, on_entity=found.entity is not None)
    actions = {one.action for one in matching}
    return all(left.at_most(right) or right.at_most(left) for left in actions for right in actions)


def unknown_never_opens(case: tuple[Policy, Facts]) -> None:
    """Whatever fact is put to unknown, nothing more is revealed."""
    policy, found = case
    assume(comparable(policy, found))
    before = action_of(policy, found)
    for forget in UNKNOWN_FACTS:
        if found.entity is not None or not forget(found).possible:
            assert action_of(policy, forget(found)) <= before


def never_beyond_one_release_rule(case: tuple[Policy, Facts]) -> None:
    """No more is revealed than some single release rule that matches certainly allows, or the kind."""
    policy, found = case
    matching = ceilings.matching_releases(policy, found, on_entity=found.entity is not None)
    shown = action_of(policy, found)
    assert any(shown <= rule.action.value for rule in matching) or not shown


def unmatched_is_closed(case: tuple[Policy, Facts]) -> None:
    """Without a release rule a portion is withheld and an entity is labelled, whatever rules name other kinds."""
    policy, found = case
    others = [rule for rule in policy.release if rule.on_entity is not (found.entity is not None)]
    assert not action_of(replace(policy, release=tuple(others)), found)


whole_cases = cases()
shuffled_cases = st.tuples(cases(), st.integers(0, 99))
stricter_cases = st.tuples(cases(), rules("protect", "extra"))
raised_cases = st.tuples(
    st.tuples(cases(), monotone_policies()).map(lambda pair: (*pair[0][:2], pair[1])),
    st.integers(0, 9),
    st.sampled_from(MARKINGS),
)
fact_cases = st.tuples(policies(), facts())

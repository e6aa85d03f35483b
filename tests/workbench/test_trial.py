"""Policy tests tried: what passes, what fails and why, coverage, and mutants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from redactor.workbench import coverage, lay_out, mutate
from redactor.workbench.coverage import Spared, lacking
from redactor.workbench.mutation import Fate
from redactor.workbench.regions import Region
from tests.workbench.suites import HEAD, POLICY, case, laid_in

if TYPE_CHECKING:
    from pathlib import Path

    from redactor.workbench import Laid

NAMES = "findings: [{text: Tomas Vashkel, entity: PERSON}]"
NOTED = "findings: [{text: Tomas Vashkel, entity: PERSON, context: [protect-note]}]"
CLOSED = "1. (C) [[classified: Secret words.]]\n2. (U) Open words."


def laid(folder: Path, *tests: str) -> Laid:
    (found,) = lay_out([str(laid_in(folder, HEAD + "".join(tests)))])
    return found


GOOD = [
    # nothing goes, and the test says so
    ("1. (U) Open words.", "state: full"),
    # a portion of two lines
    ("1. (C) [[classified withhold: Secret\nwords.]]\n2. (U) Open words.", "state: part"),
    # default and rule both fired
    ("1. (C) [[default-portion, classified: Secret words.]]\n2. (U) Open words.", ""),
    # marking each word alone is marking them all: blanks are not compared
    ("1. (C) [[classified: Secret]] [[classified: words.]]\n2. (U) Open words.", ""),
    # a name by a ceiling, whose id is the rule's
    (
        "1. (U) The farmer [[others: Tomas Vashkel]] left.",
        NAMES + '\nstays: ["[PRIVACY: name]"]\ngone: [Vashkel]',
    ),
    # a role from the title
    (
        "1. (U) Minister [[others role: Tomas Vashkel]] left.",
        'findings: [{text: Tomas Vashkel, entity: PERSON, title: Minister}]\nstays: ["[PRIVACY: foreign official]"]',
    ),
    # a protected source
    ("1. (U) The farmer [[sources redact: Tomas Vashkel]] left.", NOTED),
    # nothing is found, whatever the detectors would say
    ("1. (U) The farmer Tomas Vashkel left.", "findings: []\nstate: full"),
    # nothing of the body remains, and nobody marks what all goes
    ("1. (C) Secret words.", "state: denied"),
    ("1. (C) [[classified: Secret words.]]", "state: denied"),
    # a hard stop
    ("S E C R E T VELMORA 1\nNODIS\n\n1. (S) Secret words.", "state: referral"),
    # only one portion is looked at
    ("UNCLAS\nSUBJECT: X\n\n1. (C) Secret.\n\n2. (U) Open.", "portions: [2]\nstays: [Open.]"),
    # the notation's own brackets in a cable
    (r"1. (U) Open \[\[words\]\].", "state: full"),
]


@pytest.mark.parametrize(("cable", "says"), GOOD)
def test_a_test_passes_where_all_is_as_expected(cable: str, says: str, tmp_path: Path) -> None:
    """No failure is told."""
    (result,) = laid(tmp_path, case(cable, says=says)).tried()
    assert result.failures == ()


FAILING = [
    # missed, for it is shown
    ("1. (U) Open [[classified: words]].", "", ["RT201"]),
    # the mark and the number stay in every copy
    ("[[classified: 1. (C) Secret.]]\n2. (U) Open words.", "", ["RT201"]),
    # unexpected, for it is gone
    ("1. (C) Secret words.\n2. (U) Open words.", "state: part", ["RT202"]),
    # half of it is unexpected
    ("1. (C) [[classified: Secret]] words.\n2. (U) Open words.", "", ["RT202"]),
    # another rule
    ("1. (C) [[sources: Secret words.]]\n2. (U) Open words.", "", ["RT203"]),
    # another action
    ("1. (C) [[classified redact: Secret words.]]\n2. (U) Open words.", "", ["RT204"]),
    # another state
    (CLOSED, "state: full", ["RT205"]),
    # words that are not there, and words that are
    (CLOSED, "stays: [Closed words]", ["RT206"]),
    (CLOSED, "gone: [Open]", ["RT207"]),
    # a banner is written anew whatever the policy says
    ("[[classified: UNCLAS]]\n\n1. (U) Open words.", "", ["RT208"]),
    # it stands in a portion that is not looked at
    (CLOSED, "portions: [2]", ["RT208"]),
    # nothing is looked at that anything could decide on
    ("UNCLAS\n\n1. (U) Open words.", "portions: [banner]\nstays: [Open words]", ["RT213"]),
    # a denied cable asserts its rules all the same
    ("1. (C) [[sources: Secret words.]]", "state: denied", ["RT203"]),
    # a hard stop that the test does not speak of
    ("S E C R E T VELMORA 1\nNODIS\n\n1. (S) Secret words.", "state: denied", ["RT212"]),
    # every fault is told
    ("1. (C) Secret words.\n2. (U) Open [[classified: words]].", "state: full", ["RT202", "RT201", "RT205"]),
]


@pytest.mark.parametrize(("cable", "says", "codes"), FAILING)
def test_a_test_fails_for_each_thing_that_is_otherwise(
    cable: str, says: str, codes: list[str], tmp_path: Path
) -> None:
    """Missed, unexpected, otherwise removed, and matched nothing: each has its code."""
    (result,) = laid(tmp_path, case(cable, says=says)).tried()
    assert codes == [item.code for item in result.failures]


HELD = POLICY.replace(
    "protect:\n", "protect:\n  - {id: sensitive, when: {level: {is: [SBU]}}, do: hold}\n"
).replace("at_most: U", "at_most: SBU")
WAITS = "1. (SBU) [[sensitive: Sensitive words.]]\n2. (U) Open words."
UPHOLD = "uphold: {authority: [SBU], harm: it would hurt}"

DECIDED = [
    # nobody has decided
    (WAITS.replace("sensitive:", "sensitive hold:"), "state: draft", []),
    # a reviewer keeps it closed
    (WAITS, f"state: part\ndecisions: [{{portions: [1], {UPHOLD}}}]", []),
    # or opens it
    (
        "1. (SBU) Sensitive words.\n2. (U) Open words.",
        "state: full\ndecisions: [{portions: [1], release: {because: it is old}}]",
        [],
    ),
    # a decision on what is not on hold decides nothing
    (WAITS, f"state: draft\ndecisions: [{{portions: [2], {UPHOLD}}}]", ["RT210"]),
]


@pytest.mark.parametrize(("cable", "says", "codes"), DECIDED)
def test_a_reviewers_decisions_are_tried_with_the_policy(
    cable: str, says: str, codes: list[str], tmp_path: Path
) -> None:
    """A test may hold decisions; the copy is the one that they make."""
    (found,) = lay_out([str(laid_in(tmp_path, HEAD + case(cable, says=says), policy=HELD))])
    (result,) = found.tried()
    assert codes == [item.code for item in result.failures]
    assert coverage(found, [result]).percent > 0 or codes


def test_a_failure_points_at_the_cable(tmp_path: Path) -> None:
    """The place of a missed removal is the text as the test writes it."""
    (result,) = laid(tmp_path, case("1. (U) Open.\n\n2. (U) Open [[classified: words here]].")).tried()
    (found,) = result.failures
    assert found.place is not None
    assert (8, 33, 10) == (found.place.line, found.place.column, found.place.width)


TESTS = (
    case("1. (U) Open words.", "open", "state: full"),
    case(CLOSED, "secret"),
    case(
        "1. (U) The farmer [[others: Tomas Vashkel]] of Quenby left.",
        "name",
        NAMES[:-1] + ", {text: Quenby, entity: LOCATION}]",
    ),
    case("1. (U) The farmer [[sources redact: Tomas Vashkel]] left.", "source", NOTED),
)


def missed(found: Laid) -> list[str]:
    """Write the goals that are missed: `text: a, b`, `finding: c`, `spared: d`."""
    told = []
    for goal in coverage(found, found.tried()).missed:
        if isinstance(goal, Spared):
            told.append(f"spared: {goal.rule}")
        else:
            told.append(f"{'finding' if goal.on_entity else 'text'}: {', '.join(goal.rules)}")
    return told


def test_coverage_counts_what_decided(tmp_path: Path) -> None:
    """Each test adds what it has seen; the last one brings both ways of an `unless`."""
    names = ["finding: ceiling:others", "finding: default-entity"]
    rest = ["finding: default-entity, sources", "spared: others"]
    counts = [missed(laid(tmp_path, *TESTS[:number])) for number in range(1, len(TESTS) + 1)]
    assert [
        [
            "text: classified, default-portion",
            "text: default-portion",
            *names,
            rest[0],
            "finding: places",
            rest[1],
        ],
        ["text: default-portion", *names, rest[0], "finding: places", rest[1]],
        ["text: default-portion", "finding: default-entity", *rest],
        ["text: default-portion", "finding: default-entity"],
    ] == counts


def test_a_goal_that_is_missed_is_told_with_a_case(tmp_path: Path) -> None:
    """The help describes a text, or a finding, that would do."""
    found = laid(tmp_path, *TESTS)
    told = [lacking(goal, found.policy) for goal in coverage(found, found.tried()).missed]
    assert [
        ("RT301", "no test has seen text that `default-portion` decides"),
        ("RT301", "no test has seen a finding that `default-entity` decides"),
    ] == [(item.code, item.message) for item in told]
    assert all(item.help.startswith("for instance level ") for item in told)


def test_what_rules_do_together_follows_from_what_they_do_apart(tmp_path: Path) -> None:
    """Text on which two rules meet counts as seen when each was seen without the other."""
    two = POLICY.replace(
        "protect:\n",
        "protect:\n  - {id: exdis, when: {controls: {any_of: [EXDIS]}}, do: withhold, authority: [DISSEM]}\n",
    )
    classified = "1. (C) [[classified: Closed words.]]"
    exdis = "1. (U//EXDIS) [[exdis: Closed words.]]"
    both = Region(on_entity=False, assumption="", rules=("classified", "default-portion", "exdis"))
    for tests, composed in ([classified], False), ([classified, "UNCLAS EXDIS\n\n" + exdis], True):
        cases = "".join(
            case(f"{cable}\n", f"t{number}", "state: denied") for number, cable in enumerate(tests)
        )
        (found,) = lay_out([str(laid_in(tmp_path, HEAD + cases, policy=two))])
        results = found.tried()
        assert [result.failures for result in results if not result.passed] == []
        seen = coverage(found, results)
        assert composed is (both in seen.composed)
        assert composed is not (both in seen.missed)


def test_where_regions_take_too_much_work_each_rule_is_a_goal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The coverage says so, and every rule must decide once."""
    monkeypatch.setattr("redactor.workbench.regions.MOST_WORK", 3)
    found = laid(tmp_path, *TESTS[:2])
    seen = coverage(found, found.tried())
    assert not seen.mapped
    rules = {goal.rules for goal in seen.reached if not isinstance(goal, Spared)}
    assert {("unclassified",), ("classified",)} == rules
    assert ["finding: places", "finding: others", "finding: sources", "spared: others"] == missed(found)


def test_a_test_that_fails_covers_nothing(tmp_path: Path) -> None:
    """What a failing test saw does not count."""
    found = laid(tmp_path, case(CLOSED, says="state: full"))
    assert coverage(found, found.tried()).reached == ()


def survivors(found: Laid) -> list[tuple[str, str]]:
    return [(one.mutant.rule, one.mutant.how) for one in mutate(found) if one.fate is Fate.SURVIVED]


def test_mutants_that_no_test_notices_are_listed(tmp_path: Path) -> None:
    """Without a test of a protected source its rule can be dropped; with one it cannot."""
    mutant = ("sources", "without the rule")
    assert mutant in survivors(laid(tmp_path, *TESTS[:3]))
    assert mutant not in survivors(laid(tmp_path, *TESTS))


def test_a_suite_leaves_what_it_does_not_look_at(tmp_path: Path) -> None:
    """These tests look at no SBU text and at no other finding: two mutants survive, each with a case."""
    tried = mutate(laid(tmp_path, *TESTS))
    left = [one for one in tried if one.fate is Fate.SURVIVED]
    assert [
        "`unclassified` with `level: {at_most: SBU}` passes every test",
        "`others` with `entity: [any]` passes every test",
    ] == [one.diagnostic.message for one in left]
    helps = [one.diagnostic.help for one in left]
    assert helps[0].startswith("test text with these facts: level SBU")
    assert helps[0].endswith("`withhold` by default-portion becomes `keep` by unclassified")
    assert helps[1].endswith("`label` by default-entity becomes `role` by ceiling:others")


def test_a_mutant_that_changes_nothing_is_proved_so(tmp_path: Path) -> None:
    """What no rule opens is withheld anyway, so `classified` may say less of it."""
    fates = {(one.mutant.rule, one.mutant.how): one.fate for one in mutate(laid(tmp_path, *TESTS[2:]))}
    assert fates["classified", "with `do: redact`"] is Fate.EQUIVALENT
    assert fates["classified", "without the rule"] is Fate.EQUIVALENT


def test_a_guarantee_notices_what_no_test_does(tmp_path: Path) -> None:
    """A promise that nothing above U is shown refuses the mutant that shows it."""
    promised = POLICY + "guarantees:\n  - {id: low, never: {disclosed: {level: {at_least: SBU}}}}\n"
    (found,) = lay_out([str(laid_in(tmp_path, HEAD + "".join(TESTS), policy=promised))])
    fates = {one.mutant.how: (one.fate, one.by) for one in mutate(found) if one.mutant.rule == "unclassified"}
    assert (Fate.GUARANTEE, "low") == fates["with `level: {at_most: SBU}`"]


def test_mutants_know_the_values_of_parameters(tmp_path: Path) -> None:
    """A policy with a parameter is weakened with the value that each test sets."""
    policy = POLICY.replace(
        "release:\n",
        "params: {open: {type: text}}\nrelease:\n  - {id: named, when: {portion: [{param: open}, subject], level: {at_most: C}}}\n",
    ).replace("at_least: C}}", "at_least: S}}")
    tests = HEAD + case("1. (C) Secret words.", "open", "state: full\nset: {open: 1}")
    tests += case("1. (C) Secret words.", "closed", "state: denied\nset: {open: 2}")
    (found,) = lay_out([str(laid_in(tmp_path, tests, policy=policy))])
    assert [result.failures for result in found.tried()] == [(), ()]
    fates = {one.mutant.how: one.by for one in mutate(found) if one.mutant.rule == "named"}
    assert "closed" == fates["without `portion 1, subject`"]


CHILD = """\
redactor: 1
policy: {id: child, version: 1.0.0, title: The public without numbers, owner: records, review_by: 2027-11-01}
extends: public
protect:
  - {id: numbers, when: {entity: [PHONE]}, do: redact, authority: [PRIVACY]}
"""


def test_a_policy_that_extends_another_is_asked_for_its_own_rules(tmp_path: Path) -> None:
    """What the base does is for the base's tests; each rule of the child must decide, and be missed."""
    (tmp_path / "child.yaml").write_text(CHILD, encoding="utf-8")
    cable = "1. (U) Call [[numbers redact: 555-0100]] now."
    tests = tmp_path / "child.tests.yaml"
    says = "findings: [{text: 555-0100, entity: PHONE}]"
    tests.write_text(HEAD + case(cable, says=says), encoding="utf-8")
    (found,) = lay_out([str(tests)])
    seen = coverage(found, found.tried())
    assert all("numbers" in goal.rules for goal in (*seen.reached, *seen.missed) if isinstance(goal, Region))
    assert seen.reached
    assert seen.missed == ()
    assert {"numbers"} == {one.mutant.rule for one in mutate(found)}
    assert [one for one in mutate(found) if one.fate is Fate.SURVIVED] == []

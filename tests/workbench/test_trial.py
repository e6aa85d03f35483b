"""Policy tests tried: what passes, what fails and why, coverage, and mutants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from redactor.workbench import coverage, lay_out, mutate
from redactor.workbench.mutation import Fate
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


def test_coverage_counts_what_decided(tmp_path: Path) -> None:
    """Each test adds what it has seen; the last one brings both ways of an `unless`."""
    counts = []
    for number in range(1, len(TESTS) + 1):
        found = laid(tmp_path, *TESTS[:number])
        seen = coverage(found, found.tried())
        counts.append([f"{goal.rule} {goal.what}" for goal in seen.missed])
    assert [
        [
            "places decides",
            "others decides",
            "others spares",
            "classified decides",
            "sources decides",
            "default-portion decides",
            "default-entity decides",
        ],
        ["places decides", "others decides", "others spares", "sources decides", "default-entity decides"],
        ["others spares", "sources decides", "default-entity decides"],
        [],
    ] == counts


def test_a_test_that_fails_covers_nothing(tmp_path: Path) -> None:
    """What a failing test saw does not count."""
    found = laid(tmp_path, case(CLOSED, says="state: full"))
    assert coverage(found, found.tried()).reached == ()


def survivors(found: Laid) -> list[tuple[str, str]]:
    return [(one.mutant.rule, one.mutant.how) for one in mutate(found) if one.fate is Fate.SURVIVED]


def test_mutants_that_no_test_notices_are_listed(tmp_path: Path) -> None:
    """Without a test of classified text its rule can be dropped; with one it cannot."""
    assert ("classified", "without the rule") in survivors(laid(tmp_path, TESTS[0]))
    assert ("classified", "without the rule") not in survivors(laid(tmp_path, *TESTS[:2]))


def test_a_whole_suite_leaves_only_what_it_does_not_look_at(tmp_path: Path) -> None:
    """These tests name no action of `classified`, and none at SECRET or of SBU: the mutants say so."""
    left = survivors(laid(tmp_path, *TESTS))
    assert ("classified", "with `do: redact`") in left
    assert ("classified", "with `level: {at_least: S}`") not in left
    assert all(rule in {"unclassified", "others", "classified", "places"} for rule, _ in left), left


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

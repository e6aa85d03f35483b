"""Two policies compared: stricter is proved, or shown to be not; what cannot be decided says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redactor import policy
from redactor.errors import PolicyError
from redactor.model import Authority
from redactor.policy.guarantees import (
    Counterexample,
    Proof,
    Undecided,
    compare,
)
from redactor.policy.load import load
from tests.policy.promises import AGREED, BRITISH, HEAD, PLAIN, ROUTING, SETTINGS, answer, read

# --- comparison ----------------------------------------------------------------------------------


def test_every_policy_is_as_strict_as_itself() -> None:
    """Comparing a policy with itself is a proof."""
    for name in policy.stock():
        loaded = load(name, SETTINGS.get(name, {}))
        assert isinstance(compare(loaded, loaded), Proof)


def test_public_is_not_stricter_than_internal() -> None:
    """The intuition is false, as POLICY.md B.5 found: a text that only some staff may read may be published."""
    found = compare(load("public"), load("internal-sbu"))
    assert isinstance(found, Counterexample)
    assert found.imagined.told.policy == "public"
    assert found.imagined.beside is not None
    assert found.imagined.beside.rules == ("restricted-channels",)


# What a child changes. Columns: what, the change to PLAIN, whether it is at least as strict as PLAIN.
CHANGES = [
    # nothing
    ("the same", ("", ""), True),
    # one more lock
    (
        "one more protect rule",
        ("protect:", "protect:\n  - {id: p, when: {tags: {any_of: [PTER]}}, do: withhold, authority: [SBU]}"),
        True,
    ),
    # a release rule less
    ("a release rule less", ("  - {id: places, when: {entity: [LOCATION]}}\n", ""), True),
    # a lower ceiling
    ("a lower ceiling", ("up_to: role", "up_to: label"), True),
    # a condition more
    ("a condition more", ("{level: {at_most: U}}", "{level: {at_most: U}, basis: [marked]}"), True),
    # a level more
    ("a level more", ("at_most: U", "at_most: SBU"), False),
    # an exception less
    (
        "an exception of a protect rule",
        ("context: protect-note}", "context: protect-note}, unless: {list: us-officials}"),
        False,
    ),
    # a protect rule less
    (
        "a protect rule less",
        ("context: protect-note", "context: protect-note, section: [tags]"),
        False,
    ),
    # an assumption more
    ("an assumption more", ("release:", ROUTING + "release:"), False),
    # another kind
    ("a kind more", ("[LOCATION]", "[LOCATION, PHONE]"), False),
]


@pytest.mark.parametrize(
    ("change", "stricter"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES]
)
def test_a_change_is_stricter_or_shown_to_be_not(change: tuple[str, str], *, stricter: bool) -> None:
    """What only closes is proved to; what opens gives a text that the child shows and the parent does not."""
    parent = read(HEAD + AGREED + PLAIN).policy
    child = read(HEAD + AGREED + PLAIN.replace(*change, 1)).policy
    found = compare(child, parent)
    assert isinstance(found, Proof if stricter else Counterexample)


def test_a_ground_that_may_be_missing_opens_nothing_for_certain() -> None:
    """Under a law a role without a sure ground may be a hold, so a policy with a ground is not as strict."""
    law = "audience: {kind: public, under: foia}\notherwise: {portion: {do: hold}, entity: {do: hold}}\n"
    rule = "  - {id: people, when: {entity: [PERSON]}, up_to: role, authority: [%s]}\n"
    plain = "release:\n  - {id: plain, when: {level: {at_most: U}}}\n"
    sure, unsure = (read(HEAD + law + plain + rule % ground).policy for ground in ("B6", "B1 1.4(d)"))
    assert not isinstance(compare(sure, unsure), Proof)
    assert isinstance(compare(sure, sure), Proof)


def test_another_rule_without_a_ground_opens_nothing_for_certain() -> None:
    """Where one of two rules that show a role may lack its ground, the name may be a label only."""
    grounded = "  - {id: %s, when: {entity: [PERSON]}, up_to: role, authority: [PRIVACY]}\n"
    plain = "release:\n  - {id: plain, when: {level: {at_most: U}}}\n"
    bare = AGREED.replace("[PRIVACY]", "[CLASS]")
    one = read(HEAD + bare + plain + grounded % "a").policy
    rule = replace(one.release[1], id="b", authorities=(Authority("B6"),))
    other = replace(one, release=(*one.release, rule))
    assert isinstance(compare(one, one), Proof)
    assert not isinstance(compare(one, other), Proof)


def test_a_case_that_no_cable_confirms_is_undecided() -> None:
    """A role whose ground never stands is a hold each time: not shown, not proved, and the case is named."""
    law = "audience: {kind: public, under: foia}\notherwise: {portion: {do: hold}, entity: {do: hold}}\n"
    rules = "release:\n  - {id: plain, when: {level: {at_most: U}, basis: [marked]}}\n"
    rules += "  - {id: a, when: {entity: [PERSON]}, up_to: role, authority: [B1 1.4(d)]}\n"
    found = answer(law + rules, "never: {disclosed: {entity: [PERSON]}}")
    assert isinstance(found, Undecided)
    assert found.why == "no imaginary cable confirms the case of level U, basis marked, PERSON"


def test_copies_of_a_policy_are_told_apart() -> None:
    """Two policies of one id and digest that differ in their audience are compared by what each says."""
    one = read(HEAD + BRITISH + "release: [{id: a, when: {releasable_to_audience: yes}}]\n").policy
    other = replace(one, audience=replace(one.audience, countries=("CAN",)))
    assert isinstance(compare(one, other), Counterexample)


def test_alternatives_that_multiply_are_too_much() -> None:
    """Twelve groups of three alternatives each are half a million boxes: undecided, quickly."""
    word = "{text: {any_of: [%s]}}"
    groups = ", ".join(
        f"{{any: [{', '.join(word % f'rain {row} {column}' for column in range(3))}]}}" for row in range(12)
    )
    text = AGREED + f"release: [{{id: a, when: {{all: [{groups}]}}}}]\n"
    assert isinstance(answer(text, "never: {disclosed: {level: {at_least: C}}}"), Undecided)


def test_policies_that_let_captions_reach_differently_are_not_compared() -> None:
    """Their readers see different markings of one text: undecided, never proved."""
    plain = read(HEAD + AGREED + PLAIN).policy
    other = read(HEAD + AGREED + "captions_reach: classified\n" + PLAIN).policy
    assert isinstance(compare(plain, other), Undecided)


@pytest.mark.parametrize("more", ["generalize: {date: month}\n", "mask: {last: 4}\n"])
def test_a_finer_value_is_never_proved_stricter(more: str) -> None:
    """The space knows one coarse value and one mask, so a policy that shows finer ones is not compared."""
    plain = AGREED + PLAIN + "generalize: {date: year}\nmask: {last: 2}\n"
    coarse = read(HEAD + plain).policy
    fine = read(HEAD + plain.replace(more.replace("month", "year").replace("4", "2"), more)).policy
    assert isinstance(compare(fine, coarse), Undecided)
    assert isinstance(compare(coarse, fine), Proof)


ROLE_OR_MASK = """release:
  - {id: plain, when: {level: {at_most: U}}}
  - {id: role, when: {entity: [PERSON], %s}, up_to: role, authority: [PRIVACY]}
  - {id: link, when: {entity: [PERSON], %s}, up_to: pseudonym, authority: [PRIVACY]}
"""

# Two release rules of which neither is the more open. Columns: what parts them, the conditions, whether they meet.
OVERLAPS = [
    # nothing parts them
    ("nothing", ("level: {at_most: U}", "level: {at_most: U}"), True),
    # one answer about a list cannot be both
    ("a list", ("list: us-officials", "not: {list: us-officials}"), False),
    # levels
    ("levels", ("level: {at_most: U}", "level: {at_least: SBU}"), False),
    # a control that another brings along
    ("a control", ("controls: {any_of: [NODIS]}", "controls: {none_of: [NOFORN]}"), False),
    # either of two groups
    ("groups", ("any: [{section: [tags]}, {section: [from]}]", "not: {section: [tags, from]}"), False),
    # two controls may both be there
    ("two controls", ("controls: {any_of: [NODIS]}", "controls: {any_of: [EXDIS]}"), True),
]


@pytest.mark.parametrize(("parts", "meets"), [row[1:] for row in OVERLAPS], ids=[row[0] for row in OVERLAPS])
def test_rules_that_cannot_be_compared_must_not_meet(parts: tuple[str, str], *, meets: bool) -> None:
    """They are refused where some text fits both, and only there."""
    text = HEAD + AGREED + ROLE_OR_MASK % parts
    if not meets:
        assert len(read(text).policy.release) == 3
        return
    with pytest.raises(PolicyError) as caught:
        read(text)
    (found,) = caught.value.diagnostics
    assert (found.code, found.second_label) == ("RP214", "the other rule")

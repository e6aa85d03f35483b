"""Guarantees are decided: what holds is proved, what does not is shown by a case that the evaluator decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from redactor import policy
from redactor.errors import PolicyError
from redactor.model import Authority
from redactor.policy.guarantees import (
    Answer,
    Counterexample,
    Proof,
    Undecided,
    board_of,
    compare,
    decide,
    decide_on,
)
from redactor.policy.load import Examined, Source, examine, load, open_source

SETTINGS = {"partner": {"country": "GBR"}, "other-agency": {"agency": "Energy"}}

HEAD = """redactor: 1
policy: {id: test, version: 1.0.0, title: A test, owner: records, review_by: 2027-11-01}
entities: 1
"""
AGREED = """audience: {kind: public, under: discretion}
otherwise: {portion: {authority: [CLASS]}, entity: {authority: [PRIVACY]}}
"""
BRITISH = """audience: {kind: foreign, countries: [GBR]}
otherwise: {portion: {authority: [DISSEM]}, entity: {authority: [PRIVACY]}}
"""
ROUTING = """assume:
  - {id: routing, where: {section: [tags]}, level: U, because: "no substance", approved_by: "an officer"}
"""
PLAIN = """release:
  - {id: plain, when: {level: {at_most: U}}}
  - {id: places, when: {entity: [LOCATION]}}
  - {id: people, when: {entity: [PERSON]}, unless: {list: us-officials}, up_to: role, authority: [PRIVACY]}
  - {id: officials, when: {entity: [PERSON], list: us-officials}}
protect:
  - {id: source, when: {entity: [PERSON], context: protect-note}, do: redact, authority: [SOURCE]}
"""


def read(text: str, *, prove: bool = False) -> Examined:
    return examine(Source(text.encode(), "test.yaml", Path()), prove=prove)


def answer(text: str, promise: str) -> Answer:
    """Decide one promise of a policy."""
    examined = read(f"{HEAD}{text}guarantees:\n  - {{id: g, {promise}}}\n")
    return decide(examined.policy, examined.policy.guarantees[0])


# What holds. Columns: why it does, the policy, the promise.
PROVED = [
    # the level is at most U
    ("no release rule reaches it", AGREED + PLAIN, "never: {disclosed: {level: {at_least: SBU}}}"),
    # an unknown level is above every level that may be
    ("unknown is not released", AGREED + PLAIN, "never: {disclosed: {not: {level: {at_most: U}}}}"),
    # the assumption is named
    (
        "the field is excepted",
        AGREED + ROUTING + PLAIN,
        "never: {disclosed: {level: {at_least: SBU}}}, except_assumptions: [routing]",
    ),
    # protection needs only possibly
    (
        "a protected person is never more than redacted",
        AGREED + PLAIN,
        "never: {action_above: {action: redact, when: {entity: [PERSON], context: protect-note}}}",
    ),
    # whoever may be on no list is at most a role, wherever the rule of the list does not certainly match
    (
        "a source is at most redacted, listed or not",
        AGREED + PLAIN,
        "never: {disclosed: {entity: [PERSON], list: us-officials, context: protect-note}}",
    ),
    # what is found and no rule names is labelled
    ("the default labels", AGREED + PLAIN, "never: {disclosed: {entity: [PHONE]}}"),
    # text outside findings
    ("U is shown", AGREED + PLAIN, "always: {disclosed: {level: {at_most: U}}}"),
    # a place in text that is shown
    ("places are shown", AGREED + PLAIN, "always: {disclosed: {entity: [LOCATION], level: {at_most: U}}}"),
    # at_most is monotone
    ("a ceiling of levels", AGREED + PLAIN, "monotone: [level, controls, release]"),
    # whatever the foreign-release mark says, NOFORN closes it
    (
        "releasable excludes NOFORN",
        BRITISH + "release: [{id: a, when: {releasable_to_audience: yes}}]\n",
        "never: {disclosed: {controls: {any_of: [NOFORN]}}}",
    ),
    # NODIS brings NOFORN along
    (
        "a control brings others along",
        AGREED + "release: [{id: a, when: {level: {at_most: S}, controls: {none_of: [NOFORN]}}}]\n",
        "never: {disclosed: {controls: {any_of: [NODIS]}, level: {at_least: U}}}",
    ),
    # a cable has one sender
    (
        "another post",
        AGREED + "release: [{id: a, when: {level: {at_most: U}, post: [ASTANA]}}]\n",
        "never: {disclosed: {post: [ACCRA], level: {at_most: U}}}",
    ),
    # the day that is named is not before it
    (
        "dates that exclude each other",
        AGREED
        + "release: [{id: a, when: {level: {at_most: U}, date: {before: 2001-01-01}}}]\n"
        + "protect: [{id: p, when: {not: {date: {before: 2001-01-01}}}, do: withhold, authority: [SBU]}]\n",
        "never: {disclosed: {date: {after: 2000-12-31}}}",
    ),
    # nothing at all is released
    ("no rule, no text", AGREED, "never: {disclosed: {level: {at_least: U}}}"),
]

# What does not hold. Columns: why, the policy, the promise, the text that shows it, who decided it.
REFUTED = [
    # level by equality skips SBU
    (
        "a hole in the levels",
        AGREED + "release: [{id: a, when: {level: {is: [U, C]}}}]\n",
        "monotone: [level]",
        "3. (C) Imaginary words.",
        ("a",),
    ),
    # B.5: a release rule of U and C
    (
        "a release rule that reaches C",
        AGREED + "release: [{id: a, when: {level: {is: [U, C]}}}]\n",
        "never: {disclosed: {level: {at_least: C}}}",
        "3. (C) Imaginary words.",
        ("a",),
    ),
    # B.5: a partner's policy without the condition on release marks
    (
        "a partner without a release mark",
        BRITISH + "release: [{id: a, when: {level: {at_most: C}}}]\n",
        "never: {disclosed: {releasable_to_audience: no}}",
        "3. (U//NOFORN) Imaginary words.",
        ("a",),
    ),
    # POLICY.md B.5: the guarantee without its exception fails with the line that the assumption opens
    (
        "an assumption that is not named",
        AGREED + ROUTING + PLAIN,
        "never: {disclosed: {level: {at_least: C}}}",
        "TAGS: Imaginary words.",
        ("assume:routing", "plain"),
    ),
    # the protect rule's exception lets it through
    (
        "an exception of a protect rule",
        AGREED
        + "release: [{id: a, when: {level: {at_most: TS}}}]\n"
        + "protect: [{id: p, when: {level: {at_least: C}}, unless: {section: [tags]}, do: withhold, authority: [CLASS]}]\n",
        "never: {disclosed: {level: {at_least: C}}}",
        "TAGS: (C) Imaginary words.",
        ("a",),
    ),
    # a value is a disclosure, whatever it is made of
    *(
        (
            f"{action} of {kind}",
            AGREED
            + "release:\n  - {id: plain, when: {level: {at_most: U}}}\n"
            + f"  - {{id: a, when: {{entity: [{kind}]}}, up_to: {action}, authority: [PRIVACY]}}\n",
            f"never: {{disclosed: {{entity: [{kind}]}}}}",
            f"3. (U) Imaginary words of Director {words} here.",
            ("ceiling:a",),
        )
        for action, kind, words in (
            ("pseudonym", "PERSON", "Imagina Nobody"),
            ("generalize", "DATE_TIME", "June 18, 2007"),
            ("generalize", "LOCATION", "Astana"),
            ("generalize", "MONEY", "$1,500"),
            ("generalize", "ORGANIZATION", "Ministry of Finance"),
            ("mask", "ID_NUMBER", "123456789"),
        )
    ),
    # a rule that is only tried out closes nothing
    (
        "a preview of a protect rule",
        AGREED
        + "release: [{id: a, when: {level: {at_most: C}}}]\n"
        + "protect: [{id: p, when: {level: {at_least: C}}, do: withhold, authority: [CLASS], maturity: preview}]\n",
        "never: {disclosed: {level: {at_least: C}}}",
        "3. (C) Imaginary words.",
        ("a",),
    ),
    # a role tells more than a label
    (
        "a role is a disclosure",
        AGREED + PLAIN,
        "never: {disclosed: {entity: [PERSON], score: {at_least: 0.5}}}",
        "3. (U) Imaginary words of Director Imagina Nobody here.",
        ("ceiling:people",),
    ),
    # a label tells more than that text went
    (
        "a label is more than a redaction",
        AGREED + PLAIN,
        "never: {action_above: {action: redact, when: {entity: [PHONE]}}}",
        "3. (U) Imaginary words of Director Imagina Nobody here.",
        ("default-entity",),
    ),
    # where nothing was looked for, whatever stands there is shown
    (
        "nothing is looked for",
        HEAD
        and "audience: {kind: holder}\ndetect: none\n"
        "otherwise: {portion: {authority: [CLASS]}, entity: {authority: [SOURCE]}}\n"
        "release: [{id: a, when: {level: {at_most: U}}}]\n",
        "never: {disclosed: {entity: [PERSON]}}",
        "3. (U) Imaginary words of Director Imagina Nobody here.",
        ("a",),
    ),
    # a control more opens
    (
        "a rule that asks for a control",
        AGREED + "release: [{id: a, when: {controls: {any_of: [SENSITIVE]}}}]\n",
        "monotone: [controls]",
        "3. (U//SENSITIVE) Imaginary words.",
        ("a",),
    ),
    # what is certainly U and not shown
    (
        "a protect rule in the way",
        AGREED + PLAIN + "  - {id: p, when: {tags: {any_of: [PTER]}}, do: withhold, authority: [SBU]}\n",
        "always: {disclosed: {level: {at_most: U}}}",
        "3. (U) Imaginary words.",
        ("p",),
    ),
]


@pytest.mark.parametrize(("text", "promise"), [row[1:] for row in PROVED], ids=[row[0] for row in PROVED])
def test_what_holds_is_proved(text: str, promise: str) -> None:
    """No case breaks it."""
    assert isinstance(answer(text, promise), Proof)


@pytest.mark.parametrize(
    ("text", "promise", "line", "rules"), [row[1:] for row in REFUTED], ids=[row[0] for row in REFUTED]
)
def test_what_does_not_hold_is_shown(text: str, promise: str, line: str, rules: tuple[str, ...]) -> None:
    """The counterexample is a small imaginary text with the rules that decided it."""
    found = answer(text, promise)
    assert isinstance(found, Counterexample)
    assert (found.imagined.told.line, found.imagined.told.rules) == (line, rules)


def test_a_proof_says_which_assumptions_it_rests_on() -> None:
    """One that is excepted and not needed is not named."""
    named = "except_assumptions: [routing]"
    rests = answer(AGREED + ROUTING + PLAIN, f"never: {{disclosed: {{level: {{at_least: C}}}}}}, {named}")
    free = answer(AGREED + ROUTING + PLAIN, f"never: {{disclosed: {{section: [drafting]}}}}, {named}")
    assert isinstance(rests, Proof)
    assert rests.rests_on == ("routing",)
    assert isinstance(free, Counterexample)


def test_too_much_work_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question over its budget is not decided, and refuses the policy unless the caller takes it unproved."""
    for one in (decide, decide_on, board_of):
        monkeypatch.setattr(one, "__kwdefaults__", {"most": 3})
    text = HEAD + AGREED + PLAIN + "guarantees:\n  - {id: g, monotone: [level]}\n"
    assert isinstance(answer(AGREED + PLAIN, "monotone: [level]"), Undecided)
    with pytest.raises(PolicyError) as caught:
        examine(Source(text.encode(), "test.yaml", Path()), unproved=False)
    assert [item.code for item in caught.value.diagnostics] == ["RP302"]
    taken = examine(Source(text.encode(), "test.yaml", Path()), unproved=True)
    assert [(item.code, item.severity) for item in taken.policy.warnings] == [("RP302", "warning")]


@pytest.mark.parametrize("name", policy.stock())
def test_a_stock_policy_keeps_what_it_promises(name: str) -> None:
    """Each guarantee of each stock policy is proved when it is loaded, and rests on no more than it says."""
    examined = examine(open_source(name), SETTINGS.get(name, {}), unproved=False)
    assert examined.promises
    for promise in examined.promises:
        assert isinstance(promise.answer, Proof)
        assert promise.answer.rests_on == promise.guarantee.except_assumptions


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


# --- what a file may promise ---------------------------------------------------------------------

# Bad promises. Columns: what is wrong, the promise, the code.
BAD = [
    # one promise each
    ("two promises", "{id: g, monotone: [level], never: {disclosed: {level: {is: [C]}}}}", "RP221"),
    ("no promise", "{id: g}", "RP221"),
    (
        "two of never",
        "{id: g, never: {disclosed: {level: {is: [C]}}, action_above: {action: label, when: {level: {is: [C]}}}}}",
        "RP221",
    ),
    # findings and portions
    ("a list without an entity", "{id: g, never: {disclosed: {list: us-officials}}}", "RP210"),
    # nothing is above keep
    ("above keep", "{id: g, never: {action_above: {action: keep, when: {level: {is: [C]}}}}}", "RP101"),
    # a policy that is not there
    ("no such policy", "{id: g, stricter_than: nothing-of-this-name}", "RP303"),
    # a list that is not there
    ("no such list", "{id: g, never: {disclosed: {entity: [PERSON], list: nobodies}}}", "RP110"),
]


@pytest.mark.parametrize(("promise", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_promise_that_says_nothing_is_refused(promise: str, code: str) -> None:
    """The fault has its code, and a place in the guarantee."""
    with pytest.raises(PolicyError) as caught:
        read(f"{HEAD}{AGREED}{PLAIN}guarantees:\n  - {promise}\n", prove=True)
    assert code in [item.code for item in caught.value.diagnostics]
    assert all(item.place and item.place.line > 13 for item in caught.value.diagnostics)


def test_two_policies_may_name_each_other(tmp_path: Path) -> None:
    """`stricter_than` reads the other without deciding its promises, so a circle ends."""
    for name, other in (("a", "b"), ("b", "a")):
        text = f"{HEAD}{AGREED}{PLAIN}guarantees:\n  - {{id: g, stricter_than: {other}.yaml}}\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert load(str(tmp_path / "a.yaml")).guarantees[0].other == "b.yaml"

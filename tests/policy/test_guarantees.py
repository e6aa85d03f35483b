"""Guarantees are decided: what holds is proved, what does not is shown by a case that the evaluator decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from redactor import policy
from redactor.errors import PolicyError
from redactor.policy.guarantees import (
    Counterexample,
    Proof,
    Undecided,
    board_of,
    decide,
    decide_on,
)
from redactor.policy.load import Source, examine, load, open_source
from tests.policy.promises import AGREED, BRITISH, HEAD, PLAIN, ROUTING, SETTINGS, answer, read

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

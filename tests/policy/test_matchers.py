"""The matchers of words, patterns, dates, posts and predicates, one fact at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from redactor.model import Condition, Field, Matcher, SectionKind
from redactor.policy import atoms, patterns, posts
from redactor.policy.facts import Matter
from redactor.policy.matcher_specs import MATCHERS
from redactor.policy.matching import MATCHERS as TESTS
from redactor.spans import Span
from redactor.view import find_terms
from tests.growth import in_proportion
from tests.policy.truths import NO, OPEN, TERMS, UNKNOWN, YES, atoms_of, truth_of
from tests.policy.worlds import (
    AS_OF,
    CLASS,
    PAGE,
    Part,
    U,
    assume,
    cable_of,
    line,
    para,
    policy_of,
    protect,
    role_of,
    seen,
    shown,
    verdict_of,
    view_of,
    when,
)
from tests.policy.worlds import release as release_rule

if TYPE_CHECKING:
    from redactor.markings import Truth


def test_every_matcher_is_read_and_evaluated() -> None:
    """The registries of the reader and of the evaluator hold the same names."""
    assert set(MATCHERS) == set(TESTS)


# --- date and post -------------------------------------------------------------------------------

DATES = (
    # before and after leave the day itself out
    ({"before": "2007-06-18"}, dt.date(2007, 6, 17), YES),
    ({"before": "2007-06-18"}, dt.date(2007, 6, 18), NO),
    ({"after": "2007-06-18"}, dt.date(2007, 6, 18), NO),
    ({"after": "2007-06-18"}, dt.date(2007, 6, 19), YES),
    ({"after": "2007-06-18"}, None, UNKNOWN),
)


@pytest.mark.parametrize(("date", "day", "truth"), DATES)
def test_a_date_is_before_or_after(date: dict[str, str], day: dt.date | None, truth: Truth) -> None:
    """The document's date is compared; one that was not read may be any."""
    condition = when(date={**date})
    assert truth_of(condition, cable_of(para(1, "rain"), date=day)) is truth


POSTS = (
    # one post, in the FROM line or the message number
    (("from AMEMBASSY ASTANA",), YES),
    (("message-number ASTANA 001668",), YES),
    (("from AMEMBASSY ASTANA", "message-number ASTANA 001668"), YES),
    (("from AMCONSUL ACCRA",), NO),
    # a mission's name is whole
    (("from USMISSION USNATO",), NO),
    # a name that is none of the list may be a damaged one
    (("from AMEMBASSY ASTAN",), UNKNOWN),
    # two that disagree, and none at all
    (("from AMEMBASSY ASTANA", "message-number ACCRA 000001"), UNKNOWN),
    ((), UNKNOWN),
)


@pytest.mark.parametrize(("fields", "truth"), POSTS)
def test_a_post_sent_the_document(fields: tuple[str, ...], truth: Truth) -> None:
    """The header's post lines say who sent it."""
    cable = cable_of(line("from", "FM", "somebody"), para(1, "rain"))
    written = tuple(
        Field(kind, Span(3, 11), value) for kind, _, value in (one.partition(" ") for one in fields)
    )
    assert truth_of(when(post=("ASTANA",)), replace(cable, fields=written)) is truth


def test_a_post_in_a_quoted_header_says_nothing() -> None:
    """A field that stands in no portion of the header is no sender."""
    cable = cable_of(
        para(1, "FM AMEMBASSY ASTANA"), fields=(Field("from", Span(11, 27), "AMEMBASSY ASTANA"),)
    )
    assert truth_of(when(post=("ASTANA",)), cable) is UNKNOWN


TEXTS = (
    # whole words, whatever their case, over a wrapped line
    ({"any_of": "road water"}, "rain on the ROAD\nWater", YES),
    ({"any_of": "road"}, "railroad and roads", NO),
    # accents and page lines are no disguise
    ({"any_of": "astaná"}, "to Astana", YES),
    ({"any_of": "old bridge"}, f"the old{PAGE}bridge", YES),
    # patterns: somewhere in the text, letter case makes no difference unless they say so
    ({"matches": r"visa\s+no\. \d+"}, "VISA  NO. 17", YES),
    ({"matches": "(?-i)visa"}, "VISA", NO),
    ({"matches": "^rain$"}, "rain", YES),
    # the number and the mark are no text
    ({"matches": r"\(C\)"}, "rain", NO),
    # a word that is written in two
    ({"matches": "b.*e"}, "bri\u00addge", YES),
)


@pytest.mark.parametrize(("asked", "body", "truth"), TEXTS)
def test_text_holds_words_or_matches_patterns(asked: dict[str, str], body: str, truth: Truth) -> None:
    """A portion's text is searched through the view."""
    condition = when(text={**asked})
    assert atoms_of(cable_of(para(1, body)), condition) is truth


def test_text_of_a_finding_is_what_was_found() -> None:
    """In a rule with an entity, words around the finding are not its text."""
    cable = cable_of(para(1, "rain near Torvald Quillby"))
    name = seen(cable, "Torvald Quillby")
    assert atoms_of(cable, when(text={"any_of": "quillby"}), name) is YES
    assert atoms_of(cable, when(text={"matches": "rain"}), name) is NO


def test_what_only_the_rest_of_a_line_holds_is_unknown() -> None:
    """Characters that an assumption reads by themselves do not match for what stands beside them."""
    cable = cable_of(line("tags", "TAGS:", "PREL, QUILLBY", "PREL"), para(1, "rain", U))
    body = release_rule("body", when(section=("paragraph",)))
    for word, opened in (("prel", True), ("quillby", False), ("econ", False)):
        rule = release_rule("tagged", when(level={"at_most": "U"}, text={"any_of": word}))
        policy = policy_of(rule, body, assumptions=(assume("a", "tags"),))
        assert ("PREL" in shown(cable, verdict_of(cable, policy))) is opened
    closing = protect("p", when(text={"any_of": "quillby"}), CLASS)
    closed = policy_of(OPEN, closing, assumptions=(assume("a", "tags"),))
    assert "PREL" not in shown(cable, verdict_of(cable, closed))


# --- words near a finding ------------------------------------------------------------------------

NEAR = (
    # within words, on either side
    ("words within 2", "rain", "rain one Quenby", YES),
    ("words within 2", "rain", "rain one two Quenby", NO),
    ("words within 2", "rain", "Quenby one rain", YES),
    ("words within 1", "rain", "Quenby one rain", NO),
    # the whole phrase must lie within
    ("words within 3", "old rain", "old rain one Quenby", YES),
    ("words within 2", "old rain", "old rain one Quenby", NO),
    # on one side
    ("words within 5 before", "rain", "Quenby rain", NO),
    ("words within 5 after", "rain", "Quenby rain", YES),
    # anywhere in the portion, not in another one
    ("words within paragraph", "rain", "rain one two three four five six Quenby", YES),
    ("words within paragraph", "snow", "rain Quenby", NO),
    # what a list holds on the document's date
    ("list within 5", "terms", "river Quenby", YES),
    ("list within 5", "terms", "harbor fees Quenby", NO),
    # the finding itself is not near itself
    ("words within 5", "quenby", "one Quenby two", NO),
    # page lines do not count as words
    ("words within 1", "rain", f"rain{PAGE}Quenby", YES),
)


@pytest.mark.parametrize(("operator", "value", "body", "truth"), NEAR)
def test_words_stand_near_a_finding(operator: str, value: str, body: str, truth: Truth) -> None:
    """Distance is counted in words of the same portion."""
    cable = cable_of(para(1, "snow"), para(2, body))
    assert atoms_of(cable, when(context={operator: value}), seen(cable, "Quenby")) is truth


def test_a_dated_term_is_uncertain_without_a_date() -> None:
    """A term whose time cannot be compared may count: it closes and does not open."""
    cable = cable_of(para(1, "harbor fees Quenby"), date=None)
    assert atoms_of(cable, when(context={"list within 5": "terms"}), seen(cable, "Quenby")) is UNKNOWN


def test_words_of_another_finding_prove_nothing() -> None:
    """A word that may go itself is no evidence, only a possibility."""
    cable = cable_of(para(1, "Velmora Quenby"))
    found = (seen(cable, "Velmora"), seen(cable, "Quenby"))
    assert atoms_of(cable, when(context={"words within 1": "velmora"}), *found) is UNKNOWN


def test_words_that_go_prove_nothing() -> None:
    """A run that repeats withheld text is no evidence for what stands beside it."""
    phrase = "over the old stone bridge at noon"
    cable = cable_of(para(1, phrase), para(2, f"{phrase} Torvald Quillby", U))
    openers = (
        release_rule("low", when(level={"at_most": "U"})),
        release_rule("near", when(entity=("PERSON",), context={"words within 3": "noon"})),
    )
    told = shown(cable, verdict_of(cable, policy_of(*openers), seen(cable, "Torvald Quillby")))
    assert "Quillby" not in told
    alone = cable_of(para(2, f"{phrase} Torvald Quillby", U))
    assert "Quillby" in shown(alone, verdict_of(alone, policy_of(*openers), seen(alone, "Torvald Quillby")))


def test_near_a_finding_in_an_unplaced_portion_nothing_is_certainly_missing() -> None:
    """Where a portion ends is not known, no word is certainly not in it."""
    cable = cable_of(Part("unknown", "rain Quenby", section=SectionKind.UNKNOWN))
    finding = seen(cable, "Quenby")
    assert atoms_of(cable, when(context={"words within 9": "snow"}), finding) is UNKNOWN
    assert atoms_of(cable, when(context={"words within 9": "rain"}), finding) is YES


def test_many_findings_and_many_words_take_linear_time() -> None:
    """One paragraph with ever more names and words near them costs in proportion."""

    def ask(count: int) -> Truth:
        cable = cable_of(para(1, "rain Quenby " * count))
        found = [replace(seen(cable, "Quenby"), span=Span(12 + 12 * i, 18 + 12 * i)) for i in range(count)]
        matter = Matter(cable, view_of(cable), tuple(found), NEAR_RAIN, AS_OF, role_of)
        proof = atoms.evidence(atoms.search(matter), [cable.portions[0].span])
        answers = [atoms.of_finding(proof, finding, cable.portions[0]) for finding in found]
        return answers[0][NEAR_RAIN.release[0].when.matchers[-1]]

    assert ask(1) is YES
    assert in_proportion(lambda: ask(200), lambda: ask(400))


NEAR_RAIN = policy_of(
    release_rule("r", when(entity=("any",), context={"words within paragraph before": "rain"}))
)


# --- patterns ------------------------------------------------------------------------------------

REFUSED = (
    # what needs memory of the text
    (r"(a)\1", "invalid escape sequence"),
    ("(?=a)b", "invalid perl operator"),
    # what does not end, and what is too large
    ("(a", "missing )"),
    ("a{1001}", "invalid repetition size"),
    ("((a{100}){100}){100}", "invalid repetition size"),
    # what matches everything
    ("a*", "matches the empty text"),
    ("", "matches the empty text"),
    ("a" * 1001, "at most 1000"),
)


@pytest.mark.parametrize(("pattern", "reason"), REFUSED)
def test_a_pattern_is_refused_with_its_reason(pattern: str, reason: str) -> None:
    """What RE2 refuses, and what matches everything, is a fault of the policy."""
    kind = patterns.PatternText()
    assert kind.read(pattern) is None
    assert reason in kind.fault(pattern).message


def test_a_pattern_that_blows_up_elsewhere_is_searched() -> None:
    """A pattern on which backtracking takes for ever is answered at once."""
    assert patterns.PatternText().read("(x+x+)+y")
    assert not patterns.found("(x+x+)+y", "x" * 100_000)


def test_the_serial_pattern_matches_its_examples() -> None:
    """The pattern of serials finds the number at the end."""
    assert posts._SERIAL.search("ASTANA 001668")
    assert not posts._SERIAL.search("ASTANA")


def test_an_unread_matcher_is_unknown() -> None:
    """What nobody looked up has no answer."""
    cable = cable_of(para(1, "rain"))
    for name, operator in (
        ("text", "any_of"),
        ("context", "words within 5"),
        ("predicate", ""),
        ("date", "on"),
    ):
        assert truth_of(Condition((Matcher(name, operator, ("rain",)),)), cable) is UNKNOWN


def test_terms_of_a_list_are_found_in_one_walk() -> None:
    """The terms of a matcher are those of its list, folded."""
    cable = cable_of(para(1, "River, RIVER and rivers"))
    terms = atoms.list_terms(TERMS, dt.date(2000, 1, 1), sure=True)
    assert terms == {"river", "harbor fees"}
    assert len(list(find_terms(view_of(cable), terms))) == 2

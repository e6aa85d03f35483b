"""The matchers of words, patterns, dates, posts and predicates, one fact at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from redactor.errors import PolicyError
from redactor.markings import Truth
from redactor.model import Condition, Field, ListEntry, Matcher, SectionKind
from redactor.policy import atoms, patterns, posts, predicates
from redactor.policy.facts import Matter, facts_of, with_finding
from redactor.policy.load import Source, examine
from redactor.policy.matcher_specs import MATCHERS
from redactor.policy.matching import MATCHERS as TESTS
from redactor.policy.matching import evaluate
from redactor.policy.values import PREDICATE
from redactor.spans import Span
from redactor.view import find_terms
from tests.growth import in_proportion
from tests.policy.bad_policies import PUBLIC, release
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
    people,
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
    from collections.abc import Iterator

    from redactor.model import Cable, Finding, Policy
    from redactor.policy.predicates import Asked

OPEN = release_rule("open", when(level={"at_most": "TS"}))
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


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


def truth_of(condition: Condition, cable: Cable) -> Truth:
    """Ask of the first portion."""
    matter = Matter(cable, view_of(cable), (), policy_of(), AS_OF, role_of)
    return evaluate(condition, facts_of(matter, cable.portions[0], cable.portions[0].marking))


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


# --- text ----------------------------------------------------------------------------------------


def atoms_of(cable: Cable, condition: Condition, *findings: Finding) -> Truth:
    """Give what the evaluator knows of the condition in the last portion, or of the last finding in it."""
    on_entity = bool(findings)
    rule = release_rule(
        "r",
        Condition(condition.matchers + when(entity=("any",)).matchers if on_entity else condition.matchers),
    )
    policy = policy_of(OPEN, rule, lists=(TERMS,))
    matter = Matter(cable, view_of(cable), findings, policy, AS_OF, role_of)
    searched = atoms.search(matter)
    portion = cable.portions[-1]
    body = (Span(portion.skeleton[0].end if portion.skeleton else portion.span.start, portion.span.end),)
    facts = facts_of(matter, portion, portion.marking, atoms=atoms.of_portion(searched, portion, body))
    if on_entity:
        proof = atoms.evidence(searched, [item.span for item in cable.portions])
        answers = atoms.of_finding(proof, findings[-1], portion)
        facts = with_finding(facts, findings[-1], contexts=frozenset(), listed={}, atoms=answers)
    return evaluate(condition, facts)


TERMS = people("terms", ListEntry("river"), ListEntry("harbor fees", until=dt.date(2001, 1, 1)))

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


# --- predicates ----------------------------------------------------------------------------------


class Minor:
    """Say whether the text speaks of a minor."""

    version = "1.2.0"
    doc = "whether a minor is spoken of"
    of_finding = False

    def __call__(self, asked: Asked) -> Truth:
        """Answer by one word."""
        return Truth.of("minor" in asked.text)


class OfFinding(Minor):
    """Ask findings only."""

    of_finding = True


class Fails(Minor):
    """Fail with words that nobody may repeat."""

    def __call__(self, asked: Asked) -> Truth:
        """Raise."""
        raise RuntimeError(asked.text)


class AnswersBool(Minor):
    """Answer as Python does."""

    def __call__(self, asked: Asked) -> Truth:
        """Give a bool where a Truth is due."""
        return bool(asked.text)  # type: ignore[return-value]  # that is the fault


minor, of_finding, fails, answers_bool, no_predicate = Minor(), OfFinding(), Fails(), AnswersBool(), object()

REGISTERED = {
    "tests/minor": "minor",
    "tests/of-finding": "of_finding",
    "tests/fails": "fails",
    "tests/bool": "answers_bool",
    "tests/no-predicate": "no_predicate",
    "tests/missing": "nothing_of_that_name",
}


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install a package that registers the predicates of this file; one name stands twice."""
    points = [EntryPoint(name, f"{__name__}:{item}", predicates.GROUP) for name, item in REGISTERED.items()]
    points += [EntryPoint("tests/twice", f"{__name__}:minor", predicates.GROUP)] * 2

    def entry_points(*, group: str, name: str = "") -> tuple[EntryPoint, ...]:
        return tuple(point for point in points if group == point.group and name in {"", point.name})

    monkeypatch.setattr(predicates, "entry_points", entry_points)
    predicates.find.cache_clear()
    yield
    predicates.find.cache_clear()


def policy_with(name: str) -> Policy:
    """Read a policy that names a predicate."""
    text = release(f"id: a, when: {{level: {{at_most: TS}}, predicate: {name}}}", PUBLIC)
    return examine(Source(text.encode(), "x", Path())).policy


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "body", "truth"),
    [
        ("tests/minor", "of a minor", YES),
        ("tests/minor", "of rain", NO),
        # a failure, and an answer of another type, are no answer
        ("tests/fails", "of a minor", UNKNOWN),
        ("tests/bool", "of a minor", UNKNOWN),
    ],
)
def test_a_predicate_is_asked(name: str, body: str, truth: Truth) -> None:
    """A registered predicate answers for a portion's text."""
    assert policy_with(name).id
    assert atoms_of(cable_of(para(1, body)), when(predicate=name)) is truth


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", ["tests/no-predicate", "tests/missing", "tests/twice", "tests/minors"])
def test_a_predicate_that_cannot_be_used_is_refused(name: str) -> None:
    """Unknown, broken and ambiguous predicates refuse the policy."""
    with pytest.raises(PolicyError) as caught:
        policy_with(name)
    (found,) = caught.value.diagnostics
    assert found.code == "RP117"
    assert found.help.startswith("did you mean `tests/" if name == "tests/minors" else ("did", "install"))


@pytest.mark.usefixtures("installed")
def test_a_predicate_of_findings_needs_an_entity() -> None:
    """A rule about portions cannot ask it."""
    with pytest.raises(PolicyError) as caught:
        policy_with("tests/of-finding")
    assert [item.code for item in caught.value.diagnostics] == ["RP210"]


@pytest.mark.usefixtures("installed")
def test_a_predicate_stands_in_the_log() -> None:
    """Its name, version and the digest of its file are told beside the detectors."""
    ((name, version, digest),) = predicates.identity(policy_with("tests/minor"))
    assert (name, version, len(digest)) == ("tests/minor", "1.2.0", 64)


def test_nothing_is_imported_that_no_policy_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listing predicates loads none of them."""
    point = EntryPoint("tests/broken", "nowhere.at.all:thing", predicates.GROUP)
    monkeypatch.setattr(predicates, "entry_points", lambda **_named: (point,))
    assert predicates.registered() == ("tests/broken",)


def test_a_predicates_name_is_a_form() -> None:
    """It has an organization and a name."""
    assert PREDICATE.read("visa-unit/minor")
    assert PREDICATE.read("minor") is None


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

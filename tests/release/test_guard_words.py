"""Guards on words: no removed entity and no run of withheld words stands in kept text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redactor.errors import Place
from redactor.model import (
    Action,
    Assumption,
    DecidedBy,
    EntityKind,
    Finding,
    SectionKind,
)
from redactor.release.guards.base import Case, in_view
from redactor.release.guards.runs import WORD
from redactor.spans import Span
from redactor.view import build
from tests.release.factories import (
    NOFORN,
    Name,
    field,
    para,
)
from tests.release.guarded import NAMED, WHEAT, make, refused

# --- entities ----------------------------------------------------------------------------------

# Each row: how the name stands a second time in text that is kept.
SURVIVORS = [
    # as it is, and in capitals
    "Joan Pinewood",
    "JOAN PINEWOOD",
    # wrapped, spaced wide, joined, possessive
    "Joan\nPinewood",
    "Joan  Pinewood",
    "Joan_Pinewood",
    "Joan-Pinewood",
    "Joan Pinewood's",
    # a Cyrillic letter, an accent, full width
    "J\u043ean Pinewood",
    "Jo\u00e1n Pinewood",
    "\uff2aoan Pinewood",
    # letters set apart, and Markdown between them
    "J O A N P I N E W O O D",
    "Joan **Pinewood**",
]


@pytest.mark.parametrize("again", SURVIVORS)
def test_a_removed_name_that_stands_again_is_refused(again: str) -> None:
    """Whatever it wears, a surface form of a removed entity never leaves."""
    made = make(NAMED, para("3", f"Later {again} agreed."))
    error = refused("entities", made.check)
    assert "Joan" not in str(error)


# Each row: text that holds the letters of the name and is not the name.
INNOCENT = [
    # part of a longer word
    "The Pinewoods of Joanna",
    # the two words do not belong together
    "Pinewood is a wood; Joan is no name here",
    # nothing of it
    "Nobody",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_text_that_is_not_the_name_passes(text: str) -> None:
    """A whole word counts, not its letters."""
    make(NAMED, para("3", f"{text} agreed.")).check()


def test_a_name_across_a_marker_is_no_name() -> None:
    """What a marker parts is not read together."""
    made = make(
        para("1", "Joan Pinewood left.", names=(Name("Joan Pinewood"),)),
        para("2", "So Joan Smith Pinewood left.", names=(Name("Smith"),)),
    )
    made.check()


def test_an_entity_that_is_released_where_it_stands_is_not_a_removed_one() -> None:
    """The office before a surname may open it here although it is closed elsewhere."""
    made = make(NAMED, para("3", "Assistant Secretary Joan Pinewood agreed."))
    start = made.scene.cable.text.rindex("Joan Pinewood")
    open_here = Finding(Span(start, start + len("Joan Pinewood")), EntityKind.PERSON, "test", 900)
    opened = replace(made, scene=replace(made.scene, findings=(*made.scene.findings, open_here)))
    opened.check()


def test_what_a_reviewer_opened_may_be_shown() -> None:
    """A person's decision on a place speaks of that place."""
    made = make(NAMED, para("3", "Joan Pinewood agreed."))
    decisions = tuple(
        replace(item, decided_by=DecidedBy.REVIEWER)
        if item.portion == "3" and item.action is Action.KEEP
        else item
        for item in made.scene.verdict.decisions
    )
    made.check(verdict=replace(made.scene.verdict, decisions=decisions))


def test_what_an_assumption_opened_may_be_shown() -> None:
    """A post that the header names is no removed place: the field parses by its grammar."""
    made = make(
        field("from", "FM", " AMEMBASSY QUENBY", "AMEMBASSY QUENBY"),
        para("1", "So said Quenby.", names=(Name("Quenby"),)),
    )
    refused("entities", made.check)
    decisions = tuple(
        replace(item, rules=("assume:routing-open",)) if item.rules == ("routing-open",) else item
        for item in made.scene.verdict.decisions
    )
    made.check(verdict=replace(made.scene.verdict, decisions=decisions))


def test_a_removed_name_that_only_withheld_text_holds_passes() -> None:
    """Withheld text is not kept text."""
    make(NAMED, para("3", "Joan Pinewood paid.", "withhold", "C")).check()


def test_a_name_that_is_an_ordinary_word_counts_capitalised() -> None:
    """A removed Mr Field does not close every field."""
    make(para("1", "So said Field.", names=(Name("Field"),)), para("2", "A field of oats.")).check()
    made = make(para("1", "So said Field.", names=(Name("Field"),)), para("2", "Then Field left."))
    refused("entities", made.check)


# Each row: a removed entity, kept text, and whether the text repeats it.
NEAR = [
    # an abbreviation with stops is no pronoun, but it is itself without them
    ("U.S.", "they told us so", False),
    ("U.S.", "the US agreed", True),
    # a short number has its digits grouped alike
    ("5-6", "of 56 ships", False),
    ("5-6", "on 5-6 again", True),
    # a long one is itself however it is written
    ("555-0142", "dial 5550142 now", True),
    ("555-0142", "dial 555 0142 now", True),
]


@pytest.mark.parametrize(("words", "text", "repeats"), NEAR)
def test_words_and_numbers_with_the_same_letters(words: str, text: str, *, repeats: bool) -> None:
    """What only shares its letters with a removed entity is not it."""
    made = make(para("1", f"So said {words}.", names=(Name(words),)), para("2", f"Then {text}."))
    if repeats:
        refused("entities", made.check)
    else:
        made.check()


def test_labels_and_numbers_are_no_names() -> None:
    """Skeleton parses whole in a closed vocabulary: an entity that looks like a label closes nothing."""
    made = make(
        para("1", "So said Ref.", names=(Name("Ref"),)),
        field("references", "REF:", " ANYTOWN 12", " ANYTOWN 12"),
    )
    made.check()


def test_a_name_is_found_through_removed_furniture() -> None:
    """A page line inside a name that is kept by mistake does not hide it."""
    made = make(NAMED, para("3", "So Joan\nPAGE 2\nPinewood agreed.", inside="PAGE 2\n"))
    refused("entities", made.check)


# --- runs --------------------------------------------------------------------------------------


def test_six_words_of_a_withheld_paragraph_are_refused_in_kept_text() -> None:
    """A summary that repeats a closed paragraph gives it away."""
    made = make(
        para("1", WHEAT, "withhold", "C"),
        para("2", "As we heard, the minister\nsaid WHEAT would be costly."),
    )
    refused("runs", made.check)


def test_five_words_are_a_coincidence() -> None:
    """Shorter repeats say nothing (DESIGN.md 2)."""
    make(para("1", WHEAT, "withhold", "C"), para("2", "As the minister said wheat would rise.")).check()


def test_six_words_across_two_paragraphs_are_no_run() -> None:
    """A run stands in one paragraph of kept text."""
    make(
        para("1", WHEAT, "withhold", "C"),
        para("2", "So spoke the minister"),
        para("3", "said wheat would be dear."),
    ).check()


def test_a_run_that_a_reviewer_released_passes() -> None:
    """A decision may release the repeat."""
    made = make(para("1", WHEAT, "withhold", "C"), para("2", f"Again: {WHEAT}"))
    refused("runs", made.check)
    decisions = tuple(
        replace(item, decided_by=DecidedBy.REVIEWER)
        if item.portion == "2" and item.action is Action.KEEP
        else item
        for item in made.scene.verdict.decisions
    )
    made.check(verdict=replace(made.scene.verdict, decisions=decisions))


def test_one_assumption_speaks_of_both_places() -> None:
    """Two header fields under the same assumption may say the same."""
    words = "POSTS OF THE NORTH AND THE SOUTH"
    made = make(field("to", "TO", f" {words} X", words), field("info", "INFO", f" {words}"))
    refused("runs", made.check)
    assumption = Assumption(
        "routing-open", (SectionKind.TO, SectionKind.INFO), NOFORN.level, "", "", Place("test.yaml", 1, 1)
    )
    assumed = replace(made, policy=replace(made.policy, assumptions=(assumption,)))
    assumed.check()


def test_a_word_is_letters_and_digits_in_a_row() -> None:
    """The words of a run are those that the policy stage counts."""
    assert WORD.findall("step-backward o'mara 2007_x") == ["step", "backward", "o", "mara", "2007", "x"]


# --- what people wrote ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("harm", "repeats"),
    [
        # a name that was removed elsewhere, in capitals, with a letter of another alphabet
        ("It would harm JOAN PINEWOOD.", True),
        ("It would harm J\u043ean Pinewood.", True),
        # six words of a passage that was removed, and five
        ("He said that the minister said wheat would be dear.", True),
        ("He said the minister said wheat would rise.", False),
        # nothing of what was removed
        ("It would chill advice to the embassy.", False),
    ],
)
def test_a_harm_repeats_nothing_of_what_was_removed(harm: str, *, repeats: bool) -> None:
    """It stands in the public log, beside the release."""
    made = make(para("1", WHEAT, "withhold", "C", harm=(harm,)), NAMED)
    if repeats:
        assert "Pinewood" not in refused("written", made.check).message
    else:
        made.check()


def test_furniture_stands_nowhere_in_the_searched_text() -> None:
    """A page line inside a wrap lies in the one blank that both line ends are read as."""
    text = "which\nPAGE 2\nruns"
    furniture = Span(6, 12)
    made = make(para("1", "It rained."))
    seen = build(text, furniture=(furniture,), blocks=(Span(0, len(text)),))
    case = Case(made.scene.cable, seen, (), made.policy, made.scene.verdict, made.release, b"")
    assert not len(in_view(case, furniture))
    assert in_view(case, Span(0, 5)).of(seen.text) == "which"

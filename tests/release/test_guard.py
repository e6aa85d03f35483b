"""Guards: each refuses the one thing it is there for, and a sound release passes them all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.errors import GuardError, Place
from redactor.model import (
    Action,
    Assumption,
    DecidedBy,
    EntityKind,
    Finding,
    OwnLine,
    Release,
    ReleaseState,
    SectionKind,
)
from redactor.release import FORMATS, GUARDS, from_json, guard, plan, render
from redactor.release.guards import renderings
from redactor.release.guards.characters import unshown
from redactor.release.guards.runs import WORD
from redactor.spans import Span
from tests.release.factories import (
    BRITAIN,
    HOLDER,
    NOFORN,
    PRIVACY,
    PUBLIC,
    STAFF,
    Name,
    Part,
    Scene,
    field,
    heading,
    page,
    para,
    policy,
    remark,
    scene,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.model import Audience, Policy, Verdict

WHEAT = "The minister said wheat would be dear before the winter."
NAMED = para("2", "Deputy Director Joan Pinewood has cleared.", names=(Name("Joan Pinewood"),))


@dataclass(frozen=True)
class Made:
    """A scene with its release."""

    scene: Scene
    policy: Policy
    release: Release

    def check(self, release: Release | None = None, verdict: Verdict | None = None) -> None:
        """Run every guard."""
        made = self.scene
        guard(
            made.cable,
            made.view,
            made.findings,
            self.policy,
            verdict or made.verdict,
            release or self.release,
        )


def make(*parts: Part, audience: Audience = PUBLIC, **more: object) -> Made:
    """Lay out, plan and render."""
    made = scene(*parts, captions=NOFORN, **more)  # type: ignore[arg-type]
    chosen = policy(audience)
    return Made(made, chosen, render(made.cable, chosen, made.verdict, plan(made.cable, made.verdict)))


def sound() -> Made:
    """Make a release with one removal of every kind."""
    return make(
        remark("banner", "C O N F I D E N T I A L"),
        page("SIPDIS"),
        field("date", "", "P 180941Z JUN 07 ZDK", "180941Z JUN 07"),
        heading("heading", "Wheat Is Dear"),
        para("1", WHEAT, "withhold", "C"),
        page(),
        NAMED,
    )


def refused(name: str, run: Callable[[], None]) -> GuardError:
    """Run something that this guard must refuse."""
    with pytest.raises(GuardError) as caught:
        run()
    assert caught.value.guard == name
    return caught.value


@pytest.mark.parametrize("audience", [PUBLIC, BRITAIN, STAFF, HOLDER])
@pytest.mark.parametrize("denied", [False, True])
def test_a_sound_release_passes(audience: Audience, *, denied: bool) -> None:
    """Nothing is refused that is right, for any audience."""
    make(
        remark("banner", "C O N F I D E N T I A L"),
        para("1", WHEAT, "withhold", "C"),
        *(() if denied else (NAMED,)),
        audience=audience,
        denied=denied,
    ).check()


def test_every_guard_has_a_test_of_its_own() -> None:
    """A guard that nobody has seen refuse is no guard."""
    assert set(GUARDS) == {
        "characters", "tiling", "reasons", "drafts", "own-lines", "replay", "markers", "places", "denied", "entities",
        "runs", "renderings",
    }  # fmt: skip


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


# --- the record --------------------------------------------------------------------------------


def test_a_removal_too_few_is_refused() -> None:
    """A character that was to go and stands in no removal is never released."""
    made = sound()
    fewer = tuple(replace(item, number=index) for index, item in enumerate(made.release.redactions[1:], 1))
    release = render(made.scene.cable, made.policy, made.scene.verdict, fewer)
    refused("tiling", lambda: made.check(release))


def test_a_removal_too_many_is_refused() -> None:
    """A character that was to stay and lies in a removal was never decided on."""
    made = sound()
    first, *rest = made.release.redactions
    last = rest[-1]
    wider = replace(last, span=Span(last.span.start - 8, last.span.end))
    release = render(made.scene.cable, made.policy, made.scene.verdict, (first, *rest[:-1], wider))
    refused("tiling", lambda: made.check(release))


def test_decisions_with_a_gap_are_refused() -> None:
    """A character that nobody decided on is a fault, not a release."""
    made = sound()
    verdict = replace(made.scene.verdict, decisions=made.scene.verdict.decisions[1:])
    refused("tiling", lambda: made.check(verdict=verdict))


def test_a_decision_that_keeps_under_a_removal_is_refused() -> None:
    """KEEP and removal exclude each other."""
    made = sound()
    first, *rest = made.scene.verdict.decisions
    verdict = replace(made.scene.verdict, decisions=(replace(first, action=Action.KEEP), *rest))
    refused("tiling", lambda: made.check(verdict=verdict))


@pytest.mark.parametrize("change", [{"number": 9}, {"span": Span(3, 3)}, {"span": Span(0, 400)}])
def test_removals_out_of_order_are_refused(change: dict[str, object]) -> None:
    """Numbers, order and spans of removals are checked before anything rests on them."""
    made = sound()
    first, second, *rest = made.release.redactions
    broken = (replace(first, **change), second, *rest)  # type: ignore[arg-type]
    refused("tiling", lambda: made.check(replace(made.release, redactions=broken)))


def test_a_removal_that_lost_a_reason_is_refused() -> None:
    """Each removal states every rule that its characters were removed for."""
    made = sound()
    last = made.release.redactions[-2]
    poorer = replace(last, decision=replace(last.decision, rules=("other",)))
    redactions = (*made.release.redactions[:-2], poorer, made.release.redactions[-1])
    refused("reasons", lambda: made.check(replace(made.release, redactions=redactions)))


def test_a_draft_that_calls_itself_finished_is_refused() -> None:
    """What awaits a person is stamped as a draft."""
    made = make(para("1", "Rye.", "hold", "SBU"), NAMED)
    refused("drafts", lambda: made.check(replace(made.release, state=ReleaseState.PART)))


@pytest.mark.parametrize(
    ("find", "put"), [("Deputy", "deputy"), ("Director", "Directors"), ("2. (U)", "2. (C)")]
)
def test_a_release_that_its_record_does_not_give_is_refused(find: str, put: str) -> None:
    """One altered character of kept text is one too many."""
    made = sound()
    text = made.release.text.replace(find, put)
    with pytest.raises(GuardError):
        made.check(replace(made.release, text=text))


def test_a_denied_copy_with_text_is_refused() -> None:
    """A denied copy holds only our own lines."""
    made = make(para("1", WHEAT, "withhold", "C"), NAMED)
    verdict = replace(made.scene.verdict, denied=True)
    refused("denied", lambda: made.check(verdict=verdict))


# --- characters and own lines ------------------------------------------------------------------

# Each row: a character that must not leave.
UNSHOWN = [
    # zero-width space, joiner, byte-order mark, soft hyphen
    "\u200b", "\u200d", "\ufeff", "\u00ad",
    # bidirectional override and isolate
    "\u202e", "\u2066",
    # escape, C1, carriage return, vertical tab, NUL, next line
    "\x1b", "\x9b", "\r", "\x0b", "\x00", "\x85",
    # line and paragraph separator
    "\u2028", "\u2029",
    # tag letter, variation selector, letters and symbols that show nothing
    "\U000e0061", "\ufe0f", "\u3164", "\u2800",
]  # fmt: skip


@pytest.mark.parametrize("char", UNSHOWN, ids=[f"U+{ord(char):04X}" for char in UNSHOWN])
def test_a_character_that_does_not_show_is_refused(char: str) -> None:
    """Hidden, bidirectional and control characters never leave, wherever they hide."""
    assert unshown(char)
    refused("characters", make(para("1", f"Whe{char}at.")).check)


def test_a_lone_surrogate_is_refused() -> None:
    """What has no UTF-8 form cannot be released."""
    made = make(para("1", "Wheat."))
    refused("characters", lambda: made.check(replace(made.release, text="\ud800\n")))


@pytest.mark.parametrize("tail", ["", "\n\n", " "])
def test_any_end_but_one_line_end_is_refused(tail: str) -> None:
    """The release ends in one LF."""
    made = make(para("1", "Wheat."))
    text = made.release.text.rstrip("\n") + tail
    refused("characters", lambda: made.check(replace(made.release, text=text)))


def own(made: Made, index: int, **change: object) -> Release:
    """Change one of our own lines."""
    lines = list(made.release.own)
    lines[index] = replace(lines[index], **change)  # type: ignore[arg-type]
    return replace(made.release, own=tuple(lines))


def test_own_lines_that_stand_elsewhere_are_refused() -> None:
    """Our lines stand first, without a gap."""
    made = sound()
    refused("own-lines", lambda: made.check(own(made, 1, at=made.release.own[1].at + 1)))
    refused("own-lines", lambda: made.check(own(made, 1, length=3)))


def test_own_lines_of_another_kind_are_refused() -> None:
    """A banner is no stamp, and a line without a kind is none of ours."""
    made = sound()
    refused("own-lines", lambda: made.check(own(made, 0, kind="stamp")))
    refused("own-lines", lambda: made.check(own(made, 0, kind="letterhead")))


def test_a_copy_without_its_stamp_is_refused() -> None:
    """No copy leaves without the lines that its audience calls for."""
    made = sound()
    lines = made.release.own
    stamp = lines[1]
    data = made.release.text.encode()
    text = (data[: stamp.at] + data[stamp.at + stamp.length :]).decode()
    shifted = tuple(
        OwnLine(line.kind, line.at - (stamp.length if line.at > stamp.at else 0), line.length)
        for line in lines
        if line is not stamp
    )
    places = tuple((at - stamp.length, length) for at, length in made.release.places)
    refused("own-lines", lambda: made.check(replace(made.release, text=text, own=shifted, places=places)))


def test_a_marker_that_stands_elsewhere_is_refused() -> None:
    """Each removal is shown by its marker at its place."""
    made = sound()
    places = tuple((at + 1, length) for at, length in made.release.places)
    refused("markers", lambda: made.check(replace(made.release, places=places)))


def test_a_marker_of_another_removal_is_refused() -> None:
    """A marker says what its own decision calls for."""
    made = make(NAMED)
    redactions = made.release.redactions
    wrong = (replace(redactions[0], replacement="[B6: name]"), *redactions[1:])
    release = render(made.scene.cable, made.policy, made.scene.verdict, wrong)
    refused("markers", lambda: made.check(release))


def test_a_removal_without_a_place_is_refused() -> None:
    """Every removal has its place in the release."""
    made = sound()
    refused("markers", lambda: made.check(replace(made.release, places=made.release.places[1:])))


def test_two_removals_at_each_others_place_are_refused() -> None:
    """Two markers of the same words are still two places."""
    made = make(para("1", "Wheat.", "withhold", "C"), para("2", "Oats.", "withhold", "C"), NAMED)
    first, second, *rest = made.release.places
    refused("places", lambda: made.check(replace(made.release, places=(second, first, *rest))))


def test_a_rendering_that_loses_a_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every format is read back before anything is written."""
    lossy = replace(FORMATS["json"], read=lambda data: from_json(data.decode()).replace("\n\n", "\n"))
    monkeypatch.setattr(renderings, "FORMATS", {"json": lossy})
    refused("renderings", sound().check)


# --- forged markers (U14) ----------------------------------------------------------------------


def test_a_marker_in_the_original_stays_text() -> None:
    """What looks like a marker is told apart by its place, and JSON says which is which."""
    forged = "[B1 1.4(b),1.4(d): paragraph]"
    made = make(para("1", f"It said {forged} and [PRIVACY: name]."), NAMED)
    made.check()
    assert made.release.text.count("[PRIVACY: name]") == 2
    data = made.release.text.encode()
    places = [data[at : at + length].decode() for at, length in made.release.places if length]
    assert places == ["[PRIVACY: name]"]
    assert forged in made.release.text


# --- total -------------------------------------------------------------------------------------


@given(
    text=st.text(max_size=80),
    places=st.lists(st.tuples(st.integers(0, 90), st.integers(0, 9)), max_size=4),
    own=st.lists(
        st.builds(OwnLine, st.sampled_from(["banner", "stamp", "end"]), st.integers(0, 90), st.integers(0, 9))
    ),
    keep_places=st.booleans(),
)
def test_a_broken_release_is_refused_and_nothing_else(
    text: str, places: list[tuple[int, int]], own: list[OwnLine], *, keep_places: bool
) -> None:
    """Whatever a release claims of itself, a guard answers with GuardError."""
    made = sound()
    broken = replace(
        made.release, text=text, places=made.release.places if keep_places else tuple(places), own=tuple(own)
    )
    with pytest.raises(GuardError):
        made.check(broken)


def test_errors_hold_no_text_of_the_document() -> None:
    """What a guard refuses, it does not repeat."""
    made = make(NAMED, para("3", "Joan Pinewood agreed."))
    error = refused("entities", made.check)
    assert PRIVACY.code not in str(error)
    assert "Pinewood" not in repr(error)

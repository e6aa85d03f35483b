"""Guards on the record and the bytes: each refuses the one thing it is there for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.errors import GuardError
from redactor.model import (
    Action,
    OwnLine,
    Release,
    ReleaseState,
)
from redactor.release import FORMATS, GUARDS, formats, from_json, render
from redactor.release.guards.characters import unshown
from redactor.spans import Span
from tests.release.factories import (
    BRITAIN,
    HOLDER,
    PRIVACY,
    PUBLIC,
    STAFF,
    para,
    remark,
)
from tests.release.guarded import NAMED, WHEAT, Made, make, refused, sound

if TYPE_CHECKING:
    from redactor.model import Audience


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
        "runs", "written",
    }  # fmt: skip


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
    """A format that is asked for is read back before anything is written."""
    lossy = replace(FORMATS["json"], read=lambda data: from_json(data.decode()).replace("\n\n", "\n"))
    monkeypatch.setattr(formats, "FORMATS", {"json": lossy})

    def write() -> None:
        formats.written(sound().release, "json")

    refused("renderings", write)


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(FORMATS)),
    words=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12),
        max_size=6,
    ),
    marked=st.sampled_from(["(U)", "(C)", "<b>", "```", "&amp;", "]]>", '"}', "</pre>"]),
)
def test_every_format_holds_the_release(name: str, words: list[str], marked: str) -> None:
    """Whatever is kept, each format reads back to the very text: so only those asked for need be made."""
    made = make(para("1", f"Wheat {marked} {' '.join(words)} and oats."), para("2", "Rye.", "withhold", "C"))
    assert FORMATS[name].read(formats.written(made.release, name)) == made.release.text


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

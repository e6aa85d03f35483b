"""What the reader promises of the telegram of 1973-79 as the archives released it; all telegrams are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import cable, view
from redactor.markings.types import Level
from redactor.model import Basis, Cable, SectionKind
from redactor.spans import tiles
from tests.cable.build_archive import STAMP, TOP, attributes, telegram, telegrams, turn
from tests.damage import damages, lower, readings

if TYPE_CHECKING:
    from tests.cable.build import Drawn

BODY = f"1. THE MINISTER SAID NOTHING OF THE DUES.\n\n\n2. HE WAS ASKED BY THE UNION FOR A PERSONAL RELATION-{turn('CONFIDENTIAL')}SHIP WITH THE PILOTS AND GAVE NONE.\n"


def read(text: str) -> Cable:
    return cable.read(text.encode())


def values(found: Cable, *kinds: str) -> list[str]:
    return [item.value for item in found.fields if item.kind in kinds]


def codes(found: Cable) -> list[str]:
    return [note.code for note in found.notes]


def test_it_is_recognised_by_evidence() -> None:
    """Stamps, title, page line and distribution outweigh the lines that every telegram has."""
    found = read(telegram(BODY))
    assert found.format == "archive-telegram"
    assert {"release-stamp", "archive-title", "page-line-first", "distribution"} <= {
        sign.what for sign in cable.evidence(found)
    }


@pytest.mark.parametrize(
    "text",
    [
        telegram(BODY).replace(STAMP, ""),  # no stamps: page line, distribution, counter
        telegram(BODY)[len(TOP.format(cls="CONFIDENTIAL")) :] + attributes(),  # no top: the trailer says it
    ],
)
def test_part_of_the_evidence_is_enough(text: str) -> None:
    """Without stamps, or without its top, it is the same format."""
    assert read(text).format == "archive-telegram"


def test_a_telegram_of_the_2000s_is_none() -> None:
    """A release stamp alone makes no telegram of these years."""
    text = f"{STAMP}\nP 051010Z MAR 08\nFM AMEMBASSY VELMORA\n\nUNCLAS VELMORA 000417\n\nTAGS: PGOV\nSUBJECT: X\n\n1. (U) Y.\n"
    assert read(text).format == "telegram"


def test_every_field_is_read() -> None:
    """Distribution, date, posts, banner, E.O., TAGS with persons, wrapped SUBJECT and each reference are fields."""
    found = read(telegram(BODY, caption="EXDIS"))
    assert values(found, "action") == ["XYZ-15"]
    assert values(found, "distribution") == ["OCT-01 ABC-00 DEFE-00 GH-06 IJK-10", "L-03 /062 W"]
    assert values(found, "dtg") == ["051010Z MAR 79"]
    assert values(found, "from") == ["AMEMBASSY PORT VELM"]
    assert values(found, "to") == ["SECSTATE WASHDC PRIORITY 1201"]
    assert values(found, "info") == ["AMEMBASSY HALDEN", "USMISSION SOLENY"]
    assert values(found, "message-number") == ["PORT VELM 0417"]
    assert values(found, "tag") == ["PGOV", "ECON", "OVIP"]
    assert values(found, "tag-person") == ["SOLENY, MARA"]
    assert [" ".join(one.split()) for one in values(found, "subject")] == [
        "PORT DUES: WHO PAYS AND WHO DOES NOT"
    ]
    assert values(found, "reference-id") == ["STATE 1234", "HALDEN 0077", "HALDEN 78", "A-12"]
    assert (found.declassification.form, found.declassification.order) == ("gds", "12065")
    assert "EXDIS" in found.captions.controls
    assert not [p for p in found.portions if p.section is SectionKind.UNKNOWN]


def test_the_level_is_the_classification_lines() -> None:
    """LOU is SBU; unnumbered marks are inherited; the level is known."""
    for level, want in (("U", Level.U), ("SBU", Level.SBU), ("C", Level.C), ("S", Level.S)):
        found = read(telegram("1. TEXT OF IT.\n", level=level, order="N/A"))
        assert (found.marking.level, found.marking.known) == (want, True)
        paragraph = found.portion("1")
        assert paragraph is not None
        assert paragraph.basis is Basis.INHERITED


def test_without_its_classification_line_it_is_unknown() -> None:
    """Running banners alone never make unmarked text known to be U or LOU."""
    for level in ("U", "SBU"):
        text = telegram("1. TEXT OF IT.\n", level=level, order="N/A")
        cut = text.replace("UNCLAS PORT VELM 0417", "").replace("LIMITED OFFICIAL USE PORT VELM 0417", "")
        assert not read(cut).marking.known


@pytest.mark.parametrize(
    ("line", "order", "form"),
    [
        ("E.O. 11652: N/A", "11652", "na"),  # most of 1974
        ("E. O 11652: GDS", "11652", "gds"),  # a blank inside the label
        ("E.OM 12065: GDS 3/16/85 (FARRADAY, E.) OR-P", "12065", "gds"),  # a letter for the point
        ("EO 12065; NA", "12065", "na"),  # semicolon
        ("E.O. 12065:", "12065", "missing"),  # nothing behind it
        ("E.O.11652: XGDS-1", "11652", "xgds"),  # exempt from the schedule
    ],
)
def test_the_order_is_read(line: str, order: str, form: str) -> None:
    """Each spelling of the E.O. line gives its order and form."""
    text = telegram("1. TEXT.\n").replace("E.O. 12065: GDS 3/5/85 (FARRADAY, EDITH) OR-P", line)
    found = read(text).declassification
    assert (found.order, found.form) == (order, form)


def test_a_sentence_goes_on_across_a_page_turn() -> None:
    """Banners, page line and stamps between two halves of a word are furniture inside one portion."""
    for between in (turn("CONFIDENTIAL"), f"\n\n{STAMP}\n{STAMP}\n" + turn("CONFIDENTIAL")):
        found = read(telegram(BODY.replace(turn("CONFIDENTIAL"), between)))
        paragraph = found.portion("2")
        assert paragraph is not None
        shown = paragraph.span.of(found.text)
        for span in reversed(paragraph.furniture):
            shown = shown[: span.start - paragraph.span.start] + shown[span.end - paragraph.span.start :]
        assert shown == (
            "2. HE WAS ASKED BY THE UNION FOR A PERSONAL RELATION-\nSHIP WITH THE PILOTS AND GAVE NONE."
        )
        seen = view.build(found.text, furniture=cable.furniture(found), blocks=cable.blocks(found))
        assert "CONFIDENTIAL" not in seen.text.partition("WHO DOES NOT")[2]


def test_a_class_word_in_the_text_is_text() -> None:
    """A line that is a classification word and touches no page line is no furniture."""
    found = read(telegram("1. THE ANNEX IS MARKED\nSECRET\nAND LIES IN THE REGISTRY.\n"))
    at = found.text.index("\nSECRET\n") + 1
    assert not any(span.start <= at < span.end for span in cable.furniture(found))


def test_a_higher_class_on_a_page_raises_the_document() -> None:
    """A running banner above the header's raises everything unmarked, and is noted."""
    found = read(telegram(BODY.replace("\nCONFIDENTIAL\n", "\nSECRET\n", 1)))
    assert found.marking.level is Level.S
    assert "claims-disagree" in codes(found)


@pytest.mark.parametrize(
    "words",
    ["(C - ENTIRE TEXT)", "C - ENTIRE TEXT", "(CONFIDENTIAL ENTIRE TEXT.)", "ENTIRE TEXT CONFIDENTIAL"],
)
def test_entire_text_is_the_documents_level(words: str) -> None:
    """A declaration marks its own paragraph, is noted, and lowers nothing."""
    found = read(telegram(f"1. {words}\n\n\n2. THE MINISTER SAID NOTHING.\n"))
    assert "entire-text" in codes(found)
    assert [p.marking.level for p in found.portions if p.address in {"1", "2"}] == [Level.C, Level.C]


def test_only_where_noted_lowers_nothing() -> None:
    """`LOU ONLY WHERE NOTED` leaves unmarked text at the document's level."""
    found = read(telegram("1. (LOU ONLY WHERE NOTED.)\n\n\n2. THE MINISTER.\n", level="SBU", order="N/A"))
    second = found.portion("2")
    assert second is not None
    assert (second.marking.level, second.basis) == (Level.SBU, Basis.INHERITED)


def test_drafting_lines_have_a_section() -> None:
    """Who drafted and approved an outgoing telegram is read line by line."""
    text = telegram(BODY).replace(
        "          ------",
        "\n\nDRAFTED BY XYZ/AND/B - MSOLENY:LEE\nAPPROVED BY XYZ - EFARRADAY\nXYZ/AND - PORDWAY\n          ------",
    )
    found = read(text.replace("ACTION XYZ-15", "ORIGIN XYZ-15"))
    assert values(found, "drafter") == ["XYZ/AND/B - MSOLENY:LEE"]
    assert values(found, "approver") == ["XYZ - EFARRADAY"]
    assert values(found, "clearer") == ["XYZ/AND - PORDWAY"]
    assert values(found, "origin") == ["XYZ-15"]
    assert [p.header for p in found.portions if p.section is SectionKind.DRAFTING] == [True]


def test_a_second_section_has_a_header_that_is_not_header() -> None:
    """The header over a later section is read as one, and nothing of it is opened."""
    over = (
        "\n\nCONFIDENTIAL\n\n\nNNN\n\n\nCONFIDENTIAL\n\n\nPAGE 01   PORT VELM 00417 02 OF 02 051016Z\nACTION XYZ-15\n\n\n"
        "INFO OCT-01 ABC-00 /062 W\n          ------------------015986 051014Z /43\nP 051010Z MAR 79\n"
        "FM AMEMBASSY PORT VELM\nTO SECSTATE WASHDC PRIORITY 1202\n\n\n"
        "C O N F I D E N T I A L SECTION 2 OF 2 PORT VELM 0417\n\n\n"
    )
    found = read(telegram(BODY + over + "3. THE VOTE WILL SLIP.\n"))
    assert found.portion("3") is not None
    assert values(found, "from") == ["AMEMBASSY PORT VELM"] * 2
    again = [p for p in found.portions if p.address in {"from:2", "date:2", "message-number:2"}]
    assert len(again) == 3
    assert not any(portion.header or portion.closed for portion in again)


def test_a_line_of_noise_does_not_end_the_header() -> None:
    """A stray letter or a damaged SUBJECT label before the next label is an unknown line of the header."""
    text = telegram(BODY).replace("SUBJECT: PORT", "XIBJ: PORT").replace("TAGS:", "G\nTAGS:")
    found = read(text)
    assert values(found, "tag") == ["PGOV", "ECON", "OVIP"]
    assert "STATE 1234" in values(found, "reference-id")


# --- the trailer -----------------------------------------------------------------------------------


def test_the_attributes_are_a_trailer() -> None:
    """They stand behind the text, are no header, nothing of them is closed grammar, and keys are fields."""
    found = read(telegram(BODY) + attributes())
    trailer = next(p for p in found.portions if "Message Attributes" in p.span.of(found.text))
    assert trailer.section is SectionKind.TRAILER
    assert not trailer.header
    assert not trailer.closed
    assert values(found, "attribute-concepts") == ["PORT DUES, HARBORS, STRIKES"]
    assert values(found, "attribute-original-classification") == ["CONFIDENTIAL"]
    assert found.tags == ("PGOV", "ECON", "OVIP")


def test_current_classification_lowers_nothing() -> None:
    """What the archive decided is evidence: the level stays, and the stamp is only noted."""
    found = read(telegram(BODY) + attributes())
    assert (found.marking.level, found.marking.known) == (Level.C, True)
    assert "release-stamp" in codes(found)


@pytest.mark.parametrize(
    ("given_level", "trailer", "level", "control"),
    [
        ("U", attributes(original="SECRET"), Level.S, None),  # the archive knew a higher class
        ("U", attributes(original="UNCLASSIFIED", order="GS 19850305"), Level.C, None),  # an order set a date
        ("C", attributes(handling="EXDIS"), Level.C, "EXDIS"),  # a caption that the text lost
        ("C", attributes(original="UNCLASSIFIED"), Level.C, None),  # a lower class
    ],
)
def test_the_attributes_only_raise(given_level: str, trailer: str, level: Level, control: str | None) -> None:
    """What the trailer claims joins the rest; it never lowers."""
    found = read(telegram("1. TEXT OF IT.\n", level=given_level, order="N/A") + trailer)
    assert found.marking.level is level
    assert control is None or control in found.captions.controls


def test_the_attributes_alone_make_nothing_known() -> None:
    """Without a classification line, `UNCLASSIFIED` in the trailer does not make the text known to be U."""
    text = telegram("1. TEXT OF IT.\n", level="U", order="N/A").replace("UNCLAS PORT VELM 0417", "")
    assert not read(text + attributes(original="UNCLASSIFIED")).marking.known


def test_disagreements_are_notes() -> None:
    """A subject, TAGS and references that differ from the header's are noted at the trailer's place."""
    found = read(telegram(BODY) + attributes(subject="SOMETHING ELSE"))
    said = {note.detail.split()[0] for note in found.notes if note.code == "attribute-disagrees"}
    assert said == {"subject", "tags", "reference"}


def test_marked_text_behind_the_title_keeps_its_mark() -> None:
    """Text that stands behind `Message Attributes` is at least what it is marked."""
    found = read(telegram(BODY) + attributes() + "3. (S) THE ANNEX.\n")
    trailer = next(p for p in found.portions if "Message Attributes" in p.span.of(found.text))
    assert trailer.marking.level is Level.S


# --- every telegram --------------------------------------------------------------------------------


@settings(max_examples=40)
@given(drawn=telegrams())
def test_sections_tile_every_telegram(drawn: Drawn) -> None:
    """Sections cover the text without gap or overlap, with the trailer and without."""
    for text in (drawn.text, drawn.text + attributes()):
        found = read(text)
        assert found.format == "archive-telegram"
        assert tiles([section.span for section in found.sections], len(found.text))


@settings(max_examples=40)
@given(drawn=telegrams(), data=st.data())
def test_no_single_damage_reads_text_lower(drawn: Drawn, data: st.DataObject) -> None:
    """Deleting or damaging a number, mark, page line, running banner or the classification line opens nothing."""
    kind, start, end = data.draw(st.sampled_from(drawn.pieces))
    becomes = data.draw(st.sampled_from(damages(drawn.text, start, end)))
    after = drawn.text[:start] + becomes + drawn.text[end:]
    bad = lower(drawn.text, after, start, end, readings(drawn.text))
    assert not bad, (kind, becomes, after[max(0, bad[0] - 80) : bad[0] + 60])


def test_a_post_that_the_list_lacks_is_opened_where_two_places_agree() -> None:
    """Sender and message number name the same post behind an official prefix; where they differ both stay closed."""
    text = telegram("1. TEXT OF IT.\n")
    for changed, opened in (
        (text, True),
        (text.replace("FM AMEMBASSY PORT VELM", "FM AMEMBASSY HALDEN"), False),
    ):
        found = read(changed)
        portions = [found.portion("from"), found.portion("message-number")]
        assert [bool(one and one.closed) for one in portions] == [opened, opened]


def test_a_marked_subject_agrees_with_its_trailer() -> None:
    """The archive keeps the mark in front of the subject, the header's is read without it."""
    text = telegram(BODY).replace("SUBJECT: PORT", "SUBJECT: (C) PORT")
    found = read(text + attributes(subject="(C) PORT DUES: WHO PAYS"))
    said = {note.detail.split()[0] for note in found.notes if note.code == "attribute-disagrees"}
    assert "subject" not in said

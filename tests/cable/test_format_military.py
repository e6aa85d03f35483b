"""Military messages: sets up to `//`, numbered remarks, and letters in brackets that count items."""

from __future__ import annotations

from pathlib import Path

import pytest

from redactor import cable
from redactor.cable import military
from redactor.markings.types import Level, MarkState
from redactor.model import Basis, Cable, SectionKind
from redactor.spans import tiles
from tests.cable.damage import never_lower

MESSAGE = (Path(__file__).parent / "fixtures" / "military-message.txt").read_text()


def read(text: str) -> Cable:
    """Read a text as a cable."""
    return cable.read(text.encode())


def test_a_message_is_recognised_by_its_sets() -> None:
    """The format is named with the sets and the routing line; the sections tile the text."""
    whole = read(MESSAGE)
    assert whole.format == "military-message"
    assert {"set-msgid", "set-subj", "set-rmks", "military-routing"} <= {
        sign.what for sign in cable.evidence(whole)
    }
    assert tiles((section.span for section in whole.sections), len(MESSAGE))


@pytest.mark.parametrize(
    ("address", "words", "level", "basis"),
    [
        ("subject", "SUBJ/(U) DUES", Level.U, Basis.MARKED),  # over two lines, up to //
        ("references:3", "NARR/REF A", Level.C, Basis.INHERITED),
        ("drafting:1", "POC/PELL", Level.C, Basis.INHERITED),
        ("heading:1", "RMKS/", Level.C, Basis.INHERITED),  # the label alone
        ("1", "1. (U)", Level.U, Basis.MARKED),  # its number stands behind the label
        ("2", "2. (C)", Level.C, Basis.MARKED),
        ("3", "3. THOSE", Level.C, Basis.INHERITED),
        ("bullet:3", "(C) ARABISTS", Level.C, Basis.INHERITED),  # counts, and marks nothing
        ("table:1", "SIZE", Level.C, Basis.INHERITED),  # stock numbers are no page line
        ("eo-line", "DECL/OADR//", Level.C, Basis.INHERITED),
    ],
)
def test_each_set_and_paragraph_is_a_portion(address: str, words: str, level: Level, basis: Basis) -> None:
    """Each set is of its own section and ends at `//`; the remarks are the text."""
    portion = read(MESSAGE).portion(address)
    assert portion is not None
    assert portion.span.of(MESSAGE).startswith(words)
    assert (portion.marking.level, portion.basis) == (level, basis)


@pytest.mark.parametrize(
    ("banner", "level", "controls"),
    [
        ("UNCLAS", Level.U, set()),
        ("UNCLAS //N01000//", Level.U, set()),  # a subject code is no caption
        ("UNCLASS//N07220//", Level.U, set()),
        ("UNCLAS N01000//", Level.U, set()),
        ("UNCLASSIFIED//", Level.U, set()),
        ("UNCLAS//FOUO//N01306//", Level.SBU, {"FOUO"}),
        ("S E C R E T //N03500//", Level.S, set()),
    ],
)
def test_every_banner_is_read(banner: str, level: Level, controls: set[str]) -> None:
    """The level and its controls are read; the subject code behind them is neither."""
    text = MESSAGE.replace("CLASSIFICATION: CONFIDENTIAL//\n", "").replace(
        "C O N F I D E N T I A L //N03500//", banner
    )
    text = text.replace("-CCCC-", "-UUUU-").replace("ZNY CCCCC", "ZNR UUUUU").replace("(C) THE", "(U) THE")
    text = text.replace("DECL/OADR//\n", "")
    whole = read(text)
    assert (whole.marking.level, whole.marking.known) == (level, True)
    assert controls <= whole.marking.controls
    assert not whole.marking.opaque


def test_a_letter_that_counts_nothing_is_no_mark_either() -> None:
    """Without an (A) and a (B) before it nobody can tell what (C) is: the text is of an unknown level."""
    text = MESSAGE.replace("IT ARE:\n(A) COLONELS,\n(B) BANKERS, AND\n", "IT ARE FEW.\n")
    portion = next(one for one in read(text).portions if one.span.of(text).startswith("(C) ARABISTS"))
    assert portion.mark is not None
    assert portion.mark.state is MarkState.DAMAGED
    assert not portion.marking.known


def test_the_routing_line_claims_the_class() -> None:
    """The four letters of the routing line say the class as the prosign does."""
    claims = [claim for claim in read(MESSAGE).claims if claim.kind == "prosign"]
    assert [claim.marking.level for claim in claims] == [Level.C, Level.C]


def test_a_set_that_nothing_ends_swallows_no_paragraph() -> None:
    """A set without its `//` ends before the next set, a blank line or a paragraph, and is noted."""
    text = MESSAGE.replace("OF A PILOT BOAT//", "OF A PILOT BOAT").replace("EXAMPLE.MIL//", "EXAMPLE.MIL")
    whole = read(text)
    assert [note.code for note in whole.notes].count("set-not-ended") == 2
    first = whole.portion("1")
    assert first is not None
    assert (first.section, first.marking.level) == (SectionKind.PARAGRAPH, Level.U)


def test_damage_never_lowers() -> None:
    """Damage to a mark, a number, a set's name or its end leaves no other character lower than it was."""
    never_lower(MESSAGE)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("SUBJ/PERMISSIVE LEAVE//", "SUBJ"),
        ("REF/A/MSG/CNO//", "REF"),
        ("GENTEXT/REMARKS/1. TEXT", "GENTEXT"),
        ("RMKS/", "RMKS"),
        ("REF A IS A MANUAL", ""),
        ("SUBJECT/OBJECT", ""),
        ("REFER/TO", ""),
    ],
)
def test_what_a_set_is(line: str, name: str) -> None:
    """A set is a name of the list and a slash at a line's head."""
    match = military.SET.match(line)
    assert (match["name"] if match else "") == name

"""Caption lines are read spaced, damaged and several at a time, and never low."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.markings import BOTTOM, Foreign, Level, Marking, at_most, hard_stops, read_caption
from redactor.markings.vocabulary import controls


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("NOFORN", {"NOFORN"}),
        ("N O F O R N", {"NOFORN"}),
        ("NOFORN SIPDIS", {"NOFORN"}),
        ("EXDIS", {"EXDIS", "NOFORN"}),
        ("NODIS CHEROKEE", {"NODIS", "CHEROKEE", "NOFORN"}),
        ("STADIS////////", {"STADIS"}),
        ("LIMDIS", {"LIMDIS"}),
        ("SENSITIVE SIPDIS", {"SENSITIVE"}),
        ("SENSITIVE//NOFORN", {"SENSITIVE", "NOFORN"}),
        ("SENSITIVE BUT UNCLASSIFIED - NOT FOR INTERNET DISTRIBUTION", {"SENSITIVE"}),
        ("EYES ONLY", {"EYES-ONLY"}),
        ("EYES ONLY FOR AMBASSADOR SMITH", {"EYES-ONLY"}),
        ("FOR AMBASSADOR ONLY", {"ONLY"}),
        ("EMBASSY FOR CHARGE ONLY", {"ONLY"}),
        ("ONLY", {"ONLY"}),
        ("ROGER CHANNEL", {"ROGER"}),
        ("DOCKLAMP", {"DOCKLAMP"}),
        ("MED CHANNEL", {"MED"}),
        ("DIRGEN", {"DIRGEN"}),
        ("AGREMENT", {"AGREMENT"}),
        ("DS CHANNEL", {"DS-CHANNEL"}),
        ("DISSENT CHANNEL", {"DISSENT"}),
        ("SPECAT", {"SPECAT", "NOFORN"}),
        ("SPECAT EXCLUSIVE", {"SPECAT-EXCLUSIVE", "NOFORN"}),
        ("ORCON", {"ORCON"}),
        ("PROPIN", {"PROPIN"}),
        ("RESTRICTED DATA", {"RD"}),
        # damaged
        ("NOFRN", {"NOFORN"}),
        ("NOFRON", {"NOFORN"}),
        ("NDDIS", {"NODIS", "NOFORN"}),
        ("SENSTIVE", {"SENSITIVE"}),
        ("SENSTIVE SIPDIS", {"SENSITIVE"}),
        ("SIMDIS", {"LIMDIS"}),  # SIPDIS or LIMDIS: the one that controls
        ("S I M D I S", {"LIMDIS", "STADIS"}),  # spaced letters bear two slips: all that control
    ],
)
def test_captions_control(line: str, codes: set[str]) -> None:
    """A caption claims its controls and what they imply."""
    marking = read_caption(line)
    assert marking is not None
    assert marking.controls == codes
    assert marking.known


@pytest.mark.parametrize(
    "line",
    [
        "SIPDIS",
        "S I P D I S",
        "SIPDIS SIPDIS",
        "SIPDS",
        "CODEL",
        "AIDAC",
        "TERREP",
        "NIACT",
        "OFFICIAL-INFORMAL",
        "INFORM ALL STATE EMPLOYEES",
        "C O R R E C T E D COPY",
        "C O R R E C T E D  C O P Y  CAPTION",
        "PERISHABLE INFORMATION -- DO NOT SERVICE",
        "POSS DUPE",
        "NOTAL",
    ],
)
def test_captions_that_route(line: str) -> None:
    """A routing word is a caption that controls nothing."""
    assert read_caption(line) == BOTTOM


@pytest.mark.parametrize(
    "line",
    [
        "DEPT FOR EB/ESC; SCA/CEN",
        "DEPT PLEASE PASS USTR.",
        "STATE FOR EUR",
        "SENSITIVE TOPICS WERE LEFT OUT",
        "LONDON",
        "FOR INFORMATION",
        "USTR",
        "GORDON.",  # a surname near ORCON
        "MORTON",  # and one near NOFORN
        "RESERVE SHORTAGE",  # a compartment's old name, and a word
        "A. LEAVE FOR THE PURPOSE OF JOB HUNTING ONLY",
        "ONLY FOR PESO TRANSACTIONS; THE BANKS WERE BUSY",
        "ZZZ",
        "1. (C) SUMMARY",
        "",
        "X",
        "NOFORN " * 40,
    ],
)
def test_other_lines_are_no_captions(line: str) -> None:
    """Pass lines, prose and names are no captions."""
    assert read_caption(line) is None


def test_a_list_of_countries_is_a_caption() -> None:
    """REL TO on a line of its own claims its list; a country that is not known makes it opaque."""
    gbr = frozenset({"GBR"})
    assert read_caption("REL TO USA, GBR") == Marking(Level.U, foreign=Foreign(gbr, gbr))
    unknown = read_caption("REL TO USA, NOWHERE")
    assert unknown is not None
    assert unknown.opaque


def test_every_control_of_the_vocabulary_that_may_be_a_caption_reads_as_one() -> None:
    """Each spelling of three letters or more gives its control, plain and with spaced letters."""
    for row in controls().values():
        for text in row.spellings if row.caption else ():
            if len(text) >= 3:
                for line in (text, " ".join(text.replace(" ", ""))):
                    marking = read_caption(line)
                    assert marking is not None, line
                    assert row.code in marking.controls, line


@pytest.mark.parametrize(
    "caption", ["NODIS", "EXDIS", "NOFORN", "STADIS", "LIMDIS", "CHEROKEE", "ORCON", "SENSITIVE"]
)
def test_one_damaged_letter_never_lowers_a_caption(caption: str) -> None:
    """A slip leaves a caption that claims as much, another caption, or a line that is none."""
    before = read_caption(caption)
    assert before is not None
    others = {text for row in controls().values() for text in row.spellings} | {"SIPDIS"}
    for i in range(len(caption)):
        for new in ("", *string.ascii_uppercase):
            line = caption[:i] + new + caption[i + 1 :]
            after = read_caption(line)
            assert after is None or line in others or at_most(before, after), line


def test_a_damaged_hard_stop_stops() -> None:
    """A slip in NODIS or CHEROKEE still needs a referral."""
    for line in ("N ODIS", "NODDIS", "NOODIS", "CHEROKE", "CHEROKEEE", "CHERROKEE"):
        marking = read_caption(line)
        assert marking is not None
        assert hard_stops(marking)


@given(st.one_of(st.text(max_size=80), st.text(alphabet="NODISEXFRLYMA /-", max_size=40)))
def test_any_line_has_a_reading(line: str) -> None:
    """No line raises."""
    read_caption(line)

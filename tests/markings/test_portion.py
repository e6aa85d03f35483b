"""Portion marks are read in every spelling of CABLES.md 3.1, and damage never reads low."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from redactor.markings import Foreign, Level, Marking, MarkState, at_most, read_entire_text, read_portion_mark
from redactor.markings.vocabulary import control_spellings, level_codes, level_names

FVEY = frozenset({"AUS", "CAN", "GBR", "NZL"})


def listed(
    level: Level, *codes: str, opaque: bool = False, controls: frozenset[str] = frozenset()
) -> Marking:
    return Marking(
        level, foreign=Foreign(frozenset(codes), frozenset(codes)), opaque=opaque, controls=controls
    )


def noforn(level: Level, *controls: str) -> Marking:
    return Marking(level, controls=frozenset({"NOFORN", *controls}), foreign=Foreign())


def plain(level: Level, *controls: str) -> Marking:
    return Marking(level, controls=frozenset(controls))


READ = [
    # the four plain ones, 83% of all
    ("(C)", plain(Level.C)),
    ("(S)", plain(Level.S)),
    ("(SBU)", plain(Level.SBU)),
    ("(U)", plain(Level.U)),
    ("(TS)", plain(Level.TS)),
    ("(R)", plain(Level.C)),  # RESTRICTED is handled as C
    # NOFORN in its spellings
    ("(S/NF)", noforn(Level.S)),
    ("(S//NF)", noforn(Level.S)),
    ("(S-NF)", noforn(Level.S)),
    ("(S/NOFORN)", noforn(Level.S)),
    ("(C NF)", noforn(Level.C)),
    ("(C/NF)", noforn(Level.C)),
    ("(s/nf)", noforn(Level.S)),
    ("(SBU/NF)", noforn(Level.SBU)),
    ("(SBU/N)", noforn(Level.SBU)),
    ("(SBU-NF)", noforn(Level.SBU)),
    ("(S//NF,OC)", noforn(Level.S, "ORCON")),  # commas before July 2005
    # lists
    ("(S/REL NATO)", listed(Level.S, "NATO")),  # NATO is kept whole
    ("(S//Rel NATO, ISAF)", listed(Level.S, "NATO", "ISAF")),
    ("(C/Rel Aus)", listed(Level.C, "AUS")),
    ("(C//REL ISAF)", listed(Level.C, "ISAF")),
    ("(S/Rel UK)", listed(Level.S, "GBR")),
    ("(SBU/REL NATO)", listed(Level.SBU, "NATO")),
    ("(S//REL TO USA, FVEY)", listed(Level.S, *FVEY)),
    ("(S//REL TO USA, ACGU)", listed(Level.S, *(FVEY - {"NZL"}))),
    ("(S/REL USA, KWT)", listed(Level.S, "KWT")),
    ("(SECRET/REL FRANCE)", listed(Level.S, "FRA")),
    ("(C/rel to UN)", listed(Level.C, "UN")),
    ("(SECRET//REL TO USA, FIN, SWE, FVEY, NATO)", listed(Level.S, "FIN", "SWE", "NATO", *FVEY)),
    ("(S//REL TO USA)", noforn(Level.S)),  # to us alone is to nobody
    ("(S/REL)", listed(Level.S, "REL")),  # the banner's list, which this bracket does not know
    ("(S/REL//FOUO)", listed(Level.S, "REL", controls=frozenset({"FOUO"}))),
    ("(S//RELIDO)", Marking(Level.S, foreign=Foreign(relido=True))),
    ("(S//DISPLAY ONLY AFG)", Marking(Level.S, foreign=Foreign(display=frozenset({"AFG"})))),
    # a country outside the vocabulary opens nothing
    ("(S/REL ROYG)", Marking(Level.S, controls=frozenset({"NOFORN"}), foreign=Foreign(), opaque=True)),
    ("(S//REL TO USA, GBR, ROYG)", listed(Level.S, "GBR", opaque=True)),
    ("(S//REL TO USA, GBR, NF)", noforn(Level.S)),  # a control in the list is a control
    # lower case, blanks
    ("(c)", plain(Level.C)),
    ("( C )", plain(Level.C)),
    ("(C )", plain(Level.C)),
    ("(S B U)", plain(Level.SBU)),
    ("(S / N F)", noforn(Level.S)),
    # one rank, their identity kept
    ("(LOU)", plain(Level.SBU, "LOU")),
    ("(L)", plain(Level.SBU, "LOU")),
    ("(FOUO)", plain(Level.SBU, "FOUO")),
    ("(CUI)", plain(Level.SBU, "CUI")),
    ("(U//FOUO)", plain(Level.SBU, "FOUO")),
    ("(U//SBU)", plain(Level.SBU)),
    ("(U//LES-NF)", noforn(Level.SBU, "LES")),
    # entire text
    ("(C - ENTIRE TEXT)", plain(Level.C)),
    ("(C - ENTIRE TEXT.)", plain(Level.C)),
    ("(C ENTIRE TEXT)", plain(Level.C)),
    ("(CONFIDENTIAL ENTIRE TEXT.)", plain(Level.C)),
    ("(Secret\u2014Entire text)", plain(Level.S)),
    # compartments, nuclear, foreign government
    (
        "(TS//SI//NF)",
        Marking(
            Level.TS, controls=frozenset({"SCI", "NOFORN"}), foreign=Foreign(), compartments=frozenset({"SI"})
        ),
    ),
    ("(TS//SI-G/TK)", Marking(Level.TS, controls=frozenset({"SCI"}), compartments=frozenset({"SI-G", "TK"}))),
    ("(S//RD-N)", plain(Level.S, "RD", "CNWDI")),
    (
        "(S//FGI//NF)",
        Marking(
            Level.S, controls=frozenset({"FGI", "NOFORN"}), foreign=Foreign(), fgi=frozenset({"CONCEALED"})
        ),
    ),
    ("(S//FGI GBR JPN)", Marking(Level.S, controls=frozenset({"FGI"}), fgi=frozenset({"GBR", "JPN"}))),
    ("(//GBR S)", Marking(Level.S, controls=frozenset({"FGI"}), fgi=frozenset({"GBR"}))),
    ("(//NS)", Marking(Level.S, controls=frozenset({"FGI", "NATO"}), fgi=frozenset({"NATO"}))),
    ("(S//NF//ND)", noforn(Level.S, "NODIS")),
    ("(S//XD)", noforn(Level.S, "EXDIS")),  # EXDIS implies NOFORN
]


@pytest.mark.parametrize(("bracket", "marking"), READ)
def test_marks_read(bracket: str, marking: Marking) -> None:
    """A mark that parses whole is read as it stands."""
    assert read_portion_mark(bracket) == (MarkState.READ, marking)


@pytest.mark.parametrize(
    ("bracket", "marking"),
    [
        ("((C)", plain(Level.C)),  # no letter in the bracket's place makes more of it
        ("((SBU)", plain(Level.SBU)),
        ("(C))", plain(Level.C)),
        ("[C]", plain(Level.C)),
        ("~~(SBU)~~", plain(Level.SBU)),  # struck in Markdown: evidence, never a decision
        ("**(U)**", plain(Level.U)),
        ("(SNF)", noforn(Level.S)),  # glued
        ("C)", Marking(Level.C, opaque=True)),  # what was lost may have been a control
        ("(C ", Marking(Level.C, opaque=True)),
        ("(S/NF", Marking(Level.S, controls=frozenset({"NOFORN"}), foreign=Foreign(), opaque=True)),
        ("(CONFIDENTAL)", plain(Level.C)),  # a spelled-out classified level, two letters off at most
        ("(SECRTE//NF)", noforn(Level.S)),
        ("(TOP SECRT)", plain(Level.TS)),
    ],
)
def test_marks_repaired(bracket: str, marking: Marking) -> None:
    """A repair is made where no other reading is higher."""
    assert read_portion_mark(bracket) == (MarkState.REPAIRED, marking)


@pytest.mark.parametrize(
    "bracket",
    [
        "((S)",  # may have been (TS)
        "(S//NF//N))",  # may have been (S//NF//ND)
        "(SCREL)",  # SECRET is too far
        "(N/SF)",  # the level is gone
        "(/Rel UK)",
        "(\u0421)",  # Cyrillic, not C
        "(\u0421ONFIDENTIAL)",
        "(\uff23)",  # a full-width letter
        "\u00a9",  # what a word processor makes of (C)
        "(A)",  # may have been any letter
        "(5)",
        "(US)",  # an S with a letter before it
        "(C/)",  # something was behind the slash
        "(C//)",
        "(S//XYZ)",  # no control of the vocabulary
        "(UNCLASSIFED)",  # U is never read out of damage
        "U)",
        "SBU)",
        "(SB)",
        "(LOU ONLY WHERE NOTED.)",  # declares nothing that could open
        "()",
        "(",
        "",
        "(C)(U)",
        "(" + "C" * 500 + ")",
    ],
)
def test_marks_damaged(bracket: str) -> None:
    """What may have been a mark and cannot be read has no known level."""
    state, marking = read_portion_mark(bracket)
    assert state is MarkState.DAMAGED
    assert marking is None or not marking.known


def test_a_damaged_mark_keeps_what_it_still_says() -> None:
    """The floor holds the level and the controls that were readable."""
    assert read_portion_mark("(S//XYZ)") == (MarkState.DAMAGED, Marking(Level.S, known=False, opaque=True))
    state, marking = read_portion_mark("(?//RD)")
    assert state is MarkState.DAMAGED
    assert marking is not None
    assert "RD" in marking.controls


@pytest.mark.parametrize(
    "bracket",
    [
        "(China)",  # CABLES.md 3.1: bracketed, not marks
        "(Iran)",
        "(Reftel)",
        "(Iceland)",
        "(U.S.)",
        "(CWC)",
        "(S/CT)",
        "[DETAILS REMOVED]",
        "(executive branch leaders)",
        "(JUL 30 - JUL 31)",
        "(2008)",
    ],
)
def test_words(bracket: str) -> None:
    """A bracket that is plainly a word or a number is no mark."""
    assert read_portion_mark(bracket) == (MarkState.WORD, None)


# --- attacks -----------------------------------------------------------------------------------


@given(st.one_of(st.text(max_size=40), st.text(alphabet="()[]CSUNFBL/-, .RELTO", max_size=30)))
@example("(" * 5000)
@example("(" + "-" * 150 + ")")
def test_any_text_has_a_reading(text: str) -> None:
    """No string raises, and a mark that was read or repaired has a marking."""
    state, marking = read_portion_mark(text)
    assert (marking is not None) or state in {MarkState.DAMAGED, MarkState.WORD}
    assert state is not MarkState.WORD or marking is None
    read_entire_text(text)


ALPHABET = string.ascii_uppercase + string.digits + " /-.,()[]\u0421"


def damaged(text: str) -> list[str]:
    """Give every string that one lost, changed, added or swapped character makes of `text`."""
    ways = [text[:i] + text[i + 1 :] for i in range(len(text))]
    ways += [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)]
    ways += [text[:i] + new + text[i + 1 :] for i in range(len(text)) for new in ALPHABET]
    ways += [text[:i] + new + text[i:] for i in range(len(text) + 1) for new in ALPHABET]
    return ways


def is_another_mark(state: MarkState, marking: Marking | None) -> bool:
    """Say whether damage made a mark of the vocabulary that nobody can tell from a true one."""
    return state is MarkState.READ and marking is not None


@pytest.mark.parametrize(
    "bracket",
    [b for b, _ in READ if len(b) <= 12]
    + ["(S//REL TO USA, GBR)", "(SECRET//NOFORN)", "(CONFIDENTIAL)", "(TOP SECRET)"],
)
def test_one_damaged_character_never_lowers_a_mark(bracket: str) -> None:
    """Damage gives a known reading no lower than the mark, another valid mark, or nothing to rely on."""
    _, before = read_portion_mark(bracket)
    assert before is not None
    for text in damaged(bracket):
        state, after = read_portion_mark(text)
        if is_another_mark(state, after) or after is None or not after.known:
            continue
        assert after.level >= before.level, text
        assert after.opaque or before.foreign is None or at_most(before, after), text


@pytest.mark.parametrize(
    "bracket", ["(C)", "(S)", "(TS)", "(SBU)", "(C/NF)", "(S//NF)", "(S//REL TO USA, GBR)", "(LOU)"]
)
def test_one_damaged_character_never_makes_a_word_of_a_mark(bracket: str) -> None:
    """A damaged mark is not taken for a word, which would leave the portion unmarked and known."""
    words = {text for text in damaged(bracket) if read_portion_mark(text)[0] is MarkState.WORD}
    assert words == set()


def test_one_letter_never_turns_a_longer_mark_into_u_or_sbu() -> None:
    """No single slip makes known U or SBU of a mark of C or more, short codes that differ in one letter aside."""
    for name in [name for name, level in level_names().items() if level.classified]:
        for text in damaged(f"({name})"):
            _, after = read_portion_mark(text)
            assert after is None or not after.known or after.level.classified, text


def test_no_control_is_spelled_like_a_level() -> None:
    """The vocabularies of levels and controls share no spelling but those that a level takes first."""
    shared = set(control_spellings()) & {*level_codes(), *level_names()}
    assert shared == {"SENSITIVE BUT UNCLASSIFIED"}


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("1. (C - ENTIRE TEXT)", Level.C),
        ("C - ENTIRE TEXT", Level.C),
        ("C-ENTIRE TEXT.", Level.C),
        ("CONFIDENTIAL - ENTIRE TEXT.  CLASSIFIED BY", Level.C),
        ("ENTIRE TEXT CONFIDENTIAL", Level.C),
        ("SECRET- ENTIRE TEXT", Level.S),
        ("CONFIDFNTIAL ENTIRE TEXT", Level.C),  # a floor, not known
        ("(Secret\u2014Entire text)", Level.S),
        ("sensitive but unclassified - entire text", Level.SBU),
        ("(LOU ONLY WHERE NOTED.)", None),
        ("ENTIRE TEXT OF THE NOTE FOLLOWS", None),
        ("2. (C) THE ENTIRE TEXT WAS READ", None),
    ],
)
def test_entire_text(line: str, level: Level | None) -> None:
    """A declaration for the entire text is read; a sentence about one is not."""
    marking = read_entire_text(line)
    assert (marking.level if marking else None) == level
    assert marking is None or marking.known == ("FNT" not in line)

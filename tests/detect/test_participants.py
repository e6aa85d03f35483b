"""Who took part: lists of both sides, with and without dashes, in mixed case and in capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.detect.conftest import Found

LISTS = [
    # one line, sides by name
    (
        ("Participants: US: DCM Iris Halloway, Mark Stone; Velmora: Torvald Vashkel, Will Banks.",),
        ["Iris Halloway", "Mark Stone", "Torvald Vashkel", "Will Banks"],
    ),
    # the same in capitals, with sides
    (
        (
            "PARTICIPANTS: U.S. SIDE - AMBASSADOR ORDELL, MARK STONE. HOST SIDE - TORVALD VASHKEL, ROSE FIELD.",
        ),
        ["ORDELL", "MARK STONE", "TORVALD VASHKEL", "ROSE FIELD"],
    ),
    # a heading, then one name a line
    (
        (
            ("heading", "PARTICIPANTS"),
            ("heading", "United States"),
            ("heading", "Rose Field\nMark Stone (notetaker)"),
        ),
        ["Rose Field", "Mark Stone"],
    ),
    # a label, then dashes
    (
        (
            ("paragraph", "2. (U) Participants:"),
            ("bullet", "-- U.S. side:"),
            ("bullet", "-- Mark Stone, note taker"),
            ("bullet", "-- Velmora:"),
            ("bullet", "-- Deputy Minister Vashkel"),
        ),
        ["Mark Stone", "Vashkel"],
    ),
    # offices and bodies are no names
    (("Participants: the Foreign Minister, the Economic Section and the Red Cross.",), []),
    # prose about participants is no list
    (("All participants agreed that Small Business should grow.",), []),
    # a list ends with the next paragraph
    ((("heading", "PARTICIPANTS"), ("paragraph", "3. (U) Mark Field, Green Hill, it rained.")), []),
]


@pytest.mark.parametrize(("blocks", "expected"), LISTS)
def test_lists(find: Callable[..., Found], blocks: tuple[object, ...], expected: list[str]) -> None:
    """Each name of a list is a person, and nothing else of it is."""
    assert find(*blocks).names() == expected


ADDRESSED = [
    # English words are names behind FOR
    ("pass-line", "TREASURY FOR A. COOK; EUR/PGI FOR BELL", ["A. COOK", "BELL"]),
    (
        "pass-line",
        "DEPT FOR A/S BOUKHER, DAS HANNA STONE, P - MARK FIELD",
        ["BOUKHER", "HANNA STONE", "MARK FIELD"],
    ),
    ("pass-line", "STATE FOR EUR/AGS - VAN DER HORST; NSC FOR ROSE HILL", ["VAN DER HORST", "ROSE HILL"]),
    # nobody is addressed here
    ("pass-line", "DEPT FOR ACTION; FOR IMMEDIATE DELIVERY TO EUR/PGI", []),
    # drafting rows without a code before the name
    (
        "drafting",
        "Drafted By: Stone; Cleared by: POL/Rose Hill; DAO - Banks",
        ["Stone", "Rose Hill", "Banks"],
    ),
    # a given name before a family name in a headline's case
    (
        "classified-by",
        "Classified By: Principal Officer Dale R. Whitcombe, Reasons 1.4 (b)",
        ["Dale R. Whitcombe"],
    ),
]


@pytest.mark.parametrize(("section", "text", "expected"), ADDRESSED)
def test_header_fields_name_people(
    find: Callable[..., Found], section: str, text: str, expected: list[str]
) -> None:
    """Where a field names people, an English word is a name."""
    assert find((section, text)).names() == expected


STATED = [
    ("BIOGRAPHIC NOTE: HILL, MARK. BORN IN KARSK.", ["HILL", "MARK"]),
    ("(Bio note: Stone was born in 1961.)", ["Stone"]),
    ("Spouse: Rose Field. Control officer: Mark Hill, cell 555-0143.", ["Rose Field", "Mark Hill"]),
    # the military's telephone behind a contact is nobody
    ("POC: DAVE VASHKEL, COMMERCIAL 555-0199, DSN: 555-0199.", ["DAVE VASHKEL"]),
    ("He is married to Olga. A man named Ivo came.", ["Olga", "Ivo"]),
    ("THE PARTY IS HEADED BY VASHKEL. IT IS LED BY OFFICERS.", ["VASHKEL"]),
    # who spoke
    ("URQUEZ REPLIED BY LETTER. YPFB REPLIED TOO.", ["URQUEZ"]),
    ("Then Ziyalin asked that it be left. The town was named after the river.", ["Ziyalin"]),
    # family names cut to an initial, initials in front, particles, suffixes
    ("Ing. Rolando Prada M., manager, left.", ["Rolando Prada M."]),
    ("SENATOR ROBERT VASHKEL, JR THANKED US.", ["ROBERT VASHKEL, JR"]),
    ("Justice Syed Refaat and Ms. Fatuma Sheikh Abdi left.", ["Syed Refaat", "Fatuma Sheikh Abdi"]),
    ('Later Mr. Almaz "the Bear" Dzholin left.', ['Almaz "the Bear" Dzholin']),
    # family names that are English words, after a title in capitals
    ("WE ASKED PRESIDENT FORD WERE HE TO COME.", ["FORD"]),
]


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_what_a_text_announces(find: Callable[..., Found], text: str, expected: list[str]) -> None:
    """A label, a word of naming, a birth or a verb of speech makes a name certain."""
    assert find(text).names() == expected


POSSIBLE = [
    ("Later D. Odbaya and Ts. Munkh left.", ["D. Odbaya", "Ts. Munkh"]),
    ("Later M.A. Matin left with Yeneneh B. of Karsk.", ["M.A. Matin", "Yeneneh B.", "Karsk"]),
    ("They saw van 't Hof and de la Lomar there.", ["van 't Hof", "de la Lomar"]),
    # a sentence's end parts two names
    ("He met Talha. Colin left.", ["Talha", "Colin"]),
]


@pytest.mark.parametrize(("text", "expected"), POSSIBLE)
def test_a_possible_name_is_whole(find: Callable[..., Found], text: str, expected: list[str]) -> None:
    """Initials and small words beside an unknown word are part of the name."""
    assert find(text).names(possible=True) == expected

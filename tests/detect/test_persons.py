"""Persons by the words beside their names, and every mention of them; all names are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from redactor import detect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.detect.conftest import Found

BEFORE = [
    # a US title
    ("1. (U) Assistant Secretary Brandt has cleared this cable.", ["Brandt"]),
    # its short form, in capitals
    ("CABLE FOR A/S BRANDTSEN FROM AMBASSADOR", ["BRANDTSEN"]),
    # a minister with a portfolio, before and after
    (
        "Then Energy Minister Olim Vahdatov and Deputy Minister of Foreign Affairs Dina Orlova met.",
        ["Olim Vahdatov", "Dina Orlova"],
    ),
    # a rank with its point, an honorific, initials
    ("We met Lt. Gen. J. F. Testrup and Mrs. Orlova.", ["J. F. Testrup", "Orlova"]),
    # a trade in lower case needs a name that speaks for itself
    ("The journalist Anna Lindqvist met the banker Per Holmstrup.", ["Anna Lindqvist", "Per Holmstrup"]),
    # particles and a generation
    (
        "Ambassador Faisal bin Nuri al-Testi and Dr. Karl van der Test III came.",
        ["Faisal bin Nuri al-Testi", "Karl van der Test III"],
    ),
    # a month is a name after a title where it speaks
    ("PM May said that she would come in May.", ["May"]),
    # an English word in capitals is one where it speaks
    ("AMBASSADOR WHITE SAID THE WHITE HOUSE AGREED.", ["WHITE"]),
    # a family name that is a place
    ("Senator Michael Jordan left for Amman.", ["Michael Jordan"]),
    # an office's code behind a rank is nobody
    ("RELEASED BY H. C. VASHKEL, RADM, N1 (ACTING).", ["H. C. VASHKEL"]),
    # in apposition: title, name, comma
    ("The lead negotiator, Zhanat Testova, agreed.", ["Zhanat Testova"]),
]
AFTER = [
    # name, then what they are
    ("Arman Bekovich, the deputy head of the port, was fired.", ["Arman Bekovich"]),
    # in brackets
    ("In May, Bekovich (the port director) left.", ["Bekovich"]),
]
LISTS = [
    # a title in the plural announces a list
    (
        "We met opposition politicians Ulf Bergdahl, Nils Ekeby, and Eva Dahlgren; all were calm.",
        ["Ulf Bergdahl", "Nils Ekeby", "Eva Dahlgren"],
    ),
    # two lists in one sentence
    (
        "The activists Jon Nesset and Kari Moeholt met editors Per Holmstrup and Anna Lindqvist.",
        ["Jon Nesset", "Kari Moeholt", "Per Holmstrup", "Anna Lindqvist"],
    ),
]
NOBODY: list[tuple[str, list[str]]] = [
    # a title without a name
    ("The Prime Minister said that the President of the Republic would visit the Ministry.", []),
    # a place after a title
    ("The Consul General in Istanbul and DCM Moscow agreed.", []),
    # small words that are also titles
    ("A major effort in general, and the head of state of Chad.", []),
]


@pytest.mark.parametrize(("text", "names"), [*BEFORE, *AFTER, *LISTS, *NOBODY])
def test_titles_show_names(find: Callable[..., Found], text: str, names: list[str]) -> None:
    """Exactly the names beside titles are certain persons."""
    assert find(text).names() == names


def test_the_last_paragraph(find: Callable[..., Found]) -> None:
    """A cleared-by line gives one person with the title before it, and no possible name."""
    found = find("19. (U) Assistant Secretary Brandt has cleared this cable.")
    (finding,) = found.findings
    assert finding.kind.value == "PERSON"
    assert finding.title is not None
    assert finding.title.of(found.text) == "Assistant Secretary"
    assert detect.role_of("Assistant Secretary") == "US official"


HEADER = [
    # the classifier, title aside
    (("classified-by", "Classified By: DCM Karl Millas; reasons 1.4 (b) and (d)."), ["Karl Millas"]),
    # in capitals with a family name that is a word
    (("classified-by", "CLASSIFIED BY POL/C MARTA HILL FOR REASONS 1.4 B"), ["MARTA HILL"]),
    # persons' TAGS
    (("tags", "TAGS: OVIP (VAHDATOV, OLIM)"), ["VAHDATOV, OLIM"]),
    # an office and its desk officer; others by name
    (("pass-line", "DEPT FOR SCA/CEN (O'MARREN), NSC FOR MERKOVA"), ["O'MARREN", "MERKOVA"]),
    # the signature, a word of English too
    (("signature", "HILL"), ["HILL"]),
    # who drafted and cleared
    (("drafting", "DRAFTED BY: POL:VTESTRUP\nCLEARED BY: ECON:KMILLAS"), ["VTESTRUP", "KMILLAS"]),
    # rows of a cover sheet: English words, two on one row, initials, nobody
    (("drafting", "Drafted By: ECON:Quill, Marian"), ["Quill, Marian"]),
    (
        ("drafting", "Cleared By: POL:Hill, Hugh T.; DAO:Van der Bell, Ivo"),
        ["Hill, Hugh T.", "Van der Bell, Ivo"],
    ),
    (("drafting", "CLEARED: NONE"), []),
    # a military message's point of contact
    (("drafting", "POC/PELL IVO/CDR/N13//"), ["PELL IVO"]),
]


@pytest.mark.parametrize(("block", "names"), HEADER)
def test_header_names(find: Callable[..., Found], block: tuple[str, str], names: list[str]) -> None:
    """The header and the end of a cable name persons by their place."""
    assert find(block).names() == names


def test_a_name_is_carried_to_every_mention(find: Callable[..., Found]) -> None:
    """Every mention has the person's number: header, capitals, possessive, wrapped, disguised, earlier and later."""
    found = find(
        ("subject", "SUBJECT: BAKIMOV PRESSES REFORM"),
        "Bakimov's aides left. Prime Minister Karim Bakimov met us.",
        "Karim\nBakimov agreed. B\u0430kimov left, Bak\u00adimov stayed. B A K I M O V said so, and so did K. Bakimov.",
    )
    names = found.names()
    assert names == [
        "BAKIMOV",
        "Bakimov",
        "Karim Bakimov",
        "Karim\nBakimov",
        "B\u0430kimov",
        "Bak\u00adimov",
        "B A K I M O V",
        "K. Bakimov",
    ]
    assert {f.person for f in found.findings if f.kind.value == "PERSON" and not f.possible} == {1}


def test_two_persons_of_one_name(find: Callable[..., Found]) -> None:
    """A bare family name that fits two persons belongs to neither."""
    found = find("Minister Olim Vahdatov met Mayor Dina Vahdatov. Vahdatov left.")
    people = [f.person for f in found.findings if f.kind.value == "PERSON"]
    assert people == [1, 2, None]


def test_one_person_under_several_forms(find: Callable[..., Found]) -> None:
    """Initials, order and a middle name do not make another person."""
    found = find(
        ("tags", "TAGS: OVIP (VAHDATOV, OLIM)"),
        "Minister O. Vahdatov, Olim K. Vahdatov and President Vahdatov met.",
    )
    assert {f.person for f in found.findings if f.kind.value == "PERSON" and not f.possible} == {1}


def test_a_name_that_is_a_word_needs_its_capital(find: Callable[..., Found]) -> None:
    """A surname that is an English word is carried to capitalised mentions only."""
    found = find("FM Rice agreed. Rice was tired of rice.")
    assert found.names() == ["Rice", "Rice"]


def test_known_phrases_hold_no_name(find: Callable[..., Found]) -> None:
    """A phrase such as White House is no mention of Ambassador White."""
    assert find("Ambassador White said that the White House agreed.").names() == ["White"]


ROLES = [
    ("Assistant Secretary", "US official"),
    ("assistant secretary", "US official"),
    ("A/S", "US official"),
    ("Deputy Assistant Secretary", "US official"),
    ("Prime Minister", "foreign official"),
    ("former Deputy Minister of Trade", "foreign official"),
    ("Ambassador", "diplomat"),
    ("opposition politician", "politician"),
    ("journalist", "journalist"),
    ("human rights activist", "activist"),
    ("Lt. Gen.", "military officer"),
    # an honorific and an unknown office say no role
    ("Mr.", None),
    ("Grand Vizier of Testland", None),
    ("", None),
]


@pytest.mark.parametrize(("title", "role"), ROLES)
def test_roles(title: str, role: str | None) -> None:
    """A title's role is a term of the table, or none."""
    assert detect.role_of(title) == role
    assert role is None or role in detect.role_terms()


def test_role_terms_are_neutral() -> None:
    """Role terms are a closed list of plain words, fit for a marker."""
    terms = detect.role_terms()
    assert len(set(terms)) == len(terms)
    assert all(term.replace(" ", "").isalpha() for term in terms)

"""The parsed values inside TO, INFO, FROM and Classified By, in every spelling that was seen."""

from __future__ import annotations

import pytest

from redactor.cable import addresses, classifier, sets
from redactor.cable.shown import Sheet

# (an address line, its parts: route, name, precedence, number)
ADDRESSES = [
    ("RUEHC/SECSTATE WASHDC PRIORITY 9826", ("RUEHC", "SECSTATE WASHDC", "PRIORITY", "9826")),  # all four
    ("SECSTATE WASHDC NIACT IMMEDIATE 1887", ("", "SECSTATE WASHDC", "NIACT IMMEDIATE", "1887")),  # two words
    ("SECSTATE WASHDC PIORITY 1201", ("", "SECSTATE WASHDC", "PRIORITY", "1201")),  # misspelt
    ("SECSTATE WASHDC 0872", ("", "SECSTATE WASHDC", "", "0872")),  # a number alone
    ("RUEHC/", ("RUEHC", "", "", "")),  # a route alone
    ("AMEMBASSY QUENBY", ("", "AMEMBASSY QUENBY", "", "")),  # a name alone
    ("USCINCSO J2 QUARRY HEIGHTS CZ", ("", "USCINCSO J2 QUARRY HEIGHTS CZ", "", "")),  # letters with digits
    (
        "RUEKDIA/DIA WASHDC//DHO-2/REA// *ROUTINE*",
        ("RUEKDIA", "DIA WASHDC//DHO-2/REA//", "ROUTINE", ""),
    ),  # a cover's
    ("AMCONSUL FLASH", ("", "AMCONSUL", "FLASH", "")),
    ("CIS COLLECTIVE", ("", "CIS COLLECTIVE", "", "")),  # a long last word is no precedence
]


@pytest.mark.parametrize(("written", "want"), ADDRESSES)
def test_an_address_has_route_name_precedence_and_number(written: str, want: tuple[str, ...]) -> None:
    """Each part is read, or absent."""
    found = {item.kind: item.value for item in addresses.read("to", Sheet(0, written))}
    parts = tuple(found.get(f"to-{part}", "") for part in ("route", "name", "precedence", "number"))
    assert (parts[0], parts[1].strip(" *"), parts[2], parts[3]) == want


def test_a_page_line_inside_to_is_no_address() -> None:
    """What slipped in behind TO is left out; the next line is an address."""
    found = addresses.read("to", Sheet(0, "PAGE 02 VELMORA 015113 182333Z \nALL DIPLOMATIC POSTS"))
    assert [item.value for item in found if item.kind == "to"] == ["ALL DIPLOMATIC POSTS"]


def test_who_does_not_receive_it_is_told_apart() -> None:
    """Behind XMT the addresses are those left out."""
    found = addresses.read("info", Sheet(0, "SOLENY COLLECTIVE\nXMT AMCONSUL HALDEN\nAMCONSUL BREWIN"))
    assert [item.value for item in found if item.kind == "excluded"] == ["AMCONSUL HALDEN", "AMCONSUL BREWIN"]
    assert [item.value for item in found if item.kind == "info"] == ["SOLENY COLLECTIVE"]


@pytest.mark.parametrize(
    ("written", "want"),
    [
        ("AMEMBASSY PORT VELM", "PORT VELM"),
        ("AMMEMBASSY PORT VELM", "PORT VELM"),  # a letter doubled
        ("AMEBASSY PORT VELM", "PORT VELM"),  # a letter lost
        ("SECSTATE WASHDC", "SECSTATE WASHDC"),  # no embassy
        ("AMBER COLLECTIVE", "AMBER COLLECTIVE"),  # a word that only begins alike
    ],
)
def test_the_senders_post_is_what_stands_behind_its_prefix(written: str, want: str) -> None:
    """AMEMBASSY and its like are left out, one letter wrong or not."""
    found = addresses.sender(Sheet(0, f" {written}"))
    assert [(item.kind, item.value) for item in found] == [("from", written), ("from-post", want)]


# (as written behind the label, person, office, reasons)
CLASSIFIERS = [
    ("DCM Mara Soleny; reasons 1.4 (b) and (d).", "Mara Soleny", "DCM", "1.4(b),1.4(d)"),
    (
        "Ambassador Edith J. Farraday for reasons 1.4 (b,d)",
        "Edith J. Farraday",
        "Ambassador",
        "1.4(b),1.4(d)",
    ),
    (
        "Ambasasdor Edith Farraday, reasons 1.4 b/d",
        "Edith Farraday",
        "Ambasasdor",
        "1.4(b),1.4(d)",
    ),  # misspelt
    (
        "Charge d,Affaires Edith Farraday. Reasons: 1.4 (b+d)",
        "Edith Farraday",
        "Charge d,Affaires",
        "1.4(b),1.4(d)",
    ),
    ("Pol Counselr Mara Soleny, for reasons 1.4 (b&d)", "Mara Soleny", "Pol Counselr", "1.4(b),1.4(d)"),
    (
        "Edith Farraday, Direcotr, Office of Dues. REASON: 1.4(B), (D)",
        "Edith Farraday",
        "Direcotr, Office of Dues",
        "1.4(b),1.4(d)",
    ),
    (
        "Ambassador Hoyt Farra\nday for re\nasons 1.4 (b)",
        "Hoyt Farraday",
        "Ambassador",
        "1.4(b)",
    ),  # cut by the margin
    ("FARRADAY PER 1.5 (B)", "FARRADAY", "", "1.4(b)"),  # the order before 2003
    ("DCM Soleny: 1,4 (C)", "Soleny", "DCM", "1.4(c)"),  # comma for the point
    ("DCM Soleny, Section 1.4 (b)", "Soleny", "DCM", "1.4(b)"),
    ("DCM Soleny, E.O. 12958 Reasons 1.4 (b), (d)", "Soleny", "DCM", "1.4(b),1.4(d)"),
    ("DCM Mara Soleny", "Mara Soleny", "DCM", ""),  # no reason at all
    ("DCM S0LENY; reasons 1.4 (b)", "SOLENY", "DCM", "1.4(b)"),  # zero for O
    ("Classified by: DCM Mara Soleny. Reason 1.4 (d)", "Mara Soleny", "DCM", "1.4(d)"),  # the label twice
]


@pytest.mark.parametrize(("written", "person", "office", "reasons"), CLASSIFIERS)
def test_classified_by_is_read(written: str, person: str, office: str, reasons: str) -> None:
    """Name, office and reasons are told apart in each form."""
    found = {item.kind: item.value for item in classifier.read(Sheet(0, written))}
    assert found.get("classified-by-person", "") == person
    assert found.get("classified-by-office", "") == office
    assert found.get("classified-by-reasons", "") == reasons


# (as written behind the label, offices, persons)
SEVERAL = [
    # Each has an office before the name.
    (
        "Ambassador Edith Farraday and DCM Tam Brannock for reasons 1.4 (b)",
        2,
        ["Edith Farraday", "Tam Brannock"],
    ),
    ("Ambassador Edith Farraday, DCM Tam Brannock, reasons 1.4 (b)", 2, ["Edith Farraday", "Tam Brannock"]),
    ("CDA Edith Farraday; POLCOUNS Tam Brannock. Reasons: 1.4 b/d", 2, ["Edith Farraday", "Tam Brannock"]),
    # Each has an office behind the name.
    (
        "Edith Farraday, DCM, and Tam Brannock, Political Counselor, 1.4 (d)",
        2,
        ["Edith Farraday", "Tam Brannock"],
    ),
    # A bureau behind each name is no part of it.
    (
        "A/S Edith Farraday, EUR, and A/S Tam Brannock, NEA, reasons 1.4(b)",
        2,
        ["Edith Farraday", "Tam Brannock"],
    ),
    # Names alone.
    ("Edith Farraday & Tam Brannock for reasons 1.4 (b)", 0, ["Edith Farraday", "Tam Brannock"]),
    # One person whose office has an AND.
    ("Political and Economic Counselor Lila Okonjo for reasons 1.4 (b)", 1, ["Lila Okonjo"]),
    ("Edith Farraday, Political and Economic Counselor; reasons 1.4 (d)", 1, ["Edith Farraday"]),
    ("Director of Oceans and Environment Lila Okonjo, reasons 1.4(b)", 1, ["Lila Okonjo"]),
    ("Deputy Assistant Secretary for Near East and South Asia Lila Okonjo, 1.4 (b)", 1, ["Lila Okonjo"]),
    # A house behind the name is no second person.
    ("Ambassador Edith Farraday, Embassy Port Velm, reasons 1.4(b)", 1, ["Edith Farraday"]),
    # Signs where no name stands.
    (", and , DCM , and DCM,", 1, []),
]


@pytest.mark.parametrize(("written", "offices", "persons"), SEVERAL)
def test_each_who_classified_it_is_a_person_of_their_own(
    written: str, offices: int, persons: list[str]
) -> None:
    """Two classifiers are two offices and two persons; one whose office holds AND is one."""
    found = classifier.read(Sheet(0, written))
    assert [item.value for item in found if item.kind == "classified-by-person"] == persons
    assert len([item for item in found if item.kind == "classified-by-office"]) == offices


# (set, words behind its label, bullet, kind, value)
SETS = [
    ("REF", "A/MSG/CNO WASHINGTON DC/231744ZJUL02//", "A", "message", "MSG/CNO WASHINGTON DC/231744ZJUL02"),
    ("REF", "B/CNO/DOC/12JAN03//", "B", "document", "CNO/DOC/12JAN03"),  # originator first
    ("REF", "C/EMAIL/X/1JAN//", "C", "email", "EMAIL/X/1JAN"),
    ("REF", "THE PAINT MANUAL//", "", "other", "THE PAINT MANUAL"),  # no letter
]


@pytest.mark.parametrize(("name", "written", "bullet", "kind", "value"), SETS)
def test_a_reference_set_is_read(name: str, written: str, bullet: str, kind: str, value: str) -> None:
    """A reference of a military message has its letter and its kind."""
    found = {item.kind: item.value for item in sets.read(name, Sheet(0, written))}
    assert (found.get("reference-bullet", ""), found["reference-kind"]) == (bullet, kind)
    assert found["reference"] == value


def test_a_narrative_is_no_reference() -> None:
    """What NARR and AMPN say of references is told apart from them."""
    found = sets.read("NARR", Sheet(0, "REF A IS THE PAINT MANUAL.//"))
    assert [(item.kind, item.value) for item in found] == [
        ("reference-narrative", "REF A IS THE PAINT MANUAL.")
    ]


def test_derivation_and_date_are_read() -> None:
    """What it was derived from and until when it holds are parts of their own."""
    written = "DERIVED FROM: DSCG 05-1\nDECL: 06/17/2017"
    found = {item.kind: item.value for item in classifier.read(Sheet(0, "DCM Soleny\n" + written))}
    assert found["derived-from"] == "DSCG 05-1"
    assert found["classified-by-decl"] == "06/17/2017"
    assert found["classified-by-person"] == "Soleny"


def test_each_value_stands_where_it_says() -> None:
    """The span of every part is its words in the text."""
    written = "DCM Mara Soleny; reasons 1.4 (b) and (d)."
    spans = {item.kind: item.span.of(written) for item in classifier.read(Sheet(0, written))}
    assert spans["classified-by-person"] == "Mara Soleny"
    assert spans["classified-by-reasons"].startswith("reasons 1.4")

"""The closed words of a telegram are no names: the archive's keys, TAGS, bureaus; and no name hides among them."""

from __future__ import annotations

import pytest

from redactor import cable, detect, pipeline

pytestmark = pytest.mark.usefixtures("one_detector")

TELEGRAM = """Message Text

UNCLASSIFIED

PAGE 01 VELMOR 00388 011015Z

12
ACTION ARA-10

INFO OCT-01 ISO-00 {office} NSAE-00 /031 W
            --------------------- 064630
R 011015Z JUN 75
FM AMEMBASSY VELMORA
TO SECSTATE WASHDC 1098

UNCLAS VELMORA 0388

E.O. 11652: N/A
TAGS: PFOR, ENRG, {tag}
SUBJ: HARBOR FEES

1. THE FEES WILL FALL.

NNN

Message Attributes

Automatic Decaptioning: X
Capture Date: 01 JAN 1994
Channel Indicators: n/a
Concepts: NATURAL GAS, {concept}
Control Number: n/a
Copy: SINGLE
Draft Date: 01 JUN 1975
Disposition Event: {event}
Disposition History: n/a
Errors: N/A
Film Number: D750000-0001
From: VELMORA
Review Event: n/a
Subject: HARBOR FEES
TAGS: PFOR, ENRG, {tag}
To: STATE
Type: TE
Markings: Declassified/Released US Department of State EO Systematic Review 05 JUL 2006
"""
PLAIN = {"office": "H-03", "tag": "EFIS", "concept": "EXPORTS", "event": "n/a"}


def possible(**given: str) -> list[str]:
    """Give the texts of all possible names of the telegram."""
    read = cable.read(TELEGRAM.format(**PLAIN | given).encode())
    found = pipeline.prepare(read, detect.load(None)).findings
    return [one.span.of(read.text) for one in found if one.kind.value == "PERSON"]


def test_an_ordinary_telegram_names_nobody() -> None:
    """No key, TAG, bureau or English word of the archive's block is a possible name."""
    assert not possible()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        # where bureaus stand
        ({"office": "VASHKEL"}, "VASHKEL"),
        # among the TAGS
        ({"tag": "VASHKEL"}, "VASHKEL"),
        # in a value that was copied from the telegram
        ({"concept": "VASHKEL"}, "VASHKEL"),
        # in a value that the archive wrote itself
        ({"event": "Vashkel"}, "Vashkel"),
        # a value that is an English word, in the archive's own mixed case
        ({"event": "seen by Baker"}, "Baker"),
    ],
)
def test_no_name_hides_among_them(given: dict[str, str], name: str) -> None:
    """A strange word in any of these places is a possible name as before."""
    assert any(name in text for text in possible(**given))


def test_a_key_elsewhere_is_a_word() -> None:
    """The archive's keys are labels behind a telegram alone."""
    read = cable.read(b"1. (U) We met Locator: he left. Then Errors came.\n")
    found = pipeline.prepare(read, detect.load(None)).findings
    assert [one.span.of(read.text) for one in found if one.possible] == ["Locator", "Errors"]


def test_who_classified_a_telegram_stands_behind_the_date_of_its_order() -> None:
    """The name is found whole, its initial included, and ends before the archive's next key."""
    event = "n/a\nExecutive Order: GS 19850316 VASHKEL, IVO M"
    assert "VASHKEL, IVO M" in possible(event=event)


def test_a_title_among_the_archives_subjects_names_nobody() -> None:
    """AMBASSADORS, VISITS is a list of subjects, and the key behind it is no name."""
    assert not possible(concept="AMBASSADORS, PERSONNEL APPOINTMENTS")
    assert possible(concept="AMBASSADORS, VASHKEL") == ["VASHKEL"]

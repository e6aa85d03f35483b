"""Routing words of a telegram's head are no names, and no name hides among them."""

from __future__ import annotations

import datetime as dt

import pytest

from redactor import cable, detect, pipeline
from redactor.detect.routing import ROUTE, TRANSMISSION_WORD

pytestmark = pytest.mark.usefixtures("one_detector")

TELEGRAM = """VZCZCXYZ0007
RR RUEHWEB{extra}

DE RUEHVM #0388 1521015
ZNR UUUUU ZZH
R 011015Z JUN 07
FM AMEMBASSY VELMORA
TO RUEHC/SECSTATE WASHDC 1098
INFO RUEHQB/{who} 0029

UNCLAS VELMORA 000388

SIPDIS

E.O. 12958: N/A
TAGS: ECON
SUBJECT: HARBOR FEES

1. (U) The fees will fall.
"""


def found(text: str) -> list[str]:
    """Give the texts of all findings that count as persons."""
    read = cable.read(text.encode())
    prepared = pipeline.prepare(read, detect.load(None))
    return [finding.span.of(read.text) for finding in prepared.findings if finding.kind.value == "PERSON"]


def test_an_ordinary_header_holds_no_person() -> None:
    """Every word of a transmission header that parses is known."""
    assert found(TELEGRAM.format(extra="", who="AMEMBASSY QUENBY")) == []


def test_a_word_that_does_not_parse_closes_the_block() -> None:
    """One strange word among the routes, and they are possible names again."""
    assert any("BRENNEC" in text for text in found(TELEGRAM.format(extra=" BRENNEC", who="AMEMBASSY QUENBY")))


def test_a_name_among_the_addresses_is_found() -> None:
    """Only the indicator before the slash is known, not what stands behind it."""
    assert any("BRENNEC" in text for text in found(TELEGRAM.format(extra="", who="OSKAR BRENNEC")))


@pytest.mark.parametrize(
    ("word", "parses"),
    [
        # relays of the State Department
        ("RUEHVM", True),
        # a collective
        ("RUCNCIS", True),
        # the White House
        ("RHEHNSC", True),
        # surnames that begin alike
        ("RUSSELL", False),
        ("RUMSFELD", False),
        ("RUEDA", False),
        # too long for an indicator
        ("RUEHVELMORA", False),
    ],
)
def test_a_route_is_narrow(word: str, parses: bool) -> None:  # noqa: FBT001 - a column of the table
    """Indicators match, surnames do not."""
    assert parses == (ROUTE.fullmatch(word) is not None)


@pytest.mark.parametrize("word", ["ZELENKA", "SMITH", "AAAAAAA", "Zzh", ""])
def test_what_is_no_transmission_word(word: str) -> None:
    """Names and other words are none."""
    assert TRANSMISSION_WORD.fullmatch(word) is None


def test_the_whole_header_is_released_to_the_public() -> None:
    """An unclassified cable that names nobody goes out whole."""
    from redactor import policy

    read = cable.read(TELEGRAM.format(extra="", who="AMEMBASSY QUENBY").encode())
    loaded = policy.load("public")
    done = pipeline.compute(read, loaded, lambda: detect.load(None), as_of=dt.date(2016, 1, 1))
    assert done.release.stamp == "RELEASE IN FULL"

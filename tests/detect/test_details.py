"""What identifies by its form: each kind with what must and what must not match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.detect.conftest import Found

FORMS = [
    # births: date, place, age
    ("BIRTH", "born on 3 May 1961 in Testville, he", ["born on 3 May 1961 in Testville"]),
    ("BIRTH", "DOB: 05/03/1961; POB: Testville, Testland.", ["DOB: 05/03/1961", "POB: Testville, Testland"]),
    ("BIRTH", "a 46-year-old man, aged 46", ["46-year-old", "aged 46"]),
    ("BIRTH", "an idea born of necessity, born in poverty", []),
    # numbers with their word
    ("ID_NUMBER", "passport number N1234567 and visa # 20071234567", ["N1234567", "20071234567"]),
    ("ID_NUMBER", "the passport office in 2007", []),
    ("ID_NUMBER", "license plate A 123 BC", ["A 123 BC"]),
    ("ID_NUMBER", "alien number A-012345678", ["A-012345678"]),
    ("ID_NUMBER", "card 4111 1111 1111 1111 was used", ["4111 1111 1111 1111"]),
    # accounts by their check digits, wrong ones not
    ("ID_NUMBER", "pay GB82 WEST 1234 5698 7654 32 now", ["GB82 WEST 1234 5698 7654 32"]),
    ("ID_NUMBER", "pay GB83 WEST 1234 5698 7654 32 now", []),
    # money
    (
        "MONEY",
        "about \\$50 million, USD 5,000, and 1.2 billion tenge",
        ["$50 million", "USD 5,000", "1.2 billion tenge"],
    ),
    ("MONEY", "50 million people", []),
    # dates and times
    (
        "DATE_TIME",
        "on June 5-6, 18 June 2007, Tuesday at 10:30",
        ["June 5-6", "18 June 2007", "Tuesday", "10:30"],
    ),
    ("DATE_TIME", "they may march on", []),
    # places on a map, houses
    (
        "COORDINATES",
        "at 43.2389 N, 76.8897 E and 431425N 0765322E",
        ["43.2389 N, 76.8897 E", "431425N 0765322E"],
    ),
    ("COORDINATES", "43.2 percent", []),
    ("ADDRESS", "lives at 12 Old Mill Street, apt. 7", ["12 Old Mill Street, apt. 7"]),
    ("ADDRESS", "on Wall Street", []),
    # how to reach someone
    ("PHONE", "tel: 51-23-45", ["51-23-45"]),
    ("PHONE", "a telephone call", []),
    ("EMAIL", "write to a.b@example.org now", ["a.b@example.org"]),
    ("EMAIL", "a.b@host.unlikelytld", ["a.b@host.unlikelytld"]),
    ("URL", "see www.example.org or HTTPS://EXAMPLE.COM/a", ["www.example.org", "HTTPS://EXAMPLE.COM/a"]),
    ("URL", "the U.S. side, e.g. this", []),
    ("IP", "from 10.1.2.3 and fe80::1", ["10.1.2.3", "fe80::1"]),
    # posts, places, peoples, bodies
    ("POST", "Embassy Astana; ASTANA 1357", ["Embassy Astana", "ASTANA"]),
    ("LOCATION", "from Testville to Tashkent and South Africa", ["Tashkent", "South Africa"]),
    ("NATIONALITY", "a Kazakh and two Germans", ["Kazakh", "Germans"]),
    (
        "ORGANIZATION",
        "They praised the Ministry of Energy and the World Trade Organization.",
        ["Ministry of Energy and the World Trade Organization"],
    ),
]


@pytest.mark.parametrize(("kind", "text", "expected"), FORMS)
def test_forms(find: Callable[..., Found], kind: str, text: str, expected: list[str]) -> None:
    """Each form is found where it stands, whole, and nothing like it is."""
    found = find(text)
    texts = {f.span.of(found.text).replace("\\", "") for f in found.findings if f.kind.value == kind}
    assert texts.issuperset(expected)
    assert not texts if not expected else True


def test_context_words_count(find: Callable[..., Found]) -> None:
    """Nine digits are a passport number beside the word, and nothing without it: lemmas are there."""
    assert set(find("his passport 536904399 expired").of("ID_NUMBER")) == {"536904399"}
    assert find("a total of 536904399 votes").of("ID_NUMBER") == []

"""Notes that ask to protect a person: found, bound to the right names, and reaching what gives them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.detect.conftest import Found

# text, the stretch that one removal must cover, the protected names
BOUND = [
    # right after the name
    ("Olim Vahdatov (strictly protect) told us so.", "Olim Vahdatov (strictly protect)", ["Olim Vahdatov"]),
    # with title and apposition
    (
        "Then Deputy Minister Olim Vahdatov (please protect), a former smuggler, said no.",
        "Deputy Minister Olim Vahdatov (please protect), a former smuggler",
        ["Olim Vahdatov"],
    ),
    # the apposition between name and note
    (
        "Olim Vahdatov, a trader from the coast (protect), said no.",
        "Olim Vahdatov, a trader from the coast (protect)",
        ["Olim Vahdatov"],
    ),
    # an office inside the bracket
    (
        "Olim Vahdatov (deputy mayor, strictly protect) said no.",
        "Olim Vahdatov (deputy mayor, strictly protect)",
        ["Olim Vahdatov"],
    ),
    # after a dash, in capitals
    ("OLIM VAHDATOV - PLEASE PROTECT - SAID NO.", "OLIM VAHDATOV - PLEASE PROTECT", ["OLIM VAHDATOV"]),
    # before the name
    (
        "(Strictly protect) Journalist Dina Orlova told us.",
        "(Strictly protect) Journalist Dina Orlova",
        ["Dina Orlova"],
    ),
    # both of two names
    (
        "We met Olim Vahdatov and Dina Orlova (protect both).",
        "Olim Vahdatov and Dina Orlova (protect both)",
        ["Olim Vahdatov", "Dina Orlova"],
    ),
    # a sentence of its own after the name's
    (
        "We met Dina Orlova, an editor. Please protect her identity.",
        "Please protect her identity",
        ["Dina Orlova"],
    ),
    # the nearer of two names, when the other is not in apposition
    ("Minister Testrup told Olim Vahdatov (protect) so.", "Olim Vahdatov (protect)", ["Olim Vahdatov"]),
    # a name inside an apposition: both, for who is meant is in doubt
    (
        "Olim Vahdatov, a cousin of Mayor Dina Orlova (strictly protect), said no.",
        "Olim Vahdatov, a cousin of Mayor Dina Orlova (strictly protect)",
        ["Olim Vahdatov", "Dina Orlova"],
    ),
    # no name at all: the description
    (
        "An embassy contact in the customs office (protect) said no.",
        "An embassy contact in the customs office (protect)",
        [],
    ),
    # wrapped, square brackets, source
    ("Olim\nVahdatov [protect\nsource] said no.", "Olim\nVahdatov [protect\nsource]", ["Olim\nVahdatov"]),
]
NO_NOTE = [
    # a law and a movement
    "The Protection Act (the Child Protection Act of 2003) passed.",
    # a verb of the sentence
    "The army will protect the border and the protected park.",
]


@pytest.mark.parametrize(("text", "reach", "names"), BOUND)
def test_notes_are_bound(find: Callable[..., Found], text: str, reach: str, names: list[str]) -> None:
    """A note's reach is one finding, and each name it speaks of carries the context."""
    found = find(text)
    assert [f.span.of(found.text) for f in found.findings if f.reach] == [reach]
    protected = [f.span.of(found.text) for f in found.findings if f.contexts and not f.reach]
    assert protected == names


@pytest.mark.parametrize("text", NO_NOTE)
def test_protection_in_a_sentence_is_no_note(find: Callable[..., Found], text: str) -> None:
    """The word alone makes no note."""
    assert not [f for f in find(text).findings if f.contexts]


def test_every_mention_of_a_protected_person(find: Callable[..., Found]) -> None:
    """The context goes with the person through the document, header included."""
    found = find(
        ("subject", "SUBJECT: VAHDATOV LEAVES"), "Olim Vahdatov (protect) left.", "Vahdatov's boat sank."
    )
    protected = [f.span.of(found.text) for f in found.findings if f.contexts and not f.reach]
    assert protected == ["VAHDATOV", "Olim Vahdatov", "Vahdatov"]


def test_kin_of_a_protected_person(find: Callable[..., Found]) -> None:
    """A namesake gives the protected person away, and is protected, too."""
    found = find("Olim Vahdatov (protect) left with his brother Karim Vahdatov, a trader.")
    assert found.person("Karim Vahdatov").contexts == {"protect-note"}
    assert found.person("Karim Vahdatov").person != found.person("Olim Vahdatov").person

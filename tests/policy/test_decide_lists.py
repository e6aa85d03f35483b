"""When a list opens a person, and when it does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from redactor.model import Action, EntityKind, ListEntry
from redactor.policy.opening import read_name
from tests.policy.worlds import (
    DATE,
    PAGE,
    PRIVACY,
    SOURCE,
    C,
    U,
    cable_of,
    para,
    people,
    policy_of,
    protect,
    release,
    seen,
    shown,
    verdict_of,
    when,
)

TARN = ListEntry("TARN, Ivo", ("Assistant Secretary", "A/S"), dt.date(2005, 1, 1), dt.date(2009, 1, 1))
OPEN = (
    release("unclassified", when(level={"at_most": "U"})),
    release("officials", when(entity=("PERSON",), list="officials")),
)


@pytest.mark.parametrize(
    ("text", "name", "title", "opens"),
    [
        ("Ivo Tarn left", "Ivo Tarn", None, True),  # the full name
        ("TARN, IVO left", "TARN, IVO", None, True),  # surname first, in capitals
        ("Tarn Ivo left", "Tarn Ivo", None, False),  # without a comma the order counts
        (f"Ivo{PAGE}Tarn left", f"Ivo{PAGE}Tarn", None, True),  # broken by a page line
        ("Ivo R. Tarn left", "Ivo R. Tarn", None, False),  # not the name that the list has
        ("Nilo Tarn left", "Nilo Tarn", None, False),  # another person of that surname
        ("Tarn left", "Tarn", None, False),  # a bare surname never opens
        (
            "Assistant Secretary Tarn left",
            "Tarn",
            "Assistant Secretary",
            True,
        ),  # with the office right before
        (f"Assistant{PAGE}Secretary Tarn left", "Tarn", f"Assistant{PAGE}Secretary", True),  # broken as well
        ("A/S Tarn left", "Tarn", "A/S", True),  # with the short form of the office
        ("Minister Tarn left", "Tarn", "Minister", False),  # with an office that the list does not give
        ("Deputy Assistant Secretary Tarn left", "Tarn", "Assistant Secretary", False),  # another office
        ("former Assistant Secretary Tarn left", "Tarn", "Assistant Secretary", False),  # no office any more
        ("Assistant Secretary, not Tarn, left", "Tarn", "Assistant Secretary", False),  # not right before
    ],
)
def test_what_opens_a_person(text: str, name: str, title: str | None, *, opens: bool) -> None:
    """A full name opens, or a surname with an office of the list right before it."""
    cable = cable_of(para(1, text, U))
    verdict = verdict_of(
        cable, policy_of(*OPEN, lists=(people("officials", TARN),)), seen(cable, name, title=title)
    )
    assert (verdict.closed == frozenset()) is opens


@pytest.mark.parametrize(
    ("first", "marking", "opens"),
    [
        ("Ivo Tarn came.", U, True),  # the full name, in text that is shown
        ("Ivo Tarn came.", C, False),  # the full name, in withheld text
    ],
)
def test_a_surname_needs_evidence_that_is_shown(first: str, marking: object, *, opens: bool) -> None:
    """What stands earlier in shown text makes a bare surname known; withheld text is no evidence."""
    cable = cable_of(para(1, first, marking), para(2, "Tarn left.", U))  # type: ignore[arg-type]
    policy = policy_of(*OPEN, lists=(people("officials", TARN),))
    verdict = verdict_of(
        cable, policy, seen(cable, "Ivo Tarn", person=0), seen(cable, "Tarn", nth=1, person=0)
    )
    assert ("Tarn left." in shown(cable, verdict)) is opens


def test_a_later_mention_is_no_evidence() -> None:
    """The reader must know the person before the bare surname comes."""
    cable = cable_of(para(1, "Tarn left.", U), para(2, "Ivo Tarn came.", U))
    policy = policy_of(*OPEN, lists=(people("officials", TARN),))
    verdict = verdict_of(cable, policy, seen(cable, "Tarn", person=0), seen(cable, "Ivo Tarn", person=0))
    assert shown(cable, verdict).startswith("1. (U) [name] left.")


def test_another_person_of_the_surname_closes_bare_surnames() -> None:
    """Where the text names a second bearer, wherever it stands, a bare surname may be either."""
    cable = cable_of(para(1, "Ivo Tarn came. Tarn left.", U), para(2, "Nilo Tarn wept.", C))
    policy = policy_of(*OPEN, lists=(people("officials", TARN),))
    found = (seen(cable, "Ivo Tarn"), seen(cable, "Tarn", nth=1), seen(cable, "Nilo Tarn"))
    assert shown(cable, verdict_of(cable, policy, *found)).startswith("1. (U) Ivo Tarn came. [name] left.")


def test_evidence_of_another_person_opens_nothing() -> None:
    """The resolver tells persons apart: what is known of one says nothing of the other."""
    cable = cable_of(para(1, "Ivo Tarn came. Tarn left.", U))
    policy = policy_of(*OPEN, lists=(people("officials", TARN),))
    found = (seen(cable, "Ivo Tarn", person=0), seen(cable, "Tarn", nth=1, person=1))
    assert "[name] left" in shown(cable, verdict_of(cable, policy, *found))


@pytest.mark.parametrize(
    ("date", "entry", "opens"),
    [
        (DATE, TARN, True),  # in office on the cable's date
        (dt.date(2004, 12, 31), TARN, False),  # not yet
        (dt.date(2009, 1, 2), TARN, False),  # no longer
        (None, TARN, False),  # nobody knows
        (None, ListEntry("Ivo Tarn"), True),  # always on the list
    ],
)
def test_an_entry_holds_for_its_time(date: dt.date | None, entry: ListEntry, *, opens: bool) -> None:
    """The cable's date must lie in the entry's time; an unknown date lies in none."""
    cable = replace(cable_of(para(1, "Ivo Tarn left", U)), date=date)
    policy = policy_of(*OPEN, lists=(people("officials", entry),))
    assert (verdict_of(cable, policy, seen(cable, "Ivo Tarn")).closed == frozenset()) is opens


def test_two_entries_that_fit_open_nothing() -> None:
    """The list has two people of that name in office: nobody knows which."""
    cable = cable_of(para(1, "Ivo Tarn left", U))
    policy = policy_of(*OPEN, lists=(people("officials", TARN, ListEntry("Ivo Tarn", ("Minister",))),))
    assert verdict_of(cable, policy, seen(cable, "Ivo Tarn")).closed == frozenset({0})


def test_a_possible_name_is_opened_by_no_list() -> None:
    """An unknown capitalised word is not certainly the person."""
    cable = cable_of(para(1, "Ivo Tarn left", U))
    policy = policy_of(*OPEN, lists=(people("officials", TARN),))
    assert verdict_of(cable, policy, seen(cable, "Ivo Tarn", possible=True)).closed == frozenset({0})


def test_a_surname_suffices_to_protect() -> None:
    """A protect rule needs only the possibility that the person is on its list."""
    cable = cable_of(para(1, "Nilo Tarn left", U))
    names = release("names", when(entity=("any",)))
    guarded = protect("guarded", when(entity=("PERSON",), list="officials"), SOURCE, do=Action.REDACT)
    policy = policy_of(OPEN[0], names, guarded, lists=(people("officials", TARN),))
    assert shown(cable, verdict_of(cable, policy, seen(cable, "Nilo Tarn"))) == "1. (U) [text] left\n\n"


def test_a_person_who_may_be_on_the_list_is_not_shown_as_one_who_is_not() -> None:
    """`unless` of a release rule must certainly not hold: a doubtful surname gets no role, only its kind."""
    cable = cable_of(para(1, "Minister Tarn left", U))
    others = release(
        "others", when(entity=("PERSON",)), PRIVACY, up_to=Action.ROLE, unless=when(list="officials")
    )
    finding = seen(cable, "Tarn", title="Minister")
    listed = policy_of(*OPEN, others, lists=(people("officials", TARN),))
    assert "[name]" in shown(cable, verdict_of(cable, listed, finding))
    unlisted = policy_of(*OPEN, others, lists=(people("officials", ListEntry("Una Marsh")),))
    assert "[foreign official]" in shown(cable, verdict_of(cable, unlisted, finding))


def test_a_list_of_places_is_matched_whole() -> None:
    """What is no person is on a list by its whole name."""
    cable = cable_of(para(1, "rain in Quenby today", U))
    places = release("places", when(entity=("LOCATION",), list="places"))
    policy = policy_of(OPEN[0], places, lists=(people("places", ListEntry("QUENBY")),))
    assert verdict_of(cable, policy, seen(cable, "Quenby", EntityKind.LOCATION)).closed == frozenset()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ivo Tarn", ("ivo", "tarn")),  # speaking order
        ("TARN, Ivo", ("ivo", "tarn")),  # list order
        ("Ivo Tarn, Jr.", ("ivo", "tarn", "jr")),  # a suffix is no first name
        ("Seán O'Mara-Tarn", ("sean", "o'mara-tarn")),  # joined halves are one word, accents fold
    ],
)
def test_names_are_read_in_both_orders(text: str, words: tuple[str, ...]) -> None:
    """LAST, FIRST is FIRST LAST."""
    assert read_name(text).words == words

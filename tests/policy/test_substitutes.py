"""What stands in for a finding: letters for persons, coarser values, the end of a number."""

from __future__ import annotations

import tomllib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.files import package_data
from redactor.model import Action, EntityKind
from redactor.policy import coarse
from redactor.policy.substitutes import letter_of
from redactor.release import marker
from tests.policy.worlds import (
    CLASS,
    NAMES,
    PRIVACY,
    C,
    U,
    cable_of,
    para,
    policy_of,
    protect,
    release,
    seen,
    shown,
    verdict_of,
    when,
)

OPEN = release("open", when(level={"at_most": "TS"}))
LOW = release("low", when(level={"at_most": "U"}))
PSEUDONYMS = protect("p", when(entity=("PERSON",)), PRIVACY, do=Action.PSEUDONYM)

# --- pseudonyms ----------------------------------------------------------------------------------


def test_one_person_has_one_letter_in_the_order_of_the_text() -> None:
    """Each mention of a person has the same letter; the first that a reader meets is A."""
    cable = cable_of(para(1, "Dessolin met Quillby and Amara Dessolin"))
    people = (
        seen(cable, "Quillby", person=0),
        seen(cable, "Dessolin", person=1),
        seen(cable, "Amara Dessolin", person=1),
    )
    told = shown(cable, verdict_of(cable, policy_of(OPEN, NAMES, PSEUDONYMS), *people))
    assert "[person A] met [person B] and [person A]" in told


def test_who_stands_only_in_withheld_text_has_no_letter() -> None:
    """Neither a letter nor a gap tells of a person whom no kept portion names."""
    cable = cable_of(para(1, "Dessolin spoke", C), para(2, "Quillby spoke", U), para(3, "Ivo spoke", U))
    people = tuple(seen(cable, name, person=i) for i, name in enumerate(("Dessolin", "Quillby", "Ivo")))
    told = shown(cable, verdict_of(cable, policy_of(LOW, NAMES, PSEUDONYMS), *people))
    assert "[person A] spoke" in told
    assert "[person B] spoke" in told
    assert "person C" not in told
    # the letters are the same whoever stands in the withheld portion
    without = cable_of(para(1, "Nobody spoke", C), para(2, "Quillby spoke", U), para(3, "Ivo spoke", U))
    others = tuple(seen(without, name, person=i) for i, name in enumerate(("Quillby", "Ivo"), 4))
    assert shown(without, verdict_of(without, policy_of(LOW, NAMES, PSEUDONYMS), *others)) == told


def test_a_name_whose_person_is_not_known_is_labelled() -> None:
    """A letter claims who it is; without that there is none."""
    cable = cable_of(para(1, "Dessolin spoke"))
    told = shown(cable, verdict_of(cable, policy_of(OPEN, NAMES, PSEUDONYMS), seen(cable, "Dessolin")))
    assert "[name] spoke" in told


def test_two_persons_in_one_removal_are_labelled() -> None:
    """Names that overlap and are two persons have no letter together."""
    cable = cable_of(para(1, "Torvald Quillby Dessolin spoke"))
    people = (seen(cable, "Torvald Quillby", person=0), seen(cable, "Quillby Dessolin", person=1))
    told = shown(cable, verdict_of(cable, policy_of(OPEN, NAMES, PSEUDONYMS), *people))
    assert "[name] spoke" in told


def test_letters_go_on_behind_z() -> None:
    """There is a letter for every person, and each is another one."""
    letters = [letter_of(index) for index in range(30_000)]
    assert letters[:2] + letters[25:28] == ["A", "B", "Z", "AA", "AB"]
    assert all((len(a), a) < (len(b), b) for a, b in pairwise(letters))
    assert marker.allows(Action.PSEUDONYM, f"person {letter_of(18_277)}")
    assert not marker.allows(Action.PSEUDONYM, f"person {letter_of(18_278)}")


# --- coarser values ------------------------------------------------------------------------------

COARSE = (
    # dates: the year, or the month where the policy says so; what has no year tells nothing
    (EntityKind.DATE_TIME, "June 18, 2007", "2007", "June 2007"),
    (EntityKind.DATE_TIME, "18 JUN 2007", "2007", "June 2007"),
    (EntityKind.DATE_TIME, "2007-06-18", "2007", "June 2007"),
    (EntityKind.DATE_TIME, "181203Z JUN 07", "2007", "June 2007"),
    (EntityKind.DATE_TIME, "181203Z JUN 74", "1974", "June 1974"),
    (EntityKind.DATE_TIME, "06/07/2007", "2007", "2007"),
    (EntityKind.DATE_TIME, "June 28 to July 3, 2007", "2007", "2007"),
    (EntityKind.DATE_TIME, "1998-2003", "", ""),
    (EntityKind.DATE_TIME, "June 18", "", ""),
    (EntityKind.DATE_TIME, "Tuesday", "", ""),
    (EntityKind.DATE_TIME, "at 2007 hours in 1969", "", ""),
    # places: the country of a country or capital; of a post by its country's capital
    (EntityKind.LOCATION, "KABUL", "Afghanistan", "Afghanistan"),
    (EntityKind.LOCATION, "the Netherlands", "Netherlands", "Netherlands"),
    (EntityKind.LOCATION, "Springfield", "", ""),
    (EntityKind.POST, "AMEMBASSY ASTANA", "Kazakhstan", "Kazakhstan"),
    (EntityKind.POST, "Consulate Almaty", "Kazakhstan", "Kazakhstan"),
    (EntityKind.POST, "USUN", "", ""),
    # bodies: a kind where the name tells exactly one
    (EntityKind.ORGANIZATION, "Ministry of Ports", "ministry", "ministry"),
    (EntityKind.ORGANIZATION, "Velmora Savings Bank", "bank", "bank"),
    (EntityKind.ORGANIZATION, "Party of the University", "", ""),
    (EntityKind.ORGANIZATION, "Harbor Friends", "", ""),
    # amounts: a power of ten, without the currency
    (EntityKind.MONEY, "$999.99", "under 1 thousand", "under 1 thousand"),
    (EntityKind.MONEY, "1,000 euros", "1 to 10 thousand", "1 to 10 thousand"),
    (EntityKind.MONEY, "USD 2.5 million", "1 to 10 million", "1 to 10 million"),
    (EntityKind.MONEY, "$3bn", "over 1 billion", "over 1 billion"),
    (EntityKind.MONEY, "$999 trillion", "over 1 billion", "over 1 billion"),
    (EntityKind.MONEY, "two million dollars", "", ""),
    (EntityKind.MONEY, "1,5 million", "", ""),
    (EntityKind.MONEY, "$5-10 million", "", ""),
    # a kind without a writer
    (EntityKind.PERSON, "Torvald Quillby", "", ""),
)


@pytest.mark.parametrize(("kind", "text", "year", "month"), COARSE)
def test_a_coarser_value_comes_from_a_closed_grammar(
    kind: EntityKind, text: str, year: str, month: str
) -> None:
    """What parses whole is shown coarser; anything else shows nothing."""
    assert coarse.generalized(kind, text, months=False) == year
    assert coarse.generalized(kind, text, months=True) == month


@given(
    st.sampled_from(list(EntityKind)),
    st.text(max_size=30) | st.from_regex(r"\$?[0-9]{1,4}[-,./ a-z0-9]{0,12}"),
)
def test_every_value_keeps_to_the_marker_grammar(kind: EntityKind, text: str) -> None:
    """Whatever was found, what stands in for it is a word of the marker grammar, or nothing."""
    for months in (True, False):
        value = coarse.generalized(kind, text, months=months)
        assert not value or marker.allows(Action.GENERALIZE, value)
    tail = coarse.masked(text, 4)
    assert not tail or marker.allows(Action.MASK, tail)


def test_every_term_of_the_tables_keeps_to_the_grammar() -> None:
    """Countries, kinds and bands can all be written and read back."""
    table = tomllib.loads(package_data("coarse.toml"))
    terms = [row["term"] for rows in table.values() for row in rows]
    assert len(terms) == len(set(terms))
    for term in (*terms, *coarse.countries().values()):
        written = f"[PRIVACY: {term}]"
        found = marker.read(written)
        assert found is not None
        assert (found.what, str(found)) == (term, written)
    words = [word for row in table["kind"] for word in row["words"]]
    assert len(words) == len(set(words))


MASKED = (
    # at most a third of the characters, at most so many as the policy says
    ("A1234567", 4, "ending 67"),
    ("+7 717 270 2100", 4, "ending 100"),
    ("4556 7375 8689 9855", 4, "ending 9855"),
    ("4556 7375 8689 9855", 2, "ending 55"),
    ("ab-1x9", 4, "ending 9"),
    # too short, and none of the alphabet of the grammar
    ("12", 4, ""),
    ("паспорт123", 4, ""),
)


@pytest.mark.parametrize(("text", "last", "value"), MASKED)
def test_a_mask_leaves_the_end(text: str, last: int, value: str) -> None:
    """The last characters stay, never more than a third."""
    assert coarse.masked(text, last) == value


def test_what_has_no_coarser_value_is_labelled() -> None:
    """The original is never what is left over."""
    cable = cable_of(para(1, "from Kabul to Springfield"))
    places = (seen(cable, "Kabul", EntityKind.LOCATION), seen(cable, "Springfield", EntityKind.LOCATION))
    rule = release("coarse", when(entity=("LOCATION",)), PRIVACY, up_to=Action.GENERALIZE)
    told = shown(cable, verdict_of(cable, policy_of(OPEN, rule), *places))
    assert "from [Afghanistan] to [place]" in told


def test_a_mask_and_a_generalization_meet_in_a_label() -> None:
    """Two actions that tell different things tell together only the kind."""
    cable = cable_of(para(1, "number A1234567"))
    rules = (
        release("tail", when(entity=("ID_NUMBER",)), PRIVACY, up_to=Action.MASK),
        protect("role", when(entity=("any",)), CLASS, do=Action.ROLE),
    )
    told = shown(
        cable, verdict_of(cable, policy_of(OPEN, *rules), seen(cable, "A1234567", EntityKind.ID_NUMBER))
    )
    assert "number [number]" in told


def test_patterns_of_values_match_their_examples() -> None:
    """Each pattern of the module matches its good example and not its bad one."""
    assert coarse._YEAR.findall("2007 and 1969, 12007, 2107") == ["2007", "1969"]
    assert coarse._SHORT_YEAR.search("181203z jun 07")
    assert coarse._SHORT_YEAR.search("06/18/07")
    assert not coarse._SHORT_YEAR.search("june 07")
    assert coarse._MONTH.findall("june jun. mayor") == ["june", "jun"]
    assert coarse._ISO_MONTH.search("2007-06-18")
    assert not coarse._ISO_MONTH.search("06-18-2007")
    assert coarse._AMOUNT.fullmatch("usd 2.5 million")
    assert not coarse._AMOUNT.fullmatch("1,5")

"""The grammar of markers: what is written can be read, and nothing else can."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.errors import InternalError
from redactor.model import Action, Authority, Basis, Decision, RemovalKind, SectionKind
from redactor.release import marker
from redactor.spans import Span
from tests.release.factories import B1, B6, CLASS, CONFIDENTIAL, PRIVACY

PORTION = Decision(
    Span(0, 4),
    Action.WITHHOLD,
    ("classified",),
    (CLASS,),
    "1",
    SectionKind.PARAGRAPH,
    CONFIDENTIAL,
    Basis.MARKED,
    RemovalKind.PORTION,
    what="paragraph",
)
ENTITY = replace(
    PORTION, removal=RemovalKind.ENTITY, action=Action.LABEL, authorities=(PRIVACY,), what="name"
)

WRITTEN = [
    # a withheld paragraph on two parts of one authority
    (replace(PORTION, authorities=(B1,)), "[B1 1.4(b),1.4(d): paragraph]"),
    # two authorities are parted by a comma and a blank, parts by a comma alone
    (replace(PORTION, authorities=(B1, B6)), "[B1 1.4(b),1.4(d), B6: paragraph]"),
    # the level is inherited
    (replace(PORTION, basis=Basis.INHERITED, what="line"), "[CLASS: line, unmarked]"),
    # a statute has blanks and stops in it
    (
        replace(PORTION, authorities=(Authority("B3", ("50 U.S.C. 3024(i)",)),)),
        "[B3 50 U.S.C. 3024(i): paragraph]",
    ),
    # a control beside its ground
    (replace(PORTION, authorities=(Authority("DISSEM", ("NOFORN",)),)), "[DISSEM NOFORN: paragraph]"),
    # a removed name
    (ENTITY, "[PRIVACY: name]"),
    # an inherited level is no affair of a name's
    (replace(ENTITY, basis=Basis.INHERITED), "[PRIVACY: name]"),
    # a role of the table stands in the decision's value
    (replace(ENTITY, action=Action.ROLE, what="", value="US official"), "[PRIVACY: US official]"),
    # so do a person's letter, a coarser value and the end of a number
    (replace(ENTITY, action=Action.PSEUDONYM, value="person AB"), "[PRIVACY: person AB]"),
    (replace(ENTITY, action=Action.GENERALIZE, what="date", value="June 2007"), "[PRIVACY: June 2007]"),
    (
        replace(ENTITY, action=Action.GENERALIZE, what="amount", value="1 to 10 million"),
        "[PRIVACY: 1 to 10 million]",
    ),
    (replace(ENTITY, action=Action.MASK, what="number", value="ending 7K"), "[PRIVACY: ending 7K]"),
    # redact tells that something stood there and no more
    (replace(ENTITY, action=Action.REDACT, what="name"), "[PRIVACY: text]"),
    # withhold never tells the kind of an entity
    (replace(ENTITY, action=Action.WITHHOLD, what="name"), "[PRIVACY: text]"),
    # what awaits a person names no code yet
    (replace(PORTION, hold=True), "[REVIEW: paragraph]"),
    # and may tell a reviewer what kind of thing awaits them
    (replace(ENTITY, action=Action.WITHHOLD, hold=True), "[REVIEW: name]"),
]


@pytest.mark.parametrize(("decision", "written"), WRITTEN)
def test_a_decision_is_written_as_its_marker(decision: Decision, written: str) -> None:
    """Each action has its words, each authority its form, and all of it reads back."""
    assert str(marker.of(decision)) == written
    assert marker.read(written) == marker.of(decision)


NOT_MARKERS = [
    # what other tools write, and what the original may hold
    "[REDACTED]",
    "[REDACTED 1.4(b)]",
    # no codes, no word, no blank after the colon
    "[: paragraph]",
    "[B1: ]",
    "[B1:paragraph]",
    # a word that is not in the grammar: it could be removed text
    "[PRIVACY: Joan Pinewood]",
    # a measure
    "[B6: 3 lines]",
    # lower-case code, other brackets, text around it, a line end inside
    "[b1: paragraph]",
    "(B1: paragraph)",
    "[B1: paragraph] ",
    "[B1: para\ngraph]",
    # codes beside the word for review, or parts of it
    "[REVIEW, B1: paragraph]",
    "[REVIEW 1.4(b): paragraph]",
    # the tail is `, unmarked` and nothing else
    "[B1: paragraph, marked]",
    "",
]


@pytest.mark.parametrize("text", NOT_MARKERS)
def test_what_is_no_marker_is_not_read(text: str) -> None:
    """Only the grammar's own sentences read as markers."""
    assert marker.read(text) is None


def test_a_removal_without_authority_is_no_marker() -> None:
    """A settled removal without a ground is a fault of ours, never a marker for review."""
    with pytest.raises(InternalError):
        marker.of(replace(PORTION, authorities=()))


def test_a_label_that_the_grammar_lacks_becomes_text() -> None:
    """A word that is not in the list never reaches the release."""
    assert marker.of(replace(ENTITY, what="Joan Pinewood")).what == "text"


def test_a_role_that_the_table_lacks_is_refused() -> None:
    """A role comes from the table or not at all: it could be the cable's own wording."""
    with pytest.raises(InternalError):
        marker.of(replace(ENTITY, action=Action.ROLE, value="the minister's cousin"))


def test_the_parts_of_the_grammar_match_what_they_say() -> None:
    """Each named pattern has one example that matches and one that must not."""
    cases = [
        (marker.CODE, "B7A", "b6"),
        (marker.PART, "50 U.S.C. 3024(i)", "1.4(b), 1.4(d)"),
        (marker.AUTHORITY, "B1 1.4(b),1.4(d)", "B1 1.4(b), 1.4(d)"),
        (marker.PSEUDONYM, "person AB", "person a"),
        (marker.DATE, "June 2007", "18 June 2007"),
        (marker.TAIL, "ending 7K", "ending 04711"),
    ]
    for pattern, good, bad in cases:
        assert re.fullmatch(pattern.replace("[ ]", " "), good)
        assert not re.fullmatch(pattern.replace("[ ]", " "), bad)


authorities = st.builds(
    Authority,
    st.sampled_from(["B1", "B3", "B7A", "CLASS", "DISSEM", "NR"]),
    st.lists(
        st.sampled_from(["1.4(b)", "25X1", "CIA PERS/ORG", "50 U.S.C. 3024(i)", "NOFORN", "attorney-client"]),
        max_size=3,
    ).map(tuple),
)
markers = st.builds(
    marker.Marker,
    st.lists(authorities, max_size=4).map(tuple),
    st.sampled_from(sorted(marker.words_of_all()))
    | st.sampled_from(["person A", "person BC", "1969", "June 2007", "ending 7K"]),
    st.booleans(),
)


@given(markers)
def test_every_marker_reads_back(written: marker.Marker) -> None:
    """Writing loses nothing: the grammar is unambiguous."""
    assert marker.read(str(written)) == written


@given(st.text(alphabet="[]B16: ,paragh1.4()dunmkeREVIW\n", max_size=40))
def test_whatever_reads_as_a_marker_is_written_the_same(text: str) -> None:
    """There is one spelling of each marker."""
    found = marker.read(text)
    assert found is None or str(found) == text

"""Fail-closed: taking away or damaging one mark, number, page line or classification line opens nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.theorems.compose import Paragraph, Plan, plans, write
from tests.theorems.harness import PHASES, STOCK, examples, shown_offsets

# A mark, a number, a page line or the classification line, as `compose` writes them.
TARGET = re.compile(
    r"""
    ^\d+\.(?=\ )                            # a paragraph number: "3."          not "3.5"
    | (?<=\.\ )\([A-Z/]+\)                  # a mark behind it: "(C/NF)"        not "(Ref B)"
    | ^ASTANA\ 0000\d+\ \d+\ OF\ \d+$       # a page line
    | ^(?:C\ O\ N|S\ E\ C|UNCLAS).*$        # the classification line
    | ^ZN[YR]\ [A-Z]{5}\ ZZH$               # the prosign
    """,
    re.VERBOSE | re.MULTILINE,
)


def _opened(text: str, start: int, end: int, instead: str, policy: str) -> set[int]:
    """Give the offsets of `text` that are shown only after the damage."""
    damaged = text[:start] + instead + text[end:]
    before = shown_offsets(text, policy)
    shift = len(instead) - (end - start)
    after = {
        offset if offset < start else offset - shift
        for offset in shown_offsets(damaged, policy)
        if not start <= offset < start + len(instead)
    }
    return after - before


@settings(max_examples=examples(), phases=PHASES)
@given(plan=plans(), data=st.data(), policy=st.sampled_from(STOCK))
def test_deleting_one_target_releases_nothing_new(plan: Plan, data: st.DataObject, policy: str) -> None:
    """A mark, number, page line or classification line that is gone opens no character."""
    text = write(plan)
    target = data.draw(st.sampled_from(list(TARGET.finditer(text))))
    assert _opened(text, target.start(), target.end(), "", policy) == set()


@settings(max_examples=examples(), phases=PHASES)
@given(
    plan=plans(),
    data=st.data(),
    policy=st.sampled_from(STOCK),
    noise=st.sampled_from(("#", "?", "X", "(", " ", "\u0421", "\u200b", "0", "..")),
)
def test_damaging_one_target_releases_nothing_new(
    plan: Plan, data: st.DataObject, policy: str, noise: str
) -> None:
    """One character of a mark, number or line that is lost in noise opens no character."""
    text = write(plan)
    target = data.draw(st.sampled_from(list(TARGET.finditer(text))))
    where = data.draw(st.integers(target.start(), target.end() - 1))
    assert _opened(text, where, where + 1, noise, policy) == set()


@pytest.mark.parametrize("policy", STOCK)
def test_every_target_of_one_cable_deleted_in_turn(policy: str) -> None:
    """On a cable with every kind of mark, no single deletion opens a character."""
    text = write(
        Plan(
            captions=("SIPDIS", "NOFORN"),
            heading="Farmers And Traders Want More",
            furniture=True,
            paragraphs=(
                Paragraph("C", "Torvald Quillby said that new rules would be drafted. They were slow."),
                Paragraph("U", "Ministry officials said that roads were better. Prices grew a little."),
                Paragraph("SBU", "Traders asked for lower fees. It is clear that some were unhappy."),
                Paragraph("U", "Exports of wheat grew. The officials asked for better roads."),
                Paragraph("C/NF", "Amara Dessolin warned that prices grew. Farmers were unhappy."),
            ),
        )
    )
    opened = {
        target.group(): _opened(text, target.start(), target.end(), "", policy)
        for target in TARGET.finditer(text)
    }
    assert {name: len(offsets) for name, offsets in opened.items() if offsets} == {}


@pytest.mark.parametrize("policy", ["public", "source-protection"])
@pytest.mark.parametrize("noise", ["#", "X", "\n"])
def test_every_character_of_the_classification_line_damaged_in_turn(policy: str, noise: str) -> None:
    """What remains of the line is never shown where the line itself was not."""
    text = write(Plan(paragraphs=(Paragraph("C", "Roads were slow."), Paragraph("U", "Fees were lower."))))
    line = re.search(r"^C O N.*$", text, re.MULTILINE)
    assert line is not None
    opened = {where: _opened(text, where, where + 1, noise, policy) for where in range(*line.span())}
    assert {where: len(offsets) for where, offsets in opened.items() if offsets} == {}


@pytest.mark.parametrize("noise", ["#", "", "X", "(", "0"])
def test_every_character_of_a_page_line_damaged_in_turn(noise: str) -> None:
    """What remains of a page line is furniture still: a reader of the whole text does not see it either."""
    paragraph = Paragraph("C", "The officials said that roads were slow and fees were lower.")
    text = write(Plan(furniture=True, paragraphs=(paragraph,)))
    line = re.search(r"^ASTANA 0000.*$", text, re.MULTILINE)
    assert line is not None
    opened = {
        where: _opened(text, where, where + 1, noise, "source-protection") for where in range(*line.span())
    }
    assert {where: len(offsets) for where, offsets in opened.items() if offsets} == {}

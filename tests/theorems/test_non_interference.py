"""Non-interference: originals that differ only in removed text give the same release."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.theorems.compose import Paragraph, Plan, plans, texts, write
from tests.theorems.harness import PHASES, STOCK, examples, release

if TYPE_CHECKING:
    from redactor.pipeline import Computed


def _public(done: Computed) -> tuple[object, ...]:
    """Give all of a release that its reader sees, the reasons of each removal included."""
    return (
        done.release.text,
        done.release.state,
        done.release.places,
        done.release.own,
        tuple(
            (
                item.number,
                item.replacement,
                item.decision.rules,
                item.decision.authorities,
                item.decision.portion,
                item.decision.section,
                item.decision.marking,
                item.decision.basis,
                item.decision.removal,
                item.decision.what,
                item.decision.value,
                item.decision.entity,
            )
            for item in done.redactions
        ),
    )


@st.composite
def twins(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """Draw two cables that differ in classified paragraphs, header substance and their furniture."""
    plan = draw(plans(names=False))
    # The skeleton stays: the same numbers, marks, headings; the words and the page lines change.
    paragraphs = tuple(
        Paragraph(item.mark, draw(texts(names=False))) if item.mark.startswith("C") else item
        for item in plan.paragraphs
    )
    first_is_dark = plan.paragraphs[0].mark.startswith("C")
    other = replace(
        plan,
        paragraphs=paragraphs,
        subject=draw(st.sampled_from((plan.subject, "ROADS", "WHEAT AND COTTON\nEXPORTS GROW A LITTLE"))),
        info=draw(st.sampled_from((plan.info, "INFO RUEAIIA/CIA WASHDC\nRUEKJCS/SECDEF WASHDC"))),
        references=draw(st.sampled_from((plan.references, ("KABUL 44",)))) if plan.references else (),
        furniture=draw(st.booleans()) if first_is_dark else plan.furniture,
    )
    return plan, other


def test_a_page_turn_before_an_article_starts_no_paragraph() -> None:
    """An open sentence goes on behind a page line whatever its next word is, `a` included."""
    releases = [
        _public(
            release(
                write(Plan(paragraphs=(Paragraph("C", f"It is clear that {rest}"),), furniture=True)), "foia"
            )
        )
        for rest in ("a road was slow.", "the men were slow and unhappy.")
    ]
    assert releases[0] == releases[1]


@settings(max_examples=examples(), phases=PHASES)
@given(pair=twins(), policy=st.sampled_from(STOCK[:4]))
def test_removed_words_lengths_and_page_lines_leave_no_trace(pair: tuple[Plan, Plan], policy: str) -> None:
    """The released text, its own lines and every public reason are the same, byte for byte."""
    plan, other = pair
    left, right = release(write(plan), policy), release(write(other), policy)
    # Six words of a removed paragraph that recur in kept text close the kept text: part of the skeleton.
    runs = [any("run" in item.decision.rules for item in done.redactions) for done in (left, right)]
    assume(not any(runs))
    assert _public(left) == _public(right)

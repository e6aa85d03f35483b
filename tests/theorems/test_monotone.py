"""Monotone and order: a stricter marking or one more protection never releases more; order says nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.theorems.compose import Paragraph, Plan, plans, write
from tests.theorems.harness import EARLY, LATE, PHASES, STOCK, examples, shown_offsets, stock_policy

if TYPE_CHECKING:
    import datetime as dt

# Each mark with the marks that are at least as strict.
STRICTER = {
    "U": ("SBU", "C", "C/NF", "S"),
    "SBU": ("C", "C/NF", "S"),
    "C": ("C/NF", "S"),
    "C/NF": ("S/NF",),
    "": ("S/NF",),
}


@settings(max_examples=examples(), phases=PHASES)
@given(plan=plans(), data=st.data(), policy=st.sampled_from(STOCK))
def test_a_stricter_mark_never_releases_more(plan: Plan, data: st.DataObject, policy: str) -> None:
    """Raising one paragraph's mark opens no character of any paragraph."""
    index = data.draw(st.integers(0, len(plan.paragraphs) - 1))
    old = plan.paragraphs[index]
    mark = data.draw(st.sampled_from(STRICTER[old.mark]))
    paragraphs = (
        *plan.paragraphs[:index],
        Paragraph(mark, old.text),
        *plan.paragraphs[index + 1 :],
    )
    low, high = write(plan), write(replace(plan, paragraphs=paragraphs))
    shift = len(high) - len(low)
    head = low.index(f"{index + 1}. " + (f"({old.mark}) " if old.mark else "") + old.text[:9])
    tail = head + len(f"{index + 1}. ") + (len(old.mark) + 3 if old.mark else 0)
    before = shown_offsets(low, policy)
    after = shown_offsets(high, policy)
    assert {offset for offset in after if offset < head} <= before
    assert {offset - shift for offset in after if offset >= tail + shift} <= before


@settings(max_examples=examples(), phases=PHASES)
@given(plan=plans(), data=st.data(), policy=st.sampled_from(STOCK))
def test_the_order_of_rules_says_nothing(plan: Plan, data: st.DataObject, policy: str) -> None:
    """Any permutation of a policy's rules releases the same characters."""
    chosen = stock_policy(policy)
    shuffled = replace(
        chosen,
        release=tuple(data.draw(st.permutations(chosen.release))),
        protect=tuple(data.draw(st.permutations(chosen.protect))),
    )
    text = write(plan)
    assert shown_offsets(text, shuffled) == shown_offsets(text, chosen)


@settings(max_examples=examples(), phases=PHASES)
@given(plan=plans(), data=st.data(), policy=st.sampled_from(STOCK), donor=st.sampled_from(STOCK))
def test_one_more_protect_rule_never_releases_more(
    plan: Plan, data: st.DataObject, policy: str, donor: str
) -> None:
    """A protect rule of any stock policy, added to any other, opens no character."""
    chosen, giver = stock_policy(policy), stock_policy(donor)
    rule = data.draw(st.sampled_from(giver.protect))
    added = replace(chosen, protect=(*chosen.protect, replace(rule, id="one-more")))
    text = write(plan)
    assert shown_offsets(text, added) <= shown_offsets(text, chosen)


@pytest.mark.parametrize("policy", STOCK)
@pytest.mark.parametrize("as_of", [EARLY, LATE])
def test_passing_a_date_releases_nothing_by_itself(policy: str, as_of: dt.date) -> None:
    """A classification that has lapsed opens no classified paragraph."""
    plan = Plan(paragraphs=(Paragraph("C", "Roads were slow."), Paragraph("U", "Fees were lower.")))
    text = write(plan)
    secret = text.index("Roads were slow.")
    allowed = policy in {"source-protection", "other-agency"}
    assert (secret in shown_offsets(text, policy, as_of)) is allowed

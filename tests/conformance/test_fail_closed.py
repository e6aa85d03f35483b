"""Fail-closed (DESIGN.md 8) over every case: one damage releases nothing that was not released before.

A sample under a fixed seed; `python -m tests.campaigns.fail_closed` tries every damage of every case.
"""

from __future__ import annotations

import random

import pytest

from redactor import cable
from redactor.errors import InputRefusedError
from tests.conformance.cases import every
from tests.damage import controlled, damages, lower, readings, stated, targets
from tests.theorems.harness import shown_offsets

READ = 2
RELEASED = 1


def _texts() -> dict[str, str]:
    """Give the cases that the theorem speaks of: read, and their classification line at least their marks."""
    found = {}
    for case in every():
        try:
            read = cable.read(case.data, codec=case.codec)
        except InputRefusedError:
            continue
        if stated(read) and read.text.encode() == case.data:
            found[case.id] = read.text
    return found


TEXTS = _texts()


def sample(text: str, name: str, count: int) -> list[tuple[int, int, str]]:
    """Draw damages: where, and what stands there instead; the same ones in every run."""
    draw = random.Random(name)  # noqa: S311 - no secret
    spans = targets(cable.read(text.encode()))
    hit = draw.choices(spans, k=count)
    return [(one.start, one.end, draw.choice(damages(text, one.start, one.end))) for one in hit]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_one_damage_reads_nothing_lower(name: str) -> None:
    """No other character is read at a lower known level."""
    text = TEXTS[name]
    was = readings(text)
    controls = controlled(cable.read(text.encode()))
    for start, end, instead in sample(text, name, READ):
        damaged = text[:start] + instead + text[end:]
        assert not lower(text, damaged, start, end, was, controls=controls), (instead, text[start:end])


@pytest.mark.parametrize("name", sorted(TEXTS)[::8])
def test_one_damage_releases_nothing_new(name: str) -> None:
    """Under the stock policy `public` no character is shown that was not shown before."""
    text = TEXTS[name]
    before = shown_offsets(text, "public")
    for start, end, instead in sample(text, name, RELEASED):
        after = shown_offsets(text[:start] + instead + text[end:], "public")
        shift = len(instead) - (end - start)
        moved = {at if at < start else at - shift for at in after if not start <= at < start + len(instead)}
        assert moved <= before, (instead, text[start:end])


def lowest(text: str) -> tuple[str, bool]:
    """Put a line that says less above a text and take its own classification lines away whole; give what is read.

    Also whether the text's own marks and page lines still say nothing.
    """
    read = cable.read(text.encode())
    lines = text.split("\n")
    gone = {
        text.count("\n", 0, claim.span.start) for claim in read.claims if claim.kind in {"banner", "running"}
    }
    kept = "\n".join(line for number, line in enumerate(lines) if number not in gone)
    after = cable.read(f"UNCLASSIFIED\n\n{kept}".encode())
    known = any(
        claim.kind in {"cover", "trailer", "prosign"} and claim.marking.known for claim in after.claims
    )
    return after.format, after.marking.known and not after.marking.level.classified and not known


# Formats whose own line has a number, and whose header tells that it is one.
NUMBERED = ("telegram", "archive-telegram", "exported-telegram", "relayed-telegram", "cover-sheet")


@pytest.mark.parametrize("name", sorted(TEXTS)[::2])
def test_a_lost_classification_line_is_not_replaced_by_one_that_says_less(name: str) -> None:
    """Where a telegram's own line is gone whole, `UNCLASSIFIED` above it makes nothing known to be open."""
    read = cable.read(TEXTS[name].encode())
    if not any(claim.kind == "banner" and claim.marking.level.classified for claim in read.claims):
        return
    form, opened = lowest(TEXTS[name])
    assert not (opened and form in NUMBERED)


def test_most_cases_are_ones_that_the_theorem_speaks_of() -> None:
    """The property is not empty: more than half of the cases are tried."""
    assert len(TEXTS) * 2 > len(every())

"""Tiling and replay: sections and decisions tile, and the original with its records gives the release."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import cable as cables
from redactor.errors import InputRefusedError
from redactor.model import Action
from redactor.spans import intersect, subtract, tiles, union
from tests.theorems.compose import Plan, plans, write
from tests.theorems.harness import PHASES, STOCK, examples, release


@settings(max_examples=examples(), phases=PHASES)
@given(text=st.text(max_size=300), plan=plans(), data=st.data())
def test_sections_tile_any_text(text: str, plan: Plan, data: st.DataObject) -> None:
    """Whatever is thrown into a cable, its sections cover every character once, or it is refused."""
    whole = write(plan)
    where = data.draw(st.integers(0, len(whole)))
    try:
        read = cables.read((whole[:where] + text + whole[where:]).encode())
    except (InputRefusedError, UnicodeEncodeError):
        return
    assert tiles((section.span for section in read.sections), len(read.text))


@settings(max_examples=examples(), phases=PHASES)
@given(plan=plans(), policy=st.sampled_from(STOCK))
def test_every_removed_character_is_in_exactly_one_redaction(plan: Plan, policy: str) -> None:
    """Decisions tile the text; redactions are disjoint and are what no decision keeps."""
    done = release(write(plan), policy)
    length = len(done.prepared.cable.text)
    assert tiles((item.span for item in done.verdict.decisions), length)
    kept = union(item.span for item in done.verdict.decisions if item.action is Action.KEEP)
    removed = [item.span for item in done.redactions]
    assert removed == sorted(removed)
    assert all(left.end <= right.start for left, right in itertools.pairwise(removed))
    # Blanks are layout (docs/decisions/0020): the planner may take or leave them, and nothing else.
    text = done.prepared.cable.text
    assert all(span.of(text).isspace() for span in intersect(kept, removed)) or done.verdict.denied
    dark = subtract(union(item.span for item in done.verdict.decisions), kept)
    assert all(span.of(text).isspace() for span in subtract(dark, removed))


@settings(max_examples=examples(), phases=PHASES)
@given(plan=plans(), policy=st.sampled_from(STOCK))
def test_what_stands_between_the_records_is_the_original(plan: Plan, policy: str) -> None:
    """Taking own lines and replacements out of the release leaves the original less its redactions."""
    done = release(write(plan), policy)
    body = done.release.text.encode()
    cuts = [(line.at, line.length) for line in done.release.own]
    cuts += list(done.release.places)
    for at, length in sorted(cuts, reverse=True):
        body = body[:at] + body[at + length :]
    text = done.prepared.cable.text
    kept = subtract(
        union(section.span for section in done.prepared.cable.sections),
        [item.span for item in done.redactions],
    )
    assert body.decode() == "".join(span.of(text) for span in kept)

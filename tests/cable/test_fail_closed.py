"""Fail-closed (DESIGN.md 8): a damaged mark, number, page line or classification line opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import cable
from redactor.model import Basis
from tests.cable.build import Drawn, cables

if TYPE_CHECKING:
    from redactor.markings.types import Marking


Reading: TypeAlias = "tuple[Marking | None, bool]"


def readings(text: str) -> list[Reading]:
    """Give for each character its marking (None: furniture, blank) and whether it is opened closed grammar."""
    read = cable.read(text.encode())
    found: list[Reading] = [(None, False)] * len(text)
    for portion in read.portions:
        found[portion.span.start : portion.span.end] = [(portion.marking, False)] * len(portion.span)
        if portion.basis is Basis.INHERITED and read.marking.known and portion.header:
            for span in portion.closed:
                found[span.start : span.end] = [(portion.marking, True)] * len(span)
    return found


def opened(before: Reading, after: Reading) -> bool:
    """Say whether a character is read lower than it was."""
    was, now = before[0], after[0]
    if after[1] and not before[1]:
        return True
    if was is None or now is None or not now.known:
        return False
    return not was.known or now.level < was.level or not was.controls <= now.controls


def lower(before: str, after: str, start: int, end: int, was: list[Reading]) -> list[int]:
    """Give the characters that are read lower once `before[start:end]` became what stands in `after`."""
    now = readings(after)
    gone = [((None, False), (None, False))] * (end - start)
    pairs = [*zip(was[:start], now[:start], strict=True), *gone]
    pairs += zip(was[end:], now[len(now) - len(before) + end :], strict=True)
    return [index for index, pair in enumerate(pairs) if opened(*pair) and not before[index].isspace()]


def damages(text: str, start: int, end: int) -> list[str]:
    """Give what the piece may have become: nothing, and each of its characters lost or changed."""
    found = [""]
    piece = text[start:end]
    for index in range(len(piece)):
        found.extend((piece[:index] + piece[index + 1 :], piece[:index] + "?" + piece[index + 1 :]))
        found.append(piece[:index] + "z" + piece[index + 1 :])
    return found


@settings(max_examples=40)
@given(drawn=cables(), data=st.data())
def test_no_single_damage_reads_text_lower(drawn: Drawn, data: st.DataObject) -> None:
    """Deleting or damaging one piece reads no other character at a lower known level."""
    kind, start, end = data.draw(st.sampled_from(drawn.pieces))
    becomes = data.draw(st.sampled_from(damages(drawn.text, start, end)))
    after = drawn.text[:start] + becomes + drawn.text[end:]
    bad = lower(drawn.text, after, start, end, readings(drawn.text))
    assert not bad, (kind, becomes, after[max(0, bad[0] - 80) : bad[0] + 60])

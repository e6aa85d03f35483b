"""Texts of all formats cut, doubled and mixed: whatever comes out is read whole, or refused."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import cable
from redactor.errors import InputRefusedError
from redactor.model import SectionKind
from redactor.spans import Span, subtract, tiles
from tests.theorems.harness import examples

TEXTS = tuple(path.read_text() for path in sorted((Path(__file__).parent / "fixtures").glob("*.txt")))
SIGNS = ("#", "<", ">", "&", "*", "\u200b", "\\", "|", "~~", "", "\t", "<b>", "<!--", "-->", "//", "(C)")


def mixed(seed: int) -> str:
    """Give a text with some of its lines gone, doubled, spoilt or taken from another."""
    chance = random.Random(seed)  # noqa: S311 - the same text for the same seed
    lines = chance.choice(TEXTS).split("\n")
    for _ in range(chance.randint(1, 5)):
        first = chance.randrange(len(lines))
        last = first + chance.randint(1, 8)
        match chance.randint(0, 4):
            case 0:
                del lines[first:last]
            case 1:
                lines[first:first] = lines[first:last]
            case 2:
                lines[first:first] = chance.choice(TEXTS).split("\n")[first:last]
            case 3:
                lines = lines[: max(3, first)]
            case _:
                at = chance.randrange(len(lines[first]) + 1)
                lines[first] = lines[first][:at] + chance.choice(SIGNS) + lines[first][at + 1 :]
        lines = lines or ["x"]
    return "\n".join(lines)


@settings(max_examples=examples(120))
@given(seed=st.integers(0, 2**32))
def test_every_character_of_a_mixed_text_is_placed(seed: int) -> None:
    """Sections tile it, and each character that shows is in a portion or is furniture."""
    text = mixed(seed)
    try:
        whole = cable.read(text.encode())
    except InputRefusedError:
        return
    assert tiles((section.span for section in whole.sections), len(whole.text))
    held = [portion.span for portion in whole.portions]
    held += [section.span for section in whole.sections if section.kind is SectionKind.FURNITURE]
    left = subtract((Span(0, len(whole.text)),), held)
    assert not [span for span in left if span.of(whole.text).strip()]


@settings(max_examples=examples(120))
@given(seed=st.integers(0, 2**32))
def test_unmarked_text_of_a_mixed_text_is_never_below_the_document(seed: int) -> None:
    """A portion without a mark has at least the document's level, and is known only where that is."""
    try:
        whole = cable.read(mixed(seed).encode())
    except InputRefusedError:
        return
    for portion in whole.portions:
        if portion.mark is None:
            assert portion.marking.level >= whole.marking.level
            assert whole.marking.known or not portion.marking.known

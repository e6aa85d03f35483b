"""Page lines are told from text: what they say is of a closed grammar, whole, damaged or broken in two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.cable import lex, page_lines, patterns

HEADS = {
    "telegram": "UNCLAS SECTION 01 OF 04 VELMORA 000417",
    "archive": "C O N F I D E N T I A L PORT VELM 0156",
}
PAGES = {"telegram": "VELMORA 00000417  002 OF 004", "archive": "PAGE 02        PORT VELM  00156  091722Z"}
WORDS = st.sampled_from(
    "BERTH GRAIN THE OF PAGE OF 002 00000417 004 1974 091722Z ON VELMORA PORT VELM 00156 A LETTER SHIPS".split()
)
GRAMMAR = {"OF", "PAGE", "VELMORA", "PORT", "VELM"}


def codes(*body: str, head: str = HEADS["telegram"]) -> list[str]:
    """Give the code of each line of a body under a classification line."""
    lines = lex.lines("\n".join((head, *body)))
    found = page_lines.find(lines, 1, len(lines))
    return [found.get(index, "") for index in range(1, len(lines))]


@given(words=st.lists(WORDS, min_size=2, max_size=8), head=st.sampled_from(sorted(HEADS)))
def test_a_line_with_another_word_is_never_a_page_line(words: list[str], head: str) -> None:
    """Of a line with a word that page lines of this message do not have, nothing is furniture but by its time."""
    line = " ".join(words)
    foreign = {word for word in words if word.isalpha()} - GRAMMAR
    timed = line.startswith("PAGE") and line.endswith("Z")
    counted = patterns.PAGE_LINE.match(line)
    if foreign and not timed and not counted:
        assert codes(line, head=HEADS[head]) == [""]


@pytest.mark.parametrize("kind", sorted(PAGES))
def test_one_damaged_character_leaves_a_page_line(kind: str) -> None:
    """A character of a page line that is lost, changed or doubled leaves it furniture."""
    page = PAGES[kind]
    for at in range(len(page)):
        for instead in ("", "#", "X", "0", page[at] * 2):
            damaged = page[:at] + instead + page[at + 1 :]
            assert codes(damaged, head=HEADS[kind])[0].startswith("page-line"), damaged


@pytest.mark.parametrize("kind", sorted(PAGES))
def test_a_line_end_leaves_a_page_line(kind: str) -> None:
    """A page line broken anywhere by a line end is furniture with both its pieces."""
    page = PAGES[kind]
    for at in range(1, len(page)):
        pieces = [piece for piece in (page[:at], page[at:]) if piece.strip()]
        assert all(codes(*pieces, head=HEADS[kind])), pieces


@pytest.mark.parametrize(
    "line",
    [
        "PAGE 02 OF LETTER 1974",  # a page of something else
        "THE BERTH 00000417 ON PAGE 002 OF 004",  # words round the same figures
        "(C) 00000417 002 OF 004",  # a marked row of figures
        "1. EXPORTS 00000417 OF 004",  # a numbered one
        "LIMA 00000418 002 0F 004",  # another message's line, damaged
        "VELMORA 1974",  # the post and a year
        "00000417",  # a number alone
    ],
)
def test_a_line_that_only_looks_like_one_is_text(line: str) -> None:
    """Figures of the same kind in other words are text."""
    assert codes(line) == [""]


def test_a_page_line_without_a_time_names_this_message() -> None:
    """`PAGE nn POST serial` counts where the classification line has that post and number."""
    head = "C O N F I D E N T I A L STATE 322132"
    assert ["page-line", ""] == codes("PAGE 02   STATE 322132", "PAGE 02   STATE 418877", head=head)


def test_two_lines_apart_are_no_broken_page_line() -> None:
    """With a blank line between them, the pieces are text."""
    assert ["", ""] == codes("VELMORA 00000417", "", "002 OF 004")

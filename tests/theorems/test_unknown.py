"""Unknown never opens: what cannot be read is withheld, under every policy that looks at levels."""

from __future__ import annotations

import pytest

from tests.theorems.compose import Paragraph, Plan, write
from tests.theorems.harness import shown_offsets

DARK = "Roads were slow and fees were lower."

# A mark as written, and why nobody may guess it low.
UNREADABLE = [
    "(\u0421)",  # a Cyrillic letter that looks like C
    "(\u0555)",  # a letter that no vocabulary has
    "(X)",  # no level has this letter
    "(U/QQ)",  # a control that the vocabulary lacks
    "(/Rel UK)",  # the level is lost
    "(N/SF)",  # two letters changed places
    "()",  # everything is lost
    "(UC)",  # two levels run together
]


@pytest.mark.parametrize("mark", UNREADABLE)
@pytest.mark.parametrize("policy", ["public", "foia", "partner", "internal-sbu"])
@pytest.mark.parametrize("level", ["C", "U"])
def test_an_unreadable_mark_opens_nothing(mark: str, policy: str, level: str) -> None:
    """A paragraph whose mark cannot be read stays dark, in a classified cable and in one that is not."""
    text = write(
        Plan(
            level=level,
            captions=(),
            paragraphs=(Paragraph("", f"{mark} {DARK}"), Paragraph("U", "Prices grew.")),
        )
    )
    assert text.index(DARK) not in shown_offsets(text, policy)


def test_marks_alone_never_open_unmarked_text() -> None:
    """With no classification line and no prosign, (U) marks say nothing about text without a mark."""
    text = write(
        Plan(
            level="U",
            captions=(),
            decl="N/A",
            paragraphs=(Paragraph("U", "Prices grew."), Paragraph("", DARK)),
        )
    )
    lines = [line for line in text.split("\n") if not line.startswith(("ZN", "UNCLAS"))]
    bare = "\n".join(lines)
    assert bare.index(DARK) not in shown_offsets(bare, "public")

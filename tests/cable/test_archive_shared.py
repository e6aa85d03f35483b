"""The archive's real telegrams, where they are there: tiling, format, and the numbers of the benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks import archive_fields
from redactor import cable
from redactor.model import SectionKind
from redactor.spans import tiles

if TYPE_CHECKING:
    from pathlib import Path

# Differences that were looked at: a subject that is another telegram's, one that the archive withheld, one caption
# that the archive left out.
ALLOWED = {"handling": 1, "subject": 2}


@pytest.fixture(scope="module")
def files(shared: Path) -> list[Path]:
    return sorted((shared / "cables" / "aad").glob("*.txt"))


def test_every_file_is_read_and_tiled(files: list[Path]) -> None:
    """Each is of the archive's format, its sections tile it, and no header line is opened behind the text."""
    for path in files:
        read = cable.read(path.read_bytes())
        assert read.format == "archive-telegram"
        assert tiles([section.span for section in read.sections], len(read.text))
        trailer = [portion for portion in read.portions if portion.section is SectionKind.TRAILER]
        assert trailer
        assert not any(portion.header or portion.closed for portion in trailer)


def test_the_trailer_only_adds(files: list[Path]) -> None:
    """With the attributes the level is the same and known, since they agree with the text."""
    for path in files:
        text = path.read_text(encoding="utf-8")
        whole = cable.read(text.encode())
        cut = cable.read(text.split("Message Attributes", maxsplit=1)[0].encode())
        assert (whole.marking.level, whole.marking.known) == (cut.marking.level, cut.marking.known)


def test_the_fields_agree_with_the_archive(shared: Path) -> None:
    """No more differences than were looked at; no tag and no reference is invented, every printed one is read."""
    scores = archive_fields.measure(shared)
    missed = {name: sum(len(score.missed) for score in by_set.values()) for name, by_set in scores.items()}
    assert {name: count for name, count in missed.items() if count > ALLOWED.get(name, 0)} == {}

"""The benchmarks' own pieces: a corpus that is the same for everybody, and a page that only they write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks import corpus, page, sides
from redactor import cable as cables
from redactor.markings import Level

if TYPE_CHECKING:
    from pathlib import Path


def test_a_document_depends_on_its_number_and_seed_alone() -> None:
    """The n-th invented cable is the same in a corpus of any size, and another for another seed."""
    few, many = list(corpus.documents(2)), list(corpus.documents(5))
    assert many[:2] == few
    assert corpus.document(2, seed=2).text != few[1].text


@pytest.mark.parametrize("kind", corpus.KINDS)
def test_invented_cables_are_read_as_cables(kind: str) -> None:
    """Each kind has a known level, a portion for every number, and no mark that cannot be read."""
    cable = cables.read(corpus.document(7, kind=kind, size=(6_000, 6_000)).data)
    assert cable.marking.known
    assert (cable.marking.level >= Level.C) == (kind not in {"unclassified", "sensitive"})
    numbers = [portion.address for portion in cable.portions if portion.address.isdigit()]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(numbers) > 2


def test_a_table_goes_between_its_own_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing one section leaves the rest of the page as it was, however often it is written."""
    place = tmp_path / "performance.md"
    place.write_text("# A\n<!-- begin x -->\nold\n<!-- end x -->\nB\n", encoding="utf-8")
    monkeypatch.setattr(page, "PAGE", place)
    for _ in range(2):
        page.show("x", "new", write=True)
    assert place.read_text(encoding="utf-8") == "# A\n<!-- begin x -->\n\nnew\n\n<!-- end x -->\nB\n"


def test_every_section_has_its_place_on_the_page() -> None:
    """The page has one pair of marks for each thing that is measured."""
    text = page.PAGE.read_text(encoding="utf-8")
    for name in ("releases", "start", "sizes", "counts", "batches"):
        assert text.count(f"<!-- begin {name} -->") == text.count(f"<!-- end {name} -->") == 1


@pytest.mark.parametrize(("module", "name", "stage"), sides.STAGES)
def test_each_stage_that_is_measured_is_a_function(module: str, name: str, stage: str) -> None:
    """The profile names functions as text; one that is renamed or gone fails here and not in the measurement."""
    holder, last = sides.held(module, name)
    assert callable(getattr(holder, last, None)), stage

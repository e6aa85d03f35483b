"""Annotated texts are read in three forms, and refused where they are none of them or not what was annotated."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from redactor.errors import InputRefusedError
from redactor.model import EntityKind
from redactor.spans import Span
from redactor.workbench import gold

GOLD = Path(__file__).parents[1] / "detect" / "gold"
TEXT = "Rosa Lomar met Ivo Till in Quenby.\n"


def _write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def _standoff(folder: Path, **changed: object) -> Path:
    _write(folder, "a.txt", TEXT)
    row = {
        "file": "a.txt",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "half": "dev",
        "spans": [[0, 10, "PERSON", 1], [27, 33, "ACCOUNT", 2]],
        **changed,
    }
    return _write(folder, "gold.jsonl", json.dumps(row) + "\n")


def test_standoff(tmp_path: Path) -> None:
    """Offsets come from the line, the text from the file beside it; a label of no kind stays without one."""
    (text,) = gold.read(_standoff(tmp_path))
    assert ("a.txt", "dev", True) == (text.name, text.half, text.cable)
    assert (
        gold.Marked(Span(0, 10), EntityKind.PERSON, "1"),
        gold.Marked(Span(27, 33), None, "2"),
    ) == text.marked


def test_standoff_with_texts_elsewhere(tmp_path: Path) -> None:
    """`texts` names the folder of the texts."""
    path = _standoff(tmp_path)
    elsewhere = tmp_path / "texts"
    elsewhere.mkdir()
    (tmp_path / "a.txt").rename(elsewhere / "a.txt")
    (text,) = gold.read(path, texts=elsewhere)
    assert text.data == TEXT.encode()


def test_a_text_that_was_not_annotated_is_refused(tmp_path: Path) -> None:
    """A text whose digest differs gives no figure."""
    path = _standoff(tmp_path)
    _write(tmp_path, "a.txt", TEXT + " ")
    with pytest.raises(InputRefusedError, match="not the one that was annotated"):
        gold.read(path)


def test_conll(tmp_path: Path) -> None:
    """Tokens become a text with a blank between them, sentences lines; each mention is a person of its own."""
    path = _write(
        tmp_path,
        "a.conll",
        "-DOCSTART- O\n\nRosa B-PER\nLomar I-PER\nmet O\nTill B-PER\n\nQuenby B-LOC\nfell O\n\n"
        "-DOCSTART- O\n\nTill X B-PER\nTill X B-PER\n",
    )
    first, second = gold.read(path)
    assert first.data == b"Rosa Lomar met Till\nQuenby fell\n"
    assert (
        gold.Marked(Span(0, 10), EntityKind.PERSON, "0"),
        gold.Marked(Span(15, 19), EntityKind.PERSON, "1"),
        gold.Marked(Span(20, 26), EntityKind.LOCATION, "2"),
    ) == first.marked
    assert [Span(0, 4), Span(5, 9)] == [one.span for one in second.marked]
    assert not first.cable


def test_tab(tmp_path: Path) -> None:
    """The benchmark's documents carry their text; the first annotator's mentions count."""
    mention = {"entity_type": "PERSON", "start_offset": 0, "end_offset": 10, "entity_id": "e1"}
    quantity = {"entity_type": "QUANTITY", "start_offset": 15, "end_offset": 18, "entity_id": "e2"}
    document = {
        "doc_id": "001-1",
        "text": TEXT,
        "annotations": {"b": {"entity_mentions": []}, "a": {"entity_mentions": [mention, quantity]}},
    }
    (text,) = gold.read(_write(tmp_path, "tab.json", json.dumps([document])))
    assert (
        gold.Marked(Span(0, 10), EntityKind.PERSON, "e1"),
        gold.Marked(Span(15, 18), None, "e2"),
    ) == text.marked


NONE_OF_THEM = [
    "{",  # JSON that ends early
    '{"file": "a.txt"}',  # no digest, no spans
    '[{"doc_id": "1"}]',  # no text
    "word\nword\n",  # a column without a tag
    "word tag\n",  # a tag that is neither O nor B- nor I-
]


@pytest.mark.parametrize("content", NONE_OF_THEM)
def test_what_is_in_no_form_is_refused(tmp_path: Path, content: str) -> None:
    """A file in none of the forms is refused with a typed error that repeats nothing of it."""
    _write(tmp_path, "a.txt", TEXT)
    with pytest.raises(InputRefusedError, match="none of the forms"):
        gold.read(_write(tmp_path, "gold", content))


@pytest.mark.parametrize("name", ["astana", "invented", "state", "telegrams"])
def test_our_gold_holds_no_text(name: str) -> None:
    """Every line of our gold names a file, its digest and offsets in order: nothing of a text is in it."""
    for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert {"file", "half", "sha256", "spans"} == row.keys()
        assert row["half"] in {"dev", "held"}
        assert {type(value) for span in row["spans"] for value in span} <= {int, str}
        assert {label for _, _, label, _ in row["spans"]} <= {"ACCOUNT", "PERSON"}
        ends = [edge for start, end, _, _ in row["spans"] for edge in (start, end)]
        assert ends == sorted(ends)


def test_the_invented_cables_are_annotated_where_names_stand() -> None:
    """Each mention in the invented cables begins with a letter or a quotation mark and ends at a word's end."""
    for text in gold.read(GOLD / "invented.jsonl"):
        whole = text.data.decode()
        for one in text.marked:
            name = one.span.of(whole)
            assert name[0].isalpha() or name[0] == '"'
            assert not whole[one.span.end : one.span.end + 1].isalnum()

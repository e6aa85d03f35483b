"""Reads texts that people have annotated: standoff JSONL, CoNLL, and the form of the Text Anonymization Benchmark.

Standoff lines hold offsets and no text: {"file", "sha256", "half", "spans": [[start, end, label, person], ...]}.
The texts lie in a folder of their own and are compared with their digests before a figure is made of them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from redactor import files
from redactor.errors import InputRefusedError, Refusal
from redactor.model import EntityKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LABELS = {
    "PER": EntityKind.PERSON,
    "ORG": EntityKind.ORGANIZATION,
    "LOC": EntityKind.LOCATION,
    "GPE": EntityKind.LOCATION,
    "FAC": EntityKind.LOCATION,
    "NORP": EntityKind.NATIONALITY,
    "NRP": EntityKind.NATIONALITY,
    "DATE": EntityKind.DATE_TIME,
    "DATETIME": EntityKind.DATE_TIME,
}
"""Labels of other sets; TAB's DEM, QUANTITY, MISC and CODE have no kind of ours and are not scored."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One annotated stretch; `kind` None is nothing that we score, and no finding over it is wrong.

    `person` is the same for every mention of one person.
    """

    span: Span
    kind: EntityKind | None
    person: str = ""


@dataclass(frozen=True, slots=True)
class GoldText:
    """One annotated text with its name in the gold file; `half` is dev, held or empty.

    `cable` says that the text is one, and is read as such; the texts of other sets are no cables.
    """

    name: str
    data: bytes = field(repr=False)
    marked: tuple[Marked, ...]
    half: str = ""
    cable: bool = False


def read(path: Path, *, texts: Path | None = None) -> tuple[GoldText, ...]:
    """Read a gold file, its form told by its content; `texts` holds the texts of a standoff file.

    Raises InputRefusedError where it is in none of the forms, or a text is not the one that was annotated.
    """
    whole = files.read_input(path)
    try:
        source = whole.decode("utf-8-sig")
        if source.lstrip().startswith("["):
            return tuple(_tab(json.loads(source)))
        if source.lstrip().startswith("{"):
            rows = [json.loads(line) for line in source.splitlines() if line.strip()]
            return tuple(_standoff(row, texts or path.parent) for row in rows)
        return tuple(_conll(source))
    except (ValueError, KeyError, TypeError, IndexError):
        raise InputRefusedError(
            Refusal.PARSE,
            "the gold file is in none of the forms that can be read",
            help="standoff JSONL, CoNLL or TAB: docs/how-to/measure-a-model.md",
        ) from None


def _kind(label: str) -> EntityKind | None:
    """Give our kind of a label, or None where it has none."""
    found = _LABELS.get(label.upper())
    return found if found is not None else EntityKind.__members__.get(label.upper())


def _standoff(row: dict[str, Any], folder: Path) -> GoldText:
    """Take one line of standoff annotation and the text it speaks of."""
    data = files.read_input(folder / row["file"])
    if hashlib.sha256(data).hexdigest() != row["sha256"]:
        raise InputRefusedError(
            Refusal.IO,
            "a text is not the one that was annotated: its digest differs",
            help="give the folder of the annotated texts with --texts",
        )
    marked = [
        Marked(Span(start, end), _kind(label), str(person)) for start, end, label, person in row["spans"]
    ]
    if any(one.span.end > len(data.decode(errors="replace")) for one in marked):
        raise ValueError("a span reaches behind the text's end")
    return GoldText(row["file"], data, tuple(marked), row.get("half", ""), cable=True)


# --- TAB ---------------------------------------------------------------------------------------


def _tab(documents: Sequence[dict[str, Any]]) -> Iterator[GoldText]:
    """Take the benchmark's documents; of several annotators the first in order of their names counts."""
    for document in documents:
        first = document["annotations"][min(document["annotations"])]
        marked = tuple(_tab_mark(one) for one in first["entity_mentions"])
        yield GoldText(document["doc_id"], document["text"].encode(), marked)


def _tab_mark(mention: dict[str, Any]) -> Marked:
    span = Span(mention["start_offset"], mention["end_offset"])
    return Marked(span, _kind(mention["entity_type"]), str(mention["entity_id"]))


# --- CoNLL -------------------------------------------------------------------------------------

_DOCUMENT = "-DOCSTART-"


def _conll(source: str) -> Iterator[GoldText]:
    """Take lines of a token, blanks and a tag; tokens are joined by one blank, sentences by a line end."""
    for number, block in enumerate(_documents(source.splitlines()), 1):
        yield _conll_text(f"document {number}", block)


def _documents(lines: Sequence[str]) -> Iterator[list[tuple[str, str]]]:
    """Cut the lines into documents of (token, tag); an empty token ends a sentence."""
    block: list[tuple[str, str]] = []
    for line in lines:
        columns = line.split()
        if columns[:1] == [_DOCUMENT]:
            if any(token for token, _ in block):
                yield block
            block = []
        elif columns:
            token, *_, tag = columns
            if tag != "O" and tag[:2] not in {"B-", "I-"}:
                raise ValueError("a tag is O, or B-KIND or I-KIND")
            block.append((token, tag))
        else:
            block.append(("", "O"))
    if any(token for token, _ in block):
        yield block


def _conll_text(name: str, block: Sequence[tuple[str, str]]) -> GoldText:
    """Make one text of a document's tokens; each mention stands for a person of its own."""
    text = ""
    marked: list[Marked] = []
    open_at: tuple[int, str] | None = None
    end = 0
    for token, tag in [*block, ("", "O")]:
        kind = tag[2:]
        if open_at is not None and not (tag.startswith("I-") and kind == open_at[1]):
            marked.append(Marked(Span(open_at[0], end), _kind(open_at[1]), str(len(marked))))
            open_at = None
        if not token:
            text += "" if not text or text.endswith("\n") else "\n"
            continue
        text += " " if text and not text.endswith("\n") else ""
        if tag != "O" and open_at is None:
            open_at = (len(text), kind)
        text += token
        end = len(text)
    return GoldText(name, text.encode(), tuple(marked))

"""Level 5: nothing that was removed as an entity survives in what is given away, plain or in disguise.

It trusts neither the guard of the run nor its detection: it searches the released bytes for every
surface form that custody says was closed. What was released where it stands is no leak.
"""

from __future__ import annotations

import html
import itertools
import json
from bisect import bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from redactor import files
from redactor import view as views
from redactor.audit import entries
from redactor.release.guards.names import is_name
from redactor.spans import Span, subtract, union
from redactor.verify.outcome import Failure, Kind, Level, failure
from redactor.verify.public import FILE_LIMIT, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from redactor.verify.originals import Original
    from redactor.view import View

_SHORTEST_PLAIN = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    """Kept text of one portion between two markers; pieces of one key are read together."""

    text: str = field(repr=False)
    origin: int
    key: tuple[str | None, int]


def check(originals: Sequence[Original], out: Path | None) -> list[Failure]:
    """Search every release, its line in the log and its renderings."""
    return [found for original in originals for found in _check(original, out)]


def _check(original: Original, out: Path | None) -> Iterator[Failure]:
    where = str(original.copy.line["doc"])
    forms = _forms(original)
    terms = _terms(forms)
    if _survives(original, terms):
        yield failure(Level.LEAK, Kind.LEAK, where, "a removed entity stands in the released text")
    plain = dict.fromkeys(terms, False)
    if any(_hits(views.build(text), plain) for text in _free_text(original)):
        yield failure(Level.LEAK, Kind.LEAK, where, "a removed entity stands in its line of the log")
    for name, text in _renderings(original, out):
        if any(
            form in text for form in forms if len(form) >= _SHORTEST_PLAIN and form not in _released(original)
        ):
            yield failure(Level.LEAK, Kind.LEAK, name, "a removed entity stands in a rendering")


def _forms(original: Original) -> dict[str, bool]:
    """Give what stands in the original at every closed finding and every removal of an entity; and which is protected."""
    entity = {row["n"] for row in rows(original.copy.line["removals"]) if row["kind"] == "entity"}
    removed = [removal.span for removal in original.opened.removals if removal.number in entity]
    closed = [finding for finding in original.opened.findings if finding.closed]
    forms = dict.fromkeys((span.of(original.text).strip() for span in removed), False)
    for finding in sorted(closed, key=attrgetter("guarded")):
        forms[finding.span.of(original.text).strip()] = finding.guarded
    return forms


def _terms(forms: Mapping[str, bool]) -> dict[str, bool]:
    """Fold the forms; one of several spellings that is protected makes its term so."""
    terms: dict[str, bool] = {}
    for form, guarded in forms.items():
        folded = views.fold_term(form).strip()
        if folded:
            terms[folded] = terms.get(folded, False) or guarded
    return terms


def _released(original: Original) -> str:
    return original.copy.data.decode("utf-8", "replace")


def _free_text(original: Original) -> list[str]:
    """Give what people wrote into the line: reasons and descriptions, each once."""
    found: set[str] = set()
    for row in rows(original.copy.line["removals"]):
        for key in ("harm", "describe"):
            written = row.get(key)
            found.update(map(str, written if isinstance(written, list) else ()))
    return sorted(found)


def _renderings(original: Original, out: Path | None) -> Iterator[tuple[str, str]]:
    """Give each rendering's text, JSON and HTML with their escapes undone."""
    for entry in entries.entries(original.copy.line)[1:]:
        if out is None or entry["name"] is None:
            continue
        data = files.try_read(out / str(entry["name"]), limit=FILE_LIMIT, follow=False)
        if isinstance(data, bytes):
            yield str(entry["name"]), _plain(data.decode("utf-8", "replace"))


def _plain(text: str) -> str:
    if text.startswith("<"):
        return html.unescape(text)
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


# --- kept text ---------------------------------------------------------------------------------


def _survives(original: Original, terms: Mapping[str, bool]) -> bool:
    """Say whether kept text holds a closed form where no rule, no assumption and no reviewer opened it."""
    view, starts, origins = _kept(original)
    released = [finding.span for finding in original.opened.findings if not finding.closed]
    opened = union([*released, *original.opened.answered])
    for place in _hits(view, terms):
        span = view.original(place)
        index = bisect_right(starts, span.start) - 1
        first = origins[index] + span.start - starts[index]
        left = subtract((Span(first, first + len(span)),), opened)
        if any(char.isalnum() for part in left for char in part.of(original.text)):
            return True
    return False


def _hits(view: View, terms: Mapping[str, bool]) -> list[Span]:
    """Find the terms; what is an ordinary word or number besides counts where it does in the guard."""
    return [
        place
        for place, term in views.find_terms(view, sorted(terms))
        if is_name(view, place, term, strict=terms[term])
    ]


def _kept(original: Original) -> tuple[View, list[int], list[int]]:
    """Build the searchable kept text: what a marker or a portion's end parts is never read together."""
    text, blocks = "", list[Span]()
    starts, origins = list[int](), list[int]()
    last: tuple[str | None, int] | None = None
    for piece in _pieces(original):
        text += "" if piece.key == last else "\n"
        starts.append(len(text))
        origins.append(piece.origin)
        first = blocks.pop().start if piece.key == last else len(text)
        text += piece.text
        blocks.append(Span(first, len(text)))
        last = piece.key
    return views.build(text, blocks=tuple(blocks)), starts, origins


def _pieces(original: Original) -> Iterator[_Piece]:
    """Give kept text outside labels, numbers and marks, portion by portion."""
    removals = original.opened.removals
    kept = subtract((Span(0, len(original.text)),), (removal.span for removal in removals))
    ends = [item.span.end for item in removals if item.replacement]
    for portion in original.opened.portions:
        for span in subtract(_within(kept, portion.span), portion.skeleton):
            yield _Piece(
                span.of(original.text), span.start, (portion.address, bisect_right(ends, span.start))
            )
    for span in subtract(kept, (portion.span for portion in original.opened.portions)):
        yield _Piece(span.of(original.text), span.start, (None, span.start))


def _within(spans: Sequence[Span], around: Span) -> Iterator[Span]:
    """Give what of sorted, disjoint spans lies in another."""
    first = bisect_right(spans, around.start, key=attrgetter("end"))
    for span in itertools.takewhile(lambda one: one.start < around.end, spans[first:]):
        yield Span(max(span.start, around.start), min(span.end, around.end))

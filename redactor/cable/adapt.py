"""The text that formats read: hidden characters out, a page's leftovers read over, each step mapped back."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from redactor.cable import limits, markdown
from redactor.model import ParseNote
from redactor.spans import Span, subtract, union
from redactor.view import glyphs, markup
from redactor.view.markup import Edit, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Characters that show nothing and can hide something: C0 and C1 controls but tab and line feed,
# bidirectional marks, zero-width characters, fillers, variation selectors, tags.
# "\u200b" and "\x1b" match; "\t", " " and "\u00a0" must not.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)

# All of HIDDEN that an ASCII text may hold: "\x1b" matches; "\n" must not.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")

_NOTES = {
    "hidden": "hidden-characters",
    "entity": "markup-entities",
    "tag": "markup-tags",
    "markdown": "markup-markdown",
}


class Adapter(Protocol):
    """An input adapter: says which stretches of a text are to be read as something else. Linear, total."""

    def __call__(self, text: str) -> Reading:
        """Read the text; edits are in order and disjoint."""
        ...


@dataclass(frozen=True, slots=True)
class Adapted:
    """A text as formats read it, and where each part of it stood in the original.

    The characters `starts[i]` to `ends[i]` of `text` stand for `places[i]`; what lies between two such
    pieces is the original's, character by character. `gone` are the original's stretches that no copy
    shows; `covert` those that a page would not show.
    """

    text: str = field(repr=False)
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    places: tuple[Span, ...] = ()
    gone: tuple[Span, ...] = ()
    covert: tuple[Span, ...] = ()
    notes: tuple[ParseNote, ...] = ()

    def first(self, offset: int) -> int:
        """Give where in the original the character at `offset` begins."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0:
            return offset
        if offset < self.ends[index]:
            return self.places[index].start
        return self.places[index].end + offset - self.ends[index]

    def last(self, offset: int) -> int:
        """Give where in the original the character at `offset` ends."""
        index = bisect_right(self.starts, offset) - 1
        if index >= 0 and offset < self.ends[index]:
            return self.places[index].end
        return self.first(offset) + 1

    def original(self, span: Span) -> Span:
        """Give the original's span; what was read over inside it is inside."""
        if not len(span):
            return Span(self.first(span.start), self.first(span.start))
        return Span(self.first(span.start), self.last(span.end - 1))


def hidden_characters(text: str) -> Reading:
    """Take out what shows nothing: HIDDEN, and what the view and the guards count besides."""
    if text.isascii() and _CONTROL.search(text) is None:
        return Reading()
    signs = sorted(char for char in set(text) if HIDDEN.match(char) or glyphs.hidden(char))
    if not signs:
        return Reading()
    runs = re.finditer(f"[{re.escape(''.join(signs))}]+", text)
    return Reading(tuple(Edit(*match.span(), "", shown=False, kind="hidden") for match in runs))


ADAPTERS: dict[str, Adapter] = {"html": markup.read, "markdown": markdown.read}
"""Every adapter of what dresses a text up, read behind the hidden characters; of two the earlier one has a stretch."""


def adapt(text: str) -> Adapted:
    """Read over what hides or dresses up the text; nothing of the original is lost, all of it is mapped."""
    limits.look_at(text)
    hidden = hidden_characters(text).edits
    limits.EDITS.check(len(hidden), len(text))
    bare = _apply(text, hidden)
    readings = [adapter(bare.text) for adapter in ADAPTERS.values()]
    dress = _placed(bare.text, _disjoint(edit for reading in readings for edit in reading.edits))
    limits.EDITS.check(len(dress), len(text))
    covert = [bare.original(span) for reading in readings for span in reading.covert]
    if bare.places:
        covert += [bare.original(Span(edit.start, edit.end)) for edit in dress if _is_cut(bare, edit)]
    if not dress:
        return replace(bare, covert=union(covert), notes=tuple(_notes(bare.gone, (), union(covert))))
    dressed = [_moved(bare, edit) for edit in dress] if bare.places else dress
    whole = _apply(text, _over(bare, dressed))
    covert += _made(whole)
    notes = tuple(_notes(bare.gone, dressed, union(covert)))
    return replace(whole, gone=union((*bare.gone, *whole.gone)), covert=union(covert), notes=notes)


def _apply(text: str, edits: Sequence[Edit]) -> Adapted:
    """Make the text that is read where the edits, in order and disjoint, are over `text`."""
    if not edits:
        return Adapted(text)
    pieces: list[str] = []
    starts, ends = [], []
    position = length = 0
    for edit in edits:
        pieces += (text[position : edit.start], edit.text)
        length += edit.start - position
        starts.append(length)
        length += len(edit.text)
        ends.append(length)
        position = edit.end
    pieces.append(text[position:])
    return Adapted(
        "".join(pieces),
        tuple(starts),
        tuple(ends),
        tuple(Span(edit.start, edit.end) for edit in edits),
        union(Span(edit.start, edit.end) for edit in edits if not edit.shown),
    )


def _over(bare: Adapted, dressed: Sequence[Edit]) -> list[Edit]:
    """Add the hidden characters that lie in none of the other edits."""
    found = list(dressed)
    inside = union(Span(edit.start, edit.end) for edit in found)
    hidden = subtract(bare.gone, inside)
    found.extend(Edit(span.start, span.end, "", shown=False, kind="hidden") for span in hidden)
    return sorted(found, key=lambda edit: edit.start)


def _moved(bare: Adapted, edit: Edit) -> Edit:
    span = bare.original(Span(edit.start, edit.end))
    return replace(edit, start=span.start, end=span.end)


def _is_cut(bare: Adapted, edit: Edit) -> bool:
    """Say whether hidden characters stand inside an entity or a tag: nobody writes one so by mistake."""
    span = bare.original(Span(edit.start, edit.end))
    return edit.kind in {"entity", "tag"} and len(span) != edit.end - edit.start


def _made(whole: Adapted) -> Iterator[Span]:
    """Give the entities and tags that only what was taken out makes: `&#9<b></b>7;` shows no letter anywhere else."""
    if not whole.gone:
        return
    for edit in markup.read(whole.text).edits:
        span = whole.original(Span(edit.start, edit.end))
        index = bisect_right(whole.gone, span.start, key=lambda gone: gone.start)
        if index < len(whole.gone) and whole.gone[index].end < span.end:
            yield span


def _disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """Put the edits of all adapters in order; of two that overlap the one that came first stays."""
    kept: list[Edit] = []
    ranked = sorted(enumerate(edits), key=lambda item: (item[1].start, item[0]))
    best = -1
    for rank, edit in ranked:
        if kept and edit.start < kept[-1].end:
            if rank < best:
                kept[-1], best = edit, rank
            continue
        kept.append(edit)
        best = rank
    return kept


def _placed(text: str, edits: list[Edit]) -> list[Edit]:
    """Let what is read as nothing and stays go with the character beside it, so that no copy parts them."""
    placed: list[Edit] = []
    leading = -1
    for index, edit in enumerate(edits):
        start = leading if leading >= 0 else edit.start
        leading = -1
        if edit.text or not edit.shown:
            placed.append(edit if start == edit.start else replace(edit, start=start))
            continue
        following = edits[index + 1] if index + 1 < len(edits) else None
        if following is not None and following.start == edit.end:
            if following.shown:
                leading = start
            else:
                _trail(text, placed, start, edit)
        elif edit.end < len(text) and not text[edit.end].isspace():
            placed.append(replace(edit, start=start, end=edit.end + 1, text=text[edit.end]))
        else:
            _trail(text, placed, start, edit)
    return _without_overlaps(placed)


def _trail(text: str, placed: list[Edit], start: int, edit: Edit) -> None:
    """Let it go with the character before it; where none stands there it stays text."""
    last = placed[-1] if placed else None
    if last is not None and last.end == start:
        if last.shown:
            placed[-1] = replace(last, end=edit.end)
    elif start and not text[start - 1].isspace():
        placed.append(replace(edit, start=start - 1, end=edit.end, text=text[start - 1]))


def _without_overlaps(edits: list[Edit]) -> list[Edit]:
    """Drop what two edits would both have taken."""
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _notes(hidden: Iterable[Span], dressed: Iterable[Edit], covert: Iterable[Span]) -> Iterator[ParseNote]:
    yield from (ParseNote("hidden-characters", span) for span in hidden)
    counted: dict[str, list[Edit]] = {}
    for edit in dressed:
        counted.setdefault(edit.kind, []).append(edit)
    for kind, found in counted.items():
        yield ParseNote(_NOTES[kind], Span(found[0].start, found[0].end), f"{len(found)} in the text")
    yield from (ParseNote("covert-text", span) for span in covert)

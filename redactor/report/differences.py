"""What changed between two releases of the same documents: newly shown first.

With the custody of both, changes are told by the characters of the original. Without it the two logs are
compared removal by removal, as they stand in their portions, and the answer says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from redactor import audit
from redactor import view as views
from redactor.audit.opened import OpenedDocument, OpenedRemoval, read_document
from redactor.errors import InputRefusedError, Refusal
from redactor.model import Action
from redactor.pipeline.told import deciding
from redactor.report.audit import shown_marking
from redactor.report.screen import table, visible
from redactor.spans import subtract
from redactor.verify import public

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    Line = dict[str, Any]

_QUIET = frozenset({"furniture", "remark"})
_ENTITY = "entity"
_PORTION = "portion"
# A shorter text recurs by chance: "U.S.", "EU".
_LEAST = 5


class Change(StrEnum):
    """What became of something, the gravest first."""

    SHOWN = "newly shown"
    MORE = "shows more"
    UNEVEN = "shown in another document"
    REMOVED = "newly removed"
    LESS = "shows less"
    GROUND = "other ground"
    GONE = "document is gone"
    NEW = "document is new"
    ORIGINAL = "another original"


_ORDER = {change: place for place, change in enumerate(Change)}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: where, what it was and what it is, and the text for those who hold custody."""

    document: str
    change: Change
    portion: str = "-"
    old: str = "-"
    new: str = "-"
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, by document: the standing lines, what custody holds, and what the release keeps.

    The last two are empty where custody is not at hand.
    """

    lines: Mapping[str, Line] = field(repr=False)
    opened: Mapping[str, OpenedDocument] = field(repr=False)
    kept: Mapping[str, str] = field(repr=False)


def side(place: Path, lines: Sequence[Line], custody: Path | None) -> Side:
    """Take in an output folder's log and its custody; raises InputRefusedError where custody is damaged."""
    standing: dict[str, Line] = {str(line["doc"]): dict(line) for line in audit.current(lines)}
    if custody is None:
        return Side(standing, {}, {})
    opened = {name: _opened(custody, line) for name, line in standing.items()}
    _, copies = public.check_folder(place, list(standing.values())) if place.is_dir() else ([], [])
    # A removal parts what stands around it: words on both sides of it are never read together.
    kept = {str(copy.line["doc"]): b"\n\n".join(copy.kept).decode("utf-8", "replace") for copy in copies}
    return Side(standing, opened, kept)


def _opened(custody: Path, line: Line) -> OpenedDocument:
    try:
        return read_document(audit.read_custody(custody, int(line["seq"]), str(line["doc"])))
    except audit.MalformedError as error:
        raise InputRefusedError(
            Refusal.PARSE, f"{custody}: {error.message}", help="redactor verify tells more"
        ) from error


def compare(old: Side, new: Side) -> tuple[Difference, ...]:
    """Give every difference, newly shown first, then by document and portion."""
    found = [*_documents(old, new), *_uneven(new)]
    for name in sorted(old.lines.keys() & new.lines.keys()):
        found += _document(name, old, new)
    return tuple(sorted(found, key=lambda one: (_ORDER[one.change], one.document)))


def exact(old: Side, new: Side) -> bool:
    """Say whether both have custody, so that changes are told by the characters of the original."""
    return bool(old.opened) and bool(new.opened)


def _documents(old: Side, new: Side) -> Iterator[Difference]:
    for name in sorted(old.lines.keys() - new.lines.keys()):
        yield Difference(name, Change.GONE, old=str(old.lines[name]["state"]))
    for name in sorted(new.lines.keys() - old.lines.keys()):
        yield Difference(name, Change.NEW, new=str(new.lines[name]["state"]))


def _document(name: str, old: Side, new: Side) -> Iterable[Difference]:
    before, after = old.opened.get(name), new.opened.get(name)
    rows, others = _rows(old.lines[name]), _rows(new.lines[name])
    if before is None or after is None:
        return _by_portion(name, rows, others)
    if before.text_sha256 != after.text_sha256:
        return (Difference(name, Change.ORIGINAL),)
    return (
        *_uncovered(name, before, rows, after, Change.SHOWN),
        *_uncovered(name, after, others, before, Change.REMOVED),
        *_changed(name, (before, rows), (after, others)),
    )


def _rows(line: Line) -> dict[int, Line]:
    """Give the removals that a reader would miss, by number."""
    return {row["n"]: row for row in line["removals"] if row["kind"] not in _QUIET}


def _told(row: Line) -> str:
    """Say what a removal is and why."""
    ground = "; ".join(row["authorities"]) or ("held" if row["held"] else "-")
    return f"{row['action']} {row['what']} ({', '.join(deciding(row['rules']))}; {ground})"


# --- with custody ------------------------------------------------------------------------------


def _uncovered(
    name: str, this: OpenedDocument, rows: Mapping[int, Line], other: OpenedDocument, change: Change
) -> Iterator[Difference]:
    """Give what is removed in one and stands in the other."""
    holes = [removal.span for removal in other.removals]
    for removal in this.removals:
        if removal.number not in rows:
            continue
        pieces = [
            removal.text[span.start - removal.span.start : span.end - removal.span.start]
            for span in subtract((removal.span,), holes)
        ]
        text = "\n".join(piece.strip() for piece in pieces if piece.strip())
        if text:
            row = rows[removal.number]
            told = (_told(row), "kept") if change is Change.SHOWN else ("kept", _told(row))
            yield Difference(name, change, str(row["portion"] or "-"), *told, text)


def _changed(
    name: str, old: tuple[OpenedDocument, Mapping[int, Line]], new: tuple[OpenedDocument, Mapping[int, Line]]
) -> Iterator[Difference]:
    """Give the removals of the same characters that are not the same: another action, another ground."""
    after = [(removal, new[1][removal.number]) for removal in new[0].removals if removal.number in new[1]]
    for removal in old[0].removals:
        row = old[1].get(removal.number)
        for other, its in after if row is not None else ():
            if row is not None and removal.span.overlaps(other.span) and _told(row) != _told(its):
                change = _more_or_less(row, its)
                text = _common(removal, other)
                yield Difference(name, change, str(row["portion"] or "-"), _told(row), _told(its), text)


def _common(removal: OpenedRemoval, other: OpenedRemoval) -> str:
    start = max(removal.span.start, other.span.start) - removal.span.start
    end = min(removal.span.end, other.span.end) - removal.span.start
    return removal.text[start:end].strip()


def _more_or_less(row: Line, other: Line) -> Change:
    """Say whether the new action tells a reader more; one that tells other things tells more."""
    before, after = Action[row["action"].upper()], Action[other["action"].upper()]
    if before is after:
        return Change.GROUND
    return Change.LESS if after.at_most(before) else Change.MORE


def _uneven(new: Side) -> Iterator[Difference]:
    """Find texts that one document removes and another shows: a finding, whatever the old release did."""
    removed = _entities(new)
    wanted = sorted(removed)
    for other in sorted(new.kept) if wanted else ():
        hits = {term for _, term in views.find_terms(views.build(new.kept[other]), wanted)}
        elsewhere = (one for term in sorted(hits) for one in removed[term] if one[0] != other)
        for name, row, text in elsewhere:
            portion = str(row["portion"] or "-")
            yield Difference(name, Change.UNEVEN, portion, _told(row), f"kept in {other}", text)


def _entities(new: Side) -> Mapping[str, list[tuple[str, Line, str]]]:
    """Give each removed entity by its folded form: in which documents, under which removal (the first)."""
    found: dict[str, list[tuple[str, Line, str]]] = {}
    for name in sorted(new.opened):
        rows, seen = _rows(new.lines[name]), set[str]()
        for removal in new.opened[name].removals:
            row = rows.get(removal.number)
            term = views.fold_term(removal.text).strip()
            if row is not None and row["kind"] == _ENTITY and len(term) >= _LEAST and term not in seen:
                seen.add(term)
                found.setdefault(term, []).append((name, row, removal.text))
    return found


# --- without custody ---------------------------------------------------------------------------


def _by_portion(name: str, rows: Mapping[int, Line], others: Mapping[int, Line]) -> Iterator[Difference]:
    """Compare by what stands in the logs: so many removals of a kind in a portion, under such a ground."""
    before = Counter(_key(row) for row in rows.values())
    after = Counter(_key(row) for row in others.values())
    for key in sorted((before - after).keys()):
        change = Change.GROUND if _is_covered(key, after) else Change.SHOWN
        yield Difference(name, change, key[0], key[2])
    for key in sorted((after - before).keys()):
        change = Change.GROUND if _is_covered(key, before) else Change.REMOVED
        yield Difference(name, change, key[0], new=key[2])


def _key(row: Line) -> tuple[str, str, str]:
    return str(row["portion"] or "-"), str(row["kind"]), f"{_told(row)}, {shown_marking(row)}"


def _is_covered(key: tuple[str, str, str], others: Mapping[tuple[str, str, str], int]) -> bool:
    """Say whether the other side still removes the portion, or something of that kind in it."""
    return any(portion == key[0] and kind in {_PORTION, key[1]} for portion, kind, _ in others)


# --- for people and programs -------------------------------------------------------------------

_HEADER = ("change", "document", "portion", "was", "is")


def to_text(found: Sequence[Difference], *, by_character: bool, show_text: bool) -> str:
    """Write the changes as a table, the gravest first; texts below, for those who asked for them."""
    rows = [(one.change.value, one.document, one.portion, one.old, one.new) for one in found]
    told = table(_HEADER, rows) or "no difference\n"
    how = "" if by_character else "compared removal by removal: the custody of both tells it by characters\n"
    return told + how + ("".join(map(_text, found)) if show_text else "")


def _text(one: Difference) -> str:
    lines = "".join(f"    {visible(line)}\n" for line in one.text.split("\n")) if one.text else ""
    return f"\n{one.change.value}, {visible(one.document)} {visible(one.portion)}:\n{lines}" if lines else ""


def to_json(found: Sequence[Difference], *, by_character: bool, show_text: bool) -> dict[str, Any]:
    """Give the changes as plain values; text only where it was asked for."""
    return {
        "by_character": by_character,
        "differences": [
            {
                "change": one.change.value,
                "document": one.document,
                "is": one.new,
                "portion": one.portion,
                "text": one.text if show_text and one.text else None,
                "was": one.old,
            }
            for one in found
        ],
        "document": "redactor-audit-diff",
        "version": 1,
    }

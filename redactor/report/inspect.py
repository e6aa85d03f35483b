"""What `inspect` shows: how a cable was read, as a table for people and as versioned JSON."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from redactor import cable as reader
from redactor import files
from redactor.report import screen

if TYPE_CHECKING:
    from redactor.markings.types import Marking
    from redactor.model import Cable, Claim, Field, ParseNote, Portion, Section
    from redactor.spans import Span


@dataclass(frozen=True, slots=True)
class _Page:
    """A cable, where its lines start, and whether its words may be shown."""

    cable: Cable
    starts: tuple[int, ...] = field(repr=False)
    show_text: bool

    def line(self, offset: int) -> int:
        """Give the number of the line that holds `offset`, from 1."""
        return bisect_right(self.starts, offset)

    def place(self, span: Span) -> dict[str, Any]:
        """Give a span as offsets and lines, both ends of the lines inclusive."""
        last = self.line(max(span.start, span.end - 1))
        return {"start": span.start, "end": span.end, "lines": [self.line(span.start), last]}

    def words(self, span: Span) -> dict[str, Any]:
        """Give the span's text where text may be shown, else nothing."""
        return {"text": span.of(self.cable.text)} if self.show_text else {}


def _page(cable: Cable, *, show_text: bool) -> _Page:
    starts = [0]
    starts.extend(index + 1 for index, sign in enumerate(cable.text) if sign == "\n")
    return _Page(cable, tuple(starts), show_text)


def values(cable: Cable, *, show_text: bool) -> dict[str, Any]:
    """Give how one cable was read as plain values: enough to build every part of it again."""
    page = _page(cable, show_text=show_text)
    return {
        "format": _format(page),
        "text": {
            "codec": cable.codec,
            "newline": cable.newline,
            "characters": len(cable.text),
            "lines": len(page.starts),
        },
        "document": _document(page),
        "sections": [_section(page, section) for section in cable.sections],
        "portions": [_portion(page, portion) for portion in cable.portions],
        "fields": _fields_json(page),
        "notes": [_note(page, note) for note in cable.notes],
    }


def _format(page: _Page) -> dict[str, Any]:
    signs = reader.evidence(page.cable)
    evidence = [{"what": sign.what, "weight": sign.weight, **page.place(sign.span)} for sign in signs]
    return {"name": page.cable.format, "evidence": evidence}


def _document(page: _Page) -> dict[str, Any]:
    cable = page.cable
    declassification = cable.declassification
    whole: dict[str, Any] = {
        "marking": _marking(cable.marking),
        "captions": _marking(cable.captions),
        "claims": [_claim(page, claim) for claim in cable.claims],
        "reasons": list(cable.reasons),
        "declassification": {"form": declassification.form, "order": declassification.order},
        "stops": list(cable.stops),
    }
    if page.show_text:
        until = declassification.until
        whole["declassification"]["until"] = until.isoformat() if until else None
        whole["id"] = cable.message_id
        whole["date"] = cable.date.isoformat() if cable.date else None
        whole["tags"] = list(cable.tags)
    return whole


def _marking(marking: Marking) -> dict[str, Any]:
    foreign = marking.foreign
    return {
        "level": marking.level.name,
        "known": marking.known,
        "controls": sorted(marking.controls),
        "foreign": None
        if foreign is None
        else {
            "release": sorted(foreign.release),
            "display": sorted(foreign.display),
            "relido": foreign.relido,
        },
        "fgi": sorted(marking.fgi),
        "compartments": sorted(marking.compartments),
        "opaque": marking.opaque,
    }


def _claim(page: _Page, claim: Claim) -> dict[str, Any]:
    below = claim.marking.level < page.cable.marking.level
    return {
        "kind": claim.kind,
        "marking": _marking(claim.marking),
        "repaired": claim.repaired,
        "below_document": below,
        **page.place(claim.span),
    }


def _section(page: _Page, section: Section) -> dict[str, Any]:
    return {"kind": section.kind.value, "portion": section.portion, **page.place(section.span)}


def _portion(page: _Page, portion: Portion) -> dict[str, Any]:
    mark = portion.mark
    return {
        "address": portion.address,
        "section": portion.section.value,
        "marking": _marking(portion.marking),
        "own": _marking(portion.own) if portion.own else None,
        "basis": portion.basis.value,
        "mark": None if mark is None else {"state": mark.state.value, **page.place(mark.span)},
        "ordinal": portion.ordinal,
        "number": None if portion.number is None else page.place(portion.number),
        "parent": portion.parent,
        "header": portion.header,
        "skeleton": [page.place(span) for span in portion.skeleton],
        "closed": [page.place(span) for span in portion.closed],
        "furniture": [page.place(span) for span in portion.furniture],
        **page.place(portion.span),
        **page.words(portion.span),
    }


def _fields_json(page: _Page) -> list[dict[str, Any]]:
    """Give the fields; `within` is the place in this list of the smallest field that holds one as its part."""
    listed = page.cable.fields
    open_ones: list[int] = []
    found = []
    for index, item in enumerate(listed):
        open_ones = [at for at in open_ones if listed[at].span.end > item.span.start]
        holding = [at for at in open_ones if item.kind in parts_of(listed[at].kind)]
        whole = [at for at in holding if listed[at].span.covers(item.span)]
        found.append(_field(page, item, whole[-1] if whole else None))
        open_ones.append(index)
    return found


def _field(page: _Page, item: Field, within: int | None) -> dict[str, Any]:
    shown = page.show_text or item.kind in _ours()
    value = {"value": item.value} if shown else {}
    return {"kind": item.kind, "block": item.block, "within": within, **page.place(item.span), **value}


@cache
def kinds() -> dict[str, dict[str, Any]]:
    """Give every kind of field with its meaning."""
    return dict(files.package_table("fields.toml")["fields"])


@cache
def parts_of(kind: str) -> frozenset[str]:
    """Give the kinds that are parts of a field of `kind`."""
    return frozenset(name for name, row in kinds().items() if row.get("within") == kind)


@cache
def _ours() -> frozenset[str]:
    """Give the kinds whose value is a word of ours and none of the cable's."""
    return frozenset(name for name, row in kinds().items() if row.get("ours"))


def _note(page: _Page, note: ParseNote) -> dict[str, Any]:
    return {
        "code": note.code,
        "meaning": meanings()[note.code],
        "detail": note.detail,
        **page.place(note.span),
    }


@cache
def meanings() -> dict[str, str]:
    """Give what each note's code means."""
    rows = files.package_table("notes.toml")["notes"]
    return {code: row["meaning"] for code, row in rows.items()}


# --- for people ----------------------------------------------------------------------------------


def to_text(cable: Cable, *, show_text: bool) -> str:
    """Write what was read as tables; words of the cable only where they were asked for."""
    page = _page(cable, show_text=show_text)
    parts = [_summary(page), _claims(page), _portions(page)]
    if show_text:
        parts.append(_fields(page))
    parts.append(_notes(page))
    return "\n".join(part for part in parts if part)


def _summary(page: _Page) -> str:
    cable = page.cable
    signs = ", ".join(dict.fromkeys(sign.what for sign in reader.evidence(cable)))
    lines = [f"format    {cable.format} ({signs})", f"marking   {written(cable.marking)}"]
    if cable.stops:
        lines.append(f"stops     {', '.join(cable.stops)}: needs a referral")
    return "".join(screen.visible(line) + "\n" for line in lines)


def written(marking: Marking) -> str:
    """Write a marking in a few words: `C, NOFORN`, `at least C, level unknown`."""
    level = marking.level.name if marking.known else f"at least {marking.level.name}, level unknown"
    foreign = marking.foreign
    parts = [level, *sorted(marking.controls - {"FGI"})]
    if foreign is not None and (foreign.release or foreign.display):
        parts.append("REL " + "/".join(sorted(foreign.release | foreign.display)))
    if marking.fgi:
        parts.append("FGI " + "/".join(sorted(marking.fgi)))
    parts.extend(sorted(marking.compartments))
    return ", ".join((*parts, "unreadable control") if marking.opaque else parts)


def _claims(page: _Page) -> str:
    rows = [
        (
            claim.kind,
            written(claim.marking),
            page_lines(page, claim.span),
            "repaired" if claim.repaired else "",
        )
        for claim in page.cable.claims
        if claim.kind != "portion"
    ]
    return screen.table(("claim", "says", "lines", ""), rows)


def page_lines(page: _Page, span: Span) -> str:
    """Write a span's lines: `12` or `12-15`."""
    first, last = page.place(span)["lines"]
    return str(first) if first == last else f"{first}-{last}"


def _portions(page: _Page) -> str:
    header = ("portion", "section", "marking", "basis", "mark", "lines")
    rows = [
        (
            portion.address,
            portion.section.value,
            written(portion.marking),
            portion.basis.value,
            portion.mark.state.value if portion.mark else "-",
            page_lines(page, portion.span),
            *(_excerpt(page, portion.span)),
        )
        for portion in page.cable.portions
    ]
    return screen.table((*header, "text") if page.show_text else header, rows)


def _excerpt(page: _Page, span: Span) -> tuple[str, ...]:
    if not page.show_text:
        return ()
    words = " ".join(span.of(page.cable.text)[:200].split())
    return (words[:60] + ("..." if len(words) > 60 else ""),)  # noqa: PLR2004 - what fits beside the columns


def _fields(page: _Page) -> str:
    rows = [(item.kind, page_lines(page, item.span), item.value) for item in page.cable.fields]
    return screen.table(("field", "lines", "value"), rows)


def _notes(page: _Page) -> str:
    rows = [
        (page_lines(page, note.span), note.code, note.detail or meanings()[note.code])
        for note in page.cable.notes
    ]
    return screen.table(("lines", "note", "meaning"), rows)

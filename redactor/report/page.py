"""The log as one page to read: each release with its removals, why each was made, and filters over them.

The page is made from the public log and the releases. With custody it shows the original beside each
release, bears the cable's marking at head and foot, and belongs in custody itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from redactor import audit
from redactor.errors import InputRefusedError, Refusal
from redactor.pipeline.told import deciding
from redactor.report import page_parts, vaughn
from redactor.report.audit import lines_of, shown_marking
from redactor.report.removed import handling
from redactor.report.screen import counted
from redactor.report.sheet import html_text
from redactor.verify import originals, public

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from redactor.verify.originals import Original

    Line = dict[str, Any]

_QUIET = frozenset({"furniture", "remark"})
_HEADER = ("no.", "portion", "what", "marking", "rules", "authority", "description", "harm", "decided by")
_FILTERS = ("document", "rule", "authority", "level", "what", "by")
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document of the page: its line, its run's line, its released bytes, its original where custody is read."""

    line: Line = field(repr=False)
    run: Line = field(repr=False)
    data: bytes = field(repr=False)
    original: Original | None = field(default=None, repr=False)
    handling: str = ""


def sheets(out: Path, custody: Path | None) -> tuple[Sheet, ...]:
    """Take in an output folder; with custody, the original of each release too.

    Raises InputRefusedError where a release is not the one its line speaks of, or custody does not fit.
    """
    lines = lines_of(out)
    standing = list(audit.current(lines))
    failures, copies = public.check_folder(out, standing, beside=frozenset({audit.place.MANIFEST}))
    if failures or len(copies) != len(standing):
        raise InputRefusedError(
            Refusal.PARSE, f"{out}: releases and log do not fit", help="redactor verify tells which"
        )
    found = _originals(custody, lines, copies) if custody is not None else {}
    return tuple(
        Sheet(
            dict(copy.line),
            dict(audit.run_of(lines, copy.line) or {}),
            copy.data,
            *found.get(copy.line["doc"], (None, "")),
        )
        for copy in copies
    )


def _originals(
    custody: Path, lines: Sequence[audit.Record], copies: Sequence[public.Copy]
) -> Mapping[object, tuple[Original, str]]:
    """Rebuild each original, every commitment checked; give it with the line that says how to handle it."""
    failures, opened = originals.open_custody(custody, lines)
    rebuilt: list[Original] = []
    if opened is not None:
        broken, rebuilt = originals.rebuild(copies, opened)
        failures += broken
    if failures or opened is None:
        raise InputRefusedError(
            Refusal.PARSE, f"{custody}: it does not fit the log", help="redactor verify tells more"
        )
    return {one.copy.line["doc"]: (one, handling(custody, dict(one.copy.line))) for one in rebuilt}


# --- the page ----------------------------------------------------------------------------------


def to_html(found: Sequence[Sheet]) -> str:
    """Write the page; everything that is not ours is escaped."""
    handling = _worst(found)
    line = f'<p class="handling">{html_text(handling)}</p>\n' if handling else ""
    title = "What was removed, and why"
    removals = sum(len(_shown(sheet.line)) for sheet in found)
    told = f"{counted(len(found), 'document')}, {counted(removals, 'removal')}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{page_parts.policy()}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{page_parts.STYLE}</style>\n</head>\n<body>\n"
        f'{line}<a class="skip" href="#documents">Skip to the documents</a>\n'
        f"<h1>{title}</h1>\n<p>{told}</p>\n{_form(found)}"
        f'<main id="documents">\n{"".join(map(_section, found))}</main>\n{line}'
        f"<script>{page_parts.SCRIPT}</script>\n</body>\n</html>\n"
    )


def _worst(found: Sequence[Sheet]) -> str:
    """Give the line for head and foot: the one marking of all originals shown, or all of them."""
    kinds = sorted({sheet.handling for sheet in found if sheet.handling})
    return kinds[0] if len(kinds) == 1 else f"HANDLE AS THE HIGHEST OF: {', '.join(kinds)}" if kinds else ""


def _shown(line: Line) -> list[Line]:
    return [row for row in line["removals"] if row["kind"] not in _QUIET]


def _form(found: Sequence[Sheet]) -> str:
    """Write the filters, hidden until the script shows that they work."""
    values: dict[str, set[str]] = {name: set() for name in _FILTERS}
    for sheet in found:
        for row in _shown(sheet.line):
            for name, given in _data(sheet.line, row).items():
                values[name].update(given)
    fields = "".join(_select(name, sorted(values[name])) for name in _FILTERS)
    return (
        f'<form id="filters" hidden aria-label="Filters">\n{fields}'
        '<button type="reset">Show all</button>\n<p id="count" role="status"></p>\n</form>\n'
    )


def _select(name: str, values: Sequence[str]) -> str:
    options = "".join(f'<option value="{html_text(value)}">{html_text(value)}</option>' for value in values)
    return f'<label>{name}<select name="{name}"><option value="">any</option>{options}</select></label>\n'


def _data(line: Line, row: Line) -> Mapping[str, Sequence[str]]:
    """Give what the filters look at."""
    codes = [*row["authorities"], *(code.split()[0] for code in row["authorities"])]
    return {
        "document": [str(line["doc"])],
        "rule": list(row["rules"]),
        "authority": sorted(set(codes)) or ["none: awaits a person" if row["held"] else "none"],
        "level": [str(row["marking"])],
        "what": [str(row["what"])],
        "by": [str(row["decided_by"])],
    }


def _section(sheet: Sheet) -> str:
    line, name = sheet.line, html_text(str(sheet.line["doc"]))
    rows = "".join(_row(line, row) for row in _shown(line))
    head = "".join(f'<th scope="col">{cell}</th>' for cell in _HEADER)
    table = (
        f"<table>\n<caption>Removals from {name}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table>\n"
    )
    two = " two" if sheet.original is not None else ""
    return (
        f'<section data-document="{name}" aria-labelledby="doc-{name}">\n<h2 id="doc-{name}">{name}</h2>\n{_facts(sheet)}'
        f'<div class="sides{two}">\n{_side("Release", _release(sheet))}{_original(sheet)}</div>\n'
        f"{table if rows else '<p>Nothing was removed.</p>'}</section>\n"
    )


def _facts(sheet: Sheet) -> str:
    line, run = sheet.line, sheet.run
    facts = (
        ("copy", f"{line['stamp'] or line['state']}; banner {line['banner']}"),
        ("policy", f"{run['policy']['id']} {run['policy']['version']}, as of {run['as_of']}"),
        ("portions", vaughn.segregability(line)),
        ("seen and kept", ", ".join(f"{kind} {count}" for kind, count in line["kept"].items()) or "nothing"),
    )
    cells = "".join(f"<dt>{name}</dt><dd>{html_text(cell)}</dd>" for name, cell in facts)
    return f'<dl class="facts">{cells}</dl>\n'


def _side(title: str, text: str) -> str:
    return f'<div><h3>{title}</h3>\n<div class="text" tabindex="0" role="region" aria-label="{title}">{text}</div></div>\n'


def _row(line: Line, row: Line) -> str:
    """Write a removal's row; it links to its marker, and its marker to it."""
    data = "".join(f' data-{name}="{_joined(given)}"' for name, given in _data(line, row).items())
    here = _id(line, row)
    cells = (
        str(row["portion"] or "-"),
        f"{row['what']}, held" if row["held"] else str(row["what"]),
        shown_marking(row),
        ", ".join(deciding(row["rules"])),
        "; ".join(row["authorities"]) or "-",
        "; ".join(row.get("describe", ())) or "-",
        "; ".join(row.get("harm", ())) or "-",
        str(row["decided_by"]),
    )
    first = (
        f'<th scope="row"><a href="#{here}-text">{row["n"]}</a></th>'
        if row["len"]
        else f'<th scope="row">{row["n"]}</th>'
    )
    return f'<tr id="{here}"{data}>{first}{"".join(f"<td>{html_text(cell)}</td>" for cell in cells)}</tr>\n'


def _joined(values: Sequence[str]) -> str:
    """Join the values of one filter by a character that `html_text` lets through in none of them."""
    return _SEPARATOR.join(map(html_text, values))


def _id(line: Line, row: Line) -> str:
    return f"{line['doc']}-{row['n']}"


# --- the two texts -----------------------------------------------------------------------------


def _release(sheet: Sheet) -> str:
    """Write the released text: our own lines, each marker a link to its row, kept text as it is."""
    line, data = sheet.line, sheet.data
    quiet = {row["n"] for row in line["removals"] if row["kind"] in _QUIET}
    fixed = [(row["at"], row["len"], "own", row) for row in line["own"]]
    fixed += [
        (row["at"], row["len"], "marker", row)
        for row in line["removals"]
        if row["len"] and row["n"] not in quiet
    ]
    parts, position = [], 0
    for at, length, kind, row in sorted(fixed, key=lambda one: one[:2]):
        parts.append(_text(data[position:at].decode()))
        text = data[at : at + length].decode()
        parts.append(f'<span class="own">{_text(text)}</span>' if kind == "own" else _marker(line, row, text))
        position = at + length
    return "".join([*parts, _text(data[position:].decode())])


def _marker(line: Line, row: Line, text: str) -> str:
    words = text.strip(" \n")
    before, _, after = text.partition(words)
    here, held = _id(line, row), " held" if row["held"] else ""
    link = f'<a id="{here}-text" class="marker{held}" href="#{here}" data-removal="{here}" data-side="release">{_text(words)}</a>'
    return f"{_text(before)}{link}{_text(after)}"


def _original(sheet: Sheet) -> str:
    """Write the original, each removed stretch marked and linked to its row."""
    if sheet.original is None:
        return ""
    rows = {row["n"]: row for row in sheet.line["removals"]}
    text, parts, position = sheet.original.text, [], 0
    for removal in sheet.original.opened.removals:
        parts.append(_text(text[position : removal.span.start]))
        parts.append(_removed(sheet.line, rows[removal.number], removal.text))
        position = removal.span.end
    return _side("Original", "".join([*parts, _text(text[position:])]))


def _removed(line: Line, row: Line, text: str) -> str:
    if row["kind"] in _QUIET:
        return f"<s>{_text(text)}</s>"
    here = _id(line, row)
    return f'<a class="removed" href="#{here}" data-removal="{here}" data-side="original">{_text(text)}</a>'


def _text(text: str) -> str:
    """Escape text but for its line ends and tabs; what could turn its direction or hide shows as an escape."""
    return "".join(_characters(text))


def _characters(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        yield "\n" if number else ""
        yield "\t".join(html_text(piece) for piece in line.split("\t"))

"""The index that a court asks for: each withholding with its ground, its harm and a neutral description.

Everything in it stands in the public log, so it holds no removed text (DOMAIN.md 9). Drafts are no
releases: they are left out and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redactor import audit
from redactor.pipeline.told import deciding
from redactor.report import sheet
from redactor.report.audit import shown_marking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Line = dict[str, Any]

_REMARK = "remark"
_QUIET = frozenset({"furniture", _REMARK})
_DECISIONS = {
    "full": "released in full",
    "part": "released in part",
    "denied": "denied in full",
}
DOCUMENT_COLUMNS = ("document", "decision", "policy", "audience", "as of", "segregability")
REMOVAL_COLUMNS = (
    "no.",
    "location",
    "kind",
    "marking",
    "authority",
    "description",
    "harm",
    "rule",
    "decided by",
)
TITLE = "Index of withholdings"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the index: its own cells, and a row of cells for each removal."""

    cells: tuple[str, ...]
    removals: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """The documents in the log's order, and how many drafts are not among them."""

    entries: tuple[Entry, ...]
    drafts: int


def index(lines: Sequence[Line]) -> Index:
    """Make the index from a log's lines: finished releases alone, in the log's order."""
    standing: list[Line] = [dict(line) for line in audit.current(lines)]
    finished = [line for line in standing if line["kind"] == "release"]
    return Index(tuple(_entry(lines, line) for line in finished), len(standing) - len(finished))


def _entry(lines: Sequence[Line], line: Line) -> Entry:
    run: Line = dict(audit.run_of(lines, line) or {})
    policy, reader = run["policy"], run["audience"]
    cells = (
        str(line["doc"]),
        _DECISIONS[line["state"]],
        f"{policy['id']} {policy['version']}",
        " ".join(str(part) for part in (reader["kind"], reader["under"], reader["name"]) if part),
        str(run["as_of"]),
        segregability(line),
    )
    return Entry(cells, tuple(_removal(row) for row in line["removals"] if row["kind"] not in _QUIET))


def segregability(line: Mapping[str, Any]) -> str:
    """Say what of the document was set apart and released: counts, not a judgement.

    The old banner and captions gave way to new ones; they are no withholding, so they are not counted.
    """
    counts = line["portions"]
    kept, part, removed = (counts.get(name, 0) for name in ("kept", "part", "removed"))
    withheld = {row["portion"] for row in line["removals"] if row["kind"] not in _QUIET}
    marked_anew = {row["portion"] for row in line["removals"] if row["kind"] == _REMARK} - withheld
    removed = max(0, removed - len(marked_anew))
    told = f"Each of {kept + part + removed} portions was decided by itself: {kept} released whole, {part} in part, {removed} withheld."
    return f"{told} Where a portion was released in part, only what is listed was removed from it."


def _removal(row: Line) -> tuple[str, ...]:
    return (
        str(row["n"]),
        str(row["portion"] or "-"),
        str(row["what"]),
        shown_marking(row),
        "; ".join(row["authorities"]) or "-",
        "; ".join(row.get("describe", ())) or f"{row['what']} in section {row['section']}",
        "; ".join(row.get("harm", ())) or "-",
        "; ".join(deciding(row["rules"])),
        str(row["decided_by"]),
    )


def to_csv(found: Index) -> str:
    """Write one row a removal, the document's cells in front; a document without any has a row of its own."""
    nothing = ("",) * len(REMOVAL_COLUMNS)
    rows = [(*entry.cells, *row) for entry in found.entries for row in entry.removals or (nothing,)]
    return sheet.csv_text((*DOCUMENT_COLUMNS, *REMOVAL_COLUMNS), rows)


def to_markdown(found: Index) -> str:
    """Write a section a document, with a table of its removals."""
    return f"# {TITLE}\n" + "".join(_section(entry) for entry in found.entries)


def _section(entry: Entry) -> str:
    facts = "".join(f"- {name}: {sheet.markdown_text(cell)}\n" for name, cell in _facts(entry))
    listed = "\n" + sheet.markdown_table(REMOVAL_COLUMNS, entry.removals) if entry.removals else ""
    return f"\n## {sheet.markdown_text(entry.cells[0])}\n\n{facts}{listed}"


def _facts(entry: Entry) -> Iterable[tuple[str, str]]:
    return list(zip(DOCUMENT_COLUMNS, entry.cells, strict=True))[1:]


def to_html(found: Index) -> str:
    """Write a page to print, with a section a document."""
    return sheet.html_page(TITLE, "".join(_html_section(entry) for entry in found.entries))


def _html_section(entry: Entry) -> str:
    facts = "".join(f"<li>{name}: {sheet.html_text(cell)}</li>\n" for name, cell in _facts(entry))
    name = entry.cells[0]
    listed = sheet.html_table(REMOVAL_COLUMNS, entry.removals, f"Removals from {name}")
    return f"<section>\n<h2>{sheet.html_text(name)}</h2>\n<ul>\n{facts}</ul>\n{listed if entry.removals else ''}</section>\n"


FORMATS: Mapping[str, Callable[[Index], str]] = {"csv": to_csv, "md": to_markdown, "html": to_html}
"""Every form that the index can be written in."""

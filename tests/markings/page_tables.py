"""Print the tables of markings.md from the package's vocabularies: `python tests/markings/page_tables.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.markings import Truth
from redactor.markings.vocabulary import controls, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EFFECT = {Truth.YES: "ok", Truth.UNKNOWN: "hold", Truth.NO: "block"}


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell or "-" for cell in row) + " |"


def _levels() -> Iterator[str]:
    rows = table("levels.toml")["level"].items()
    return _rows(
        ("level", "name", "read as", "in a bracket", "letter", "source"),
        (
            (
                code,
                row["name"],
                ", ".join(row["names"]),
                ", ".join(row["codes"]),
                row["prosign"],
                row["source"],
            )
            for code, row in rows
        ),
    )


def _controls() -> Iterator[str]:
    return _rows(
        (
            "code",
            "meaning",
            "banner",
            "portion",
            "public",
            "partner",
            "other agency",
            "staff",
            "stop",
            "caption",
            "source",
        ),
        (
            (
                row.code,
                row.meaning,
                row.banner,
                row.portion,
                row.public,
                EFFECT[row.partner],
                EFFECT[row.agency],
                EFFECT[row.staff],
                "yes" if row.hard_stop else "",
                "yes" if row.caption else "",
                row.source,
            )
            for row in controls().values()
        ),
    )


def _groups() -> Iterator[str]:
    rows = table("countries.toml")["group"].items()
    return _rows(
        ("group", "name", "stands for its members", "members", "source"),
        (
            (code, row["name"], "yes" if row["expands"] else "no", ", ".join(row["members"]), row["source"])
            for code, row in rows
        ),
    )


def _forms() -> Iterator[str]:
    rows = table("declassification.toml")["form"]
    return _rows(
        ("value", "meaning", "source"), ((row["code"], row["meaning"], row["source"]) for row in rows)
    )


def _reasons() -> Iterator[str]:
    rows = table("declassification.toml")["reason"].items()
    return _rows(
        ("reason", "meaning", "source"),
        ((f"1.4({code})", row["meaning"], row["source"]) for code, row in rows),
    )


TABLES = {"levels": _levels, "controls": _controls, "groups": _groups, "forms": _forms, "reasons": _reasons}


def block(name: str) -> str:
    """Give one table between its markers, as the page holds it."""
    return "\n".join([f"<!-- table {name} -->", *TABLES[name](), f"<!-- end {name} -->"])


if __name__ == "__main__":
    print("\n\n".join(block(name) for name in TABLES))  # noqa: T201 - this is what the script is for

"""redactor audit query: removals that fit, or the answer to a question in SQL."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from redactor import files
from redactor.cli import options
from redactor.errors import UsageError


class Form(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    CSV = "csv"
    MD = "md"


Forms = Annotated[Form, typer.Option("-f", "--format", metavar="table|csv|md", help="How to write it.")]
Sql = Annotated[
    str | None,
    typer.Option("--sql", metavar="SELECT", help="Ask the tables runs, documents, removals, ... in SQL."),
]
Document = Annotated[str | None, typer.Option("--document", metavar="ID", help="In this document.")]
RuleId = Annotated[str | None, typer.Option("--rule", metavar="ID", help="Under this rule.")]
Code = Annotated[
    str | None, typer.Option("--authority", metavar="CODE", help="On this authority, B1 or B1 1.4(b).")
]
Portion = Annotated[str | None, typer.Option("--portion", metavar="N", help="In this portion.")]
Level = Annotated[
    str | None, typer.Option("--level", metavar="LEVEL", help="Of this level: U, SBU, C, S, TS.")
]
Entity = Annotated[str | None, typer.Option("--entity", metavar="KIND", help="Of this kind of entity.")]
Decider = Annotated[
    str | None, typer.Option("--decided-by", metavar="WHO", help="Decided by policy or by reviewer.")
]
Held = Annotated[
    bool | None, typer.Option("--held/--not-held", help="Awaiting a person, or not.", show_default=False)
]


def command(
    out: options.LogPlace,
    document: Document = None,
    rule: RuleId = None,
    authority: Code = None,
    portion: Portion = None,
    level: Level = None,
    entity: Entity = None,
    decided_by: Decider = None,
    held: Held = None,
    sql: Sql = None,
    form: Forms = Form.TABLE,
    as_json: options.Json = False,
) -> None:
    """List the removals that fit, or answer a question in SQL; the log alone is read."""
    from redactor.markings.types import Level as Levels
    from redactor.model import DecidedBy, EntityKind
    from redactor.report import audit, query, screen, sheet

    _refuse_unknown("--level", level, [one.name for one in Levels])
    _refuse_unknown("--entity", entity, [one.value for one in EntityKind])
    _refuse_unknown("--decided-by", decided_by, [one.value for one in DecidedBy])
    wanted = query.Filters(document, rule, authority, portion, level, entity, decided_by, held)
    if sql is not None and wanted != query.Filters():
        raise UsageError("--sql asks for itself", help="say in the SELECT what the other options say")
    lines = audit.lines_of(out)
    found = query.find(lines, wanted) if sql is None else query.ask(lines, sql)
    if as_json:
        sys.stdout.write(screen.as_document(query.to_json(found)))
        return
    write = {Form.TABLE: screen.table, Form.CSV: sheet.csv_text, Form.MD: sheet.markdown_table}[form]
    files.write_stdout(write(found.columns, found.rows).encode())
    sys.stderr.write(f"{screen.counted(len(found.rows), 'row')}\n")


def _refuse_unknown(option: str, asked: str | None, known: list[str]) -> None:
    """Refuse a word that no log can hold: no row would read as if nothing had been removed."""
    if asked is not None and asked not in known:
        raise UsageError(f"{option} {asked!r} is none", help=f"one of {', '.join(known)}")

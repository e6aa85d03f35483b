"""What verify found, level by level, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redactor.errors import ExitCode
from redactor.report.screen import counted, table, visible

if TYPE_CHECKING:
    from redactor.verify import VerifyReport

_HEADER = ("level", "result", "what was checked")
_FAILED = ("level", "kind", "where", "what is wrong")


def to_text(report: VerifyReport) -> str:
    """List each level and its result, then each failure by name, then the answer in one line."""
    levels = table(
        _HEADER,
        ((result.level.value, result.state.value, result.why) for result in report.levels),
        indent="  ",
    )
    failed = table(
        _FAILED,
        ((item.level.value, item.kind.value, item.where, item.what) for item in report.failures),
        indent="  ",
    )
    return (
        f"{visible(report.target)}\n{levels}" + (f"\n{failed}" if failed else "") + f"\n{_answer(report)}\n"
    )


def _answer(report: VerifyReport) -> str:
    documents, lines = counted(report.documents, "document"), counted(report.lines, "line")
    if report.exit_code is ExitCode.DONE:
        return f"verified: {documents}, {lines} of log"
    failures = counted(len(report.failures), "failure")
    told = f"NOT verified: {failures} in {documents}; exit {int(report.exit_code)}"
    return (
        told
        if report.documents
        else f"{told}\n  help: name an output folder of `redactor redact`, or a release in one"
    )


def to_json(report: VerifyReport) -> dict[str, Any]:
    """Give the report as plain values."""
    return {
        "document": "redactor-verify",
        "documents": report.documents,
        "exit": int(report.exit_code),
        "failures": [
            {
                "exit": int(item.code),
                "kind": item.kind.value,
                "level": item.level.value,
                "what": item.what,
                "where": item.where,
            }
            for item in report.failures
        ],
        "levels": [
            {"level": result.level.value, "result": result.state.value, "why": result.why}
            for result in report.levels
        ],
        "lines": report.lines,
        "target": report.target,
        "version": 1,
    }

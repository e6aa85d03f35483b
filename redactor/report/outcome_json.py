"""The JSON that `redact --json` writes: a type of its own, versioned, never a dump of internals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redactor.report import summary
from redactor.report.screen import as_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.errors import ExitCode, RedactorError
    from redactor.pipeline import Outcome, Stale
    from redactor.pipeline.told import Told

VERSION = 1


def document(outcomes: Sequence[Outcome], exit_code: ExitCode, asked: summary.Asked) -> str:
    """Write the outcomes as one JSON document."""
    whole = {
        "document": "redactor-outcome",
        "exit": int(exit_code),
        "policy": asked.policy,
        "results": [_result(outcome, asked) for outcome in outcomes],
        "version": VERSION,
    }
    return as_document(whole)


def _result(outcome: Outcome, asked: summary.Asked) -> dict[str, Any]:
    told = outcome.told
    result: dict[str, Any] = {
        "document": outcome.document,
        "error": None if outcome.error is None else _error(outcome.error),
        "exit": int(outcome.exit_code),
        "next": summary.next_step(outcome, asked) or None,
        "path": None if outcome.path is None else str(outcome.path),
        "source": outcome.source,
        "stale": [] if told is None else [_stale(item) for item in told.stale],
    }
    return result if told is None else result | _told(told)


def _stale(item: Stale) -> dict[str, str]:
    return {"because": item.because, "target": item.target}


def _error(error: RedactorError) -> dict[str, str]:
    return {"help": error.help, "message": error.message, "type": type(error).__name__}


def _told(told: Told) -> dict[str, Any]:
    figures = told.counts
    return {
        "banner": told.banner,
        "counts": {
            "by_rule": dict(figures.by_rule),
            "held": figures.held,
            "kept": figures.kept,
            "part": figures.part,
            "removed": figures.removed,
            "seen_and_kept": dict(figures.seen_and_kept),
        },
        "names": told.names,
        "notices": list(told.notices),
        "portions": [
            {
                "authorities": list(row.authorities),
                "count": row.count,
                "portions": list(row.portions),
                "rules": list(row.rules),
                "state": row.state,
                "what": row.what,
            }
            for row in told.rows
        ],
        "stamp": told.stamp,
        "state": told.state.value,
    }

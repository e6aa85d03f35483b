"""The JSON that `redact --json` writes: a type of its own, versioned, never a dump of internals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from redactor import __version__
from redactor.errors import worst
from redactor.report import summary
from redactor.report.tally import FATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactor.errors import RedactorError
    from redactor.pipeline import Outcome, Stale
    from redactor.pipeline.told import Told
    from redactor.report.tally import Tally

VERSION = 1


def stream(outcomes: Iterable[Outcome], asked: summary.Asked, tally: Tally) -> Iterator[str]:
    """Write the outcomes as one JSON document, each as it comes; what is only known at the end stands last."""
    head = json.dumps({"document": "redactor-outcome", "policy": asked.policy, "version": VERSION})
    opened = False
    for outcome in outcomes:
        tally.add(outcome)
        yield (",\n" if opened else f'{head[:-1]}, "results": [\n') + _line(_result(outcome, asked))
        opened = True
    tail = {
        "counts": {name: tally.fates[name] for name in FATES},
        "exit": int(worst(list(tally.codes))),
        "tool": {"name": "redactor", "version": __version__},
    }
    yield ("" if opened else f'{head[:-1]}, "results": [') + f"\n], {_line(tail)[1:]}\n"


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True)


def _result(outcome: Outcome, asked: summary.Asked) -> dict[str, Any]:
    told = outcome.told
    result: dict[str, Any] = {
        "before": outcome.before,
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

"""The figures of detectors on annotated texts: a table for people, one document for programs, spans for a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from redactor.report.screen import as_document, table, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redactor.model import EntityKind
    from redactor.workbench.measure import Measured
    from redactor.workbench.scoring import Measure, Scores, Share

_HEADER = ("model", "kind", "measure", "precision", "recall", "F")
_RULES = "rules only"


def to_text(measured: Sequence[Measured], *, show_text: bool = False) -> str:
    """Lay the models side by side, kind by kind; misses in context only where text may be shown."""
    rows = [row for one in measured for row in _rows(one)]
    people = [
        (_name(one), "people", "every mention covered", "", _share(one.scores.people), "") for one in measured
    ]
    parts = [table(_HEADER, sorted([*rows, *people], key=lambda row: (row[1] == "people", row[1], row[2])))]
    parts += [_misses(one, show_text=show_text) for one in measured]
    return "\n".join(parts)


def _name(measured: Measured) -> str:
    return measured.model or _RULES


def _rows(measured: Measured) -> list[tuple[str, str, str, str, str, str]]:
    scores = measured.scores
    return [
        (_name(measured), kind.value, word, _share(one.precision), _share(one.recall), _plain(one.f))
        for kind in sorted(scores.strict, key=lambda kind: kind.value)
        for word, one in (("spans", scores.strict[kind]), ("characters", scores.characters[kind]))
    ]


def _plain(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _share(share: Share) -> str:
    """Write a share with its counts and interval: 0.950 [0.900, 0.976] 133/140."""
    if share.value is None or share.interval is None:
        return "- 0/0"
    low, high = share.interval
    return f"{share.value:.3f} [{low:.3f}, {high:.3f}] {share.part}/{share.whole}"


def _misses(measured: Measured, *, show_text: bool) -> str:
    head = f"{_name(measured)}: {len(measured.missed)} mentions left open in {measured.texts} texts\n"
    rows = [f"  {one.name}:{one.line}" + (f"  {one.context}" if show_text else "") for one in measured.missed]
    return head + "".join(f"{visible(row)}\n" for row in rows)


# --- for programs ------------------------------------------------------------------------------


def to_json(measured: Sequence[Measured]) -> str:
    """Write the figures as one document; no text of a document is in it."""
    return as_document(
        {
            "document": "redactor-evaluation",
            "models": [_model(one) for one in measured],
            "version": 1,
        }
    )


def _model(measured: Measured) -> dict[str, Any]:
    scores: Scores = measured.scores
    return {
        "characters": _measures(scores.characters),
        "missed": [
            {"end": one.span.end, "line": one.line, "start": one.span.start, "text": one.name}
            for one in measured.missed
        ],
        "model": measured.model,
        "people": _json_share(scores.people),
        "spans": _measures(scores.strict),
        "texts": measured.texts,
    }


def _measures(measures: Mapping[EntityKind, Measure]) -> dict[str, Any]:
    return {
        kind.value: {"f": one.f, "precision": _json_share(one.precision), "recall": _json_share(one.recall)}
        for kind, one in measures.items()
    }


def _json_share(share: Share) -> dict[str, Any]:
    interval = share.interval
    return {"interval": list(interval) if interval else None, "of": share.whole, "part": share.part}


def dump(measured: Sequence[Measured]) -> bytes:
    """Write every span that each model found, offsets alone, as JSON."""
    spans = [
        {
            "found": [
                {"spans": [[span.start, span.end, kind.value] for span, kind in seen], "text": name}
                for name, seen in one.found
            ],
            "model": one.model,
        }
        for one in measured
    ]
    return (json.dumps(spans, ensure_ascii=True, indent=1, sort_keys=True) + "\n").encode()

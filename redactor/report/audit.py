"""The log for people: what each run released, refused and removed, and the same in figures."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from redactor import audit
from redactor.errors import InputRefusedError, Refusal
from redactor.pipeline.told import deciding
from redactor.report.screen import counted, table, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    Line = dict[str, Any]

_REMOVALS = ("no.", "portion", "what", "marking", "rule", "authority", "by")
_FIGURES = ("what", "value", "count")
_QUIET = frozenset({"furniture", "remark"})
_RELEASE = "release"
_RUN = "run"
_REFUSAL = "refusal"


def lines_of(place: Path) -> tuple[Line, ...]:
    """Read the log of an output folder, or a log file. Raises InputRefusedError."""
    log = place / audit.place.LOG if place.is_dir() else place
    if not log.exists():
        raise InputRefusedError(
            Refusal.IO,
            f"{log}: there is no log here",
            help="name an output folder of `redactor redact`, or a log",
        )
    return audit.log.read_file(log)


# --- show --------------------------------------------------------------------------------------


def show_text(lines: Sequence[Line], removed: Mapping[int, str] = MappingProxyType({})) -> str:
    """Write each run, and under it each document with its removals; `removed` adds their text by line."""
    replaced = _replaced(lines)
    return "".join(_line(line, replaced) + removed.get(line["seq"], "") for line in lines)


def _replaced(lines: Iterable[Line]) -> Mapping[int, int]:
    """Give for each line that was replaced the one that replaced it."""
    found = ((line.get("supersedes"), line["seq"]) for line in lines)
    return {old: new for old, new in found if isinstance(old, int)}


def _line(line: Line, replaced: Mapping[int, int]) -> str:
    if line["type"] == _RUN:
        return _run(line)
    if line["type"] == _REFUSAL:
        return f"\n  line {line['seq']}  {visible(line['doc'])}  refused: {visible(line['reason'])}\n"
    if line["type"] == "unseal":
        numbers = ", ".join(f"#{number}" for number in line["removals"])
        told = (
            f"opened {numbers} of line {line['line']} for {visible(line['actor'])}: {visible(line['reason'])}"
        )
        return f"\n  line {line['seq']}  {visible(line['doc'])}  {told}\n"
    if line["type"] == "note":
        on = f"  {visible(line['doc'])}" if line["doc"] else ""
        return f"\n  line {line['seq']}{on}  note of {visible(line['actor'])}: {visible(line['text'])}\n"
    return _release(line, replaced)


def _run(line: Line) -> str:
    policy, tool = line["policy"], line["tool"]
    told = (
        f"run {line['run']}, {line['time']}",
        f"policy {policy['id']} {policy['version']}, audience {_audience(line['audience'])}, as of {line['as_of']}",
        f"redactor {tool['version']}" + (", with decisions" if line["decisions"] else ""),
    )
    start = "\n" if line["seq"] else ""
    return start + "".join(f"{visible(part)}\n" for part in told)


def _audience(reader: Line) -> str:
    parts = (reader["kind"], reader["under"], *reader["countries"], reader["name"], reader["clearance"])
    return " ".join(str(part) for part in parts if part)


def _release(line: Line, replaced: Mapping[int, int]) -> str:
    loud = [entry for entry in line["removals"] if entry["kind"] not in _QUIET]
    silent = len(line["removals"]) - len(loud)
    after = f"  (replaced by line {replaced[line['seq']]})" if line["seq"] in replaced else ""
    parts = [
        f"\n  line {line['seq']}  {visible(line['doc'])}  {line['kind']}{after}\n",
        f"  {visible(line['stamp'])}; banner {visible(line['banner'])}\n",
        table(_REMOVALS, (_removal(entry) for entry in loud), indent="    "),
        f"    and {counted(silent, 'line')} of furniture or old marking\n" if silent else "",
        f"    seen and kept: {_listed(line['kept'])}\n",
    ]
    return "".join(parts)


def _removal(entry: Line) -> tuple[str, ...]:
    what = f"{entry['what']}, held" if entry["held"] else str(entry["what"])
    return (
        f"#{entry['n']}",
        entry["portion"] or "-",
        what,
        shown_marking(entry),
        ", ".join(deciding(entry["rules"])),
        ", ".join(entry["authorities"]) or "-",
        entry["decided_by"],
    )


def shown_marking(entry: Line) -> str:
    """Write a removal's marking and its basis; `?` where it is at least that."""
    level = entry["marking"] if entry["known"] else f"{entry['marking']}?"
    return f"{'//'.join([level, *entry['controls']])} {entry['basis']}"


def _listed(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{visible(name)} {number}" for name, number in numbers.items()) or "nothing"


def show_json(lines: Sequence[Line]) -> dict[str, Any]:
    """Give the log's own lines as one document."""
    return {"document": "redactor-audit", "lines": [dict(line) for line in lines], "version": 1}


# --- stats -------------------------------------------------------------------------------------

# More documents than this are counted one by one in the JSON alone.
_LISTED = 20


def stats(lines: Sequence[Line]) -> dict[str, Any]:
    """Count what stands: current documents and their removals; refusals and replaced lines beside them."""
    standing: list[Line] = [dict(line) for line in audit.log.current(lines)]
    removals = [entry for line in standing for entry in line["removals"] if entry["kind"] not in _QUIET]
    return {
        "document": "redactor-audit-stats",
        "documents": _counts(_state(line) for line in standing),
        "lines": len(lines),
        "notes": sum(line["type"] == "note" for line in lines),
        "opened": _counts(
            line["actor"] for line in lines if line["type"] == "unseal" for _ in line["removals"]
        ),
        "portions": _summed(line["portions"] for line in standing),
        "refused": _counts(line["reason"] for line in lines if line["type"] == _REFUSAL),
        "removals": {
            "actions": _counts(entry["action"] for entry in removals),
            "authorities": _counts(code for entry in removals for code in entry["authorities"]),
            "decided_by": _counts(entry["decided_by"] for entry in removals),
            "documents": {line["doc"]: _removed_in(line) for line in standing},
            "entities": _counts(entry["entity"] for entry in removals if "entity" in entry),
            "held": sum(entry["held"] for entry in removals),
            "markings": _counts(entry["marking"] for entry in removals),
            "rules": _counts(rule for entry in removals for rule in deciding(entry["rules"])),
            "total": len(removals),
            "what": _counts(entry["what"] for entry in removals),
        },
        "replaced": len(_replaced(lines)),
        "runs": sum(line["type"] == _RUN for line in lines),
        "seen_and_kept": _summed(line["kept"] for line in standing),
        "version": 1,
    }


def _removed_in(line: Line) -> int:
    """Count a document's removals but for page lines and re-marking."""
    return sum(entry["kind"] not in _QUIET for entry in line["removals"])


def _state(line: Line) -> str:
    return str(line["state"])


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _summed(numbers: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for counts in numbers:
        total.update(counts)
    return dict(sorted(total.items()))


def stats_text(figures: Mapping[str, Any]) -> str:
    """Write the figures as a table: runs, documents, portions, removals by rule and authority."""
    rows = [
        ("runs", "", str(figures["runs"])),
        *_rows("documents", figures["documents"]),
        *_rows("refused", figures["refused"]),
        ("replaced lines", "", str(figures["replaced"])),
        *_rows("portions", figures["portions"]),
        ("removals", "", str(figures["removals"]["total"])),
        ("removals on hold", "", str(figures["removals"]["held"])),
    ]
    for name, key in (
        ("by rule", "rules"),
        ("by authority", "authorities"),
        ("by marking", "markings"),
        ("by entity", "entities"),
        ("by kind", "what"),
        ("by", "decided_by"),
    ):
        rows += _rows(f"removals {name}", figures["removals"][key])
    if len(figures["removals"]["documents"]) <= _LISTED:
        rows += _rows("removals in", figures["removals"]["documents"])
    rows += _rows("removals opened by", figures["opened"])
    rows += [("notes", "", str(figures["notes"]))] if figures["notes"] else []
    rows += _rows("seen and kept", figures["seen_and_kept"])
    return table(_FIGURES, rows)


def _rows(name: str, counts: Mapping[str, int]) -> list[tuple[str, str, str]]:
    return [(name, value, str(number)) for value, number in counts.items()]

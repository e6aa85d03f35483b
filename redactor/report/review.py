"""What awaits a person: the open removals of every draft, and a decisions file to fill in."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redactor import audit, files, policy
from redactor.errors import InputRefusedError, Refusal
from redactor.report.screen import counted, table, visible, visible_lines
from redactor.report.summary import deciding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_HEADER = ("removal", "portion", "what", "rule", "authority")


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One removal that awaits a person; `commitment` binds a decision to its text."""

    number: int
    portion: str | None
    what: str
    rules: tuple[str, ...]
    authorities: tuple[str, ...]
    commitment: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A document whose current line in the log is a draft, its policy, and the day it was judged by."""

    document: str
    policy: str
    as_of: str
    items: tuple[OpenItem, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """Where a draft's decisions file lies, and whether it was written now or stood there before.

    `missing` are entries to add by hand to a file that stood there: what opened since it was laid out.
    """

    draft: Draft
    path: Path
    fresh: bool
    missing: str = ""


def drafts(out: Path) -> tuple[Draft, ...]:
    """Give the drafts of an output folder, in the log's order. Raises InputRefusedError."""
    path = out / audit.place.LOG
    if not path.is_file():
        raise InputRefusedError(
            Refusal.IO,
            f"{out}: there is no {audit.place.LOG} here",
            help="name an output folder of `redactor redact`",
        )
    records = audit.log.read_file(path)
    current = [record for record in audit.log.current(records) if record["kind"] == "draft"]
    return tuple(_draft(record, audit.log.run_of(records, record)) for record in current)


def _draft(record: Mapping[str, Any], run: Mapping[str, Any] | None) -> Draft:
    policy_id, as_of = ("POLICY", "DATE") if run is None else (run["policy"]["id"], run["as_of"])
    held = tuple(_item(entry) for entry in record["removals"] if entry["held"])
    return Draft(record["doc"], policy_id, as_of, held)


def _item(entry: Mapping[str, Any]) -> OpenItem:
    return OpenItem(
        entry["n"],
        entry["portion"],
        entry["what"],
        tuple(entry["rules"]),
        tuple(entry["authorities"]),
        entry["commit"],
    )


def lay_out(found: Iterable[Draft], custody: Path) -> tuple[Laid, ...]:
    """Write a decisions file into custody for each draft; one that stands there is never touched."""
    folder = files.open_folder(custody, private=True)
    try:
        return tuple(_lay_out(draft, folder, custody) for draft in found)
    finally:
        files.close_folder(folder)


def _lay_out(draft: Draft, folder: files.Folder, custody: Path) -> Laid:
    name = f"{draft.document}.decisions.yaml"
    if files.is_regular(folder, name):
        written = files.read_in(folder, name, limit=files.INPUT_LIMIT)
        return Laid(draft, custody / name, fresh=False, missing=_missing(draft, written))
    skeleton = policy.decisions_skeleton(draft.document, draft.items)
    files.write_whole(folder, name, skeleton.encode(), private=True)
    return Laid(draft, custody / name, fresh=True)


def _missing(draft: Draft, written: bytes | files.Unread) -> str:
    """Lay out the open items that a file does not speak of, as entries to add at its end."""
    known = written if isinstance(written, bytes) else b""
    items = [item for item in draft.items if item.commitment.encode() not in known]
    return policy.decisions_skeleton(draft.document, items).partition("\ndecisions:\n")[2] if items else ""


def to_text(laid: Sequence[Laid], out: Path) -> str:
    """List what is open, where to write the decisions, and what to type then."""
    return "".join(_text(one, out) for one in laid) or "nothing awaits a person\n"


def _text(laid: Laid, out: Path) -> str:
    draft = laid.draft
    rows = (
        (
            f"#{item.number}",
            item.portion or "-",
            item.what,
            ", ".join(deciding(item.rules)),
            ", ".join(item.authorities) or "-",
        )
        for item in draft.items
    )
    done = "decisions laid out in" if laid.fresh else "decisions stand already, untouched, in"
    return (
        f"{visible(draft.document)}: {counted(len(draft.items), 'removal awaits', 'removals await')} a person\n"
        + table(_HEADER, rows, indent="  ")
        + f"  {done} {visible(str(laid.path))}\n"
        + (
            f"  add these entries at its end, for what opened since:\n\n{visible_lines(laid.missing)}\n"
            if laid.missing
            else ""
        )
        + f"  next: fill it in, then redactor redact CABLE -p {visible(draft.policy)} -o {visible(shlex.quote(str(out)))}"
        + f" --as-of {visible(draft.as_of)}"
        + f" --decisions {visible(shlex.quote(str(laid.path)))}\n"
    )


def to_json(laid: Sequence[Laid]) -> dict[str, Any]:
    """Give the same as plain values."""
    return {
        "document": "redactor-review",
        "drafts": [
            {
                "decisions": str(one.path),
                "as_of": one.draft.as_of,
                "document": one.draft.document,
                "fresh": one.fresh,
                "policy": one.draft.policy,
                "open": [_plain(item) for item in one.draft.items],
            }
            for one in laid
        ],
        "version": 1,
    }


def _plain(item: OpenItem) -> dict[str, Any]:
    return {
        "authorities": list(item.authorities),
        "commitment": item.commitment,
        "number": item.number,
        "portion": item.portion,
        "rules": list(item.rules),
        "what": item.what,
    }

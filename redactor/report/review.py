"""What awaits a person: the open removals of every draft and every referral, and a decisions file for each."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from redactor import audit, files, policy
from redactor.errors import InputRefusedError, Refusal
from redactor.pipeline import protect_list
from redactor.pipeline.told import deciding
from redactor.policy.authorities import PERSONAL
from redactor.policy.confirming import DECLASSIFIED
from redactor.policy.decisions_skeleton import Subject, skeleton_entries
from redactor.report.screen import counted, table, visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_HEADER = ("removal", "portion", "what", "rule", "authority")
_CLASSIFIED = frozenset({"C", "S", "TS"})
_PERSONAL = frozenset(kind.value for kind in PERSONAL)
# What a run's options are where the user typed nothing: those need not be typed again.
_USUAL = {"codec": "utf-8", "nlp": "redactor-names", "max_bytes": str(files.INPUT_LIMIT)}
_FLAGS = {"codec": "--codec", "nlp": "--nlp", "max_bytes": "--max-bytes"}


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One removal that awaits a person; `commitment` binds a decision to its text.

    `marking` is its level, with a plus where it may be more; `confirmable` what somebody else may have
    decided of it: `declassified`, `consent`, or nothing.
    """

    number: int
    portion: str | None
    what: str
    rules: tuple[str, ...]
    authorities: tuple[str, ...]
    commitment: str
    kind: str = "portion"
    marking: str = ""
    basis: str = ""
    confirmable: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document whose current line in the log awaits a person, and the command that made it.

    `referral` says that it was refused until its referral's result is recorded. `file` is the decisions
    file in custody that the draft was made with, empty where there was none; `used` is what stood in it.
    """

    document: str
    policy: str
    as_of: str
    items: tuple[OpenItem, ...]
    version: str = ""
    commitment: str = ""
    referral: bool = False
    seq: int = 0
    command: tuple[str, ...] = ("CABLE",)
    file: str = ""
    used: bytes = field(default=b"", repr=False)
    loaded: str = field(default="", repr=False)
    settings: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    unproved: bool = False

    @property
    def subject(self) -> Subject:
        """Give what a decisions file says of the document."""
        edition = f"{self.policy} {self.version}" if self.version else ""
        return Subject(self.document, edition, self.commitment, self.referral)


@dataclass(frozen=True, slots=True)
class Laid:
    """Where a draft's decisions file lies, and whether it was written now or stood there before.

    `missing` are entries to add by hand to a file that stood there: what opened since it was laid out.
    """

    draft: Draft
    path: Path
    fresh: bool
    missing: str = ""


def drafts(out: Path, custody: Path | None = None) -> tuple[Draft, ...]:
    """Give what awaits a person in an output folder, in the log's order. Raises InputRefusedError."""
    path = out / audit.place.LOG
    if not path.is_file():
        raise InputRefusedError(
            Refusal.IO,
            f"{out}: there is no {audit.place.LOG} here",
            help="name an output folder of `redactor redact`",
        )
    records = audit.log.read_file(path)
    folder = audit.place.custody_of(out) if custody is None else custody
    return tuple(_draft(records, record, folder) for record in _open(records))


def _open(records: Sequence[audit.Record]) -> list[Mapping[str, Any]]:
    """Give the lines that await a person: current drafts, and referrals that nothing came after."""
    last: dict[Any, Mapping[str, Any]] = {line["source"]: line for line in records if "source" in line}
    current: list[Mapping[str, Any]] = [
        record for record in audit.log.current(records) if record["kind"] == "draft"
    ]
    refused = [
        record
        for record in last.values()
        if record["type"] == "refusal" and record["reason"] == Refusal.REFERRAL.value
    ]
    return sorted([*current, *refused], key=lambda record: record["seq"])


def _draft(records: Sequence[Mapping[str, Any]], record: Mapping[str, Any], custody: Path) -> Draft:
    run = next(line for line in records if line["type"] == "run" and line["run"] == record["run"])
    typed = audit.read_custody(custody, run["seq"], audit.custody.RUN)
    source = audit.read_custody(custody, record["seq"], record["doc"])["source"]
    options, (settings, _) = _texts(typed.get("options")), protect_list.parted(_texts(typed.get("settings")))
    used = typed.get("decisions_name")
    return Draft(
        record["doc"],
        run["policy"]["id"],
        run["as_of"],
        tuple(_item(entry) for entry in record.get("removals", ()) if entry["held"]),
        run["policy"]["version"],
        record["source"],
        referral=record["type"] == "refusal",
        seq=record["seq"],
        command=_command(run, options, settings, _texts(source).get("name", "CABLE")),
        file=used if isinstance(used, str) else "",
        used=_used(typed.get("decisions")),
        loaded=options.get("policy", run["policy"]["id"]),
        settings=tuple(settings.items()),
        unproved=run["unproved"] is True,
    )


def _used(value: object) -> bytes:
    """Give the decisions that a run knew, where entries can be added at their end: in YAML, one a block."""
    written = value.encode() if isinstance(value, str) else b""
    return written if re.search(rb"^decisions:[ ]*$", written, re.MULTILINE) else b""


def _texts(value: object) -> dict[str, str]:
    return {key: str(item) for key, item in value.items()} if isinstance(value, dict) else {}


def _command(
    run: Mapping[str, Any], options: Mapping[str, str], settings: Mapping[str, str], source: str
) -> tuple[str, ...]:
    """Give the words of the command that made the draft, from the cable on; the folder comes later."""
    words = [source, "-p", options.get("policy", run["policy"]["id"])]
    for name, value in sorted(settings.items()):
        words += ["--set", f"{name}={value}"]
    if "protect_list" in options:
        words += [protect_list.SETTING, options["protect_list"]]
    for name, usual in _USUAL.items():
        if options.get(name, usual) != usual:
            words += [_FLAGS[name], options[name] or "none"]  # a log writes "" where no model was asked for
    for written in options.get("formats", "").split(","):
        if written not in {"", "text"}:
            words += ["-f", written]
    if run["unproved"]:
        words.append("--unproved")
    return tuple(words)


def _item(entry: Mapping[str, Any]) -> OpenItem:
    return OpenItem(
        entry["n"],
        entry["portion"],
        entry["what"],
        tuple(entry["rules"]),
        tuple(entry["authorities"]),
        entry["commit"],
        entry["kind"],
        entry["marking"] + ("" if entry["known"] else "+"),
        entry["basis"],
        _confirmable(entry),
    )


def _confirmable(entry: Mapping[str, Any]) -> str:
    """Say what somebody else may have decided of a removal."""
    if DECLASSIFIED in entry["rules"]:
        return ""
    if entry["kind"] == "entity" and entry.get("entity") in _PERSONAL:
        return "consent"
    classified = entry["marking"] in _CLASSIFIED or not entry["known"]
    return "declassified" if entry["kind"] == "portion" and classified else ""


def texts_of(draft: Draft, custody: Path) -> dict[int, str]:
    """Give the removed text of each removal, for a person who asked to see it."""
    if draft.referral:
        return {}
    removals = audit.read_custody(custody, draft.seq, draft.document)["removals"]
    rows = removals if isinstance(removals, list) else []
    return {int(str(row["n"])): str(row["text"]) for row in rows if isinstance(row, dict)}


def file_of(draft: Draft) -> str:
    """Name the decisions file of a draft: the one that it was made with, else its own."""
    return draft.file or f"{draft.document}.decisions.yaml"


def lay_out(found: Iterable[Draft], custody: Path) -> tuple[Laid, ...]:
    """Write a decisions file into custody for each draft; one that stands there is never touched."""
    folder = files.open_folder(custody, private=True)
    try:
        return tuple(_lay_out(draft, folder, custody) for draft in found)
    finally:
        files.close_folder(folder)


def _lay_out(draft: Draft, folder: files.Folder, custody: Path) -> Laid:
    name = file_of(draft)
    if files.is_regular(folder, name):
        written = files.read_in(folder, name, limit=files.INPUT_LIMIT)
        return Laid(draft, custody / name, fresh=False, missing=_missing(draft, written))
    files.write_whole(folder, name, _begun(draft), private=True)
    return Laid(draft, custody / name, fresh=True)


def _begun(draft: Draft) -> bytes:
    """Begin a decisions file; decisions that were made in a file elsewhere are needed again, and go first."""
    if not draft.used:
        return policy.decisions_skeleton(draft.subject, draft.items).encode()
    return draft.used.rstrip() + b"\n" + skeleton_entries(draft.subject, draft.items).encode()


def undecided(draft: Draft, commitment: str, written: bytes) -> bool:
    """Say whether a file says no more of a text than the run that left it open had been told already."""
    return written.count(commitment.encode()) <= draft.used.count(commitment.encode())


def _missing(draft: Draft, written: bytes | files.Unread) -> str:
    """Lay out the open items that a file does not speak of, as entries to add at its end."""
    known = written if isinstance(written, bytes) else b""
    if draft.referral:
        spoken_of = b"kind: referral" in known or b'kind: "referral"' in known
        return "" if spoken_of else skeleton_entries(draft.subject, ())
    items = [item for item in draft.items if undecided(draft, item.commitment, known)]
    return skeleton_entries(draft.subject, items) if items else ""


def to_text(laid: Sequence[Laid], out: Path, custody: Path | None = None) -> str:
    """List what is open, where to write the decisions, and what to type then."""
    return "".join(_text(one, out, custody) for one in laid) or "nothing awaits a person\n"


def headline(draft: Draft) -> str:
    """Say of one document what awaits a person."""
    if draft.referral:
        return f"{visible(draft.document)}: refused until the result of its referral is recorded\n"
    count = counted(len(draft.items), "removal awaits", "removals await")
    return f"{visible(draft.document)}: {count} a person\n"


def _text(laid: Laid, out: Path, custody: Path | None) -> str:
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
        headline(draft)
        + table(_HEADER, rows, indent="  ")
        + f"  {done} {visible(str(laid.path))}\n"
        + (
            f"  add these entries at its end, for what opened since:\n\n{visible_lines(laid.missing)}\n"
            if laid.missing
            else ""
        )
        + f"  next: fill it in, then {visible(next_command(draft, laid.path, out, custody))}\n"
    )


def next_command(draft: Draft, path: Path, out: Path, custody: Path | None = None) -> str:
    """Give the command that makes the copy again, with the decisions."""
    where = () if custody is None else ("--custody", str(custody))
    words = ("redactor", "redact", *draft.command, "-o", str(out), *where)
    return shlex.join((*words, "--as-of", draft.as_of, "--decisions", str(path)))


def to_json(laid: Sequence[Laid], out: Path, custody: Path | None = None) -> dict[str, Any]:
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
                "referral": one.draft.referral,
                "next": next_command(one.draft, one.path, out, custody),
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

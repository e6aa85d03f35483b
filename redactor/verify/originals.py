"""Level 3: the released document is the original less its removals; needs custody, better with the source."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import commit, custody, state
from redactor.audit.canonical import MalformedError
from redactor.audit.opened import OpenedDocument, read_document
from redactor.audit.record import line_digest
from redactor.errors import ExitCode, InputRefusedError
from redactor.files import Unread
from redactor.pipeline import tables
from redactor.verify.outcome import Failure, Kind, Level, failure, numbered
from redactor.verify.public import number, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from redactor.audit.canonical import Json
    from redactor.audit.log import Record
    from redactor.verify.public import Copy


@dataclass(frozen=True, slots=True)
class Original:
    """A document that custody opened: its copy, its decoded text, and its source where that was given."""

    copy: Copy
    opened: OpenedDocument
    text: str = field(repr=False)
    source: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Custody:
    """What a custody folder gave: the log's secret, those of runs merged into it, the files by line number."""

    first: bytes = field(repr=False)
    others: Mapping[object, bytes] = field(repr=False)
    contents: dict[int, dict[str, Json]] = field(repr=False)

    def secret(self, line: Record) -> bytes:
        """Give the secret that a line's commitments were made under: its run's, and the log's without a run."""
        return self.others.get(line.get("run"), self.first)

    def secrets(self) -> tuple[bytes, ...]:
        """Give every secret once."""
        return tuple(dict.fromkeys((self.first, *self.others.values())))


def _bad(kind: Kind, where: str, what: str, code: ExitCode | None = None) -> Failure:
    return failure(Level.CUSTODY, kind, where, what, code)


def open_custody(folder: Path, records: Sequence[Record]) -> tuple[list[Failure], Custody | None]:
    """Compare every custody file's bytes with the log, then read it; without its secret nothing opens."""
    failures: list[Failure] = []
    opened = _secrets(folder, records, failures)
    if opened is None:
        return failures, None
    for record in records:
        content = _open_file(folder, record, opened.secret(record), failures)
        if content is not None:
            opened.contents[number(record["seq"])] = content
    failures += _check_decisions(folder, records, opened.contents) + _check_end(folder, len(records))
    return failures, opened


def _secrets(folder: Path, records: Sequence[Record], failures: list[Failure]) -> Custody | None:
    """Read the secret of each run, a merged log having several; None where one is missing or another's."""
    runs = [(record["run"], str(record["custody_key"])) for record in records if record["type"] == "run"]
    first = runs[0][1] if runs else ""
    found = {
        check: _secret(
            folder, custody.SECRET if check == first else custody.secret_name(check), check, failures
        )
        for check in dict.fromkeys((first, *(check for _, check in runs)))
    }
    if any(secret is None for secret in found.values()):
        return None
    by_run: dict[object, bytes] = {run: found[check] or b"" for run, check in runs if check != first}
    return Custody(found[first] or b"", by_run, {})


def _secret(folder: Path, name: str, check: str, failures: list[Failure]) -> bytes | None:
    secret = files.try_read(folder / name, limit=commit.SECRET_SIZE, follow=False)
    if isinstance(secret, Unread):
        failures.append(_unread(name, secret))
        return None
    if len(secret) != commit.SECRET_SIZE or commit.secret_check(secret) != check:
        failures.append(_bad(Kind.WRONG_KEY, name, "it is not the secret that the log names"))
        return None
    return secret


def _unread(name: str, why: Unread) -> Failure:
    """Broken custody is tampering, gone or damaged alike; only a refused permission says nothing of it."""
    if why is Unread.DENIED:
        return _bad(Kind.UNREADABLE, name, why.value)
    return _bad(Kind.MISSING if why is Unread.ABSENT else Kind.ALTERED, name, why.value, ExitCode.TAMPERED)


def _open_file(
    folder: Path, record: Record, secret: bytes, failures: list[Failure]
) -> dict[str, Json] | None:
    name = custody.file_of(record)
    data = custody.stored_at(folder, name)
    if isinstance(data, Unread):
        failures.append(_unread(name, data))
        return None
    if not hmac.compare_digest(custody.file_commitment(secret, name, data), str(record["custody"])):
        failures.append(_bad(Kind.ALTERED, name, "its bytes are not those that the log commits to"))
        return None
    try:
        content = custody.unwrap(data)
    except MalformedError as error:
        failures.append(_bad(Kind.ALTERED, name, error.message))
        return None
    if content.get("line_sha256") != line_digest(record):
        failures.append(
            _bad(Kind.ALTERED, f"line {record['seq']}", "the log's line is not the one that custody knows")
        )
    return content


def _check_end(folder: Path, lines: int) -> list[Failure]:
    """Look for lines that custody knows and the log lacks: its end was cut off, or a crash came before it.

    A crash leaves the files of one write at most, a run line and a document.
    """
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return [_bad(Kind.UNREADABLE, str(folder), Unread.DENIED.value)]
    matches = map(custody.FILE_NAME.fullmatch, names)
    beyond = {int(match["seq"]) for match in matches if match is not None} - set(range(lines))
    if not beyond:
        return []
    code = ExitCode.INCOMPLETE if max(beyond) < lines + state.IN_FLIGHT else ExitCode.TAMPERED
    what = f"custody knows {numbered(len(beyond), 'line')} more than the log has"
    return [_bad(Kind.TRUNCATED, f"line {min(beyond)}", what, code)]


def _check_decisions(
    folder: Path, records: Sequence[Record], contents: dict[int, dict[str, Json]]
) -> list[Failure]:
    """Hold a decisions file in custody against the run that used it last, once that run left no draft."""
    used: dict[str, tuple[object, object]] = {}
    for record in records:
        content = contents.get(number(record["seq"]), {}) if record["type"] == "run" else {}
        if isinstance(content.get("decisions_name"), str):
            used[str(content["decisions_name"])] = (record["run"], content["decisions"])
    drafts = {
        record["run"] for record in records if record["type"] == "release" and record["kind"] == "draft"
    }
    failures = []
    for name, (run, text) in sorted(used.items()):
        data = files.try_read(folder / name, limit=custody.FILE_LIMIT, follow=False)
        if run not in drafts and isinstance(data, bytes) and data.decode("utf-8", "backslashreplace") != text:
            failures.append(_bad(Kind.ALTERED, name, "it is not the decisions file that its run used"))
    return failures


# --- documents ---------------------------------------------------------------------------------


def rebuild(copies: Sequence[Copy], opened: Custody) -> tuple[list[Failure], list[Original]]:
    """Rebuild each original from its release and custody, and check every commitment on the way."""
    failures: list[Failure] = []
    originals = []
    for copy in copies:
        content = opened.contents.get(number(copy.line["seq"]))
        if content is None:
            continue  # its custody file was named as broken already
        what, original = _rebuild(copy, content, opened.secret(copy.line))
        if original is None:
            failures.append(_bad(Kind.ALTERED, str(copy.line["doc"]), what))
        else:
            originals.append(original)
    return failures, originals


def _rebuild(copy: Copy, content: dict[str, Json], secret: bytes) -> tuple[str, Original | None]:
    try:
        document = read_document(content)
        kept = [segment.decode() for segment in copy.kept]
    except MalformedError as error:
        return error.message, None
    except UnicodeDecodeError:
        return "a kept segment is not UTF-8", None
    what = _unlike(copy, document, secret)
    if what:
        return what, None
    text, spans = _join(kept, document)
    if spans != [removal.span.start for removal in document.removals]:
        return "a removal does not stand where custody says", None
    if hashlib.sha256(text.encode()).hexdigest() != document.text_sha256:
        return "release and custody together are not the original", None
    return "", Original(copy, document, text)


def _unlike(copy: Copy, document: OpenedDocument, secret: bytes) -> str:
    """Say what of the log custody contradicts; empty where it opens every commitment."""
    logged = rows(copy.line["removals"])
    if commit.source_tag(secret, document.sha256) != copy.line["source"]:
        return "the log commits to another original"
    if [row["n"] for row in logged] != [removal.number for removal in document.removals]:
        return "log and custody do not hold the same removals"
    for row, removal in zip(logged, document.removals, strict=True):
        at, length = number(row["at"]), number(row["len"])
        if commit.removal(secret, document.sha256, removal.span, removal.text) != row["commit"]:
            return f"removal {removal.number} does not open its commitment"
        if copy.data[at : at + length] != removal.replacement.encode():
            return f"removal {removal.number} shows another marker"
    return ""


def _join(kept: Sequence[str], document: OpenedDocument) -> tuple[str, list[int]]:
    """Put kept and removed text together again, and say where each removal came to stand."""
    parts, starts, position = [kept[0]], [], len(kept[0])
    for removal, segment in zip(document.removals, kept[1:], strict=True):
        starts.append(position)
        parts += [removal.text, segment]
        position += len(removal.text) + len(segment)
    return "".join(parts), starts


# --- sources -----------------------------------------------------------------------------------


def match_sources(
    path: Path, originals: Sequence[Original], opened: Custody, known: set[str]
) -> tuple[list[Failure], list[Original]]:
    """Compare the sources the user names, byte for byte, with the originals of the log."""
    failures: list[Failure] = []
    by_tag = dict(_sources(path, opened, known, failures))
    matched = []
    for original in originals:
        data = by_tag.get(str(original.copy.line["source"]))
        if data is not None and decode(data, original.opened.codec) != original.text:
            failures.append(
                _bad(Kind.ALTERED, str(original.copy.line["doc"]), "its source decodes to another text")
            )
            data = None
        matched.append(replace(original, source=data))
    if files.is_folder(path) or tables.is_table(path):
        failures += [
            _bad(Kind.MISSING, str(original.copy.line["doc"]), f"no file of {path} is its original")
            for original in matched
            if original.source is None
        ]
    return failures, matched


def _sources(
    path: Path, opened: Custody, known: set[str], failures: list[Failure]
) -> list[tuple[str, bytes]]:
    """Read what the user named; a single file must be an original, a folder or a table may hold other things too."""
    several = files.is_folder(path) or tables.is_table(path)
    found: list[tuple[str, bytes]] = []
    for item, data in _read(path, opened, failures):
        if isinstance(data, Unread):
            if not several:
                failures.append(_bad(Kind.UNREADABLE, str(item), data.value))
            continue
        digest = hashlib.sha256(data).digest()
        tags = {commit.source_tag(secret, digest) for secret in opened.secrets()} & known
        if tags:
            found += [(tag, data) for tag in sorted(tags)]
        elif not several:
            failures.append(_bad(Kind.ALTERED, str(item), "it is the original of no document here"))
    return found


def _read(path: Path, opened: Custody, failures: list[Failure]) -> Iterator[tuple[Path, bytes | Unread]]:
    """Read every file of a folder, every row of a table, or the one file."""
    try:
        if files.is_folder(path):
            yield from (
                (item, files.try_read(item, limit=custody.FILE_LIMIT)) for item in files.list_inputs(path)
            )
        elif tables.is_table(path):
            yield from ((path, data) for data in tables.texts(path, _reading(opened)))
        else:
            yield path, files.try_read(path, limit=custody.FILE_LIMIT)
    except InputRefusedError as error:
        failures.append(_bad(Kind.UNREADABLE, str(path), error.message))


def _reading(opened: Custody) -> tables.Reading:
    """Say how the runs read their tables."""
    options = [
        content.get("options") for content in opened.contents.values() if content.get("type") == custody.RUN
    ]
    given = next((item for item in options if isinstance(item, dict)), {})
    column, codec = given.get("text_column"), given.get("codec")
    return tables.Reading(
        column if isinstance(column, str) and column else None,
        custody.FILE_LIMIT,
        codec if isinstance(codec, str) else "utf-8",
    )


def decode(data: bytes, codec: str) -> str | None:
    """Decode a source as the reader does: byte-order mark dropped, line ends as LF; None where it cannot."""
    try:
        text = data.decode(codec)
    except (LookupError, ValueError):
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

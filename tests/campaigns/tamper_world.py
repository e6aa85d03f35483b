"""What the tampering campaign works on: two logs of the same cables, what was handed out of them, who reads."""

from __future__ import annotations

import contextlib
import io
import runpy
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from redactor import audit, files
from redactor.audit import note, sealed, unseal
from redactor.errors import ExitCode, RedactorError, Refusal
from redactor.report import export
from redactor.verify import verify
from tests.audit.builders import Document, Plan, clock, document, publish, run_info
from tests.vectors.defects import OURS, Files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redactor.audit.keys import Signer

FIRST = (Plan(), Plan(serial="000007", hold=True), Plan(rain="It snowed.", name="Ines Calder"))
SECOND = Plan(serial="000007")
STRANGE = b"no cable at all\n"
REVIEWERS = (sealed.new_reviewer("ann.example"), sealed.new_reviewer("ben.example"))
_ALONE: Callable[..., int] = runpy.run_path(str(files.package_path("verify_release.py")))["main"]


@dataclass(frozen=True)
class World:
    """Files by path: a signed log, an unsigned one, one of another custody, the first two when they were younger."""

    signed: Files
    plain: Files
    other: Files
    younger: Files
    younger_plain: Files
    sealed: Files


def renderings(made: Document) -> dict[str, bytes]:
    """Give a rendering that is none of a format: verify holds its bytes alone."""
    return {"json": b'{"text":1}\n', "md": made.release.text.encode() + b"<!-- -->\n"}


def write(out: Path, signer: Signer | None, secret: bytes, *plans: Plan, refuse: bool = False) -> None:
    """Write one run."""
    run = run_info(signer=signer)
    with audit.open_store(audit.destination(out), run, clock=clock, secret=secret) as store:
        for plan in plans:
            made = document(plan)
            publish(store, made, renderings(made))
        if refuse:
            store.refuse(store.receive("in/strange.txt", STRANGE), Refusal.PARSE)


def gathered(base: Path) -> Files:
    """Give every file below a folder."""
    found = sorted(path for path in base.rglob("*") if path.is_file())
    return {path.relative_to(base).as_posix(): path.read_bytes() for path in found}


def made(signer: Signer | None, secret: bytes) -> tuple[Files, Files]:
    """Make a log of two runs, an opening, a note, two exports; give it as it was before the second run, too."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        out, place = base / "out", audit.destination(base / "out")
        write(out, signer, secret, *FIRST, refuse=True)
        for number, plan in enumerate(FIRST):
            (base / "in").mkdir(exist_ok=True)
            (base / "in" / f"{number}.txt").write_bytes(document(plan).data)
        younger = gathered(base)
        write(out, signer, secret, SECOND)
        asked = unseal.Request("08XANADU42", (1, 2), "A. Reviewer", "declassified by letter")
        opened = unseal.unseal(place, asked, signer=signer)
        (base / "opening.json").write_bytes(unseal.to_file(opened))
        note.note(place, note.Remark("A. Reviewer", "read against the list of May"), signer=signer)
        for name, document_id in (("cut", "08XANADU42"), ("cut2", "08XANADU42-2")):
            (base / name).mkdir()
            for file, data in export.export(out, [document_id]).files.items():
                (base / name / file).write_bytes(data)
        (base / "kept.ckpt").write_bytes((out / "audit.ckpt").read_bytes())
        (base / "key.pub").write_text(OURS.verifier.text() + "\n", encoding="ascii")
        return gathered(base), younger


def sealed_of(whole: Files) -> Files:
    """Give the same with its custody sealed to both reviewers."""
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), {}, whole)
        (Path(folder) / "out.custody").chmod(0o700)
        sealed.seal_folder(audit.destination(Path(folder) / "out"), tuple(key.reviewer for key in REVIEWERS))
        return gathered(Path(folder))


def world() -> World:
    """Make all of it."""
    signed, younger = made(OURS, bytes(range(32)))
    plain, younger_plain = made(None, bytes(range(1, 33)))
    other, _ = made(OURS, bytes(range(2, 34)))
    return World(signed, plain, other, younger, younger_plain, sealed_of(signed))


def lay(base: Path, before: Mapping[str, bytes], now: Mapping[str, bytes]) -> None:
    """Turn the files of one state into those of another, touching only what differs."""
    for name in before.keys() - now.keys():
        (base / name).unlink()
        if not any((base / name).parent.iterdir()):
            (base / name).parent.rmdir()
    for name, data in now.items():
        if before.get(name) != data:
            (base / name).parent.mkdir(parents=True, exist_ok=True)
            (base / name).write_bytes(data)


# --- who reads ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """What a reader was told: the exit code, the kinds of failure, and what the stand-alone program said."""

    code: int
    kinds: frozenset[str]
    alone: int | None = None


@dataclass(frozen=True)
class Reader:
    """Somebody who verifies: what lies before them, and how they look at it."""

    name: str
    of: Callable[[World], Files]
    read: Callable[[Path], Reading] = field(repr=False)


def _verified(folder: Path, target: str = "out", **given: object) -> Reading:
    report = verify(folder / target, **given)  # type: ignore[arg-type]
    return Reading(int(report.exit_code), frozenset(failure.kind.value for failure in report.failures))


def alone(folder: Path, target: str) -> int:
    """Run the stand-alone program with the key; what it says goes nowhere."""
    nowhere = io.StringIO()
    with contextlib.redirect_stderr(nowhere), contextlib.redirect_stdout(nowhere):
        return _ALONE([str(folder / target), str(folder / "key.pub")])


def _with_key(folder: Path) -> Reading:
    found = _verified(folder, keys=(OURS.verifier,))
    return Reading(found.code, found.kinds, alone(folder, "out"))


def _with_custody(folder: Path) -> Reading:
    return _verified(folder, source=folder / "in")


def _with_checkpoint(folder: Path) -> Reading:
    return _verified(folder, checkpoint=folder / "kept.ckpt")


def _of_an_export(folder: Path) -> Reading:
    found = _verified(folder, "cut", keys=(OURS.verifier,))
    return Reading(found.code, found.kinds, alone(folder, "cut"))


def _of_an_opening(folder: Path) -> Reading:
    return _verified(folder, keys=(OURS.verifier,), opening=folder / "opening.json")


def _of_sealed(folder: Path) -> Reading:
    """Open sealed custody with either key, and verify with what came out."""
    for number, key in enumerate(REVIEWERS):
        into = folder / f"opened-{number}"
        try:
            (folder / "out.custody").chmod(0o700)
            sealed.open_folder(audit.destination(folder / "out"), key, into)
            report = verify(folder / "out", custody=into, keys=(OURS.verifier,))
            found = Reading(
                int(report.exit_code), frozenset(failure.kind.value for failure in report.failures)
            )
        except RedactorError as error:
            return Reading(int(ExitCode(error.exit_code)), frozenset({"refused"}))
        finally:
            for path in into.iterdir() if into.is_dir() else ():
                path.unlink()
            if into.is_dir():
                into.rmdir()
        if found.code:
            return found
    return Reading(0, frozenset())


def _without_custody(found: Files) -> Files:
    return {name: data for name, data in found.items() if not name.startswith("out.custody/")}


READERS = {
    reader.name: reader
    for reader in (
        Reader("with the key", lambda given: _without_custody(given.signed), _with_key),
        Reader("with custody and sources", lambda given: given.plain, _with_custody),
        Reader("with a checkpoint kept", lambda given: _without_custody(given.plain), _with_checkpoint),
        Reader("of an export", lambda given: _without_custody(given.signed), _of_an_export),
        Reader("of an opening", lambda given: _without_custody(given.signed), _of_an_opening),
        Reader("of sealed custody", lambda given: given.sealed, _of_sealed),
    )
}

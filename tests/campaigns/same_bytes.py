"""Holds that a change that only makes redactor faster changes no byte: an older commit against this tree.

    python -m tests.campaigns.same_bytes COMMIT [--documents N] [--cables FOLDER] [--nlp MODEL ...]

Both trees release the examples, drawn worlds and any cables of a folder under the stock policies, with one
custody secret and one moment. Compared are findings, decisions, releases, refusals and, of the log, all lines but
those of the run, which name the tool itself.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import enum
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent.parent
POLICIES = ("public", "foia", "systematic-review-25-year", "internal-sbu", "source-protection")
MODELS = ("none", "redactor-names")
_KINDS = (None, "denied", "telegram")
_SIZE = (1_000, 8_000)
_AS_OF = dt.date(2026, 1, 1)
_NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_CHAINED = frozenset({"prev", "previous", "root", "run", "seq"})
"""What of a line rests on the lines before it, the run's among them."""


# --- what one tree gives -----------------------------------------------------------------------


def _plain(thing: object) -> object:
    """Give a value as what JSON can hold, told by its fields alone."""
    if isinstance(thing, enum.Enum):
        return str(thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: _plain(getattr(thing, field.name)) for field in dataclasses.fields(thing)}
    if isinstance(thing, (set, frozenset)):
        return sorted(json.dumps(_plain(item), sort_keys=True) for item in thing)
    if isinstance(thing, (list, tuple)):
        return [_plain(item) for item in thing]
    if isinstance(thing, dict) or hasattr(thing, "items"):
        return {str(_plain(key)): _plain(value) for key, value in thing.items()}
    return thing if thing is None or isinstance(thing, (str, int, float)) else str(thing)


def _digest(thing: object) -> str:
    return hashlib.sha256(json.dumps(_plain(thing), sort_keys=True).encode()).hexdigest()


def given(paths: Sequence[Path], policy: str, model: str) -> Iterator[tuple[str, str]]:
    """Give a digest of everything that a release of each file consists of, and of each line of the log."""
    from redactor.pipeline import RunRequest, run

    with tempfile.TemporaryDirectory(prefix="redactor-same-") as name:
        folder = Path(name)
        secret = folder / "secret"
        secret.touch(mode=0o600)
        secret.write_bytes(bytes(range(32)))
        request = RunRequest(
            policy, out=folder / "out", nlp=model, as_of=_AS_OF, now=_NOW, secret=secret, unproved=True
        )
        for path, outcome in zip(paths, run(request, paths), strict=True):
            label = f"{model} {policy} {path.name}"
            yield f"{label}: outcome", f"{outcome.exit_code} {outcome.document} {outcome.error}"
            yield f"{label}: verdict", _digest(outcome.verdict)
            yield f"{label}: release", _digest(outcome.release)
        for log in sorted((folder / "out").rglob("audit.jsonl")):
            for number, line in enumerate(log.read_bytes().splitlines()):
                fields = json.loads(line)
                if fields.get("type") != "run":
                    kept = {key: value for key, value in fields.items() if key not in _CHAINED}
                    yield f"{model} {policy} log line {number}", _digest(kept)
        for kept_file in sorted((folder / "out.custody").rglob("*.json")):
            if kept_file.name.endswith("-run.json"):
                continue
            yield f"{model} {policy} {kept_file.name}", hashlib.sha256(kept_file.read_bytes()).hexdigest()


# --- two trees ---------------------------------------------------------------------------------


def _laid(folder: Path, documents: int, cables: Path | None) -> None:
    """Lay out the cables that both trees read."""
    from benchmarks import corpus

    for path in (ROOT / "examples" / "cables").glob("*.txt"):
        (folder / path.name).write_bytes(path.read_bytes())
    for kind in _KINDS:
        for one in corpus.documents(documents, seed=7, size=_SIZE, kind=kind):
            (folder / f"{kind or 'all'}-{one.name}").write_bytes(one.data)
    for path in sorted(cables.rglob("*.txt")) if cables else ():
        (folder / f"given-{path.name}").write_bytes(path.read_bytes())


def _told(tree: Path, folder: Path, models: Sequence[str]) -> dict[str, str]:
    """Let a tree, in a process of its own, say what it gives."""
    command = [sys.executable, str(Path(__file__)), "--tell", str(folder)]
    command += [part for model in models for part in ("--nlp", model)]
    said = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": str(tree)},
        cwd=tree,
        check=True,
        stdout=subprocess.PIPE,
    )
    return dict(json.loads(said.stdout))


def compare(commit: str, documents: int, cables: Path | None, models: Sequence[str]) -> int:
    """Print what differs between a commit and this tree; give how much that is."""
    packed = subprocess.run(
        ["git", "archive", commit],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    with tempfile.TemporaryDirectory(prefix="redactor-same-") as name:
        old, inputs = Path(name) / "old", Path(name) / "in"
        inputs.mkdir()
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            archive.extractall(old, filter="data")
        _laid(inputs, documents, cables)
        before, after = (_told(tree, inputs, models) for tree in (old, ROOT))
    differ = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    sys.stdout.write("".join(f"differs: {key}\n" for key in differ))
    sys.stdout.write(f"{len(before)} things compared, {len(differ)} differ\n")
    return len(differ)


def main() -> None:
    """Compare two trees, or say what this one gives."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.campaigns.same_bytes", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("commit", nargs="?", default="HEAD")
    parser.add_argument("--documents", type=int, default=8, help="drawn worlds of each sort")
    parser.add_argument("--cables", type=Path, help="a folder of further cables")
    parser.add_argument("--nlp", action="append", help="the models to compare under")
    parser.add_argument("--tell", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    models = options.nlp or MODELS
    if options.tell:
        paths = sorted(options.tell.iterdir())
        found = [pair for model in models for policy in POLICIES for pair in given(paths, policy, model)]
        json.dump(found, sys.stdout)
        return
    sys.exit(1 if compare(options.commit, options.documents, options.cables, models) else 0)


if __name__ == "__main__":
    main()

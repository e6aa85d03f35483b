"""A campaign, not a test: verify with one small thing wrong, many times; its tests must notice each.

    python -m tests.campaigns.mutate [MODULE...] [--part I N] [--reports-alone] [--survivors FILE]

A mutant has one comparison turned, one condition taken for granted, one constant changed, one statement or one
failure dropped, one return changed. Each is tried in a process of its own: first the whole reports of every state
that verify tells apart (tests/verify/scenarios.py), then, where those see nothing, the tests of verify. One that
no test notices survives, and is named; those of EQUIVALENT do what the original does, each with its reason.
What a run with --reports-alone printed can be given to the next one, which asks the tests about those alone.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib.util
import os
import signal
import sys
import tempfile
from importlib.abc import Loader, MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis.strategies
import jsonschema
import pytest

from redactor import audit, cable, detect, files, pipeline, release, view
from tests.campaigns.equivalent import EQUIVALENT
from tests.campaigns.mutants import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import FrameType, ModuleType

ROOT = Path(__file__).resolve().parents[2]
VERIFY = sorted((ROOT / "redactor/verify").glob("*.py"))
PROGRAM = ROOT / "redactor/data/verify_release.py"
# What stage two asks, the quick ones first.
TESTS = (
    "tests/verify/test_reading.py",
    "tests/verify/test_denied.py",
    "tests/verify/test_rerun.py",
    "tests/verify/test_merged.py",
    "tests/verify/test_levels.py",
    "tests/verify/test_signed.py",
    "tests/verify/test_export.py",
    "tests/verify/test_unseal.py",
    "tests/verify/test_note.py",
    "tests/verify/test_tampering.py",
    "tests/verify/test_flips.py",
)
NOTICED, SURVIVED = 1, 0
# Loaded once, so that a mutant's own process begins at once.
WARM = (audit, cable, detect, hypothesis.strategies, jsonschema, pipeline, pytest, release, view)
_LONGEST = 300
Known = tuple[list[str], dict[tuple[str, int], list[int]]]
"""What verify says of every state, and which of them reach which line."""


class _Mutated(MetaPathFinder, Loader):
    """Imports one module from a tree."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:  # noqa: ARG002 - its form
        if fullname != self.name:
            return None
        packaged = self.path.name == "__init__.py"
        return importlib.util.spec_from_file_location(
            fullname,
            self.path,
            loader=self,
            submodule_search_locations=[str(self.path.parent)] if packaged else None,
        )

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:  # noqa: ARG002 - its form
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)  # noqa: S102 - our own source


def name_of(path: Path) -> str:
    """Give a module's name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def judge(path: Path, mutant: Mutant, base: Path, known: Known, scratch: Path, *, tests: bool) -> int:
    """Try one mutant here, in a process that ends with it."""
    if path == PROGRAM:
        (scratch / path.name).write_text(ast.unparse(mutant.tree), encoding="utf-8")
        ours = files.package_path
        files.package_path = lambda name: scratch / name if name == path.name else ours(name)
    else:
        sys.meta_path.insert(0, _Mutated(name_of(path), path, mutant.tree))
    if differs(base, path, mutant, known):
        return NOTICED
    if not tests:
        return SURVIVED
    options = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", "-W", "ignore"]
    return NOTICED if pytest.main([*options, *(str(ROOT / name) for name in TESTS)]) else SURVIVED


def differs(base: Path, path: Path, mutant: Mutant, known: Known) -> bool:
    """Say whether verify says something else of a state that it read by the mutant's statement."""
    from tests.verify.scenarios import report, states

    expected, lines = known
    reached = {number for line in mutant.statement for number in lines.get((str(path), line), ())}
    listed = [state for state, _ in states()]
    for number in sorted(reached) or range(len(listed)):
        if report(base / str(number), listed[number]) != expected[number]:
            return True
    return False


def told(base: Path) -> Known:
    """Read what verify says of every state, and which of them reach which line."""
    from tests.verify.scenarios import report, states

    watched = {str(path) for path in (*VERIFY, PROGRAM)}
    lines: dict[tuple[str, int], list[int]] = {}
    found = []

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in watched:
            return None
        if event in {"line", "call"}:
            reached.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    for number, (state, _) in enumerate(states()):
        reached: set[tuple[str, int]] = set()
        sys.settrace(trace)
        found.append(report(base / str(number), state))
        sys.settrace(None)
        for line in reached:
            lines.setdefault(line, []).append(number)
    return found, lines


def forked(act: Callable[[Path], int]) -> int:
    """Do something in a process of its own, silently, and give its answer; whatever it raises was noticed."""
    with tempfile.TemporaryDirectory() as scratch:
        child = os.fork()
        if child == 0:
            code = NOTICED
            try:
                signal.alarm(_LONGEST)
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, 1)
                os.dup2(nowhere, 2)
                os.chdir(scratch)
                tempfile.tempdir = scratch
                code = act(Path(scratch))
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        return os.WEXITSTATUS(status) if os.WIFEXITED(status) else NOTICED


def lay_out(base: Path) -> int:
    """Lay every state out below a folder, with what verify says of each."""
    from tests.verify.scenarios import prepared

    prepared(base)
    (base / "told").write_text(repr(told(base)), encoding="utf-8")
    return SURVIVED


def named(path: Path, mutant: Mutant) -> str:
    """Name a mutant: by its line of code, since numbers of lines change."""
    return f"{path.relative_to(ROOT)}\t{mutant.within}\t{mutant.what}"


def main(names: Sequence[str], part: int, of: int, *, tests: bool, only: frozenset[str] | None = None) -> int:
    """Try every mutant of the modules; 1 where one survived that is not known to do what the original does."""
    paths = [
        path for path in (*VERIFY, PROGRAM) if not names or path.stem in names or path.parent.name in names
    ]
    count, survived, known = 0, 0, set()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        if forked(lambda _: lay_out(base)):
            raise SystemExit("the states cannot be laid out")
        known_reports: Known = ast.literal_eval((base / "told").read_text(encoding="utf-8"))
        gc.freeze()
        for path in paths:
            for number, mutant in enumerate(mutants(path.read_text(encoding="utf-8"))):
                if number % of != part or (only is not None and named(path, mutant) not in only):
                    continue
                count += 1
                if forked(lambda scratch: judge(path, mutant, base, known_reports, scratch, tests=tests)):  # noqa: B023 - at once
                    continue
                key = (path.stem, mutant.within, mutant.what)
                if key in EQUIVALENT:
                    known.add(key)
                    continue
                survived += 1
                sys.stdout.write(f"{named(path, mutant)}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{count} mutants, {survived} survived, {len(known)} do what the original does\n")
    return int(bool(survived))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "modules", nargs="*", help="such as public or verify_release; all where none is named"
    )
    parser.add_argument("--part", nargs=2, type=int, default=[0, 1], metavar=("I", "N"))
    parser.add_argument("--reports-alone", action="store_true", help="ask the reports, and no other test")
    parser.add_argument(
        "--survivors", type=Path, help="try those alone that stand in a file, as a run prints them"
    )
    asked = parser.parse_args()
    listed = asked.survivors and frozenset(asked.survivors.read_text("utf-8").splitlines())
    sys.exit(main(asked.modules, *asked.part, tests=not asked.reports_alone, only=listed))

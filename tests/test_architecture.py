"""The shape of the code: who may write, who may import the guests, how long things get, what is frozen."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "redactor").rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
FILES = ROOT / "redactor/files"
ADAPTER = ROOT / "redactor/detect/presidio.py"
LAYER = ROOT / "redactor/detect/network.py"
GUESTS = {"presidio_analyzer", "spacy", "thinc", "presidio_anonymizer"}

# Methods and functions that change the file system.
WRITERS = {
    "chmod",
    "fdopen",
    "hardlink_to",
    "link",
    "makedirs",
    "mkdir",
    "mkdtemp",
    "mkstemp",
    "remove",
    "removedirs",
    "rename",
    "rmdir",
    "rmtree",
    "symlink",
    "symlink_to",
    "touch",
    "truncate",
    "unlink",
    "write_bytes",
    "write_text",
}
LONGEST_FILE = 400
LONGEST_MEDIAN = 12
LONGEST_P90 = 45
DEEPEST = 3
# The nouns stand in one file on purpose: a reviewer reads them in one go.
NOUNS = ROOT / "redactor/model.py"
LONGEST_NOUNS = 700
# Collectors that grow while one function runs, and are no nouns.
COLLECTORS = {"Problems", "Runs", "_Page", "_Reading", "_Tape"}
# Deeper than we want; none may join, and one that was flattened leaves the list.
DEEP = {
    "redactor/detect/header.py drafting",
    "redactor/detect/unknown.py _runs",
    "redactor/detect/vocabulary.py role_of",
    "redactor/view/words.py find_terms",
}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Give every call with the last part of what it calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield node, called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _writes(node: ast.Call, name: str) -> bool:
    """Say whether a call opens something for writing or changes the file system."""
    if name == "open":
        return any(
            isinstance(part, ast.Constant) and part.value != "r" for part in [*node.args[1:2], *_mode(node)]
        )
    if name in {"remove", "link", "rename"}:  # lists and tables have these, too
        return isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") in {
            "os",
            "shutil",
            "path",
        }
    return name in WRITERS


def _mode(node: ast.Call) -> list[ast.expr]:
    return [keyword.value for keyword in node.keywords if keyword.arg == "mode"]


def test_only_files_opens_anything_for_writing() -> None:
    """No module but `files` makes, changes or removes a file."""
    found = [
        f"{_name(path)}:{node.lineno} {name}"
        for path, tree in TREES.items()
        if FILES not in path.parents
        for node, name in _calls(tree)
        if _writes(node, name)
    ]
    assert found == []


def _imported(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module.partition(".")[0]


def test_two_modules_import_presidio_and_spacy_and_only_when_asked() -> None:
    """Guests are imported inside functions of the adapter and of the shipped model's own layer, nowhere else."""
    outside = [
        f"{_name(path)}:{node.lineno}"
        for path, tree in TREES.items()
        for node, name in _imported(tree)
        if name in GUESTS and (path not in {ADAPTER, LAYER} or node in tree.body)
    ]
    assert outside == []


def test_every_record_is_frozen() -> None:
    """Each dataclass says frozen=True, the few collectors aside."""
    loose = [
        f"{_name(path)}:{node.lineno} {node.name}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name not in COLLECTORS
        for decorator in node.decorator_list
        if "dataclass" in ast.dump(decorator) and "frozen" not in ast.unparse(decorator)
    ]
    assert loose == []


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_file_is_short(path: Path) -> None:
    """No source file is longer than 400 lines, the nouns aside."""
    limit = LONGEST_NOUNS if path == NOUNS else LONGEST_FILE
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


def _functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def _length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_functions_are_short() -> None:
    """The median function has at most 12 lines, nine in ten at most 45."""
    lengths = [_length(function) for _, function in _functions()]
    assert median(lengths) <= LONGEST_MEDIAN
    assert quantiles(lengths, n=10)[-1] <= LONGEST_P90


def _depth(node: ast.AST) -> int:
    """Count the deepest nesting of blocks; an elif is no deeper than its if."""
    blocks = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)
    inner = [
        _depth(child) - (isinstance(node, ast.If) and isinstance(child, ast.If) and [child] == node.orelse)
        for child in ast.iter_child_nodes(node)
    ]
    return max(inner, default=0) + isinstance(node, blocks)


def test_functions_are_flat() -> None:
    """No function nests more than three blocks, those aside that are listed."""
    deep = {f"{_name(path)} {node.name}" for path, node in _functions() if _depth(node) > DEEPEST}
    assert deep == DEEP


def test_every_function_for_others_says_what_it_promises() -> None:
    """A public function, class or module has a docstring; a module's is one sentence first."""
    silent = [
        f"{_name(path)}:{getattr(node, 'lineno', 1)}"
        for path, tree in TREES.items()
        for node in [
            tree,
            *(child for child in tree.body if isinstance(child, ast.FunctionDef | ast.ClassDef)),
        ]
        if not getattr(node, "name", "x").startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_no_set_is_made_only_to_be_iterated(path: Path) -> None:
    """A set never decides an order of output: none is looped over where it is made."""
    loops = [
        node.lineno
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.For) and isinstance(node.iter, ast.Set | ast.SetComp)
    ]
    assert loops == []

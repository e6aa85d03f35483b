"""Print docs/reference/cli.md: the help of every command, as the program itself gives it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

# Help is drawn to this width, which typer reads when it is imported.
os.environ.update({"TERMINAL_WIDTH": "100", "COLUMNS": "100", "NO_COLOR": "1"})

# The tree beside this script, whether or not it is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import typer.main
from typer.testing import CliRunner

from redactor.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """# Command line

Generated from the program by `.ci/cli_reference.py`; a test holds it current.
Exit codes stand in [their own page](exit-codes.md).
"""


def verbs() -> tuple[tuple[str, ...], ...]:
    """Give every command as the words that call it, groups before their verbs."""
    return tuple(_walk((), typer.main.get_command(app)))


def _walk(words: tuple[str, ...], command: object) -> Iterator[tuple[str, ...]]:
    yield words
    for name, inner in getattr(command, "commands", {}).items():
        yield from _walk((*words, name), inner)


def page() -> str:
    """Give the page as Markdown."""
    return "\n".join([_HEAD, *(_section(words) for words in verbs())])


def _section(words: tuple[str, ...]) -> str:
    shown = CliRunner().invoke(app, [*words, "--help"], prog_name="redactor")
    lines = "\n".join(f"    {line}".rstrip() for line in shown.output.strip("\n").splitlines())
    return f"## {' '.join(('redactor', *words))}\n\n{lines}\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        Path(__file__).parent.parent.joinpath("docs/reference/cli.md").write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())

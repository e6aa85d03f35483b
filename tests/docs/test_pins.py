"""The pins install anywhere: versions and hashes, no address; and the README's command uses them."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# name==1.2 \   not: name>=1.2, name @ file:...
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9.-]*)==[0-9][0-9a-z.]*(?: ; [^\\]+)? \\$")
# "    --hash=sha256:" and 64 hex digits
HASH = re.compile(r"^ {4}--hash=sha256:[0-9a-f]{64}(?: \\)?$")
# the name at the head of a requirement: "typer" of "typer>=0.20"
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def _lines(root: Path) -> list[str]:
    return (root / "requirements.txt").read_text(encoding="utf-8").splitlines()


def test_the_pins_hold_versions_and_hashes_and_nothing_else(root: Path) -> None:
    """No line of requirements.txt is anything but a version, a hash or a comment: no address can stand there."""
    odd = [
        line
        for line in _lines(root)
        if line and not (PIN.match(line) or HASH.match(line) or line.startswith("#"))
    ]
    assert odd == []
    assert not [line for line in _lines(root) if "://" in line]


def test_everything_declared_is_pinned(root: Path) -> None:
    """Each dependency of pyproject.toml, the build backend included, has its pin."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    declared = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    pinned = {match["name"] for line in _lines(root) if (match := PIN.match(line))}
    names = {re.sub(r"[-_.]+", "-", match[0]).lower() for item in declared if (match := NAME.match(item))}
    assert names - pinned == set()


def test_the_readme_has_two_commands_of_one_line(root: Path) -> None:
    """Both set-up commands are one line each, and install by hash."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    for marker in ("first-command", "test-command"):
        block = readme.split(f"<!-- {marker} -->")[1].split("<!-- end -->")[0]
        lines = [line for line in block.splitlines() if line.startswith("    ")]
        assert len(lines) == 1, marker
        assert "--require-hashes -r requirements.txt" in lines[0]

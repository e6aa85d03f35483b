"""The pages fit together: navigation, links, generated parts, one sentence a line."""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

# [text](page.md) or [text](page.md#part); not: [text](#part), [PGOV](#), ![alt](x.svg) counts as well
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)#\s]+\.(?:md|svg|txt|yaml))(?:#[^)]*)?\)")


def test_the_navigation_holds_every_page_and_no_other(root: Path) -> None:
    """mkdocs.yml names each file under docs/ once."""
    nav = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    listed = list(_leaves(nav))
    pages = sorted(str(page.relative_to(root / "docs")) for page in (root / "docs").rglob("*.md"))
    assert pages == sorted(listed)
    assert len(listed) == len(set(listed))


def _leaves(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [leaf for part in parts for leaf in _leaves(part)]


def test_every_link_leads_somewhere(root: Path) -> None:
    """A link in README, docs/ or examples/ names a file that is there."""
    pages = [
        root / "README.md",
        root / "CHANGELOG.md",
        *(root / "docs").rglob("*.md"),
        *(root / "examples").rglob("*.md"),
    ]
    dead = [
        f"{page.relative_to(root)}: {link['target']}"
        for page in sorted(pages)
        for link in LINK.finditer(page.read_text(encoding="utf-8"))
        if "://" not in link["target"] and not (page.parent / link["target"]).exists()
    ]
    assert dead == []


def _reference(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("cli_reference", root / ".ci/cli_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_cli_reference_is_current(root: Path) -> None:
    """docs/reference/cli.md is what the program's own help says; `.ci/cli_reference.py --write` renews it."""
    assert _reference(root).page() == (root / "docs/reference/cli.md").read_text(encoding="utf-8")


def test_every_command_has_a_help_line(root: Path) -> None:
    """No command is shown without a sentence that says what it does."""
    for words in _reference(root).verbs():
        section = _reference(root)._section(words)
        assert re.search(r"\n\n {6}[A-Z][a-z]+ .+", section), words


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "examples/README.md"])
def test_prose_has_one_sentence_a_line(root: Path, name: str) -> None:
    """A line of prose holds one sentence, so that a diff shows what changed."""
    prose = re.sub(
        r"^(?: {4}.*|\|.*|```.*?^```)$",
        "",
        (root / name).read_text(encoding="utf-8"),
        flags=re.MULTILINE | re.DOTALL,
    )
    crowded = [
        line
        for line in prose.splitlines()
        if re.search(r"[a-z)`]\. [A-Z]", line) and not line.startswith("- **")
    ]
    assert crowded == []

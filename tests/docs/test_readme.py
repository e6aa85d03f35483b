"""What the README shows works as shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor import policy as policies

if TYPE_CHECKING:
    from pathlib import Path


def test_the_readme_policy_is_valid(root: Path, tmp_path: Path) -> None:
    """The ten-line policy loads without a fault or a warning."""
    block = (root / "README.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "press.yaml"
    path.write_text(block, encoding="utf-8")
    policy = policies.load(str(path))
    assert policy.warnings == ()
    assert len(block.splitlines()) == 10


def test_the_readme_names_every_stock_policy(root: Path) -> None:
    """The table of stock policies is the list of stock policies."""
    section = (root / "README.md").read_text(encoding="utf-8").split("Stock policies")[1].split("\n## ")[0]
    named = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert sorted(policies.stock()) == sorted(named)

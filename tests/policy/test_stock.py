"""The stock policies: their tests pass and see every rule, and each has a page that names what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from redactor import policy
from redactor.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("one_detector")

SETTINGS = {"partner": {"country": "GBR"}, "other-agency": {"agency": "Treasury"}}


@pytest.mark.parametrize("name", policy.stock())
def test_the_tests_of_a_stock_policy_see_all_of_it_and_notice_every_weakening(name: str) -> None:
    """Every region that rules decide is in some test, and no rule can be weakened in silence."""
    words = ["policy", "test", str(policy.path_of(name)), "--coverage", "--fail-under", "100", "--mutate"]
    done = CliRunner().invoke(app, words, prog_name="redactor")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", policy.stock())
def test_a_stock_policy_is_laid_out_as_fmt_lays_out(name: str) -> None:
    """A policy that one copies and lays out anew differs from ours by what one wrote alone."""
    done = CliRunner().invoke(
        app, ["policy", "fmt", "--check", str(policy.path_of(name))], prog_name="redactor"
    )
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", policy.stock())
def test_a_stock_policy_has_a_page_that_names_its_rules_and_promises(name: str, root: Path) -> None:
    """For whom, what it shows and hides, what it cannot promise, by the ids that the log will show."""
    page = (root / f"docs/reference/policies/{name}.md").read_text("utf-8")
    read = policy.load(name, SETTINGS.get(name, {}))
    rules = [rule.id for rule in (*read.release, *read.protect)]
    promises = [one.id for one in read.guarantees] + [one.id for one in read.assumptions]
    ids = rules + promises
    assert [one for one in ids if f"`{one}`" not in page] == []
    assert "**For** " in page
    assert "## What it cannot promise" in page
    assert read.guarantees

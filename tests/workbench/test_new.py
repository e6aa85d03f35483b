"""Policies to begin with: each passes the check, is laid out, and never takes the place of a file."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from typer.testing import CliRunner

from redactor import policy as policies
from redactor.cli.app import app
from redactor.errors import UsageError
from redactor.files import package_data
from redactor.policy.load import Source, examine
from redactor.policy.matcher_specs import MATCHERS
from redactor.policy.vocabulary import DO
from redactor.workbench import new
from redactor.workbench.fmt import formatted
from redactor.workbench.new import AUDIENCES

if TYPE_CHECKING:
    from redactor.model import Policy

TODAY = dt.date(2024, 2, 29)
BEGUN = [*(("audience", name) for name in AUDIENCES), *(("stock", name) for name in policies.stock())]


def begun(how: str, name: str) -> str:
    return new("press-office", TODAY, **{how: name})


def read(text: str) -> Policy:
    return examine(Source(text.encode(), "x", Path()), today=TODAY).policy


@pytest.mark.parametrize(("how", "name"), BEGUN)
def test_what_is_begun_passes_the_check(how: str, name: str) -> None:
    """It is valid without a warning, has its own id, and is due for review in a year."""
    text = begun(how, name)
    policy = read(text)
    assert ("press-office", "1.0.0", ()) == (policy.id, policy.version, policy.warnings)
    assert dt.date(2025, 2, 28) == policy.review_by
    assert formatted(text, "x") == text


@pytest.mark.parametrize(("how", "name"), BEGUN)
def test_every_rule_has_its_reason(how: str, name: str) -> None:
    """A comment begins the file, and one stands above the rules."""
    text = begun(how, name)
    assert text.startswith("# press-office: ")
    assert text.count("# Why: ") >= 3


@pytest.mark.parametrize("name", policies.stock())
def test_a_copy_of_a_stock_policy_decides_the_same(name: str) -> None:
    """Its rules, defaults and assumptions are the stock policy's."""
    ours, theirs = read(begun("stock", name)), read(policies.path_of(name).read_text(encoding="utf-8"))
    for part in ("release", "protect", "assumptions", "otherwise", "audience", "lists", "params"):
        assert _unplaced(getattr(ours, part)) == _unplaced(getattr(theirs, part))


def _unplaced(value: object) -> str:
    """Write a part of a policy without the places that it was read from."""
    import re

    return re.sub(r"Place\([^)]*\)", "Place", repr(value))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_audience_is_the_one_asked_for(audience: str) -> None:
    """`foia`, `mdr` and `systematic` are public releases under that law; any other is a kind."""
    found = read(begun("audience", audience)).audience
    assert audience in {found.kind.value, found.under}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        # both say what to begin with
        ("press", {"stock": "public", "audience": "foia"}),
        # there is no such thing
        ("press", {"stock": "pulbic"}),
        ("press", {"audience": "pres"}),
        # no id
        ("Press Office", {}),
        ("default-portion\nrelease: []", {}),
    ],
)
def test_what_cannot_be_begun_is_wrong_usage(name: str, given: dict[str, str]) -> None:
    """Nothing is made up."""
    with pytest.raises(UsageError):
        new(name, TODAY, **given)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["policy", *words], prog_name="redactor")
    return result.exit_code, result.stdout


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    """A second time is refused, and the file stays as it is."""
    path = tmp_path / "press.yaml"
    assert run("new", "-o", str(path))[0] == 0
    path.write_text("mine\n", encoding="utf-8")
    assert run("new", "-o", str(path))[0] == 7
    assert path.read_text(encoding="utf-8") == "mine\n"


def test_what_is_written_checks(tmp_path: Path) -> None:
    """The file's name gives the id, and `policy check` takes the file."""
    path = tmp_path / "press-office.yaml"
    run("new", "--audience", "foreign", "-o", str(path))
    assert run("check", str(path))[0] == 0
    assert read(path.read_text(encoding="utf-8")).id == "press-office"


def test_the_schema_is_the_one_that_ships() -> None:
    """`policy schema` writes draft-07, byte for byte what editors find in the package, by which a new policy is valid."""
    code, text = run("schema")
    assert (0, package_data("policy-v1.schema.json")) == (code, text)
    jsonschema.Draft7Validator.check_schema(json.loads(text))


def test_the_schema_explains_matchers_and_actions() -> None:
    """An editor shows of each matcher what it asks, and of each action what a reader still learns."""
    text = run("schema")[1]
    assert all(json.dumps(spec.doc)[1:-1] in text for spec in MATCHERS.values())
    assert all(f"`{word}`: " in text for word in DO.options)
    assert "`label`: that something stood there, its kind" in text

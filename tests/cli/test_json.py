"""Every `--json` document is what its shipped schema says, and the schema knows each of its keys."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from typer.testing import CliRunner

from redactor import files
from redactor.cli.app import app
from tests.policy.texts import BROKEN
from tests.workbench.suites import HEAD, POLICY, case, laid_in

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("one_detector")

CABLE = Path(__file__).resolve().parent.parent.parent / "examples/cables/02-election-law.txt"
DAY = ("--as-of", "2016-01-01")
# What to type, with the folder of a draft at {out}; the schema; the exit code.
DOCUMENTS = [
    # a draft, with holds
    ("redact {cable} -p foia -o {new} --as-of 2016-01-01", "outcome-v1", 5),
    # nothing is written
    ("redact {cable} -p public --check --as-of 2016-01-01", "outcome-v1", 1),
    # a refusal beside a release
    ("redact {cable} {letter} -p public -o {new} --as-of 2016-01-01", "outcome-v1", 3),
    # a portion that is held
    ("explain {cable} -p foia --portion 5 --as-of 2016-01-01", "explanation-v1", 0),
    # a portion with names in it
    ("explain {cable} -p public --portion 8 --as-of 2016-01-01", "explanation-v1", 0),
    # a cable that is denied
    ("explain {cable} -p partner --set country=GBR --portion banner", "explanation-v1", 0),
    # open items
    ("review {out}", "review-v1", 5),
    # the log's lines
    ("audit show {out}", "audit-show-v1", 0),
    # and their figures
    ("audit stats {out}", "audit-stats-v1", 0),
    # removals that fit
    ("audit query {out} --level C", "audit-query-v1", 0),
    # another policy's release of the same cable
    ("audit diff {out} {other}", "audit-diff-v1", 1),
    # everything passes
    ("verify {out} --source {cable} -p foia", "verify-v1", 0),
    # another original
    ("verify {out} --source {letter}", "verify-v1", 10),
    # there is nothing
    ("verify {new}", "verify-v1", 3),
    # the stock policies
    ("policy list", "policies-v1", 0),
    # one that needs to be told something
    ("policy check partner", "policy-check-v1", 0),
    # tests of a policy, all they can tell
    ("policy test {tests} --coverage --mutate", "policy-test-v1", 1),
    # tests of which one fails
    ("policy test {failing}", "policy-test-v1", 1),
    # a file of tests that is not valid
    ("policy test {empty}", "policy-test-v1", 4),
    # a policy in words
    ("policy explain partner", "policy-words-v1", 0),
    # a policy that breaks what it promises
    ("policy check {broken}", "policy-check-v1", 4),
    # two policies over every cable
    ("policy compare public internal-sbu", "policy-compare-v1", 1),
    # a policy and itself
    ("policy compare foia foia", "policy-compare-v1", 0),
    # two policies over a cable
    ("policy diff public foia {cable} --as-of 2016-01-01", "policy-diff-v1", 1),
    # with the text that changes
    ("policy diff public internal-sbu {cable} --show-text --as-of 2016-01-01", "policy-diff-v1", 1),
    # beside an input that is refused
    ("policy diff public public {cable} {letter}", "policy-diff-v1", 3),
    # how a cable was read
    ("inspect {cable}", "inspect-v1", 0),
    # with its text, beside an input that is refused
    ("inspect {cable} {letter} --show-text", "inspect-v1", 3),
    # the recognisers
    ("detectors list", "detectors-v1", 0),
    # and one of them
    ("detectors show date", "detectors-v1", 0),
    # how much of a small gold they find
    ("detectors evaluate {gold}", "evaluation-v1", 0),
]


def run(*words: str) -> tuple[int, str]:
    """Run the command line in this process; give exit code and stdout."""
    result = CliRunner().invoke(app, words, prog_name="redactor")
    return result.exit_code, result.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Make a draft in a folder, another policy's release, and a letter that is no cable."""
    desk = tmp_path_factory.mktemp("desk")
    letter, out, other = desk / "letter.txt", desk / "out", desk / "other"
    letter.write_text("Dear Sir, this is no cable.\n", encoding="utf-8")
    assert run("redact", str(CABLE), "-p", "foia", "-o", str(out), *DAY)[0] == 5
    assert run("redact", str(CABLE), "-p", "public", "-o", str(other), *DAY)[0] == 0
    tests = {
        "empty": laid_in(desk, "redactor-tests: 1\ntests: []\n", name="empty.tests.yaml"),
        "tests": laid_in(desk, HEAD + case("1. (U) Open words.", says="state: full")),
        "failing": laid_in(desk, HEAD + case("1. (C) Secret.", says="state: full"), name="bad.tests.yaml"),
    }
    (desk / "bad.yaml").write_text(POLICY, encoding="utf-8")
    (desk / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    gold = desk / "gold.conll"
    gold.write_text("Minister O\nRosa B-PER\nLomar I-PER\nmet O\nTill B-PER\n", encoding="utf-8")
    named = {
        "broken": desk / "broken.yaml",
        "cable": CABLE,
        "gold": gold,
        "letter": letter,
        "other": other,
        "out": out,
        **tests,
    }
    return {name: str(place) for name, place in named.items()}


@pytest.fixture
def places(made: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Name the places that commands speak of; `new` is a folder that is not there."""
    return {**made, "new": str(tmp_path / "new")}


def unknown(value: Any, schema: dict[str, Any], where: str = "") -> Iterator[str]:
    """Give the keys of a document that its schema does not speak of."""
    if "anyOf" in schema:
        schema = {**schema, **next(one for one in schema["anyOf"] if one != {"type": "null"})}
    if isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        yield from (f"{where}/{key}" for key in value if key not in known)
        for key in value.keys() & known.keys():
            yield from unknown(value[key], known[key], f"{where}/{key}")
    if isinstance(value, list):
        for one in value:
            yield from unknown(one, schema.get("items", {}), where)


@pytest.mark.parametrize(("command", "name", "exits"), DOCUMENTS)
def test_a_document_is_what_its_schema_says(
    places: dict[str, str], command: str, name: str, exits: int
) -> None:
    """The document is valid, and nothing stands in it that the schema does not name."""
    code, stdout = run(*(word.format(**places) for word in command.split()), "--json")
    assert exits == code
    schema, document = json.loads(files.package_data(f"{name}.schema.json")), json.loads(stdout)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert list(unknown(document, schema)) == []


def test_every_schema_of_a_report_is_tried_and_has_its_row(root: Path) -> None:
    """No shipped schema is left out of the table above, nor of the page on `--json`."""
    elsewhere = {"audit-manifest-v1", "audit-record-v1", "policy-v1", "release-v1"}
    shipped = {
        path.name.removesuffix(".schema.json") for path in (root / "redactor/data").glob("*.schema.json")
    }
    page = (root / "docs/reference/json.md").read_text(encoding="utf-8")
    assert {name for _, name, _ in DOCUMENTS} == shipped - elsewhere
    assert [name for name in sorted(shipped) if f"`{name}.schema.json`" not in page] == []


def test_the_lines_of_audit_show_are_records(places: dict[str, str]) -> None:
    """Each line is valid against the schema of the log."""
    _, stdout = run("audit", "show", places["out"], "--json")
    schema = json.loads(files.package_data("audit-record-v1.schema.json"))
    for line in json.loads(stdout)["lines"]:
        jsonschema.Draft202012Validator(schema).validate(line)


def test_a_draft_left_on_disk_is_the_one_reported(places: dict[str, str]) -> None:
    """The path that review names is there to be filled in."""
    _, stdout = run("review", places["out"], "--json")
    (draft,) = json.loads(stdout)["drafts"]
    assert os.path.isfile(draft["decisions"])  # noqa: PTH113 - a path as a reader of the JSON has it
    assert draft["as_of"] == "2016-01-01"

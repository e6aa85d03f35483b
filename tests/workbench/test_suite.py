"""Files of policy tests: what they may hold, and that each fault has its code, its place and its help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from redactor import policy as policies
from redactor.errors import PolicyError, UsageError
from redactor.workbench.bench import lay_out
from redactor.workbench.markdown import FENCE, HEADING, blocks
from redactor.workbench.suite import LITERAL
from tests.workbench.suites import HEAD, case, laid_in

if TYPE_CHECKING:
    from pathlib import Path

    from redactor.errors import Diagnostic

OPEN = "1. (U) Open words."
FULL = "state: full"


def faults(path: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(PolicyError) as caught:
        lay_out([str(path)])
    return caught.value.diagnostics


BAD = [
    # an empty suite
    ("an empty list of tests", "redactor-tests: 1\ntests: []\n", "RP024", 2),
    ("no tests", "redactor-tests: 1\n", "RP021", 1),
    ("an empty file", "", "RP010", 1),
    ("a key that there is not", HEAD + case(OPEN, says="state: full\nstatus: full"), "RP020", 8),
    ("a key twice", HEAD + case(OPEN, says="state: full\nstate: part"), "RP008", 8),
    ("a state that there is not", HEAD + case(OPEN, says="state: held"), "RP101", 7),
    ("a test without a day", "redactor-tests: 1\ntests:\n" + case(OPEN, says=FULL), "RT109", 3),
    # what would pass whatever the policy does
    ("a test that expects nothing", HEAD + case(OPEN), "RT110", 4),
    ("a cable that is no cable", HEAD + case("Dear Sir", says="state: full"), "RT112", 4),
    ("two tests of one name", HEAD + case(OPEN, says=FULL) + case(OPEN, says=FULL), "RT108", 8),
    ("a rule that there is not", HEAD + case("1. (U) An [[unclasified: open]] word."), "RT106", 6),
    (
        "a finding that does not occur",
        HEAD + case(OPEN, says=FULL + "\nfindings: [{text: Ope, entity: PERSON}]"),
        "RT113",
        8,
    ),
    (
        "a title elsewhere",
        HEAD + case(OPEN, says=FULL + "\nfindings: [{text: words, entity: PERSON, title: Mr}]"),
        "RT113",
        8,
    ),
    ("a portion that there is not", HEAD + case(OPEN, says=FULL + "\nportions: [7]"), "RT114", 8),
    ("gone, and never there", HEAD + case(OPEN, says="gone: [closed words]"), "RT122", 7),
    ("a parameter that there is not", HEAD + case(OPEN, says=FULL + "\nset: {country: GBR}"), "RT111", 8),
    (
        "a decision with two verbs",
        HEAD
        + case(
            OPEN,
            says=FULL + "\ndecisions: [{portions: [1], release: {because: x}, remove: {authority: [SBU]}}]",
        ),
        "RP402",
        8,
    ),
    # YAML's other ways to write a text join lines or read escapes
    ("a folded block", HEAD + f"  - name: x\n    state: full\n    cable: >\n      {OPEN}\n", "RT107", 6),
    ("a quoted cable", HEAD + f'  - name: x\n    state: full\n    cable: "{OPEN}"\n', "RT107", 6),
    ("a plain cable", HEAD + f"  - name: x\n    state: full\n    cable: {OPEN}\n", "RT107", 6),
    ("an anchor", HEAD + f"  - name: x\n    state: full\n    cable: &c |\n      {OPEN}\n", "RP006", 6),
    ("a tag", HEAD + f"  - name: x\n    state: full\n    cable: !!str |\n      {OPEN}\n", "RP007", 6),
    ("a fault of the notation", HEAD + case("1. (U) Open [[r: words."), "RT101", 6),
]


@pytest.mark.parametrize(("text", "code", "line"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_fault_of_a_file_is_told_where_it_stands(text: str, code: str, line: int, tmp_path: Path) -> None:
    """The code and the line are the fault's; nothing is run."""
    found = faults(laid_in(tmp_path, text))
    assert (code, line) in [(item.code, item.place.line) for item in found if item.place is not None]


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    """A fault of the file's form does not hide the notation's."""
    text = HEAD + case("1. (U) Open [[r: words.", says="status: full") + case("b]]", "b")
    assert ["RT101", "RP020", "RT102"] == [item.code for item in faults(laid_in(tmp_path, text))]


def test_the_place_of_a_slip_is_its_column(tmp_path: Path) -> None:
    """Line and column count the blanks that indent the block."""
    (found,) = faults(laid_in(tmp_path, HEAD + case("1. (U) Open.\n\n2. (U) Open [[Words: x]].", says=FULL)))
    assert found.place is not None
    assert (8, 19, 2) == (found.place.line, found.place.column, found.place.width)


PAGE = "# Tests\n\n```redactor-tests\nas_of: 2016-01-01\n```\n\n"
TEST = f"## One\n\n```cable\n{OPEN}\n```\n\n```expect\n{FULL}\n```\n"

BAD_PAGES = [
    # a page that is all documentation
    ("no test", "# Only words\n", "RT115"),
    ("a block without an end", PAGE + f"```cable\n{OPEN}\n", "RT116"),
    # each of these would be a test that nobody runs
    ("a block behind blanks", PAGE + TEST + f"- item\n\n  ```cable\n  {OPEN}\n  ```\n", "RT117"),
    ("a word that is nearly ours", PAGE + TEST + f"```cabel\n{OPEN}\n```\n", "RT118"),
    ("something behind the word", PAGE + TEST + f"```cable {{.x}}\n{OPEN}\n```\n", "RT119"),
    ("two heads", PAGE + PAGE + TEST, "RT120"),
    ("an expectation of nothing", PAGE + "```expect\nstate: full\n```\n" + TEST, "RT121"),
    (
        "an expectation under another heading",
        PAGE + TEST.replace("```expect", "## Two\n\n```expect"),
        "RT121",
    ),
    ("a key that there is not", PAGE + TEST.replace("state:", "status:"), "RP020"),
]


@pytest.mark.parametrize(("text", "code"), [row[1:] for row in BAD_PAGES], ids=[row[0] for row in BAD_PAGES])
def test_a_fault_of_a_page_is_told(text: str, code: str, tmp_path: Path) -> None:
    """What looks like a test and would not be run refuses the page."""
    assert code in {item.code for item in faults(laid_in(tmp_path, text, name="press.tests.md"))}


def test_a_page_is_read_as_its_headings_say(tmp_path: Path) -> None:
    """A cable is named by its heading; other blocks are documentation, and so is a block inside a block."""
    text = PAGE + TEST + f"````markdown\n```cable\n{OPEN}\n```\n````\n\n```yaml\na: b\n```\n"
    (laid,) = lay_out([str(laid_in(tmp_path, text, name="press.tests.md"))])
    (test,) = laid.suite.tests
    assert ("One", "full", 9) == (test.name, test.state, test.place.line)
    assert f"{OPEN}\n" == test.written.annotated.text


def test_places_in_a_page_are_those_of_the_page(tmp_path: Path) -> None:
    """A fault inside an `expect` block has the page's line."""
    text = PAGE + TEST.replace("state: full", "state: fulll")
    (found,) = (
        item for item in faults(laid_in(tmp_path, text, name="press.tests.md")) if item.code == "RP101"
    )
    assert found.place is not None
    assert "state: fulll" == text.split("\n")[found.place.line - 1]


def test_tests_are_found_beside_their_policy_and_in_folders(tmp_path: Path) -> None:
    """A policy's name, a file of tests and a folder lead to the same tests, each once."""
    path = laid_in(tmp_path, HEAD + case(OPEN, says=FULL))
    for names in ([str(tmp_path / "press.yaml")], [str(tmp_path)], [str(path), str(tmp_path)]):
        assert [str(path)] == [laid.suite.file for laid in lay_out(names)]


@pytest.mark.parametrize(
    "name",
    [
        # a policy without tests
        "press.yaml",
        # a folder without any
        "",
        # no file of that name
        "other.tests.yaml",
    ],
)
def test_nothing_to_test_is_wrong_usage(name: str, tmp_path: Path) -> None:
    """No test at all never passes."""
    laid_in(tmp_path, "").unlink()
    with pytest.raises(UsageError):
        lay_out([str(tmp_path / name)])


@pytest.mark.parametrize("name", policies.stock())
def test_no_place_of_the_machine_is_shown_of_a_stock_policy(name: str) -> None:
    """Its tests, and the policy that they name, are called as they are called everywhere."""
    for laid in lay_out([name]):
        assert laid.suite.file.startswith(f"policies/{name}.tests.")
        assert laid.suite.policy == name
        assert all(source.startswith("policies/") for source in laid.sources)


def test_a_policy_with_faults_is_told_with_its_tests(tmp_path: Path) -> None:
    """The policy's faults are those of `policy check`."""
    path = laid_in(tmp_path, HEAD + case(OPEN, says=FULL), policy="redactor: 2\n")
    assert "RP101" in {item.code for item in faults(path)}


def test_the_patterns_match_their_examples() -> None:
    """Each pattern matches its good examples and not its bad ones."""
    assert all(FENCE.fullmatch(line) for line in ("```cable", "~~~~ yaml"))
    assert not FENCE.fullmatch("``inline``")
    assert HEADING.fullmatch("## A private name #")
    assert not HEADING.fullmatch("##x")
    assert all(LITERAL.match(head) for head in ("|", "|-", "|2+"))
    assert not LITERAL.match(">")
    assert blocks("```yaml\n```cable\n```\n", "x") == ()

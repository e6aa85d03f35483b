"""The pages on policy tests say what the code says, and the example page passes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.workbench import coverage, lay_out, mutate
from redactor.workbench.mutation import Fate
from redactor.workbench.notation import ACTIONS
from tests.workbench.suites import POLICY, laid_in

if TYPE_CHECKING:
    from pathlib import Path

# matches `"RT101"`; not `RT101`
CODE = re.compile(r'"(?P<code>RT[0-9]{3})"')
# matches `| RT101 | a word |`; not `RT101`
ROW = re.compile(r"^\| (?P<code>RT[0-9]{3}) \|", re.MULTILINE)


def test_every_code_is_explained(root: Path) -> None:
    """Each RT code that the package can give stands in the table, and no other."""
    used = {
        found["code"]
        for path in (root / "redactor").rglob("*.py")
        for found in CODE.finditer(path.read_text(encoding="utf-8"))
    }
    page = (root / "docs/reference/diagnostics.md").read_text(encoding="utf-8")
    assert sorted(used) == [found["code"] for found in ROW.finditer(page)]


def test_the_reference_names_every_action(root: Path) -> None:
    """The page lists the actions that the notation knows, in their order."""
    page = (root / "docs/reference/policy-tests.md").read_text(encoding="utf-8")
    assert f"The actions are {', '.join(f'`{action}`' for action in ACTIONS)}." in page


def test_the_first_test_of_the_how_to_passes(root: Path, tmp_path: Path) -> None:
    """The block that the page begins with is a file of tests, and passes."""
    page = (root / "docs/how-to/test-a-policy.md").read_text(encoding="utf-8")
    tests = page.split("```yaml\n")[1].split("```")[0]
    policy = (root / "examples/policies/press.yaml").read_text(encoding="utf-8")
    (laid,) = lay_out([str(laid_in(tmp_path, tests, policy=policy))])
    assert [result.failures for result in laid.tried()] == [(), ()]
    assert policy != POLICY


def test_the_example_page_is_whole(root: Path) -> None:
    """The tests of examples/policies/press.yaml pass, see everything, and notice every mutant."""
    (laid,) = lay_out([str(root / "examples/policies/press.yaml")])
    results = laid.tried()
    assert [result.failures for result in results if not result.passed] == []
    assert coverage(laid, results).missed == ()
    assert [one for one in mutate(laid) if one.fate is Fate.SURVIVED] == []


def test_the_patterns_match_their_examples() -> None:
    """Each pattern of these tests matches its good example and not its bad one."""
    assert CODE.search('"RT101"')
    assert not CODE.search("RT101")
    assert ROW.search("| RT101 | a word |")
    assert not ROW.search("RT101")

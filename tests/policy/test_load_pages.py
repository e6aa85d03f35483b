"""The pages on policies say what the code says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from redactor.model import EntityKind
from redactor.policy import checks
from redactor.policy.lists import read_entries
from redactor.policy.vocabulary import HEADER_FIELDS, entity_rows
from tests.policy.policy_tables import PAGES, TABLE, renewed

if TYPE_CHECKING:
    from pathlib import Path

# matches `"RP101"`; not `RP101`
CODE = re.compile(r'"(?P<code>RP[0-9]{3})"')
# matches `| RP101 | a word |`; not `RP101`
ROW = re.compile(r"^\| (?P<code>RP[0-9]{3}) \|", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_tables_are_current(page: Path) -> None:
    """Each table is what the vocabularies give; `python -m tests.policy.policy_tables --write` renews them."""
    text = page.read_text(encoding="utf-8")
    assert renewed(text) == text


def test_every_diagnostic_code_is_explained(root: Path) -> None:
    """Each code that the package can give stands in the table of codes, and no other."""
    used = {
        found["code"]
        for path in (root / "redactor").rglob("*.py")
        for found in CODE.finditer(path.read_text(encoding="utf-8"))
    }
    page = (root / "docs" / "reference" / "policy.md").read_text(encoding="utf-8")
    assert sorted(used) == sorted(found["code"] for found in ROW.finditer(page))


def test_the_page_names_reserved_ids_and_header_fields(root: Path) -> None:
    """What is reserved, and what an assumption may name, is on the page."""
    page = (root / "docs" / "reference" / "policy.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in checks.RESERVED)
    assert all(field.value in page for field in HEADER_FIELDS)


def test_every_entity_has_its_row() -> None:
    """The vocabulary of entities is the enum's, each with a word, and no Presidio type stands twice."""
    rows = entity_rows()
    assert [row.kind for row in rows] == list(EntityKind)
    types = [name for row in rows for name in row.presidio]
    assert len(types) == len(set(types))


def test_the_how_tos_examples_are_lists(root: Path) -> None:
    """The first two examples of the page on lists read as the same entry, the third as terms."""
    page = (root / "docs" / "how-to" / "write-a-list.md").read_text(encoding="utf-8")
    blocks = [
        re.sub("^    ", "", block, flags=re.MULTILINE)
        for block in re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", page, re.MULTILINE)
    ]
    yaml, toml, terms = (block for block in blocks if "redactor-list" in block)
    assert read_entries(yaml.encode(), "a.yaml") == read_entries(toml.encode(), "a.toml")
    assert len(read_entries(terms.encode(), "a.txt")) == len(["Ministry of Ports", "Harbor Board"])


def test_the_patterns_match_their_examples() -> None:
    """Each pattern of these tests matches its good example and not its bad one."""
    assert TABLE.search("<!-- table keys -->\n<!-- end keys -->")
    assert not TABLE.search("<!-- table keys -->\n<!-- end rules -->")
    assert CODE.search('"RP101"')
    assert not CODE.search("RP101")
    assert ROW.search("| RP101 | a word |")
    assert not ROW.search("RP101")

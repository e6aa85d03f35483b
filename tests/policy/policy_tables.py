"""Write the tables of the policy pages from the package's own vocabularies; `--write` renews the pages.

python -m tests.policy.policy_tables --write
"""

from __future__ import annotations

import functools
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from redactor.markings import vocabulary
from redactor.policy.authority_registry import registry
from redactor.policy.grammar import Items, Text
from redactor.policy.matcher_specs import MATCHERS
from redactor.policy.shape import POLICY
from redactor.policy.vocabulary import entity_rows
from redactor.workbench.suite_shape import FINDING, SUITE, TEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from redactor.policy.grammar import Key
    from redactor.policy.matcher_specs import Operator

PAGES = tuple(
    Path(__file__).resolve().parents[2] / "docs" / "reference" / name
    for name in ("policy.md", "authorities.md", "policy-tests.md")
)

# matches the table `<!-- table keys -->...<!-- end keys -->`; not one whose end has another name
TABLE = re.compile(
    r"""
    <!--\ table\ (?P<name> [a-z]+ )\ -->
    .*?
    <!--\ end\ (?P=name)\ -->
    """,
    re.VERBOSE | re.DOTALL,
)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _keys(keys: Iterable[Key] = POLICY.keys) -> str:
    rows = ([key.name, "yes" if key.required else "", key.doc] for key in keys)
    return _table(("key", "needed", "meaning"), rows)


def _audiences() -> str:
    rows = (
        [row["kind"], row["needs"], row["meaning"]] for row in vocabulary.table("audiences.toml")["audience"]
    )
    return _table(("kind", "needs", "who"), rows)


def _matchers() -> str:
    rows = (
        [
            spec.name,
            name or "-",
            _value(operator),
            "findings" if spec.of_finding else "portions, findings",
            spec.doc,
        ]
        for spec in MATCHERS.values()
        for name, operator in spec.operators.items()
    )
    return _table(("matcher", "operator", "value", "speaks of", "meaning"), rows)


def _value(operator: Operator) -> str:
    """Name what an operator takes."""
    grammar = operator.grammar()
    text = grammar.item if isinstance(grammar, Items) else grammar
    noun = text.kind.noun if isinstance(text, Text) else ""
    several = f"list of {noun}" if operator.many else noun
    return f"{several}, open" if operator.open else several


def _entities() -> str:
    rows = ([row.kind.value, row.word, row.meaning, ", ".join(row.presidio) or "-"] for row in entity_rows())
    return _table(("entity", "marker", "meaning", "Presidio types"), rows)


def _authorities() -> str:
    rows = (
        [
            row.code,
            row.title,
            "law" if row.lawful else "agreed",
            row.part + (" (needed)" if row.part_needed else ""),
            ", ".join(row.when) or "-",
            ", ".join(row.under) or "-",
            "yes" if row.harm else "",
            row.source,
        ]
        for row in registry().rows.values()
    )
    return _table(("code", "meaning", "ground", "part", "conditions", "under", "harm", "source"), rows)


def _parts() -> str:
    rows = ([kind, part, title] for kind, parts in registry().parts.items() for part, title in parts.items())
    return _table(("part", "written", "meaning"), rows)


TABLES: Mapping[str, Callable[[], str]] = {
    "keys": _keys,
    "suite": functools.partial(_keys, SUITE.keys),
    "test": functools.partial(_keys, TEST.keys),
    "finding": functools.partial(_keys, FINDING.keys),
    "audiences": _audiences,
    "matchers": _matchers,
    "entities": _entities,
    "authorities": _authorities,
    "parts": _parts,
}


def renewed(page: str) -> str:
    """Give a page with its generated tables put in anew; a table that is written by hand stays."""

    def put(found: re.Match[str]) -> str:
        name = found["name"]
        return f"<!-- table {name} -->\n{TABLES[name]()}\n<!-- end {name} -->" if name in TABLES else found[0]

    return TABLE.sub(put, page)


if __name__ == "__main__":
    for page in PAGES:
        text = renewed(page.read_text(encoding="utf-8"))
        if "--write" in sys.argv[1:]:
            page.write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)

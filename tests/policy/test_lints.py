"""Each lint warns of what it is for, and of nothing that stands close to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from redactor import policy
from redactor.policy.lints import LINTS, lint
from redactor.policy.lints.retyped import _NUMBER, _TRUTH
from redactor.policy.load import Source, examine, open_source
from tests.policy.promises import AGREED, BRITISH, HEAD, PLAIN, ROUTING

FOIA = """audience: {kind: public, under: foia}
otherwise: {portion: {do: hold}, entity: {do: hold}}
"""
OPEN = "release:\n  - {id: open, when: {level: {at_most: U}}}\n"


def codes(text: str, folder: Path = Path()) -> list[tuple[str, int]]:
    """Give the codes of a policy's warnings with their lines."""
    found = examine(Source((HEAD + text).encode(), "test.yaml", folder)).policy
    return [(one.code, one.place.line if one.place else 0) for one in lint(found, "test.yaml")]


# What is warned of. Columns: why, the policy, the code, the line.
WARNED = [
    # two levels exclude each other
    ("no such level", AGREED + OPEN + "  - {id: a, when: {level: {at_most: U, at_least: C}}}\n", "RP240", 8),
    # its exception takes all that it matches
    (
        "its own exception",
        AGREED + OPEN + "  - {id: a, when: {section: [tags]}, unless: {not: {section: [table]}}}\n",
        "RP240",
        8,
    ),
    # NODIS brings NOFORN along
    (
        "a control without what it implies",
        AGREED
        + OPEN
        + "  - {id: a, when: {level: {at_most: U}, controls: {any_of: [NODIS], none_of: [NOFORN]}}}\n",
        "RP240",
        8,
    ),
    # a subject line has one address
    (
        "an address in another section",
        AGREED + OPEN + "  - {id: a, when: {portion: [subject], section: [paragraph]}}\n",
        "RP240",
        8,
    ),
    # the other rule opens the same and more
    (
        "a release rule inside another",
        AGREED + OPEN + "  - {id: a, when: {level: {at_most: U}, section: [tags]}}\n",
        "RP241",
        8,
    ),
    # nothing above U is released, and the ground is the default's
    (
        "a lock that others make idle",
        AGREED
        + OPEN
        + "protect: [{id: p, when: {level: {at_least: C}}, do: withhold, authority: [CLASS]}]\n",
        "RP241",
        8,
    ),
    # POLICY.md B.5: NOFORN is never releasable to a partner
    (
        "NOFORN beside the release mark",
        BRITISH
        + "release: [{id: a, when: {releasable_to_audience: yes}}]\n"
        + "protect: [{id: noforn, when: {controls: {any_of: [NOFORN]}}, do: withhold, authority: [DISSEM]}]\n",
        "RP241",
        7,
    ),
    # it says that it is idle, and is not
    (
        "not redundant at all",
        AGREED + 'release: [{id: a, when: {level: {at_most: U}}, redundant_on_purpose: "no"}]\n',
        "RP241",
        6,
    ),
    # SBU is not named
    ("levels one by one", AGREED + "release: [{id: a, when: {level: {is: [U, C]}}}]\n", "RP246", 6),
    # also inside a group
    (
        "levels one by one in a group",
        AGREED + "release: [{id: a, when: {any: [{level: {is: [U]}}, {section: [tags]}]}}]\n",
        "RP246",
        6,
    ),
    # B5 is discretionary
    (
        "no harm",
        FOIA
        + OPEN
        + "protect: [{id: p, when: {level: {is: [SBU]}}, do: withhold, authority: [B5 deliberative]}]\n",
        "RP247",
        8,
    ),
    # Norway
    (
        "a truth",
        AGREED + PLAIN + "  - {id: p, when: {tags: {any_of: [NO, KZ]}}, do: withhold, authority: [SBU]}\n",
        "RP248",
        13,
    ),
    # amounts
    ("exact amounts", AGREED + OPEN + "amount: exact\n", "RP249", 8),
]

# What is not warned of. Columns: why, the policy.
QUIET = [
    # everything in it decides
    ("a plain policy", AGREED + PLAIN),
    # an assumption opens what a rule of portions shows
    ("assumptions", AGREED + ROUTING + PLAIN),
    # a lock that says why it stays
    (
        "redundant on purpose",
        AGREED
        + OPEN
        + 'protect: [{id: p, when: {level: {at_least: C}}, do: withhold, authority: [CLASS], redundant_on_purpose: "x"}]\n',
    ),
    # another ground in the marker
    (
        "a ground of its own",
        AGREED + OPEN + "protect: [{id: p, when: {level: {is: [SBU]}}, do: withhold, authority: [SBU]}]\n",
    ),
    # under a law a protect rule settles what would else be a hold
    (
        "a lock under a law",
        FOIA
        + OPEN
        + "protect: [{id: p, when: {level: {at_least: C}}, do: withhold, authority: [B1 from-cable]}]\n",
    ),
    # B3 leaves no choice
    (
        "a ground that needs no harm",
        FOIA + OPEN + "protect: [{id: p, when: {level: {at_least: C}}, do: withhold, authority: [B3 INA]}]\n",
    ),
    # quotes, and the words of flags
    (
        "in quotes",
        AGREED + PLAIN + "  - {id: p, when: {tags: {any_of: ['NO', KZ]}}, do: withhold, authority: [SBU]}\n"
        "law_enforcement: no\n",
    ),
]


@pytest.mark.parametrize(
    ("text", "code", "line"), [row[1:] for row in WARNED], ids=[row[0] for row in WARNED]
)
def test_a_lint_warns_where_it_is(text: str, code: str, line: int) -> None:
    """The warning has its code and the line of the rule or the value; nothing else is said."""
    assert set(codes(text)) == {(code, line)}


@pytest.mark.parametrize("text", [row[1] for row in QUIET], ids=[row[0] for row in QUIET])
def test_a_lint_is_quiet_beside_it(text: str) -> None:
    """What stands close to a warning gives none."""
    assert codes(text) == []


def test_an_unused_list_is_warned_of(tmp_path: Path) -> None:
    """A declared list that no rule names is pointed at; one that a rule or a guarantee names is not."""
    entry = "redactor-list: 1\nid: one\ntitle: One\nentries: [{name: Ada Nobody, source: invented}]\n"
    (tmp_path / "one.yaml").write_text(entry, encoding="utf-8")
    digest = __import__("hashlib").sha256(entry.encode()).hexdigest()
    lists = f"lists: {{one: {{file: one.yaml, sha256: {digest}}}}}\n"
    assert codes(AGREED + OPEN + lists, tmp_path) == [("RP244", 8)]
    named = "  - {id: p, when: {entity: [PERSON], list: one}}\n"
    assert codes(AGREED + OPEN + named + lists, tmp_path) == []


@pytest.mark.parametrize("name", policy.stock())
def test_a_stock_policy_is_clean(name: str) -> None:
    """No lint says anything of a policy that ships."""
    source = open_source(name)
    assert lint(examine(source, prove=False).policy, source.file) == ()


def test_each_lint_has_its_section(root: Path) -> None:
    """The page has one section for each code, in order, and no other code."""
    page = (root / "docs/reference/lints.md").read_text(encoding="utf-8")
    # matches "## RP240 never matches"; not "## What is refused instead"
    assert re.findall(r"^## (RP[0-9]{3}) ", page, re.MULTILINE) == [*LINTS, "RP290"]


def test_each_lint_is_one_file(root: Path) -> None:
    """Beside the registry and what they share, a file is a lint."""
    shared = {"__init__", "base", "laws", "tokens"}
    files = {path.stem for path in (root / "redactor/policy/lints").glob("*.py")} - shared
    assert files == {look.__name__ for look in LINTS.values()}  # type: ignore[attr-defined]


def test_the_patterns_match_their_examples() -> None:
    """Each pattern matches its good examples and none of its bad ones."""
    assert all(map(_TRUTH.fullmatch, ("NO", "On", "Y")))
    assert not _TRUTH.fullmatch("NOFORN")
    assert all(map(_NUMBER.fullmatch, ("1.10", "0209", "1_000", "12:30", "0x1F")))
    assert not any(map(_NUMBER.fullmatch, ("1.0.0", "0.85", "8", "2027-11-01")))

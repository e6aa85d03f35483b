"""The layout of policy files: what it changes, that it keeps every value and comment, that it is stable."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from redactor import policy as policies
from redactor.cli.app import app
from redactor.errors import PolicyError
from redactor.policy.load import Source, examine
from redactor.policy.nodes import Plain, Problems, plain
from redactor.policy.yaml_reader import read_yaml
from redactor.workbench.comments import COMMENT, find
from redactor.workbench.fmt import fmt, formatted, said
from redactor.workbench.layout import NUMBER, PLAIN_NUMBER
from tests.policy import draws
from tests.workbench.suites import POLICY

if TYPE_CHECKING:
    from redactor.model import Condition, Policy, Rule

LAID = [
    # two blanks before a comment, none behind, one line end at the end
    ("entities: 1     # why   \n\n\n", "entities: 1  # why\n"),
    # keys in the order of the reference, each with its comments
    ("# b\nentities: 1\n# a\nredactor: 1\n", "# a\nredactor: 1\n# b\nentities: 1\n"),
    # what is above an empty line at the top speaks of the file
    ("# file\n\n# b\nentities: 1\nredactor: 1\n", "# file\n\nredactor: 1\n\n# b\nentities: 1\n"),
    # brackets stay where they fit
    (
        "release:\n- {id: a,   when: {level: {at_most:   U}}}\n",
        "release:\n  - {id: a, when: {level: {at_most: U}}}\n",
    ),
    # and lines of their own stay
    ("release:\n    -   id: a\n        up_to: keep\n", "release:\n  - id: a\n    up_to: keep\n"),
    # a comment inside brackets needs lines
    (
        "release: [ # first\n  {id: a}, # second\n  {id: b}]\n",
        "release:  # first\n  - {id: a}  # second\n  - {id: b}\n",
    ),
    # a comment set further in than what follows belongs to what goes before
    (
        "release:\n  - {id: a}\n  # - {id: b}\n# next\nprotect: []\n",
        "release:\n  - {id: a}\n  # - {id: b}\n# next\nprotect: []\n",
    ),
    # the last comment of a file
    ("redactor: 1\n\n# end\n", "redactor: 1\n\n# end\n"),
    # one empty line for several
    ("redactor: 1\n\n\n\nentities: 1\n", "redactor: 1\n\nentities: 1\n"),
    # quotes where readers of YAML would take a text for something else
    (
        "policy: {id: NO, version: 1.10, title: 'a, b', owner: 0209}\n",
        'policy: {id: "NO", version: "1.10", title: "a, b", owner: "0209"}\n',
    ),
    # and none where they would not
    ("redactor: 1\nlaw_enforcement: yes\n", "redactor: 1\nlaw_enforcement: yes\n"),
    # a text over several lines becomes one, a block stays one
    ("policy: {title: a\n  b}\n", "policy: {title: a b}\n"),
    ("policy:\n  title: >-\n    a\n    b\n\n    c\n", "policy:\n  title: >-\n    a b\n\n    c\n"),
    ("policy:\n  title: |  # why\n      a\n      b\n", "policy:\n  title: |  # why\n    a\n    b\n"),
    # a sign of a comment inside a text is none
    ("policy: {title: a#b, owner: 'c # d'}\n", 'policy: {title: a#b, owner: "c # d"}\n'),
    # what cannot be seen is written by its number
    ('policy: {title: "a\\u202eb\\x07"}\n', 'policy: {title: "a\\u202eb\\u0007"}\n'),
    # a pattern keeps its backslashes single
    ("policy: {title: '[0-9]\\d \"it''s\"'}\n", "policy: {title: '[0-9]\\d \"it''s\"'}\n"),
    ('policy: {title: "a\\\\b"}\n', "policy: {title: 'a\\b'}\n"),
    # marks of documents and line ends of other systems go
    ("---\nredactor: 1\n...\n", "redactor: 1\n"),
    # a condition keeps its own order
    (
        "release:\n  - {when: {list: x, entity: [PERSON]}, id: a}\n",
        "release:\n  - {id: a, when: {list: x, entity: [PERSON]}}\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), LAID)
def test_a_text_is_laid_out(before: str, after: str) -> None:
    """Each row is laid out so, and so it stays."""
    assert after == formatted(before, "x")
    assert after == formatted(after, "x")


def test_a_long_line_is_broken_at_its_outer_brackets() -> None:
    """What does not fit on a line gets a line for each key; what fits inside stays in brackets."""
    values = ", ".join(f"ORCON-{number}" for number in range(9))
    line = f"  - {{id: a, when: {{controls: {{any_of: [{values}]}}}}, do: withhold}}"
    assert [
        "protect:",
        "  - id: a",
        f"    when: {{controls: {{any_of: [{values}]}}}}",
        "    do: withhold",
    ] == formatted(f"protect:\n{line}\n", "x").splitlines()


@pytest.mark.parametrize("name", policies.stock())
def test_the_stock_policies_keep_what_they_say(name: str) -> None:
    """Each stock policy is laid out without losing anything; twice is once."""
    source = policies.open_source(name)
    once = fmt(source)
    again = fmt(Source(once.after, source.file, source.folder))
    assert not again.changed


# --- random policies -----------------------------------------------------------------------------


def _condition(condition: Condition) -> Plain:
    found: dict[str, Plain] = {}
    for matcher in condition.matchers:
        single = (matcher.name, matcher.operator) in {
            ("level", "at_most"),
            ("level", "at_least"),
            ("score", "at_least"),
            ("list", ""),
            ("context", ""),
            ("releasable_to_audience", ""),
        }
        value: Plain = matcher.values[0] if single else list(matcher.values)
        inner = found.setdefault(matcher.name, {})
        if matcher.operator and isinstance(inner, dict):
            inner[matcher.operator] = value
        else:
            found[matcher.name] = value
    return found


def _rule(rule: Rule) -> Plain:
    verb = "up_to" if rule.verb == "release" else "do"
    found: dict[str, Plain] = {"id": rule.id, "when": _condition(rule.when)}
    found |= {} if rule.unless is None else {"unless": _condition(rule.unless)}
    found[verb] = "hold" if rule.hold else rule.action.name.lower()
    return {**found, "authority": [str(ground) for ground in rule.authorities] or ["CLASS"]}


def _tree(policy: Policy) -> dict[str, Plain]:
    whole = plain(read_yaml(POLICY, "x", Problems()))
    assert isinstance(whole, dict)
    return {
        **whole,
        "release": [_rule(rule) for rule in policy.release],
        "protect": [_rule(rule) for rule in policy.protect],
    }


@st.composite
def written(draw: st.DrawFn, value: Plain, indent: int = 0) -> str:
    """Write a tree as YAML: in brackets or on lines, with comments, quotes and empty lines at random."""
    blank = " " * indent
    if isinstance(value, str):
        return draw(st.sampled_from([value, json.dumps(value)])) + "\n"
    if not value or draw(st.integers(0, 3)) == 0:
        return json.dumps(value) + draw(st.sampled_from(["", "  # behind", " #behind "])) + "\n"
    parts = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    lines = []
    for key, item in draw(st.permutations(list(parts))) if isinstance(value, dict) else parts:
        lines.append(
            draw(st.sampled_from(["", "", "", "\n", f"{blank}# above\n", f"\n{blank}# a\n\n{blank}#  b\n"]))
        )
        inner = draw(written(item, indent + draw(st.sampled_from([1, 2, 3]))))
        nested = not isinstance(item, str) and not inner.startswith(("{", "["))
        head = f"{key}:" if key is not None else "-"
        lines.append(
            f"{blank}{head}{draw(st.sampled_from(['', ' # at']))}\n{inner}"
            if nested
            else f"{blank}{head} {inner}"
        )
        lines.append(draw(st.sampled_from(["", "", f"{blank} # below\n"])))
    return "".join(lines)


def outcome(text: str) -> object:
    """Give what a policy says, or the codes of its faults."""
    try:
        return said(examine(Source(text.encode(), "x", Path())).policy)
    except PolicyError as error:
        return sorted(item.code for item in error.diagnostics)


@settings(max_examples=25)
@given(st.data())
def test_a_layout_keeps_what_a_policy_says(data: st.DataObject) -> None:
    """Any policy, written any way, says the same in its layout, with every comment, and twice is once."""
    text = data.draw(written(_tree(data.draw(draws.policies()))))
    after = formatted(text, "x")
    assert after == formatted(after, "x")
    assert outcome(text) == outcome(after)
    assert sum(len(comment.text.replace(" ", "")) for comment in find(text)) == sum(
        len(comment.text.replace(" ", "")) for comment in find(after)
    )


# --- the command ---------------------------------------------------------------------------------


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["policy", "fmt", *words], prog_name="redactor")
    return result.exit_code, result.stdout


def test_check_writes_nothing_and_tells(tmp_path: Path) -> None:
    """`--check` exits 1 where a file would change, and the file stays; without it the file is written."""
    path = tmp_path / "press.yaml"
    path.write_text(POLICY.replace("entities: 1", "entities:   1"), encoding="utf-8")
    before = path.read_bytes()
    assert (1, f"{path}: would change\n") == run(str(path), "--check")
    assert before == path.read_bytes()
    assert (0, f"{path}: changed\n") == run(str(path))
    assert POLICY == path.read_text(encoding="utf-8")
    assert (0, f"{path}: unchanged\n") == run(str(path), "--check")


def test_a_policy_with_faults_is_not_touched(tmp_path: Path) -> None:
    """A fault in one file leaves all files as they were."""
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(POLICY.replace("entities: 1", "entities:   1"), encoding="utf-8")
    bad.write_text("redactor: 2\n", encoding="utf-8")
    before = good.read_bytes()
    assert run(str(good), str(bad))[0] == 4
    assert before == good.read_bytes()


def test_a_stock_policy_is_not_ours_to_change() -> None:
    """The name of a stock policy is wrong usage."""
    assert run("public")[0] == 2


def test_the_patterns_match_their_examples() -> None:
    """Each pattern matches its good examples and not its bad ones."""
    assert COMMENT.search("a: 1 # why")
    assert not COMMENT.search("a#b")
    assert all(PLAIN_NUMBER.fullmatch(text) for text in ("1", "0.85"))
    assert all(NUMBER.fullmatch(text) for text in ("0209", "1e3"))
    assert not any(NUMBER.fullmatch(text) for text in ("1.0.0", "2027-11-01"))
    assert not any(PLAIN_NUMBER.fullmatch(text) for text in ("1.10", "0209"))

"""A policy that extends another has what its base has, says what is its own, and is never less strict."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from redactor.errors import ExitCode, PolicyError
from redactor.model import Action
from redactor.policy.load import Source, examine, load
from redactor.policy.stock import stock
from redactor.workbench.fmt import formatted
from tests.policy.test_load_lists import YAML as LIST
from tests.policy.texts import HEAD, OTHERWISE, STAFF

if TYPE_CHECKING:
    from pathlib import Path

    from redactor.model import Policy

BASE = (
    HEAD
    + STAFF
    + OTHERWISE
    + """\
params: {tag: {type: text, default: PREL}}
release:
  - {id: open, when: {level: {at_most: SBU}}}
  - {id: names, when: {entity: [any]}}
protect:
  - {id: tagged, when: {entity: [PERSON], tags: {any_of: [{param: tag}]}}, do: label, authority: [PRIVACY]}
guarantees:
  - {id: nothing-classified, never: {disclosed: {level: {at_least: C}}}}
"""
)
CHILD = (
    "redactor: 1\npolicy: {id: child, version: 1.0.0, title: A child, owner: tests, review_by: 2027-11-01}\n"
)


def child_of(folder: Path, more: str, base: str = BASE) -> Source:
    """Write a base and a child of it."""
    path = folder / "base.yaml"
    path.write_text(base, encoding="utf-8")
    digest = hashlib.sha256(base.encode()).hexdigest()
    text = f"{CHILD}extends: {{file: base.yaml, sha256: {digest}}}\n{more}"
    return Source(text.encode(), str(folder / "child.yaml"), folder)


def read(folder: Path, more: str, base: str = BASE) -> Policy:
    """Examine a child."""
    return examine(child_of(folder, more, base)).policy


def codes(folder: Path, more: str, base: str = BASE) -> list[str]:
    """Give the codes of what is wrong with a child."""
    with pytest.raises(PolicyError) as caught:
        read(folder, more, base)
    assert caught.value.exit_code is ExitCode.POLICY
    return [item.code for item in caught.value.diagnostics]


def test_a_child_has_what_its_base_has(tmp_path: Path) -> None:
    """Audience, defaults, parameters, rules and guarantees are the base's; the names are its own."""
    policy = read(tmp_path, "")
    assert (policy.id, policy.title) == ("child", "A child")
    assert policy.audience.kind.value == "staff"
    assert [rule.id for rule in policy.rules] == ["open", "names", "tagged"]
    assert [item.id for item in policy.guarantees] == ["nothing-classified"]
    assert dict(policy.params) == {"tag": "PREL"}


def test_a_child_adds_replaces_and_drops(tmp_path: Path) -> None:
    """Protect rules are added, release rules replaced by their id or dropped."""
    policy = read(
        tmp_path,
        "drop: [names]\n"
        "release: [{id: open, when: {level: {at_most: U}}}]\n"
        "protect: [{id: visa, when: {text: {any_of: [visa]}}, do: withhold, authority: [PRIVACY]}]\n",
    )
    assert [rule.id for rule in policy.rules] == ["open", "tagged", "visa"]
    assert policy.release[0].when.matchers[0].values == ("U",)


LOOSER = (
    # a release rule that opens more, in the place of another or beside it
    "release: [{id: open, when: {level: {at_most: C}}}]",
    "release: [{id: more, when: {level: {at_most: TS}, section: [subject]}}]",
    # a bound that shows more of a name than the base's label; without its guarantee's help
    "release: [{id: open, when: {any: [{level: {at_most: SBU}}, {basis: [inherited]}]}}]",
)


@pytest.mark.parametrize("more", LOOSER)
def test_a_child_that_shows_more_is_refused(more: str, tmp_path: Path) -> None:
    """It is shown with an imaginary text of which the child shows more."""
    with pytest.raises(PolicyError) as caught:
        read(tmp_path, more, BASE.partition("guarantees")[0])
    (found,) = caught.value.diagnostics
    assert found.code == "RP250"
    assert found.example


def test_finer_values_are_refused(tmp_path: Path) -> None:
    """A child may show coarser values than its base, never finer ones."""
    base = BASE + "generalize: {date: month}\nmask: {last: 3}\n"
    assert read(tmp_path, "generalize: {date: year}\nmask: {last: 2}\n", base).mask_last == 2
    assert codes(tmp_path, "mask: {last: 4}\n", base) == ["RP250"]
    assert codes(tmp_path, "generalize: {date: month}\n") == ["RP250"]


BAD = (
    # what only the base says
    ("audience: {kind: holder}", "RP020"),
    ("otherwise: {portion: {authority: [CLASS]}}", "RP020"),
    ("assume: []", "RP020"),
    # what the base does not have, or has already
    ("drop: [nobody]", "RP252"),
    ("drop: [tagged]", "RP252"),
    ("params: {tag: {type: text}}", "RP251"),
    ("protect: [{id: tagged, when: {level: {at_least: C}}, do: hold}]", "RP201"),
    ("guarantees: [{id: nothing-classified, monotone: [level]}]", "RP201"),
    # a fault of its own
    ("protect: [{id: a, when: {levl: {at_least: C}}, do: hold}]", "RP020"),
)


@pytest.mark.parametrize(("more", "code"), BAD)
def test_what_a_child_may_not_say_is_refused(more: str, code: str, tmp_path: Path) -> None:
    """Each fault has its code."""
    assert code in codes(tmp_path, more + "\n")


def test_a_base_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    """Missing, changed, unknown and broken bases each have their diagnostic; the place is in the right file."""
    good = child_of(tmp_path, "").data.decode()
    rows = (
        (good.replace("base.yaml", "gone.yaml"), "RP254"),
        (good.replace("sha256: ", "sha256: 0").replace("}\n", "}\n"), "RP023"),
        (CHILD + f"extends: {{file: base.yaml, sha256: {'0' * 64}}}\n", "RP255"),
        (CHILD + "extends: pubilc\n", "RP254"),
        (CHILD + "extends: {file: base.yaml}\n", "RP021"),
        (CHILD + "extends: /etc/passwd\n", "RP023"),
    )
    for text, code in rows:
        with pytest.raises(PolicyError) as caught:
            examine(Source(text.encode(), "child.yaml", tmp_path))
        assert [item.code for item in caught.value.diagnostics] == [code]
    broken = BASE.replace("at_most: SBU", "at_most: LOW")
    with pytest.raises(PolicyError) as caught:
        read(tmp_path, "", broken)
    place = caught.value.diagnostics[0].place
    assert place is not None
    assert place.file.endswith("base.yaml")


def test_policies_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    """A circle is found before anything is read twice, and so is a chain without end."""
    path = tmp_path / "child.yaml"
    path.write_text(CHILD + f"extends: {{file: child.yaml, sha256: {'0' * 64}}}\n", encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load(str(path))
    assert [item.code for item in caught.value.diagnostics] == ["RP253"]
    before, digest = "base.yaml", hashlib.sha256(BASE.encode()).hexdigest()
    (tmp_path / before).write_text(BASE, encoding="utf-8")
    for number in range(8):
        text = CHILD + f"extends: {{file: {before}, sha256: {digest}}}\n"
        before, digest = f"{number}.yaml", hashlib.sha256(text.encode()).hexdigest()
        (tmp_path / before).write_text(text, encoding="utf-8")
    assert load(str(tmp_path / "3.yaml")).id == "child"
    with pytest.raises(PolicyError) as caught:
        load(str(tmp_path / "7.yaml"))
    assert [item.code for item in caught.value.diagnostics] == ["RP253"]


def test_lists_are_found_from_where_their_policy_lies(tmp_path: Path) -> None:
    """A base in another folder names its lists from there."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "people.yaml").write_text(LIST, encoding="utf-8")
    digest = hashlib.sha256(LIST.encode()).hexdigest()
    base = BASE + f"lists: {{contacts: {{file: people.yaml, sha256: {digest}}}}}\n"
    (inner / "base.yaml").write_text(base, encoding="utf-8")
    own = hashlib.sha256(base.encode()).hexdigest()
    text = (
        f"{CHILD}extends: {{file: inner/base.yaml, sha256: {own}}}\n"
        "protect: [{id: c, when: {entity: [PERSON], list: contacts}, do: label, authority: [PRIVACY]}]\n"
    )
    policy = examine(Source(text.encode(), "child.yaml", tmp_path)).policy
    assert [named.name for named in policy.lists] == ["contacts"]
    assert policy.protect[-1].action is Action.LABEL


@pytest.mark.parametrize("name", stock())
def test_every_stock_policy_can_be_extended(name: str, tmp_path: Path) -> None:
    """A child that adds one protect rule to a stock policy is proved no less strict."""
    text = f"{CHILD}extends: {name}\nprotect: [{{id: mine, when: {{text: {{any_of: [visa]}}}}, do: hold}}]\n"
    policy = examine(Source(text.encode(), "child.yaml", tmp_path)).policy
    assert policy.protect[-1].id == "mine"


def test_a_child_can_be_laid_out(tmp_path: Path) -> None:
    """`policy fmt` keeps what a child says."""
    text = child_of(tmp_path, "drop: [names]\n").data.decode()
    assert "drop: [names]" in formatted(text, "child.yaml")

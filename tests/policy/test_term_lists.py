"""Long lists of terms as plain text: read once, found in time that does not grow with their number."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.errors import PolicyError
from redactor.model import ListEntry, NamedList
from redactor.policy import opening
from redactor.policy.lists import read_entries
from redactor.policy.load import Source, examine
from redactor.policy.term_lists import HEAD_LINE
from redactor.view import fold_term
from redactor.view.words import _PLAIN_TERM, _fold
from tests.growth import calls, in_proportion
from tests.policy.texts import PUBLIC, release
from tests.policy.worlds import cable_of, para, policy_of, seen, verdict_of, when
from tests.policy.worlds import release as release_rule

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "# redactor-list: 1\n# id: ministries\n# title: Invented ministries\n# source: invented\n"


def test_one_term_stands_on_a_line() -> None:
    """Blank lines and blanks around a term mean nothing; each term has the list's source."""
    found = read_entries(f"{HEAD}\nMinistry of Ports\n  Harbor Board \n".encode(), "a.txt")
    assert found == (
        ListEntry("Ministry of Ports", source="invented"),
        ListEntry("Harbor Board", source="invented"),
    )


BAD = (
    # what, the text, the code, the line
    ("no head", "Ministry of Ports\n", "RP021", 1),
    ("no source", HEAD.replace("# source: invented\n", "") + "a\n", "RP021", 1),
    ("another version", HEAD.replace("list: 1", "list: 2") + "a\n", "RP023", 1),
    ("an id with a blank", HEAD.replace("ministries\n", "two words\n") + "a\n", "RP023", 1),
    ("an unknown key", HEAD + "# owner: me\na\n", "RP020", 1),
    ("no term", HEAD, "RP024", 1),
    ("a term without a letter", HEAD + "a\n--\n", "RP026", 6),
    ("a term twice", HEAD + "Port\nport\n", "RP116", 6),
    ("a hidden character", HEAD + "a\u200bb\n", "RP012", 5),
)


@pytest.mark.parametrize(("text", "code", "line"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_list_is_refused_where_it_is_wrong(text: str, code: str, line: int) -> None:
    """Each fault has its code and its line."""
    with pytest.raises(PolicyError) as caught:
        read_entries(text.encode(), "a.txt")
    found = caught.value.diagnostics[0]
    assert found.place is not None
    assert (found.code, found.place.line) == (code, line)


def test_a_policy_names_it_by_its_digest(tmp_path: Path) -> None:
    """It is pinned as any list is."""
    text = HEAD + "Ministry of Ports\n"
    (tmp_path / "m.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    lists = f"lists: {{m: {{file: m.txt, sha256: {digest}}}}}\n"
    rule = release("id: a, when: {entity: [PERSON], context: {list: m, within: 5}}", PUBLIC + lists)
    (named,) = examine(Source(rule.encode(), "x", tmp_path)).policy.lists
    assert len(named.entries) == 1


def _list(count: int) -> NamedList:
    names = (f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)} board" for n in range(count))
    return NamedList("m", f"{count:064}", ships=False, entries=tuple(ListEntry(name) for name in names))


def _decide(named: NamedList) -> None:
    cable = cable_of(para(1, "abc board near Torvald Quillby " * 5))
    rule = release_rule("r", when(entity=("PERSON",), context={"list within 5": "m"}, list="m"))
    verdict_of(cable, policy_of(rule, lists=(named,)), seen(cable, "Torvald Quillby"))


def test_the_work_grows_with_the_list_once() -> None:
    """Twice the terms take twice the work the first time, and no more work for the next document."""
    half, whole = _list(1500), _list(3000)
    assert in_proportion(lambda: _decide(half), lambda: _decide(whole))
    assert calls(lambda: _decide(whole)) < 1.2 * calls(lambda: _decide(half)) + 1000
    assert opening._is_dated(half) is False


@given(st.from_regex(_PLAIN_TERM, fullmatch=True))
def test_a_plain_term_folds_as_its_view_does(term: str) -> None:
    """The short way gives what the long one gives."""
    assert fold_term(term) == _fold(term)


def test_patterns_match_their_examples() -> None:
    """Each pattern matches its good example and not its bad one."""
    assert HEAD_LINE.fullmatch("# source: State Gazette")
    assert not HEAD_LINE.fullmatch("source: State Gazette")
    assert _PLAIN_TERM.fullmatch("stone bridge")
    assert not _PLAIN_TERM.fullmatch("stone  bridge")

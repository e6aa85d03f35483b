"""The reader of YAML events: limits, what it refuses, and that nothing else ever comes out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.errors import PolicyError, UsageError
from redactor.policy.decisions_file import parse_decisions
from redactor.policy.lists import read_entries
from redactor.policy.load import Source, examine
from redactor.policy.nodes import Problems, plain
from redactor.policy.yaml_reader import HIDDEN, read_text, read_yaml
from tests.policy.bad_policies import MEANING, SHAPE
from tests.policy.texts import PUBLIC

# Each row: name, text, code, line and column.
UNREADABLE: tuple[tuple[str, bytes, str, tuple[int, int]], ...] = (
    ("nothing", b"", "RP010", (1, 1)),
    ("only a comment", b"# a\n", "RP010", (1, 1)),
    ("no UTF-8", b"a: 1\nb: \xff\n", "RP001", (2, 4)),
    ("a mebibyte and one", b"a" * (1024 * 1024 + 1), "RP002", (1, 1)),
    ("a tab for blanks", b"a:\n\tb: 1\n", "RP003", (2, 1)),
    ("an open bracket", b"a: [1\n", "RP003", (2, 1)),
    ("a NUL", b"a: 1\nb: \x00\n", "RP003", (2, 4)),
    ("a control character", b"a: \x1b[2J\n", "RP003", (1, 4)),
    # chr() of it raises ValueError inside PyYAML
    ("an escape past the last character", b'a: "\\UFFFFFFFF"\n', "RP003", (1, 1)),
    # int() of more than 4300 digits raises ValueError inside PyYAML
    ("a version of many digits", b"%YAML 1." + b"1" * 5000 + b"\n---\na\n", "RP003", (1, 1)),
    ("100,000 brackets", b"[" * 100_000, "RP004", (1, 21)),
    ("100,000 braces", b"{" * 100_000, "RP004", (1, 21)),
    ("1,000 nested keys in blocks", b"".join(b" " * n + b"a:\n" for n in range(1000)), "RP004", (20, 20)),
    ("100,000 dashes", b"- " * 100_000, "RP004", (1, 41)),
    ("half a million values", b"[" + b"a," * 500_000 + b"]", "RP013", (1, 1)),
    ("two documents", b"a: 1\n---\nb: 1\n", "RP005", (2, 1)),
    ("an anchor", b"a: &x 1\n", "RP006", (1, 4)),
    ("an alias", b"a: &x 1\nb: *x\n", "RP006", (1, 4)),
    ("a merge key", b"a: {<<: {b: 1}}\n", "RP006", (1, 5)),
    ("a tag", b"a: !!int 1\n", "RP007", (1, 4)),
    ("a Python tag", b"a: !!python/object/apply:os.getcwd []\n", "RP007", (1, 4)),
    ("a key twice", b"a: 1\nb: 2\na: 3\n", "RP008", (3, 1)),
    ("a key twice, once quoted", b"a: 1\n'a': 3\n", "RP008", (2, 1)),
    ("a list as a key", b"? [a]\n: 1\n", "RP009", (1, 3)),
    # a rule that looks like a comment, and a comment that looks like a rule
    ("a sign that turns the line round", "a: 1\nb: \u202e1\n".encode(), "RP012", (2, 4)),
    ("a line end that editors do not show", "a: 1 # x\u2028b: 2\n".encode(), "RP012", (1, 9)),
    ("a blank of no width", "a\u200b: 1\n".encode(), "RP012", (1, 2)),
    ("half a character", b'a: "\\uD800"\n', "RP011", (1, 4)),
)


@pytest.mark.parametrize(
    ("data", "code", "at"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE]
)
def test_what_is_no_plain_yaml_is_refused(data: bytes, code: str, at: tuple[int, int]) -> None:
    """Limits, and everything of YAML but maps, lists and text, give one clear error with a place."""
    with pytest.raises(PolicyError) as caught:
        examine(Source(data, "test.yaml", Path()))
    found = [item for item in caught.value.diagnostics if item.code == code]
    assert found, caught.value.diagnostics
    assert found[0].place is not None
    assert (found[0].place.line, found[0].place.column) == at


def test_every_scalar_is_text() -> None:
    """What YAML would retype stays as it was written."""
    text = "a: [NO, 1.10, 0209, 12:30, 2007-06-18, true, null, ~, 1e3, 0x1F, '']\n"
    node = plain(read_yaml(text, "x", Problems()))
    assert node == {
        "a": ["NO", "1.10", "0209", "12:30", "2007-06-18", "true", "null", "~", "1e3", "0x1F", ""],
    }


def test_line_ends_and_a_byte_order_mark_are_no_matter() -> None:
    """CRLF, CR and a BOM read as LF and nothing."""
    assert read_text(b"\xef\xbb\xbfa: 1\r\nb: 2\rc: 3\n", "x") == "a: 1\nb: 2\nc: 3\n"


def only_our_errors(data: bytes) -> None:
    for read in (
        lambda: examine(Source(data, "x.yaml", Path())),
        lambda: parse_decisions(data, "x.yaml"),
        lambda: read_entries(data, "x.yaml"),
        lambda: read_entries(data, "x.toml"),
    ):
        try:
            read()
        except PolicyError as error:
            assert error.diagnostics  # noqa: PT017 - a passing policy is fine as well


@given(st.binary(max_size=400))
def test_any_bytes_give_a_policy_error_at_worst(data: bytes) -> None:
    """No bytes make the readers of policies, lists and decisions raise anything but PolicyError."""
    only_our_errors(data)


@given(st.text(alphabet="{}[]:,-?&*!|>'\"%@` \n#ab1~<=\\uUx\t.é\u2028", max_size=120))
def test_any_yaml_signs_give_a_policy_error_at_worst(text: str) -> None:
    """The same for texts made of YAML's own signs."""
    only_our_errors(text.encode())


TEXTS = [row[1] for row in SHAPE + MEANING]


@given(
    st.sampled_from(TEXTS),
    st.integers(0, 2000),
    st.sampled_from(["", "[", "}", "&a ", "\n", ": ", "'", "!", "\ud7ff", "{param: x}"]),
)
def test_a_damaged_policy_gives_a_policy_error_at_worst(text: str, at: int, put: str) -> None:
    """A policy with a sign put in or a character taken out is read or refused, and nothing else."""
    at = min(at, len(text))
    only_our_errors((text[:at] + put + text[at + (not put) :]).encode())


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2))
def test_settings_give_a_usage_error_at_worst(settings: dict[str, str]) -> None:
    """No `--set` makes the loader raise anything but UsageError on a good policy."""
    try:
        examine(Source(PUBLIC.encode(), "x.yaml", Path()), settings)
    except UsageError:
        assert settings


def test_the_pattern_matches_its_example() -> None:
    """The pattern of hidden characters matches its good examples and not its bad one."""
    assert HIDDEN.search("\u202e")
    assert HIDDEN.search("\u2028")
    assert not HIDDEN.search("\u200c")


def test_a_bracket_that_is_not_closed_says_so_in_words() -> None:
    """Where the parser's reason is all quotes, the label is still a sentence."""
    with pytest.raises(PolicyError) as caught:
        examine(Source(b"policy: {id: x\nrelease: []\n", "test.yaml", Path()))
    assert caught.value.diagnostics[0].label == "YAML expects something else here"

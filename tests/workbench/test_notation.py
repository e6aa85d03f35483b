"""The notation of expected removals: what it reads, what it refuses, and that it reads what it writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.spans import Span
from redactor.workbench.notation import ACTIONS, ESCAPED, HEAD, Expected, parse, written

READ = [
    # nothing is marked
    ("plain words", "plain words", []),
    # one rule, any action
    ("a [[r: bc]] d", "a bc d", [(2, 4, ("r",), "")]),
    # several rules and an action
    ("[[r, default-portion hold: bc]]", "bc", [(0, 2, ("r", "default-portion"), "hold")]),
    # exactly one blank behind the colon is ours
    ("[[r:  b]]", " b", [(0, 2, ("r",), "")]),
    # no blank is needed
    ("[[r:b]]", "b", [(0, 1, ("r",), "")]),
    # text over several lines
    ("[[r: b\nc]]\n", "b\nc\n", [(0, 3, ("r",), "")]),
    # a rule named twice counts once
    ("[[r, r: b]]", "b", [(0, 1, ("r",), "")]),
    # an id that is also an action
    ("[[role: b]]", "b", [(0, 1, ("role",), "")]),
    ("[[role role: b]]", "b", [(0, 1, ("role",), "role")]),
    # escaped brackets are the cable's
    (r"\[\[r: b\]\]", "[[r: b]]", []),
    # also inside
    (r"[[r: \[b\]]]", "[b]", [(0, 3, ("r",), "")]),
    # single brackets need no escape
    ("[b] [[r: [c] d]]", "[b] [c] d", [(4, 9, ("r",), "")]),
    # a backslash before anything else is the cable's
    (r"a\b \\ \n", r"a\b \ \n", []),
    # what ends with a bracket of its own
    (r"[[r: b\]]]", "b]", [(0, 2, ("r",), "")]),
]

REFUSED = [
    # no end
    ("[[r: b", "RT101"),
    # no beginning
    ("b]]", "RT102"),
    # no colon
    ("[[r b]]", "RT103"),
    # no rule
    ("[[: b]]", "RT103"),
    # an id never has capitals
    ("[[Rule: b]]", "RT103"),
    # the id and its colon stand on one line
    ("[[r\n: b]]", "RT103"),
    # an action that there is not
    ("[[r shred: b]]", "RT103"),
    # keeping is no removal
    ("[[r keep: b]]", "RT103"),
    # one inside another
    ("[[r: a [[s: b]] c]]", "RT104"),
    # nothing inside
    ("[[r:]]", "RT105"),
    # only blanks inside
    ("[[r:  \n ]]", "RT105"),
    # three brackets: which of them is ours cannot be told
    ("[[[r: b]]", "RT103"),
]


@pytest.mark.parametrize(("source", "text", "expected"), READ)
def test_what_is_read(source: str, text: str, expected: list[tuple[int, int, tuple[str, ...], str]]) -> None:
    """The cable is the text without the notation, and each removal has its place in it."""
    found = parse(source)
    assert found.slips == ()
    assert text == found.text
    assert expected == [(x.span.start, x.span.end, x.rules, x.action) for x in found.expected]


@pytest.mark.parametrize(("source", "code"), REFUSED)
def test_what_is_refused(source: str, code: str) -> None:
    """A fault of the notation is told; nothing that looks like it is taken for the cable's own."""
    assert code in {slip.code for slip in parse(source).slips}


def test_all_faults_are_told_at_once() -> None:
    """Reading goes on behind a fault."""
    assert ["RT103", "RT105", "RT102"] == [slip.code for slip in parse("[[a]] [[r:]] x]]").slips]


@st.composite
def annotated(draw: st.DrawFn) -> tuple[str, tuple[Expected, ...]]:
    text = draw(st.text("ab[]\\:, \n\u00e9", max_size=30))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    spans = [Span(start, end) for start, end in pairs if text[start:end].strip()]
    ids = st.lists(st.sampled_from(["r", "role", "default-portion"]), min_size=1, max_size=2, unique=True)
    actions = st.sampled_from(["", *ACTIONS])
    return text, tuple(Expected(span, tuple(draw(ids)), draw(actions), Span(0, 0)) for span in spans)


@given(annotated())
def test_what_is_written_is_read_back(case: tuple[str, tuple[Expected, ...]]) -> None:
    """Any cable, brackets and backslashes in it, with any removals, is read as it was written."""
    text, expected = case
    found = parse(written(text, expected))
    assert found.slips == ()
    assert text == found.text
    assert [(x.span, x.rules, x.action) for x in expected] == [
        (x.span, x.rules, x.action) for x in found.expected
    ]


@given(st.text("[]r:\\ a\n", max_size=12))
def test_no_text_stops_the_reader(source: str) -> None:
    """Any text is read to its end, and each character of the cable has its place in it."""
    found = parse(source)
    assert len(found.places) == len(found.text)
    assert all(found.text[index] == source[at] or source[at] == "\\" for index, at in enumerate(found.places))


def test_the_patterns_match_their_examples() -> None:
    """Each pattern matches its good examples and not its bad ones."""
    assert all(HEAD.match(head) for head in ("classified, noforn withhold: ", "default-portion:"))
    assert not any(HEAD.match(head) for head in ("Classified: ", "classified"))
    assert ESCAPED.match(r"\[")
    assert ESCAPED.match(r"\\")
    assert not ESCAPED.match(r"\n")

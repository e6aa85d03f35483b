"""What a web page leaves is found by its first sign alone, and nothing is missed by that."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from redactor.view import markup

PIECES = [
    "<",
    ">",
    "&",
    "-",
    "--",
    "!",
    "]]>",
    "<b>",
    "</p>",
    "<!--",
    "-->",
    "--!>",
    "&amp;",
    "&#40;",
    "<x y='>",
    "a",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("--->")  # the end of a comment begins at the second dash
@example("]]]>")  # and the end of a section at the second bracket
def test_no_token_is_missed(text: str) -> None:
    """The tokens found behind a first sign are those that a search of the whole text finds."""
    found = [match.span() for match in markup._tokens(text)]
    assert found == [match.span() for match in markup._TOKEN.finditer(text)]

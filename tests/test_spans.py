"""The algebra of spans: what is asked of one span is what is asked of its characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from redactor.spans import Span, covered, intersect, meets, subtract, union

_SPANS = st.tuples(st.integers(0, 20), st.integers(0, 6)).map(lambda pair: Span(pair[0], sum(pair)))


@given(span=_SPANS, others=st.lists(_SPANS, max_size=6))
def test_a_span_meets_what_it_shares_a_character_with(span: Span, others: list[Span]) -> None:
    """Looked up by halves, the answer is that of the characters one by one."""
    sorted_out = union(others)
    assert meets(span, sorted_out) == bool(intersect((span,), sorted_out))
    assert (len(span) > 0 and not covered(span, sorted_out)) == bool(subtract((span,), sorted_out))

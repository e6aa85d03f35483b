"""A name alone behind a finished sentence signs, also where a broken stamp below hides that it stands at the end."""

from __future__ import annotations

import pytest

from redactor import cable
from redactor.model import Basis

HEAD = """P 051010Z MAR 08
FM AMEMBASSY VELMORA
TO SECSTATE WASHDC PRIORITY 1201
C O N F I D E N T I A L VELMORA 000417

E.O. 12958: DECL: 03/05/2018
TAGS: PGOV
SUBJECT: PORT DUES

1. (C) THE STRIKE BEGAN ON SUNDAY AND HAS
SPREAD TO THE ISLANDS SINCE THEN.

2. (U) THE TEXT OF THE DUES IS BEING POUCHED.
"""


@pytest.mark.parametrize(
    ("below", "signs"),
    [
        ("FARRADAY\n\nSHERYL VALE DECLASSIFIED/RELEASED US\n2014\n", True),  # a stamp that a line end broke
        ("VAN DER BERG\n\nEND NOTE OF THE POST\n", True),  # words that nobody knows
        ("IT WILL COME ON FRIDAY.\n\n3. (C) MORE.\n", False),  # the paragraph goes on: a sentence
    ],
)
def test_a_name_alone_takes_the_documents_level(below: str, signs: bool) -> None:  # noqa: FBT001 - a table's column
    """What may be the signature is no part of a paragraph that says less than the document."""
    text = HEAD + below
    read = cable.read(text.encode())
    at = text.index(below)
    portion = next(one for one in read.portions if one.span.start <= at < one.span.end)
    assert signs is (portion.basis is Basis.INHERITED and portion.marking.level.classified)

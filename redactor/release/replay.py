"""Replay: the release once more, from the original and the record of its removals alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.errors import GuardError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.model import Redaction


def replay(text: str, redactions: Iterable[Redaction], head: str) -> str:
    """Give the release: our own lines, then `text` with every removal replaced, then one line end.

    Shares nothing with `render`, so that `verify` can hold the one against the other. Raises GuardError
    where the removals are out of order, overlap or leave the text.
    """
    body: list[str] = []
    position = 0
    for redaction in redactions:
        start, end = redaction.span.start, redaction.span.end
        if not position <= start < end <= len(text):
            raise GuardError(
                "replay", f"removal {redaction.number} is out of order, empty or outside the text"
            )
        body.append(text[position:start])
        body.append(redaction.replacement)
        position = end
    body.append(text[position:])
    rest = "".join(body)
    return head + rest + ("" if not rest or rest.endswith("\n") else "\n")

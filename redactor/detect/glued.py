"""Finds known family names inside addresses of the net, where an initial is glued to them: ~tvashkel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.model import EntityKind
from redactor.spans import Span
from redactor.view import ordinary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactor.detect.base import Hit, Page

_ADDRESSES = frozenset({EntityKind.URL, EntityKind.EMAIL})
_SHORTEST = 4
_MOST_GLUED = 3

# matches "tvashkel" in "~tvashkel2"; must not match "2"
_LETTERS = re.compile(r"[^\W\d_]{4,}")


def glued(page: Page, hits: Sequence[Hit], families: Iterable[str]) -> Iterator[tuple[Span, str]]:
    """Give each run of letters in an address that is a family name with up to three letters at one end, and the name."""
    names = {part for part in families if len(part) >= _SHORTEST and not ordinary(part)}
    addresses = (hit.span for hit in hits if hit.kind in _ADDRESSES)
    runs = (run for span in addresses for run in _LETTERS.finditer(page.view.folded, span.start, span.end))
    for run in runs:
        name = _named(run.group(), names)
        if name is not None:
            yield Span(*run.span()), name


def _named(letters: str, names: set[str]) -> str | None:
    """Give the name that a run of letters holds, letters before or after it aside."""
    for cut in range(_MOST_GLUED + 1):
        for part in (letters[cut:], letters[: len(letters) - cut]):
            if part in names:
                return part
    return None

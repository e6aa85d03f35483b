"""What a test gives: findings in place of the detectors' word, and a reviewer's decisions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.model import EntityKind, Finding
from redactor.pipeline import Binder, Review
from redactor.policy.decisions_file import read_entry
from redactor.policy.nodes import Entry, Listing, Scalar, Table
from redactor.policy.rules import flag, tables, texts, word
from redactor.spans import Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from redactor.model import Cable, Policy, Redaction
    from redactor.policy.nodes import Node, Problems

_SCORE = "0.85"
_DETECTOR = "test"


def findings(node: Node | None, text: str, problems: Problems) -> tuple[Finding, ...]:
    """Give each finding wherever its words stand in the cable; words that do not are a fault of the test."""
    items = node.items if isinstance(node, Listing) else ()
    numbers: dict[str, int] = {}
    found = [
        finding
        for table in items
        if isinstance(table, Table)
        for finding in _everywhere(table, text, numbers, problems)
    ]
    return tuple(sorted(found, key=lambda item: (item.span, item.kind.value, item.possible)))


def whole(words: str) -> re.Pattern[str]:
    """Give a pattern of these words as whole words; any blanks may stand between them."""
    joined = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){joined}(?!\w)")


def _everywhere(table: Table, text: str, numbers: dict[str, int], problems: Problems) -> Iterator[Finding]:
    """Give one finding wherever its words stand."""
    words, title = word(table, "text"), word(table, "title")
    spans = [Span(*match.span()) for match in whole(words).finditer(text)]
    titles = [_title(text, span, title) for span in spans]
    if not spans:
        _absent(table, "text", "the words of a finding do not stand in the cable", problems)
    elif title and not any(titles):
        _absent(table, "title", "the title stands nowhere right before the name", problems)
    for span, before in zip(spans, titles, strict=True):
        yield _finding(table, span, before, _person(table, numbers))


def _absent(table: Table, key: str, message: str, problems: Problems) -> None:
    node = table.get(key)
    problems.add("RT113", message, node.place if isinstance(node, Scalar) else table.place)


def _title(text: str, span: Span, title: str) -> Span | None:
    """Give the title's span where it stands right before a name."""
    if not title:
        return None
    before = text[: span.start].rstrip()
    found = before.endswith(title)
    return Span(len(before) - len(title), len(before)) if found else None


def _person(table: Table, numbers: dict[str, int]) -> int | None:
    """Give the person's number: as given, else one for each name."""
    if word(table, "entity") != EntityKind.PERSON.value:
        return None
    given = word(table, "person")
    return int(given) if given else 1000 + numbers.setdefault(word(table, "text"), len(numbers))


def _finding(table: Table, span: Span, title: Span | None, person: int | None) -> Finding:
    score = float(word(table, "score", _SCORE))
    return Finding(
        span,
        EntityKind(word(table, "entity")),
        _DETECTOR,
        round(score * 1000),
        person=person,
        title=title,
        possible=flag(table, "possible"),
        contexts=frozenset(texts(table.get("context"))),
    )


# --- decisions -----------------------------------------------------------------------------------

_BOUND = "0" * 64
_DOCUMENT = "test"


def review(node: Node | None, policy: Policy, as_of: dt.date, problems: Problems) -> Review | None:
    """Read a test's decisions; None where it has none."""
    if node is None:
        return None
    entries = tuple(read_entry(_filled(table, as_of), policy, problems) for table in tables(node))
    return Review(_DOCUMENT, entries)


def binder() -> Binder:
    """Bind every decision of a test to whatever it names: its cable has no custody."""

    def commit(_: Cable, redactions: tuple[Redaction, ...]) -> tuple[str, ...]:
        return (_BOUND,) * len(redactions)

    return Binder(lambda *_: _DOCUMENT, commit, whole=_BOUND)


def _filled(table: Table, as_of: dt.date) -> Table:
    """Add to a decision what goes without saying in a test."""
    place = table.place
    given: dict[str, Node] = {
        "commitments": Listing((Scalar(_BOUND, place),), place),
        "reviewer": Scalar("a reviewer", place),
        "date": Scalar(as_of.isoformat(), place),
    }
    added = (Entry(Scalar(key, place), value) for key, value in given.items() if table.get(key) is None)
    return Table((*table.entries, *added), place)

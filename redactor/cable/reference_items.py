"""A REF field cut into its items, each with bullet, mark, kind and ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from redactor.cable import heads, reference_ids
from redactor.cable import reference_patterns as patterns
from redactor.markings.memory import forgotten
from redactor.model import Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.cable.shown import Sheet

# Letters and numbers of bullets are counted from here.
_BEFORE_A = ord("A") - 1
# ";" and a line end with the blanks behind it may end an item; "," must not.
_ENDS = re.compile(r";|\n[ \t]{0,40}")
# A bullet opens its line behind fewer blanks than this.
_LINE = 80
# What a field says that refers to nothing.
_NONE = frozenset({"N/A", "NA", "NONE"})
# A numbered list begins no later.
_MOST_NUMBERED = 9
_SIGNS = ("linked", "round", "square", "plain")


@dataclass(frozen=True, slots=True)
class _Bullet:
    """A bullet: where it begins and ends in the field's words, and as which of its run it counts."""

    start: int
    end: int
    place: int
    lettered: bool


@forgotten
@lru_cache(maxsize=4096)
def read(sheet: Sheet) -> tuple[Field, ...]:
    """Give the fields of every item behind the label."""
    label = patterns.LABEL_TWICE.match(sheet.words.lstrip())
    if label is not None:
        sheet = sheet.part(len(sheet.words) - len(sheet.words.lstrip()) + label.end())
    if sheet.words.strip(" .\n\t").upper() in _NONE:
        return ()
    return tuple(field for item in _items(sheet) for field in item)


def _items(sheet: Sheet) -> Iterator[list[Field]]:
    bullets = tuple(_bullets(sheet.words))
    if not bullets:
        yield from (_item(part, None) for part in _loose(sheet))
        return
    first = sheet.part(0, bullets[0].start)
    if first.words:
        yield _item(first, None)
    ends = [bullet.start for bullet in bullets[1:]] + [len(sheet.words)]
    for bullet, end in zip(bullets, ends, strict=True):
        yield _item(sheet.part(bullet.start, end), sheet.part(bullet.start, bullet.end))


def _bullets(words: str) -> Iterator[_Bullet]:
    """Give the bullets: the first opens the list or a line, the next in order may stand anywhere."""
    last: _Bullet | None = None
    at = 0
    while (match := patterns.BULLET.search(words, at)) is not None:
        here = _bullet(match)
        if _counts(words, here, last):
            yield here
            last = here
            at = max(match.end(), match.start() + 1)
        else:
            at = match.start() + 1


def _bullet(match: re.Match[str]) -> _Bullet:
    sign = next(match[name] for name in _SIGNS if match[name])
    lettered = not sign.isdigit()
    place = ord(sign.upper()) - _BEFORE_A if lettered else int(sign)
    return _Bullet(match.start(), match.end(), place, lettered)


def _counts(words: str, here: _Bullet, last: _Bullet | None) -> bool:
    """Say whether a sign at `here` is the next bullet: the first opens a line, each later one is in order."""
    before = words[here.start - 1 : here.start]
    if before and not before.isspace() and before not in ";:,.":
        return False
    line = words[words.rfind("\n", max(0, here.start - _LINE), here.start) + 1 : here.start]
    opens_line = len(line) < _LINE and not line.strip()
    if last is None and not here.lettered and here.place > _MOST_NUMBERED:
        # "(99) STATE 1": a year.
        return False
    if last is None:
        return opens_line or (here.lettered and here.place == 1)
    if here.lettered is not last.lettered:
        return False
    follows = here.place == last.place + 1
    return follows or (opens_line and here.lettered and here.place > last.place)


def _loose(sheet: Sheet) -> Iterator[Sheet]:
    """Cut a list without bullets at semicolons and at lines that open with an id of their own."""
    start = 0
    for match in _ENDS.finditer(sheet.words):
        index = match.start()
        turns = match[0] != ";" and _opens(sheet, match.end()) and _closed(sheet, start, index)
        if match[0] == ";" or turns:
            yield from _nonempty(sheet.part(start, index))
            start = index + 1
    yield from _nonempty(sheet.part(start))


def _nonempty(part: Sheet) -> Sequence[Sheet]:
    return (part,) if part.words.strip(" .,;:") else ()


def _opens(sheet: Sheet, at: int) -> bool:
    found = patterns.ID.match(sheet.words, at, at + _LINE)
    return found is not None and reference_ids.is_listed(found["post"])


def _closed(sheet: Sheet, start: int, end: int) -> bool:
    """Say whether an item may end here: neither a comma nor AND hangs over."""
    words = sheet.words[max(start, end - _LINE) : end].strip().upper()
    return bool(words) and not words.endswith((",", " AND", "&", "-", "/"))


def _item(whole: Sheet, bullet: Sheet | None) -> list[Field]:
    """Give an item's own field, and the fields of its parts."""
    whole = whole.part(0, len(whole.words.rstrip(" \t\n;,:")))
    body = whole.part(len(bullet.words) if bullet else 0)
    twice = patterns.TWICE.match(body.words) if bullet else None
    if twice and bullet and twice["letter"] in bullet.words:
        body = body.part(twice.end())
    found = [Field("reference", whole.span, body.read())]
    if bullet is not None:
        found.append(Field("reference-bullet", bullet.span, _sign(bullet.words)))
    head = heads.mark_at(body.words, 0, len(body.words))
    if head is not None and heads.is_mark(head):
        mark = body.part(head.mark.span.start, head.mark.span.end)
        found.append(Field("reference-mark", mark.span, mark.words))
        body = body.part(head.whole.end)
    ids = reference_ids.read(body)
    found.extend(ids)
    found.append(Field("reference-kind", whole.span, _kind(body, ids)))
    found.extend(
        Field("reference-notal", body.found(one).span, "NOTAL") for one in patterns.NOTAL.finditer(body.words)
    )
    return found


def _sign(bullet: str) -> str:
    """Give the letter or number of a bullet as written."""
    match = patterns.BULLET.match(f"{bullet} ")
    return next((match[name] for name in _SIGNS if match[name]), "") if match else ""


def _kind(body: Sheet, ids: Sequence[Field]) -> str:
    """Say what an item is: what it calls itself before its first id, else a telegram or an airgram."""
    first = min((item.span.start - body.start for item in ids if item.kind == "reference-id"), default=None)
    own = body.words[:first]
    if patterns.ANY_KIND.search(own):
        return next(kind for kind, pattern in patterns.KINDS if pattern.search(own))
    written = [item.value for item in ids if item.kind == "reference-id"]
    if not written:
        return "other"
    return "airgram" if written[0].rpartition(" ")[2].startswith("A-") else "telegram"

"""The ids in an item of REF: post, serial and year, in every order and with what damage did to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.cable import patterns as common
from redactor.cable import reference_patterns as patterns
from redactor.cable import vocabulary
from redactor.model import Field

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from redactor.cable.shown import Sheet

# Words that stand before a number and name no sender.
_WORDS = frozenset(
    "AND OF DATED PARA PARAS PARAGRAPH PART LETTER MEMO MEMCON NO NR NOS SECTION TO REF REFTEL REFTELS TELEGRAM PAGE "
    "PRESS RELEASE MSG MIL DTG EMAIL E-MAIL MAIL TELCON PHONCON FAX FROM THE ON IN BY RE NOTE REPORT UNSCR RESOLUTION "
    "FAM FAH TD IIR OSC CASE ARTICLE CHAPTER POINTS US IS ARE WAS NARR AMPN DOC SEE ALSO PREVIOUS NOTAL DIPNOTE DIPLOMATIC BILL LAW".split()
)
_LONG_MONTHS = frozenset(
    "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER SEPT".split()
)
_NO_SENDER = _WORDS | _LONG_MONTHS | frozenset(common.MONTHS)
# Two digits of a year, and the year that the first telegram of this kind can be of.
_TWO_DIGITS = 2
_CENTURY_SPLIT = 60


def read(body: Sheet) -> tuple[Field, ...]:
    """Give every id, year and date-time group in an item, in order."""
    strict = patterns.ANY_KIND.search(body.words) is not None and any(
        pattern.search(body.words) for kind, pattern in patterns.KINDS if kind != "message"
    )
    found: list[Field] = []
    taken = 0
    for match in patterns.ID.finditer(body.words):
        name = _sender(match, strict=strict) if match.start() >= taken else ""
        if not name:
            continue
        start = match.end("post") - len(name)
        found.extend(_leftover(body, taken, match.start() if name == match["post"] else start))
        more, taken = _id(body, match, start, _plain(name))
        found.extend(more)
    found.extend(_leftover(body, taken, len(body.words)))
    found.extend(
        Field("reference-dtg", body.found(one).span, " ".join(one[0].upper().split()))
        for one in patterns.DTG.finditer(body.words)
    )
    return tuple(found)


def is_listed(post: str) -> bool:
    """Say whether a sender is a post of the list or another name of one."""
    return vocabulary.is_sender(_plain(post))


def _plain(name: str) -> str:
    """Give a post's name on one line, the letter O where a zero stands for it."""
    return " ".join(name.split()).replace("0", "O")


def _id(body: Sheet, match: re.Match[str], start: int, post: str) -> tuple[list[Field], int]:
    """Give an id with its year, and the further numbers of the same post behind it."""
    whole = match["post"][: len(match["post"])].endswith(body.words[start : match.end("post")])
    dated = match["year"] is not None and start == match.start("post") and whole
    first = match.start("year") if dated else start
    serial = "".join(match["serial"].split()).replace("O", "0")
    end = match.end()
    years: list[Field] = []
    if dated:
        years.append(Field("reference-year", body.found(match, "year").span, _year(match["year"])))
    else:
        after = patterns.YEAR_AFTER.match(body.words, end)
        if after is not None:
            end = after.end()
            group = next(name for name in ("bracket", "glued", "loose") if after[name])
            years.append(Field("reference-year", body.found(after, group).span, _year(after[group])))
    found = [Field("reference-id", body.part(first, end).span, f"{post} {serial}"), *years]
    while (more := patterns.MORE.match(body.words, end)) is not None:
        found.append(Field("reference-id", body.found(more, "serial").span, f"{post} {more['serial']}"))
        end = more.end()
    previous = patterns.PREVIOUS.match(body.words, end)
    if previous is not None:
        found.append(Field("reference-previous", body.found(previous).span, post))
        end = previous.end()
    return found, end


def _year(written: str) -> str:
    digits = written.replace("O", "0")
    if len(digits) > _TWO_DIGITS:
        return digits
    return f"{19 if int(digits) >= _CENTURY_SPLIT else 20}{digits}"


def _sender(match: re.Match[str], *, strict: bool) -> str:
    """Give the end of the words before a number that may name a sender, or nothing.

    That is a listed post, or all behind the last word that can name none. Beside an e-mail, a call or a
    report, and where a hyphen joins the number, only a listed post counts: numbers stand there too.
    """
    words = match["post"]
    parts = words.split()
    kept = 0
    for index, word in enumerate(parts):
        if word.strip(".'").upper() in _NO_SENDER:
            kept = index + 1
    parts = parts[kept:]
    for index in range(len(parts)):
        if is_listed(" ".join(parts[index:])):
            return _tail(words, parts[index:])
    capitals = " ".join(parts).isupper()
    if not parts or strict or match["gap"] == "-" or not capitals:
        return ""
    return _tail(words, parts)


def _tail(words: str, parts: list[str]) -> str:
    """Give the end of `words` that the last `parts` of it are, as written."""
    at = len(words)
    for part in reversed(parts):
        at = words.rindex(part, 0, at)
    return words[at:]


def _leftover(body: Sheet, start: int, end: int) -> Iterator[Field]:
    """Give what stands between ids: airgrams without their post, and posts behind their number."""
    for match in patterns.AIRGRAM.finditer(body.words, start, end):
        yield Field("reference-id", body.found(match).span, match[0])
    for match in patterns.NUMBER_FIRST.finditer(body.words, start, end):
        parts = match["post"].split()
        for length in range(len(parts), 0, -1):
            name = " ".join(parts[:length])
            if is_listed(name):
                at = body.words.index(name, match.start())
                yield Field(
                    "reference-id", body.part(match.start(), at + len(name)).span, f"{name} {match['serial']}"
                )
                break

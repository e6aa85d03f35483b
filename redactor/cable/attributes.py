"""`Message Attributes`: what the archive says of the telegram, behind it; evidence, and never header."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import archive_patterns as patterns
from redactor.cable import heads
from redactor.cable.base import Chunk, Part
from redactor.markings.types import Level, Marking
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from redactor.cable.base import Source
    from redactor.cable.lex import Line

# Every key that the archive's export writes; a closed list, since a line of text may hold a colon.
KEYS = frozenset(
    name.strip()
    for name in """
    Automatic Decaptioning; Capture Date; Channel Indicators; Concepts; Control Number; Copy; Current Classification;
    Decaption Date; Decaption Note; Disposition Action; Disposition Approved on Date; Disposition Authority;
    Disposition Case Number; Disposition Comment; Disposition Date; Disposition Event; Disposition History;
    Disposition Reason; Disposition Remarks; Document Number; Document Source; Document Unique ID; Draft Date;
    Drafter; Enclosure; Errors; Executive Order; Expiration; Film Number; Format; From; Handling Restrictions;
    ISecure; Image Path; Legacy Key; Line Count; Litigation Code IDs; Litigation Codes; Litigation History; Locator;
    Markings; Message ID; Office; Original Classification; Original Handling Restrictions;
    Original Previous Classification; Original Previous Handling Restrictions; Page Count;
    Previous Channel Indicators; Previous Classification; Previous Handling Restrictions; Reference; Retention;
    Review Action; Review Authority; Review Comment; Review Content Flags; Review Date; Review Event;
    Review Exemptions; Review History; Review Markings; Review Media Identifier; Review Referrals;
    Review Release Date; Review Release Event; Review Transfer Date; Review Withdrawn Fields; SAS ID; Secure; Status;
    Subject; TAGS; To; Type; vdkvgwkey
    """.split(";")
)
_KINDS = {key: f"attribute-{key.lower().replace(' ', '-')}" for key in KEYS}
_TITLE = "Message Attributes"
# `Current Classification` is what a release decided, and no claim.
_CLASSES = ("Original Classification", "Previous Classification", "Original Previous Classification")
_CAPTIONS = (
    "Handling Restrictions",
    "Original Handling Restrictions",
    "Previous Handling Restrictions",
    "Original Previous Handling Restrictions",
    "Channel Indicators",
    "Previous Channel Indicators",
)
_NOTHING = frozenset({"", "N/A", "NA", "NONE", "X"})
# What stands behind these is a name, and what stands behind the next key is none.
_PERSONAL = frozenset({"Drafter"})
# How many keys behind the title make it the trailer's, and how near they stand.
_ENOUGH = 3
_NEAR = 12


@dataclass(frozen=True, slots=True)
class _Attribute:
    """A key, where its value stands over the lines it takes, and the value on one line."""

    key: str
    span: Span
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Trailer:
    """The trailer's lines, the key of each line that begins with one, and the lines that are stamps, by index."""

    lines: Sequence[Line]
    keys: Mapping[int, str]
    stamps: frozenset[int]


def find(lines: Sequence[Line]) -> int:
    """Give the index of the trailer's first line, or how many lines there are where it has none."""
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].body == _TITLE:
            near = lines[index + 1 : index + 1 + _NEAR]
            if sum(_key(line) is not None for line in near) >= _ENOUGH:
                return index
    return len(lines)


def read(source: Source, first: int) -> Part:
    """Read the trailer from the line `first` to the text's end: portions, facts, and what it claims."""
    lines = source.lines[first:]
    if not lines:
        return Part(next=first)
    keys = {index: key for index, line in enumerate(lines) if (key := _key(line)) is not None}
    stamps = frozenset(index for index, line in enumerate(lines) if patterns.is_stamp(line.body))
    trailer = _Trailer(lines, keys, stamps)
    given = tuple(_attributes(source.text, trailer))
    chunks = tuple(_chunks(source.text, trailer))
    fields = tuple(Field(_KINDS[one.key], one.span, one.value) for one in given if len(one.span))
    notes = [ParseNote("attributes", chunks[0].span)]
    notes.extend(ParseNote("release-stamp", lines[index].span) for index in sorted(stamps))
    return Part(chunks, tuple(_claims(given)), fields, tuple(notes), len(source.lines))


def _key(line: Line) -> str | None:
    """Give the key that a line begins with, or None."""
    key, colon, _ = line.body.partition(":")
    return key if colon and key in KEYS else None


def _chunks(text: str, trailer: _Trailer) -> Iterator[Chunk]:
    """Give the trailer as portions, cut round the key that names a person, and the stamps behind each."""
    lines = trailer.lines
    raised = heads.joined_marks(text, lines)
    cuts = {0, len(lines)}
    for index, following in pairwise([*trailer.keys, len(lines)]):
        if trailer.keys[index] in _PERSONAL:
            cuts |= {index, following}
    for first, end in pairwise(sorted(cuts)):
        last = max(at for at in range(first, end) if at not in trailer.stamps)
        stamps = [at for at in range(first, end) if at in trailer.stamps]
        yield Chunk(
            SectionKind.TRAILER,
            Span(lines[first].first, lines[last].last),
            furniture=tuple(Span(lines[at].start, lines[at + 1].start) for at in stamps if at < last),
            raised=raised,
        )
        yield from (Chunk(SectionKind.FURNITURE, lines[at].span) for at in stamps if at > last)


def _attributes(text: str, trailer: _Trailer) -> Iterator[_Attribute]:
    """Give each key with its value; a line with no key goes on with the value before it."""
    for index, following in pairwise([*trailer.keys, len(trailer.lines)]):
        line, key = trailer.lines[index], trailer.keys[index]
        last = following - 1
        while last in trailer.stamps:
            last -= 1
        start = min(line.first + len(key) + 1, line.last)
        rest = line.body[len(key) + 1 :]
        start += len(rest) - len(rest.lstrip())
        end = max(trailer.lines[last].last, start)
        yield _Attribute(key, Span(start, end), " ".join(text[start:end].split()))


def _claims(given: Iterable[_Attribute]) -> Iterator[Claim]:
    """Give what the trailer claims: levels, captions, and that an order set a date. It only adds."""
    for one in given:
        if one.value.upper() in _NOTHING:
            continue
        if one.key in _CLASSES:
            read_as = markings.read_banner(one.value)
            if read_as is not None:
                yield Claim("trailer", one.span, read_as.marking, read_as.repaired)
        elif one.key in _CAPTIONS:
            caption = markings.read_caption(one.value)
            yield Claim("caption", one.span, caption or Marking(Level.U, opaque=True))
        elif one.key == "Executive Order":
            yield Claim("eo-line", one.span, Marking(Level.C, known=False))


def disagreements(fields: Sequence[Field]) -> tuple[ParseNote, ...]:
    """Note each fact that the trailer and the header state differently; spans are the trailer's."""
    notes = []
    for kind, key, same in _COMPARED:
        mine = [item.value for item in fields if item.kind in kind]
        theirs = next((item for item in fields if item.kind == f"attribute-{key}"), None)
        if theirs is None:
            continue
        value = "" if theirs.value.upper() in _NOTHING else theirs.value
        if (mine or value) and not same(mine, value):
            notes.append(ParseNote("attribute-disagrees", theirs.span, f"{key} differs from the header's"))
    return tuple(notes)


def _begins(mine: Sequence[str], theirs: str) -> bool:
    """Say whether the first value and the trailer's are one, or one begins with the other."""
    # The header's subject was read without its mark.
    ours, other = _letters(mine[0] if mine else ""), _letters(patterns.MARK_BEFORE.sub("", theirs))
    return bool(ours and other) and (ours.startswith(other) or other.startswith(ours))


def _same_words(mine: Sequence[str], theirs: str) -> bool:
    return {_letters(item) for item in mine} == {_letters(item) for item in _split_tags(theirs)}


def _split_tags(value: str) -> list[str]:
    """Cut at commas outside brackets."""
    cuts, depth = [-1], 0
    for at, sign in enumerate(value):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth <= 0:
            cuts.append(at)
    parts = (value[before + 1 : cut] for before, cut in pairwise([*cuts, len(value)]))
    return [part for part in parts if part.strip()]


def _named(mine: Sequence[str], theirs: str) -> bool:
    """Say whether every reference read in the header stands in the trailer's."""
    return all(_unpadded(item) in _unpadded(theirs) for item in mine)


def _unpadded(value: str) -> str:
    return "".join(_letters(word).lstrip("0") for word in value.replace("-", " ").split())


def _letters(value: str) -> str:
    return "".join(sign for sign in value.upper() if sign.isalnum())


_COMPARED = (
    (("subject",), "subject", _begins),
    (("tag", "tag-unknown", "tag-person"), "tags", _same_words),
    (("reference-id",), "reference", _named),
)

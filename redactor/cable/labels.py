"""Labels that damage made hard to read: taken for what they were only where nothing else fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.cable import reference_patterns, vocabulary
from redactor.markings.distance import near
from redactor.model import SectionKind

if TYPE_CHECKING:
    from redactor.cable.place import Place

# "XIBJ: DUES", "TAGE; PGOV", "REFTRL. STATE 1" match; "NOTE THAT" and "12: 30" must not.
_WORD = re.compile(r"^(?P<label>(?P<word>[A-Z0-9?]{2,10})[ ]?[:;.,][ \t]*)(?=\S)", re.IGNORECASE)

# "SUBJECT DUES OF VELMORA" and "SUBJ (C) DUES" match; "SUBJECT TO REVIEW" and "SUBJECT MATTER" must not.
_BARE_SUBJECT = re.compile(
    r"^(?P<label>SUBJ(?:ECT)?[ ]{1,4})(?!(?:TO|MATTERS?|OF|IS|WAS|HAS|WILL|AND|IN|REFTEL|ABOVE)\b)(?=[A-Z(])"
)

# "REF A. STATE 1", "REFS (A) STATE 1" and "REF STATE 12" match; "REF A WISH" must not.
_BARE_REFERENCE = re.compile(
    r"^(?P<label>REFS?[ ]{1,4})(?=(?:\(?[A-Z][.)][ ])?(?:\d\d[ ])?[A-Z][A-Z' ]{2,24}[ ]\d{1,7}(?!\w))"
)

# "TAGS PGOV, ECON" and "TAGS  EAID" match where tags follow; "TAGS ARE" must not.
_BARE_TAGS = re.compile(r"^(?P<label>TAGS[ ]{1,6})(?=[A-Z]{4}\b)")

# "E O 12O65: GDS", "F.O. 12065: N/A", ".O. 11652;" and "E.O. 1Z065: GDS" match; "NO. 12065 OF" must not.
_ORDER = re.compile(
    r"""^(?P<label>(?:[A-Z.,]{0,2}[ ]?[A-Z0.,]{1,3}[ ]{0,3}(?:11652|12065|12356|12958|13526)
      |E[.,]?[ ]?[O0][.,]{0,2}[ ]{0,3}1[0-9A-Z]{4})
      (?:[ ]?[:;][ \t]*|[ ]{1,3}(?=(?:X?GDS|XDS|RDS|ADS|N/?A|DECL)\b)))""",
    re.VERBOSE,
)

# The spellings of each label, and how many letters of each may be wrong.
_SPELLINGS = (
    (SectionKind.TAGS, "TAGS", 2),
    (SectionKind.SUBJECT, "SUBJ", 2),
    (SectionKind.SUBJECT, "SUBJECT", 3),
    (SectionKind.REFERENCES, "REF", 1),
    (SectionKind.REFERENCES, "REFS", 1),
    (SectionKind.REFERENCES, "REFTEL", 2),
    (SectionKind.REFERENCES, "REFERENCE", 3),
)
# "EIRD, BL" and "EAID ETRD BL" have the look of tags; "PORT DUES" without a known one is none either.
_TAG_LIST = re.compile(r"(?:[A-Z]{2,6}(?:,[ ]?|[ ])){1,12}[A-Z]{2,6}")
# A value is told by its beginning; words of two letters are countries, and words of prose too.
_LONGEST = 80
_COUNTRY = 2
_BARE = ((SectionKind.SUBJECT, _BARE_SUBJECT), (SectionKind.REFERENCES, _BARE_REFERENCE))
_FIRST = frozenset({SectionKind.EO_LINE, SectionKind.TAGS})
# Words that open a line of their own and mean themselves.
_OTHERS = frozenset(
    "FOR FROM INFO TO ATTN PASS NOTE TEXT FYI CITE ACTION BT SUMMARY COMMENT DEPT POST STATE BEGIN END USE TASK".split()
)


def read(place: Place, kind: SectionKind) -> re.Match[str] | None:
    """Give the damaged label of a field of `kind` at the place; its group `label` ends where the value begins.

    A label is taken where the header still awaits it, its letters are near, what follows is of its kind, and
    no other label is as near. In doubt there is none.
    """
    found = _candidates(place)
    return found[kind] if len(found) == 1 and kind in found else None


def at(place: Place) -> bool:
    """Say whether a damaged label stands at the place."""
    return len(_candidates(place)) == 1


def _candidates(place: Place) -> dict[SectionKind, re.Match[str]]:
    if not place.header or not place.seen & (_FIRST | {SectionKind.BANNER}):
        return {}
    body = place.line.body
    order = _ORDER.match(body) if SectionKind.EO_LINE not in place.seen else None
    if order is not None:
        return {SectionKind.EO_LINE: order}
    labelled = bool(place.seen & _FIRST)
    tags = _BARE_TAGS.match(body) if SectionKind.TAGS not in place.seen else None
    if tags is not None and _is_tags(body[tags.end() :]):
        return {SectionKind.TAGS: tags}
    bare = {kind: match for kind, pattern in _BARE if (match := pattern.match(body)) and labelled}
    word = _WORD.match(body)
    if bare or word is None or word["word"].upper() in _OTHERS:
        return {kind: match for kind, match in bare.items() if kind not in place.seen}
    return {
        kind: word
        for kind, spelling, limit in _SPELLINGS
        if kind not in place.seen
        and near(word["word"].upper(), spelling, limit)
        and _fits(kind, body[word.end() :], labelled=labelled)
    }


def _fits(kind: SectionKind, value: str, *, labelled: bool) -> bool:
    """Say whether what stands behind a label is what that label has."""
    if kind is SectionKind.TAGS:
        return _is_tags(value)
    if kind is SectionKind.REFERENCES:
        return _is_reference(value)
    return labelled and not _is_reference(value, listed=True)


def _is_tags(value: str) -> bool:
    """Say whether a value is a list of tags: one of four letters is, or one beside words that look like tags."""
    words = [word.upper() for word in re.split(r"[^A-Za-z0-9/-]+", value[:_LONGEST]) if word]
    known = [word for word in words if word in vocabulary.tag_kinds()]
    longer = [word for word in known if len(word) > _COUNTRY]
    if longer and (words[0] in longer or 2 * len(known) >= len(words)):
        return True
    return bool(known) and _TAG_LIST.fullmatch(value) is not None


def _is_reference(value: str, *, listed: bool = False) -> bool:
    """Say whether a value begins with an id: an airgram, or a number behind a post, of the list or any."""
    bullet = reference_patterns.BULLET.match(value)
    start = bullet.end() if bullet else 0
    if reference_patterns.AIRGRAM.match(value, start):
        return True
    found = reference_patterns.ID.match(value, start)
    if found is None:
        return False
    return vocabulary.is_sender(found["post"]) or (found["gap"] != "-" and not listed)

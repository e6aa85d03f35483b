"""Compose decisions: every character of a portion, and between portions, gets exactly one."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from redactor.markings import Level, Marking
from redactor.model import Action, Basis, Decision, RemovalKind, SectionKind
from redactor.policy.facts import UNLEVELLED
from redactor.spans import Span, subtract, union
from redactor.view.glyphs import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.model import Portion
    from redactor.policy.judging import Core, Judged, Sheet
    from redactor.policy.settle import Outcome
    from redactor.policy.sightings import Cut

SKELETON = "skeleton"
FURNITURE = "furniture"
REMARK = "remark"
ASSUME = "assume:"
"""Stands before an assumption's id among the rules of text that it opened."""

Tile = tuple[Span, Decision]


def by_place(tile: Tile) -> tuple[int, int]:
    """Sort tiles by where they stand; faster than comparing their spans."""
    return tile[0].start, tile[0].end


_UNSHOWN = frozenset({"Cc", "Zl", "Zp"})

# Cuts what stands between portions into blanks and all else.
# matches " \n" (blank) and "x" (other); a zero-width blank is no blank
_GAP = re.compile(
    r"""
      (?P<blank> [ \t\n\u00a0\u2002-\u200a\u202f\u3000]+ )
    | (?P<other> [^ \t\n\u00a0\u2002-\u200a\u202f\u3000]+ )
    """,
    re.VERBOSE,
)

# The word that stands for a withheld portion; every other section is a line.
_WORDS = {
    SectionKind.PARAGRAPH: "paragraph",
    SectionKind.SUMMARY: "paragraph",
    SectionKind.BULLET: "paragraph",
    SectionKind.COMMENT: "paragraph",
    SectionKind.HEADING: "heading",
    SectionKind.TABLE: "table",
    SectionKind.UNKNOWN: "text",
}


def word_for(section: SectionKind, action: Action) -> str:
    """Give the marker's word for a portion that is not kept."""
    return _WORDS.get(section, "line") if action is Action.WITHHOLD else "text"


def compose(text: str, sheet: Sheet, cuts: Sequence[Cut]) -> list[Tile]:
    """Tile one portion: its withheld text as one removal, then what the cuts take of the rest.

    Labels, numbers and marks stay; furniture inside what is withheld goes with it.
    """
    portion = sheet.portion
    cores = tuple(_core_decision(sheet, core) for core in sheet.cores(text))
    fixed = union([*(span for span, _ in cores), *portion.skeleton])
    opened = [cut for cut in cuts if cut.outcome.kept]
    closing = [cut for cut in cuts if not cut.outcome.kept]
    tiles = lay_over(_ground(sheet), cores)
    tiles = lay_over(tiles, _overlays(sheet, opened, union([*fixed, *portion.furniture])))
    return lay_over(tiles, _overlays(sheet, closing, fixed))


def _overlays(sheet: Sheet, cuts: Sequence[Cut], fixed: Sequence[Span]) -> list[Tile]:
    """Give the tiles of cuts, outside what they cannot touch."""
    whole = sheet.portion.span
    return [
        (span, _cut_decision(sheet, cut)) for cut in cuts for span in _outside(_clip(cut.span, whole), fixed)
    ]


def _outside(span: Span, fixed: Sequence[Span]) -> tuple[Span, ...]:
    """Give the parts of a span that lie in none of the sorted, disjoint spans."""
    first = bisect_right(fixed, span.start, key=lambda item: item.end)
    last = bisect_left(fixed, span.end, key=lambda item: item.start)
    return subtract((span,), fixed[first:last])


def lay_over(base: Sequence[Tile], tops: Sequence[Tile]) -> list[Tile]:
    """Put disjoint, sorted tiles over others that are; where they lie, what was below is gone."""
    if not tops:
        return list(base)
    left: list[Tile] = []
    first = 0
    for span, decision in base:
        start = span.start
        while first < len(tops) and tops[first][0].end <= start:
            first += 1
        index = first
        while index < len(tops) and tops[index][0].start < span.end:
            if tops[index][0].start > start:
                left.append((Span(start, tops[index][0].start), decision))
            start = max(start, tops[index][0].end)
            index += 1
        if start < span.end:
            left.append((Span(start, span.end), decision))
    return sorted([*left, *tops], key=by_place)


def quiet(span: Span, rule: str, portion: Portion | None, section: SectionKind) -> Decision:
    """Remove furniture or a line that is written anew: no authority, no marker, never a hold."""
    return Decision(
        span,
        Action.WITHHOLD,
        (rule,),
        (),
        portion.address if portion else None,
        section,
        portion.marking if portion else UNLEVELLED,
        _basis(portion),
        RemovalKind(rule),
    )


def bones(span: Span, portion: Portion | None, section: SectionKind) -> Decision:
    """Keep a label, a number, a mark or blanks."""
    address = portion.address if portion else None
    return Decision(span, Action.KEEP, (SKELETON,), (), address, section, UNLEVELLED, _basis(portion), None)


def removal(span: Span, portion: Portion, outcome: Outcome, kind: RemovalKind, what: str) -> Decision:
    """Remove characters of a portion for what `outcome` says."""
    return Decision(
        span,
        outcome.action,
        outcome.rules,
        outcome.authorities,
        portion.address,
        portion.section,
        portion.marking,
        portion.basis,
        kind,
        what=what,
        hold=outcome.hold,
        decided_by=outcome.decided_by,
        harm=outcome.harm,
        describe=outcome.describe,
    )


def gap(text: str, span: Span, section: SectionKind, closed: Outcome) -> Iterator[Tile]:
    """Tile characters of one section that belong to no portion: blanks stay, furniture goes.

    A character that no portion holds is one that the reader could not place: it is withheld.
    """
    if section is SectionKind.FURNITURE and span.of(text).strip():
        yield span, quiet(span, FURNITURE, None, section)
        return
    for match in _GAP.finditer(text, span.start, span.end):
        part = Span(*match.span())
        if match.lastgroup == "blank":
            yield part, bones(part, None, section)
        elif all(hidden(char) or unicodedata.category(char) in _UNSHOWN for char in match.group()):
            yield part, quiet(part, FURNITURE, None, section)
        else:
            yield part, _unplaced(part, section, closed)


def _unplaced(span: Span, section: SectionKind, closed: Outcome) -> Decision:
    """Withhold characters that belong to no portion."""
    return Decision(
        span,
        closed.action,
        closed.rules,
        closed.authorities,
        None,
        section,
        Marking(Level.U, known=False),
        Basis.UNKNOWN,
        RemovalKind.PORTION,
        what="text",
        hold=closed.hold,
    )


def _basis(portion: Portion | None) -> Basis:
    return portion.basis if portion else Basis.UNKNOWN


def _clip(span: Span, whole: Span) -> Span:
    """Give the part of a span that lies in another that it overlaps."""
    return Span(max(span.start, whole.start), min(span.end, whole.end))


def _ground(sheet: Sheet) -> list[Tile]:
    """Lay the ground of a portion: skeleton, furniture, and each reading's text as if it were kept."""
    portion = sheet.portion
    tiles = [(span, quiet(span, FURNITURE, portion, portion.section)) for span in union(portion.furniture)]
    loose = subtract((portion.span,), portion.furniture)
    for one in sheet.judged:
        if one.outcome.kept:
            tiles += [(span, _kept(one, span)) for span in one.reading.spans]
            loose = subtract(loose, one.reading.spans)
    tiles += [(span, bones(span, portion, portion.section)) for span in loose]
    return sorted(tiles, key=by_place)


def _kept(one: Judged, span: Span) -> Decision:
    """Keep the text of a reading, and name the rules that release it."""
    assumed = (ASSUME + one.reading.assumption,) if one.reading.assumption else ()
    portion = one.portion
    return Decision(
        span,
        Action.KEEP,
        tuple(sorted({*one.outcome.rules, *assumed})),
        (),
        portion.address,
        portion.section,
        one.reading.marking,
        portion.basis,
        None,
        decided_by=one.outcome.decided_by,
    )


def _core_decision(sheet: Sheet, core: Core) -> Tile:
    """Decide on a stretch that the portion withholds."""
    what = word_for(sheet.portion.section, core.outcome.action)
    return core.span, removal(core.span, sheet.portion, core.outcome, RemovalKind.PORTION, what)


def _cut_decision(sheet: Sheet, cut: Cut) -> Decision:
    """Decide on the characters of a cut."""
    outcome, portion = cut.outcome, sheet.portion
    return Decision(
        cut.span,
        outcome.action,
        outcome.rules,
        outcome.authorities,
        portion.address,
        portion.section,
        sheet.judge_of(_clip(cut.span, portion.span)).reading.marking,
        portion.basis,
        None if outcome.kept else cut.removal,
        what="" if outcome.kept else cut.what,
        value=cut.value,
        hold=outcome.hold,
        entity=cut.kind,
        decided_by=outcome.decided_by,
        harm=outcome.harm,
        describe=outcome.describe,
    )

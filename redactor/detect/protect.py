"""Finds notes that ask to protect a person, and binds each to the names it speaks of."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.detect import scope, vocabulary
from redactor.detect.aliases import also_called
from redactor.detect.names import backward, forward, name_like, span_of
from redactor.detect.page import abbreviation
from redactor.detect.persons import index_at
from redactor.detect.wishes import wishes
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.detect.base import Block, Page, Word
    from redactor.detect.scope import Names

# Words that may stand in a note beside "protect"; a bracket of nothing else is a note.
_NOTE_WORDS = frozenset(
    "please pls strictly strict protect protected protection source sources identity identities name names his her "
    "their its the a as both all fully closely throughout contact contacts embassy and or kindly absolutely at times "
    "must be should to for always this these those persons person interlocutor interlocutors carefully off record of end "
    "note here in para paras paragraph paragraphs cable message telegram report above below him them they who whom from "
    "disclosure attribution not nor do does is are was has asked requested two three four five xxxx xxx".split()
)

# matches "(strictly protect)", "[please protect source]", "(deputy mayor, strictly protect)"
# must not match "(the Child Protection Act)": it is read again word by word
_BRACKET = re.compile(r"[(\[{][^()\[\]{}\n]{0,120}?\bprotect(?:ed|ion)?\b[^()\[\]{}\n]{0,80}[)\]}]")

# What makes a note of "protect" among other words.
# matches "please strictly protect", "protect his identity", "protected source", "identity should be protected"
# must not match "protect the border"
_CUE = re.compile(
    r"""
      \b(?:please|pls|strictly|kindly|absolutely)[ -](?:(?:strictly|fully|closely|and|continue\sto)[ ])*protect(?:ed)?\b
        (?:[ ](?:the|his|hers?|their|its|this|these|those|as|a|both|all|of|source|sources|identity|identities|name|names|contact
          |contacts|interlocutors?|persons?|throughout|fully|closely|strictly|embassy|him|them|in|para(?:graph)?s?|\d{1,3}[a-z]?)\b)*
    | \bwhom?[ ](?:we[ ]|post[ ]|you[ ])?(?:must|should|need[ ]to|ask[ ]you[ ]to|wish(?:es)?[ ]to)[ ](?:be[ ])?(?:\w+ly[ ])?protect(?:ed)?\b
    | \bprotect(?:ed)?[ ](?:him|her|them|from[ ](?:disclosure|attribution|publication))\b
    | \bprotect(?:ed)?[ ](?:(?:the|his|her|their|its|this|as|a)[ ])*(?:source|sources|identity|identities|name|names|contact)\b
    | \bsources?[ ](?:strictly[ ])?protect(?:ed)?\b
    | \b(?:identity|identities|names?|sources?)[ ](?:must|should|to|is\sto|are\sto)(?:[ ](?:be|strictly))*[ ]protect(?:ed)?\b
    | (?<=[-,;:][ ])protect(?:[ ](?:throughout|strictly|fully))?(?=[ ]?[-,;.)\n]|\Z)
    """,
    re.VERBOSE,
)
# matches the end of a sentence: ". ", '." ', "? "; must not match ", " or " ("
_STOP = re.compile(r"[.!?][\"')\]]*(?:\s|\Z)|\n")
_NEAR_WORDS = 60
_CLAUSE_WORDS = 30
_SMALL_NAME = 3
_BESIDE = " ,-;:\"'("
"""What may part a name and the note right after it."""
_DESCRIPTION = 60
"""How many characters of description before a name may go with it."""

# matches the apposition after a note or name: ", a businessman from the coast" up to the next comma
# must not match ", said" or ", and"
_APPOSITION = re.compile(
    r",[ ](?=(?:an?|the|who|whose|our|his|her|their|formerly|currently|now|one|himself|herself)[ ])[^,.;:()\n]{1,200}"
)


@dataclass(frozen=True, slots=True)
class Binding:
    """A note, the names it protects, and the stretch that one removal must cover; no name: only a description."""

    names: tuple[Span, ...]
    reach: Span


def notes(page: Page) -> tuple[tuple[int, Span], ...]:
    """Find the notes of a page: the index of the block and the span, in order, none inside another."""
    found: list[tuple[int, Span]] = []
    for index, block in enumerate(page.blocks):
        end = block.span.start
        for span in sorted(_notes_in(page, block), key=lambda span: (span.start, -span.end)):
            if span.start >= end:
                found.append((index, span))
                end = span.end
    return tuple(found)


def _notes_in(page: Page, block: Block) -> Iterator[Span]:
    """Find bracketed and open notes of one block, and wishes without the word, overlaps and all."""
    folded = page.view.folded
    for match in _BRACKET.finditer(folded, block.span.start, block.span.end):
        words = re.findall(r"[a-z]+", match.group())
        if _NOTE_WORDS.issuperset(words) or _CUE.search(match.group()) or _after_stop(match.group()):
            yield Span(*match.span())
    for match in _CUE.finditer(folded, block.span.start, block.span.end):
        yield Span(*match.span())
    yield from wishes(page, block)


def _after_stop(bracket: str) -> bool:
    """Say whether `protect` closes a bracket after a comma or dash: "(mayor; protect)"."""
    return re.search(r"[,;:-] ?(?:strictly |please )?protect[)\]}]", bracket) is not None


def bind(page: Page, names: Names) -> tuple[Binding, ...]:
    """Bind every note of the page to names found so far."""
    return tuple(_bind_one(page, page.blocks[index], note, names) for index, note in notes(page))


def _bind_one(page: Page, block: Block, note: Span, names: Names) -> Binding:
    """Bind one note: to the name before it, else the one after it, else to what describes the person."""
    clause = _clause(page, block, note)
    cited = scope.numbered(page, block, clause, names)
    near = _names_before(page, block, note, clause.start, names)
    opens = not page.view.text[block.span.start : note.start].strip()
    if opens:
        cited += scope.last_names(page, block, names)
    near = near or _name_after(page, block, note, clause.end, names)
    if near:
        halves = [half for name in near for half in scope.parted(page, block, name, names)]
        reach = _reach(page, block, note, near)
        if near[0].start >= note.end:  # what stands before the note may be what it protects
            reach = Span(min(clause.start, reach.start), reach.end)
        return Binding((*near, *_aliases(page, (*near, note)), *cited, *halves), reach)
    many = scope.MANY.search(note.of(page.view.folded)) is not None
    far = cited or (scope.everybody(page, names) if many else _nearest(page, block, note, names))
    return Binding(far, Span(clause.start, max(note.end, _inside(clause, note, far))))


def _aliases(page: Page, after: Sequence[Span]) -> Iterator[Span]:
    """Give the other names that follow a protected name or its note: aka Bob."""
    for span in after:
        other = also_called(page, span.end)
        if other is not None:
            yield other


def _inside(clause: Span, note: Span, far: tuple[Span, ...]) -> int:
    """Give the end of a reach without a name in it: the note's own, or its sentence's."""
    return clause.end if far else note.end


def _clause(page: Page, block: Block, note: Span) -> Span:
    """Give the sentence that the note stands in."""
    index = index_at(block, note.start)
    start, first = note.start, index
    while first > 0 and not _stops(page, block.words[first - 1].end, start) and index - first < _CLAUSE_WORDS:
        first -= 1
        start = block.words[first].start
    end, last = note.end, index_at(block, note.end)
    while (
        last < len(block.words)
        and not _stops(page, end, block.words[last].start)
        and last - index < _CLAUSE_WORDS
    ):
        end = block.words[last].end
        last += 1
    return Span(start, end)


def _stops(page: Page, left: int, right: int) -> bool:
    """Say whether a sentence ends between two words."""
    gap = page.view.text[left:right]
    return _STOP.search(gap) is not None and not (gap.startswith(". ") and abbreviation(page.view.text, left))


def _names_before(page: Page, block: Block, note: Span, floor: int, names: Names) -> tuple[Span, ...]:
    """Give the names before a note in its sentence: the nearest, those in apposition to it, all where it says so.

    A guess may be no name, so it does not keep the note from the nearest name that is sure.
    """
    found = names.within(Span(floor, max(floor, note.start)))
    sure = [span for span in found if span not in names.guessed]
    direct = _direct(page, block, note)
    if direct is not None and not any(span.overlaps(direct) for span in found):
        found.append(direct)
    if not found:
        return ()
    found.sort()
    many = scope.MANY.search(note.of(page.view.folded)) is not None
    if many:
        found = sorted({*found, *_row_before(page, block, found[-1])})
    bound = [found[-1]]
    for span in reversed(found[:-1]):
        between = page.view.folded[span.end : bound[-1].start]
        if many or _explains(between):
            bound.append(span)
    adjacent = direct is not None or page.view.text[bound[0].end : note.start].strip(_BESIDE) == ""
    if not adjacent and sure and sure[-1] not in bound:
        bound.append(sure[-1])
    return tuple(sorted(bound))


def _row_before(page: Page, block: Block, last: Span) -> Iterator[Span]:
    """Give the names in a row before the last one: NAME, NAME and LAST."""
    index = index_at(block, last.start) - 1
    offset = last.start
    while index >= 0:
        if block.words[index].folded == "and" and page.view.text[block.words[index].end : offset] == " ":
            offset = block.words[index].start
            index -= 1
            continue
        start = backward(page, block, index)
        if start > index or page.view.text[block.words[index].end : offset] not in {" ", ", "}:
            return
        yield span_of(block, start, index + 1)
        index, offset = start - 1, block.words[start].start


def _explains(between: str) -> bool:
    """Say whether text between two names is apposition to the first: it opens with a stop, and no verb follows."""
    if not between.startswith((",", " (")) or between.startswith((", and ", ", or ")):
        return False
    verbs = vocabulary.folded_words("verbs") - {"and", "who", "whose", "also", "called"}
    return verbs.isdisjoint(re.findall(r"[a-z]+", between))


def _direct(page: Page, block: Block, note: Span) -> Span | None:
    """Give the name that stands right before the note, known or not."""
    index = index_at(block, note.start) - 1
    if index < 0 or page.view.text[block.words[index].end : note.start].strip(_BESIDE) != "":
        return None
    start = backward(page, block, index)
    if start <= index:
        return span_of(block, start, index + 1)
    return _small_name(page, block, index)


def _small_name(page: Page, block: Block, index: int) -> Span | None:
    """Give the words right before a note that no list and no dictionary knows: a name without capitals."""
    start = index + 1
    while start > 0 and index - start < _SMALL_NAME and not _accounted(block.words[start - 1]):
        if start <= index and page.view.text[block.words[start - 1].end : block.words[start].start] != " ":
            break
        start -= 1
    return span_of(block, start, index + 1) if start <= index else None


def _accounted(word: Word) -> bool:
    """Say whether a word is a label, too short, or known to a list or to English."""
    return word.fixed or len(word.text) < 2 or vocabulary.plain_word(word)  # noqa: PLR2004 - one letter is no name


def _name_after(page: Page, block: Block, note: Span, ceiling: int, names: Names) -> tuple[Span, ...]:
    """Give the first name after a note in its sentence, and the first that is sure; all where it says so."""
    found = list(names.near(Span(note.start, max(note.end, ceiling))))
    if found and scope.MANY.search(note.of(page.view.folded)):
        return tuple(found)
    if found:
        sure = [span for span in found if span not in names.guessed]
        return tuple(sorted({found[0], *sure[:1]}))
    index = index_at(block, note.end)
    while index < len(block.words) and block.words[index].start < ceiling:
        if name_like(block.words[index], block) and not block.words[index].first:
            return (span_of(block, index, forward(page, block, index)),)
        index += 1
    return ()


def _nearest(page: Page, block: Block, note: Span, names: Names) -> tuple[Span, ...]:
    """Give the names of the nearest sentence that has any where the note's own has none, in this block or the last."""
    inside = names.within(block.span)
    before = [span for span in inside if span.end <= note.start]
    after = [span for span in inside if span.start >= note.end]
    if before and index_at(block, note.start) - index_at(block, before[-1].start) <= _NEAR_WORDS:
        return tuple(names.within(_clause(page, block, before[-1])))
    if after and index_at(block, after[0].start) - index_at(block, note.end) <= _NEAR_WORDS:
        return (after[0],)
    return scope.last_names(page, block, names)


def title_before(page: Page, name: Span) -> Span | None:
    """Give the title that stands right before a name."""
    at = bisect_right(page.titles, name.start, key=lambda title: title.span.end) - 1
    if at < 0:
        return None
    span = page.titles[at].span
    return span if page.view.text[span.end : name.start] in {" ", ", ", ""} else None


def _described(page: Page, block: Block, name: Span) -> Span:
    """Give the words right before a name that say what the person is, where no list knows the title.

    "harbor union clerk NAME": back to a small word, a verb or a mark between words. Too far closes more.
    """
    first = index_at(block, name.start)
    start = name.start
    while first > 0 and start > name.start - _DESCRIPTION:
        word = block.words[first - 1]
        if page.view.text[word.end : start] != " " or word.fixed or word.folded in _ends_description():
            break
        first, start = first - 1, word.start
    return Span(start, name.end)


def _ends_description() -> frozenset[str]:
    return vocabulary.folded_words("stops") | vocabulary.folded_words("verbs")


def _reach(page: Page, block: Block, note: Span, names: tuple[Span, ...]) -> Span:
    """Give the stretch over names, their titles, what lies between them and the note, and an apposition after it."""
    titles = [title_before(page, name) or _described(page, block, name) for name in names]
    start = min(span.start for span in (*names, *titles, note))
    end = max(span.end for span in (*names, note))
    apposition = _APPOSITION.match(page.view.folded, end, block.span.end) or _office(page, block, end)
    if apposition is not None:
        end = apposition.end()
    return Span(start, end)


def _office(page: Page, block: Block, end: int) -> re.Match[str] | None:
    """Match an apposition that begins with a title: ", deputy director of the port"."""
    starts_title = any(title.span.start == end + 2 for title in page.titles)
    comma = page.view.text[end : end + 2] == ", "
    return (
        re.compile(r", [^,.;:()\n]{1,200}").match(page.view.text, end, block.span.end)
        if comma and starts_title
        else None
    )

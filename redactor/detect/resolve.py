"""Turns evidence of names into persons, and carries each name to its every mention in the document."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.names import initial, name_like, particle, suffix, unknown
from redactor.detect.people import Mention, number
from redactor.spans import Span
from redactor.view import find_terms, fold_term, ordinary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactor.detect.base import Block, Hit, Page, Word

SHORT = 3  # names of so few letters, or that are English words, count only with a capital
_SCORE = 800
_MONTH_NAMES = frozenset({"jan", "april", "june", "may", "august", "mai"})
_INNER_TITLES = frozenset(
    "sheikh shaikh shaykh syed sayed sayyid sayyed seyyed haji hajji mirza shah khan malik mullah maulana agha".split()
)
# matches what closes a name: ", JR", " M." before a small letter or a comma; must not match " M. Lomar"
_AFTER_NAME = re.compile(r",[ ](?:JR|SR|Jr|Sr|II|III|IV)\b\.?|[ ][A-Z]\.(?=[,;:)]|[ ][a-z]|[ ]?\Z|[ ]?\n)")
_OWN_LINES = frozenset({"participants"})
"""Who finds names of which each may stand on a line of its own."""
_DATING = frozenset(
    "in on of by since until late early mid from to through during last next this before after and".split()
)


def tokens_of(page: Page, span: Span) -> tuple[str, ...]:
    """Give the folded parts of a name, family name last, initials as one letter, particles left out."""
    return tokens_in(span.of(page.view.text))


def tokens_in(text: str) -> tuple[str, ...]:
    """Give the folded parts of a name as it is written, family name last."""
    if "," in text:  # a persons' TAG: LAST, FIRST
        last, _, first = text.partition(",")
        text = f"{first} {last}"
    words = [fold_term(word.strip(".,'\"()[]")) for word in text.replace(".", ". ").split()]
    skip = vocabulary.folded_words("particles") | {"jr", "sr", "ii", "iii", "iv", "esq"}
    words = [word.removesuffix("'s") for word in words]
    kept = [word for word in words if word and (word not in skip)]
    return tuple(kept or [word for word in words if word])


def _terms(page: Page, spans: Iterable[Span]) -> dict[str, str]:
    """Give every folded form under which the named persons may be mentioned, and the name that it stands for."""
    terms: dict[str, str] = {}
    derived: dict[str, str] = {}
    for span in spans:
        folded = span.of(page.view.folded).strip(" .")
        tokens = tokens_of(page, span)
        if len(tokens) > 1:
            whole = " ".join(tokens)
            forms = [whole] if "," in folded else [whole, folded]  # in prose LAST, FIRST are two persons
            terms.update((form, form) for form in forms if form)
            derived.update((form, whole) for form in _initials(tokens))
            derived.update((form, whole) for form in _with_particle(folded))
        for token in tokens:
            for term in _token_terms(token, alone=len(tokens) == 1):
                terms[term] = term
                derived.update((form, term) for form in _plurals(term))
    return terms | derived  # Boukhers beside Boukher is the plural, also where something found it by itself


def _with_particle(folded: str) -> Iterator[str]:
    """Give the family name of a full name with the small words before it: del Lomar, van der Till."""
    words, small = folded.split(), vocabulary.folded_words("particles")
    first = next((at for at, word in enumerate(words) if at and word in small), None)
    if first is not None and "," not in folded and any(word not in small for word in words[first:]):
        yield " ".join(words[first:])


def _initials(tokens: tuple[str, ...]) -> Iterator[str]:
    """Give a full name's initials with their points, as in `T.V.`; those of a known abbreviation are none."""
    letters = "".join(token[0] for token in tokens)
    short = ".".join(letters)
    if letters.isalpha() and not vocabulary.known(short) and letters.upper() not in vocabulary.acronyms():
        yield f"{short}."


def _plurals(term: str) -> Iterator[str]:
    """Give the plural of a name where it is no other word: the Vashkels."""
    if len(term) > SHORT and not vocabulary.plain(f"{term}s"):
        yield f"{term}s"


def parts_of(token: str) -> tuple[str, ...]:
    """Give one part of a name as one word, and its long parts between hyphens: Solen-Vashkel, Vash-kel."""
    parts = [part for part in token.replace("'", "-").split("-") if len(part) > SHORT and not ordinary(part)]
    return tuple(dict.fromkeys([_solid(token), *parts]))


def _solid(token: str) -> str:
    """Give a token without the marks inside it: a hyphen may be the name's own or that of a line's end."""
    return "".join(char for char in token if char.isalnum()) or token


def _token_terms(token: str, *, alone: bool) -> Iterator[str]:
    """Give one part of a name, and its parts between hyphens; a place's name only where nothing else is there."""
    for term in dict.fromkeys([token, *parts_of(token)]):
        if len(term) > 1 and (alone or term not in vocabulary.single_places()):
            yield term


def _block_at(page: Page, offset: int) -> Block | None:
    """Give the block that holds the view's character `offset`."""
    at = bisect_left(page.blocks, offset + 1, key=lambda block: block.span.start) - 1
    return page.blocks[at] if at >= 0 and page.blocks[at].span.holds(offset) else None


def _word_at(block: Block, offset: int) -> int:
    """Give the index of the first word that ends after `offset`."""
    return bisect_left(block.words, offset + 1, key=lambda word: word.end)


def _counts(page: Page, block: Block, span: Span, term: str, seeded: frozenset[int]) -> bool:
    """Say whether a found form is a mention: an English word or a short name needs its capital, a stop word more."""
    if page.view.folded[span.start : span.end] == f"{term[:-1]}'s":
        return False  # the possessive, which the name without the plural's letter finds
    if span.start in seeded or " " in term:
        return True
    if "." in term:
        return _dotted(page, span, term)
    common = all(ordinary(part) for part in term.split("-")) or len(term) <= SHORT
    if common and page.view.text[span.start].islower():
        return False
    doubtful = term in vocabulary.folded_words("stops") or term in vocabulary.calendar()
    if doubtful or (common and block.flat):
        return _witnessed(page, block, span)
    return True


def _dotted(page: Page, span: Span, term: str) -> bool:
    """Say whether initials stand in capitals with a point after each: T.V. and no TV."""
    return page.view.folded[span.start : span.end + 1] == term and span.of(page.view.text).isupper()


def _witnessed(page: Page, block: Block, span: Span) -> bool:
    """Say whether a title before, or a verb or possessive after, makes a common word a name here."""
    at = bisect_left(page.titles, span.start, key=lambda title: title.span.end) - 1
    titled = at >= 0 and page.titles[at].span.end + 1 == span.start
    index = _word_at(block, span.start)
    if index >= len(block.words):
        return titled
    following = block.words[index + 1] if index + 1 < len(block.words) else None
    verb = following is not None and (
        following.folded in vocabulary.folded_words("verbs") or following.folded.endswith("ed")
    )
    return titled or (verb and block.words[index].capital) or block.words[index].folded.endswith("'s")


def _phrases(page: Page, seeds: Sequence[Hit]) -> list[Span]:
    """Find harmless phrases, and places of several words, in which no part of a name counts: the Cruz of Santa Cruz.

    A place that stands in somebody's name is a name, too.
    """
    named = " | ".join(fold_term(hit.span.of(page.view.folded)) for hit in seeds)
    own = {place for place in vocabulary.long_places() if place in named}
    places = vocabulary.long_places() - own
    return [
        span
        for span, term in find_terms(page.view, vocabulary.harmless_phrases() | places)
        if term not in places or page.view.text[span.start].isupper()
    ]


def _propagated(page: Page, seeds: Sequence[Hit]) -> dict[Span, str]:
    """Find every mention of every seed's name in the whole view, and the form it was found by."""
    seeded = frozenset(hit.span.start for hit in seeds)
    phrases = sorted(_phrases(page, seeds))
    found: dict[Span, str] = {}
    doubtful: list[tuple[Span, str]] = []
    terms = _terms(page, (hit.span for hit in seeds))
    for span, term in find_terms(page.view, terms):
        block = _block_at(page, span.start)
        inside = _inside(phrases, span)
        if block is not None and not inside:
            if _counts(page, block, span, term, seeded):
                found[span] = max(found.get(span, ""), terms[term], key=_parts)
            else:
                doubtful.append((span, term))
    ends = {span.end for span in found} | {hit.span.end for hit in seeds}
    starts = {span.start for span in found} | {hit.span.start for hit in seeds}
    found.update((span, terms[term]) for span, term in doubtful if _beside_name(page, span, starts, ends))
    return found


def _parts(form: str) -> tuple[int, str]:
    """Order forms by how many parts they have: TorvaldBoukher is the full name, where that is known.

    A letter alone is no part, so B O U K H E R is the name and no row of initials.
    """
    return sum(len(part) > 1 for part in form.split()), form


def _beside_name(page: Page, span: Span, starts: set[int], ends: set[int]) -> bool:
    """Say whether a part of a name that is an English word, in capitals, stands beside another part: MICKEY, LOMAR."""
    text = page.view.text
    if not span.of(text).isupper():
        return False
    after = text[span.end : span.end + 2] == ", " and span.end + 2 in starts
    return after or (text[span.start - 2 : span.start] == ", " and span.start - 2 in ends)


def _inside(phrases: Sequence[Span], span: Span) -> bool:
    """Say whether a span lies in one of the sorted phrases."""
    at = bisect_left(phrases, span.start + 1, key=lambda phrase: phrase.start) - 1
    return at >= 0 and phrases[at].covers(span)


def _near(page: Page, left: Span, right: Span) -> bool:
    """Say whether two mentions are one name: nothing, a blank, an initial's point or small words between."""
    between = page.view.folded[left.end : right.start]
    if between == " " and page.broken(Span(left.end, right.start)):
        return False
    if between in {"", " ", "-"}:
        return True
    if between.startswith(".") and not _initial_end(page, left):
        return False
    if between in {". ", "."}:
        return True
    small = vocabulary.folded_words("particles")
    words = between.strip(" .").split()
    return (
        between[0] in " ."
        and between[-1] in " ."
        and len(words) < SHORT
        and all(
            word.rstrip(".") in small or (len(word.rstrip(".")) == 1 and word.endswith(".")) for word in words
        )
    )


def _initial_end(page: Page, span: Span) -> bool:
    """Say whether a mention ends with an initial, so that the point after it ends no sentence."""
    return span.end == 1 or not page.view.text[span.end - 2].isalnum()


def _merge(page: Page, spans: Iterable[Span], apart: frozenset[int]) -> list[Span]:
    """Join overlapping mentions and those that stand side by side; one that begins in `apart` begins anew."""
    merged: list[Span] = []
    for span in sorted(spans):
        beside = bool(merged) and span.start not in apart and _near(page, merged[-1], span)
        if merged and (span.start < merged[-1].end or beside):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _extend(page: Page, span: Span, apart: frozenset[int]) -> Span:
    """Widen a mention by initials, particles and unknown capitalised words beside it, and a suffix after it.

    It reaches no place in `apart`, where another name begins.
    """
    block = _block_at(page, span.start)
    if block is None or "," in span.of(page.view.text):
        return span
    first, last = _word_at(block, span.start), _word_at(block, span.end - 1)
    start, end = span.start, span.end
    reach = first - 1
    while (
        reach >= 0
        and block.words[reach + 1].start not in apart
        and _beside(page, block.words[reach], block.words[reach + 1])
    ):
        word = block.words[reach]
        named = initial(page, word) or _adds(word, block) or (word.first and _given(word))
        if named or _month(block, reach) or _inner_title(word):
            start = word.start
        elif not particle(word):
            break
        elif word.capital and not word.first and not block.flat:
            start = word.start  # Abu Talha, Van Houten
        reach -= 1
    reach = last + 1
    while reach < len(block.words) and _beside(page, block.words[reach - 1], block.words[reach]):
        word = block.words[reach]
        if word.start in apart or not (_adds(word, block) or suffix(word)):
            break
        end = word.end - (2 if word.folded.endswith("'s") else 0)
        reach += 1
    return Span(start, _closed(page, end))


def _closed(page: Page, end: int) -> int:
    """Give the end of a name with the suffix or the shortened family name behind it: Robert Lomar, Jr; Rosa M."""
    text = page.view.text
    alone = end > SHORT and text[end - 2] == " " and text[end - 3].isalnum() and text[end - 4].isalnum()
    if alone and text[end - 1].isupper() and text[end : end + 1] == ".":
        return end + 1
    more = _AFTER_NAME.match(text, end)
    return end if more is None else more.end()


def _inner_title(word: Word) -> bool:
    """Say whether a title is part of the names that it stands in: Fatuma Sheikh Abdi, Syed Refaat."""
    return word.capital and word.folded in _INNER_TITLES


def _adds(word: Word, block: Block) -> bool:
    """Say whether an unknown word beside a name is part of it."""
    foreign = block.flat and word.folded in vocabulary.foreign()
    return unknown(word, block) and name_like(word, block) and not foreign


def _month(block: Block, index: int) -> bool:
    """Say whether a month before a name is a given name: Jan Lomar, June Hart, but not in June Lomar said."""
    word = block.words[index]
    dated = index > 0 and block.words[index - 1].folded in _DATING
    return word.folded in _MONTH_NAMES and word.capital and not word.first and not dated


def _given(word: Word) -> bool:
    """Say whether a word that opens a sentence is a given name, too: Mark, Rose."""
    return word.folded in vocabulary.folded_words("given")


def _beside(page: Page, left: Word, right: Word) -> bool:
    """Say whether two words stand side by side in one name; an owner is no part of it: the bank's Rosa Lomar."""
    if left.folded.endswith("'s") or page.broken(Span(left.end, right.start)):
        return False
    gap = page.view.text[left.end : right.start]
    return gap == " " or (gap in {". ", "."} and left.initial)


def mentions(page: Page, seeds: Sequence[Hit]) -> tuple[Mention, ...]:
    """Give every mention of every person that the seeds name, numbered in order of first mention."""
    known = [hit.span for hit in seeds]
    forms = _propagated(page, seeds)
    lines = frozenset(page.lines)
    apart = frozenset(
        hit.span.start for hit in seeds if hit.detector in _OWN_LINES and hit.span.start in lines
    )
    spans = _merge(page, [*known, *forms], apart)
    spans = _merge(page, (_extend(page, span, apart) for span in spans), apart)
    inner = sorted(forms)
    made = [_mention(page, span, seeds, _known(page, span, forms, inner)) for span in spans]
    return tuple(number(made))


def _ending(page: Page, span: Span, forms: dict[Span, str], inner: Sequence[Span]) -> tuple[str, ...]:
    """Give the parts of a wider mention that a known form ends, in whatever disguise: B. Torvald_Vashkel."""
    at = bisect_left(inner, span.end, key=lambda form: form.start)
    low = bisect_left(inner, span.start, key=lambda form: form.start)
    known = [form for form in inner[low:at] if form.end == span.end and form.start > span.start]
    if not known or "," in span.of(page.view.text):  # LAST, FIRST ends with the first name
        return ()
    return (*tokens_of(page, Span(span.start, known[0].start)), *tokens_in(forms[known[0]]))


def _known(page: Page, span: Span, forms: dict[Span, str], inner: Sequence[Span]) -> tuple[str, ...]:
    """Give the parts of the name that a mention stands for, where a known form tells them."""
    return tokens_in(forms[span]) if span in forms else _ending(page, span, forms, inner)


def _mention(page: Page, span: Span, seeds: Sequence[Hit], known: tuple[str, ...]) -> Mention:
    """Make the mention of one span, with the evidence of the seeds inside it; `known` are its parts, if known."""
    tokens = known or tokens_of(page, span)
    low = bisect_left(seeds, span.start, key=lambda hit: hit.span.start)
    own = []
    while low < len(seeds) and seeds[low].span.start < span.end:
        own.append(seeds[low])
        low += 1
    if not own:
        return Mention(span, tokens, "propagated", _SCORE, ("propagated",))
    best = max(own, key=lambda hit: (hit.score, hit.detector))
    evidence = tuple(sorted({code for hit in own for code in hit.evidence}))
    return Mention(span, tokens, best.detector, best.score, evidence)

"""Turns evidence of names into persons, and carries each name to its every mention in the document."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.names import initial, name_like, particle, suffix, unknown
from redactor.spans import Span
from redactor.view import find_terms, fold_term, ordinary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactor.detect.base import Block, Hit, Page, Word

_SHORT = 3  # names of so few letters, or that are English words, count only with a capital
_SCORE = 800
_MONTH_NAMES = frozenset({"jan", "april", "june", "may", "august", "mai"})
_DATING = frozenset(
    "in on of by since until late early mid from to through during last next this before after and".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named; `person` is None where two or more fit."""

    span: Span
    tokens: tuple[str, ...] = field(repr=False)
    detector: str
    score: int
    evidence: tuple[str, ...]
    person: int | None = None
    candidates: frozenset[int] = frozenset()


def tokens_of(page: Page, span: Span) -> tuple[str, ...]:
    """Give the folded parts of a name, family name last, initials as one letter, particles left out."""
    return _tokens(span.of(page.view.text))


def _tokens(text: str) -> tuple[str, ...]:
    """Give the folded parts of a name as it is written."""
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
    return derived | terms


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
    if len(term) > _SHORT and not vocabulary.plain(f"{term}s"):
        yield f"{term}s"


def parts_of(token: str) -> tuple[str, ...]:
    """Give one part of a name as one word, and its long parts between hyphens: Solen-Vashkel, Vash-kel."""
    parts = [part for part in token.replace("'", "-").split("-") if len(part) > _SHORT and not ordinary(part)]
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
    common = all(ordinary(part) for part in term.split("-")) or len(term) <= _SHORT
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


def _phrases(page: Page) -> list[Span]:
    """Find harmless phrases, in which no part of a name counts."""
    return [span for span, _ in find_terms(page.view, vocabulary.harmless_phrases())]


def _propagated(page: Page, seeds: Sequence[Hit]) -> dict[Span, str]:
    """Find every mention of every seed's name in the whole view, and the form it was found by."""
    seeded = frozenset(hit.span.start for hit in seeds)
    phrases = sorted(_phrases(page))
    found: dict[Span, str] = {}
    terms = _terms(page, (hit.span for hit in seeds))
    for span, term in find_terms(page.view, terms):
        block = _block_at(page, span.start)
        inside = _inside(phrases, span)
        if block is not None and not inside and _counts(page, block, span, term, seeded):
            found[span] = terms[term]
    return found


def _inside(phrases: Sequence[Span], span: Span) -> bool:
    """Say whether a span lies in one of the sorted phrases."""
    at = bisect_left(phrases, span.start + 1, key=lambda phrase: phrase.start) - 1
    return at >= 0 and phrases[at].covers(span)


def _near(page: Page, left: Span, right: Span) -> bool:
    """Say whether two mentions are one name: nothing, a blank, an initial's point or small words between."""
    between = page.view.folded[left.end : right.start]
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
        and len(words) < _SHORT
        and all(
            word.rstrip(".") in small or (len(word.rstrip(".")) == 1 and word.endswith(".")) for word in words
        )
    )


def _initial_end(page: Page, span: Span) -> bool:
    """Say whether a mention ends with an initial, so that the point after it ends no sentence."""
    return span.end == 1 or not page.view.text[span.end - 2].isalnum()


def _merge(page: Page, spans: Iterable[Span]) -> list[Span]:
    """Join overlapping mentions and those that stand side by side."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and (span.start < merged[-1].end or _near(page, merged[-1], span)):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _extend(page: Page, span: Span) -> Span:
    """Widen a mention by initials, particles and unknown capitalised words beside it, and a suffix after it."""
    block = _block_at(page, span.start)
    if block is None or "," in span.of(page.view.text):
        return span
    first, last = _word_at(block, span.start), _word_at(block, span.end - 1)
    start, end = span.start, span.end
    reach = first - 1
    while reach >= 0 and _beside(page, block.words[reach], block.words[reach + 1]):
        word = block.words[reach]
        if initial(page, word) or _adds(word, block) or (word.first and _given(word)) or _month(block, reach):
            start = word.start
        elif not particle(word):
            break
        elif word.capital and not word.first and not block.flat:
            start = word.start  # Abu Talha, Van Houten
        reach -= 1
    reach = last + 1
    while reach < len(block.words) and _beside(page, block.words[reach - 1], block.words[reach]):
        word = block.words[reach]
        if not (_adds(word, block) or suffix(word)):
            break
        end = word.end - (2 if word.folded.endswith("'s") else 0)
        reach += 1
    return Span(start, end)


def _adds(word: Word, block: Block) -> bool:
    """Say whether an unknown word beside a name is part of it."""
    return unknown(word, block) and name_like(word, block)


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
    if left.folded.endswith("'s"):
        return False
    gap = page.view.text[left.end : right.start]
    return gap == " " or (gap in {". ", "."} and left.initial)


def mentions(page: Page, seeds: Sequence[Hit]) -> tuple[Mention, ...]:
    """Give every mention of every person that the seeds name, numbered in order of first mention."""
    known = [hit.span for hit in seeds]
    forms = _propagated(page, seeds)
    spans = _merge(page, [*known, *forms])
    spans = _merge(page, (_extend(page, span) for span in spans))
    made = [_mention(page, span, seeds, forms.get(span, "")) for span in spans]
    return tuple(_number(made))


def _mention(page: Page, span: Span, seeds: Sequence[Hit], form: str) -> Mention:
    """Make the mention of one span, with the evidence of the seeds inside it; `form` is what it stands for, if known."""
    tokens = tokens_of(page, span)
    if form:
        tokens = _tokens(form) or tokens
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


# --- who is who --------------------------------------------------------------------------------


def _compatible(one: str, other: str) -> bool:
    """Say whether two given names may be one person's: the same, or the initial of the other."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two full names may be one person's."""
    if set(one) == set(other):
        return True
    if one[-1] != other[-1]:
        return False
    return _compatible(one[0], other[0]) or set(one) <= set(other) or set(other) <= set(one)


def _keys(name: tuple[str, ...]) -> list[tuple[str, str]]:
    """Give the keys under which a full name may meet its other spellings: family name and an initial of the rest."""
    return list(dict.fromkeys((name[-1], part[:1]) for part in name[:-1]))


def _groups(made: Sequence[Mention]) -> list[tuple[str, ...]]:
    """Give one full name a person, the longest spelling of each, in order of first mention."""
    groups: list[tuple[str, ...]] = []
    by_key: dict[object, list[int]] = {}
    for name in dict.fromkeys(mention.tokens for mention in made):
        if len(name) < 2:  # noqa: PLR2004 - a full name has two parts
            continue
        keys = [frozenset(name), *_keys(name)]
        near = sorted({index for key in keys for index in by_key.get(key, ())})
        fits = [index for index in near if same(groups[index], name)]
        if len(fits) > 1:
            continue
        index = fits[0] if fits else len(groups)
        if fits:
            groups[index] = max(groups[index], name, key=lambda known: (len(known), sum(map(len, known))))
        else:
            groups.append(name)
        for key in keys:
            by_key.setdefault(key, []).append(index)
    return groups


def _candidates(
    tokens: tuple[str, ...], groups: Sequence[tuple[str, ...]], index: dict[object, list[int]]
) -> list[int]:
    """Give the persons whose full name a mention may stand for, by family name before any other part."""
    if len(tokens) > 1:
        near = sorted(
            {number for key in (frozenset(tokens), *_keys(tokens)) for number in index.get(key, ())}
        )
        return [number for number in near if same(groups[number], tokens)]
    near = index.get(tokens[0], [])
    family = [number for number in near if groups[number][-1] == tokens[0]]
    return family or near


def _number(made: Sequence[Mention]) -> Iterator[Mention]:
    """Give each mention its person's number, counted from 1; none where several persons fit."""
    groups = _groups(made)
    index: dict[object, list[int]] = {}
    for at, name in enumerate(groups):
        for key in dict.fromkeys((*name, frozenset(name), *_keys(name))):
            index.setdefault(key, []).append(at)
    numbers: dict[object, int] = {}
    settled: dict[tuple[str, ...], frozenset[int]] = {}
    for mention in made:
        if mention.tokens not in settled:
            fits = _candidates(mention.tokens, groups, index) if mention.tokens else []
            keys: list[object] = list(fits) if fits else [mention.tokens]
            settled[mention.tokens] = frozenset(numbers.setdefault(key, len(numbers) + 1) for key in keys)
        found = settled[mention.tokens]
        person = min(found) if len(found) == 1 else None
        yield Mention(
            mention.span, mention.tokens, mention.detector, mention.score, mention.evidence, person, found
        )

"""Runs every detector over a cable, weighs what they found, and gives findings in original coordinates."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from redactor import __version__
from redactor.detect import (
    aliases,
    archive,
    chances,
    guarded,
    model,
    presidio,
    protect,
    scope,
    unknown,
    variants,
    vocabulary,
    witness,
)
from redactor.detect.base import SUMMARY, Hit
from redactor.detect.glued import glued
from redactor.detect.page import read_page, to_view
from redactor.detect.registry import RECOGNISERS
from redactor.detect.resolve import mentions, parts_of
from redactor.model import EntityKind, Finding
from redactor.spans import Span, covered, meets, subtract, union
from redactor.view import find_terms, fold_term, ordinary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactor.detect.base import Page
    from redactor.detect.people import Mention
    from redactor.detect.protect import Binding
    from redactor.model import Cable
    from redactor.view import View

PROTECT_NOTE = "protect-note"
_IDENTIFYING = frozenset({EntityKind.PHONE, EntityKind.EMAIL, EntityKind.ID_NUMBER})
_COMMON_WORD = 500
_LONG_NUMBER = 5
"""From this many digits on a number is itself wherever it stands."""
RULES_ONLY = "none"
"""What asks for no model where a name is expected."""


@dataclass(frozen=True, slots=True)
class Detector:
    """Everything loaded that findings depend on; one serves any number of documents.

    `protected` are the persons whom a list protects in every document, as a note would.
    """

    engine: presidio.Engine = field(repr=False)
    strict: bool = False
    protected: tuple[str, ...] = field(default=(), repr=False)

    @property
    def rules_only(self) -> bool:
        """Say whether no model reads the text."""
        return self.engine.model is None

    @property
    def guesses(self) -> bool:
        """Say whether unknown capitalised words count as possible names.

        With the shipped model they go on to: on held-out texts they show names that it misses (its model card).
        """
        return self.strict or self.engine.model in {None, presidio.SHIPPED}

    @property
    def weighs(self) -> bool:
        """Say whether a model's word counts against a possible name; where detection is strict none does."""
        return not (self.strict or self.rules_only)


def load(nlp: str | None = None) -> Detector:
    """Load the detectors, over a blank pipeline or the spaCy model `nlp`, shipped or installed; never from a network.

    None and `none` ask for the rules alone. Raises UsageError where the model is not installed.
    """
    return Detector(presidio.load(None if nlp == RULES_ONLY else nlp))


def identity(detector: Detector) -> tuple[tuple[str, str, str], ...]:
    """Give (name, version, sha256) of all that findings depend on; the digest is empty for a library."""
    return (*detector.engine.identity, ("redactor-rules", __version__, vocabulary.digest()))


def guests(detector: Detector) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Name Presidio's recognisers and the kinds that each finds."""
    return presidio.described(detector.engine)


def summary(detector: Detector) -> str:
    """Say in one line how names were found."""
    return SUMMARY if detector.rules_only else "names: model and rules"


def under(detector: Detector, profile: str) -> Detector:
    """Give the detectors as a policy's `detect` wants them.

    `strict` counts every unknown word as a possible name; `review` finds the same, and the policy asks about it.
    """
    return replace(detector, strict=profile in {"strict", "review"})


def protecting(detector: Detector, names: tuple[str, ...]) -> Detector:
    """Give the detectors that protect these persons in every document."""
    return replace(detector, protected=names)


def find(cable: Cable, view: View, detector: Detector) -> tuple[Finding, ...]:
    """Find every entity of a cable, sorted by (start, end, kind, detector); decides nothing.

    Raises InputRefusedError where a detector fails or times out.
    """
    page = read_page(cable, view)
    hits = [hit for recognise in RECOGNISERS.values() for hit in recognise(page)]
    said, likely = chances.parted(list(presidio.find(detector.engine, page)))
    hits += model.weigh(page, said)
    hits = archive.within_values(page, _outside_phrases(page, hits))
    fixed = _fixed(cable, view)
    hits += _repeated(page, hits)
    hits = [hit for hit in hits if _loose(hit.span, fixed)]
    strange = unknown.strange(page, strict=detector.strict) if detector.guesses else frozenset()
    doubted, gone = list[Hit](), frozenset[int]()
    if detector.weighs:
        hits, doubted = witness.part(page, chances.trimmed(page, likely, hits))
        touched = chances.words_of(page, doubted)
        gone = chances.unlikely(page, likely, strange.union(*touched))
        doubted = [hit for hit, words in zip(doubted, touched, strict=True) if words - gone]
    found = [*_assemble(page, hits, fixed, detector, strange, gone), *_doubtful(page, doubted, fixed)]
    return tuple(sorted(set(found), key=_order))


def _loose(span: Span, fixed: Sequence[Span]) -> bool:
    """Say whether a span holds a character that is in none of the sorted, disjoint ones."""
    return len(span) > 0 and not covered(span, fixed)


def _outside_phrases(page: Page, hits: Sequence[Hit]) -> list[Hit]:
    """Give the hits without persons that begin inside a phrase which holds none: the Order of Executive Order."""
    phrases = union(span for span, _ in find_terms(page.view, vocabulary.harmless_phrases()))
    starts = [phrase.start for phrase in phrases]

    def inside(hit: Hit) -> bool:
        at = bisect_right(starts, hit.span.start) - 1
        return at >= 0 and phrases[at].holds(hit.span.start)

    return [hit for hit in hits if hit.kind is not EntityKind.PERSON or not inside(hit)]


def _repeated(page: Page, hits: Sequence[Hit]) -> list[Hit]:
    """Give every other place of a number or address that identifies somebody: without its label it is the same."""
    forms: dict[str, Hit] = {}
    for hit in hits:
        form = fold_term(hit.span.of(page.view.text)).strip()
        long = sum(char.isdigit() for char in form) >= _LONG_NUMBER or hit.kind is EntityKind.EMAIL
        if hit.kind in _IDENTIFYING and long:
            forms.setdefault(form, hit)
    taken = {(hit.span, hit.kind) for hit in hits}
    again = ((span, forms[term]) for span, term in find_terms(page.view, forms))
    return [replace(hit, span=span) for span, hit in again if (span, hit.kind) not in taken]


def _others(hits: Sequence[Hit], people: Sequence[Mention]) -> list[Hit]:
    """Give what is no person; a run of capitals that holds a person's name is no body."""
    named = union(mention.span for mention in people)
    return [
        hit
        for hit in hits
        if hit.kind is not EntityKind.PERSON and not (hit.detector == "body" and meets(hit.span, named))
    ]


def _order(finding: Finding) -> tuple[object, ...]:
    """Order findings totally: the hash of None, and so the order of a set, is another in every process."""
    return (
        finding.span.start,
        finding.span.end,
        finding.kind.value,
        finding.detector,
        finding.reach,
        finding.evidence,
        finding.score,
        finding.possible,
        -1 if finding.person is None else finding.person,
        finding.title or finding.span,
        tuple(sorted(finding.contexts)),
    )


def _fixed(cable: Cable, view: View) -> tuple[Span, ...]:
    """Give the view's stretches that are labels, numbers, marks or closed grammar: no entity stands there."""
    return union(
        to_view(view, part) for portion in cable.portions for part in (*portion.skeleton, *portion.closed)
    )


def _assemble(
    page: Page,
    hits: Sequence[Hit],
    fixed: Sequence[Span],
    detector: Detector,
    strange: frozenset[int],
    gone: frozenset[int],
) -> Iterator[Finding]:
    """Give the findings of persons, notes, all else, and strange words; of those that are `gone` only a note speaks."""
    listed = list(guarded.hits(page, detector.protected))
    seeds, guessed = _joined(page, [*hits, *listed], strange, guesses=detector.guesses)
    bindings = protect.bind(
        page, scope.Names(tuple(sorted({*guessed, *(hit.span for hit in seeds)})), guessed)
    )
    seeds = _with_protected(seeds, bindings)
    people = [mention for mention in mentions(page, seeds) if _loose(mention.span, fixed)]
    protected, tokens = _protected(people, bindings, [hit.span for hit in listed])
    tokens |= guarded.families(detector.protected)
    yield from (_person(page, mention, protected, tokens) for mention in people)
    family = {part: one for one in people for token in one.tokens[-1:] for part in parts_of(token)}
    for span, part in glued(page, hits, family):
        yield _person(
            page,
            replace(family[part], span=span, detector="propagated", evidence=("propagated",)),
            protected,
            tokens,
        )
    yield from (_note(page, binding, people) for binding in bindings)
    yield from _capitals(page, tokens, people)
    yield from _variants(page, tokens, people)
    others = _others(hits, people)
    yield from (_finding(page, hit) for hit in others)
    if detector.guesses:
        covered, bodies = _explained(others)
        covered += [mention.span for mention in people]
        covered += [*_harmless(page, strange), *chances.let_go(page, gone)]
        suspects = list(unknown.suspects(page, strange - gone, covered, bodies))
        yield from (_finding(page, hit, possible=True) for hit in suspects)
        words = (word for hit in suspects for word in hit.span.of(page.view.folded).split()[-1:])
        for span, _ in glued(page, hits, words):
            yield _finding(page, replace(suspects[0], span=span), possible=True)


def _harmless(page: Page, strange: frozenset[int]) -> list[Span]:
    """Give the places of phrases that hold no name, written as such: the Silk Road, but no silk road.

    An unknown word right before or after is no part of one, and stays a possible name.
    """
    if not strange:
        return []
    found = (span for span, _ in find_terms(page.view, vocabulary.harmless_phrases()))
    return [span for span in found if page.view.text[span.start].isupper()]


def _doubtful(page: Page, hits: Sequence[Hit], fixed: Sequence[Span]) -> Iterator[Finding]:
    """Give what nobody bears witness to as possible names, at every mention: what it protects is what it would have."""
    for mention in mentions(page, _seeds(hits)):
        if _loose(mention.span, fixed):
            hit = Hit(mention.span, EntityKind.PERSON, mention.detector, mention.score, mention.evidence)
            yield _finding(page, hit, possible=True)


def _joined(
    page: Page, hits: Sequence[Hit], strange: frozenset[int], *, guesses: bool
) -> tuple[list[Hit], frozenset[Span]]:
    """Give the evidence of persons, nicknames joined to their names, and the guesses that a note may speak of."""
    seeds = _seeds(hits)
    guessed: tuple[Span, ...] = ()
    if guesses:
        covered, bodies = _explained(hits)
        guessed = tuple(hit.span for hit in unknown.suspects(page, strange, covered, bodies))
    seeds = _seeds([*seeds, *aliases.nicknames(page, [*(hit.span for hit in seeds), *guessed])])
    named = union(hit.span for hit in seeds)
    return seeds, frozenset(subtract(guessed, named)) & frozenset(guessed)


def _explained(hits: Sequence[Hit]) -> tuple[list[Span], list[Span]]:
    """Give what accounts for a capital, and the bodies, whose plain words are accounted for.

    A model's place or body accounts for nothing: it may be a name that the model took for one.
    """
    sure = [hit for hit in hits if hit.detector != model.DETECTOR or hit.kind is EntityKind.PERSON]
    covered = [hit.span for hit in sure if hit.kind is not EntityKind.ORGANIZATION]
    return covered, [hit.span for hit in sure if hit.kind is EntityKind.ORGANIZATION]


def _seeds(hits: Sequence[Hit]) -> list[Hit]:
    """Give the evidence of persons in text order, the same span and detector once."""
    people = {hit for hit in hits if hit.kind is EntityKind.PERSON}
    return sorted(people, key=lambda hit: (hit.span, -hit.score, hit.detector))


def _with_protected(seeds: list[Hit], bindings: Sequence[Binding]) -> list[Hit]:
    """Add the names that only a protect note shows."""
    names = {name for binding in bindings for name in binding.names}
    names -= {hit.span for hit in seeds}
    added = [Hit(name, EntityKind.PERSON, PROTECT_NOTE, 900, (PROTECT_NOTE,)) for name in names]
    return _seeds([*seeds, *added])


def _protected(
    people: Sequence[Mention], bindings: Sequence[Binding], listed: Sequence[Span]
) -> tuple[frozenset[int], frozenset[str]]:
    """Give whom notes and a list protect, and the parts of their names: who shares one may give them away."""
    names = union([*listed, *(name for binding in bindings for name in binding.names)])
    fitting = {mention.candidates for mention in _at(people, names)}
    numbers = frozenset(number for candidates in fitting for number in candidates)
    family = [m.tokens[-1] for m in people if m.tokens and not numbers.isdisjoint(m.candidates)]
    parts = [part for token in family for part in parts_of(token)]
    return numbers, frozenset(token for token in parts if len(token) > 1)


def _at(people: Sequence[Mention], names: Iterable[Span]) -> Iterator[Mention]:
    """Give the mentions, sorted and apart, that share a character with these names."""
    for name in names:
        at = bisect_right(people, name.start, key=lambda one: one.span.end)
        while at < len(people) and people[at].span.start < name.end:
            yield people[at]
            at += 1


def _person(page: Page, mention: Mention, protected: frozenset[int], tokens: frozenset[str]) -> Finding:
    """Give the finding of one mention; a namesake of a protected person is protected with them."""
    parts = [part for token in mention.tokens for part in parts_of(token)]
    spelt = variants.keys_of(tokens)
    shares = not tokens.isdisjoint(parts) or any(variants.variant(part, spelt) for part in parts)
    guarded = shares or not protected.isdisjoint(mention.candidates)
    title = protect.title_before(page, mention.span)
    return Finding(
        span=page.view.original(mention.span),
        kind=EntityKind.PERSON,
        detector=mention.detector,
        score=mention.score,
        evidence=mention.evidence,
        person=mention.person,
        title=page.view.original(title) if title is not None else None,
        contexts=frozenset({PROTECT_NOTE}) if guarded else frozenset(),
    )


def _capitals(page: Page, tokens: frozenset[str], people: Sequence[Mention]) -> Iterator[Finding]:
    """Give every capitalised place of a protected family name that is an English word: in doubt it is the person."""
    named = union(mention.span for mention in people)
    common = [token for token in sorted(tokens) if ordinary(token)]
    for span, _ in find_terms(page.view, common):
        if page.view.text[span.start].isupper() and not meets(span, named):
            yield _perhaps(page, span, "propagated")


def _variants(page: Page, tokens: frozenset[str], people: Sequence[Mention]) -> Iterator[Finding]:
    """Give every word that may be another spelling of a protected family name: in doubt it is the person."""
    spelt = variants.keys_of(tokens)
    named = union(mention.span for mention in people)
    words = (
        word for block in page.blocks for word in block.words if spelt and word.capital and not word.fixed
    )
    for word in words:
        name = Span(word.start, word.start + len(word.folded.removesuffix("'s")))
        other = variants.variant(name.of(page.view.folded), spelt) and not vocabulary.known_word(word)
        if other and not meets(name, named):
            yield _perhaps(page, name, "variant")


def _perhaps(page: Page, span: Span, evidence: str) -> Finding:
    """Give the finding over words of the view that may be a protected person's: closed with that person."""
    return Finding(
        page.view.original(span),
        EntityKind.PERSON,
        "propagated",
        _COMMON_WORD,
        (evidence,),
        contexts=frozenset({PROTECT_NOTE}),
    )


def _note(page: Page, binding: Binding, people: Sequence[Mention]) -> Finding:
    """Give the finding over everything that a note reaches; no person where it names none."""
    numbers = {mention.person for mention in _at(people, binding.names)}
    return Finding(
        span=page.view.original(binding.reach),
        kind=EntityKind.PERSON,
        detector=PROTECT_NOTE,
        score=950,
        evidence=("bound",) if binding.names else ("description",),
        person=numbers.pop() if len(numbers) == 1 else None,
        contexts=frozenset({PROTECT_NOTE}),
        reach=True,
    )


def _finding(page: Page, hit: Hit, *, possible: bool = False) -> Finding:
    """Turn a hit into a finding in original coordinates."""
    return Finding(
        page.view.original(hit.span), hit.kind, hit.detector, hit.score, hit.evidence, possible=possible
    )

"""Matchers that look at the text itself: words, patterns, predicates, and words near a finding.

Their answers become facts, so that conditions hold no text; to the prover each is one opaque answer.
What is not shown never proves anything: a word that only stands in text that goes, or that something
else was found in, makes the answer UNKNOWN, and so can close but never open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from redactor.markings import Truth
from redactor.model import SectionKind
from redactor.policy import predicates
from redactor.policy.conditions import every_matcher
from redactor.policy.nearness import nearness_of
from redactor.policy.opening import in_force, in_view
from redactor.policy.patterns import found
from redactor.policy.runs import WORD
from redactor.spans import Span, covered, subtract, union
from redactor.view import find_terms, fold_term

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from redactor.model import EntityKind, Finding, Matcher, NamedList, Policy, Portion
    from redactor.policy.facts import Matter
    from redactor.policy.nearness import Nearness

Answers = dict["Matcher", Truth]
Hits = Mapping["Matcher", tuple[Span, ...]]

TEXTUAL = frozenset({"text", "predicate"})
"""Matchers of a portion's or a finding's own text."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A document searched once for every term that some matcher of the policy names.

    `hits` are spans of the view, sorted; `sure` those of terms that certainly count. `word_starts` and
    `word_ends` say where each word of the view stands. `of_portion` and `of_finding` are the matchers that
    rules of either sort hold.
    """

    matter: Matter
    of_portion: tuple[Matcher, ...]
    of_finding: tuple[Matcher, ...]
    hits: Hits = field(repr=False)
    sure: Hits = field(repr=False)
    word_starts: tuple[int, ...] = field(repr=False)
    word_ends: tuple[int, ...] = field(repr=False)


def search(matter: Matter) -> Searched:
    """Search a document for what the policy's textual matchers name; the time is linear in the text."""
    of_portion = _matchers(matter.policy, on_entity=False)
    of_finding = _matchers(matter.policy, on_entity=True)
    near = any(nearness_of(matcher) for matcher in of_finding)
    words = tuple(match.span() for match in WORD.finditer(matter.view.folded)) if near else ()
    hits, sure = _hits(matter, tuple(dict.fromkeys((*of_portion, *of_finding))))
    return Searched(
        matter,
        of_portion,
        of_finding,
        hits,
        sure,
        tuple(start for start, _ in words),
        tuple(end for _, end in words),
    )


def _matchers(policy: Policy, *, on_entity: bool) -> tuple[Matcher, ...]:
    """Give the textual matchers that rules of one sort hold, none twice."""
    rules = (rule for rule in (*policy.release, *policy.protect) if rule.on_entity is on_entity)
    conditions = (condition for rule in rules for condition in (rule.when, rule.unless) if condition)
    matchers = (matcher for condition in conditions for matcher in every_matcher(condition))
    return tuple(
        dict.fromkeys(item for item in matchers if item.name in TEXTUAL or nearness_of(item) is not None)
    )


def _hits(matter: Matter, matchers: Sequence[Matcher]) -> tuple[Hits, Hits]:
    """Find the terms of all matchers, and give those apart that certainly count."""
    everything = {matcher: _found(matter, _terms(matter, matcher, sure=False)) for matcher in matchers}
    sure = {
        matcher: _found(matter, _terms(matter, matcher, sure=True)) if matter.cable.date is None else hits
        for matcher, hits in everything.items()
    }
    return everything, sure


def _found(matter: Matter, terms: frozenset[str]) -> tuple[Span, ...]:
    return tuple(sorted({span for span, _ in find_terms(matter.view, terms)})) if terms else ()


def _terms(matter: Matter, matcher: Matcher, *, sure: bool) -> frozenset[str]:
    """Give the folded terms that a matcher names, those of its list on the document's date included."""
    near = nearness_of(matcher)
    if near is None:
        return frozenset(map(fold_term, matcher.values)) if matcher.operator == "any_of" else frozenset()
    lists = [named for named in matter.policy.lists if named.name in near.lists]
    terms = (list_terms(named, matter.cable.date, sure=sure) for named in lists)
    # A long list stays the object that it is: its index is made once (view.find_terms).
    return next(terms, frozenset()) if lists else frozenset(map(fold_term, near.words))


@lru_cache(maxsize=16)
def list_terms(named: NamedList, date: dt.date | None, *, sure: bool) -> frozenset[str]:
    """Give the folded names of a list that may be in force on a date, or those that certainly are."""
    forces = ((entry, in_force(entry, date)) for entry in named.entries)
    wanted = (entry for entry, force in forces if force is Truth.YES or (force is Truth.UNKNOWN and not sure))
    return frozenset(fold_term(entry.name) for entry in wanted)


# --- portions ------------------------------------------------------------------------------------


def of_portion(searched: Searched, portion: Portion, spans: Sequence[Span]) -> Answers:
    """Answer for the characters `spans` of a portion that are read together."""
    if not searched.of_portion:
        return {}
    own = tuple(_stretches(searched, spans))
    body = tuple(_stretches(searched, subtract((portion.span,), portion.skeleton)))
    return {matcher: _in_portion(searched, matcher, portion, own, body) for matcher in searched.of_portion}


def _in_portion(
    searched: Searched, matcher: Matcher, portion: Portion, own: tuple[Span, ...], body: tuple[Span, ...]
) -> Truth:
    """Say YES for what the read characters hold by themselves, UNKNOWN for what others help to make."""
    if matcher.name == "predicate":
        return _asked(searched, matcher, portion, own[0]) if own == body and len(own) == 1 else Truth.UNKNOWN
    if any(_holds(searched, matcher, span) for span in own):
        return Truth.YES
    others = own != body and any(_holds(searched, matcher, span) for span in body)
    return Truth.UNKNOWN if others else Truth.NO


def _stretches(searched: Searched, spans: Sequence[Span]) -> Iterator[Span]:
    """Give the view's stretches for the spans: those with only blanks between them are one."""
    view = searched.matter.view
    last: Span | None = None
    for span in spans:
        here = in_view(view, span)
        if last is not None and view.text[last.end : here.start].strip():
            yield last
            last = None
        last = here if last is None else Span(last.start, max(last.end, here.end))
    if last is not None and len(last):
        yield last


def _holds(searched: Searched, matcher: Matcher, span: Span) -> bool:
    """Say whether a stretch of the view holds a term or matches a pattern of the matcher."""
    if matcher.operator == "any_of":
        return _any_inside(searched.hits.get(matcher, ()), span)
    text = span.of(searched.matter.view.text).strip()
    return any(found(pattern, text) for pattern in matcher.values)


def _any_inside(hits: Sequence[Span], span: Span) -> bool:
    """Say whether one of the sorted hits lies in a span; only hits over its end are looked at in vain."""
    for index in range(bisect_left(hits, span.start, key=lambda hit: hit.start), len(hits)):
        if hits[index].start >= span.end:
            return False
        if hits[index].end <= span.end:
            return True
    return False


def _asked(
    searched: Searched, matcher: Matcher, portion: Portion, span: Span, entity: EntityKind | None = None
) -> Truth:
    """Ask a predicate about a stretch of the view; one that is not there any more is UNKNOWN."""
    predicate = predicates.find(matcher.values[0])
    if predicate is None:
        return Truth.UNKNOWN
    matter = searched.matter
    text = span.of(matter.view.text).strip()
    return predicates.ask(predicate, predicates.Asked(text, portion.section, matter.cable.date, entity))


# --- findings ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """The hits of each matcher that prove something: shown, and no part of anything found."""

    searched: Searched
    clean: Hits = field(repr=False)


def evidence(searched: Searched, shown: Sequence[Span]) -> Evidence:
    """Sort out the hits that prove something, `shown` being what portions show, sorted and disjoint."""
    taken = union(finding.span for finding in searched.matter.findings)
    near = (matcher for matcher in searched.of_finding if nearness_of(matcher) is not None)
    view = searched.matter.view
    return Evidence(
        searched,
        {
            matcher: tuple(
                hit
                for hit in searched.sure.get(matcher, ())
                if covered(view.original(hit), shown) and not _touches(view.original(hit), taken)
            )
            for matcher in near
        },
    )


def _touches(span: Span, spans: Sequence[Span]) -> bool:
    """Say whether a span shares a character with one of the sorted, disjoint spans."""
    index = bisect_left(spans, span.start + 1, key=lambda item: item.end)
    return index < len(spans) and spans[index].start < span.end


def of_finding(proof: Evidence, finding: Finding, portion: Portion) -> Answers:
    """Answer for a finding as it stands in a portion."""
    answers: Answers = {}
    if not proof.searched.of_finding:
        return answers
    here = in_view(proof.searched.matter.view, finding.span)
    for matcher in proof.searched.of_finding:
        near = nearness_of(matcher)
        if near is not None:
            answers[matcher] = _is_near(proof, matcher, near, here, portion)
        elif matcher.name == "predicate":
            answers[matcher] = _asked(proof.searched, matcher, portion, here, finding.kind)
        else:
            answers[matcher] = Truth.of(_holds(proof.searched, matcher, here))
    return answers


def _is_near(proof: Evidence, matcher: Matcher, near: Nearness, here: Span, portion: Portion) -> Truth:
    """Say whether a hit stands near; one that proves nothing, or a portion that was not placed, is UNKNOWN."""
    zones = tuple(_zones(proof.searched, near, here, in_view(proof.searched.matter.view, portion.span)))
    if any(_any_inside(proof.clean[matcher], zone) for zone in zones):
        return Truth.YES
    hidden = any(_any_inside(proof.searched.hits.get(matcher, ()), zone) for zone in zones)
    return Truth.UNKNOWN if hidden or portion.section is SectionKind.UNKNOWN else Truth.NO


def _zones(searched: Searched, near: Nearness, here: Span, whole: Span) -> Iterator[Span]:
    """Give the stretches of the portion before and after a finding in which a hit counts."""
    starts, ends = searched.word_starts, searched.word_ends
    low, high = whole.start, whole.end
    if near.within is not None and starts:
        first, last = bisect_right(ends, here.start), bisect_left(starts, here.end) - 1
        low = max(low, starts[max(0, min(first - near.within, len(starts) - 1))])
        high = min(high, ends[max(0, min(last + near.within, len(ends) - 1))])
    if near.side != "after" and low < here.start:
        yield Span(low, here.start)
    if near.side != "before" and here.end < high:
        yield Span(here.end, high)

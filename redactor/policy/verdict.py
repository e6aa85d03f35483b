"""Decide: every character of a cable gets one decision, by the policy's rules and the reviewer's word."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.errors import ReferralError
from redactor.model import DecidedBy, Decision, SectionKind, Verdict
from redactor.policy import atoms, composing, confirming, denial, echoes, notes, previews, repeats
from redactor.policy.composing import FURNITURE, REMARK, Tile, by_place
from redactor.policy.facts import Matter, document_status
from redactor.policy.judging import REMARKED, Sheet, inner_settlements, judge_portions
from redactor.policy.opening import listed
from redactor.policy.sightings import Sighting, cut_of, join_cuts, judge_findings
from redactor.policy.substitutes import lettered
from redactor.spans import BY_PLACE, Span, subtract

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from redactor.model import Cable, EntityKind, Finding, Policy, Settlement
    from redactor.policy.atoms import Searched
    from redactor.policy.sightings import Cut
    from redactor.view import View


@dataclass(frozen=True, slots=True)
class Ground:
    """What rules say of the portions of one cable, before anyone looks for entities.

    `runs` are the cuts where kept text repeats withheld text, by portion; `settlements` leave out what
    speaks of whole portions on hold.
    """

    searched: Searched
    sheets: tuple[Sheet, ...]
    runs: tuple[tuple[str, Cut], ...]
    settlements: tuple[Settlement, ...]


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything the rules say of one cable, before it is laid out over the text."""

    matter: Matter
    sheets: tuple[Sheet, ...]
    sightings: tuple[Sighting, ...]
    rests: tuple[notes.Rest, ...]
    runs: tuple[tuple[str, Cut], ...]
    settlements: tuple[Settlement, ...]


def ground(
    cable: Cable,
    view: View,
    policy: Policy,
    *,
    as_of: dt.date,
    settlements: tuple[Settlement, ...] = (),
    role_of: Callable[[str], str | None],
) -> Ground:
    """Judge the portions of a cable; what is found in it later changes nothing of that.

    Raises ReferralError where the cable holds what only its owner may release.
    """
    refuse_hard_stops(cable, settlements)
    return _ground(Matter(cable, view, (), policy, as_of, role_of, settlements))


def may_show(known: Ground) -> bool:
    """Say whether a word of the body may be kept: where it is not, findings change nothing that is shown."""
    text = known.searched.matter.cable.text
    gone = [cut.span for _, cut in known.runs if not cut.outcome.kept]
    return any(
        any(char.isalnum() for span in subtract(sheet.shown(), gone) for char in span.of(text))
        for sheet in known.sheets
        if sheet.portion.section in denial.BODY
    )


def decide(
    cable: Cable,
    view: View,
    findings: tuple[Finding, ...],
    policy: Policy,
    *,
    as_of: dt.date,
    settlements: tuple[Settlement, ...] = (),
    role_of: Callable[[str], str | None],
    known: Ground | None = None,
) -> Verdict:
    """Decide on every character; decisions tile the text.

    `known` is what was found out of the same cable under the same settlements before. Raises ReferralError where the cable holds what only its owner may release, PolicyError where a
    reviewer's decision would break a guarantee of the policy.
    """
    refuse_hard_stops(cable, settlements)
    matter = Matter(cable, view, findings, policy, as_of, role_of, settlements)
    examined = examine(matter, known=known)
    decisions = lay_out(examined)
    denied = not denial.shows_body(cable, decisions)
    if denied:
        examined = examine(matter, assume=False)
        decisions = denial.deny(matter, lay_out(examined))
    elif settlements:
        from redactor.policy import promises  # asks the prover's questions

        promises.refuse_broken(policy, settlements, examined.sheets, examined.sightings)
    return Verdict(
        decisions,
        denied=denied,
        kept={} if denied else _kept(examined, decisions),
        notices=(
            *(() if denied else notes.notices(examined.rests)),
            *(() if denied else repeats.notices(matter, examined.sheets)),
            *previews.notices(matter, decisions, _decided),
        ),
        status=document_status(matter),
        closed=frozenset(one.index for one in examined.sightings if not one.outcome.kept),
    )


def _decided(matter: Matter) -> tuple[Decision, ...]:
    """Give what is decided of a cable, denied or not."""
    decisions = lay_out(examine(matter))
    if denial.shows_body(matter.cable, decisions):
        return decisions
    return denial.deny(matter, lay_out(examine(matter, assume=False)))


def refuse_hard_stops(cable: Cable, settlements: Iterable[Settlement] = ()) -> None:
    """Refuse a cable that must be referred first, unless the result is recorded; what stops it is not repeated."""
    if cable.stops and not confirming.referred(settlements):
        raise ReferralError(
            "the cable holds what only its owner may release, or is closed to all but its addressees",
            help="refer it; `redactor review OUT` lays out where to record the answer",
        )


def examine(matter: Matter, *, assume: bool = True, known: Ground | None = None) -> Examination:
    """Ask every rule of every portion and of every finding.

    Evidence that opens a person is sought in what the portions show, less what repeats withheld text.
    """
    ground = known if known is not None and _same(known, matter) else _ground(matter, assume=assume)
    searched, sheets, runs, inner = ground.searched, ground.sheets, ground.runs, ground.settlements
    shown = subtract((span for sheet in sheets for span in sheet.visible()), (cut.span for _, cut in runs))
    proof = atoms.evidence(replace(searched, matter=matter), shown)
    sightings = judge_findings(proof, sheets, listed(matter, shown), inner)
    return Examination(matter, sheets, sightings, notes.rests(matter, sheets, sightings), runs, inner)


def _ground(matter: Matter, *, assume: bool = True) -> Ground:
    """Judge the portions, and find what of them repeats withheld text."""
    searched = atoms.search(matter)
    sheets = judge_portions(searched, assume=assume)
    inner = inner_settlements(matter, sheets)
    return Ground(searched, sheets, repeats.repeats(matter, sheets, inner), inner)


def _same(known: Ground, matter: Matter) -> bool:
    """Say whether what is known is of this cable, under this policy and these settlements."""
    before = known.searched.matter
    return (
        before.cable is matter.cable
        and before.view is matter.view
        and before.policy is matter.policy
        and before.as_of == matter.as_of
        and before.settlements == matter.settlements
    )


def lay_out(examined: Examination) -> tuple[Decision, ...]:
    """Lay what was found out over the text: one decision for each character, equal neighbours joined."""
    tiles = _all_tiles(examined.matter, examined.sheets, _cuts_by_portion(examined))
    return lettered(_decisions(tiles))


def _cuts_by_portion(examined: Examination) -> Mapping[str, tuple[Cut, ...]]:
    """Join the cuts of findings, of runs and of sentences that describe a protected person, by portion."""
    cuts: defaultdict[str, list[Cut]] = defaultdict(list)
    for one in examined.sightings:
        if not one.outcome.kept or one.outcome.decided_by is DecidedBy.REVIEWER:
            cuts[one.portion].append(cut_of(one))
    for address, cut in (
        *examined.runs,
        *echoes.echoes(examined.matter, examined.sheets, examined.sightings),
    ):
        cuts[address].append(cut)
    for rest in examined.rests:
        cuts[rest.portion].extend(notes.cuts_for(examined.matter, (rest,), examined.settlements))
    return {address: _joined(found) for address, found in cuts.items()}


def _joined(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """Join what closes; what a reviewer opened stands by itself."""
    found = sorted(cuts, key=BY_PLACE)
    return (
        *join_cuts(cut for cut in found if cut.outcome.kept),
        *join_cuts(cut for cut in found if not cut.outcome.kept),
    )


def _all_tiles(matter: Matter, sheets: Sequence[Sheet], cuts: Mapping[str, Sequence[Cut]]) -> list[Tile]:
    """Tile the whole text: portions, lines that are written anew, and what stands between."""
    text = matter.cable.text
    tiles = _remarks(matter.cable)
    for sheet in sheets:
        tiles += composing.compose(text, sheet, cuts.get(sheet.portion.address, ()))
    tiles.sort(key=by_place)
    return sorted([*tiles, *_gaps(matter, tiles)], key=by_place)


def _remarks(cable: Cable) -> list[Tile]:
    """Remove the original's banner and caption lines: the release has its own."""
    portions = {portion.address: portion for portion in cable.portions if portion.section in REMARKED}
    return [
        (
            section.span,
            composing.quiet(section.span, REMARK, portions.get(section.portion or ""), section.kind),
        )
        for section in cable.sections
        if section.kind in REMARKED or section.portion in portions
    ]


def _gaps(matter: Matter, tiles: Sequence[Tile]) -> list[Tile]:
    """Tile what no portion and no rewritten line holds."""
    text = matter.cable.text
    left = subtract((Span(0, len(text)),), (span for span, _ in tiles))
    starts = [section.span.start for section in matter.cable.sections]
    closed = denial.unplaced(matter)
    found: list[Tile] = []
    for span in left:
        index = max(0, bisect_left(starts, span.start + 1) - 1)
        for part, kind in _by_section(matter.cable, span, index):
            found += composing.gap(text, part, kind, closed)
    return found


def _by_section(cable: Cable, span: Span, index: int) -> Iterable[tuple[Span, SectionKind]]:
    """Cut a span at the borders of sections, from the section at `index` on."""
    position = span.start
    while index < len(cable.sections) and position < span.end:
        section = cable.sections[index]
        end = min(span.end, section.span.end)
        if position < end:
            yield Span(position, end), section.kind
            position = end
        index += 1
    if position < span.end:
        yield Span(position, span.end), SectionKind.UNKNOWN


def _decisions(tiles: Sequence[Tile]) -> tuple[Decision, ...]:
    """Give each tile's decision its span, equal neighbours joined."""
    joined: list[Decision] = []
    for span, decision in tiles:
        last = joined[-1] if joined else None
        if last is not None and last.span.end == span.start and _alike(decision, last):
            joined[-1] = replace(last, span=Span(last.span.start, span.end))
        else:
            joined.append(decision if decision.span == span else replace(decision, span=span))
    return tuple(joined)


def _alike(one: Decision, other: Decision) -> bool:
    """Say whether two decisions say the same; what mostly differs is looked at first."""
    if one.rules != other.rules or one.action is not other.action or one.removal is not other.removal:
        return False
    return replace(one, span=other.span) == other


def _kept(examined: Examination, decisions: Sequence[Decision]) -> Mapping[EntityKind, int]:
    """Count the findings of which every character stays, by kind; furniture inside them aside."""
    gone = [item.span for item in decisions if item.removal is not None and FURNITURE not in item.rules]
    ends = [span.end for span in gone]
    found: Counter[EntityKind] = Counter()
    for index in sorted({one.index for one in examined.sightings if one.outcome.kept}):
        finding = examined.matter.findings[index]
        place = bisect_left(ends, finding.span.start + 1)
        hidden = place < len(gone) and gone[place].start < finding.span.end
        if not hidden and not finding.reach:
            found[finding.kind] += 1
    return {kind: found[kind] for kind in sorted(found, key=lambda kind: kind.value)}

"""A slow, obvious evaluator of the policy semantics, written from DESIGN.md 5 without the real one.

It looks at one character after the other. It shares with the real evaluator only what other modules
promise: the marking algebra, the view's folding, and the registry that resolves authorities. Sentences
around protect notes and reviewers' settlements are left to their own tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import TYPE_CHECKING

from redactor import markings
from redactor.markings import Level, Marking, Status, Truth
from redactor.markings.types import Foreign
from redactor.model import Action, AudienceKind, Basis, EntityKind, SectionKind
from redactor.policy.authorities import Firing, resolve
from redactor.policy.posts import post_names
from redactor.spans import Span
from redactor.view import fold_term

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from redactor.model import (
        Authority,
        Cable,
        Condition,
        Finding,
        Group,
        ListEntry,
        Matcher,
        Policy,
        Portion,
        Rule,
    )
    from redactor.view import View

# A word of a folded view. matches "rain" in "rain, road"; must not match "_"
WORD = re.compile(r"[^\W_]+")
BODY = ("paragraph", "bullet", "summary", "comment", "table")
GRAMMATICAL = ("POST", "LOCATION", "ORGANIZATION", "NATIONALITY", "DATE_TIME")
QUALIFIERS = (
    "acting assistant associate chief deputy designate elect ex former late nominee past principal "
    "retired senior under vice"
).split()


@dataclass
class Cell:
    """What happens to one character: its action, the rules that say so, and whether a person must decide."""

    action: Action
    rules: frozenset[str]
    authorities: frozenset[Authority] = frozenset()
    hold: bool = False
    value: str = ""


KEPT = Cell(Action.KEEP, frozenset())


@dataclass
class World:
    """What everything depends on."""

    cable: Cable
    view: View
    findings: tuple[Finding, ...]
    policy: Policy
    as_of: dt.date
    words: list[tuple[str, Span]]
    assume: bool = True


@dataclass
class Answer:
    """The cells of all characters (None for what is not text), and whether the document is denied."""

    cells: list[Cell | None]
    denied: bool
    closed: frozenset[int]


def evaluate(
    cable: Cable, view: View, findings: tuple[Finding, ...], policy: Policy, as_of: dt.date
) -> Answer:
    """Decide on every character of every portion; where no body is left, on none."""
    words = [(match.group(), view.original(Span(*match.span()))) for match in WORD.finditer(view.folded)]
    world = World(cable, view, findings, policy, as_of, words)
    answer = _evaluate(world)
    if _shows_body(world, answer.cells):
        return answer
    world.assume = False
    answer = _evaluate(world)
    answer.denied = True
    return answer


# --- one pass ------------------------------------------------------------------------------------


def _evaluate(world: World) -> Answer:
    portion_cells = _portion_cells(world)
    runs = _runs(world, portion_cells)
    shown = [False] * len(world.cable.text)
    for portion in world.cable.portions:
        for at in _seen(portion, portion_cells):
            shown[at] = not any(span.holds(at) for _, span, _ in runs)
    cells = list(portion_cells)
    closed: set[int] = set()
    for first, last, members in _components(world, runs, shown, closed):
        for at in range(first, last):
            cell = cells[at]
            if cell is not None and cell.action is Action.KEEP:
                cells[at] = _joined(members)
    return Answer(_with_letters(world, cells), denied=False, closed=frozenset(closed))


def _with_letters(world: World, cells: list[Cell | None]) -> list[Cell | None]:
    """Name persons by letters in the order in which they are met in the text."""
    met: list[str] = []
    lettered: list[Cell | None] = []
    for at, cell in enumerate(cells):
        shown = cell is not None and cell.action is Action.PSEUDONYM and not cell.hold
        if cell is not None and shown and world.cable.text[at].strip():
            met += [cell.value] if cell.value not in met else []
            lettered.append(replace(cell, value=f"person {ascii_uppercase[met.index(cell.value)]}"))
        else:
            lettered.append(cell)
    return lettered


def _shows_body(world: World, cells: list[Cell | None]) -> bool:
    for portion in world.cable.portions:
        if portion.section.value not in BODY:
            continue
        for at in range(portion.span.start, portion.span.end):
            cell = cells[at]
            if cell is not None and cell.action is Action.KEEP and world.cable.text[at].isalnum():
                return True
    return False


def _is_text(portion: Portion, at: int) -> bool:
    return not any(span.holds(at) for span in (*portion.skeleton, *portion.furniture))


def _portion_cells(world: World) -> list[Cell | None]:
    cells: list[Cell | None] = [None] * len(world.cable.text)
    for portion in world.cable.portions:
        kinds = {assumed: _portion_cell(world, portion, assumed=assumed) for assumed in (True, False)}
        for at in range(portion.span.start, portion.span.end):
            if _is_text(portion, at):
                cells[at] = kinds[_assumed(world, portion, at)]
        for core in _cores(world, portion, cells):
            _join(cells, core)
    return cells


def _join(cells: list[Cell | None], core: Span) -> None:
    """Make one removal of what a portion withholds in one place."""
    members = [cell for cell in cells[core.start : core.end] if cell is not None]
    joined = _joined(members)
    for at in range(core.start, core.end):
        cells[at] = joined if cells[at] is not None else None


def _joined(members: list[Cell]) -> Cell:
    """Join removals: the strictest action, every rule and authority, any hold."""
    action = Action.KEEP
    for cell in members:
        action = action.meet(cell.action)
    values = {cell.value for cell in members if cell.action is action}
    if len(values) > 1:  # two values for one removal tell which was which
        action, values = Action.LABEL, {""}
    return Cell(
        action,
        frozenset(rule for cell in members for rule in cell.rules),
        frozenset(authority for cell in members for authority in cell.authorities),
        any(cell.hold for cell in members),
        values.pop() if values else "",
    )


# --- readings ------------------------------------------------------------------------------------


def _assumption(world: World, portion: Portion) -> tuple[Level, str] | None:
    if not world.assume or not portion.header or portion.mark is not None:
        return None
    if not world.cable.marking.known or not portion.marking.known:
        return None
    found = [(item.level, item.id) for item in world.policy.assumptions if portion.section in item.sections]
    return max(found) if found else None


def _assumed(world: World, portion: Portion, at: int) -> bool:
    return _assumption(world, portion) is not None and any(span.holds(at) for span in portion.closed)


def _marking(world: World, portion: Portion, *, assumed: bool) -> Marking:
    assumption = _assumption(world, portion)
    if assumed and assumption is not None:
        return Marking(assumption[0])
    low = portion.marking.known and portion.marking.level in (Level.U, Level.SBU)
    if world.policy.captions_reach == "classified" and low and portion.own is not None:
        return portion.own
    return portion.marking


@dataclass
class Ask:
    """The thing that a rule is asked about."""

    world: World
    portion: Portion
    marking: Marking
    finding: Finding | None = None
    contexts: frozenset[str] = frozenset()
    shown: tuple[bool, ...] = ()
    seen: Sequence[bool] = ()
    assumed: bool = False

    def status(self) -> Status:
        """Give the portion's declassification status."""
        cable = self.world.cable
        level = Marking(cable.marking.level, known=cable.marking.known, foreign=cable.marking.foreign)
        joined = markings.join(self.portion.marking, level)
        return markings.status(
            cable.declassification, origin=cable.date, as_of=self.world.as_of, marking=joined
        )


# --- conditions: True, False or None for unknown ---------------------------------------------------


def _kleene_all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _kleene_any(values: list[bool | None]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


def _holds(condition: Condition, ask: Ask) -> bool | None:
    plain = [_matches(matcher, ask) for matcher in condition.matchers]
    return _kleene_all(plain + [_group_holds(group, ask) for group in condition.groups])


def _group_holds(group: Group, ask: Ask) -> bool | None:
    each = [_holds(condition, ask) for condition in group.of]
    if group.kind.value == "any":
        return _kleene_any(each)
    if group.kind.value == "all":
        return _kleene_all(each)
    return None if each[0] is None else not each[0]


def _asked_for(condition: Condition, name: str) -> list[str]:
    """Give the values that a condition wants to see: those under `not` and `none_of` it wants gone."""
    values = [
        value
        for matcher in condition.matchers
        if matcher.name == name and matcher.operator != "none_of"
        for value in matcher.values
    ]
    for group in condition.groups:
        if group.kind.value != "not":
            for part in group.of:
                values += _asked_for(part, name)
    return values


def _matches(matcher: Matcher, ask: Ask) -> bool | None:  # noqa: C901, PLR0911, PLR0912 - one list of cases
    values, finding = matcher.values, ask.finding
    match matcher.name:
        case "level":
            return _level(matcher.operator, [Level[value] for value in values], ask.marking)
        case "controls":
            return _controls(matcher.operator, values, ask.marking)
        case "declassified":
            status = ask.status()
            return None if status is Status.NEEDS_HUMAN else status.value in values
        case "releasable_to_audience":
            audience = ask.world.policy.audience
            if audience.kind is not AudienceKind.FOREIGN:
                return None
            truth = markings.releasable_to(
                ask.marking, frozenset(audience.countries), date=ask.world.cable.date
            )
            known = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}[truth]
            return _kleene_any(
                [known if value == "yes" else None if known is None else not known for value in values]
            )
        case "section":
            section = ask.portion.section
            return None if section is SectionKind.UNKNOWN else section.value in values
        case "portion":
            return ask.portion.address in values
        case "basis":
            basis = ask.portion.basis
            return None if basis is Basis.UNKNOWN else basis.value in values
        case "tags":
            return any(value in ask.world.cable.tags for value in values) if ask.world.cable.tags else None
        case "date":
            return _dated_at(matcher.operator, values[0], ask.world.cable.date)
        case "post":
            return _sent_by(values, ask.world.cable)
        case "text":
            return _text(matcher, ask)
    if finding is None:
        return None
    match matcher.name:
        case "entity":
            if "any" in values:
                return True
            return (None if finding.possible else True) if finding.kind.value in values else False
        case "score":
            return finding.score >= float(values[0]) * 1000
        case "context" if matcher.operator:
            return _near(matcher, ask)
        case "context":
            return any(value in ask.contexts for value in values)
        case "list":
            return _on_list(ask, values[0])
    return None


def _level(operator: str, levels: list[Level], marking: Marking) -> bool | None:
    possible = [marking.level] if marking.known else [level for level in Level if level >= marking.level]
    match operator:
        case "at_most":
            answers = {level <= levels[0] for level in possible}
        case "at_least":
            answers = {level >= levels[0] for level in possible}
        case _:
            answers = {level in levels for level in possible}
    if operator != "at_least" and not marking.known and True in answers:
        return None  # an unknown level is never certainly low
    return answers.pop() if len(answers) == 1 else None


def _controls(operator: str, values: tuple[str, ...], marking: Marking) -> bool | None:
    stated = set(marking.controls) | ({"NOFORN"} if marking.foreign == Foreign() else set())
    missing = None if marking.opaque or not marking.known else False
    each: list[bool | None] = [True if value in stated else missing for value in values]
    if operator == "all_of":
        return _kleene_all(each)
    some = _kleene_any(each)
    if operator == "any_of":
        return some
    return None if some is None else not some


def _dated_at(operator: str, day: str, date: dt.date | None) -> bool | None:
    if date is None:
        return None
    return date.isoformat() < day if operator == "before" else date.isoformat() > day


def _sent_by(values: tuple[str, ...], cable: Cable) -> bool | None:
    """Give the answer that every post of the header gives, or None."""
    answers: set[bool | None] = set()
    for field in cable.fields:
        inside = [p for p in cable.portions if p.header and p.span.covers(field.span)]
        if inside and field.kind in ("from", "message-number"):
            words = [word for word in field.value.split() if not word.isdigit() and not word.startswith("AM")]
            name = " ".join(words)
            answers.add(name in values if name in post_names() else None)
    return answers.pop() if len(answers) == 1 else None


# --- the text itself -------------------------------------------------------------------------------


def _places(world: World, first: int, last: int, wanted: tuple[str, ...]) -> list[range]:
    """Give where words `first` to `last` of the document are one of the wanted phrases, as word numbers."""
    said = [word for word, _ in world.words]
    found = []
    for phrase in wanted:
        parts = WORD.findall(fold_term(phrase))
        starts = range(first, last - len(parts) + 2)
        found += [range(at, at + len(parts)) for at in starts if said[at : at + len(parts)] == parts]
    return found


def _text(matcher: Matcher, ask: Ask) -> bool | None:
    """Look in the characters that are read together; what only the whole portion holds is unknown."""
    world = ask.world
    if ask.finding is not None:
        return any(_speaks(world, matcher, run) for run in _runs_of(world, range_of(world, ask.finding.span)))
    here = range_of(world, ask.portion.span)
    body = [at for at in here if _is_text(ask.portion, world.words[at][1].start)]
    own = [at for at in body if _assumed(world, ask.portion, world.words[at][1].start) == ask.assumed]
    if any(_speaks(world, matcher, run) for run in _runs_of(world, own)):
        return True
    return None if any(_speaks(world, matcher, run) for run in _runs_of(world, body)) else False


def range_of(world: World, span: Span) -> list[int]:
    """Give the numbers of the words that lie in a span."""
    return [at for at, (_, place) in enumerate(world.words) if span.covers(place)]


def _runs_of(_world: World, numbers: list[int]) -> list[list[int]]:
    """Cut numbers into runs without a gap."""
    runs: list[list[int]] = []
    for at in numbers:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _speaks(world: World, matcher: Matcher, run: list[int]) -> bool:
    if matcher.operator == "any_of":
        return bool(_places(world, run[0], run[-1], matcher.values))
    said = [world.words[at][0] for at in run]
    return any(re.search(pattern, word, re.IGNORECASE) for pattern in matcher.values for word in said)


def _near(matcher: Matcher, ask: Ask) -> bool | None:
    world, finding = ask.world, ask.finding
    assert finding is not None
    source, _, within, *side = matcher.operator.split()
    wanted = matcher.values
    sure = {*wanted}
    if source == "list":
        entries = [e for named in world.policy.lists if named.name in wanted for e in named.entries]
        in_time = [(e.name, _dated(e, world.cable.date)) for e in entries]
        wanted = tuple(name for name, dated in in_time if dated is not False)
        sure = {name for name, dated in in_time if dated}
    here = range_of(world, ask.portion.span)
    if not here:
        return False
    before = [at for at in here if world.words[at][1].end <= finding.span.start]
    after = [at for at in here if world.words[at][1].start >= finding.span.end]
    if within != "paragraph":
        before, after = before[-int(within) :], after[: int(within)]
    zones = ([] if side == ["after"] else [before]) + ([] if side == ["before"] else [after])
    proven = possible = False
    for zone in zones:
        for phrase in wanted:
            for place in _places(world, zone[0], zone[-1], (phrase,)) if zone else ():
                span = Span(world.words[place[0]][1].start, world.words[place[-1]][1].end)
                hidden = any(not ask.seen[at] for at in range(span.start, span.end))
                taken = any(other.span.overlaps(span) for other in world.findings)
                proven = proven or (not hidden and not taken and phrase in sure)
                possible = True
    return True if proven else None if possible else False


def _certainly(rule: Rule, ask: Ask) -> bool:
    return _holds(rule.when, ask) is True and (rule.unless is None or _holds(rule.unless, ask) is False)


def _possibly(rule: Rule, ask: Ask) -> bool:
    return _holds(rule.when, ask) is not False and (
        rule.unless is None or _holds(rule.unless, ask) is not True
    )


# --- the result of a portion, of a finding -----------------------------------------------------------


@dataclass
class Say:
    """One rule's say."""

    rule: str
    action: Action
    grounds: tuple[Authority, ...]
    protects: bool = False
    certain: bool = True
    hold: bool = False


def _portion_cell(world: World, portion: Portion, *, assumed: bool) -> Cell:
    ask = Ask(world, portion, _marking(world, portion, assumed=assumed), assumed=assumed)
    says = _releases(ask, on_entity=False) if ask.marking.known else _default(ask, on_entity=False)
    return _cell(ask, says + _protects(ask, on_entity=False))


def _default(ask: Ask, *, on_entity: bool) -> list[Say]:
    otherwise = ask.world.policy.otherwise
    if on_entity:
        return [Say("default-entity", Action.LABEL, _resolved(ask, otherwise.entity))]
    return [Say("default-portion", Action.WITHHOLD, _resolved(ask, otherwise.portion))]


def _releases(ask: Ask, *, on_entity: bool) -> list[Say]:
    matching = [r for r in ask.world.policy.release if r.on_entity == on_entity and _certainly(r, ask)]
    if not matching:
        return _default(ask, on_entity=on_entity)
    best = [r for r in matching if not any(r.action.value < other.action.value for other in matching)]
    if best[0].action is Action.KEEP:
        return []
    return [Say(f"ceiling:{r.id}", r.action, _resolved(ask, r.authorities)) for r in best]


def _protects(ask: Ask, *, on_entity: bool) -> list[Say]:
    says = []
    for rule in ask.world.policy.protect:
        if rule.on_entity == on_entity and _possibly(rule, ask):
            named = _asked_for(rule.when, "controls")
            grounds = _resolved(ask, rule.authorities, tuple(named))
            action = Action.WITHHOLD if rule.hold else rule.action
            says.append(
                Say(rule.id, action, grounds, protects=True, certain=_certainly(rule, ask), hold=rule.hold)
            )
    return says


def _resolved(
    ask: Ask, written: tuple[Authority, ...], controls: tuple[str, ...] = ()
) -> tuple[Authority, ...]:
    cable = ask.world.cable
    firing = Firing(
        ask.world.policy.audience, ask.marking, cable.marking, ask.portion.basis, cable.reasons, cable.date,
        ask.world.as_of, ask.status(), ask.finding.kind if ask.finding else None, controls,
    )  # fmt: skip
    return tuple(
        found for found in (resolve(authority, firing) for authority in written) if found is not None
    )


def _cell(ask: Ask, says: list[Say]) -> Cell:
    if not says:
        return KEPT
    action = Action.KEEP
    for say in says:
        action = action.meet(say.action)
    rules = frozenset(say.rule for say in says)
    authorities = frozenset(ground for say in says for ground in say.grounds)
    if action is Action.KEEP:
        return KEPT
    if any(not say.grounds for say in says):
        action = action.meet(Action.LABEL)
    rest = [say for say in says if not (say.protects and say.certain and not say.hold and say.grounds)]
    lawful = ask.world.policy.audience.lawful
    unsure = (ask.finding is not None and ask.finding.possible) or any(not say.certain for say in rest)
    doubt = bool(rest) and (
        any(say.hold for say in rest) or not any(say.grounds for say in rest) or (lawful and unsure)
    )
    if doubt and len(rest) == len(says):
        return Cell(Action.WITHHOLD, rules, authorities, hold=True)
    return Cell(action.meet(Action.LABEL) if doubt else action, rules, authorities)


# --- findings ----------------------------------------------------------------------------------------


def _components(
    world: World, runs: list[tuple[Portion, Span, Cell]], shown: list[bool], closed: set[int]
) -> list[tuple[int, int, list[Cell]]]:
    """Give what findings and runs take away, overlapping ones as one, by portion."""
    visible = tuple(_visible(shown, finding) for finding in world.findings)
    echoes = _echoes(world, visible, shown)
    found = []
    for portion in world.cable.portions:
        cuts = [(span, cell) for owner, span, cell in runs if owner is portion]
        cuts += [(span, cell) for owner, span, cell in echoes if owner is portion]
        for index, finding in enumerate(world.findings):
            if finding.span.overlaps(portion.span):
                cell = _finding_cell(world, portion, finding, visible, shown)
                if cell.action is not Action.KEEP:
                    closed.add(index)
                    cuts.append((finding.span, cell))
        group: list[Cell] = []
        first = last = 0
        for span, cell in sorted(cuts, key=lambda cut: cut[0]):
            if group and span.start < last:
                group.append(cell)
                last = max(last, span.end)
            else:
                if group:
                    found.append((max(first, portion.span.start), min(last, portion.span.end), group))
                group, first, last = [cell], span.start, span.end
        if group:
            found.append((max(first, portion.span.start), min(last, portion.span.end), group))
    return found


def _echoes(world: World, visible: tuple[bool, ...], shown: list[bool]) -> list[tuple[Portion, Span, Cell]]:
    """Give the places where the words of a protected name stand and nobody found a name."""
    forms: dict[tuple[str, ...], Cell] = {}
    for finding in world.findings:
        for portion in world.cable.portions:
            if not finding.span.overlaps(portion.span) or not finding.contexts or finding.reach:
                continue
            cell = _finding_cell(world, portion, finding, visible, shown)
            form = tuple(word for word, span in world.words if finding.span.covers(span))
            if cell.action is not Action.KEEP and form:
                forms.setdefault(form, replace(cell, value=""))
    found = []
    for form, cell in forms.items():
        for at in range(len(world.words) - len(form) + 1):
            here = world.words[at : at + len(form)]
            span = Span(here[0][1].start, here[-1][1].end)
            judged = all(
                any(one.span.holds(place) for one in world.findings) for place in range(span.start, span.end)
            )
            if tuple(word for word, _ in here) == form and not judged:
                found += [
                    (portion, span, cell)
                    for portion in world.cable.portions
                    if span.overlaps(portion.span) and not _all_assumed(world, portion, span)
                ]
    return found


def _all_assumed(world: World, portion: Portion, span: Span) -> bool:
    inside = range(max(span.start, portion.span.start), min(span.end, portion.span.end))
    return all(_assumed(world, portion, at) and _is_text(portion, at) for at in inside)


def _finding_cell(
    world: World, portion: Portion, finding: Finding, visible: tuple[bool, ...], seen: list[bool]
) -> Cell:
    inside = range(max(finding.span.start, portion.span.start), min(finding.span.end, portion.span.end))
    assumed = all(_assumed(world, portion, at) and _is_text(portion, at) for at in inside)
    contexts = set(finding.contexts)
    for other in world.findings:
        if other.person is not None and other.person == finding.person:
            contexts |= other.contexts
    marking = _marking(world, portion, assumed=assumed)
    ask = Ask(world, portion, marking, finding, frozenset(contexts), visible, seen)
    if assumed and not (finding.kind is EntityKind.PERSON and not finding.possible):
        if finding.possible or finding.kind.value not in GRAMMATICAL:
            return KEPT
        says = _protects(ask, on_entity=True)
    else:
        says = _releases(ask, on_entity=True) + _protects(ask, on_entity=True)
    cell = _cell(ask, says)
    if cell.action not in (Action.ROLE, Action.PSEUDONYM, Action.GENERALIZE, Action.MASK):
        return cell
    value = _value(world, finding, cell.action)
    return replace(cell, value=value) if value else replace(cell, action=Action.LABEL)


def _value(world: World, finding: Finding, action: Action) -> str:
    """Give what stands in for the finding, as far as the drawn worlds go."""
    text = fold_term(_without_furniture(world, finding.span))
    if action is Action.ROLE:
        known = {"assistant secretary": "US official", "minister": "foreign official"}
        return known.get(fold_term(finding.title.of(world.cable.text)), "") if finding.title else ""
    if action is Action.PSEUDONYM:
        return "" if finding.person is None else f"number {finding.person}"
    if action is Action.GENERALIZE:
        place = finding.kind in (EntityKind.LOCATION, EntityKind.POST) and text == "kabul"
        return "Afghanistan" if place else ""
    letters = [char for char in text if char.isalnum()]
    return "ending " + "".join(letters[-min(4, len(letters) // 3) :]).upper() if len(letters) > 2 else ""


# --- lists -------------------------------------------------------------------------------------------


def _words(name: str) -> list[str]:
    folded = fold_term(name)
    if "," in folded:
        last, first = folded.split(",", 1)
        folded = f"{first} {last}"
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", folded)


def _dated(entry: ListEntry, date: dt.date | None) -> bool | None:
    if entry.since is None and entry.until is None:
        return True
    if date is None:
        return None
    return (entry.since or date) <= date <= (entry.until or date)


def _surface(world: World, finding: Finding) -> list[str]:
    return _words(_without_furniture(world, finding.span))


def _without_furniture(world: World, span: Span) -> str:
    furniture = [gone for portion in world.cable.portions for gone in portion.furniture]
    return "".join(
        world.cable.text[at]
        for at in range(span.start, span.end)
        if not any(gone.holds(at) for gone in furniture)
    )


def _visible(shown: list[bool], finding: Finding) -> bool:
    spans = [finding.span] + ([finding.title] if finding.title else [])
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return all(shown[at] for at in range(start, end))


def _is_entry(world: World, finding: Finding, entry: ListEntry, *, visible: bool) -> bool:
    if _surface(world, finding) == _words(entry.name):
        return True
    if finding.kind is not EntityKind.PERSON or not visible or finding.title is None:
        return False
    if _surface(world, finding) != _words(entry.name)[-1:]:
        return False
    before = _words(world.cable.text[max(0, finding.title.start - 30) : finding.title.start])
    if before and before[-1] in QUALIFIERS:
        return False
    return fold_term(finding.title.of(world.cable.text)) in [fold_term(office) for office in entry.offices]


def _on_list(ask: Ask, name: str) -> bool | None:
    world, finding = ask.world, ask.finding
    assert finding is not None
    named = next(item for item in world.policy.lists if item.name == name)
    surface = _surface(world, finding)
    entries = [entry for entry in named.entries if _dated(entry, world.cable.date) is not False]
    alike = [entry for entry in entries if _words(entry.name)[-1] in surface]
    if not alike:
        return False
    here = world.findings.index(finding)
    fitting = [
        entry
        for entry in alike
        if _is_entry(world, finding, entry, visible=ask.shown[here]) or _known_before(ask, finding, entry)
    ]
    if len(fitting) == 1 and _dated(fitting[0], world.cable.date) and not finding.possible:
        return True
    return None


def _known_before(ask: Ask, finding: Finding, entry: ListEntry) -> bool:
    world = ask.world
    if finding.kind is not EntityKind.PERSON or _surface(world, finding) != _words(entry.name)[-1:]:
        return False
    for other in world.findings:
        surface = _surface(world, other)
        rival = len(surface) > 1 and surface[-1] == _words(entry.name)[-1] and surface != _words(entry.name)
        if rival and (other.person is None or other.person != finding.person) and not other.reach:
            return False
    return any(
        ask.shown[index]
        and not other.possible
        and other.kind is EntityKind.PERSON
        and other.person == finding.person
        and other.span.end <= finding.span.start
        and _is_entry(world, other, entry, visible=True)
        for index, other in enumerate(world.findings)
    )


# --- runs --------------------------------------------------------------------------------------------


def _runs(world: World, portion_cells: list[Cell | None]) -> list[tuple[Portion, Span, Cell]]:
    """Give the stretches of shown text made of six words or more that some withheld text has too."""
    found = []
    for portion in world.cable.portions:
        inside = [(word, span) for word, span in world.words if portion.span.covers(span)]
        stretches: list[tuple[Span, list[Portion]]] = []
        for at in range(len(inside) - 5):
            sources = _sources(world, portion, [word for word, _ in inside[at : at + 6]], portion_cells)
            span = Span(inside[at][1].start, inside[at + 5][1].end)
            if sources and stretches and span.start < stretches[-1][0].end:
                before, others = stretches.pop()
                stretches.append((Span(before.start, span.end), others + sources))
            elif sources:
                stretches.append((span, sources))
        for span, sources in stretches:
            cell = _run_cell(world, sources, portion_cells)
            found += [(portion, part, cell) for part in _visible_parts(portion, span, portion_cells)]
    return found


def _sources(
    world: World, portion: Portion, window: list[str], portion_cells: list[Cell | None]
) -> list[Portion]:
    """Give the portions whose withheld text has these words in a row."""
    sources = []
    for other in world.cable.portions:
        ground = _ground_of(world, portion)
        if ground and _ground_of(world, other) == ground:
            continue
        for core in _cores(world, other, portion_cells):
            said = [word for word, span in world.words if core.covers(span)]
            if any(said[at : at + 6] == window for at in range(len(said))):
                sources.append(other)
    return sources


def _run_cell(world: World, sources: list[Portion], portion_cells: list[Cell | None]) -> Cell:
    withheld = [c for p in sources for c in portion_cells[p.span.start : p.span.end] if c is not None]
    authorities = frozenset(a for c in withheld if c.action is not Action.KEEP for a in c.authorities)
    hold = world.policy.audience.lawful or not authorities
    return Cell(Action.WITHHOLD, frozenset({"run"}), authorities, hold)


def _visible_parts(portion: Portion, span: Span, portion_cells: list[Cell | None]) -> list[Span]:
    """Give the parts of a span that a portion shows, furniture between shown text included."""
    seen = _seen(portion, portion_cells)
    parts: list[Span] = []
    for at in range(span.start, span.end):
        if at in seen and parts and parts[-1].end == at:
            parts[-1] = Span(parts[-1].start, at + 1)
        elif at in seen:
            parts.append(Span(at, at + 1))
    return parts


def _seen(portion: Portion, portion_cells: list[Cell | None]) -> set[int]:
    whole = range(portion.span.start, portion.span.end)
    cells = {at: portion_cells[at] for at in whole}
    kept = [at for at, cell in cells.items() if cell is not None and cell.action is Action.KEEP]
    seen = set(kept)
    for span in portion.furniture:
        if kept and kept[0] <= span.start and span.end <= kept[-1] + 1:
            seen |= set(range(span.start, span.end))
    return seen


def _ground_of(world: World, portion: Portion) -> str:
    assumption = _assumption(world, portion)
    return assumption[1] if assumption and portion.closed else ""


def _cores(world: World, portion: Portion, portion_cells: list[Cell | None]) -> list[Span]:
    """Give from the first to the last withheld character, for each stretch between kept text."""
    cores: list[Span] = []
    fresh = True
    for at in range(portion.span.start, portion.span.end):
        cell = portion_cells[at]
        if cell is not None and cell.action is Action.KEEP:
            fresh = True
        elif cell is not None and world.cable.text[at].strip():
            if fresh:
                cores.append(Span(at, at))
            cores[-1] = Span(cores[-1].start, at + 1)
            fresh = False
    return cores

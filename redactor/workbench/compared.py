"""Compare a release with what its test expects, character by character; blanks and furniture aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic
from redactor.model import RemovalKind
from redactor.policy.ceilings import CEILING
from redactor.policy.composing import SKELETON
from redactor.policy.rules import texts
from redactor.spans import Span
from redactor.workbench import given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Decision
    from redactor.pipeline import Computed
    from redactor.workbench.notation import Expected
    from redactor.workbench.suite import Test

_QUIET = frozenset({RemovalKind.FURNITURE, RemovalKind.REMARK})
_DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Tried:
    """A test and the release that was made of its cable."""

    test: Test
    computed: Computed = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Point:
    """One character: what was decided on it, and what the test expects of it."""

    at: int
    decision: Decision
    expected: Expected | None


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with a character."""

    code: str
    message: str
    help: str = ""


def compare(tried: Tried) -> tuple[Diagnostic, ...]:
    """Give everything that is not as the test expects, in the order of the file."""
    points = tuple(_points(tried))
    found = [
        *_faults(tried, points),
        *_untouched(tried, points),
        *_state(tried),
        *_words(tried),
        *_stale(tried),
        *_empty(tried, points),
    ]
    return tuple(
        sorted(found, key=lambda item: (item.place.line, item.place.column) if item.place else (0, 0))
    )


def _points(tried: Tried) -> Iterator[_Point]:
    """Walk the characters that rules decide on; where the test names portions, only theirs."""
    text = tried.computed.prepared.cable.text
    expected = tried.test.written.annotated.expected
    wanted = tried.test.portions
    for decision in sorted(tried.computed.verdict.decisions, key=lambda item: item.span):
        if decision.removal in _QUIET or (wanted and decision.portion not in wanted):
            continue
        for at in range(decision.span.start, decision.span.end):
            if not text[at].isspace():
                yield _Point(at, decision, next((item for item in expected if item.span.holds(at)), None))


def _faults(tried: Tried, points: tuple[_Point, ...]) -> Iterator[Diagnostic]:
    """Give one diagnostic for each stretch of characters with the same fault."""
    denied = tried.test.state == _DENIED
    judged = ((point, _fault(point, denied=denied)) for point in points)
    for (fault, _), stretch in groupby(judged, key=lambda pair: (pair[1], pair[0].expected)):
        if fault is not None:
            found = [point.at for point, _ in stretch]
            place = tried.test.written.place_of(Span(found[0], found[-1] + 1))
            yield Diagnostic(fault.code, fault.message, place, help=fault.help)


def _fault(point: _Point, *, denied: bool) -> _Fault | None:
    """Say what is wrong with one character, if anything is."""
    decision, expected = point.decision, point.expected
    rules = _named(decision)
    if expected is None:
        if decision.removal is None or denied:
            return None
        words = f"removed by {', '.join(rules)}, and the test expects it to stay"
        return _Fault("RT202", words, f"write `[[{', '.join(rules)}: ...]]` where that is meant")
    if decision.removal is None:
        words = "the skeleton stays in every copy" if SKELETON in rules else f"released by {', '.join(rules)}"
        return _Fault("RT201", f"shown, and {', '.join(expected.rules)} should have removed it", words)
    missing = [rule for rule in expected.rules if rule not in rules]
    if missing:
        return _Fault("RT203", f"removed, but not by {', '.join(missing)}", f"it was {', '.join(rules)}")
    if expected.action and expected.action != _action(decision):
        return _Fault("RT204", f"the action is {_action(decision)}, not {expected.action}")
    return None


def _named(decision: Decision) -> tuple[str, ...]:
    """Give the rules of a decision by the ids that the policy has."""
    return tuple(dict.fromkeys(rule.removeprefix(CEILING) for rule in decision.rules))


def _action(decision: Decision) -> str:
    """Name what was done; a hold by its own word."""
    return "hold" if decision.hold else decision.action.name.lower()


def _untouched(tried: Tried, points: tuple[_Point, ...]) -> Iterator[Diagnostic]:
    """Give each expected removal that speaks of nothing any rule decides on."""
    touched = {point.expected for point in points if point.expected is not None}
    for expected in tried.test.written.annotated.expected:
        if expected not in touched:
            place = tried.test.written.place(expected.source.start, expected.source.end)
            help_ = "a banner, a caption and a page line are written anew or dropped, whatever a policy says"
            if tried.test.portions:
                help_ = "it stands in none of the test's `portions`"
            yield Diagnostic("RT208", "no rule decides on this text", place, help=help_)


def _state(tried: Tried) -> Iterator[Diagnostic]:
    """Compare the copy's state."""
    found, wanted = tried.computed.release.state.value, tried.test.state
    if wanted and wanted != found:
        yield Diagnostic("RT205", f"the copy's state is {found}, not {wanted}", tried.test.at("state"))


def _words(tried: Tried) -> Iterator[Diagnostic]:
    """Look for the words that must stay, and for those that must be gone."""
    text, says = tried.computed.release.text, tried.test.says
    folded = " ".join(text.split())
    for words in texts(says.get("stays")):
        if " ".join(words.split()) not in folded:
            yield Diagnostic(
                "RT206", "words that must stay are not in the copy", tried.test.at("stays", words)
            )
    for words in texts(says.get("gone")):
        if given.whole(words).search(text):
            yield Diagnostic("RT207", "words that must be gone are in the copy", tried.test.at("gone", words))


def _stale(tried: Tried) -> Iterator[Diagnostic]:
    """Give each decision of the test that fits nothing."""
    for one in tried.computed.stale:
        message = f"the decision on `{one.target}` decides nothing: {one.because}"
        yield Diagnostic("RT210", message, one.place)


def _empty(tried: Tried, points: tuple[_Point, ...]) -> Iterator[Diagnostic]:
    """Refuse a test in which no rule of the policy, and no default, had anything to decide."""
    decided = any(SKELETON not in point.decision.rules for point in points)
    if not decided:
        help_ = "put some text into the cable that a rule could decide on"
        yield Diagnostic("RT213", "the test matched nothing", tried.test.place, help=help_)

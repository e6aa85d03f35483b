"""Hold a policy to its guarantees when it is loaded: each is decided, and what is broken is told with its case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic, PolicyError, UsageError
from redactor.policy.boxes import GaveUpError
from redactor.policy.guarantees import TOO_MUCH, Counterexample, Undecided, board_of, compare, decide_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redactor.errors import Place
    from redactor.model import Guarantee, Policy
    from redactor.policy.guarantees import Answer
    from redactor.policy.imagine import Imagined, Told
    from redactor.policy.nodes import Problems


@dataclass(frozen=True, slots=True)
class Promise:
    """A guarantee and what was found of it."""

    guarantee: Guarantee
    answer: Answer


def decide_all(
    policy: Policy, other_of: Callable[[str], Policy], problems: Problems, *, unproved: bool = False
) -> tuple[Promise, ...]:
    """Decide every guarantee; what does not hold goes to `problems`.

    `other_of` reads the policy that a guarantee names. With `unproved`, one that could not be decided is
    a warning.
    """
    found = tuple(
        Promise(guarantee, answer)
        for guarantee, answer in _answers(policy, other_of, problems)
        if answer is not None
    )
    for promise in found:
        if isinstance(promise.answer, Counterexample):
            problems.put(_broken(policy, promise.guarantee, promise.answer.imagined))
        elif isinstance(promise.answer, Undecided):
            problems.put(_undecided(promise.guarantee, promise.answer, unproved=unproved))
    return found


def _answers(
    policy: Policy, other_of: Callable[[str], Policy], problems: Problems
) -> Iterator[tuple[Guarantee, Answer | None]]:
    """Decide each guarantee; the policy is laid out once for all that speak of it alone."""
    alone = tuple(one for one in policy.guarantees if one.kind != "stricter_than")
    try:
        board = board_of(policy, alone) if alone else None
    except GaveUpError:
        board = None
    for guarantee in policy.guarantees:
        if guarantee.kind == "stricter_than":
            yield guarantee, _compared(policy, guarantee, other_of, problems)
        else:
            yield guarantee, Undecided(TOO_MUCH) if board is None else decide_on(board, guarantee)


def _compared(
    policy: Policy, guarantee: Guarantee, other_of: Callable[[str], Policy], problems: Problems
) -> Answer | None:
    """Compare with the policy that a guarantee names; None where that cannot be read."""
    try:
        return compare(policy, other_of(guarantee.other))
    except (PolicyError, UsageError) as error:
        message = f"the policy that `{guarantee.id}` names cannot be read: {error.message}"
        problems.add("RP303", message, guarantee.place, help=error.help)
        return None


def _undecided(guarantee: Guarantee, answer: Undecided, *, unproved: bool) -> Diagnostic:
    """Say that a guarantee was neither proved nor refuted."""
    return Diagnostic(
        "RP302",
        f"the guarantee `{guarantee.id}` could not be decided",
        guarantee.place,
        label=answer.why,
        help="make the rules it speaks of simpler" if unproved else "simplify it, or pass `--unproved`",
        severity="warning" if unproved else "error",
    )


def _broken(policy: Policy, guarantee: Guarantee, imagined: Imagined) -> Diagnostic:
    """Say that a guarantee does not hold, and show why."""
    second = _rule_place(policy, imagined.told)
    return Diagnostic(
        "RP301",
        f"the guarantee `{guarantee.id}` does not hold",
        guarantee.place,
        second=second,
        second_label="this rule decides it" if second else "",
        example=example(imagined),
    )


def _rule_place(policy: Policy, told: Told) -> Place | None:
    """Give where the rule stands that decided an imaginary text, an assumption before others."""
    places = {f"assume:{one.id}": one.place for one in policy.assumptions}
    places |= {rule.id: rule.place for rule in (*policy.release, *policy.protect)}
    named = (rule.removeprefix("ceiling:") for rule in told.rules)
    return next((places[rule] for rule in named if rule in places), None)


def example(imagined: Imagined) -> tuple[str, ...]:
    """Write an imaginary text as lines: the text, what is true of it, what happens to it and why."""
    lines = [f"for example: {imagined.told.line}", f"with: {', '.join(imagined.facts) or 'nothing special'}"]
    lines.append(_said(imagined.told))
    if imagined.beside is not None and imagined.beside_facts:
        lines.append(f"but with {', '.join(imagined.beside_facts)}: {imagined.beside.line}")
    if imagined.beside is not None:
        lines.append(_said(imagined.beside))
    return tuple(lines)


def _said(told: Told) -> str:
    """Say what a policy does with an imaginary text."""
    rules = ", ".join(f"`{rule}`" for rule in told.rules)
    done = "waits for a person" if told.hold else _DONE.get(told.action.name, f"{told.action.name.lower()}")
    return f"policy `{told.policy}`: {done}, by {rules}"


_DONE = {
    "KEEP": "shown",
    "WITHHOLD": "withheld",
    "REDACT": "shown as a mark that text went",
    "LABEL": "shown as a label",
    "ROLE": "shown by its role",
    "PSEUDONYM": "shown by a pseudonym",
    "GENERALIZE": "shown as a coarser value",
    "MASK": "shown by its end",
}

"""Two policies compared, for people and for programs: a proof or an imaginary text each way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redactor.policy.guarantees import Counterexample, Proof, Undecided
from redactor.report.explain import PAST
from redactor.report.screen import as_document, visible

if TYPE_CHECKING:
    from redactor.errors import ExitCode
    from redactor.model import Policy
    from redactor.policy.guarantees import Answer
    from redactor.policy.imagine import Imagined, Told

Pair = tuple["Policy", "Policy"]
Answers = tuple["Answer", "Answer"]


def to_text(both: Pair, answers: Answers, code: ExitCode) -> str:
    """Say both ways whether a policy shows no more than the other, and what shows that it does."""
    first, second = both
    parts = [_way(first, second, answers[0]), _way(second, first, answers[1])]
    if not code:
        parts.append(f"{_name(first)} and {_name(second)} show the same of every cable\n")
    return "".join(parts)


def _name(policy: Policy) -> str:
    return f"{visible(policy.id)} {visible(policy.version)}"


def _way(stricter: Policy, looser: Policy, answer: Answer) -> str:
    said = f"{_name(stricter)} shows no more than {_name(looser)}"
    match answer:
        case Proof():
            return f"{said}: proved\n"
        case Undecided():
            return f"{said}: not decided, {answer.why}\n"
        case Counterexample():
            return f"{said}: no\n{_shown(answer.imagined)}"


def _shown(imagined: Imagined) -> str:
    facts = ", ".join(imagined.facts) or "nothing special"
    lines = [f"  for example: {imagined.told.line}", f"  with: {facts}", f"  {_said(imagined.told)}"]
    if imagined.beside is not None:
        lines.append(f"  {_said(imagined.beside)}")
    return "".join(f"{visible(line)}\n" for line in lines)


def _said(told: Told) -> str:
    done = "held" if told.hold else PAST[told.action]
    return f"{told.policy}: {done} by {', '.join(told.rules)}"


def to_json(both: Pair, answers: Answers, code: ExitCode) -> str:
    """Write the same as one document."""
    ways = zip((both, both[::-1]), answers, strict=True)
    return as_document(
        {
            "document": "redactor-policy-compare",
            "exit_code": int(code),
            "policies": [{"id": one.id, "sha256": one.sha256, "version": one.version} for one in both],
            "version": 1,
            "ways": [_plain(stricter, looser, answer) for (stricter, looser), answer in ways],
        }
    )


def _plain(stricter: Policy, looser: Policy, answer: Answer) -> dict[str, Any]:
    imagined = answer.imagined if isinstance(answer, Counterexample) else None
    return {
        "answer": {Proof: "proved", Undecided: "undecided", Counterexample: "refuted"}[type(answer)],
        "example": None if imagined is None else example(imagined),
        "looser": looser.id,
        "stricter": stricter.id,
        "why": answer.why if isinstance(answer, Undecided) else "",
    }


def example(imagined: Imagined) -> dict[str, Any]:
    """Give an imaginary text as plain values."""
    both = [one for one in (imagined.told, imagined.beside) if one is not None]
    return {
        "facts": list(imagined.facts),
        "text": imagined.told.line,
        "told": [
            {
                "action": one.action.name.lower(),
                "held": one.hold,
                "policy": one.policy,
                "rules": list(one.rules),
            }
            for one in both
        ],
    }

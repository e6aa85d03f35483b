"""An explanation for people and for programs: a line for each rule, and what would have released it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redactor.markings import Truth
from redactor.model import Action
from redactor.report.screen import as_document, counted, table, visible
from redactor.workbench.wording import level

if TYPE_CHECKING:
    from redactor.policy.settle import Outcome
    from redactor.workbench.explain import Explanation, Said, Told

_HEADER = ("rule", "verb", "matches", "what is not so")
PAST = {
    Action.WITHHOLD: "withheld",
    Action.REDACT: "redacted",
    Action.LABEL: "labelled",
    Action.ROLE: "shown as a role",
    Action.PSEUDONYM: "shown as a pseudonym",
    Action.GENERALIZE: "generalised",
    Action.MASK: "masked",
    Action.KEEP: "kept",
}
"""What happened to a text, in a word or two."""
_MATCHES = {Truth.YES: "yes", Truth.UNKNOWN: "possibly", Truth.NO: "no"}


def to_text(found: Explanation) -> str:
    """Tell the portion, what happens to it and to each thing found in it, and why."""
    parts = [_head(found), *(_told(part) for part in found.parts)]
    if not found.parts:
        parts.append("\nremoved under remark: the release has lines of its own for that\n")
    if any(part.outcome.kept for part in found.parts):
        parts += [_told(one) for one in found.findings]
    elif found.findings:
        parts.append(
            f"\nwhat was found in it makes no difference: {counted(len(found.findings), 'finding')}\n"
        )
    if found.runs:
        parts.append(f"\n{counted(len(found.runs), 'run')} of words repeat withheld text and go with it\n")
    return "".join(parts)


def _head(found: Explanation) -> str:
    portion, policy = found.portion, found.policy
    lines = [
        f"portion {portion.address} of {visible(found.source)}: {portion.section.value}, {_lines(found.lines)}",
        f"level {level(portion.marking)}, {portion.basis.value}; declassification {found.status.value}",
        f"policy {visible(policy.id)} {visible(policy.version)}, as of {found.as_of.isoformat()}",
    ]
    if found.denied:
        lines.append(
            "the whole cable is denied: no body portion remains, so nothing of the original is shown"
        )
    return "\n".join(lines) + "\n"


def _lines(lines: tuple[int, int]) -> str:
    first, last = lines
    return f"line {first}" if first == last else f"lines {first}-{last}"


def _told(told: Told) -> str:
    outcome = told.outcome
    grounds = ", ".join(str(ground) for ground in outcome.authorities)
    head = f"{told.what}, {_lines(told.lines)}: {_happens(outcome)} by {', '.join(outcome.rules)}"
    authority = f"; authority {grounds}" if grounds else ""
    rules = table(_HEADER, (_row(said) for said in told.said), indent="  ")
    return f"\n{visible(head + authority)}\n{rules}{_needs(told)}"


def _happens(outcome: Outcome) -> str:
    return "held, a person must decide," if outcome.hold else PAST[outcome.action]


def _row(said: Said) -> tuple[str, ...]:
    bounded = said.verb == "release" and said.action is not Action.KEEP
    verb = f"{said.verb} up to {said.action.name.lower()}" if bounded else said.verb
    return said.rule, verb, _MATCHES[said.truth], "; ".join(said.because)


def _needs(told: Told) -> str:
    """Say what would have released it; nothing where it is kept."""
    if told.outcome.kept:
        return ""
    ways = []
    if told.missing:
        named = (f"{said.rule} ({'; '.join(said.because) or 'an unknown level'})" for said in told.missing)
        ways.append(f"a release rule matched: {' or '.join(named)}")
    if told.closing:
        ways.append(f"these did not match: {', '.join(told.closing)}")
    lines = [f"  would be released if {' and '.join(ways)}"] if ways else []
    if told.outcome.hold:
        lines.append("  or by a reviewer's decision: redactor review OUT")
    return "".join(f"{visible(line)}\n" for line in lines)


def to_json(found: Explanation) -> str:
    """Write the explanation as one versioned JSON document."""
    return as_document(
        {
            "as_of": found.as_of.isoformat(),
            "denied": found.denied,
            "document": "redactor-explanation",
            "findings": [_plain(told) for told in found.findings],
            "parts": [_plain(told) for told in found.parts],
            "policy": {"id": found.policy.id, "version": found.policy.version},
            "portion": {
                "address": found.portion.address,
                "basis": found.portion.basis.value,
                "level": found.portion.marking.level.name,
                "known": found.portion.marking.known,
                "lines": list(found.lines),
                "section": found.portion.section.value,
            },
            "runs": len(found.runs),
            "source": found.source,
            "status": found.status.value,
            "version": 1,
        }
    )


def _plain(told: Told) -> dict[str, Any]:
    return {
        "action": told.outcome.action.name.lower(),
        "authorities": [str(authority) for authority in told.outcome.authorities],
        "held": told.outcome.hold,
        "lines": list(told.lines),
        "released_if": {
            "matched": [said.rule for said in told.missing],
            "silent": list(told.closing),
        },
        "rules": list(told.outcome.rules),
        "said": [
            {
                "because": list(said.because),
                "matches": _MATCHES[said.truth],
                "rule": said.rule,
                "verb": said.verb,
            }
            for said in told.said
        ],
        "what": told.what,
    }

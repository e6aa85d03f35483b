"""Lints: what `policy check` warns of in a policy that is valid. One file each; the registry is here.

Adding one: a file, its line in `LINTS`, a case in tests/policy/test_lints.py, a section of
docs/reference/lints.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.policy.boxes import GaveUpError, Work
from redactor.policy.guarantees import conditions_of
from redactor.policy.lints.base import Subject
from redactor.policy.lints.exact_amount import exact_amount
from redactor.policy.lints.level_by_equality import level_by_equality
from redactor.policy.lints.never_decides import never_decides
from redactor.policy.lints.never_matches import never_matches
from redactor.policy.lints.retyped import retyped
from redactor.policy.lints.unused_list import unused_list
from redactor.policy.lints.without_harm import without_harm
from redactor.policy.questions import lay_out
from redactor.policy.space import Space

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactor.errors import Diagnostic
    from redactor.model import Policy
    from redactor.policy.lints.base import Lint

LINTS: Mapping[str, Lint] = {
    "RP240": never_matches,
    "RP241": never_decides,
    "RP244": unused_list,
    "RP246": level_by_equality,
    "RP247": without_harm,
    "RP248": retyped,
    "RP249": exact_amount,
}
"""Every lint by the code of its warning."""


def lint(policy: Policy, file: str) -> tuple[Diagnostic, ...]:
    """Give what every lint says of a valid policy, in the order of the file.

    Where the rules are too entangled for the work that a question may take, that lint says nothing: it is
    advice, and no guarantee rests on it.
    """
    space = Space(conditions_of(policy), Work())
    found: list[Diagnostic] = []
    try:
        subject = Subject(policy, file, lay_out(space, policy))
    except GaveUpError:
        return ()
    for look in LINTS.values():
        space.work = Work()
        found += _said(look, subject)
    return tuple(sorted(found, key=_position))


def _said(look: Lint, subject: Subject) -> tuple[Diagnostic, ...]:
    try:
        return tuple(look(subject))
    except GaveUpError:
        return ()


def _position(found: Diagnostic) -> tuple[int, int, str, str]:
    place = found.place
    line, column = (place.line, place.column) if place is not None else (0, 0)
    return line, column, found.code, found.message

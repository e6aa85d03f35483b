"""Guard: what people wrote about a removal repeats nothing of what was removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor import view as views
from redactor.errors import GuardError
from redactor.release.guards.base import in_view
from redactor.release.guards.entities import removed_forms
from redactor.release.guards.names import is_name
from redactor.release.guards.runs import RUN, runs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.release.guards.base import Case


def written(case: Case) -> None:
    """Refuse a harm or a description that holds a removed entity or six words of a removed text.

    Both stand in the public log and in the index made of it, whether a rule or a reviewer gives them.
    """
    decisions = [item.decision for item in case.release.redactions]
    texts = sorted({text for one in decisions for text in (*one.harm, *one.describe)})
    if not texts:
        return
    said = views.build("\n".join(texts))
    for place, term in views.find_terms(said, removed_forms(case)):
        if is_name(said, place, term, strict=False):
            raise GuardError(
                "written", "a harm or a description names a removed entity, and the log is public"
            )
    told = frozenset(runs_of(said.folded))
    if told and any(run in told for text in _removed(case) for run in runs_of(text)):
        raise GuardError(
            "written", f"a harm or a description repeats {RUN} words of a removed text, and the log is public"
        )


def _removed(case: Case) -> Iterator[str]:
    """Give the folded text of every removal."""
    for redaction in case.release.redactions:
        yield in_view(case, redaction.span).of(case.view.folded)

"""Guard: every other format, read back, gives the released text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.errors import GuardError
from redactor.release.formats import FORMATS

if TYPE_CHECKING:
    from redactor.release.guards.base import Case


def renderings(case: Case) -> None:
    """Refuse a release that a format cannot hold whole."""
    for name, form in FORMATS.items():
        if form.read(form.write(case.release)) != case.release.text:
            raise GuardError("renderings", f"the release as {name} does not hold the released text")

"""Release: decisions become redactions, a re-marked and stamped copy, and a proof that nothing leaks."""

from redactor.release.formats import FORMATS, Format, from_json, to_json, written
from redactor.release.guard import GUARDS, guard
from redactor.release.plan import plan
from redactor.release.render import render
from redactor.release.replay import replay

__all__ = [
    "FORMATS",
    "GUARDS",
    "Format",
    "from_json",
    "guard",
    "plan",
    "render",
    "replay",
    "to_json",
    "written",
]

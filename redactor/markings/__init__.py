"""Classification markings and their algebra: parse, join, roll up, foreign release, declassification."""

from __future__ import annotations

from redactor.markings.banner import Banner, read_banner, read_class, read_prosign
from redactor.markings.caption import read_caption
from redactor.markings.eo_line import read_eo_line
from redactor.markings.foreign import effect, foreign_release, hard_stops, releasable_to
from redactor.markings.lattice import BOTTOM, at_most, close, combine, join
from redactor.markings.memory import forget
from redactor.markings.portion import read_entire_text, read_portion_mark
from redactor.markings.reasons import read_reasons
from redactor.markings.rollup import banner_text, portion_text, roll_up, staff_banner_text
from redactor.markings.status import calculated_date, status
from redactor.markings.types import Declassification, Foreign, Level, Marking, MarkState, Status, Truth

__all__ = [
    "BOTTOM",
    "Banner",
    "Declassification",
    "Foreign",
    "Level",
    "MarkState",
    "Marking",
    "Status",
    "Truth",
    "at_most",
    "banner_text",
    "calculated_date",
    "close",
    "combine",
    "effect",
    "foreign_release",
    "forget",
    "hard_stops",
    "join",
    "portion_text",
    "read_banner",
    "read_caption",
    "read_class",
    "read_entire_text",
    "read_eo_line",
    "read_portion_mark",
    "read_prosign",
    "read_reasons",
    "releasable_to",
    "roll_up",
    "staff_banner_text",
    "status",
]

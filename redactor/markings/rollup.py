"""Roll-up of portions to a banner, and the text of banners and portion marks that we write."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from redactor.markings.foreign import foreign_release
from redactor.markings.lattice import BOTTOM, NOBODY, close, combine
from redactor.markings.types import Foreign, Level, Marking
from redactor.markings.vocabulary import AS_BANNER, CONCEALED, Control, controls, groups, level_title

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

UNKNOWN_LEVEL = "LEVEL UNKNOWN"
AT_LEAST = "AT LEAST "
_CATEGORIES = ("sci", "sap", "aea", "fgi", "dissem", "nonic")


# --- roll-up -----------------------------------------------------------------------------------


def roll_up(portions: Iterable[Marking], *, date: dt.date | None) -> Marking:
    """Give the marking of the portions together (DOMAIN.md 5); `date` reads classified silence.

    A fold: order, grouping and repeats do not matter. No portions give BOTTOM. What a banner shows of
    the result is for `banner_text` to say.
    """
    marks = [close(mark) for mark in portions]
    if any(mark.foreign is not None for mark in marks):
        marks = [replace(mark, foreign=foreign_release(mark, date=date)) for mark in marks]
    return combine(*marks) if marks else BOTTOM


# --- the lines we write ------------------------------------------------------------------------


def banner_text(marking: Marking) -> str:
    """Write a banner in register style: `CONFIDENTIAL//NOFORN`, `UNCLASSIFIED//SBU NOFORN`.

    A level that is not known is written as such; it is no classification line and reads as none.
    """
    marking = close(marking)
    text = "//".join([_banner_level(marking), *_parts(marking, portion=False)])
    if marking.known:
        return text
    return UNKNOWN_LEVEL if marking.level is Level.U else AT_LEAST + text


def staff_banner_text(marking: Marking) -> str:
    """Write a banner for staff: SBU is spelled out, NOFORN is its only control (DESIGN.md 4)."""
    marking = close(marking)
    if marking.level is not Level.SBU or not marking.known:
        return banner_text(marking)
    noforn = "//NOFORN" if marking.foreign == NOBODY else ""
    return level_title(Level.SBU) + noforn


def portion_text(marking: Marking) -> str:
    """Write a portion mark: `(C//NF)`, `(SBU-NF)`, `(U//FOUO)`; an unknown level has none and is `()`."""
    marking = close(marking)
    if not marking.known:
        return "()"
    level = "U" if marking.level is Level.SBU else marking.level.name
    parts = _parts(marking, portion=True)
    if marking.level is Level.SBU and parts and parts[0].startswith("SBU"):
        return "(" + "//".join(parts) + ")"
    return "(" + "//".join([level, *parts]) + ")"


def _banner_level(marking: Marking) -> str:
    return level_title(Level.U if marking.level is Level.SBU else marking.level)


def _parts(marking: Marking, *, portion: bool) -> list[str]:
    """Give what stands between the double slashes after the level."""
    if marking.level is Level.U and not portion:
        return []  # DESIGN.md 4: captions show only with a classified or SBU portion
    shown = _shown(marking)
    parts = []
    for category in _CATEGORIES:
        rows = [row for row in shown if row.category == category]
        parts.append(_WRITERS[category](marking, rows, portion))
    return [part for part in parts if part]


def _shown(marking: Marking) -> list[Control]:
    """Give the controls that are shown: none that another beats, handling words only where they matter."""
    rows = [row for code, row in controls().items() if code in marking.controls]
    beaten = {code for row in rows for code in row.beats}
    rows = [row for row in rows if row.show and row.code not in beaten]
    if marking.level.classified:
        rows = [row for row in rows if not row.low]
    others = [row for row in rows if row.code not in {"FOUO", "NOFORN"}]
    return [row for row in rows if row.code != "FOUO" or not others]


def _compartments(marking: Marking, rows: Sequence[Control], portion: bool) -> str:  # noqa: FBT001, ARG001 - one shape for all writers
    return "/".join(sorted(code for code in marking.compartments if not code.startswith(("SAR", "SG"))))


def _programs(marking: Marking, rows: Sequence[Control], portion: bool) -> str:  # noqa: FBT001, ARG001 - one shape for all writers
    return "/".join(sorted(code for code in marking.compartments if code.startswith("SAR")))


def _plain(marking: Marking, rows: Sequence[Control], portion: bool) -> str:  # noqa: FBT001, ARG001 - one shape for all writers
    return "/".join(row.portion if portion else row.banner for row in rows)


def _government(marking: Marking, rows: Sequence[Control], portion: bool) -> str:  # noqa: FBT001, ARG001 - one shape for all writers
    if not marking.fgi:
        return ""
    return "FGI" if CONCEALED in marking.fgi else " ".join(["FGI", *sorted(marking.fgi)])


def _dissemination(marking: Marking, rows: Sequence[Control], portion: bool) -> str:  # noqa: FBT001 - one shape for all writers
    values = [row for row in rows if row.code != "NOFORN" or not _on_handling(marking)]
    words = [row.portion if portion else row.banner for row in values]
    return "/".join([*words, *_foreign_words(marking.foreign)])


def _non_intelligence(marking: Marking, rows: Sequence[Control], portion: bool) -> str:  # noqa: FBT001 - one shape for all writers
    handling = [row for row in rows if row.alone]
    others = [row for row in rows if not row.alone]
    words = [row.portion if portion else row.banner for row in handling]
    if marking.level is Level.SBU and not words and not _spoken_for(marking):
        words = ["SBU"]
    if words and _on_handling(marking):
        words[0] += "-NF" if portion else " NOFORN"
    return "/".join([*words, *(row.portion if portion else row.banner for row in others)])


def _spoken_for(marking: Marking) -> bool:
    """Say whether a control already tells that the text is more than plain U, so that SBU is not written."""
    return any(row.level is Level.SBU for row in _shown(marking))


def _on_handling(marking: Marking) -> bool:
    """Say whether NOFORN is written behind the handling word: SBU NOFORN, LES NOFORN."""
    fouo = any(row.code == "FOUO" for row in _shown(marking))
    return marking.level is Level.SBU and marking.foreign == NOBODY and not fouo


_WRITERS = {
    "sci": _compartments,
    "sap": _programs,
    "aea": _plain,
    "fgi": _government,
    "dissem": _dissemination,
    "nonic": _non_intelligence,
}


def _foreign_words(foreign: Foreign | None) -> list[str]:
    """Write the foreign-release marks but NOFORN, which is a control of its own."""
    if foreign is None or foreign == NOBODY:
        return []
    words = []
    if foreign.release - {AS_BANNER}:
        words.append("REL TO " + ", ".join(["USA", *list_words(foreign.release)]))
    elif foreign.release:
        words.append("REL")
    shown_only = foreign.display - foreign.release
    if shown_only:
        words.append("DISPLAY ONLY " + ", ".join(list_words(shown_only)))
    if foreign.relido:
        words.append("RELIDO")
    return words


def list_words(codes: frozenset[str]) -> list[str]:
    """Write a list of countries: trigraphs, then groups; a group stands for its members where all are in."""
    codes = codes - {AS_BANNER}
    whole = [g for g in groups().values() if g.code in codes or (g.expands and g.members <= codes)]
    largest = [g for g in whole if not any(g.members < other.members for other in whole if other.expands)]
    covered = reduce(frozenset.union, (g.members for g in largest if g.expands), frozenset[str]())
    alone = {code for code in codes - covered if code not in groups()}
    return [*sorted(alone), *sorted(group.code for group in largest)]

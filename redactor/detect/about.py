"""What each recogniser finds, with an example and the evidence that it gives: what `detectors show` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.detect.registry import FORMS, RECOGNISERS
from redactor.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERY = ("all", "strict", "review")
"""The values of a policy's `detect` under which a recogniser is asked."""


@dataclass(frozen=True, slots=True)
class About:
    """One recogniser of ours: its id, what it finds, an example in its section, the codes of its evidence."""

    id: str
    finds: str
    example: str
    evidence: tuple[str, ...]
    section: SectionKind = SectionKind.PARAGRAPH


_EXAMPLES: dict[str, tuple[str, tuple[str, ...], SectionKind]] = {
    "title-name": ("Assistant Secretary Lomar left.", ("title-before",), SectionKind.PARAGRAPH),
    "title-list": (
        "Opposition politicians Olim Vahdatov and Ivo Lomarin left.",
        ("title-list",),
        SectionKind.PARAGRAPH,
    ),
    "participants": (
        "Participants: US: Mark Stone; Velmora: Ivo Lomarin.",
        ("participants",),
        SectionKind.PARAGRAPH,
    ),
    "labelled-name": ("Control officer: Rose Field, cell 555-0143.", ("label",), SectionKind.PARAGRAPH),
    "announced-name": ("She is married to Ivo Lomarin.", ("announced",), SectionKind.PARAGRAPH),
    "speaker": ("Then Lomarin replied by letter.", ("verb-after",), SectionKind.PARAGRAPH),
    "name-title": ("Ivo Lomarin, the deputy mayor, left.", ("title-after",), SectionKind.PARAGRAPH),
    "classified-by": (
        "Classified By: Iris Halloway; reasons 1.4 (b).",
        ("classified-by",),
        SectionKind.CLASSIFIED_BY,
    ),
    "order-name": ("E.O. 11652: GDS 3/16/85 (LOMARIN, IVO M)", ("classified-by",), SectionKind.EO_LINE),
    "tags-person": ("TAGS: OVIP (LOMARIN, IVO)", ("tags",), SectionKind.TAGS),
    "pass-line": ("TREASURY FOR A. COOK", ("address-line", "office-name"), SectionKind.PASS_LINE),
    "signature": ("LOMARIN", ("signature",), SectionKind.SIGNATURE),
    "drafting": ("Drafted by: Rose Hill", ("drafting",), SectionKind.DRAFTING),
    "drafting-office": ("ECON:Quill, Marian", ("drafting",), SectionKind.DRAFTING),
    "place": ("They went to Tashkent.", ("table",), SectionKind.PARAGRAPH),
    "nationality": ("A Kazakh came.", ("table",), SectionKind.PARAGRAPH),
    "post": ("Embassy Astana agreed.", ("kind", "serial", "table"), SectionKind.PARAGRAPH),
    "body": ("They praised the Ministry of Energy.", ("head-word",), SectionKind.PARAGRAPH),
    "iban": ("Pay GB82 WEST 1234 5698 7654 32 now.", ("checksum",), SectionKind.PARAGRAPH),
    "local-phone": ("tel: 51-23-45, 51-23-46", ("context", "form"), SectionKind.PARAGRAPH),
}

WHOLE_TEXT: tuple[About, ...] = (
    About(
        "nickname",
        "Join a nickname in quotes or brackets to the name round it.",
        'Later Robert "Bob" Lomarin left.',
        ("nickname",),
    ),
    About(
        "protect-note",
        "Find notes that ask to protect a person, bind each to its names, and find what it reaches.",
        "A clerk, Ivo Lomarin (strictly protect), spoke.",
        ("bound", "description", "protect-note"),
    ),
    About(
        "propagated",
        "Find every other mention of a person, in whatever disguise, and other spellings of a protected name.",
        "Minister Ivo Lomarin left. Later L O M A R I N came back.",
        ("propagated", "variant"),
    ),
    About(
        "unknown-capital",
        "Find capitalised words that no list knows, in capitals none that English knows or that is most likely a slip: "
        "possible names, for protection and never for release.",
        "We met Lomarin there.",
        ("unknown-capital",),
    ),
)
"""What is asked of the whole text after the recognisers, in this order."""


def abouts() -> Iterator[About]:
    """Tell of every recogniser of ours, in the order they are asked."""
    forms = {row.id: row for row in FORMS}
    for name, recogniser in RECOGNISERS.items():
        if name in forms:
            row = forms[name]
            yield About(name, f"{row.kind.value}: {row.finds}", row.example, (row.evidence,))
        else:
            finds = (recogniser.__doc__ or "").strip().partition("\n")[0]
            example, evidence, section = _EXAMPLES[name]
            yield About(name, finds, example, evidence, section)
    yield from WHOLE_TEXT

"""Documents whose releases repeat what they removed, or seem to: what the leak level must tell apart."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from redactor import audit
from redactor.model import (
    Action,
    Basis,
    DecidedBy,
    Decision,
    EntityKind,
    Finding,
    Redaction,
    ReleaseState,
    RemovalKind,
    SectionKind,
)
from redactor.spans import Span
from tests.audit.builders import OPEN, SECRET, Document, Plan, clock, document, publish, render

if TYPE_CHECKING:
    from tests.vectors.defects import Files

NAME = "Odile Brandt"


def leaking() -> Document:
    """Give a document whose removed name stands again in what it keeps, and in the reason that it gives."""
    made = document(Plan(serial="000009", rain="Brandt's Odile Brandt was seen by Odile Brandt."))
    return told(made, harm="It would expose Odile Brandt", describe="a talk")


def told(made: Document, *, harm: str, describe: str) -> Document:
    """Give a document with what a policy says of its first removal."""
    first, *rest = made.release.redactions
    said = replace(first, decision=replace(first.decision, harm=(harm,), describe=(describe,)))
    return replace(made, release=replace(made.release, redactions=(said, *rest)))


def harmless() -> Document:
    """Give a document that gives a reason, and keeps the words of its withheld paragraph: they are no entity."""
    made = document(Plan(serial="000011", withheld="The weir was seen.", rain="The weir was seen."))
    return told(made, harm="It would harm relations.", describe="a talk")


def ordinary() -> Document:
    """Give a document whose removed name is two ordinary words, which begin the reason that it gives."""
    made = document(Plan(serial="000020", name="Rain Field", rain="Rain Field. The rain field was wet."))
    return told(made, harm="Rain Field is wet.", describe="a talk")


def ordinary_unfound() -> Document:
    """Give the same where custody has no finding of it."""
    made = document(Plan(serial="000029", name="Rain Field", rain="Rain Field. The rain field was wet."))
    return replace(made, findings=())


def protected(serial: str, *others: str) -> Document:
    """Give the same where the person is protected, and others of that name in other letters are or are not."""
    made = document(Plan(serial=serial, name="Rain Field", rain="Rain Field. RAIN FIELD."))
    found = [replace(made.findings[0], contexts=frozenset({"protect-note"}))]
    at = made.cable.text.index("RAIN FIELD")
    for context in others:
        contexts = frozenset({context} - {"other"})
        found.insert(0, Finding(Span(at, at + 10), EntityKind.PERSON, "rules", 850, contexts=contexts))
    closed = frozenset(range(len(found)))
    return replace(made, findings=tuple(found), verdict=replace(made.verdict, closed=closed))


def closed_where_it_stands() -> Document:
    """Give a document that keeps a name whose finding was closed."""
    made = opened("It was Odile Brandt once more.")
    return replace(made, verdict=replace(made.verdict, closed=frozenset({0, len(made.findings) - 1})))


def described() -> Document:
    """Give a document whose description repeats the removed name."""
    made = document(Plan(serial="000021"))
    return told(made, harm="It would harm relations.", describe="a talk with Odile Brandt")


def at_the_end() -> Document:
    """Give a document in which a removed name is the end of a portion that is kept."""
    return document(Plan(serial="000022", name="Xanadu 000022"))


def of_no_letter() -> Document:
    """Give a document of which a hidden character was removed: nothing that one could look for."""
    return document(Plan(serial="000023", name="\u200b"))


def denied() -> Document:
    """Give a document of which nothing is shown."""
    return document(Plan(serial="000027", denied=True))


def whole() -> Document:
    """Give a document of which nothing is removed."""
    plan = Plan(serial="000028")
    made = document(plan)
    return replace(made, release=replace(render(plan, made.cable.text, ()), state=ReleaseState.FULL))


def opened(rain: str = "It was Odile Brandt again.") -> Document:
    """Give a document in which one mention of a removed name is released where it stands."""
    made = document(Plan(serial="000010", rain=rain))
    at = made.cable.text.index(NAME)
    return replace(
        made, findings=(*made.findings, Finding(Span(at, at + 12), EntityKind.PERSON, "lists", 1000))
    )


def opened_first() -> Document:
    """Give a document in which what is kept of a portion begins with a mention that is released where it stands."""
    made = opened("Odile Brandt again.")
    *others, last = made.cable.portions
    skeleton = (Span(last.span.start, made.cable.text.index(NAME)),)
    return replace(made, cable=replace(made.cable, portions=(*others, replace(last, skeleton=skeleton))))


def answered(serial: str, rule: str, by: DecidedBy) -> Document:
    """Give a document in which a mention is kept that nobody found: a rule or a person answers for it."""
    made = document(Plan(serial=serial, rain="It was Odile Brandt again."))
    at = made.cable.text.index(NAME)
    kept = replace(
        made.verdict.decisions[-1], span=Span(at, at + 12), action=Action.KEEP, rules=(rule,), decided_by=by
    )
    return replace(made, verdict=replace(made.verdict, decisions=(*made.verdict.decisions, kept)))


def unfound() -> Document:
    """Give a document with a removed name that custody has no finding of, and that stands again in what it keeps."""
    return replace(document(Plan(serial="000013", rain="It was Odile Brandt again.")), findings=())


def across_a_marker() -> Document:
    """Give a document in which the halves of a removed name stand before and behind a marker."""
    return document(Plan(serial="000014", rain="Then Moss", name="Moss waited"))


def across_portions() -> Document:
    """Give a document in which the halves of a removed name are the end and the beginning of two portions."""
    return document(Plan(serial="000015", name="08 Xanadu"))


def outside_portions() -> Document:
    """Give a document in which a removed name stands in text that is no portion's."""
    made = document(Plan(serial="000016", name="Xanadu 000016"))
    first, _, *rest = made.cable.portions
    return replace(made, cable=replace(made.cable, portions=(first, *rest)))


def around_furniture() -> Document:
    """Give a document in which a page line that is gone parted the halves of a name."""
    plan = Plan(serial="000017", rain="It was Odi0017 002 OF 004 le Brandt again.")
    made = document(plan)
    at = made.cable.text.index("0017 002")
    gone = Decision(
        span=Span(at, at + len("0017 002 OF 004 ")),
        action=Action.WITHHOLD,
        rules=("furniture",),
        authorities=(),
        portion="2",
        section=SectionKind.PARAGRAPH,
        marking=OPEN,
        basis=Basis.MARKED,
        removal=RemovalKind.FURNITURE,
        what="",
    )
    first, name = made.release.redactions
    redactions = (first, Redaction(2, gone.span, "", gone), replace(name, number=3))
    return replace(made, release=render(plan, made.cable.text, redactions))


def pages() -> Files:
    """Make a run whose renderings repeat a removed name, each in its own spelling, and one that seems to."""
    shown = {
        "Odile Brändt": {
            "html": b"<p>Odile Br&auml;ndt</p>",
            "json": rb'"Odile Br\u00e4ndt"',
            "md": "Odile Brändt".encode(),
            "csv": '{"Odile Brändt'.encode() + b"\xff",
            "xml": b"[" * 100_000 + "Odile Brändt".encode(),
        },
        "Anna": {"md": b"Anna"},  # four letters
        "Ann": {"md": b"Ann"},  # three: too short to be looked for so
    }
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        place = audit.destination(base / "out")
        from tests.verify.scenarios import gathered, run_of

        with audit.open_store(place, run_of(0), clock=clock, secret=SECRET) as store:
            for name, renderings in shown.items():
                publish(store, document(Plan(name=name)), renderings)
        return gathered(base)

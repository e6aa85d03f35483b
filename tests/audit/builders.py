"""A small invented cable, its release and its run, made by hand: these tests need no reader and no policy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import audit
from redactor.markings.types import Declassification, Level, Marking
from redactor.model import (
    Action,
    Audience,
    AudienceKind,
    Authority,
    Basis,
    Cable,
    Decision,
    EntityKind,
    Finding,
    NamedList,
    Otherwise,
    OwnLine,
    Policy,
    Portion,
    Redaction,
    Release,
    ReleaseState,
    RemovalKind,
    Section,
    SectionKind,
    Verdict,
)
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SECRET = bytes(range(32))
SECRET_MARK = Marking(Level.C, controls=frozenset({"NOFORN"}), fgi=frozenset({"GBR"}))
OPEN = Marking(Level.U)
NOW = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def clock() -> dt.datetime:
    return NOW


@dataclass(frozen=True)
class Document:
    """Everything that `publish` takes."""

    data: bytes
    cable: Cable
    findings: tuple[Finding, ...]
    verdict: Verdict
    release: Release
    name: str = "in/secret-name.txt"


def policy(identifier: str = "public", **changes: object) -> Policy:
    fields: dict[str, object] = {
        "id": identifier,
        "version": "1.0.0",
        "title": "A test",
        "owner": "records",
        "audience": Audience(AudienceKind.PUBLIC, "discretion"),
        "captions_reach": "all",
        "otherwise": Otherwise((Authority("CLASS"),), (Authority("PRIVACY"),)),
        "assumptions": (),
        "release": (),
        "protect": (),
        "lists": (
            NamedList("officials", "1" * 64, ships=True, entries=()),
            NamedList("ours", "2" * 64, ships=False, entries=()),
        ),
        "params": MappingProxyType({"case": "F-2026-1"}),
        "detect": "all",
        "sha256": "3" * 64,
        **changes,
    }
    return Policy(**fields)  # type: ignore[arg-type]


def run_info(**changes: object) -> audit.RunInfo:
    fields: dict[str, object] = {
        "policy": policy(),
        "as_of": dt.date(2026, 1, 1),
        "detectors": (("rules", "1", "4" * 64),),
        **changes,
    }
    return audit.RunInfo(**fields)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Plan:
    """What varies between documents: the withheld words, the serial number, what is done with ¶2."""

    withheld: str = "Ambrose Vell spoke of the weir."
    serial: str = "000042"
    name: str = "Odile Brandt"
    show_number: bool = True
    hold: bool = False
    denied: bool = False
    rain: str = "Rain fell."
    own: tuple[tuple[str, str], ...] = field(
        default=(("banner", "UNCLASSIFIED"), ("stamp", "RELEASE IN PART CLASS"), ("blank", ""))
    )


def document(plan: Plan | None = None) -> Document:
    """Build a cable of four portions: date, number, ¶1 withheld, ¶2 kept but for a name."""
    plan = plan or Plan()
    lines = (
        "P 010203Z JAN 08\n",
        f"XANADU {plan.serial}\n\n",
        f"1. (C) {plan.withheld}\n\n",
        f"2. (U) {plan.rain} {plan.name} waited at Xanadu.\n",
    )
    text = "".join(lines)
    starts = [sum(map(len, lines[:index])) for index in range(len(lines))]
    tight = [Span(start, start + len(line.rstrip())) for start, line in zip(starts, lines, strict=True)]
    cable = _cable(text, starts, tight)
    name_at = text.rindex(plan.name)
    name = Span(name_at, name_at + len(plan.name))
    findings = (
        Finding(name, EntityKind.PERSON, "rules", 850),
        Finding(Span(text.rindex("Xanadu"), text.rindex("Xanadu") + 6), EntityKind.LOCATION, "rules", 600),
    )
    redactions = _redactions(plan, text, tight, name)
    verdict = Verdict(
        tuple(redaction.decision for redaction in redactions),
        plan.denied,
        MappingProxyType({EntityKind.LOCATION: 1}),
        closed=frozenset({0}),
    )
    return Document(text.encode(), cable, findings, verdict, render(plan, text, redactions))


def _message_id(text: str) -> str:
    """Give small numbers but 42 one id, so that documents of one name are at hand; large ones have their own."""
    serial = int(text.partition("XANADU ")[2][:6])
    return f"08XANADU{serial if serial == 42 or serial >= 100 else 7}"


def _cable(text: str, starts: Sequence[int], tight: Sequence[Span]) -> Cable:
    kinds = (SectionKind.DATE, SectionKind.MESSAGE_NUMBER, SectionKind.PARAGRAPH, SectionKind.PARAGRAPH)
    addresses = ("date", "message-number", "1", "2")
    marks = (SECRET_MARK, SECRET_MARK, SECRET_MARK, OPEN)
    ends = [*starts[1:], len(text)]
    return Cable(
        text=text,
        codec="utf-8",
        newline="\n",
        format="telegram",
        sections=tuple(
            Section(kind, Span(start, end), address)
            for kind, start, end, address in zip(kinds, starts, ends, addresses, strict=True)
        ),
        portions=tuple(
            Portion(
                address,
                kind,
                span,
                mark,
                Basis.MARKED,
                closed=(span,) if header else (),
                skeleton=() if header else (Span(span.start, span.start + 6),),
                header=header,
            )
            for address, kind, span, mark, header in zip(
                addresses, kinds, tight, marks, (True, True, False, False), strict=True
            )
        ),
        fields=(),
        marking=SECRET_MARK,
        claims=(),
        notes=(),
        reasons=("1.4(b)",),
        declassification=Declassification("none"),
        date=dt.date(2008, 1, 1),
        message_id=_message_id(text),
        tags=(),
    )


def _redactions(plan: Plan, text: str, tight: Sequence[Span], name: Span) -> tuple[Redaction, ...]:
    if plan.denied:
        return (
            Redaction(
                1,
                Span(0, len(text)),
                "",
                _decision(Span(0, len(text)), "classified", "1", RemovalKind.PORTION),
            ),
        )
    found = []
    if not plan.show_number:
        found.append((tight[1], "[CLASS: line]", "classified", "message-number", RemovalKind.PORTION))
    found.append(
        (Span(tight[2].start + 7, tight[2].end), "[CLASS: paragraph]", "classified", "1", RemovalKind.PORTION)
    )
    found.append(
        (name, "[REVIEW: name]" if plan.hold else "[PRIVACY: name]", "people", "2", RemovalKind.ENTITY)
    )
    return tuple(
        Redaction(
            number,
            span,
            mark,
            _decision(span, rule, portion, kind, hold=plan.hold and kind is RemovalKind.ENTITY),
        )
        for number, (span, mark, rule, portion, kind) in enumerate(found, 1)
    )


def _decision(span: Span, rule: str, portion: str, kind: RemovalKind, *, hold: bool = False) -> Decision:
    entity = kind is RemovalKind.ENTITY
    return Decision(
        span=span,
        action=Action.LABEL if entity else Action.WITHHOLD,
        rules=(rule,),
        authorities=() if hold else (Authority("PRIVACY" if entity else "CLASS"),),
        portion=portion,
        section=SectionKind.PARAGRAPH,
        marking=OPEN if entity else SECRET_MARK,
        basis=Basis.MARKED,
        removal=kind,
        what="name" if entity else "paragraph",
        hold=hold,
        entity=EntityKind.PERSON if entity else None,
    )


def render(plan: Plan, text: str, redactions: Sequence[Redaction]) -> Release:
    """Render as DESIGN.md 4 says, in a few lines of its own."""
    head, own = "", []
    for kind, line in plan.own:
        own.append(OwnLine(kind, len(head.encode()), len(line.encode()) + 1))
        head += line + "\n"
    whole, position, places = head, 0, []
    for redaction in redactions:
        whole += text[position : redaction.span.start]
        places.append((len(whole.encode()), len(redaction.replacement.encode())))
        whole += redaction.replacement
        position = redaction.span.end
    whole += text[position:]
    state = ReleaseState.DENIED if plan.denied else ReleaseState.DRAFT if plan.hold else ReleaseState.PART
    return Release(whole, state, tuple(redactions), tuple(places), tuple(own), plan.own[0][1], plan.own[1][1])


def publish(
    store: audit.Store, made: Document, renderings: dict[str, bytes] | None = None
) -> audit.Published:
    received = store.receive(made.name, made.data)
    return store.publish(received, made.cable, made.findings, made.verdict, made.release, renderings or {})


def write_run(
    out: Path, *documents: Document, run: audit.RunInfo | None = None, supersede: bool = False
) -> list[audit.Published]:
    """Write a run of these documents to a folder."""
    place = audit.destination(out)
    with audit.open_store(place, run or run_info(), clock=clock, secret=SECRET, supersede=supersede) as store:
        return [publish(store, made) for made in documents]

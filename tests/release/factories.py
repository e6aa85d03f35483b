"""Small invented cables, verdicts and policies, made from the nouns directly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor import view as views
from redactor.markings.types import Declassification, Foreign, Level, Marking
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
    Otherwise,
    Policy,
    Portion,
    RemovalKind,
    Section,
    SectionKind,
    Verdict,
)
from redactor.spans import Span, subtract, union

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.model import Redaction
    from redactor.view import View

CONFIDENTIAL = Marking(Level.C)
NOFORN = Marking(Level.U, controls=frozenset({"NOFORN"}), foreign=Foreign())
SENSITIVE = Marking(Level.SBU)
PLAIN = Marking(Level.U)

CLASS = Authority("CLASS")
PRIVACY = Authority("PRIVACY")
B1 = Authority("B1", ("1.4(b)", "1.4(d)"))
B6 = Authority("B6")

PUBLIC = Audience(AudienceKind.PUBLIC, under="discretion")
BRITAIN = Audience(AudienceKind.FOREIGN, countries=("GBR",))
STAFF = Audience(AudienceKind.STAFF, clearance=Level.SBU)
HOLDER = Audience(AudienceKind.HOLDER)
AGENCY = Audience(AudienceKind.AGENCY, name="Department of Parks")


@dataclass(frozen=True)
class Name:
    """A removed entity: the words it stands for, what happens to them, and what the marker says."""

    words: str
    action: Action = Action.LABEL
    what: str = "name"
    authorities: tuple[Authority, ...] = (PRIVACY,)
    hold: bool = False


@dataclass(frozen=True)
class Part:
    """One section: skeleton label, body, and what was decided; `inside` is furniture within the body."""

    address: str | None
    label: str
    body: str
    fate: str = "keep"
    marking: Marking = PLAIN
    section: SectionKind = SectionKind.PARAGRAPH
    basis: Basis = Basis.MARKED
    what: str = "paragraph"
    authorities: tuple[Authority, ...] = (CLASS,)
    gap: str = "\n\n"
    inside: str = ""
    names: tuple[Name, ...] = ()
    header: bool = False
    closed: str = ""
    harm: tuple[str, ...] = ()


def para(number: str, body: str, fate: str = "keep", mark: str = "U", **more: object) -> Part:
    """Make a numbered paragraph with its mark."""
    marking = {"U": PLAIN, "SBU": SENSITIVE, "C": CONFIDENTIAL, "S": Marking(Level.S)}[mark]
    return Part(number, f"{number}. ({mark}) ", body, fate, marking, **more)  # type: ignore[arg-type]


def heading(address: str, body: str, fate: str = "withhold", **more: object) -> Part:
    """Make an unmarked heading of a confidential cable."""
    part = Part(address, "", body, fate, CONFIDENTIAL, SectionKind.HEADING, Basis.INHERITED, "heading")
    return replace(part, **more)  # type: ignore[arg-type]


def field(address: str, label: str, body: str, closed: str = "", **more: object) -> Part:
    """Make a header line of which only `closed` is kept."""
    part = Part(
        address,
        label,
        body,
        "withhold",
        CONFIDENTIAL,
        SectionKind(address),
        Basis.INHERITED,
        "line",
        header=True,
    )
    return replace(replace(part, closed=closed, gap="\n"), **more)  # type: ignore[arg-type]


def page(text: str = "ANYTOWN 00000042 002 OF 003", gap: str = "\n\n") -> Part:
    """Make furniture that stands between portions."""
    return Part(None, "", text, "furniture", section=SectionKind.FURNITURE, gap=gap)


def remark(address: str, text: str, gap: str = "\n\n") -> Part:
    """Make the original's banner, or a caption."""
    kind = SectionKind.BANNER if address == "banner" else SectionKind.CAPTION
    return Part(address, "", text, "remark", CONFIDENTIAL, kind, gap=gap, header=True)


@dataclass(frozen=True)
class Scene:
    """A cable with its view, findings and verdict."""

    cable: Cable
    view: View
    findings: tuple[Finding, ...]
    verdict: Verdict


def scene(
    *parts: Part,
    denied: bool = False,
    marking: Marking = CONFIDENTIAL,
    captions: Marking = PLAIN,
    start: str = "",
    swallow: bool = False,
) -> Scene:
    """Lay the parts out one after the other and decide on them; `swallow` gives furniture its blank lines."""
    text = start
    decisions: list[Decision] = []
    portions: list[Portion] = []
    sections: list[Section] = []
    findings: list[Finding] = []
    closed: set[int] = set()
    if start:
        decisions.append(_keep(Span(0, len(start)), None, SectionKind.UNKNOWN, "skeleton"))
    for part in parts:
        at = len(text)
        text += part.label + part.body + part.gap
        tight = Span(at, at + len((part.label + part.body).rstrip()))
        sections.append(Section(part.section, Span(at, len(text)), part.address))
        if part.address is not None:
            portions.append(_portion(part, at, tight, text))
        for name in part.names:
            place = text.index(name.words, at)
            closed.add(len(findings))
            findings.append(Finding(Span(place, place + len(name.words)), EntityKind.PERSON, "test", 900))
        decisions += _decide(part, at, tight, text, swallow=swallow)
    cable = _cable(text, sections, portions, marking, captions)
    view = views.build(
        text,
        furniture=[span for portion in portions for span in portion.furniture]
        + [section.span for section in sections if section.kind is SectionKind.FURNITURE],
        blocks=[portion.span for portion in portions],
    )
    verdict = Verdict(tuple(decisions), denied, {}, closed=frozenset(closed))
    return Scene(cable, view, tuple(findings), verdict)


def _portion(part: Part, at: int, tight: Span, text: str) -> Portion:
    label = (Span(at, at + len(part.label.rstrip())),) if part.label.strip() else ()
    inside: tuple[Span, ...] = ()
    if part.inside:
        start = text.index(part.inside, at)
        inside = (Span(start, start + len(part.inside)),)
    return Portion(
        part.address or "",
        part.section,
        tight,
        part.marking,
        part.basis,
        skeleton=label,
        furniture=inside,
        header=part.header,
    )


def _decide(part: Part, at: int, tight: Span, text: str, *, swallow: bool) -> list[Decision]:
    """Decide as the policy stage does: skeleton and blank lines stay, the rest as the part says."""
    end = len(text)
    body = at + len(part.label.rstrip())
    tail = [_keep(Span(tight.end, end), part.address, part.section, "skeleton")] if tight.end < end else []
    bones = [_keep(Span(at, body), part.address, part.section, "skeleton")] if body > at else []
    match part.fate:
        case "keep":
            return bones + _kept(part, Span(body, tight.end), text) + tail
        case "furniture" | "remark":
            kind = RemovalKind(part.fate)
            stop = end if swallow else tight.end
            return [_quiet(Span(at, stop), part, kind), *(tail if stop < end else [])]
        case _:
            return bones + _withheld(part, Span(body, tight.end), text) + tail


def _kept(part: Part, span: Span, text: str) -> list[Decision]:
    gone: list[Decision] = []
    for name in part.names:
        at = text.index(name.words, span.start)
        gone.append(_entity(Span(at, at + len(name.words)), part, name))
    if part.inside:
        at = text.index(part.inside, span.start)
        gone.append(_quiet(Span(at, at + len(part.inside)), part, RemovalKind.FURNITURE))
    rest = subtract((span,), (item.span for item in gone))
    return sorted(
        [*gone, *(_keep(item, part.address, part.section, "open", part.marking) for item in rest)],
        key=_by_span,
    )


def _withheld(part: Part, span: Span, text: str) -> list[Decision]:
    shown = []
    if part.closed:
        at = text.index(part.closed, span.start)
        shown.append(_keep(Span(at, at + len(part.closed)), part.address, part.section, "routing-open"))
    rest = subtract((span,), (item.span for item in shown))
    return sorted([*shown, *(_portion_removal(item, part) for item in rest)], key=_by_span)


def _by_span(decision: Decision) -> Span:
    return decision.span


def _keep(
    span: Span, portion: str | None, section: SectionKind, rule: str, marking: Marking = PLAIN
) -> Decision:
    return Decision(span, Action.KEEP, (rule,), (), portion, section, marking, Basis.MARKED, None)


def _quiet(span: Span, part: Part, kind: RemovalKind) -> Decision:
    return Decision(
        span, Action.WITHHOLD, (kind.value,), (), part.address, part.section, part.marking, part.basis, kind
    )


def _entity(span: Span, part: Part, name: Name) -> Decision:
    role = name.action is Action.ROLE
    return Decision(
        span,
        name.action,
        ("names",),
        name.authorities,
        part.address,
        part.section,
        part.marking,
        part.basis,
        RemovalKind.ENTITY,
        what="" if role else name.what,
        value=name.what if role else "",
        hold=name.hold,
        entity=EntityKind.PERSON,
    )


def _portion_removal(span: Span, part: Part) -> Decision:
    return Decision(
        span,
        Action.WITHHOLD,
        ("classified",),
        part.authorities,
        part.address,
        part.section,
        part.marking,
        part.basis,
        RemovalKind.PORTION,
        what=part.what,
        hold=part.fate == "hold",
        harm=part.harm,
    )


def _cable(
    text: str, sections: Sequence[Section], portions: Sequence[Portion], marking: Marking, captions: Marking
) -> Cable:
    return Cable(
        text=text,
        codec="utf-8",
        newline="\n",
        format="test",
        sections=tuple(sections),
        portions=tuple(portions),
        fields=(),
        marking=marking,
        claims=(),
        notes=(),
        reasons=("1.4(b)", "1.4(d)"),
        declassification=Declassification("date"),
        date=None,
        message_id=None,
        tags=(),
        captions=captions,
    )


def policy(audience: Audience = PUBLIC, **more: object) -> Policy:
    """Make a policy for an audience; release looks at little else of it."""
    made = Policy(
        id="test",
        version="1.0.0",
        title="A test",
        owner="tests",
        audience=audience,
        captions_reach="all",
        otherwise=Otherwise((CLASS,), (PRIVACY,)),
        assumptions=(),
        release=(),
        protect=(),
        lists=(),
        params={},
        detect="all",
        sha256="0" * 64,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def removed_text(made: Scene, redactions: tuple[Redaction, ...]) -> list[str]:
    """Give what each redaction takes away."""
    return [redaction.span.of(made.cable.text) for redaction in redactions]


def kept_text(made: Scene, redactions: tuple[Redaction, ...]) -> str:
    """Give what no redaction takes away."""
    spans = subtract((Span(0, len(made.cable.text)),), union(item.span for item in redactions))
    return "".join(span.of(made.cable.text) for span in spans)

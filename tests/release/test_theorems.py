"""The theorems of DESIGN.md 8 that planning and rendering can break, over random small cables."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from redactor.model import Redaction, RemovalKind
from redactor.release import GUARDS, plan, render, replay
from redactor.release.guards.base import Case
from redactor.spans import Span, intersect, subtract
from tests.release.factories import (
    AGENCY,
    BRITAIN,
    HOLDER,
    NOFORN,
    PUBLIC,
    STAFF,
    Name,
    Part,
    Scene,
    field,
    heading,
    page,
    para,
    policy,
    remark,
    scene,
)

if TYPE_CHECKING:
    from redactor.model import Audience, Release

WORDS = (
    "wheat",
    "oats",
    "rye,",
    "is",
    "was",
    "d\u00eear.",
    "cheap",
    "so\nthat",
    "and  then",
    "\u2014",
    "(plain)",
)
GAPS = ("\n", "\n\n", "\n\n\n", "  \n\n")

audiences = st.sampled_from([PUBLIC, BRITAIN, STAFF, HOLDER, AGENCY])
bodies = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
gaps = st.sampled_from(GAPS)


@st.composite
def parts(draw: st.DrawFn) -> list[Part]:
    """Draw the parts of a cable; no gap glues two parts to one line."""
    drawn = [draw(st.sampled_from([remark("banner", "S E C R E T"), page("SIPDIS"), page("SIPDIS", "\n")]))]
    if draw(st.booleans()):
        drawn.append(
            field(
                "date",
                "",
                draw(st.sampled_from(["P 180941Z JUN 07 ZDK", "180941Z JUN 07"])),
                "180941Z JUN 07",
            )
        )
    for number in range(1, draw(st.integers(2, 6))):
        drawn.append(draw(_part(str(number))))
        if draw(st.booleans()):
            drawn.append(draw(st.sampled_from([page(gap="\n"), page(), remark("caption", "NOFORN  ", "\n")])))
    return drawn


@st.composite
def _part(draw: st.DrawFn, number: str) -> Part:
    body, gap = draw(bodies), draw(gaps)
    match draw(st.sampled_from(["keep", "name", "withhold", "hold", "heading", "paged"])):
        case "keep":
            return para(number, body, gap=gap)
        case "name":
            return para(
                number, f"{body} Joan Pinewood {draw(bodies)}", gap=gap, names=(Name("Joan Pinewood"),)
            )
        case "withhold":
            return para(number, body, "withhold", "C", gap=gap)
        case "hold":
            return para(number, body, "hold", "SBU", gap=gap)
        case "paged":
            return para(
                number, f"{body}\nPAGE 2\n{draw(bodies)}", "withhold", "C", gap=gap, inside="PAGE 2\n"
            )
        case _:
            return heading(f"heading:{number}", body, gap=gap)


def released(made: Scene, audience: Audience) -> Release:
    """Plan and render."""
    return render(made.cable, policy(audience), made.verdict, plan(made.cable, made.verdict))


def public_record(release: Release) -> tuple[object, ...]:
    """Give all that the reader, and the reader of the public log, can see of a release."""
    return (
        release.text,
        release.state,
        release.places,
        release.own,
        release.portions,
        [
            (item.number, item.replacement, replace(item.decision, span=Span(0, 0)))
            for item in release.redactions
        ],
    )


@given(parts=parts(), audience=audiences, denied=st.booleans(), swallow=st.booleans())
def test_replay(parts: list[Part], audience: Audience, *, denied: bool, swallow: bool) -> None:
    """Original and records give the release byte for byte, and every guard but those on words agrees."""
    made = scene(*parts, denied=denied, swallow=swallow, captions=NOFORN)
    release = released(made, audience)
    head = "".join(
        release.text.encode()[line.at : line.at + line.length].decode()
        for line in release.own
        if line.kind != "end"
    )
    assert replay(made.cable.text, release.redactions, head) == release.text
    case = Case(
        made.cable, made.view, made.findings, policy(audience), made.verdict, release, release.text.encode()
    )
    for name, check in GUARDS.items():
        if name not in {"entities", "runs"}:  # random words repeat themselves
            check(case)


@given(parts=parts(), swallow=st.booleans())
def test_every_removed_character_is_in_exactly_one_redaction(parts: list[Part], *, swallow: bool) -> None:
    """Redactions are disjoint and cover what is removed; of what is kept they take blanks alone."""
    made = scene(*parts, swallow=swallow)
    text = made.cable.text
    gone = [item.span for item in plan(made.cable, made.verdict)]
    assert all(left.end <= right.start for left, right in itertools.pairwise(gone))
    removed = [item.span for item in made.verdict.decisions if item.removal is not None]
    kept = [item.span for item in made.verdict.decisions if item.removal is None]
    assert not "".join(span.of(text) for span in subtract(removed, gone)).strip()
    assert not "".join(span.of(text) for span in intersect(kept, gone)).strip()


@st.composite
def twins(draw: st.DrawFn) -> tuple[list[Part], list[Part]]:
    """Draw two cables that differ in withheld words and in furniture that stands in or behind them."""
    left: list[Part] = []
    right: list[Part] = []
    for part in draw(parts()):
        dark = part.fate in {"withhold", "hold"} and not part.closed
        trailing = draw(st.sampled_from(["", " ", "  \u00a0", "\t"]))
        other = (
            replace(part, body=draw(bodies), inside="", gap=trailing + part.gap.lstrip(" ")) if dark else part
        )
        left.append(part)
        right.append(other)
        behind = left[-1].fate in {"withhold", "hold"}
        if behind and "\n\n" in part.gap and draw(st.booleans()):
            right[-1] = replace(other, gap=draw(gaps))
            right.append(page(gap=part.gap.lstrip(" ")))
    return left, right


@given(pair=twins(), audience=audiences, denied=st.booleans())
def test_non_interference(pair: tuple[list[Part], list[Part]], audience: Audience, *, denied: bool) -> None:
    """Other words, other lengths, page lines or none: the same bytes, places and reasons."""
    left, right = (scene(*side, denied=denied, captions=NOFORN) for side in pair)
    assert public_record(released(left, audience)) == public_record(released(right, audience))


@given(
    body=bodies, tail=st.sampled_from(["", "\n", "\n\n", " \n \n", "\n\nANYTOWN 7\n"]), denied=st.booleans()
)
def test_what_follows_the_last_withheld_paragraph_leaves_no_trace(
    body: str, tail: str, *, denied: bool
) -> None:
    """Blank lines at the end of the text are not told, nor is whether it ended in a line end."""
    first = para("1", "Wheat.")
    left = scene(
        first, para("2", body, "withhold", "C", gap=tail if "ANY" not in tail else "\n"), denied=denied
    )
    right = scene(first, para("2", "rye", "withhold", "C", gap=""), denied=denied)
    assert public_record(released(left, PUBLIC)) == public_record(released(right, PUBLIC))


@st.composite
def tilings(draw: st.DrawFn) -> tuple[str, tuple[Redaction, ...]]:
    """Draw any text with any disjoint removals and replacements."""
    text = draw(st.text(min_size=1, max_size=40))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    template = scene(para("1", "Wheat.", "withhold", "C")).verdict.decisions[1]
    spans = [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    return text, tuple(
        Redaction(number, span, draw(st.sampled_from(["", " ", "[CLASS: text]"])), template)
        for number, span in enumerate(spans, 1)
    )


@given(tilings(), audiences)
def test_replay_is_render_for_any_tiling(
    tiling: tuple[str, tuple[Redaction, ...]], audience: Audience
) -> None:
    """Two ways to the same bytes, for texts and removals that no cable would have."""
    text, redactions = tiling
    made = scene(para("1", "Wheat."))
    cable = replace(made.cable, text=text, portions=())
    verdict = replace(made.verdict, decisions=())
    try:
        release = render(cable, policy(audience), verdict, redactions)
    except UnicodeEncodeError:
        return
    data = release.text.encode()
    head = "".join(
        data[line.at : line.at + line.length].decode() for line in release.own if line.kind != "end"
    )
    assert replay(text, redactions, head) == release.text
    shown = [data[at : at + length].decode() for at, length in release.places]
    assert shown == [item.replacement for item in redactions]


@given(parts=parts(), denied=st.booleans())
def test_own_lines_places_and_portions_lie_in_the_release(parts: list[Part], *, denied: bool) -> None:
    """Every position is a position in the bytes, in order; what is furniture has no portion's place."""
    made = scene(*parts, denied=denied)
    release = released(made, PUBLIC)
    size = len(release.text.encode())
    assert list(release.places) == sorted(release.places)
    assert all(at + length <= size for at, length in release.places)
    assert all(
        left[1] + left[2] <= right[1]
        for left, right in zip(release.portions, release.portions[1:], strict=False)
    )
    counted = [item for item in release.redactions if item.decision.removal is RemovalKind.PORTION]
    assert denied or len(release.portions) >= len({item.decision.portion for item in counted})

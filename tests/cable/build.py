"""Invented cables, drawn part by part, for the properties of the reader."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from hypothesis import strategies as st

LEVELS = ("U", "SBU", "C", "S")
BANNERS = {
    "U": "UNCLAS",
    "SBU": "SENSITIVE BUT UNCLASSIFIED",
    "C": "C O N F I D E N T I A L",
    "S": "S E C R E T",
}
PROSIGNS = {"U": "ZNR UUUUU ZZH", "SBU": "ZNR UUUUU ZZH", "C": "ZNY CCCCC ZZH", "S": "ZNY SSSSS ZZH"}
NUMBERS = ("{n}. ", "¶{n}. ", "¶ {n}. ", "[¶{n}.](#) ", "1{n}. ", "{n}.", "{n}) ")
PAGE = "VELMORA 00000417 00{n} OF 004"

SENTENCES = (
    "The minister of harbors asked for a second reading of the draft.",
    "Over lunch the deputy said that the vote would slip to the autumn.",
    "Two ships waited outside the bar for nine days.",
    "He added that nobody in the cabinet had read the annex, which runs to forty pages.",
    "The Union of Pilots will meet Consul Farraday on March 4.",
    "No one called it a strike",
    "The list of names is kept in the registry of the port",
    'She called the offer "a small repair," and left.',
)
HEADINGS = ("The Harbor: Nine Days", "Next Steps", "WHAT THE UNION WANTS")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cable as drawn: its text and the pieces that a damage may hit, as (kind, start, end)."""

    text: str
    pieces: tuple[tuple[str, int, int], ...]
    level: str


class _Writer:
    def __init__(self) -> None:
        self.text = ""
        self.pieces: list[tuple[str, int, int]] = []

    def write(self, words: str, kind: str = "") -> None:
        if kind:
            self.pieces.append((kind, len(self.text), len(self.text) + len(words.rstrip())))
        self.text += words


def _sentences(draw: st.DrawFn, least: int = 1) -> str:
    return " ".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=least, max_size=4)))


def _header(writer: _Writer, level: str, *, caption: bool) -> None:
    writer.write(f"VZCZCXYZ0417\nPP RUEHC\nDE RUEHVM #0417/01 0641010\n{PROSIGNS[level]}\nP 051010Z MAR 08\n")
    writer.write("FM AMEMBASSY VELMORA\nTO RUEHC/SECSTATE WASHDC PRIORITY 1201\n\n")
    writer.write(f"{BANNERS[level]} SECTION 01 OF 04 VELMORA 000417", "classification")
    writer.write("\n\nSIPDIS\n")
    if caption:
        writer.write("NOFORN\n")
    decl = "DECL: 03/05/2018" if level in {"C", "S"} else "N/A"
    writer.write(
        f"\nE.O. 12958: {decl}\nTAGS: PGOV, ECON\nSUBJECT: PORT DUES\n\nREF: A. STATE 1234\n     B. VELMORA 77\n\n"
    )
    if level in {"C", "S"}:
        writer.write("Classified By: Consul Edith Farraday; reasons 1.4 (b) and (d).\n\n")


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width) if width else text


@st.composite
def cables(draw: st.DrawFn, *, levels: tuple[str, ...] = LEVELS) -> Drawn:
    """Draw a telegram whose classification line is at least the join of its marks."""
    level = draw(st.sampled_from(levels))
    width = draw(st.sampled_from((0, 0, 62, 69)))
    gap = draw(st.sampled_from(("\n\n", "\n\n", "\n")))
    marks = LEVELS[: LEVELS.index(level) + 1]
    writer = _Writer()
    _header(writer, level, caption=draw(st.booleans()))
    page = 1
    count = draw(st.integers(2, 6))
    form = draw(st.sampled_from(NUMBERS))
    for number in range(1, count + 1):
        if draw(st.integers(0, 4)) == 0:
            writer.write(draw(st.sampled_from(HEADINGS)) + "\n" + draw(st.sampled_from(("", "---\n"))) + "\n")
        writer.write(form.format(n=number), "number")
        mark = draw(st.sampled_from((*marks, "U", "U", "")))
        if mark:
            writer.write(f"({mark})", "mark")
            writer.write(" ")
        body = _wrapped(_sentences(draw), width)
        if draw(st.integers(0, 2)) == 0 and " " in body:
            page += 1
            at = body.index(" ", len(body) // 2) if " " in body[len(body) // 2 :] else body.index(" ")
            writer.write(body[:at] + draw(st.sampled_from(("\n\n", "\n"))))
            writer.write(PAGE.format(n=page), "page")
            writer.write(draw(st.sampled_from(("\n\n", "\n"))) + body[at + 1 :])
        else:
            writer.write(body)
        writer.write(gap)
        if draw(st.integers(0, 4)) == 0:
            _extra(draw, writer, width, gap)
    writer.write(draw(st.sampled_from(("FARRADAY\n", "Farraday\n", "FARRADAY\nBT\n#0417\nNNNN\n", ""))))
    return Drawn(writer.text, tuple(writer.pieces), level)


def _extra(draw: st.DrawFn, writer: _Writer, width: int, gap: str) -> None:
    """Write what stands between paragraphs: unmarked blocks, bullets, list items."""
    kind = draw(st.sampled_from(("block", "bullets", "items", "year")))
    if kind == "block":
        writer.write(_wrapped(_sentences(draw, 2), width) + gap)
    elif kind == "bullets":
        for mark in draw(st.lists(st.sampled_from(("(U)", "")), min_size=1, max_size=3)):
            writer.write("-- ")
            if mark:
                writer.write(mark, "mark")
                writer.write(" ")
            writer.write(draw(st.sampled_from(SENTENCES)) + "\n")
        writer.write("\n")
    elif kind == "items":
        for letter in "abc"[: draw(st.integers(1, 3))]:
            writer.write(f"{letter}. ", "number")
            writer.write(draw(st.sampled_from(SENTENCES)) + "\n")
        writer.write("\n")
    else:
        writer.write("2003. That was the year of the last strike." + gap)

"""Compose invented cables of the 2000s form from a small plan, so that properties can vary one thing."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

SPACED = {
    "C": "C O N F I D E N T I A L",
    "S": "S E C R E T",
    "SBU": "UNCLAS",
    "U": "UNCLAS",
}
PROSIGN = {"C": "ZNY CCCCC ZZH", "S": "ZNY SSSSS ZZH", "SBU": "ZNR UUUUU ZZH", "U": "ZNR UUUUU ZZH"}

# Words that are in any English list and that no recogniser takes for a name.
WORDS = (
    "the ministry officials said that new rules would be drafted before summer and that some "
    "farmers were unhappy with water prices while traders asked for better roads and lower fees "
    "because markets had been slow since winter although exports of wheat and cotton grew a little"
).split()

# Invented people; none of these is a public figure.
NAMES = ("Torvald Quillby", "Amara Dessolin", "Piotr Vashkevin", "Leila Norrabad", "Hugo Brandmeer")

CLAIMS = ("said", "asked", "warned", "noted", "argued")


@dataclass(frozen=True)
class Paragraph:
    """One numbered paragraph: its mark as written (empty for none) and its text."""

    mark: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Plan:
    """What a cable says; `write` turns it into text."""

    level: str = "C"
    captions: tuple[str, ...] = ("SIPDIS",)
    decl: str = "DECL: 06/17/2017"
    subject: str = "WATER PRICES AND ROADS IN THE NORTH"
    references: tuple[str, ...] = ("ASTANA 1357", "ASTANA 1033")
    classified_by: str = "Classified By: Econoff Mira Tollander; reasons 1.4 (b) and (d)."
    paragraphs: tuple[Paragraph, ...] = ()
    heading: str = ""
    signature: str = "TOLLANDER"
    info: str = "INFO RUCNCIS/CIS COLLECTIVE 0209"
    furniture: bool = False


def write(plan: Plan) -> str:
    """Write the cable as the relay would have printed it."""
    lines = [
        "VZCZCXRO1234",
        "PP RUEHBI RUEHCI",
        "DE RUEHTA #1668/01 1690941",
        PROSIGN[plan.level],
        "P 180941Z JUN 07",
        "FM AMEMBASSY ASTANA",
        "TO RUEHC/SECSTATE WASHDC PRIORITY 9826",
        plan.info,
        "BT",
        f"{SPACED[plan.level]} SECTION 01 OF 02 ASTANA 001668",
        "",
        *(line for caption in plan.captions for line in (caption, "")),
        f"E.O. 12958: {plan.decl}",
        "TAGS: PGOV, PREL, KZ",
        f"SUBJECT: {plan.subject}",
        "",
        *_references(plan.references),
        plan.classified_by,
        "",
    ]
    for ordinal, paragraph in enumerate(plan.paragraphs, start=1):
        if plan.heading and ordinal == 2:
            lines += [plan.heading, "-" * len(plan.heading), ""]
        mark = f"({paragraph.mark}) " if paragraph.mark else ""
        text = _paged(paragraph.text) if plan.furniture and ordinal == 1 else paragraph.text
        lines += [f"{ordinal}. {mark}{text}", ""]
    lines += [plan.signature, ""]
    return "\n".join(lines)


def _references(references: tuple[str, ...]) -> list[str]:
    if not references:
        return []
    bullets = [f"{chr(65 + index)}. {item}" for index, item in enumerate(references)]
    return ["REF: " + bullets[0], *bullets[1:], ""]


def _paged(text: str) -> str:
    """Break a text in the middle of a sentence by a page line, as the relay does."""
    head, _, tail = text.partition(" that ")
    return f"{head} that\n\nASTANA 00001668 002 OF 002\n\n{tail}" if tail else text


def sentence(words: list[str], name: str = "") -> str:
    """Make one sentence of lower-case words, with a name where one is given."""
    body = " ".join(words)
    return f"{name} said that {body}." if name else f"It is clear that {body}."


@st.composite
def texts(draw: st.DrawFn, *, names: bool = True) -> str:
    """Draw a paragraph of one to three sentences."""
    count = draw(st.integers(1, 3))
    sentences = []
    for _ in range(count):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=7, max_size=14))
        name = draw(st.sampled_from(("", *NAMES))) if names else ""
        sentences.append(sentence(words, name))
    return " ".join(sentences)


@st.composite
def plans(
    draw: st.DrawFn,
    *,
    levels: tuple[str, ...] = ("C", "S"),
    marks: tuple[str, ...] = ("C", "SBU", "U", "C/NF", ""),
    names: bool = True,
) -> Plan:
    """Draw a cable whose classification line is at least the join of its marks."""
    count = draw(st.integers(2, 6))
    paragraphs = tuple(
        Paragraph(draw(st.sampled_from(marks)), draw(texts(names=names))) for _ in range(count)
    )
    captions = draw(st.sampled_from((("SIPDIS",), ("SIPDIS", "NOFORN"), ())))
    return Plan(
        level=draw(st.sampled_from(levels)),
        captions=captions,
        paragraphs=paragraphs,
        heading=draw(st.sampled_from(("", "Farmers And Traders Want More"))),
        furniture=draw(st.booleans()),
    )

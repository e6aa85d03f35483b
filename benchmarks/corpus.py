"""Builds a corpus of invented cables: any number, any length, the same for the same seed.

Names, posts, bodies and numbers are invented; the shapes are those of real traffic: a transmission header,
a classification line, captions, numbered and marked paragraphs wrapped at 80 columns, page turns, a
signature. Every document has its own generator, so that the n-th of a corpus never depends on its size.
"""

from __future__ import annotations

import argparse
import random
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 1
SMALLEST, LARGEST = 1_000, 40_000
_PAGE = 4_800
_WIDTH = 82

_GIVEN = "Anton Berta Cyril Dorota Emil Farida Goran Hanna Ivo Jolana Karim Lenka Mirko Nadia Oskar Petra Rustam Selma Tomas Ulrika Viktor Zora Daniyar Meruert Solange Teodor".split()
_STEMS = "Vash Lom Sol Till Brem Kov Dray Hask Orl Pell Quin Rost Sten Tarv Ulm Varn Wex Zel Ber Cold Farr Gant Holm".split()
_ENDS = "kel ar en ovic mann ton ev enka ira wick sen oud ani berg ow".split()
_TITLES = "Foreign Minister|Deputy Minister|Prime Minister|Director|General|Ambassador|Mayor|Governor|Professor|opposition leader|bank chairman|labor lawyer".split(
    "|"
)
_PLACES = "Velmora|Quenby|Port Halden|Orlen|Sandava|Mirambel|the Tarn valley|the northern districts|London|Kazakhstan|Brussels".split(
    "|"
)
_BODIES = "the Ministry of Fisheries|the Harbor Authority|Velmora Grain Bank|the State Committee for Energy|the Union of Dockers|Orlen Pipeline Company|the Liberal Party|the Customs Service|the National Assembly".split(
    "|"
)
_MONTHS = "January February March April May June July August September October November December".split()
_POSTS = ("VELMORA", "QUENBY", "PORT HALDEN", "ORLEN", "SANDAVA")
_TAGS = ("PGOV", "PREL", "ECON", "ETRD", "ENRG", "PHUM", "EFIN", "KDEM", "SNAR", "MARR")

_SENTENCES = (
    "{title} {full} told poloff on {month} {day} that {body} will revise the tariff before the end of the year.",
    "{last} said the talks with {body} had gone better than the press reported, and that nobody should expect a vote before {month}.",
    "The change follows two bad harvests and a long quarrel over storage in {place}.",
    "According to {full}, {body} spent USD {amount} million on the new terminal, of which a third came from private lenders.",
    "Embassy officers visited {place} from {month} {day} and met local officials, farmers and two members of the assembly.",
    "Asked about the arrests, {last} replied that the courts were independent and that he could not comment on open cases.",
    "The draft law runs to forty pages and gives the president wide powers over licenses, land and the appointment of judges.",
    "{title} {full} (strictly protect) handed over the list of members and asked that we do not call at the office.",
    "The delegation will arrive at 14:30 on {month} {day}, {year}; the point of contact is {full}, tel: +7 {a}-{b}-{c}.",
    "Comment: {last} is cautious by temper, and his words were chosen with care; we take them as a signal all the same. End comment.",
    "Prices of bread and fuel rose by {amount} percent in {place}, and small traders closed their shops for a day.",
    "Both sides agreed that the border commission should meet again in {month} and that experts would prepare the maps.",
    "He added that {full} and {other} had resigned from the board of {body} after the audit of {year}.",
    "The police detained eleven people near {place}; all but one were released the next morning without charge.",
    "Her passport number is {serial}, and she asked that the consulate send the papers to {mail}.",
    "Industry sources say that the pipeline will carry less oil than was planned, because the pumping stations are old.",
    "In a separate meeting, {last} praised the exchange program and asked for more places for students from the provinces.",
    "We will follow the hearing and report its result; the embassy sees no need for a public statement now.",
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One sort of cable: how it is classified, and how its portions are marked, by weight."""

    share: int
    line: str
    prosign: str
    marks: tuple[tuple[str, int], ...]
    captions: tuple[str, ...] = ("SIPDIS",)
    capitals: bool = False

    @property
    def closed(self) -> bool:
        """Say whether no portion of it is open to the public."""
        return not any(mark == "U" for mark, _ in self.marks)


_KINDS: dict[str, _Kind] = {
    "unclassified": _Kind(22, "UNCLAS", "U", (("U", 1),)),
    "sensitive": _Kind(18, "UNCLAS", "U", (("U", 3), ("SBU", 2)), ("SIPDIS", "SENSITIVE")),
    "mixed": _Kind(25, "C O N F I D E N T I A L", "C", (("C", 5), ("U", 3), ("SBU", 1))),
    "secret": _Kind(
        8, "S E C R E T", "S", (("S", 3), ("C", 3), ("S//NF", 1), ("U", 1)), ("SIPDIS", "NOFORN")
    ),
    "denied": _Kind(17, "C O N F I D E N T I A L", "C", (("C", 1),)),
    "telegram": _Kind(10, "C O N F I D E N T I A L", "C", (("C", 3), ("U", 1)), capitals=True),
}
KINDS = tuple(_KINDS)


@dataclass(frozen=True, slots=True)
class Document:
    """One invented cable; `closed` says that no portion of it is marked unclassified."""

    name: str
    kind: str
    text: str

    @property
    def closed(self) -> bool:
        """Say whether a public release of it is denied in full."""
        return _KINDS[self.kind].closed

    @property
    def data(self) -> bytes:
        """Give the bytes of the file."""
        return self.text.encode()


def documents(
    count: int, *, seed: int = SEED, size: tuple[int, int] = (SMALLEST, LARGEST), kind: str | None = None
) -> Iterator[Document]:
    """Give invented cables; lengths are spread evenly over the orders of magnitude between the two sizes."""
    for number in range(1, count + 1):
        yield document(number, seed=seed, size=size, kind=kind)


def document(
    number: int, *, seed: int = SEED, size: tuple[int, int] = (SMALLEST, LARGEST), kind: str | None = None
) -> Document:
    """Give the n-th cable of a corpus."""
    chance = random.Random(f"{seed}/{number}")
    drawn = chance.choices(KINDS, [_KINDS[name].share for name in KINDS])[0]
    name = kind or drawn
    length = round(size[0] * (size[1] / size[0]) ** chance.random())
    post = chance.choice(_POSTS)
    serial = number % 1_000_000
    year = chance.randint(1, 9)
    text = _text(chance, _KINDS[name], post, serial, year, length)
    stem = f"{year:02}{post.replace(' ', '')}{serial:06}"
    return Document(f"{stem}.txt", name, text.upper() if _KINDS[name].capitals else text)


def _text(chance: random.Random, kind: _Kind, post: str, serial: int, year: int, length: int) -> str:
    """Write header, paragraphs and signature, about `length` characters."""
    cast = [_person(chance) for _ in range(3 + length // 4_000)]
    signer = cast[0][1].upper()
    parts = [_header(chance, kind, post, serial, year, cast)]
    written, number, page = len(parts[0]), 0, 1
    while written < length or number < 2:
        number += 1
        paragraph = _paragraph(chance, kind, number, cast)
        if written // _PAGE >= page:
            page += 1
            paragraph += f"\n{post} {serial:08}  {page:03} OF {page + 1:03}\n"
        parts.append(paragraph)
        written += len(paragraph) + 1
    return "\n".join([*parts, signer, ""])


def _header(
    chance: random.Random, kind: _Kind, post: str, serial: int, year: int, cast: list[tuple[str, str]]
) -> str:
    """Write everything above the first paragraph."""
    day, month = chance.randint(1, 28), chance.choice(_MONTHS)[:3].upper()
    moment = f"{day:02}{chance.randint(0, 23):02}{chance.randint(0, 59):02}Z {month} {year:02}"
    letter = kind.prosign
    mark = chance.choices(*zip(*kind.marks, strict=True))[0]
    subject = chance.choice(
        ("TALKS ON TARIFFS AND TRANSIT", "ELECTION LAW GOES TO COMMITTEE", "PORT DUES TO FALL")
    )
    classified = (
        [f"Classified By: DCM {' '.join(cast[0])}; reasons 1.4 (b) and (d).", ""] if letter != "U" else []
    )
    return "\n".join(
        [
            f"VZCZCXYZ{serial % 10_000:04}",
            "PP RUEHC RUEHQB",
            f"DE RUEHVM #{serial:06} {chance.randint(1, 365):03}{moment[2:6]}",
            f"ZNY {letter * 5} ZZH" if letter != "U" else "ZNR UUUUU ZZH",
            f"P {moment}",
            f"FM AMEMBASSY {post}",
            f"TO RUEHC/SECSTATE WASHDC PRIORITY {chance.randint(1, 9999):04}",
            f"INFO RUEHQB/AMEMBASSY QUENBY {chance.randint(1, 9999):04}",
            "",
            f"{kind.line} {post} {serial:06}",
            "",
            *kind.captions,
            "",
            f"E.O. 12958: DECL: {chance.randint(1, 12):02}/{day:02}/20{year + 10:02}"
            if letter != "U"
            else "E.O. 12958: N/A",
            f"TAGS: {', '.join(chance.sample(_TAGS, 3))}",
            f"SUBJECT: ({mark}) {subject}",
            "",
            f"REF: A. {chance.choice(_POSTS)} {chance.randint(1, 999)} B. STATE {chance.randint(1, 99999)}",
            "",
            *classified,
        ]
    )


def _paragraph(chance: random.Random, kind: _Kind, number: int, cast: list[tuple[str, str]]) -> str:
    """Write one marked paragraph of three to nine sentences, wrapped."""
    mark = chance.choices(*zip(*kind.marks, strict=True))[0]
    sentences = " ".join(_sentence(chance, cast) for _ in range(chance.randint(3, 9)))
    return textwrap.fill(f"{number}. ({mark}) {sentences}", _WIDTH, break_on_hyphens=False) + "\n"


def _sentence(chance: random.Random, cast: list[tuple[str, str]]) -> str:
    given, last = chance.choice(cast)
    return chance.choice(_SENTENCES).format(
        title=chance.choice(_TITLES),
        full=f"{given} {last}",
        last=last,
        other=" ".join(chance.choice(cast)),
        place=chance.choice(_PLACES),
        body=chance.choice(_BODIES),
        month=chance.choice(_MONTHS),
        day=chance.randint(1, 28),
        year=chance.randint(1990, 2009),
        amount=chance.randint(2, 90),
        a=chance.randint(100, 999),
        b=chance.randint(100, 999),
        c=chance.randint(1000, 9999),
        serial=f"N{chance.randint(1_000_000, 9_999_999)}",
        mail=f"{last.lower()}@{chance.choice(('harbor', 'gazette', 'quenby'))}.example.org",
    )


def _person(chance: random.Random) -> tuple[str, str]:
    """Invent a given and a family name."""
    return chance.choice(_GIVEN), chance.choice(_STEMS) + chance.choice(_ENDS)


def write(
    folder: Path,
    count: int,
    *,
    seed: int = SEED,
    size: tuple[int, int] = (SMALLEST, LARGEST),
    kind: str | None = None,
) -> int:
    """Write a corpus into a folder, a thousand files to a subfolder; give the bytes written."""
    written = 0
    for at, one in enumerate(documents(count, seed=seed, size=size, kind=kind)):
        place = folder / f"{at // 1000:04}"
        if at % 1000 == 0:
            place.mkdir(parents=True, exist_ok=True)
        (place / one.name).write_bytes(one.data)
        written += len(one.data)
    return written


def main() -> None:
    """Write a corpus into a folder."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.corpus", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--smallest", type=int, default=SMALLEST)
    parser.add_argument("--largest", type=int, default=LARGEST)
    options = parser.parse_args()
    size = write(
        options.folder, options.documents, seed=options.seed, size=(options.smallest, options.largest)
    )
    sys.stdout.write(f"{options.documents} documents, {size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()

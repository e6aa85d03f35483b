"""What reading costs: per kB on real and invented cables, growing inputs, and shapes made to be slow.

    python -m benchmarks.reading [--shared DIR] [--quick]

Every figure is processor time of one core, and each reading starts cold: the reader remembers nothing of the text
that it read before. Beside it stand two peers that read nothing: splitting the decoded
text into words, and the program `wc`. Exit 1 where a number to reach is missed; `--quick` grows to 2 MB only.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from redactor import cable
from redactor.errors import InputRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
KB = 1024
MB = 1024 * KB
MOST_PER_KB = 1.0
MOST_SECONDS = 2.0
# Twice the input may take this much more than twice the time before it counts as more than linear.
SLACK = 1.5
TIMES = 3

HEAD = """ZNY CCCCC ZZH
P 051010Z MAR 08
FM AMEMBASSY VELMORA
TO RUEHC/SECSTATE WASHDC PRIORITY 1201
BT
C O N F I D E N T I A L SECTION 01 OF 02 VELMORA 000417

SIPDIS

E.O. 12958: DECL: 03/05/2018
TAGS: PGOV, ECON
SUBJECT: PORT DUES

"""
PAGE = "VELMORA 00000417  002 OF 004\n"
PROSE = "The minister of harbors asked for a second reading of the draft, which runs to forty pages. "
LONG = 4 * (PROSE + "\n")
# Each is repeated behind a good header up to 1 MB; `{i}` counts, so that nothing is remembered.
HOSTILE = {
    "marked paragraphs": "{i}. (C) " + PROSE * 4 + "\n\n",
    "numbers that restart": "1. " + PROSE + "\n",
    "capital lines": "QQQ WWW {i} EEE HARBOR DUES AND GRAIN\n",
    "damaged classification lines": "SECRXT {i} OF THE HARBORS AND\n",
    "spaced letters": "S E C R E T OF {i} THE SHIPS AND S\n",
    "running banners": "CONFIDENTIAL\nCONFIDENTIAL\n" + PAGE,
    "page lines": PAGE,
    "damaged page lines": "VELMORA 0000{i:04} 0#2 OF 004\n",
    "stray captions": "SIPDIS NOFORN EXDIS LIMDIS\n",
    "damaged captions": "SIPDXS NOFXRN {i} AND MORE\n",
    "brackets, each another": "({i}X) words of the harbor\n",
    "half brackets": "(C words of the harbor {i}\n",
    "items of lists": "(C) words of the harbor {i}\n",
    "deep brackets": "([{" * 30 + "\n",
    "bullets": "-- words of the harbor {i}\n",
    "header fields again": "SUBJECT: PORT DUES {i}\nREF: A. STATE {i}\n",
    "order lines": "E.O. 12958: DECL: 03/05/2018 {i}\n",
    "references": "REF: A. STATE {i}, B. VELMORA {i}, C. (U) LIMA {i}\n",
    "classifiers": "Classified By: Consul {i}; reasons 1.4 (b) and (d).\n",
    "addresses": "TO RUEHC/SECSTATE WASHDC PRIORITY {i}\nINFO RUEHBI/AMCONSUL MUMBAI {i}\n",
    "rows of a table": "grain      {i}      barley      {i}\n",
    "sets of a message": "REF/A/MSG/{i}//\nNARR/WORDS//\n",
    "entities": "&#40;C&#41; words &amp;amp;nbsp; {i}\n",
    "tags of a page": "<p class='x'><b>words</b> {i}</p>\n",
    "comments of a page": "<!-- words {i} --> text\n",
    "open comments": "<!-- words {i}\n",
    "stars": "**words** of *the* harbor\\$ {i} ~~(C)~~\n",
    "open stars": "**words *of **the *harbor\n",
    "hidden characters": "w\u200bo\u200br\u200bd\u200bs\u200b of the harbor\n",
    "excisions": "XXXXXXXXXXXX [1.4(b)] of the harbor {i}\n",
    "blank lines and words": "words of the harbor {i}\n\n\n\n",
    "one line": "words of the harbor ",
    "one word": "x",
    "one line of brackets": "(C) ",
    "one line of stars": "*a ",
    "one line of tags": "<b ",
    "short lines in capitals and prose": "S E C R E T OF {i} THE SHIPS 12 AND\n" + PROSE,
    "zones that nothing closes": "{i}. (C) SUMMARY: words. COMMENT: more. END\n",
    "zones on one line": "The words. COMMENT: more of it. END COMMENT. ",
    "fields on one line": "SUBJECT: PORT DUES ",
    "lists on one line": "REF: A. STATE {i} ",
    "tags that only open": "TAGS: (((((((((",
    "TAGS and persons": "TAGS: PGOV, ECON, OVIP (FARRADAY, EDITH), {i}\n",
    "nested stars": "**a *b **c *d **e* f** g* h** {i}\n",
    "many marks on a line": "(C) (S) (U) (S/NF) {i} ",
    "numbers and marks on a line": "{i}. (C) The words. 2. (S) More words. ",
    "page lines of many messages": PAGE.replace("00417", "{i:04}")
    + "VELMORA 000{i} 0#2 OF 004\n"
    + 2 * PROSE
    + "\n",
    "lines cut inside words": "the har-\nbor of {i} the mini-\nster and\n",
    "every line end": "words {i}\r\nof the\n\x85harbor\u2028and more of it than that\n",
    "Unicode blanks": "\u00a0\u2003words\u3000of\u2002the harbor {i}\u00a0\n",
    "combining marks": "wo\u0301r\u0302d\u0303s \u0300\u0301\u0302 of the harbor {i}\n",
    "letters of other scripts": "\u0421\u041e\u041d (\u0421) words of the harbor {i}\n",
    "sets without their end": "REF/A/MSG/{i}/words of the harbor and of the port\nNARR/WORDS\n",
    "rows of a cover": "MRN: 23 VELMORA {i}\nDrafted By: words of the harbor and of the port\n",
    "trailers again": "Message Attributes\nFormat: TEXT\nFrom: VELMORA {i}\nSubject: DUES\nTAGS: PGOV\n",
    "release stamps": "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005\n",
    "codes one behind another": "[1.4(b),1.4(d),(b)(6),10 U.S.C. 130b] {i} 1.4(a), 1.4(g)\n",
    "marks that are near": "(CONFIDENTAIL {i}) words of it go on and on and of it and of the harbor and of the port.\n",
    "numbers and marks that are near": "{i}. (SECRXT//NOFORM {i}) words\n" + PROSE + "\n",
    "controls that are near": "(S/NOFXRN {i}) words\n" + PROSE + "\n",
    "lists of countries that are near": "(C//REL TO USA, GBX{i}, AUZ) words\n" + PROSE + "\n",
    "compartments, each another": "(S//SI-G {i}//NF) words of it go on and on and of it and of the harbor and more\n",
    "many values in a bracket": "(S//SI-G {i}//NF/REL TO USA, GBR/FGI XX{i}//DISPLAY ONLY) words\n",
    "entire texts that are near": "{i}. (CONFIDENTIXL ENTIRE TEXT {i}) words\n" + PROSE + "\n",
    "brackets too many": "((S/REL TO USA, {i})) words of it go on and on\n",
    "two marks on a line": "(C) (CONFIDENTAIL {i}) words of it go on and on and of it\n",
    "classes cut short": "(SECRET/{i} words\n",
    "damaged classes among prose": "SECRXT VELMORA {i:04}\n" + PROSE + "\n",
    "spaced classes among prose": "C O N F I D E N T A I L SECTION {i} OF 02 VELMORA {i:04}\n"
    + 2 * PROSE
    + "\n",
    "classes with controls among prose": "SECRET//NOFXRN//REL TO USA, GBR {i}\n" + PROSE + "\n",
    "order lines among prose": "E.O. 12958: DECL: 03/05/2018 {i}, X1, 25X1-HUMAN (FARRADAY {i}) OR-M\n"
    + LONG,
    "TAGS among prose": "TAGS: PGOV, ECON, OVIP (FARRADAY {i}, EDITH), XT{i}, KFRDKIRF\n" + LONG,
    "references among prose": "REF: A. STATE {i}, B. 07 VELMORA {i} AND PREVIOUS, C. (U) LIMA {i}, D. TELCON {i}\n"
    + LONG,
    "classifiers among prose": "Classified By: Econ Counselr Edith {i} Farraday for reasons 1.4 (b) and (d) {i}\n"
    + LONG,
    "addresses among prose": "TO RUEHC/SECSTATE WASHDC PRIORITY {i}\nINFO RUEHBI/AMCONSUL MUMBAI {i}\n"
    + LONG,
    "subjects among prose": "SUBJECT: (C/NX{i}) DUES OF {i}\n" + LONG,
    "damaged labels among prose": "SUBJXCT: DUES {i}\nTAXS: PGOV {i}\nREFTXL: STATE {i}\n" + LONG,
    "damaged captions among prose": "NOFXRN SIPDXS {i}\n" + PROSE + "\n",
    "quoted telegrams": "QUOTE\nO 051010Z MAR 08\nFM AMEMBASSY LIMA\nTO SECSTATE {i}\nUNCLAS LIMA {i:04}\n"
    "SUBJECT: DUES {i}\nTAGS: PGOV\n1. (U) " + 3 * LONG,
    "headings and signatures": "HARBOR DUES OF {i}\n\n" + PROSE + "\nFARRADAY\n\n",
    "damaged numbers": "[¶{i}.](#) **(C/NF)** words of the harbor and of the port and again of it\n"
    + PROSE
    + "\n",
}


# What each kind of cable is, so that its figure can be read: a short one is nearly all header.
KINDS = {
    "examples": "invented telegrams, marked; header and marks are most of each",
    "aad": "telegrams of 1974-79 with the archive's stamps and trailer, unmarked prose",
    "state": "cover sheets of 2026 in Markdown over old telegrams: every line is adapted",
    "navy": "military messages in sets",
    "2007": "one marked telegram with page lines and Markdown leftovers",
}


def spent(task: Callable[[], object], times: int = TIMES) -> float:
    """Give the processor time of a task, the least of some runs: the rest is the machine's."""
    found = []
    for _ in range(times):
        began = time.process_time()
        task()
        found.append(time.process_time() - began)
    return min(found)


def read(data: bytes) -> str:
    """Read the bytes; say whether they were read or refused."""
    try:
        cable.read(data)
    except InputRefusedError as error:
        return f"refused: {error.reason.value}"
    return "read"


def groups(shared: Path) -> Iterator[tuple[str, list[bytes]]]:
    """Give the cables that are there, by kind."""
    yield "examples", [path.read_bytes() for path in sorted((ROOT / "examples/cables").glob("*.txt"))]
    for name in ("aad", "state", "navy", "."):
        files = sorted((shared / "cables" / name).glob("*.txt"))
        if files:
            yield name if name != "." else "2007", [path.read_bytes() for path in files]


def grown(size: int) -> bytes:
    """Give a good cable of so many bytes: marked paragraphs, wrapped, with page turns."""
    found, number = [HEAD], 0
    length = len(HEAD)
    while length < size:
        number += 1
        words = f"{number}. (C) " + (PROSE * 3).replace(". ", ".\n") + (PAGE if number % 5 == 0 else "\n")
        found.append(words)
        length += len(words)
    return "".join(found).encode()[:size]


def hostile(shape: str) -> bytes:
    """Give 1 MB of a shape behind a good header."""
    found, length, number = [HEAD], len(HEAD), 0
    counted = "{i" in shape
    while length < MB:
        number += 1
        line = shape.replace("{i:04}", f"{number:04}").replace("{i}", str(number)) if counted else shape
        found.append(line)
        length += len(line)
    return "".join(found).encode()[:MB].decode(errors="ignore").encode()


def word_count(data: bytes) -> float:
    """Give the processor time of the program `wc`, or nothing where it is not there."""
    if shutil.which("wc") is None:
        return 0.0
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["wc"], input=data, stdout=subprocess.DEVNULL, check=True)  # noqa: S607 - the system's own
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def real(shared: Path) -> bool:
    """Print what a kB costs by kind of cable; say whether all of them together are quick enough."""
    heads = ("ms/kB", "median", "worst", "ms each", "words", "wc")
    sys.stdout.write(f"{'cables':12}{'files':>6}{'kB':>8}" + "".join(f"{head:>9}" for head in heads) + "\n")
    all_spent = all_size = 0.0
    for name, files in groups(shared):
        each = [spent(lambda data=data: cable.read(data)) for data in files]  # type: ignore[misc]
        costs = sorted(1000 * one * KB / len(data) for one, data in zip(each, files, strict=True))
        size = sum(map(len, files)) / KB
        words = spent(lambda files=files: [data.decode(errors="replace").split() for data in files])  # type: ignore[misc]
        peer = word_count(b"".join(files))
        per_file = 1000 * sum(each) / len(files)
        cells = [
            1000 * sum(each) / size,
            median(costs),
            costs[-1],
            per_file,
            1000 * words / size,
            1000 * peer / size,
        ]
        sys.stdout.write(
            f"{name:12}{len(files):>6}{size:>8.0f}" + "".join(f"{cell:>9.3f}" for cell in cells) + "\n"
        )
        all_spent, all_size = all_spent + sum(each), all_size + size
    for name, what in KINDS.items():
        sys.stdout.write(f"  {name}: {what}\n")
    cost = 1000 * all_spent / all_size
    sys.stdout.write(f"{'all':12}{'':6}{all_size:>8.0f}{cost:>9.3f}   to reach: at most {MOST_PER_KB}\n\n")
    return cost <= MOST_PER_KB


def growing(largest: int) -> bool:
    """Print what growing inputs cost; say whether the cost of a kB stays what it was."""
    sys.stdout.write(f"{'size':>8}{'seconds':>10}{'ms/kB':>9}\n")
    costs = []
    size = 1
    while size <= largest:
        data = grown(size * MB)
        took = spent(lambda data=data: cable.read(data), 1)  # type: ignore[misc]
        costs.append(1000 * took * KB / len(data))
        sys.stdout.write(f"{size:>5} MB{took:>10.2f}{costs[-1]:>9.3f}\n")
        size *= 2
    sys.stdout.write("\n")
    return costs[-1] <= SLACK * costs[0]


def shapes() -> bool:
    """Print what 1 MB of each hostile shape costs; say whether none costs too much."""
    sys.stdout.write(f"{'1 MB of':32}{'seconds':>9}\n")
    slowest = 0.0
    for name, shape in HOSTILE.items():
        data = hostile(shape)
        said: list[str] = []
        took = spent(lambda data=data, said=said: said.append(read(data)), 1)  # type: ignore[misc]
        slowest = max(slowest, took)
        sys.stdout.write(f"{name:32}{took:>9.2f}  {said[0]}{'  TOO SLOW' if took > MOST_SECONDS else ''}\n")
    sys.stdout.write(f"{'the slowest':32}{slowest:>9.2f}  to reach: at most {MOST_SECONDS}\n")
    return slowest <= MOST_SECONDS


def main() -> int:
    """Print the three tables; exit 1 where a number to reach is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    reached = [real(given.shared), growing(2 if given.quick else 16), shapes()]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())

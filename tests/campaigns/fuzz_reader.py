"""A campaign, not a test: fuzz the reader of cables, coverage-guided, with every invented cable as a seed.

    python -m tests.campaigns.fuzz_reader [SECONDS]

What must hold: bytes are read or refused with our own error; what was read keeps the invariants of
`tests/invariants.py`; reading takes time in proportion. The first input that breaks one is written beside
the working folder as `crash-*`, and the exit code is not 0. Without atheris (it has wheels for Linux alone)
the campaign says so and ends with 0.
"""

from __future__ import annotations

import contextlib
import random
import sys
import tempfile
import time
from pathlib import Path

try:
    import atheris
except ImportError:  # no wheel for this system
    sys.stdout.write("fuzz: skipped, atheris has no wheel for this system\n")
    raise SystemExit(0) from None

with atheris.instrument_imports(include=["redactor.cable", "redactor.markings"]):
    from redactor import cable

from redactor.errors import InputRefusedError
from tests.conformance.cases import every
from tests.conftest import ROOT
from tests.invariants import broken

LONGEST = 6000
# The instrumented reader is some ten times slower than the reader; a hang or a square is far beyond this.
SECONDS_AT_ALL = 0.5
SECONDS_A_KB = 0.1
WORDS = """
(C) (S) (U) (SBU) (LOU) (C/NF) (S//REL\x20TO\x20USA,\x20GBR) (S//FGI//NF) ((S) (/Rel\x20UK) 1. ¶2. [¶3.](#) 112. 3a. a. (1) -- ~~(C)~~ **
C\x20O\x20N\x20F\x20I\x20D\x20E\x20N\x20T\x20I\x20A\x20L S\x20E\x20C\x20R\x20E\x20T UNCLAS SECRET//NOFORN SECTION\x2001\x20OF\x2002 ENTIRE\x20TEXT
SIPDIS NOFORN EXDIS NODIS EYES\x20ONLY E.O.\x2012958:\x20DECL:\x2003/05/2018 TAGS: SUBJECT: SUBJ: REF: Classified\x20By: Reasons\x201.4\x20(b)
PAGE\x2002\x20PORT\x20VELM\x2000156\x20\x20091722Z VELMORA\x2000000417\x20002\x20OF\x20004 Message\x20Attributes Message\x20Text ACTION\x20EUR-12 NNNN BT ZNY\x20CCCCC\x20ZZH
FM\x20AMEMBASSY\x20VELMORA TO\x20RUEHC/SECSTATE\x20WASHDC P\x20051010Z\x20MAR\x2008 MRN: Date/DTG: Drafted\x20By: MSGID/GENADMIN/X// SUBJ/X// RMKS/1. // <pre> &#8217; &nbsp;
""".split(" ")


def seeds() -> list[bytes]:
    """Give the invented cables: the examples, and the text of every case of the conformance suite."""
    found = [path.read_bytes() for path in sorted((ROOT / "examples/cables").glob("*.txt"))]
    return found + [case.data for case in every()]


SEEDS = seeds()
LINES = [line for seed in SEEDS for line in seed.split(b"\n")]
TOKENS = [word.encode() for word in WORDS if word.strip()]


def check(data: bytes) -> None:
    """Read the bytes in a codec that takes them, and look at every invariant."""
    began = time.process_time()
    try:
        read = cable.read(data)
    except InputRefusedError:
        try:
            read = cable.read(data, codec="cp1252")
        except InputRefusedError:
            return
    spent = time.process_time() - began
    faults = broken(read)
    if faults:
        raise AssertionError("; ".join(faults))
    if spent > SECONDS_AT_ALL + SECONDS_A_KB * len(data) / 1024 and _again(data) > SECONDS_AT_ALL:
        raise AssertionError(f"{len(data)} bytes took {spent:.2f} s")


def _again(data: bytes) -> float:
    """Give the time of a second reading: the first may have waited for the machine."""
    began = time.process_time()
    with contextlib.suppress(InputRefusedError):
        cable.read(data)
    return time.process_time() - began


def mutate(data: bytes, longest: int, seed: int) -> bytes:
    """Change lines and words as the wire, a printer and a web page do; every third time bytes."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    if draw.random() < 1 / 3:
        return bytes(atheris.Mutate(data, longest))
    lines = data.split(b"\n")
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(lines))
        match draw.randrange(8):
            case 0:
                del lines[at : at + draw.randint(1, 3)]
                lines = lines or [b""]
            case 1:
                lines.insert(at, draw.choice(LINES))
            case 2:
                lines[at] = draw.choice(LINES)
            case 3:
                lines.insert(at, lines[draw.randrange(len(lines))])
            case 4:
                words = lines[at].split(b" ")
                words.insert(draw.randrange(len(words) + 1), draw.choice(TOKENS))
                lines[at] = b" ".join(words)
            case 5:
                lines[at] = draw.choice(TOKENS) + b" " + lines[at]
            case 6:
                cut = draw.randrange(len(lines[at]) + 1)
                lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
            case _:
                cut = draw.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + bytes([draw.randrange(32, 127)]) + lines[at][cut + 1 :]
    return b"\n".join(lines)[:longest]


def main(seconds: int) -> None:
    """Fuzz for so many seconds; libFuzzer writes what it did to standard error."""
    with tempfile.TemporaryDirectory() as place:
        for number, data in enumerate(SEEDS):
            Path(place, f"{number:04}").write_bytes(data[:LONGEST])
        options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=4096"]
        report = ["-print_final_stats=1", "-verbosity=1", place]
        atheris.Setup([sys.argv[0], *options, *report], check, custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 180)

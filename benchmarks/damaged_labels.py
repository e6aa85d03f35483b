"""How often a field is still read where one letter of its label is wrong, lost or added.

    python -m benchmarks.damaged_labels [--shared DIR] [--seed N]

Each label of each telegram of the archive is damaged once in each way, the trailer cut off, and the field compared
with the reading of the whole label. Prints the counts of each set and the document ids and fields that differ.
"""

from __future__ import annotations

import argparse
import random
import re
import string
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.archive_fields import SETS, rows
from redactor import cable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.archive_fields import Row

LABELS = {"TAGS": "tag", "SUBJECT": "subject", "SUBJ": "subject", "REF": "reference-id", "E.O.": "eo-form"}


def damaged(label: str, chance: random.Random) -> Iterator[str]:
    """Give the label with one letter changed, lost and added."""
    at, sign = chance.randrange(len(label)), chance.choice(string.ascii_uppercase)
    yield label[:at] + sign + label[at + 1 :]
    yield label[:at] + label[at + 1 :]
    yield label[:at] + sign + label[at:]


def compared(row: Row, chance: random.Random) -> Iterator[tuple[bool, str]]:
    """Say of each damage whether the field reads as before, and which field it was."""
    for label, kind in LABELS.items():
        found = re.search(rf"^ *({re.escape(label)})(?=[ :])", row.text, re.MULTILINE)
        if found is None:
            continue
        for written in damaged(label, chance):
            text = row.text[: found.start(1)] + written + row.text[found.end(1) :]
            again = [item.value for item in cable.read(text.encode()).fields if item.kind == kind]
            yield again == row.values(kind), kind


def main() -> int:
    """Print how many were read, and the document and field of each that was not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--seed", type=int, default=3)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - damage, no secret
    counts = {which: [0, 0] for which in SETS[:2]}
    missed: list[str] = []
    for which, row in rows(given.shared):
        if which not in counts:
            continue
        for right, kind in compared(row, chance):
            counts[which][0] += right
            counts[which][1] += 1
            missed.extend([] if right else [f"  {which:12} {row.name} {kind}"])
    for which, (right, of) in counts.items():
        sys.stdout.write(f"{which:12} {right} of {of}\n")
    sys.stdout.write("".join(f"{line}\n" for line in missed))
    return 0


if __name__ == "__main__":
    sys.exit(main())

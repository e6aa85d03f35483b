"""How the fields of the archive's telegrams are read, beside the archive's own metadata.

    python -m benchmarks.archive_fields [--shared DIR] [--show-text]

Each telegram is cut before `Message Attributes`, so that nothing is copied from it. Files count from 1 in the
order of their names: odd ones are the development set, even ones are held out. Prints one table and every
difference by file and field; text only with `--show-text`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from redactor import cable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redactor.model import Cable

SETS = ("development", "held out")
LEVELS = {
    "UNCLASSIFIED": "U",
    "LIMITED OFFICIAL USE": "SBU",
    "CONFIDENTIAL": "C",
    "SECRET": "S",
    "TOP SECRET": "TS",
}
HANDLING = frozenset(
    {"EXDIS", "NODIS", "LIMDIS", "STADIS", "ONLY", "CHEROKEE", "ROGER", "EYES-ONLY", "NOFORN"}
)
# These forbid foreign release by themselves, so the reader adds NOFORN; the archive lists what is printed.
IMPLY_NOFORN = frozenset({"EXDIS", "NODIS", "LIMDIS", "STADIS", "ROGER", "CHEROKEE", "EYES-ONLY", "ONLY"})
POINTS = {
    "level": 98.0,
    "handling": 98.0,
    "from": 98.0,
    "subject": 95.0,
    "tags read": 99.0,
    "tags invented": 0.0,
    "tags of the archive": 99.0,
    "references read": 98.0,
    "references invented": 0.0,
}

# "TAGS: EAID, BL" with what is wrapped under it, up to the next label.
_TAGS = re.compile(
    r"^[ ]*TAGS[ ]?[:;,](.*?)(?=^[ ]*(?:SUBJ|REF|E\.?[ ]?O|\d\.|[A-Z]{3,9}[ ]?[:;]|$))",
    re.MULTILINE | re.DOTALL,
)
_TAG_WORDS = re.compile(r"\([^()]*\)|[A-Z][A-Z0-9/-]*")
# A post and a serial, or an airgram, as the archive writes them; "79 STATE 292744" has the year before.
_ID = re.compile(r"(?<![A-Z])((?:[A-Z][A-Z']+ ){1,3})(\d{1,6})(?!\d)|(?<![A-Z0-9])(A-\d{1,4})(?!\d)")
_NO_POST = frozenset("OF AND MEMO DATED PARA LETTER NO MSG Z DTG".split())
_MONTH = re.compile(r"(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEP|OCT|NOV|DEC)(?:[A-Z]*)")
# "REF: LA PAZ 0246, AND LA PAZ 244" with what is wrapped under it, up to two blank lines.
_REF = re.compile(r"^[ ]*REF[A-Z()]*[ ]?[:.](.*?)(?=\n[ ]*\n|\Z)", re.MULTILINE | re.DOTALL)


@dataclass
class Score:
    """What was right of how many, and each difference."""

    right: int = 0
    of: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One telegram: its cut text, what was read of it, and what the archive says."""

    name: str
    text: str
    read: Cable
    gold: dict[str, str]

    def values(self, *kinds: str) -> list[str]:
        """Give the values of the fields of these kinds."""
        return [item.value for item in self.read.fields if item.kind in kinds]


def letters(value: str) -> str:
    """Fold to capital letters and digits."""
    return "".join(sign for sign in value.upper() if sign.isalnum())


def id_of(value: str) -> str:
    """Fold a reference id: no blanks, no zeros in front of the serial."""
    match = re.fullmatch(r"(.*?)[ ]*((?:A-)?)0*(\d+)", " ".join(value.split()))
    return letters(match[1]) + match[2] + match[3] if match else letters(value)


def rows(shared: Path) -> Iterator[tuple[str, Row]]:
    """Give each telegram with the set it belongs to."""
    folder = shared / "cables" / "aad"
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {item["file"]: item for item in map(json.loads, lines)}
    for index, name in enumerate(sorted(gold)):
        text = (folder / name).read_text(encoding="utf-8").split("Message Attributes", maxsplit=1)[0]
        yield SETS[index % 2], Row(name, text, cable.read(text.encode()), gold[name])


# --- the measures: each gives (right or not, what to show) per thing compared ------------------------


def level(row: Row) -> Iterator[tuple[bool, str]]:
    """Compare the document's level, which must be known."""
    mine = row.read.marking
    want = LEVELS[row.gold["classification"]]
    yield mine.known and mine.level.name == want, f"{mine.level.name} known={mine.known}, want {want}"


def handling(row: Row) -> Iterator[tuple[bool, str]]:
    """Compare the handling captions."""
    said = row.gold["handling"]
    want = set() if said == "n/a" else {word.strip() for word in said.split(",")}
    mine = set(row.read.captions.controls) & HANDLING
    if mine & IMPLY_NOFORN:
        mine -= {"NOFORN"}
    yield mine == want, f"{sorted(mine)}, want {sorted(want)}"


def sender(row: Row) -> Iterator[tuple[bool, str]]:
    """Compare the post; the archive adds the drafter's office as in `LA PAZ OR-P`."""
    want = re.sub(r" OR-\w+$", "", row.gold["from"])
    written = next(iter(row.values("from-post")), "")
    mine = re.sub(r"^SEC(?=STATE)| WASHDC$", "", written)
    mine = re.sub(r" WASHDC$", "", mine)
    yield letters(mine) == letters(want), f"{written!r}, want {want!r}"


def subject(row: Row) -> Iterator[tuple[bool, str]]:
    """Compare the subject: equal, or one the beginning of the other, the mark in front aside."""
    want = "" if row.gold["subject"] == "n/a" else row.gold["subject"]
    written = next(iter(row.values("subject")), "")
    mine, other = (letters(re.sub(r"^\([A-Z]{1,3}\)", "", one.strip())) for one in (written, want))
    same = mine == other or (bool(mine and other) and (mine.startswith(other) or other.startswith(mine)))
    yield same, f"{written!r}, want {want!r}"


def printed_tags(row: Row) -> list[str]:
    """Give the words of the printed TAGS field, brackets as one, read here by a rule of our own."""
    match = _TAGS.search(row.text)
    return [letters(word) for word in _TAG_WORDS.findall(match[1])] if match else []


def _tags(row: Row) -> list[str]:
    return [letters(value) for value in row.values("tag", "tag-unknown", "tag-person")]


def tags_read(row: Row) -> Iterator[tuple[bool, str]]:
    """Say of each printed tag whether it was read."""
    for tag in printed_tags(row):
        yield tag in _tags(row), tag


def tags_invented(row: Row) -> Iterator[tuple[bool, str]]:
    """Say of each tag read whether it is printed."""
    for tag in _tags(row):
        yield tag in printed_tags(row), tag


def tags_of_archive(row: Row) -> Iterator[tuple[bool, str]]:
    """Say of each tag of the archive's list that is printed whether it was read."""
    for tag in map(letters, _TAG_WORDS.findall(row.gold["tags"])):
        if tag in printed_tags(row):
            yield tag in _tags(row), tag


def _gold_ids(row: Row) -> list[str]:
    """Give the ids of the archive's reference list that are printed in the telegram's head."""
    found = []
    head = " ".join(row.text[:6000].split())
    printed = {
        id_of(" ".join(match[0].split())) for match in re.finditer(r"[A-Z][A-Z' ]* \d{1,6}|A-\d{1,4}", head)
    }
    for match in _ID.finditer(row.gold["reference"]):
        words = (match[1] or "").split()
        while words and words[0] in _NO_POST:
            words = words[1:]
        named = bool(words) and words[-1] not in _NO_POST and not _MONTH.fullmatch(words[-1])
        if match[3] or named:
            one = id_of(match[3] or f"{' '.join(words)} {match[2]}")
            if any(other.endswith(one) for other in printed):
                found.append(one)
    return found


def _ids(row: Row) -> list[str]:
    return [id_of(value) for value in row.values("reference-id")]


def references_read(row: Row) -> Iterator[tuple[bool, str]]:
    """Say of each id of the archive's list that is printed whether it was read."""
    for one in _gold_ids(row):
        mine = _ids(row)
        # The archive writes some senders in part: `PAZ 3179`, or an airgram without its post.
        yield any(other.endswith(one) for other in mine), f"{one}, read {mine}"


def references_invented(row: Row) -> Iterator[tuple[bool, str]]:
    """Say of each id read whether it is printed in the REF field, sender and serial."""
    match = _REF.search(row.text)
    printed = match[1] if match else ""
    digits = {number.lstrip("0") for number in re.findall(r"\d+", printed)}
    for one in row.values("reference-id"):
        name, serial = re.sub(r"[^A-Z]", "", one), re.sub(r"\D", "", one).lstrip("0")
        yield serial in digits and name in letters(printed), one


MEASURES: dict[str, Callable[[Row], Iterator[tuple[bool, str]]]] = {
    "level": level,
    "handling": handling,
    "from": sender,
    "subject": subject,
    "tags read": tags_read,
    "tags invented": tags_invented,
    "tags of the archive": tags_of_archive,
    "references read": references_read,
    "references invented": references_invented,
}


def measure(shared: Path) -> dict[str, dict[str, Score]]:
    """Give each measure's score in each set."""
    scores = {name: {one: Score() for one in SETS} for name in MEASURES}
    for which, row in rows(shared):
        for name, compare in MEASURES.items():
            score = scores[name][which]
            for right, detail in compare(row):
                score.of += 1
                score.right += right
                if not right:
                    score.missed.append((row.name, detail))
    return scores


def share(score: Score, name: str) -> float:
    """Give the percentage that was right; of the measures of invention how many were wrong."""
    if "invented" in name:
        return float(score.of - score.right)
    return 100.0 * score.right / score.of if score.of else 100.0


def main() -> int:
    """Print the table and the differences; exit 1 where a number to reach is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--show-text", action="store_true")
    given = parser.parse_args()
    scores = measure(given.shared)
    out = sys.stdout
    out.write(f"{'field':22}{'reach':>8}" + "".join(f"{one:>24}" for one in SETS) + "\n")
    good = True
    for name, by_set in scores.items():
        cells = "".join(f"{share(s, name):>12.1f} ({s.right:>3}/{s.of:>3})" for s in by_set.values())
        out.write(f"{name:22}{POINTS[name]:>8.1f}{cells}\n")
        worst = [share(score, name) for score in by_set.values()]
        good &= max(worst) <= POINTS[name] if "invented" in name else min(worst) >= POINTS[name]
    out.write("\ndifferences\n")
    for name, by_set in scores.items():
        for which, score in by_set.items():
            for file, detail in score.missed:
                out.write(f"  {which:12} {file} {name}" + (f": {detail}" if given.show_text else "") + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

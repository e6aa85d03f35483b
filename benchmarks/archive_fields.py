"""How the fields of the reference cables are read, beside the archive's own metadata or what is printed.

    python -m benchmarks.archive_fields [--shared DIR] [--show-text]

Each telegram of the archive is cut before `Message Attributes`, so that nothing is copied from it. Files count
from 1 in the order of their names: odd ones are the development set, even ones are held out. The others (the cable
of 2007, state/, navy/) have no metadata: they are compared with the lines they print, read here by rules of our
own. `trailer noted` reads the telegrams of the archive whole: where header and trailer differ there must be a note,
and nowhere else. Prints one table and every difference by file and field; its words and its header line only with
`--show-text`.
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

SETS = ("development", "held out", "others")
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
    "trailer noted": 100.0,
}
# The label of the line that a measure speaks of, and what must be known of a cable to take it.
LINES = {
    "level": r"SECTION|UNCLAS|LIMITED|C O N|S E C",
    "handling": r"EXDIS|NODIS|LIMDIS|STADIS|NOFORN",
    "from": r"FM |.{0,3}From",
    "subject": r"SUBJ|.{0,3}Subject",
    "tags": r".{0,4}TAGS",
    "references": r"REF",
    "trailer": r"Subject|TAGS",
}
NEEDS = {
    "level": "classification",
    "handling": "handling",
    "tags of the archive": "archive",
    "references read": "reference",
    "references invented": "reference",
    "trailer noted": "archive",
}

# "TAGS: EAID, BL" with what is wrapped under it, up to the next label.
_TAGS = re.compile(
    r"^[> ]*(?:TAGS|AGS|TAGES)[ ]?[:;,](.*?)(?=^[ ]*(?:SUBJ|REF|E\.?[ ]?O|\d\.|[A-Z]{3,9}[ ]?[:;]|$))",
    re.MULTILINE | re.DOTALL,
)
# "**TAGS:** PGOV, ECON" and "| **TAGS:** | PGOV |": a cover's row, one line.
_TAGS_ROW = re.compile(r"^[|* ]*\*\*TAGS:\*\*[| ]*([^|\n]*)", re.MULTILINE)
_TAG_WORDS = re.compile(r"\([^()]*\)|[A-Z][A-Z0-9/-]*")
# A post and a serial, or an airgram, as the archive writes them; "79 STATE 292744" has the year before.
_ID = re.compile(r"(?<![A-Z])((?:[A-Z][A-Z']+ ){1,3})(\d{1,6})(?!\d)|(?<![A-Z0-9])(A-\d{1,4})(?!\d)")
_NO_POST = frozenset("OF AND MEMO DATED PARA LETTER NO MSG Z DTG".split())
_MONTH = re.compile(r"(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEP|OCT|NOV|DEC)(?:[A-Z]*)")
# "FM AMEMBASSY X", "**From:** X"; "SUBJECT: X" over its lines, "SUBJ/X//"; "REF: A. X 12" over its lines.
_PRINTED = {
    "from": re.compile(r"^[>*| ]*(?:FM|From:)[*| ]+([^|\n]+)", re.MULTILINE),
    "subject": re.compile(
        r"^[>*| ]*(?:SUBJECT|SUBJ|Subject)[:/*| ]+((?:[^|\n/]|/(?!/)|\n(?![ ]*\n|[ ]*>))+)", re.MULTILINE
    ),
    "reference": re.compile(r"^REF: ((?:.+\n)+)", re.MULTILINE),
}
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
    path: Path

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
    """Give each cable with the set it belongs to."""
    folder = shared / "cables" / "aad"
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {item["file"]: item for item in map(json.loads, lines)}
    for index, name in enumerate(sorted(gold)):
        text = (folder / name).read_text(encoding="utf-8").split("Message Attributes", maxsplit=1)[0]
        known = {**gold[name], "archive": name}
        yield SETS[index % 2], Row(name, text, cable.read(text.encode()), known, folder / name)
    for path in sorted((shared / "cables").glob("*.txt")) + sorted((shared / "cables").glob("[sn]*/*.txt")):
        text = path.read_text(encoding="utf-8")
        yield SETS[2], Row(path.name, text, cable.read(text.encode()), printed(text), path)


def printed(text: str) -> dict[str, str]:
    """Give what a cable without metadata prints of sender, subject and references, read by a rule of our own."""
    found = {name: pattern.search(text) for name, pattern in _PRINTED.items()}
    said = {name: " ".join(match[1].split()) if match else "" for name, match in found.items()}
    return {name: value for name, value in said.items() if value or name != "reference"}


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
    if "//" in want:
        # A military sender is printed with the offices behind its name.
        written = "//".join((written, *row.values("from-office")[:1]))
    want = re.sub(r"^AMEMBASSY ", "", want)
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
    fields = [match[1] for pattern in (_TAGS, _TAGS_ROW) for match in pattern.finditer(row.text)]
    words = [word for written in fields for word in _TAG_WORDS.findall(written)]
    return [letters(word) for word in words if letters(word)]


def _tags(row: Row) -> list[str]:
    unknown = [word for value in row.values("tag-unknown") for word in value.split()]
    return [letters(value) for value in (*row.values("tag", "tag-person"), *unknown)]


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


def trailer_noted(row: Row) -> Iterator[tuple[bool, str]]:
    """Say of subject and TAGS whether the reading with the trailer notes a difference exactly where there is one."""
    whole = cable.read(row.path.read_bytes())
    said = {note.detail.split()[0] for note in whole.notes if note.code == "attribute-disagrees"}
    differs = not all(right for right, _ in subject(row)) and row.gold["subject"] != "n/a"
    yield ("subject" in said) == differs, f"subject: noted {'subject' in said}, differs {differs}"
    archived = "" if row.gold["tags"] == "n/a" else row.gold["tags"]
    differs = set(map(letters, _TAG_WORDS.findall(archived))) != set(_tags(row))
    yield ("tags" in said) == differs, f"tags: noted {'tags' in said}, differs {differs}"


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
    "trailer noted": trailer_noted,
}


def measure(shared: Path) -> dict[str, dict[str, Score]]:
    """Give each measure's score in each set."""
    scores = {name: {one: Score() for one in SETS} for name in MEASURES}
    for which, row in rows(shared):
        for name, compare in MEASURES.items():
            if NEEDS.get(name, "subject") not in row.gold:
                continue
            score = scores[name][which]
            for right, detail in compare(row):
                score.of += 1
                score.right += right
                if not right:
                    score.missed.append((row.name, f"{detail}\n      {header_line(row, name)}"))
    return scores


def header_line(row: Row, name: str) -> str:
    """Give the printed line that a difference is about."""
    pattern = re.compile(rf"^[ >*|]*(?:{LINES[name.split(maxsplit=1)[0]]}).*$", re.MULTILINE)
    found = pattern.search(row.text)
    return found[0].strip() if found else "no such line"


def share(score: Score, name: str) -> float:
    """Give the percentage that was right; of the measures of invention how many were wrong."""
    if "invented" in name:
        return float(score.of - score.right)
    return 100.0 * score.right / score.of if score.of else 100.0


def cell(score: Score, name: str) -> str:
    """Write one score, a hyphen where nothing was compared."""
    return f"{share(score, name):>12.1f} ({score.right:>3}/{score.of:>3})" if score.of else f"{'-':>22}"


def main() -> int:
    """Print the table and the differences; exit 1 where a number to reach is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--show-text", action="store_true")
    given = parser.parse_args()
    scores = measure(given.shared)
    out = sys.stdout
    out.write(f"{'field':22}{'reach':>8}" + "".join(f"{one:>22}" for one in SETS) + "\n")
    good = True
    for name, by_set in scores.items():
        cells = "".join(cell(one, name) for one in by_set.values())
        out.write(f"{name:22}{POINTS[name]:>8.1f}{cells}\n")
        worst = [share(score, name) for score in by_set.values() if score.of]
        good &= max(worst) <= POINTS[name] if "invented" in name else min(worst) >= POINTS[name]
    out.write("\ndifferences\n")
    for name, by_set in scores.items():
        for which, score in by_set.items():
            for file, detail in score.missed:
                out.write(f"  {which:12} {file} {name}" + (f": {detail}" if given.show_text else "") + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

"""Two originals that differ only in removed text: the same bytes leave, but for commitments."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from redactor import cable as cables
from tests.acceptance.copies import (
    DAYS,
    EARLY,
    FINISHED,
    NUMBER_AND_MARK,
    POLICIES,
    Copy,
    decide,
    redact,
    seed,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

# What derives from the original under custody's secret, and what derives from that.
COMMITTED = frozenset({"commit", "doc_root", "custody", "source", "prev", "prior_checkpoint", "decisions"})
SOUNDS = [a + b for a, b in itertools.product("bdfgklmnprstvz", "aeiou")]
# How many characters beside a name may be what it is found by.
REACH = 40
CASES = [*itertools.product(POLICIES, DAYS), (FINISHED, EARLY)]


def other_word(number: int, like: str) -> str:
    """Make a word of no language, longer than `like` or, where that is long, much shorter; in its case."""
    first, second = divmod(number, len(SOUNDS))
    word = "qu" + SOUNDS[first % len(SOUNDS)] + SOUNDS[second]
    if len(word) == len(like):
        word += SOUNDS[second]
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word.capitalize() if like[:1].isupper() else word


def body(text: str) -> tuple[int, int]:
    """Give where the paragraphs and headings stand: from the first number to the signature's line."""
    heads = list(NUMBER_AND_MARK.finditer(text))
    return heads[0].end(), text.rindex("\n")


def replaced(copy: Copy, *, names: bool) -> str:
    """Replace the words that stand only in removed text, in body and SUBJECT, and keep the skeleton.

    Where names stay, so does what they are found by: the words near each, and all that are capitalised.
    """
    text = copy.text
    stay = {"summary", "end", "continued", "sipdis"} | set(words_of("".join(text[at] for at in copy.kept)))
    # The routing part of the header, the E.O. line and the reasons are skeleton; so is each page line.
    start, end = body(text)
    subject = text.index("SUBJECT:") + len("SUBJECT:"), text.index("\nREF:")
    stay |= set(words_of(text[: subject[0]] + text[subject[1] : start]))
    near = set() if names else near_names(copy)
    heads = [match.span() for match in NUMBER_AND_MARK.finditer(text)]
    near |= {at for first, last in heads for at in range(first, last)}
    new: dict[str, str] = {}

    def swap(match: re.Match[str]) -> str:
        word, at = match[0], match.start()
        inside = any(first <= at < last for first, last in (subject, (start, end)))
        if not inside or word.casefold() in stay or at in near or not (names or word.islower()):
            return word
        return new.setdefault(word, other_word(len(new), word))

    return re.sub(r"[^\W\d_]{3,}", swap, text)


def near_names(copy: Copy) -> set[int]:
    """Give the offsets in and around each finding: titles, offices and verbs by which a name is known."""
    return {
        at for found in copy.opened["findings"] for at in range(found["start"] - REACH, found["end"] + REACH)
    }


def without_page_lines(text: str) -> str:
    """Take the page lines out of removed sentences, and the routing line out of the first paragraph."""
    cut = re.sub(r"\n\n[A-Z]+ [0-9]{8} [0-9]{3} OF [0-9]{3}\n\n(?=[a-z])", "\n", text)
    assert cut != text
    return cut.replace("defended\n\nSIPDIS\n\n", "defended\n", 1)


def public_bytes(copy: Copy) -> Iterator[tuple[str, object]]:
    """Give all that lies in the folder, commitments left out and the document's keyed id made plain."""
    document = str(copy.line["doc"])
    keyed = document if document.startswith("doc-") else "no keyed id"
    for path in sorted(copy.out.iterdir()):
        name = path.name.replace(keyed, "doc")
        data = path.read_bytes()
        if path.suffix == ".jsonl":
            yield name, [opened(json.loads(line), keyed) for line in data.splitlines()]
        elif path.suffix == ".ckpt":
            yield name, data.split(b"\n")[:2]
        else:
            yield name, data


def opened(value: Any, keyed: str) -> Any:
    """Give a line of the log without its commitments."""
    if isinstance(value, dict):
        return {key: opened(item, keyed) for key, item in value.items() if key not in COMMITTED}
    if isinstance(value, list):
        return [opened(item, keyed) for item in value]
    return value.replace(keyed, "doc") if isinstance(value, str) else value


def twin_of(original: Copy, twin: str, key: tuple[str, str], tmp_path: Path) -> Copy:
    """Release the twin as the original was released, with the same custody secret and clock."""
    source = tmp_path / "another name.txt"
    source.write_text(twin, encoding="utf-8", newline="")
    out = seed(tmp_path / original.out.name)
    return decide(source, out) if key[0] == FINISHED else redact(source, key[0], out, key[1])


@pytest.mark.parametrize("key", CASES)
def test_other_words_of_other_lengths_leave_the_same_bytes(
    copies: Mapping[tuple[str, str], Copy], tmp_path: Path, key: tuple[str, str]
) -> None:
    """With the same skeleton and the same names, nothing under the folder tells the twins apart.

    The model reads what stands round a name: in removed text it may see others, which shows nowhere.
    """
    original = copies[key]
    text = replaced(original, names=False)
    changed = sum(a != b for a, b in zip(original.text.split(), text.split(), strict=True))
    assert changed > 250 or key[0] == "source-protection"
    twin = twin_of(original, text, key, tmp_path)
    assert dict(public_bytes(original)) == dict(public_bytes(twin))


@pytest.mark.parametrize("key", [case for case in CASES if case[0] != "source-protection"])
def test_other_names_leave_the_same_bytes(
    copies: Mapping[tuple[str, str], Copy], tmp_path: Path, key: tuple[str, str]
) -> None:
    """Names that stand in removed text alone may be others, and page lines may be gone: it is the same copy."""
    original = copies[key]
    text = without_page_lines(replaced(original, names=True))
    assert cables.read(text.encode()).marking == cables.read(original.text.encode()).marking
    twin = twin_of(original, text, key, tmp_path)
    assert twin.release == original.release
    assert dict(public_bytes(original)) == dict(public_bytes(twin))

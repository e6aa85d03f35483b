"""Two originals that differ only in removed text: the same bytes leave, but for commitments."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from redactor import cable as cables
from redactor import view as views
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


def replaced(copy: Copy, known: frozenset[str] | None) -> str:
    """Replace each word that stands only in removed text, in body and SUBJECT, and keep the skeleton.

    Where redactor's own words are given the names stay: they, the titles beside them, all that is found.
    """
    text = copy.text
    kept = "".join(copy.text[at] for at in copy.kept)
    stay = set(words_of(kept)) | {"summary", "end", "continued", "sipdis", "ref"}
    # The routing part of the header, the E.O. line and the reasons are skeleton; so is each page line.
    start, end = body(text)
    outside = text[: text.index("SUBJECT:")] + text[text.index("\nREF:") : start]
    stay |= set(words_of(outside))
    if known is not None:
        stay |= known | {
            word
            for found in copy.opened["findings"]
            for word in words_of(text[found["start"] : found["end"]])
        }
    new: dict[str, str] = {}

    def swap(match: re.Match[str]) -> str:
        word = match[0]
        if word.casefold() in stay:
            return word
        return new.setdefault(word, other_word(len(new), word))

    subject = text.index("SUBJECT:") + len("SUBJECT:"), text.index("\nREF:")
    pieces = []
    at = 0
    for first, last in (subject, (start, end)):
        pieces += [text[at:first], swap_lines(text[first:last], swap)]
        at = last
    return "".join(pieces) + text[at:]


def swap_lines(text: str, swap: Any) -> str:
    """Swap the words of three letters or more, number and mark aside."""
    lines = []
    for line in text.split("\n"):
        head = NUMBER_AND_MARK.match(line)
        cut = head.end() if head else 0
        lines.append(line[:cut] + re.sub(r"[^\W\d_]{3,}", swap, line[cut:]))
    return "\n".join(lines)


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


def forms(copy: Copy) -> set[str]:
    """Give the detected surface forms that are names for certain, folded."""
    return {
        views.fold_term(copy.text[found["start"] : found["end"]])
        for found in copy.opened["findings"]
        if not found["possible"]
    }


def twin_of(original: Copy, twin: str, key: tuple[str, str], tmp_path: Path) -> Copy:
    """Release the twin as the original was released, with the same custody secret and clock."""
    source = tmp_path / "another name.txt"
    source.write_text(twin, encoding="utf-8", newline="")
    out = seed(tmp_path / original.out.name)
    return decide(source, out) if key[0] == FINISHED else redact(source, key[0], out, key[1])


@pytest.mark.parametrize("key", CASES)
def test_other_words_of_other_lengths_leave_the_same_bytes(
    copies: Mapping[tuple[str, str], Copy], vocabulary: frozenset[str], tmp_path: Path, key: tuple[str, str]
) -> None:
    """With the same skeleton and the same names, nothing under the folder tells the twins apart."""
    original = copies[key]
    text = replaced(original, vocabulary)
    changed = sum(a != b for a, b in zip(original.text.split(), text.split(), strict=True))
    assert changed > 450 or key[0] == "source-protection"
    twin = twin_of(original, text, key, tmp_path)
    assert forms(original) == forms(twin)
    assert dict(public_bytes(original)) == dict(public_bytes(twin))


@pytest.mark.parametrize("key", [case for case in CASES if case[0] != "source-protection"])
def test_other_names_leave_the_same_bytes(
    copies: Mapping[tuple[str, str], Copy], tmp_path: Path, key: tuple[str, str]
) -> None:
    """Names that stand in removed text alone may be others, and page lines may be gone: it is the same copy."""
    original = copies[key]
    text = without_page_lines(replaced(original, None))
    assert cables.read(text.encode()).marking == cables.read(original.text.encode()).marking
    twin = twin_of(original, text, key, tmp_path)
    assert twin.release == original.release
    assert dict(public_bytes(original)) == dict(public_bytes(twin))

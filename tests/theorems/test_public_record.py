"""Public record: what is given away tells of removed text that it is gone, and nothing else."""

from __future__ import annotations

import base64
import datetime as dt
import difflib
import hashlib
import hmac
import json
import os
import re
import tempfile
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from redactor import cable as cables
from redactor.pipeline import RunRequest, run
from tests.theorems.compose import NAMES, Paragraph, Plan, sentence, texts, write
from tests.theorems.harness import EARLY, PHASES, SETTINGS, STOCK, examples

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SECRET = bytes(range(32))
# People who stand in withheld text alone: a name that recurs in kept text is closed there, and shows it.
HIDDEN = ("Ulrike Sandovey", "Bartosz Kilmarren", "Oksana Threlwick", "Denzil Abernow")
HEX = re.compile(r"[0-9a-f]{64}")  # matches a digest, must not match "0123"
RUN = re.compile(rb'"rules":\[[^\]]*"run"')  # matches `"rules":["run"]`, must not match `"run":1`
KEYED = re.compile(r"doc-[a-z2-7]{10}")  # matches "doc-abcdefghij", must not match "07ASTANA1668"


@pytest.fixture(autouse=True, scope="module")
def quick_disk() -> Iterator[None]:
    """Do not wait for the disk, and load the detectors once."""
    from tests.theorems.harness import detector

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        patch.setattr("redactor.detect.load", detector)
        yield


def published(text: bytes, policy: str, secret: bytes = SECRET) -> dict[str, bytes]:
    """Redact one document with a fixed secret and clock; give every file that may be given away."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "cable.txt").write_bytes(text)
        custody = here / "out.custody"
        custody.mkdir(mode=0o700)
        (custody / "secret").write_bytes(secret)
        request = RunRequest(
            policy,
            SETTINGS.get(policy, {}),
            out=here / "out",
            as_of=EARLY,
            formats=("text", "json"),
            now=NOW,
        )
        for outcome in run(request, [here / "cable.txt"]):
            assert outcome.error is None or outcome.exit_code == 5, outcome.error
        return {path.name: path.read_bytes() for path in sorted((here / "out").iterdir())}


def blinded(found: dict[str, bytes]) -> dict[str, object]:
    """Put blanks of the same length where commitments, roots and keyed names stand, and nowhere else."""
    return {KEYED.sub("doc-", name): _blind(name, data.decode()) for name, data in found.items()}


def _blind(name: str, text: str) -> object:
    if name == "audit.jsonl":
        return [_line(json.loads(line)) for line in text.splitlines()]
    if name == "audit.ckpt":
        return text.splitlines()[:2]  # the third line is the root
    return KEYED.sub("doc-", text)


_SALTED = {"prev", "custody", "source", "doc_root", "commit"}


def _line(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "salted" if key in _SALTED and item else _line(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_line(item) for item in value]
    return KEYED.sub("doc-", value) if isinstance(value, str) else value


@st.composite
def _dark(draw: st.DrawFn) -> str:
    """Draw the text of a withheld paragraph: any number of sentences, people, page lines and blanks."""
    parts = [draw(texts(names=False))]
    people = draw(st.lists(st.sampled_from(HIDDEN), max_size=3))
    parts += [sentence(["prices", "grew", "when", "traders", "met"], name) for name in people]
    if draw(st.booleans()):
        parts[0] = parts[0].replace(" that ", " that\n\nASTANA 00001668 002 OF 002\n\nSIPDIS\n\n", 1)
    width = draw(st.sampled_from((40, 66, 10_000)))
    return "\n\n".join(textwrap.fill(part, width) for part in " ".join(parts).split("\n\n"))


@st.composite
def _header(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what the header holds beyond routing: as many lines as the writer liked."""
    return {
        "subject": draw(st.sampled_from(("ROADS", "WHEAT AND COTTON\nEXPORTS GROW A LITTLE"))),
        "info": draw(st.sampled_from(("INFO RUEAIIA/CIA WASHDC", "INFO RUCNCIS/CIS\nRUEKJCS/SECDEF WASHDC"))),
        "references": draw(st.sampled_from((("KABUL 44",), ("ASTANA 1357", "ASTANA 1033", "KABUL 12")))),
        "classified_by": draw(
            st.sampled_from(
                (
                    "Classified By: Econoff Mira Tollander; reasons 1.4 (b) and (d).",
                    "Classified By: Political Counselor Edvard Lindqvane\nof the Embassy; reasons 1.4 (b) and (d).",
                )
            )
        ),
        "signature": draw(st.sampled_from(("TOLLANDER", "LINDQVANE"))),
    }


@st.composite
def twins(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Draw two originals of the same skeleton whose withheld text has nothing in common."""
    marks = draw(st.lists(st.sampled_from(("C", "S", "C/NF", "U")), min_size=2, max_size=5))
    kept = [draw(texts(names=True)) if mark == "U" else "" for mark in marks]
    plan = Plan(level="S", heading=draw(st.sampled_from(("", "Farmers And Traders Want More"))))
    return _original(draw, plan, marks, kept), _original(draw, plan, marks, kept)


def _original(draw: st.DrawFn, plan: Plan, marks: list[str], kept: list[str]) -> bytes:
    paragraphs = tuple(Paragraph(mark, text or draw(_dark())) for mark, text in zip(marks, kept, strict=True))
    heading = "What The Farmers Of The South Ask" if plan.heading and draw(st.booleans()) else plan.heading
    text = write(replace(plan, paragraphs=paragraphs, heading=heading, **draw(_header())))
    text += draw(st.sampled_from(("", "\n\n", "\n\n\n")))
    if draw(st.booleans()):
        text = "\ufeff" + text.replace("\n", "\r\n")
    return text.encode()


def _skeleton(text: bytes) -> list[object]:
    """Give what the theorem holds fixed of a document: its portions, their marks and their markings."""
    read = cables.read(text)
    return [(item.address, item.section, item.marking, item.basis) for item in read.portions]


def _runs(found: dict[str, bytes]) -> bool:
    """Say whether six words of removed text recurred in kept text: that closes it, and is skeleton."""
    return RUN.search(found["audit.jsonl"]) is not None


def _lines(found: dict[str, bytes]) -> list[str]:
    """Spread what is compared over lines, so that a failure names the one that tells."""
    return json.dumps(blinded(found), indent=1, sort_keys=True).replace("\\n", "\n").split("\n")


@settings(max_examples=examples(20), phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(pair=twins(), policy=st.sampled_from(STOCK[:4]))
def test_removed_text_leaves_no_trace_in_what_is_given_away(pair: tuple[bytes, bytes], policy: str) -> None:
    """Length, findings, furniture, lines, line ends: release, rendering, log and checkpoint are the same."""
    assume(_skeleton(pair[0]) == _skeleton(pair[1]))
    left, right = (published(text, policy) for text in pair)
    assume(not _runs(left) and not _runs(right))
    assert list(difflib.unified_diff(_lines(left), _lines(right), n=0, lineterm="")) == []


# --- what a guesser can test ---------------------------------------------------------------------

GUESSED = "Amara Dessolin"
GUESSABLE = Plan(
    level="C",
    paragraphs=(
        Paragraph("C", f"Minister {GUESSED} said that {NAMES[0]} and {HIDDEN[0]} were near."),
        Paragraph("U", f"Minister {GUESSED} met traders. {GUESSED} asked for better roads."),
    ),
)
HASHES = ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s")
KEYS = (b"", bytes(32), b"redactor", b"custody", b"secret")


def _digests(data: bytes) -> Iterator[str]:
    """Give every digest that a guesser who has no secret can compute of one guess."""
    labels = [f"redactor/{name}/v1".encode() for name in ("removed", "source", "document", "custody")]
    for prefix in (b"", b"\0", b"\1", *labels, *(label + b"\0" for label in labels)):
        for name in HASHES:
            yield hashlib.new(name, prefix + data).hexdigest()
        for key in KEYS:
            yield hmac.new(key, prefix + data, "sha256").hexdigest()


def _stored(found: dict[str, bytes]) -> set[str]:
    """Give every digest in what is given away, base64 undone."""
    values = {value for data in found.values() for value in HEX.findall(data.decode())}
    return values | {base64.b64decode(found["audit.ckpt"].split(b"\n")[2]).hex()}


def test_a_guess_at_removed_text_cannot_be_tested_without_the_secret() -> None:
    """Who knows all but one name, and guesses it right, finds no digest that says so.

    Neither the original, nor its text, nor a removed piece of it has a digest in what is given away, under
    any usual hash, label or key; and another secret gives other values for everything that depends on it.
    """
    original = write(GUESSABLE).encode()
    found = published(original, "public")
    guesses = [original, original.strip(), GUESSED.encode(), f"Minister {GUESSED}".encode()]
    guesses += [part.encode() for part in write(GUESSABLE).split("\n\n")]
    tested = {digest for guess in guesses for digest in _digests(guess)}
    assert not tested & _stored(found)
    assert {value[:64] for value in tested} & _stored(found) == set()


def test_what_depends_on_the_original_depends_on_the_secret() -> None:
    """With another secret every value of the log changes but those that a reader can compute for himself."""
    original = write(GUESSABLE).encode()
    first = published(original, "public")
    second = published(original, "public", bytes(range(1, 33)))
    public = {hashlib.sha256(data).hexdigest() for name, data in first.items() if name != "audit.jsonl"}
    run_line = json.loads(first["audit.jsonl"].split(b"\n")[0])
    public |= {run_line["tool"]["digest"], run_line["policy"]["sha256"], "0" * 64}
    public |= {item["sha256"] for item in (*run_line["detectors"], *run_line["lists"]) if "sha256" in item}
    assert _stored(first) & _stored(second) <= public


def test_one_name_removed_twice_has_two_commitments() -> None:
    """Nobody can see from the log that two removals took the same words."""
    line = json.loads(published(write(GUESSABLE).encode(), "public")["audit.jsonl"].split(b"\n")[1])
    named = [item["commit"] for item in line["removals"] if item["kind"] == "entity"]
    assert len(named) == 2
    assert len(set(named)) == 2


def test_a_withheld_portion_is_one_removal_whatever_stands_in_it() -> None:
    """Three people and none give the same entry: no entity, no count, the reasons of the portion alone."""
    empty = replace(GUESSABLE, paragraphs=(Paragraph("C", "Prices fell."), GUESSABLE.paragraphs[1]))
    for policy in STOCK[:2]:
        left, right = (published(write(plan).encode(), policy) for plan in (GUESSABLE, empty))
        line = json.loads(left["audit.jsonl"].split(b"\n")[1])
        (entry,) = [item for item in line["removals"] if item["portion"] == "1"]
        assert entry["kind"] == "portion"
        assert "entity" not in entry
        assert _lines(left) == _lines(right)

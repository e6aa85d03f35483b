"""An attacker with every release, the log and a list that has the right names guesses no better than by chance.

How it is counted: of each of many documents one of as many names was removed, drawn evenly. The attacker knows
the document but for the name, has everything that is given away (release, log, checkpoint, an export with its
proof) and the sealed custody too, and names one candidate; where nothing tells candidates apart, one by lot. By
chance one in as many guesses as there are names is right. More than four standard deviations above that is
success, and the test fails. Weaknesses that are planted below do make it fail.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import itertools
import json
import math
import os
import random
import re
import struct
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from redactor import audit
from redactor.audit import commit, identity, record, sealed
from redactor.report import export
from redactor.spans import Span
from tests.audit.builders import Plan, clock, document, publish, run_info

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

# Of many lengths, two of one length, and each the beginning of no other.
NAMES = (
    "Io Ash", "Una Reed", "Odile Brandt", "Ines Calder", "Ysolde Quarn", "Bartholomew Vandersteen", "Ossip Mandrel",
    "Theodora Kallistratos-Wynn", "Emil Faro", "Ambrogio Lanternier", "Vela Ostrow", "Casimir Nightingale",
)  # fmt: skip
DOCUMENTS = 180
REVIEWERS = (sealed.new_reviewer("ann.example").reviewer, sealed.new_reviewer("ben.example").reviewer)
# A digest or a nonce as it is spelt in the log. Matches 64 hexadecimal digits; must not match 63.
HEX = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
# What a digest could be spelt as. Matches hexadecimal, base64, and the ten characters of a keyed name.
TOKEN = re.compile(rb"[0-9a-f]{32,128}|[A-Za-z0-9+/]{22,}={0,2}|(?<=doc-)[a-z2-7]{10}")
Given = dict[str, bytes]


@pytest.fixture(autouse=True, scope="module")
def quick_disk() -> Iterator[None]:
    """Do not wait for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield


def plan(name: str) -> Plan:
    """Remove one name twice: alone in a kept paragraph, and within a paragraph that is withheld."""
    return Plan(name=name, withheld=f"{name} spoke of the weir.")


def given_away(name: str, secret: bytes) -> Given:
    """Release a document, and give every byte that leaves the holder, the sealed custody's among them."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        place = audit.destination(out)
        with audit.open_store(place, run_info(), clock=clock, secret=secret) as store:
            publish(store, document(plan(name)))
        cut = export.export(out, ()).files
        sealed.seal_folder(place, REVIEWERS)
        files = [*out.iterdir(), *place.custody.iterdir()]
        found = {path.name: path.read_bytes() for path in files}
        return found | {f"cut/{name}": data for name, data in cut.items() if not name.endswith(".py")}


@pytest.fixture(scope="module")
def victims() -> list[tuple[str, Given]]:
    return drawn(DOCUMENTS)


def drawn(number: int) -> list[tuple[str, Given]]:
    """Draw the documents; the seed makes a run repeatable, the attacker does not have it."""
    draw = random.Random(20261124)  # noqa: S311 - to be repeated
    names = [draw.choice(NAMES) for _ in range(number)]
    return [(name, given_away(name, draw.randbytes(32))) for name in names]


# --- tactics -----------------------------------------------------------------------------------


def spelt(digest: bytes) -> set[bytes]:
    """Give a digest in every spelling in which it could stand somewhere."""
    keyed = base64.b32encode(digest).decode().lower()[:10].encode()
    return {digest.hex().encode(), base64.b64encode(digest), keyed}


def known(given: Given) -> list[bytes]:
    """Give what could be a key or a salt: nothing, zeros, small numbers, every digest that is public."""
    public = [bytes.fromhex(found.decode()) for found in {*HEX.findall(given["audit.jsonl"])}]
    numbers = [struct.pack(">Q", number) for number in range(3)]
    return [b"", bytes(32), b"redactor", *numbers, *sorted(public)]


@functools.cache
def original(name: str) -> bytes:
    """Put a candidate into the document's place for it: all but the name is known."""
    return document(plan(name)).data


def plain_digests(name: str, _: Given) -> frozenset[bytes]:
    """Try digests without a key of the name, of the paragraph, and of the whole original."""
    return _plain_digests(name)


@functools.cache
def _plain_digests(name: str) -> frozenset[bytes]:
    texts = (name, name.lower(), name.upper(), plan(name).withheld)
    data = [text.encode() for text in texts] + [original(name)]
    kinds: tuple[Callable[[bytes], Any], ...] = (hashlib.sha256, hashlib.sha1, hashlib.md5, hashlib.sha512)
    prefixes = (b"", b"redactor/removed/v1\0", b"redactor/source/v1\0", b"redactor/document/v1\0", b"\0")
    tried = (kind(prefix + one).digest() for kind, prefix, one in itertools.product(kinds, prefixes, data))
    return frozenset(spelling for digest in tried for spelling in spelt(digest))


def keyed_digests(name: str, given: Given) -> set[bytes]:
    """Try commitments and keyed names under everything that could be a key."""
    digest = hashlib.sha256(original(name)).digest()
    found: set[bytes] = set()
    for key in known(given):
        for label, data in (
            ("removed", name.encode()),
            ("removed", plan(name).withheld.encode()),
            ("source", digest),
        ):
            found |= spelt(bytes.fromhex(commit.commit(key, label, data)))
        found |= spelt(hmac.new(key, b"redactor/document/v1\0" + digest, hashlib.sha256).digest())
    return found


def derived_digests(name: str, given: Given) -> set[bytes]:
    """Try commitments whose nonces come, as ours do, from a secret that could be known."""
    data = original(name)
    digest, at = hashlib.sha256(data).digest(), data.decode().rindex(name)
    secrets = [key for key in known(given) if len(key) == 32]
    found = {commit.removal(secret, digest, Span(at, at + len(name)), name) for secret in secrets}
    found |= {commit.source_tag(secret, digest) for secret in secrets}
    return {one.encode() for one in found}


DIGESTS: dict[str, Callable[[str, Given], AbstractSet[bytes]]] = {
    "plain digests": plain_digests,
    "keyed digests": keyed_digests,
    "derived digests": derived_digests,
}


def by_digests(tactic: Callable[[str, Given], AbstractSet[bytes]]) -> Callable[[Given, random.Random], str]:
    """Name the candidate of which some digest stands in what was given away."""

    def guess(given: Given, draw: random.Random) -> str:
        public = [data for name, data in given.items() if not name.endswith(".sealed")]
        there = {*TOKEN.findall(b"\n".join((*public, *(name.encode() for name in given))))}
        return lot([name for name in NAMES if not there.isdisjoint(tactic(name, given))], draw)

    return guess


def lot(found: list[str], draw: random.Random) -> str:
    return draw.choice(found or list(NAMES))


def shape(given: Given) -> str:
    """Give all that can be seen of files but what looks drawn by lot: sizes, order, places, numbers, words."""
    names = [re.sub(r"doc-[a-z2-7]{10}", "doc", name) for name in given]
    sizes = [len(data) for data in given.values()]
    log = HEX.sub(b"*", given["audit.jsonl"])
    return repr((names, sizes, re.sub(rb"doc-[a-z2-7]{10}", b"doc", log), given["08XANADU42.txt"]))


def by_shape(given: Given, draw: random.Random) -> str:
    """Release every candidate oneself, and name one whose files look as those that were given away."""
    return lot([name for name in NAMES if SHAPES(name) == shape(given)], draw)


class _Shapes:
    """What one's own releases of each candidate look like."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        if name not in self.found:
            self.found[name] = shape(given_away(name, bytes(range(32))))
        return self.found[name]


SHAPES = _Shapes()
TACTICS: dict[str, Callable[[Given, random.Random], str]] = {
    **{name: by_digests(tactic) for name, tactic in DIGESTS.items()},
    "shape": by_shape,
}


def score(tactic: Callable[[Given, random.Random], str], victims: list[tuple[str, Given]]) -> int:
    """Count right guesses."""
    draw = random.Random(7)  # noqa: S311 - to be repeated
    return sum(tactic(given, draw) == name for name, given in victims)


def most_by_chance(tries: int, choices: int) -> float:
    """Give four standard deviations above what chance gives."""
    mean = tries / choices
    return mean + 4 * math.sqrt(mean * (1 - 1 / choices))


@pytest.mark.parametrize("name", TACTICS)
def test_no_tactic_does_better_than_chance(victims: list[tuple[str, Given]], name: str) -> None:
    """Digests, guessable keys, sizes, places, order and ids tell no name, nor how long it is."""
    assert score(TACTICS[name], victims) <= most_by_chance(DOCUMENTS, len(NAMES))


def test_nothing_links_two_documents_that_removed_one_name() -> None:
    """Whether two documents of one log removed the same name cannot be told: no public value recurs for it."""
    shared: Counter[bool] = Counter()
    for number, same in enumerate((True, False) * 12):
        shared[same] += recurring(NAMES[0], NAMES[0] if same else NAMES[1], bytes([number]) * 32)
    assert shared[True] == shared[False]


def recurring(first: str, second: str, secret: bytes) -> int:
    """Count values that stand in the removals of two documents of one log."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        with audit.open_store(audit.destination(out), run_info(), clock=clock, secret=secret) as store:
            publish(store, document(plan(first)))
            publish(store, document(Plan(serial="000007", name=second, withheld=plan(second).withheld)))
        lines: list[dict[str, Any]] = [
            json.loads(line) for line in (out / "audit.jsonl").read_bytes().splitlines()
        ]
        one, two = (set(HEX.findall(json.dumps(line["removals"]).encode())) for line in lines[1:])
        return len(one & two)


# --- planted weaknesses ------------------------------------------------------------------------


def plain_commitment(patch: pytest.MonkeyPatch) -> None:
    """Commit by a digest without a key."""
    patch.setattr(commit, "removal", lambda _s, _d, _p, text: hashlib.sha256(text.encode()).hexdigest())


def plain_source(patch: pytest.MonkeyPatch) -> None:
    """Name the original by its digest."""
    patch.setattr(commit, "source_tag", lambda _secret, digest: digest.hex())


def plain_name(patch: pytest.MonkeyPatch) -> None:
    """Name the document by a digest without a key."""
    patch.setattr(
        identity,
        "document_id",
        lambda _s, digest, *_: "doc-" + base64.b32encode(digest).decode().lower()[:10],
    )


def nonce_of_the_line(patch: pytest.MonkeyPatch) -> None:
    """Take the nonce from what is public."""
    patch.setattr(
        commit, "removal", lambda _s, _d, _p, text: commit.commit(bytes(32), "removed", text.encode())
    )


def no_secret(patch: pytest.MonkeyPatch) -> None:
    """Derive every nonce from a secret that the tool has for everybody."""
    derived = commit.nonce
    patch.setattr(commit, "nonce", lambda _secret, label, *parts: derived(bytes(32), label, *parts))


def size_of_the_original(patch: pytest.MonkeyPatch) -> None:
    """Say in the log how long a removal was."""
    made = record.removals

    def removals(release: Any, commitments: Any) -> list[Any]:
        rows = made(release, commitments)
        for row, redaction in zip(rows, release.redactions, strict=True):
            row["what"] = f"{len(redaction.span)} signs"  # type: ignore[index,call-overload]
        return rows

    patch.setattr(record, "removals", removals)


def nothing_padded(patch: pytest.MonkeyPatch) -> None:
    """Seal custody as long as it is."""
    patch.setattr(sealed, "_padded", lambda data: data)


WEAK: Mapping[str, tuple[Callable[[pytest.MonkeyPatch], None], str]] = {
    "a digest without a key": (plain_commitment, "plain digests"),
    "the original's digest": (plain_source, "plain digests"),
    "a name from a digest": (plain_name, "plain digests"),
    "a nonce that can be known": (nonce_of_the_line, "keyed digests"),
    "a secret that can be known": (no_secret, "derived digests"),
    "exact amounts": (size_of_the_original, "shape"),
    "sealed without padding": (nothing_padded, "shape"),
}


@pytest.mark.parametrize("name", WEAK)
def test_a_planted_weakness_is_found(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The same attacker, counted in the same way, succeeds where a weakness is planted."""
    plant, tactic = WEAK[name]
    plant(monkeypatch)
    monkeypatch.setitem(globals(), "SHAPES", _Shapes())
    found = drawn(20)
    assert score(TACTICS[tactic], found) > most_by_chance(len(found), len(NAMES))


def test_a_nonce_for_each_text_would_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same commitment for the same text, planted, is seen."""
    monkeypatch.setattr(
        commit, "removal", lambda secret, _d, _p, text: commit.commit(secret, "removed", text.encode())
    )
    assert recurring(NAMES[0], NAMES[0], bytes(32)) > recurring(NAMES[0], NAMES[1], bytes(32))

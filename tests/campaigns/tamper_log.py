"""The ways of tampering with a log: as it stands, or with numbers, links, tree and checkpoint mended."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from redactor.audit import commit
from redactor.audit.body import split
from redactor.model import OwnLine
from tests.campaigns.tamper_edits import Kinds, records_edited, signers, text_edited, texts
from tests.vectors.defects import LOG, THEIRS, Files, forge, lines, put

if TYPE_CHECKING:
    import random

    from tests.campaigns.tamper_world import World

# --- nothing mended ----------------------------------------------------------------------------


def line_deleted(files: Files, draw: random.Random, _: World) -> Kinds:
    found = lines(files)
    index = draw.randrange(len(found))
    del found[index]
    put(files, found)
    return {"truncated"} if index == len(found) else {"missing"}


def line_repeated(files: Files, draw: random.Random, _: World) -> Kinds:
    found = lines(files)
    found.insert(draw.randrange(len(found) + 1), draw.choice(found))
    put(files, found)
    return {"duplicated", "reordered", "missing"}


def lines_swapped(files: Files, draw: random.Random, _: World) -> Kinds:
    found = lines(files)
    one, two = draw.sample(range(len(found)), 2)
    found[one], found[two] = found[two], found[one]
    put(files, found)
    return {"reordered"}


def log_cut(files: Files, draw: random.Random, _: World) -> Kinds:
    files[LOG] = files[LOG][: draw.randrange(len(files[LOG]))]
    return {"truncated", "missing"}


def log_grown(files: Files, draw: random.Random, given: World) -> Kinds:
    """Append: another log's lines, a line once more, bytes."""
    strange = draw.choice(lines(given.other))
    files[LOG] += draw.choice((strange + b"\n", strange, b"\n", b"\x00", b" \n", given.other[LOG]))
    return None


def strange_line(files: Files, draw: random.Random, given: World) -> Kinds:
    """Put another log's line in a line's place, or between two."""
    found, strange = lines(files), lines(draw.choice((given.other, given.plain, given.signed)))
    index = draw.randrange(len(found))
    found[index : index + draw.randrange(2)] = [draw.choice(strange)]
    put(files, found)
    return None


def line_spelt_anew(files: Files, draw: random.Random, _: World) -> Kinds:
    """Write the same JSON otherwise: blanks, order of keys, escapes, a number, line ends."""
    found = lines(files)
    index = draw.randrange(len(found))
    record = json.loads(found[index])
    found[index] = draw.choice((
        json.dumps(record, sort_keys=True).encode(),
        json.dumps(dict(reversed(record.items())), separators=(",", ":")).encode(),
        found[index].replace(b"a", b"\\u0061", 1),
        found[index].replace(b"release", b"\\u0072elease", 1),
        found[index].replace(b'"v":1', b'"v":1.0'),
        found[index].replace(b'"v":1', b'"v":true'),
        found[index].replace(b'"v":1', b'"v":01'),
        found[index].replace(b'"v":1', b'"v":1,"v":1'),
        found[index] + b"\r",
        b"\xef\xbb\xbf" + found[index],
    ))  # fmt: skip
    put(files, found)
    return {"altered"}


def record_edited(files: Files, draw: random.Random, _: World) -> Kinds:
    """Edit records, written in their one spelling; nothing that rests on them is mended."""
    records = [json.loads(line) for line in lines(files)]
    records_edited(records, draw)
    put(files, [json.dumps(one, sort_keys=True, separators=(",", ":")).encode() for one in records])
    return None


# --- all mended --------------------------------------------------------------------------------


def forged(files: Files, draw: random.Random, _: World) -> Kinds:
    """Edit records, and mend numbers, links, tree and checkpoint."""
    forge(lambda records: records_edited(records, draw), *signers(draw))(files)
    return None


def forged_lines(files: Files, draw: random.Random, given: World) -> Kinds:
    """Delete, repeat, swap or add whole records, and mend all the rest."""

    def change(records: list[dict[str, Any]]) -> None:
        index = draw.randrange(1, len(records))
        match draw.randrange(5):
            case 0:
                del records[index]
            case 1:
                records.insert(index, dict(records[draw.randrange(len(records))]))
            case 2:
                records.insert(index, records.pop(draw.randrange(len(records))))
            case 3:
                del records[index:]
            case _:
                records.insert(index, json.loads(draw.choice(lines(given.other))))

    before = dict(files)
    forge(change, *signers(draw))(files)
    if files[LOG].startswith(before[LOG]):
        files.update(before)  # it grew, no more: below
    return None


def forged_growth(files: Files, draw: random.Random, given: World) -> Kinds:
    """Add lines at the end, and mend the rest: who kept a checkpoint alone cannot know that nobody wrote them."""
    added = [
        json.loads(draw.choice(lines(draw.choice((files, given.other))))) for _ in range(draw.randrange(1, 4))
    ]
    forge(lambda records: records.extend(added), *signers(draw))(files)
    return None


def forged_signer(files: Files, draw: random.Random, _: World) -> Kinds:
    """Name another key in the run lines and sign with it, or name none; everything is mended."""
    named, used = draw.choice(((None, ()), (THEIRS.verifier.text(), (THEIRS,))))

    def change(records: list[dict[str, Any]]) -> None:
        for record in records:
            if record["type"] == "run":
                record["signer"] = named

    forge(change, *used)(files)
    return {"wrong_key", "altered"}


def renumbered(record: dict[str, Any], data: bytes) -> None:
    """Let a release line speak of other bytes: digest, size, and the root of what they hold."""
    record["released"] |= {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    own = [OwnLine(one["kind"], one["at"], one["len"]) for one in record["own"]]
    kept = split(data, own, [(row["at"], row["len"]) for row in record["removals"]])
    if kept is not None:
        record["doc_root"] = commit.document_root(kept, [row["commit"] for row in record["removals"]])


def forged_release(files: Files, draw: random.Random, _: World) -> Kinds:
    """Edit a release and all that speaks of it: offsets, digest, root, chain, tree, checkpoint."""
    name = draw.choice(texts(files))

    def change(records: list[dict[str, Any]]) -> None:
        record = [
            one for one in records if one["type"] == "release" and f"out/{one['released']['name']}" == name
        ][-1]
        at, grown = text_edited(files, name, draw)
        for row in (*record["removals"], *record["own"]):
            if row["at"] > at:
                row["at"] = max(0, row["at"] + grown)
        if draw.random() < 0.3:
            records_edited([record], draw) if draw.random() < 0.5 else record["removals"].pop()
        renumbered(record, files[name])

    try:
        forge(change, *signers(draw))(files)
    except (KeyError, TypeError, ValueError, IndexError):
        files["out/extra.txt"] = b"x"
    return None


def forged_rendering(files: Files, draw: random.Random, _: World) -> Kinds:
    """Edit a rendering and the digest that its line has of it."""
    name = draw.choice([one for one in files if one.endswith((".json", ".md")) and one.startswith("out/")])
    files[name] += b"x"

    def change(records: list[dict[str, Any]]) -> None:
        for record in records:
            for entry in record.get("renderings", ()):
                if f"out/{entry['name']}" == name:
                    entry |= {"sha256": hashlib.sha256(files[name]).hexdigest(), "bytes": len(files[name])}

    forge(change, *signers(draw))(files)
    return None

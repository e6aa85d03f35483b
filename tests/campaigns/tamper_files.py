"""The ways of tampering with what lies beside a log: releases, the checkpoint, custody, sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from redactor.audit import checkpoint, merkle
from tests.campaigns.tamper_edits import Kinds, edit_value, signers, text_edited, texts
from tests.vectors.defects import CKPT, LOG, Files, forge, lines, note

if TYPE_CHECKING:
    import random

    from tests.campaigns.tamper_world import World

# --- the releases -------------------------------------------------------------------------------


def release_edited(files: Files, draw: random.Random, _: World) -> Kinds:
    text_edited(files, draw.choice(texts(files)), draw)
    return {"altered", "truncated"}


def marker_moved(files: Files, draw: random.Random, _: World) -> Kinds:
    """Move a marker by some bytes, or exchange two; length and digest of the log stay."""
    name = draw.choice(texts(files))
    data = files[name]
    mark = draw.choice([one for one in (b"[CLASS: paragraph]", b"[PRIVACY: name]") if one in data])
    rest = data.replace(mark, b"", 1)
    at = draw.randrange(len(rest))
    files[name] = rest[:at] + mark + rest[at:]
    return {"altered"}


def files_changed(files: Files, draw: random.Random, _: World) -> Kinds:
    """Take a file away, name it otherwise, exchange two, put a strange one beside."""
    names = sorted(name for name in files if name.startswith("out/") and name not in {LOG, CKPT})
    one, two = draw.sample(names, 2)
    match draw.randrange(4):
        case 0:
            del files[one]
            return {"missing"}
        case 1:
            files[draw.choice(("out/08XANADU99.txt", "out/.hidden", "out/notes/a.txt"))] = files.pop(one)
            return {"moved", "extra"}
        case 2:
            files[one], files[two] = files[two], files[one]
            return {"moved"}
        case _:
            files[draw.choice(("out/08XANADU98.txt", "out/x"))] = draw.choice(
                (files[one], b"UNCLASSIFIED\n", b"")
            )
            return {"extra"}


# --- the checkpoint -----------------------------------------------------------------------------


def checkpoint_replaced(files: Files, draw: random.Random, given: World) -> Kinds:
    """Put an older one of this log in its place, another log's, a part of it, none."""
    match draw.randrange(4):
        case 0:
            found = lines(files)
            size = draw.randrange(len(found))
            stated = checkpoint.parse(files[CKPT])
            root = merkle.root([merkle.leaf_hash(line) for line in found[:size]])
            note(files, checkpoint.Checkpoint(stated.origin, size, root), *signers(draw))
            return {"stale_checkpoint", "wrong_key"}
        case 1:
            files[CKPT] = given.other[CKPT]
            return {"altered"}
        case 2:
            files[CKPT] = files[CKPT][: draw.randrange(len(files[CKPT]))]
            return {"altered", "wrong_key"}
        case _:
            del files[CKPT]
            return {"missing"}


def older_checkpoint(files: Files, _: random.Random, given: World) -> Kinds:
    """Put back the checkpoint that was signed before the second run."""
    files[CKPT] = given.younger[CKPT]
    return {"stale_checkpoint"}


def checkpoint_edited(files: Files, draw: random.Random, _: World) -> Kinds:
    """State another size, root or origin, sign with another key, drop the signature, spell it otherwise."""
    stated = checkpoint.parse(files[CKPT])
    fields: dict[str, Any] = {"origin": stated.origin, "size": stated.size, "root": stated.root}
    key = draw.choice((*fields, "signatures"))
    match key:
        case "size":
            fields["size"] = max(0, stated.size + draw.choice((-2, -1, 1, 2, 100)))
        case "root":
            fields["root"] = bytes(draw.randrange(256) for _ in range(32))
        case "origin":
            fields["origin"] = draw.choice((stated.origin[:-1], "redactor/foia/0", "", stated.origin + "\n"))
    note(files, checkpoint.Checkpoint(**fields), *signers(draw))
    if draw.random() < 0.3:
        files[CKPT] = draw.choice(
            (files[CKPT] + b"\n", files[CKPT].replace(b"\n", b"\r\n"), b"\n" + files[CKPT])
        )
    return {"altered", "wrong_key", "truncated", "stale_checkpoint"}


def rolled_back(files: Files, draw: random.Random, given: World) -> Kinds:
    """Put back log, checkpoint and releases as they stood before the second run, or cut to any line."""
    for name in [name for name in files if name.startswith("out/")]:
        del files[name]
    young = draw.random() < 0.3
    source = given.younger_plain if young else given.plain
    files |= {name: data for name, data in source.items() if name.startswith("out/")}
    if not young:
        end = draw.randrange(1, len(lines(files)))
        forge(lambda records: records.__delitem__(slice(end, None)))(files)
        named = {
            f"out/{entry['name']}"
            for record in map(json.loads, lines(files))
            if record["type"] == "release"
            for entry in (record["released"], *record["renderings"])
        }
        for name in [one for one in files if one.startswith("out/") and one not in {LOG, CKPT, *named}]:
            del files[name]
    return None


# --- custody and sources ------------------------------------------------------------------------


def custody_names(files: Files) -> list[str]:
    return sorted(name for name in files if name.startswith("out.custody/") and name.endswith(".json"))


def custody_moved(files: Files, draw: random.Random, given: World) -> Kinds:
    """Exchange custody files, take one away, rename one, put another log's in its place."""
    one, two = draw.sample(custody_names(files), 2)
    match draw.randrange(4):
        case 0:
            files[one], files[two] = files[two], files[one]
            return {"altered"}
        case 1:
            del files[one]
            return {"missing"}
        case 2:
            files[one.replace("/0", "/9")] = files.pop(one)
            return {"missing"}
        case _:
            files[one] = given.other.get(one, b"{}")
            return {"altered"}


def custody_edited(files: Files, draw: random.Random, _: World) -> Kinds:
    """Edit the object of a custody file, exchange entries of two, or lower its banner."""
    one, two = draw.sample([name for name in custody_names(files) if "XANADU" in name], 2)
    parts, others = files[one].split(b"\n"), files[two].split(b"\n")
    content, strange = json.loads(parts[1]), json.loads(others[1])
    match draw.randrange(3):
        case 0:
            edit_value(content, draw)
        case 1:
            key = draw.choice(sorted(content.keys() & strange.keys()))
            content[key] = strange[key]
        case _:
            parts[0] = parts[2] = b"UNCLASSIFIED"
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    files[one] = b"\n".join((parts[0], text.encode(), parts[2], b""))
    return {"altered"}


def secret_changed(files: Files, draw: random.Random, given: World) -> Kinds:
    secret = files["out.custody/secret"]
    files["out.custody/secret"] = draw.choice(
        (given.other["out.custody/secret"], secret[:-1], secret + b"\n", b"", secret[::-1])
    )
    return {"wrong_key", "altered"}


def source_changed(files: Files, draw: random.Random, _: World) -> Kinds:
    """Edit an original, take it away, put another in its place."""
    one, two = draw.sample(sorted(name for name in files if name.startswith("in/")), 2)
    match draw.randrange(3):
        case 0:
            at = draw.randrange(len(files[one]))
            files[one] = files[one][:at] + draw.choice((b"x", b"", b"\r\n")) + files[one][at + 1 :]
        case 1:
            del files[one]
        case _:
            files[one] = files[two]
    return {"missing"}

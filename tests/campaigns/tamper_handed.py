"""The ways of tampering with what is handed out of a log: exports, openings, sealed custody."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from redactor.audit import canonical
from tests.campaigns.tamper_edits import Kinds, another, edit_value
from tests.vectors.defects import LOG, Files

if TYPE_CHECKING:
    import random

    from tests.campaigns.tamper_world import World

PROOFS = "cut/audit.export.json"


def export_edited(files: Files, draw: random.Random, given: World) -> Kinds:
    """Exchange, drop, repeat, edit lines and proofs within an export or between two."""
    data, other = (
        json.loads(files[PROOFS]),
        json.loads(files[draw.choice(("cut2/audit.export.json", PROOFS))]),
    )
    found, strange = data["lines"], other["lines"]
    if draw.random() < 0.2:
        strange = json.loads(given.other[PROOFS])["lines"]
    one, two = draw.choice(found), draw.choice(strange)
    match draw.randrange(6):
        case 0:
            key = draw.choice(("line", "proof", "seq"))
            one[key] = two[key]
        case 1:
            found.remove(one)
        case 2:
            found.insert(draw.randrange(len(found) + 1), two)
        case 3:
            one["proof"] = another(one["proof"], draw)
        case 4:
            record = json.loads(one["line"])
            edit_value(record, draw)
            one["line"] = canonical(record).decode()
        case _:
            edit_value(data, draw)
    files[PROOFS] = (
        json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    )
    return None


def export_files(files: Files, draw: random.Random, given: World) -> Kinds:
    """Exchange what lies in two exports, edit a release, a rendering, the checkpoint."""
    name = draw.choice(sorted(one for one in files if one.startswith("cut/") and not one.endswith(".py")))
    data = files[name]
    at = draw.randrange(len(data))
    match draw.randrange(5):
        case 0:
            files[name] = data[:at] + b"x" + data[at + draw.randrange(2) :]
        case 1:
            del files[name]
        case 2:
            files[name] = given.other[name]
        case 3:
            files[draw.choice(("cut/x.txt", "cut/audit.jsonl.txt"))] = data
        case _:
            files[name] = files["cut2/08XANADU42-2.txt"] if name.endswith(".txt") else data[:at]
    return None


def opening_edited(files: Files, draw: random.Random, given: World) -> Kinds:
    """Edit openings, exchange nonces, texts, numbers between two, or put another log's there."""
    data = json.loads(files["opening.json"])
    ours = {json.dumps(claim) for claim in data["openings"]}
    strange = json.loads(given.other["opening.json"])["openings"]
    one, two = draw.sample([*data["openings"], *(strange if draw.random() < 0.3 else [])], 2)
    match draw.randrange(4):
        case 0:
            key = draw.choice(sorted(one))
            one[key], two[key] = two[key], one[key]
        case 1:
            edit_value(data, draw)
        case 2:
            data["openings"].append(draw.choice(strange))
        case _:
            one["text"] = another(one["text"], draw)
    claims = data.get("openings")
    if isinstance(claims, list) and claims and {json.dumps(claim) for claim in claims} <= ours:
        return None  # fewer of them, or one twice: each says what it said
    files["opening.json"] = (
        json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    )
    return {"altered"}


def sealed_moved(files: Files, draw: random.Random, given: World) -> Kinds:
    """Exchange sealed files, or parts of two, take one away, edit one, put another log's there."""
    names = sorted(name for name in files if name.endswith(".sealed"))
    one, two = draw.sample(names, 2)
    data, other = json.loads(files[one]), json.loads(files[two])
    match draw.randrange(5):
        case 0:
            files[one], files[two] = files[two], files[one]
        case 1:
            key = draw.choice(sorted(data))
            data[key], other[key] = other[key], data[key]
            files[one], files[two] = (canonical(part) + b"\n" for part in (data, other))
        case 2:
            del files[one]
        case 3:
            edit_value(data, draw)
            text = json.dumps(data, sort_keys=True, separators=(",", ":"))
            files[one] = text.encode() + b"\n"
        case _:
            files[one] = base64.b64encode(given.other[LOG])
    return None

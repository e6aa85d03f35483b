"""The ways of tampering: each changes the files as somebody without a key and without custody's secret can.

A way gives the kinds of failure of which one must be reported, or nothing where any will do. A change that
comes out as no change is drawn again by the campaign.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redactor.audit import canonical, checkpoint, commit, merkle
from redactor.audit.body import split
from redactor.model import OwnLine
from tests.vectors.defects import CKPT, LOG, THEIRS, Files, forge, lines, note, put

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from redactor.audit.keys import Signer
    from tests.campaigns.tamper_world import World

Kinds = set[str] | None
Change = "Callable[[Files, random.Random, World], Kinds]"
KEY, CUSTODY, KEPT = "with the key", "with custody and sources", "with a checkpoint kept"
EXPORT, OPENING, SEALED = "of an export", "of an opening", "of sealed custody"
PUBLIC = (KEY, CUSTODY, KEPT)


@dataclass(frozen=True)
class Way:
    """One way of tampering, and who must see it."""

    name: str
    change: Callable[[Files, random.Random, World], Kinds]
    readers: tuple[str, ...]


# --- values ------------------------------------------------------------------------------------


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of every value in parsed JSON."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        if isinstance(item, dict | list):
            yield from places(item, (*path, key))


def holder(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path[:-1]:
        value = value[step]
    return value


def another(value: Any, draw: random.Random) -> Any:
    """Give another value of the same type, so that the schema has nothing to say where it need not."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return max(0, value + draw.choice((-1, 1, 7)))
    if isinstance(value, str) and len(value) == 64:
        at = draw.randrange(64)
        return value[:at] + draw.choice("0123456789abcdef") + value[at + 1 :]
    if isinstance(value, str):
        return draw.choice((value + "x", value[:-1], value[::-1], "U", "keep", "08XANADU42", "2016-01-01"))
    if isinstance(value, list):
        return draw.choice((value[::-1], value[1:], value + value, []))
    return draw.choice((None, 1, "x", {}, [])) if value is None else {**value, "x": 1}


def edit_value(record: dict[str, Any], draw: random.Random) -> None:
    """Change, remove or add one field, anywhere in a record."""
    path = draw.choice([*places(record)])
    inside = holder(record, path)
    match draw.randrange(6):
        case 0:
            del inside[path[-1]]
        case 1 if isinstance(inside, dict):
            inside[draw.choice(("text", "note", "custody", "start", "seq2"))] = draw.choice((1, "x", None))
        case 2:
            inside[path[-1]] = draw.choice((None, True, 0, "", [], {}))
        case _:
            inside[path[-1]] = another(inside[path[-1]], draw)


def swap_fields(records: list[dict[str, Any]], draw: random.Random) -> None:
    """Exchange a field between two records, or a removal's between two removals."""
    released = [record for record in records if record["type"] == "release"]
    one, two = draw.sample(released, 2)
    if draw.random() < 0.5:
        one, two = draw.choice(one["removals"]), draw.choice(two["removals"])
    key = draw.choice(sorted(one.keys() & two.keys()))
    one[key], two[key] = two[key], one[key]


def records_edited(records: list[dict[str, Any]], draw: random.Random) -> None:
    if draw.random() < 0.3:
        swap_fields(records, draw)
    else:
        edit_value(draw.choice(records), draw)


# --- the log, nothing mended -------------------------------------------------------------------


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


# --- the log, all mended -----------------------------------------------------------------------


def signers(draw: random.Random) -> tuple[Signer, ...]:
    return draw.choice(((), (THEIRS,)))


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


# --- the releases ------------------------------------------------------------------------------


def texts(files: Files) -> list[str]:
    return sorted(name for name in files if name.startswith("out/") and name.endswith(".txt"))


def text_edited(files: Files, name: str, draw: random.Random) -> tuple[int, int]:
    """Edit kept text, a marker, our own lines, or put a marker elsewhere; give where, and how much it grew."""
    data = files[name]
    at = draw.randrange(len(data))
    marks = [
        data.index(mark)
        for mark in (b"[CLASS: paragraph]", b"[PRIVACY: name]", b"RELEASE IN PART")
        if mark in data
    ]
    if marks and draw.random() < 0.4:
        at = draw.choice(marks) + draw.randrange(4)
    new = draw.choice(
        (b"", b"x", b"[PRIVACY: name]", b"UNCLASSIFIED\n", b"\n", data[at : at + 1].swapcase(), b"not ")
    )
    gone = draw.randrange(4)
    files[name] = data[:at] + new + data[at + gone :]
    return at, len(files[name]) - len(data)


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


# --- the checkpoint ----------------------------------------------------------------------------


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


# --- custody and sources -----------------------------------------------------------------------


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


# --- what is handed out ------------------------------------------------------------------------

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


WAYS = (
    Way("a line deleted", line_deleted, PUBLIC),
    Way("a line repeated", line_repeated, PUBLIC),
    Way("two lines exchanged", lines_swapped, PUBLIC),
    Way("the log cut at a byte", log_cut, PUBLIC),
    Way("the log grown", log_grown, PUBLIC),
    Way("another log's line", strange_line, PUBLIC),
    Way("a line spelt otherwise", line_spelt_anew, PUBLIC),
    Way("a record edited", record_edited, PUBLIC),
    Way("a record edited, all mended", forged, PUBLIC),
    Way("lines gone, added or moved, all mended", forged_lines, PUBLIC),
    Way("the log grown, all mended", forged_growth, (KEY, CUSTODY)),
    Way("another signer, all mended", forged_signer, PUBLIC),
    Way("a release edited, all mended", forged_release, PUBLIC),
    Way("a rendering edited, all mended", forged_rendering, PUBLIC),
    Way("a release edited", release_edited, PUBLIC),
    Way("a marker moved", marker_moved, PUBLIC),
    Way("files gone, renamed, exchanged, added", files_changed, PUBLIC),
    Way("the checkpoint replaced", checkpoint_replaced, PUBLIC),
    Way("the checkpoint edited", checkpoint_edited, PUBLIC),
    Way("an older signed checkpoint", older_checkpoint, (KEY,)),
    Way("rolled back whole", rolled_back, (CUSTODY, KEPT)),
    Way("custody files moved", custody_moved, (CUSTODY,)),
    Way("custody edited", custody_edited, (CUSTODY,)),
    Way("the secret changed", secret_changed, (CUSTODY,)),
    Way("a source changed", source_changed, (CUSTODY,)),
    Way("an export's lines and proofs", export_edited, (EXPORT,)),
    Way("an export's files", export_files, (EXPORT,)),
    Way("openings edited", opening_edited, (OPENING,)),
    Way("sealed files moved or edited", sealed_moved, (SEALED,)),
)

"""Check releases of redactor without redactor: needs Python 3.11 and, for signatures, `cryptography`.

    python verify_release.py FOLDER [KEY.pub]

FOLDER is an output folder, or what `redactor audit export` made of one. It proves that the log is what its
checkpoint states, that KEY signed that, and that each release is the one its line speaks of: kept text and
commitments rebuild the root of one document. Exit 0: all of it holds; 10: something does not.
docs/reference/audit-format.md describes every byte that is read here.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


class BrokenError(Exception):
    """Something does not hold."""


def holds(condition: object, what: str) -> None:
    """Stop where a condition does not hold."""
    if not condition:
        raise BrokenError(what)


def leaf(data: bytes) -> bytes:
    """Hash an entry of a tree (RFC 6962)."""
    return hashlib.sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into one (RFC 6962)."""
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Give the root over leaf hashes."""
    if len(leaves) < 2:  # noqa: PLR2004 - a leaf is its own root
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:half]), root(leaves[half:]))


def climb(index: int, last: int, result: bytes, proof: Iterable[bytes]) -> bytes:
    """Follow an inclusion proof from a leaf to the root."""
    for step in proof:
        holds(last, "a proof is too long")
        if index & 1 or index == last:
            result = node(step, result)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            result = node(result, step)
        index, last = index >> 1, last >> 1
    holds(not last, "a proof is too short")
    return result


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object whose keys stand once."""
    holds(len(dict(pairs)) == len(pairs), "a key stands twice")
    return dict(pairs)


def written(value: dict[str, Any]) -> bytes:
    """Write canonical JSON (RFC 8785; no floats, ASCII keys)."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def record(line: bytes) -> dict[str, Any]:
    """Read a line, which must be in its one spelling."""
    value: dict[str, Any] = json.loads(line, object_pairs_hook=once)
    holds(type(value) is dict and written(value) == line, "a line is not in its canonical spelling")
    return value


def decoded(text: str) -> bytes:
    """Decode base64 in its one spelling."""
    data = base64.b64decode(text, validate=True)
    holds(base64.b64encode(data).decode() == text, "base64 in another spelling")
    return data


def checkpoint(folder: Path) -> tuple[list[str], bytes, list[str]]:
    """Give the checkpoint's three lines, the bytes that are signed, and its signature lines."""
    data = (folder / "audit.ckpt").read_bytes()
    signed, _, signatures = data.partition(b"\n\n")
    body = signed.removesuffix(b"\n") + b"\n"
    stated, lines = body.decode().split("\n")[:-1], signatures.decode().split("\n")[:-1]
    again = body + (b"\n" + "".join(f"{line}\n" for line in lines).encode() if lines else b"")
    holds(data == again and len(stated) == 3 and str(int(stated[1])) == stated[1], "not a checkpoint")  # noqa: PLR2004 - lines
    return stated, body, lines


def check_key(key: str, body: bytes, signatures: Iterable[str]) -> None:
    """Hold the checkpoint against a public key, NAME+HASH+BASE64."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    name, hashed, encoded = key.strip().split("+", 2)
    typed = decoded(encoded)
    holds(hashlib.sha256(name.encode() + b"\n" + typed).hexdigest()[:8] == hashed, "the key is damaged")
    for line in signatures:
        signer, _, signature = line.removeprefix("\u2014 ").partition(" ")
        data = decoded(signature)
        if signer == name and data[:4].hex() == hashed:
            try:
                return Ed25519PublicKey.from_public_bytes(typed[1:]).verify(data[4:], body)
            except InvalidSignature:
                break
    raise BrokenError("the checkpoint is not signed by that key")


def lines_of(folder: Path, size: int, stated: bytes) -> list[dict[str, Any]]:
    """Read the log, or what of it was exported, each line proved to stand in the stated tree."""
    if (folder / "audit.jsonl").exists():
        lines = (folder / "audit.jsonl").read_bytes().split(b"\n")
        holds(
            lines.pop() == b"" and len(lines) == size,
            "the log is longer or shorter than its checkpoint states",
        )
        holds(root([leaf(line) for line in lines]) == stated, "the log is not the one its checkpoint states")
        return [record(line) for line in lines]
    found: list[dict[str, Any]] = []
    data = (folder / "audit.export.json").read_bytes()
    again = []
    for part in record(data.removesuffix(b"\n"))["lines"]:
        seq, line, proof = int(part["seq"]), part["line"], [bytes.fromhex(step) for step in part["proof"]]
        again.append({"line": line, "proof": [step.hex() for step in proof], "seq": seq})
        holds((found[-1]["seq"] if found else -1) < seq < size, "lines out of order")
        holds(climb(seq, size - 1, leaf(line.encode()), proof) == stated, "a line is not of the stated log")
        found.append(record(line.encode()))
        holds(found[-1]["seq"] == seq, "a line stands under another number")
    holds(written({"lines": again, "type": "export", "v": 1}) + b"\n" == data, "not an export of version 1")
    return found


def check_release(line: dict[str, Any], data: bytes) -> None:
    """Rebuild the root of the one document that a release and its line speak of."""
    name = line["doc"]
    holds(
        hashlib.sha256(data).hexdigest() == line["released"]["sha256"],
        f"{name}: its bytes are not its line's",
    )
    holes = [(own["at"], own["len"], 0) for own in line["own"]]
    holes += [(row["at"], row["len"], 1) for row in line["removals"]]
    kept: list[bytes] = []
    segment, position = b"", 0
    for at, length, removal in sorted(holes):
        holds(position <= at <= at + length <= len(data), f"{name}: its removals overlap")
        segment, position = segment + data[position:at], at + length
        if removal:
            kept, segment = [*kept, segment], b""
    kept.append(segment + data[position:])
    leaves = [leaf(b"redactor/kept-leaf/v1\0" + kept[0])]
    for row, part in zip(line["removals"], kept[1:], strict=True):
        leaves.append(leaf(b"redactor/removed-leaf/v1\0" + bytes.fromhex(row["commit"])))
        leaves.append(leaf(b"redactor/kept-leaf/v1\0" + part))
    holds(root(leaves).hex() == line["doc_root"], f"{name}: kept text and commitments are not one document's")


def check(folder: Path, key: str | None) -> list[str]:
    """Check all of it; give the names of the releases that hold."""
    (origin, size, stated), body, signatures = checkpoint(folder)
    if key is not None:
        check_key(key, body, signatures)
    lines = lines_of(folder, int(size), decoded(stated))
    replaced = {line.get("supersedes") for line in lines}
    released = [line for line in lines if line["type"] == "release" and line["seq"] not in replaced]
    runs = {line["run"]: line for line in lines if line["type"] == "run"}
    holds(all(line["run"] in runs for line in released), "a release without its run")
    for run in [*runs.values()][:1]:
        ours = f"redactor/{run['policy']['id']}/{run['custody_key'][:16]}"
        holds(origin == ours, "it is another log's checkpoint")
    for line in released:
        check_release(line, (folder / line["released"]["name"]).read_bytes())
        for entry in line["renderings"]:
            digest = hashlib.sha256((folder / entry["name"]).read_bytes()).hexdigest()
            holds(digest == entry["sha256"], f"{line['doc']}: a rendering is not its line's")
    named = {entry["name"] for line in released for entry in (line["released"], *line["renderings"])}
    found = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    holds(not any(path.is_symlink() for path in found), "a link stands there: its bytes lie elsewhere")
    there = {path.relative_to(folder).as_posix() for path in found}
    beside = {"audit.jsonl", "audit.ckpt", "audit.manifest.jsonl", "audit.export.json", "verify_release.py"}
    holds(not there - named - beside, "a file stands there that no line speaks of")
    return [str(line["doc"]) for line in released]


def main(words: list[str]) -> int:
    """Say what holds; whatever cannot be read does not hold."""
    try:
        key = Path(words[1]).read_text("ascii") if len(words) > 1 else None
        names = check(Path(words[0]), key)
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing was shown to hold
        sys.stderr.write(
            f"NOT verified: {error if isinstance(error, BrokenError) else type(error).__name__}\n"
        )
        return 10
    signed = "signed by that key" if key is not None else "no key was asked for"
    sys.stdout.write("".join(f"{name}: holds\n" for name in names) + f"{len(names)} verified; {signed}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

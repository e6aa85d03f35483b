"""Keys of the wrong kind, another run's custody, links where something is to be written: typed, and nothing is shown."""

from __future__ import annotations

import csv
import os
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, x25519
from typer.testing import CliRunner

from redactor.audit import key_files
from redactor.cli.app import app
from tests.audit.builders import Plan, document, run_info, write_run
from tests.audit.merges import write_segment
from tests.verify.leaks import told

if TYPE_CHECKING:
    from pathlib import Path

PEM = serialization.Encoding.PEM
PKCS8 = serialization.PrivateFormat.PKCS8
PUBLIC = serialization.PublicFormat.SubjectPublicKeyInfo
OPEN = serialization.NoEncryption()
# Words of the document that stand in custody alone.
REMOVED = ("Odile", "Brandt", "Ambrose", "Vell")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a signed output, another run's, and a file of every kind of key."""
    made = tmp_path_factory.mktemp("bad-files")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        key_files.generate("records.example", made)
        key_files.generate("ann.example", made, reviewer=True)
        key_files.generate_secret("batch", made)
        write_run(made / "out", document())
        write_segment(made / "other", [document(Plan(serial="000007", name="Ines Calder"))], secret=b"x" * 32)
        signer = key_files.signer_of(made / "records.example.key")
        write_run(made / "signed", document(), run=run_info(signer=signer))
    locking = serialization.BestAvailableEncryption(b"words")
    made_up = ed25519.Ed25519PrivateKey.generate()
    written = {
        "rsa.pem": rsa.generate_private_key(65537, 2048).private_bytes(PEM, PKCS8, OPEN),
        "p256.pem": ec.generate_private_key(ec.SECP256R1()).private_bytes(PEM, PKCS8, OPEN),
        "x25519.pem": x25519.X25519PrivateKey.generate().private_bytes(PEM, PKCS8, OPEN),
        "ed25519.pem": made_up.private_bytes(PEM, PKCS8, OPEN),
        "ed25519.pub.pem": made_up.public_key().public_bytes(PEM, PUBLIC),
        "locked.pem": made_up.private_bytes(PEM, PKCS8, locking),
        "empty": b"",
        "noise": b"\xff" * 44,
    }
    for name, data in written.items():
        (made / name).write_bytes(data)
        (made / name).chmod(0o600)
    return made


ODD = ("rsa.pem", "p256.pem", "ed25519.pem", "x25519.pem", "ed25519.pub.pem", "locked.pem", "empty", "noise", "batch.secret", "none", "other")  # fmt: skip
# Every way to name a key, and the kinds of ours that do not belong there.
KEYED: tuple[tuple[str, tuple[str, ...]], ...] = (
    # a public key that must have signed
    ("verify {base}/signed --key {key}", ("records.example.key", "ann.example.key", "ann.example.pub")),
    # a private key that signs
    ("audit note {base}/signed --by A --text read --sign {key}", ("records.example.pub", "ann.example.key", "ann.example.pub")),
    ("audit unseal {base}/signed 08XANADU42 1 --by A --reason letter --sign {key} -o {new}", ("records.example.pub", "ann.example.key", "ann.example.pub")),
    ("audit merge {base}/signed {base}/other -o {new} --sign {key}", ("records.example.pub", "ann.example.key", "ann.example.pub")),
    # a reviewer's public key
    ("audit seal {base}/out --to {key}", ("records.example.key", "records.example.pub", "ann.example.key")),
    # a reviewer's private key
    ("audit seal {base}/out --open {key} --into {new}", ("records.example.key", "records.example.pub", "ann.example.pub")),
)  # fmt: skip


def command(*words: str) -> tuple[int, str]:
    """Run a command; whatever it says is typed, and of no document."""
    done = CliRunner().invoke(app, list(words))
    said = done.stdout + done.stderr
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in said
    assert not any(word in said for word in REMOVED)
    return done.exit_code, said


@pytest.mark.parametrize("verb", [verb for verb, _ in KEYED], ids=range(len(KEYED)))
def test_a_key_of_the_wrong_kind_is_refused(base: Path, tmp_path: Path, verb: str) -> None:
    """Another algorithm, another format, a locked one, a public one for a private one: 2 or 3, and nothing is written."""
    before = {path: path.read_bytes() for path in base.rglob("*") if path.is_file()}
    for key in (*ODD, *dict(KEYED)[verb]):
        words = verb.format(base=base, key=base / key, new=tmp_path / "new").split()
        code, said = command(*words)
        assert code in {2, 3}, (key, code, said)
        assert said.startswith("redactor: error: "), (key, said)
        assert not (tmp_path / "new").exists()
    assert {path: path.read_bytes() for path in base.rglob("*") if path.is_file()} == before


# What reads custody; each is given another run's.
CUSTODIED = (
    ("verify {out} --custody {other}", 10),
    ("audit show {out} --custody --custody-dir {other}", 3),
    ("audit report {out} --custody --custody-dir {other} -o {new}.html", 3),
    ("audit unseal {out} 08XANADU42 1 --by A --reason letter --custody {other} --show-text", 2),
    ("audit note {out} --by A --text read --custody {other}", 2),
)


@pytest.mark.parametrize(("verb", "expected"), CUSTODIED, ids=range(len(CUSTODIED)))
def test_custody_of_another_run_opens_nothing(base: Path, tmp_path: Path, verb: str, expected: int) -> None:
    """It is told as what it is, nothing of either document is shown, and nothing is written."""
    shutil.copytree(base / "out", tmp_path / "out")
    shutil.copytree(base / "other.custody", tmp_path / "other.custody")
    named = {"out": tmp_path / "out", "other": tmp_path / "other.custody", "new": tmp_path / "new"}
    log = (tmp_path / "out/audit.jsonl").read_bytes()
    code, said = command(*verb.format(**named).split())
    assert code == expected, said
    assert "Calder" not in said
    assert (tmp_path / "out/audit.jsonl").read_bytes() == log
    assert not (tmp_path / "new.html").exists()


# Whatever writes, and where somebody planted a link.
LINKED = (
    ("audit report {out} -o {link}", "link"),
    ("audit vaughn {out} -o {link}", "link"),
    ("audit export {out} -o {link}", "link"),
    ("audit unseal {out} 08XANADU42 1 --by A --reason letter -o {link}", "link"),
    ("audit merge {out} {other} -o {link}", "link"),
    ("audit keygen link -o {here}", "link.key"),
    ("audit keygen link -o {here} --reviewer", "link.pub"),
    ("audit keygen link -o {here} --custody", "link.secret"),
    ("audit seal {out} --open {key} --into {link}", "link"),
)


@pytest.mark.parametrize("what", ["file", "folder"])
@pytest.mark.parametrize(("verb", "planted"), LINKED, ids=range(len(LINKED)))
def test_nothing_is_written_through_a_link(
    base: Path, tmp_path: Path, verb: str, planted: str, what: str
) -> None:
    """The link's target stays as it was; where the link is replaced, it is by a file of ours and not through it."""
    for name in ("out", "out.custody", "other", "other.custody"):
        shutil.copytree(base / name, tmp_path / name)
    target = tmp_path / "precious"
    if what == "folder":
        target.mkdir()
        (target / "cable.txt").write_bytes(b"precious")
    else:
        target.write_bytes(b"precious")
    link = tmp_path / planted
    link.symlink_to(target)
    named = {"out": tmp_path / "out", "other": tmp_path / "other", "link": link, "here": tmp_path}
    code, said = command(*verb.format(**named, key=base / "ann.example.key").split())
    kept = (target / "cable.txt" if what == "folder" else target).read_bytes()
    assert kept == b"precious"
    assert what == "file" or [path.name for path in target.iterdir()] == ["cable.txt"]
    assert code in {2, 7} or (code == 0 and not link.is_symlink()), said


# What a cable can hold to reach whoever reads about it: a terminal, rich's markup, a browser, a spreadsheet, an eye.
HOSTILE = (
    "\x1b[2J\x1b]8;;http://x\x07\x9b31m [red]Vell[/red] [/C] [link=x]y[/link] <script>alert(1)</script>"
    "<img src=x onerror=y> =HYPERLINK(1) \u202egnp\u2066 \u200b ${x} {0} %s"
)
# Every verb that shows what a cable held, or what its log says of it.
SHOWN = (
    "verify {out} --source {cable}",
    "review {out}",
    "audit show {out}",
    "audit show {out} --custody",
    "audit stats {out}",
    "audit query {out}",
    "audit query {out} -f csv",
    "audit query {out} -f md",
    "audit vaughn {out}",
    "audit vaughn {out} -f csv",
    "audit vaughn {out} -f html",
    "audit diff {out} {later} --show-text",
    "audit diff {later} {out}",
    "audit unseal {out} 08XANADU42 1 --by A --reason letter --show-text",
    "audit report {out} -o {new}.html",
    "audit report {out} -o {new}.html --custody",
)
LIVE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys or an eye does not see. Matches ESC and RLO; must not match a tab or a line end."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make two outputs of cables whose withheld, removed and kept text is hostile, and whose policy's words are."""
    made = tmp_path_factory.mktemp("hostile")
    plan = Plan(withheld=HOSTILE, name=f"Odile {HOSTILE}", rain=HOSTILE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        write_run(made / "out", told(document(plan), harm=HOSTILE, describe=HOSTILE))
        write_run(made / "later", document(replace(plan, withheld=f"{HOSTILE} again")))
    (made / "cable.txt").write_bytes(document(plan).data)
    return made


@pytest.mark.parametrize("verb", SHOWN, ids=range(len(SHOWN)))
def test_hostile_text_does_nothing(hostile: Path, tmp_path: Path, verb: str) -> None:
    """No escape, no markup, no tag and no formula of a cable lives on in what a verb says or writes."""
    for name in ("out", "out.custody", "later", "later.custody"):
        shutil.copytree(hostile / name, tmp_path / name)
    named = {"out": tmp_path / "out", "later": tmp_path / "later", "cable": hostile / "cable.txt"}
    words = verb.format(**named, new=tmp_path / "new").split()
    done = CliRunner().invoke(app, words)
    said = done.stdout + done.stderr
    page = tmp_path / "new.html"
    said += page.read_text("utf-8") if page.exists() else ""
    assert done.exit_code in {0, 1, 13}, said
    assert LIVE.search(said) is None
    assert "<script>alert" not in said or "-f html" not in verb
    assert "<img" not in said or "html" not in verb
    if "-f csv" in verb:
        cells = [cell for row in csv.reader(done.stdout.splitlines()) for cell in row]
        assert not [cell for cell in cells if cell.lstrip()[:1] in {"=", "+", "-", "@"}]

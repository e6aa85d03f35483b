"""A protect list: who stands in it is protected in every document, and the list grows in custody, never in public."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from tests.attacks.build import CLASSIFIED, Attack, cable
from tests.cli.desk import command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("one_detector")

RULES = ("--as-of", "2016-01-01", "--nlp", "none", "-p", "source-protection")
NOTED = "1. (C) The clerk Olim Quorrin (strictly protect) spoke with us."
# Spellings and disguises of a listed person, and what of them stays.
MENTIONS = [
    # the name, the family name alone, another spelling of it, in capitals, last name first
    "1. (C) Torvald Boukher left, and Boukher wept. Later Bukher came back: BOUKHER, Torvald.",
    # a disguise
    "1. (C) We heard that Bou\u200bkher and Torvald_Boukher wept.",
    # a title, which goes or stays, and a possessive
    "1. (C) Minister Boukher's mill burned.",
]


def here(tmp_path: Path, *bodies: str) -> Path:
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    for number, body in enumerate(bodies):
        fields = (("line", f"C O N F I D E N T I A L VELMORA 00{number + 1:04}"),)
        (folder / f"{number}.txt").write_text(
            cable(Attack("", (body,), (), fields=fields), CLASSIFIED), "utf-8"
        )
    (tmp_path / "list.txt").write_text("# for the batch of June\nTorvald Boukher\n", "utf-8")
    return folder


def redact(tmp_path: Path, *words: str | Path, out: str = "out") -> tuple[int, str, str]:
    return command("redact", tmp_path / "in", *RULES, "-o", tmp_path / out, *words)


def copies(tmp_path: Path, out: str = "out") -> str:
    return "".join(path.read_text("utf-8") for path in sorted((tmp_path / out).rglob("*.txt")))


def test_who_is_listed_is_protected_in_every_document(tmp_path: Path) -> None:
    """Every spelling goes; without the list the same documents keep them; nothing public holds a name."""
    here(tmp_path, *MENTIONS)
    assert redact(tmp_path, out="open")[0] == 0
    assert "Boukher" in copies(tmp_path, "open")
    assert redact(tmp_path, "--protect-list", tmp_path / "list.txt")[0] == 0
    public = "".join(path.read_text("utf-8") for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert not [word for word in ("oukher", "OUKHER", "Bukher", "kher") if word in public]
    assert "left, and" in public


def test_the_replay_knows_the_list_and_a_change_to_it_is_told(tmp_path: Path) -> None:
    """Verify takes it from custody; the run line commits to it."""
    here(tmp_path, *MENTIONS)
    redact(tmp_path, "--protect-list", tmp_path / "list.txt")
    words = ("verify", tmp_path / "out", "--source", tmp_path / "in", "-p", "source-protection")
    code, told, _ = command(*words)
    assert (code, "policy replay        passed" in told) == (0, True), told
    (path,) = (tmp_path / "out.custody").glob("000000-run.json")
    path.write_bytes(path.read_bytes().replace(b"Torvald Boukher", b"Torvald Boukhir"))
    assert command(*words)[0] == 10


def test_the_list_grows_in_custody_and_the_next_run_takes_it(tmp_path: Path) -> None:
    """Whom a note protects in one document, the grown list protects in the others; it is readable by its owner alone."""
    here(tmp_path, NOTED, "1. (C) Over lunch Quorrin spoke of water.")
    code, _, told = redact(tmp_path, "--protect-list", tmp_path / "list.txt")
    grown = tmp_path / "out.custody" / "protect-list.txt"
    assert (code, grown.read_text("utf-8")) == (0, "Olim Quorrin\nTorvald Boukher\n")
    assert stat.S_IMODE(grown.stat().st_mode) == 0o600
    assert "2 protected names, 1 new" in told
    assert "Quorrin" in copies(
        tmp_path
    )  # within a run the list stays what it was: no order of documents counts
    assert redact(tmp_path, "--protect-list", grown, out="next")[0] == 0
    assert "Quorrin" not in copies(tmp_path, "next")


def test_workers_and_shards_give_the_same_bytes(tmp_path: Path) -> None:
    """Two processes, or two parts, protect whom one protects."""
    here(tmp_path, *MENTIONS)
    listed = ("--protect-list", tmp_path / "list.txt")
    redact(tmp_path, *listed)
    redact(tmp_path, *listed, "-j", "2", out="two")
    assert copies(tmp_path, "two") == copies(tmp_path)


def test_a_run_with_another_list_is_another_run(tmp_path: Path) -> None:
    """With the same list a resumed run does nothing; with another it is refused, and the documents are done again."""
    here(tmp_path, *MENTIONS, "1. (C) The miller Ana Zorrek wept.")
    listed = ("--protect-list", tmp_path / "list.txt")
    redact(tmp_path, *listed)
    assert redact(tmp_path, *listed, "--resume")[0] == 0
    assert "Zorrek" in copies(tmp_path)
    (tmp_path / "list.txt").write_text("Torvald Boukher\nZorrek, Ana\n", "utf-8")
    code, _, told = redact(tmp_path, *listed, "--resume")
    assert (code, "another --set or --protect-list" in told) == (2, True), told
    assert redact(tmp_path, *listed, "--supersede")[0] == 0
    assert "Zorrek" not in copies(tmp_path)


# What a list must not be. Columns: what, its bytes.
BAD = [
    ("nobody", b"# only a remark\n\n"),
    ("a digit", b"Torvald Boukher\n7\n"),
    ("too long", b"A" * 300),
    ("not UTF-8", b"Boukh\xe9r\n"),
]


@pytest.mark.parametrize("data", [row[1] for row in BAD], ids=[row[0] for row in BAD])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, data: bytes) -> None:
    """Before anything is read, with the line and no text of it."""
    here(tmp_path, *MENTIONS)
    (tmp_path / "list.txt").write_bytes(data)
    code, _, told = redact(tmp_path, "--protect-list", tmp_path / "list.txt")
    assert code == 2
    assert "Boukh" not in told
    assert not (tmp_path / "out").exists()

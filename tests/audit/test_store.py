"""Writing a run: the order of writes, what the log says, what custody keeps, what is refused."""

from __future__ import annotations

import datetime as dt
import json
import stat
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from redactor import audit
from redactor.errors import InternalError, Refusal
from tests.audit.builders import SECRET, Plan, clock, document, publish, run_info, write_run
from tests.audit.looks import custody, lines, names

# --- what is written ---------------------------------------------------------------------------


def test_a_run_writes_run_line_release_and_checkpoint(tmp_path: Path) -> None:
    """The folder holds log, checkpoint and release, custody the secret and a file per line, all private."""
    out = tmp_path / "out"
    [published] = write_run(out, document())
    assert names(out) == ["08XANADU42.txt", "audit.ckpt", "audit.jsonl"]
    assert names(custody(out)) == ["000000-run.json", "000001-08XANADU42.json", "secret"]
    assert published.path == out / "08XANADU42.txt"
    assert published.path.read_text() == document().release.text
    modes = {stat.S_IMODE(path.stat().st_mode) for path in custody(out).iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(custody(out).stat().st_mode) == 0o700


def test_time_stands_in_run_lines_only(tmp_path: Path) -> None:
    """One run line with the injected time opens a run; no other line has one."""
    out = tmp_path / "out"
    write_run(out, document(), document(Plan(serial="000007")))
    first, *rest = lines(out)
    assert first["type"] == "run"
    assert first["time"] == "2026-01-02T03:04:05Z"
    assert [line["type"] for line in rest] == ["release", "release"]
    assert all("time" not in line for line in rest)


def test_the_same_secret_and_time_give_the_same_bytes(tmp_path: Path) -> None:
    """Two folders written alike are equal, custody included."""
    outs = [tmp_path / name / "out" for name in ("a", "b")]
    for out in outs:
        write_run(out, document(), document(Plan(serial="000007", hold=True)))
    for folder in (Path, custody):
        first, second = ({path.name: path.read_bytes() for path in folder(out).iterdir()} for out in outs)
        assert first == second


def test_without_a_secret_a_random_one_is_made(tmp_path: Path) -> None:
    """Two outputs share no commitment for the same removal."""
    commits = []
    for name in ("a", "b"):
        place = audit.destination(tmp_path / name)
        with audit.open_store(place, run_info(), clock=clock) as store:
            publish(store, document())
        commits.append(lines(tmp_path / name)[1]["removals"][0]["commit"])
    assert commits[0] != commits[1]


def test_the_public_part_holds_nothing_of_the_original(tmp_path: Path) -> None:
    """No removed word, input name, original digest, size or offset stands in the output folder."""
    out = tmp_path / "out"
    made = document(Plan(hold=True))
    write_run(out, made)
    everything = b"".join(path.read_bytes() for path in out.iterdir())
    kept = json.loads((custody(out) / "000001-08XANADU42.json").read_bytes().split(b"\n")[1])
    secrets = [b"Ambrose", b"weir", b"Odile", b"Brandt", b"secret-name", b"GBR"]
    secrets += [
        kept["source"]["sha256"].encode(),
        kept["text_sha256"].encode(),
        SECRET,
        SECRET.hex().encode(),
    ]
    assert [secret for secret in secrets if secret in everything] == []
    keys = set[str]()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            keys.update(value)
            list(map(collect, value.values()))
        elif isinstance(value, list):
            list(map(collect, value))

    collect(lines(out))
    assert not keys & {"text", "start", "end", "score", "offset", "original", "findings", "detector"}


def test_originals_that_differ_in_removed_text_give_the_same_public_record(tmp_path: Path) -> None:
    """Other words of another length change commitments, and nothing else under the output."""
    commitments = {"custody", "commit", "source", "doc_root", "prev", "prior_checkpoint"}

    def public(plan: Plan, name: str) -> tuple[list[Any], bytes]:
        out = tmp_path / name
        write_run(out, document(plan))

        def strip(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: strip(item) for key, item in value.items() if key not in commitments}
            return [strip(item) for item in value] if isinstance(value, list) else value

        return [strip(line) for line in lines(out)], (out / "08XANADU42.txt").read_bytes()

    short = public(Plan(withheld="No."), "short")
    long = public(
        Plan(withheld="Ambrose Vell and Odile Brandt met twice.\nThen they left.\n" * 9 + "Really."), "long"
    )
    assert short == long


def test_custody_is_marked_at_the_cables_level(tmp_path: Path) -> None:
    """A custody file begins and ends with the cable's banner."""
    out = tmp_path / "out"
    write_run(out, document())
    head, _, foot, end = (custody(out) / "000001-08XANADU42.json").read_text().split("\n")
    assert head == foot
    assert head.startswith("CONFIDENTIAL")
    assert "NOFORN" in head
    assert end == ""


def test_renderings_are_named_with_their_digests(tmp_path: Path) -> None:
    """A rendering lies beside the text under the same id and stands in the line."""
    out = tmp_path / "out"
    place = audit.destination(out)
    with audit.open_store(place, run_info(), clock=clock, secret=SECRET) as store:
        publish(store, document(), {"json": b"{}\n"})
    [rendering] = lines(out)[1]["renderings"]
    assert rendering["name"] == "08XANADU42.json"
    assert (out / "08XANADU42.json").read_bytes() == b"{}\n"


def test_standard_output_leaves_the_release_to_the_caller(tmp_path: Path) -> None:
    """Log and checkpoint go where they are sent, the line names no file, no release is written."""
    place = audit.destination(None, audit=tmp_path / "log.jsonl", custody=tmp_path / "kept")
    with audit.open_store(place, run_info(), clock=clock, secret=SECRET) as store:
        published = publish(store, document())
    assert published.path is None
    assert names(tmp_path) == ["kept", "log.ckpt", "log.jsonl"]
    assert json.loads((tmp_path / "log.jsonl").read_text().splitlines()[1])["released"]["name"] is None


def test_a_refusal_has_a_line_and_a_keyed_name(tmp_path: Path) -> None:
    """A document that was read and refused does not vanish; custody knows which input it was."""
    out = tmp_path / "out"
    with audit.open_store(audit.destination(out), run_info(), clock=clock, secret=SECRET) as store:
        name = store.refuse(store.receive("in/odd-name.txt", b"\xff"), Refusal.DECODE)
    assert [line["type"] for line in lines(out)] == ["run", "refusal"]
    assert lines(out)[1]["doc"] == name
    assert name.startswith("doc-")
    assert len(name) == 14
    assert audit.read_custody(custody(out), 1, name)["source"]["name"] == "in/odd-name.txt"  # type: ignore[index, call-overload]


def test_nothing_is_logged_before_the_first_document(tmp_path: Path) -> None:
    """A run that releases and refuses nothing leaves no line, and no folder that was not there before."""
    with audit.open_store(audit.destination(tmp_path / "out"), run_info(), clock=clock):
        pass
    assert names(tmp_path) == []
    (tmp_path / "out").mkdir()
    custody(tmp_path / "out").mkdir()
    with audit.open_store(audit.destination(tmp_path / "out"), run_info(), clock=clock):
        pass
    assert [[], ["secret"]] == [names(tmp_path / "out"), names(custody(tmp_path / "out"))]


# --- identity ----------------------------------------------------------------------------------


def test_two_documents_of_one_message_id_are_told_apart(tmp_path: Path) -> None:
    """The second has -2; run again under supersede, each keeps its own."""
    out = tmp_path / "out"
    pair = document(), document(Plan(rain="It snowed."))
    assert [done.document for done in write_run(out, *pair)] == ["08XANADU42", "08XANADU42-2"]
    again = write_run(out, *reversed(pair), supersede=True)
    assert [done.document for done in again] == ["08XANADU42-2", "08XANADU42"]


def test_a_hidden_number_gives_a_keyed_name(tmp_path: Path) -> None:
    """Where the message number is not shown the name tells nothing, and is the same each time."""
    first = write_run(tmp_path / "a", document(Plan(show_number=False)))
    second = write_run(tmp_path / "b", document(Plan(denied=True)))
    assert first[0].document == second[0].document or first[0].document.startswith("doc-")
    assert second[0].document.startswith("doc-")


# --- guards of our own -------------------------------------------------------------------------


def test_a_release_that_its_record_does_not_explain_is_not_written(tmp_path: Path) -> None:
    """A character more, or a marker elsewhere, is an internal error before anything is written."""
    made = document()
    odd = (
        replace(made.release, text=made.release.text + "x"),
        replace(made.release, places=tuple((at + 1, length) for at, length in made.release.places)),
        replace(made.release, own=made.release.own[1:]),
    )
    with audit.open_store(audit.destination(tmp_path / "out"), run_info(), clock=clock) as store:
        for release in odd:
            with pytest.raises(InternalError):
                publish(store, replace(made, release=release))
    assert names(tmp_path) == []


def test_lists_of_ones_own_are_committed_to_and_shipped_ones_named(tmp_path: Path) -> None:
    """The digest of a private list could be guessed at; that of a shipped one is public."""
    out = tmp_path / "out"
    write_run(out, document(), run=run_info(decisions=b"x", settings=MappingProxyType({"case": "1"})))
    run = lines(out)[0]
    assert run["lists"][0] == {"name": "officials", "sha256": "1" * 64}
    assert "sha256" not in run["lists"][1]
    assert "2" * 64 not in (out / "audit.jsonl").read_text()
    assert run["decisions"] != run["parameters"]
    assert "F-2026-1" not in (out / "audit.jsonl").read_text()


def test_the_as_of_date_is_in_the_run_line(tmp_path: Path) -> None:
    """Verify and resume read the date from there."""
    write_run(tmp_path / "out", document(), run=run_info(as_of=dt.date(2016, 1, 1)))
    assert lines(tmp_path / "out")[0]["as_of"] == "2016-01-01"

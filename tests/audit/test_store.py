"""Writing a run: the order of writes, what the log says, what custody keeps, what is refused."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from redactor import audit
from redactor.errors import InternalError, Refusal, UsageError, WriteError
from redactor.model import Audience, AudienceKind
from tests.audit.builders import SECRET, Plan, clock, document, policy, publish, run_info, write_run

if TYPE_CHECKING:
    from collections.abc import Sequence


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "audit.jsonl").read_bytes().splitlines()]


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def custody(out: Path) -> Path:
    return out.with_name(out.name + ".custody")


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


# --- run after run -----------------------------------------------------------------------------


def test_a_second_run_appends_and_names_the_checkpoint_before_it(tmp_path: Path) -> None:
    """The log grows; the old lines stay byte for byte."""
    out = tmp_path / "out"
    write_run(out, document())
    before = (out / "audit.jsonl").read_bytes()
    write_run(out, document(Plan(serial="000007")))
    after = (out / "audit.jsonl").read_bytes()
    assert after.startswith(before)
    assert [line.get("prior_checkpoint") is None for line in lines(out) if line["type"] == "run"] == [
        True,
        False,
    ]
    assert [line["run"] for line in lines(out)] == [1, 1, 2, 2]


def test_a_finished_document_is_refused_unless_superseded(tmp_path: Path) -> None:
    """Without --supersede nothing is written; with it the new line names the old one."""
    out = tmp_path / "out"
    write_run(out, document())
    before = (out / "audit.jsonl").read_bytes()
    with pytest.raises(WriteError, match="finished release") as caught:
        write_run(out, document())
    assert "--supersede" in caught.value.help
    assert (out / "audit.jsonl").read_bytes() == before
    [published] = write_run(out, document(), supersede=True)
    assert published.supersedes == 1
    assert lines(out)[-1]["supersedes"] == 1


def test_a_release_that_somebody_changed_is_kept_as_evidence(tmp_path: Path) -> None:
    """Running again writes a missing release, never over a changed one, unless told to supersede."""
    out = tmp_path / "out"
    write_run(out, document())
    (out / "08XANADU42.txt").write_text("forged")
    with pytest.raises(WriteError, match="not what its line"):
        write_run(out, document())
    assert (out / "08XANADU42.txt").read_text() == "forged"
    write_run(out, document(), supersede=True)
    assert (out / "08XANADU42.txt").read_text() == document().release.text


def test_a_draft_is_replaced_by_the_next_run(tmp_path: Path) -> None:
    """A draft has a kind and a name of its own; the next run takes its file away and names its line."""
    out = tmp_path / "out"
    [draft] = write_run(out, document(Plan(hold=True)))
    assert draft.draft
    assert names(out) == ["08XANADU42.draft.txt", "audit.ckpt", "audit.jsonl"]
    write_run(out, document(Plan(hold=True)))
    [final] = write_run(out, document())
    assert names(out) == ["08XANADU42.txt", "audit.ckpt", "audit.jsonl"]
    assert [line["kind"] for line in lines(out) if line["type"] == "release"] == ["draft", "draft", "release"]
    assert [line["supersedes"] for line in lines(out) if line["type"] == "release"] == [None, 1, 3]
    assert final.supersedes == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"policy": policy("foia")},  # another policy
        {"policy": policy(audience=Audience(AudienceKind.PUBLIC, "foia"))},  # another law
        {"policy": policy(audience=Audience(AudienceKind.FOREIGN, countries=("GBR",)))},  # another reader
    ],
)
def test_a_folder_belongs_to_one_policy_and_audience(tmp_path: Path, changes: dict[str, Any]) -> None:
    """Another policy id or audience is refused with exit 2; a new version of the same is not."""
    out = tmp_path / "out"
    write_run(out, document())
    with pytest.raises(UsageError, match="another policy or audience"):
        write_run(out, document(Plan(serial="000007")), run=run_info(**changes))
    write_run(
        out, document(Plan(serial="000007")), run=run_info(policy=policy(version="1.1.0", sha256="9" * 64))
    )


def test_custody_of_another_log_is_refused(tmp_path: Path) -> None:
    """A custody that is missing, swapped or ahead of the log is refused before anything is written."""
    out, other = tmp_path / "out", tmp_path / "other"
    write_run(out, document())
    with audit.open_store(audit.destination(other), run_info(), clock=clock) as store:
        publish(store, document())
    for kept, reason in ((custody(other), "another log"), (tmp_path / "new", "not here")):
        place = audit.destination(out, custody=kept)
        with pytest.raises(UsageError, match=reason):
            audit.open_store(place, run_info(), clock=clock)
    write_run(out, document(Plan(serial="000007")))
    for name in ("audit.jsonl", "audit.ckpt", "08XANADU42.txt", "08XANADU7.txt"):
        (out / name).unlink()
    with pytest.raises(UsageError, match="knows more lines"):
        write_run(out, document())


def test_a_folder_in_use_for_other_things_is_refused(tmp_path: Path) -> None:
    """A strange file in the output, or a strange folder as custody, is named and left alone."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"notes\.txt"):
        write_run(out, document())
    (out / "notes.txt").unlink()
    (out / "link.txt").symlink_to(tmp_path / "x")
    with pytest.raises(WriteError, match=r"link\.txt"):
        write_run(out, document())
    (tmp_path / "home").mkdir(mode=0o700)
    (tmp_path / "home" / "letter").write_text("x")
    with pytest.raises(UsageError, match="is no custody"):
        audit.open_store(
            audit.destination(tmp_path / "fresh", custody=tmp_path / "home"), run_info(), clock=clock
        )


def test_a_link_planted_at_the_release_is_refused(tmp_path: Path) -> None:
    """A link under the release's name leads nowhere: typed error, target untouched, record stands."""
    out = tmp_path / "out"
    victim = tmp_path / "victim"
    victim.write_text("original")
    with audit.open_store(audit.destination(out), run_info(), clock=clock, secret=SECRET) as store:
        (out / "08XANADU42.txt").symlink_to(victim)
        with pytest.raises(WriteError):
            publish(store, document())
    assert victim.read_text() == "original"
    assert lines(out)[-1]["type"] == "release"


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    """While a store is open another on the same output or custody is refused."""
    place = audit.destination(tmp_path / "out")
    with audit.open_store(place, run_info(), clock=clock), pytest.raises(WriteError, match="another run"):
        audit.open_store(place, run_info(), clock=clock)
    audit.open_store(place, run_info(), clock=clock).close()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("audit.jsonl", b"{}\n"),  # not our lines
        ("audit.ckpt", b"x\n"),  # no checkpoint
        ("audit.ckpt", None),  # taken away
    ],
)
def test_a_damaged_log_is_not_written_over(tmp_path: Path, name: str, data: bytes | None) -> None:
    """What is damaged stays as evidence: the run is refused with the next step."""
    out = tmp_path / "out"
    write_run(out, document(), document(Plan(serial="000007")))
    if data is None:
        (out / name).unlink()
    else:
        (out / name).write_bytes(data)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises((WriteError, UsageError)):
        write_run(out, document(Plan(serial="000009")))
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_cut_tail_is_noticed_before_writing(tmp_path: Path) -> None:
    """A log shorter than its checkpoint says is refused."""
    out = tmp_path / "out"
    write_run(out, document(), document(Plan(serial="000007")))
    data = (out / "audit.jsonl").read_bytes()
    (out / "audit.jsonl").write_bytes(b"".join(data.splitlines(keepends=True)[:-1]))
    with pytest.raises(WriteError, match="does not fit"):
        write_run(out, document(Plan(serial="000009")))


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


# --- places ------------------------------------------------------------------------------------


def overlap(out: Path, inputs: Sequence[Path], kept: Path | None = None) -> None:
    audit.open_store(audit.destination(out, custody=kept), run_info(), inputs=inputs, clock=clock).close()


def test_custody_neither_inside_nor_around_the_output(tmp_path: Path) -> None:
    """Either would give custody away with the releases: exit 2, nothing made."""
    for kept in (tmp_path / "out", tmp_path / "out" / "kept", tmp_path):
        with pytest.raises(UsageError):
            overlap(tmp_path / "out", [], kept)
    (tmp_path / "link").symlink_to(tmp_path / "out")
    with pytest.raises((UsageError, WriteError)):
        overlap(tmp_path / "out", [], tmp_path / "link" / "kept")
    assert names(tmp_path) == ["link"]


def test_an_output_that_is_an_input_is_refused(tmp_path: Path) -> None:
    """The input itself, a link to it, the folder it lies in, a folder around the output: exit 7."""
    source = tmp_path / "in" / "cable.txt"
    source.parent.mkdir()
    source.write_text("x")
    (tmp_path / "hard").mkdir()
    os.link(source, tmp_path / "hard" / "audit.ckpt")
    (tmp_path / "link").symlink_to(source.parent)
    for out, inputs in (
        (source, [source]),  # the input itself
        (source.parent, [source]),  # it would lie in the output
        (tmp_path / "link", [source]),  # the same by a link
        (source.parent / "out", [source.parent]),  # the output among the inputs
        (tmp_path / "hard", [source]),  # a hard link to the input as a file of ours
    ):
        with pytest.raises(WriteError):
            overlap(out, inputs)
    assert source.read_text() == "x"


def test_an_output_in_a_loop_of_links_is_a_write_error(tmp_path: Path) -> None:
    """What cannot be resolved is refused when it is opened, with the typed error."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for out in (tmp_path / "loop", tmp_path / "loop" / "out", tmp_path / ("x" * 300)):
        with pytest.raises(WriteError):
            overlap(out, [tmp_path / "loop"])


def test_standard_output_needs_log_and_custody(tmp_path: Path) -> None:
    """Without either there would be a release without its record: exit 2."""
    for given in ({}, {"audit": tmp_path / "a"}, {"custody": tmp_path / "c"}):
        with pytest.raises(UsageError):
            audit.destination(None, **given)
    with pytest.raises(UsageError, match="--audit"):
        audit.destination(tmp_path / "out", audit=tmp_path / "elsewhere.jsonl")

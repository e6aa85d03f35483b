"""An output folder run after run, and where it may lie: what is appended, replaced, refused."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from redactor import audit
from redactor.errors import UsageError, WriteError
from redactor.model import Audience, AudienceKind
from tests.audit.builders import SECRET, Plan, clock, document, policy, publish, run_info, write_run
from tests.audit.looks import custody, lines, names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


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

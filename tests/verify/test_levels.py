"""The six levels: what each needs, what it says when that is not there, and that verify is total."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor import audit
from redactor.errors import ExitCode, GuardError
from redactor.model import EntityKind, Finding
from redactor.spans import Span
from redactor.verify import Kind, Level, ReplayRequest, State, VerifyReport, verify
from tests.audit.builders import SECRET, Document, Plan, clock, document, policy, publish, run_info, write_run

if TYPE_CHECKING:
    from pathlib import Path

    from redactor.model import Release

POLICY = b"redactor: 1\n"
RUN = run_info(
    policy=policy(sha256=hashlib.sha256(POLICY).hexdigest()),
    settings=MappingProxyType({"case": "7"}),
    options=MappingProxyType({"nlp": "none"}),
    decisions=b"decisions: []\n",
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write_run(tmp_path / "out", document(), document(Plan(serial="000007")), run=RUN)
    for name, plan in (("a.txt", Plan()), ("b.txt", Plan(serial="000007"))):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(document(plan).data)
    (tmp_path / "policy.yaml").write_bytes(POLICY)
    return tmp_path / "out"


def states(report: VerifyReport) -> dict[Level, State]:
    return {result.level: result.state for result in report.levels}


def rerun(data: bytes, _request: ReplayRequest) -> Release:
    return document(Plan(serial="000007" if b"000007" in data else "000042")).release


# --- what each level needs ---------------------------------------------------------------------


def test_a_member_of_the_public_proves_two_levels(out: Path) -> None:
    """With log and releases alone, integrity and public completeness pass and the rest says what it needs."""
    shutil.rmtree(out.with_name("out.custody"))
    report = verify(out)
    assert report.exit_code is ExitCode.DONE
    passed = {level for level, state in states(report).items() if state is State.PASSED}
    assert passed == {Level.INTEGRITY, Level.COMPLETENESS}
    assert all(result.why for result in report.levels)


def test_a_single_release_is_verified_against_the_log_beside_it(out: Path, tmp_path: Path) -> None:
    """One release can be held against its log, also under another name when the log is named."""
    assert verify(out / "08XANADU42.txt").exit_code is ExitCode.DONE
    copied = tmp_path / "copied.txt"
    shutil.copy(out / "08XANADU42.txt", copied)
    assert verify(copied, audit=out / "audit.jsonl").exit_code is ExitCode.DONE
    copied.write_text("forged\n")
    assert verify(copied, audit=out / "audit.jsonl").exit_code is ExitCode.TAMPERED


def test_every_level_passes_with_all_at_hand(out: Path, tmp_path: Path) -> None:
    """Custody, all sources, the policy, a rerun, an older checkpoint."""
    report = verify(
        out,
        source=tmp_path / "in",
        policy=tmp_path / "policy.yaml",
        checkpoint=out / "audit.ckpt",
        rerun=rerun,
    )
    assert report.failures == ()
    assert set(states(report).values()) == {State.PASSED}
    assert (report.documents, report.lines) == (2, 3)


def test_what_is_named_and_not_there_is_three(out: Path, tmp_path: Path) -> None:
    """An absent log, custody, source, policy or older checkpoint: verify could not run."""
    none = tmp_path / "none"
    for report in (
        verify(none),
        verify(out, audit=none),
        verify(out, custody=none),
        verify(out, source=none),
        verify(out, policy=none),
        verify(out, checkpoint=none),
    ):
        assert report.exit_code is ExitCode.REFUSED
    shutil.rmtree(out.with_name("out.custody"))
    assert verify(out, source=tmp_path / "in" / "a.txt").exit_code is ExitCode.REFUSED


def test_a_folder_of_sources_lacks_one(out: Path, tmp_path: Path) -> None:
    """Where a folder of sources is named, each document's original must be in it."""
    (tmp_path / "in" / "b.txt").unlink()
    report = verify(out, source=tmp_path / "in")
    assert report.exit_code is ExitCode.INCOMPLETE


def test_standard_output_is_verified_from_the_file_it_went_to(tmp_path: Path) -> None:
    """A release without a name in the log is found by its digest."""
    place = audit.destination(None, audit=tmp_path / "log.jsonl", custody=tmp_path / "kept")
    made = document()
    with audit.open_store(place, run_info(), clock=clock, secret=SECRET) as store:
        publish(store, made)
    (tmp_path / "saved.txt").write_text(made.release.text)
    report = verify(tmp_path / "saved.txt", audit=tmp_path / "log.jsonl", custody=tmp_path / "kept")
    assert report.failures == ()


@pytest.mark.parametrize("name", ["x" * 300, "loop", "nul\0", "pipe"])
def test_impossible_paths_have_a_report_too(out: Path, tmp_path: Path, name: str) -> None:
    """A name too long, a loop of links, a NUL, a pipe, wherever it is given: 3 or worse, nothing raised."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    odd = tmp_path / name
    for report in (
        verify(odd),
        verify(out, audit=odd),
        verify(out, custody=odd),
        verify(out, source=odd),
        verify(out, policy=odd),
        verify(out, checkpoint=odd),
    ):
        assert report.exit_code is not ExitCode.DONE


# --- replay ------------------------------------------------------------------------------------


def test_a_rerun_is_told_how_the_document_was_released(out: Path, tmp_path: Path) -> None:
    """Policy, date, settings, options, decisions and detectors come from log and custody."""
    requests: list[ReplayRequest] = []
    names: list[str] = []

    def spy(data: bytes, request: ReplayRequest) -> Release:
        requests.append(request)
        made = document(Plan(serial="000007" if b"000007" in data else "000042"))
        assert request.commit(made.cable, made.release.redactions)
        names.append(request.identify(made.cable, made.release.redactions))
        return made.release

    verify(out, source=tmp_path / "in", policy=tmp_path / "policy.yaml", rerun=spy)
    assert names == ["08XANADU42", "08XANADU7"]
    assert requests[0].settings == {"case": "7"}
    assert requests[0].options == {"nlp": "none"}
    assert requests[0].decisions == b"decisions: []\n"
    assert requests[0].as_of.isoformat() == "2026-01-01"
    assert requests[0].detectors == (("rules", "1", "4" * 64),)


def test_a_rerun_that_differs_is_a_mismatch(out: Path, tmp_path: Path) -> None:
    """Another text, other reasons, or a rerun that fails: 12."""
    made = document().release
    reasons = tuple(
        replace(item, decision=replace(item.decision, rules=("another",))) for item in made.redactions
    )

    def fail(_data: bytes, _request: ReplayRequest) -> Release:
        raise GuardError("entities", "no")

    for other in (
        lambda _data, _request: replace(made, text=made.text + "x"),
        lambda _data, _request: replace(made, redactions=reasons),
        fail,
    ):
        report = verify(out, source=tmp_path / "in" / "a.txt", policy=tmp_path / "policy.yaml", rerun=other)
        assert report.exit_code is ExitCode.MISMATCH
        assert {failure.kind for failure in report.failures} == {Kind.TOOL}


def test_another_tool_is_a_mismatch(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A redactor with other sources says so before it compares."""
    monkeypatch.setattr("redactor.files.package_digest", lambda: "0" * 64)
    source, rules = tmp_path / "in", tmp_path / "policy.yaml"
    assert verify(out, source=source, policy=rules, rerun=rerun).exit_code is ExitCode.MISMATCH
    assert verify(out, source=source, policy=rules).exit_code is ExitCode.DONE


# --- leaks -------------------------------------------------------------------------------------


def leaked(tmp_path: Path, made: Document, renderings: dict[str, bytes] | None = None) -> VerifyReport:
    with audit.open_store(
        audit.destination(tmp_path / "out"), run_info(), clock=clock, secret=SECRET
    ) as store:
        publish(store, made, renderings)
    return verify(tmp_path / "out")


@pytest.mark.parametrize(
    "disguise",
    [
        "Odile Brandt",  # plain
        "ODILE BRANDT",  # in capitals
        "Odile  Brandt",  # two blanks
        "Odile\nBrandt",  # wrapped
        "Od\u200bile Brandt",  # a hidden character
        "Od\u0456le Brandt",  # a Cyrillic letter
        "OdileBrandt",  # glued
    ],
)
def test_a_removed_name_that_survives_is_a_leak(tmp_path: Path, disguise: str) -> None:
    """A closed name in kept text that no detector found there is 13, however it is disguised."""
    report = leaked(tmp_path, document(Plan(rain=f"It was {disguise} again.")))
    assert report.exit_code is ExitCode.LEAK
    assert "Brandt" not in str(report)


def test_what_was_released_where_it_stands_is_no_leak(tmp_path: Path) -> None:
    """An open finding of the same form, as an official in the open, is not a removed one."""
    made = document(Plan(rain="It was Odile Brandt again."))
    at = made.cable.text.index("Odile Brandt")
    opened = (*made.findings, Finding(Span(at, at + 12), EntityKind.PERSON, "lists", 1000))
    assert leaked(tmp_path, replace(made, findings=opened)).exit_code is ExitCode.DONE


def test_a_part_of_another_word_is_no_leak(tmp_path: Path) -> None:
    """Only whole words count."""
    assert leaked(tmp_path, document(Plan(name="Ann", rain="Annual rain fell."))).exit_code is ExitCode.DONE


def test_a_name_in_a_reason_or_a_rendering_is_a_leak(tmp_path: Path) -> None:
    """What people write into a line, and every other format, is searched too."""
    made = document()
    first, second = made.release.redactions
    told = replace(first, decision=replace(first.decision, harm=("It would expose Odile Brandt.",)))
    report = leaked(tmp_path / "a", replace(made, release=replace(made.release, redactions=(told, second))))
    assert report.exit_code is ExitCode.LEAK
    rendering = {"json": json.dumps({"hidden": "Odile Brandt"}).encode()}
    assert leaked(tmp_path / "b", made, rendering).exit_code is ExitCode.LEAK


# --- total -------------------------------------------------------------------------------------

PARTS = (
    "audit.jsonl",
    "audit.ckpt",
    "08XANADU42.txt",
    "custody:secret",
    "custody:000001-08XANADU42.json",
    "in",
)


@given(st.sampled_from(PARTS), st.binary(max_size=300), st.booleans())
def test_verify_is_total(shared_run: Path, part: str, data: bytes, keep_head: bool) -> None:  # noqa: FBT001 - drawn
    """Whatever bytes stand in any file, there is a report and it is not green."""
    folder, name = shared_run.with_name("out.custody"), part.removeprefix("custody:")
    source = shared_run.with_name("in")
    path = source if part == "in" else (folder if part.startswith("custody:") else shared_run) / name
    before = path.read_bytes()
    changed = before[: len(before) // 2] + data if keep_head else data
    try:
        path.write_bytes(changed)
        report = verify(shared_run, source=source, policy=source, checkpoint=shared_run / "audit.ckpt")
        assert report.exit_code is not ExitCode.DONE
    finally:
        path.write_bytes(before)


@pytest.fixture(scope="module")
def shared_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("total") / "out"
    write_run(out, document())
    out.with_name("in").write_bytes(document().data)
    return out


ODD_VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, -1, 0, 10**6, "", "x", "0" * 64, [], {}, [1], {"a": []}]
)


@given(st.data())
def test_forged_custody_is_read_without_an_untyped_error(data: st.DataObject) -> None:
    """A custody file with any value anywhere is opened or malformed, never a crash."""
    from redactor.audit.canonical import MalformedError
    from redactor.audit.opened import read_document

    content = json.loads(json.dumps(_CONTENT))
    where = content
    while isinstance(where, dict | list) and where:
        keys = sorted(where) if isinstance(where, dict) else range(len(where))
        key = data.draw(st.sampled_from(list(keys)))
        if data.draw(st.booleans()) or not isinstance(where[key], dict | list):
            where[key] = data.draw(ODD_VALUES)
            break
        where = where[key]
    with contextlib.suppress(MalformedError):
        read_document(content)


_CONTENT = {
    "source": {"name": "x", "sha256": "00", "codec": "utf-8"},
    "text_sha256": "0" * 64,
    "portions": [{"address": "1", "start": 0, "end": 3, "skeleton": [{"start": 0, "end": 1}]}],
    "removals": [{"n": 1, "start": 0, "end": 1, "text": "x", "replacement": ""}],
    "findings": [{"start": 0, "end": 1, "kind": "PERSON", "closed": True, "possible": False}],
    "decisions": [{"start": 0, "end": 1, "action": "keep", "decided_by": "reviewer"}],
}

"""Resume: what is settled is left, what is torn is mended, and the end is the same bytes as without a break."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from redactor.audit import read_log
from redactor.errors import ExitCode, InputRefusedError, Refusal, UsageError, WriteError
from redactor.pipeline import Outcome, RunRequest, run
from redactor.pipeline.worker import Worker
from redactor.report import review
from redactor.verify import verify
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from redactor.audit import Source

pytestmark = pytest.mark.usefixtures("one_detector")

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
DAY = dt.date(2016, 1, 1)
NAMES = ("02-election-law.txt", "03-caption-noforn.txt", "08-unmarked-paragraph.txt")


@pytest.fixture
def cables(tmp_path: Path) -> Path:
    """Give a folder with three cables, one of them twice, and a letter that is none."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, name in enumerate((*NAMES, NAMES[0])):
        (folder / f"{number}.txt").write_bytes((ROOT / "examples/cables" / name).read_bytes())
    (folder / "1-letter.txt").write_text("Dear Sir, this is no cable.\n")
    return folder


def request(out: Path, **more: object) -> RunRequest:
    """Ask for a run whose custody secret is given."""
    custody = out.with_name(out.name + ".custody")
    if not custody.exists():
        custody.mkdir(mode=0o700)
        (custody / "secret").write_bytes(bytes(range(32)))
    return RunRequest("public", out=out, as_of=DAY, now=NOW, **more)  # type: ignore[arg-type]


def told(outcomes: list[Outcome]) -> list[tuple[int, bool]]:
    return [(int(outcome.exit_code), outcome.before) for outcome in outcomes]


def bytes_of(out: Path) -> dict[str, bytes]:
    """Give every file of an output and its custody."""
    return {
        str(path.relative_to(out.parent)).replace(out.name, "out", 1): path.read_bytes()
        for folder in (out, out.with_name(out.name + ".custody"))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def lines(out: Path) -> int:
    return len(read_log(out / "audit.jsonl"))


@pytest.mark.parametrize(("after", "jobs"), [(1, 1), (2, 1), (4, 1), (2, 2)])
def test_an_interrupted_run_ends_in_the_same_bytes(
    tmp_path: Path, cables: Path, after: int, jobs: int
) -> None:
    """Releases, log, checkpoint and custody: nobody can tell that there was a break, however many workers go on."""
    if jobs == 2 and after != 2:
        pytest.skip("one break with two workers is enough")
    calm = told([*run(request(tmp_path / "calm"), [cables])])
    broken = tmp_path / "broken"
    started = run(request(broken), [cables])
    list(islice(started, after))
    started.close()  # type: ignore[attr-defined]  # as an interrupt does
    resumed = told([*run(request(broken, jobs=jobs, resume=True), [cables])])
    assert [code for code, _ in resumed] == [code for code, _ in calm]
    assert [before for _, before in resumed][:after] == [True] * after
    assert bytes_of(broken) == bytes_of(tmp_path / "calm")
    assert verify(broken).exit_code is ExitCode.DONE


def test_what_is_done_is_not_done_again(
    tmp_path: Path, cables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is computed, nothing is written, and every code is told again."""
    first = told([*run(request(tmp_path / "out"), [cables])])
    assert first == [(0, False), (3, False), (0, False), (0, False), (0, True)]
    before = bytes_of(tmp_path / "out")
    monkeypatch.setattr(Worker, "work", None)
    again = told([*run(request(tmp_path / "out", resume=True), [cables])])
    assert again == [(code, True) for code, _ in first]
    assert bytes_of(tmp_path / "out") == before


def test_what_is_torn_is_done_again(tmp_path: Path, cables: Path) -> None:
    """A release that is gone is written anew under the line that it had; one that somebody changed is evidence."""
    out = tmp_path / "out"
    [*run(request(out), [cables])]
    whole = bytes_of(out)
    (out / "07/VELMORA/0/07VELMORA412.txt").unlink()
    (out / "audit.ckpt").unlink()
    (out / "audit.ckpt").write_bytes(whole["out/audit.ckpt"])
    [*run(request(out, resume=True), [cables])]
    assert bytes_of(out) == whole
    (out / "07/VELMORA/0/07VELMORA412.txt").write_bytes(b"changed")
    outcomes = [*run(request(out, resume=True), [cables])]
    assert isinstance(outcomes[0].error, WriteError)
    assert (out / "07/VELMORA/0/07VELMORA412.txt").read_bytes() == b"changed"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"as_of": dt.date(2017, 1, 1)}, "another --as-of"),
        ({"formats": ("text", "html")}, "other options"),
        ({"codec": "latin-1"}, "other options"),
        ({"policy": "COPY"}, "another policy"),
    ],
)
def test_another_run_is_not_resumed(
    tmp_path: Path, cables: Path, change: dict[str, object], words: str
) -> None:
    """What differs is named, nothing is touched, and the next step is told."""
    [*run(request(tmp_path / "out"), [cables])]
    before = bytes_of(tmp_path / "out")
    if change.get("policy") == "COPY":
        policy = (ROOT / "policies/public.yaml").read_text().replace("version: ", "version: 9")
        (tmp_path / "copy.yaml").write_text(policy)
        change = {"policy": str(tmp_path / "copy.yaml")}
    asked = replace(request(tmp_path / "out", resume=True), **change)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=words) as caught:
        [*run(asked, [cables])]
    assert "--supersede" in caught.value.help
    assert bytes_of(tmp_path / "out") == before


def test_the_date_is_that_of_the_run_that_is_resumed(tmp_path: Path, cables: Path) -> None:
    """Without --as-of another day would be another run."""
    [*run(request(tmp_path / "out"), [cables])]
    asked = replace(request(tmp_path / "out", resume=True), as_of=None)
    assert all(outcome.before for outcome in run(asked, [cables]))


def test_there_need_be_nothing_to_resume(tmp_path: Path, cables: Path) -> None:
    """A scheduler may always say --resume: the first time it is a run like any other."""
    [*run(request(tmp_path / "calm"), [cables])]
    [*run(request(tmp_path / "out", resume=True), [cables])]
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "calm")


def test_new_inputs_are_done_under_the_run_that_goes_on(tmp_path: Path, cables: Path) -> None:
    """What was added since gets its lines in the same run; nothing stands twice in the log."""
    held = (cables / "3.txt").read_bytes()
    (cables / "2.txt").rename(tmp_path / "later.txt")
    (cables / "3.txt").unlink()
    out = tmp_path / "out"
    [*run(request(out), [cables])]
    (tmp_path / "later.txt").rename(cables / "2.txt")
    (cables / "3.txt").write_bytes(held)
    outcomes = [*run(request(out, resume=True), [cables])]
    assert told(outcomes) == [(0, True), (3, True), (0, True), (0, False), (0, True)]
    records = read_log(out / "audit.jsonl")
    assert [line["type"] for line in records].count("run") == 1
    assert verify(out, source=cables).exit_code is ExitCode.DONE


def test_a_crash_says_nothing_of_a_document(
    tmp_path: Path, cables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was refused because of a bug or a dead worker is tried again, and only that."""
    with monkeypatch.context() as patch:
        patch.setattr(Worker, "_packed", lambda *_: 1 / 0)
        first = told([*run(request(tmp_path / "out"), [cables])])
    assert [code for code, _ in first] == [70, 3, 70, 70, 70]
    again = told([*run(request(tmp_path / "out", resume=True), [cables])])
    assert again == [(0, False), (3, True), (0, False), (0, False), (0, True)]
    assert verify(tmp_path / "out").exit_code is ExitCode.DONE


def test_a_changed_decision_redoes_what_it_speaks_of(tmp_path: Path, cables: Path) -> None:
    """The held document that a decisions file names is done under it, once; the other drafts and releases stay."""
    out = tmp_path / "out"
    asked = replace(request(out), policy="foia")
    first = told([*run(asked, [cables])])
    assert (5, False) in first[2:4]
    drafts = review.drafts(out)
    laid = next(
        one for one in review.lay_out(drafts, tmp_path / "out.custody") if "VELMORA412" in one.path.name
    )
    example = (ROOT / "examples/decisions/02-election-law.foia.yaml").read_text("utf-8")
    for entry in yaml.safe_load(laid.path.read_text("utf-8"))["decisions"]:
        (commitment,) = entry["commitments"]
        example = example.replace("0" * 64, commitment, 1)
    laid.path.write_text(example, encoding="utf-8")
    decided = replace(asked, decisions=laid.path, resume=True)
    before = lines(out)
    again = told([*run(decided, [cables])])
    assert again == [(0, False), *((code, True) for code, _ in first[1:4]), (0, True)]
    assert lines(out) == before + 2  # a run line, since its decisions are others, and the release
    assert told([*run(decided, [cables])]) == [(code, True) for code, _ in again]
    assert told([*run(replace(decided, decisions=None), [cables])]) == [(code, True) for code, _ in again]
    assert lines(out) == before + 2
    assert verify(out, source=cables).exit_code is ExitCode.DONE


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError("Brennec"), 70),  # a bug of ours, or a module that could not be loaded
        (InputRefusedError(Refusal.DETECTOR, "it ran out of time"), 3),
        (InputRefusedError(Refusal.IO, "reading it failed"), 3),
    ],
)
def test_a_refusal_that_may_pass_is_tried_again(
    tmp_path: Path, cables: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    """It has one line however often it recurs; once it does not, the document is released and the log says both."""
    out, calm = tmp_path / "out", tmp_path / "calm"
    [*run(request(calm), [cables])]
    real = Worker._packed

    def broken(worker: Worker, received: Source, *words: Any) -> Any:
        if received.name.endswith("2.txt"):
            raise error
        return real(worker, received, *words)

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "_packed", broken)
        assert told([*run(request(out), [cables])])[3] == (code, False)
        before = bytes_of(out)
        assert told([*run(request(out, resume=True), [cables])])[3] == (code, False)
        assert bytes_of(out) == before
    assert told([*run(request(out, resume=True), [cables])])[3] == (0, False)
    assert lines(out) == lines(calm) + 1
    texts = [{path.name: path.read_bytes() for path in folder.rglob("*.txt")} for folder in (out, calm)]
    assert texts[0] == texts[1]
    assert verify(out).exit_code is ExitCode.DONE
    [*run(request(out, resume=True), [cables])]
    assert lines(out) == lines(calm) + 1

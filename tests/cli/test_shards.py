"""A batch cut into shards and merged is the batch; a shard is a piece of the list, whatever machine does it."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor import audit
from redactor.errors import UsageError
from redactor.pipeline import shards
from redactor.pipeline.item import Item
from tests.audit.merges import tree
from tests.cli.test_redact import CABLES, DAY, run

pytestmark = pytest.mark.usefixtures("one_detector")


@pytest.fixture
def cables(tmp_path: Path) -> Path:
    """Give five inputs: three cables, one that is none, and one that cannot be read."""
    folder = tmp_path / "cables"
    folder.mkdir()
    for path in sorted(CABLES.glob("*.txt"))[:3]:
        shutil.copy(path, folder)
    (folder / "04-none.txt").write_bytes(b"\xff\xfe\xff")
    (folder / "05-gone.txt").symlink_to(tmp_path / "nowhere")
    return folder


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767322800")


def redact(cables: Path, out: Path, *words: str | Path) -> int:
    code, _, _ = run("redact", cables, "-p", "public", "-o", out, *DAY, *words)
    return code


@pytest.mark.parametrize("of", [2, 5])
def test_shards_merged_are_the_bytes_of_one_run(cables: Path, tmp_path: Path, of: int) -> None:
    """Releases, log, checkpoint and custody are those of the batch that was not cut, refusals included."""
    assert run("audit", "keygen", "batch", "-o", tmp_path, "--custody")[0] == 0
    secret = ("--custody-secret", tmp_path / "batch.secret")
    assert stat.S_IMODE((tmp_path / "batch.secret").stat().st_mode) == 0o600
    assert redact(cables, tmp_path / "whole", *secret) == 3
    parts = [tmp_path / f"part{index}" for index in range(1, of + 1)]
    for index, part in enumerate(parts, 1):
        assert redact(cables, part, "--shard", f"{index}/{of}", *secret) in {0, 3}
    code, _, told = run("audit", "merge", *parts, "-o", tmp_path / "out")
    assert code == 0, told
    assert run("verify", tmp_path / "out", "--source", cables, "-p", "public")[0] == 0
    (tmp_path / "out" / "audit.manifest.jsonl").unlink()
    whole, out = tmp_path / "whole", tmp_path / "out"
    assert tree(out, audit.custody_of(out)) == tree(whole, audit.custody_of(whole))


def test_a_list_that_changed_between_shards_is_told(cables: Path, tmp_path: Path) -> None:
    """A file that came in between would be in two shards or in none: the merge refuses."""
    assert redact(cables, tmp_path / "a", "--shard", "1/2") == 0
    shutil.copy(sorted(CABLES.glob("*.txt"))[4], cables)
    assert redact(cables, tmp_path / "b", "--shard", "2/2") == 3
    code, _, told = run("audit", "merge", tmp_path / "a", tmp_path / "b", "-o", tmp_path / "out")
    assert (code, "another list of inputs" in told) == (2, True)


def test_a_shard_is_resumed_over_its_own_list(cables: Path, tmp_path: Path) -> None:
    """Resuming does nothing twice; once the list has changed, the cut is another and the run is refused."""
    words = ("--shard", "1/2", "--resume")
    assert redact(cables, tmp_path / "a", *words) == 0
    before = tree(tmp_path / "a")
    assert redact(cables, tmp_path / "a", *words) == 0
    assert tree(tmp_path / "a") == before
    shutil.copy(sorted(CABLES.glob("*.txt"))[4], cables)
    code, _, told = run("redact", cables, "-p", "public", "-o", tmp_path / "a", *DAY, *words)
    assert (code, "another list of inputs" in told) == (2, True), told


WORDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("--shard", "0/2"), "which part"),  # counted from 1
    (("--shard", "3/2"), "which part"),
    (("--shard", "1"), "which part"),
    (("--shard", "01/2"), "which part"),
    (("--shard", "1/9"), "5 inputs give no 9 shards"),
    (("--custody-secret", "nowhere"), "no custody secret"),
)


@pytest.mark.parametrize(("words", "told"), WORDS)
def test_words_that_name_no_shard(cables: Path, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    """Each is refused with 2 before anything is written."""
    code, _, stderr = run("redact", cables, "-p", "public", "-o", tmp_path / "out", *DAY, *words)
    assert (code, told in stderr) == (2, True), stderr
    assert not (tmp_path / "out").exists()


def test_a_secret_that_others_may_read_is_refused(cables: Path, tmp_path: Path) -> None:
    """A custody secret is closed to others, as keys are, and a custody keeps the one that it has."""
    for name in ("one", "two"):
        assert run("audit", "keygen", name, "-o", tmp_path, "--custody")[0] == 0
    assert run("audit", "keygen", "one", "-o", tmp_path, "--custody")[0] == 7
    assert run("audit", "keygen", "x", "-o", tmp_path, "--custody", "--reviewer")[0] == 2
    first = next(cables.glob("*.txt"))
    assert redact(first, tmp_path / "out", "--custody-secret", tmp_path / "one.secret") == 0
    assert redact(first, tmp_path / "out", "--custody-secret", tmp_path / "two.secret") == 2
    (tmp_path / "two.secret").chmod(0o644)
    assert redact(first, tmp_path / "other", "--custody-secret", tmp_path / "two.secret") == 2


@given(count=st.integers(1, 60), of=st.integers(1, 60))
def test_shards_are_the_list(count: int, of: int) -> None:
    """Put one after the other they are the list; no two differ in length by more than one."""
    items = [Item(Path(f"in/{number:03}.txt")) for number in range(count)]
    if of > count:
        with pytest.raises(UsageError):
            shards.cut(items, (1, of))
        return
    cuts = [shards.cut(items, (index, of)) for index in range(1, of + 1)]
    assert [item for part, _ in cuts for item in part] == items
    lengths = {len(list(part)) for part, _ in cuts}
    assert max(lengths) - min(lengths) <= 1
    assert len({shard.inputs for _, shard in cuts}) == 1


def test_a_list_has_one_digest_wherever_it_lies() -> None:
    """The folder around the inputs does not count; a name, its place and what is missing do."""

    def digest(*names: str) -> str:
        return shards.digest([Item(Path(name)) for name in names])

    here = digest("/a/x/1.txt", "/a/x/2.txt", "/a/y/3.txt")
    assert digest("/mnt/b/x/1.txt", "/mnt/b/x/2.txt", "/mnt/b/y/3.txt") == here
    assert digest("/a/x/2.txt", "/a/x/1.txt", "/a/y/3.txt") != here
    assert digest("/a/x/1.txt", "/a/x/2.txt") != here
    assert digest("/a/x/1.txt", "/a/x/2.txt", "/a/x/3.txt") != here

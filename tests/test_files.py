"""The world: reads are bounded and never wait, writes are whole or not at all, links lead nowhere."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from redactor import files
from redactor.errors import InputRefusedError, Refusal, UsageError, WriteError
from redactor.files import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator


def names(path: Path) -> list[str]:
    return sorted(item.name for item in path.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[files.Folder]:
    opened = files.open_folder(tmp_path / "folder")
    yield opened
    files.close_folder(opened)


# --- reading -----------------------------------------------------------------------------------


def test_a_regular_file_is_read_whole(tmp_path: Path) -> None:
    """A regular file at the limit gives all its bytes."""
    (tmp_path / "a").write_bytes(b"x" * 10)
    assert files.try_read(tmp_path / "a", limit=10) == b"x" * 10


def test_what_is_no_regular_file_gives_a_reason(tmp_path: Path) -> None:
    """Absent, too big, a folder, a pipe, a link, a NUL in the name: each is a value, none waits."""
    (tmp_path / "big").write_bytes(b"x" * 11)
    (tmp_path / "link").symlink_to(tmp_path / "big")
    os.mkfifo(tmp_path / "pipe")
    cases = (
        (tmp_path / "none", True, Unread.ABSENT),  # not there
        (tmp_path / "big" / "x", True, Unread.ABSENT),  # a file where a folder should be
        (tmp_path / "big", True, Unread.TOO_BIG),  # one byte over
        (tmp_path, True, Unread.IRREGULAR),  # a folder
        (tmp_path / "pipe", True, Unread.IRREGULAR),  # a pipe that nobody writes to
        (Path("/dev/zero"), True, Unread.IRREGULAR),  # a device without an end
        (tmp_path / "link", False, Unread.LINK),  # a link that must not be followed
        (tmp_path / "nul\0", True, Unread.ABSENT),  # no name at all
    )
    for path, follow, expected in cases:
        assert files.try_read(path, limit=10, follow=follow) is expected


def test_an_unreadable_file_is_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permission is told apart from absence, and a failing disk from both."""
    for number, expected in ((errno.EACCES, Unread.DENIED), (errno.EIO, Unread.FAILED)):

        def refuse(*_args: object, number: int = number, **_kwargs: object) -> int:
            raise OSError(number, "no")

        with monkeypatch.context() as patch:
            patch.setattr("redactor.files.os.open", refuse)
            assert files.try_read(tmp_path / "a") is expected


def test_a_refused_input_names_the_reason_and_no_content(tmp_path: Path) -> None:
    """The error of an input over the limit says so, its help names the option."""
    (tmp_path / "big").write_bytes(b"canary" * 10)
    with pytest.raises(InputRefusedError) as caught:
        files.read_input(tmp_path / "big", limit=10)
    assert caught.value.reason is Refusal.LIMITS
    assert "--max-bytes" in caught.value.help
    assert "canary" not in caught.value.message
    with pytest.raises(InputRefusedError) as caught:
        files.read_input(tmp_path / "none")
    assert caught.value.reason is Refusal.IO


def test_a_folder_of_inputs_is_listed_in_order_and_links_are_not_followed(tmp_path: Path) -> None:
    """Sorted, hidden names left out, links and pipes listed so that each can be refused by name."""
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "a.txt", ".hidden"):
        (tmp_path / name).write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    listed = [str(path.relative_to(tmp_path)) for path in files.list_inputs(tmp_path)]
    assert listed == ["a.txt", "b/2.txt", "loop", "pipe"]


def test_a_folder_that_may_not_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inputs are never passed over in silence: a closed folder refuses the whole list."""

    def closed(_path: object) -> object:
        raise PermissionError(errno.EACCES, "no", "folder")

    monkeypatch.setattr("redactor.files.os.scandir", closed)
    with pytest.raises(InputRefusedError, match="permission"):
        files.list_inputs(tmp_path)


@pytest.mark.parametrize("name", ["x" * 300, "loop/x", "file/x"])
def test_impossible_paths_are_typed(tmp_path: Path, name: str) -> None:
    """A name too long, a loop of links, a file as a folder: a value on reading, WriteError on writing."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").write_text("x")
    assert isinstance(files.try_read(tmp_path / name), Unread)
    assert not files.is_folder(tmp_path / name)
    with pytest.raises(WriteError):
        files.open_folder(tmp_path / name)


# --- writing -----------------------------------------------------------------------------------


def test_a_file_is_replaced_whole(folder: files.Folder) -> None:
    """Writing again gives the new bytes and leaves no temporary file."""
    files.write_whole(folder, "a.txt", b"one")
    files.write_whole(folder, "a.txt", b"two")
    assert (folder.path / "a.txt").read_bytes() == b"two"
    assert names(folder.path) == ["a.txt"]


def test_a_planted_link_is_refused_and_its_target_untouched(folder: files.Folder, tmp_path: Path) -> None:
    """A symbolic link at the target, or at the temporary name, is never written through."""
    victim = tmp_path / "victim"
    victim.write_text("original")
    (folder.path / "a.txt").symlink_to(victim)
    with pytest.raises(WriteError):
        files.write_whole(folder, "a.txt", b"new")
    with pytest.raises(WriteError):
        files.append(folder, "a.txt", b"new", size=0)
    (folder.path / ".redactor-b.txt.tmp").symlink_to(victim)
    files.write_whole(folder, "b.txt", b"new")
    assert victim.read_text() == "original"
    assert not (folder.path / "b.txt").is_symlink()


def test_a_hard_link_to_an_input_is_not_written_through(folder: files.Folder, tmp_path: Path) -> None:
    """Replacing a name leaves the other names of the old file as they were."""
    victim = tmp_path / "victim"
    victim.write_text("original")
    os.link(victim, folder.path / "a.txt")
    files.write_whole(folder, "a.txt", b"new")
    assert victim.read_text() == "original"


def test_private_files_are_closed_to_others(tmp_path: Path) -> None:
    """Whatever the umask, a private folder is 0700 and its files are 0600."""
    before = os.umask(0)
    try:
        opened = files.open_folder(tmp_path / "custody", private=True)
        files.write_whole(opened, "secret", b"x", private=True)
        files.append(opened, "log", b"x", size=0, private=True)
    finally:
        os.umask(before)
        files.close_folder(opened)
    modes = [
        stat.S_IMODE(path.stat().st_mode)
        for path in (opened.path, opened.path / "secret", opened.path / "log")
    ]
    assert modes == [0o700, 0o600, 0o600]


def test_a_folder_that_others_read_is_not_taken_for_custody(tmp_path: Path) -> None:
    """An empty one is closed, one in use is refused."""
    (tmp_path / "empty").mkdir(mode=0o755)
    files.close_folder(files.open_folder(tmp_path / "empty", private=True))
    assert stat.S_IMODE((tmp_path / "empty").stat().st_mode) == 0o700
    (tmp_path / "used").mkdir(mode=0o755)
    (tmp_path / "used" / "x").write_text("x")
    with pytest.raises(UsageError, match="others may read"):
        files.open_folder(tmp_path / "used", private=True)


def test_a_linked_component_is_refused(tmp_path: Path) -> None:
    """A link anywhere on the way to the folder is refused, not only as its last part."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for path in (tmp_path / "link", tmp_path / "link" / "out"):
        with pytest.raises(WriteError, match="symbolic link"):
            files.open_folder(path)
    assert names(tmp_path / "real") == []


def test_a_file_in_place_of_the_folder_is_a_write_error(tmp_path: Path) -> None:
    """A file where the folder should be is named, typed, and left alone."""
    (tmp_path / "out").write_text("x")
    with pytest.raises(WriteError):
        files.open_folder(tmp_path / "out")


def test_a_second_process_is_refused_at_once(folder: files.Folder) -> None:
    """While a folder is locked another process gets an error, not a wait; closing lets go."""
    files.lock_folder(folder)
    script = (
        "import sys; from pathlib import Path; from redactor import files; from redactor.errors import WriteError\n"
        "f = files.open_folder(Path(sys.argv[1]))\n"
        "try: files.lock_folder(f)\n"
        "except WriteError: sys.exit(9)\n"
    )
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-c", script, str(folder.path)]
    assert subprocess.run(command, cwd=root, check=False).returncode == 9
    files.close_folder(folder)
    assert subprocess.run(command, cwd=root, check=False).returncode == 0


def test_a_full_disk_leaves_the_old_file(folder: files.Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short write followed by ENOSPC is a WriteError that names file and reason; nothing else changes."""
    files.write_whole(folder, "a.txt", b"old")
    files.append(folder, "log", b"line\n", size=0)
    write, calls = os.write, []

    def full(descriptor: int, data: bytes) -> int:
        calls.append(len(data))
        if len(calls) % 2:
            return write(descriptor, bytes(data)[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("redactor.files.os.write", full)
    with pytest.raises(WriteError, match=r"a\.txt: could not be written: No space left"):
        files.write_whole(folder, "a.txt", b"canary")
    with pytest.raises(WriteError):
        files.append(folder, "log", b"canary\n", size=5)
    monkeypatch.undo()
    assert (folder.path / "a.txt").read_bytes() == b"old"
    assert (folder.path / "log").read_bytes() == b"line\n"
    assert files.names_in(folder) == tuple(names(folder.path)) == ("a.txt", "log")


def test_appending_writes_over_a_torn_tail(folder: files.Folder) -> None:
    """What stands behind the acknowledged size goes."""
    files.append(folder, "log", b"one\n", size=0)
    (folder.path / "log").write_bytes(b"one\ntor")
    files.append(folder, "log", b"two\n", size=4)
    assert (folder.path / "log").read_bytes() == b"one\ntwo\n"


def test_a_single_file_is_not_overwritten(tmp_path: Path) -> None:
    """A file written for the user replaces nothing unless told to."""
    files.write_file(tmp_path / "a", b"one", private=True)
    with pytest.raises(WriteError, match="there already"):
        files.write_file(tmp_path / "a", b"two")
    files.write_file(tmp_path / "a", b"two", replace=True)
    assert (tmp_path / "a").read_bytes() == b"two"
    with pytest.raises(WriteError):
        files.write_file(tmp_path / "none" / "a", b"two")


def test_sweeping_takes_only_our_unfinished_files(folder: files.Folder) -> None:
    """An interrupted run's temporary files go, other hidden files stay."""
    for name in (".redactor-a.txt.tmp", ".other", "a.txt"):
        (folder.path / name).write_text("x")
    files.sweep(folder)
    assert names(folder.path) == [".other", "a.txt"]


def test_a_folder_moved_away_is_still_the_one_written_to(folder: files.Folder, tmp_path: Path) -> None:
    """Swapping the path for a link after opening does not move a write."""
    (tmp_path / "elsewhere").mkdir()
    folder.path.rename(tmp_path / "moved")
    folder.path.symlink_to(tmp_path / "elsewhere")
    files.write_whole(folder, "a.txt", b"x")
    assert names(tmp_path / "elsewhere") == []
    assert names(tmp_path / "moved") == ["a.txt"]


# --- package -----------------------------------------------------------------------------------


def test_the_package_digest_is_stable() -> None:
    """Two processes with other hash seeds give the same digest over the package."""
    root = Path(__file__).resolve().parent.parent
    script = "from redactor import files; print(files.package_digest())"
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_reading_a_pipe_does_not_wait(tmp_path: Path) -> None:
    """A pipe is refused while nobody writes to it: the read ends within a second."""
    os.mkfifo(tmp_path / "pipe")
    thread = threading.Thread(target=files.try_read, args=(tmp_path / "pipe",), daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()

"""A campaign, not a test: every file operation of small commands fails in turn, with each of several errors.

    python -m tests.campaigns.syscalls [CASE]

`redact` of three inputs, the same resumed after a part of it, and `audit merge` of two shards (CASE 0, 1, 2) run
once for every operation, which fails with one of four errors in turn. Each time: a code that says what happened and no internal error, no
release without its record, no half output; then the same command, undisturbed, comes to the same bytes.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from redactor import audit
from redactor.cli.app import app
from redactor.verify import verify
from tests.audit.merges import tree
from tests.campaigns.kill_anywhere import POLICY, lay_inputs, wrong
from tests.campaigns.strikes import ASKING, CHANGING, Strikes, failing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EINTR)
NAMES = (*CHANGING, *ASKING, "flock")
# 0: the error came where nothing depends on it, or was told as a missing file would be. 2 and 4: what was named
# cannot be read. 3: an input cannot. 7: something could not be written. 10 and 11: a segment of a merge
# does not verify, since it cannot be read.
CODES = {0, 2, 3, 4, 7, 10, 11}
TWO = 2


@dataclass(frozen=True)
class Case:
    """One command: its words, what must stand there before it, where it writes."""

    name: str
    words: tuple[str, ...]
    before: Path | None
    out: Path
    cables: Path


def invoke(words: Sequence[str]) -> tuple[int, str]:
    """Run a command line in this process."""
    done = CliRunner().invoke(app, list(words), prog_name="redactor")
    return done.exit_code, done.output


def prepared(place: Path) -> list[Case]:
    """Make inputs, the secret, and what a resumed run and a merge begin with."""
    os.environ["SOURCE_DATE_EPOCH"] = "1767322800"
    lay_inputs(place, TWO, "zz.txt", b"\xff")
    out, cables = place / "run" / "out", place / "cables"
    secret = ("--custody-secret", str(place / "secret"))
    asked = ("redact", str(place / "cables"), "-p", str(POLICY), "--as-of", "2016-01-01", *secret, "-o")
    for number in (1, TWO):
        invoke([*asked, str(place / f"s{number}"), "--shard", f"{number}/{TWO}"])
    begun = place / "begun"
    begun.mkdir()
    first = next(iter(sorted((place / "cables").iterdir())))
    invoke([*asked[:1], str(first), *asked[2:], str(begun / "out")])
    parts = (str(place / "s1"), str(place / "s2"))
    return [
        Case("redact", (*asked, str(out)), None, out, cables),
        Case("redact --resume", (*asked, str(out), "--resume"), begun, out, cables),
        Case("audit merge", ("audit", "merge", *parts, "-o", str(out)), None, out, cables),
    ]


def begin(case: Case) -> None:
    """Put everything as it is before the command."""
    shutil.rmtree(case.out.parent, ignore_errors=True)
    if case.before is None:
        case.out.parent.mkdir()
    else:
        shutil.copytree(case.before, case.out.parent)


def result(case: Case) -> dict[str, bytes]:
    """Give what a command left, custody included."""
    return dict(tree(case.out, audit.custody_of(case.out)))


def undisturbed(case: Case) -> tuple[int, dict[str, bytes], int]:
    """Run the command as it is; give its code, what it left, and how many operations it has."""
    begin(case)
    invoke(case.words)  # once, so that everything is loaded
    begin(case)
    counting = Strikes(NAMES, 0, failing(0))
    with counting.on():
        code, _ = invoke(case.words)
    return code, result(case), counting.count


def struck(case: Case, at: int, error: int, calm: tuple[int, dict[str, bytes], int]) -> Iterator[str]:
    """Run the command with one operation failing, then undisturbed, and say what was wrong."""
    begin(case)
    strikes = Strikes(NAMES, at, failing(error))
    with strikes.on():
        code, told = invoke(case.words)
    what = f"{case.name}: {strikes.struck} {at} {errno.errorcode[error]}"
    if code not in CODES or "Traceback" in told or "internal error" in told:
        yield f"{what}: exit {code}"
    if case.out.exists() and case.name == "audit merge" and verify(case.out).failures:
        yield f"{what}: half an output"
    yield from (f"{what}: {one}" for one in wrong(case.out))
    again = (*case.words, "--resume") if case.name == "redact" else case.words
    last, _ = invoke(again)
    if last != calm[0]:
        yield f"{what}: then exit {last}"
    elif not same(case, calm[1]):
        yield f"{what}: then another result"
    yield from (f"{what}: then {failure}" for failure in verify(case.out, source=case.cables).failures)


def same(case: Case, calm: dict[str, bytes]) -> bool:
    """Say whether what was left is what an undisturbed command leaves.

    A merge is that byte for byte. A batch goes on with the next document where one could not be recorded, so
    that its lines may stand in another order, and lays its folders out otherwise where it could not see that it
    was given many: its releases are the same, and each document has one line.
    """
    found = result(case)
    if case.name == "audit merge":
        return found == calm
    texts = [
        {name.rpartition("/")[2]: data for name, data in one.items() if name.endswith(".txt")}
        for one in (found, calm)
    ]
    counted = [one["0/audit.jsonl"].count(b"\n") for one in (found, calm)]
    return texts[0] == texts[1] and counted[0] == counted[1] and not wrong(case.out)


def sweep(case: Case, step: int = 1) -> tuple[int, list[str]]:
    """Strike every operation of a command (every STEP-th); give how often that was, and what was wrong."""
    calm, found = undisturbed(case), list[str]()
    places = range(1, calm[2] + 1, step)
    for at in places:
        found += struck(case, at, ERRORS[at % len(ERRORS)], calm)
    return len(places), found


def main(only: int | None, step: int) -> None:
    """Run the campaign, or every STEP-th operation of one command; exits with 1 where anything was violated."""
    violations = 0
    with tempfile.TemporaryDirectory() as name:
        for number, case in enumerate(prepared(Path(name))):
            if only in {None, number}:
                done, found = sweep(case, step)
                violations += len(found)
                told = "".join(f"  {one}\n" for one in found)
                sys.stdout.write(f"{case.name}: {done} failures, {len(found)} violations\n{told}")
                sys.stdout.flush()
    raise SystemExit(bool(violations))


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    main(asked[0] if asked else None, asked[1] if len(asked) > 1 else 1)

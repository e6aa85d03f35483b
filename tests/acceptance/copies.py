"""Runs of the command line on one cable, and what each left behind."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from redactor.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EARLY, TODAY = "2016-01-01", "2026-11-23"
DAYS = (EARLY, TODAY)
SETTINGS = {"partner": ("--set", "country=GBR")}
POLICIES = ("public", "foia", "internal-sbu", "partner", "source-protection")
ZEROS = "0" * 64
SECRET = bytes(range(32))
FINISHED = "foia, decided"
DATE_TIME_GROUP = "180941Z JUN 07"

# A number and its mark at the head of a paragraph. Matches "[¶1.](#) (C)", "¶ 8. (C)", "112. (C)",
# "**¶17. (C)**"; must not match "[1B.](#) KABUL 44", "In 2007. (C)".
NUMBER_AND_MARK = re.compile(
    r"""
    ^ (?: \*{2} )? \[? ¶? [ ]? (?P<number> [0-9]{1,3} ) \. (?: \]\(\#\) )? [ ]
    \( (?P<mark> C | SBU | U ) \) (?: \*{2} )?
    """,
    re.VERBOSE | re.MULTILINE,
)


@dataclass(frozen=True)
class Copy:
    """One run: where it wrote, what it exited with and said, and the cable's decoded text."""

    out: Path
    code: int
    stderr: str
    text: str = field(repr=False)

    @property
    def custody(self) -> Path:
        """Give the custody folder."""
        return self.out.with_name(self.out.name + ".custody")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Give the log."""
        return [json.loads(line) for line in (self.out / "audit.jsonl").read_bytes().splitlines()]

    @property
    def line(self) -> dict[str, Any]:
        """Give the log's last line: the release."""
        last = self.lines[-1]
        assert last["type"] == "release"
        return last

    @property
    def path(self) -> Path:
        """Give the release's file, the only one beside log and checkpoint."""
        (path,) = (item for item in self.out.iterdir() if item.suffix == ".txt")
        return path

    @property
    def release(self) -> str:
        """Give the released text."""
        return self.path.read_bytes().decode()

    @property
    def opened(self) -> dict[str, Any]:
        """Give what custody holds of the document."""
        path = max(self.custody.glob("[0-9]*.json"))
        content: dict[str, Any] = json.loads(path.read_bytes().split(b"\n")[1])
        return content

    @property
    def removals(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Give each removal as custody and as the log have it."""
        return list(zip(self.opened["removals"], self.line["removals"], strict=True))

    @property
    def kept(self) -> list[int]:
        """Give the offsets of the original that lie in no redaction."""
        gone = {at for item in self.opened["removals"] for at in range(item["start"], item["end"])}
        return [at for at in range(len(self.text)) if at not in gone]


def run(*words: object) -> tuple[int, str, str]:
    """Run the command line in this process; give exit code, stdout and stderr."""
    result = CliRunner().invoke(app, [str(word) for word in words], prog_name="redactor")
    return result.exit_code, result.stdout, result.stderr


def redact(cable: Path, policy: object, out: Path, day: str, *more: object) -> Copy:
    """Release one cable into a folder."""
    settings = SETTINGS.get(str(policy), ())
    code, _, stderr = run("redact", cable, "-p", policy, *settings, "-o", out, "--as-of", day, *more)
    return Copy(out, code, stderr, cable.read_bytes().decode().replace("\r\n", "\n"))


def seed(out: Path) -> Path:
    """Give a folder to write to whose custody has a secret that is known: two runs can be compared."""
    custody = out.with_name(out.name + ".custody")
    custody.mkdir(parents=True, mode=0o700)
    (custody / "secret").write_bytes(SECRET)
    (custody / "secret").chmod(0o600)
    return out


def decide(cable: Path, out: Path) -> Copy:
    """Finish a foia draft: uphold paragraph 3 as deliberative, with its harm."""
    draft = redact(cable, "foia", out, EARLY)
    assert draft.code == 5
    run("review", out)
    (laid,) = draft.custody.glob("*.decisions.yaml")
    (commitment,) = re.findall("(?m)^ .*([0-9a-f]{64})", laid.read_text("utf-8"))
    laid.write_text(
        f"redactor-decisions: 1\ndocument: {draft.line['doc']}\ndecisions:\n"
        f'  - portions: ["3"]\n    commitments: ["{commitment}"]\n'
        '    uphold: {authority: [B5 deliberative], harm: "it would chill candid advice before a decision"}\n'
        '    reviewer: "R. Example, FOIA analyst"\n    date: "2016-01-04"\n',
        encoding="utf-8",
    )
    return redact(cable, "foia", out, EARLY, "--decisions", laid)


def words_of(text: str) -> Iterator[str]:
    """Give the words of a text, folded: three letters or digits of any script, at least one a letter."""
    for word in re.findall(r"[^\W_]{3,}", text):
        if not word.isdecimal():
            yield word.casefold()


def spans(pattern: str | re.Pattern[str], text: str) -> set[int]:
    """Give the offsets, blanks left out, of the one place where a pattern stands."""
    (match,) = (
        re.finditer(pattern, text, re.MULTILINE) if isinstance(pattern, str) else pattern.finditer(text)
    )
    return ink(text, match.start(), match.end())


def ink(text: str, start: int, end: int) -> set[int]:
    """Give the offsets of the characters between two offsets that are no blanks."""
    return {at for at in range(start, end) if not text[at].isspace()}


def paragraph(text: str, number: str) -> tuple[int, int]:
    """Give where a paragraph's own text stands: behind its mark, up to the next blank line or page line."""
    head = next(match for match in NUMBER_AND_MARK.finditer(text) if match["number"] == number)
    return head.end(), text.index("\n", head.end())

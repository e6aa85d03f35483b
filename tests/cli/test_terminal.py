"""What a user sees, whole: each file in terminal/ is a command and everything it printed.

`REDACTOR_RENEW=1 pytest tests/cli/test_terminal.py` writes the files anew; read the diff.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from redactor import __version__
from redactor.cli.app import app
from redactor.report import screen
from tests.policy.texts import BROKEN

pytestmark = pytest.mark.usefixtures("one_detector")

ROOT = Path(__file__).resolve().parent.parent.parent
SEEN = Path(__file__).resolve().parent / "terminal"
CABLE = "examples/cables/02-election-law.txt"
DAY = "--as-of 2016-01-01"
# The name of the file, the command, the columns of the terminal (None: not a terminal).
COMMANDS = [
    # a release in part
    ("redact-public", f"redact {CABLE} -p public -o new {DAY}", None),
    # the same on half a screen
    ("redact-public-80", f"redact {CABLE} -p public -o new {DAY}", 80),
    # and on a telephone
    ("redact-public-40", f"redact {CABLE} -p public -o new {DAY}", 40),
    # a draft
    ("redact-foia", f"redact {CABLE} -p foia -o new {DAY}", None),
    # nothing is releasable
    (
        "redact-denied",
        f"redact examples/cables/03-caption-noforn.txt -p partner --set country=GBR -o new {DAY}",
        None,
    ),
    # several files, one of them no cable
    ("redact-batch", f"redact examples -p public -o new {DAY}", None),
    # a decisions file that is not there
    ("redact-no-decisions", f"redact {CABLE} -p foia -o out {DAY} --decisions none.yaml", None),
    ("inspect", f"inspect {CABLE}", None),
    # a folder: a line a file, and the notes by kind
    ("inspect-folder", "inspect examples", None),
    ("explain-portion", f"explain {CABLE} -p public --portion 8 {DAY}", None),
    ("explain-held", f"explain {CABLE} -p foia --portion 5 {DAY}", None),
    ("review", "review out", None),
    # every decision asked for, and the copy made with them
    ("review-ask", "review out --ask --show-text", None),
    # the reviewer leaves after the first
    ("review-ask-left", "review out --ask", None),
    ("audit-show", "audit show out", None),
    ("audit-stats", "audit stats out", None),
    # what a release still shows of names
    ("audit-query", "audit query out --level SBU", None),
    # rules by what they decided
    (
        "audit-query-sql",
        'audit query out --sql "SELECT rule, count(*) AS n FROM removal_rules WHERE decided GROUP BY rule"',
        None,
    ),
    # a question that would write
    ("audit-query-writes", 'audit query out --sql "DELETE FROM removals"', None),
    # the same cable under a policy that shows more
    ("audit-diff", "audit diff out staff", None),
    ("audit-vaughn", "audit vaughn finished", None),
    # a draft is no release
    ("audit-vaughn-draft", "audit vaughn out", None),
    ("verify", f"verify out --source {CABLE} -p foia", None),
    ("verify-wrong-source", "verify out --source examples/cables/01-harbor-fees.txt", None),
    ("verify-nothing", "verify nowhere", None),
    ("policy-list", "policy list", None),
    ("policy-check", "policy check partner", None),
    # a proof one way, an imaginary text the other
    ("policy-compare", "policy compare partner source-protection --set country=GBR", None),
    # neither is the stricter one
    ("policy-compare-neither", "policy compare public internal-sbu", None),
    # a guarantee that does not hold
    ("policy-check-broken", "policy check broken.yaml", None),
    ("policy-check-faults", "policy check bad.yaml", None),
]
# An id that a secret drawn anew for each custody decides: doc-okfagete5l   not: doc-1
DRAWN = re.compile(r"doc-[a-z2-7]{10}")
# What a reviewer types, line by line: a wrong letter, a ground that is none, and second thoughts among it.
ANSWERS = {
    "review-ask": """\
R. Example, FOIA analyst

x
r
the visit was announced; no exemption covers it
u
SBU
B5 deliberativ
B5 deliberative; B5 attorney-client

release would chill candid advice before a decision
""",
    "review-ask-left": """\
R. Example, FOIA analyst
4 January
2016-01-04
s
q
""",
}
BAD = """\
redactor: 1
policy: {id: bad, version: 1.0.0, title: Three faults, owner: records, review_by: 2027-11-01}
audience: {kind: public, under: discretion}
entities: 1
otherwise: {portion: {authority: [CLASS]}, entity: {authority: [PRIVACI]}}
release:
  - {id: unclassified, when: {levle: {at_most: U}}}
  - {id: places, when: {level: {at_most: X}}}
"""


def seen(command: str, typed: str | None = None) -> str:
    """Run a command and give it with all that it prints and its exit code."""
    done = CliRunner().invoke(app, shlex.split(command), prog_name="redactor", input=typed)
    printed = done.output.replace(f"{Path.cwd()}/", "").replace(__version__, "VERSION")
    return f"$ redactor {command}\n{DRAWN.sub('doc-DRAWN', printed)}[exit {done.exit_code}]\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a desk once: the examples, a draft in `out`, two releases, a bad policy, a letter."""
    desk = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "examples/cables", desk / "examples/cables")
    (desk / "bad.yaml").write_text(BAD, encoding="utf-8")
    (desk / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    (desk / "examples/letter.txt").write_text("Dear Sir, this is no cable.\n", encoding="utf-8")
    with contextlib.chdir(desk), pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        assert seen(f"redact {CABLE} -p foia -o out {DAY}").endswith("[exit 5]\n")
        assert seen(f"redact {CABLE} -p internal-sbu -o staff {DAY}").endswith("[exit 0]\n")
        assert seen(f"redact {CABLE} -p public -o finished {DAY}").endswith("[exit 0]\n")
    return desk


@pytest.fixture
def _desk(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sit down at a copy of the desk, at a fixed time."""
    shutil.copytree(made, tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")


@pytest.mark.usefixtures("_desk")
@pytest.mark.parametrize(("name", "command", "columns"), COMMANDS)
def test_a_command_prints_what_its_file_shows(
    name: str, command: str, columns: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard output and standard error together are those of terminal/NAME.txt."""
    monkeypatch.setattr(screen, "terminal", lambda _: columns)
    monkeypatch.setattr("redactor.report.summary.terminal", lambda _: columns)
    shown, path = seen(command, ANSWERS.get(name)), SEEN / f"{name}.txt"
    if os.environ.get("REDACTOR_RENEW"):
        path.write_text(shown, encoding="utf-8")
    assert path.read_text("utf-8") == shown


def test_every_file_has_its_command() -> None:
    """No file is left over from a command that nobody runs."""
    assert sorted(name for name, _, _ in COMMANDS) == sorted(path.stem for path in SEEN.glob("*.txt"))


def test_a_narrow_table_keeps_to_its_columns_and_loses_no_word() -> None:
    """Whatever the room, each word of a cell is there and no line is wider, but for one long word."""
    header, cells = ("name", "what it is"), [("first", "some words that need room"), ("second", "few")]
    for room in range(16, 60):
        drawn = screen.laid_out(header, cells, "", room)
        assert max(map(len, drawn.splitlines())) <= room
        assert {"first", "second", "words", "room", "few"} <= set(drawn.split())

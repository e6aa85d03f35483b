"""A reviewer at a desk with a draft under the Freedom of Information Act."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from redactor.cli.app import app
from tests.theorems.compose import Paragraph, Plan

if TYPE_CHECKING:
    from pathlib import Path

PLAN = Plan(
    paragraphs=(
        Paragraph("C", "Prices grew a little when traders met near the river in spring."),
        Paragraph("SBU", "The ministry repaired two roads near the river in summer."),
        Paragraph("SBU", "Officials drafted new rules before summer, farmers asked for water."),
        Paragraph("U", "Markets were slow since winter."),
    ),
)
DAY = ("--as-of", "2016-01-01")
UPHOLD = {"uphold": {"authority": ["B5 deliberative"], "harm": "it would chill advice"}}
RELEASE = {"release": {"because": "no exemption covers it"}}
DRAFT, DONE = "07ASTANA1668.draft.txt", "07ASTANA1668.txt"


def command(*words: str | Path) -> tuple[int, str, str]:
    """Run the command line in this process; give exit code, stdout and stderr."""
    result = CliRunner().invoke(app, [str(word) for word in words], prog_name="redactor")
    return result.exit_code, result.stdout, result.stderr


class Desk:
    """A foia draft with two portions on hold, and what a reviewer does about it."""

    def __init__(self, here: Path, text: str) -> None:
        self.here, self.out, self.cable = here, here / "out", here / "cable.txt"
        self.cable.write_text(text, encoding="utf-8")
        assert self.redact()[0] == 5
        self.open = json.loads(command("review", self.out, "--json")[1])["drafts"][0]["open"]

    def redact(self, *words: str | Path, policy: str = "foia") -> tuple[int, str, str]:
        return command("redact", self.cable, "-p", policy, "-o", self.out, *DAY, *words)

    def entry(self, what: dict[str, Any], *numbers: int, **other: Any) -> dict[str, Any]:
        """Decide on the open removals of these places."""
        chosen = [self.open[number] for number in numbers]
        return {
            "portions": [item["portion"] for item in chosen],
            "commitments": [item["commitment"] for item in chosen],
            **what,
            "reviewer": "R. Example",
            "date": "2016-01-04",
            **other,
        }

    def line(self) -> dict[str, Any]:
        """Give the log's last line."""
        return json.loads((self.out / "audit.jsonl").read_text("utf-8").splitlines()[-1])  # type: ignore[no-any-return]

    def about(self, what: dict[str, Any], **other: Any) -> dict[str, Any]:
        """Decide on the document as a whole, or on what of it is named."""
        return {
            "commitments": [self.line()["source"]],
            **what,
            "reviewer": "R. Example",
            "date": "2016-01-04",
            **other,
        }

    def decide(self, *entries: dict[str, Any], document: str = "07ASTANA1668") -> tuple[int, str, str]:
        """Redact again with these decisions; JSON is YAML."""
        path = self.out.with_name("out.custody") / "decisions.yaml"
        content = {"redactor-decisions": 1, "document": document, "decisions": entries}
        path.write_text(json.dumps(content), encoding="utf-8")
        return self.redact("--decisions", path)

    def files(self) -> list[str]:
        """Name the releases; whatever came of a run, all of it verifies."""
        found = command("verify", self.out, "--source", self.here, "-p", "foia")
        assert found[0] == 0, found[1]
        return sorted(path.name for path in self.out.glob("*.txt"))

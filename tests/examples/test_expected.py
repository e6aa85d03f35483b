"""Every example cable, under every stock policy, gives what its file under examples/expected/ says."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from redactor import policy as policies
from redactor.model import Action, RemovalKind
from redactor.pipeline import Outcome, RunRequest, run

pytestmark = pytest.mark.usefixtures("one_detector")

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples"
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
KEYS = {
    "policy",
    "as-of",
    "set",
    "state",
    "exit",
    "banner",
    "stamp",
    "codes",
    "shown",
    "changed",
    "removed",
    "held",
    "stays",
    "gone",
}


class _Text(yaml.SafeLoader):
    """Reads every scalar as text: `"3"` and 3 are the same portion."""


_Text.yaml_implicit_resolvers = {}


def _read(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=_Text))  # noqa: S506 - resolves nothing


def _cases() -> list[Any]:
    found = []
    for path in sorted((EXAMPLES / "expected").glob("*.yaml")):
        whole = _read(path)
        for title, expected in whole["policies"].items():
            case = {"as-of": whole["as-of"], "policy": title, **expected}
            found.append(pytest.param(EXAMPLES / "cables" / whole["cable"], case, id=f"{path.stem}-{title}"))
    return found


def _redact(cable: Path, case: dict[str, Any], out: Path) -> Outcome:
    request = RunRequest(
        policy=case["policy"],
        settings=case.get("set", {}),
        out=out,
        as_of=dt.date.fromisoformat(case["as-of"]),
        now=NOW,
    )
    (outcome,) = run(request, [cable])
    if outcome.error is not None:
        raise outcome.error
    return outcome


def _portions(outcome: Outcome) -> tuple[list[str], set[str]]:
    """Give every portion in text order, and those of which something of their own text stays."""
    assert outcome.verdict is not None
    every: dict[str, None] = {}
    shown: set[str] = set()
    for decision in sorted(outcome.verdict.decisions, key=lambda item: item.span):
        if decision.portion is None or decision.removal in {RemovalKind.FURNITURE, RemovalKind.REMARK}:
            continue
        if decision.action is Action.KEEP and set(decision.rules) == {"skeleton"}:
            continue
        every[decision.portion] = None
        if decision.action is Action.KEEP and not outcome.verdict.denied:
            shown.add(decision.portion)
    return list(every), shown


def _markers(outcome: Outcome) -> dict[str, list[str]]:
    assert outcome.release is not None
    found: dict[str, list[str]] = {}
    for redaction in outcome.release.redactions:
        if redaction.replacement and redaction.decision.portion is not None:
            found.setdefault(redaction.decision.portion, []).append(redaction.replacement.strip())
    return found


def _held(outcome: Outcome) -> set[str]:
    assert outcome.verdict is not None
    return {decision.portion for decision in outcome.verdict.decisions if decision.hold and decision.portion}


@pytest.mark.parametrize(("cable", "case"), _cases())
def test_an_example_gives_what_its_file_says(cable: Path, case: dict[str, Any], tmp_path: Path) -> None:
    """State, exit code, portions, markers and words are the expected ones."""
    outcome = _redact(cable, case, tmp_path / "out")
    assert outcome.release is not None
    assert (case["state"], case["exit"]) == (outcome.release.state.value, str(int(outcome.exit_code)))
    _check_lines(case, outcome)
    _check_portions(case, outcome)
    _check_words(case, outcome.release.text, tmp_path / "out")


def _check_lines(case: dict[str, Any], outcome: Outcome) -> None:
    assert outcome.release is not None
    assert case.get("banner", outcome.release.banner) == outcome.release.banner
    assert outcome.release.stamp.startswith(case.get("stamp", ""))
    missing = [
        code for code in case.get("codes", ()) if code not in outcome.release.stamp.replace(",", " ").split()
    ]
    assert missing == []


def _check_portions(case: dict[str, Any], outcome: Outcome) -> None:
    every, shown = _portions(outcome)
    if "shown" in case:
        expected = every if case["shown"] == "all" else case["shown"]
        assert sorted(expected) == sorted(shown)
    markers = _markers(outcome)
    for address, marker in case.get("removed", {}).items():
        assert [marker] == markers[address], address
        assert address not in shown
    for address, marker in case.get("changed", {}).items():
        assert marker in markers[address], address
        assert address in shown
    held = _held(outcome)
    assert set(case.get("held", ())) <= held


def _check_words(case: dict[str, Any], text: str, out: Path) -> None:
    folded = " ".join(text.split())
    assert [words for words in case.get("stays", ()) if words not in folded] == []
    assert [words for words in case.get("gone", ()) if words in folded] == []
    public = b"".join(path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()).decode()
    # Four digits may stand in a digest by chance; as words of their own they may not.
    assert [words for words in case.get("gone", ()) if re.search(rf"\b{re.escape(words)}\b", public)] == []


def test_every_cable_has_an_outcome_under_every_stock_policy() -> None:
    """No example is left without its expectation, and no expectation misspells a key."""
    cables = sorted(path.stem for path in (EXAMPLES / "cables").iterdir())
    for stem in cables:
        whole = _read(EXAMPLES / "expected" / f"{stem}.yaml")
        spoken = {case.get("policy", title) for title, case in whole["policies"].items()}
        assert set(policies.stock()) <= spoken, stem
        assert set().union(*whole["policies"].values()) <= KEYS, stem
    assert len(cables) >= 10

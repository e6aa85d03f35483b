"""What changes between two policies: each turn of a fate, in text order, and nothing where nothing changes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from typer.testing import CliRunner

from redactor import cable as cables
from redactor import policy as policies
from redactor import workbench
from redactor.cli.app import app
from redactor.errors import UsageError
from redactor.model import Action
from redactor.pipeline import Prepared
from redactor.policy.verdict import decide
from redactor.workbench.difference import Turn, _changes, _Page
from tests.policy import draws, worlds
from tests.workbench.suites import POLICY

if TYPE_CHECKING:
    from pathlib import Path

    from redactor.model import Cable, Decision, Finding, Policy
    from redactor.workbench import Compared

DAY = dt.date(2016, 1, 1)
CABLE = "1. (U) Open words.\n\n2. (SBU) Sensitive words\nof two lines.\n\n3. (C) Closed words.\n"


def compared(folder: Path, old: str, new: str, text: str = CABLE) -> Compared:
    names = []
    for name, policy in (("old", old), ("new", new)):
        (folder / f"{name}.yaml").write_text(policy, encoding="utf-8")
        names.append(str(folder / f"{name}.yaml"))
    both = workbench.pair((names[0], names[1]), {}, as_of=DAY)
    return workbench.compare(both, cables.read(text.encode()), "cable.txt")


WIDER = POLICY.replace("at_most: U", "at_most: SBU")
HELD = POLICY.replace("protect:\n", "protect:\n  - {id: held, when: {level: {at_least: SBU}}, do: hold}\n")
GROUND = POLICY.replace("do: withhold, authority: [CLASS]", "do: withhold, authority: [SBU]")

TURNS = [
    # text that only the second shows; its two lines are one change
    (POLICY, WIDER, [(Turn.SHOWN, "2", (3, 4))]),
    # and the other way round
    (WIDER, POLICY, [(Turn.HIDDEN, "2", (3, 4))]),
    # a hold is no other action; where a rule settles it, nothing changes
    (POLICY, HELD, [(Turn.HELD, "2", (3, 4))]),
    (HELD, POLICY, [(Turn.RELEASED, "2", (3, 4))]),
    # another ground in the marker
    (POLICY, GROUND, [(Turn.GROUND, "3", (6, 6))]),
    # other rules with the same result are no change
    (POLICY, POLICY.replace("id: classified", "id: secret"), []),
]


@pytest.mark.parametrize(("old", "new", "turns"), TURNS)
def test_a_change_is_told_with_its_place(
    old: str, new: str, turns: list[tuple[Turn, str, tuple[int, int]]], tmp_path: Path
) -> None:
    """How the fate turns, in which portion, on which lines."""
    found = compared(tmp_path, old, new)
    assert turns == [(change.turn, change.portion, change.lines) for change in found.changes]
    assert found.same is not bool(turns)


def test_a_name_that_tells_more_or_less(tmp_path: Path) -> None:
    """A role in place of a label tells more; a redaction in place of a role tells less."""
    text = "1. (U) Minister Tomas Vashkel left.\n"
    label = POLICY.replace("up_to: role", "up_to: label")
    redact = POLICY.replace("up_to: role", "up_to: redact")
    assert [Turn.MORE] == [change.turn for change in compared(tmp_path, label, POLICY, text).changes]
    assert [Turn.LESS] == [change.turn for change in compared(tmp_path, POLICY, redact, text).changes]


def test_a_copy_that_is_not_made_shows_nothing(tmp_path: Path) -> None:
    """A hard stop is a state for both policies, and nothing changes."""
    found = compared(tmp_path, POLICY, WIDER, "S E C R E T VELMORA 1\nNODIS\n\n1. (S) Secret words.\n")
    assert ("referral", "referral") == found.states
    assert found.same


def test_a_denied_copy_is_a_change_of_state(tmp_path: Path) -> None:
    """Where the second policy shows a body at all, the state says so, and its text is newly shown."""
    found = compared(tmp_path, POLICY, WIDER, "1. (SBU) Sensitive words.\n")
    assert ("denied", "full") == found.states
    assert [Turn.SHOWN] == [change.turn for change in found.changes]


def test_settings_go_to_the_policy_that_declares_them() -> None:
    """`country` is the partner policy's alone; what neither declares is refused."""
    both = workbench.pair(("public", "partner"), {"country": "GBR"}, as_of=DAY)
    assert both.after.audience.countries == ("GBR",)
    with pytest.raises(UsageError):
        workbench.pair(("public", "foia"), {"country": "GBR"}, as_of=DAY)


def _decisions(cable: Cable, findings: tuple[Finding, ...], policy: Policy) -> tuple[Decision, ...]:
    prepared = Prepared(cable, worlds.view_of(cable), findings)
    return decide(
        cable, prepared.view, findings, policy, as_of=worlds.AS_OF, role_of=worlds.role_of
    ).decisions


@settings(max_examples=60)
@given(draws.cases(), draws.policies())
def test_changes_are_exactly_what_differs(
    case: tuple[Cable, tuple[Finding, ...], Policy], other: Policy
) -> None:
    """Every character that one policy shows and the other removes lies in a change, and turns as it does."""
    cable, findings, policy = case
    tilings = _decisions(cable, findings, policy), _decisions(cable, findings, other)
    shown = [
        {
            at
            for item in tiling
            if item.action is Action.KEEP and "skeleton" not in item.rules
            for at in range(item.span.start, item.span.end)
        }
        for tiling in tilings
    ]
    quiet = {
        at
        for tiling in tilings
        for item in tiling
        if item.removal in {"furniture", "remark"} or "skeleton" in item.rules
        for at in range(item.span.start, item.span.end)
    }
    changes = _changes(_Page(cable, "x"), *tilings)
    for turn, gained in ((Turn.SHOWN, shown[1] - shown[0]), (Turn.HIDDEN, shown[0] - shown[1])):
        spans = [change.span for change in changes if change.turn is turn]
        told = {at for span in spans for at in range(span.start, span.end)}
        words = {at for at in gained - quiet if not cable.text[at].isspace()}
        assert words <= told
        assert {at for at in told - quiet if not cable.text[at].isspace()} <= gained
    assert _changes(_Page(cable, "x"), tilings[0], tilings[0]) == []


def test_no_text_is_shown_unless_asked(tmp_path: Path) -> None:
    """The report holds words of a cable only with `--show-text`."""
    cable = tmp_path / "cable.txt"
    cable.write_text(CABLE, encoding="utf-8")
    for more, there in ((), False), (("--show-text",), True), (("--json",), False):
        words = ("policy", "diff", "public", "internal-sbu", str(cable), "--as-of", "2016-01-01", *more)
        result = CliRunner().invoke(app, words, prog_name="redactor")
        assert result.exit_code == 1
        assert there is ("Sensitive words" in result.stdout)
    assert policies.stock()

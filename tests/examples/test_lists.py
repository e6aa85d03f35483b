"""The example of a policy with a list of its own works as it lies, and only as it lies."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from redactor import policy as policies
from redactor.errors import ExitCode, PolicyError
from redactor.pipeline import RunRequest, run

pytestmark = pytest.mark.usefixtures("one_detector")

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
POLICY = EXAMPLES / "policies/with-own-list.yaml"


def released(policy: str, out: Path) -> str:
    """Release the cable that names an official by office and surname."""
    request = RunRequest(policy=policy, out=out, as_of=dt.date(2016, 1, 1))
    (outcome,) = run(request, [EXAMPLES / "cables/02-election-law.txt"])
    assert (ExitCode.DONE, None) == (outcome.exit_code, outcome.error)
    assert outcome.release is not None
    return outcome.release.text


def test_the_list_opens_the_official_that_it_names(tmp_path: Path) -> None:
    """Office and surname fit an entry of the list, so the name stays; without the list it goes."""
    assert "Deputy Assistant Secretary Verrill has cleared" in released(str(POLICY), tmp_path / "own")
    assert "Verrill" not in released("public", tmp_path / "public")


def test_the_policy_loads_without_a_warning() -> None:
    """Nothing in it would make an analyst who copies it wonder."""
    assert policies.load(str(POLICY)).warnings == ()


def test_a_list_that_changed_is_refused(tmp_path: Path) -> None:
    """One more name in the list, and the policy does not run until its digest says so."""
    shutil.copytree(EXAMPLES / "policies", tmp_path / "policies")
    names = tmp_path / "policies/department-officials.yaml"
    names.write_text(names.read_text("utf-8") + "  - {name: Una Hale, source: nobody}\n", encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        policies.load(str(tmp_path / "policies/with-own-list.yaml"))
    assert ["RP112"] == [fault.code for fault in refused.value.diagnostics]

"""Predicates of other distributions: asked, refused, logged, never imported unnamed."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from redactor.errors import PolicyError
from redactor.markings import Truth
from redactor.policy import predicates
from redactor.policy.load import Source, examine
from redactor.policy.values import PREDICATE
from tests.policy.texts import PUBLIC, release
from tests.policy.truths import NO, UNKNOWN, YES, atoms_of
from tests.policy.worlds import (
    cable_of,
    para,
    when,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Policy
    from redactor.policy.predicates import Asked


# --- predicates ----------------------------------------------------------------------------------


class Minor:
    """Say whether the text speaks of a minor."""

    version = "1.2.0"
    doc = "whether a minor is spoken of"
    of_finding = False

    def __call__(self, asked: Asked) -> Truth:
        """Answer by one word."""
        return Truth.of("minor" in asked.text)


class OfFinding(Minor):
    """Ask findings only."""

    of_finding = True


class Fails(Minor):
    """Fail with words that nobody may repeat."""

    def __call__(self, asked: Asked) -> Truth:
        """Raise."""
        raise RuntimeError(asked.text)


class AnswersBool(Minor):
    """Answer as Python does."""

    def __call__(self, asked: Asked) -> Truth:
        """Give a bool where a Truth is due."""
        return bool(asked.text)  # type: ignore[return-value]  # that is the fault


minor, of_finding, fails, answers_bool, no_predicate = Minor(), OfFinding(), Fails(), AnswersBool(), object()

REGISTERED = {
    "tests/minor": "minor",
    "tests/of-finding": "of_finding",
    "tests/fails": "fails",
    "tests/bool": "answers_bool",
    "tests/no-predicate": "no_predicate",
    "tests/missing": "nothing_of_that_name",
}


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install a package that registers the predicates of this file; one name stands twice."""
    points = [EntryPoint(name, f"{__name__}:{item}", predicates.GROUP) for name, item in REGISTERED.items()]
    points += [EntryPoint("tests/twice", f"{__name__}:minor", predicates.GROUP)] * 2

    def entry_points(*, group: str, name: str = "") -> tuple[EntryPoint, ...]:
        return tuple(point for point in points if group == point.group and name in {"", point.name})

    monkeypatch.setattr(predicates, "entry_points", entry_points)
    predicates.find.cache_clear()
    yield
    predicates.find.cache_clear()


def policy_with(name: str) -> Policy:
    """Read a policy that names a predicate."""
    text = release(f"id: a, when: {{level: {{at_most: TS}}, predicate: {name}}}", PUBLIC)
    return examine(Source(text.encode(), "x", Path())).policy


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "body", "truth"),
    [
        ("tests/minor", "of a minor", YES),
        ("tests/minor", "of rain", NO),
        # a failure, and an answer of another type, are no answer
        ("tests/fails", "of a minor", UNKNOWN),
        ("tests/bool", "of a minor", UNKNOWN),
    ],
)
def test_a_predicate_is_asked(name: str, body: str, truth: Truth) -> None:
    """A registered predicate answers for a portion's text."""
    assert policy_with(name).id
    assert atoms_of(cable_of(para(1, body)), when(predicate=name)) is truth


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", ["tests/no-predicate", "tests/missing", "tests/twice", "tests/minors"])
def test_a_predicate_that_cannot_be_used_is_refused(name: str) -> None:
    """Unknown, broken and ambiguous predicates refuse the policy."""
    with pytest.raises(PolicyError) as caught:
        policy_with(name)
    (found,) = caught.value.diagnostics
    assert found.code == "RP117"
    assert found.help.startswith("did you mean `tests/" if name == "tests/minors" else ("did", "install"))


@pytest.mark.usefixtures("installed")
def test_a_predicate_of_findings_needs_an_entity() -> None:
    """A rule about portions cannot ask it."""
    with pytest.raises(PolicyError) as caught:
        policy_with("tests/of-finding")
    assert [item.code for item in caught.value.diagnostics] == ["RP210"]


@pytest.mark.usefixtures("installed")
def test_a_predicate_stands_in_the_log() -> None:
    """Its name, version and the digest of its file are told beside the detectors."""
    ((name, version, digest),) = predicates.identity(policy_with("tests/minor"))
    assert (name, version, len(digest)) == ("tests/minor", "1.2.0", 64)


def test_nothing_is_imported_that_no_policy_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listing predicates loads none of them."""
    point = EntryPoint("tests/broken", "nowhere.at.all:thing", predicates.GROUP)
    monkeypatch.setattr(predicates, "entry_points", lambda **_named: (point,))
    assert predicates.registered() == ("tests/broken",)


def test_a_predicates_name_is_a_form() -> None:
    """It has an organization and a name."""
    assert PREDICATE.read("visa-unit/minor")
    assert PREDICATE.read("minor") is None

"""Finished releases, and how to see a guard refuse one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from redactor.errors import GuardError
from redactor.release import guard, plan, render
from tests.release.factories import (
    NOFORN,
    PUBLIC,
    Name,
    Part,
    Scene,
    field,
    heading,
    page,
    para,
    policy,
    remark,
    scene,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.model import (
        Audience,
        Policy,
        Release,
        Verdict,
    )

WHEAT = "The minister said wheat would be dear before the winter."
NAMED = para("2", "Deputy Director Joan Pinewood has cleared.", names=(Name("Joan Pinewood"),))


@dataclass(frozen=True)
class Made:
    """A scene with its release."""

    scene: Scene
    policy: Policy
    release: Release

    def check(self, release: Release | None = None, verdict: Verdict | None = None) -> None:
        """Run every guard."""
        made = self.scene
        guard(
            made.cable,
            made.view,
            made.findings,
            self.policy,
            verdict or made.verdict,
            release or self.release,
        )


def make(*parts: Part, audience: Audience = PUBLIC, **more: object) -> Made:
    """Lay out, plan and render."""
    made = scene(*parts, captions=NOFORN, **more)  # type: ignore[arg-type]
    chosen = policy(audience)
    return Made(made, chosen, render(made.cable, chosen, made.verdict, plan(made.cable, made.verdict)))


def sound() -> Made:
    """Make a release with one removal of every kind."""
    return make(
        remark("banner", "C O N F I D E N T I A L"),
        page("SIPDIS"),
        field("date", "", "P 180941Z JUN 07 ZDK", "180941Z JUN 07"),
        heading("heading", "Wheat Is Dear"),
        para("1", WHEAT, "withhold", "C"),
        page(),
        NAMED,
    )


def refused(name: str, run: Callable[[], None]) -> GuardError:
    """Run something that this guard must refuse."""
    with pytest.raises(GuardError) as caught:
        run()
    assert caught.value.guard == name
    return caught.value

"""Run the pure path on invented cables: what every theorem is stated over."""

from __future__ import annotations

import datetime as dt
import os
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import Phase

from redactor import cable as cables
from redactor import detect
from redactor import policy as policies
from redactor.errors import ReferralError
from redactor.model import Action
from redactor.pipeline.compute import Computed, compute
from redactor.spans import Span, union

if TYPE_CHECKING:
    from redactor.model import Policy

EARLY = dt.date(2016, 1, 1)
LATE = dt.date(2026, 11, 23)
SETTINGS = {"partner": {"country": "GBR"}, "other-agency": {"agency": "Treasury"}}
STOCK = (
    "public",
    "foia",
    "partner",
    "internal-sbu",
    "source-protection",
    "other-agency",
    "systematic-review-25-year",
)

# A whole document runs in each example: shrinking one would take longer than reading it.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)

detector = cache(detect.load)


def examples(most: int = 25) -> int:
    """Say how many examples to try; a campaign multiplies it (docs/reliability.md)."""
    return most * int(os.environ.get("REDACTOR_EXAMPLES", "1"))


@cache
def stock_policy(name: str) -> Policy:
    """Load a stock policy once."""
    return policies.load(name, SETTINGS.get(name, {}))


def release(text: str, policy: str | Policy, as_of: dt.date = EARLY) -> Computed:
    """Run the pure path on a cable's text."""
    chosen = stock_policy(policy) if isinstance(policy, str) else policy
    return compute(cables.read(text.encode()), chosen, lambda: detector(None), as_of=as_of)


def shown(text: str, policy: str | Policy, as_of: dt.date = EARLY) -> tuple[Span, ...]:
    """Give the spans of `text` that are released; a referral releases nothing."""
    try:
        done = release(text, policy, as_of)
    except ReferralError:
        return ()
    return union(item.span for item in done.verdict.decisions if item.action is Action.KEEP)


def shown_offsets(text: str, policy: str | Policy, as_of: dt.date = EARLY) -> set[int]:
    """Give the offsets of the released characters that are no blanks."""
    return {
        offset
        for span in shown(text, policy, as_of)
        for offset in range(span.start, span.end)
        if not text[offset].isspace()
    }

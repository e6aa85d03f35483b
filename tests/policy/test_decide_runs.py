"""Six words of withheld text never stay elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from redactor import view as views
from redactor.model import Action, Assumption, EntryKind, RemovalKind, ReviewEntry, Settlement
from redactor.policy.runs import WORD, Passage, find_runs
from redactor.spans import Span
from tests.policy.worlds import (
    B1,
    B5,
    CLASS,
    FOIA,
    HERE,
    NAMES,
    OPEN_U,
    PAGE,
    SBU,
    SOURCE,
    C,
    U,
    assume,
    cable_of,
    line,
    para,
    policy_of,
    protect,
    seen,
    shown,
    verdict_of,
    when,
)

if TYPE_CHECKING:
    from redactor.model import Cable

LAW = (OPEN_U, NAMES, protect("b1", when(level={"at_least": "C"}, declassified=("not_reached",)), B1))
SIX = "the old mill by the river"


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (f"rain at {SIX} today", "rain at [text] today"),  # six words
        ("rain at the old mill by the brook", "rain at the old mill by the brook"),  # five
        (f"rain at {SIX.upper()} today", "rain at [text] today"),  # in capitals
        (f"rain at the old{PAGE}mill by the river today", "rain at [text] today"),  # broken by a page line
        ("rain at the old, mill -- by the river", "rain at [text]"),  # with other punctuation
    ],
)
def test_kept_text_that_repeats_withheld_text_is_withheld(kept: str, expected: str) -> None:
    """Under discretion it goes as `text`, on the ground of the portion that it repeats."""
    cable = cable_of(para(1, f"he sold {SIX} road", C), para(2, kept, U))
    verdict = verdict_of(cable, policy_of(OPEN_U))
    assert shown(cable, verdict) == f"1. (C) [paragraph]\n\n2. (U) {expected}\n\n"
    runs = [item for item in verdict.decisions if item.removal is RemovalKind.RUN]
    assert all((item.rules, item.authorities) == (("run",), (CLASS,)) for item in runs)


def repeated() -> Cable:
    """Write a cable whose open paragraph repeats a closed one."""
    return cable_of(para(1, f"he sold {SIX} road", C), para(2, f"rain at {SIX} today", U))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (None, "rain at [text?] today"),  # a person must decide
        (EntryKind.RELEASE, f"rain at {SIX} today"),  # a person opened it
        (EntryKind.UPHOLD, "rain at [text] today"),  # a person closed it on a ground
    ],
)
def test_under_a_law_a_run_is_a_hold(kind: EntryKind | None, expected: str) -> None:
    """The kept run is put on hold until a reviewer decides on it."""
    cable = repeated()
    policy = policy_of(*LAW, audience=FOIA)
    spans = tuple(item.span for item in verdict_of(cable, policy).decisions if item.hold)
    entry = ReviewEntry(kind or EntryKind.RELEASE, (), (), "A", dt.date(2016, 1, 1), HERE, (B5,))
    verdict = verdict_of(cable, policy, settlements=(Settlement(entry, spans),) if kind else ())
    assert shown(cable, verdict) == f"1. (C) [paragraph]\n\n2. (U) {expected}\n\n"


def test_what_a_reviewer_opened_is_excused_and_told() -> None:
    """A released portion may repeat withheld words: a person decided on it, and the summary says so."""
    cable = cable_of(para(1, f"he sold {SIX} road", C), para(2, f"rain at {SIX} today", SBU))
    policy = policy_of(*LAW, protect("sbu", when(level={"is": ("SBU",)}), hold=True), audience=FOIA)
    spans = tuple(item.span for item in verdict_of(cable, policy).decisions if item.hold)
    entry = ReviewEntry(EntryKind.RELEASE, (), (), "A", dt.date(2016, 1, 1), HERE)
    verdict = verdict_of(cable, policy, settlements=(Settlement(entry, spans),))
    assert f"rain at {SIX} today" in shown(cable, verdict)
    assert verdict.notices == ("portion 2: what a reviewer opened repeats words of withheld text",)


def test_one_more_removal_does_not_break_a_run_open() -> None:
    """A name inside a run goes with it, and its reasons stand beside the run's."""
    cable = cable_of(
        para(1, "he sold the old Tarn mill by night", C), para(2, "rain at the old Tarn mill by night", U)
    )
    policy = policy_of(OPEN_U, protect("names", when(entity=("PERSON",)), SOURCE, do=Action.LABEL))
    verdict = verdict_of(cable, policy, seen(cable, "Tarn"), seen(cable, "Tarn", nth=1))
    assert shown(cable, verdict) == "1. (C) [paragraph]\n\n2. (U) rain at [text]\n\n"
    run = next(item for item in verdict.decisions if item.removal is RemovalKind.RUN)
    assert run.rules == ("default-entity", "names", "run")


@pytest.mark.parametrize(
    ("assumptions", "stays"),
    [
        ((assume("routing", "from", "to"),), True),  # one assumption speaks of both lines
        ((assume("one", "from"), assume("two", "to")), False),  # two that know nothing of each other
    ],
)
def test_one_assumption_speaks_of_both(assumptions: tuple[Assumption, ...], *, stays: bool) -> None:
    """What an assumption opens may repeat what it leaves closed on another line it speaks of."""
    post = "UPPER QUENBY ON THE OLD RIVER"
    cable = cable_of(
        line("from", "FM", post, post), line("to", "TO", f"{post} VELMORA", "VELMORA"), para(1, "water", U)
    )
    text = shown(cable, verdict_of(cable, policy_of(OPEN_U, assumptions=assumptions)))
    assert (f"FM {post}" in text) is stays


def test_runs_are_found_in_linear_time() -> None:
    """A hundred thousand words, all alike, take seconds and not hours."""
    text = "rain " * 100_000
    view = views.build(text)
    half = len(text) // 2
    runs = find_runs(view, (Passage(Span(0, half)),), (Passage(Span(half, len(text))),))
    assert [run.span for run in runs] == [Span(half, len(text) - 1)]


def test_a_word_is_letters_and_digits() -> None:
    """The pattern of a word matches its example and not the other."""
    assert WORD.findall("masimov's, 2007") == ["masimov", "s", "2007"]
    assert WORD.search("_-") is None

"""What a run tells its user: what was kept, what was removed and why, and what to type next."""

from __future__ import annotations

import shlex
import sys
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.errors import ExitCode
from redactor.model import ReleaseState
from redactor.pipeline.told import deciding
from redactor.report.screen import counted, table, terminal, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from redactor.pipeline import Outcome, Stale
    from redactor.pipeline.told import Counts, Row, Told
    from redactor.report.tally import Tally

_HEADER = ("", "portions", "what", "why", "authority")
_WIDEST = 36
"""The widest that the column of portions gets; what is longer goes on below."""
# What a rule is that stands in no policy, by how its name begins.
_LEGEND = (
    ("review", "a reviewer's decision"),
    ("confirm:declassified", "judged as declassified by the authority that a reviewer names"),
    ("confirm:consent", "open by the consent of its person, as a reviewer records"),
    ("assume:", "an assumption about the header that the policy declares"),
    ("ceiling:", "the release rule of that name shows no more than this"),
    ("possible-name", "an unknown word that may be a name: a person decides (`detect: review`)"),
    ("default-portion", "no release rule of the policy matched"),
    ("default-entity", "no release rule of the policy matched this name or detail"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user typed, as far as the next command repeats it; `folder` is the one folder of inputs."""

    policy: str
    out: str | None = None
    custody: str | None = None
    audit: str | None = None
    folder: str | None = None


def text(outcome: Outcome, asked: Asked) -> str:
    """Tell one document's outcome; nothing of the document itself is in it."""
    told = outcome.told
    if told is None:
        return _untold(outcome)
    parts = [
        _headline(outcome, told, asked),
        _table(told.rows, sys.stderr),
        _legend(told.rows),
        _figures(told.counts),
        f"  {visible(told.names)}; read what is kept\n" if told.names else "",
        _notices(told),
    ]
    step = next_step(outcome, asked)
    return "".join(parts) + (f"  next: {visible(step)}\n" if step else "")


def brief(outcome: Outcome, asked: Asked) -> str:
    """Tell one document of several in a few lines; `audit show` has the rest."""
    told = outcome.told
    if told is None:
        return _untold(outcome)
    return _headline(outcome, told, asked) + _portions(told.counts) + _notices(told)


def _untold(outcome: Outcome) -> str:
    if outcome.before:
        where = f"{visible(str(outcome.path))}, " if outcome.path is not None else ""
        return f"{visible(outcome.source)}: settled before: {where}exit {int(outcome.exit_code)}\n"
    return f"{visible(outcome.source)}: refused, exit {int(outcome.exit_code)}\n"


def _notices(told: Told) -> str:
    notes = [f"  note: {visible(notice)}\n" for notice in told.notices]
    return "".join([*notes, *(f"  stale: {visible(_stale(item))}\n" for item in told.stale)])


def _table(told: Sequence[Row], stream: TextIO) -> str:
    """Lay out what happened; on a terminal too narrow for it the cells wrap."""
    partly = {address for row in told if row.state == "kept" for address in row.portions} & {
        address for row in told if row.state != "kept" for address in row.portions
    }
    cells = [_cells(row, partly) for row in told]
    if terminal(stream) is None:
        cells = [line for cell in cells for line in _wrapped(cell)]
    return table(_HEADER, cells, indent="  ", stream=stream)


def _legend(told: Sequence[Row]) -> str:
    """Say what the reserved rules of the table are, those of them that stand in it."""
    rules = [rule for row in told for rule in deciding(row.rules)]
    lines = (
        f"  {name}{'...' if name.endswith(':') else ''}: {meaning}\n"
        for name, meaning in _LEGEND
        if any(rule == name or (name.endswith(":") and rule.startswith(name)) for rule in rules)
    )
    return "".join(lines)


def _headline(outcome: Outcome, release: Told, asked: Asked) -> str:
    unwritten = "standard output" if asked.out == "-" else "not written"
    where = str(outcome.path) if outcome.path is not None else unwritten
    lines = [f"{visible(outcome.source)} -> {visible(where)}", f"  {release.stamp or 'nothing was removed'}"]
    if release.banner and release.state is not ReleaseState.DENIED:
        lines.append(f"  banner {release.banner}")
    return "\n".join(lines) + "\n"


def _stale(item: Stale) -> str:
    return f"the decision on {item.target} (line {item.place.line}) opened nothing: {item.because}"


def _cells(row: Row, partly: Collection[str]) -> tuple[str, ...]:
    noun, comma, shown = row.what.partition(",")
    what = counted(row.count, noun) + comma + shown if row.count > 1 else row.what
    return (
        row.state,
        addresses(row.portions, partly),
        what,
        ", ".join(deciding(row.rules)),
        ", ".join(row.authorities),
    )


def _wrapped(cells: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give the row's cells, a long list of portions on several lines."""
    state, portions, *others = cells
    lines = textwrap.wrap(portions, _WIDEST, break_long_words=False, break_on_hyphens=False) or [""]
    yield (state, lines[0], *others)
    yield from (("", line, *("" for _ in others)) for line in lines[1:])


def addresses(portions: Iterable[str], partly: Collection[str] = ()) -> str:
    """Write addresses short, runs of paragraph numbers as ranges: `subject, 1-2, 4, 5 (part)`."""
    runs: list[list[str]] = []
    for address in (f"{address} (part)" if address in partly else address for address in portions):
        if runs and _follows(runs[-1][-1], address):
            runs[-1].append(address)
        else:
            runs.append([address])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _follows(before: str, address: str) -> bool:
    return before.isdecimal() and address.isdecimal() and int(address) == int(before) + 1


def _figures(figures: Counts) -> str:
    return (
        _portions(figures)
        + f"  removals by rule: {_listed(figures.by_rule)}\n"
        + f"  seen and kept: {_listed(figures.seen_and_kept)}\n"
    )


def _portions(figures: Counts) -> str:
    return (
        f"  portions: {figures.kept} kept, {figures.part} in part, "
        f"{figures.removed} removed, {figures.held} held\n"
    )


def _listed(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{visible(name)} {number}" for name, number in numbers.items()) or "none"


def next_step(outcome: Outcome, asked: Asked) -> str:
    """Give the command that the user most likely wants next, ready to type; empty where there is none."""
    if asked.out in {None, "-"} or outcome.path is None:
        return ""
    source = () if outcome.source == "-" else ("--source", outcome.source)
    return _command(asked, source, held=outcome.exit_code is ExitCode.PERSON)


def _command(asked: Asked, source: Sequence[str], *, held: bool) -> str:
    out, custody = str(asked.out), () if asked.custody is None else ("--custody", asked.custody)
    if held:
        return shlex.join(("redactor", "review", out, *custody))
    log = () if asked.audit is None else ("--audit", asked.audit)
    return shlex.join(("redactor", "verify", out, *log, *custody, *source, "-p", asked.policy))


def batch(tally: Tally, asked: Asked) -> str:
    """Tell how many files went how, and what to type next, for a run of more than one."""
    listed = ", ".join(f"{number} with exit {int(code)}" for code, number in sorted(tally.codes.items()))
    told = f"{counted(tally.files, 'file')}: {listed}\n  {fates(tally)}\n"
    if asked.out is None or not tally.written:
        return told
    source = () if asked.folder is None else ("--source", asked.folder)
    return f"{told}  next: {visible(_command(asked, source, held=tally.held))}\n"


_FATES = {
    "full": "{} in full",
    "part": "{} in part",
    "denied": "{} denied",
    "held": "{} held",
    "refused": "{} refused",
    "failed": "{} failed",
    "before": "{} settled before",
}


def fates(tally: Tally) -> str:
    """Write what became of how many, those left out that there were none of."""
    return ", ".join(words.format(tally.fates[name]) for name, words in _FATES.items() if tally.fates[name])

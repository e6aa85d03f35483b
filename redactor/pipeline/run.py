"""A run: hand each input to an engine, then record and write what comes of it, in the order of the inputs."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor import audit
from redactor import cable as cables
from redactor.errors import ExitCode, InputRefusedError, InternalError, RedactorError, Refusal
from redactor.pipeline import protect_list, shards
from redactor.pipeline.engine import Line, Plan, Task
from redactor.pipeline.engines import ENGINES
from redactor.pipeline.inputs import Inputs, named
from redactor.pipeline.item import STANDARD, Item
from redactor.pipeline.recorder import Recording, failed, recorded
from redactor.pipeline.request import Outcome, RunRequest, clock_of
from redactor.pipeline.settled import Settled
from redactor.pipeline.tables import is_table
from redactor.pipeline.worker import Tools, read_bytes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from redactor.model import Cable
    from redactor.pipeline.engine import Tooling, Worked


def read_cable(path: Path, *, max_bytes: int, codec: str, follow: bool = True) -> Cable:
    """Read one cable from a path or, for `-`, from standard input; raises InputRefusedError.

    A link is one where `follow` is false.
    """
    if is_table(path):
        raise InputRefusedError(
            Refusal.PARSE,
            f"{path}: it is a table, and no cable",
            help="`redactor redact` reads the rows of a table",
        )
    request = RunRequest("", max_bytes=max_bytes)
    return cables.read(read_bytes(Item(path, follow), request), codec=codec, max_bytes=max_bytes)


def run(request: RunRequest, inputs: Inputs | Sequence[Path]) -> Iterator[Outcome]:
    """Redact each input and yield what came of it, in the order of the inputs, however they were named.

    Raises PolicyError and UsageError before anything is read; from then on an error is an outcome.
    """
    as_of = request.as_of or _last_as_of(request) or clock_of(request)().date()
    tools = Tools(replace(request, as_of=as_of), as_of)
    given = inputs if isinstance(inputs, Inputs) else named(inputs, request.reading)
    items: Iterable[Item] = given
    shard = None
    if request.shard is not None:
        items, shard = shards.cut(given, request.shard)
    with closing(ENGINES[request.engine](tools)) as engine:
        tooling = engine.tooling()
        plan = Plan(tools.request, as_of, alone=given.alone)
        if request.check:
            engine.begin(plan)
            for entry in Line(engine, _tasks(items)):
                yield entry if isinstance(entry, Outcome) else _checked(*entry)
            return
        place = audit.destination(
            None if request.out == STANDARD else request.out, audit=request.audit, custody=request.custody
        )
        real = [path for path in given.whole if path != STANDARD]
        with audit.open_store(
            place,
            _run_info(tools, tooling, shard),
            inputs=real,
            supersede=request.supersede,
            resume=request.resume,
            tree=request.tree or given.many,
            clock=clock_of(request),
            secret=None if request.secret is None else audit.secret_of(request.secret),
        ) as store:
            engine.begin(
                replace(
                    plan,
                    custody=place.custody,
                    stage=store.stage() if engine.apart else None,
                    known=None if tools.review is None else store.known(tools.review.document),
                )
            )
            recording = Recording(request, store, Settled(store, tools))
            yield from recorded(recording, Line(engine, _entries(recording, items)))
            if shard is not None:
                store.sign_off()


def _last_as_of(request: RunRequest) -> dt.date | None:
    """Give the date of the run that is resumed: another day is another run."""
    if not request.resume or request.out is None or request.out == STANDARD:
        return None
    return audit.last_as_of(audit.destination(request.out, custody=request.custody).log)


def _tasks(items: Iterable[Item]) -> Iterator[Task | Outcome]:
    for number, item in enumerate(items):
        yield Task(number, item) if item.fault is None else failed(item, item.fault)


def _entries(recording: Recording, items: Iterable[Item]) -> Iterator[Task | Outcome]:
    """Give each input as a task, but for those that cannot be read or that an earlier run settled."""
    for number, item in enumerate(items):
        if item.fault is not None:
            yield failed(item, item.fault)
            continue
        looked_up = recording.store.has_past and not item.standard
        known = _known_before(recording, item) if looked_up else None
        yield Task(number, item) if known is None else known


def _known_before(recording: Recording, item: Item) -> Outcome | None:
    """Say what keeps a document from being worked on; an input that cannot be read is the worker's to tell."""
    try:
        tag = recording.store.desk.receive(item.name, read_bytes(item, recording.request)).tag
    except InputRefusedError:
        return None
    try:
        standing = recording.store.standing(tag)
        code = recording.settled.code(standing, resumed=recording.request.resume)
        if standing is not None and code is not None:
            return recording.before(item, standing, code)
        recording.store.admit(tag)
    except RedactorError as error:
        return failed(item, error)
    return None


def _settings(tools: Tools) -> dict[str, str]:
    """Give what the user set: parameters of the policy, and the persons whom a list protects."""
    listed = {protect_list.SETTING: protect_list.text_of(tools.protected)} if tools.protected else {}
    return {**tools.request.settings, **listed}


def _run_info(tools: Tools, tooling: Tooling, shard: audit.Shard | None) -> audit.RunInfo:
    request = tools.request
    return audit.RunInfo(
        tools.policy,
        tools.as_of,
        detectors=tooling.detectors,
        settings=_settings(tools),
        decisions=tools.decisions,
        decisions_name=None if request.decisions is None else request.decisions.name,
        options={
            "codec": request.codec,
            "nlp": request.nlp or "",
            **({} if request.protect_list is None else {"protect_list": str(request.protect_list)}),
            "max_bytes": str(request.max_bytes),
            "text_column": request.text_column or "",
            # For the next command that `redactor review` prints; a replay is told its policy.
            "policy": request.policy,
            "formats": ",".join(request.formats),
        },
        unproved=request.unproved,
        signer=audit.configured(request.sign),
        shard=shard,
    )


# --- one document ------------------------------------------------------------------------------


def _checked(task: Task, worked: Worked) -> Outcome:
    """Tell without writing: DIFFERS where anything would be withheld."""
    if worked.told is None:
        return failed(task.item, worked.error or InternalError("nothing came of a task"))
    code = ExitCode.DIFFERS if worked.told.withheld else ExitCode.DONE
    return Outcome(task.item.name, code, told=worked.told, release=worked.release, verdict=worked.verdict)

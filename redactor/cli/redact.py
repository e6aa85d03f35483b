"""redactor redact: make the version of each cable that a policy's audience may read."""

import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from redactor import files
from redactor.cli import edge, options, words
from redactor.errors import ExitCode, UnexpectedError, UsageError, worst

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.model import Release
    from redactor.pipeline import Inputs, Outcome, RunRequest
    from redactor.report.summary import Asked
    from redactor.report.tally import Tally

_TEXT_AND_ONE = 2


class Format(StrEnum):
    """What a release can be written as; text is always made."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MD = "md"


class Where(StrEnum):
    """Where documents are worked on; it changes no byte."""

    LOCAL = "local"
    DASK = "dask"


Out = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar="DIR|-", help="Where the release goes, or - for standard output."),
]
Audit = Annotated[
    Path | None,
    typer.Option("--audit", metavar="FILE", help="Where the log goes. [default: OUT/audit.jsonl]"),
]
Formats = Annotated[
    list[Format] | None,
    typer.Option(
        "-f",
        "--format",
        metavar="text|json|html|md",
        help="What else to write beside the text; may be repeated.",
    ),
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if anything would be withheld.")]
Supersede = Annotated[
    bool,
    typer.Option("--supersede", help="Replace a finished release of the same document; the log names it."),
]
TextColumn = Annotated[
    str | None,
    typer.Option(
        "--text-column",
        metavar="NAME",
        help="The column of a JSONL or CSV table that holds the cable. [default: text, body, content, cable or message]",
    ),
]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="Go on with the last run: what it settled is left as it is."),
]
Sign = Annotated[
    Path | None,
    typer.Option(
        "--sign",
        metavar="KEY",
        help="Sign the log's checkpoint with this private key. [default: $REDACTOR_SIGNING_KEY]",
    ),
]
Engine = Annotated[
    Where, typer.Option("--engine", help="Work on this machine, or on a Dask cluster (`redactor[dask]`).")
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="The cluster's scheduler. [default: a cluster of -j processes here]",
    ),
]
SealTo = Annotated[
    list[Path] | None,
    typer.Option(
        "--seal-to",
        metavar="KEY",
        help="Seal custody to a reviewer's public key once no draft awaits anybody; may be repeated. [default: $REDACTOR_REVIEWER_KEYS]",
    ),
]
Shard = Annotated[
    str | None,
    typer.Option(
        "--shard",
        metavar="i/n",
        help="Do the i-th of n parts; `redactor audit merge` makes one output of them.",
    ),
]
Secret = Annotated[
    Path | None,
    typer.Option(
        "--custody-secret",
        metavar="FILE",
        help="The secret that all parts share (`audit keygen --custody`). [default: one made for this custody]",
    ),
]


ProtectList = Annotated[
    Path | None,
    typer.Option(
        "--protect-list",
        metavar="FILE",
        help="Protect these persons, one name a line, in every document; custody gets the list grown by this run.",
    ),
]


def command(
    cables: options.Inputs,
    policy: options.PolicyName,
    out: Out = None,
    custody: options.Custody = None,
    audit: Audit = None,
    as_of: options.AsOf = None,
    settings: options.Settings = None,
    decisions: options.Decisions = None,
    protected: ProtectList = None,
    nlp: options.Model = options.SHIPPED,
    formats: Formats = None,
    jobs: options.Jobs = 1,
    engine: Engine = Where.LOCAL,
    scheduler: Scheduler = None,
    shard: Shard = None,
    secret: Secret = None,
    check: Check = False,
    resume: Resume = False,
    supersede: Supersede = False,
    sign: Sign = None,
    seal_to: SealTo = None,
    unproved: options.Unproved = False,
    max_bytes: options.MaxBytes = options.MAX_BYTES,
    codec: options.Codec = options.CODEC,
    text_column: TextColumn = None,
    as_json: options.Json = False,
) -> None:
    """Write what POLICY lets its audience read, and the log of every removal."""
    from redactor.pipeline import RunRequest, named

    request = RunRequest(
        policy=policy,
        settings=words.settings(settings),
        out=out,
        custody=custody,
        audit=audit,
        as_of=words.as_of(as_of),
        decisions=decisions,
        nlp=nlp,
        formats=tuple(sorted({Format.TEXT.value, *(kind.value for kind in formats or ())}, reverse=True)),
        jobs=jobs,
        engine=engine.value,
        scheduler=scheduler,
        shard=words.shard(shard),
        secret=secret,
        check=check,
        resume=resume,
        supersede=supersede,
        sign=sign,
        unproved=unproved,
        max_bytes=max_bytes,
        codec=codec,
        text_column=text_column,
        now=None,
        protect_list=protected,
    )
    _refuse_impossible(request, cables, as_json=as_json)
    inputs = named(cables, request.reading)
    source = str(cables[0]) if inputs.many and inputs.whole == (cables[0],) else None
    seal = _sealing(request, seal_to or ())
    code = _run(request, inputs, source, as_json=as_json)
    _grow(request)
    seal()
    raise typer.Exit(code)


def _grow(request: "RunRequest") -> None:
    """Write the protect list that the next run can take: this one's, and whom notes protected in its documents."""
    if request.protect_list is None or request.check:
        return
    from redactor import audit
    from redactor.pipeline import protect_list
    from redactor.report.screen import counted

    out = None if request.out == words.DASH else request.out
    place = audit.destination(out, audit=request.audit, custody=request.custody)
    path, names, new = protect_list.grow(place, protect_list.read(request.protect_list))
    sys.stderr.write(f"{path}: {counted(names, 'protected name')}, {new} new, for the next run\n")


def _sealing(request: "RunRequest", keys: Sequence[Path]) -> "Callable[[], None]":
    """Read the reviewers' keys before anything else is done; give what seals custody to them in the end."""
    from redactor import audit
    from redactor.audit import key_files, sealed
    from redactor.report.screen import counted

    if keys and (request.check or request.shard is not None):
        raise UsageError("--check and a shard leave nothing to seal", help="leave --seal-to out")
    reviewers = key_files.reviewers(keys)
    if not reviewers or request.check or request.shard is not None:
        return _stay
    out = None if request.out == words.DASH else request.out
    place = audit.destination(out, audit=request.audit, custody=request.custody)

    def seal() -> None:
        drafts = sealed.seal_when_done(place, reviewers)
        told = f"sealed to {', '.join(one.name for one in reviewers)}"
        if drafts:
            told = f"open, for {counted(drafts, 'draft')} to be decided on; the run that finishes the last seals it"
        if drafts is not None:
            sys.stderr.write(f"{place.custody}: {told}\n")

    return seal


def _refuse_impossible(request: "RunRequest", cables: Sequence[Path], *, as_json: bool) -> None:
    """Refuse words that contradict each other, each with the words that do not."""
    if request.out is None and not request.check:
        raise UsageError(
            "nothing says where the release goes", help="add -o DIR, or -o - for standard output"
        )
    if request.check and request.resume:
        raise UsageError("--check writes nothing, and --resume goes on writing", help="leave one of the two")
    if request.scheduler is not None and request.engine != Where.DASK:
        raise UsageError("--scheduler is a Dask cluster's", help="add --engine dask")
    if request.out == words.DASH:
        _refuse_on_stdout(request, cables, as_json=as_json)


def _refuse_on_stdout(request: "RunRequest", cables: Sequence[Path], *, as_json: bool) -> None:
    """Refuse what standard output has no place for."""
    if request.resume:
        raise UsageError("-o - takes one cable, and --resume goes on with many", help="give -o DIR")
    if request.audit is None or request.custody is None:
        raise UsageError(
            "-o - needs a place for the log and for custody",
            help="add --audit FILE and --custody DIR: no release without its record",
        )
    if len(cables) > 1 or cables[0].is_dir():
        raise UsageError("-o - takes one cable", help="give one cable, or -o DIR")
    if len(request.formats) > _TEXT_AND_ONE:
        raise UsageError("-o - takes one format beside the text", help="give one -f, or -o DIR")
    if as_json:
        raise UsageError("-o - and --json both want standard output", help="leave one of the two")
    if request.shard is not None:
        raise UsageError("-o - takes one cable, and --shard a part of many", help="give -o DIR")


def _run(request: "RunRequest", inputs: "Inputs", source: str | None, *, as_json: bool) -> ExitCode:
    from redactor import pipeline
    from redactor.report import summary
    from redactor.report.progress import bar
    from redactor.report.tally import Tally

    asked, tally = _asked(request, source), Tally()
    outcomes = pipeline.run(request, inputs)
    if as_json:
        _write_json(outcomes, asked, tally)
        return worst(list(tally.codes))
    with bar(inputs.count, tally) if inputs.many else nullcontext(_stay) as move:
        for outcome in outcomes:
            tally.add(outcome)
            _tell(outcome, request, asked, alone=inputs.alone)
            move()
    if not inputs.alone:
        sys.stderr.write(summary.batch(tally, asked))
    return worst(list(tally.codes))


def _stay() -> None:
    """Do nothing: move no bar, seal nothing."""


def _write_json(outcomes: "Iterable[Outcome]", asked: "Asked", tally: "Tally") -> None:
    from redactor.report import outcome_json

    for part in outcome_json.stream(outcomes, asked, tally):
        sys.stdout.write(part)


def _asked(request: "RunRequest", folder: str | None) -> "Asked":
    from redactor.report.summary import Asked

    out, custody, audit = (
        None if path is None else str(path) for path in (request.out, request.custody, request.audit)
    )
    return Asked(request.policy, out, custody, audit, folder)


def _tell(outcome: "Outcome", request: "RunRequest", asked: "Asked", *, alone: bool) -> None:
    from redactor.report import summary

    if isinstance(outcome.error, UnexpectedError) and alone and outcome.error.__cause__ is not None:
        raise outcome.error.__cause__  # the edge tells it, and shows where if asked to
    if outcome.error is not None:
        edge.tell(outcome.error, outcome.source)
        return
    if outcome.release is not None and request.out == words.DASH and not request.check:
        files.write_stdout(_released(outcome.release, request))
    sys.stderr.write(summary.text(outcome, asked) if alone else summary.brief(outcome, asked))


def _released(made: "Release", request: "RunRequest") -> bytes:
    from redactor import release

    asked = [name for name in request.formats if name != Format.TEXT.value]
    return release.FORMATS[asked[0] if asked else Format.TEXT.value].write(made)

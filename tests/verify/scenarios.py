"""What verify says, whole: files in every state that it tells apart, and the full report on each.

`reports.txt` holds the reports; test_reports.py compares, and the mutation campaign asks them first.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import runpy
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from redactor import audit, files
from redactor.audit import canonical, commit, custody, record, sealed
from redactor.errors import GuardError
from redactor.spans import Span
from tests.audit.builders import SECRET, Document, Plan, clock, document, policy, publish, run_info
from tests.vectors.defects import CKPT, OURS, TEXT, Files, forge, lines
from tests.vectors.write import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from redactor.model import Release
    from redactor.verify import ReplayRequest, VerifyReport

REPORTS = Path(__file__).with_name("reports.txt")
POLICY = b"redactor: 1\n"
DECISIONS = b"decisions: []\n"
PLANS = (Plan(), Plan(serial="000007", hold=True), Plan(rain="It snowed.", name="Ines Calder"))
DATES = ("2026-01-01", "2026-02-02")


@dataclass(frozen=True)
class Scenario:
    """A state of the files, by what was done to an intact run, and what verify is given."""

    name: str
    change: Callable[[Files], object] = lambda _: None
    target: str = "out"
    given: Mapping[str, Any] = field(default_factory=dict)


# --- the intact run ----------------------------------------------------------------------------


def run_of(number: int) -> audit.RunInfo:
    """Give a run with all that a replay is told."""
    import datetime as dt

    return run_info(
        policy=policy(sha256=hashlib.sha256(POLICY).hexdigest()),
        as_of=dt.date.fromisoformat(DATES[number]),
        settings=MappingProxyType({"case": "7"}),
        options=MappingProxyType({"nlp": "none"}),
        decisions=DECISIONS if number else None,
        decisions_name="review.yaml" if number else None,
        unproved=bool(number),
    )


def renderings(made: Document) -> dict[str, bytes]:
    return {"html": f"<p>{made.release.text}</p>".encode(), "json": json.dumps(made.release.text).encode()}


def write(out: Path, number: int, *documents: Document, supersede: bool = False) -> None:
    place = audit.destination(out)
    with audit.open_store(place, run_of(number), clock=clock, secret=SECRET, supersede=supersede) as store:
        for made in documents:
            publish(store, made, renderings(made))


def gathered(base: Path) -> Files:
    found = sorted(path for path in base.rglob("*") if path.is_file())
    return {path.relative_to(base).as_posix(): path.read_bytes() for path in found}


def intact(*others: Document) -> Files:
    """Make two runs: three documents, the second a draft that the second run finished; and what was read."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "in").mkdir()
        for number, plan in enumerate(PLANS):
            (base / "in" / f"{number}.txt").write_bytes(document(plan).data)
        write(base / "out", 0, *map(document, PLANS), *others)
        (base / "kept.ckpt").write_bytes((base / CKPT).read_bytes())
        (base / "out.custody" / "review.yaml").write_bytes(DECISIONS)
        write(base / "out", 1, document(Plan(serial="000007")))
        (base / "policy.yaml").write_bytes(POLICY)
        return gathered(base)


def twice() -> Files:
    """Make two runs of one document, the second in place of the first."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "in").mkdir()
        (base / "in" / "0.txt").write_bytes(document().data)
        write(base / "out", 0, document())
        (base / "kept.ckpt").write_bytes((base / CKPT).read_bytes())
        write(base / "out", 1, document(), supersede=True)
        (base / "policy.yaml").write_bytes(POLICY)
        return gathered(base)


def drafted() -> Files:
    """Make a run that used decisions and left a draft."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        write(base / "out", 1, document(Plan(hold=True)))
        return gathered(base)


# --- changes -----------------------------------------------------------------------------------


def put(name: str, data: bytes) -> Callable[[Files], None]:
    return lambda files: files.update({name: data})


def drop(*names: str) -> Callable[[Files], None]:
    def changed(files: Files) -> None:
        for name in [one for one in files if one.startswith(names)]:
            del files[name]

    return changed


def both(*changes: Callable[[Files], object]) -> Callable[[Files], None]:
    def changed(files: Files) -> None:
        for change in changes:
            change(files)

    return changed


def on(index: int, **changes: Any) -> Callable[[Files], None]:
    """Forge fields of one line, and mend the rest."""
    return forge(lambda records: records[index].update(changes))


def removal(number: int, **changes: Any) -> Callable[[Files], None]:
    """Forge fields of a removal of line 1, and mend the rest."""
    return forge(lambda records: records[1]["removals"][number].update(changes))


def in_custody(change: Callable[[dict[str, Any]], object], seq: int = 1) -> Callable[[Files], None]:
    """Change what custody holds of a line, as somebody can who has the secret; all is mended."""

    def changed(files: Files) -> None:
        (name,) = [one for one in files if one.startswith(f"out.custody/{seq:06d}-")]
        head, body, foot, _ = files[name].split(b"\n")
        content = json.loads(body)
        change(content)
        files[name] = b"\n".join((head, canonical(content), foot, b""))
        sealed_anew(files, seq, name)

    return changed


def sealed_anew(files: Files, seq: int, name: str) -> None:
    """Let the log commit to a custody file as it is now."""
    committed = custody.file_commitment(SECRET, name.rpartition("/")[2], files[name])
    on(seq, custody=committed)(files)
    later = next((n for n, line in enumerate(lines(files)) if n > seq and b'"type":"run"' in line), None)
    if later is not None:  # it names the checkpoint before it, which is another one now
        digest = record.line_digest(json.loads(lines(files)[later]))
        in_custody(lambda content: content.update(line_sha256=digest), later)(files)


def rewritten(seq: int, **changes: Any) -> Callable[[Files], None]:
    """Change a line, and let custody know the line as it is then: what only the holder of custody can do."""

    def changed(files: Files) -> None:
        on(seq, **changes)(files)
        digest = record.line_digest(json.loads(lines(files)[seq]))
        in_custody(lambda content: content.update(line_sha256=digest), seq)(files)

    return changed


def recut(data: bytes, **changes: Any) -> Callable[[Files], None]:
    """Let line 1 speak of other bytes under its own digest and root, so that what it says of them is looked at."""

    def changed(files: Files) -> None:
        line = json.loads(lines(files)[1]) | changes
        from redactor.audit.body import split
        from redactor.model import OwnLine

        own = [OwnLine(one["kind"], one["at"], one["len"]) for one in line["own"]]
        kept = split(data, own, [(row["at"], row["len"]) for row in line["removals"]])
        if kept is not None:
            line["doc_root"] = commit.document_root(kept, [row["commit"] for row in line["removals"]])
        line["released"] |= {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        files[TEXT] = data
        forge(lambda records: records.__setitem__(1, line))(files)

    return changed


def seal_up(files: Files) -> None:
    """Seal custody to a reviewer."""
    with tempfile.TemporaryDirectory() as folder:
        laid(Path(folder), files)
        (Path(folder) / "out.custody").chmod(0o700)
        reviewer = sealed.new_reviewer("ann.example").reviewer
        sealed.seal_folder(audit.destination(Path(folder) / "out"), [reviewer])
        files.clear()
        files.update(gathered(Path(folder)))


# --- reading -----------------------------------------------------------------------------------


def laid(base: Path, found: Files) -> None:
    for name, data in found.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        if data.startswith(b"-> "):
            (base / name).symlink_to(data[3:].decode())
        else:
            (base / name).write_bytes(data)


def asked(data: bytes, request: ReplayRequest) -> Release:
    """Run again: the same release, made from what the request says; whatever it says otherwise shows."""
    made = document(Plan(serial="000007" if b"000007" in data else "000042"))
    if b"snowed" in data:
        made = document(PLANS[2])
    told = (
        request.policy.name,
        request.as_of.isoformat(),
        dict(request.settings),
        dict(request.options),
        request.decisions,
        request.unproved,
        request.detectors,
        request.codec,
        sorted(request.names),
        request.whole,
        request.identify(made.cable, made.release.redactions),
        request.commit(made.cable, made.release.redactions),
    )
    TOLD.append(repr(told))
    return made.release


TOLD: list[str] = []


def other_text(data: bytes, request: ReplayRequest) -> Release:
    made = asked(data, request)
    return replace(made, text=made.text + "x")


def other_reasons(data: bytes, request: ReplayRequest) -> Release:
    made = asked(data, request)
    first, *rest = made.redactions
    told = replace(first, decision=replace(first.decision, rules=("another",)))
    return replace(made, redactions=(told, *rest))


def other_removal(data: bytes, request: ReplayRequest) -> Release:
    """Give the same text and reasons, but remove something else."""
    made = asked(data, request)
    *rest, last = made.redactions
    span = Span(last.span.start - 1, last.span.end)
    return replace(made, redactions=(*rest, replace(last, span=span)))


def no_release(_data: bytes, _request: ReplayRequest) -> Release:
    raise GuardError("entities", "no")


_PATHS = frozenset({"audit", "custody", "source", "policy", "checkpoint", "opening"})


def report(base: Path, scenario: Scenario) -> str:
    """Verify one scenario where its files lie, and write the whole report."""
    from redactor.verify import verify

    TOLD.clear()
    given = {key: base / value if key in _PATHS else value for key, value in scenario.given.items()}
    found = verify(base / scenario.target, **given)
    told = "".join(f"rerun told {hashlib.sha256(one.encode()).hexdigest()[:16]}\n" for one in TOLD)
    return written(found).replace(str(base), "") + told + alone(base, scenario)


def written(found: VerifyReport) -> str:
    """Write a report in full; empty `checked` never."""
    rows = [
        f"exit {int(found.exit_code)}, {found.documents} documents, {found.lines} lines, of {found.target}"
    ]
    for result in found.levels:
        rows.append(f"{result.level.value}: {result.state.value} | {result.why}")
        rows += [
            f"  {one.kind.value} | {one.where} | {one.what} | {int(one.code)} | {one.level.value}"
            for one in result.failures
        ]
    return "".join(f"{row}\n" for row in rows)


@functools.cache
def program() -> Callable[[list[str]], int]:
    """Load the stand-alone program."""
    main: Callable[[list[str]], int] = runpy.run_path(str(files.package_path("verify_release.py")))["main"]
    return main


def alone(base: Path, scenario: Scenario) -> str:
    """Say what the stand-alone program says of the same folder."""
    if not (base / scenario.target).is_dir():
        return ""
    said = io.StringIO()
    words = [str(base / scenario.target), *([str(base / "key.pub")] if (base / "key.pub").exists() else [])]
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        code = program()(words)
    return f"alone {code}: " + said.getvalue().replace(str(base), "").replace("\n", " | ") + "\n"


def states() -> Iterator[tuple[Scenario, Callable[[], Files]]]:
    """Give every scenario, and what makes the run that it starts from."""
    from tests.verify.states import GROUPS

    for make, scenarios in GROUPS:
        for scenario in scenarios:
            yield scenario, make
    for table in TABLES:
        for defect in table.all():
            named = {"opening": defect.opening, "checkpoint": defect.checkpoint}
            given = {key: value for key, value in named.items() if value is not None}
            keys = {"keys": (OURS.verifier,)} if defect.signed else {}
            yield Scenario(f"vector {defect.name}", defect.change, defect.target, keys | given), table.files


def prepared(base: Path) -> list[tuple[Path, Scenario]]:
    """Lay every scenario's files out below a folder, each under its number."""
    found = []
    for number, (scenario, make) in enumerate(states()):
        changed = dict(make())
        scenario.change(changed)
        laid(base / str(number), changed)
        found.append((base / str(number), scenario))
    return found

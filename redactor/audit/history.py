"""What the log of a run says already: looked up line by line, never held."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import custody, entries, log, record, resume, shelf
from redactor.audit.canonical import MalformedError
from redactor.errors import WriteError
from redactor.files import looking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactor.audit.canonical import Json
    from redactor.audit.index import Where
    from redactor.audit.log import Record
    from redactor.audit.place import Destination
    from redactor.audit.record import RunInfo
    from redactor.audit.state import Past
    from redactor.files import Folder

# What differs between two runs that read the same policy with the same tool as of the same date.
_RUN_LINKS = frozenset(
    {
        "seq",
        "prev",
        "run",
        "custody",
        "time",
        "prior_checkpoint",
        "parameters",
        "lists",
        "decisions",
        "signer",
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The last line on a document: its kind or the reason of its refusal, its run, and all names it ever had.

    `intact` says that the files it speaks of stand.
    """

    document: str
    kind: str
    run: int
    alike: resume.Alike
    intact: bool
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """A name, the originals that a log has called by it, and those of its releases that share its stem."""

    document: str
    sources: frozenset[str] = frozenset()
    alike: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class History:
    """The lines of a log, found by its index."""

    def __init__(
        self, destination: Destination, run: RunInfo, folders: tuple[Folder, Folder], past: Past
    ) -> None:
        self._place, self._run = destination, run
        self._out, self._kept = folders
        self._index, self._secret = past.index, past.secret
        self._runs = {int(str(line["run"])): line for line in past.runs}
        self._alike: dict[int, resume.Alike] = {}

    def place_of_run(self, *, again: bool) -> tuple[int, bool]:
        """Give the number of this run, and whether it has begun: to resume is to go on with the last one.

        Raises UsageError where that one asked for something else.
        """
        last = max(self._runs, default=0)
        if not again or not last:
            return last + 1, False
        return self._gone_on(last)

    def _gone_on(self, last: int) -> tuple[int, bool]:
        alike, differ = resume.compare(self._run, self._runs[last], self.custody_of(last), self._secret)
        if alike is resume.Alike.OTHER:
            raise resume.refuse(self._place.log, differ)
        self._alike[last] = alike
        return (last, True) if alike is resume.Alike.SAME else (last + 1, False)

    def add_run(self, line: Record) -> None:
        """Note the line of this run."""
        number = int(str(line["run"]))
        self._runs[number] = line
        self._alike[number] = resume.Alike.SAME

    def standing(self, tag: str) -> Standing | None:
        """Say what the last line on a document is, whichever run wrote it; None where it has none."""
        where = self._index.lines_of(tag)
        if not where:
            return None
        line = self._line(where[-1])
        kind = str(line["kind"] if line["type"] == "release" else line["reason"])
        intact = line["type"] != "release" or shelf.intact(self._out, line)
        names = frozenset(one.doc for one in where)
        return Standing(str(line["doc"]), kind, where[-1].run, self._alike_to(where[-1].run), intact, names)

    def current(self, tag: str) -> Record | None:
        """Give the release line of a document that stands."""
        last = [where for where in self._index.lines_of(tag) if where.type == "release"][-1:]
        return self._line(last[0]) if last else None

    def releases(self, tag: str) -> list[Record]:
        """Give every release line of a document."""
        return [self._line(where) for where in self._index.lines_of(tag) if where.type == "release"]

    def digests(self, tag: str) -> frozenset[Json]:
        """Give the digests of every file that was ever written for a document."""
        return frozenset(entry["sha256"] for line in self.releases(tag) for entry in entries.entries(line))

    def custody_of(self, number: int) -> Record:
        """Give what custody holds of a run; raises WriteError where it is damaged."""
        name = custody.file_name(int(str(self._runs[number]["seq"])), custody.RUN)
        data = files.read_in(self._kept, name, limit=custody.FILE_LIMIT)
        try:
            if isinstance(data, bytes):
                return custody.unwrap(data)
        except MalformedError as error:
            raise _damaged(self._kept, name) from error
        raise _damaged(self._kept, name)

    def same_policy(self, line: Record) -> bool:
        """Say whether a line's run read the same policy with the same tool as of the same date."""
        run = self._runs[int(str(line["run"]))]
        now = record.run_body(self._run, 0, "", self._secret)
        return all(run.get(name) == value for name, value in now.items() if name not in _RUN_LINKS)

    def _line(self, where: Where) -> Record:
        return log.decode(looking.part_in(self._out, self._place.log.name, where.at, where.size))

    def _alike_to(self, number: int) -> resume.Alike:
        """Compare this run with one of this log, once."""
        if number not in self._alike:
            content = self.custody_of(number)
            self._alike[number] = resume.compare(self._run, self._runs[number], content, self._secret)[0]
        return self._alike[number]


def _damaged(kept: Folder, name: str) -> WriteError:
    return WriteError(f"{kept.path / name}: it is not as it was written", help="run `redactor verify`")

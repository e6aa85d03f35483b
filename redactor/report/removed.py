"""The removed text of a log's standing documents, from custody that was held against the log first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redactor import audit
from redactor.audit.canonical import MalformedError
from redactor.audit.opened import read_document
from redactor.errors import InputRefusedError, Refusal
from redactor.files import Unread
from redactor.report.screen import visible
from redactor.verify import originals, public

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Line = dict[str, Any]

_QUIET = frozenset({"furniture", "remark"})


def texts(custody: Path, lines: Sequence[Line]) -> Mapping[int, str]:
    """Give for each standing line what it removed, as text to print, between its markings.

    Raises InputRefusedError where custody is not the log's, to the byte.
    """
    failures, opened = originals.open_custody(custody, lines)
    if failures or opened is None:
        raise InputRefusedError(
            Refusal.PARSE, f"{custody}: it does not fit the log", help="redactor verify tells more"
        )
    return {public.number(line["seq"]): _told(custody, dict(line), opened) for line in audit.current(lines)}


def _told(custody: Path, line: Line, opened: originals.Custody) -> str:
    try:
        document = read_document(opened.contents[line["seq"]])
    except (KeyError, MalformedError) as error:
        raise InputRefusedError(Refusal.PARSE, f"{custody}: a file of it cannot be read") from error
    loud = {row["n"] for row in line["removals"] if row["kind"] not in _QUIET}
    parts = [
        f"    #{removal.number}\n" + "".join(f"      {visible(part)}\n" for part in removal.text.split("\n"))
        for removal in document.removals
        if removal.number in loud
    ]
    banner = f"    {visible(handling(custody, line))}\n"
    return "".join([banner, *parts, banner])


def handling(custody: Path, line: Line) -> str:
    """Give the line that marks a document's custody file; its bytes were held against the log."""
    data = audit.custody.stored_at(custody, audit.custody.file_of(line))
    if isinstance(data, Unread):
        raise InputRefusedError(Refusal.IO, f"{custody}: {data.value}")
    return data.partition(b"\n")[0].decode("utf-8", "replace")

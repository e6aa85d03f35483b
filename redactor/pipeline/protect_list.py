"""The list of persons whom a batch protects: read before it begins, grown out of its custody when it is done.

The list is as sensitive as what it protects: it stands in custody alone, and a run line commits to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor import audit, files
from redactor.audit import custody as custodies
from redactor.audit.canonical import MalformedError
from redactor.audit.opened import read_document
from redactor.errors import RedactorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from redactor.audit.canonical import Json
    from redactor.audit.opened import OpenedRemoval
    from redactor.spans import Span

SETTING = "--protect-list"
"""Where a run's custody holds the list among what the user set; no parameter of a policy has such a name."""
NAME = "protect-list.txt"
"""The grown list's file in custody."""
_LIMIT = 1 << 24
_LONGEST = 200
_HELP = "write one name a line, in UTF-8; a line that begins with # is a remark"


def read(path: Path) -> tuple[str, ...]:
    """Read a list of names; raises UsageError where it is none."""
    data = files.try_read(path, limit=_LIMIT)
    if not isinstance(data, bytes):
        raise UsageError(f"{path}: {data.value}", help=_HELP)
    try:
        return parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{path}: it is not UTF-8", help=_HELP) from None
    except ValueError as error:
        raise UsageError(f"{path}: {error}", help=_HELP) from None


def parse(text: str) -> tuple[str, ...]:
    """Give the names of a list, sorted, each once; raises ValueError that names the line."""
    names = set()
    for number, line in enumerate(text.split("\n"), 1):
        name = " ".join(line.split())
        if not name or name.startswith("#"):
            continue
        if len(name) > _LONGEST or sum(char.isalpha() for char in name) < 2:  # noqa: PLR2004 - no name is that short
            raise ValueError(f"line {number} is no name")
        names.add(name)
    if not names:
        raise ValueError("it names nobody")
    return tuple(sorted(names))


def text_of(names: Iterable[str]) -> str:
    """Write a list so that `parse` reads it back."""
    return "".join(f"{name}\n" for name in sorted(set(names)))


def parted(settings: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Part what was set for the policy from the list that a run's custody holds beside it."""
    names = parse(settings[SETTING]) if settings.get(SETTING) else ()
    return {name: value for name, value in settings.items() if name != SETTING}, names


def grow(place: audit.Destination, names: Iterable[str]) -> tuple[Path, int, int]:
    """Write the list with whom notes protect in any document of a log; give its path, its length, what is new.

    Documents of which custody cannot be read, as it is sealed, add nobody.
    """
    known = set(names)
    found = known | {
        name for line in audit.log.read_file(place.log) for name in _protected(place.custody, line)
    }
    path = place.custody / NAME
    files.write_file(path, text_of(found).encode(), private=True, replace=True)
    return path, len(found), len(found - known)


def _protected(folder: Path, line: Mapping[str, Json]) -> Iterator[str]:
    """Give the names of the persons whom a note of one document protects, as far as they were removed."""
    seq = line["seq"]
    if line["type"] != "release" or not isinstance(seq, int):
        return
    try:
        document = read_document(custodies.read_file(folder, seq, str(line["doc"])))
    except (RedactorError, MalformedError):
        return
    guarded = [one for one in document.findings if one.guarded]
    noted = {one.person for one in guarded if one.reach} - {None}
    for one in guarded:
        if not one.reach and one.person in noted:
            yield from _words(one.span, document.removals)


def _words(span: Span, removals: Iterable[OpenedRemoval]) -> Iterator[str]:
    """Give the text of a finding where a removal holds it."""
    for removal in removals:
        if removal.span.covers(span):
            first = removal.span.start
            name = " ".join(removal.text[span.start - first : span.end - first].split())
            torn = "- " in name
            if not torn and sum(char.isalpha() for char in name) > 1 and len(name) <= _LONGEST:
                yield name
            return

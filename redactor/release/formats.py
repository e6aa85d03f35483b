"""Formats: renderings of the released text, each of which can be read back to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redactor.errors import GuardError
from redactor.release import html_page, markdown, marker
from redactor.release.parts import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redactor.model import Release
    from redactor.release.parts import Part

VERSION = 1
DOCUMENT = "redactor-release"


@dataclass(frozen=True, slots=True)
class Format:
    """A rendering of a release: `read` gives back the released text that `write` was given."""

    name: str
    suffix: str
    write: Callable[[Release], bytes]
    read: Callable[[bytes], str]


def written(release: Release, name: str) -> bytes:
    """Write a release in a format, and read it back; raises GuardError where it does not say what the text says.

    Only formats that are asked for are made: what none of them loses is a property of the formats.
    """
    made = FORMATS[name]
    data = made.write(release)
    if made.read(data) != release.text:
        raise GuardError("renderings", f"the {name} rendering does not read back to the released text")
    return data


def to_json(release: Release) -> str:
    """Write the release as one versioned JSON document in ASCII, keys sorted; ends with a line end.

    It says nothing that the text form and the public log do not say.
    """
    whole = {
        "banner": release.banner,
        "document": DOCUMENT,
        "lines": [[_piece(release, part) for part in line] for line in lines_of(release)],
        "stamp": release.stamp,
        "state": release.state.value,
        "version": VERSION,
    }
    return json.dumps(whole, indent=1, sort_keys=True) + "\n"


def from_json(document: str) -> str:
    """Give the released text that a JSON rendering holds."""
    whole = json.loads(document)
    lines = ["".join(piece["text"] for piece in line) for line in whole["lines"]]
    return "".join(f"{line}\n" for line in lines)


def _piece(release: Release, part: Part) -> Mapping[str, Any]:
    piece: dict[str, Any] = {"kind": part.kind, "text": part.text}
    if part.kind == "own":
        return piece | {"own": part.own}
    piece["portion"] = part.portion
    if part.kind == "text":
        return piece
    written = marker.read_replacement(part.text)
    if written is None:
        raise GuardError("formats", f"removal {part.number} has no marker of the grammar")
    return piece | {
        "action": release.redactions[part.number - 1].decision.action.name.lower(),
        "authorities": [str(authority) for authority in written.authorities],
        "number": part.number,
        "review": written.review,
        "unmarked": written.unmarked,
        "what": written.what,
    }


FORMATS: Mapping[str, Format] = {
    "text": Format("text", ".txt", lambda release: release.text.encode(), lambda data: data.decode()),
    "html": Format("html", ".html", html_page.write, html_page.read),
    "md": Format("md", ".md", markdown.write, markdown.read),
    "json": Format(
        "json", ".json", lambda release: to_json(release).encode(), lambda data: from_json(data.decode())
    ),
}
"""Every format that a release can be written as; text is always made."""

"""The release as one HTML page that loads nothing, runs nothing and can be printed."""

from __future__ import annotations

import base64
import hashlib
import html
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from redactor.release.parts import lines_of

if TYPE_CHECKING:
    from redactor.model import Release
    from redactor.release.parts import Part

_STYLE = """
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #111; background: #fff; }
pre { font: 1rem/1.5 ui-monospace, "Liberation Mono", Menlo, Consolas, monospace; white-space: pre-wrap; }
b { font-weight: 700; }
mark { background: #e6e6e6; color: #111; border: 1px solid #767676; border-radius: 2px; }
@media print { body { margin: 0; max-width: none; } mark { border-color: #000; background: none; } }
"""
_NAMES = {"own": "b", "marker": "mark"}


def policy_for(style: str) -> str:
    """Give a content security policy under which a page may use one style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def write(release: Release) -> bytes:
    """Give the page; all that came from the cable is escaped, and stands in one `pre`."""
    lines = "".join("".join(map(_piece, line)) + "\n" for line in lines_of(release))
    title = html.escape(release.banner or release.stamp or "Release")
    return (
        "<!doctype html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy_for(_STYLE)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n"
        # A parser drops the line end right after `<pre>`: this one is ours.
        f"<body>\n<main>\n<pre>\n{lines}</pre>\n</main>\n</body>\n</html>\n"
    ).encode()


def _piece(part: Part) -> str:
    name = _NAMES.get(part.kind)
    words = part.text.strip(" ")
    if name is None or not words:
        return html.escape(part.text)
    before, after = part.text.split(words, 1)  # blanks around a marker are no part of its box
    number = f' id="removal-{part.number}"' if part.number else ""
    return f"{before}<{name}{number}>{html.escape(words)}</{name}>{after}"


class _Reader(HTMLParser):
    """Collects what a browser would show inside `pre`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = 0
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.depth += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "pre"

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text.append(data)


def read(data: bytes) -> str:
    """Give the text that the page shows as the release."""
    reader = _Reader()
    reader.feed(data.decode())
    reader.close()
    return "".join(reader.text).removeprefix("\n")

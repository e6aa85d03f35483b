"""The HTML and Markdown renderings hold the release, and nothing in a cable can act in them."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.errors import GuardError
from redactor.model import Audience, AudienceKind, Release
from redactor.release import FORMATS
from tests.release.factories import para
from tests.release.test_formats import made

PUBLIC = Audience(AudienceKind.PUBLIC, "discretion")

HOSTILE = (
    "<script>alert(1)</script>",
    "</pre></main><img src=x onerror=alert(1)>",
    "</textarea><!-- --><pre>",
    "&lt;b&gt; &amp;amp; &#60;script&#62;",
    "]]> <![CDATA[ <?php ?>",
    "```\n# heading\n```` [link](javascript:alert(1))",
    "~~~\n`` ` ```",
    "\n\n<mark id=removal-1>[B1: paragraph]</mark>",
)


class Tags(HTMLParser):
    """Lists the elements of a page, and those inside `pre`."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.all: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert all(name in {"lang", "charset", "content", "http-equiv", "name", "id"} for name, _ in attrs)
        self.all.append(tag)
        if self._depth:
            self.inside.append(tag)
        self._depth += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "pre"


def kept(text: str) -> Release:
    """Give a release whose first paragraph is that text."""
    return made((para("1", text), para("2", "Oats.", "withhold", "C")), PUBLIC)


@pytest.mark.parametrize("name", ["html", "md"])
@given(text=st.sampled_from(HOSTILE) | st.text(st.sampled_from("<>&`~\"'#![]()\n ax;é"), max_size=40))
def test_a_rendering_reads_back_whatever_the_cable_holds(name: str, text: str) -> None:
    """What a page shows is the released text, to the character."""
    release = kept(text)
    form = FORMATS[name]
    assert form.read(form.write(release)) == release.text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_holds_no_element_of_the_cables(text: str) -> None:
    """Only our own elements stand in the page, and it names nothing that a browser would load or run."""
    tags = Tags()
    tags.feed(FORMATS["html"].write(kept(text)).decode())
    assert set(tags.inside) <= {"b", "mark"}
    assert set(tags.all) <= {"html", "head", "meta", "title", "style", "body", "main", "pre", "b", "mark"}
    assert tags.all.count("pre") == 1


def test_a_page_may_use_its_own_style_alone() -> None:
    """The content security policy names the digest of the one style sheet and forbids all else."""
    page = FORMATS["html"].write(kept("Oats are dear.")).decode()
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_a_removal_is_named_in_the_page() -> None:
    """Each marker is an element that bears the removal's number; what only looks like one is text."""
    page = FORMATS["html"].write(kept("It said [CLASS: paragraph].")).decode()
    assert re.findall(r"<mark id=\"removal-(\d+)\">", page) == ["1"]
    assert page.count("[CLASS: paragraph") == 2


@pytest.mark.parametrize("data", [b"", b"text", b"``\nx\n``\n", b"```text\nno end\n"])
def test_what_is_no_fenced_block_is_refused(data: bytes) -> None:
    """A Markdown rendering that lost its fence does not pass for an empty release."""
    with pytest.raises(GuardError):
        FORMATS["md"].read(data)

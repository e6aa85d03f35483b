"""The log's page: every removal with its reasons, nothing of a cable acts in it, originals only for those cleared."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from redactor.cli.app import app
from redactor.errors import InputRefusedError
from redactor.report import page, page_parts
from tests.audit.builders import Plan, document, write_run

if TYPE_CHECKING:
    from pathlib import Path

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed here")
HOSTILE = (
    "<script>document.title='taken'</script>",
    "</div></section><img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "\u202etxt.exe\u2066 \u200b\x1b]52;c;aGk=\x07",
    "&lt;b&gt; ' \" &#x3c;i&#x3e;",
    "javascript:alert(1) [x](javascript:alert(1))",
)
ELEMENTS = set(
    "html head meta title style body p a h1 form label select option button main section h2 h3 dl dt dd div "
    "span s table caption thead tbody tr th td script".split()
)


class Elements(HTMLParser):
    """Lists elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs


def made(tmp_path: Path, *plans: Plan) -> Path:
    out = tmp_path / "out"
    write_run(out, *(document(plan) for plan in plans or (Plan(), Plan(serial="000007", hold=True))))
    return out


def written(out: Path, *, custody: bool = False) -> str:
    return page.to_html(page.sheets(out, out.with_name("out.custody") if custody else None))


def test_every_removal_has_a_row_with_its_reasons(tmp_path: Path) -> None:
    """Each removal that a reader would miss is a row; its marker links to the row and back."""
    out = made(tmp_path)
    text = written(out)
    for sheet in page.sheets(out, None):
        for row in sheet.line["removals"]:
            here = f"{sheet.line['doc']}-{row['n']}"
            assert (f'<tr id="{here}"' in text) is (row["kind"] not in {"furniture", "remark"})
            if row["kind"] not in {"furniture", "remark"} and row["len"]:
                assert (
                    f'<a id="{here}-text" class="marker{" held" if row["held"] else ""}" href="#{here}"'
                    in text
                )
                assert f'<a href="#{here}-text">' in text


def test_the_page_of_the_public_log_holds_nothing_removed(tmp_path: Path) -> None:
    """Without custody nothing of the original is in it but what the release shows."""
    text = written(made(tmp_path))
    assert "Odile" not in text
    assert "Vell" not in text
    assert 'class="handling"' not in text


def test_with_custody_the_original_stands_beside_and_is_marked(tmp_path: Path) -> None:
    """The original is whole, its removals are marked, and the page bears the cable's marking twice."""
    text = written(made(tmp_path), custody=True)
    assert "Odile Brandt" in text
    assert text.count('<p class="handling">CONFIDENTIAL//FGI GBR//NOFORN</p>') == 2
    assert 'class="removed"' in text


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(HOSTILE) | st.text(max_size=30).map(lambda text: text.replace("\n", " ")))
def test_nothing_of_a_cable_acts_in_the_page(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever kept and removed text hold, only our elements and attributes stand in the page."""
    words = text.encode("utf-8", "replace").decode().replace("\r", " ")
    out = made(
        tmp_path_factory.mktemp("page"), Plan(rain=f"Rain {words} fell.", withheld=f"It said {words}.")
    )
    parser = Elements()
    whole = written(out, custody=True)
    parser.feed(whole)
    assert set(parser.names) <= ELEMENTS
    assert parser.names.count("script") == parser.names.count("style") == 1
    assert not [name for name, _ in parser.attributes if name.startswith("on") or name == "src"]
    assert {value[:1] for name, value in parser.attributes if name == "href" and value} == {"#"}
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\x1b\x07]", whole)


def test_the_policy_names_the_page_s_own_script_and_style(tmp_path: Path) -> None:
    """Nothing may load or run but the one style sheet and the one script, by their digests."""
    text = written(made(tmp_path))
    assert f'content="{page_parts.policy()}"' in text
    assert f"<style>{page_parts.STYLE}</style>" in text
    assert f"<script>{page_parts.SCRIPT}</script>" in text
    assert "http" not in page_parts.STYLE + page_parts.SCRIPT
    assert "default-src 'none'" in page_parts.policy()
    assert "unsafe" not in page_parts.policy()


@pytest.mark.parametrize("name", ["08XANADU42.txt", "audit.jsonl"])
def test_a_changed_file_makes_no_page(tmp_path: Path, name: str) -> None:
    """A page is made from releases and a log that fit each other, or not at all."""
    out = made(tmp_path)
    data = (out / name).read_bytes()
    (out / name).write_bytes(data.replace(b"XANADU", b"XANADV"))
    with pytest.raises(InputRefusedError):
        page.sheets(out, None)


def test_custody_that_does_not_fit_makes_no_page(tmp_path: Path) -> None:
    """Originals are shown only where every commitment opens."""
    out = made(tmp_path)
    (path,) = (tmp_path / "out.custody").glob("000001-*.json")
    path.write_bytes(path.read_bytes().replace(b"Odile", b"Edile"))
    with pytest.raises(InputRefusedError):
        page.sheets(out, tmp_path / "out.custody")


def test_a_page_is_not_written_among_the_releases(tmp_path: Path) -> None:
    """The output folder is given away whole: no page goes there, and one with originals is closed to others."""
    out = made(tmp_path)
    inside = CliRunner().invoke(app, ["audit", "report", str(out), "-o", str(out / "page.html")])
    assert inside.exit_code == 2
    assert not (out / "page.html").exists()
    target = tmp_path / "page.html"
    assert (
        CliRunner().invoke(app, ["audit", "report", str(out), "-o", str(target), "--custody"]).exit_code == 0
    )
    assert target.stat().st_mode & 0o777 == 0o600
    assert CliRunner().invoke(app, ["audit", "report", str(out), "-o", str(target)]).exit_code == 7


# --- in a browser ------------------------------------------------------------------------------


def shown(tmp_path: Path, address: str) -> tuple[str, str]:
    """Give the page as the browser holds it after its script ran, and what it complained of."""
    done = subprocess.run(
        [
            str(BROWSER),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--virtual-time-budget=2000",
            "--dump-dom",
            address,
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return done.stdout, "\n".join(complaints)


@needs_browser
def test_the_filters_work_in_a_browser(tmp_path: Path) -> None:
    """The page's own script runs under its policy, a filter in the address hides the other documents."""
    out = made(tmp_path)
    target = tmp_path / "page.html"
    target.write_text(written(out), encoding="utf-8")
    every, complaints = shown(tmp_path, target.as_uri())
    assert complaints == ""
    assert '<form id="filters" aria-label="Filters">' in every
    total = int(re.findall(r"(\d+) of \1 removals", every)[0])
    one, complaints = shown(tmp_path, f"{target.as_uri()}#document=08XANADU7")
    assert complaints == ""
    (few,) = re.findall(rf"(\d+) of {total} removals", one)
    assert 0 < int(few) < total
    assert re.search(r'<section data-document="08XANADU42"[^>]* hidden=""', one)
    assert not re.search(r'<section data-document="08XANADU7"[^>]* hidden=""', one)


@needs_browser
@pytest.mark.parametrize("text", HOSTILE[:3])
def test_a_hostile_cable_does_nothing_in_a_browser(tmp_path: Path, text: str) -> None:
    """What a cable says is shown as text: no script of its runs, the page is as it was made."""
    out = made(tmp_path, Plan(rain=f"Rain {text} fell."))
    target = tmp_path / "page.html"
    target.write_text(written(out, custody=True), encoding="utf-8")
    page_text, complaints = shown(tmp_path, target.as_uri())
    assert complaints == ""
    assert "<title>What was removed, and why</title>" in page_text
    assert "<img" not in page_text

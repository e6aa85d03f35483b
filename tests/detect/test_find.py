"""The detectors as a whole: total, deterministic, offline, and refusing rather than finding nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from redactor import detect, view
from redactor.detect import presidio
from redactor.detect.page import read_page
from redactor.errors import InputRefusedError, Refusal, UsageError
from redactor.spans import Span
from tests.growth import in_proportion

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.detect import Detector
    from redactor.detect.base import Page
    from tests.detect.conftest import Found

ROOT = Path(__file__).resolve().parents[2]

TEXT = (
    "Prime Minister Karim Bakimov told Olim Vahdatov (protect) on 5 June 2007 to wire USD 5,000; "
    "call +7 701 123 45 67 or write a.b@example.org. Passport N1234567."
)

HOSTILE = {
    # no blanks at all
    "no blanks": "ab" * 50_000,
    # one capitalised word without end
    "one word": "Ab" * 50_000,
    # signs alone, which spaCy's own tokeniser cannot bear
    "brackets": "(" * 30_000,
    # pictures
    "emoji": "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467" * 5_000,
    # digits without end
    "digits": "1234567890" * 10_000,
    # other scripts
    "Cyrillic": "\u041c\u0438\u043d\u0438\u0441\u0442\u0440 \u0418\u0432\u0430\u043d\u043e\u0432 \u0441\u043a\u0430\u0437\u0430\u043b. "
    * 500,
    "Arabic": "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631 \u0645\u062d\u0645\u062f. " * 500,
    # titles, notes and initials without names
    "titles": "Minister " * 5_000,
    "notes": "(protect) " * 2_000,
    "initials": "J. " * 10_000,
    # nothing
    "empty": "",
    "blank": " \n\t ",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_end(find: Callable[..., Found], name: str) -> None:
    """No text crashes the detectors, and every finding lies in the text."""
    found = find(HOSTILE[name])
    assert all(0 <= f.span.start < f.span.end <= len(found.text) for f in found.findings)


def test_many_names_take_linear_time(find: Callable[..., Found]) -> None:
    """Twice the people take about twice the work."""
    sentences = [f"Minister Vahdat X{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}ro left." for i in range(500)]
    assert in_proportion(lambda: find(" ".join(sentences[:250])), lambda: find(" ".join(sentences)))


def test_findings_are_sorted_and_repeatable(find: Callable[..., Found]) -> None:
    """Two runs give the same findings in the same total order."""
    first, second = find(TEXT, TEXT), find(TEXT, TEXT)
    assert first.findings == second.findings
    keys = [(f.span.start, f.span.end, f.kind.value, f.detector) for f in first.findings]
    assert keys == sorted(keys)


def test_windows_change_nothing(find: Callable[..., Found], detector: Detector) -> None:
    """A block that is read in windows gives Presidio's same hits as one that is read whole."""
    found = find(" ".join([TEXT] * 12))
    page = read_page_of(found)
    whole = set(presidio.find(detector.engine, page))
    assert whole == set(presidio.find(detector.engine, page, window=2_500))


def read_page_of(found: Found) -> Page:
    """Lay out the page of a text that is one block."""
    from tests.detect.conftest import make_cable

    cable = make_cable([("paragraph", found.text.rstrip("\n"))])
    return read_page(cable, view.build(cable.text, blocks=(Span(0, len(cable.text) - 2),)))


def test_a_match_longer_than_a_window_is_kept(find: Callable[..., Found]) -> None:
    """An address too long for any window is found in part, never dropped at its edges."""
    found = find("a" * 60_000 + "@example.org was it.")
    assert found.of("EMAIL")


def test_labels_and_closed_grammar_are_no_findings(find: Callable[..., Found]) -> None:
    """A mark and a number are no entity, whatever the words in them."""
    assert find("2. (C//NF) They left.").findings == ()


class _TimesOut:
    """A pattern that always runs out of time."""

    def finditer(self, *_args: object, **_kwargs: object) -> object:
        raise TimeoutError


def test_a_time_out_refuses_the_document(
    find: Callable[..., Found], detector: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pattern that runs out of time refuses the document; it never just finds nothing."""
    recogniser = next(r for r in detector.engine.analyzer.registry.recognizers if r.name == "email")
    monkeypatch.setattr(recogniser.patterns[0], "compiled_regex", presidio._Guarded(_TimesOut()))
    with pytest.raises(InputRefusedError) as refused:
        find("Secret words here.")
    assert refused.value.reason is Refusal.DETECTOR
    assert "Secret" not in repr(refused.value)


def test_a_failing_detector_refuses_the_document(
    find: Callable[..., Found], detector: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a guest raises, the document is refused, and the message keeps none of its text."""

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("Secret words")

    monkeypatch.setattr(detector.engine.analyzer, "analyze", fail)
    with pytest.raises(InputRefusedError) as refused:
        find("Secret words here.")
    assert "Secret" not in str(refused.value)


@pytest.mark.parametrize("name", ["en_core_web_nowhere", "relative/folder", "/nowhere/at/all"])
def test_a_model_that_is_not_installed(name: str) -> None:
    """A model that is not there is a usage error that says what to do, and nothing is fetched."""
    with pytest.raises(UsageError) as error:
        detect.load(name)
    assert error.value.help


def test_flags_are_ours(detector: Detector) -> None:
    """No pattern of Presidio's keeps its own flags, and every one has its guard."""
    for recogniser in detector.engine.analyzer.registry.recognizers:
        for pattern in getattr(recogniser, "patterns", ()):
            assert isinstance(pattern.compiled_regex, presidio._Guarded)
            assert pattern.compiled_with_flags == recogniser.global_regex_flags


def test_identity_names_versions_and_data(detector: Detector) -> None:
    """What findings depend on is named: library versions, and one digest over our tables."""
    rows = {name: (version, digest) for name, version, digest in detect.identity(detector)}
    assert {"presidio-analyzer", "spacy", "redactor-rules"} <= set(rows)
    assert len(rows["redactor-rules"][1]) == 64
    assert detector.rules_only
    assert detect.summary(detector) == detect.SUMMARY == "names: rules only"


SCRIPT = """
import sys
events = []
def watch(event, args):
    if event in {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"}:
        raise SystemExit(f"forbidden: {event}")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        events.append(str(args[0]))
import redactor.detect
assert "spacy" not in sys.modules and "presidio_analyzer" not in sys.modules, "imported too early"
from redactor import view
from tests.detect.conftest import make_cable
sys.addaudithook(watch)
detector = redactor.detect.load()
cable = make_cable([("paragraph", sys.stdin.read())])
made = view.build(cable.text, blocks=tuple(p.span for p in cable.portions))
for f in redactor.detect.find(cable, made, detector):
    print(f)
written = [e for e in events if "__pycache__" not in e]
assert not written, written
"""


def _run(seed: str) -> str:
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=TEXT,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_offline_lazy_and_the_same_under_two_hash_seeds() -> None:
    """No socket, no process, no file written; nothing heavy imported before load; the hash seed changes nothing."""
    assert _run("1") == _run("2") != ""

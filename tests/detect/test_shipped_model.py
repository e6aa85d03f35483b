"""The model that ships is small, loads from the package alone, and finds names whatever the case."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from redactor import detect, view
from redactor.detect import model, network, presidio
from redactor.detect.base import Hit
from redactor.detect.presidio import SHIPPED
from redactor.files import package_path
from redactor.model import EntityKind
from redactor.spans import Span
from tests.detect.conftest import make_cable

if TYPE_CHECKING:
    from redactor.detect import Detector
    from redactor.detect.base import Page

FOLDER = package_path(f"models/{SHIPPED}")
LARGEST = 7_000_000

SENTENCES = [
    # by its place in the sentence alone, no title beside it
    ("In the old harbor he met Mirela Kastanov.", ["Mirela Kastanov"]),
    # a family name by itself
    ("When asked about the budget, Vashkel said nothing.", ["Vashkel"]),
    # the same in capitals
    ("YESTERDAY VASHKEL TOLD EMBOFF THAT THE STRIKE WAS OVER.", ["VASHKEL"]),
    # an Arabic name
    ("The letter was signed by Hamdan bin Rashid al-Sufyari.", ["Hamdan bin Rashid al-Sufyari"]),
    # nobody
    ("The Ministry of Finance approved the budget on March 3.", []),
    ("REQUEST DEPARTMENT PASS THIS MESSAGE TO AGRICULTURE.", []),
]


@pytest.fixture(scope="module")
def shipped() -> Detector:
    """Load the shipped model once."""
    return detect.load(SHIPPED)


def _names(detector: Detector, text: str) -> list[str]:
    cable = make_cable([("paragraph", text)])
    made = view.build(cable.text, blocks=tuple(portion.span for portion in cable.portions))
    found = detect.find(cable, made, detector)
    return [one.span.of(cable.text) for one in found if one.kind.value == "PERSON" and not one.possible]


@pytest.mark.parametrize(("text", "names"), SENTENCES)
def test_names_by_their_place_in_a_sentence(shipped: Detector, text: str, names: list[str]) -> None:
    """The model finds what no rule shows, and nobody where nobody is named."""
    assert names == _names(shipped, text)


def test_a_model_never_explains_a_capital_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the model takes for a place or a body is a possible name as before: it may be one that it got wrong."""
    text = "He spoke of Quorlim and of Vashkel Trade."
    places = [("Quorlim", EntityKind.LOCATION), ("Vashkel Trade", EntityKind.ORGANIZATION)]

    def said(_engine: object, page: Page) -> list[Hit]:
        starts = [(page.view.text.index(part), part, kind) for part, kind in places]
        return [Hit(Span(at, at + len(part)), kind, model.DETECTOR, 850) for at, part, kind in starts]

    monkeypatch.setattr(presidio, "find", said)
    cable = make_cable([("paragraph", text)])
    made = view.build(cable.text, blocks=tuple(portion.span for portion in cable.portions))
    found = detect.find(cable, made, detect.load())
    possible = [one.span.of(text) for one in found if one.possible]
    assert possible == ["Quorlim", "Vashkel"]


def test_unknown_capitals_count_beside_the_shipped_model(shipped: Detector) -> None:
    """With the shipped model unknown capitalised words go on to be possible names; with another they do not."""
    assert shipped.guesses
    assert detect.load().guesses
    assert not detect.Detector(replace(shipped.engine, model="another")).guesses


def test_the_same_names_every_time(shipped: Detector) -> None:
    """Two loads and two runs find the same."""
    text = " ".join(sentence for sentence, _ in SENTENCES)
    again = detect.load(SHIPPED)
    assert _names(shipped, text) == _names(shipped, text) == _names(again, text)


def test_it_is_small() -> None:
    """All its files together are at most seven megabytes, and all the code of ours that it asks for is its first layer."""
    sizes = [path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()]
    assert 0 < sum(sizes) <= LARGEST
    config = (FOLDER / "config.cfg").read_text(encoding="utf-8").splitlines()
    assert [line for line in config if "redactor." in line] == ['@architectures = "redactor.WordTraits.v1"']


def test_the_first_layer_is_offered_to_spacy(root: Path) -> None:
    """Where the package is installed, spaCy finds the layer by the name that the model's configuration gives."""
    offered = tomllib.loads((root / "pyproject.toml").read_text())["project"]["entry-points"][
        "spacy_architectures"
    ]
    module, _, made = offered[network.NAME].partition(":")
    assert (module, made) == (network.__name__, network.word_traits.__name__)


def test_the_card_speaks_of_this_model(root: Path) -> None:
    """The model card gives the digest of the weights that ship."""
    whole = hashlib.sha256()
    for path in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
        whole.update(
            str(path.relative_to(FOLDER)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
        )
    assert whole.hexdigest() in (root / "docs/reference/model-card.md").read_text(encoding="utf-8")
    (name,) = [row for row in detect.identity(detect.load(SHIPPED)) if row[0].startswith("model ")]
    assert name == (
        "model en_redactor_names",
        json.loads((FOLDER / "meta.json").read_text())["version"],
        whole.hexdigest(),
    )


WATCHED = """
import os, sys
opened = []
def watch(event, args):
    if event in {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.posix_spawn"}:
        opened.append(event)
    if event == "open" and isinstance(args[0], str):
        mode, flags = args[1], args[2] or 0
        if (isinstance(mode, str) and set(mode) & set("wax+")) or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            if os.path.isabs(args[0]):  # a name alone is inside a folder that is open; the folders are looked at below
                opened.append("write " + args[0])
sys.dont_write_bytecode = True
sys.addaudithook(watch)
from redactor.cli.app import app
from typer.testing import CliRunner
result = CliRunner().invoke(app, ["redact", sys.argv[1], "-p", "public", "-o", sys.argv[2], "--nlp", "redactor-names"])
own = tuple("write " + os.path.abspath(sys.argv[2]) + end for end in ("/", ".custody/"))
print(result.exit_code, [event for event in opened if not event.startswith(own)])
"""


def test_a_run_opens_no_socket_and_starts_no_program(tmp_path: Path) -> None:
    """A whole run reaches for no network and no program, and writes into its two folders alone; a folder of the model's name is not read."""
    (tmp_path / SHIPPED).mkdir()  # a folder named like the model must not be taken for it
    cable = Path(__file__).parents[2] / "examples" / "cables" / "01-harbor-fees.txt"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WATCHED, str(cable), str(tmp_path / "out")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout in {"0 []\n", "5 []\n"}
    written = {path.name for path in tmp_path.iterdir()}
    assert written <= {SHIPPED, "out", "out.custody"}

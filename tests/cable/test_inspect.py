"""What inspect shows: valid JSON that tells all, and no word of the cable unless it was asked for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from redactor import cable, files
from redactor.errors import ExitCode, InputRefusedError, Refusal
from redactor.model import Cable, Field, ParseNote, Section
from redactor.report import inspect, inspected
from redactor.spans import Span
from tests.cable.build_archive import attributes, telegram
from tests.cable.test_reader import HEAD

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    HEAD.format(banner="C O N F I D E N T I A L", prosign="ZNY CCCCC ZZH")
    + "1. (U) Marigold\x1b[2J [red]said[/red] so.\nFARRADAY\n"
)
RICH = telegram(
    "1. (C) SUMMARY: IT RAINED.\n\n\n2. A. ITEM\n\n\n3. COMMENT: XXXXXXXXX. END COMMENT.\n", caption="EXDIS"
)
RICH += attributes()


def document(text: str, *, show_text: bool) -> dict[str, Any]:
    """Give the JSON document of one cable as a reader of it has it."""
    one = inspected.of("a.txt", cable.read(text.encode()), whole=True, show_text=show_text)
    return dict(json.loads(inspected.to_json([one], ExitCode.DONE)))


def span(row: dict[str, Any]) -> Span:
    return Span(row["start"], row["end"])


@pytest.mark.parametrize("text", [TEXT, RICH])
@pytest.mark.parametrize("show_text", [False, True])
def test_the_json_is_valid(text: str, show_text: bool) -> None:  # noqa: FBT001 - a parameter of the table
    """The document is what the shipped schema says, with and without text, with a refused input beside it."""
    schema = json.loads(files.package_data("inspect-v1.schema.json"))
    jsonschema.validate(document(text, show_text=show_text), schema)
    refused = inspected.Inspected("b.txt", error=InputRefusedError(Refusal.PARSE, "it is no cable"))
    jsonschema.validate(json.loads(inspected.to_json([refused], ExitCode.REFUSED)), schema)


@pytest.mark.parametrize("text", [TEXT, RICH])
def test_the_reading_can_be_built_again_from_the_json(text: str) -> None:
    """Fields, sections, notes and every portion's place, mark, number and parts are what the document says."""
    found = cable.read(text.encode())
    said = document(text, show_text=True)["cables"][0]["read"]
    assert (
        tuple(Field(row["kind"], span(row), row["value"], row["block"]) for row in said["fields"])
        == found.fields
    )
    assert [Section(one.kind, one.span, one.portion) for one in found.sections] == list(found.sections)
    assert [(row["kind"], span(row), row["portion"]) for row in said["sections"]] == [
        (one.kind.value, one.span, one.portion) for one in found.sections
    ]
    assert tuple(ParseNote(row["code"], span(row), row["detail"]) for row in said["notes"]) == found.notes
    for row, portion in zip(said["portions"], found.portions, strict=True):
        assert (row["address"], span(row), row["text"]) == (
            portion.address,
            portion.span,
            portion.span.of(found.text),
        )
        assert (row["mark"] and span(row["mark"])) == (portion.mark and portion.mark.span)
        assert (row["number"] and span(row["number"])) == portion.number
        assert row["marking"]["level"] == portion.marking.level.name
        for part in ("skeleton", "closed", "furniture"):
            assert [span(one) for one in row[part]] == list(getattr(portion, part))


def test_the_table_of_fields_can_be_built_from_the_json() -> None:
    """Kind, lines and value of each field make the table that inspect prints."""
    found = cable.read(RICH.encode())
    rows = document(RICH, show_text=True)["cables"][0]["read"]["fields"]
    printed = inspect.to_text(found, show_text=True)
    assert rows
    for row in rows:
        first, last = row["lines"]
        lines = str(first) if first == last else f"{first}-{last}"
        line = rf"^{re.escape(row['kind'])} +{lines}  *{re.escape(row['value'])}$"
        assert re.search(line, printed, re.MULTILINE), row["kind"]


def test_a_part_names_the_field_that_holds_it() -> None:
    """Each id lies in its reference, each route in its address; a whole is in nothing."""
    rows = document(RICH, show_text=True)["cables"][0]["read"]["fields"]
    for row in rows:
        parent = inspect.kinds().get(row["kind"], {}).get("within")
        if parent is None:
            assert row["within"] is None
        else:
            held = rows[row["within"]]
            assert held["kind"] == parent
            assert held["start"] <= row["start"] <= row["end"] <= held["end"]
    assert {"reference-id", "to-name", "dtg-date", "from-post", "tag-kind"} <= {
        row["kind"] for row in rows if row["within"] is not None
    }


def test_every_kind_of_field_is_listed(root: Path) -> None:
    """What the reader's source can write stands in fields.toml, and what stands there is written."""
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (root / "redactor" / "cable").glob("*.py")
    )
    written = set(re.findall(r"Field\(\s*\"([a-z-]+)\"", source))
    assert written - set(inspect.kinds()) == set()
    read = {row.kind for row in cable.read(RICH.encode()).fields if not row.kind.startswith("attribute-")}
    assert read <= set(inspect.kinds())
    assert {row["within"] for row in inspect.kinds().values() if "within" in row} <= set(inspect.kinds())


def test_no_word_of_the_cable_is_shown_unasked() -> None:
    """Neither table nor JSON holds a body word, a header word or the message's number."""
    read = cable.read(TEXT.encode())
    shown = inspect.to_text(read, show_text=False) + json.dumps(document(TEXT, show_text=False))
    for word in (
        "Marigold",
        "FARRADAY",
        "Farraday",
        "VELMORA",
        "SOLENY",
        "PGOV",
        "000417",
        "08VELMORA417",
        "DUES",
    ):
        assert word not in shown


def test_values_of_ours_are_shown_unasked() -> None:
    """What a reference is and which portions a summary takes are no words of the cable."""
    rows = document(RICH, show_text=False)["cables"][0]["read"]["fields"]
    told = {row["kind"]: row["value"] for row in rows if "value" in row}
    assert told["reference-kind"] == "airgram"
    assert told["summary"] == "1"
    assert "reference-id" not in told


def test_a_cables_escapes_do_not_reach_the_terminal() -> None:
    """With --show-text an escape is written out, and brackets are no markup."""
    shown = inspect.to_text(cable.read(TEXT.encode()), show_text=True)
    assert "\x1b" not in shown
    assert "[red]said[/red]" in shown


def overview(*texts: str) -> str:
    read: list[inspected.Inspected] = []
    for number, text in enumerate(texts, start=1):
        found: Cable = cable.read(text.encode())
        read.append(inspected.of(f"{number}.txt", found, whole=False, show_text=False))
    read.append(inspected.Inspected("bad.txt", error=InputRefusedError(Refusal.PARSE, "it is no cable")))
    return inspected.to_text(read)


def test_several_cables_are_a_line_each() -> None:
    """A refused one among them is a line too, and the rest is done."""
    lines = overview(TEXT, RICH).splitlines()
    assert [line.split()[:2] for line in lines[1:4]] == [
        ["1.txt", "telegram"],
        ["2.txt", "archive-telegram"],
        ["bad.txt", "refused"],
    ]
    assert "2 cables read, 1 refused" in lines


def test_the_notes_of_several_cables_are_counted_by_kind() -> None:
    """Each kind says in how many cables it stands and how often, the commonest first."""
    lines = overview(TEXT, TEXT, RICH).splitlines()
    rows = [line.split()[:3] for line in lines[lines.index("3 cables read, 1 refused") + 3 :]]
    assert ["signature", "3", "3"] in rows
    counts = [(int(cables), int(times)) for _, cables, times in rows]
    assert counts == sorted(counts, reverse=True)
    assert "Marigold" not in "\n".join(lines)

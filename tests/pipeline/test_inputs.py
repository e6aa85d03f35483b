"""What a run reads: files, folders, patterns and tables, in one order, each fault told by its place alone."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.audit import read_custody, read_log
from redactor.errors import ExitCode, InputRefusedError, UsageError
from redactor.pipeline import Outcome, RunRequest, named, run, tables
from redactor.pipeline.item import Item
from redactor.pipeline.tables import Reading
from redactor.verify import verify
from tests.conftest import ROOT

CABLES = sorted((ROOT / "examples/cables").glob("*.txt"))[:3]
READING = Reading(None, 1 << 20, "utf-8")
SECRET_WORD = "Brennec"  # noqa: S105 - a canary


def names(*words: Path, reading: Reading = READING) -> list[str]:
    return [item.name for item in named(words, reading)]


def texts(path: Path, reading: Reading = READING) -> list[str]:
    """Give every row's text, or the sentence that refuses it."""
    found = []
    for item in tables.rows(path, reading):
        try:
            if item.fault is not None or item.row is None:
                raise item.fault or AssertionError
            data = path.read_bytes()[item.row.at : item.row.at + item.row.size]
            found.append(tables.text_of(item, data, reading.codec).decode())
        except InputRefusedError as error:
            found.append(f"refused {error.message.removeprefix(str(path))}")
    return found


# --- names -------------------------------------------------------------------------------------


def test_the_order_is_that_of_the_names(tmp_path: Path) -> None:
    """Files and folders stand as their paths sort part by part, however they were typed."""
    for name in ("b/2.txt", "b/10.TXT", "a.txt", "b.txt", "c/d/e.txt", "c/.hidden.txt", "c/readme.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = names(tmp_path)
    assert found == [str(tmp_path / name) for name in ("a.txt", "b/10.TXT", "b/2.txt", "b.txt", "c/d/e.txt")]
    assert [Path(name) for name in found] == sorted(map(Path, found))
    words = [tmp_path / "c", tmp_path / "a.txt", tmp_path / "b"]
    assert names(*words) == [name for name in found if not name.endswith("b.txt")]


def test_a_pattern_in_quotes_is_expanded_here(tmp_path: Path) -> None:
    """Files and folders that it matches; `**` gives files alone; a file of that very name is itself."""
    for name in ("2006/a.txt", "2007/b.txt", "2007/c.cable", "odd[1].txt", "odd1.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path / "200?") == [str(tmp_path / name) for name in ("2006/a.txt", "2007/b.txt")]
    assert names(tmp_path / "**/*.cable") == [str(tmp_path / "2007/c.cable")]
    assert names(tmp_path / "odd[1].txt") == [str(tmp_path / "odd[1].txt")]
    with pytest.raises(InputRefusedError, match="nothing has such a name"):
        names(tmp_path / "*.none")


@pytest.mark.parametrize(
    "words",
    [
        ("a.txt", "a.txt"),  # the same word
        (".", "a.txt"),  # a folder and what lies in it
        ("b/../a.txt", "a.txt"),  # two ways to one name
        ("*.txt", "a.txt"),  # a pattern and what it matches
    ],
)
def test_one_input_is_named_once(tmp_path: Path, words: tuple[str, str]) -> None:
    """Twice is refused before anything is read."""
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(UsageError, match="twice"):
        names(*(tmp_path / word for word in words))


def test_what_cannot_be_looked_into_is_an_input_with_its_fault(tmp_path: Path) -> None:
    """A link to a folder, a loop of links, a pipe: each is told, and the rest is done."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/a.txt").symlink_to(tmp_path / "in/b.txt")
    (tmp_path / "in/b.txt").symlink_to(tmp_path / "in/a.txt")
    os.mkfifo(tmp_path / "in/p.txt")
    (tmp_path / "in/z.txt").write_bytes(CABLES[0].read_bytes())
    request = RunRequest("internal-sbu", out=tmp_path / "out", as_of=dt.date(2016, 1, 1))
    told = [(Path(one.source).name, int(one.exit_code)) for one in run(request, [tmp_path / "in"])]
    assert told == [("a.txt", 3), ("b.txt", 3), ("loop", 3), ("p.txt", 3), ("z.txt", 0)]


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are done; what is passed over in silence would look like done."""
    for name in ("a/1.txt", "b/2.txt", "c/3.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("x")
    scan = os.scandir

    def closed(path: object) -> object:
        if Path(str(path)).name == "b":
            raise PermissionError(13, "Permission denied")
        return scan(path)  # type: ignore[call-overload]

    monkeypatch.setattr("redactor.pipeline.inputs.os.scandir", closed)
    found = [*named([tmp_path], READING)]
    assert [item.path.name for item in found] == ["1.txt", "b", "3.txt"]
    assert found[1].fault is not None
    assert found[1].fault.message == f"{tmp_path / 'b'}: Permission denied"


# --- tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # one column has a usual name, in any case
        (['{"id": 1, "Text": "a"}', '{"body": "b"}'], ["a", "b"]),
        # blank lines are no rows and count as lines; a byte order mark is none of the text
        (["\ufeff" + '{"text": "a"}', "", '{"text": "b"}'], ["a", "b"]),
        # each fault is its row's, by the number of its line
        (["[1]", '{"text": "a"}'], ["refused #1: the row is no JSON object", "a"]),
        (['{"text": Brennec}'], ["refused #1: the row cannot be read"]),
        (
            ['{"text": 7}', '{"text": null}'],
            ["refused #1: the text column holds no text", "refused #2: the text column holds no text"],
        ),
        (['{"title": "a"}'], ["refused #1: it has no text column"]),
        (['{"text": "a", "body": "Brennec"}'], ["refused #1: more than one column may hold the text"]),
        (['{"text": "a", "text": "Brennec"}'], ["refused #1: the row cannot be read"]),
        (['{"text": "\\ud800"}'], ["refused #1: the row is not utf-8"]),
        (["[" * 100_000], ["refused #1: the row cannot be read"]),
        # NUL is text here; the reader of cables refuses it
        (['{"text": "a\\u0000"}'], ["a\x00"]),
    ],
)
def test_rows_of_json_lines(tmp_path: Path, lines: list[str], expected: list[str]) -> None:
    """One row, one document or one refusal; no word of a row is repeated."""
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = texts(path)
    assert found == expected
    assert SECRET_WORD not in "".join(found)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # quotes, line ends inside, a separator the bytes are not cut at
        ('id,text\n1,"a ""b""\nc\x0bd\u2028e"\n2,f\n', ['a "b"\nc\x0bd\u2028e', "f"]),
        ("\ufeffText,id\r\na,1\r\n", ["a"]),
        # a row with more or fewer columns is refused alone; blank lines are none
        (
            "id,text\n1\n\n2,b\n3,c,d\n4,e\n",
            [
                "refused #2: the row has not as many columns as the heading",
                "b",
                "refused #5: the row has not as many columns as the heading",
                "e",
            ],
        ),
        # a quote that does not close where it should, on one line: that row alone
        ('id,text\n1,"Brennec"x\n2,b\n', ["refused #2: the row is not CSV", "b"]),
        # a quote that never closes: nobody can tell where the next row begins
        (
            'id,text\n1,b\n2,"Brennec\n3,c\n',
            [
                "b",
                "refused #3: the row is not CSV; where the rows after it begin cannot be told, so none is read",
            ],
        ),
        # a cable that somebody named .csv
        ("UNCLAS XANADU 000042\nSUBJECT: WEIR\n", ["refused #1: it has no text column"]),
        ('"', ["refused #1: the heading is not CSV"]),
        ("", ["refused #1: it has no text column"]),
        ("text,body\na,b\n", ["refused #1: more than one column may hold the text"]),
    ],
)
def test_rows_of_csv(tmp_path: Path, content: str, expected: list[str]) -> None:
    """A row is counted as a spreadsheet counts, the heading as the first; in doubt it is refused."""
    path = tmp_path / "in.csv"
    path.write_bytes(content.encode())
    assert texts(path) == expected


def test_a_row_over_the_limit_is_refused_and_never_held(tmp_path: Path) -> None:
    """The next row of JSON lines is read; of CSV none, since its end cannot be told."""
    small = Reading(None, 100, "utf-8")
    size = small.row_limit + 10
    jsonl, table = tmp_path / "in.jsonl", tmp_path / "in.csv"
    jsonl.write_text(json.dumps({"text": "x" * size}) + '\n{"text": "b"}\n')
    assert texts(jsonl, small) == ["refused #1: the row is over the size limit", "b"]
    table.write_text("text\na\n" + "x" * size + "\nb\n")
    assert texts(table, small)[0] == "a"
    assert texts(table, small)[1].startswith("refused #3: the row is not CSV")


def test_the_column_can_be_named(tmp_path: Path) -> None:
    """--text-column decides where two would do, in CSV and JSON lines alike, and is taken as it is."""
    chosen = Reading("b", 1000, "utf-8")
    (tmp_path / "in.csv").write_text("text,b\na,c\n")
    (tmp_path / "in.jsonl").write_text('{"text": "a", "b": "c"}\n{"B": "d"}\n')
    assert texts(tmp_path / "in.csv", chosen) == ["c"]
    assert texts(tmp_path / "in.jsonl", chosen) == ["c", "refused #2: it has no text column"]


def test_a_table_needs_a_codec_that_writes_ascii_as_ascii(tmp_path: Path) -> None:
    """In UTF-16 nobody could find the line ends by their bytes."""
    path = tmp_path / "in.csv"
    path.write_text("text\nd\u00e9j\u00e0\n", encoding="latin-1")
    assert texts(path, Reading(None, 100, "latin-1")) == ["d\u00e9j\u00e0"]
    assert texts(path) == ["refused #2: the row is not utf-8"]
    (item,) = tables.rows(path, Reading(None, 100, "utf-16"))
    assert item.fault is not None
    assert "codec" in item.fault.message


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=8)
)
def test_a_table_gives_the_texts_that_were_written(rows: list[list[str]]) -> None:
    """Whatever the text is, both formats give it back, row by row: commas, quotes, line ends of all kinds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.jsonl"
        path.write_text("".join(json.dumps({"id": a, "text": b}) + "\n" for a, b in rows))
        assert texts(path) == [b for _, b in rows]
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([["id", "text"], *rows])
        path = Path(folder) / "in.csv"
        path.write_bytes(stream.getvalue().encode())
        assert texts(path) == [b for _, b in rows]


def test_a_released_row_is_known_by_its_number_in_custody(tmp_path: Path) -> None:
    """The log names no input; custody maps the id to FILE#ROW; verify finds the row again; workers give the same."""
    path = tmp_path / "in.jsonl"
    rows = [json.dumps({"id": number, "text": cable.read_text()}) for number, cable in enumerate(CABLES)]
    path.write_text("\n".join([rows[0], "Brennec", *rows[1:]]) + "\n")
    written = []
    for jobs in (1, 2):
        out = tmp_path / f"out{jobs}"
        custody = tmp_path / f"out{jobs}.custody"
        custody.mkdir(mode=0o700)
        (custody / "secret").write_bytes(bytes(32))
        now = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
        request = RunRequest("public", out=out, as_of=dt.date(2016, 1, 1), now=now, jobs=jobs)
        outcomes: list[Outcome] = [*run(request, [path])]
        assert [int(one.exit_code) for one in outcomes] == [0, 3, 0, 0]
        assert SECRET_WORD not in str(outcomes[1].error)
        written.append({item.name: item.read_bytes() for item in out.rglob("*") if item.is_file()})
        lines = [line for line in read_log(out / "audit.jsonl") if line["type"] == "release"]
        kept = [read_custody(custody, int(str(line["seq"])), str(line["doc"])) for line in lines]
        sources = [content["source"] for content in kept]
        assert [source["name"] for source in sources if isinstance(source, dict)] == [
            f"{path}#{n}" for n in (1, 3, 4)
        ]
        assert verify(out, source=path).exit_code is ExitCode.DONE
    assert written[0] == written[1]


def test_an_item_tells_its_row() -> None:
    """A file has no row."""
    assert Item(Path("a.txt")).name == "a.txt"

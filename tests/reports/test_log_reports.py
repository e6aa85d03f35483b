"""Questions, differences and the index of withholdings, on runs whose every removal is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from redactor.errors import InputRefusedError, UsageError
from redactor.report import audit, differences, query, vaughn
from redactor.report.differences import Change
from tests.audit.builders import Plan, document, write_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = "Odile Brandt"
WITHHELD = "Ambrose Vell spoke of the weir."


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Make a run of two documents and a draft."""
    write_run(
        tmp_path / "out",
        document(),
        document(Plan(serial="000007", hold=True)),
        document(Plan(serial="000007", name="Piers Malden")),
    )
    return tmp_path / "out"


def two(tmp_path: Path, old: Plan, new: Plan) -> list[differences.Difference]:
    """Release a document under each plan and compare."""
    sides = []
    for name, plan in (("old", old), ("new", new)):
        place = tmp_path / name
        write_run(place, document(plan))
        custody = place.with_name(f"{name}.custody")
        sides.append(differences.side(place, audit.lines_of(place), custody))
    return list(differences.compare(*sides))


# --- query -------------------------------------------------------------------------------------


def test_filters_narrow_to_what_they_name(out: Path) -> None:
    """Each filter keeps the rows that fit it and only those."""
    lines = audit.lines_of(out)
    every = query.find(lines, query.Filters())
    column = {name: index for index, name in enumerate(query.COLUMNS)}
    asked: dict[str, Callable[[str], query.Filters]] = {
        "document": lambda value: query.Filters(document=value),
        "portion": lambda value: query.Filters(portion=value),
        "level": lambda value: query.Filters(level=value),
        "entity": lambda value: query.Filters(entity=value),
    }
    for name, filters in asked.items():
        for value in {row[column[name]] for row in every.rows} - {""}:
            found = query.find(lines, filters(value))
            assert found.rows == tuple(row for row in every.rows if row[column[name]] == value)
            assert found.rows
    held = query.find(lines, query.Filters(held=True))
    assert {row[column["document"]] for row in held.rows} == {"08XANADU7"}
    assert query.find(lines, query.Filters(rule="no-such-rule")).rows == ()


def test_an_authority_is_found_by_its_code_and_whole(out: Path) -> None:
    """`CLASS` finds what stands on CLASS, and nothing is found under a part of its letters."""
    lines = audit.lines_of(out)
    assert query.find(lines, query.Filters(authority="CLASS")).rows
    assert query.find(lines, query.Filters(authority="CLAS")).rows == ()


def test_sql_sees_the_same_removals(out: Path) -> None:
    """The table of removals holds what the filters go over."""
    lines = audit.lines_of(out)
    asked = query.ask(lines, "SELECT document, no FROM removals WHERE current ORDER BY line, no")
    assert asked.rows == tuple(row[:2] for row in query.find(lines, query.Filters()).rows)


@pytest.mark.parametrize(
    "question",
    [
        "DELETE FROM removals",
        "DROP TABLE runs",
        "INSERT INTO runs SELECT * FROM runs",
        "CREATE TABLE x (y)",
        "ATTACH '/tmp/elsewhere' AS x",
        "PRAGMA writable_schema = 1",
        "SELECT load_extension('x')",
        "SELECT * FROM sqlite_master",
        "SELECT 1; DELETE FROM runs",
        "SELECT zeroblob(1000000000)",
        "VACUUM INTO '/tmp/elsewhere'",
        "not SQL at all",
        "SELECT no FROM nowhere",
        "",
        "\x00",
        "SELECT '\ud800'",
    ],
)
def test_a_question_can_only_read(out: Path, question: str) -> None:
    """Whatever is no single SELECT over the tables is refused as wrong usage."""
    with pytest.raises(UsageError):
        query.ask(audit.lines_of(out), question)


def test_a_question_without_end_is_cut_off(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A runaway SELECT ends in an error, not in a machine that hangs."""
    monkeypatch.setattr(query, "_TICKS", 3)
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    with pytest.raises(UsageError, match="interrupted"):
        query.ask(audit.lines_of(out), endless)


# --- differences -------------------------------------------------------------------------------


def test_the_same_release_twice_has_no_difference(tmp_path: Path) -> None:
    """Two runs of one document differ in nothing, though their custody is another."""
    assert two(tmp_path, Plan(), Plan()) == []


def test_what_is_newly_shown_comes_first(tmp_path: Path) -> None:
    """A hold where there was a removal is another ground; another original is said, not compared."""
    held = two(tmp_path, Plan(), Plan(hold=True))
    assert [one.change for one in held] == [Change.GROUND] * len(held)
    assert held
    other = two(tmp_path / "more", Plan(), Plan(rain="It snowed."))
    assert [one.change for one in other] == [Change.ORIGINAL]


def test_documents_that_come_and_go_are_named(tmp_path: Path) -> None:
    """A document of one side alone is gone or new."""
    found = two(tmp_path, Plan(), Plan(serial="000007"))
    assert [(one.change, one.document) for one in found] == [
        (Change.GONE, "08XANADU42"),
        (Change.NEW, "08XANADU7"),
    ]


def test_a_name_removed_here_and_kept_there_is_a_finding(tmp_path: Path) -> None:
    """The same name, removed in one document and standing in another, is found in the new release."""
    place = tmp_path / "new"
    plain = document(Plan(serial="000007", rain=f"Rain fell on {NAME}.", name="Piers Malden"))
    write_run(place, document(), plain)
    new = differences.side(place, audit.lines_of(place), place.with_name("new.custody"))
    found = [one for one in differences.compare(new, new) if one.change is Change.UNEVEN]
    assert [(one.document, one.new, one.text) for one in found] == [("08XANADU42", "kept in 08XANADU7", NAME)]


def test_no_text_shows_unless_it_is_asked_for(tmp_path: Path) -> None:
    """Neither the table nor the JSON nor the values' repr holds removed text by default."""
    found = [*two(tmp_path, Plan(), Plan(hold=True)), differences.Difference("x", Change.SHOWN, text=NAME)]
    for told in (
        differences.to_text(found, by_character=True, show_text=False),
        str(differences.to_json(found, by_character=True, show_text=False)),
        repr(found),
    ):
        assert NAME not in told
        assert WITHHELD not in told
    assert NAME in differences.to_text(found, by_character=True, show_text=True)


def test_without_custody_the_logs_are_compared(tmp_path: Path) -> None:
    """A portion that lost its removal is newly shown even where only the logs are at hand."""
    place = tmp_path / "out"
    write_run(place, document())
    lines = audit.lines_of(place)
    bare = [{**line, "removals": []} if line["type"] == "release" else line for line in lines]
    old, new = (differences.side(place, one, None) for one in (lines, bare))
    assert {one.change for one in differences.compare(old, new)} == {Change.SHOWN}
    assert {one.change for one in differences.compare(new, old)} == {Change.REMOVED}
    assert not differences.exact(old, new)


def test_damaged_custody_is_said_so(tmp_path: Path) -> None:
    """Custody that cannot be read is a typed error, which points to verify."""
    place = tmp_path / "out"
    write_run(place, document())
    (path,) = (tmp_path / "out.custody").glob("000001-*.json")
    path.write_bytes(path.read_bytes().replace(b'"removals":[', b'"removals":[1,'))
    with pytest.raises(InputRefusedError):
        differences.side(place, audit.lines_of(place), tmp_path / "out.custody")


# --- vaughn ------------------------------------------------------------------------------------


def test_the_index_has_every_withholding_once(out: Path) -> None:
    """Each removal of a finished release is one row, drafts are left out and counted."""
    found = vaughn.index(audit.lines_of(out))
    assert [entry.cells[0] for entry in found.entries] == ["08XANADU42", "08XANADU7-2"]
    assert found.drafts == 1
    listed = query.find(audit.lines_of(out), query.Filters(document="08XANADU42"))
    kinds = query.COLUMNS.index("kind")
    expected = [row[1] for row in listed.rows if row[kinds] not in {"furniture", "remark"}]
    assert [row[0] for row in found.entries[0].removals] == expected


@pytest.mark.parametrize("form", sorted(vaughn.FORMATS))
def test_the_index_holds_no_removed_text(out: Path, form: str) -> None:
    """In no form does the index hold what it speaks of."""
    written = vaughn.FORMATS[form](vaughn.index(audit.lines_of(out)))
    assert "08XANADU42" in written
    assert NAME not in written
    assert "Vell" not in written


def test_a_description_cannot_run_in_a_spreadsheet(out: Path) -> None:
    """What a policy's author wrote as a description is text in every form."""
    found = vaughn.index(audit.lines_of(out))
    entry = found.entries[0]
    hostile = replace(entry, removals=(("=cmd|' /C calc'!A0", *entry.removals[0][1:]),))
    index = replace(found, entries=(hostile,))
    assert ",'=cmd" in vaughn.to_csv(index)
    assert "<script" not in vaughn.to_html(
        replace(found, entries=(replace(entry, cells=("<script>", *entry.cells[1:])),))
    )

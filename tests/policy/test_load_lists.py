"""Named lists: the format, the digest that pins one, and the list that ships."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import pytest

from redactor.errors import ExitCode, PolicyError
from redactor.model import ListEntry
from redactor.policy.lists import KEY_LINE, TABLE_LINE, TOML_PLACE, read_entries, shipped_list
from redactor.policy.load import Source, examine

if TYPE_CHECKING:
    from pathlib import Path
from tests.policy.texts import PUBLIC

YAML = """\
redactor-list: 1
id: contacts
title: Invented contacts
entries:
  - {name: Ada Quill, offices: [Minister of Ports, Minister], since: 2004-02-01, until: 2008-05-31, source: invented}
  - {name: Bern Tolliver, source: invented}
"""
TOML = """\
redactor-list = 1
id = "contacts"
title = "Invented contacts"

[[entries]]
name = "Ada Quill"
offices = ["Minister of Ports", "Minister"]
since = 2004-02-01
until = "2008-05-31"
source = "invented"

[[entries]]
name = "Bern Tolliver"
source = "invented"
"""
ENTRIES = (
    ListEntry(
        "Ada Quill", ("Minister of Ports", "Minister"), dt.date(2004, 2, 1), dt.date(2008, 5, 31), "invented"
    ),
    ListEntry("Bern Tolliver", source="invented"),
)


@pytest.mark.parametrize(("text", "file"), [(YAML, "a.yaml"), (TOML, "a.toml")])
def test_both_spellings_of_a_list_read_the_same(text: str, file: str) -> None:
    """YAML and TOML give the same entries; a TOML date may stand bare."""
    assert read_entries(text.encode(), file) == ENTRIES


BAD = (
    ("an unknown key", YAML.replace("offices", "office"), "RP020", 5),
    ("no source", YAML.replace(", source: invented}\n  -", "}\n  -"), "RP021", 5),
    ("a date that does not exist", YAML.replace("2008-05-31", "2008-02-30"), "RP026", 5),
    ("a term that ends before it begins", YAML.replace("2008-05-31", "2003-05-31"), "RP115", 5),
    ("the same person twice at one time", YAML.replace("Bern Tolliver", "ADA QUILL"), "RP116", 6),
    ("nothing in it", YAML[: YAML.index("entries")] + "entries: []\n", "RP024", 4),
    ("another version", YAML.replace("redactor-list: 1", "redactor-list: 2"), "RP101", 1),
)


@pytest.mark.parametrize(("text", "code", "line"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_list_is_refused_where_it_is_wrong(text: str, code: str, line: int) -> None:
    """Each fault of a list has its code and its line."""
    with pytest.raises(PolicyError) as caught:
        read_entries(text.encode(), "a.yaml")
    assert [(item.code, item.place.line if item.place else 0) for item in caught.value.diagnostics] == [
        (code, line)
    ]


# Each row: the text, and the code, line and column of its fault.
BAD_TOML = (
    ("no TOML", TOML.replace("id =", "id"), "RP003", (2, 4)),
    ("a key twice", TOML.replace("title", "id"), "RP003", (3, 25)),
    ("no source", TOML.replace('source = "invented"\n', "", 1), "RP021", (5, 1)),
    ("an unknown key", TOML.replace("offices", "office"), "RP020", (7, 1)),
    ("a quoted key", TOML.replace("offices", '"office"'), "RP020", (7, 2)),
    (
        "a table where a word is wanted",
        TOML.replace('name = "Bern Tolliver"', "name = {a = 1}"),
        "RP022",
        (13, 8),
    ),
    ("a day that is none", TOML.replace('"2008-05-31"', '  "2008-5-31"'), "RP023", (9, 11)),
    ("another version", TOML.replace("redactor-list = 1", "redactor-list = 2"), "RP101", (1, 17)),
    ("brackets without end", "a = " + "[" * 100_000, "RP003", (1, 1)),
    ("tables without end", "a" + ".a" * 100 + " = 1\n", "RP004", (1, 1)),
)


@pytest.mark.parametrize(
    ("text", "code", "place"), [row[1:] for row in BAD_TOML], ids=[row[0] for row in BAD_TOML]
)
def test_a_bad_toml_list_is_refused_where_it_is_wrong(text: str, code: str, place: tuple[int, int]) -> None:
    """A fault of a TOML list has the place of its key or value, else of its entry."""
    with pytest.raises(PolicyError) as caught:
        read_entries(text.encode(), "a.toml")
    found = [(item.code, item.place) for item in caught.value.diagnostics]
    assert [(told, (at.line, at.column) if at else 0) for told, at in found] == [(code, place)]


# --- a policy's own lists ------------------------------------------------------------------------


def declared(folder: Path, sha256: str, file: str = "lists/contacts.yaml") -> Source:
    text = PUBLIC + f"lists: {{contacts: {{file: {file}, sha256: {sha256}}}}}\n"
    text += "release: [{id: a, when: {entity: [PERSON], list: contacts}}]\n"
    return Source(text.encode(), "test.yaml", folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "contacts.yaml").write_text(YAML, encoding="utf-8")
    return tmp_path


SHA = hashlib.sha256(YAML.encode()).hexdigest()


def test_a_list_is_found_from_the_policys_folder(folder: Path) -> None:
    """A declared list with the right digest is read, and is known not to ship."""
    (named,) = examine(declared(folder, SHA)).policy.lists
    assert (named.name, named.ships, named.entries, named.sha256) == ("contacts", False, ENTRIES, SHA)


def test_another_digest_is_refused(folder: Path) -> None:
    """A list that is not the one the policy was written for exits 4, and says what to write."""
    with pytest.raises(PolicyError) as caught:
        examine(declared(folder, "0" * 64))
    (found,) = caught.value.diagnostics
    assert (found.code, caught.value.exit_code) == ("RP112", ExitCode.POLICY)
    assert SHA in found.help


def test_a_missing_list_is_refused(folder: Path) -> None:
    """A list that is not there exits 4 with the place of its name."""
    with pytest.raises(PolicyError) as caught:
        examine(declared(folder, SHA, "lists/nobody.yaml"))
    (found,) = caught.value.diagnostics
    assert (found.code, found.place.line if found.place else 0) == ("RP111", 6)


def test_an_absolute_path_is_refused(folder: Path) -> None:
    """A policy names its lists from where it lies, so that it can be moved."""
    with pytest.raises(PolicyError) as caught:
        examine(declared(folder, SHA, "/lists/contacts.yaml"))
    assert caught.value.diagnostics[0].code == "RP023"


def test_a_fault_inside_a_list_is_shown_there(folder: Path) -> None:
    """The diagnostic points into the list's file, whose text comes along."""
    bad = YAML.replace("offices", "office")
    (folder / "lists" / "contacts.yaml").write_text(bad, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        examine(declared(folder, hashlib.sha256(bad.encode()).hexdigest()))
    (found,) = caught.value.diagnostics
    assert found.place is not None
    assert caught.value.sources[found.place.file] == bad


def test_a_declared_list_goes_before_the_shipped_one(folder: Path) -> None:
    """A policy may bring its own `us-officials`; it then counts as the policy's own."""
    text = PUBLIC + f"lists: {{us-officials: {{file: lists/contacts.yaml, sha256: {SHA}}}}}\n"
    (named,) = examine(Source(text.encode(), "x", folder)).policy.lists
    assert (named.name, named.ships) == ("us-officials", False)


def test_no_entry_shows_in_a_repr(folder: Path) -> None:
    """A list of names is not printed by accident."""
    assert "Quill" not in repr(examine(declared(folder, SHA)).policy.lists)


# --- the list that ships -------------------------------------------------------------------------


def test_the_shipped_list_is_well_formed() -> None:
    """Each entry has offices with a short form, a term and a source."""
    named = shipped_list("us-officials")
    assert named.ships
    assert len(named.entries) > 40
    assert all(entry.offices and entry.since and entry.until and entry.source for entry in named.entries)
    assert list(named.entries) == sorted(
        named.entries, key=lambda entry: (entry.name.split()[-1], entry.name, entry.since)
    )


def test_the_shipped_list_knows_an_office_by_its_short_forms() -> None:
    """An Assistant Secretary is listed with the forms that cables write, for a term and no longer."""
    (entry,) = (
        entry
        for entry in shipped_list("us-officials").entries
        if "Assistant Secretary for South and Central Asian Affairs" in entry.offices
        and entry.since is not None
        and entry.since < dt.date(2007, 6, 18)
    )
    assert {"Assistant Secretary", "A/S"} <= set(entry.offices)
    assert entry.until is not None
    assert dt.date(2007, 6, 18) < entry.until <= dt.date(2009, 6, 30)


def test_the_pattern_matches_its_example() -> None:
    """The pattern of a TOML error's place matches its good example and not its bad one."""
    assert TABLE_LINE.fullmatch("[[entries]]")
    assert not TABLE_LINE.fullmatch("[entries]")
    assert KEY_LINE.fullmatch("since = 2001-04-01")
    assert not KEY_LINE.fullmatch("# since = 2001-04-01")
    assert TOML_PLACE.search("Invalid value (at line 3, column 5)")
    assert not TOML_PLACE.search("Invalid value (at end of document)")

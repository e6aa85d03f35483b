"""The vocabularies are closed, sourced, consistent, and the page shows them."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest

from redactor.markings import Level, Marking, MarkState, hard_stops, read_portion_mark
from redactor.markings import vocabulary as words
from redactor.markings.distance import near

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

FILES = ("levels.toml", "controls.toml", "countries.toml", "declassification.toml")


def rows(name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for value in words.table(name).values():
        found.extend(value if isinstance(value, list) else value.values())
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_a_source(name: str) -> None:
    """No row of a vocabulary stands without a source."""
    assert all(str(row["source"]).strip() for row in rows(name))
    assert rows(name)


def test_controls_name_controls() -> None:
    """What a control implies or beats, and what a compartment belongs to, is a control."""
    known = words.controls()
    for row in known.values():
        assert {*row.implies, *row.beats} <= known.keys(), row.code
        assert row.category in {"sci", "sap", "aea", "fgi", "dissem", "nonic"}, row.code
    assert {kind for _, kind in words.compartment_spellings().values()} <= known.keys()


def test_the_contracts_controls_are_there() -> None:
    """The codes that other parts of the project name are in the vocabulary."""
    named = """NOFORN ORCON ORCON-USGOV IMCON PROPIN RSEN FISA DSEN LES SSI FOUO LIMDIS EXDIS NODIS STADIS CHEROKEE
    EYES-ONLY SENSITIVE ROGER RD FRD TFNI CNWDI SCI SAP FGI"""
    assert set(named.split()) <= words.controls().keys()


def test_hard_stops_are_those_of_the_design() -> None:
    """DESIGN.md 5 lists the hard stops; parts of RD and the military equal of NODIS stop with them."""
    stops = {code for code, row in words.controls().items() if row.hard_stop}
    assert stops == {
        "RD",
        "FRD",
        "TFNI",
        "SCI",
        "SAP",
        "NODIS",
        "CHEROKEE",
        "CNWDI",
        "SIGMA",
        "SPECAT-EXCLUSIVE",
    }


def test_a_compartment_stops() -> None:
    """Every compartment of the vocabulary is a hard stop where it stands in a mark."""
    for spelling in words.compartment_spellings():
        state, marking = read_portion_mark(f"(TS//{spelling})")
        assert state is MarkState.READ, spelling
        assert marking is not None
        assert hard_stops(marking), spelling


def test_every_portion_code_is_read_with_a_level() -> None:
    """Each control's portion code and banner form is read behind a level."""
    for row in words.controls().values():
        for text in (row.banner, row.portion):
            state, marking = read_portion_mark(f"(TS//{text})")
            assert state is MarkState.READ, text
            assert marking is not None
            assert marking.controls, text


def test_groups_are_of_countries() -> None:
    """Members are countries of the vocabulary, and USA is none of them: it is left out of lists."""
    for group in words.groups().values():
        assert group.members <= words.trigraphs() - {words.USA}, group.code
        assert not group.expands or group.members, group.code


def test_no_name_of_a_place_is_a_control_or_a_level() -> None:
    """A country's name is never taken for a control, nor a control for a country."""
    names = set(words.places())
    taken = {*words.control_spellings(), *words.level_codes(), *words.level_names()}
    assert names & taken == {"NATO"}  # in a list a group, elsewhere its information


def test_plain_words_are_two_characters_from_every_classified_code() -> None:
    """No word of the list is one slip away from a code of C or more."""
    for word in words.plain_words():
        for code, level in words.level_codes().items():
            assert not level.classified or not near(word, code, 1), (word, code)


def test_an_unknown_effect_is_refused() -> None:
    """An effect is ok, hold or block; nothing else loads."""
    assert set(words.TEXT_EFFECT) == {"ok", "hold", "block"}


def _tables(root: Path) -> ModuleType:
    path = root / "tests" / "markings" / "page_tables.py"
    spec = importlib.util.spec_from_file_location("page_tables", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_shows_the_vocabularies(root: Path) -> None:
    """docs/reference/markings.md holds every table as the data files give it."""
    page = (root / "docs" / "reference" / "markings.md").read_text(encoding="utf-8")
    module = _tables(root)
    for name in module.TABLES:
        assert module.block(name) in page, name


def test_the_level_codes_are_one_to_one_with_the_type() -> None:
    """Every level of the type has a row, and every row is a level."""
    assert set(words.table("levels.toml")["level"]) == {level.name for level in Level}
    assert Marking(Level.U).known

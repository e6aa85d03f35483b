"""No word of a document stays in memory behind its reading, read or refused."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from typing import TYPE_CHECKING

import pytest

from redactor import cable, markings
from redactor.errors import InputRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """ZNY SSSSS ZZH
P 051010Z MAR 08
FM AMEMBASSY {word}
TO RUEHC/SECSTATE WASHDC PRIORITY 1201
S E C R E T SECTION 01 OF 02 {word} 000417

SIPDIS {word}

E.O. 12958: DECL: 03/05/2018
TAGS: PGOV, OVIP ({word}, EDITH)
SUBJECT: ({word}) DUES
REF: A. {word} 12, B. (S/{word}) STATE 3
Classified By: Consul Edith {word}; reasons 1.4 (b) and (d).

1. (S//SI-G {word}) The {word} was full.

2. ({word}) The harbor.

SECRXT {word}
"""


def caches() -> Iterator[tuple[str, object]]:
    """Give every cache of a function of the reader and of the markings that takes arguments."""
    for package in (cable, markings):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if hasattr(value, "cache_info"):
                    yield f"{module.name}.{name}", value


def held(word: str) -> list[str]:
    """Name the caches that hold a text with the word."""
    found = []
    for name, cached in caches():
        seen: set[int] = set()
        todo = [one for one in gc.get_referents(cached) if not callable(one) and not hasattr(one, "__name__")]
        while todo:
            one = todo.pop()
            if id(one) in seen or callable(one):
                continue
            seen.add(id(one))
            if isinstance(one, str):
                found += [name] if word in one else []
            elif isinstance(one, dict) and "__builtins__" in one:
                continue
            else:
                todo.extend(gc.get_referents(one))
    return found


def test_a_cache_that_is_asked_holds_the_word() -> None:
    """The walk finds a word that a cache does hold: this test could fail."""
    markings.read_banner("SECRET QUILLFEATHER")
    assert held("QUILLFEATHER")
    markings.forget()
    assert not held("QUILLFEATHER")


def test_nothing_of_a_cable_is_kept() -> None:
    """Once a cable is read, no cache of the reader holds a word of it."""
    read = cable.read(HEAD.format(word="QUILLFEATHER").encode())
    assert "QUILLFEATHER" in read.text
    cable.evidence(read)
    assert held("QUILLFEATHER") == []


def test_nothing_of_a_refused_text_is_kept() -> None:
    """A text that is refused half-way leaves nothing either."""
    many = "".join(f"SUBJECT: QUILLFEATHER {at}\nTAGS: PGOV\n" for at in range(9000))
    with pytest.raises(InputRefusedError):
        cable.read((HEAD.format(word="QUILLFEATHER") + many).encode())
    assert held("QUILLFEATHER") == []


def test_memory_stays_flat_over_documents() -> None:
    """What the caches hold does not grow with the documents: each is as full behind the tenth as behind the second."""
    sizes = []
    for number in range(10):
        cable.read(HEAD.format(word=f"QUILL{number:04}").encode())
        sizes.append([cached.cache_info().currsize for _, cached in caches()])  # type: ignore[attr-defined]
    assert sizes[1] == sizes[9]

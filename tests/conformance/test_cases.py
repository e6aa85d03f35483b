"""Every case of the conformance suite comes out as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from redactor import cable
from redactor.errors import InputRefusedError
from redactor.spans import subtract
from tests.conformance.cases import Case, every, rows
from tests.invariants import broken
from tests.theorems.harness import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.markings.types import Marking
    from redactor.model import Cable, Portion


def level(marking: Marking) -> str:
    """Write a level as the cases do: `C`, or `C?` where it is at least that and not known."""
    return marking.level.name + ("" if marking.known else "?")


def words(read: Cable, portion: Portion) -> str:
    """Give a portion's text without its furniture, on one line."""
    kept = (span.of(read.text) for span in subtract((portion.span,), portion.furniture))
    return " ".join("".join(kept).split())


def portions(read: Cable, want: dict[str, list[str]]) -> dict[str, list[str]]:
    """Give for each address its level, its basis and its controls, as much as the case says."""
    found = {}
    for portion in read.portions:
        said = [level(portion.marking), portion.basis.value, *sorted(portion.marking.controls)]
        found[portion.address] = said[: len(want.get(portion.address, ()))]
    return {address: found.get(address, []) for address in want}


def fields(read: Cable, want: dict[str, Any]) -> dict[str, Any]:
    """Give the values of each kind of field: all of them where the case gives a list, else the first."""
    found: dict[str, list[str]] = {}
    for item in read.fields:
        found.setdefault(item.kind, []).append(" ".join(item.value.split()))
    return {
        kind: found.get(kind, []) if isinstance(value, list) else found.get(kind, [""])[0]
        for kind, value in want.items()
    }


def furniture(read: Cable, want: list[str]) -> list[str]:
    """Give the lines that are furniture, of those that the case names."""
    lines = [
        " ".join(line.split()) for span in cable.furniture(read) for line in span.of(read.text).split("\n")
    ]
    return [line for line in want if line in lines]


def joined(read: Cable, want: dict[str, str]) -> dict[str, str]:
    """Give what the case says of a portion's words where they hold it, else the words."""
    found = {portion.address: words(read, portion) for portion in read.portions}
    return {
        address: text if text in found.get(address, "") else found.get(address, "")
        for address, text in want.items()
    }


SAYS: dict[str, Callable[[Cable, Any], Any]] = {
    "format": lambda read, _: read.format,
    "level": lambda read, _: level(read.marking),
    "captions": lambda read, _: sorted(read.captions.controls),
    "portions": portions,
    "kinds": lambda read, want: {
        portion.address: portion.section.value for portion in read.portions if portion.address in want
    },
    "fields": fields,
    "notes": lambda read, want: [code for code in want if code in {note.code for note in read.notes}],
    "furniture": furniture,
    "text": lambda read, want: [line for line in want if not furniture(read, [line])],
    "joined": joined,
    "absent": lambda read, want: [
        address for address in want if address not in {portion.address for portion in read.portions}
    ],
}


def _marked(case: Case) -> Any:
    marks = [pytest.mark.xfail(reason=case.known, strict=True)] if case.known else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in every()])
def test_a_case_comes_out_as_it_says(case: Case) -> None:
    """The cable is read or refused as the case says, and what it hides stays hidden."""
    if "refused" in case.expected:
        with pytest.raises(InputRefusedError) as caught:
            cable.read(case.data, codec=case.codec)
        assert caught.value.reason.value == case.expected["refused"]
        return
    read = cable.read(case.data, codec=case.codec)
    assert not broken(read)
    want = {name: value for name, value in case.expected.items() if name in SAYS}
    assert want == {name: SAYS[name](read, value) for name, value in want.items()}
    _shows(case, read.text)


def _shows(case: Case, text: str) -> None:
    """Check the words that the stock policy `public` must not show, and those that it must."""
    if not case.expected.keys() & {"hidden", "shown"}:
        return
    released = "\n".join(span.of(text) for span in shown(text, "public"))
    assert not [word for word in case.expected.get("hidden", ()) if word in released]
    assert [word for word in case.expected.get("shown", ()) if word not in released] == []
    assert not [word for word in case.expected.get("hidden", ()) if word not in text], (
        "a case hides what it has not"
    )


def test_every_row_has_a_case() -> None:
    """Each quirk of the table has a case of its own, and no case is about a quirk that is not in it."""
    told = {case.row for case in every()}
    assert (set(), set()) == (set(rows()) - told, told - set(rows()))


def test_every_case_says_something() -> None:
    """A case without an expectation proves nothing, and each has a name of its own."""
    assert not [case.id for case in every() if not case.expected]
    assert len({case.id for case in every()}) == len(every())

"""What the ways of tampering share: a value drawn anew, a record edited, a release edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.vectors.defects import THEIRS, Files

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from redactor.audit.keys import Signer

Kinds = set[str] | None


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of every value in parsed JSON."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        if isinstance(item, dict | list):
            yield from places(item, (*path, key))


def holder(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path[:-1]:
        value = value[step]
    return value


def another(value: Any, draw: random.Random) -> Any:
    """Give another value of the same type, so that the schema has nothing to say where it need not."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return max(0, value + draw.choice((-1, 1, 7)))
    if isinstance(value, str) and len(value) == 64:
        at = draw.randrange(64)
        return value[:at] + draw.choice("0123456789abcdef") + value[at + 1 :]
    if isinstance(value, str):
        return draw.choice((value + "x", value[:-1], value[::-1], "U", "keep", "08XANADU42", "2016-01-01"))
    if isinstance(value, list):
        return draw.choice((value[::-1], value[1:], value + value, []))
    return draw.choice((None, 1, "x", {}, [])) if value is None else {**value, "x": 1}


def edit_value(record: dict[str, Any], draw: random.Random) -> None:
    """Change, remove or add one field, anywhere in a record."""
    path = draw.choice([*places(record)])
    inside = holder(record, path)
    match draw.randrange(6):
        case 0:
            del inside[path[-1]]
        case 1 if isinstance(inside, dict):
            inside[draw.choice(("text", "note", "custody", "start", "seq2"))] = draw.choice((1, "x", None))
        case 2:
            inside[path[-1]] = draw.choice((None, True, 0, "", [], {}))
        case _:
            inside[path[-1]] = another(inside[path[-1]], draw)


def swap_fields(records: list[dict[str, Any]], draw: random.Random) -> None:
    """Exchange a field between two records, or a removal's between two removals."""
    released = [record for record in records if record["type"] == "release"]
    one, two = draw.sample(released, 2)
    if draw.random() < 0.5:
        one, two = draw.choice(one["removals"]), draw.choice(two["removals"])
    key = draw.choice(sorted(one.keys() & two.keys()))
    one[key], two[key] = two[key], one[key]


def records_edited(records: list[dict[str, Any]], draw: random.Random) -> None:
    if draw.random() < 0.3:
        swap_fields(records, draw)
    else:
        edit_value(draw.choice(records), draw)


def signers(draw: random.Random) -> tuple[Signer, ...]:
    return draw.choice(((), (THEIRS,)))


def texts(files: Files) -> list[str]:
    return sorted(name for name in files if name.startswith("out/") and name.endswith(".txt"))


def text_edited(files: Files, name: str, draw: random.Random) -> tuple[int, int]:
    """Edit kept text, a marker, our own lines, or put a marker elsewhere; give where, and how much it grew."""
    data = files[name]
    at = draw.randrange(len(data))
    marks = [
        data.index(mark)
        for mark in (b"[CLASS: paragraph]", b"[PRIVACY: name]", b"RELEASE IN PART")
        if mark in data
    ]
    if marks and draw.random() < 0.4:
        at = draw.choice(marks) + draw.randrange(4)
    new = draw.choice(
        (b"", b"x", b"[PRIVACY: name]", b"UNCLASSIFIED\n", b"\n", data[at : at + 1].swapcase(), b"not ")
    )
    gone = draw.randrange(4)
    files[name] = data[:at] + new + data[at + gone :]
    return at, len(files[name]) - len(data)

"""Segments to merge, made by hand: shards of one batch under one secret, or runs under secrets of their own."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from redactor import audit
from redactor.audit.record import Shard
from tests.audit.builders import SECRET, Document, Plan, clock, document, publish, run_info

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LIST = "5" * 64


def documents(count: int) -> list[Document]:
    """Make documents; every third bears the first's number, so that their names must be told apart."""
    return [
        document(Plan(serial="000042" if index % 3 == 0 else "000007", withheld=f"Vell the {index}th spoke."))
        for index in range(count)
    ]


def write_segment(
    out: Path,
    made: Sequence[Document],
    *,
    secret: bytes = SECRET,
    shard: tuple[int, int] | None = None,
    inputs: str = LIST,
    supersede: bool = False,
    folders: bool = False,
    **run: object,
) -> Path:
    """Write a run of these documents, as a shard where told."""
    info = run_info(**run)
    if shard is not None:
        info = dataclasses.replace(info, shard=Shard(*shard, count=9, inputs=inputs))
    with audit.open_store(
        audit.destination(out), info, clock=clock, secret=secret, supersede=supersede, tree=folders
    ) as store:
        for one in made:
            publish(store, one)
    return out


def shards(folder: Path, made: Sequence[Document], of: int, *, folders: bool = False) -> list[Path]:
    """Write documents as so many shards of one batch, in their order."""
    cuts = [len(made) * index // of for index in range(of + 1)]
    return [
        write_segment(
            folder / f"s{index + 1}",
            made[cuts[index] : cuts[index + 1]],
            shard=(index + 1, of),
            folders=folders,
        )
        for index in range(of)
    ]


def merge(outs: Sequence[Path], out: Path, **given: object) -> audit.Merged:
    """Merge without verifying first."""
    return audit.merge(outs, audit.destination(out), out, **given)  # type: ignore[arg-type]


def tree(*folders: Path) -> Mapping[str, bytes]:
    """Give every file under some folders by its path."""
    return {
        f"{number}/{path.relative_to(folder)}": path.read_bytes()
        for number, folder in enumerate(folders)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }

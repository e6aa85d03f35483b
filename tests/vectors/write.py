"""Writes the vectors: `python -m tests.vectors.write`; a run that nothing is wrong with is made where it is absent."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.vectors.defects import DEFECTS, HERE, INTACT, Defect, Files, intact, unpacked, vector
from tests.vectors.merges import MERGED, MERGES, SHARDED, SHARDS, merged, sharded

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Table:
    """The vector that nothing is wrong with, what makes its run, and the defects that begin with that."""

    whole: Defect
    make: Callable[[], Files]
    defects: tuple[Defect, ...]

    def all(self) -> tuple[Defect, ...]:
        """Give every vector of the table."""
        return (self.whole, *self.defects)

    def files(self) -> Files:
        """Read the run from the vector that holds it."""
        return unpacked(json.loads((HERE / f"{self.whole.name}.json").read_text("utf-8")))


TABLES = (Table(INTACT, intact, DEFECTS), Table(MERGED, merged, MERGES), Table(SHARDED, sharded, SHARDS))


def main() -> None:
    """Write every vector."""
    for table in TABLES:
        files = table.files() if (HERE / f"{table.whole.name}.json").exists() else table.make()
        for defect in table.all():
            text = json.dumps(vector(files, defect), indent=1, sort_keys=True) + "\n"
            (HERE / f"{defect.name}.json").write_text(text, encoding="utf-8")
    sys.stdout.write(f"{sum(len(table.all()) for table in TABLES)} vectors\n")


if __name__ == "__main__":
    main()

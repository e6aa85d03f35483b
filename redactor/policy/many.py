"""Several policies looked at together: no two of them may bear one id.

An output folder, a log and a decisions file know a policy by its id: two that share one would pass for
each other.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic, PolicyError
from redactor.files import is_folder
from redactor.policy.nodes import Problems, Scalar, Table
from redactor.policy.yaml_reader import read_text, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactor.policy.load import Source

_SUFFIXES = frozenset({".yaml", ".yml"})
_TESTS = (".tests.yaml", ".tests.yml")


def named(names: Sequence[str]) -> tuple[str, ...]:
    """Give the policies that are named, those of a folder in the place of the folder, each once."""
    found = [name for one in names for name in (_in_folder(Path(one)) if is_folder(Path(one)) else (one,))]
    return tuple(dict.fromkeys(found))


def _in_folder(folder: Path) -> Iterable[str]:
    return sorted(
        str(path)
        for path in folder.iterdir()
        if path.suffix in _SUFFIXES and not path.name.endswith(_TESTS) and path.is_file()
    )


def twins(sources: Sequence[Source]) -> tuple[Diagnostic, ...]:
    """Find the policies whose id an earlier one bears; a file that cannot be read has none."""
    first: dict[str, Scalar] = {}
    found = []
    for source in sources:
        given = _id_of(source)
        if given is None:
            continue
        other = first.setdefault(given.text, given)
        if other is not given:
            found.append(
                Diagnostic(
                    "RP256",
                    f"two policies bear the id `{given.text}`",
                    given.place,
                    help="an output folder and its log know a policy by its id: give each its own",
                    second=other.place,
                    second_label="first given here",
                )
            )
    return tuple(found)


def _id_of(source: Source) -> Scalar | None:
    problems = Problems()
    try:
        node = read_yaml(read_text(source.data, source.file), source.file, problems)
    except PolicyError:
        return None
    header = node.get("policy") if isinstance(node, Table) else None
    given = header.get("id") if isinstance(header, Table) else None
    return given if isinstance(given, Scalar) else None

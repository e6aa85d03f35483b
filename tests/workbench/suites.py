"""A small policy and the beginnings of files of tests, for the tests of the bench."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

POLICY = """\
redactor: 1
policy: {id: press, version: 1.0.0, title: What the press may read, owner: records, review_by: 2027-11-01}
audience: {kind: public, under: discretion}
entities: 1
otherwise: {portion: {authority: [CLASS]}, entity: {authority: [PRIVACY]}}
release:
  - {id: unclassified, when: {level: {at_most: U}}}
  - {id: places, when: {entity: [LOCATION, POST]}}
  - {id: others, when: {entity: [PERSON]}, unless: {context: protect-note}, up_to: role, authority: [PRIVACY]}
protect:
  - {id: classified, when: {level: {at_least: C}}, do: withhold, authority: [CLASS]}
  - {id: sources, when: {entity: [PERSON], context: protect-note}, do: redact, authority: [SOURCE]}
"""

HEAD = "redactor-tests: 1\nas_of: 2016-01-01\ntests:\n"


def case(cable: str, name: str = "a test", says: str = "") -> str:
    """Write one test of a YAML file; `says` are its further lines."""
    lines = "".join(f"      {line}\n" if line else "\n" for line in cable.split("\n"))
    return f"  - name: {name}\n    cable: |\n{lines}" + "".join(f"    {line}\n" for line in says.splitlines())


def laid_in(folder: Path, tests: str, policy: str = POLICY, name: str = "press.tests.yaml") -> Path:
    """Write the policy and its tests into a folder; give the file of tests."""
    (folder / "press.yaml").write_text(policy, encoding="utf-8")
    path = folder / name
    path.write_text(tests, encoding="utf-8")
    return path

"""How long a list of terms takes to load, to be made ready, and to be looked for in the next document.

    python -m benchmarks.policy_lists [--terms N]

Terms are drawn from a seed. Times are of the processor; a document is one of 100 paragraphs with a name in each.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from redactor.policy.load import Source, examine
from tests.policy.worlds import cable_of, para, seen, verdict_of

if TYPE_CHECKING:
    from redactor.model import Cable, Policy

LETTERS = "abcdefghijklmnopqrstuvwxyz"
POLICY = """\
redactor: 1
policy: {{id: terms, version: 1.0.0, title: A list, owner: benchmarks, review_by: 2030-01-01}}
entities: 1
audience: {{kind: staff, clearance: TS}}
otherwise: {{portion: {{authority: [CLASS]}}, entity: {{authority: [PRIVACY]}}}}
lists: {{terms: {{file: terms.txt, sha256: {digest}}}}}
release:
  - {{id: all, when: {{level: {{at_most: TS}}}}}}
  - {{id: near, when: {{entity: [PERSON], context: {{list: terms, within: 5}}}}}}
  - {{id: on, when: {{entity: [PERSON], list: terms}}}}
"""


def terms(count: int) -> list[str]:
    """Draw so many different terms of two words."""
    dice = random.Random(1)  # noqa: S311 - a draw, no secret
    found: dict[str, None] = {}
    while len(found) < count:
        found[" ".join("".join(dice.choices(LETTERS, k=7)) for _ in range(2))] = None
    return list(found)


def load(folder: Path, drawn: list[str]) -> Policy:
    """Write a list and read a policy that names it."""
    head = "# redactor-list: 1\n# id: terms\n# title: Drawn terms\n# source: drawn\n"
    text = head + "\n".join(drawn) + "\n"
    (folder / "terms.txt").write_text(text, encoding="utf-8")
    policy = POLICY.format(digest=hashlib.sha256(text.encode()).hexdigest())
    start = time.process_time()
    read = examine(Source(policy.encode(), "terms.yaml", folder)).policy
    _tell("load and check", start)
    return read


def document(drawn: list[str]) -> Cable:
    """Write a cable that holds some of the terms."""
    return cable_of(*(para(n + 1, f"rain {drawn[n]} near Torvald Quillby {n}") for n in range(100)))


def _tell(what: str, start: float) -> None:
    sys.stdout.write(f"  {what}: {time.process_time() - start:.2f} s\n")


def main() -> None:
    """Print the times for a tenth of the terms, and for all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--terms", type=int, default=1_000_000)
    most = parser.parse_args().terms
    for count in (most // 10, most):
        drawn = terms(count)
        sys.stdout.write(f"{count} terms\n")
        with tempfile.TemporaryDirectory() as folder:
            policy = load(Path(folder), drawn)
        cable = document(drawn)
        found = [seen(cable, "Torvald Quillby", nth=n) for n in range(100)]
        for what in ("first document, the list made ready", "next document"):
            start = time.process_time()
            verdict_of(cable, policy, *found)
            _tell(what, start)


if __name__ == "__main__":
    main()

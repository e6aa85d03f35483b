"""Campaign: every attack U1 to U15 of SECURITY.md 2 in twenty places of a cable; which letters stay in the copy.

python -m tests.campaigns.disguises [-v]
"""

from __future__ import annotations

import sys
from collections import Counter

from redactor.errors import RedactorError
from tests.attacks.disguises import Case, cases, kept_letters
from tests.theorems.harness import shown


def left_open(case: Case) -> str:
    """Give the letters of the disguise that the copy keeps; nothing where the document is refused."""
    try:
        spans = shown(case.text, case.policy)
    except RedactorError:
        return ""
    return kept_letters(case, spans)


def main() -> None:
    """Count what is found, by disguise and by place, and list what is not."""
    found: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    missed: list[str] = []
    for one in cases():
        disguise, place = one.id.split(" / ")
        kept = left_open(one)
        for key in (disguise.split(" ")[0], place, "all"):
            tried[key] += 1
            found[key] += not kept
        if kept:
            missed.append(one.id)
    for key, number in tried.items():
        sys.stdout.write(f"{key:20} {found[key]} of {number}\n")
    if "-v" in sys.argv:
        sys.stdout.write("".join(f"missed: {name}\n" for name in missed))


if __name__ == "__main__":
    main()

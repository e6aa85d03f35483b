"""A campaign, not a test: which branches of verify its tests do not take.

    python -m tests.campaigns.branches

Exits with 1 where one is left. What only type checkers read is left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).resolve().parents[2]
WATCHED = ["*/redactor/verify/*.py", "*/redactor/data/verify_release.py"]
TESTS = ["tests/verify", "tests/vectors"]


def main() -> int:
    """Run the tests of verify and report."""
    watch = coverage.Coverage(branch=True, include=WATCHED, data_file=None)
    watch.exclude("if TYPE_CHECKING:")
    watch.exclude('if __name__ == "__main__":')
    watch.start()
    code = pytest.main(["-q", "-p", "no:cacheprovider", *(str(ROOT / name) for name in TESTS)])
    watch.stop()
    percent = watch.report(show_missing=True, skip_covered=False)
    return int(bool(code) or percent < 100)


if __name__ == "__main__":
    sys.exit(main())

"""Mutants that do what the original does, each with the reason why no test can notice it."""

from __future__ import annotations

EQUIVALENT: dict[tuple[str, str, str], str] = {}
"""By module, line of code and what was changed."""

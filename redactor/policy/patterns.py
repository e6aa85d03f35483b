"""Patterns of policies: regular expressions under RE2, whose search takes time linear in the text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from redactor.policy.nodes import Fault, shown

if TYPE_CHECKING:
    from redactor.policy.values import Json

LONGEST = 1000
"""A pattern of more characters is refused."""

_MEMORY = 1 << 20
"""Bytes that one compiled pattern may take; what needs more is refused at load."""


class Pattern(Protocol):
    """A compiled pattern."""

    def search(self, text: str) -> object:
        """Give a match, or None."""


class _RefusedError(ValueError):
    """RE2 does not take the pattern; the message is its reason."""


@lru_cache(maxsize=512)
def _compile(pattern: str) -> Pattern:
    """Compile a pattern; letter case makes no difference unless it says `(?-i)`. Raises _RefusedError."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    options.never_capture = True
    options.max_mem = _MEMORY
    try:
        compiled: Pattern = re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else b""
        raise _RefusedError(
            reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        ) from None
    return compiled


def found(pattern: str, text: str) -> bool:
    """Say whether a pattern that was read matches somewhere in a text."""
    return _compile(pattern).search(text) is not None


@dataclass(frozen=True, slots=True)
class PatternText:
    """A regular expression that RE2 takes and that does not match the empty text."""

    noun: str = "pattern"

    def read(self, text: str) -> str | None:
        """Give the pattern if it can be searched for."""
        return None if not text or self._wrong(text) else text

    def fault(self, text: str) -> Fault:
        """Give RE2's reason."""
        wrong = self._wrong(text)
        return wrong or Fault("RP027", f"`{shown(text)}` is no pattern")

    def _wrong(self, text: str) -> Fault | None:
        if len(text) > LONGEST:
            return Fault("RP023", f"a pattern has at most {LONGEST} characters", "split it into several")
        try:
            compiled = _compile(text)
        except _RefusedError as refused:
            return Fault(
                "RP027",
                f"RE2 refuses the pattern: {shown(str(refused))}",
                "patterns have no lookaround, no back-references and no repeat over 1000",
            )
        if compiled.search("") is not None:
            return Fault(
                "RP027", "the pattern matches the empty text, so it matches everything", "ask for a character"
            )
        return None

    def schema(self) -> Json:
        """Give what a schema can say: its length."""
        return {"type": "string", "minLength": 1, "maxLength": LONGEST, "description": "an RE2 expression"}

"""The standard streams that a caller closed: none may be missing, and none may become a file of ours."""

from __future__ import annotations

import os
import sys

# In the order of their numbers: each is opened at the lowest number that is free, which is its own.
# What is written to a closed standard output must not be taken for written, so that one cannot be written to.
_STREAMS = (("stdin", os.O_RDONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w"))


def fill_streams() -> None:
    """Open the null device in place of each standard stream that is closed.

    Without it the first file that is opened, a release or its log, gets the number 1 or 2, and what a library
    writes to standard error stands in it.
    """
    for name, way, mode in _STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, way), mode, encoding="utf-8"))

"""Runs redactor in a process of its own that may talk to itself alone: python -m tests.pipeline.loopback WORDS...

Its workers are processes of their own; what they say goes through sockets that this process has as well.
"""

from __future__ import annotations

import socket
import sys

from redactor.cli.app import main

LOOPBACK = {"127.0.0.1", "::1"}


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """End the process at any look-up or connection that leaves this machine, and at any port open to others."""
    if event in {"socket.gethostbyname", "socket.gethostbyaddr"}:
        raise SystemExit(f"looked up: {event}")
    if event == "socket.getaddrinfo" and arguments[0] not in LOOPBACK:
        raise SystemExit("looked up a host")
    if event in {"socket.connect", "socket.sendto", "socket.bind"}:
        family = getattr(arguments[0], "family", None)
        address = arguments[1]
        here = isinstance(address, tuple) and address[0] in LOOPBACK
        if family != socket.AF_UNIX and not here:
            raise SystemExit("left this machine")


if __name__ == "__main__":
    sys.addaudithook(_refuse)
    main()

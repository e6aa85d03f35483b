"""What every test shares: no network, a quiet terminal, and the shared data where it is there."""

from __future__ import annotations

import functools
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent

# Help is drawn to the terminal's width, which typer reads when it is imported.
os.environ.update({"TERMINAL_WIDTH": "100", "COLUMNS": "100", "NO_COLOR": "1"})

# Two cores are shared by many: a slow example says nothing about the code.
# On CI a commit gives one result: the same examples each time; campaigns and local runs draw new ones.
settings.register_profile(
    "default",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.register_profile(
    "many", parent=settings.get_profile("default"), max_examples=2000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


class NetworkUsedError(AssertionError):
    """Something tried to leave this machine."""


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Fail on any look-up or connection but one over a Unix socket."""
    if event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}:
        raise NetworkUsedError(event)
    if event in {"socket.connect", "socket.sendto", "socket.bind"}:
        family = getattr(arguments[0], "family", None)
        if family != getattr(socket, "AF_UNIX", None):
            raise NetworkUsedError(event)


# An audit hook cannot be taken off again, and sees sockets that C code opens through Python.
sys.addaudithook(_refuse_network)


@pytest.fixture
def one_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the detectors once for all tests that ask for this: loading costs more than most of them."""
    from redactor import detect

    monkeypatch.setattr("redactor.detect.load", _loaded(detect.load))


@functools.cache
def _loaded(load: Callable[[str | None], object]) -> Callable[[str | None], object]:
    return functools.cache(load)


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """Give the folder of shared reference data beside the repository, or skip."""
    folder = root.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no shared data beside the repository")
    return folder


@pytest.fixture(scope="session")
def real_cable(shared: Path) -> Path:
    """Give the real cable that the project is measured by, or skip."""
    path = shared / "cables" / "07ASTANA1668.txt"
    if not path.is_file():
        pytest.skip("the real cable is not there")
    return path

"""The suite runs without a network, and says so when something reaches for one."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_connecting_fails(family: socket.AddressFamily) -> None:
    """A test that opens a connection fails at once."""
    with socket.socket(family) as plug, pytest.raises(AssertionError, match=r"socket.connect"):
        plug.connect(("127.0.0.1" if family == socket.AF_INET else "::1", 9))


def test_looking_up_a_name_fails() -> None:
    """A test that resolves a host name fails at once."""
    with pytest.raises(AssertionError, match=r"socket.getaddrinfo"):
        socket.getaddrinfo("localhost", 80)

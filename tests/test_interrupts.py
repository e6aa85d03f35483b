"""Ctrl-C, SIGTERM and SIGHUP are one interrupt; what must not be torn is finished first."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from redactor.files import interrupts


@pytest.mark.parametrize("number", sorted(interrupts.SIGNALS))
def test_each_signal_interrupts(number: signal.Signals) -> None:
    """Any of them raises KeyboardInterrupt, and afterwards means what it did before."""
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), interrupts.orderly():
        os.kill(os.getpid(), number)
    assert signal.getsignal(number) is before


def test_an_interrupt_waits_for_what_must_not_be_torn() -> None:
    """The inner work comes to its end, however deep it is; then the interrupt is raised, once."""
    done = []

    def work() -> None:
        with interrupts.put_off():
            with interrupts.put_off():
                os.kill(os.getpid(), signal.SIGTERM)
                done.append("inner")
            done.append("outer")

    with interrupts.orderly():
        with pytest.raises(KeyboardInterrupt):
            work()
        with interrupts.put_off():
            done.append("again")
    assert done == ["inner", "outer", "again"]


def test_an_ignored_signal_stays_ignored() -> None:
    """A run that nohup started outlives its terminal."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interrupts.orderly():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_another_thread_keeps_its_hands_off_signals() -> None:
    """Signals belong to the first thread: in another one nothing changes, and nothing fails."""
    seen = []

    def work() -> None:
        with interrupts.orderly(), interrupts.put_off():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.SIG_DFL]

"""Starts a cluster of two workers on this machine, says its address, and serves until its input ends."""

from __future__ import annotations

import sys

import dask
from distributed import LocalCluster

from redactor.pipeline.engines.cluster import SETTINGS

if __name__ == "__main__":
    dask.config.set(SETTINGS)
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=2, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as served:
        print(served.scheduler_address, flush=True)  # noqa: T201 - the one that started it reads it
        sys.stdin.read()

"""The pipeline: the pure path (`compute`), and the run that reads, writes and logs around it."""

from redactor.pipeline.compute import Computed, Prepared, compute, finish, prepare
from redactor.pipeline.decisions import Binder, Review, Stale
from redactor.pipeline.inputs import Inputs, named
from redactor.pipeline.request import Outcome, RunRequest, clock
from redactor.pipeline.run import read_cable, run

__all__ = [
    "Binder",
    "Computed",
    "Inputs",
    "Outcome",
    "Prepared",
    "Review",
    "RunRequest",
    "Stale",
    "clock",
    "compute",
    "finish",
    "named",
    "prepare",
    "read_cable",
    "run",
]

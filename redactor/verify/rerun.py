"""Release a document once more, as its run line and custody say it was released."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from redactor import cable, detect, files, pipeline
from redactor import policy as policies
from redactor.errors import UsageError
from redactor.pipeline import protect_list
from redactor.policy.decisions_file import parse_decisions

if TYPE_CHECKING:
    from redactor.detect import Detector
    from redactor.model import Policy, Release
    from redactor.verify.replay import ReplayRequest

_DECISIONS = "the decisions in custody"


def rerun(data: bytes, request: ReplayRequest) -> Release:
    """Give the release that the same bytes, policy and decisions make today.

    Raises RedactorError where it cannot be made, other detectors than the run's among the reasons.
    """
    settings, protected = protect_list.parted(request.settings)
    policy = policies.load(str(request.policy), settings, unproved=request.unproved, today=request.as_of)
    detector = detect.protecting(_detector(request.options.get("nlp") or None), protected)
    known = () if policy.detect == "none" else detect.identity(detector)
    if (*known, *policies.identity(policy)) != request.detectors:
        raise UsageError(
            "the detectors or predicates are not those of the run",
            help="install the versions that the log names",
        )
    limit = int(request.options.get("max_bytes", files.INPUT_LIMIT))
    return pipeline.compute(
        cable.read(data, codec=request.codec, max_bytes=limit),
        policy,
        lambda: detector,
        as_of=request.as_of,
        review=_review(request, policy),
        binder=pipeline.Binder(request.identify, request.commit, request.names, request.whole),
    ).release


@functools.cache
def _detector(nlp: str | None) -> Detector:
    """Load the detectors once for all documents of a run."""
    return detect.load(nlp)


def _review(request: ReplayRequest, policy: Policy) -> pipeline.Review | None:
    if request.decisions is None:
        return None
    read = parse_decisions(request.decisions, _DECISIONS, policy)
    return pipeline.Review(read.document, read.entries, read.edition)

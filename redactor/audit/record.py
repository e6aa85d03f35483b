"""Builds the lines of the public log from the model's nouns; nothing secret fits in what it returns.

Every function here is pure. What a line says of the original is a commitment or nothing: no offset, no
size, no plain digest, no input's name, and a mark only as level and dissemination controls.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
from bisect import bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import __version__, files
from redactor.audit import commit
from redactor.audit.canonical import canonical
from redactor.markings.types import Level
from redactor.markings.vocabulary import disseminates
from redactor.model import ReleaseState
from redactor.spans import subtract, union

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from redactor.audit.body import Body
    from redactor.audit.canonical import Json
    from redactor.audit.keys import Signer
    from redactor.markings.types import Marking
    from redactor.model import (
        Audience,
        Cable,
        Decision,
        NamedList,
        Policy,
        Portion,
        Redaction,
        Release,
        Verdict,
    )
    from redactor.spans import Span

VERSION = 1
_END = attrgetter("end")
# What only the log can tell of a line; custody knows it by the rest.
LOG_ONLY = frozenset({"seq", "prev", "custody"})
TEXT_MEDIA = "text/plain; charset=utf-8"
MEDIA: Mapping[str, str] = MappingProxyType(
    {"txt": TEXT_MEDIA, "json": "application/json", "html": "text/html; charset=utf-8", "md": "text/markdown"}
)
# A banner's first words, the longer before the shorter that it begins with.
_BANNER_LEVELS = (
    ("UNCLASSIFIED//SBU", Level.SBU),
    ("SENSITIVE BUT UNCLASSIFIED", Level.SBU),
    ("UNCLASSIFIED", Level.U),
    ("CONFIDENTIAL", Level.C),
    ("SECRET", Level.S),
    ("TOP SECRET", Level.TS),
)


@dataclass(frozen=True, slots=True)
class Shard:
    """Which part of a batch a run does: the `index`-th of `of`, from 1, of a list of inputs.

    `count` and `inputs`, how long the whole list is and its digest, show a merge that all shards were cut
    from one list; they go to custody.
    """

    index: int
    of: int
    count: int
    inputs: str


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What holds for every document of a run; `decisions` are the bytes of the decisions file.

    `detectors` are (name, version, sha256). `options` is what else a replay needs (the NLP model, the
    codec, ...): it goes to custody, not to the log.
    """

    policy: Policy
    as_of: dt.date
    detectors: tuple[tuple[str, str, str], ...] = ()
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    decisions: bytes | None = field(default=None, repr=False)
    decisions_name: str | None = None
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unproved: bool = False
    signer: Signer | None = None
    shard: Shard | None = None


def run_body(run: RunInfo, number: int, time: str, secret: bytes) -> dict[str, Json]:
    """Give a run line's own fields; only here stands a time."""
    salt = number.to_bytes(8, "big")
    policy, shard = run.policy, run.shard
    part: dict[str, Json] = {} if shard is None else {"shard": {"index": shard.index, "of": shard.of}}
    return part | {
        "type": "run",
        "time": time,
        "run": number,
        "tool": {"name": "redactor", "version": __version__, "digest": files.package_digest()},
        "policy": {
            "id": policy.id,
            "version": policy.version,
            "sha256": policy.sha256,
            "amount": policy.amount,
        },
        "audience": audience(policy.audience),
        "as_of": run.as_of.isoformat(),
        "unproved": run.unproved,
        "parameters": commit.salted(secret, "parameters", canonical(parameters(run)), salt),
        "lists": [_list(named, secret, salt) for named in sorted(policy.lists, key=lambda named: named.name)],
        "decisions": None
        if run.decisions is None
        else commit.salted(secret, "decisions", run.decisions, salt),
        "detectors": [
            {"name": name, "version": version, "sha256": sha} for name, version, sha in run.detectors
        ],
        "custody_key": commit.secret_check(secret),
        "signer": None if run.signer is None else run.signer.verifier.text(),
    }


def parameters(run: RunInfo) -> dict[str, Json]:
    """Give what the user set for this run."""
    return {"params": dict(sorted(run.policy.params.items())), "settings": dict(sorted(run.settings.items()))}


def audience(reader: Audience) -> dict[str, Json]:
    """Give the audience as the log states it."""
    return {
        "kind": reader.kind.value,
        "under": reader.under,
        "countries": [*sorted(reader.countries)],
        "name": reader.name,
        "clearance": None if reader.clearance is None else reader.clearance.name,
    }


def _list(named: NamedList, secret: bytes, salt: bytes) -> dict[str, Json]:
    """Name a list: one that ships is no secret, the digest of any other could be guessed at."""
    if named.ships:
        return {"name": named.name, "sha256": named.sha256}
    name = named.name.encode()
    return {"name": named.name, "commit": commit.salted(secret, "list", named.sha256.encode(), salt, name)}


def digest(data: bytes) -> str:
    """Give the SHA-256 of something public."""
    return hashlib.sha256(data).hexdigest()


def line_digest(line: Mapping[str, Json]) -> str:
    """Give the digest by which custody knows a line: all of it but what only the log can tell."""
    return digest(canonical({key: value for key, value in line.items() if key not in LOG_ONLY}))


def file_entry(name: str, data: bytes) -> dict[str, Json]:
    """Name a file of the release folder by its digest."""
    media = MEDIA.get(name.rpartition(".")[2], "application/octet-stream")
    return {"name": name, "sha256": digest(data), "bytes": len(data), "media": media}


def release_body(
    cable: Cable, verdict: Verdict, release: Release, body: Body, commitments: Sequence[str]
) -> dict[str, Json]:
    """Give what a release line says of the release itself; the store adds names, links and seals."""
    return {
        "type": "release",
        "kind": "draft" if release.state is ReleaseState.DRAFT else "release",
        "state": release.state.value,
        "level": _level(release.banner),
        "banner": release.banner,
        "stamp": release.stamp,
        "own": [{"kind": own.kind, "at": own.at, "len": own.length} for own in body.own],
        "removals": removals(release, commitments),
        "portions": portion_counts(cable, release.redactions),
        "kept": {kind.value: number for kind, number in sorted(verdict.kept.items()) if number},
        "doc_root": commit.document_root(body.kept, commitments),
    }


def _level(banner: str) -> str | None:
    """Give the level that the release's own banner states; a copy of our lines alone may state none."""
    return next((level.name for words, level in _BANNER_LEVELS if banner.startswith(words)), None)


def removals(release: Release, commitments: Sequence[str]) -> list[Json]:
    """Give one entry per removal, in text order, all its reasons kept."""
    rows = zip(release.redactions, release.places, commitments, strict=True)
    return [_removal(redaction, at, length, commitment) for redaction, (at, length), commitment in rows]


def _removal(redaction: Redaction, at: int, length: int, commitment: str) -> dict[str, Json]:
    decision = redaction.decision
    entry: dict[str, Json] = {
        "n": redaction.number,
        "at": at,
        "len": length,
        "commit": commitment,
        "kind": decision.removal.value if decision.removal is not None else None,
        "action": decision.action.name.lower(),
        "what": decision.what,
        "portion": decision.portion,
        "section": decision.section.value,
        "basis": decision.basis.value,
        "rules": [*sorted(set(decision.rules))],
        "authorities": [*dict.fromkeys(str(authority) for authority in decision.authorities)],
        "held": decision.hold,
        "decided_by": decision.decided_by.value,
    }
    return entry | marking(decision.marking) | _optional(decision)


def _optional(decision: Decision) -> dict[str, Json]:
    given: dict[str, Json] = {
        "value": decision.value,
        "entity": decision.entity.value if decision.entity is not None else None,
        "harm": list(decision.harm),
        "describe": list(decision.describe),
    }
    return {name: value for name, value in given.items() if value}


@functools.lru_cache(maxsize=1024)
def marking(mark: Marking) -> dict[str, Json]:
    """Give a marking as level and dissemination controls: a compartment or an FGI source is no reader's."""
    controls: list[Json] = [*sorted(filter(disseminates, mark.controls))]
    if mark.foreign is not None and mark.foreign.release:
        controls.append(f"REL TO {', '.join(['USA', *sorted(mark.foreign.release - {'USA'})])}")
    return {"marking": mark.level.name, "known": mark.known and not mark.opaque, "controls": controls}


def portion_counts(cable: Cable, redactions: Sequence[Redaction]) -> dict[str, Json]:
    """Count portions kept whole, kept in part, and removed; what stays of each furnished portion decides."""
    gone = union(redaction.span for redaction in redactions)
    counts = {"kept": 0, "part": 0, "removed": 0}
    for portion in cable.portions:
        counts[_state(cable, portion, gone)] += 1
    return dict(counts)


def _state(cable: Cable, portion: Portion, gone: Sequence[Span]) -> str:
    """Tell a portion's state; `gone` is sorted, and only what meets the portion is looked at."""
    first = bisect_right(gone, portion.span.start, key=_END)
    near = [*itertools.takewhile(lambda span: span.start < portion.span.end, gone[first:])]
    own = subtract((portion.span,), (*portion.skeleton, *portion.furniture))
    left = subtract(own, near)
    if own and not any(span.of(cable.text).strip() for span in left):
        return "removed"
    return "kept" if left == own else "part"

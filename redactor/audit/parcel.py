"""A parcel: one document, done but for what only its place in the log can tell.

Any process makes parcels; the one process that holds the log numbers them, names them and writes them. A
parcel on its way lies in custody, since it holds removed text.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import commit, custody, identity, record
from redactor.audit.body import take_apart
from redactor.audit.canonical import Json, MalformedError, canonical, parse
from redactor.errors import InternalError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from redactor.audit.custody import Source
    from redactor.audit.log import Record
    from redactor.errors import Refusal
    from redactor.model import Cable, Finding, Redaction, Release, Verdict

TEXT = "txt"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be written of one document.

    `fields` are those of its line in the log, `content` those of its custody file, each as canonical JSON;
    `files` are the release and its renderings by suffix. `name` is not yet told apart from other documents'.
    """

    name: str
    banner: str
    fields: Record = field(repr=False)
    content: Mapping[str, bytes] = field(repr=False)
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    @property
    def tag(self) -> str:
        """Give the commitment by which the log knows the original."""
        return str(self.fields["source"])

    @property
    def size(self) -> int:
        """Count the bytes that it holds, its line aside."""
        return sum(map(len, (*self.content.values(), *self.files.values())))


@dataclass(frozen=True, slots=True)
class Desk:
    """Makes parcels under a custody's secret; it writes nothing and knows nothing of the log."""

    secret: bytes = field(repr=False)

    def receive(self, name: str, data: bytes) -> Source:
        """Take in a document."""
        return custody.source(name, data, self.secret)

    def commitments(self, received: Source, cable: Cable, redactions: Sequence[Redaction]) -> tuple[str, ...]:
        """Commit to each removal's text; the same removal of the same original always gives the same."""
        return tuple(
            commit.removal(self.secret, received.digest, redaction.span, redaction.span.of(cable.text))
            for redaction in redactions
        )

    def name(self, received: Source, cable: Cable, redactions: Sequence[Redaction]) -> str:
        """Give the document's public name, not yet told apart from others of that name."""
        return identity.document_id(self.secret, received.digest, cable, redactions)

    def pack(
        self,
        received: Source,
        cable: Cable,
        findings: Sequence[Finding],
        verdict: Verdict,
        release: Release,
        renderings: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Parcel:
        """Pack a release or draft; raises InternalError where the release is not what its record would say."""
        body = take_apart(cable, release)
        commitments = self.commitments(received, cable, release.redactions)
        fields = record.release_body(cable, verdict, release, body, commitments)
        return Parcel(
            self.name(received, cable, release.redactions),
            custody.banner(cable),
            fields | {"source": received.tag},
            custody.document_content(received, cable, findings, verdict, release),
            MappingProxyType({TEXT: body.data, **renderings}),
        )

    def pack_refusal(self, received: Source, reason: Refusal) -> Parcel:
        """Pack the refusal of a document that was read."""
        fields: Record = {"type": "refusal", "reason": reason.value, "source": received.tag}
        content = custody.fragments(custody.refusal_content(received, reason.value))
        name = identity.keyed_id(self.secret, received.digest)
        return Parcel(name, custody.UNREAD_BANNER, fields, content)


def desk_of(custody_folder: Path) -> Desk:
    """Make parcels for a custody that is there; raises UsageError where its secret cannot be read."""
    secret = files.try_read(custody_folder / custody.SECRET, limit=commit.SECRET_SIZE, follow=False)
    if isinstance(secret, bytes) and len(secret) == commit.SECRET_SIZE:
        return Desk(secret)
    raise UsageError(f"{custody_folder}: its secret cannot be read")


# --- on its way --------------------------------------------------------------------------------


def to_bytes(parcel: Parcel) -> bytes:
    """Write a parcel for the way from one process to another: a header line, then all its parts."""
    parts = [*parcel.content.values(), *parcel.files.values()]
    header: Record = {
        "banner": parcel.banner,
        "content": _sizes(parcel.content),
        "fields": parcel.fields,
        "files": _sizes(parcel.files),
        "name": parcel.name,
    }
    return b"".join((canonical(header), b"\n", *parts))


def _sizes(parts: Mapping[str, bytes]) -> list[Json]:
    return [{"bytes": len(data), "name": name} for name, data in parts.items()]


def from_bytes(data: bytes, digest: str) -> Parcel:
    """Read a parcel whose SHA-256 is known; raises InternalError for any other bytes."""
    if not hmac.compare_digest(hashlib.sha256(data).hexdigest(), digest):
        raise InternalError("a staged document is not what its worker wrote")
    head, _, rest = data.partition(b"\n")
    try:
        header = parse(head)
    except MalformedError as error:
        raise InternalError("a staged document cannot be read back") from error
    content, files = _rows(header["content"]), _rows(header["files"])
    ends = [0, *accumulate(size for _, size in (*content, *files))]
    pieces = [rest[start:end] for start, end in pairwise(ends)]
    fields = header["fields"]
    return Parcel(
        str(header["name"]),
        str(header["banner"]),
        fields if isinstance(fields, dict) else {},
        MappingProxyType(dict(zip((name for name, _ in content), pieces, strict=False))),
        MappingProxyType(dict(zip((name for name, _ in files), pieces[len(content) :], strict=True))),
    )


def _rows(value: Json) -> list[tuple[str, int]]:
    rows = value if isinstance(value, list) else []
    return [(str(row["name"]), int(str(row["bytes"]))) for row in rows if isinstance(row, dict)]

"""The audit: what was removed, why, and how anyone can check it (docs/reference/audit-format.md).

How a run writes, in the order of calls:

    destination = audit.destination(out, audit=log_file, custody=folder)   # out None: standard output
    run = audit.RunInfo(policy, as_of, detectors=detect.identity(detector), settings=..., decisions=bytes)
    with audit.open_store(destination, run, inputs=paths, supersede=False, clock=now) as store:
        received = store.receive("cables/07POST12.txt", data)   # WriteError: its finished release stands
        commits = store.desk.commitments(received, cable, redactions)     # what reviewers' entries name
        published = store.publish(received, cable, findings, verdict, release, {"json": b"..."})
        document = store.refuse(received, Refusal.PARSE)                  # instead, where there is none

`publish` writes custody, then the log (fsync), then the release, then the checkpoint. With standard output
it writes no release: the caller writes `release.text` after `publish` returns. Nothing is written before
the first `publish` or `refuse` but empty folders and the custody secret.

How a report reads: `read_log(path)` gives the records, `current(records)` the lines that stand,
`run_of(records, line)` a line's run, `read_custody(folder, seq, document)` a line's custody file.
"""

from redactor.audit.canonical import Json, MalformedError, canonical, parse
from redactor.audit.custody import Source
from redactor.audit.custody import read_file as read_custody
from redactor.audit.history import Known, Standing
from redactor.audit.key_files import configured, generate, generate_secret, secret_of, verifier_of
from redactor.audit.log import Record, current, run_of
from redactor.audit.log import read_file as read_log
from redactor.audit.merging import Merged, merge
from redactor.audit.opening import open_store
from redactor.audit.parcel import Desk, Parcel, desk_of, to_bytes
from redactor.audit.place import Destination, checkpoint_of, custody_of, destination
from redactor.audit.planned import Published, Put
from redactor.audit.record import RunInfo, Shard
from redactor.audit.resume import Alike, last_as_of
from redactor.audit.store import Clock, Store, utc_now

__all__ = [
    "Alike",
    "Clock",
    "Desk",
    "Destination",
    "Json",
    "Known",
    "MalformedError",
    "Merged",
    "Parcel",
    "Published",
    "Put",
    "Record",
    "RunInfo",
    "Shard",
    "Source",
    "Standing",
    "Store",
    "canonical",
    "checkpoint_of",
    "configured",
    "current",
    "custody_of",
    "desk_of",
    "destination",
    "generate",
    "generate_secret",
    "last_as_of",
    "merge",
    "open_store",
    "parse",
    "read_custody",
    "read_log",
    "run_of",
    "secret_of",
    "to_bytes",
    "utc_now",
    "verifier_of",
]

"""The ways of tampering: each changes the files as somebody without a key and without custody's secret can.

A way gives the kinds of failure of which one must be reported, or nothing where any will do. A change that
comes out as no change is drawn again by the campaign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.campaigns.tamper_files import (
    checkpoint_edited,
    checkpoint_replaced,
    custody_edited,
    custody_moved,
    files_changed,
    marker_moved,
    older_checkpoint,
    release_edited,
    rolled_back,
    secret_changed,
    source_changed,
)
from tests.campaigns.tamper_handed import (
    export_edited,
    export_files,
    opening_edited,
    sealed_moved,
)
from tests.campaigns.tamper_log import (
    forged,
    forged_growth,
    forged_lines,
    forged_release,
    forged_rendering,
    forged_signer,
    line_deleted,
    line_repeated,
    line_spelt_anew,
    lines_swapped,
    log_cut,
    log_grown,
    record_edited,
    strange_line,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from tests.campaigns.tamper_edits import Kinds
    from tests.campaigns.tamper_world import World
    from tests.vectors.defects import Files

KEY, CUSTODY, KEPT = "with the key", "with custody and sources", "with a checkpoint kept"
EXPORT, OPENING, SEALED = "of an export", "of an opening", "of sealed custody"
PUBLIC = (KEY, CUSTODY, KEPT)


@dataclass(frozen=True)
class Way:
    """One way of tampering, and who must see it."""

    name: str
    change: Callable[[Files, random.Random, World], Kinds]
    readers: tuple[str, ...]


WAYS = (
    Way("a line deleted", line_deleted, PUBLIC),
    Way("a line repeated", line_repeated, PUBLIC),
    Way("two lines exchanged", lines_swapped, PUBLIC),
    Way("the log cut at a byte", log_cut, PUBLIC),
    Way("the log grown", log_grown, PUBLIC),
    Way("another log's line", strange_line, PUBLIC),
    Way("a line spelt otherwise", line_spelt_anew, PUBLIC),
    Way("a record edited", record_edited, PUBLIC),
    Way("a record edited, all mended", forged, PUBLIC),
    Way("lines gone, added or moved, all mended", forged_lines, PUBLIC),
    Way("the log grown, all mended", forged_growth, (KEY, CUSTODY)),
    Way("another signer, all mended", forged_signer, PUBLIC),
    Way("a release edited, all mended", forged_release, PUBLIC),
    Way("a rendering edited, all mended", forged_rendering, PUBLIC),
    Way("a release edited", release_edited, PUBLIC),
    Way("a marker moved", marker_moved, PUBLIC),
    Way("files gone, renamed, exchanged, added", files_changed, PUBLIC),
    Way("the checkpoint replaced", checkpoint_replaced, PUBLIC),
    Way("the checkpoint edited", checkpoint_edited, PUBLIC),
    Way("an older signed checkpoint", older_checkpoint, (KEY,)),
    Way("rolled back whole", rolled_back, (CUSTODY, KEPT)),
    Way("custody files moved", custody_moved, (CUSTODY,)),
    Way("custody edited", custody_edited, (CUSTODY,)),
    Way("the secret changed", secret_changed, (CUSTODY,)),
    Way("a source changed", source_changed, (CUSTODY,)),
    Way("an export's lines and proofs", export_edited, (EXPORT,)),
    Way("an export's files", export_files, (EXPORT,)),
    Way("openings edited", opening_edited, (OPENING,)),
    Way("sealed files moved or edited", sealed_moved, (SEALED,)),
)

"""A campaign, not a test: every single bit of a small run's files flipped, one at a time, none sampled.

    python -m tests.campaigns.flips

The run is signed and holds one document. Release, log, checkpoint, custody, secret and source are verified with
all at hand; release, log and checkpoint with the public key alone and by the stand-alone program, too; each
sealed file is opened by either reviewer's key, each file of an export and of openings verified as its reader
does. A flip that is not reported is accepted.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from redactor import audit
from redactor.audit import sealed, unseal
from redactor.audit.canonical import MalformedError
from redactor.errors import ExitCode
from redactor.report import export
from redactor.verify import verify
from tests.audit.builders import document, run_info, write_run
from tests.campaigns.tamper_world import REVIEWERS, alone
from tests.vectors.defects import OURS

if TYPE_CHECKING:
    from collections.abc import Callable

    Judge = Callable[[], bool]


def made(base: Path) -> None:
    """Write the run, an opening, an export and the source."""
    out = base / "out"
    write_run(out, document(), run=run_info(signer=OURS))
    (base / "source.txt").write_bytes(document().data)
    (base / "key.pub").write_text(OURS.verifier.text() + "\n", encoding="ascii")
    asked = unseal.Request("08XANADU42", (2,), "A. Reviewer", "declassified by letter")
    (base / "opening.json").write_bytes(
        unseal.to_file(unseal.unseal(audit.destination(out), asked, signer=OURS))
    )
    out.with_name("out.custody").rename(base / "kept")  # out of the sight of those who hold none
    (base / "cut").mkdir()
    for name, data in export.export(out, ()).files.items():
        (base / "cut" / name).write_bytes(data)


def judges(base: Path) -> dict[str, tuple[list[Path], list[Judge]]]:
    """Give for each group of files who must see a flip in them: a judge says whether it was accepted."""
    out, keys = base / "out", (OURS.verifier,)
    public = [path for path in sorted(out.iterdir()) if path.is_file()]
    kept = sorted((base / "kept").iterdir())

    def whole() -> bool:
        report = verify(out, custody=base / "kept", source=base / "source.txt", keys=keys)
        return report.exit_code is not ExitCode.TAMPERED

    def bare() -> bool:
        return verify(out, keys=keys).exit_code is not ExitCode.TAMPERED

    def handed_out() -> bool:
        return verify(base / "cut", keys=keys).exit_code is not ExitCode.TAMPERED

    def opened() -> bool:
        return verify(out, keys=keys, opening=base / "opening.json").exit_code is not ExitCode.TAMPERED

    cut = [path for path in sorted((base / "cut").iterdir()) if path.suffix != ".py"]
    return {
        "release, log, checkpoint": (public, [whole, bare, lambda: alone(base, "out") == 0]),
        "custody and its secret": (kept, [whole]),
        "source": ([base / "source.txt"], [whole]),
        "export": (cut, [handed_out, lambda: alone(base, "cut") == 0]),
        "opening": ([base / "opening.json"], [opened]),
    }


def flipped(path: Path, judge: list[Judge]) -> tuple[int, int]:
    """Flip every bit of a file; give how many there are, and how many flips some judge accepted."""
    data = path.read_bytes()
    accepted = 0
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        accepted += any(accepts() for accepts in judge)
    path.write_bytes(data)
    return 8 * len(data), accepted


def flipped_sealed(base: Path) -> tuple[int, int]:
    """Flip every bit of every custody file, sealed: neither reviewer may open what was changed."""
    bits = accepted = 0
    for path in sorted((base / "kept").iterdir()):
        data = sealed.seal(path.read_bytes(), path.name.encode(), [key.reviewer for key in REVIEWERS])
        for bit in range(8 * len(data)):
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            bits += 1
            accepted += any(_opens(bytes(changed), path.name.encode(), key) for key in REVIEWERS)
    return bits, accepted


def _opens(data: bytes, info: bytes, key: sealed.ReviewerKey) -> bool:
    try:
        sealed.unsealed(data, info, key)
    except MalformedError:
        return False
    return True


def main() -> int:
    """Flip every bit; 1 where any flip was accepted."""
    bits = accepted = 0
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        made(base)
        for name, (paths, judge) in judges(base).items():
            found = [flipped(path, judge) for path in paths]
            told = [sum(part) for part in zip(*found, strict=True)]
            sys.stdout.write(f"{told[0]:>9} flips, {told[1]} accepted: {name}\n")
            bits, accepted = bits + told[0], accepted + told[1]
        told = [*flipped_sealed(base)]
        sys.stdout.write(f"{told[0]:>9} flips, {told[1]} accepted: sealed custody\n")
    sys.stdout.write(f"{bits + told[0]:>9} flips, {accepted + told[1]} accepted\n")
    return int(bool(accepted + told[1]))


if __name__ == "__main__":
    sys.exit(main())

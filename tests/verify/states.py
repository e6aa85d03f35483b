"""The states of a run's files that verify tells apart: what each is, in one row."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from redactor.audit import checkpoint, merkle
from redactor.model import DecidedBy
from tests.audit.builders import Plan, document
from tests.vectors.defects import (
    CKPT,
    LOG,
    OURS,
    PROOFS,
    TEXT,
    THEIRS,
    flip,
    forge,
    intact,
    move,
    proofs,
    resign,
    rewrite,
    swap,
)
from tests.vectors.merges import MANIFEST, later, manifest
from tests.vectors.write import TABLES
from tests.verify import leaks
from tests.verify.changes import (
    KEPT,
    all_lines,
    broken_head,
    doubled,
    first_line,
    flipped_marker,
    give_program,
    headless,
    joined,
    linked,
    misnumbered,
    moved_custody,
    nameless,
    not_utf8,
    older,
    opened_by,
    other_policy,
    ours_say,
    ours_within,
    own,
    resign_kept,
    retold,
    rows,
    table,
    whole_segment,
)
from tests.verify.scenarios import (
    Scenario,
    asked,
    both,
    drafted,
    drop,
    in_custody,
    no_release,
    on,
    other_reasons,
    other_removal,
    other_text,
    put,
    rewritten,
    seal_up,
    twice,
)
from tests.verify.scenarios import intact as unsigned

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vectors.defects import Files

ALL: dict[str, Any] = {"source": "in", "policy": "policy.yaml", "checkpoint": "kept.ckpt", "rerun": asked}
NO_CUSTODY = drop("out.custody")


def only(*keys: str, **more: Any) -> dict[str, Any]:
    return {key: ALL[key] for key in keys} | more


INTACT = (
    Scenario("everything at hand", given=ALL),
    Scenario("nothing but the folder"),
    Scenario("no custody", NO_CUSTODY),
    Scenario("no custody, a source", NO_CUSTODY, given=only("source")),
    Scenario("a custody named that is not there", given={"custody": "none"}),
    Scenario("a custody that is a file", given={"custody": "policy.yaml"}),
    Scenario("custody elsewhere", moved_custody, given={"custody": "kept", **ALL}),
    Scenario("no log", given={"audit": "none"}),
    Scenario("a log that is a folder", given={"audit": "in"}),
    Scenario("a target that is not there", target="none"),
    # one release
    Scenario("one release", target=TEXT),
    Scenario("one release, everything at hand", target=TEXT, given=ALL | {"source": "in/0.txt"}),
    Scenario("one release, its source among others", target=TEXT, given=only("source")),
    Scenario("one release, another's source", target=TEXT, given={"source": "in/1.txt"}),
    Scenario("one release under another name", put("copy.txt", b""), target="copy.txt", given={"audit": LOG}),
    Scenario("one release, copied", lambda files: put("copy.txt", files[TEXT])(files), target="copy.txt", given={"audit": LOG}),
    Scenario("one release, altered", put(TEXT, b"UNCLASSIFIED\n"), target=TEXT),
    Scenario("one release, absent", target="out/none.txt"),
    Scenario("one release, in a folder below", lambda files: put("out/08/copy.txt", files[TEXT])(files), target="out/08/copy.txt"),
    Scenario("one release, three folders below", lambda files: put("out/a/b/c/copy.txt", files[TEXT])(files), target="out/a/b/c/copy.txt"),
    Scenario("one release, four folders below", lambda files: put("out/a/b/c/d/copy.txt", files[TEXT])(files), target="out/a/b/c/d/copy.txt"),
    Scenario("one rendering", target="out/08XANADU42.html"),
    Scenario("one rendering, altered", put("out/08XANADU42.html", b"<p></p>"), target="out/08XANADU42.html"),
    # sources
    Scenario("one source", given={"source": "in/0.txt"}),
    Scenario("a source whose release is gone", drop(TEXT), given={"source": "in/0.txt"}),
    Scenario("every release gone", drop("out/08XANADU"), given=only("source")),
    Scenario("a source of nothing", put("in/0.txt", b"x"), given={"source": "in/0.txt"}),
    Scenario("a source that is not there", given={"source": "none"}),
    Scenario("a folder that lacks a source", drop("in/1"), given=only("source")),
    Scenario("a folder with a link among the sources", put("in/3.txt", b"-> ../policy.yaml"), given=only("source")),
    Scenario("a table of sources", table("in.jsonl", "text", b"another"), given={"source": "in.jsonl"}),
    Scenario("a table of sources in a column that nobody named", table("in.jsonl", "words"), given={"source": "in.jsonl"}),
    Scenario("a table of sources in the column that the runs named", both(table("in.jsonl", "words"), in_custody(lambda found: found["options"].update(text_column="words", codec="utf-8"), 0)), given={"source": "in.jsonl"}),
    Scenario("a table of sources in another codec", both(table("in.jsonl", "text"), in_custody(lambda found: found["options"].update(codec="utf-16"), 0)), given={"source": "in.jsonl"}),
    Scenario("a table of sources, runs that say nothing of it", both(table("in.jsonl", "text"), in_custody(lambda found: found["options"].update(text_column=7, codec=7), 0)), given={"source": "in.jsonl"}),
    Scenario("an empty folder of sources", both(drop("in/"), put("in/.x", b"")), given=only("source")),
    Scenario("a source that decodes to another text", both(in_custody(lambda found: found["source"].update(codec="utf-16-le")), put("x", b"")), given={"source": "in/0.txt"}),
    Scenario("a source of no codec", in_custody(lambda found: found["source"].update(codec="no-codec")), given={"source": "in/0.txt"}),
    # the policy, and running again
    Scenario("another policy", put("policy.yaml", b"redactor: 2\n"), given=only("source", "policy", "rerun")),
    Scenario("a policy that is not there", given={"policy": "none"}),
    Scenario("a policy over the limit", put("policy.yaml", b"#" * (1 << 20) + b"x"), given={"policy": "policy.yaml"}),
    Scenario("a policy, no source", given=only("policy", "rerun")),
    Scenario("a policy, no custody", NO_CUSTODY, given=only("policy", "rerun")),
    Scenario("a policy, and nothing runs it", given=only("policy", "source")),
    Scenario("another release", given=ALL | {"rerun": other_text, "source": "in/0.txt"}),
    Scenario("other reasons", given=ALL | {"rerun": other_reasons, "source": "in/0.txt"}),
    Scenario("another removal", given=ALL | {"rerun": other_removal, "source": "in/0.txt"}),
    Scenario("no release", given=ALL | {"rerun": no_release, "source": "in/0.txt"}),
    Scenario("another tool", rewritten(0, tool={"name": "redactor", "version": "9.9", "digest": "0" * 64}), given=only("source", "policy", "rerun")),
    Scenario("a day that is none", rewritten(0, as_of="2026-02-30"), given=only("source", "policy", "rerun")),
    Scenario("a day that is none, custody unaware", on(0, as_of="2026-13-45"), given=only("source", "policy", "rerun")),
    Scenario("another document's name before it", rewritten(3, doc="08XANADU42-3"), given=ALL | {"source": "in/2.txt"}),
    # an older checkpoint
    Scenario("an older checkpoint that is not there", given={"checkpoint": "none"}),
    Scenario("an older checkpoint that is none", put("kept.ckpt", b"all is well\n"), given=only("checkpoint")),
    Scenario("a younger checkpoint than the log", both(older, rewrite(lambda found: found.__delitem__(slice(4, None))), put("kept.ckpt", checkpoint.Checkpoint("redactor/public/35ec98a015376123", 9, bytes(32)).note())), given=only("checkpoint")),
    Scenario("a log forged since", both(NO_CUSTODY, on(1, level="SBU")), given=only("checkpoint")),
    Scenario("a checkpoint that lags", older, given=only("checkpoint")),
    Scenario("a checkpoint that lags by nothing", lambda files: put("kept.ckpt", files[CKPT])(files), given=only("checkpoint")),
    # keys
    Scenario("a key for an unsigned log", given={"keys": (OURS.verifier,), "checkpoint": "kept.ckpt"}),
    # the log
    Scenario("no line", put(LOG, b"")),
    Scenario("a torn line alone", put(LOG, b'{"as_of":')),
    Scenario("a torn line", lambda files: put(LOG, files[LOG] + b'{"as')(files)),
    Scenario("a first line that is no run", forge(lambda found: found.pop(0))),
    Scenario("a line gone", rewrite(lambda found: found.pop(2))),
    Scenario("a line twice", rewrite(lambda found: found.insert(2, found[1]))),
    Scenario("a line twice, later", rewrite(lambda found: found.insert(4, found[1]))),
    Scenario("lines exchanged", rewrite(lambda found: found.insert(1, found.pop(2)))),
    Scenario("a link broken", rewrite(lambda found: found.__setitem__(2, re.sub(rb'"prev":"[0-9a-f]{64}"', b'"prev":"' + b"0" * 64 + b'"', found[2])))),
    Scenario("a release of a later run", on(1, run=2)),
    Scenario("a run counted wrong", on(4, run=3)),
    Scenario("another custody's run", on(4, custody_key="0" * 64)),
    Scenario("another audience's run", on(4, audience={"kind": "staff", "under": None, "countries": [], "name": None, "clearance": "SBU"})),
    Scenario("another policy's run", forge(lambda found: found[4]["policy"].update(id="foia"))),
    Scenario("a run that does not name its checkpoint", on(4, prior_checkpoint=None)),
    Scenario("a line that replaces nothing", on(5, supersedes=99)),
    Scenario("a line that replaces another's", on(5, supersedes=1)),
    Scenario("a line that replaces none", on(5, supersedes=None)),
    Scenario("two lines of one name", on(3, doc="08XANADU42")),
    Scenario("a note of no document", forge(lambda found: found.append({"type": "note", "v": 1, "doc": "08XANADU99", "actor": "x", "text": "x", "custody": "0" * 64}))),
    Scenario("a note right behind its document", forge(lambda found: found.insert(2, {"type": "note", "v": 1, "doc": "08XANADU42", "actor": "x", "text": "x", "custody": "0" * 64}))),
    Scenario("a note before its document", forge(lambda found: found.insert(1, {"type": "note", "v": 1, "doc": "08XANADU42", "actor": "x", "text": "x", "custody": "0" * 64}))),
    Scenario("a note of the log", forge(lambda found: found.append({"type": "note", "v": 1, "doc": None, "actor": "x", "text": "x", "custody": "0" * 64}))),
    *(
        Scenario(f"an opening of {name}", opened_by(change))
        for name, change in (("what is there", {}), ("what is not there", {"removals": [1, 3]}), ("another document", {"doc": "08XANADU7"}), ("itself", {"line": 6}), ("a run", {"line": 0}), ("a later line", {"line": 99}), ("the line before it", {"doc": "08XANADU7", "line": 5}))
    ),
    Scenario("an opening before its line", forge(lambda found: found.insert(1, {"type": "unseal", "v": 1, "doc": "08XANADU42", "line": 2, "removals": [1], "actor": "x", "reason": "x", "custody": "0" * 64}))),
    # the checkpoint
    Scenario("no checkpoint", drop(CKPT)),
    Scenario("a checkpoint that is a folder", both(drop(CKPT), put(CKPT + "/x", b""))),
    Scenario("a checkpoint that is none", put(CKPT, b"x")),
    Scenario("a checkpoint of another log", resign(origin="redactor/foia/0")),
    Scenario("a checkpoint of another root", resign(root=bytes(32))),
    Scenario("a checkpoint of more lines", resign(size=99)),
    # the folder
    Scenario("a release gone", drop(TEXT)),
    Scenario("a release that is a link", put(TEXT, b"-> ../in/0.txt")),
    Scenario("a release that is a folder", both(drop(TEXT), put(TEXT + "/x", b""))),
    Scenario("a release cut", lambda files: put(TEXT, files[TEXT][:-1])(files)),
    Scenario("a release grown", lambda files: put(TEXT, files[TEXT] + b"\n")(files)),
    Scenario("a release's bytes, as many", flip(TEXT, 40)),
    Scenario("two releases exchanged", lambda files: files.update({TEXT: files["out/08XANADU7.txt"], "out/08XANADU7.txt": files[TEXT]})),
    Scenario("a release's bytes once more", lambda files: put("out/08XANADU7.txt", files[TEXT])(files)),
    Scenario("a release renamed", move(TEXT, "out/other.txt")),
    Scenario("a replaced line's file", put("out/08XANADU7.draft.txt", b"x")),
    Scenario("files nobody knows", both(put("out/b.txt", b""), put("out/a/x", b""), put("out/c.txt", b"-> ../in/0.txt"))),
    Scenario("a rendering altered", put("out/08XANADU42.json", b"{}")),
    Scenario("a size that is not the file's", both(NO_CUSTODY, forge(lambda found: found[1]["released"].update(bytes=1)))),
    Scenario("a release that went to standard output", forge(lambda found: found[1]["released"].update(name=None))),
    # what a line says of its release
    Scenario("a root that is not the release's", on(1, doc_root="0" * 64)),
    Scenario("removals counted wrong", rows(lambda found: found[0].update(n=2))),
    Scenario("removals out of order", rows(lambda found: found.reverse())),
    Scenario("a removal beyond the release", rows(lambda found: found[1].update(at=9999))),
    Scenario("a removal that ends beyond it", rows(lambda found: found[1].update(len=9999))),
    Scenario("no removals", first_line(removals=[])),
    Scenario("no removals, no custody", both(first_line(removals=[]), NO_CUSTODY)),
    Scenario("a banner that does not stand there", first_line(banner="SECRET")),
    Scenario("a banner that nobody claims", first_line(banner="")),
    Scenario("a stamp that does not stand there", first_line(stamp="RELEASE IN FULL")),
    Scenario("our lines named otherwise", own(lambda found: found[0].update(kind="stamp"))),
    Scenario("our lines elsewhere", own(lambda found: found[0].update(len=5))),
    Scenario("our blank line says something", ours_say),
    Scenario("our blank line is a byte that is none", retold(b"CLASS\n\n", b"CLASS\n\xff")),
    Scenario("a blank line of the document is said to be ours", ours_within("blank")),
    Scenario("a line end of the document is said to be our last one", ours_within("end")),
    Scenario("a line of ours of a kind that is none", own(lambda found: found[2].update(kind="word"))),
    Scenario("our lines fewer", own(lambda found: found.pop(0))),
    Scenario("a marker of another ground", flipped_marker),
    Scenario("a marker that is none", retold(b"[CLASS: paragraph]", b"[CLASS; paragraph]")),
    Scenario("a marker of another kind of thing", retold(b"[CLASS: paragraph]", b"[CLASS: heading  ]".replace(b"  ]", b"]  "))),
    Scenario("a marker that hides the kind of thing", rows(lambda found: found[1].update(what="place"))),
    Scenario("a marker that says text", both(retold(b"[PRIVACY: name]", b"[PRIVACY: text]"))),
    Scenario("a marker of an inherited level", rows(lambda found: found[0].update(basis="inherited"))),
    Scenario("a marker where none belongs", rows(lambda found: found[0].update(kind="furniture"))),
    Scenario("a page line with a marker", rows(lambda found: found[0].update(kind="remark"))),
    Scenario("a denied copy with markers", first_line(state="denied")),
    Scenario("a marker of blanks", retold(b"[CLASS: paragraph]", b"                  ")),
    Scenario("a marker that is no UTF-8", retold(b"[CLASS: paragraph]", b"[CLASS: paragrap\xff]")),
    Scenario("a marker that says it awaits review", retold(b"[CLASS: paragraph]", b"[REVIEW: section ]".replace(b" ]", b"s]"))),
    Scenario("a removal that is said to await review", rows(lambda found: found[1].update(held=True))),
    Scenario("a marker that shows another value", rows(lambda found: found[1].update(value="US official"))),
    Scenario("a marker that shows its value", both(rows(lambda found: found[1].update(value="name")))),
    Scenario("a ground more than the marker cites", rows(lambda found: found[1].update(authorities=["PRIVACY", "CLASS"]))),
    Scenario("a kept segment that is no UTF-8", not_utf8),
    # custody
    Scenario("no secret", drop("out.custody/secret")),
    Scenario("a secret that is a folder", both(drop("out.custody/secret"), put("out.custody/secret/x", b""))),
    Scenario("another secret", put("out.custody/secret", b"x" * 32)),
    Scenario("a secret too long", put("out.custody/secret", b"x" * 33)),
    Scenario("a secret too short", put("out.custody/secret", b"x" * 31)),
    Scenario("custody sealed", seal_up),
    Scenario("custody sealed and named", seal_up, given={"custody": "out.custody"}),
    Scenario("custody sealed, a source", seal_up, given=only("source")),
    Scenario("custody sealed, its secret a link", both(seal_up, linked("out.custody/secret.sealed"))),
    Scenario("custody sealed, its secret gone", both(seal_up, drop("out.custody/secret"))),
    Scenario("custody sealed in part", both(seal_up, put("out.custody/secret", bytes(range(32))))),
    Scenario("a custody file gone", drop(KEPT)),
    Scenario("a custody file that is a link", put(KEPT, b"-> secret")),
    Scenario("a custody file altered", swap(KEPT, b"Odile", b"Odine")),
    Scenario("a custody file that is none", broken_head),
    Scenario("a run's custody file gone", drop("out.custody/000000")),
    Scenario("custody of one line more", put("out.custody/000006-run.json", b"x")),
    Scenario("custody of two lines more", put("out.custody/000007-08XANADU42.json", b"x")),
    Scenario("custody of three lines more", both(put("out.custody/000008-08XANADU42.json", b"x"), put("out.custody/000007-run.json", b"x"))),
    Scenario("another name in custody", put("out.custody/000002-08XANADU99.json", b"left by a crash")),
    Scenario("a line that custody knows otherwise", on(1, level="SBU")),
    Scenario("decisions altered", put("out.custody/review.yaml", b"decisions: [x]\n")),
    Scenario("decisions that are no UTF-8", put("out.custody/review.yaml", b"\xff")),
    Scenario("a log without a run", forge(lambda found: found.__setitem__(slice(None), found[1:3]))),
    Scenario("an empty secret", put("out.custody/secret", b"")),
    Scenario("decisions gone", drop("out.custody/review.yaml")),
    Scenario("custody without its source", in_custody(lambda found: found.pop("source"))),
    Scenario("custody of another original", in_custody(lambda found: found["source"].update(sha256="0" * 64))),
    Scenario("custody of another text", in_custody(lambda found: found.update(text_sha256="0" * 64))),
    Scenario("custody with a removal more", in_custody(lambda found: found["removals"].append(found["removals"][0] | {"n": 3}))),
    Scenario("custody with removals counted otherwise", in_custody(lambda found: found["removals"][0].update(n=7))),
    Scenario("custody with another removed text", in_custody(lambda found: found["removals"][1].update(text="Odine Brandt"))),
    Scenario("custody with another marker", in_custody(lambda found: found["removals"][1].update(replacement="[CLASS: name]"))),
    Scenario("custody with a removal elsewhere", in_custody(lambda found: [one.update(start=one["start"] + 1, end=one["end"] + 1) for one in found["removals"]])),
)  # fmt: skip

PAGES = (
    Scenario("renderings that repeat a name"),
    Scenario("a rendering of no name", both(nameless, put("out/None", "Odile Brändt".encode()))),
    Scenario("a rendering that is a link to one that does", both(put("other", b"Anna"), drop("out/08XANADU42-2.md"), put("out/08XANADU42-2.md", b"-> ../other"))),
)  # fmt: skip


def seeming() -> Files:
    """Make a run of documents that leak, or seem to."""
    return unsigned(
        leaks.harmless(),
        leaks.ordinary(),
        leaks.ordinary_unfound(),
        leaks.protected("000024"),
        leaks.protected("000025", "other"),
        leaks.protected("000026", "protect-note"),
        leaks.closed_where_it_stands(),
        leaks.described(),
        leaks.at_the_end(),
        leaks.of_no_letter(),
        leaks.denied(),
        leaks.whole(),
        leaks.answered("000012", "assume:routing-open", DecidedBy.POLICY),
        leaks.answered("000018", "release", DecidedBy.REVIEWER),
        leaks.answered("000019", "release", DecidedBy.POLICY),
        leaks.unfound(),
        leaks.across_a_marker(),
        leaks.across_portions(),
        leaks.outside_portions(),
        leaks.around_furniture(),
    )


# A run of which nothing stands any more, under another policy than the one that is given.
REPLACED = (
    Scenario("a replaced run under another policy", other_policy, given=ALL | {"source": "in/0.txt"}),
    Scenario("a run that stands under another policy", rewritten(2, policy={"id": "public", "version": "1.0.0", "sha256": "0" * 64, "amount": "hidden"}), given=ALL | {"source": "in/0.txt"}),
)  # fmt: skip

LEAKS = (
    Scenario("a name that is released at the beginning of what is kept", target="out/08XANADU7-4.txt"),
    Scenario("a removed name that still stands", given=only("source")),
    Scenario("no renderings to be searched", target="out/08XANADU7-2.txt"),
    Scenario("a rendering that is gone", drop("out/08XANADU7-2.html")),
)

SIGNED = (
    Scenario("signed", given={"keys": (OURS.verifier,)}),
    Scenario("signed, no key asked for"),
    Scenario("signed, two keys asked for", given={"keys": (OURS.verifier, THEIRS.verifier)}),
    Scenario("signed, another key asked for", given={"keys": (THEIRS.verifier,)}),
    Scenario("signature gone, no key asked for", resign()),
    Scenario("an older checkpoint, unsigned", both(lambda files: put("kept.ckpt", files[CKPT])(files), resign_kept), given={"checkpoint": "kept.ckpt"}),
    Scenario("an export", target="cut"),
    Scenario("an export and its key", target="cut", given={"keys": (OURS.verifier,)}),
    Scenario("an export, another key asked for", target="cut", given={"keys": (THEIRS.verifier, OURS.verifier)}),
    Scenario("an export, a signature gone", both(resign(), lambda files: put("cut/audit.ckpt", files[CKPT])(files)), target="cut"),
    Scenario("an export, a signature gone and the key asked for", both(resign(), lambda files: put("cut/audit.ckpt", files[CKPT])(files)), target="cut", given={"keys": (OURS.verifier,)}),
    Scenario("an export under another log's name, signed", both(resign(OURS, origin="redactor/foia/0123456789abcdef"), lambda files: put("cut/audit.ckpt", files[CKPT])(files)), target="cut"),
    Scenario("an export whose line bears another number, signed", misnumbered, target="cut", given={"keys": (OURS.verifier,)}),
    Scenario("an export without its checkpoint", drop("cut/audit.ckpt"), target="cut"),
    Scenario("an export whose checkpoint is a link", put("cut/audit.ckpt", b"-> ../key.pub"), target="cut"),
    Scenario("an export whose checkpoint is none", put("cut/audit.ckpt", b"x"), target="cut"),
    Scenario("an export that is a link", put(PROOFS, b"-> ../key.pub"), target="cut"),
    Scenario("an export cut short", lambda files: put(PROOFS, files[PROOFS][:-1])(files), target="cut"),
    Scenario("an export that is none", put(PROOFS, b"{}\n"), target="cut"),
    Scenario("an export of no lines", put(PROOFS, b'{"lines":[],"type":"export","v":1}\n'), target="cut"),
    Scenario("an export of another version", lambda files: put(PROOFS, files[PROOFS].replace(b'"v":1}\n', b'"v":2}\n'))(files), target="cut"),
    Scenario("an export whose version is spelt otherwise", lambda files: put(PROOFS, files[PROOFS].replace(b'"v":1}\n', b'"v":true}\n'))(files), target="cut"),
    Scenario("an export with a line twice", proofs(lambda found: found.append(found[-1])), target="cut"),
    Scenario("an export under another number", proofs(lambda found: found[-1].update(seq=2)), target="cut"),
    Scenario("an export with a number spelt otherwise", proofs(lambda found: found[-1].update(seq=True)), target="cut"),
    Scenario("an export with a proof that is none", proofs(lambda found: found[-1].update(proof="x")), target="cut"),
    Scenario("an export with a proof of no hashes", proofs(lambda found: found[-1].update(proof=["x"])), target="cut"),
    Scenario("an export with a line that is no text", proofs(lambda found: found[-1].update(line=None)), target="cut"),
    Scenario("an export with a key more", proofs(lambda found: found[-1].update(x=1)), target="cut"),
    Scenario("an export with a key less", proofs(lambda found: found[-1].pop("seq")), target="cut"),
    Scenario("an export without its run", proofs(lambda found: found.pop(0)), target="cut"),
    Scenario("an export's release gone", drop("cut/08XANADU42.txt"), target="cut"),
    Scenario("an export with a file more", put("cut/x.txt", b""), target="cut"),
    Scenario("an export with its program", give_program, target="cut"),
    Scenario("an export with another program", put("cut/verify_release.py", b"print('holds')\n"), target="cut"),
    Scenario("an export with a log beside", put("cut/audit.jsonl", b"x\n"), target="cut"),
    Scenario("an export and an opening", target="cut", given={"opening": "opening.json"}),
    Scenario("an export and another's opening", swap("opening.json", b"XANADU42", b"XANADU43"), target="cut", given={"opening": "opening.json"}),
    Scenario("an opening", given={"opening": "opening.json"}),
    Scenario("an opening, and a release gone", drop(TEXT), given={"opening": "opening.json"}),
    Scenario("an export of every line", all_lines, target="cut", given={"keys": (OURS.verifier,)}),
    Scenario("an export whose program is a link", both(give_program, linked("cut/verify_release.py")), target="cut"),
    Scenario("an opening that is not there", given={"opening": "none"}),
    Scenario("an opening that is none", put("opening.json", b"{}\n"), given={"opening": "opening.json"}),
    Scenario("an opening of another line", swap("opening.json", b'"line":1', b'"line":2'), given={"opening": "opening.json"}),
    Scenario("an opening of no line", swap("opening.json", b'"line":1', b'"line":0'), given={"opening": "opening.json"}),
    Scenario("an opening of another number", swap("opening.json", b'"n":2', b'"n":1'), given={"opening": "opening.json"}),
    Scenario("an opening of another text", swap("opening.json", b"Odile", b"Odine"), given={"opening": "opening.json"}),
)  # fmt: skip


MERGES = (
    Scenario("a manifest that is a folder", both(drop(MANIFEST), put(MANIFEST + "/x", b"")), given={}),
    Scenario("a manifest that is a link", linked(MANIFEST)),
    Scenario("a manifest and a damaged log", lambda files: put(LOG, files[LOG] + b"x\n")(files)),
    Scenario("a segment that begins with no run", manifest(headless)),
    Scenario("a segment of one line too many", manifest(lambda found: found[1]["lines"][-1].update(at=9))),
    Scenario("a segment of another audience", forge(lambda found: found[2].update(audience={"kind": "staff", "under": None, "countries": [], "name": None, "clearance": "SBU"}))),
    Scenario("a segment of two custodies", manifest(joined)),
    Scenario("a checkpoint of no segment, of no line", put("filed.ckpt", checkpoint.Checkpoint("x", 0, merkle.root([])).note()), given={"checkpoint": "filed.ckpt"}),
    Scenario("the source of a document under the second secret", put("in/x.txt", document(Plan(serial="000007", withheld="Crell spoke.")).data), given={"source": "in"}),
    Scenario("a checkpoint of a segment, whole", whole_segment, given={"checkpoint": "filed.ckpt"}),
)  # fmt: skip

LATER = (
    Scenario("a run behind a merge of one custody", given={"checkpoint": "filed.ckpt"}),
    Scenario("the run behind a merge, its releases gone", drop("out/08XANADU7-9.txt")),
    Scenario("a shard that cannot be given back", manifest(lambda found: found[1]["lines"][-1].update(at=99))),
    Scenario("a shard's release that stands in it twice", manifest(doubled)),
    Scenario("a shard's second line where its run stands", manifest(lambda found: found[1]["lines"][1].update(at=0))),
    Scenario("a first line where a run does not stand yet", manifest(lambda found: found[0]["lines"][0].update(at=1))),
)  # fmt: skip


GROUPS: tuple[tuple[Callable[[], Files], tuple[Scenario, ...]], ...] = (
    (functools.cache(unsigned), INTACT),
    (functools.cache(lambda: unsigned(leaks.leaking(), leaks.opened(), leaks.opened_first())), LEAKS),
    (functools.cache(seeming), (Scenario("what seems to leak, and what does"),)),
    (functools.cache(leaks.pages), PAGES),
    (functools.cache(twice), REPLACED),
    (
        functools.cache(drafted),
        (
            Scenario(
                "decisions altered since, and a draft awaits more", put("out.custody/review.yaml", b"more\n")
            ),
        ),
    ),
    (functools.cache(intact), SIGNED),
    (TABLES[1].files, MERGES),
    (functools.cache(later), LATER),
)

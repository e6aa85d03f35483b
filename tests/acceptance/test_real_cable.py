"""The real cable: each line of what "done" means, as a fact."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.copies import (
    DATE_TIME_GROUP,
    DAYS,
    EARLY,
    FINISHED,
    NUMBER_AND_MARK,
    TODAY,
    Copy,
    ink,
    paragraph,
    redact,
    run,
    spans,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Copies = "Mapping[tuple[str, str], Copy]"
ROOT = Path(__file__).resolve().parent.parent.parent
ALL = tuple(
    (policy, day) for day in DAYS for policy in ("public", "internal-sbu", "partner", "source-protection")
)
EVERY = (*ALL, ("foia", EARLY), (FINISHED, EARLY), ("foia", TODAY))
LABELS = ("FM", "TO", "INFO", r"E\.O\. 12958:", "TAGS:", "SUBJECT:", "REF:", "Classified By:")
SURNAME = "Boucher"
NO_OFFICIALS = """\
redactor-list: 1
id: us-officials
title: A list that does not open the name
entries:
  - {name: Ada Quill, offices: [Minister of Ports], source: invented}
"""
MARKS_OF_THE_CABLE = 19


def header(text: str) -> set[int]:
    """Give the offsets of what every policy but partner keeps of the header: fields, labels, numbers, marks."""
    kept = spans(DATE_TIME_GROUP, text) | spans(r"^FM .*$", text) | spans(r"^TAGS: .*$", text)
    kept |= spans(r"(?<=OF 04 )[A-Z]+ [0-9]+$", text)
    for label in LABELS:
        kept |= spans(rf"^{label}", text)
    heads = list(NUMBER_AND_MARK.finditer(text))
    assert MARKS_OF_THE_CABLE == len(heads)
    for head in heads:
        kept |= ink(text, head.start(), head.end())
    return kept


def kept_ink(copy: Copy) -> set[int]:
    return {at for at in copy.kept if not copy.text[at].isspace()}


def blanks_betray_nothing(copy: Copy) -> bool:
    """Say whether each kept blank is a line's end, or stands on a line of which something is kept."""
    shown = {copy.text.count("\n", 0, at) for at in kept_ink(copy)}
    return all(copy.text[at] == "\n" or copy.text.count("\n", 0, at) in shown for at in copy.kept)


def own_lines(copy: Copy) -> list[str]:
    data = copy.path.read_bytes()
    return [data[own["at"] : own["at"] + own["len"]].decode() for own in copy.line["own"]]


# --- public --------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_public_keeps_exactly_its_list(copies: Mapping[tuple[str, str], Copy], day: str) -> None:
    """Date, from, message number, TAGS, labels, numbers, marks, blank lines and paragraph 19: nothing else."""
    copy = copies["public", day]
    assert copy.code == 0, copy.stderr
    assert header(copy.text) | ink(copy.text, *paragraph(copy.text, "19")) == kept_ink(copy)
    assert blanks_betray_nothing(copy)
    assert SURNAME in copy.release
    lines = copy.release.split("\n")
    assert lines[0] == "UNCLASSIFIED"
    assert lines[1].startswith("RELEASE IN PART")
    assert lines[2] == "(was: CONFIDENTIAL//NOFORN, struck)"
    assert "ORDWAY" not in copy.release


@pytest.mark.parametrize("day", DAYS)
def test_public_with_a_list_that_does_not_open_the_name(real_cable: Path, tmp_path: Path, day: str) -> None:
    """The role that the table gives for the title stands in the name's place; nothing else changes."""
    named = tmp_path / "none.yaml"
    named.write_text(NO_OFFICIALS, encoding="utf-8")
    digest = hashlib.sha256(named.read_bytes()).hexdigest()
    policy = tmp_path / "public.yaml"
    stock = (ROOT / "policies/public.yaml").read_text("utf-8")
    policy.write_text(
        f"{stock}\nlists:\n  us-officials: {{file: none.yaml, sha256: {digest}}}\n", encoding="utf-8"
    )
    copy = redact(real_cable, policy, tmp_path / "out", day)
    assert copy.code == 0, copy.stderr
    start, end = paragraph(copy.text, "19")
    name = copy.text.index(SURNAME, start)
    closed = ink(copy.text, name, name + len(SURNAME))
    assert (header(copy.text) | ink(copy.text, start, end)) - closed == kept_ink(copy)
    assert copy.text[start:end].replace(SURNAME, "[PRIVACY: US official]").rstrip() in copy.release
    assert SURNAME not in copy.release
    assert "PRIVACY" in copy.release.split("\n")[1]
    assert run("verify", copy.out, "--source", real_cable, "-p", policy)[0] == 0
    policy.write_text(policy.read_text("utf-8") + "# a change\n", encoding="utf-8")
    assert run("verify", copy.out, "--source", real_cable, "-p", policy)[0] == 12


# --- foia ----------------------------------------------------------------------------------------


def test_foia_of_2016_is_a_draft_for_one_paragraph(copies: Mapping[tuple[str, str], Copy]) -> None:
    """Confidential paragraphs go for the cable's own reasons, paragraph 3 awaits a person: exit 5."""
    copy = copies["foia", EARLY]
    assert copy.code == 5
    assert copy.path.name.endswith(".draft.txt")
    assert copy.release.startswith("DRAFT - 1 item awaits review\n")
    held = [row["portion"] for _, row in copy.removals if row["held"]]
    assert held == ["3"]
    paragraphs = [row for _, row in copy.removals if row["section"] == "paragraph" and not row["held"]]
    withheld = [row for row in paragraphs if row["rules"] != ["furniture"]]
    assert [str(number) for number in (1, 2, *range(4, 19))] == [row["portion"] for row in withheld]
    assert {tuple(row["authorities"]) for row in withheld} == {("B1 1.4(b),1.4(d)",)}
    assert copy.release.count("(C) [B1 1.4(b),1.4(d): paragraph]") == 15
    assert copy.release.count("(C)** [B1 1.4(b),1.4(d): paragraph]") == 2
    assert "redactor review" in copy.stderr


def test_foia_of_2016_with_a_decision(copies: Mapping[tuple[str, str], Copy]) -> None:
    """Paragraph 3 upheld as deliberative with its harm: exit 0, RELEASE IN PART with all codes, no draft left."""
    copy = copies[FINISHED, EARLY]
    assert copy.code == 0, copy.stderr
    assert ["07ASTANA1668.txt", "audit.ckpt", "audit.jsonl"] == sorted(
        item.name for item in copy.out.iterdir()
    )
    assert "RELEASE IN PART B1, 1.4(B), 1.4(D), B5" in copy.release.split("\n")[:3]
    assert "(SBU) [B5 deliberative: paragraph]" in copy.release
    (row,) = (row for _, row in copy.removals if row["portion"] == "3")
    assert ("reviewer", False, ["B5 deliberative"]) == (row["decided_by"], row["held"], row["authorities"])
    assert row["harm"] == ["it would chill candid advice before a decision"]
    assert copy.line["supersedes"] is not None


def test_foia_of_today_holds_what_has_lapsed(copies: Mapping[tuple[str, str], Copy]) -> None:
    """The date to declassify has passed: every confidential paragraph awaits a person."""
    copy = copies["foia", TODAY]
    assert copy.code == 5
    paragraphs = {row["portion"] for _, row in copy.removals if row["held"] and row["section"] == "paragraph"}
    assert {str(number) for number in range(1, 19)} == paragraphs
    assert all("lapsed" in row["rules"] for _, row in copy.removals if row["held"] and row["portion"] != "3")
    assert copy.release.startswith("DRAFT - ")


@pytest.mark.parametrize("key", [("foia", EARLY), (FINISHED, EARLY), ("foia", TODAY)])
def test_foia_keeps_the_same_header_as_public(
    copies: Mapping[tuple[str, str], Copy], key: tuple[str, str]
) -> None:
    """Message number, date, from and TAGS stay by assumption, and paragraph 19 is unclassified."""
    copy = copies[key]
    assert header(copy.text) | ink(copy.text, *paragraph(copy.text, "19")) == kept_ink(copy)


# --- internal-sbu --------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_staff_read_paragraph_3_whole(copies: Mapping[tuple[str, str], Copy], day: str) -> None:
    """The header fields, all of paragraph 3 but its page line, and paragraph 19 stay; no marker stands there."""
    copy = copies["internal-sbu", day]
    assert copy.code == 0, copy.stderr
    assert copy.release.startswith("SENSITIVE BUT UNCLASSIFIED//NOFORN\n")
    start, end = paragraph(copy.text, "3")
    stray = copy.text.index("SIPDIS", end)
    rest = re.compile("^.+$", re.MULTILINE).search(copy.text, stray + len("SIPDIS"))
    assert rest is not None
    third = copy.text[start:end].strip() + "\n" + rest[0]
    assert third in copy.release
    assert "[" not in third
    body = ink(copy.text, start, end) | ink(copy.text, *rest.span())
    assert header(copy.text) | body | ink(copy.text, *paragraph(copy.text, "19")) == kept_ink(copy)
    assert blanks_betray_nothing(copy)
    (row,) = (row for _, row in copy.removals if row["portion"] == "3")
    assert (["furniture"], 0) == (row["rules"], row["len"])


@pytest.mark.parametrize("day", DAYS)
def test_every_removal_names_its_rule_and_authority(copies: Mapping[tuple[str, str], Copy], day: str) -> None:
    """But for furniture and re-marking, which need none, each removal has both."""
    for _, row in copies["internal-sbu", day].removals:
        assert row["rules"]
        assert bool(row["authorities"]) != (row["kind"] in {"furniture", "remark"}), row["n"]


# --- partner and source-protection ---------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_a_partner_is_denied(copies: Mapping[tuple[str, str], Copy], day: str) -> None:
    """The copy is our own lines alone, its name is no message number, the log lists what went: exit 0."""
    copy = copies["partner", day]
    assert copy.code == 0, copy.stderr
    assert copy.kept == []
    assert copy.release == "UNCLASSIFIED\nDENIED: no portion is releasable to GBR\n"
    assert copy.release == "".join(own_lines(copy))
    assert re.fullmatch("doc-[a-z2-7]{10}", copy.path.stem)
    assert {str(number) for number in range(1, 20)} <= {row["portion"] for _, row in copy.removals}


@pytest.mark.parametrize("day", DAYS)
def test_a_holder_loses_no_word(copies: Mapping[tuple[str, str], Copy], day: str) -> None:
    """No source is protected in this cable: only furniture and the old marking go, the banner stays as it was."""
    copy = copies["source-protection", day]
    assert copy.code == 0, copy.stderr
    assert {row["kind"] for _, row in copy.removals} == {"furniture", "remark"}
    assert copy.release.startswith("CONFIDENTIAL//NOFORN\n")
    assert "SIPDIS" not in copy.release
    for number in ("1", "3", "5", "116"):
        (head, rest) = re.split(r"\n\n.*\n\n", copy.text[slice(*around(copy.text, number))], maxsplit=1)
        assert f"{head.strip()}\n{rest.strip()}" in copy.release, number


def around(text: str, number: str) -> tuple[int, int]:
    """Give a paragraph that a page line cuts: both halves and what stands between."""
    start, end = paragraph(text, number)
    again = re.compile("^[a-zR].+$", re.MULTILINE).search(text, end)
    assert again is not None
    return start, again.end()


# --- verify --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", EVERY)
def test_verify_passes(
    copies: Mapping[tuple[str, str], Copy], real_cable: Path, key: tuple[str, str]
) -> None:
    """Every level that the log, custody, source and policy allow passes on every copy."""
    policy = "foia" if key[0] == FINISHED else key[0]
    code, stdout, stderr = run("verify", copies[key].out, "--source", real_cable, "-p", policy)
    assert (0, "") == (code, stderr), stdout
    assert stdout.count("passed") == 5


def changes(data: bytes) -> list[tuple[int, bytes]]:
    """Change one byte at the head, the foot and seven places between, each another bit."""
    places = sorted({len(data) * part // 8 for part in range(8)} | {len(data) - 1})
    return [
        (at, data[:at] + bytes([data[at] ^ (1 << number % 8)]) + data[at + 1 :])
        for number, at in enumerate(places)
    ]


@pytest.mark.parametrize("key", [*(item for item in EVERY if item[1] == EARLY), ("foia", TODAY)])
def test_verify_fails_after_any_one_byte(
    copies: Mapping[tuple[str, str], Copy], real_cable: Path, tmp_path: Path, key: tuple[str, str]
) -> None:
    """A byte changed in release, log, checkpoint, custody or source is tampering: 10."""
    source = tmp_path / "cable.txt"
    source.write_bytes(real_cable.read_bytes())
    copy = copies[key]
    changed = [source, *copy.out.iterdir(), *(item for item in copy.custody.iterdir())]
    assert len(changed) >= 7
    for path in changed:
        data = path.read_bytes()
        for at, other in changes(data):
            path.write_bytes(other)
            code = run("verify", copy.out, "--source", source)[0]
            path.write_bytes(data)
            assert code == 10, (path.name, at)
    assert run("verify", copy.out, "--source", source)[0] == 0


# --- what stands under out/ ----------------------------------------------------------------------


def everything(copy: Copy) -> list[str]:
    """Give all that a reader of the folder sees: names, then contents; a tree's root is no text."""
    found = []
    for item in sorted(copy.out.rglob("*")):
        text = item.read_bytes().decode()
        found += [item.name, text if item.suffix != ".ckpt" else "\n".join(text.split("\n")[:2])]
    return found


@pytest.mark.parametrize("key", EVERY)
def test_no_removed_word_stands_under_out(
    copies: Mapping[tuple[str, str], Copy], vocabulary: frozenset[str], key: tuple[str, str]
) -> None:
    """A word that stands in removed text alone, and is not redactor's own, occurs in no file and no name."""
    copy = copies[key]
    kept = set(words_of("".join(copy.text[at] for at in copy.kept)))
    removed = {word for item in copy.opened["removals"] for word in words_of(item["text"])}
    secret = removed - kept - vocabulary
    assert secret or key[0] == "source-protection"
    seen = {word for text in everything(copy) for word in words_of(text)}
    own = {word for _, row in copy.removals for text in row.get("harm", ()) for word in words_of(text)}
    assert sorted((seen & secret) - own) == []


@pytest.mark.parametrize("key", EVERY)
def test_no_removed_name_stands_under_out(
    copies: Mapping[tuple[str, str], Copy], key: tuple[str, str]
) -> None:
    """No name that stands in removed text alone, as the holder's copy lists them, occurs in the folder, nor a part of it."""
    copy = copies[key]
    shown = "".join(copy.text[at] for at in copy.kept).casefold()
    names = {
        copy.text[found["start"] : found["end"]].casefold()
        for found in copies["source-protection", key[1]].opened["findings"]
        if found["kind"] == "PERSON" and not found["possible"]
    }
    removed = {name for name in names if name not in shown}
    assert removed or key[0] == "source-protection"
    seen = "\n".join(everything(copy)).casefold()
    assert [name for name in sorted(removed) if re.search(rf"\b{re.escape(name)}\b", seen)] == []


NUMBERS = frozenset({"v", "seq", "run", "n", "at", "len", "bytes", "supersedes", "kept", "portions"})


@pytest.mark.parametrize("key", EVERY)
def test_the_log_measures_only_the_release(
    copies: Mapping[tuple[str, str], Copy], key: tuple[str, str]
) -> None:
    """Each number of the log is a count or a place in the release: no offset and no size of the original."""
    copy = copies[key]
    data = copy.path.read_bytes()
    assert {name for line in copy.lines for name in numbers(line)} <= NUMBERS
    assert copy.line["released"]["bytes"] == len(data)
    for kept, row in copy.removals:
        assert data[row["at"] : row["at"] + row["len"]].decode() == kept["replacement"]
    assert list(range(1, len(copy.removals) + 1)) == [row["n"] for _, row in copy.removals]
    assert sum(copy.line["portions"].values()) == len(copy.opened["portions"])


def numbers(value: object, name: str = "") -> set[str]:
    """Give the names of all fields that hold a number; in a table of counts, the table's."""
    if isinstance(value, dict):
        inner = name if name in {"kept", "portions"} else ""
        return {found for key, item in value.items() for found in numbers(item, inner or key)}
    if isinstance(value, list):
        return {found for item in value for found in numbers(item, name)}
    return {name} if isinstance(value, int) and not isinstance(value, bool) else set()


@pytest.mark.parametrize("key", EVERY)
def test_no_digest_of_the_original_stands_under_out(
    copies: Mapping[tuple[str, str], Copy], real_cable: Path, key: tuple[str, str]
) -> None:
    """Neither of the file, nor of its text, nor of anything removed: every digest there is salted."""
    copy = copies[key]
    data = real_cable.read_bytes()
    plain = [data, copy.text.encode(), copy.text.rstrip().encode()]
    plain += [item["text"].encode() for item in copy.opened["removals"]]
    plain += [item["text"].strip().encode() for item in copy.opened["removals"]]
    seen = "\n".join(everything(copy))
    for text in plain:
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b", "sha3_256"):
            assert hashlib.new(name, text).hexdigest()[:16] not in seen

"""Commitments, checkpoints, names and marks: the small parts that the log is made of."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from redactor.audit import body, checkpoint, commit, custody, identity, record, shelf
from redactor.audit.canonical import MalformedError, parse
from redactor.markings.types import Foreign, Level, Marking
from redactor.model import OwnLine
from redactor.spans import Span
from tests.audit.builders import SECRET, Plan, document

DIGEST = hashlib.sha256(b"x").digest()

# --- commitments -------------------------------------------------------------------------------


def test_equal_texts_have_unequal_commitments() -> None:
    """Two mentions of one name cannot be linked by their commitments."""
    first, second = (commit.removal(SECRET, DIGEST, Span(at, at + 5), "Karim") for at in (3, 9))
    assert first != second


def test_a_published_nonce_opens_one_commitment() -> None:
    """Anyone with nonce and text can check one removal, and learns nothing of another."""
    nonce = commit.removal_nonce(SECRET, DIGEST, Span(3, 8))
    opened = hmac.new(nonce, b"redactor/removed/v1\0" + b"Karim", hashlib.sha256).hexdigest()
    assert opened == commit.removal(SECRET, DIGEST, Span(3, 8), "Karim")
    assert nonce != commit.removal_nonce(SECRET, DIGEST, Span(3, 9))


def test_parts_of_a_label_cannot_run_together() -> None:
    """("ab", "c") and ("a", "bc") give different nonces."""
    assert commit.nonce(SECRET, "x", b"ab", b"c") != commit.nonce(SECRET, "x", b"a", b"bc")


@given(st.binary(min_size=1, max_size=80), st.lists(st.binary(max_size=70), max_size=3))
def test_a_nonce_is_hkdf(secret: bytes, parts: list[bytes]) -> None:
    """Its one block is what a library of record derives, whatever the secret and the parts."""
    info = b"redactor/x/v1\0" + b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    expected = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(secret)
    assert commit.nonce(secret, "x", *parts) == expected


def test_decisions_are_written_as_canonical_json() -> None:
    """Whatever is shared between decisions, each reads back as itself, in the one spelling."""
    made = document().verdict.decisions
    drawn = [
        replace(
            one,
            span=Span(3, 5 + number),
            hold=number % 2 == 0,
            portion=f"{number // 3}",
            rules=(f"r{number % 4}",),
        )
        for number, one in enumerate((*made, *made, *made, *made))
    ]
    written = custody.written_decisions(drawn)
    read = parse(b'{"decisions":%b}' % written)["decisions"]
    assert isinstance(read, list)
    assert read == [
        {
            "start": one.span.start,
            "end": one.span.end,
            "action": one.action.name.lower(),
            "rules": list(one.rules),
            "authorities": [str(authority) for authority in one.authorities],
            "portion": one.portion,
            "section": one.section.value,
            "basis": one.basis.value,
            "hold": one.hold,
            "decided_by": one.decided_by.value,
            "marking": custody.full_marking(one.marking),
        }
        for one in drawn
    ]


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=5), st.data())
def test_the_root_binds_every_segment(kept: list[bytes], data: st.DataObject) -> None:
    """Change one kept segment or one commitment and the root differs."""
    commits = [hashlib.sha256(bytes([index])).hexdigest() for index in range(len(kept) - 1)]
    root = commit.document_root(kept, commits)
    index = data.draw(st.integers(0, len(kept) - 1))
    changed = [*kept[:index], kept[index] + b"!", *kept[index + 1 :]]
    assert commit.document_root(changed, commits) != root
    if commits:
        assert commit.document_root(kept, ["0" * 64, *commits[1:]]) != root


def test_a_kept_segment_cannot_pass_for_a_removed_one() -> None:
    """Their leaves are hashed under different names."""
    commitment = "ab" * 32
    assert commit._kept_leaf(bytes.fromhex(commitment)) != commit._removed_leaf(commitment)


# --- checkpoints -------------------------------------------------------------------------------

STATED = checkpoint.Checkpoint("redactor/public/abc", 3, DIGEST)


def test_a_checkpoint_is_the_body_of_a_signed_note() -> None:
    """Three lines: origin, size, root in base64; signatures follow a blank line."""
    assert STATED.note().decode().splitlines()[:2] == ["redactor/public/abc", "3"]
    signed = replace(STATED, signatures=("\u2014 key abcd",))
    assert signed.note() == STATED.note() + "\n\u2014 key abcd\n".encode()
    assert checkpoint.parse(signed.note()) == signed
    assert signed.digest() == STATED.digest()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\n3\n", b"\n03\n"),  # another spelling of the size
        (b"\n3\n", b"\n+3\n"),  # the same
        (b"\n3\n", b"\n-3\n"),  # below nothing
        (b"\n3\n", b"\nx\n"),  # no number
        (b"\n3\n", b"\n3\r\n"),  # another line end
        (b"=\n", b"\n"),  # no padding
        (b"=\n", b"=\nmore\n"),  # a line too many
        (b"=\n", b"=\n\n"),  # room for signatures, and none
        (b"=\n", b"="),  # no last line end
        (b"redactor/public/abc\n", b""),  # a line too few
    ],
)
def test_a_checkpoint_has_one_spelling(old: bytes, new: bytes) -> None:
    """Anything but the exact bytes is malformed."""
    with pytest.raises(MalformedError):
        checkpoint.parse(STATED.note().replace(old, new))


def test_base64_padding_bits_are_checked() -> None:
    """The last character of the root has spare bits; a flip there is seen."""
    lines = STATED.note().split(b"\n")
    for char in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/":
        changed = [lines[0], lines[1], lines[2][:-2] + bytes([char]) + b"=", b""]
        if changed != lines:
            try:
                assert checkpoint.parse(b"\n".join(changed)).root != DIGEST
            except MalformedError:
                continue


@given(st.binary(max_size=200))
def test_reading_a_checkpoint_is_total(data: bytes) -> None:
    """Any bytes give a checkpoint that writes back to them, or MalformedError."""
    try:
        assert checkpoint.parse(data).note() == data
    except MalformedError:
        assert data != STATED.note()


# --- names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("07ASTANA1668", True),  # a message id
        ("ASTANA1668", True),  # without its year
        ("07ASTANA1668-2", True),  # the second of that name
        ("doc-abcdefgh23", True),  # a keyed name
        ("../../x", False),  # a path
        ("CON", False),  # a device of another system
        ("07astana1668", False),  # twins by case
        ("07ASTANA1668\n", False),  # a line end
        ("doc-abcdefgh01", False),  # no base32
        ("A" * 300 + "1", False),  # too long for a file
        ("", False),  # nothing
    ],
)
def test_a_document_id_is_safe_as_a_file_name(name: str, fits: bool) -> None:  # noqa: FBT001 - a column of the table
    """Only upper-case letters, digits and one hyphen, or the keyed form."""
    assert (identity.DOCUMENT_ID.fullmatch(name) is not None) is fits


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("08XANADU42", "08XANADU42"),  # as the reader gives it
        ("XANADU 000042", "08XANADU42"),  # as the line has it
        ("08 TEL AVIV 0042", "08TELAVIV42"),  # a post of two words
        ("1668", None),  # no post
        ("../XANADU42", None),  # a path
        ("XANADU42" + "0" * 300, None),  # too long
    ],
)
def test_a_message_id_becomes_a_file_name_or_nothing(written: str, expected: str | None) -> None:
    """What does not parse whole is never made to fit."""
    made = document()
    assert identity.message_id(replace(made.cable, message_id=written), made.release.redactions) == expected


def test_the_year_is_told_only_with_the_date() -> None:
    """Where the date is removed the id has no year; where the number is, there is none."""
    made = document()
    portions = made.cable.portions
    undated = replace(made.cable, portions=(replace(portions[0], closed=()), *portions[1:]))
    assert identity.message_id(undated, made.release.redactions) == "XANADU42"
    hidden = document(Plan(show_number=False))
    assert identity.message_id(hidden.cable, hidden.release.redactions) is None


def test_a_keyed_name_depends_on_secret_and_original() -> None:
    """Without the secret nobody can tell whose name it is."""
    name = identity.keyed_id(SECRET, DIGEST)
    assert identity.DOCUMENT_ID.fullmatch(name)
    assert name != identity.keyed_id(SECRET[::-1], DIGEST)
    assert name != identity.keyed_id(SECRET, DIGEST[::-1])


def test_names_are_told_apart_in_order() -> None:
    """The second of a name is -2, the third -3."""
    assert [identity.told_apart("A1", taken) for taken in ((), ("A1",), ("A1", "A1-2"))] == [
        "A1",
        "A1-2",
        "A1-3",
    ]


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("07ASTANA1668", "07/ASTANA/1000/"),  # year, post, thousand
        ("07ASTANA1668-2", "07/ASTANA/1000/"),  # a second one lies beside the first
        ("07ASTANA42", "07/ASTANA/0/"),  # the first thousand
        ("STATE123456", "undated/STATE/123000/"),  # the date is withheld
        ("doc-abcdefgh23", "doc/ab/"),  # the number is withheld, too
        ("doc-abcdefgh23-2", "doc/ab/"),  # two keyed names that fell together
    ],
)
def test_a_tree_has_a_folder_for_each_id(name: str, folder: str) -> None:
    """Where a document lies depends on its id alone, so on nothing that is not public."""
    assert identity.folder(name) == folder
    assert shelf.file_name(name, {"kind": "draft"}, "txt", tree=True) == f"{folder}{name}.draft.txt"


# --- marks and bodies --------------------------------------------------------------------------


def test_a_logged_mark_has_no_source_and_no_compartment() -> None:
    """Level, dissemination controls and REL TO; FGI and compartments stay in custody."""
    mark = Marking(
        Level.S,
        controls=frozenset({"ORCON"}),
        foreign=Foreign(frozenset({"GBR", "CAN"})),
        fgi=frozenset({"DEU"}),
        compartments=frozenset({"XYZ"}),
    )
    assert record.marking(mark) == {
        "marking": "S",
        "known": True,
        "controls": ["ORCON", "REL TO USA, CAN, GBR"],
    }
    assert record.marking(Marking(Level.C, opaque=True))["known"] is False


@pytest.mark.parametrize(
    ("banner", "level"),
    [
        ("UNCLASSIFIED", "U"),  # plain
        ("UNCLASSIFIED//SBU NOFORN", "SBU"),  # register style
        ("SENSITIVE BUT UNCLASSIFIED//NOFORN", "SBU"),  # for staff
        ("CONFIDENTIAL//NOFORN", "C"),  # with a control
        ("TOP SECRET", "TS"),  # not SECRET
        ("", None),  # a copy of our lines alone
    ],
)
def test_the_level_of_a_release_is_its_banners(banner: str, level: str | None) -> None:
    """The log states the level of what remains."""
    assert record._level(banner) == level


def test_places_that_do_not_fit_give_no_segments() -> None:
    """Overlap, disorder, an end beyond the release: none of them is guessed at."""
    own = (OwnLine("banner", 0, 2),)
    assert body.split(b"b\nkeepMARKmore", own, [(6, 4)]) == (b"keep", b"more")
    assert body.split(b"b\nkeep", own, [(4, 0), (4, 0)]) == (b"ke", b"", b"ep")
    for places in ([(1, 2)], [(6, 90)], [(6, 4), (5, 1)]):
        assert body.split(b"b\nkeepMARKmore", own, places) is None


def test_portions_are_counted_by_what_is_left_of_them() -> None:
    """Kept whole, kept in part, removed; labels, numbers and marks do not count."""
    made = document()
    assert record.portion_counts(made.cable, made.release.redactions) == {"kept": 2, "part": 1, "removed": 1}
    denied = document(Plan(denied=True))
    assert record.portion_counts(denied.cable, denied.release.redactions) == {
        "kept": 0,
        "part": 0,
        "removed": 4,
    }

"""The decisions file: begun by `review`, filled in by a person, read back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from redactor import policy
from redactor.errors import PolicyError, UsageError
from redactor.model import Authority, EntryKind, ReviewEntry
from redactor.policy.decisions_file import COMMITMENT, DOCUMENT, NUMBER, parse_decisions

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Item:
    number: int
    portion: str | None
    what: str
    rules: tuple[str, ...]
    commitment: str
    confirmable: str = ""


ITEMS = (
    Item(4, "3", "paragraph", ("default-portion", "sensitive"), "a" * 64),
    Item(6, "5", "name", ("private-names",), "b" * 64),
    Item(7, "5", "name", ("private-names",), "c" * 64),
    Item(9, None, "text", (), "d" * 64),
)

SUBJECT = policy.Subject("07HALDEN215", "foia 1.0.0", "e" * 64)

GOOD = f"""\
redactor-decisions: 1
document: 07HALDEN215
decisions:
  - portions: [3, subject]
    commitments: [{"a" * 64}]
    uphold: {{authority: [B5 deliberative, B1 1.4(d)], harm: would chill advice}}
    reviewer: A. Quill
    date: 2016-01-04
  - removals: [7]
    commitments: [{"b" * 64}]
    release: {{because: published before}}
    reviewer: A. Quill
    date: 2016-01-04
"""


def entries(text: str) -> tuple[ReviewEntry, ...]:
    return parse_decisions(text.encode(), "decisions.yaml").entries


def test_a_decisions_file_is_read(tmp_path: Path) -> None:
    """Portions become targets by address, removals by number, authorities are typed."""
    path = tmp_path / "decisions.yaml"
    path.write_text(GOOD, encoding="utf-8")
    read = policy.read_decisions(path)
    uphold, release = read.entries
    assert (read.document, read.edition) == ("07HALDEN215", "")
    assert (uphold.kind, uphold.targets, uphold.commitments) == (
        EntryKind.UPHOLD,
        ("3", "subject"),
        ("a" * 64,),
    )
    assert uphold.authorities == (Authority("B5", ("deliberative",)), Authority("B1", ("1.4(d)",)))
    assert (uphold.harm, uphold.reviewer, uphold.date) == (
        "would chill advice",
        "A. Quill",
        dt.date(2016, 1, 4),
    )
    assert (release.kind, release.targets, release.because) == (
        EntryKind.RELEASE,
        ("#7",),
        "published before",
    )
    assert (uphold.place.line, release.place.line) == (4, 9)


CONFIRM = "confirm: {kind: declassified, by: N. Mor, position: Director, date: 2015-12-01, scope: all}"
CONSENT = "confirm: {kind: consent, by: N. Mor, date: 2015-12-01, scope: her name}"


def said(verb: str, *, target: str = "removals: [7]") -> str:
    """Put another verb, and another target, in the place of the second entry's."""
    return GOOD.replace("release: {because: published before}", verb).replace("removals: [7]", target)


BAD = (
    ("a kind of confirmation that is none", said("confirm: {kind: pardon, by: x}"), "RP101"),
    ("a confirmation without its scope", said("confirm: {kind: consent, by: x, date: 2016-01-01}"), "RP021"),
    ("an authority without a position", said(CONFIRM.replace("position: Director, ", "")), "RP021"),
    ("a confirmation that names removals", said(CONFIRM.replace("declassified", "referral")), "RP403"),
    ("a consent for a whole portion", said(CONSENT, target="portions: [5]"), "RP403"),
    ("a removal of a removal", said("remove: {authority: [B6]}"), "RP403"),
    ("a removal without a ground", said("remove: {authority: []}", target="words: [x]"), "RP024"),
    ("words to release", said("release: {because: x}", target="words: [x]"), "RP403"),
    (
        "an end for what closes",
        said("remove: {authority: [B6]}\n    until: 2020-01-01", target="words: [x]"),
        "RP404",
    ),
    ("an end before its beginning", said("release: {because: x}\n    until: 2015-01-01"), "RP405"),
    ("a confirmation from the future", said(CONFIRM.replace("2015-12-01", "2016-12-01")), "RP405"),
    ("a policy without a version", GOOD.replace("decisions:\n", "policy: foia\ndecisions:\n"), "RP023"),
    ("neither of the two", GOOD.replace("    release: {because: published before}\n", ""), "RP402"),
    ("both of the two", GOOD.replace("    reviewer", "    release: {because: x}\n    reviewer", 1), "RP402"),
    ("no target", GOOD.replace("removals: [7]\n    commitments", "commitments"), "RP403"),
    ("both kinds of target", GOOD.replace("removals: [7]", "removals: [7]\n    portions: [5]"), "RP403"),
    ("a shortened commitment", GOOD.replace("a" * 64, "a" * 63), "RP023"),
    ("no commitment", GOOD.replace("a" * 64, ""), "RP024"),
    ("no reviewer", GOOD.replace("reviewer: A. Quill", 'reviewer: ""', 1), "RP024"),
    ("no date", GOOD.replace("date: 2016-01-04", 'date: ""', 1), "RP024"),
    ("no harm", GOOD.replace("would chill advice", '""'), "RP024"),
    ("no authority", GOOD.replace("B5 deliberative, B1 1.4(d)", ""), "RP024"),
    ("an authority that is none", GOOD.replace("B5 deliberative", "SECRET"), "RP103"),
    ("a privilege that is none", GOOD.replace("B5 deliberative", "B5 executive"), "RP104"),
    ("a path as a document", GOOD.replace("07HALDEN215", "../07HALDEN215"), "RP023"),
    ("no decisions", GOOD[: GOOD.index("decisions:\n")] + "decisions: []\n", "RP024"),
)


@pytest.mark.parametrize(("text", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_decisions_file_is_refused(text: str, code: str) -> None:
    """Each fault gives its code and a place."""
    with pytest.raises(PolicyError) as caught:
        entries(text)
    assert code in {item.code for item in caught.value.diagnostics}
    assert all(item.place for item in caught.value.diagnostics)


@pytest.mark.parametrize(
    ("authority", "name", "code"),
    [
        ("B5", "foia", "RP208"),  # its privilege is missing
        ("SBU", "foia", "RP204"),  # no ground in law
        ("B7D", "foia", "RP209"),  # no records of law enforcement
        ("B1", "foia", "RP206"),  # no reason
        ("B6", "public", "RP205"),  # no exemption under discretion
    ],
)
def test_a_decision_may_use_only_what_its_policy_may(authority: str, name: str, code: str) -> None:
    """With the policy at hand, an authority that it may not use is refused at once."""
    text = GOOD.replace("B5 deliberative, B1 1.4(d)", authority)
    with pytest.raises(PolicyError) as caught:
        parse_decisions(text.encode(), "x", policy.load(name))
    assert [item.code for item in caught.value.diagnostics] == [code]


def test_a_decisions_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    """A path that cannot be read exits 2."""
    with pytest.raises(UsageError):
        policy.read_decisions(tmp_path / "none.yaml")


# --- the skeleton --------------------------------------------------------------------------------


def test_an_unfilled_skeleton_is_refused_line_by_line() -> None:
    """Every field that a reviewer has to fill in is a diagnostic until it is."""
    text = policy.decisions_skeleton(SUBJECT, ITEMS)
    with pytest.raises(PolicyError) as caught:
        entries(text)
    assert len(caught.value.diagnostics) == 4 * len(ITEMS)
    assert {item.code for item in caught.value.diagnostics} == {"RP024"}


def test_a_filled_skeleton_reads_back() -> None:
    """The skeleton with its fields filled in reads as the items that it was made of."""
    text = policy.decisions_skeleton(SUBJECT, ITEMS)
    text = text.replace("authority: []", "authority: [B6]").replace('harm: ""}\n', "harm: h}\n")
    text = text.replace('reviewer: ""', "reviewer: r").replace('date: ""', "date: 2016-01-04")
    whole = parse_decisions(text.encode(), "x")
    read = whole.entries
    assert (whole.document, whole.edition) == ("07HALDEN215", "foia 1.0.0")
    # one open removal in a portion is named by the portion, two by their numbers
    assert [entry.targets for entry in read] == [("3",), ("#6",), ("#7",), ("#9",)]
    assert [entry.commitments for entry in read] == [(item.commitment,) for item in ITEMS]


def test_a_skeleton_switched_to_release_reads_back() -> None:
    """The commented line is the other decision, ready to be used."""
    text = policy.decisions_skeleton(SUBJECT, ITEMS[:1])
    text = text.replace('    uphold: {authority: [], harm: ""}\n', "").replace(
        '# release: {because: ""}', "release: {because: b}"
    )
    text = text.replace('reviewer: ""', "reviewer: r").replace('date: ""', "date: 2016-01-04")
    assert entries(text)[0].kind is EntryKind.RELEASE


def test_nothing_in_an_item_breaks_out_of_its_line() -> None:
    """Odd words and ids stay inside their comment or their quotes."""
    odd = Item(1, 'a"]\nb: c', "x\n- y", ("r\n",), "e" * 64)
    text = policy.decisions_skeleton(policy.Subject('x"\ny'), (odd,))
    assert len(text.splitlines()) == len(
        policy.decisions_skeleton(policy.Subject("x"), ITEMS[:1]).splitlines()
    )


def test_the_forms_match_their_examples() -> None:
    """Each form reads its good example and not its bad one."""
    assert DOCUMENT.read("07POST123")
    assert DOCUMENT.read("doc-abcdefghij")
    assert not DOCUMENT.read("../07POST123")
    assert NUMBER.read("7")
    assert not NUMBER.read("#7")
    assert COMMITMENT.read("0" * 64)
    assert not COMMITMENT.read("0" * 12)

"""Walks a reviewer through what is open, one question at a time, and keeps every answer at once.

Nothing here reads a terminal: questions and answers go through a `Desk`, so that a script can sit at it.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from redactor import files, policy
from redactor.errors import PolicyError, RedactorError, UsageError
from redactor.pipeline.told import deciding
from redactor.policy.authorities import Setting, lacks_ground
from redactor.policy.confirming import DECLASSIFIED
from redactor.policy.decisions_file import parse_decisions, read_ground
from redactor.policy.decisions_skeleton import decisions_skeleton, opening, targets, write_entry
from redactor.policy.nodes import Fault
from redactor.report.review import file_of, headline, undecided
from redactor.report.screen import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from redactor.report.review import Draft, OpenItem

Said = tuple[str, "Mapping[str, str | Sequence[str]]"]
"""A decision as it is written: its verb and what stands inside."""


class Left(Exception):  # noqa: N818 - no error: the reviewer goes home, every answer is kept
    """The reviewer leaves, or nobody answers any more."""


class Desk(Protocol):
    """Where a reviewer sits."""

    def tell(self, text: str) -> None:
        """Show text that ends with a line end."""

    def ask(self, question: str) -> str:
        """Give the answer to a question, without blanks around it; raises Left where none comes."""


@dataclass(frozen=True, slots=True)
class Session:
    """One reviewer at work: whom the record names, on which day, and what the policy allows.

    `setting` is None where the policy could not be read: its authorities are checked by the next run.
    """

    desk: Desk
    reviewer: str
    date: str
    setting: Setting | None = None


class Ledger:
    """A decisions file while it is being written: each answer is in it, whole, before the next question."""

    def __init__(self, folder: files.Folder, draft: Draft) -> None:
        self._folder, self._draft, self.name = folder, draft, file_of(draft)
        self._bytes = self._read()
        self._begun = (self._bytes if self._usable() else b"") or draft.used

    def answered(self, item: OpenItem | None) -> bool:
        """Say whether the file decides on an item, beyond what the run knew; None asks for the referral."""
        commitment = self._draft.commitment if item is None else item.commitment
        return not undecided(self._draft, commitment, self._begun)

    def add(self, entry: str) -> None:
        """Add one decision; raises UsageError where somebody else wrote the file meanwhile."""
        if self._read() != self._bytes:
            raise UsageError(
                f"{self.name} was changed while you decided",
                help="start the review again; it goes on from there",
            )
        head = self._begun.decode() or opening(self._draft.subject)
        written = f"{head.rstrip()}\n{entry}".encode()
        if len(self._entries(written)) != len(self._entries(self._begun)) + 1:
            raise UsageError(
                f"{self.name} cannot be added to",
                help="it was written by hand; add the decision by hand as well",
            )
        files.write_whole(self._folder, self.name, written, private=True)
        self._bytes = self._begun = written

    def _read(self) -> bytes:
        if not files.is_regular(self._folder, self.name):
            return b""
        read = files.read_in(self._folder, self.name, limit=files.INPUT_LIMIT)
        if isinstance(read, bytes):
            return read
        raise UsageError(f"{self.name}: {read.value}")

    def _usable(self) -> bool:
        """Say whether the file holds decisions; one that was laid out and left as it was holds none."""
        untouched = decisions_skeleton(self._draft.subject, self._draft.items).encode()
        return self._bytes not in {b"", untouched} and bool(self._entries(self._bytes))

    def _entries(self, data: bytes) -> Sequence[object]:
        """Read the decisions; raises PolicyError where the file is not filled in or not valid."""
        return parse_decisions(data, self.name).entries if data else ()


def walk(found: Sequence[Draft], custody: Path, desk: Desk, today: dt.date, texts: Texts) -> bool:
    """Ask for a decision on everything that is open; True where all of it has one.

    Raises PolicyError where a decisions file that stands there is not valid, UsageError where it was
    changed meanwhile. Whoever leaves keeps what was answered.
    """
    folder = files.open_folder(custody, private=True)
    try:
        reviewer = _line(desk, "your name, for the record in custody: ")
        date = _date(desk, f"the date of your decisions [{today}]: ", default=today)
        done = [
            _document(draft, folder, Session(desk, reviewer, date, _setting(draft)), texts) for draft in found
        ]
        return all(done)
    except Left:
        desk.tell("\nleft; every answer is kept\n")
        return False
    finally:
        files.close_folder(folder)


class Texts(Protocol):
    """Gives the removed texts of a draft by number; nothing where the reviewer did not ask to see them."""

    def __call__(self, draft: Draft, /) -> Mapping[int, str]:
        """Give the texts."""


def _setting(draft: Draft) -> Setting | None:
    """Read what the policy allows as a ground; None where it is not to be had here."""
    try:
        read = policy.load(draft.loaded, dict(draft.settings), unproved=draft.unproved)
    except RedactorError:
        return None
    return Setting(read.audience, read.law_enforcement, described=True)


def _document(draft: Draft, folder: files.Folder, session: Session, texts: Texts) -> bool:
    """Walk through one document; True where nothing in it is left open."""
    desk, ledger = session.desk, Ledger(folder, draft)
    desk.tell(f"\n{headline(draft)}")
    if draft.referral:
        return ledger.answered(None) or _referral(draft, ledger, session)
    shown = texts(draft)
    places = dict(zip(draft.items, targets(draft.items), strict=True))
    left = [item for item in draft.items if not ledger.answered(item)]
    if len(left) < len(draft.items):
        desk.tell(f"  {len(draft.items) - len(left)} of them decided already\n")
    skipped = 0
    for number, item in enumerate(left, 1):
        desk.tell(_described(item, number, len(left), shown.get(item.number)))
        said = _decide(item, session)
        if said is None:
            skipped += 1
            continue
        target = places[item]
        ledger.add(write_entry(target, item.commitment, *said, (session.reviewer, session.date)))
        desk.tell("  kept\n")
    return not skipped


def _referral(draft: Draft, ledger: Ledger, session: Session) -> bool:
    """Ask for the result of a referral."""
    session.desk.tell("  question  did the owner of what it holds agree to a release under this policy?\n")
    answer = _choice(session.desk, {"c": "confirm the owner's agreement", "s": "skip", "q": "quit"})
    if answer == "s":
        return False
    said = _confirmation("referral", session)
    ledger.add(write_entry(None, draft.commitment, *said, (session.reviewer, session.date)))
    session.desk.tell("  kept\n")
    return True


# --- one item ------------------------------------------------------------------------------------


def _described(item: OpenItem, number: int, total: int, text: str | None) -> str:
    """Show one open item: what it is, why it is open, what is asked."""
    rows = [
        ("marking", f"{item.marking}, {item.basis}" if item.marking else "-"),
        ("held by", ", ".join(deciding(item.rules))),
        ("ground", ", ".join(item.authorities) or "none that certainly holds"),
        ("question", question(item)),
    ]
    head = f"\n{number} of {total}: removal #{item.number} in portion {visible(item.portion or '-')}, {item.what}\n"
    told = "".join(f"  {name:<9} {visible(value)}\n" for name, value in rows)
    shown = (
        ""
        if text is None
        else "  text\n" + "".join(f"    | {line}\n" for line in visible_lines(text).splitlines())
    )
    return head + told + shown


def question(item: OpenItem) -> str:
    """Ask what a person has to decide, by what the removal is and never by what it says."""
    asked = (
        (item.kind == "run", "it repeats words of withheld text: would it tell what was withheld?"),
        (item.kind == "entity", "is it what its kind says, and does a ground cover it?"),
        (DECLASSIFIED in item.rules, "it was declassified: does another exemption cover the content?"),
        (
            item.marking.endswith("+"),
            "its marking could not be read: what may it hold, and does a ground cover it?",
        ),
        (
            item.confirmable == "declassified",
            "is it still classified? if it was declassified, who did that?",
        ),
        (item.marking == "SBU", "SBU is no ground by itself: does an exemption cover the content?"),
        (True, "no rule settles it: does a ground cover it?"),
    )
    return next(words for holds, words in asked if holds)


def _decide(item: OpenItem, session: Session) -> Said | None:
    """Ask for one decision; None where the reviewer passes on."""
    choices = {"u": "uphold", "r": "release"}
    if item.confirmable:
        words = "it was declassified" if item.confirmable == "declassified" else "the person's consent"
        choices["c"] = f"confirm {words}"
    answer = _choice(session.desk, {**choices, "s": "skip", "q": "quit"})
    if answer == "u":
        grounds = _grounds(session)
        return "uphold", {
            "authority": grounds,
            "harm": _line(session.desk, "  the harm that release would do: "),
        }
    if answer == "r":
        return "release", {"because": _line(session.desk, "  why it may be shown: ")}
    return _confirmation(item.confirmable, session) if answer == "c" else None


def _confirmation(kind: str, session: Session) -> Said:
    """Ask who decided what, in which position, and when."""
    desk = session.desk
    who = {"declassified": "who declassified it", "consent": "who consents, by full name"}
    said = {"kind": kind, "by": _line(desk, f"  {who.get(kind, 'who answered for the owner')}: ")}
    if kind != "consent":
        said["position"] = _line(desk, "  in which position: ")
    said["date"] = _date(desk, "  on which date: ", last=session.date)
    said["scope"] = _line(desk, "  what the decision covers, and where it is filed: ")
    return "confirm", said


def _grounds(session: Session) -> list[str]:
    """Ask for authorities until each of them is one that the policy may use."""
    while True:
        written = _line(session.desk, "  authority, as `B5 deliberative`; several with `;`: ")
        texts = [part.strip() for part in written.split(";") if part.strip()]
        read = [read_ground(text, session.setting) for text in texts]
        faults = [one for one in read if isinstance(one, Fault)]
        grounds = [one for one in read if not isinstance(one, Fault)]
        lacking = (
            lacks_ground(grounds, session.setting) if session.setting and grounds and not faults else None
        )
        if lacking is not None:
            faults.append(lacking)
        if grounds and not faults:
            return [str(ground) for ground in grounds]
        for fault in faults:
            session.desk.tell(
                f"  {visible(fault.message)}\n" + (f"  {visible(fault.help)}\n" if fault.help else "")
            )


# --- answers -------------------------------------------------------------------------------------


def _choice(desk: Desk, choices: Mapping[str, str]) -> str:
    """Ask for one of the letters; `q` leaves."""
    told = "   ".join(f"{letter} {words}" for letter, words in choices.items())
    while True:
        answer = desk.ask(f"  {told}\n  > ").lower()
        if answer == "q":
            raise Left
        if answer in choices:
            return answer
        desk.tell(f"  answer with one of {', '.join(choices)}\n")


def _line(desk: Desk, question_: str) -> str:
    """Ask until there is an answer that can stand in a file on one line."""
    while True:
        answer = desk.ask(question_)
        if answer and not any(unicodedata.category(char)[0] in "CZ" and char != " " for char in answer):
            return answer
        desk.tell("  one line of plain text is needed\n")


def _date(desk: Desk, question_: str, *, default: dt.date | None = None, last: str = "") -> str:
    """Ask for a day; no later than `last` where that is given."""
    while True:
        answer = desk.ask(question_) or (str(default) if default else "")
        try:
            day = dt.date.fromisoformat(answer)
        except ValueError:
            desk.tell("  a date such as 2016-01-04 is needed\n")
            continue
        if not last or str(day) <= last:
            return str(day)
        desk.tell(f"  that is after your own decision on {last}\n")


__all__ = ["Desk", "Left", "PolicyError", "walk"]

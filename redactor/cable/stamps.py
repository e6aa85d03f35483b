"""What a released copy has on every page: page numbers, case lines, release stamps. Evidence, never decisions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable.base import Chunk, Part
from redactor.cable.one_of import one_of
from redactor.model import ParseNote, SectionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redactor.cable.base import Draft
    from redactor.cable.lex import Line
    from redactor.cable.place import Place
    from redactor.model import Claim

STAMP = "release-stamp"
NUMBER = "page-number"

# "Page 1 of 3", "- Page 2 of 12 -" and "Page 4" alone match; "PAGE 02 STATE 1234" and "Page 4 says" must not.
_PAGE = re.compile(r"^(?:-[ ])?Page[ ]{1,3}\d{1,4}(?:[ ]{1,3}of[ ]{1,3}\d{1,4})?(?:[ ]-)?$")

# 'CSP-2025-00999 B-00001234567 "UNCLASSIFIED" 3/2/2026' matches; 'CSP-2025 "UNCLASSIFIED"' must not.
_CASE = re.compile(
    r'^[A-Z]{2,4}-\d{4}-\d{4,6}[ \t]{1,9}[A-Z]-\d{6,14}[ \t]{1,9}"[A-Z ]{4,24}"[ \t]{1,9}\d{1,2}/\d{1,2}/\d{4}$'
)

# "UNCLASSIFIED U.S. Department of State Case No. F-2014-12345 Doc No. C01234567 Date: 01/02/2015" matches;
# "U.S. Department of State Case" must not.
_REVIEW = re.compile(
    r"""^(?:[A-Z ]{4,24}[ ]{1,3})?U\.S\.[ ]Department[ ]of[ ]State[ ]{1,3}Case[ ]No\.[ ]{1,3}[A-Z]{1,3}-\d{4}-\d{4,6}
    [ ]{1,3}Doc[ ]No\.[ ]{1,3}C\d{6,9}[ ]{1,3}Date:[ ]{1,3}\d{1,2}/\d{1,2}/\d{4}$""",
    re.VERBOSE,
)

# Why text was withheld, in the codes that reviewers print: "B1", "1.4(D)", "(b)(6)", "NR" and "B7(C)" are codes;
# "CLASS", with which our own releases begin, must be none.
_CODE = r"(?:B\d(?:\([A-F]\))?|\([bB]\)\(\d\)(?:\([A-Fa-f]\))?|1\.[45]\([A-Ha-h]\)|NR|N/R|E\d)"
_CODES = rf"{_CODE}(?:[ ]?[,;][ ]?{_CODE}|[ ]{_CODE}){{0,15}}"

# "RELEASED IN FULL", "Declassified in Part", "RELEASE IN PART B6" and "[Stamp: Released in Full]" match;
# "RELEASE IN PART CLASS" (ours) and "Released in full view" must not.
_HEAD = re.compile(
    rf"""^(?:\[Stamp:[ ])?(?:Released?|Declassified|Denied|RELEASED?|DECLASSIFIED|DENIED)[ ](?:in|IN)[ ]
    (?:Full|Part|FULL|PART)(?:[ ]{{1,4}}{_CODES})?\]?$""",
    re.VERBOSE,
)
# What begins like a stamp: "RELEASED IN PART B1,1.4(D)" does; "THE RELEASE" must not.
_BEGINS = re.compile(
    r"^(?:\[Stamp:[ ])?(?:R(?:ELEASE|elease|EVIEW)|D(?:ECLASSIFIED|eclassified|ENIED|enied))"
)

# "Approved For Release 2005/07/28 : CIA-RDP79T00999A000100010001-0" and "No Objection to Declassification in Part
# 2010/07/01 : LOC-HAK-999-4-2-8" on one line match; "Approved for release by the Embassy" must not.
_COPY = re.compile(
    r"""^(?:Declassified[ ]in[ ]Part[ ]-[ ])?(?:Sanitized[ ]Copy[ ])?
    (?:(?i:Approved[ ]for[ ]Release)|No[ ]Objection[ ]to[ ]Declassification(?:[ ](?i:in)[ ](?:Part|Full))?)
    [ ](?:@[ ]50-Yr[ ])?\d{4}/\d{2}/\d{2}[ ]?:[ ][A-Z]{2,4}-[A-Z0-9-]{4,40}$""",
    re.VERBOSE,
)

_LINE = one_of(_PAGE, _CASE, _REVIEW, _COPY)

# "REVIEW AUTHORITY: Edith Farraday, Senior Reviewer" matches; "REVIEW AUTHORITY OF THE COURT" must not.
_AUTHORITY = re.compile(
    r"^REVIEW[ ]AUTHORITY[ ]?:[ ]{1,3}[A-Z][\w.'’-]{0,24}(?:[ ][A-Z][\w.'’-]{0,24}){1,3},[ ](?:Senior[ ])?Reviewer$"
)

# The lines under a stamp, in their order: the codes, who reviewed, of which department, when.
# "B1,1.4(B),1.4(D),B6" matches; "B1 VISAS" must not.
_UNDER = re.compile(rf"^{_CODES}$")
# "Edith Farraday, Acting-Director" matches; "The Director said" must not.
_REVIEWER = re.compile(
    r"^[A-Z][\w.'’-]{0,24}(?:[ ][A-Z][\w.'’-]{0,24}){1,3},[ ](?:Acting[- ])?(?:Deputy[ ])?Director$"
)
# "US Department of State" matches; "Department of State officials" must not.
_OFFICE = re.compile(r"^(?:U\.?S\.?[ ])?Department[ ]of[ ]State$")
# "2/25/2026" matches; "2/25/2026 and" must not.
_DAY = re.compile(r"^\d{1,2}/\d{1,2}/\d{4}$")


def survey(lines: Sequence[Line], start: int = 0) -> Mapping[int, str]:
    """Give the lines from `start` on that are stamps or page numbers by their index, each with its note's code."""
    found: dict[int, str] = {}
    for index in range(start, len(lines)):
        if index not in found:
            taken = range(index, index + run(lines, index))
            found.update({at: NUMBER if _PAGE.match(lines[at].body) else STAMP for at in taken})
    return found


def run(lines: Sequence[Line], index: int) -> int:
    """Give how many lines the stamp or page number takes that begins at `index`, 0 where none does."""
    body = lines[index].body
    if (body[-1].isdigit() or body[-1] == "-") and _LINE.match(body):
        return 1
    if not _BEGINS.match(body):
        return 0
    if not _HEAD.match(body):
        return int(_AUTHORITY.match(body) is not None)
    at = index + 1
    for under in (_UNDER, _REVIEWER, _OFFICE, _DAY):
        if at < len(lines) and lines[at].blanks == 0 and under.match(lines[at].body):
            at += 1
    return at - index


def part(place: Place) -> Part | None:
    """Take a stamp or a page number in a header as furniture."""
    lines, index = place.source.lines, place.index
    until = index + run(lines, index)
    if until == index:
        return None
    chunks = tuple(Chunk(SectionKind.FURNITURE, one.span) for one in lines[index:until])
    codes = survey(lines[:until], index)
    notes = tuple(ParseNote(codes[at], lines[at].span) for at in range(index, until))
    return Part(chunks, (), (), notes, until)


def evidence_only(text: str, draft: Draft) -> Draft:
    """Let the classification of a released copy state nothing: beside a stamp it may be the releaser's.

    A classification line with a section or a message number is the telegram's own and stays one.
    """
    if all(note.code != STAMP for note in draft.notes):
        return draft
    return replace(draft, claims=tuple(_demoted(text, claim) for claim in draft.claims))


def _demoted(text: str, claim: Claim) -> Claim:
    if claim.kind != "banner":
        return claim
    found = markings.read_banner(claim.span.of(text))
    numbered = found is not None and (found.span_section is not None or len(range(*found.rest)) > 0)
    return claim if numbered else replace(claim, kind="running")

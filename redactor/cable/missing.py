"""A telegram whose text is gone: nothing is there to release."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.errors import InputRefusedError, Refusal
from redactor.model import SectionKind

if TYPE_CHECKING:
    from redactor.model import Cable

# "ADS TEXT UNRETRIEVABLE", "TEXT NOT AVAILABLE", "NOT AVAILABLE PERSONAL FOR MESSAGE" match;
# "THE TEXT IS NOT AVAILABLE TO US" must not.
_NOTICE = re.compile(
    r"""[*\s]*(?: (?:ADS[ ])?(?:MESSAGE[ ])?TEXT[ ](?:UNRETRIEVABLE|NOT[ ]AVAILABLE|MISSING|LOST)
      | NOT[ ]AVAILABLE[ ](?:-[ ])?PERSONAL[ ]FOR[ ]MESSAGE )[.*\s]*""",
    re.VERBOSE | re.IGNORECASE,
)
# What stands behind a text or in place of none.
_AROUND = frozenset({SectionKind.TRAILER, SectionKind.DRAFTING})


def refuse(read: Cable) -> Cable:
    """Give the cable back; refuses one whose whole text is a notice that the text is missing."""
    body = [one for one in read.portions if not one.header and one.section not in _AROUND]
    told = [one for one in body if _NOTICE.fullmatch(one.span.of(read.text))]
    # The notice is short and in capitals, so that it may be taken for a name; a real name may stand under it.
    if told and all(one in told or one.section is SectionKind.SIGNATURE for one in body):
        raise InputRefusedError(
            Refusal.PARSE,
            "the telegram's text is missing: there is nothing to release",
            help="ask the archive for the text; what it holds of this telegram is a header",
        )
    return read

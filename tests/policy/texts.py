"""Pieces of policies as text, good and bad."""

from __future__ import annotations

BROKEN = """\
redactor: 1
policy: {id: broken, version: 1.0.0, title: A promise that does not hold, owner: records, review_by: 2027-11-01}
audience: {kind: public, under: discretion}
entities: 1
otherwise: {portion: {authority: [CLASS]}, entity: {authority: [PRIVACY]}}
release:
  - {id: open, when: {level: {is: [U, C]}}}
guarantees:
  - {id: nothing-classified, never: {disclosed: {level: {at_least: C}}}}
  - {id: stricter-mark-never-opens, monotone: [level]}
"""
"""A policy of which no guarantee holds."""

BY_MARKING = """redactor: 1
policy: {id: by-marking, version: 1.0.0, title: By marking alone, owner: records, review_by: 2099-01-01}
audience: {kind: staff, clearance: SBU}
detect: none
entities: 1
otherwise: {portion: {authority: [CLASS]}, entity: {authority: [PRIVACY]}}
release:
  - {id: up-to-sbu, when: {level: {at_most: SBU}}}
"""
"""A policy that looks for no entity: it needs no detector."""

HEAD = """\
redactor: 1
policy: {id: test, version: 1.0.0, title: A test, owner: tests, review_by: 2027-11-01}
entities: 1
"""
DISCRETION = "audience: {kind: public, under: discretion}\n"
FOIA = "audience: {kind: public, under: foia}\n"
FOREIGN = "audience: {kind: foreign, countries: [GBR]}\n"
STAFF = "audience: {kind: staff, clearance: SBU}\n"
OTHERWISE = "otherwise: {portion: {authority: [CLASS]}, entity: {authority: [PRIVACY]}}\n"
HOLD = "otherwise: {portion: {do: hold}, entity: {do: hold}}\n"

PUBLIC = HEAD + DISCRETION + OTHERWISE
UNDER_LAW = HEAD + FOIA + HOLD


def protect(rule: str, start: str = PUBLIC) -> str:
    """Give a policy with one protect rule."""
    return f"{start}protect:\n  - {{{rule}}}\n"


def release(rule: str, start: str = PUBLIC) -> str:
    """Give a policy with one release rule."""
    return f"{start}release:\n  - {{{rule}}}\n"


def law(authority: str, when: str = "level: {at_least: C}", more: str = "") -> str:
    """Give a policy under a law with one protect rule that names an authority."""
    return protect(f"id: a, when: {{{when}}}, do: withhold, authority: [{authority}]{more}", UNDER_LAW)

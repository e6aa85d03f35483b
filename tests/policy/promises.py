"""Policies as text, and what is decided of their promises."""

from __future__ import annotations

from pathlib import Path

from redactor.policy.guarantees import (
    Answer,
    decide,
)
from redactor.policy.load import Examined, Source, examine

SETTINGS = {"partner": {"country": "GBR"}, "other-agency": {"agency": "Energy"}}

HEAD = """redactor: 1
policy: {id: test, version: 1.0.0, title: A test, owner: records, review_by: 2027-11-01}
entities: 1
"""
AGREED = """audience: {kind: public, under: discretion}
otherwise: {portion: {authority: [CLASS]}, entity: {authority: [PRIVACY]}}
"""
BRITISH = """audience: {kind: foreign, countries: [GBR]}
otherwise: {portion: {authority: [DISSEM]}, entity: {authority: [PRIVACY]}}
"""
ROUTING = """assume:
  - {id: routing, where: {section: [tags]}, level: U, because: "no substance", approved_by: "an officer"}
"""
PLAIN = """release:
  - {id: plain, when: {level: {at_most: U}}}
  - {id: places, when: {entity: [LOCATION]}}
  - {id: people, when: {entity: [PERSON]}, unless: {list: us-officials}, up_to: role, authority: [PRIVACY]}
  - {id: officials, when: {entity: [PERSON], list: us-officials}}
protect:
  - {id: source, when: {entity: [PERSON], context: protect-note}, do: redact, authority: [SOURCE]}
"""


def read(text: str, *, prove: bool = False) -> Examined:
    return examine(Source(text.encode(), "test.yaml", Path()), prove=prove)


def answer(text: str, promise: str) -> Answer:
    """Decide one promise of a policy."""
    examined = read(f"{HEAD}{text}guarantees:\n  - {{id: g, {promise}}}\n")
    return decide(examined.policy, examined.policy.guarantees[0])

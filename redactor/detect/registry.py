"""Every rule recogniser by its stable id, in the order of the documentation; to add one, add its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.detect import header, offices, persons, places, stated
from redactor.detect.amount_forms import DATES, MONEY, date_finder
from redactor.detect.contact_forms import FORMS as CONTACTS
from redactor.detect.contact_forms import phones
from redactor.detect.forms import Form, finder
from redactor.detect.identity_forms import BIRTHS, NUMBERS, birth_finder, ibans
from redactor.detect.participants import participants
from redactor.detect.place_forms import FORMS as POSITIONS

if TYPE_CHECKING:
    from redactor.detect.base import Recogniser

FORMS: tuple[Form, ...] = (*BIRTHS, *NUMBERS, *POSITIONS, *MONEY, *DATES, *CONTACTS)
"""Every form, in the order of the documentation."""

RECOGNISERS: dict[str, Recogniser] = {
    "title-name": persons.titled,
    "title-list": persons.listed,
    "participants": participants,
    "labelled-name": stated.labelled,
    "announced-name": stated.announced,
    "speaker": stated.speakers,
    "name-title": persons.apposed,
    "classified-by": header.classifier,
    "order-name": header.order_names,
    "tags-person": header.tags_persons,
    "pass-line": header.pass_lines,
    "signature": header.signature,
    "drafting": header.drafting,
    "drafting-office": offices.office_names,
    "place": places.known_places,
    "nationality": places.known_nationalities,
    "post": places.known_posts,
    "body": places.bodies,
    **{row.id: birth_finder(row) for row in BIRTHS},
    **{row.id: finder(row) for row in NUMBERS},
    "iban": ibans,
    **{row.id: finder(row) for row in (*POSITIONS, *MONEY)},
    **{row.id: date_finder(row) for row in DATES},
    **{row.id: finder(row) for row in CONTACTS},
    "local-phone": phones,
}

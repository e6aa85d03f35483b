"""Every rule recogniser by its stable id, in the order of the documentation; to add one, add its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.detect import header, offices, persons, places
from redactor.detect.details import FORMS, form_finder, ibans

if TYPE_CHECKING:
    from redactor.detect.base import Recogniser

RECOGNISERS: dict[str, Recogniser] = {
    "title-name": persons.titled,
    "title-list": persons.listed,
    "name-title": persons.apposed,
    "classified-by": header.classifier,
    "tags-person": header.tags_persons,
    "pass-line": header.pass_lines,
    "signature": header.signature,
    "drafting": header.drafting,
    "drafting-office": offices.office_names,
    "place": places.known_places,
    "nationality": places.known_nationalities,
    "post": places.known_posts,
    "body": places.bodies,
    **{form.id: form_finder(form) for form in FORMS},
    "iban": ibans,
}

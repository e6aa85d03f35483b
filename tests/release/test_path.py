"""Releases of whole cables, read and decided on as a run does it."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

from redactor import cable as cables
from redactor import files
from redactor import policy as policies
from redactor.model import ReleaseState
from redactor.pipeline.compute import Computed, prepare
from redactor.release import FORMATS, guard, plan, render, to_json

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = dt.date(2016, 1, 1)
SETTINGS = {"partner": {"country": "GBR"}}

# Quirks of the telegram form in one short text: split banner, captions, a page line in a sentence and one
# between paragraphs, a withheld last line. Every name and number is invented.
CABLE = """\

VZCZCXYZ0042
RR RUEHC
DE RUEHQB #0042 1690941
ZNY CCCCC ZZH
R 180941Z JUN 07
FM AMEMBASSY QUENBY
TO RUEHC/SECSTATE WASHDC 0042
BT
C O N F I D E N T I A L SECTION 01 OF 02 QUENBY 000042

SIPDIS

NOFORN
SIPDIS

E.O. 12958: DECL: 06/17/2017
TAGS: PGOV, PREL
SUBJECT: WATER PRICES
AND ROADS

Classified By: Econoff Mira Tollander; reasons 1.4 (b) and (d).

1. (C) The ministry said that prices

QUENBY 00000042 002 OF 002

would rise before the winter, and asked for time.

QUENBY 00000042 002 OF 002

2. (SBU) Farmers grow wheat
and cotton in the north.

3. (U) The road to the port is open.
TOLLANDER


"""


@cache
def done(name: str, text: str = CABLE) -> Computed:
    """Read, decide, plan, render and guard; no detector, so that this stays quick."""
    policy = policies.load(name, SETTINGS.get(name, {}), unproved=True)
    prepared = prepare(cables.read(text.encode()), None)
    verdict = policies.decide(
        prepared.cable, prepared.view, (), policy, as_of=AS_OF, role_of=lambda _title: None
    )
    redactions = plan(prepared.cable, verdict)
    release = render(prepared.cable, policy, verdict, redactions)
    guard(prepared.cable, prepared.view, (), policy, verdict, release)
    return Computed(prepared, verdict, redactions, release)


def test_the_public_copy_of_a_confidential_cable() -> None:
    """What is open stays, one marker for each portion that is not, and no page line or caption is seen."""
    lines = done("public").release.text.split("\n")
    assert lines[0] == "UNCLASSIFIED"
    assert lines[1].startswith("RELEASE IN PART CLASS, SBU")
    assert lines[2] == "(was: CONFIDENTIAL//NOFORN, struck)"
    body = "\n".join(line.split(" [")[0].split("[")[0] for line in lines[4:])
    assert (
        "QUENBY 000042\n\nE.O. 12958:\nTAGS: PGOV, PREL\nSUBJECT:\n\nClassified By:\n\n1. (C)\n\n2. (SBU)\n\n3. (U)"
        in body
    )
    assert body.count("00000042") == 0
    assert "SIPDIS" not in body


def test_the_staff_copy_of_a_confidential_cable() -> None:
    """Sensitive paragraphs stay whole, and the banner is theirs with the caption."""
    release = done("internal-sbu").release
    assert release.banner == "SENSITIVE BUT UNCLASSIFIED//NOFORN"
    assert "2. (SBU) Farmers grow wheat\nand cotton in the north.\n\n3. (U)" in release.text


def test_the_partners_copy_of_a_noforn_cable() -> None:
    """Nothing of it is shown, down to the blank lines."""
    release = done("partner").release
    assert release.state is ReleaseState.DENIED
    assert release.text == "UNCLASSIFIED\nDENIED: no portion is releasable to GBR\n"


def test_the_draft_of_a_request() -> None:
    """What awaits a person is said first, and the marker says where."""
    release = done("foia").release
    assert release.text.startswith("DRAFT - 1 item awaits review\n")
    assert "2. (SBU) [REVIEW: paragraph]\n" in release.text


@pytest.mark.parametrize("name", ["public", "foia", "partner", "internal-sbu", "source-protection"])
def test_every_rendering_of_every_stock_policy(name: str) -> None:
    """Each format reads back, and JSON keeps to the schema that ships."""
    release = done(name).release
    assert all(form.read(form.write(release)) == release.text for form in FORMATS.values())
    schema = json.loads(files.package_data("release-v1.schema.json"))
    Draft202012Validator(schema, registry=Registry()).validate(json.loads(to_json(release)))


# Each row: a cable that differs from the one above in removed text or furniture only.
TWINS = [
    # other words and another length
    (
        "the ministry of roads",
        CABLE.replace("The ministry said that prices", "A much longer sentence of other words says what"),
    ),
    # no page line in the sentence, none behind the paragraph
    ("no page line inside", CABLE.replace("prices\n\nQUENBY 00000042 002 OF 002\n\nwould", "prices would")),
    ("no page line behind", CABLE.replace("time.\n\nQUENBY 00000042 002 OF 002\n", "time.\n")),
    # one routing word more
    ("one SIPDIS more", CABLE.replace("time.\n\nQUENBY", "time.\n\nSIPDIS\n\nQUENBY")),
    # another subject, on one line
    ("subject on one line", CABLE.replace("WATER PRICES\nAND ROADS", "TAXES")),
    # trailing blanks behind what is withheld
    ("trailing blanks", CABLE.replace("asked for time.", "asked for time.   ")),
]


@pytest.mark.parametrize(("why", "text"), TWINS, ids=[row[0] for row in TWINS])
@pytest.mark.parametrize("name", ["public", "foia", "partner", "internal-sbu"])
def test_removed_text_and_furniture_leave_no_trace(why: str, text: str, name: str) -> None:
    """The copy of a cable that differs in nothing shown is the same copy."""
    assert text != CABLE, why
    left, right = done(name).release, done(name, text).release
    assert left.text == right.text
    assert left.places == right.places


def test_the_real_cable_passes_every_guard(real_cable: Path) -> None:
    """The cable that the project is measured by is released under each policy, and every format holds it."""
    text = real_cable.read_bytes().decode()
    for name in ("public", "foia", "partner", "internal-sbu"):
        release = done(name, text).release
        assert FORMATS["json"].read(FORMATS["json"].write(release)) == release.text
        assert "SIPDIS" not in release.text
        assert " OF 004" not in release.text

"""Authorities: how they are written, and when a rule that fires may rest on one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from redactor.markings.types import Foreign, Level, Marking, Status
from redactor.model import Audience, AudienceKind, Authority, Basis, EntityKind
from redactor.policy.authorities import Firing, parse_authority, registry, resolve
from redactor.policy.authority_checks import Setting, check
from redactor.policy.authority_reading import OLD_REASON
from redactor.policy.authority_registry import CITATION, LATE_REASON
from redactor.policy.nodes import Fault

FOIA = Audience(AudienceKind.PUBLIC, under="foia")
SYSTEMATIC = Audience(AudienceKind.PUBLIC, under="systematic")
MDR = Audience(AudienceKind.PUBLIC, under="mdr")
DISCRETION = Audience(AudienceKind.PUBLIC, under="discretion")
PARTNER = Audience(AudienceKind.FOREIGN, countries=("GBR",))
C = Marking(Level.C)
U = Marking(Level.U)

# A confidential portion of a cable of 2007, its date not reached, in a release of 2016.
FIRING = Firing(
    audience=FOIA,
    marking=C,
    record=C,
    basis=Basis.MARKED,
    reasons=("1.4(b)", "1.4(d)"),
    origin=dt.date(2007, 6, 18),
    as_of=dt.date(2016, 1, 1),
    status=Status.NOT_REACHED,
)

READ = (
    ("B1 1.4(b),1.4(d)", Authority("B1", ("1.4(b)", "1.4(d)"))),
    # blanks, capitals and repeats are no matter
    ("B1  1.4(B), 1.4(d), 1.4(b)", Authority("B1", ("1.4(b)", "1.4(d)"))),
    ("B1 from-cable", Authority("B1", ("from-cable",))),
    ("from-cable", Authority("B1", ("from-cable",))),
    ("B1 25X6", Authority("B1", ("25X6",))),
    ("B1 50x1-hum", Authority("B1", ("50X1-HUM",))),
    ("B3 INA", Authority("B3", ("INA",))),
    ("B3 CIA PERS/ORG", Authority("B3", ("CIA PERS/ORG",))),
    ("B3 50 U.S.C. 3024(i)", Authority("B3", ("50 U.S.C. 3024(i)",))),
    # a statute that the registry lacks, by its citation
    ("B3 10 U.S.C. 424", Authority("B3", ("10 U.S.C. 424",))),
    ("B3 26 U.S.C. 6103(a)", Authority("B3", ("26 U.S.C. 6103(a)",))),
    ("B3 Public Law 99-99 sec. 505", Authority("B3", ("Public Law 99-99 sec. 505",))),
    ("B3 the tax code", None),
    ("B3 26 USC 6103", None),
    # after 50 years two exemptions have a name of their own, no other has
    ("B1 50X2-WMD", Authority("B1", ("50X2-WMD",))),
    ("B1 50X6-HUM", None),
    ("B1 25X1-HUM", None),
    ("B5 presidential-communications", Authority("B5", ("presidential-communications",))),
    ("B5 deliberative", Authority("B5", ("deliberative",))),
    ("B5 attorney work product", None),
    ("B5 work product", Authority("B5", ("work-product",))),
    ("B6", Authority("B6")),
    ("B7D", Authority("B7D")),
    ("CLASS", Authority("CLASS")),
    ("SBU", Authority("SBU")),
    ("DISSEM", Authority("DISSEM")),
    ("DISSEM NOFORN", Authority("DISSEM", ("NOFORN",))),
    ("DISSEM rel to", Authority("DISSEM", ("REL TO",))),
    ("DISSEM SECRETLY", None),
    ("b6", None),
    ("B7", None),
    ("(b)(6)", None),
    ("FOUO", None),
    ("B1 1.4(i)", None),
    ("B1 25X0", None),
    ("CLASS C", None),
    ("", None),
)


@pytest.mark.parametrize(("text", "expected"), READ)
def test_an_authority_is_read_or_refused(text: str, expected: Authority | None) -> None:
    """Each spelling of the table reads as its authority, or is a fault with a message."""
    read = parse_authority(text)
    assert read == expected if expected else isinstance(read, Fault)


@pytest.mark.parametrize("expected", [item for _, item in READ if item])
def test_an_authority_reads_back_as_it_is_written(expected: Authority) -> None:
    """What a marker shows of an authority is read as the same authority."""
    assert parse_authority(str(expected)) == expected


# Each row: what differs from FIRING, the authority, and what it resolves to (None: not a ground here).
B1_CABLE = Authority("B1", ("from-cable",))
B1_D = Authority("B1", ("1.4(d)",))
B1_25X6 = Authority("B1", ("25X6",))
B5_D, B5_A = Authority("B5", ("deliberative",)), Authority("B5", ("attorney-client",))
B5_BOTH = Authority("B5", ("deliberative", "attorney-client"))
RESOLVED: tuple[tuple[str, dict[str, object], Authority, Authority | None], ...] = (
    ("the cable's own reasons", {}, B1_CABLE, Authority("B1", ("1.4(b)", "1.4(d)"))),
    ("a cable without reasons", {"reasons": ()}, B1_CABLE, None),
    (
        "reasons beside the cable's",
        {},
        Authority("B1", ("1.4(c)", "from-cable")),
        Authority("B1", ("1.4(c)", "1.4(b)", "1.4(d)")),
    ),
    ("a reason of the policy's", {"reasons": ()}, B1_D, B1_D),
    # classified, certainly and still
    ("a U portion", {"marking": U}, B1_D, None),
    ("an SBU portion", {"marking": Marking(Level.SBU)}, B1_D, None),
    ("at least C", {"marking": Marking(Level.C, known=False)}, B1_D, B1_D),
    ("a record that is U", {"marking": U, "record": U, "basis": Basis.INHERITED}, B1_D, None),
    (
        "unmarked text of a classified record",
        {"marking": Marking(Level.U, known=False), "basis": Basis.UNKNOWN},
        B1_D,
        B1_D,
    ),
    ("a reviewer on a U portion of a classified record", {"marking": U, "by_reviewer": True}, B1_D, B1_D),
    ("a reviewer on a record that is U", {"marking": U, "record": U, "by_reviewer": True}, B1_D, None),
    ("the date is reached", {"status": Status.DATE_REACHED}, B1_D, None),
    ("the date cannot be told", {"status": Status.NEEDS_HUMAN}, B1_D, None),
    ("the date is calculated", {"status": Status.CALCULATED}, B1_D, None),
    ("no status was judged", {"status": None}, B1_D, None),
    ("exempt", {"status": Status.EXEMPT}, B1_D, B1_D),
    ("a reviewer after the date", {"status": Status.DATE_REACHED, "by_reviewer": True}, B1_D, B1_D),
    # age
    ("25X6 on a record of nine years", {}, B1_25X6, None),
    ("25X6 on it, by a reviewer", {"by_reviewer": True}, B1_25X6, None),
    ("25X6 on the last day of its 25th year", {"as_of": dt.date(2032, 12, 31)}, B1_25X6, None),
    ("25X6 on the day after", {"as_of": dt.date(2033, 1, 1)}, B1_25X6, B1_25X6),
    ("1.4(d) on that day", {"as_of": dt.date(2033, 1, 1)}, B1_D, None),
    ("50X6 on that day", {"as_of": dt.date(2033, 1, 1)}, Authority("B1", ("50X6",)), None),
    ("25X6 on a record without a date", {"origin": None, "as_of": dt.date(2040, 1, 1)}, B1_25X6, None),
    ("a record of the last year there is", {"origin": dt.date(9990, 1, 1)}, B1_D, B1_D),
    # persons
    ("B6 on a name", {"entity": EntityKind.PERSON}, Authority("B6"), Authority("B6")),
    ("B6 on a telephone number", {"entity": EntityKind.PHONE}, Authority("B6"), Authority("B6")),
    ("B6 on a place", {"entity": EntityKind.LOCATION}, Authority("B6"), None),
    ("B6 on a whole portion", {}, Authority("B6"), None),
    ("B6 on a whole portion by a reviewer", {"by_reviewer": True}, Authority("B6"), Authority("B6")),
    # law enforcement
    ("B7D without the flag", {}, Authority("B7D"), None),
    ("B7D with it", {"law_enforcement": True}, Authority("B7D"), Authority("B7D")),
    # parts
    ("B3 with its statute", {}, Authority("B3", ("INA",)), Authority("B3", ("INA",))),
    ("B3 without", {}, Authority("B3"), None),
    ("B5 without a privilege", {}, Authority("B5"), None),
    # a privilege that ends
    ("B5 deliberative at 24 years", {"as_of": dt.date(2032, 6, 17)}, B5_D, B5_D),
    ("B5 deliberative at 25 years", {"as_of": dt.date(2032, 6, 18)}, B5_D, None),
    ("it, by a reviewer", {"as_of": dt.date(2032, 6, 18), "by_reviewer": True}, B5_D, None),
    ("it, on a record without a date", {"origin": None}, B5_D, None),
    ("it, by a reviewer who knows the date", {"origin": None, "by_reviewer": True}, B5_D, B5_D),
    ("another privilege at 25 years", {"as_of": dt.date(2032, 6, 18)}, B5_BOTH, B5_A),
    # what a named authority declassified
    ("B1 on declassified text", {"status": Status.CONFIRMED, "by_reviewer": True}, B1_D, None),
    # nothing is unresponsive where nobody asked
    ("NR under systematic review", {"audience": SYSTEMATIC}, Authority("NR"), None),
    # agreed grounds and laws do not mix
    ("CLASS under a law", {}, Authority("CLASS"), None),
    ("SBU under a law", {}, Authority("SBU"), None),
    ("CLASS under discretion", {"audience": DISCRETION}, Authority("CLASS"), Authority("CLASS")),
    ("B5 under discretion", {"audience": DISCRETION}, Authority("B5", ("deliberative",)), None),
    # controls
    (
        "DISSEM as written",
        {"audience": PARTNER},
        Authority("DISSEM", ("ORCON",)),
        Authority("DISSEM", ("ORCON",)),
    ),
    (
        "DISSEM by the rule's control",
        {
            "audience": PARTNER,
            "controls": ("EXDIS", "NODIS"),
            "marking": Marking(Level.C, controls=frozenset({"NODIS"})),
        },
        Authority("DISSEM"),
        Authority("DISSEM", ("NODIS",)),
    ),
    (
        "DISSEM on text without a release mark",
        {"audience": PARTNER},
        Authority("DISSEM"),
        Authority("DISSEM", ("NOFORN",)),
    ),
    (
        "DISSEM on text released to others",
        {"audience": PARTNER, "marking": Marking(Level.C, foreign=Foreign(frozenset({"FRA"})))},
        Authority("DISSEM"),
        Authority("DISSEM", ("REL TO",)),
    ),
    (
        "DISSEM on text to be shown only",
        {"audience": PARTNER, "marking": Marking(Level.C, foreign=Foreign(display=frozenset({"GBR"})))},
        Authority("DISSEM"),
        Authority("DISSEM", ("DISPLAY ONLY",)),
    ),
    (
        "DISSEM on text that an officer releases",
        {"audience": PARTNER, "marking": Marking(Level.C, foreign=Foreign(relido=True))},
        Authority("DISSEM"),
        Authority("DISSEM", ("RELIDO",)),
    ),
    (
        "DISSEM by a NOFORN mark at home",
        {"audience": DISCRETION, "controls": ("NOFORN",), "marking": Marking(Level.C, foreign=Foreign())},
        Authority("DISSEM"),
        Authority("DISSEM", ("NOFORN",)),
    ),
    (
        "DISSEM with nothing to name at home",
        {"audience": DISCRETION},
        Authority("DISSEM"),
        Authority("DISSEM"),
    ),
)


@pytest.mark.parametrize(
    ("change", "authority", "expected"), [row[1:] for row in RESOLVED], ids=[row[0] for row in RESOLVED]
)
def test_an_authority_resolves_only_where_its_conditions_certainly_hold(
    change: dict[str, object], authority: Authority, expected: Authority | None
) -> None:
    """Each row of the table gives the authority with its parts, or None."""
    assert resolve(authority, replace(FIRING, **change)) == expected  # type: ignore[arg-type]  # rows name fields of Firing


# Each row: the authority, the audience, whether the rule describes, and the fault.
UNLAWFUL = (
    ("B1 1.4(d)", SYSTEMATIC, False, "RP225"),  # after 25 years 1.4 is no reason
    ("B1 from-cable", SYSTEMATIC, False, "RP225"),  # nor are the cable's
    ("B5 deliberative", SYSTEMATIC, False, "RP225"),  # nor does that privilege last
    ("B1 1.4(d),25X6", FOIA, False, "RP226"),  # one record is not both younger and older
    ("B1 25X9", MDR, False, "RP227"),  # the statute or treaty has no name
    ("B1 50X9", SYSTEMATIC, False, "RP227"),
    ("NR", SYSTEMATIC, True, "RP224"),  # nobody asked for anything
    ("NR", FOIA, False, "RP220"),  # a scope note is missing
    ("B7D", MDR, False, "RP209"),  # no records of law enforcement
    ("B6", PARTNER, False, "RP205"),  # a foreign government has no claim under the law
    ("B1 25X6", SYSTEMATIC, False, None),
    ("B1 25X9", SYSTEMATIC, True, None),
    ("B1 from-cable,25X6", FOIA, False, "RP226"),  # the cable's own are reasons of 1.4
    ("B5 deliberative,attorney-client", SYSTEMATIC, False, None),  # the other privilege lasts
    ("NR", MDR, True, None),
    ("B3 AEA", SYSTEMATIC, False, None),
)


@pytest.mark.parametrize(("text", "audience", "described", "code"), UNLAWFUL)
def test_a_combination_that_is_not_lawful_is_a_fault_of_the_file(
    text: str,
    audience: Audience,
    described: bool,  # noqa: FBT001 - a row of the table
    code: str | None,
) -> None:
    """It is found when the policy is loaded, not when a cable meets it."""
    authority = parse_authority(text)
    assert isinstance(authority, Authority)
    fault = check(authority, Setting(audience, described=described))
    assert (fault.code if fault else None) == code


def test_what_is_discretionary_says_so() -> None:
    """B1 and B3 withhold what may not be disclosed, NR what nobody asked for; all other exemptions need a harm."""
    lawful = [row for row in registry().rows.values() if row.lawful]
    assert [row.code for row in lawful if not row.harm] == ["B1", "B3", "NR"]
    assert all(row.under for row in lawful)


def test_every_row_of_the_registry_has_a_source() -> None:
    """Each authority says where it is laid down, and is in the documentation's terms."""
    assert all(row.source and row.title for row in registry().rows.values())
    assert {row.part for row in registry().rows.values()} <= {
        "none",
        "reason",
        "statute",
        "privilege",
        "control",
    }


def test_the_patterns_match_their_examples() -> None:
    """Each regular expression matches its good example and not its bad one."""
    assert OLD_REASON.fullmatch("1.5(d)")
    assert not OLD_REASON.fullmatch("1.4(d)")
    assert LATE_REASON.fullmatch("25X1")
    assert LATE_REASON.fullmatch("50X1-HUM")
    assert not LATE_REASON.fullmatch("1.4(d)")
    assert not LATE_REASON.fullmatch("X1")
    assert CITATION.fullmatch("22 U.S.C. 2778(e)")
    assert not CITATION.fullmatch("the tax code")

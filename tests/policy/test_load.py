"""Loading a policy that is right: the design's own, the stock policies, parameters, lists by digest."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from redactor import policy
from redactor.errors import ExitCode, PolicyError, UsageError
from redactor.markings.types import Level
from redactor.model import Action, AudienceKind, Authority, Condition, Matcher, SectionKind
from redactor.policy.load import Source, examine, open_source
from tests.policy.texts import FOREIGN, HEAD, OTHERWISE, PUBLIC, release
from tests.policy.worlds import HERE

# The block of the design, section 5, as it stands there.
DESIGN = """\
redactor: 1
policy: {id: public, version: 1.0.0, title: What may be published without a decision, owner: records, review_by: 2027-11-01}
audience: {kind: public, under: discretion}
entities: 1                            # version of the entity vocabulary
otherwise: {portion: {authority: [CLASS]}, entity: {authority: [PRIVACY]}}
assume:                                # a declared, signed reading of unmarked text; guarantees name the ones they rest on
  - {id: routing-open, where: {section: [message-number, date, from, tags]}, level: U, because: "names post and topics, no substance", approved_by: "..."}
release:
  - {id: unclassified, when: {level: {at_most: U}}}
  - {id: places, when: {entity: [LOCATION, POST, ORGANIZATION, NATIONALITY, DATE_TIME, MONEY]}, up_to: keep}
  - {id: officials, when: {entity: [PERSON], list: us-officials}, up_to: keep}
  - {id: others-by-role, when: {entity: [PERSON]}, unless: {list: us-officials}, up_to: role, authority: [PRIVACY]}
protect:
  - {id: classified, when: {level: {at_least: C}}, do: withhold, authority: [CLASS]}
  - {id: sensitive, when: {level: {is: [SBU]}}, do: withhold, authority: [SBU]}
  - {id: noforn, when: {controls: {any_of: [NOFORN]}, level: {at_least: SBU}}, do: withhold, authority: [DISSEM]}
  - {id: protected-source, when: {entity: [PERSON], context: protect-note}, do: redact, authority: [SOURCE]}
guarantees:
  - {id: nothing-above-u, never: {disclosed: {level: {at_least: SBU}}}, except_assumptions: [routing-open]}
  - {id: stricter-mark-never-opens, monotone: [level, controls]}
"""


def stored(folder: Path, text: str, name: str = "test.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_policy_of_the_design_loads(tmp_path: Path) -> None:
    """The ten-line policy of the design is read into the nouns, word for word."""
    loaded = policy.load(stored(tmp_path, DESIGN))
    assert (loaded.id, loaded.version, loaded.owner, loaded.review_by) == (
        "public",
        "1.0.0",
        "records",
        dt.date(2027, 11, 1),
    )
    assert (loaded.audience.kind, loaded.audience.under, loaded.audience.lawful) == (
        AudienceKind.PUBLIC,
        "discretion",
        False,
    )
    assert loaded.otherwise.portion == (Authority("CLASS"),)
    assert loaded.otherwise.entity == (Authority("PRIVACY"),)
    (assumption,) = loaded.assumptions
    assert assumption.sections == (
        SectionKind.MESSAGE_NUMBER,
        SectionKind.DATE,
        SectionKind.FROM,
        SectionKind.TAGS,
    )
    assert (assumption.level, assumption.because) == (Level.U, "names post and topics, no substance")
    assert [rule.id for rule in loaded.release] == ["unclassified", "places", "officials", "others-by-role"]
    assert [rule.on_entity for rule in loaded.release] == [False, True, True, True]
    others = loaded.release[3]
    assert (others.action, others.authorities) == (Action.ROLE, (Authority("PRIVACY"),))
    assert others.unless == Condition((Matcher("list", "", ("us-officials",)),))
    noforn = loaded.protect[2]
    assert noforn.when.matchers == (
        Matcher("controls", "any_of", ("NOFORN",)),
        Matcher("level", "at_least", ("SBU",)),
    )
    assert (noforn.action, noforn.hold, noforn.authorities) == (
        Action.WITHHOLD,
        False,
        (Authority("DISSEM"),),
    )
    assert [(rule.id, rule.place.line) for rule in loaded.protect][:2] == [
        ("classified", 14),
        ("sensitive", 15),
    ]
    assert (loaded.captions_reach, loaded.detect, loaded.amount) == ("all", "all", "hidden")
    assert [(item.id, item.kind, item.axes) for item in loaded.guarantees] == [
        ("nothing-above-u", "never", ()),
        ("stricter-mark-never-opens", "monotone", ("level", "controls")),
    ]
    assert loaded.guarantees[0].except_assumptions == ("routing-open",)
    assert loaded.sha256 == hashlib.sha256(DESIGN.encode()).hexdigest()
    assert [(named.name, named.ships) for named in loaded.lists] == [("us-officials", True)]


def test_the_designs_page_still_holds_that_policy(shared: Path) -> None:
    """The copy above is the design's own block."""
    assert DESIGN in (shared / "DESIGN.md").read_text(encoding="utf-8")


def test_a_policy_that_breaks_its_guarantee_does_not_run(tmp_path: Path) -> None:
    """The design's policy with C released is refused, `--unproved` or not, where the guarantee stands."""
    text = DESIGN.replace("{at_most: U}", "{at_most: C}").replace("{level: {at_least: C}}", "{portion: [99]}")
    for unproved in (False, True):
        with pytest.raises(PolicyError) as caught:
            policy.load(stored(tmp_path, text), unproved=unproved)
        found = [(item.code, item.place.line if item.place else 0) for item in caught.value.diagnostics]
        assert found == [("RP301", 19), ("RP301", 20)]
        assert caught.value.exit_code is ExitCode.POLICY


# --- the stock policies --------------------------------------------------------------------------

SETTINGS = {"partner": {"country": "GBR"}, "other-agency": {"agency": "Treasury"}}


def test_the_stock_policies_are_these() -> None:
    """Seven policies ship."""
    assert policy.stock() == (
        "foia",
        "internal-sbu",
        "other-agency",
        "partner",
        "public",
        "source-protection",
        "systematic-review-25-year",
    )


@pytest.mark.parametrize("name", policy.stock())
def test_a_stock_policy_loads_without_a_warning(name: str) -> None:
    """Each loads under its own name."""
    loaded = policy.load(name, SETTINGS.get(name, {}), today=dt.date(2027, 11, 1))
    assert (loaded.id, loaded.warnings) == (name, ())
    assert loaded.guarantees


@pytest.mark.parametrize("name", policy.stock())
def test_every_rule_of_a_stock_policy_says_why(name: str) -> None:
    """A comment `Why:` stands right above each rule, assumption and default."""
    lines = policy.path_of(name).read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines):
        if line.startswith(("  - ", "otherwise:")):
            above = number - 1
            while lines[above].strip().startswith("#") and "Why:" not in lines[above]:
                above -= 1
            assert "# Why:" in lines[above], (name, number + 1)


def test_the_public_stock_policy_is_the_designs() -> None:
    """`public` says what the design's block says, and promises the same."""
    stock = policy.load("public")
    design = examine(Source(DESIGN.encode(), "x", Path())).policy
    for ours, theirs in zip(
        (*stock.release, *stock.protect), (*design.release, *design.protect), strict=True
    ):
        assert (ours.id, ours.when, ours.unless, ours.action) == (
            theirs.id,
            theirs.when,
            theirs.unless,
            theirs.action,
        )
        assert ours.authorities == theirs.authorities
    assert stock.otherwise == design.otherwise
    assert [replace(one, place=HERE) for one in stock.guarantees] == [
        replace(one, place=HERE) for one in design.guarantees
    ]
    assert [(a.id, a.sections, a.level) for a in stock.assumptions] == [
        (a.id, a.sections, a.level) for a in design.assumptions
    ]


# --- where a policy is found ---------------------------------------------------------------------


def test_a_policy_that_is_not_there_is_wrong_usage() -> None:
    """A name that is neither stock nor a file exits 2 and suggests the nearest."""
    with pytest.raises(UsageError) as caught:
        policy.load("publik")
    assert caught.value.help == "did you mean `public`?"


def test_a_folder_is_no_policy(tmp_path: Path) -> None:
    """A folder in place of a file is wrong usage."""
    with pytest.raises(UsageError):
        policy.load(str(tmp_path))


def test_a_policy_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """More than a mebibyte is not read."""
    with pytest.raises(PolicyError) as caught:
        policy.load(stored(tmp_path, "#" * (1024 * 1024 + 1)))
    assert caught.value.diagnostics[0].code == "RP002"


def test_diagnostics_name_the_file_as_it_was_typed(tmp_path: Path) -> None:
    """The path in a diagnostic is the one on the command line, a stock policy's is short."""
    path = stored(tmp_path, "a: 1\n")
    assert open_source(path).file == path
    assert open_source("public").file == "policies/public.yaml"


# --- parameters ----------------------------------------------------------------------------------

PARTNER = (
    HEAD + FOREIGN.replace("GBR", "{param: country}") + OTHERWISE + "params: {country: {type: country}}\n"
)


def test_a_parameter_is_put_in() -> None:
    """`{param: country}` reads as the value of `--set country=GBR`."""
    loaded = examine(Source(PARTNER.encode(), "x", Path()), {"country": "GBR"}).policy
    assert (loaded.audience.countries, dict(loaded.params)) == (("GBR",), {"country": "GBR"})


def test_a_missing_value_names_the_line_to_type(tmp_path: Path) -> None:
    """Without a value the loader says exactly what to add."""
    with pytest.raises(UsageError) as caught:
        policy.load(stored(tmp_path, PARTNER))
    assert "--set country=GBR" in caught.value.help
    assert caught.value.exit_code is ExitCode.USAGE


def test_faults_of_the_file_come_before_missing_values(tmp_path: Path) -> None:
    """A policy that is wrong is exit 4 even when nothing was set."""
    with pytest.raises(PolicyError):
        policy.load(stored(tmp_path, PARTNER + "detekt: none\n"))


@pytest.mark.parametrize(
    "settings",
    [
        {"countri": "GBR"},  # a name that the policy does not declare
        {"country": ""},  # an empty country (DOMAIN.md 13)
        {"country": "gbr"},  # another spelling
        {"country": "GBQ"},  # no country
        {"country": "GBR\n"},  # something behind it
    ],
)
def test_a_setting_that_does_not_fit_is_wrong_usage(settings: dict[str, str]) -> None:
    """Unknown names and bad values exit 2."""
    with pytest.raises(UsageError):
        examine(Source(PARTNER.encode(), "x", Path()), settings)


def test_the_releasing_country_cannot_be_set_as_partner() -> None:
    """`--set country=USA` does not get through."""
    with pytest.raises(PolicyError) as caught:
        examine(Source(PARTNER.encode(), "x", Path()), {"country": "USA"})
    assert caught.value.diagnostics[0].code == "RP217"


@pytest.mark.parametrize(
    ("type_", "good", "bad"),
    [
        ("country", "GBR", "Britain"),
        ("case-number", "F-2011-12345", "2011"),
        ("date", "2016-01-01", "2016-13-01"),
        ("post", "ABU DHABI", "ABU DHABY"),
        ("portion", "3a", "¶3"),
        ("tag", "PGOV", "pgov"),
        ("text", "any words", "  "),
    ],
)
def test_each_parameter_type_takes_its_values(type_: str, good: str, bad: str) -> None:
    """A value of the type is taken, another is refused, and a default stands in."""
    text = f"{PUBLIC}params: {{a: {{type: {type_}, default: {good}}}}}\n"
    assert dict(examine(Source(text.encode(), "x", Path())).policy.params) == {"a": good}
    assert dict(examine(Source(text.encode(), "x", Path()), {"a": good}).policy.params) == {"a": good}
    with pytest.raises(UsageError):
        examine(Source(text.encode(), "x", Path()), {"a": bad})


# --- matchers ------------------------------------------------------------------------------------

MATCHERS = (
    ("level: {at_most: U}", ("level", "at_most", ("U",))),
    ("level: {at_least: C}", ("level", "at_least", ("C",))),
    ("level: {is: [C, TS]}", ("level", "is", ("C", "TS"))),
    ("controls: {any_of: [NODIS, EYES-ONLY]}", ("controls", "any_of", ("NODIS", "EYES-ONLY"))),
    ("controls: {all_of: [REL TO]}", ("controls", "all_of", ("REL TO",))),
    ("controls: {none_of: [ORCON]}", ("controls", "none_of", ("ORCON",))),
    ("declassified: [date_reached, calculated]", ("declassified", "", ("date_reached", "calculated"))),
    ("releasable_to_audience: no", ("releasable_to_audience", "", ("no",))),
    ("section: [pass-line, table]", ("section", "", ("pass-line", "table"))),
    ("portion: [3a, 8, 'heading:2', '2:8']", ("portion", "", ("3a", "8", "heading:2", "2:8"))),
    ("basis: [inherited, conflict]", ("basis", "", ("inherited", "conflict"))),
    ("entity: [any]", ("entity", "", ("any",))),
    ("entity: [PERSON], score: {at_least: 0.85}", ("score", "at_least", ("0.85",))),
    ("entity: [PERSON], list: us-officials", ("list", "", ("us-officials",))),
    ("entity: [PERSON], context: protect-note", ("context", "", ("protect-note",))),
    # Norway stays Norway
    ("tags: {any_of: [PGOV, NO]}", ("tags", "any_of", ("PGOV", "NO"))),
)


@pytest.mark.parametrize(("text", "expected"), MATCHERS)
def test_each_matcher_is_read(text: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    """Every matcher of the design is typed with its operator and its values."""
    (rule,) = examine(Source(release(f"id: a, when: {{{text}}}").encode(), "x", Path())).policy.release
    assert Matcher(*expected) in rule.when.matchers


def test_every_matcher_that_is_read_can_be_decided() -> None:
    """The registry of the reader and that of the evaluator name the same matchers."""
    from redactor.policy.matcher_specs import MATCHERS as READ
    from redactor.policy.matching import MATCHERS as DECIDED

    assert set(READ) == set(DECIDED)


# --- the rest ------------------------------------------------------------------------------------


def test_an_overdue_review_is_a_warning() -> None:
    """A policy past its review date loads, with a warning where it says so."""
    loaded = examine(Source(PUBLIC.encode(), "x", Path()), today=dt.date(2027, 11, 2)).policy
    assert [(item.code, item.severity) for item in loaded.warnings] == [("RP290", "warning")]


def test_options_are_read() -> None:
    """Reach, amount, law enforcement and detection are what the policy says."""
    text = HEAD + "audience: {kind: holder}\n" + OTHERWISE
    text += "captions_reach: classified\namount: exact\nlaw_enforcement: yes\ndetect: none\n"
    loaded = examine(Source(text.encode(), "x", Path())).policy
    assert (loaded.captions_reach, loaded.amount, loaded.law_enforcement, loaded.detect) == (
        "classified",
        "exact",
        True,
        "none",
    )


def test_a_policy_shows_no_source_in_its_repr() -> None:
    """The text of a policy does not travel in a `repr`."""
    loaded = policy.load("public")
    assert "Why:" not in repr(loaded)

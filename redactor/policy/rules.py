"""Type the parts of a policy that were checked: audience, rules, assumptions, defaults, guarantees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.markings.types import Level
from redactor.model import (
    Action,
    Assumption,
    Audience,
    AudienceKind,
    Condition,
    Guarantee,
    Otherwise,
    Rule,
    SectionKind,
)
from redactor.policy import vocabulary as words
from redactor.policy.authorities import Setting, check, lacks_ground, parse_authority
from redactor.policy.matcher_specs import read_condition
from redactor.policy.nodes import Fault, Listing, Scalar, Table
from redactor.policy.values import PROSE, Flag

if TYPE_CHECKING:
    from redactor.errors import Place
    from redactor.model import Authority
    from redactor.policy.nodes import Node, Problems
    from redactor.policy.params import Substitution

HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one policy needs at hand; `setting` is None while its audience is not known."""

    values: Substitution
    problems: Problems
    setting: Setting | None


def word(table: Table, key: str, default: str = "") -> str:
    """Give the text of a scalar that was checked."""
    node = table.get(key)
    return node.text if isinstance(node, Scalar) else default


def prose(table: Table, key: str) -> str:
    """Give a text on one line."""
    return PROSE.read(word(table, key)) or ""


def flag(table: Table, key: str) -> bool:
    """Say whether a flag says yes."""
    return Flag().read(word(table, key)) == "yes"


def tables(node: Node | None) -> tuple[Table, ...]:
    """Give the tables of a listing."""
    return tuple(item for item in node.items if isinstance(item, Table)) if isinstance(node, Listing) else ()


def texts(node: Node | None) -> tuple[str, ...]:
    """Give the scalars of a listing."""
    return (
        tuple(item.text for item in node.items if isinstance(item, Scalar))
        if isinstance(node, Listing)
        else ()
    )


# --- audience ------------------------------------------------------------------------------------


def read_audience(table: Table, values: Substitution, problems: Problems) -> Audience:
    """Type the audience."""
    kind = AudienceKind(word(table, "kind"))
    clearance = word(table, "clearance")
    name = table.get("name")
    return Audience(
        kind,
        under=word(table, "under") or None,
        countries=_countries(table.get("countries"), values, problems),
        name=values.read(name, PROSE).text if name is not None else None,
        clearance=Level[clearance] if clearance else None,
    )


def _countries(node: Node | None, values: Substitution, problems: Problems) -> tuple[str, ...]:
    """Type the countries; the releasing country is no foreign one."""
    read = tuple(
        values.read(item, words.COUNTRY) for item in (node.items if isinstance(node, Listing) else ())
    )
    for country in read:
        if country.text == "USA":
            problems.add(
                "RP217", "`USA` is no foreign audience", country.place, help="name the partner, as `GBR`"
            )
    return tuple(sorted({country.text for country in read if country.text}))


# --- authorities ---------------------------------------------------------------------------------


def read_authorities(
    node: Node | None, reading: Reading, *, described: bool = False
) -> tuple[Authority, ...]:
    """Type the authorities of a rule, and note those that this policy may not use."""
    read: list[Authority] = []
    faults = False
    for item in node.items if isinstance(node, Listing) else ():
        authority = parse_authority(item.text) if isinstance(item, Scalar) else Fault("RP022", "an authority")
        fault = (
            authority if isinstance(authority, Fault) else _unusable(authority, reading, described=described)
        )
        if fault is not None:
            faults = True
            reading.problems.fault(fault, item.place)
        if not isinstance(authority, Fault):
            read.append(authority)
    lacking = lacks_ground(read, reading.setting) if read and reading.setting else None
    if lacking is not None and not faults and node is not None:
        reading.problems.fault(lacking, node.place)
    return tuple(dict.fromkeys(read))


def _unusable(authority: Authority, reading: Reading, *, described: bool) -> Fault | None:
    """Say why the policy may not use the authority."""
    if reading.setting is None:
        return None
    setting = Setting(reading.setting.audience, reading.setting.law_enforcement, described)
    return check(authority, setting)


# --- rules ---------------------------------------------------------------------------------------


def read_rule(table: Table, verb: str, reading: Reading) -> Rule:
    """Type one rule that was checked."""
    do = word(table, "do", HOLD) if verb == "protect" else word(table, "up_to", "keep")
    when, unless = table.get("when"), table.get("unless")
    condition = read_condition(when, reading.values.read) if when is not None else Condition()
    describe, harm = table.get("describe"), table.get("harm")
    return Rule(
        word(table, "id"),
        verb,
        condition,
        read_condition(unless, reading.values.read) if unless is not None else None,
        words.ACTIONS.get(do, Action.WITHHOLD),
        do == HOLD,
        read_authorities(table.get("authority"), reading, described=describe is not None),
        place_of(table, "id"),
        harm=reading.values.read(harm, PROSE).text if harm is not None else "",
        describe=reading.values.read(describe, PROSE).text if describe is not None else "",
        on_entity=any(matcher.name == "entity" for matcher in condition.matchers),
    )


def place_of(table: Table, key: str) -> Place:
    """Give the place of a key's value, else of the table."""
    node = table.get(key)
    return table.place if node is None else node.place


def read_assumption(table: Table) -> Assumption:
    """Type one assumption."""
    where = table.get("where")
    sections = texts(where.get("section")) if isinstance(where, Table) else ()
    return Assumption(
        word(table, "id"),
        tuple(SectionKind(section) for section in sections),
        Level[word(table, "level")],
        prose(table, "because"),
        prose(table, "approved_by"),
        place_of(table, "id"),
    )


def read_otherwise(table: Table, reading: Reading) -> Otherwise:
    """Type the grounds of the two defaults."""
    return Otherwise(_default(table.get("portion"), reading), _default(table.get("entity"), reading))


def _default(node: Node | None, reading: Reading) -> tuple[Authority, ...]:
    """Type one default: a ground, or under a law the word that a person must decide."""
    if not isinstance(node, Table):
        return ()
    lawful = reading.setting is not None and reading.setting.audience.lawful
    if node.get("do") is not None and node.get("authority") is not None:
        reading.problems.add("RP222", "a default has a ground or is a hold, not both", place_of(node, "do"))
    elif node.get("do") is not None and not lawful and reading.setting is not None:
        reading.problems.add(
            "RP223",
            "a default is a hold only where each removal needs a ground in law",
            place_of(node, "do"),
            help="write `authority:` with CLASS, SBU, DISSEM, SOURCE or PRIVACY",
        )
    return read_authorities(node.get("authority"), reading)


def read_guarantee(table: Table, reading: Reading) -> Guarantee:
    """Type one guarantee; it is kept as written."""
    never = table.get("never")
    disclosed = never.get("disclosed") if isinstance(never, Table) else None
    if (never is None) == (table.get("monotone") is None):
        reading.problems.add("RP221", "a guarantee has either `never` or `monotone`", place_of(table, "id"))
    return Guarantee(
        word(table, "id"),
        "monotone" if never is None else "never",
        place_of(table, "id"),
        read_condition(disclosed, reading.values.read) if disclosed is not None else Condition(),
        texts(table.get("monotone")),
        texts(table.get("except_assumptions")),
    )

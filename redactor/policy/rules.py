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
        preview=word(table, "maturity") == "preview",
        redundant_on_purpose=prose(table, "redundant_on_purpose"),
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


_PROMISES = ("never", "always", "monotone", "stricter_than")


def read_guarantee(table: Table, reading: Reading) -> Guarantee:
    """Type one guarantee: it makes one promise."""
    promises = [name for name in _PROMISES if table.get(name) is not None]
    if len(promises) != 1:
        names = ", ".join(f"`{name}`" for name in _PROMISES)
        reading.problems.add("RP221", f"a guarantee makes one promise: {names}", place_of(table, "id"))
    condition, action = _promised(table, reading)
    return Guarantee(
        word(table, "id"),
        promises[0] if promises else "never",
        place_of(table, "id"),
        condition,
        texts(table.get("monotone")),
        texts(table.get("except_assumptions")),
        action,
        word(table, "stricter_than"),
    )


def promised_conditions(table: Table) -> tuple[Node, ...]:
    """Give the conditions that a guarantee speaks of, as they stand in the file."""
    promises = [found for name in _PROMISES[:2] if isinstance(found := table.get(name), Table)]
    above = [found for one in promises if isinstance(found := one.get("action_above"), Table)]
    nodes = [one.get("disclosed") for one in promises] + [one.get("when") for one in above]
    return tuple(node for node in nodes if node is not None)


def _promised(table: Table, reading: Reading) -> tuple[Condition, Action]:
    """Type the condition of `never` or `always`, and what a reader may learn at most."""
    conditions = promised_conditions(table)
    if len(conditions) > 1:
        help_ = "write two guarantees"
        reading.problems.add(
            "RP221", "`never` has either `disclosed` or `action_above`", place_of(table, "id"), help=help_
        )
    never = table.get("never")
    above = never.get("action_above") if isinstance(never, Table) else None
    action = word(above, "action", "label") if isinstance(above, Table) else "label"
    condition = read_condition(conditions[0], reading.values.read) if conditions else Condition()
    return condition, words.ACTIONS[action]

"""Load a policy: read it, check it by the grammar, type it, check what it says as a whole."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic, Place, PolicyError, UsageError
from redactor.files import Unread, try_read
from redactor.model import Audience, AudienceKind, Otherwise, Policy
from redactor.policy import checks, extends, rules
from redactor.policy.authorities import Setting
from redactor.policy.lists import SHIPPED, read_list, shipped_list
from redactor.policy.matcher_specs import GROUPS, items_of
from redactor.policy.nodes import Listing, Problems, Scalar, Table, shown, suggest
from redactor.policy.overlaps import check_overlaps
from redactor.policy.params import Substitution, read_params, require_values
from redactor.policy.promised import decide_promised
from redactor.policy.shape import CHILD, FILE, POLICY
from redactor.policy.stock import display_name, path_of, stock
from redactor.policy.yaml_reader import MOST_BYTES, read_text, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from redactor.model import Assumption, Guarantee, NamedList, Rule
    from redactor.policy.nodes import Node
    from redactor.policy.params import Param
    from redactor.policy.proving import Promise

_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Source:
    """A policy's bytes, what diagnostics call its file, and the folder that its lists are found from."""

    data: bytes = field(repr=False)
    file: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Examined:
    """A policy that was read and checked, its parameters' values perhaps still missing."""

    policy: Policy
    params: tuple[Param, ...]
    promises: tuple[Promise, ...] = ()


def load(
    name_or_path: str,
    settings: Mapping[str, str] = _NO_SETTINGS,
    *,
    unproved: bool = False,
    today: dt.date | None = None,
) -> Policy:
    """Load a stock policy by its name or a policy by its path, ready to run.

    Raises PolicyError with every fault of the file, UsageError where there is no such policy or its
    parameters were not set.
    """
    examined = examine(open_source(name_or_path), settings, unproved=unproved, today=today)
    require_values(examined.params)
    return examined.policy


def examine_pair(names: tuple[str, str], settings: Mapping[str, str] = _NO_SETTINGS) -> tuple[Policy, Policy]:
    """Examine two policies, each with the settings that it declares; their guarantees are not decided.

    Raises as examining does, and UsageError for a setting that neither declares.
    """
    sources = tuple(open_source(name) for name in names)
    declared = [{param.name for param in examine(source, prove=False).params} for source in sources]
    for name in settings:
        if not any(name in known for known in declared):
            raise UsageError(f"neither policy has a parameter `{shown(name)}`")
    first, second = (
        examine(source, {key: settings[key] for key in settings if key in known}, prove=False).policy
        for source, known in zip(sources, declared, strict=True)
    )
    return first, second


def open_source(name_or_path: str) -> Source:
    """Read a policy's bytes. Raises UsageError where there is none, PolicyError where it cannot be read."""
    path, file = path_of(name_or_path), display_name(name_or_path)
    data = try_read(path, limit=MOST_BYTES)
    if data is Unread.TOO_BIG:
        raise PolicyError((Diagnostic("RP002", "the file is larger than 1 MiB", Place(file, 1, 1)),))
    if isinstance(data, Unread):
        raise UsageError(f"the policy `{file}` cannot be read: {data.value}")
    return Source(data, file, path.parent)


def examine(
    source: Source,
    settings: Mapping[str, str] = _NO_SETTINGS,
    *,
    unproved: bool = True,
    today: dt.date | None = None,
    prove: bool = True,
) -> Examined:
    """Read, check and type a policy; a parameter without a value stands for an example of its type.

    Every guarantee is decided, unless the caller only wants to know what the file says (`prove`). With
    `unproved`, one that could not be decided is a warning; one that is broken is always an error.
    Raises PolicyError with every fault found, and UsageError for settings that do not fit.
    """
    problems = Problems()
    text = read_text(source.data, source.file)
    node = read_yaml(text, source.file, problems)
    FILE.check(node, problems)
    if not isinstance(node, Table):
        raise problems.error()
    family = _family(node, source, problems)
    parts = _Parts(family.whole)
    params = read_params(parts.get("params"), settings, problems)
    values = Substitution({param.name: param for param in params}, problems)
    read = _read_parts(parts, values, problems)
    lists = _read_lists(parts, family, problems)
    _warn(parts, today, problems)
    problems.stop()
    policy = _policy(parts, read, lists, params, _Bytes(source.data, text))
    check_overlaps(policy, problems)
    if family.base is not None:
        _check_base(policy, family.base, settings, node, problems)
    others = others_of(source, settings)
    promises = decide_promised(policy, others, problems, unproved=unproved) if prove else ()
    problems.stop()
    return Examined(replace(policy, warnings=problems.sorted()), params, promises)


def others_of(source: Source, settings: Mapping[str, str] = _NO_SETTINGS) -> Callable[[str], Policy]:
    """Give how to read the policy that a guarantee names: a stock policy, or a path from where this one lies.

    Its own guarantees are its own matter, so two policies may name each other.
    """

    def read(name: str) -> Policy:
        other = open_source(name if name in stock() else str(source.folder / name))
        known = {param.name for param in examine(other, prove=False).params}
        given = {key: value for key, value in settings.items() if key in known}
        return examine(other, given, prove=False).policy

    return read


@dataclass(frozen=True, slots=True)
class _Family:
    """A policy with all that its bases give it, its base, and the folder of each file among them."""

    whole: Table
    base: Source | None
    folders: Mapping[str, Path]


def _family(node: Table, source: Source, problems: Problems, chain: tuple[Path, ...] = ()) -> _Family:
    """Put a policy together with its bases. Raises PolicyError where a base cannot be used."""
    alone = _Family(node, None, {source.file: source.folder})
    named = node.get(extends.EXTENDS)
    if named is None:
        return alone
    chain = (*chain, (source.folder / Path(source.file).name).resolve())
    sound = next(key.value for key in CHILD.keys if key.name == extends.EXTENDS)
    good = sound.check(named, Problems())
    found = extends.base_of(node, source.folder, chain, problems) if good else None
    if found is None:
        raise problems.error()
    base = open_source(str(found))
    text = read_text(base.data, base.file)
    tree = read_yaml(text, base.file, problems)
    if not FILE.check(tree, problems) or not isinstance(tree, Table):
        raise problems.error()
    above = _family(tree, base, problems, chain)
    whole = extends.merged(above.whole, node, problems)
    return _Family(whole, base, {**above.folders, **alone.folders})


def _check_base(
    policy: Policy, base: Source, settings: Mapping[str, str], node: Table, problems: Problems
) -> None:
    """Prove that the policy is at least as strict as its base."""
    declared = {param.name for param in examine(base, prove=False).params}
    given = {name: value for name, value in settings.items() if name in declared}
    looser = examine(base, given, prove=False).policy
    extends.check_stricter(policy, looser, rules.place_of(node, extends.EXTENDS), problems)


@dataclass(frozen=True, slots=True)
class _Bytes:
    """A policy's bytes and their text."""

    data: bytes = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The keys of a policy, each given only where it is well formed by itself."""

    table: Table

    def get(self, name: str) -> Node | None:
        """Give a key's value where the grammar accepts it."""
        node = self.table.get(name)
        key = next(key for key in POLICY.keys if key.name == name)
        return node if node is not None and key.value.check(node, Problems()) else None

    def many(self, name: str) -> Iterator[Table]:
        """Give those tables of a listing that the grammar accepts."""
        node = self.table.get(name)
        key = next(key for key in POLICY.keys if key.name == name)
        for item in node.items if isinstance(node, Listing) else ():
            single = Listing((item,), item.place)
            if isinstance(item, Table) and key.value.check(single, Problems()):
                yield item

    def word(self, name: str, default: str) -> str:
        """Give a scalar's text."""
        node = self.get(name)
        return node.text if isinstance(node, Scalar) else default

    def inner(self, name: str, key: str, default: str) -> str:
        """Give the text under a key of a table."""
        node = self.get(name)
        return rules.word(node, key, default) if isinstance(node, Table) else default


@dataclass(frozen=True, slots=True)
class _Read:
    """The typed parts of a policy."""

    audience: Audience
    otherwise: Otherwise
    assumptions: tuple[Assumption, ...]
    release: tuple[Rule, ...]
    protect: tuple[Rule, ...]
    guarantees: tuple[Guarantee, ...]


def _read_parts(parts: _Parts, values: Substitution, problems: Problems) -> _Read:
    """Type the parts that are well formed, and check what they say."""
    described = parts.get("audience")
    audience = rules.read_audience(described, values, problems) if isinstance(described, Table) else None
    law_enforcement = rules.flag(parts.table, "law_enforcement")
    reading = rules.Reading(values, problems, Setting(audience, law_enforcement) if audience else None)
    otherwise = parts.get("otherwise")
    read = _Read(
        audience or Audience(AudienceKind.HOLDER),
        rules.read_otherwise(otherwise, reading) if isinstance(otherwise, Table) else Otherwise(),
        tuple(rules.read_assumption(table) for table in parts.many("assume")),
        tuple(rules.read_rule(table, "release", reading) for table in parts.many("release")),
        tuple(rules.read_rule(table, "protect", reading) for table in parts.many("protect")),
        tuple(rules.read_guarantee(table, reading) for table in parts.many("guarantees")),
    )
    _check(read, audience, parts, problems)
    return read


def _check(read: _Read, audience: Audience | None, parts: _Parts, problems: Problems) -> None:
    """Check what the parts say together."""
    both = (*read.release, *read.protect)
    named = [(rule.id, rule.place) for rule in both]
    named += [(assumption.id, assumption.place) for assumption in read.assumptions]
    named += [(guarantee.id, guarantee.place) for guarantee in read.guarantees]
    checks.check_ids(named, problems)
    for rule in both:
        checks.check_rule(rule, audience, problems)
    checks.check_assumptions(read.assumptions, problems)
    checks.check_guarantees(read.guarantees, read.assumptions, problems)
    detect = parts.get("detect")
    if audience is not None and isinstance(detect, Scalar):
        checks.check_detect(audience, detect, problems)


# --- lists ---------------------------------------------------------------------------------------


def _read_lists(parts: _Parts, family: _Family, problems: Problems) -> tuple[NamedList, ...]:
    """Read every list that the policy declares, and every shipped one that its rules name."""
    declared = parts.get("lists")
    tables = {entry.key.text: entry.value for entry in declared} if isinstance(declared, Table) else {}
    named = _named_lists(parts)
    known = (*tables, *SHIPPED)
    for scalar in named:
        if scalar.text not in known:
            help_ = (
                suggest(scalar.text, known)
                or f"declare it: `lists: {{{shown(scalar.text)}: {{file: ..., sha256: ...}}}}`"
            )
            problems.add("RP110", f"there is no list `{shown(scalar.text)}`", scalar.place, help=help_)
    shipped = sorted(
        {scalar.text for scalar in named if scalar.text in SHIPPED and scalar.text not in tables}
    )
    found = [shipped_list(name) for name in shipped]
    for name, table in tables.items():
        if isinstance(table, Table):
            found.extend(_read_list(name, table, family, problems))
    return tuple(sorted(found, key=lambda item: item.name))


def _read_list(name: str, table: Table, family: _Family, problems: Problems) -> tuple[NamedList, ...]:
    """Read one declared list, named from where the policy that declares it lies."""
    path = family.folders[table.place.file] / rules.word(table, "file")
    try:
        return (read_list(name, path, rules.word(table, "sha256"), _place(table, "file")),)
    except PolicyError as error:
        problems.take(error)
        return ()


def _place(table: Table, key: str) -> Place:
    """Give the place of a key's value."""
    return rules.place_of(table, key)


def _named_lists(parts: _Parts) -> tuple[Scalar, ...]:
    """Give every list name that a rule or a guarantee uses, where it stands."""
    conditions = [
        table.get(key)
        for verb in ("release", "protect")
        for table in parts.many(verb)
        for key in ("when", "unless")
    ]
    conditions += [found for table in parts.many("guarantees") for found in rules.promised_conditions(table)]
    return tuple(name for condition in conditions for name in _lists_in(condition))


def _lists_in(condition: Node | None) -> Iterator[Scalar]:
    """Give the list names of one condition, its groups included."""
    for entry in condition if isinstance(condition, Table) else ():
        if entry.key.text == "list" and isinstance(entry.value, Scalar):
            yield entry.value
        elif entry.key.text == "context" and isinstance(entry.value, Table):
            yield from _lists_in(entry.value)
        elif entry.key.text in GROUPS:
            for item in items_of(entry.value):
                yield from _lists_in(item)


# --- the whole -----------------------------------------------------------------------------------


def _warn(parts: _Parts, today: dt.date | None, problems: Problems) -> None:
    """Warn of a policy that is due for review."""
    about = parts.get("policy")
    due = about.get("review_by") if isinstance(about, Table) else None
    if today is not None and isinstance(due, Scalar) and dt.date.fromisoformat(due.text) < today:
        problems.put(
            Diagnostic(
                "RP290",
                "the policy is due for review",
                due.place,
                help="review it, then set a later `review_by`",
                severity="warning",
            )
        )


def _policy(
    parts: _Parts,
    read: _Read,
    lists: tuple[NamedList, ...],
    params: tuple[Param, ...],
    source: _Bytes,
) -> Policy:
    """Put the typed parts together; called only when no fault was found."""
    about = parts.get("policy")
    about = about if isinstance(about, Table) else parts.table
    return Policy(
        rules.word(about, "id"),
        rules.word(about, "version"),
        rules.prose(about, "title"),
        rules.prose(about, "owner"),
        read.audience,
        parts.word("captions_reach", "all"),
        read.otherwise,
        read.assumptions,
        tuple(rule for rule in read.release if not rule.preview),
        tuple(rule for rule in read.protect if not rule.preview),
        lists,
        MappingProxyType({param.name: param.value for param in params if param.value is not None}),
        parts.word("detect", "all"),
        hashlib.sha256(source.data).hexdigest(),
        amount=parts.word("amount", "hidden"),
        coarse_date=parts.inner("generalize", "date", "year"),
        mask_last=int(parts.inner("mask", "last", "4")),
        review_by=dt.date.fromisoformat(rules.word(about, "review_by")),
        source=source.text,
        law_enforcement=rules.flag(parts.table, "law_enforcement"),
        entities=int(parts.word("entities", "1")),
        guarantees=read.guarantees,
        preview=tuple(rule for rule in (*read.release, *read.protect) if rule.preview),
    )

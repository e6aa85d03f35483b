"""Parameters of a policy: their types, their values from `--set`, and where they are put in."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.errors import UsageError
from redactor.policy.grammar import PARAM
from redactor.policy.nodes import Scalar, Table, shown, suggest
from redactor.policy.values import ADDRESS, CASE_NUMBER, DATE, PROSE, TAG
from redactor.policy.vocabulary import COUNTRY, POST_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactor.policy.nodes import Node, Problems
    from redactor.policy.values import Form, Kind

TYPES: Mapping[str, Form] = {
    "country": COUNTRY,
    "case-number": CASE_NUMBER,
    "date": DATE,
    "post": POST_NAME,
    "portion": ADDRESS,
    "tag": TAG,
    "text": PROSE,
}


@dataclass(frozen=True, slots=True)
class Param:
    """One declared parameter; `value` is given or its default, None where it is missing."""

    name: str
    type: str
    value: str | None
    title: str = ""

    @property
    def line(self) -> str:
        """Give what to type on the command line to set it."""
        return f"--set {shlex.quote(f'{self.name}={TYPES[self.type].example}')}"


def read_params(node: Node | None, settings: Mapping[str, str], problems: Problems) -> tuple[Param, ...]:
    """Type the declared parameters that are well formed, with their values.

    Raises UsageError for a setting that the policy does not declare or whose value is not of its type.
    """
    declared = tuple(
        _param(entry.key.text, entry.value, problems)
        for entry in (node if isinstance(node, Table) else ())
        if isinstance(entry.value, Table)
    )
    known = {param.name: param for param in declared if param is not None}
    for name in settings:
        if name not in known:
            help_ = suggest(name, known) or (f"it takes {', '.join(known)}" if known else "it takes none")
            raise UsageError(f"the policy has no parameter `{shown(name)}`", help=help_)
    return tuple(_set(param, settings.get(param.name)) for param in known.values())


def _param(name: str, table: Table, problems: Problems) -> Param | None:
    """Type one declaration; None where it is not well formed (the grammar has said so)."""
    type_, default, title = table.get("type"), table.get("default"), table.get("title")
    if not isinstance(type_, Scalar) or type_.text not in TYPES:
        return None
    value = None
    if isinstance(default, Scalar):
        value = TYPES[type_.text].read(default.text)
        if value is None:
            problems.fault(TYPES[type_.text].fault(default.text), default.place)
    return Param(name, type_.text, value, title.text if isinstance(title, Scalar) else "")


def _set(param: Param, text: str | None) -> Param:
    """Give the parameter with the value that was set."""
    if text is None:
        return param
    value = TYPES[param.type].read(text)
    if value is None:
        raise UsageError(
            f"the value of `{param.name}` is not a {TYPES[param.type].noun}",
            help=f"write it as `{param.line}`",
        )
    return Param(param.name, param.type, value, param.title)


def require_values(params: tuple[Param, ...]) -> None:
    """Raise UsageError, with what to type, where a parameter has no value."""
    missing = tuple(param for param in params if param.value is None)
    if missing:
        names = ", ".join(f"`{param.name}`" for param in missing)
        lines = " ".join(param.line for param in missing)
        raise UsageError(f"the policy needs a value for {names}", help=f"add `{lines}`")


@dataclass(frozen=True, slots=True)
class Substitution:
    """Reads values in their one spelling and puts parameters in; what fails goes to `problems`.

    A parameter without a value stands for its type's example, so that the rest can be checked.
    """

    params: Mapping[str, Param]
    problems: Problems

    def read(self, node: Node, kind: Kind) -> Scalar:
        """Give the value that a checked scalar or reference stands for."""
        scalar = self._given(node)
        if scalar is None:
            return Scalar("", node.place)
        value = kind.read(scalar.text)
        if value is None and scalar.text:
            self.problems.fault(kind.fault(scalar.text), node.place)
        return Scalar(value or "", node.place)

    def _given(self, node: Node) -> Scalar | None:
        """Give the text of a scalar, or of the parameter that a reference names."""
        if isinstance(node, Scalar):
            return node
        name = node.get(PARAM) if isinstance(node, Table) else None
        if not isinstance(name, Scalar):
            return None
        param = self.params.get(name.text)
        if param is None:
            help_ = (
                suggest(name.text, self.params)
                or f"declare it: `params: {{{shown(name.text)}: {{type: text}}}}`"
            )
            self.problems.add("RP120", f"unknown parameter `{shown(name.text)}`", name.place, help=help_)
            return None
        return Scalar(param.value if param.value is not None else TYPES[param.type].example, node.place)

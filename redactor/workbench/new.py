"""Begin a policy: from a stock policy, or for a kind of audience; what is written passes `policy check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from redactor import policy as policies
from redactor.errors import UsageError
from redactor.files import package_data
from redactor.policy.load import Source
from redactor.policy.nodes import Problems, Scalar, Table, shown, suggest
from redactor.policy.values import WORD
from redactor.policy.yaml_reader import read_text, read_yaml
from redactor.workbench.fmt import formatted

if TYPE_CHECKING:
    import datetime as dt

AUDIENCES = ("public", "foia", "mdr", "systematic", "foreign", "agency", "staff", "holder")
"""What a policy can be begun for: the kinds of audience, and the laws that a public release rests on."""

_FIRST = "1.0.0"


def new(name: str, today: dt.date, *, stock: str | None = None, audience: str | None = None) -> str:
    """Write the text of a new policy with this id, due for review in a year.

    Raises UsageError for a name that is no id, a stock policy or an audience that there is not.
    """
    if WORD.read(name) is None:
        help_ = "small letters, digits and hyphens, as in `press-office`"
        raise UsageError(f"`{shown(name)}` is no id of a policy", help=help_)
    if stock is not None and audience is not None:
        raise UsageError("--from and --audience both say what to begin with", help="leave one of the two")
    text = _stock(stock) if stock is not None else _template(audience or AUDIENCES[0])
    due = today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat()
    written = _put(text, {"id": name, "version": _FIRST, "review_by": due})
    laid = formatted(written, f"{name}.yaml")
    policies.examine(Source(laid.encode(), f"{name}.yaml", Path()))
    return laid


def _stock(name: str) -> str:
    """Give the text of a stock policy."""
    if name not in policies.stock():
        help_ = suggest(name, policies.stock()) or f"the stock policies are {', '.join(policies.stock())}"
        raise UsageError(f"there is no stock policy `{shown(name)}`", help=help_)
    source = policies.open_source(name)
    return read_text(source.data, source.file)


def _template(audience: str) -> str:
    """Give the text that a policy for an audience begins with."""
    if audience not in AUDIENCES:
        help_ = suggest(audience, AUDIENCES) or f"one of {', '.join(AUDIENCES)}"
        raise UsageError(f"there is no audience `{shown(audience)}`", help=help_)
    return package_data(f"new/{audience}.yaml")


def _put(text: str, values: dict[str, str]) -> str:
    """Put values under `policy:` in place of those that stand there; an id also in the comment on top."""
    about = read_yaml(text, "new", Problems())
    table = about.get("policy") if isinstance(about, Table) else None
    found = [
        (node.place, value)
        for key, value in values.items()
        if isinstance(table, Table) and isinstance(node := table.get(key), Scalar)
    ]
    lines = text.split("\n")
    old = lines[0].removeprefix("# ").partition(":")[0]
    for place, value in sorted(found, key=lambda item: (item[0].line, item[0].column), reverse=True):
        line = lines[place.line - 1]
        start = place.column - 1
        lines[place.line - 1] = line[:start] + value + line[start + place.width :]
    first = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    head = [line.replace(old, values["id"]) if old else line for line in lines[:first]]
    return "\n".join([*head, *lines[first:]])

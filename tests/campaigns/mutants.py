"""Makes mutants of a module: each is the module with one small thing wrong."""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Mutant:
    """A module with one thing wrong: where, in which line of code, what, the source as a tree, the statement's lines."""

    line: int
    within: str
    what: str
    tree: ast.Module
    statement: range


Change = tuple[str, ast.AST | None]
"""What was done, and what stands there now; None: the statement is gone."""

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.LShift: ast.RShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


def mutants(source: str) -> Iterator[Mutant]:
    """Give every mutant of a module, in the order of its source."""
    whole, lines = ast.parse(source), source.split("\n")
    statement = range(0)
    for number, node in enumerate(_walk(whole)):
        if isinstance(node, ast.stmt):
            statement = range(node.lineno, _head_end(node) + 1)
        for what, new in _changes(node):
            tree = copy.deepcopy(whole)
            target = next(one for index, one in enumerate(_walk(tree)) if index == number)
            _Swap(target, new).visit(tree)
            where = getattr(node, "lineno", statement.start)
            within = lines[statement.start - 1].strip()
            yield Mutant(where, within, what, ast.fix_missing_locations(tree), statement)


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs: no annotations, no docstrings, no imports, nothing that only type checkers read."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_quiet(child):
                continue
            yield child
            yield from _walk(child)


def _head_end(node: ast.stmt) -> int:
    """Give the last line of a statement, of its head where it has a body."""
    body = getattr(node, "body", None)
    return max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno


def _is_quiet(node: ast.AST) -> bool:
    documents = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    typing = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    exports = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    return documents or typing or exports or isinstance(node, ast.Import | ast.ImportFrom)


class _Swap(ast.NodeTransformer):
    """Puts one node in another's place."""

    def __init__(self, target: ast.AST, new: ast.AST | None) -> None:
        self.target, self.new = target, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is not self.target:
            return self.generic_visit(node)
        return ast.Pass() if self.new is None else self.new


def _changes(node: ast.AST) -> Iterator[Change]:
    for kind, change in _KINDS:
        if isinstance(node, kind):
            yield from change(node)


def _compare(node: ast.Compare) -> Iterator[Change]:
    for number, operator in enumerate(node.ops):
        for other in _COMPARED[type(operator)]:
            ops = [*node.ops[:number], other(), *node.ops[number + 1 :]]
            yield f"{ast.unparse(node)}: {other.__name__}", ast.Compare(node.left, ops, node.comparators)


def _boolean(node: ast.BoolOp) -> Iterator[Change]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield f"{ast.unparse(node)}: and/or", ast.BoolOp(other, node.values)
    for number, value in enumerate(node.values):
        rest = [*node.values[:number], *node.values[number + 1 :]]
        left = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        yield f"{ast.unparse(node)}: without {ast.unparse(value)}", left


def _unary(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield f"{ast.unparse(node)}: without its sign", node.operand


def _constant(node: ast.Constant) -> Iterator[Change]:
    match node.value:
        case bool():
            yield f"{node.value}: not", ast.Constant(not node.value)
        case int():
            yield f"{node.value}: one more", ast.Constant(node.value + 1)
        case str() if node.value:
            yield f"{node.value!r}: another text", ast.Constant(f"X{node.value}")
        case bytes() if node.value:
            yield f"{node.value!r}: other bytes", ast.Constant(b"X" + node.value)


def _counted(node: ast.BinOp) -> Iterator[Change]:
    if type(node.op) in _COUNTED:
        other = _COUNTED[type(node.op)]
        yield f"{ast.unparse(node)}: {other.__name__}", ast.BinOp(node.left, other(), node.right)
    if isinstance(node.op, ast.Add):
        yield f"{ast.unparse(node)}: left alone", node.left
        yield f"{ast.unparse(node)}: right alone", node.right


def _if(node: ast.If) -> Iterator[Change]:
    for value in (True, False):
        yield f"if {ast.unparse(node.test)}: {value}", ast.If(ast.Constant(value), node.body, node.orelse)


def _either(node: ast.IfExp) -> Iterator[Change]:
    yield f"{ast.unparse(node)}: first alone", node.body
    yield f"{ast.unparse(node)}: second alone", node.orelse


def _return(node: ast.Return) -> Iterator[Change]:
    if node.value is None:
        return
    told = ast.unparse(node)
    if isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool):
        return  # the constant is changed on its own; None and an empty list say no, as False does
    for new in (ast.Constant(None), ast.Constant(value=True), ast.List([], ast.Load())):
        if ast.unparse(new) != ast.unparse(node.value):
            yield f"{told}: {ast.unparse(new)}", ast.Return(new)
    if isinstance(node.value, ast.Tuple):
        yield f"{told}: turned round", ast.Return(ast.Tuple(node.value.elts[::-1], ast.Load()))


def _statement(node: ast.stmt) -> Iterator[Change]:
    yield f"{ast.unparse(node)}: gone", None


def _call(node: ast.Call) -> Iterator[Change]:
    for keyword in node.keywords:
        rest = [one for one in node.keywords if one is not keyword]
        yield f"{ast.unparse(node)}: without {keyword.arg}", ast.Call(node.func, node.args, rest)


def _sequence(node: ast.List | ast.Tuple | ast.Set) -> Iterator[Change]:
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return
    for number, item in enumerate(node.elts):
        new = copy.copy(node)
        new.elts = [*node.elts[:number], *node.elts[number + 1 :]]
        yield f"{ast.unparse(node)}: without {ast.unparse(item)}", new


def _clause(node: ast.comprehension) -> Iterator[Change]:
    for number, test in enumerate(node.ifs):
        rest = [*node.ifs[:number], *node.ifs[number + 1 :]]
        yield f"{ast.unparse(test)}: no longer asked", ast.comprehension(node.target, node.iter, rest, 0)


_KINDS: tuple[tuple[type[ast.AST] | tuple[type[ast.AST], ...], Callable[..., Iterator[Change]]], ...] = (
    (ast.Compare, _compare),
    (ast.BoolOp, _boolean),
    (ast.UnaryOp, _unary),
    (ast.Constant, _constant),
    (ast.BinOp, _counted),
    (ast.If, _if),
    (ast.IfExp, _either),
    (ast.Return, _return),
    ((ast.Expr, ast.AugAssign, ast.Raise, ast.Continue, ast.Break), _statement),
    (ast.Call, _call),
    ((ast.List, ast.Tuple, ast.Set), _sequence),
    (ast.comprehension, _clause),
)

"""Second reader: the same formula as a Polars expression over a whole cohort, one row an enterprise.

A cohort reckons in binary floating point, which can fall on the wrong side of an edge. So beside the value comes a
`doubt`: an expression that is true where some comparison was too close to call. Those rows are scored exactly.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import add, and_, eq, ge, gt, le, lt, mul, ne, or_, sub

import polars as pl

from .exact import scored_key
from .intervals import Interval
from .tree import Node

TOLERANCE = 1e-9
"""Relative distance below which two worked-out numbers are too close to call."""


@dataclass
class Columns:
    """Writes formulas as Polars expressions and gathers the doubts met on the way.

    Columns are named by answer key, `set_value.<id>` and `scored.<id>`; a null counts 0, no, or no option.
    """

    doubts: list[pl.Expr] = field(default_factory=list)

    def value(self, node: Node) -> pl.Expr:
        """The expression of a lowered formula."""
        if node.op == "field":
            return _filled(pl.col(node.leaf.key), node)
        if node.op == "set_value":
            return pl.col(f"set_value.{node.data}")
        if node.op == "points":
            return pl.col(scored_key(str(node.data)))
        if node.op == "answered":
            return pl.col(node.args[0].leaf.key).is_not_null()
        if node.op == "bands":
            return self._bands(node)
        if node.op == "ratio":
            return self._ratio(node)
        args = [self.value(arg) for arg in node.args]
        if node.op in _COMPARING and node.args[0].type.kind == "number":
            self._watch(args[0] - args[1], args[0].abs() + args[1].abs(), *node.args)
        return _WRITERS[node.op](node, args)

    def _watch(self, gap: pl.Expr, size: pl.Expr, *nodes: Node) -> None:
        if all(_sure(node) for node in nodes):
            return
        self.doubts.append(gap.abs() <= TOLERANCE * (size + 1))

    def _bands(self, node: Node) -> pl.Expr:
        assert isinstance(node.data, tuple)
        value = self.value(node.args[0])
        for edge in {end for interval in node.data for end in (interval.low, interval.high) if end is not None}:
            self._watch(value - float(edge), value.abs() + abs(float(edge)), node.args[0])
        chosen: pl.Expr = pl.lit(0.0)
        for interval, result in reversed(list(zip(node.data, node.args[1:], strict=True))):
            chosen = pl.when(_inside(value, interval)).then(self.value(result)).otherwise(chosen)
        return chosen

    def _ratio(self, node: Node) -> pl.Expr:
        over, under, if_zero = (self.value(arg) for arg in node.args)
        if not _sure(node.args[1]):
            self.doubts.append((under.abs() <= TOLERANCE) & (under != 0))
        return pl.when(under == 0).then(if_zero).otherwise(over / under)


_COMPARING = frozenset({"=", "<>", "<", "<=", ">", ">="})


def _sure(node: Node) -> bool:
    """Whether binary floating point holds this number so that comparisons come out right.

    True for single answers and constants (each decimal has its own double) and for whole numbers.
    """
    return node.op in ("field", "number", "set_value") or node.type.places == 0


def _filled(column: pl.Expr, node: Node) -> pl.Expr:
    return column.fill_null({"number": 0.0, "truth": False, "text": ""}[node.type.kind])


def _inside(value: pl.Expr, interval: Interval) -> pl.Expr:
    test = pl.lit(True)
    if interval.low is not None:
        low = float(interval.low)
        test = value >= low if interval.low_in else value > low
    if interval.high is not None:
        high = float(interval.high)
        below = value <= high if interval.high_in else value < high
        test = below if interval.low is None else test & below
    return test


def _constant(node: Node, _: list[pl.Expr]) -> pl.Expr:
    value = node.constant
    return pl.lit(value if isinstance(value, bool | str) else float(value))


def _fold(work: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Callable[[Node, list[pl.Expr]], pl.Expr]:
    return lambda node, args: reduce(work, args)


_WRITERS: dict[str, Callable[[Node, list[pl.Expr]], pl.Expr]] = {
    "number": _constant, "truth": _constant, "text": _constant,
    "neg": lambda node, args: -args[0], "not": lambda node, args: ~args[0],
    "+": _fold(add), "-": _fold(sub), "*": _fold(mul), "/": lambda node, args: args[0] / args[1],
    "=": _fold(eq), "<>": _fold(ne), "<": _fold(lt), "<=": _fold(le), ">": _fold(gt), ">=": _fold(ge),
    "and": _fold(and_), "or": _fold(or_), "any": _fold(or_), "all": _fold(and_),
    "sum": _fold(add), "mean": lambda node, args: reduce(add, args) / len(args),
    "min": lambda node, args: pl.min_horizontal(*args), "max": lambda node, args: pl.max_horizontal(*args),
    "best": lambda node, args: pl.max_horizontal(*args),
    "count": lambda node, args: reduce(add, [arg.cast(pl.Float64) for arg in args]),
    "if": lambda node, args: pl.when(args[0]).then(args[1]).otherwise(args[2]),
}  # fmt: skip

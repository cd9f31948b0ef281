"""Second reader: the same formula as a Polars expression over a whole cohort, one row an enterprise.

A cohort reckons in binary floating point, which can fall on the wrong side of an edge. Where every number is a
decimal of known places, comparisons are therefore made on whole numbers (`wholes`). For all else there is a `doubt`
beside the value: an expression that is true where a comparison was too close to call, or an error could have grown.
The rows in doubt are scored exactly.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import add, and_, eq, ge, gt, le, lt, ne, or_

import polars as pl

from .exact import scored_key
from .intervals import Interval
from .tree import Leaf, Node
from .wholes import EXACT, Grain, Whole, Wholes, aligned, divided, whole_number

TINY = 1e-12
"""Bounds the relative error of a worked-out number, some thousand roundings wide."""
ERROR = 1e-10
"""Points are surer than this, or the row is in doubt."""
EMPTY: Mapping[str, float | bool] = {"number": 0.0, "truth": False}
"""What a missing answer counts, by kind; a missing text stays null."""


def declared(leaf: Leaf) -> Grain:
    """The grain a leaf's own type tells."""
    return Grain(leaf.type.places, negative=True)


def answered_key(key: str) -> str:
    """The column that tells whether an answer was given."""
    return f"answered:{key}"


@dataclass
class Columns:
    """Writes formulas as Polars expressions and gathers the doubts met on the way.

    Columns are named by answer key, `set_value.<id>` and `scored.<id>`; a null counts 0, no, or no option. Answers
    are Float64, Boolean, String or Enum. `grain` tells what is known of a leaf; where nulls are `filled` already
    (`EMPTY`), the column `answered:<key>` tells what `answered(…)` asks.
    """

    grain: Callable[[Leaf], Grain] = declared
    filled: bool = False
    doubts: list[pl.Expr] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._wholes = Wholes(self.value, self.grain)
        self._values: dict[int, tuple[Node, pl.Expr]] = {}

    def points(self, id: str, node: Node) -> pl.Expr:
        """The points of an indicator or group, known to later formulas as `points.<id>`.

        Where no doubt is true they differ from the exact ones by less than 1e-9, and where their decimal places are
        known they are the very double of the exact ones.
        """
        value, whole = self.value(node), self._wholes.whole(node)
        self._wholes.points[id] = self.grain_of(node)
        if not self._steady(node):
            self.doubts.append(TINY * self._slack(node) > ERROR)
        return whole.expr / float(10**whole.places) if whole and whole.places else value

    def grain_of(self, node: Node) -> Grain:
        """What is known of a formula's value."""
        whole, quotient = self._wholes.whole(node), self._wholes.quotient(node)
        return Grain(whole.places if whole else None, self._negative(node), quotient.bound if quotient else 0)

    def near(self, id: str, line: Fraction) -> pl.Expr | None:
        """Where the points `id` are too near to `line` to tell on which side they are; None where that cannot be."""
        if self._wholes.points[id].places is not None and whole_number(line) is not None:
            return None
        points, edge = pl.col(scored_key(id)), float(line)
        return (points - edge).abs() <= ERROR * (points.abs() + abs(edge) + 10)

    def value(self, node: Node) -> pl.Expr:
        """The expression of a lowered formula."""
        known = self._values.get(id(node))
        if known is None:
            known = self._values[id(node)] = (node, self._written(node))
        return known[1]

    def _written(self, node: Node) -> pl.Expr:
        write = _SPECIAL.get(node.op)
        if write is not None:
            return write(self, node)
        exact = self._uncancelled(node) if self._loses(node) else None
        return _PLAIN[node.op]([self.value(arg) for arg in node.args]) if exact is None else exact

    def _field(self, node: Node) -> pl.Expr:
        column = pl.col(node.leaf.key)
        return column if self.filled or node.type.kind == "text" else column.fill_null(EMPTY[node.type.kind])

    def _answered(self, node: Node) -> pl.Expr:
        key = node.args[0].leaf.key
        return pl.col(answered_key(key)) if self.filled else pl.col(key).is_not_null()

    # --- comparisons ------------------------------------------------------------------------------

    def _compared(self, node: Node) -> pl.Expr:
        left, right = node.args
        compare = _COMPARISONS[node.op]
        if left.type.kind == "text":
            same = self.value(left).eq_missing(self.value(right))
            return same if node.op == "=" else ~same
        if left.type.kind == "truth":
            if right.op == "truth":  # `x = yes` is x itself
                wanted = bool(right.constant) == (node.op == "=")
                return self.value(left) if wanted else ~self.value(left)
            return compare(self.value(left), self.value(right))
        return compare(*self._sides(left, right))

    def _sides(self, left: Node, right: Node) -> tuple[pl.Expr, pl.Expr]:
        """Two numbers so written that they compare as the exact ones do, with a doubt where that is not sure."""
        sides = self._wholes.all((left, right))
        if sides is not None and not _apart((left, right), sides):
            return sides[0].expr, sides[1].expr
        if sides is None and right.op == "number":
            return self._beside(left, [Fraction(right.constant)]), self.value(right)
        if sides is None and left.op == "number":
            return self.value(left), self._beside(right, [Fraction(left.constant)])
        if sides is None:
            gap = self.value(left) - self.value(right)
            self.doubts.append(gap.abs() <= TINY * (self._slack(left) + self._slack(right)))
        return self.value(left), self.value(right)

    def _beside(self, node: Node, edges: list[Fraction]) -> pl.Expr:
        """A worked-out number to be compared with constants, with a doubt for each that it may be too near to."""
        quotient = self._wholes.quotient(node)
        if quotient and all(quotient.bound * edge.denominator < EXACT // 2 for edge in edges):
            return quotient.expr
        value = self.value(node)
        for edge in edges:
            if edge or not self._steady(node):  # a steady number is 0 only where it is exactly 0
                near = (value - float(edge)).abs() <= TINY * (self._slack(node) + abs(float(edge)))
                self.doubts.append(near)
        return value

    def _bands(self, node: Node) -> pl.Expr:
        """Bands follow each other upward without gap, so one comparison a step is enough."""
        assert isinstance(node.data, tuple)
        intervals: tuple[Interval, ...] = node.data
        asked, scale = self._asked(node.args[0], intervals)
        results = [self.value(result) for result in node.args[1:]]
        steps = []
        if (low := intervals[0].low) is not None:
            steps.append((_below(asked, low * scale, inside=not intervals[0].low_in), _ZERO))
        for interval, result in zip(intervals, results, strict=True):
            if interval.high is not None:
                steps.append((_below(asked, interval.high * scale, inside=interval.high_in), result))
        chosen = results[-1] if intervals[-1].high is None else _ZERO
        for test, result in reversed(steps):
            chosen = pl.when(test).then(result).otherwise(chosen)
        return chosen

    def _asked(self, node: Node, intervals: tuple[Interval, ...]) -> tuple[pl.Expr, int]:
        """The number to be looked up in bands, and the factor by which their edges grow with it."""
        ends = [Fraction(end) for one in intervals for end in (one.low, one.high) if end is not None]
        sides = aligned([self._wholes.whole(node), *(whole_number(end) for end in ends)])
        if sides is None:
            return self._beside(node, ends), 1
        return (self.value(node), 1) if _apart((node,), sides) else (sides[0].expr, 10 ** sides[0].places)

    # --- arithmetic -------------------------------------------------------------------------------

    def _ratio(self, node: Node) -> pl.Expr:
        over, under, if_zero = (self.value(arg) for arg in node.args)
        if not self._steady(node.args[1]):
            self.doubts.append((under.abs() <= TINY * self._slack(node.args[1])) & (under != 0))
        return divided(over, under, if_zero)

    def _loses(self, node: Node) -> bool:
        """Whether its terms can cancel, so that their rounding errors show."""
        adds = node.op in ("+", "sum", "mean") and any(self._negative(arg) for arg in node.args)
        return adds or node.op == "-"

    def _uncancelled(self, node: Node) -> pl.Expr | None:
        """The number worked out on whole numbers and divided once at the end, where that can be done."""
        whole = self._wholes.whole(node)
        if whole is not None:
            return whole.expr / float(10**whole.places) if whole.places else whole.expr
        quotient = self._wholes.quotient(node)
        return quotient.expr if quotient else None

    # --- how sure a number is ---------------------------------------------------------------------

    def _negative(self, node: Node) -> bool:
        """Whether it can be below zero, as far as the formula tells."""
        match node.op:
            case "number":
                return Fraction(node.constant) < 0
            case "field":
                return self.grain(node.leaf).negative
            case "points":
                return self._wholes.points[str(node.data)].negative
            case "set_value" | "count":
                return False
            case "neg" | "-":
                return True
            case "max" | "best":
                return all(self._negative(arg) for arg in node.args)
            case "if" | "bands":
                return any(self._negative(arg) for arg in node.args[1:])
        return any(self._negative(arg) for arg in node.args)

    def _steady(self, node: Node) -> bool:
        """Whether its double is right but for a few roundings: nothing was lost by cancellation."""
        if node.op in _GIVEN:
            return True
        if self._loses(node):
            return self._uncancelled(node) is not None
        return all(self._steady(arg) for arg in node.args if arg.type.kind == "number")

    def _slack(self, node: Node) -> pl.Expr:
        """What its error is measured by: the error stays below TINY times this."""
        if self._steady(node):
            return self.value(node).abs() if self._negative(node) else self.value(node)
        args = [self._slack(arg) for arg in node.args if arg.type.kind == "number"]
        match node.op:
            case "*":
                return args[0] * args[1]
            case "/":
                return args[0] / abs(float(Fraction(node.args[1].constant)))
            case "mean":
                return reduce(add, args) / len(args)
            case "ratio":
                under = self.value(node.args[1]).abs()
                return divided(args[0] + self.value(node).abs() * args[1], under, args[2])
            case "if" | "bands" | "min" | "max" | "best":
                return pl.max_horizontal(*args)
        return reduce(add, args)


_ZERO = pl.lit(0.0)
_GIVEN = frozenset({"number", "field", "set_value", "points", "count"})
_COMPARISONS: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip


def _apart(nodes: tuple[Node, ...], sides: list[Whole]) -> bool:
    """Whether these are decimals as given, and so short that different ones have different doubles."""
    given = all(node.op in ("field", "number") for node in nodes)
    return given and all(side.bound < EXACT // 2 for side in sides)


def _below(asked: pl.Expr, edge: int | Fraction, *, inside: bool) -> pl.Expr:
    return asked <= float(edge) if inside else asked < float(edge)


def _constant(columns: Columns, node: Node) -> pl.Expr:
    value = node.constant
    if isinstance(value, bool):
        return pl.lit(value)
    if isinstance(value, str):
        return pl.lit(value or None, pl.String)
    return pl.lit(float(value))


_SPECIAL: Mapping[str, Callable[[Columns, Node], pl.Expr]] = {
    "number": _constant, "truth": _constant, "text": _constant,
    "field": lambda columns, node: columns._field(node),
    "set_value": lambda columns, node: pl.col(f"set_value.{node.data}"),
    "points": lambda columns, node: pl.col(scored_key(str(node.data))),
    "answered": lambda columns, node: columns._answered(node),
    "bands": lambda columns, node: columns._bands(node),
    "ratio": lambda columns, node: columns._ratio(node),
    **{op: lambda columns, node: columns._compared(node) for op in _COMPARISONS},
}  # fmt: skip
_PLAIN: Mapping[str, Callable[[list[pl.Expr]], pl.Expr]] = {
    "neg": lambda args: -args[0], "not": lambda args: ~args[0],
    "+": lambda args: args[0] + args[1], "-": lambda args: args[0] - args[1],
    "*": lambda args: args[0] * args[1], "/": lambda args: args[0] / args[1],
    "and": lambda args: args[0] & args[1], "or": lambda args: args[0] | args[1],
    "any": lambda args: reduce(or_, args), "all": lambda args: reduce(and_, args),
    "sum": lambda args: reduce(add, args), "mean": lambda args: reduce(add, args) / float(len(args)),
    "min": lambda args: pl.min_horizontal(*args), "max": lambda args: pl.max_horizontal(*args),
    "best": lambda args: pl.max_horizontal(*args),
    "count": lambda args: reduce(add, [arg.cast(pl.Float64) for arg in args]),
    "if": lambda args: pl.when(args[0]).then(args[1]).otherwise(args[2]),
}  # fmt: skip

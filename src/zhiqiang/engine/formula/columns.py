"""Second reader: the same formula as a Polars expression over a whole cohort, one row an enterprise.

A cohort reckons in binary floating point, which can fall on the wrong side of an edge. Three things keep it honest:

- where every number is a decimal of known places, comparisons are made on whole numbers of the smallest place
  (0.1 + 0.2 = 0.3 becomes 1 + 2 = 3), which doubles hold exactly;
- a single division of such numbers is compared as it stands: rounded once, it keeps its side of every plain edge;
- for all else there is a `doubt` beside the value: an expression that is true where a comparison was too close to
  call, or an error could have grown. The rows in doubt are scored exactly.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import add, and_, eq, ge, gt, le, lt, ne, or_
from typing import NamedTuple

import polars as pl

from .exact import scored_key
from .intervals import Interval
from .tree import Leaf, Node

LARGEST = 2**40
"""An answer may reach this many of its smallest places (1.1e12); rows with larger ones are scored exactly."""
EXACT = 2**53
"""Doubles hold every whole number up to here."""
TINY = 1e-12
"""Bounds the relative error of a worked-out number, some thousand roundings wide."""
ERROR = 1e-10
"""Points are surer than this, or the row is in doubt."""
MOST_PLACES = 9


class Grain(NamedTuple):
    """What doubles a leaf can hold: its decimal places at most (None where open), and whether it can be negative."""

    places: int | None
    negative: bool


class Whole(NamedTuple):
    """A number as a whole number of its smallest place: `expr` / 10^places, and never beyond `bound`."""

    expr: pl.Expr
    places: int
    bound: int


class Quotient(NamedTuple):
    """One whole number divided by another, rounded once; `if_zero` where the divisor is 0."""

    expr: pl.Expr
    bound: int


def declared(leaf: Leaf) -> Grain:
    """The grain a leaf's own type tells."""
    return Grain(leaf.type.places, negative=True)


@dataclass
class Columns:
    """Writes formulas as Polars expressions and gathers the doubts met on the way.

    Columns are named by answer key, `set_value.<id>` and `scored.<id>`; a null counts 0, no, or no option. Answers
    are Float64, Boolean, String or Enum. `grain` tells what is known of a leaf.
    """

    grain: Callable[[Leaf], Grain] = declared
    doubts: list[pl.Expr] = field(default_factory=list)
    _points: dict[str, Grain] = field(default_factory=dict)
    _values: dict[int, tuple[Node, pl.Expr]] = field(default_factory=dict)

    def points(self, id: str, node: Node) -> pl.Expr:
        """The points of an indicator or group, known to later formulas as `points.<id>`.

        Where no doubt is true they differ from the exact ones by less than 1e-9, and where their decimal places are
        known they are the very double of the exact ones.
        """
        value, whole = self.value(node), self._whole(node)
        self._points[id] = self.grain_of(node)
        if not self._steady(node):
            self.doubts.append(TINY * self._slack(node) > ERROR)
        return whole.expr / float(10**whole.places) if whole and whole.places else value

    def grain_of(self, node: Node) -> Grain:
        """What is known of a formula's value."""
        whole = self._whole(node)
        return Grain(whole.places if whole else None, self._negative(node))

    def near(self, id: str, line: Fraction) -> pl.Expr | None:
        """Where the points `id` are too near to `line` to tell on which side they are; None where that cannot be."""
        if self._points[id].places is not None and _whole_number(line) is not None:
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
        return column if node.type.kind == "text" else column.fill_null(_EMPTY[node.type.kind])

    # --- comparisons ------------------------------------------------------------------------------

    def _compared(self, node: Node) -> pl.Expr:
        left, right = node.args
        compare = _COMPARISONS[node.op]
        if left.type.kind == "text":
            same = self.value(left).eq_missing(self.value(right))
            return same if node.op == "=" else ~same
        if left.type.kind == "truth":
            return compare(self.value(left), self.value(right))
        sides = _aligned([self._whole(left), self._whole(right)])
        if sides is not None:
            return compare(sides[0].expr, sides[1].expr)
        if right.op == "number":
            return compare(self._beside(left, [Fraction(right.constant)]), self.value(right))
        if left.op == "number":
            return compare(self.value(left), self._beside(right, [Fraction(left.constant)]))
        gap = self.value(left) - self.value(right)
        self.doubts.append(gap.abs() <= TINY * (self._slack(left) + self._slack(right)))
        return compare(self.value(left), self.value(right))

    def _beside(self, node: Node, edges: list[Fraction]) -> pl.Expr:
        """A worked-out number to be compared with constants, with a doubt for each that it may be too near to."""
        quotient = self._quotient(node)
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
        sides = _aligned([self._whole(node), *(_whole_number(end) for end in ends)])
        if sides is not None:
            return sides[0].expr, 10 ** sides[0].places
        return self._beside(node, ends), 1

    # --- arithmetic -------------------------------------------------------------------------------

    def _ratio(self, node: Node) -> pl.Expr:
        over, under, if_zero = (self.value(arg) for arg in node.args)
        if not self._steady(node.args[1]):
            self.doubts.append((under.abs() <= TINY * self._slack(node.args[1])) & (under != 0))
        return _divided(over, under, if_zero)

    def _loses(self, node: Node) -> bool:
        """Whether its terms can cancel, so that their rounding errors show."""
        adds = node.op in ("+", "sum", "mean") and any(self._negative(arg) for arg in node.args)
        return adds or node.op == "-"

    def _uncancelled(self, node: Node) -> pl.Expr | None:
        """The number worked out on whole numbers and divided once at the end, where that can be done."""
        whole = self._whole(node)
        if whole is not None:
            return whole.expr / float(10**whole.places) if whole.places else whole.expr
        quotient = self._quotient(node)
        return quotient.expr if quotient else None

    def _whole(self, node: Node) -> Whole | None:
        """The number counted in its smallest decimal place, or None where it has none or grows too large."""
        make = _WHOLES.get(node.op)
        whole = make(self, node) if make else None
        return whole if whole and whole.bound < EXACT and whole.places <= MOST_PLACES else None

    def _wholes(self, nodes: tuple[Node, ...]) -> list[Whole] | None:
        return _aligned([self._whole(node) for node in nodes])

    def _quotient(self, node: Node) -> Quotient | None:
        """A ratio or a mean of whole numbers, rounded once."""
        if node.op == "mean":
            total = _sum_of(self._wholes(node.args))
            if total is None or total.bound >= EXACT:
                return None
            return Quotient(total.expr / float(len(node.args) * 10**total.places), total.bound)
        parts = self._wholes(node.args[:2]) if node.op == "ratio" and node.args[2].op == "number" else None
        if parts is None:
            return None
        expr = _divided(parts[0].expr, parts[1].expr, self.value(node.args[2]))
        return Quotient(expr, max(part.bound for part in parts))

    # --- how sure a number is ---------------------------------------------------------------------

    def _negative(self, node: Node) -> bool:
        """Whether it can be below zero, as far as the formula tells."""
        match node.op:
            case "number":
                return Fraction(node.constant) < 0
            case "field":
                return self.grain(node.leaf).negative
            case "points":
                return self._points[str(node.data)].negative
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
                return _divided(args[0] + self.value(node).abs() * args[1], under, args[2])
            case "if" | "bands" | "min" | "max" | "best":
                return pl.max_horizontal(*args)
        return reduce(add, args)


_ZERO = pl.lit(0.0)
_EMPTY = {"number": 0.0, "truth": False}
_GIVEN = frozenset({"number", "field", "set_value", "points", "count"})
_COMPARISONS: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip


def _below(asked: pl.Expr, edge: int | Fraction, *, inside: bool) -> pl.Expr:
    return asked <= float(edge) if inside else asked < float(edge)


def _divided(over: pl.Expr, under: pl.Expr, if_zero: pl.Expr) -> pl.Expr:
    return pl.when(under == 0).then(if_zero).otherwise(over / under)


def _constant(columns: Columns, node: Node) -> pl.Expr:
    value = node.constant
    if isinstance(value, bool):
        return pl.lit(value)
    if isinstance(value, str):
        return pl.lit(value or None, pl.String)
    return pl.lit(float(value))


# --- whole numbers --------------------------------------------------------------------------------


def _whole_number(value: int | Fraction) -> Whole | None:
    """A constant as a whole number of its smallest decimal place; None for one without, such as 1/3."""
    places = next((n for n in range(MOST_PLACES + 1) if (value * 10**n).denominator == 1), None)
    if places is None:
        return None
    scaled = int(value * 10**places)
    return Whole(pl.lit(float(scaled)), places, abs(scaled))


def _counted(value: pl.Expr, places: int | None) -> Whole | None:
    if places is None:
        return None
    return Whole((value * float(10**places)).round() if places else value, places, LARGEST)


def _aligned(wholes: list[Whole | None]) -> list[Whole] | None:
    """The same numbers, all counted in the smallest place among them; None where one is missing or too large."""
    known = [whole for whole in wholes if whole is not None]
    if len(known) < len(wholes):
        return None
    places = max(whole.places for whole in known)
    shifted = [
        Whole(one.expr * float(step) if step > 1 else one.expr, places, one.bound * step)
        for one in known
        for step in [10 ** (places - one.places)]
    ]
    return shifted if all(whole.bound < EXACT for whole in shifted) else None


def _sum_of(parts: list[Whole] | None) -> Whole | None:
    if parts is None:
        return None
    return Whole(reduce(add, [one.expr for one in parts]), parts[0].places, sum(one.bound for one in parts))


def _whole_difference(columns: Columns, node: Node) -> Whole | None:
    parts = columns._wholes(node.args)
    return Whole(parts[0].expr - parts[1].expr, parts[0].places, parts[0].bound + parts[1].bound) if parts else None


def _whole_product(columns: Columns, node: Node) -> Whole | None:
    left, right = (columns._whole(arg) for arg in node.args)
    if left is None or right is None:
        return None
    return Whole(left.expr * right.expr, left.places + right.places, left.bound * right.bound)


def _whole_share(columns: Columns, node: Node) -> Whole | None:
    """Division by a constant, as a multiplication by its inverse where that is a decimal."""
    left, right = columns._whole(node.args[0]), _whole_number(1 / Fraction(node.args[1].constant))
    if left is None or right is None:
        return None
    return Whole(left.expr * right.expr, left.places + right.places, left.bound * right.bound)


def _whole_chosen(choose: Callable[[list[pl.Expr]], pl.Expr]) -> Callable[[Columns, Node], Whole | None]:
    def make(columns: Columns, node: Node) -> Whole | None:
        parts = columns._wholes(node.args)
        if parts is None:
            return None
        return Whole(choose([one.expr for one in parts]), parts[0].places, max(one.bound for one in parts))

    return make


def _whole_negative(columns: Columns, node: Node) -> Whole | None:
    whole = columns._whole(node.args[0])
    return Whole(-whole.expr, whole.places, whole.bound) if whole else None


def _whole_result(columns: Columns, node: Node) -> Whole | None:
    """Of `if` and `bands`: the value already written, counted in the smallest place of its possible results."""
    parts = columns._wholes(node.args[1:])
    if parts is None:
        return None
    counted = _counted(columns.value(node), parts[0].places)
    return counted and Whole(counted.expr, counted.places, max(one.bound for one in parts))


_WHOLES: Mapping[str, Callable[[Columns, Node], Whole | None]] = {
    "number": lambda columns, node: _whole_number(Fraction(node.constant)),
    "field": lambda columns, node: _counted(columns.value(node), columns.grain(node.leaf).places),
    "points": lambda columns, node: _counted(columns.value(node), columns._points[str(node.data)].places),
    "count": lambda columns, node: Whole(columns.value(node), 0, len(node.args)),
    "+": lambda columns, node: _sum_of(columns._wholes(node.args)),
    "sum": lambda columns, node: _sum_of(columns._wholes(node.args)),
    "-": _whole_difference, "neg": _whole_negative, "*": _whole_product, "/": _whole_share,
    "min": _whole_chosen(lambda parts: pl.min_horizontal(*parts)),
    "max": _whole_chosen(lambda parts: pl.max_horizontal(*parts)),
    "best": _whole_chosen(lambda parts: pl.max_horizontal(*parts)),
    "if": _whole_result, "bands": _whole_result,
}  # fmt: skip
_SPECIAL: Mapping[str, Callable[[Columns, Node], pl.Expr]] = {
    "number": _constant, "truth": _constant, "text": _constant,
    "field": lambda columns, node: columns._field(node),
    "set_value": lambda columns, node: pl.col(f"set_value.{node.data}"),
    "points": lambda columns, node: pl.col(scored_key(str(node.data))),
    "answered": lambda columns, node: pl.col(node.args[0].leaf.key).is_not_null(),
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

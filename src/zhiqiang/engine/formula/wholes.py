"""Decimals in a column, counted as whole numbers of their smallest place, which doubles hold exactly.

0.1 + 0.2 = 0.3 becomes 1 + 2 = 3. One division of such numbers is rounded once: it falls on an edge exactly where the
true quotient does, and keeps its side of every plain edge else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import add
from typing import NamedTuple

import polars as pl

from .tree import Leaf, Node, number

LARGEST = 2**40
"""An answer may reach this many of its smallest places (1.1e12); rows with larger ones are scored exactly."""
EXACT = 2**53
"""Doubles hold every whole number up to here."""
MOST_PLACES = 9


class Grain(NamedTuple):
    """What is known of the numbers in a column.

    `places`: decimal places at most, None where a division left them open. `bound`: where they are open, that they
    are whole numbers up to this divided by such ones, rounded once; 0 where that is not known.
    """

    places: int | None
    negative: bool
    bound: int = 0


class Whole(NamedTuple):
    """A number as a whole number of its smallest place: `expr` / 10^places, and never beyond `bound`."""

    expr: pl.Expr
    places: int
    bound: int

    def times(self, factor: int) -> "Whole":
        """The same, so many times as much."""
        return Whole(self.expr * float(factor), self.places, self.bound * factor) if factor != 1 else self


class Quotient(NamedTuple):
    """A whole number divided by another and rounded once: `expr`, made of `parts` where these are at hand."""

    expr: pl.Expr
    bound: int
    parts: tuple[Whole, Whole, Fraction] | None = None
    """Over, under (counted in the same place), and the answer where the divisor is 0."""


def divided(over: pl.Expr, under: pl.Expr, if_zero: pl.Expr) -> pl.Expr:
    """One column divided by another, with a stated answer for a zero."""
    return pl.when(under == 0).then(if_zero).otherwise(over / under)


def whole_number(value: int | Fraction) -> Whole | None:
    """A constant as a whole number of its smallest decimal place; None for one without, such as 1/3."""
    places = next((n for n in range(MOST_PLACES + 1) if (value * 10**n).denominator == 1), None)
    if places is None:
        return None
    scaled = int(value * 10**places)
    return Whole(pl.lit(float(scaled)), places, abs(scaled))


def aligned(wholes: list[Whole | None]) -> list[Whole] | None:
    """The same numbers, all counted in the smallest place among them; None where one is missing or too large."""
    known = [whole for whole in wholes if whole is not None]
    if len(known) < len(wholes):
        return None
    places = max(whole.places for whole in known)
    shifted = [one.times(10 ** (places - one.places))._replace(places=places) for one in known]
    return shifted if all(whole.bound < EXACT for whole in shifted) else None


@dataclass
class Wholes:
    """Finds the whole numbers and single quotients in a formula; `value` writes a node as an expression."""

    value: Callable[[Node], pl.Expr]
    grain: Callable[[Leaf], Grain]
    points: dict[str, Grain] = field(default_factory=dict)
    """What is known of the points already written, by id."""

    def whole(self, node: Node) -> Whole | None:
        """The number counted in its smallest decimal place, or None where it has none or grows too large."""
        make = _WHOLES.get(node.op)
        whole = make(self, node) if make else None
        return whole if whole and whole.bound < EXACT and whole.places <= MOST_PLACES else None

    def all(self, nodes: tuple[Node, ...]) -> list[Whole] | None:
        """All of them counted in the same place, or None where one cannot be."""
        return aligned([self.whole(node) for node in nodes])

    def quotient(self, node: Node) -> Quotient | None:
        """A ratio or a mean of whole numbers, also times a constant, rounded once."""
        make = _QUOTIENTS.get(node.op)
        quotient = make(self, node) if make else None
        return quotient if quotient and quotient.bound < EXACT else None


# --- whole numbers --------------------------------------------------------------------------------


def _counted(value: pl.Expr, places: int | None) -> Whole | None:
    if places is None:
        return None
    return Whole((value * float(10**places)).round() if places else value, places, LARGEST)


def _total(parts: list[Whole] | None) -> Whole | None:
    if parts is None:
        return None
    return Whole(reduce(add, [one.expr for one in parts]), parts[0].places, sum(one.bound for one in parts))


def _difference(wholes: Wholes, node: Node) -> Whole | None:
    parts = wholes.all(node.args)
    if parts is None:
        return None
    left, right = parts
    return Whole(left.expr - right.expr, left.places, left.bound + right.bound)


def _product(left: Whole | None, right: Whole | None) -> Whole | None:
    if left is None or right is None:
        return None
    return Whole(left.expr * right.expr, left.places + right.places, left.bound * right.bound)


def _share(wholes: Wholes, node: Node) -> Whole | None:
    """Division by a constant, as a multiplication by its inverse where that is a decimal."""
    return _product(wholes.whole(node.args[0]), whole_number(1 / Fraction(node.args[1].constant)))


def _chosen(choose: Callable[..., pl.Expr]) -> Callable[[Wholes, Node], Whole | None]:
    def make(wholes: Wholes, node: Node) -> Whole | None:
        parts = wholes.all(node.args)
        if parts is None:
            return None
        return Whole(choose(*[one.expr for one in parts]), parts[0].places, max(one.bound for one in parts))

    return make


def _negative(wholes: Wholes, node: Node) -> Whole | None:
    whole = wholes.whole(node.args[0])
    return Whole(-whole.expr, whole.places, whole.bound) if whole else None


def _result(wholes: Wholes, node: Node) -> Whole | None:
    """Of `if` and `bands`: the value as written, counted in the smallest place of its possible results."""
    parts = wholes.all(node.args[1:])
    if parts is None:
        return None
    counted = _counted(wholes.value(node), parts[0].places)
    return counted and counted._replace(bound=max(one.bound for one in parts))


_WHOLES: Mapping[str, Callable[[Wholes, Node], Whole | None]] = {
    "number": lambda wholes, node: whole_number(Fraction(node.constant)),
    "field": lambda wholes, node: _counted(wholes.value(node), wholes.grain(node.leaf).places),
    "points": lambda wholes, node: _counted(wholes.value(node), wholes.points[str(node.data)].places),
    "count": lambda wholes, node: Whole(wholes.value(node), 0, len(node.args)),
    "+": lambda wholes, node: _total(wholes.all(node.args)),
    "sum": lambda wholes, node: _total(wholes.all(node.args)),
    "-": _difference, "neg": _negative, "/": _share,
    "*": lambda wholes, node: _product(wholes.whole(node.args[0]), wholes.whole(node.args[1])),
    "min": _chosen(pl.min_horizontal), "max": _chosen(pl.max_horizontal), "best": _chosen(pl.max_horizontal),
    "if": _result, "bands": _result,
}  # fmt: skip


# --- one division ---------------------------------------------------------------------------------


def _quotient(over: Whole, under: Whole, if_zero: Fraction) -> Quotient:
    expr = divided(over.expr, under.expr, pl.lit(float(if_zero)))
    return Quotient(expr, max(over.bound, under.bound), (over, under, if_zero))


def _worked_out(wholes: Wholes, node: Node) -> Quotient | None:
    bound = wholes.grain(node.leaf).bound
    return Quotient(wholes.value(node), bound) if bound else None


def _ratio(wholes: Wholes, node: Node) -> Quotient | None:
    parts = wholes.all(node.args[:2])
    if parts is None or node.args[2].op != "number":
        return None
    return _quotient(parts[0], parts[1], Fraction(node.args[2].constant))


def _mean(wholes: Wholes, node: Node) -> Quotient | None:
    total = _total(wholes.all(node.args))
    if total is None:
        return None
    divisor = len(node.args) * 10**total.places
    return _quotient(total._replace(places=0), Whole(pl.lit(float(divisor)), 0, divisor), Fraction(0))


def _multiple(wholes: Wholes, node: Node) -> Quotient | None:
    constants = [arg for arg in node.args if arg.op == "number"]
    others = [arg for arg in node.args if arg.op != "number"]
    quotient = wholes.quotient(others[0]) if len(constants) == 1 else None
    if quotient is None or quotient.parts is None:
        return None
    factor = Fraction(constants[0].constant)
    over, under, if_zero = quotient.parts
    if factor <= 0:
        return None
    return _quotient(over.times(factor.numerator), under.times(factor.denominator), if_zero * factor)


def _part(wholes: Wholes, node: Node) -> Quotient | None:
    inverse = number(1 / Fraction(node.args[1].constant))
    return _multiple(wholes, Node("*", (node.args[0], inverse), node.type))


_QUOTIENTS: Mapping[str, Callable[[Wholes, Node], Quotient | None]] = {
    "field": _worked_out, "ratio": _ratio, "mean": _mean, "*": _multiple, "/": _part,
}  # fmt: skip

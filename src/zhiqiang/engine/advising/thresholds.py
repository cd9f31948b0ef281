"""At which values of one answer does a formula turn? The edges of bands, caps and comparisons, as that answer sees them.

All other answers stay as they are, so that most numbers of a formula are, seen from the one answer x, quotients
(a + b·x) ÷ (c + d·x). Where such a quotient meets an edge there is a threshold. Formulas that are more involved than
that have thresholds that are not found; what is found is only a proposal, to be tried by scoring.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import NamedTuple

from ..formula.exact import Environment, compile_exact
from ..formula.intervals import Interval
from ..formula.tree import Node
from ..scheme import Compiled

MOST_PIECES = 16
"""A formula that falls into more pieces than this is followed no further."""

Number = int | Fraction


class Quotient(NamedTuple):
    """(a + b·x) ÷ (c + d·x)."""

    a: Number
    b: Number = 0
    c: Number = 1
    d: Number = 0

    @property
    def level(self) -> bool:
        """Whether x is only in the numerator."""
        return self.d == 0


Pieces = tuple[Quotient, ...]
"""What a number can be, seen from x, on one stretch or another; empty where that is not known."""
Sense = Callable[[Environment, set[Fraction]], Pieces]
"""From the answers to the pieces of a node; thresholds met on the way are added to the set."""

Finder = Callable[[Environment], set[Fraction]]
"""From the answers to the thresholds."""

X = Quotient(0, 1)


def find_thresholds(formula: Node, key: str, calculations: Mapping[str, Compiled]) -> Finder:
    """A function from the answers to the thresholds of `formula` (lowered) for the answer `key`."""
    sense = _Senses(key, calculations).sense(formula)

    def find(environment: Environment) -> set[Fraction]:
        found: set[Fraction] = set()
        sense(environment, found)
        return found

    return find


class _Senses:
    def __init__(self, key: str, calculations: Mapping[str, Compiled]) -> None:
        self.key = key
        self.calculations = calculations

    def moved(self, node: Node) -> bool:
        """Whether the answer has a part in this node."""
        return any(self.reads(one.leaf.key) for one in node.walk() if one.op == "field")

    def reads(self, key: str) -> bool:
        if key == self.key:
            return True
        calculation = self.calculations.get(key)
        return calculation is not None and self.moved(calculation.lowered)

    def sense(self, node: Node) -> Sense:
        if not self.moved(node):
            return _still(node)
        if node.op == "field":
            if node.leaf.key == self.key:
                return lambda environment, found: (X,)
            return self.sense(self.calculations[node.leaf.key].lowered)
        args = node.args
        if node.op in ("sum", "+"):
            still = tuple(arg for arg in args if not self.moved(arg))
            args = (*(arg for arg in args if self.moved(arg)), *_summed(still, node))
        below = [self.sense(arg) for arg in args]
        return _SENSES.get(node.op, _unknown)(node, below)


def _summed(nodes: tuple[Node, ...], like: Node) -> tuple[Node, ...]:
    """The terms in which the answer has no part, as one."""
    return (Node("sum", nodes, like.type),) if nodes else ()


def _still(node: Node) -> Sense:
    if node.op == "number":
        assert isinstance(node.data, int | Fraction)
        known = (Quotient(node.data),)
        return lambda environment, found: known
    read = compile_exact(node)
    if node.type.kind != "number":
        return lambda environment, found: ()
    return lambda environment, found: (Quotient(read(environment).amount),)


def _unknown(node: Node, below: list[Sense]) -> Sense:
    """Nothing is known of the node itself; thresholds below it are still met."""

    def sense(environment: Environment, found: set[Fraction]) -> Pieces:
        for one in below:
            one(environment, found)
        return ()

    return sense


def _joined(join: Callable[[Quotient, Quotient], Quotient | None]) -> Callable[[Node, list[Sense]], Sense]:
    """Of every combination of pieces the joint one, left to right."""

    def make(node: Node, below: list[Sense]) -> Sense:
        def sense(environment: Environment, found: set[Fraction]) -> Pieces:
            parts = [one(environment, found) for one in below]
            return reduce(lambda left, right: _combined(left, right, join), parts)

        return sense

    return make


def _combined(left: Pieces, right: Pieces, join: Callable[[Quotient, Quotient], Quotient | None]) -> Pieces:
    joint = [join(one, other) for one, other in product(left, right)]
    known = [one for one in joint if one is not None]
    return tuple(dict.fromkeys(known)) if len(known) == len(joint) <= MOST_PIECES else ()


def _sum(left: Quotient, right: Quotient) -> Quotient | None:
    if left.level and right.level:
        return Quotient(
            left.a * right.c + right.a * left.c, left.b * right.c + right.b * left.c, left.c * right.c
        )
    if right.level and not right.b:
        k = right.a if right.c == 1 else Fraction(right.a, right.c)
        return Quotient(left.a + k * left.c, left.b + k * left.d, left.c, left.d)
    return _sum(right, left) if left.level and not left.b else None


def _minus(left: Quotient, right: Quotient) -> Quotient | None:
    return _sum(left, right._replace(a=-right.a, b=-right.b))


def _times(left: Quotient, right: Quotient) -> Quotient | None:
    if right.b or right.d:
        return _times(right, left) if not (left.b or left.d) else None
    return Quotient(left.a * right.a, left.b * right.a, left.c * right.c, left.d * right.c)


def _over(left: Quotient, right: Quotient) -> Quotient | None:
    if not (left.level and right.level) or not (right.a or right.b):
        return None
    return Quotient(left.a * right.c, left.b * right.c, right.a * left.c, right.b * left.c)


def _mean(node: Node, below: list[Sense]) -> Sense:
    total = _joined(_sum)(node, below)
    share = Quotient(1, 0, len(below))

    def sense(environment: Environment, found: set[Fraction]) -> Pieces:
        return _combined(total(environment, found), (share,), _times)

    return sense


def _ratio(node: Node, below: list[Sense]) -> Sense:
    def sense(environment: Environment, found: set[Fraction]) -> Pieces:
        over, under, if_zero = (one(environment, found) for one in below)
        for one in under:
            found.update(_meeting(one, Quotient(0)))
        some = tuple(one for one in under if one.a or one.b)
        return (*_combined(over, some, _over), *(if_zero if len(some) < len(under) else ()))

    return sense


def _extreme(node: Node, below: list[Sense]) -> Sense:
    """Of min, max and best: whichever it is; they meet where one takes over from another."""

    def sense(environment: Environment, found: set[Fraction]) -> Pieces:
        parts = [one(environment, found) for one in below]
        for n, pieces in enumerate(parts):
            for others in parts[n + 1 :]:
                for one, other in product(pieces, others):
                    found.update(_meeting(one, other))
        joint = tuple(dict.fromkeys(one for pieces in parts for one in pieces))
        return joint if len(joint) <= MOST_PIECES else ()

    return sense


def _compared(node: Node, below: list[Sense]) -> Sense:
    sense = _extreme(node, below)

    def compare(environment: Environment, found: set[Fraction]) -> Pieces:
        sense(environment, found)
        return ()

    return compare


def _chosen(node: Node, below: list[Sense]) -> Sense:
    """Of `if` and `bands`: any of the results."""
    intervals: tuple[Interval, ...] = node.data if node.op == "bands" else ()  # type: ignore[assignment]
    edges = {end for one in intervals for end in (one.low, one.high) if end is not None}

    def sense(environment: Environment, found: set[Fraction]) -> Pieces:
        for one, edge in product(below[0](environment, found), edges):
            found.update(_meeting(one, Quotient(edge)))
        joint = tuple(dict.fromkeys(one for result in below[1:] for one in result(environment, found)))
        return joint if len(joint) <= MOST_PIECES else ()

    return sense


def _meeting(one: Quotient, other: Quotient) -> tuple[Fraction, ...]:
    """Where two quotients are equal, if that is one place."""
    if not (one.b or one.d or other.b or other.d):
        return ()
    square = one.b * other.d - other.b * one.d
    slope = one.a * other.d + one.b * other.c - other.a * one.d - other.b * one.c
    level = one.a * other.c - other.a * one.c
    return (Fraction(-level, slope),) if slope and not square else ()


_SENSES: Mapping[str, Callable[[Node, list[Sense]], Sense]] = {
    "+": _joined(_sum), "sum": _joined(_sum), "-": _joined(_minus), "*": _joined(_times), "/": _joined(_over),
    "neg": lambda node, below: _joined(_minus)(node, [lambda environment, found: (Quotient(0),), *below]),
    "mean": _mean, "ratio": _ratio, "if": _chosen, "bands": _chosen,
    **dict.fromkeys(("min", "max", "best"), _extreme),
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), _compared),
}  # fmt: skip

"""The tree a formula becomes, and the types of its nodes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from ..words import Words
from .units import ANY as ANY
from .units import PURE as PURE
from .units import SHARE as SHARE
from .units import decimal_places

Value = int | Fraction | bool | str
Kind = Literal["number", "truth", "text"]


@dataclass(frozen=True, slots=True)
class Type:
    """What a node is worth: its kind, its unit, the rows of a series, and the decimal places it can have."""

    kind: Kind
    unit: str = PURE
    rows: tuple[str, ...] | None = None
    places: int | None = 0
    """Greatest number of decimal places, None where a division leaves it open."""

    @property
    def scalar(self) -> "Type":
        """The type of one row of this series."""
        return replace(self, rows=None)


TRUTH = Type("truth")
TEXT = Type("text")
AGGREGATES = frozenset({"sum", "mean", "min", "max", "best", "count", "any", "all"})
"""Operators that take the rows of a series in and give one value."""


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """One answer a formula can read: its key, its words, its type, and when it applies."""

    key: str
    label: str
    label_en: str
    type: Type
    options: tuple[str, ...] | None = None
    option_labels: tuple[tuple[str, str, str], ...] = ()
    """(code, Chinese, English) where the options are few."""
    conditions: tuple["Node", ...] = ()
    """All must be true for the answer to apply; elsewhere it reads as not applicable."""
    column: str = ""
    """`table.column` for a cell of a table."""
    row: str = ""
    title: Words | None = None
    """What sentences call it, or its column: the label as short as it stays unmistakable within the form."""
    row_title: Words | None = None
    """What sentences call the row of a cell."""
    worked_out: bool = False
    """Whether it is worked out of others and never typed, so that a spreadsheet may hold it a little wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An operator with its arguments. `data` holds what only that operator needs: a constant, a leaf, band edges."""

    op: str
    args: tuple["Node", ...]
    type: Type
    data: object = None
    at: int = field(default=0, compare=False)

    @property
    def constant(self) -> Value:
        """The value of a literal node."""
        assert isinstance(self.data, int | Fraction | bool | str)
        return self.data

    @property
    def leaf(self) -> Leaf:
        """The answer a field node reads."""
        assert isinstance(self.data, Leaf)
        return self.data

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, parents first."""
        yield self
        for arg in self.args:
            yield from arg.walk()

    def leaves(self) -> tuple[Leaf, ...]:
        """The answers read, each once, in reading order."""
        found: dict[str, Leaf] = {}
        for node in self.walk():
            if node.op == "field":
                found.setdefault(node.leaf.key, node.leaf)
        return tuple(found.values())


def number(value: int | Fraction, at: int = 0) -> Node:
    """A constant, as an int where it is whole; it fits beside every unit."""
    exact = value.numerator if value.denominator == 1 else value
    return Node("number", (), Type("number", ANY, places=decimal_places(exact)), exact, at)


def chain(node: Node) -> Iterator[Node]:
    """The operands of a run of one operator, such as `a and b and c`, in reading order."""
    for arg in node.args:
        if arg.op == node.op:
            yield from chain(arg)
        else:
            yield arg


def spread(node: Node) -> int:
    """Operations of the formula where it is written out as text: a divisor and a banded value are written again."""
    args = [spread(arg) for arg in node.args]
    if node.op == "ratio":
        return 1 + sum(args) + args[1]
    if node.op == "bands":
        return 1 + sum(args) + args[0] * len(args)
    return 1 + sum(args)


def lower(node: Node) -> Node:
    """The same formula over single cells only: every series operation written out row by row.

    What remains of a series is a `series` node, and only as an argument of an aggregate, which takes its rows in.
    """
    args = tuple(lower(arg) for arg in node.args)
    if node.op == "series":
        return Node("series", args, node.type, node.data, node.at)
    if node.op in AGGREGATES:
        flat = tuple(cell for arg in args for cell in (arg.args if arg.op == "series" else (arg,)))
        return Node(node.op, flat, node.type, node.data, node.at)
    if node.type.rows is None:
        return node if args == node.args else Node(node.op, args, node.type, node.data, node.at)
    cells = tuple(
        Node(
            node.op,
            tuple(arg.args[index] if arg.op == "series" else arg for arg in args),
            node.type.scalar,
            node.data,
            node.at,
        )
        for index in range(len(node.type.rows))
    )
    return Node("series", cells, node.type, None, node.at)

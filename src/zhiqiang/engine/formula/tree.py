"""The tree a formula becomes, and the types of its nodes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

ANY = "*"
"""Unit of a bare number: it fits beside every unit."""
PURE = ""
SHARE = "share"
"""Unit of a ratio of like things: a pure number that is shown in per cent."""

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


def number(value: int | Fraction, *, unit: str = ANY, places: int | None = 0) -> Node:
    """A constant."""
    return Node("number", (), Type("number", unit, places=places), value)


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


AGGREGATES = frozenset({"sum", "mean", "min", "max", "best", "count", "any", "all"})

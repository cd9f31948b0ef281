"""First reader: the exact value of a formula, with the trace that shows how it came about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import add, eq, ge, gt, le, lt, mul, ne, sub

from .intervals import Interval
from .tree import Node, Value

Environment = Mapping[str, Value]
"""Answers by key (absent where missing or not applicable), with `set_value.<id>` and `scored.<id>` beside them."""


@dataclass(slots=True)
class Trace:
    """A node, what it is worth, and the traces of what it was worked out from. Treat as read-only."""

    node: Node
    value: Value
    below: tuple["Trace", ...] = ()

    @property
    def amount(self) -> int | Fraction:
        """The value of a number's trace."""
        assert not isinstance(self.value, str)
        return self.value


Reader = Callable[[Environment], Trace]
_EMPTY: dict[str, Value] = {"number": 0, "truth": False, "text": ""}
_COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "=": eq,
    "<>": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}
_ARITHMETIC: dict[str, Callable[[Value, Value], Value]] = {"+": add, "-": sub, "*": mul}


def compile_exact(node: Node) -> Reader:
    """A function from an environment to the trace of this formula.

    Values are int, Fraction, bool or option code; never float. A missing answer counts 0, no, or no option.
    `node` must be lowered (`tree.lower`).
    """
    return _MAKERS[node.op](node)


@lru_cache(maxsize=4096)
def exact(number: Decimal) -> int | Fraction:
    """A decimal as the exact number formulas reckon with."""
    return plain(Fraction(number))


def plain(value: int | Fraction) -> int | Fraction:
    """The same number, as an int where it is whole."""
    return value.numerator if value.denominator == 1 else value


def _constant(node: Node) -> Reader:
    trace = Trace(node, node.constant)
    return lambda env: trace


def _field(node: Node) -> Reader:
    key, empty = node.leaf.key, _EMPTY[node.type.kind]
    return lambda env: Trace(node, env.get(key, empty))


def scored_key(id: str) -> str:
    """The key under which the points of an indicator or group stand for formulas."""
    return f"scored.{id}"


def _outside(named: Callable[[str], str]) -> Callable[[Node], Reader]:
    def make(node: Node) -> Reader:
        key = named(str(node.data))
        return lambda env: Trace(node, env.get(key, 0))

    return make


def _from_values(work: Callable[[list[Value]], Value]) -> Callable[[Node], Reader]:
    """A reader that works on the values of all its arguments."""

    def make(node: Node) -> Reader:
        parts = tuple(compile_exact(arg) for arg in node.args)

        def read(env: Environment) -> Trace:
            below = tuple([part(env) for part in parts])
            return Trace(node, work([trace.value for trace in below]), below)

        return read

    return make


def _two(work: Callable[[Value, Value], Value]) -> Callable[[Node], Reader]:
    def make(node: Node) -> Reader:
        first, second = compile_exact(node.args[0]), compile_exact(node.args[1])

        def read(env: Environment) -> Trace:
            left, right = first(env), second(env)
            return Trace(node, work(left.value, right.value), (left, right))

        return read

    return make


def _mean(values: list[Value]) -> Value:
    return plain(Fraction(sum(values), len(values)))  # type: ignore[arg-type]


def _ratio(values: list[Value]) -> Value:
    over, under, if_zero = values
    return plain(Fraction(over, under)) if under else if_zero  # type: ignore[arg-type]


def _divided(over: Value, under: Value) -> Value:
    return plain(Fraction(over, under))  # type: ignore[arg-type]


def _if(node: Node) -> Reader:
    condition, yes, no = (compile_exact(arg) for arg in node.args)

    def read(env: Environment) -> Trace:
        asked = condition(env)
        taken = (yes if asked.value else no)(env)
        return Trace(node, taken.value, (asked, taken))

    return read


def _answered(node: Node) -> Reader:
    key = node.args[0].leaf.key
    return lambda env: Trace(node, key in env)


def _bands(node: Node) -> Reader:
    value = compile_exact(node.args[0])
    assert isinstance(node.data, tuple)
    ladder: list[tuple[Interval, Reader]] = [
        (interval, compile_exact(arg)) for interval, arg in zip(node.data, node.args[1:], strict=True)
    ]

    def read(env: Environment) -> Trace:
        asked = value(env)
        for interval, result in ladder:
            if asked.value in interval:  # type: ignore[operator]
                taken = result(env)
                return Trace(node, taken.value, (asked, taken))
        return Trace(node, 0, (asked,))

    return read


_MAKERS: dict[str, Callable[[Node], Reader]] = {
    "number": _constant, "truth": _constant, "text": _constant,
    "field": _field, "set_value": _outside("set_value.{}".format), "points": _outside(scored_key),
    "neg": _from_values(lambda v: -v[0]),  # type: ignore[operator]
    "not": _from_values(lambda v: not v[0]),
    "/": _two(_divided),
    **{op: _two(work) for op, work in _ARITHMETIC.items()},
    **{op: _two(work) for op, work in _COMPARISONS.items()},
    "and": _two(lambda a, b: a and b), "or": _two(lambda a, b: a or b),
    "sum": _from_values(sum),  # type: ignore[arg-type]
    "mean": _from_values(_mean),
    "min": _from_values(min), "max": _from_values(max), "best": _from_values(max),
    "ratio": _from_values(_ratio), "count": _from_values(lambda v: sum(map(bool, v))),
    "any": _from_values(any), "all": _from_values(all),
    "if": _if, "answered": _answered, "bands": _bands,
}  # fmt: skip

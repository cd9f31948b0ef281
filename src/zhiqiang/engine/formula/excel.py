"""Third reader: the same formula for Excel, WPS and LibreOffice Calc.

A spreadsheet reckons in binary floating point. So that a value on the edge of a band falls where the exact engine
puts it, a number that was worked out is rounded before it is compared: to its own decimal places where these are
known, to twelve where a division leaves them open.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from ..words import Words
from .errors import FormulaError
from .exact import scored_key
from .intervals import Interval
from .tree import Node

Addresses = Mapping[str, str]
"""An Excel expression for each answer key, and for `set_value.<id>`, `scored.<id>` and `answered:<key>`.

A number's expression gives a number (0 where empty), a yes/no field's TRUE or FALSE, a choice's the option code.
"""
LONGEST = 8000


def to_excel(node: Node, addresses: Addresses) -> str:
    """The formula without its leading `=`. `node` must be lowered.

    Raises FormulaError where Excel could not hold it (over 8,000 characters), KeyError for a leaf without address.
    """
    text = _write(node, addresses)
    if len(text) > LONGEST:
        zh, en = (
            "公式过长，表格单元格放不下，请拆成几个自动计算的填报项",
            "too long for a spreadsheet cell; split it into calculated fields",
        )
        raise FormulaError(Words(zh, en), node.at)
    return text


def _write(node: Node, addresses: Addresses) -> str:
    if node.op == "field":
        return addresses[node.leaf.key]
    if node.op == "set_value":
        return addresses[f"set_value.{node.data}"]
    if node.op == "points":
        return addresses[scored_key(str(node.data))]
    if node.op == "answered":
        return addresses[f"answered:{node.args[0].leaf.key}"]
    if node.op in _COMPARING:
        return f"({_compared(node.args[0], addresses)}{node.op}{_compared(node.args[1], addresses)})"
    if node.op == "bands":
        return _bands(node, addresses)
    return _WRITERS[node.op](node, [_write(arg, addresses) for arg in node.args])


_COMPARING = frozenset({"=", "<>", "<", "<=", ">", ">="})
_GIVEN = frozenset({"number", "field", "set_value", "text", "truth"})


def _compared(node: Node, addresses: Addresses) -> str:
    text = _write(node, addresses)
    if node.op in _GIVEN or node.type.kind != "number":
        return text
    return f"ROUND({text},{12 if node.type.places is None else node.type.places})"


def _bands(node: Node, addresses: Addresses) -> str:
    assert isinstance(node.data, tuple)
    value = _compared(node.args[0], addresses)
    text = "0"
    for interval, result in reversed(list(zip(node.data, node.args[1:], strict=True))):
        text = f"IF({_inside(value, interval)},{_write(result, addresses)},{text})"
    return text


def _inside(value: str, interval: Interval) -> str:
    parts = []
    if interval.low is not None:
        parts.append(f"{value}{'>=' if interval.low_in else '>'}{_number(interval.low)}")
    if interval.high is not None:
        parts.append(f"{value}{'<=' if interval.high_in else '<'}{_number(interval.high)}")
    return f"AND({','.join(parts)})" if parts else "TRUE"


def _number(value: int | Fraction) -> str:
    if isinstance(value, int):
        return str(value)
    decimal = f"{float(value):.15g}"
    return decimal if Fraction(decimal) == value else f"({value.numerator}/{value.denominator})"


def _constant(node: Node, _: list[str]) -> str:
    value = node.constant
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else _number(value)


def _between(symbol: str) -> Callable[[Node, list[str]], str]:
    return lambda node, args: f"({args[0]}{symbol}{args[1]})"


def _called(name: str) -> Callable[[Node, list[str]], str]:
    return lambda node, args: f"{name}({','.join(args)})"


def _ratio(node: Node, args: list[str]) -> str:
    under = f"ROUND({args[1]},{12 if node.args[1].type.places is None else node.args[1].type.places})"
    return f"IF({under}=0,{args[2]},{args[0]}/IF({under}=0,1,{args[1]}))"


_WRITERS: dict[str, Callable[[Node, list[str]], str]] = {
    "number": _constant, "truth": _constant, "text": _constant,
    "neg": lambda node, args: f"(-{args[0]})", "not": _called("NOT"),
    "+": _between("+"), "-": _between("-"), "*": _between("*"), "/": _between("/"),
    "and": _called("AND"), "or": _called("OR"), "any": _called("OR"), "all": _called("AND"),
    "sum": lambda node, args: f"({'+'.join(args)})",
    "mean": lambda node, args: f"(({'+'.join(args)})/{len(args)})",
    "min": _called("MIN"), "max": _called("MAX"), "best": _called("MAX"),
    "ratio": _ratio, "if": _called("IF"),
    "count": lambda node, args: f"({'+'.join(f'IF({arg},1,0)' for arg in args)})",
}  # fmt: skip

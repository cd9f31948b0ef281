"""Third reader: the same formula for Excel, WPS and LibreOffice Calc.

A spreadsheet reckons in binary floating point. So that a value on an edge falls where the exact engine puts it, a
number that was worked out is compared by its rounded distance from the edge: rounded to its own decimal places where
these are known, else to twelve significant ones. Answers and constants are compared as they are, for every decimal
of fifteen digits has a double of its own.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from ..words import Words
from .errors import FormulaError
from .exact import scored_key
from .intervals import Interval
from .tree import Node, chain

Addresses = Mapping[str, str]
"""An Excel expression for each answer key, and for `set_value.<id>`, `scored.<id>` and `answered:<key>`.

A number's expression gives a number (0 where empty), a yes/no field's TRUE or FALSE, a choice's the option code.
"""
LONGEST = 8000
PLACES = 12
"""Significant digits by which numbers of open decimal places are told apart."""
COARSE = 9
"""Decimal places, at most, where a subtraction may have left the last digits wrong."""


def to_excel(node: Node, addresses: Addresses) -> str:
    """The formula without its leading `=`. `node` must be lowered.

    Raises FormulaError where Excel could not hold it (over 8,000 characters), KeyError for a leaf without address.
    """
    return _write(node, addresses)


def _write(node: Node, addresses: Addresses) -> str:
    text = _written(node, addresses)
    if len(text) > LONGEST:  # asked of every part: a whole may repeat its parts many times over
        zh = "公式过长，表格单元格放不下，请拆成几个自动计算的填报项"
        en = "too long for a spreadsheet cell; split it into calculated fields"
        raise FormulaError(Words(zh, en), node.at)
    return text


def _written(node: Node, addresses: Addresses) -> str:
    if node.op == "field":
        return addresses[node.leaf.key]
    if node.op == "set_value":
        return addresses[f"set_value.{node.data}"]
    if node.op == "points":
        return addresses[scored_key(str(node.data))]
    if node.op == "answered":
        return addresses[f"answered:{node.args[0].leaf.key}"]
    if node.op == "bands":
        return _bands(node, addresses)
    args = tuple(chain(node)) if node.op in _RUNS else node.args
    texts = [_write(arg, addresses) for arg in args]
    if node.op in _CARRYING and node.type.places is None:
        texts = [_clean(arg, text) for arg, text in zip(args, texts, strict=True)]
    return _WRITERS[node.op](node, texts)


def _clean(node: Node, text: str) -> str:
    """A number that goes into further reckoning, what stray binary digits a sum has left in it rounded away."""
    places = node.type.places
    if not places or places > PLACES or node.op == "bands" or _steady(node):
        return text
    return f"ROUND({text},{places})"


# --- comparisons ----------------------------------------------------------------------------------


def _given(node: Node) -> bool:
    """Whether a number stands as it was typed or written, and not worked out."""
    return node.op == "number" or (node.op == "field" and not node.leaf.worked_out)


def _compared(node: Node, args: list[str]) -> str:
    left, right = node.args
    if left.type.kind == "text":
        same = f"EXACT({args[0]},{args[1]})"
        return same if node.op == "=" else f"NOT({same})"
    if left.type.kind == "truth" or (_given(left) and _given(right)):
        return f"({args[0]}{node.op}{args[1]})"
    return f"({_distance(left, args[0], right, args[1])}{node.op}0)"


def _distance(left: Node, left_text: str, right: Node, right_text: str) -> str:
    """How far one number lies above another, so rounded that nothing remains where they are exactly equal."""
    gap = left_text if right_text == "0" else f"{left_text}-{right_text}"
    known = _shared_places(left, right)
    if known is not None:
        return f"ROUND({gap},{known})"
    for node, other in ((left, right), (right, left)):
        if node.op == "number":
            return f"ROUND({gap},{_told_apart(other, Fraction(node.constant))})"
    sure = min(_told_apart(left), _told_apart(right))
    return f"ROUND(({gap})/MAX(1,ABS({right_text})),{sure})"


def _told_apart(node: Node, edge: Fraction = Fraction(0)) -> int:
    """The decimal places to which a worked-out number near an edge is right for sure."""
    whole = int(abs(edge))
    places = PLACES - len(str(whole)) if whole else PLACES
    cancels = any(one.op in ("-", "neg") for one in node.walk())
    return max(0, min(places, COARSE) if cancels else places)


def _shared_places(left: Node, right: Node) -> int | None:
    """The decimal places of a difference, where they are known and few enough to tell rounding from value."""
    if left.type.places is None or right.type.places is None:
        return None
    places = max(left.type.places, right.type.places)
    return places if places <= PLACES else None


def _bands(node: Node, addresses: Addresses) -> str:
    """Bands follow each other upward without gap, so one comparison a step is enough."""
    assert isinstance(node.data, tuple)
    intervals: tuple[Interval, ...] = node.data
    asked = node.args[0]
    value = _write(asked, addresses)
    results = [_write(result, addresses) for result in node.args[1:]]
    text = results[-1] if intervals[-1].high is None else "0"
    for interval, result in reversed(list(zip(intervals, results, strict=True))):
        if interval.high is not None:
            text = f"IF({_below(asked, value, interval.high, interval.high_in)},{result},{text})"
    first = intervals[0]
    if first.low is not None:
        text = f"IF({_below(asked, value, first.low, not first.low_in)},0,{text})"
    return text


def _below(asked: Node, value: str, edge: int | Fraction, inside: bool) -> str:
    sign = "<=" if inside else "<"
    if _given(asked):
        return f"{value}{sign}{_number(edge)}"
    places = asked.type.places
    if places is not None and places <= PLACES:
        return f"ROUND({value},{places}){sign}{_number(edge)}"
    gap = f"{value}-{_number(edge)}" if edge else value
    return f"ROUND({gap},{_told_apart(asked, Fraction(edge))}){sign}0"


# --- everything else ------------------------------------------------------------------------------


def _number(value: int | Fraction) -> str:
    if isinstance(value, int):
        return str(value) if value >= 0 else f"({value})"
    decimal = f"{float(value):.15g}".upper()
    exact = decimal if Fraction(decimal) == value else f"{value.numerator}/{value.denominator}"
    return exact if exact == decimal and value >= 0 else f"({exact})"


def _constant(node: Node, _: list[str]) -> str:
    value = node.constant
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else _number(value)


def _joined(symbol: str) -> Callable[[Node, list[str]], str]:
    return lambda node, args: f"({symbol.join(args)})"


def _called(name: str) -> Callable[[Node, list[str]], str]:
    return lambda node, args: f"{name}({','.join(args)})"


def _ratio(node: Node, args: list[str]) -> str:
    over, under, if_zero = args
    return f"IF({_is_zero(node.args[1], under)},{if_zero},{over}/{under})"


def _is_zero(node: Node, text: str) -> str:
    if _steady(node):
        return f"{text}=0"
    if node.type.places is not None:
        return f"{text}=0"  # rounded already
    return f"ROUND({text},{_told_apart(node)})=0"


def _steady(node: Node) -> bool:
    """Whether it is 0 in a spreadsheet just where it is exactly 0: nothing in it can cancel."""
    if node.op in ("*", "/", "neg"):
        return all(_steady(arg) for arg in node.args)
    return _given(node) or node.op in ("set_value", "count")


def _total(node: Node, args: list[str]) -> str:
    """What a mean divides, stray binary digits rounded away where the decimal places are known."""
    total, places = f"({'+'.join(args)})", [arg.type.places for arg in node.args]
    known = [one for one in places if one is not None]
    most = max(known, default=0)
    return f"ROUND({total},{most})" if len(known) == len(places) and 0 < most <= PLACES else total


_RUNS = frozenset({"+", "and", "or"})
_CARRYING = frozenset({"+", "-", "*", "/", "sum", "mean", "ratio"})
"""Operators that carry a stray digit on, and may make more of it."""
_WRITERS: dict[str, Callable[[Node, list[str]], str]] = {
    "number": _constant, "truth": _constant, "text": _constant,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), _compared),
    "neg": lambda node, args: f"(-{args[0]})", "not": _called("NOT"),
    "+": _joined("+"), "sum": _joined("+"), "-": _joined("-"), "*": _joined("*"), "/": _joined("/"),
    "and": _called("AND"), "or": _called("OR"), "any": _called("OR"), "all": _called("AND"),
    "mean": lambda node, args: f"({_total(node, args)}/{len(args)})",
    "min": _called("MIN"), "max": _called("MAX"), "best": _called("MAX"),
    "ratio": _ratio, "if": _called("IF"),
    "count": lambda node, args: f"({'+'.join(f'IF({arg},1,0)' for arg in args)})",
}  # fmt: skip

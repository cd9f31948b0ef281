"""The types of the language: which arguments each operator takes, and what it gives."""

from collections.abc import Callable
from difflib import get_close_matches

from .errors import FormulaError
from .intervals import check_ladder, parse_interval
from .tree import ANY, PURE, SHARE, TRUTH, Node, Type

Args = tuple[Node, ...]
Checker = Callable[[str, Args, int], Node]


def build(op: str, args: Args, at: int, named: dict[str, Node]) -> Node:
    """A node of this operator or function with checked types; raises FormulaError."""
    if any(arg.op == "list_column" for arg in args) and (op != "sum" or len(args) > 1):
        raise FormulaError("of a list only sum(list.column) and rows(list) are known", at)
    if op == "ratio":
        return _ratio(args, at, named)
    if named:
        raise FormulaError("if_zero belongs to ratio(…) alone", at)
    checker = _CHECKERS.get(op)
    if checker is None:
        known = get_close_matches(op, FUNCTIONS, 1)
        hint = f"; did you mean {known[0]}(…)?" if known else f"; there are: {', '.join(FUNCTIONS)}"
        raise FormulaError(f"there is no function {op}(…){hint}", at)
    return checker(op, args, at)


def same_unit(left: str, right: str) -> bool:
    """Whether two units may be added or compared; a bare number fits any."""
    return left == right or ANY in (left, right) or {left, right} <= {PURE, SHARE}


def _joined_unit(args: Args, at: int) -> str:
    unit = ANY
    for arg in args:
        if not same_unit(unit, arg.type.unit):
            raise FormulaError(f"units do not fit: {_unit(unit)} and {_unit(arg.type.unit)}", at)
        unit = arg.type.unit if unit == ANY else unit
    return unit


def _unit(unit: str) -> str:
    return {PURE: "a pure number", SHARE: "a share", ANY: "a bare number"}.get(unit, unit)


def _rows(args: Args, at: int) -> tuple[str, ...] | None:
    rows: tuple[str, ...] | None = None
    for arg in args:
        if arg.type.rows is None:
            continue
        if rows is not None and rows != arg.type.rows:
            raise FormulaError("the two columns have different rows; they cannot be reckoned row by row", at)
        rows = arg.type.rows
    return rows


def _kind(args: Args, kind: str, what: str, at: int) -> None:
    for arg in args:
        if arg.type.kind != kind:
            words = {"number": "a number", "truth": "a condition", "text": "a text"}
            raise FormulaError(f"{what} takes {words[kind]}, not {words[arg.type.kind]}", arg.at or at)


def _places(args: Args) -> int | None:
    known = [arg.type.places for arg in args]
    return None if None in known else max((p for p in known if p is not None), default=0)


def _count(args: Args, least: int, most: int | None, what: str, at: int) -> None:
    if len(args) < least or (most is not None and len(args) > most):
        number = str(least) if most == least else f"{least} or more" if most is None else f"{least} to {most}"
        raise FormulaError(f"{what} takes {number} values, not {len(args)}", at)


def _sum_like(op: str, args: Args, at: int) -> Node:
    _kind(args, "number", f"“{op}”", at)
    return Node(op, args, Type("number", _joined_unit(args, at), _rows(args, at), _places(args)), None, at)


def _times(op: str, args: Args, at: int) -> Node:
    _kind(args, "number", "“×”", at)
    left, right = args
    free = {ANY, PURE, SHARE}
    if left.type.unit not in free and right.type.unit not in free:
        raise FormulaError(f"{left.type.unit} times {right.type.unit} has no meaning here", at)
    unit = right.type.unit if left.type.unit in free else left.type.unit
    places = None if None in (left.type.places, right.type.places) else (left.type.places or 0) + (right.type.places or 0)
    return Node(op, args, Type("number", unit, _rows(args, at), places), None, at)


def _divide(op: str, args: Args, at: int) -> Node:
    _kind(args, "number", "“÷”", at)
    if args[1].op != "number":
        raise FormulaError("divide by a constant only, or state the answer for zero: ratio(a, b, if_zero=0)", at)
    if args[1].constant == 0:
        raise FormulaError("division by zero; give another number", at)
    return Node(op, args, Type("number", args[0].type.unit, _rows(args, at), None), None, at)


def _ratio(args: Args, at: int, named: dict[str, Node]) -> Node:
    _count(args, 2, 2, "ratio(a, b, if_zero=…)", at)
    _kind(args, "number", "ratio", at)
    if "if_zero" not in named:
        raise FormulaError("ratio needs a stated answer for a zero denominator: ratio(a, b, if_zero=0)", at)
    fallback = named["if_zero"]
    _kind((fallback,), "number", "if_zero", at)
    over, under = args[0].type.unit, args[1].type.unit
    if same_unit(over, under):
        unit = SHARE
    elif under in (PURE, SHARE, ANY):
        unit = over
    else:
        unit = f"{'' if over in (PURE, SHARE, ANY) else over}/{under}"
    whole = (*args, fallback)
    return Node("ratio", whole, Type("number", unit, _rows(whole, at), None), None, at)


def _compare(op: str, args: Args, at: int) -> Node:
    left, right = args
    if left.type.kind != right.type.kind:
        raise FormulaError("the two sides are of different kinds and cannot be compared", at)
    if left.type.kind == "number":
        _joined_unit(args, at)
    elif op not in ("=", "<>"):
        raise FormulaError(f"“{op}” compares numbers; here only = and <> make sense", at)
    elif left.type.kind == "text":
        _known_option(left, right, at)
        _known_option(right, left, at)
    return Node(op, args, Type("truth", rows=_rows(args, at)), None, at)


def _known_option(field: Node, text: Node, at: int) -> None:
    if field.op not in ("field", "series") or text.op != "text":
        return
    leaf = field.leaf if field.op == "field" else field.args[0].leaf
    if leaf.options is not None and text.constant not in leaf.options:
        shown = ", ".join(leaf.options[:12]) + ("…" if len(leaf.options) > 12 else "")
        raise FormulaError(f"“{text.constant}” is not an option of {leaf.column or leaf.key}; there are: {shown}", at)


def _logic(op: str, args: Args, at: int) -> Node:
    _kind(args, "truth", f"“{op}”", at)
    return Node(op, args, Type("truth", rows=_rows(args, at)), None, at)


def _negative(op: str, args: Args, at: int) -> Node:
    _kind(args, "number", "“-”", at)
    return Node(op, args, args[0].type, None, at)


def _gather(op: str, args: Args, at: int) -> Node:
    _count(args, 1, None, f"{op}(…)", at)
    if args[0].op == "list_column":
        return Node("field", (), args[0].type.scalar, args[0].data, at)
    _kind(args, "number", f"{op}(…)", at)
    places = None if op == "mean" else _places(args)
    return Node(op, args, Type("number", _joined_unit(args, at), None, places), None, at)


def _how_many(op: str, args: Args, at: int) -> Node:
    _count(args, 1, None, f"{op}(…)", at)
    _kind(args, "truth", f"{op}(…)", at)
    return Node(op, args, Type("number", PURE) if op == "count" else TRUTH, None, at)


def _if(op: str, args: Args, at: int) -> Node:
    _count(args, 3, 3, "if(condition, value, otherwise)", at)
    _kind(args[:1], "truth", "the first value of if", at)
    _kind(args[1:], args[1].type.kind, "both answers of if: it", at)
    kind = args[1].type.kind
    unit = _joined_unit(args[1:], at) if kind == "number" else PURE
    return Node(op, args, Type(kind, unit, _rows(args, at), _places(args[1:])), None, at)


def _answered(op: str, args: Args, at: int) -> Node:
    _count(args, 1, 1, "answered(field)", at)
    if args[0].op not in ("field", "series"):
        raise FormulaError("answered(…) asks about a field; give its name alone", at)
    return Node(op, args, Type("truth", rows=args[0].type.rows), None, at)


def _list_rows(op: str, args: Args, at: int) -> Node:
    _count(args, 1, 1, "rows(list)", at)
    if args[0].op != "field" or not args[0].leaf.key.endswith("#rows"):
        raise FormulaError("rows(…) counts the rows of a list; give the list's name alone", at)
    return args[0]


def _bands(op: str, args: Args, at: int) -> Node:
    if len(args) < 3 or len(args) % 2 == 0:
        raise FormulaError('write bands(value, "[0, 2)", 0, "[2, ∞)", 5): after the value, pairs of band and number', at)
    _kind(args[:1], "number", "bands(…)", at)
    ranges, results = args[1::2], args[2::2]
    if any(node.op != "text" for node in ranges):
        raise FormulaError('a band is a text such as "[2, 3)"', at)
    _kind(results, "number", "the answer of a band: it", at)
    intervals = [parse_interval(str(node.constant), node.at) for node in ranges]
    check_ladder(intervals, at)
    whole = (args[0], *results)
    shape = Type("number", _joined_unit(results, at), _rows(whole, at), _places(results))
    return Node(op, whole, shape, tuple(intervals), at)


_CHECKERS: dict[str, Checker] = {
    "+": _sum_like, "-": _sum_like, "*": _times, "/": _divide, "neg": _negative,
    "=": _compare, "<>": _compare, "<": _compare, "<=": _compare, ">": _compare, ">=": _compare,
    "and": _logic, "or": _logic, "not": _logic,
    "sum": _gather, "mean": _gather, "min": _gather, "max": _gather, "best": _gather,
    "count": _how_many, "any": _how_many, "all": _how_many,
    "if": _if, "answered": _answered, "bands": _bands, "rows": _list_rows,
}  # fmt: skip
FUNCTIONS = ("sum", "mean", "min", "max", "best", "ratio", "if", "count", "any", "all", "rows", "answered", "bands")

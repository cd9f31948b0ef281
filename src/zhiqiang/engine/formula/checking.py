"""The types of the language: which arguments each operator takes, and what it gives."""

from collections.abc import Callable
from difflib import get_close_matches
from fractions import Fraction

from ..words import Words
from .errors import FormulaError
from .intervals import check_ladder, parse_interval
from .tree import ANY, PURE, SHARE, TRUTH, Leaf, Node, Type
from .units import FREE, PERCENT, decimal_places, per, same_unit, unit_words

Args = tuple[Node, ...]
Checker = Callable[[str, Args, int], Node]
KINDS = {
    "number": Words("数", "a number"),
    "truth": Words("条件（是或否）", "a condition (yes or no)"),
    "text": Words("选项或文字", "an option or a text"),
}
_SHOWN = {"*": "×", "/": "÷", "neg": "-"}


def build(op: str, args: Args, at: int, named: dict[str, Node] | None = None) -> Node:
    """A node of this operator or function with checked types; raises FormulaError."""
    if any(arg.op == "list_column" for arg in args) and (op != "sum" or len(args) > 1):
        mend = Words(
            "列表的列只能求和：sum(列表.列)；行数写 rows(列表)",
            "of a list write sum(list.column) or rows(list)",
        )
        raise FormulaError(mend, at)
    if op == "ratio":
        return _ratio(args, at, named or {})
    if named:
        raise FormulaError(Words("if_zero 只用在 ratio(…) 中", "if_zero belongs to ratio(…) alone"), at)
    checker = _CHECKERS.get(op)
    if checker is None:
        raise FormulaError(_no_function(op), at)
    return checker(op, args, at)


def whole_column(node: Node) -> FormulaError:
    """The error where one value is wanted and a whole column is given."""
    zh = "这是一整列，请说明怎样合成一个数：sum(…)、mean(…)、all(…)，或写出行：列[T]"
    en = "this is a whole column; say what to make of it: sum(…), mean(…), all(…), or name a row: column[T]"
    return FormulaError(Words(zh, en), node.at)


def _no_function(op: str) -> Words:
    known = get_close_matches(op.lower(), FUNCTIONS, 1)
    if known:
        hint = Words(f"，是否应为 {known[0]}(…)？", f"; did you mean {known[0]}(…)?")
    else:
        hint = Words(f"；可用的有：{'、'.join(FUNCTIONS)}", f"; there are: {', '.join(FUNCTIONS)}")
    return Words(f"没有函数 {op}(…)", f"there is no function {op}(…)") + hint


# --- what arguments have in common ----------------------------------------------------------------


def _unit(unit: str) -> Words:
    named = {
        PURE: Words("无单位", "no unit"),
        SHARE: Words("比值", "a share"),
        ANY: Words("数", "a bare number"),
    }
    return named.get(unit) or Words(f"“{unit}”", f"“{unit_words(unit, 'en')}”")


def _joined_unit(args: Args, at: int) -> str:
    unit = ANY
    for arg in args:
        if not same_unit(unit, arg.type.unit):
            one, other = _unit(unit), _unit(arg.type.unit)
            what = Words(f"单位不一致：{one.zh}和{other.zh}", f"units do not fit: {one.en} and {other.en}")
            mend = Words("；请换算后再相加或比较", "; convert one of them first")
            if PERCENT in (unit, arg.type.unit):
                mend = Words("；以 % 填报的项请除以 100", "; divide the field in % by 100")
            raise FormulaError(what + mend, at)
        unit = arg.type.unit if unit == ANY else unit
    return unit


def _rows(args: Args, at: int) -> tuple[str, ...] | None:
    rows: tuple[str, ...] | None = None
    for arg in args:
        if arg.type.rows is None:
            continue
        if rows is not None and rows != arg.type.rows:
            zh = "两列的行不同，不能逐行计算；请先用 sum(…) 等合成一个数，或写出行：列[行]"
            en = "the two columns have different rows and cannot be reckoned row by row; sum(…) them first or name a row"
            raise FormulaError(Words(zh, en), at)
        rows = arg.type.rows
    return rows


def _kind(args: Args, kind: str, what: Words, at: int) -> None:
    for arg in args:
        if arg.type.kind != kind:
            wanted, found = KINDS[kind], KINDS[arg.type.kind]
            zh, en = (
                f"{what.zh}应为{wanted.zh}，这里是{found.zh}",
                f"{what.en} must be {wanted.en}, not {found.en}",
            )
            raise FormulaError(Words(zh, en), arg.at or at)


def _operand(op: str) -> Words:
    shown = _SHOWN.get(op, op)
    return Words(f"“{shown}”的运算项", f"what “{shown}” is applied to")


def _argument(op: str) -> Words:
    return Words(f"{op}(…) 中的各项", f"what {op}(…) takes")


def _places(args: Args) -> int | None:
    known = [arg.type.places for arg in args]
    return None if None in known else max((p for p in known if p is not None), default=0)


def _count(args: Args, least: int, most: int | None, form: str, at: int) -> None:
    if least <= len(args) and (most is None or len(args) <= most):
        return
    zh = f" {least} 项" if most == least else f"至少 {least} 项"
    en = str(least) if most == least else f"{least} or more"
    raise FormulaError(
        Words(f"{form} 须有{zh}，这里有 {len(args)} 项", f"{form} takes {en} values, not {len(args)}"), at
    )


# --- arithmetic -----------------------------------------------------------------------------------


def _sum_like(op: str, args: Args, at: int) -> Node:
    _kind(args, "number", _operand(op), at)
    return Node(op, args, Type("number", _joined_unit(args, at), _rows(args, at), _places(args)), None, at)


def _times(op: str, args: Args, at: int) -> Node:
    _kind(args, "number", _operand(op), at)
    left, right = args
    unit = _product_unit(left, right, at)
    known = (left.type.places, right.type.places)
    places = None if known[0] is None or known[1] is None else known[0] + known[1]
    return Node(op, args, Type("number", unit, _rows(args, at), places), None, at)


def _product_unit(left: Node, right: Node, at: int) -> str:
    """100 times a share is a number of per cent; any other multiple of a share is a pure number."""
    units = {left.type.unit, right.type.unit}
    others = units - FREE
    if len(others) > 1 or (others and left.type.unit == right.type.unit):
        one, other = _unit(left.type.unit), _unit(right.type.unit)
        raise FormulaError(
            Words(f"{one.zh}乘{other.zh}没有意义", f"{one.en} times {other.en} has no meaning here"), at
        )
    if others:
        return others.pop()
    if units == {SHARE, ANY} and any(node.op == "number" and node.constant == 100 for node in (left, right)):
        return PERCENT
    return units.pop() if len(units) == 1 else PURE


def _divide(op: str, args: Args, at: int) -> Node:
    _kind(args, "number", _operand(op), at)
    over, under = args
    if under.op != "number":
        zh = "“÷”后面只能是常数；两项相除请写 ratio(a, b, if_zero=0)，并写明分母为 0 时的结果"
        en = "divide by a constant only; for two fields write ratio(a, b, if_zero=0), which states the answer for 0"
        raise FormulaError(Words(zh, en), at)
    divisor = Fraction(under.constant)
    if divisor == 0:
        raise FormulaError(Words("不能除以 0，请改成别的数", "division by zero; give another number"), at)
    unit = SHARE if over.type.unit == PERCENT and divisor == 100 else over.type.unit
    inverse = decimal_places(1 / divisor)
    places = None if over.type.places is None or inverse is None else over.type.places + inverse
    return Node(op, args, Type("number", unit, _rows(args, at), places), None, at)


def _ratio(args: Args, at: int, named: dict[str, Node]) -> Node:
    form = "ratio(a, b, if_zero=0)"
    if "if_zero" not in named:
        zh, en = "请写明分母为 0 时的结果：", "state the answer for a zero denominator: "
        raise FormulaError(Words(zh + form, en + form), at)
    _count(args, 2, 2, form, at)
    fallback = named["if_zero"]
    whole = (*args, fallback)
    _kind(whole, "number", _argument("ratio"), at)
    unit = _ratio_unit(args[0].type.unit, args[1].type.unit)
    if not same_unit(unit, fallback.type.unit):
        one, other = _unit(unit), _unit(fallback.type.unit)
        raise FormulaError(
            Words(
                f"比值的单位是{one.zh}，if_zero 却是{other.zh}",
                f"the ratio is in {one.en}, if_zero in {other.en}",
            ),
            fallback.at,
        )
    return Node("ratio", whole, Type("number", unit, _rows(whole, at), None), None, at)


def _ratio_unit(over: str, under: str) -> str:
    if under in FREE and over not in FREE:
        return over
    return SHARE if same_unit(over, under) else per(over, under)


def _negative(op: str, args: Args, at: int) -> Node:
    _kind(args, "number", _operand(op), at)
    return Node(op, args, args[0].type, None, at)


# --- conditions -----------------------------------------------------------------------------------


def _compare(op: str, args: Args, at: int) -> Node:
    left, right = args
    if left.type.kind != right.type.kind:
        one, other = KINDS[left.type.kind], KINDS[right.type.kind]
        raise FormulaError(
            Words(
                f"“{op}”两边一个是{one.zh}，一个是{other.zh}，无法比较",
                f"“{op}” compares {one.en} with {other.en}",
            ),
            at,
        )
    if left.type.kind == "number":
        _joined_unit(args, at)
    elif op not in ("=", "<>"):
        what = KINDS[left.type.kind]
        mend = Words(
            f"“{op}”只比较数；{what.zh}用 = 或 <>", f"“{op}” compares numbers; for {what.en} use = or <>"
        )
        raise FormulaError(mend, at)
    elif left.type.kind == "text":
        _known_option(left, right)
        _known_option(right, left)
    return Node(op, args, Type("truth", rows=_rows(args, at)), None, at)


def asked_leaf(node: Node) -> Leaf | None:
    """The answer (or the first of the column) that a node reads as it stands."""
    if node.op == "series" and node.args and node.args[0].op == "field":
        return node.args[0].leaf
    return node.leaf if node.op == "field" else None


def _known_option(field: Node, text: Node) -> None:
    leaf = asked_leaf(field)
    if leaf is None or text.op != "text" or leaf.options is None or text.constant in leaf.options:
        return
    shown = "、".join(leaf.options[:12]) + ("…" if len(leaf.options) > 12 else "")
    name, code = leaf.column or leaf.key, text.constant
    raise FormulaError(
        Words(
            f"{name} 没有选项“{code}”；可选：{shown}",
            f"{name} has no option “{code}”; there are: {shown.replace('、', ', ')}",
        ),
        text.at,
    )


def _logic(op: str, args: Args, at: int) -> Node:
    _kind(args, "truth", _operand(op), at)
    return Node(op, args, Type("truth", rows=_rows(args, at)), None, at)


# --- functions ------------------------------------------------------------------------------------


def _gather(op: str, args: Args, at: int) -> Node:
    _count(args, 1, None, f"{op}(…)", at)
    _kind(args, "number", _argument(op), at)
    if args[0].op == "list_column":
        return Node("field", (), args[0].type.scalar, args[0].data, at)
    places = _mean_places(args) if op == "mean" else _places(args)
    return Node(op, args, Type("number", _joined_unit(args, at), None, places), None, at)


def _mean_places(args: Args) -> int | None:
    """Those of its values, and those that dividing by their number brings."""
    number = sum(len(arg.type.rows or ("",)) for arg in args)
    known, inverse = _places(args), decimal_places(Fraction(1, number))
    return None if known is None or inverse is None else known + inverse


def _how_many(op: str, args: Args, at: int) -> Node:
    _count(args, 1, None, f"{op}(…)", at)
    _kind(args, "truth", _argument(op), at)
    return Node(op, args, Type("number", PURE) if op == "count" else TRUTH, None, at)


def _if(op: str, args: Args, at: int) -> Node:
    _count(args, 3, 3, "if(condition, value, otherwise)", at)
    _kind(args[:1], "truth", Words("if 的第一项", "the first value of if"), at)
    _kind(
        args[2:],
        args[1].type.kind,
        Words("if 的两个结果应相同：第二个", "both answers of if must agree: the second"),
        at,
    )
    kind = args[1].type.kind
    unit = _joined_unit(args[1:], at) if kind == "number" else PURE
    return Node(op, args, Type(kind, unit, _rows(args, at), _places(args[1:])), None, at)


def _answered(op: str, args: Args, at: int) -> Node:
    _count(args, 1, 1, "answered(field)", at)
    if asked_leaf(args[0]) is None:
        mend = Words("answered(…) 中只写一个填报项的 id", "answered(…) asks about a field; give its id alone")
        raise FormulaError(mend, at)
    return Node(op, args, Type("truth", rows=args[0].type.rows), None, at)


def _list_rows(op: str, args: Args, at: int) -> Node:
    _count(args, 1, 1, "rows(list)", at)
    if args[0].op != "field" or not args[0].leaf.key.endswith("#rows"):
        mend = Words("rows(…) 中只写列表的 id", "rows(…) counts the rows of a list; give the list's id alone")
        raise FormulaError(mend, at)
    return args[0]


def _bands(op: str, args: Args, at: int) -> Node:
    if len(args) < 3 or len(args) % 2 == 0:
        form = 'bands(value, "[0, 2)", 0, "[2, ∞)", 5)'
        zh, en = (
            f"请写成 {form}：先写数，再成对写区间和结果",
            f"write {form}: after the value, pairs of band and answer",
        )
        raise FormulaError(Words(zh, en), at)
    value, ranges, results = args[0], args[1::2], args[2::2]
    _kind((value, *results), "number", _argument("bands"), at)
    if wrong := next((node for node in ranges if node.op != "text"), None):
        raise FormulaError(
            Words('区间请写成文字，如 "[2, 3)"', 'a band is a text such as "[2, 3)"'), wrong.at
        )
    intervals = tuple(parse_interval(str(node.constant), node.at) for node in ranges)
    check_ladder(list(intervals), at)
    whole = (value, *results)
    shape = Type("number", _joined_unit(results, at), _rows(whole, at), _places(results))
    return Node(op, whole, shape, intervals, at)


_CHECKERS: dict[str, Checker] = {
    "+": _sum_like, "-": _sum_like, "*": _times, "/": _divide, "neg": _negative,
    "=": _compare, "<>": _compare, "<": _compare, "<=": _compare, ">": _compare, ">=": _compare,
    "and": _logic, "or": _logic, "not": _logic,
    "sum": _gather, "mean": _gather, "min": _gather, "max": _gather, "best": _gather,
    "count": _how_many, "any": _how_many, "all": _how_many,
    "if": _if, "answered": _answered, "bands": _bands, "rows": _list_rows,
}  # fmt: skip
FUNCTIONS = (
    "sum",
    "mean",
    "min",
    "max",
    "best",
    "ratio",
    "if",
    "count",
    "any",
    "all",
    "rows",
    "answered",
    "bands",
)

"""From an indicator's rule to one formula tree: the points it earns."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ..cells import FormScope
from ..formula.checking import build
from ..formula.errors import FormulaError
from ..formula.intervals import Interval, check_ladder, parse_interval
from ..formula.parsing import MAX_SPREAD, parse
from ..formula.tree import PURE, Leaf, Node, Type, number, spread
from ..formula.units import Unit, same_unit, unit_words
from ..models.indicators import (
    AgainstSetValue,
    Bands,
    ChoicePoints,
    Criterion,
    Curve,
    FormulaPoints,
    Grade,
    Group,
    Indicator,
    Indicators,
    Met,
    Override,
    PerUnit,
    PointsPerItem,
    Rubric,
    Rule,
)
from ..words import Words
from .reading import INDICATORS, Files, Path

NOTHING = number(0)


@dataclass(frozen=True, slots=True)
class Bench:
    """What rules are made with: the names they may use, the curves of the scheme, and where problems are noted."""

    scope: FormScope
    curves: dict[str, Curve]
    files: Files

    def problem(self, path: Path, message: Words) -> None:
        """Note something wrong with a rule, at its path in indicators.yaml."""
        self.files.problem(INDICATORS, path, message)

    def number(self, text: str, path: Path) -> Node:
        """The tree of a formula that gives a number; where it cannot be read that is noted, and 0 stands in."""
        return self.files.formula(INDICATORS, path, text, self.scope, "number") or NOTHING

    def truth(self, text: str, path: Path) -> Node:
        """The tree of a condition; where it cannot be read that is noted, and no stands in."""
        return self.files.formula(INDICATORS, path, text, self.scope, "truth") or _truth(False)


def indicator_node(indicator: Indicator, path: Path, bench: Bench) -> Node:
    """The points of an indicator: its rule, and what counts where it is not applicable. Notes every problem."""
    points = _rule(indicator.rule, (*path, "rule"), indicator, bench)
    points = replace(points, type=Type("number", PURE, places=points.type.places))
    if spread(points) > MAX_SPREAD:
        zh, en = (
            "规则展开后过大，请拆成几个自动计算的填报项",
            "the rule is too large; split it into calculated fields",
        )
        bench.problem((*path, "rule"), Words(zh, en))
        return NOTHING
    if indicator.applies_when is None:
        return points
    applies = bench.truth(indicator.applies_when, (*path, "applies_when"))
    other = indicator.max if indicator.not_applicable_counts == "full" else Decimal(0)
    return build("if", (applies, points, _constant(other)), 0)


def group_node(group: Group) -> Node:
    """The points of a group out of its members' points: summed, or the best, and capped."""
    return _gathered(group.take, group.members, group.max)


def total_node(indicators: Indicators) -> Node:
    """The total out of the groups' points, capped where the scheme says so."""
    return _gathered("sum", indicators.groups, indicators.cap or indicators.max)


def rubric_cells(indicator: Indicator) -> list[tuple[Criterion | None, Leaf]]:
    """The cells `points.<indicator>[.<criterion>]` in which points of a rubric are given."""
    rubric = indicator.rule
    if not isinstance(rubric, Rubric):
        return []
    places = max(0, -int(rubric.step.normalize().as_tuple().exponent))
    shape = Type("number", Unit("分"), places=places)
    if not rubric.criteria:
        title = Words(f"{indicator.label}评分", f"points given for {indicator.label_en}")
        return [
            (None, Leaf(f"points.{indicator.id}", indicator.label, indicator.label_en, shape, title=title))
        ]
    return [
        (
            criterion,
            Leaf(
                f"points.{indicator.id}.{criterion.id}",
                f"{indicator.label} · {criterion.label}",
                f"{indicator.label_en} · {criterion.label_en}",
                shape,
                title=Words(f"{criterion.label}评分", f"points given for {criterion.label_en}"),
            ),
        )
        for criterion in rubric.criteria
    ]


# --- the kinds of rules ---------------------------------------------------------------------------


def _rule(rule: Rule, path: Path, indicator: Indicator, bench: Bench) -> Node:
    match rule:
        case PointsPerItem():
            met = [_met(item, (*path, "items", n), bench) for n, item in enumerate(rule.items)]
            parts = [build("if", (when, points, NOTHING), 0) for when, points in met]
            return _capped(build("sum", tuple(parts), 0), rule.cap or indicator.max)
        case ChoicePoints():
            return _choice(rule, path, bench)
        case Bands():
            return _bands(rule, path, bench)
        case AgainstSetValue():
            return _against(rule, path, indicator.max, bench)
        case PerUnit():
            units = build("max", (bench.number(rule.of, (*path, "of")), number(0)), 0)
            product = build("*", (units, _constant(rule.points)), 0)
            return _capped(_pure(product), rule.cap or indicator.max)
        case Override():
            return _override(rule, path, indicator, bench)
        case Rubric():
            return _rubric(indicator, rule, path, bench)
        case FormulaPoints():
            points = _pure(bench.number(rule.points, (*path, "points")))
            return _capped(build("max", (points, NOTHING), 0), indicator.max)


def _constant(value: Decimal) -> Node:
    return number(Fraction(value))


def _truth(value: bool) -> Node:
    return Node("truth", (), Type("truth"), value)


def _pure(points: Node) -> Node:
    """The same number as points: whatever was counted, points have no unit."""
    return replace(points, type=replace(points.type, unit=PURE))


def _capped(points: Node, cap: Decimal) -> Node:
    return build("min", (points, _constant(cap)), 0)


def _gathered(take: str, members: tuple[Indicator | Group, ...], cap: Decimal) -> Node:
    points = tuple(Node("points", (), Type("number", PURE, places=None), member.id) for member in members)
    return _capped(build("best" if take == "best" else "sum", points, 0), cap)


def _met(item: Met, path: Path, bench: Bench) -> tuple[Node, Node]:
    return bench.truth(item.when, (*path, "when")), _constant(item.points)


def _override(rule: Override, path: Path, indicator: Indicator, bench: Bench) -> Node:
    if isinstance(rule.otherwise, Rubric):
        zh = "override 里不能放专家评分（rubric）；请把条件写在 rubric 各档次的 when 中"
        en = "an override cannot hold a rubric; write the condition as `when` of the rubric's grades"
        bench.problem((*path, "otherwise", "kind"), Words(zh, en))
        return NOTHING
    node = _rule(rule.otherwise, (*path, "otherwise"), indicator, bench)
    for n, item in reversed(list(enumerate(rule.cases))):
        when, points = _met(item, (*path, "cases", n), bench)
        node = build("if", (when, points, _pure(node)), 0)
    return node


def _choice(rule: ChoicePoints, path: Path, bench: Bench) -> Node:
    field = bench.files.formula(INDICATORS, (*path, "field"), rule.field, bench.scope, "text")
    if field is None:
        return NOTHING
    if field.op != "field" or field.leaf.options is None:
        zh, en = (
            f"“{rule.field}”不是选择题，请写一个 kind: choice 的填报项",
            f"“{rule.field}” is not a choice field",
        )
        bench.problem((*path, "field"), Words(zh, en))
        return NOTHING
    _check_options(rule, field.leaf, path, bench)
    node = NOTHING
    for code, points in reversed(rule.points.items()):
        chosen = Node("=", (field, Node("text", (), Type("text"), code)), Type("truth"))
        node = build("if", (chosen, _constant(points), node), 0)
    return node


def _check_options(rule: ChoicePoints, leaf: Leaf, path: Path, bench: Bench) -> None:
    options = leaf.options or ()
    for code in rule.points:
        if code not in options:
            shown = _listed(options)
            zh, en = (
                f"{rule.field} 没有选项“{code}”；可选：{shown.zh}",
                f"{rule.field} has no option “{code}”: {shown.en}",
            )
            bench.problem((*path, "points", code), Words(zh, en))
    left_out = tuple(code for code in options if code not in rule.points)
    if left_out:
        shown = _listed(left_out)
        zh = f"请写明 {rule.field} 每个选项的得分；还缺：{shown.zh}"
        en = f"say the points of every option of {rule.field}; missing: {shown.en}"
        bench.problem((*path, "points"), Words(zh, en))


def _listed(codes: tuple[str, ...]) -> Words:
    shown, more = codes[:12], "…" if len(codes) > 12 else ""
    return Words("、".join(shown) + more, ", ".join(shown) + more)


def _bands(rule: Bands, path: Path, bench: Bench) -> Node:
    value = bench.number(rule.of, (*path, "of"))
    intervals: list[Interval] = []
    for n, band in enumerate(rule.bands):
        try:
            intervals.append(parse_interval(band.range))
            check_ladder(intervals[-2:])
        except FormulaError as error:
            bench.problem((*path, "bands", n, "range"), error.told)
    if len(intervals) < len(rule.bands):
        return NOTHING
    results = tuple(_constant(band.points) for band in rule.bands)
    places = max(node.type.places or 0 for node in results)
    return Node("bands", (value, *results), Type("number", PURE, places=places), tuple(intervals))


def _against(rule: AgainstSetValue, path: Path, maximum: Decimal, bench: Bench) -> Node:
    value = bench.number(rule.of, (*path, "of"))
    name = f"set_value.{rule.set_value}"
    benchmark = bench.files.formula(INDICATORS, (*path, "set_value"), name, bench.scope, "number")
    curve = bench.curves.get(rule.curve)
    if curve is None:
        known = _listed(tuple(bench.curves))
        zh, en = (
            f"没有曲线“{rule.curve}”；curves 中有：{known.zh}",
            f"there is no curve “{rule.curve}” under curves: {known.en}",
        )
        bench.problem((*path, "curve"), Words(zh, en))
    if benchmark is None or curve is None:
        return NOTHING
    if value is not NOTHING and not same_unit(value.type.unit, benchmark.type.unit):
        one, other = _unit(value), _unit(benchmark)
        zh, en = (
            f"数值的单位是{one.zh}，设定值的单位是{other.zh}",
            f"the value is in {one.en}, its set value in {other.en}",
        )
        bench.problem((*path, "of"), Words(zh, en) + Words("；请改成一致", "; make them agree"))
    reached = build("ratio", (_fitting(value, benchmark), benchmark), 0, {"if_zero": NOTHING})
    share = curve_node(curve, reached) or NOTHING
    kept = build("max", (build("min", (share, number(1)), 0), NOTHING), 0)
    return build("*", (kept, _constant(maximum)), 0)


def _fitting(value: Node, benchmark: Node) -> Node:
    return value if same_unit(value.type.unit, benchmark.type.unit) else NOTHING


def _unit(node: Node) -> Words:
    unit = node.type.unit
    return Words(f"“{unit_words(unit, 'zh') or '无'}”", f"“{unit_words(unit, 'en') or 'none'}”")


# --- curves ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _CurveScope:
    """Inside a curve `x` is the value divided by its set value."""

    reached: Node

    def resolve(self, name: str, row: str | None, at: int) -> Node:
        if name != "x" or row is not None:
            zh, en = (
                f"曲线公式中只能用 x（数值 ÷ 设定值），不能用“{name}”",
                f"a curve knows only x, not “{name}”",
            )
            raise FormulaError(Words(zh, en), at)
        return self.reached


def curve_node(curve: Curve, reached: Node) -> Node | None:
    """The share of the points that a curve gives; None where it cannot be read (`check_curve` says why)."""
    try:
        return parse(curve.share, _CurveScope(reached), wanted="number")
    except FormulaError:
        return None


def check_curve(curve: Curve, path: Path, bench: Bench) -> None:
    """Note what is wrong with a curve."""
    reached = Node("set_value", (), Type("number", "share", places=None), "x")
    bench.files.formula(INDICATORS, (*path, "share"), curve.share, _CurveScope(reached), "number")


# --- rubrics --------------------------------------------------------------------------------------


def _rubric(indicator: Indicator, rubric: Rubric, path: Path, bench: Bench) -> Node:
    parts = []
    for n, (criterion, leaf) in enumerate(rubric_cells(indicator)):
        grades, top, here = rubric.grades, indicator.max, path
        if criterion is not None:
            grades, top, here = criterion.grades, criterion.max, (*path, "criteria", n)
        given = Node("field", (), replace(leaf.type, unit=PURE), leaf)
        accepted = _accepted(given, grades, top, here, bench)
        parts.append(build("if", (accepted, given, NOTHING), 0))
    return parts[0] if len(parts) == 1 else _capped(build("sum", tuple(parts), 0), indicator.max)


def _accepted(given: Node, grades: tuple[Grade, ...], top: Decimal, path: Path, bench: Bench) -> Node:
    if not grades:
        return _within(given, Decimal(0), top)
    tests = []
    for n, grade in enumerate(grades):
        inside = _within(given, grade.low, grade.high)
        if grade.when is not None:
            inside = build("and", (bench.truth(grade.when, (*path, "grades", n, "when")), inside), 0)
        tests.append(inside)
    return tests[0] if len(tests) == 1 else build("any", tuple(tests), 0)


def _within(given: Node, low: Decimal, high: Decimal) -> Node:
    above, below = build(">=", (given, _constant(low)), 0), build("<=", (given, _constant(high)), 0)
    return build("and", (above, below), 0)

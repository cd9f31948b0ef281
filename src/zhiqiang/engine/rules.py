"""From an indicator's rule to one formula tree: the points it earns."""

from dataclasses import dataclass, replace
from fractions import Fraction

from .cells import FormScope
from .formula import checking
from .formula.errors import FormulaError
from .formula.parsing import parse
from .formula.tree import ANY, PURE, Leaf, Node, Type, number
from .formula.intervals import check_ladder, parse_interval
from .models.indicators import (
    AgainstSetValue,
    Bands,
    ChoicePoints,
    Criterion,
    Curve,
    FormulaPoints,
    Grade,
    Group,
    Indicator,
    Met,
    Override,
    PerUnit,
    PointsPerItem,
    Rubric,
    Rule,
)


@dataclass(frozen=True, slots=True)
class Bench:
    """What rules are made with: the names they may use and the curves of the scheme."""

    scope: FormScope
    curves: dict[str, Curve]


def indicator_node(indicator: Indicator, bench: Bench) -> Node:
    """The points of an indicator: its rule, never under 0 or over its maximum, and its answer where not applicable.

    Raises FormulaError for the first thing wrong.
    """
    points = _rule(indicator.rule, indicator, bench)
    if points.type.kind != "number" or points.type.unit not in (ANY, PURE, "分", "share"):
        raise FormulaError(f"points are a pure number, but this has the unit {points.type.unit}", points.at)
    if indicator.applies_when is None:
        return points
    applies = parse(indicator.applies_when, bench.scope, wanted="truth")
    other = indicator.max if indicator.not_applicable_counts == "full" else 0
    return _call("if", applies, points, _number(Fraction(other)))


def group_node(group: Group) -> Node:
    """The points of a group out of its members' points: summed, or the best, and capped."""
    members = tuple(Node("points", (), Type("number", PURE, places=None), member.id) for member in group.members)
    return _call("min", _call("best" if group.take == "best" else "sum", *members), _number(Fraction(group.max)))


def rubric_cells(indicator: Indicator) -> list[tuple[Criterion | None, Leaf]]:
    """The cells `points.<indicator>[.<criterion>]` in which points of a rubric are given."""
    rubric = indicator.rule
    if not isinstance(rubric, Rubric):
        return []
    places = max(0, -int(rubric.step.normalize().as_tuple().exponent))
    shape = Type("number", "分", places=places)
    if not rubric.criteria:
        return [(None, Leaf(f"points.{indicator.id}", indicator.label, indicator.label_en, shape))]
    return [
        (
            criterion,
            Leaf(
                f"points.{indicator.id}.{criterion.id}",
                f"{indicator.label} · {criterion.label}",
                f"{indicator.label_en} · {criterion.label_en}",
                shape,
            ),
        )
        for criterion in rubric.criteria
    ]


def _rule(rule: Rule, indicator: Indicator, bench: Bench) -> Node:
    maximum = Fraction(indicator.max)
    match rule:
        case PointsPerItem():
            parts = [_met(item, bench) for item in rule.items]
            total = _call("sum", *[_call("if", when, points, _number(0)) for when, points in parts])
            return _capped(total, Fraction(rule.cap or indicator.max))
        case ChoicePoints():
            return _choice(rule, bench)
        case Bands():
            return _bands(rule, bench)
        case AgainstSetValue():
            return _against(rule, maximum, bench)
        case PerUnit():
            of = parse(rule.of, bench.scope, wanted="number")
            plain = replace(of, type=replace(of.type, unit=PURE))
            return _capped(_call("*", plain, _number(Fraction(rule.points))), Fraction(rule.cap or indicator.max))
        case Override():
            node = _rule(rule.otherwise, indicator, bench)
            for item in reversed(rule.cases):
                when, points = _met(item, bench)
                node = _call("if", when, points, node)
            return node
        case Rubric():
            return _rubric(indicator, rule, bench)
        case FormulaPoints():
            points = parse(rule.points, bench.scope, wanted="number")
            plain = replace(points, type=replace(points.type, unit=PURE))
            return _capped(_call("max", plain, _number(0)), maximum)


def _number(value: Fraction | int) -> Node:
    exact = Fraction(value)
    places = next((n for n in range(12) if (exact * 10**n).denominator == 1), None)
    return number(exact.numerator if exact.denominator == 1 else exact, places=places)


def _call(op: str, *args: Node) -> Node:
    return checking.build(op, args, 0, {})


def _capped(points: Node, cap: Fraction) -> Node:
    return _call("min", points, _number(cap))


def _met(item: Met, bench: Bench) -> tuple[Node, Node]:
    return parse(item.when, bench.scope, wanted="truth"), _number(Fraction(item.points))


def _choice(rule: ChoicePoints, bench: Bench) -> Node:
    field = bench.scope.resolve(rule.field, None, 0)
    if field.op != "field" or field.leaf.options is None:
        raise FormulaError(f"“{rule.field}” is not a choice field")
    options = field.leaf.options
    if unknown := [code for code in rule.points if code not in options]:
        raise FormulaError(f"{rule.field} has no option {', '.join(unknown)}; it has: {', '.join(options)}")
    if left_out := [code for code in options if code not in rule.points]:
        raise FormulaError(f"say the points of every option of {rule.field}; missing: {', '.join(left_out)}")
    node = _number(0)
    for code, points in reversed(rule.points.items()):
        chosen = _call("=", field, Node("text", (), Type("text"), code))
        node = _call("if", chosen, _number(Fraction(points)), node)
    return node


def _bands(rule: Bands, bench: Bench) -> Node:
    value = parse(rule.of, bench.scope, wanted="number")
    intervals = [parse_interval(band.range) for band in rule.bands]
    check_ladder(intervals)
    results = tuple(_number(Fraction(band.points)) for band in rule.bands)
    places = max(node.type.places or 0 for node in results)
    return Node("bands", (value, *results), Type("number", PURE, places=places), tuple(intervals))


class _CurveScope:
    """Inside a curve `x` is the value divided by its set value."""

    def __init__(self, reached: Node) -> None:
        self.reached = reached

    def resolve(self, name: str, row: str | None, at: int) -> Node:
        if name != "x" or row is not None:
            raise FormulaError(f"a curve knows only x, not “{name}”", at)
        return self.reached


def _against(rule: AgainstSetValue, maximum: Fraction, bench: Bench) -> Node:
    if rule.curve not in bench.curves:
        raise FormulaError(f"there is no curve “{rule.curve}”; there are: {', '.join(bench.curves) or 'none'}")
    value = parse(rule.of, bench.scope, wanted="number")
    benchmark = bench.scope.resolve(f"set_value.{rule.set_value}", None, 0)
    if not checking.same_unit(value.type.unit, benchmark.type.unit):
        raise FormulaError(f"the value is in {value.type.unit or 'pure numbers'}, its set value in {benchmark.type.unit or 'pure numbers'}")
    reached = checking.build("ratio", (value, benchmark), 0, {"if_zero": _number(0)})
    share = parse(bench.curves[rule.curve].share, _CurveScope(reached), wanted="number")
    return _call("*", _call("max", _call("min", share, _number(1)), _number(0)), _number(maximum))


def _rubric(indicator: Indicator, rubric: Rubric, bench: Bench) -> Node:
    parts = []
    for criterion, leaf in rubric_cells(indicator):
        grades = criterion.grades if criterion else rubric.grades
        top = Fraction(criterion.max if criterion else indicator.max)
        given = Node("field", (), replace(leaf.type, unit=PURE), leaf)
        parts.append(_call("if", _accepted(given, grades, top, bench), given, _number(0)))
    return _capped(_call("sum", *parts), Fraction(indicator.max)) if len(parts) > 1 else parts[0]


def _accepted(given: Node, grades: tuple[Grade, ...], top: Fraction, bench: Bench) -> Node:
    if not grades:
        return _within(given, Fraction(0), top)
    tests = []
    for grade in grades:
        inside = _within(given, Fraction(grade.low), Fraction(grade.high))
        open_when = parse(grade.when, bench.scope, wanted="truth") if grade.when else None
        tests.append(_call("and", open_when, inside) if open_when else inside)
    return tests[0] if len(tests) == 1 else _call("any", *tests)


def _within(given: Node, low: Fraction, high: Fraction) -> Node:
    return _call("and", _call(">=", given, _number(low)), _call("<=", given, _number(high)))

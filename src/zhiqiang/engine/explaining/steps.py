"""How the points of one finding came about, step by step, in words."""

from collections.abc import Callable, Iterator

from ..formula.exact import Trace
from ..formula.tree import SHARE, Leaf, Value
from ..formula.units import quantity, rounded
from ..models.indicators import (
    AgainstSetValue,
    Bands,
    ChoicePoints,
    FormulaPoints,
    Group,
    Override,
    PerUnit,
    PointsPerItem,
    Rubric,
    Rule,
)
from ..scoring import Finding, Points
from ..words import Lang, Words


def points_words(points: Points) -> str:
    """Points with two decimal places, rounded half up (ruling R26)."""
    if isinstance(points, int):
        return f"{points}.00"
    over, under = points.as_integer_ratio()
    hundredths = (abs(over) * 200 + under) // (2 * under)
    sign = "-" if over < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


def value_words(leaf: Leaf, value: Value, lang: Lang) -> str:
    """An answer as people read it: 是/否, the option's label, the number with its unit."""
    if isinstance(value, bool):
        return (Words("是", "yes") if value else Words("否", "no"))(lang)
    if isinstance(value, str):
        for code, zh, en in leaf.option_labels:
            if code == value:
                return f"{code}. {zh if lang == 'zh' else en}"
        return value
    return quantity(value, leaf.type.unit, lang)


def calculation(trace: Trace, lang: Lang) -> list[str]:
    """The sums behind a number, innermost first, such as `121 + 254 + 465 = 840 件`, `121 ÷ 840 = 14.4%`."""
    lines: list[str] = []
    for below in trace.below:
        lines += calculation(below, lang)
    write = _SUMS.get(trace.node.op)
    if write is not None and len(trace.below) > 1:
        line = f"{write(trace, lang)} = {_shown(trace, lang)}"
        if line not in lines:
            lines.append(line)
    return lines


def _shown(trace: Trace, lang: Lang) -> str:
    value = trace.value
    return quantity(value, trace.node.type.unit, lang) if not isinstance(value, str) else value


def _joined(symbol: str) -> Callable[[Trace, Lang], str]:
    def write(trace: Trace, lang: Lang) -> str:
        return f" {symbol} ".join(_bare(below) for below in trace.below)

    return write


def _bare(trace: Trace) -> str:
    """A number without its unit (a share keeps its per cent sign)."""
    return f"{rounded(trace.amount, 100)}%" if trace.node.type.unit == SHARE else rounded(trace.amount)


def _mean(trace: Trace, lang: Lang) -> str:
    return f"({' + '.join(_bare(below) for below in trace.below)}) ÷ {len(trace.below)}"


def _ratio(trace: Trace, lang: Lang) -> str:
    over, under, _ = trace.below
    if not under.value:
        return f"{_bare(over)} ÷ 0" + Words("（分母为 0，按约定取）", " (the divisor is 0: by rule)")(lang)
    return f"{_bare(over)} ÷ {_bare(under)}"


_SUMS: dict[str, Callable[[Trace, Lang], str]] = {
    "sum": _joined("+"), "+": _joined("+"), "-": _joined("-"), "*": _joined("×"), "/": _joined("÷"),
    "mean": _mean, "ratio": _ratio,
}  # fmt: skip


def steps(finding: Finding, lang: Lang) -> list[str]:
    """The lines that lead from the figures to the points."""
    model, trace = finding.model, finding.trace
    if isinstance(model, Group):
        return _group_steps(finding, model, lang)
    if model.applies_when is not None:
        if finding.state == "not_applicable":
            return [Words("不适用", "not applicable")(lang)]
        trace = trace.below[1]
    return _rule_steps(model.rule, finding, trace, lang)


def _rule_steps(rule: Rule, finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    match rule:
        case PointsPerItem():
            return _item_steps(rule, trace, lang)
        case ChoicePoints():
            return _choice_steps(trace, lang)
        case Bands():
            return _band_steps(rule, trace, lang)
        case AgainstSetValue():
            return _against_steps(finding, trace, lang)
        case PerUnit():
            return _unit_steps(trace, lang)
        case Override():
            return _override_steps(rule, finding, trace, lang)
        case Rubric():
            return _rubric_steps(finding, trace, lang)
        case FormulaPoints():
            return _formula_steps(trace, lang)


def _points(points: Points, lang: Lang) -> str:
    shown = points_words(points)
    return Words(f"{shown} 分", f"{shown} points")(lang)


def _group_steps(finding: Finding, group: Group, lang: Lang) -> list[str]:
    if group.take == "best" and finding.chosen is not None:
        title, points = finding.chosen.model.name(lang), _points(finding.points, lang)
        return [Words(f"取最高的一项：{title}，{points}", f"the best counts: {title}, {points}")(lang)]
    reached = sum(child.points for child in finding.children)
    line = f"{' + '.join(points_words(child.points) for child in finding.children)} = {points_words(reached)}"
    return [line, *_cut(reached, finding.points, lang)]


def _cut(reached: Points, counted: Points, lang: Lang) -> list[str]:
    """A line where a cap took something away."""
    if reached <= counted:
        return []
    top = _points(counted, lang)
    return [Words(f"超过上限，按 {top}计", f"above the cap: {top} count")(lang)]


def _item_steps(rule: PointsPerItem, trace: Trace, lang: Lang) -> list[str]:
    total = trace.below[0]
    lines, met = [], 0
    for item, test in zip(rule.items, total.below, strict=True):
        holds = bool(test.below[0].value)
        met += holds
        lines.append(
            f"{'✓' if holds else '✗'} {item.name(lang)}{'：' if lang == 'zh' else ': '}{points_words(test.amount)}"
        )
    number, points = len(rule.items), _points(total.amount, lang)
    lines.append(Words(f"共 {number} 项，满足 {met} 项：{points}", f"{met} of {number} met: {points}")(lang))
    return lines + _cut(total.amount, trace.amount, lang)


def _choice_steps(trace: Trace, lang: Lang) -> list[str]:
    chosen = trace.below[0].below[0]
    unset = Words("未选择", "nothing chosen")(lang)
    shown = value_words(chosen.node.leaf, chosen.value, lang) if chosen.value else unset
    return [f"{shown} → {_points(trace.amount, lang)}"]


def _band_steps(rule: Bands, trace: Trace, lang: Lang) -> list[str]:
    asked = trace.below[0]
    lines = calculation(asked, lang) or [_shown(asked, lang)]
    assert isinstance(trace.node.data, tuple)
    for band, interval in zip(rule.bands, trace.node.data, strict=True):
        if asked.value in interval:
            points = _points(trace.amount, lang)
            return [
                *lines,
                Words(f"在 {band.range} 档：{points}", f"in the band {band.range}: {points}")(lang),
            ]
    return [*lines, Words("不在任何档内：0 分", "in no band: 0 points")(lang)]


def _against_steps(finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    reached = _compared(trace)
    value, benchmark = reached.below[0], reached.below[1]
    unit = value.node.type.unit
    shown, against = quantity(value.amount, unit, lang), quantity(benchmark.amount, unit, lang)
    share = quantity(reached.amount, SHARE, lang)
    counted = quantity(trace.below[0].amount, SHARE, lang)
    return [
        *calculation(value, lang),
        Words(f"{shown} ÷ 设定值 {against} = {share}", f"{shown} ÷ set value {against} = {share}")(lang),
        f"{points_words(finding.maximum)} × {counted} = {_points(finding.points, lang)}",
    ]


def _compared(trace: Trace) -> Trace:
    """The ratio of a value to its set value."""
    return next(one for one in _walk(trace) if one.node.op == "ratio" and one.below[1].node.op == "set_value")


def _walk(trace: Trace) -> Iterator[Trace]:
    """A trace and all below it, in the order of reading."""
    waiting = [trace]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(one.below))


def _unit_steps(trace: Trace, lang: Lang) -> list[str]:
    product = trace.below[0]
    number, each = product.below
    line = f"{_bare(number)} × {_bare(each)} = {_points(product.amount, lang)}"
    return [*calculation(number, lang), line, *_cut(product.amount, trace.amount, lang)]


def _override_steps(rule: Override, finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    for case in rule.cases:
        if trace.below[0].value:
            return [f"✓ {case.name(lang)} → {_points(trace.amount, lang)}"]
        trace = trace.below[1]
    return _rule_steps(rule.otherwise, finding, trace, lang)


def _rubric_steps(finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    absent = {leaf.key for leaf in finding.missing}
    given: dict[str, Trace] = {}
    for one in _walk(trace):
        if one.node.op == "field" and one.node.leaf.key.startswith(f"points.{finding.id}"):
            given[one.node.leaf.key] = one
    lines = []
    for key, one in given.items():
        if key not in absent:
            leaf, points = one.node.leaf, _points(one.amount, lang)
            lines.append(Words(f"{leaf.label}：给 {points}", f"{leaf.label_en}: {points} given")(lang))
    if absent:
        lines.append(Words("尚未评分，暂按 0 计", "not graded yet: counts 0 for now")(lang))
        return lines
    counted = sum(one.amount for one in given.values())
    if len(given) > 1:
        parts = " + ".join(points_words(one.amount) for one in given.values())
        lines.append(f"{parts} = {_points(counted, lang)}")
    if trace.amount < counted:
        shown = _points(trace.amount, lang)
        lines.append(
            Words(f"超出可用的档次，按 {shown}计", f"outside the grades open here: {shown} count")(lang)
        )
    return lines


def _formula_steps(trace: Trace, lang: Lang) -> list[str]:
    uncapped = trace.below[0].below[0]
    lines = _point_lines(uncapped, lang) or [_points(uncapped.amount, lang)]
    return lines + _cut(uncapped.amount, trace.amount, lang)


def _point_lines(trace: Trace, lang: Lang) -> list[str]:
    """The sums of a formula that gives points: what is added and multiplied are points, what is compared is not."""
    if trace.node.op not in _MAKES_POINTS:
        return calculation(trace, lang)
    lines = [line for below in trace.below for line in _point_lines(below, lang)]
    write = _SUMS.get(trace.node.op)
    if write is not None and len(trace.below) > 1:
        lines.append(f"{write(trace, lang)} = {_points(trace.amount, lang)}")
    return lines


_MAKES_POINTS = frozenset({"+", "-", "*", "/", "sum", "min", "max", "best", "if"})

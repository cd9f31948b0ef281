"""A rule in words: what an indicator or group rewards, before any figures are known."""

from decimal import Decimal

from ..formula.parsing import parse
from ..formula.sentence import to_sentence
from ..models.indicators import (
    AgainstSetValue,
    Bands,
    ChoicePoints,
    FormulaPoints,
    Grade,
    Group,
    Indicator,
    Override,
    PerUnit,
    PointsPerItem,
    Rubric,
    Rule,
)
from ..scheme import Scheme
from ..words import Lang, Words


def rule_words(scheme: Scheme, model: Indicator | Group, lang: Lang) -> str:
    """How the points come about, in one or two sentences."""
    if isinstance(model, Group):
        return _group(model)(lang)
    words = _Wording(scheme, model).rule(model.rule)
    if model.applies_when is not None:
        when = _Wording(scheme, model).sentence(model.applies_when)
        words = Words(f"仅在{when.zh}时适用。", f"Applies only where {when.en}. ") + words
    return words(lang)


def _group(group: Group) -> Words:
    if group.take == "best":
        return Words(
            f"各项取最高的一项，最高 {group.max} 分",
            f"the best of its items counts, at most {group.max} points",
        )
    return Words(
        f"各项得分相加，最高 {group.max} 分", f"the points of its items are added, at most {group.max}"
    )


class _Wording:
    def __init__(self, scheme: Scheme, indicator: Indicator) -> None:
        self.scheme = scheme
        self.indicator = indicator

    def sentence(self, formula: str, *, part: bool = False) -> Words:
        node, spoken = parse(formula, self.scheme.scope), self.scheme.spoken
        return Words(to_sentence(node, "zh", spoken, part=part), to_sentence(node, "en", spoken, part=part))

    def rule(self, rule: Rule) -> Words:
        match rule:
            case PointsPerItem():
                return self.items(rule)
            case ChoicePoints():
                return self.choice(rule)
            case Bands():
                return self.bands(rule)
            case AgainstSetValue():
                return self.against(rule)
            case PerUnit():
                return self.per_unit(rule)
            case Override():
                return self.override(rule)
            case Rubric():
                return self.rubric(rule)
            case FormulaPoints():
                points = self.sentence(rule.points, part=True)
                return Words(
                    f"得分 = {points.zh}，最高 {self.indicator.max} 分",
                    f"points = {points.en}, at most {self.indicator.max}",
                )

    def items(self, rule: PointsPerItem) -> Words:
        cap = rule.cap or self.indicator.max
        each = {item.points for item in rule.items}
        if len(rule.items) == 1:
            only = rule.items[0]
            return Words(f"{only.label}，得 {only.points} 分", f"{only.label_en}: {_points(only.points)}")
        if len(each) == 1:
            points = each.pop()
            return Words(
                f"共 {len(rule.items)} 项，每满足一项得 {points} 分，最高 {cap} 分",
                f"{_points(points)} for each of {len(rule.items)} items met, at most {cap}",
            )
        zh = "；".join(f"{item.label}得 {item.points} 分" for item in rule.items)
        en = "; ".join(f"{item.label_en}: {_points(item.points)}" for item in rule.items)
        return Words(f"{zh}；最高 {cap} 分", f"{en}; at most {cap}")

    def choice(self, rule: ChoicePoints) -> Words:
        parts = [(self.scheme.option_label(rule.field, code), points) for code, points in rule.points.items()]
        zh = "；".join(f"{label.zh}，得 {points} 分" for label, points in parts)
        en = "; ".join(f"{label.en}: {_points(points)}" for label, points in parts)
        return Words(zh, en)

    def bands(self, rule: Bands) -> Words:
        of = self.sentence(rule.of, part=True)
        space = " " if of.zh[:1].isascii() else ""
        zh = "；".join(f"{band.range} 得 {band.points} 分" for band in rule.bands)
        en = "; ".join(f"{band.range}: {_points(band.points)}" for band in rule.bands)
        return Words(f"按{space}{of.zh}分档：{zh}", f"by {of.en}: {en}")

    def against(self, rule: AgainstSetValue) -> Words:
        of = self.sentence(rule.of)
        name = self.scheme.set_values.names[rule.set_value]
        curve = next(curve for curve in self.scheme.indicators.curves if curve.id == rule.curve)
        return Words(
            f"指标值 = {of.zh}；与设定值“{name.label}”相比（{curve.label}），最高 {self.indicator.max} 分",
            f"value = {of.en}; compared with the set value “{name.label_en}” ({curve.label_en}), at most {self.indicator.max} points",
        )

    def per_unit(self, rule: PerUnit) -> Words:
        of = self.sentence(rule.of, part=True)
        cap = rule.cap or self.indicator.max
        return Words(
            f"{of.zh}，每 1 项得 {rule.points} 分，最高 {cap} 分",
            f"{_points(rule.points)} for each one of {of.en}, at most {cap}",
        )

    def override(self, rule: Override) -> Words:
        zh = "；".join(f"{case.label}，直接得 {case.points} 分" for case in rule.cases)
        en = "; ".join(f"{case.label_en}: {_points(case.points)} at once" for case in rule.cases)
        otherwise = self.rule(rule.otherwise)
        return Words(f"{zh}；否则{otherwise.zh}", f"{en}; otherwise {otherwise.en}")

    def rubric(self, rule: Rubric) -> Words:
        whole = rule.step == 1
        zh = f"由专家{'按整数' if whole else f'以 {rule.step} 分为一级'}评分，最高 {self.indicator.max} 分"
        en = f"graded by experts in {'whole points' if whole else f'steps of {rule.step}'}, at most {self.indicator.max}"
        for criterion in rule.criteria:
            grades = _grades(criterion.grades)
            zh += f"；{criterion.label}，最高 {criterion.max} 分{grades.zh}"
            en += f"; {criterion.label_en}: at most {criterion.max}{grades.en}"
        grades = _grades(rule.grades)
        return Words(zh + grades.zh, en + grades.en)


def _grades(grades: tuple[Grade, ...]) -> Words:
    if not grades:
        return Words("", "")
    zh = "，".join(f"{grade.label} {_range(grade)}" for grade in grades)
    en = ", ".join(f"{grade.label_en} {_range(grade)}" for grade in grades)
    return Words(f"（{zh}）", f" ({en})")


def _range(grade: Grade) -> str:
    return f"{grade.low}" if grade.low == grade.high else f"{grade.low}–{grade.high}"


def _points(points: Decimal) -> str:
    return f"{points} point" if points == 1 else f"{points} points"

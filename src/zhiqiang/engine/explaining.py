"""Why this score? Words from the tree of findings: points ← rule ← figures ← set value ← clause and ruling."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from .formula.exact import Trace
from .formula.sentence import quantity
from .formula.tree import Leaf, Value
from .models.edition import Material
from .models.indicators import Group, Indicator
from .scheme import Scheme, SetValueFound
from .scoring import Finding, GateFinding, Met, Points, Score, State
from .wording import rule_words
from .words import Lang, Words

STATES: dict[State, Words] = {
    "scored": Words("已计分", "scored"),
    "missing": Words("有未填项，按 0 计", "incomplete: what is missing counts 0"),
    "awaiting": Words("待专家评分", "awaiting the experts"),
    "not_applicable": Words("不适用", "not applicable"),
}
VERDICTS: dict[Met, Words] = {
    "met": Words("满足", "met"),
    "not_met": Words("不满足", "not met"),
    "unknown": Words("尚不能判断", "cannot be told yet"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """An answer that was read: `state` is given, missing or not_applicable."""

    key: str
    label: str
    value: str
    state: str


@dataclass(frozen=True, slots=True)
class SetValueWords:
    """A set value that was compared with, and where it came from."""

    name: str
    value: str
    source: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """The clause a rule rests on."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class RulingWords:
    """A ruling that shaped the rule: what the notice says and what holds."""

    id: str
    says: str
    holds: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is the same for every enterprise."""

    title: str
    number: str
    rule: str
    nature: str
    clause: ClauseWords
    rulings: tuple[RulingWords, ...]
    evidence: tuple[Material, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One finding in words. `points` and `maximum` have two decimal places, rounded half up."""

    id: str
    fixed: Fixed
    points: str
    maximum: str
    state: State
    state_words: str
    steps: tuple[str, ...]
    figures: tuple[Figure, ...]
    set_values: tuple[SetValueWords, ...]
    illustrative: bool
    children: tuple["Explanation", ...] = ()

    @property
    def title(self) -> str:
        """The indicator's or group's name."""
        return self.fixed.title


@dataclass(frozen=True, slots=True)
class GateWords:
    """One condition in words; `reason` is told where it is not met."""

    id: str
    title: str
    met: Met
    verdict: str
    reason: str
    clause: ClauseWords


@dataclass(frozen=True, slots=True)
class ScoreWords:
    """The whole score sheet in words."""

    total: str
    maximum: str
    filed: tuple[str, str]
    by_experts: tuple[str, str]
    awaiting: str
    illustrative: bool
    groups: tuple[Explanation, ...]
    gates: tuple[GateWords, ...]
    shortfalls: tuple[str, ...]


def explain_score(scheme: Scheme, score: Score, lang: Lang) -> ScoreWords:
    """Everything about a score in words, from the same tree that holds the points."""
    filed, experts = score.part("filing"), score.part("experts")
    return ScoreWords(
        total=points_words(score.total),
        maximum=points_words(score.maximum),
        filed=(points_words(filed[0]), points_words(filed[1])),
        by_experts=(points_words(experts[0]), points_words(experts[1])),
        awaiting=points_words(score.awaiting()),
        illustrative=score.illustrative,
        groups=tuple(explain(scheme, group, lang, score) for group in score.groups),
        gates=tuple(_gate(scheme, gate, lang) for gate in score.gates),
        shortfalls=tuple(_shortfall(finding, lang) for finding in score.shortfalls),
    )


def explain(scheme: Scheme, finding: Finding, lang: Lang, score: Score) -> Explanation:
    """One finding and all below it in words."""
    return Explanation(
        id=finding.id,
        fixed=fixed(scheme, finding.id, lang),
        points=points_words(finding.points),
        maximum=points_words(finding.maximum),
        state=finding.state,
        state_words=STATES[finding.state](lang),
        steps=tuple(_steps(finding, lang)),
        figures=tuple(_figures(scheme, finding, lang, score)),
        set_values=tuple(_set_value(scheme, found, lang) for found in finding.set_values),
        illustrative=finding.illustrative,
        children=tuple(explain(scheme, child, lang, score) for child in finding.children),
    )


def points_words(points: Points) -> str:
    """Points with two decimal places, rounded half up (ruling R26)."""
    over, under = abs(points.numerator), points.denominator
    hundredths = (over * 200 + under) // (2 * under)
    sign = "-" if points < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


@lru_cache(maxsize=4096)
def fixed(scheme: Scheme, id: str, lang: Lang) -> Fixed:
    """What does not depend on the answers: names, rule in words, clause, rulings, evidence."""
    model, parent = scheme.members[id]
    inherited = parent.rulings if parent else ()
    rulings = dict.fromkeys((*model.rulings, *inherited))
    nature = ""
    if isinstance(model, Indicator) and model.nature:
        nature = next(n.name(lang) for n in scheme.indicators.natures if n.id == model.nature)
    evidence = model.evidence if isinstance(model, Indicator) else ()
    note = (
        (model.note if lang == "zh" else model.note_en or model.note) if isinstance(model, Indicator) else ""
    )
    return Fixed(
        title=model.name(lang),
        number=model.number,
        rule=rule_words(scheme, model, lang),
        nature=nature,
        clause=clause_words(scheme, model.clause, lang),
        rulings=tuple(ruling_words(scheme, ruling, lang) for ruling in rulings),
        evidence=tuple(scheme.materials[one] for one in evidence),
        note=note,
    )


def clause_words(scheme: Scheme, id: str, lang: Lang) -> ClauseWords:
    """A clause's title and digest."""
    clause = scheme.clauses[id]
    return ClauseWords(id, clause.title(lang), clause.text if lang == "zh" else clause.text_en)


def ruling_words(scheme: Scheme, id: str, lang: Lang) -> RulingWords:
    """A ruling: what the notice says and what holds."""
    ruling = scheme.rulings[id]
    return RulingWords(
        id, *((ruling.says, ruling.holds) if lang == "zh" else (ruling.says_en, ruling.holds_en))
    )


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
    if write is not None and trace.node.type.kind == "number":
        line = f"{write(trace, lang)} = {_shown(trace, lang)}"
        if line not in lines and len(trace.below) > 1:
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
    unit = "share" if trace.node.type.unit == "share" else ""
    return quantity(trace.value, unit, "zh")  # type: ignore[arg-type]


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


def _steps(finding: Finding, lang: Lang) -> list[str]:
    if isinstance(finding.model, Group):
        return _group_steps(finding, finding.model, lang)
    trace, indicator = finding.trace, finding.model
    if indicator.applies_when is not None:
        if finding.state == "not_applicable":
            return [STATES["not_applicable"](lang)]
        trace = trace.below[1]
    return _STEPS[indicator.rule.kind](finding, trace, lang)


def _group_steps(finding: Finding, group: Group, lang: Lang) -> list[str]:
    parts = [child.points for child in finding.children]
    if group.take == "best" and finding.chosen is not None:
        title = finding.chosen.model.name(lang)
        return [
            Words(
                f"取最高的一项：{title}，{points_words(finding.points)} 分",
                f"the best counts: {title}, {points_words(finding.points)} points",
            )(lang)
        ]
    line = f"{' + '.join(points_words(p) for p in parts)} = {points_words(sum(parts))}"
    return [line, *_cut(sum(parts), finding.points, lang)]


def _cut(reached: Value, counted: Value, lang: Lang) -> list[str]:
    """A line where a cap took something away."""
    if isinstance(reached, str) or isinstance(counted, str) or reached <= counted:
        return []
    top = points_words(counted)
    return [Words(f"超过上限，按 {top} 分计", f"above the cap: {top} points count")(lang)]


def _item_steps(finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    items = getattr(finding.model.rule, "items", ())  # type: ignore[union-attr]
    total = trace.below[0]
    tests = total.below
    lines = []
    for item, test in zip(items, tests, strict=True):
        mark = "✓" if test.below[0].value else "✗"
        lines.append(
            f"{mark} {item.name(lang)}：{points_words(test.value)}"
            if lang == "zh"
            else f"{mark} {item.name(lang)}: {points_words(test.value)}"
        )  # type: ignore[arg-type]
    met = sum(bool(test.below[0].value) for test in tests)
    lines.append(
        Words(
            f"满足 {met} 项，共 {len(items)} 项：{points_words(total.value)} 分",
            f"{met} of {len(items)} met: {points_words(total.value)} points",
        )(lang)
    )  # type: ignore[arg-type]
    return lines + _cut(total.value, trace.value, lang)


def _choice_steps(finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    leaf, value = _chosen(trace)
    shown = value_words(leaf, value, lang) if value else Words("未选择", "nothing chosen")(lang)
    return [f"{shown} → {points_words(finding.points)}" + Words(" 分", " points")(lang)]


def _chosen(trace: Trace) -> tuple[Leaf, Value]:
    """The field a choice rule asks about, and its answer."""
    field = trace.below[0].below[0]
    return field.node.leaf, field.value


def _band_steps(finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    asked = trace.below[0]
    lines = calculation(asked, lang) or [_shown(asked, lang)]
    for number, interval in enumerate(trace.node.data):  # type: ignore[arg-type, var-annotated]
        if asked.value in interval:
            band = finding_band(finding, number)
            lines.append(
                Words(
                    f"在 {band} 档：{points_words(trace.value)} 分",
                    f"in the band {band}: {points_words(trace.value)} points",
                )(lang)
            )  # type: ignore[arg-type]
            return lines
    return [*lines, Words("不在任何档内：0 分", "in no band: 0 points")(lang)]


def finding_band(finding: Finding, number: int) -> str:
    """A band as the scheme writes it."""
    rule = finding.model.rule  # type: ignore[union-attr]
    bands = getattr(rule, "bands", None) or getattr(getattr(rule, "otherwise", None), "bands", ())
    return str(bands[number].range)


def _against_steps(finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    reached = next(
        (one for one in _walk(trace) if one.node.op == "ratio" and one.below[1].node.op == "set_value"), None
    )
    lines = calculation(reached.below[0], lang) if reached else []
    if reached is not None:
        value, benchmark = reached.below[0], reached.below[1]
        shown = quantity(value.value, value.node.type.unit, lang)  # type: ignore[arg-type]
        against = quantity(benchmark.value, value.node.type.unit, lang)  # type: ignore[arg-type]
        share = quantity(reached.value, "share", lang)  # type: ignore[arg-type]
        lines.append(
            Words(f"{shown} ÷ 设定值 {against} = {share}", f"{shown} ÷ set value {against} = {share}")(lang)
        )
    share_counted = trace.below[0].value
    maximum = points_words(finding.maximum)
    counted = quantity(share_counted, "share", lang)  # type: ignore[arg-type]
    lines.append(f"{maximum} × {counted} = {points_words(finding.points)}" + Words(" 分", " points")(lang))
    return lines


def _walk(trace: Trace) -> list[Trace]:
    found = [trace]
    for below in trace.below:
        found += _walk(below)
    return found


def _unit_steps(finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    product = trace.below[0]
    lines = calculation(product.below[0], lang)
    lines.append(
        f"{_bare(product.below[0])} × {_bare(product.below[1])} = {points_words(product.value)}"
        + Words(" 分", " points")(lang)
    )  # type: ignore[arg-type]
    return lines + _cut(product.value, trace.value, lang)


def _override_steps(finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    rule = finding.model.rule  # type: ignore[union-attr]
    for case in getattr(rule, "cases", ()):
        if trace.below[0].value:
            return [f"✓ {case.name(lang)} → {points_words(trace.value)}" + Words(" 分", " points")(lang)]  # type: ignore[arg-type]
        trace = trace.below[1]
    return _STEPS[rule.otherwise.kind](finding, trace, lang)  # type: ignore[union-attr]


def _rubric_steps(finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    given = [
        one for one in _walk(trace) if one.node.op == "field" and one.node.leaf.key.startswith("points.")
    ]
    lines = []
    for leaf, value in {one.node.leaf.key: (one.node.leaf, one.value) for one in given}.values():
        if leaf.key not in {missing.key for missing in finding.missing}:
            label = leaf.label if lang == "zh" else leaf.label_en
            lines.append(
                Words(
                    f"{label}：给 {points_words(value)} 分", f"{label}: {points_words(value)} points given"
                )(lang)
            )  # type: ignore[arg-type]
    if finding.missing:
        lines.append(Words("尚未评分，暂按 0 计", "not graded yet: counts 0 for now")(lang))
    return lines


def _formula_steps(finding: Finding, trace: Trace, lang: Lang) -> list[str]:
    return calculation(trace, lang) or [points_words(trace.value)]  # type: ignore[arg-type]


_STEPS: dict[str, Callable[[Finding, Trace, Lang], list[str]]] = {
    "points_per_item": _item_steps,
    "choice": _choice_steps,
    "bands": _band_steps,
    "against_set_value": _against_steps,
    "per_unit": _unit_steps,
    "override": _override_steps,
    "rubric": _rubric_steps,
    "formula": _formula_steps,
}


def _figures(scheme: Scheme, finding: Finding, lang: Lang, score: Score) -> list[Figure]:
    if isinstance(finding.model, Group):
        return []
    values, apart = score.answers.values, score.answers.not_applicable
    figures = []
    for leaf in scheme.rules[finding.id].leaves:
        label = leaf.label if lang == "zh" else leaf.label_en
        if leaf.key in values:
            figures.append(Figure(leaf.key, label, value_words(leaf, values[leaf.key], lang), "given"))
        elif leaf.key in apart:
            figures.append(Figure(leaf.key, label, Words("不适用", "not applicable")(lang), "not_applicable"))
        else:
            figures.append(Figure(leaf.key, label, Words("未填", "missing")(lang), "missing"))
    return figures


def _set_value(scheme: Scheme, found: SetValueFound, lang: Lang) -> SetValueWords:
    name = found.name
    unit = (name.unit if lang == "zh" else name.unit_en or name.unit) or "share"
    return SetValueWords(
        name.name(lang),
        quantity(found.value, unit, lang),
        _scope(scheme, found)(lang),
        found.row.illustrative,
    )


def _scope(scheme: Scheme, found: SetValueFound) -> Words:
    """Where a set value came from: which industry and size its row is for."""
    row = found.row
    size = Words("", "")
    if row.size != "any":
        profile = scheme.cover.profile
        label = scheme.option_label(profile.size if profile else None, row.size)
        size = Words(f"，{label.zh}", f", {label.en}")
    if row.scope == "all":
        where = Words("全部行业", "all industries")
        if found.asked_industry:
            where = Words("全部行业（本行业未单列）", "all industries (this one has no value of its own)")
    elif len(row.scope) == 1:
        where = Words(f"门类 {row.scope}", f"section {row.scope}")
    else:
        where = Words(f"大类 {row.scope}", f"division {row.scope}")
    return where + size


def _gate(scheme: Scheme, found: GateFinding, lang: Lang) -> GateWords:
    model = found.gate.model
    reason = (model.reason if lang == "zh" else model.reason_en) if found.met == "not_met" else ""
    return GateWords(
        model.id,
        model.name(lang),
        found.met,
        VERDICTS[found.met](lang),
        reason,
        clause_words(scheme, model.clause, lang),
    )


def _shortfall(finding: Finding, lang: Lang) -> str:
    group = finding.model
    assert isinstance(group, Group) and group.min is not None
    least, found = points_words(Fraction(group.min)), points_words(finding.points)
    return Words(
        f"{group.label}须至少 {least} 分，现为 {found} 分",
        f"{group.label_en} must reach {least} points and has {found}",
    )(lang)

"""Why this score? Words from the tree of findings: points ← rule ← figures ← set value ← clause and ruling."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ..formula.units import quantity
from ..models.edition import Material
from ..models.indicators import Group, Indicator
from ..scheme import Scheme, SetValueFound
from ..scoring import Finding, GateFinding, Met, Score, State
from ..words import Lang, Words
from .steps import points_words, steps, value_words
from .wording import rule_words

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


class Figure(NamedTuple):
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
        steps=tuple(steps(finding, lang)),
        figures=tuple(_figures(scheme, finding, lang, score)),
        set_values=tuple(_set_value(scheme, found, lang) for found in finding.set_values),
        illustrative=finding.illustrative,
        children=tuple(explain(scheme, child, lang, score) for child in finding.children),
    )


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
    assert isinstance(group, Group)
    assert group.min is not None
    least, found = points_words(Fraction(group.min)), points_words(finding.points)
    return Words(
        f"{group.label}须至少 {least} 分，现为 {found} 分",
        f"{group.label_en} must reach {least} points and has {found}",
    )(lang)

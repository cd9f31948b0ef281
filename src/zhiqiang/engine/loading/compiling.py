"""From models to a scheme: every reference looked up, every formula read, every problem gathered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel

from ..cells import FormScope
from ..formula.units import ANY, Unit
from ..models.edition import Calendar, Condition, Conditions, Cover, Material, Materials, Rulings, SetValueRow
from ..models.form import Form
from ..models.indicators import Group, Indicator, Indicators
from ..models.papers import Paper, Papers
from ..models.workflow import Workflow
from ..scheme import Clause, Compiled, Gate, RubricCell, Scheme, SetValues
from ..words import Words
from .forming import FormCompiler
from .reaching import reach, stated_points
from .reading import CONDITIONS, INDICATORS, MATERIALS, NOTICE, PAPERS, SET_VALUES, Files, Path
from .referring import TOTAL as TOTAL
from .referring import check_form, check_ids, check_indicators, check_mentions, check_workflow, walk_members
from .rules import (
    Bench,
    check_curve,
    group_node,
    indicator_node,
    rubric_cells,
    total_node,
)

M = TypeVar("M", bound=BaseModel)


@dataclass
class Parts:
    """The models of one edition, by file, as far as they could be read."""

    documents: dict[str, BaseModel]
    clauses: dict[str, Clause]
    set_values: list[tuple[int, SetValueRow]]


def compile_parts(files: Files, parts: Parts, digest: str) -> Scheme | None:
    """The scheme the parts make; every problem is noted in `files`. None where the main files could not be read."""
    _references(files, parts)
    cover, form, indicators = _part(parts, Cover), _part(parts, Form), _part(parts, Indicators)
    if form is not None:
        check_form(files, form)
    if indicators is not None:
        check_indicators(files, indicators)
    workflow, calendar = _part(parts, Workflow) or Workflow(), _part(parts, Calendar) or Calendar()
    check_workflow(files, workflow, calendar)
    if cover is None or form is None:
        return None
    forms = FormCompiler(files, form, cover, _set_value_units(indicators))
    forms.run()
    if indicators is None:
        return None
    compiler = Compiler(files, forms.scope, indicators)
    compiler.run(_part(parts, Conditions) or Conditions())
    return Scheme(
        folder=files.folder,
        digest=digest,
        cover=cover,
        clauses=parts.clauses,
        form=form,
        cells=forms.cells,
        working_order=forms.working_order,
        lists=forms.lists,
        checks=forms.checks,
        indicators=indicators,
        rules=compiler.rules,
        rubric_cells=compiler.rubrics,
        gates=compiler.gates,
        rulings={ruling.id: ruling for ruling in (_part(parts, Rulings) or Rulings()).rulings},
        materials=_materials(files, _part(parts, Materials) or Materials(), _part(parts, Papers) or Papers()),
        calendar=calendar,
        workflow=workflow,
        papers=_papers(files, _part(parts, Papers) or Papers()),
        set_values=_set_values(files, indicators, parts.set_values),
        scope=forms.scope,
        conditions=forms.conditions,
        calculations=forms.calculations,
    )


class _AnySetValue(dict[str, str]):
    """Stands for set values that could not be read: every name is one, in a unit that fits all."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> str:
        return ANY


def _set_value_units(indicators: Indicators | None) -> dict[str, str]:
    if indicators is None:
        return _AnySetValue()
    return {name.id: Unit(name.unit, name.unit_en) for name in indicators.set_values}


def _part(parts: Parts, kind: type[M]) -> M | None:
    return next((model for model in parts.documents.values() if isinstance(model, kind)), None)


def _papers(files: Files, papers: Papers) -> dict[str, Paper]:
    """The papers by id; the Word file of each must lie in the folder."""
    for n, paper in enumerate(papers.papers):
        if not (files.folder / paper.template).is_file():
            zh = f"文件夹中没有“{paper.template}”，请放入该 Word 模板或改正文件名"
            en = f"there is no “{paper.template}” in the folder; put the Word template there or mend its name"
            files.problem(PAPERS, ("papers", n, "template"), Words(zh, en))
    return {paper.id: paper for paper in papers.papers}


def _materials(files: Files, materials: Materials, papers: Papers) -> dict[str, Material]:
    """The materials by id; one that the site makes needs a paper that it is printed as."""
    printed = {paper.material for paper in papers.papers if paper.kind != "guide"}
    for n, one in enumerate(materials.materials):
        if one.delivery != "upload" and one.id not in printed:
            zh = (
                f"“{one.label}”由本站生成，但 {PAPERS} 中没有 kind 为 form 或 scores、material 为 {one.id} 的纸件；"
                "请补上这份纸件，或写 delivery: upload"
            )
            en = (
                f"the site is to make “{one.label_en}”, but {PAPERS} has no paper of kind form or scores with material: "
                f"{one.id}; add that paper, or write delivery: upload"
            )
            files.problem(MATERIALS, ("materials", n, "delivery"), Words(zh, en))
    return {one.id: one for one in materials.materials}


def _references(files: Files, parts: Parts) -> None:
    """Mentions of what could be read at all, and ids."""
    known: dict[str, set[str]] = {}
    if parts.clauses:
        known["clause"] = set(parts.clauses)
    elif not any(problem.file == NOTICE for problem in files.problems):
        zh, en = (
            "没有任何条款；标题写作“### 中文 | English {#锚点}”",
            "no clauses; write headings as “### 中文 | English {#anchor}”",
        )
        files.problem(NOTICE, 1, Words(zh, en))
    if (rulings := _part(parts, Rulings)) is not None:
        known["rulings"] = {one.id for one in rulings.rulings}
    if (materials := _part(parts, Materials)) is not None:
        known["evidence"] = known["material"] = {one.id for one in materials.materials}
    if (indicators := _part(parts, Indicators)) is not None:
        known["nature"] = {one.id for one in indicators.natures}
    check_mentions(files, parts.documents, known)
    check_ids(files, parts.documents)


@dataclass
class Compiler:
    """Compiles the indicators and conditions of an edition over its form, noting every problem in `files`."""

    files: Files
    scope: FormScope
    indicators: Indicators
    rubrics: dict[str, RubricCell] = field(default_factory=dict)
    rules: dict[str, Compiled] = field(default_factory=dict)
    gates: tuple[Gate, ...] = ()

    def run(self, conditions: Conditions) -> None:
        """Compile all; what cannot be compiled is noted, and something harmless stands in."""
        self._members()
        self.gates = tuple(self._gates(conditions.conditions))

    def _members(self) -> None:
        """The rules of indicators and groups, down to the total."""
        bench = Bench(self.scope, {curve.id: curve for curve in self.indicators.curves}, self.files)
        for n, curve in enumerate(self.indicators.curves):
            check_curve(curve, ("curves", n), bench)
        for path, member in walk_members(self.indicators.groups, ("groups",)):
            if isinstance(member, Indicator):
                self._indicator(member, path, bench)
            else:
                self.rules[member.id] = Compiled(group_node(member))
                self._group_reach(member, path)
        self.rules[TOTAL] = Compiled(total_node(self.indicators))
        self._total_reach()

    def _indicator(self, indicator: Indicator, path: Path, bench: Bench) -> None:
        self.rules[indicator.id] = Compiled(indicator_node(indicator, path, bench))
        for criterion, leaf in rubric_cells(indicator):
            self.rubrics[leaf.key] = RubricCell(leaf, indicator, criterion)
        for place, points, top in stated_points(indicator.rule, (*path, "rule"), indicator.max):
            if points > top:
                zh, en = f"{points} 分高于满分 {top}", f"{points} points lie above the maximum of {top}"
                bench.problem(place, Words(zh, en))
        most = reach(indicator.rule)
        if most is not None and most < indicator.max:
            bench.problem((*path, "max"), _unreachable(indicator.max, most))

    def _group_reach(self, group: Group, path: Path) -> None:
        tops = [member.max for member in group.members]
        most = max(tops) if group.take == "best" else sum(tops, Decimal(0))
        if most < group.max:
            self.files.problem(INDICATORS, (*path, "max"), _unreachable(group.max, most))
        if group.min is not None and group.min > group.max:
            zh, en = f"min 高于满分 {group.max}", f"`min` lies above the maximum of {group.max}"
            self.files.problem(INDICATORS, (*path, "min"), Words(zh, en))

    def _total_reach(self) -> None:
        whole = self.indicators
        most = sum((group.max for group in whole.groups), Decimal(0))
        top = min(most, whole.cap) if whole.cap is not None else most
        if top != whole.max:
            zh, en = (
                f"各组满分之和为 {top}，与总分 {whole.max} 不符",
                f"the groups add up to {top}, not to {whole.max}",
            )
            self.files.problem(INDICATORS, ("max",), Words(zh, en))
        for n, line in enumerate(whole.lines):
            if line.points > whole.max:
                zh, en = f"合格线高于总分 {whole.max}", f"the line lies above the total of {whole.max}"
                self.files.problem(INDICATORS, ("lines", n, "points"), Words(zh, en))

    def _gates(self, conditions: tuple[Condition, ...]) -> Iterator[Gate]:
        form = self.scope
        scope = FormScope(form.leaves, form.lists, form.set_values, frozenset(self.rules))
        for n, condition in enumerate(conditions):
            path: Path = ("conditions", n)
            if not condition.all and not condition.any:
                zh, en = "请写出 all 或 any 中的公式", "give formulas under `all` or `any`"
                self.files.problem(CONDITIONS, path, Words(zh, en))
            every = self._compiled((*path, "all"), condition.all, scope)
            yield Gate(condition, every, self._compiled((*path, "any"), condition.any, scope))

    def _compiled(self, path: Path, texts: tuple[str, ...], scope: FormScope) -> tuple[Compiled, ...]:
        nodes = [
            self.files.formula(CONDITIONS, (*path, n), text, scope, "truth") for n, text in enumerate(texts)
        ]
        return tuple(Compiled(node) for node in nodes if node is not None)


def _unreachable(maximum: Decimal, most: Decimal) -> Words:
    return Words(
        f"满分 {maximum} 无法达到：至多 {most} 分",
        f"the maximum of {maximum} cannot be reached: at most {most} points",
    )


def _set_values(files: Files, indicators: Indicators, found: list[tuple[int, SetValueRow]]) -> SetValues:
    """The table of set values; every set value has a row for all."""
    names = {name.id: name for name in indicators.set_values}
    rows: dict[tuple[str, str, str], SetValueRow] = {}
    for line, row in found:
        key = (row.set_value, row.scope, row.size)
        if row.set_value not in names:
            zh, en = (
                f"indicators.yaml 中没有设定值“{row.set_value}”",
                f"indicators.yaml has no set value “{row.set_value}”",
            )
            files.problem(SET_VALUES, line, Words(zh, en))
        elif key in rows:
            zh, en = "此行与前面一行重复，请删去一行", "this line repeats an earlier one; remove one"
            files.problem(SET_VALUES, line, Words(zh, en))
        rows[key] = row
    unread = any(problem.file == SET_VALUES for problem in files.problems)
    for n, name in enumerate(names):
        if (name, "all", "any") not in rows and not unread:
            zh, en = (
                f"set_values.csv 缺少“{name},all,any”一行",
                f"set_values.csv lacks a line “{name},all,any”",
            )
            files.problem(INDICATORS, ("set_values", n), Words(zh, en))
    return SetValues(names, rows)

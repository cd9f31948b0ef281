"""From models to a scheme: every reference looked up, every formula read, every problem gathered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from .cells import Cell, Column, Draft, FormScope, drafts, list_columns
from .formula.errors import FormulaError
from .formula.parsing import parse
from .formula.tree import PURE, Leaf, Node, Type, lower
from .identifying import KINDS
from .models.edition import Calendar, Conditions, Cover, Materials, Rulings, SetValueRow
from .models.form import Form, TextField
from .models.indicators import Group, Indicator, Indicators, Rubric
from .models.papers import Papers
from .models.workflow import Workflow
from .reading import Files, Path_
from .rules import Bench, group_node, indicator_node, rubric_cells
from .scheme import Clause, Compiled, CrossCheck, Gate, RubricCell, SetValues
from .words import Words

TOTAL = "total"


@dataclass
class Parts:
    """The models of one edition, as read."""

    cover: Cover
    form: Form
    indicators: Indicators
    conditions: Conditions
    rulings: Rulings
    materials: Materials
    calendar: Calendar
    workflow: Workflow
    papers: Papers
    clauses: dict[str, Clause]
    set_values: list[tuple[int, SetValueRow]]


@dataclass
class Compiler:
    """Compiles the parts of an edition, noting every problem in `files`."""

    files: Files
    parts: Parts
    cells: dict[str, Cell] = field(default_factory=dict)
    lists: dict[str, Column] = field(default_factory=dict)
    conditions: dict[str, tuple[Compiled, ...]] = field(default_factory=dict)
    calculations: dict[str, Compiled] = field(default_factory=dict)
    rubrics: dict[str, RubricCell] = field(default_factory=dict)
    rules: dict[str, Compiled] = field(default_factory=dict)
    _parsed: dict[tuple[Path_, str], Node | None] = field(default_factory=dict)

    def run(self) -> None:
        """Compile all; what cannot be compiled is noted and left out."""
        self.references()
        self.templates()
        self.leaves()
        self.members()
        self.formulas()

    # --- references between files -------------------------------------------------------------

    def references(self) -> None:
        """Clauses, rulings, materials and natures that are named must exist, ids must be unique."""
        known: dict[str, set[str]] = {
            "clause": set(self.parts.clauses),
            "rulings": {ruling.id for ruling in self.parts.rulings.rulings},
            "evidence": {material.id for material in self.parts.materials.materials},
            "material": {material.id for material in self.parts.materials.materials},
            "nature": {nature.id for nature in self.parts.indicators.natures},
        }
        for file, model in self.documents():
            for path, key, value in _named(model.model_dump(), known):
                if value not in known[key]:
                    self.files.problem(file, path, _no_such(key, value))
        self.unique()

    def documents(self) -> Iterator[tuple[str, Any]]:
        parts = self.parts
        yield from (
            ("scheme.yaml", parts.cover), ("form.yaml", parts.form), ("indicators.yaml", parts.indicators),
            ("conditions.yaml", parts.conditions), ("rulings.yaml", parts.rulings),
            ("materials.yaml", parts.materials), ("calendar.yaml", parts.calendar),
            ("workflow.yaml", parts.workflow), ("papers.yaml", parts.papers),
        )  # fmt: skip

    def templates(self) -> None:
        """The Word file of every paper must lie in the folder."""
        for n, paper in enumerate(self.parts.papers.papers):
            if not (self.files.folder / paper.template).is_file():
                self.files.problem("papers.yaml", ("papers", n, "template"), Words(f"文件夹中没有“{paper.template}”，请放入该 Word 模板或改正文件名", f"there is no “{paper.template}” in the folder; put the Word template there or mend its name"))

    def unique(self) -> None:
        parts = self.parts
        if parts.cover.id != self.files.folder.name:
            self.files.problem("scheme.yaml", ("id",), Words(f"id 应与文件夹名一致：{self.files.folder.name}", f"the id must be the folder's name: {self.files.folder.name}"))
        self.once("form.yaml", [((*("sections", s), "id"), x.id) for s, x in enumerate(parts.form.sections)])
        items = [
            (("sections", s, "items", i, "id"), item.id)
            for s, section in enumerate(parts.form.sections)
            for i, item in enumerate(section.items)
        ]
        self.once("form.yaml", items)
        reserved = {"points", "set_value", "x", TOTAL}
        for path, id in items:
            if id in reserved:
                self.files.problem("form.yaml", path, Words(f"“{id}”是保留字，请换一个 id", f"“{id}” is a reserved word; choose another id"))
        for s, section in enumerate(parts.form.sections):
            for i, item in enumerate(section.items):
                columns = getattr(item, "columns", ())
                self.once("form.yaml", [(("sections", s, "items", i, "columns", c, "id"), x.id) for c, x in enumerate(columns)])
        self.once("form.yaml", [(("checks", n, "id"), x.id) for n, x in enumerate(parts.form.checks)])
        self.once("conditions.yaml", [(("conditions", n, "id"), x.id) for n, x in enumerate(parts.conditions.conditions)])
        self.once("rulings.yaml", [(("rulings", n, "id"), x.id) for n, x in enumerate(parts.rulings.rulings)])
        self.once("materials.yaml", [(("materials", n, "id"), x.id) for n, x in enumerate(parts.materials.materials)])
        self.once("papers.yaml", [(("papers", n, "id"), x.id) for n, x in enumerate(parts.papers.papers)])

    def once(self, file: str, ids: Iterable[tuple[Path_, str]]) -> None:
        seen: set[str] = set()
        for path, id in ids:
            if id in seen:
                self.files.problem(file, path, Words(f"id“{id}”用了两次，请改一个", f"the id “{id}” stands twice; change one"))
            seen.add(id)

    # --- the form -----------------------------------------------------------------------------

    def leaves(self) -> None:
        """The cells of the form with their conditions and calculations."""
        try:
            self.lists = list_columns(self.parts.form)
            found = list(drafts(self.parts.form, self.parts.cover))
        except ValueError as error:
            self.files.problem("form.yaml", ("sections",), Words(f"options_from：{error}", f"options_from: {error}"))
            found = []
        self.identifiers(found)
        plain = self.scope({draft.leaf.key: draft.leaf for draft in found})
        leaves = {draft.leaf.key: self.gated(draft, plain) for draft in found}
        scope = self.scope(leaves)
        for draft in found:
            self.cell(draft, leaves[draft.leaf.key], scope)
        self.form_scope = scope

    def identifiers(self, found: list[Draft]) -> None:
        for draft in found:
            for kind in draft.field.identifiers if isinstance(draft.field, TextField) else ():
                if kind not in KINDS:
                    self.files.problem("form.yaml", (*draft.path, "identifiers"), Words(f"没有“{kind}”这种号码；可用：{'、'.join(KINDS)}", f"there is no kind of number “{kind}”; there are: {', '.join(KINDS)}"))

    def scope(self, leaves: dict[str, Leaf]) -> FormScope:
        units = {name.id: name.unit or PURE for name in self.parts.indicators.set_values}
        return FormScope(leaves, self.lists, units, frozenset())

    def gated(self, draft: Draft, scope: FormScope) -> Leaf:
        """The leaf with the conditions under which it applies."""
        nodes = [self.formula("form.yaml", path, text, scope, "truth") for text, path in draft.whens]
        good = tuple(lower(node) for node in nodes if node is not None)
        if good:
            self.conditions[draft.leaf.key] = tuple(Compiled(node) for node in nodes if node is not None)
        return replace(draft.leaf, conditions=good)

    def cell(self, draft: Draft, leaf: Leaf, scope: FormScope) -> None:
        text = getattr(draft.field, "calculated", None)
        node = self.formula("form.yaml", (*draft.path, "calculated"), text, scope, None) if text else None
        if node is not None:
            node = self.calculated_cell(node, draft)
        if node is not None:
            self.calculations[leaf.key] = Compiled(node)
        self.cells[leaf.key] = Cell(leaf, draft.field, draft.item, draft.section, node)

    def calculated_cell(self, node: Node, draft: Draft) -> Node | None:
        path = (*draft.path, "calculated")
        if node.type.kind != "number":
            self.files.problem("form.yaml", path, Words("calculated 必须算出一个数", "`calculated` must give a number"))
            return None
        lowered = lower(node)
        if lowered.type.rows is None:
            return lowered
        if draft.leaf.row not in lowered.type.rows:
            self.files.problem("form.yaml", path, Words("引用的列与本表行数不同", "the columns it reads have other rows than this table"))
            return None
        return lowered.args[lowered.type.rows.index(draft.leaf.row)]

    def working_order(self) -> tuple[Cell, ...]:
        """The cells that depend on others, each after what it reads; a circle is a problem."""
        needs: dict[str, set[str]] = {}
        for key, cell in self.cells.items():
            read = {leaf.key for node in cell.leaf.conditions for leaf in node.leaves()}
            if cell.calculated is not None:
                read |= {leaf.key for leaf in cell.calculated.leaves()}
            if read:
                needs[key] = read
        order: list[str] = []
        waiting = dict(needs)
        while waiting:
            ready = [key for key, read in waiting.items() if not read & waiting.keys()]
            if not ready:
                circle = "、".join(sorted(waiting))
                self.files.problem("form.yaml", 1, Words(f"这些填报项互相依赖成环：{circle}", f"these fields depend on each other in a circle: {circle}"))
                break
            order += ready
            for key in ready:
                del waiting[key]
        return tuple(self.cells[key] for key in order)

    # --- indicators, checks, conditions ---------------------------------------------------------

    def members(self) -> None:
        """The rules of indicators and groups, down to the total."""
        indicators = self.parts.indicators
        bench = Bench(self.form_scope, {curve.id: curve for curve in indicators.curves})
        seen: list[tuple[Path_, str]] = []
        for path, member in _walk_members(indicators.groups, ("groups",)):
            seen.append(((*path, "id"), member.id))
            if isinstance(member, Indicator):
                self.indicator(member, path, bench)
            else:
                self.group(member, path)
        self.once("indicators.yaml", seen)
        self.total(indicators)
        self.curves(bench)

    def indicator(self, indicator: Indicator, path: Path_, bench: Bench) -> None:
        self.maxima(indicator, path)
        try:
            self.rules[indicator.id] = Compiled(indicator_node(indicator, bench))
        except FormulaError as error:
            self.files.problem("indicators.yaml", (*path, "rule"), _formula_words(error))
        for criterion, leaf in rubric_cells(indicator):
            self.rubrics[leaf.key] = RubricCell(leaf, indicator, criterion)

    def maxima(self, indicator: Indicator, path: Path_) -> None:
        """Criteria add up to the indicator's maximum, no grade lies above it."""
        rule = indicator.rule
        if not isinstance(rule, Rubric):
            return
        if rule.criteria and sum(c.max for c in rule.criteria) < indicator.max:
            self.files.problem("indicators.yaml", (*path, "rule", "criteria"), Words("各评分点满分之和小于指标满分", "the criteria's maxima add up to less than the indicator's"))
        tops = [(rule.grades, indicator.max), *((c.grades, c.max) for c in rule.criteria)]
        for grades, top in tops:
            if any(grade.high > top for grade in grades):
                self.files.problem("indicators.yaml", (*path, "rule"), Words(f"有档次高于满分 {top}", f"a grade lies above the maximum of {top}"))

    def group(self, group: Group, path: Path_) -> None:
        self.rules[group.id] = Compiled(group_node(group))
        tops = [member.max for member in group.members]
        reach = max(tops) if group.take == "best" else sum(tops, Decimal(0))
        if reach < group.max:
            self.files.problem("indicators.yaml", (*path, "max"), Words(f"满分 {group.max} 无法达到：下级至多 {reach}", f"the maximum of {group.max} cannot be reached: its members give at most {reach}"))

    def total(self, indicators: Indicators) -> None:
        reach = sum((group.max for group in indicators.groups), Decimal(0))
        top = min(reach, indicators.cap) if indicators.cap is not None else reach
        if top != indicators.max:
            self.files.problem("indicators.yaml", ("max",), Words(f"各组满分之和为 {top}，与总分 {indicators.max} 不符", f"the groups add up to {top}, not to the total of {indicators.max}"))
        whole = Group(id=TOTAL, label="总分", label_en="Total", max=indicators.cap or indicators.max, clause="x", members=indicators.groups)
        self.rules[TOTAL] = Compiled(group_node(whole))

    def curves(self, bench: Bench) -> None:
        for n, curve in enumerate(bench.curves.values()):
            stand_in = Node("number", (), Type("number", PURE, places=None), 1)
            try:
                parse(curve.share, _Only({"x": stand_in}), wanted="number")
            except FormulaError as error:
                self.files.problem("indicators.yaml", ("curves", n, "share"), _formula_words(error))

    def formulas(self) -> None:
        """Checks and conditions."""
        self.checks = tuple(self.cross_checks())
        points = frozenset({*self.rules})
        scope = FormScope(self.form_scope.leaves, self.lists, self.form_scope.set_values, points)
        self.gates = tuple(self.gates_of(scope))

    def cross_checks(self) -> Iterator[CrossCheck]:
        for n, check in enumerate(self.parts.form.checks):
            path = ("checks", n, "require")
            node = self.formula("form.yaml", path, check.require, self.form_scope, None)
            if node is None:
                continue
            if node.type.kind != "truth":
                self.files.problem("form.yaml", path, Words("require 必须是一个条件", "`require` must be a condition"))
            elif node.type.rows is None:
                yield CrossCheck(check, (("", Compiled(node)),))
            else:
                lowered = lower(node)
                rows = zip(node.type.rows, lowered.args, strict=True)
                yield CrossCheck(check, tuple((row, Compiled(cell)) for row, cell in rows))

    def gates_of(self, scope: FormScope) -> Iterator[Gate]:
        for n, condition in enumerate(self.parts.conditions.conditions):
            path: Path_ = ("conditions", n)
            if not condition.all and not condition.any:
                self.files.problem("conditions.yaml", path, Words("请写出 all 或 any 中的公式", "give formulas under `all` or `any`"))
            yield Gate(
                condition,
                self.compiled("conditions.yaml", (*path, "all"), condition.all, scope),
                self.compiled("conditions.yaml", (*path, "any"), condition.any, scope),
            )

    def compiled(self, file: str, path: Path_, texts: tuple[str, ...], scope: FormScope) -> tuple[Compiled, ...]:
        nodes = [self.formula(file, (*path, n), text, scope, "truth") for n, text in enumerate(texts)]
        return tuple(Compiled(node) for node in nodes if node is not None)

    def set_values(self) -> SetValues:
        """The table of set values; every set value has a row for all."""
        names = {name.id: name for name in self.parts.indicators.set_values}
        rows: dict[tuple[str, str, str], SetValueRow] = {}
        for line, row in self.parts.set_values:
            key = (row.set_value, row.scope, row.size)
            if row.set_value not in names:
                self.files.problem("set_values.csv", line, Words(f"没有名为“{row.set_value}”的设定值", f"there is no set value “{row.set_value}”"))
            elif key in rows:
                self.files.problem("set_values.csv", line, Words("此行与前面重复", "this line repeats an earlier one"))
            rows[key] = row
        for n, name in enumerate(names):
            if (name, "all", "any") not in rows:
                self.files.problem("indicators.yaml", ("set_values", n), Words(f"set_values.csv 缺少“{name},all,any”一行", f"set_values.csv lacks a line “{name},all,any”"))
        return SetValues(names, rows)

    def formula(self, file: str, path: Path_, text: str, scope: FormScope, wanted: str | None) -> Node | None:
        """The tree of a formula, or None with its problem noted once."""
        if (path, text) in self._parsed:
            return self._parsed[path, text]
        try:
            node: Node | None = parse(text, scope, wanted=wanted)
        except FormulaError as error:
            self.files.problem(file, path, _formula_words(error))
            node = None
        if node is None or "calculated" not in path:
            self._parsed[path, text] = node
        return node


class _Only:
    """A scope of a few fixed names."""

    def __init__(self, names: dict[str, Node]) -> None:
        self.names = names

    def resolve(self, name: str, row: str | None, at: int) -> Node:
        if name not in self.names:
            raise FormulaError(f"only {', '.join(self.names)} can be named here, not “{name}”", at)
        return self.names[name]


def _formula_words(error: FormulaError) -> Words:
    return Words(f"公式第 {error.at + 1} 字：{error.message}", f"formula, character {error.at + 1}: {error.message}")


def _no_such(key: str, value: str) -> Words:
    where = {"clause": "notice.md", "rulings": "rulings.yaml", "evidence": "materials.yaml", "material": "materials.yaml", "nature": "indicators.yaml: natures"}
    return Words(f"{where[key]} 中没有“{value}”", f"{where[key]} has no “{value}”")


def _named(content: Any, known: dict[str, set[str]], path: Path_ = ()) -> Iterator[tuple[Path_, str, str]]:
    """Every mention of a clause, ruling, material or nature: (path, kind, id)."""
    if isinstance(content, dict):
        for key, value in content.items():
            here = (*path, key)
            if key in known and isinstance(value, str):
                yield here, key, value
            elif key in known and isinstance(value, tuple) and all(isinstance(one, str) for one in value):
                for n, one in enumerate(value):
                    yield (*here, n), key, one
            else:
                yield from _named(value, known, here)
    elif isinstance(content, list | tuple):
        for n, value in enumerate(content):
            yield from _named(value, known, (*path, n))


def _walk_members(members: tuple[Indicator | Group, ...], path: Path_) -> Iterator[tuple[Path_, Indicator | Group]]:
    for n, member in enumerate(members):
        here = (*path, n)
        yield here, member
        if isinstance(member, Group):
            yield from _walk_members(member.members, (*here, "members"))

"""The form compiled: its cells with what they depend on, in the order in which they can be worked out."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter

from ..cells import Cell, Column, Draft, FormScope, Listing, drafts, list_columns
from ..formula.tree import ANY, PURE, Leaf, Node, lower
from ..formula.units import same_unit, unit_words
from ..models.edition import Cover
from ..models.form import CountField, Form, ListField
from ..scheme import Compiled, CrossCheck
from ..words import Words
from .reading import FORM, SCHEME, Files, Path


@dataclass
class FormCompiler:
    """Compiles a form, noting every problem in `files`."""

    files: Files
    form: Form
    cover: Cover
    set_values: dict[str, str]
    """Units of the set values, by id."""
    cells: dict[str, Cell] = field(default_factory=dict)
    lists: dict[str, Column] = field(default_factory=dict)
    listings: dict[str, Listing] = field(default_factory=dict)
    conditions: dict[str, tuple[Compiled, ...]] = field(default_factory=dict)
    calculations: dict[str, Compiled] = field(default_factory=dict)

    def run(self) -> None:
        """The cells of the form with their conditions and calculations."""
        self.lists = list_columns(self.form)
        found = list(drafts(self.form, self.cover))
        plain = self._scope({draft.leaf.key: draft.leaf for draft in found})
        leaves = {draft.leaf.key: self._gated(draft, plain) for draft in found}
        self.scope = self._scope(leaves)
        for draft in found:
            self._cell(draft, leaves[draft.leaf.key])
        self.working_order = self._ordered()
        self.checks = tuple(self._cross_checks())
        self._check_profile()

    def _scope(self, leaves: dict[str, Leaf]) -> FormScope:
        return FormScope(leaves, self.lists, self.set_values, frozenset())

    def _gated(self, draft: Draft, scope: FormScope) -> Leaf:
        """The leaf with the conditions under which it applies."""
        nodes = [self.files.formula(FORM, path, text, scope, "truth") for text, path in draft.whens]
        good = [Compiled(node) for node in nodes if node is not None]
        if good:
            key = draft.item.id if draft.field is None else draft.leaf.key
            self.conditions[key] = tuple(good)
        return replace(draft.leaf, conditions=tuple(one.lowered for one in good))

    def _cell(self, draft: Draft, leaf: Leaf) -> None:
        if draft.field is None:
            assert isinstance(draft.item, ListField)
            if leaf.conditions:
                self.listings.setdefault(draft.item.id, Listing(leaf, draft.item, draft.section))
            return
        node = self._calculated(draft)
        if node is not None:
            self.calculations[leaf.key] = Compiled(node)
        self.cells[leaf.key] = Cell(leaf, draft.field, draft.item, draft.section, node)

    # --- calculated fields ------------------------------------------------------------------------

    def _calculated(self, draft: Draft) -> Node | None:
        text = getattr(draft.field, "calculated", None)
        if text is None:
            return None
        path = (*draft.path, "calculated")
        node = self.files.formula(FORM, path, text, self.scope, None)
        if node is None:
            return None
        if message := _wrong_result(node, draft):
            self.files.problem(FORM, path, message)
            return None
        lowered = lower(node)
        if lowered.type.rows is None:
            return lowered
        return lowered.args[lowered.type.rows.index(draft.leaf.row)]

    # --- order ------------------------------------------------------------------------------------

    def _ordered(self) -> tuple[Cell | Listing, ...]:
        """The cells and lists that depend on others, each after what it reads; a circle is a problem."""
        needs = {key: frozenset(self._read_by(key)) for key in (*self.cells, *self.listings)}
        needs = {key: read for key, read in needs.items() if read}
        graph = {key: sorted(read & needs.keys()) for key, read in needs.items()}
        while True:
            try:
                order = list(TopologicalSorter(graph).static_order())
            except CycleError as error:
                circle: list[str] = error.args[1]
                self._tell_circle(circle)
                for key in circle:
                    graph[key] = [one for one in graph[key] if one not in circle]
                continue
            return tuple(self.cells.get(key) or self.listings[key] for key in order)

    def _read_by(self, key: str) -> Iterator[str]:
        nodes = [one.lowered for one in self.conditions.get(key, ())]
        nodes += [self.calculations[key].lowered] if key in self.calculations else []
        for node in nodes:
            for leaf in node.leaves():
                yield leaf.key.partition(".")[0].partition("#")[0] if "#" in leaf.key else leaf.key

    def _tell_circle(self, circle: list[str]) -> None:
        shown = " → ".join(circle)
        zh, en = (
            f"这些填报项互相依赖成环，请断开：{shown}",
            f"these fields depend on each other in a circle: {shown}",
        )
        self.files.problem(FORM, self._place(circle[0]), Words(zh, en))

    def _place(self, key: str) -> Path:
        id = key.partition(".")[0]
        for s, section in enumerate(self.form.sections):
            for i, item in enumerate(section.items):
                if item.id == id:
                    return ("sections", s, "items", i)
        return ()

    # --- checks across fields ---------------------------------------------------------------------

    def _cross_checks(self) -> Iterator[CrossCheck]:
        """The checks across fields: one formula each, or one for each row of a table."""
        for n, check in enumerate(self.form.checks):
            path = ("checks", n, "require")
            node = self.files.formula(FORM, path, check.require, self.scope, None)
            if node is None:
                continue
            if node.type.kind != "truth":
                zh, en = "require 应为条件，如 a <= b", "`require` must be a condition such as a <= b"
                self.files.problem(FORM, path, Words(zh, en))
            elif node.type.rows is None:
                yield CrossCheck(check, (("", Compiled(node)),))
            else:
                rows = zip(node.type.rows, lower(node).args, strict=True)
                yield CrossCheck(check, tuple((row, Compiled(cell)) for row, cell in rows))

    # --- what scheme.yaml names -------------------------------------------------------------------

    def _check_profile(self) -> None:
        """The fields by which set values are looked up and sizes worked out must be there and fit."""
        profile, size = self.cover.profile, self.cover.size_from
        if profile is not None:
            self._choice(("profile", "industry"), profile.industry)
            self._choice(("profile", "size"), profile.size)
        if size is None:
            return
        options = self._choice(("size_from", "field"), size.field)
        self._choice(("size_from", "branch"), size.branch)
        for name in ("large", "medium", "small", "micro"):
            code = getattr(size, name)
            if options and code not in options:
                zh, en = f"{size.field} 没有选项“{code}”", f"{size.field} has no option “{code}”"
                self.files.problem(SCHEME, ("size_from", name), Words(zh, en))
        for name, unit in (("staff", PURE), ("revenue", "万元"), ("assets", "万元")):
            path = ("size_from", name)
            node = self.files.formula(SCHEME, path, getattr(size, name), self.scope, "number")
            if node is not None and unit and node.type.unit not in (unit, ANY):
                zh, en = f"应以{unit}计", f"must be in {unit_words(unit, 'en')}"
                self.files.problem(SCHEME, path, Words(zh, en))

    def _choice(self, path: Path, id: str | None) -> tuple[str, ...]:
        """The options of a choice field that is named."""
        if id is None:
            return ()
        cell = self.cells.get(id)
        if cell is None or cell.leaf.options is None:
            zh, en = f"form.yaml 中没有选择题“{id}”", f"form.yaml has no choice field “{id}”"
            self.files.problem(SCHEME, path, Words(zh, en))
            return ()
        return cell.leaf.options


def _wrong_result(node: Node, draft: Draft) -> Words | None:
    """What is wrong with the result of `calculated` for this field."""
    if node.type.kind != "number":
        return Words("calculated 应算出一个数", "`calculated` must give a number")
    if node.type.rows is not None and draft.leaf.row not in node.type.rows:
        zh = "所引用的列与本表的行不同；请先用 sum(…) 等合成一个数，或写出行"
        en = "the columns it reads have other rows than this table; sum(…) them first or name a row"
        return Words(zh, en)
    found, wanted = node.type.unit, draft.leaf.type.unit
    if not same_unit(found, wanted):
        one, other = unit_words(found, "zh") or "无", unit_words(wanted, "zh") or "无"
        zh = f"算出的单位是“{one}”，本项的单位是“{other}”，请改成一致"
        one, other = unit_words(found, "en") or "none", unit_words(wanted, "en") or "none"
        return Words(zh, f"it gives the unit “{one}”, but the field has “{other}”; make them agree")
    if isinstance(draft.field, CountField) and node.type.places != 0:
        zh = "kind: count 只能是整数，此公式会算出小数；请改用 kind: number"
        en = "a count is a whole number, but this formula gives decimals; use kind: number"
        return Words(zh, en)
    return None

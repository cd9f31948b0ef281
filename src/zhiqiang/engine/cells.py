"""A form flattened into cells: every single answer that can be given, under its key."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from .formula.errors import FormulaError
from .formula.tree import PURE, Leaf, Node, Type
from .models.edition import Cover
from .models.form import (
    YEARS,
    ChoiceField,
    CountField,
    Form,
    Item,
    ListField,
    NumberField,
    ScalarField,
    Section,
    TableField,
    TextField,
    YesNoField,
)
from .standards import table

FEW_OPTIONS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One answer: the field it belongs to, where it stands, and the leaf by which formulas read it.

    `item` is the field itself, or the table whose `column` and `row` this is.
    """

    leaf: Leaf
    field: ScalarField
    item: Item
    section: Section
    calculated: Node | None = None
    """The lowered formula that works it out, where it is not typed."""

    @property
    def key(self) -> str:
        """The flat key: `field` or `table.column.row`."""
        return self.leaf.key


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of a list: the pattern of the cells `list.<n>.column`."""

    field: ScalarField
    item: ListField
    section: Section
    options: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A cell before its formulas are read: what they say and where they come from (path in form.yaml)."""

    leaf: Leaf
    field: ScalarField
    item: Item
    section: Section
    path: tuple[str | int, ...]
    whens: tuple[tuple[str, tuple[str | int, ...]], ...]


def table_rows(item: TableField, cover: Cover) -> tuple[tuple[str, str, str], ...]:
    """The rows of a table: (id, Chinese, English). Years are shown with their calendar year."""
    if item.rows != YEARS:
        return tuple((row.id, row.label, row.label_en) for row in item.rows)  # type: ignore[union-attr]
    return tuple((row, f"{row} 年（{cover.year(row)}）", f"year {row} ({cover.year(row)})") for row in cover.years)


def option_codes(field: ScalarField) -> tuple[str, ...] | None:
    """The codes a choice may take; None for other kinds. Raises ValueError for an unknown table."""
    if not isinstance(field, ChoiceField):
        return None
    if field.options_from:
        return tuple(row.code for row in table(field.options_from))
    return tuple(option.code for option in field.options)


def leaf_type(field: ScalarField) -> Type:
    """The type formulas see."""
    if isinstance(field, NumberField):
        return Type("number", field.unit or PURE, places=field.places)
    if isinstance(field, CountField):
        return Type("number", field.unit, places=0)
    return Type("truth") if isinstance(field, YesNoField) else Type("text")


def drafts(form: Form, cover: Cover) -> Iterator[Draft]:
    """Every single cell of the form, in its order; the columns of lists are left out (see `columns`)."""
    for s, section in enumerate(form.sections):
        for i, item in enumerate(section.items):
            path: tuple[str | int, ...] = ("sections", s, "items", i)
            if isinstance(item, ListField):
                continue
            if isinstance(item, TableField):
                yield from _table_drafts(item, section, path, cover)
                continue
            leaf = _leaf(item, item.id, item.label, item.label_en)
            yield Draft(leaf, item, item, section, path, ((item.when, (*path, "when")),) if item.when else ())


def _table_drafts(item: TableField, section: Section, path: tuple[str | int, ...], cover: Cover) -> Iterator[Draft]:
    row_whens = {row.id: row.when for row in item.rows if row.when} if item.rows != YEARS else {}  # type: ignore[union-attr]
    for row, row_zh, row_en in table_rows(item, cover):
        for c, column in enumerate(item.columns):
            here = (*path, "columns", c)
            whens = [(item.when, (*path, "when")), (row_whens.get(row), (*path, "rows")), (column.when, (*here, "when"))]
            leaf = _leaf(
                column,
                f"{item.id}.{column.id}.{row}",
                f"{item.label} · {column.label} · {row_zh}",
                f"{item.label_en} · {column.label_en} · {row_en}",
                f"{item.id}.{column.id}",
                row,
            )
            yield Draft(leaf, column, item, section, here, tuple((text, at) for text, at in whens if text))


def _leaf(field: ScalarField, key: str, zh: str, en: str, column: str = "", row: str = "") -> Leaf:
    codes = option_codes(field)
    few: tuple[tuple[str, str, str], ...] = ()
    if isinstance(field, ChoiceField) and len(field.options) <= FEW_OPTIONS:
        few = tuple((option.code, option.label, option.label_en) for option in field.options)
    return Leaf(key, zh, en, leaf_type(field), codes, few, (), column, row)


def list_columns(form: Form) -> dict[str, Column]:
    """The columns of every list, by `list.column`."""
    return {
        f"{item.id}.{column.id}": Column(column, item, section, option_codes(column))
        for section in form.sections
        for item in section.items
        if isinstance(item, ListField)
        for column in item.columns
    }


class FormScope:
    """What names mean in a formula over a form: fields, columns, cells, lists, set values and points."""

    def __init__(
        self, leaves: dict[str, Leaf], lists: dict[str, Column], set_values: dict[str, str], points: frozenset[str]
    ) -> None:
        self.leaves = leaves
        self.lists = lists
        self.list_ids = {column.item.id: column.item for column in lists.values()}
        self.set_values = set_values
        self.points = points
        self.columns: dict[str, list[Leaf]] = {}
        for leaf in leaves.values():
            if leaf.column:
                self.columns.setdefault(leaf.column, []).append(leaf)

    def resolve(self, name: str, row: str | None, at: int) -> Node:
        """The node a name stands for; raises FormulaError with the nearest known name."""
        if row is not None:
            return self._cell(name, row, at)
        if name in self.leaves and not self.leaves[name].column:
            return self._field(self.leaves[name], at)
        if name in self.columns:
            cells = tuple(self._field(leaf, at) for leaf in self.columns[name])
            rows = tuple(leaf.row for leaf in self.columns[name])
            shape = cells[0].type
            return Node("series", cells, Type(shape.kind, shape.unit, rows, shape.places), None, at)
        return self._special(name, at)

    def _field(self, leaf: Leaf, at: int) -> Node:
        return Node("field", (), leaf.type, leaf, at)

    def _cell(self, name: str, row: str, at: int) -> Node:
        cells = {leaf.row: leaf for leaf in self.columns.get(name, [])}
        if not cells:
            raise FormulaError(f"“{name}” is not a column of a table; {self._nearest(name)}", at)
        if row not in cells:
            raise FormulaError(f"“{name}” has no row {row}; its rows are: {', '.join(cells)}", at)
        return self._field(cells[row], at)

    def _special(self, name: str, at: int) -> Node:
        first, _, rest = name.partition(".")
        if first == "set_value" and rest in self.set_values:
            return Node("set_value", (), Type("number", self.set_values[rest], places=None), rest, at)
        if first == "points" and rest in self.points:
            return Node("points", (), Type("number", PURE, places=None), rest, at)
        if name in self.lists:
            leaf = Leaf(f"{name}#sum", self.lists[name].field.label, self.lists[name].field.label_en, leaf_type(self.lists[name].field))
            return Node("list_column", (), Type(leaf.type.kind, leaf.type.unit, ("#",), leaf.type.places), leaf, at)
        if name in self.list_ids:
            item = self.list_ids[name]
            leaf = Leaf(f"{name}#rows", f"{item.label} · 行数", f"{item.label_en} · rows", Type("number", PURE))
            return Node("field", (), leaf.type, leaf, at)
        raise FormulaError(f"there is nothing named “{name}”; {self._nearest(name)}", at)

    def _nearest(self, name: str) -> str:
        known = [key for key, leaf in self.leaves.items() if not leaf.column]
        known += [*self.columns, *self.list_ids, *self.lists]
        known += [f"set_value.{key}" for key in self.set_values] + [f"points.{key}" for key in self.points]
        found = get_close_matches(name, known, 3, 0.5)
        return f"did you mean {' or '.join(found)}?" if found else "see the ids in form.yaml"



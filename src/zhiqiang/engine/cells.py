"""A form flattened into cells: every single answer that can be given, under its key, and what names mean in formulas."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from .formula.errors import FormulaError
from .formula.tree import PURE, Leaf, Node, Type
from .formula.units import Unit
from .models.edition import Cover
from .models.form import (
    ChoiceField,
    CountField,
    Form,
    Item,
    ListField,
    NumberField,
    ScalarField,
    Section,
    TableField,
)
from .standards import table
from .words import Words

Path = tuple[str | int, ...]
OptionLabels = tuple[tuple[str, str, str], ...]


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


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A whole list where it applies only sometimes; `leaf` is the number of its rows."""

    leaf: Leaf
    item: ListField
    section: Section

    @property
    def key(self) -> str:
        """The list's id."""
        return self.item.id


@dataclass(frozen=True, slots=True)
class Draft:
    """A cell before its formulas are read: what they say and where they come from (path in form.yaml).

    The number of rows of a list is a draft too, without a field.
    """

    leaf: Leaf
    field: ScalarField | None
    item: Item
    section: Section
    path: Path
    whens: tuple[tuple[str, Path], ...]


def table_rows(item: TableField, cover: Cover) -> tuple[tuple[str, str, str], ...]:
    """The rows of a table: (id, Chinese, English). Years are shown with their calendar year."""
    if not isinstance(item.rows, tuple):
        return tuple(
            (row, f"{row} 年（{cover.year(row)}）", f"year {row} ({cover.year(row)})") for row in cover.years
        )
    return tuple((row.id, row.label, row.label_en) for row in item.rows)


def option_codes(field: ScalarField) -> tuple[str, ...] | None:
    """The codes a choice may take; None for other kinds. Raises ValueError for an unknown table."""
    labels = _option_labels(field)
    return None if labels is None else tuple(code for code, _, _ in labels)


def _option_labels(field: ScalarField) -> OptionLabels | None:
    if not isinstance(field, ChoiceField):
        return None
    if field.options_from:
        return _labels_of(field.options_from)
    return tuple((option.code, option.label, option.label_en) for option in field.options)


@lru_cache(maxsize=64)
def _labels_of(name: str) -> OptionLabels:
    return tuple((row.code, row.label, row.label_en or row.label) for row in table(name))


def leaf_type(field: ScalarField) -> Type:
    """The type formulas see. The decimal places of a number that is worked out are open."""
    if isinstance(field, NumberField):
        places = None if field.calculated else field.places
        return Type("number", Unit(field.unit, field.unit_en) if field.unit else PURE, places=places)
    if isinstance(field, CountField):
        return Type("number", Unit(field.unit, field.unit_en))
    return Type("truth") if field.kind == "yesno" else Type("text")


def list_columns(form: Form) -> dict[str, Column]:
    """The columns of every list, by `list.column`."""
    return {
        f"{item.id}.{column.id}": Column(column, item, section, _codes(column))
        for section in form.sections
        for item in section.items
        if isinstance(item, ListField)
        for column in item.columns
    }


def _codes(field: ScalarField) -> tuple[str, ...] | None:
    """The options, or None where their table is not known: that is told elsewhere."""
    try:
        return option_codes(field)
    except ValueError:
        return None


# --- drafts ---------------------------------------------------------------------------------------


def drafts(form: Form, cover: Cover) -> Iterator[Draft]:
    """Every single cell of the form, in its order; of a list the number of its rows and the sums of its columns."""
    titles = _Titles(form)
    for s, section in enumerate(form.sections):
        for i, item in enumerate(section.items):
            path: Path = ("sections", s, "items", i)
            if isinstance(item, TableField):
                yield from _table_drafts(item, section, path, cover, titles)
                continue
            whens = ((item.when, (*path, "when")),) if item.when else ()
            if isinstance(item, ListField):
                leaves = _list_leaves(item)
                yield from (Draft(leaf, None, item, section, path, whens) for leaf in leaves)
            else:
                leaf = _leaf(item, item.id, Words(item.label, item.label_en), titles.of(item, item))
                yield Draft(leaf, item, item, section, path, whens)


def _table_drafts(
    item: TableField, section: Section, path: Path, cover: Cover, titles: "_Titles"
) -> Iterator[Draft]:
    for n, (row, row_zh, row_en) in enumerate(table_rows(item, cover)):
        row_when = item.rows[n].when if isinstance(item.rows, tuple) else None
        for c, column in enumerate(item.columns):
            here = (*path, "columns", c)
            whens = (
                (item.when, (*path, "when")),
                (row_when, (*path, "rows", n, "when")),
                (column.when, (*here, "when")),
            )
            label = Words(
                f"{item.label} · {column.label} · {row_zh}", f"{item.label_en} · {column.label_en} · {row_en}"
            )
            place = (f"{item.id}.{column.id}", row, Words(row_zh, row_en))
            leaf = _leaf(column, f"{item.id}.{column.id}.{row}", label, titles.of(column, item), *place)
            yield Draft(leaf, column, item, section, here, tuple((text, at) for text, at in whens if text))


def _leaf(
    field: ScalarField,
    key: str,
    label: Words,
    title: Words,
    column: str = "",
    row: str = "",
    row_title: Words | None = None,
) -> Leaf:
    try:
        labels = _option_labels(field)
    except ValueError:  # an unknown table, which is told elsewhere
        labels = None
    worked_out = isinstance(field, NumberField | CountField) and field.calculated is not None
    codes = None if labels is None else tuple(code for code, _, _ in labels)
    return Leaf(
        key, *label, leaf_type(field), codes, labels or (), (), column, row, title, row_title, worked_out
    )


def _list_leaves(item: ListField) -> Iterator[Leaf]:
    rows = Words(f"{item.label}的行数", f"rows of {item.label_en}")
    yield Leaf(f"{item.id}#rows", *rows, Type("number", PURE), title=rows)
    for column in item.columns:
        if isinstance(column, NumberField | CountField):
            label = Words(
                f"{item.label} · {column.label} · 合计", f"{item.label_en} · {column.label_en} · total"
            )
            yield Leaf(f"{item.id}.{column.id}#sum", *label, leaf_type(column), title=label, worked_out=True)


TELLING = 5
"""Characters from which on a column's label is taken to tell enough without its table's: 发明申请量, not 总计."""


class _Titles:
    """Names for sentences: a column is called by its own label where that tells enough and no other part has it."""

    def __init__(self, form: Form) -> None:
        parts = [part for item in form.items() for part in (item, *getattr(item, "columns", ()))]
        self.zh = Counter(part.label for part in parts)
        self.en = Counter(part.label_en for part in parts)

    def of(self, field: ScalarField, item: Item) -> Words:
        """The title of a field, or of a column within its table."""
        if field is item:
            return Words(field.label, field.label_en)
        once = self.zh[field.label] == 1 and self.en[field.label_en] == 1
        if once and len(field.label) >= TELLING:
            return Words(field.label, field.label_en)
        return Words(f"{item.label} · {field.label}", f"{item.label_en} · {field.label_en}")


# --- names ----------------------------------------------------------------------------------------


class FormScope:
    """What names mean in a formula over a form: fields, columns, cells, lists, set values and points."""

    def __init__(
        self,
        leaves: dict[str, Leaf],
        lists: dict[str, Column],
        set_values: dict[str, str],
        points: frozenset[str],
    ) -> None:
        self.leaves = leaves
        self.lists = lists
        self.list_ids = frozenset(column.item.id for column in lists.values())
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
            return _field(self.leaves[name], at)
        if name in self.columns:
            cells = tuple(_field(leaf, at) for leaf in self.columns[name])
            rows = tuple(leaf.row for leaf in self.columns[name])
            shape = cells[0].type
            return Node("series", cells, Type(shape.kind, shape.unit, rows, shape.places), None, at)
        return self._special(name, at)

    def _cell(self, name: str, row: str, at: int) -> Node:
        cells = {leaf.row: leaf for leaf in self.columns.get(name, [])}
        if not cells:
            what = Words(f"“{name}”不是表格的列；", f"“{name}” is not a column of a table; ")
            raise FormulaError(what + self._nearest(name), at)
        if row not in cells:
            shown = "、".join(cells)
            raise FormulaError(
                Words(
                    f"“{name}”没有行 {row}；它的行：{shown}",
                    f"“{name}” has no row {row}; its rows are: {shown.replace('、', ', ')}",
                ),
                at,
            )
        return _field(cells[row], at)

    def _special(self, name: str, at: int) -> Node:
        first, _, rest = name.partition(".")
        if first == "set_value" and rest in self.set_values:
            return Node("set_value", (), Type("number", self.set_values[rest], places=None), rest, at)
        if first == "points" and rest in self.points:
            return Node("points", (), Type("number", PURE, places=None), rest, at)
        if name in self.list_ids:
            return _field(self.leaves[f"{name}#rows"], at)
        if name in self.lists:
            return self._list_column(name, at)
        raise FormulaError(self._unknown(name), at)

    def _list_column(self, name: str, at: int) -> Node:
        leaf = self.leaves.get(f"{name}#sum")
        if leaf is None:
            field = self.lists[name].field
            zh = f"“{name}”（{field.label}）不是数，列表中只有数值列可用于公式：sum(列表.列)"
            en = f"“{name}” ({field.label_en}) holds no numbers; of a list only sum(list.column) of numbers can be used"
            raise FormulaError(Words(zh, en), at)
        return Node("list_column", (), Type("number", leaf.type.unit, ("#",), leaf.type.places), leaf, at)

    def _unknown(self, name: str) -> Words:
        if name.startswith("points.") and not self.points:
            zh, en = (
                "得分（points.…）只能用在 conditions.yaml 中",
                "points.… can be named in conditions.yaml only",
            )
            return Words(zh, en)
        if any(column.startswith(f"{name}.") for column in self.columns):
            columns = [column for column in self.columns if column.startswith(f"{name}.")][:6]
            return Words(
                f"“{name}”是一张表，请写出列：{'、'.join(columns)}",
                f"“{name}” is a table; name a column: {', '.join(columns)}",
            )
        return Words(f"没有名为“{name}”的填报项；", f"there is nothing named “{name}”; ") + self._nearest(
            name
        )

    def _nearest(self, name: str) -> Words:
        known = [key for key, leaf in self.leaves.items() if not leaf.column and "#" not in key]
        known += [*self.columns, *self.list_ids, *self.lists]
        known += [f"set_value.{key}" for key in self.set_values] + [f"points.{key}" for key in self.points]
        found = get_close_matches(name, known, 3, 0.5)
        if not found:
            return Words("请用 form.yaml 中的 id", "use the ids of form.yaml")
        return Words(f"是否应为 {' 或 '.join(found)}？", f"did you mean {' or '.join(found)}?")


def _field(leaf: Leaf, at: int) -> Node:
    return Node("field", (), leaf.type, leaf, at)

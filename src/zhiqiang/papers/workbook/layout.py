"""Where everything of a form stands in its workbook: pure placement, before anything is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...engine.answering import flatten
from ...engine.cells import Cell, table_rows
from ...engine.formula.units import Unit, unit_words
from ...engine.models.form import ListField, ScalarField, Section, TableField, TextField
from ...engine.scheme import Scheme
from ...engine.words import Lang
from .naming import SLOT, address, sheet_titles
from .wording import TITLES

LABEL, VALUE = 1, 2
"""Columns of labels and of values. Column A, before them, holds the hidden anchors."""
LEAST_COLUMNS = 8
UNIT_AFTER = 3
"""A single value is this many columns wide; its unit follows."""
SPARE_ROWS = 30
LEAST_LIST_ROWS = 60
SIDE_ROWS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """`C5`."""
        return address(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Slot:
    """An input (or calculated) cell: its answer, its place, how many columns it spans, and its anchor's row."""

    key: str
    cell: Cell
    row: int
    column: int
    span: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section, with its help on the row below (-1 for none)."""

    row: int
    help_row: int
    section: Section


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of a table, with its help on the row below (-1 for none)."""

    row: int
    help_row: int
    item: TableField | ListField


@dataclass(frozen=True, slots=True)
class Single:
    """A line with one value: a field of its own, or a row of a table with one column."""

    slot: Slot
    label: str
    unit: str
    help: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a grid: labels across, each over `span` columns, and the hidden row of anchors below."""

    row: int
    anchor_row: int
    anchor: str
    corner: str
    columns: tuple[tuple[int, int, str, str], ...]
    """(column, span, label, what replaces `@`)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid."""

    row: int
    label: str
    anchor: str
    slots: tuple[Slot, ...]


Block = Heading | Title | Single | Head | Line


@dataclass(slots=True)
class FormSheet:
    """A sheet of the form: its blocks from top to bottom."""

    title: str
    heading: str
    number: int
    width: int
    """Columns that hold values; the column after them tells what is wrong in a row."""
    blocks: list[Block] = field(default_factory=list)
    rows: int = 0

    @property
    def status(self) -> int:
        """The column that tells what is wrong in a row."""
        return VALUE + self.width

    def slots(self) -> Iterator[Slot]:
        """Every cell of an answer, from top to bottom."""
        for block in self.blocks:
            if isinstance(block, Single):
                yield block.slot
            elif isinstance(block, Line):
                yield from block.slots


@dataclass(slots=True)
class ListSheet:
    """A sheet of its own for a list: one row for each thing, every column as wide as its content."""

    title: str
    number: int
    item: ListField
    section: Section
    head_row: int
    anchor_row: int
    rows: int
    """Rows to fill, from `anchor_row` + 1."""

    @property
    def first(self) -> int:
        """The first row to fill."""
        return self.anchor_row + 1

    @property
    def end(self) -> int:
        """The row after the last one."""
        return self.first + self.rows

    def column(self, index: int) -> int:
        """The column of the list's n-th column."""
        return VALUE + index


@dataclass(slots=True)
class Layout:
    """The whole workbook's plan."""

    scheme: Scheme
    lang: Lang
    forms: list[FormSheet]
    lists: list[ListSheet]
    titles: dict[str, str]
    """Names of the other sheets: guide, score, checks, set_values, tables."""

    def sheets(self) -> list[FormSheet | ListSheet]:
        """Form and list sheets in the order of their numbers."""
        return sorted([*self.forms, *self.lists], key=lambda sheet: sheet.number)


TOP_ROWS = 3
"""Rows above the first block: anchors, title, line of document and links."""


def plan(scheme: Scheme, lang: Lang, raw: Mapping[str, Any] | None = None) -> Layout:
    """Where everything stands. `raw` only decides how many rows lists get."""
    parts = _parts(scheme)
    lists = [
        (section, item)
        for section in scheme.form.sections
        for item in section.items
        if isinstance(item, ListField)
    ]
    wanted = [_part_label(part, lang) for part in parts] + [item.name(lang) for _, item in lists]
    numbered = [f"{number} {label}" for number, label in enumerate(wanted, 1)]
    others = [words(lang) for words in TITLES.values()]
    titles = sheet_titles([*numbered, *others])
    filled = _list_rows(raw or {})
    forms = []
    for number, part in enumerate(parts, 1):
        sheet = FormSheet(titles[number - 1], _part_label(part, lang), number, _width(part))
        _Placing(scheme, lang, sheet).run(part)
        forms.append(sheet)
    sheets = []
    for number, (section, item) in enumerate(lists, len(parts) + 1):
        rows = min(item.max_rows, max(LEAST_LIST_ROWS, filled.get(item.id, 0) + SPARE_ROWS))
        sheets.append(ListSheet(titles[number - 1], number, item, section, TOP_ROWS + 1, TOP_ROWS + 2, rows))
    return Layout(scheme, lang, forms, sheets, dict(zip(TITLES, titles[len(numbered) :], strict=True)))


def _list_rows(raw: Mapping[str, Any]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for key, value in flatten(raw):
        head, _, rest = key.partition(".")
        index = rest.partition(".")[0]
        if value not in (None, "") and index.isascii() and index.isdigit() and len(index) < 6:
            rows[head] = max(rows.get(head, 0), int(index) + 1)
    return rows


def _parts(scheme: Scheme) -> list[list[Section]]:
    """Sections that share a sheet: neighbours whose names begin alike before the colon (“创造：专利”)."""
    parts: list[list[Section]] = []
    for section in scheme.form.sections:
        if all(isinstance(item, ListField) for item in section.items):
            continue
        if parts and _stem(parts[-1][0].label) == _stem(section.label):
            parts[-1].append(section)
        else:
            parts.append([section])
    return parts


def _stem(label: str) -> str:
    return label.partition("：")[0]


def _part_label(part: list[Section], lang: Lang) -> str:
    if len(part) == 1:
        return part[0].name(lang)
    return _stem(part[0].label) if lang == "zh" else part[0].label_en.partition(":")[0]


def _width(part: list[Section]) -> int:
    widest = LEAST_COLUMNS
    for section in part:
        for item in section.items:
            if isinstance(item, TableField) and len(item.columns) > 1 and not on_its_side(item):
                widest = max(widest, len(item.columns))
    return widest


def on_its_side(item: TableField) -> bool:
    """Whether a table is shown with its columns downward: few rows that hold texts, such as two contacts."""
    few = item.rows != "years" and len(item.rows) <= SIDE_ROWS
    return few and len(item.columns) > 1 and any(isinstance(column, TextField) for column in item.columns)


@dataclass
class _Placing:
    scheme: Scheme
    lang: Lang
    sheet: FormSheet
    row: int = TOP_ROWS

    def run(self, part: list[Section]) -> None:
        for section in part:
            self.put(Heading(self.take(), self.take() if help_of(section, self.lang) else -1, section))
            after_table = False
            for item in section.items:
                if isinstance(item, ListField):
                    continue
                if isinstance(item, TableField):
                    self.table(item)
                    after_table = True
                    continue
                if after_table:
                    self.take()
                after_table = False
                cell = self.scheme.cells[item.id]
                self.single(cell, item.id, item.name(self.lang), item)
            self.take()
        self.sheet.rows = self.row

    def put(self, block: Block) -> None:
        self.sheet.blocks.append(block)

    def take(self) -> int:
        self.row += 1
        return self.row - 1

    def single(self, cell: Cell, key: str, label: str, shown: ScalarField | None) -> None:
        unit = unit_of(cell.field, self.lang)
        span = UNIT_AFTER if unit else UNIT_AFTER + 1
        help_ = help_of(shown, self.lang) if shown else ""
        self.put(Single(Slot(key, cell, self.take(), VALUE, span, key), label, unit, help_))

    def table(self, item: TableField) -> None:
        helped = bool(help_of(item, self.lang)) or len(item.columns) == 1
        self.put(Title(self.take(), self.take() if helped else -1, item))
        rows = [(id, zh if self.lang == "zh" else en) for id, zh, en in table_rows(item, self.scheme.cover)]
        if len(item.columns) == 1:
            for id, label in rows:
                key = f"{item.id}.{item.columns[0].id}.{id}"
                self.single(self.scheme.cells[key], key, label, None)
        elif on_its_side(item):
            self.side(item, rows)
        else:
            self.grid(item, rows)

    def grid(self, item: TableField, rows: list[tuple[str, str]]) -> None:
        heads = tuple(
            (VALUE + n, 1, _with_unit(column, self.lang), column.id) for n, column in enumerate(item.columns)
        )
        head_row = self.take()
        self.put(Head(head_row, self.take(), item.id, self.corner(item), heads))
        for id, label in rows:
            row, anchor = self.take(), f"{item.id}.{SLOT}.{id}"
            slots = [
                self.slot(item, column.id, id, row, VALUE + n, 1, anchor)
                for n, column in enumerate(item.columns)
            ]
            self.put(Line(row, label, anchor, tuple(slots)))

    def side(self, item: TableField, rows: list[tuple[str, str]]) -> None:
        span = max(1, self.sheet.width // len(rows))
        heads = tuple((VALUE + n * span, span, label, id) for n, (id, label) in enumerate(rows))
        head_row = self.take()
        self.put(Head(head_row, self.take(), item.id, "", heads))
        for column in item.columns:
            row, anchor = self.take(), f"{item.id}.{column.id}.{SLOT}"
            slots = [
                self.slot(item, column.id, id, row, VALUE + n * span, span, anchor)
                for n, (id, _) in enumerate(rows)
            ]
            self.put(Line(row, _with_unit(column, self.lang), anchor, tuple(slots)))

    def slot(
        self, item: TableField, column: str, row_id: str, row: int, at: int, span: int, anchor: str
    ) -> Slot:
        key = f"{item.id}.{column}.{row_id}"
        return Slot(key, self.scheme.cells[key], row, at, span, anchor)

    def corner(self, item: TableField) -> str:
        return {"zh": "年度", "en": "Year"}[self.lang] if item.rows == "years" else ""


def unit_of(field_: ScalarField, lang: Lang) -> str:
    """The unit a field is asked in; empty for kinds without one."""
    return unit_words(Unit(getattr(field_, "unit", ""), getattr(field_, "unit_en", "")), lang)


def help_of(field_: Any, lang: Lang) -> str:
    """What to enter."""
    return str(field_.help if lang == "zh" else field_.help_en or field_.help)


def _with_unit(column: ScalarField, lang: Lang) -> str:
    unit = unit_of(column, lang)
    label = column.name(lang) + (" *" if column.required else "")
    return f"{label}\n（{unit}）" if unit and lang == "zh" else f"{label}\n({unit})" if unit else label

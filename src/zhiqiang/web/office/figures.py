"""Answers laid out for reading: tables as tables, single answers as lines, what was changed beside what it was."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from zhiqiang.engine.answering import Answers
from zhiqiang.engine.cells import Cell, leaf_type, table_rows
from zhiqiang.engine.explaining.steps import value_words
from zhiqiang.engine.formula.tree import Leaf
from zhiqiang.engine.models.form import ChoiceField, Item, ListField, ScalarField, TableField
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.standards import Row, table
from zhiqiang.engine.words import Lang, Words

MOST_ACROSS = 4
MISSING = Words("未填", "not given")
NOT_APPLICABLE = Words("不适用", "not applicable")


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer: `state` is given, refused (as typed), missing or not_applicable; `was` the text before a correction."""

    key: str
    value: str
    state: str
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A label with one answer, or with one in each column of the block."""

    label: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines below one heading; `heads` name the columns and are empty for single answers."""

    id: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def changed(self) -> bool:
        """Whether any answer in it was changed."""
        return any(cell.was is not None for line in self.lines for cell in line.cells)


@dataclass(frozen=True, eq=False)
class Sheet:
    """What was handed in, as typed and as understood, with the submission before it where there is one."""

    scheme: Scheme
    raw: Mapping[str, Any]
    answers: Answers
    lang: Lang
    before_raw: Mapping[str, Any] | None = None
    before: Answers | None = None

    def shown(self, leaf: Leaf) -> Shown:
        """One answer, beside what it was."""
        value, state = self._said(leaf, self.raw, self.answers)
        if self.before is None or self.before_raw is None:
            return Shown(leaf.key, value, state)
        was, _ = self._said(leaf, self.before_raw, self.before)
        return Shown(leaf.key, value, state, was if was != value else None)

    def _said(self, leaf: Leaf, raw: Mapping[str, Any], answers: Answers) -> tuple[str, str]:
        key = leaf.key
        if key in answers.values:
            return self._words(leaf, answers.values[key]), "given"
        if key in answers.not_applicable:
            return NOT_APPLICABLE(self.lang), "not_applicable"
        typed = str(raw.get(key) or "").strip()
        return (typed, "refused") if typed else (MISSING(self.lang), "missing")

    def _words(self, leaf: Leaf, value: Any) -> str:
        cell = self.scheme.cells.get(leaf.key)
        choice = cell.field if cell else None
        if isinstance(choice, ChoiceField):
            return choice_words(choice, str(value), self.lang)
        return value_words(leaf, value, self.lang)

    # --- blocks

    def blocks(self, leaves: Collection[Leaf]) -> tuple[Block, ...]:
        """These answers, those of one table together, in the order of the form."""
        known = [self.scheme.cells[leaf.key] for leaf in leaves if leaf.key in self.scheme.cells]
        places = {key: place for place, key in enumerate(self.scheme.cells)}
        known.sort(key=lambda cell: places[cell.key])
        found = []
        for item, cells in groupby(known, key=lambda cell: cell.item):
            found.append(self._block(item, list(cells)))
        others = [leaf for leaf in leaves if leaf.key not in self.scheme.cells]
        if others:
            lines = tuple(Line(self._label(leaf), (self.shown(leaf),)) for leaf in others)
            found.append(Block("", "", (), lines))
        return _joined(found)

    def _block(self, item: Item, cells: list[Cell]) -> Block:
        if not isinstance(item, TableField):
            return Block(item.id, "", (), (Line(item.name(self.lang), (self.shown(cells[0].leaf),)),))
        rows = [(id, zh if self.lang == "zh" else en) for id, zh, en in table_rows(item, self.scheme.cover)]
        used = {cell.leaf.row for cell in cells}
        heads = [(id, label) for id, label in rows if id in used]
        by_place = {(cell.field.id, cell.leaf.row): cell for cell in cells}
        lines = []
        for column in item.columns:
            there = [by_place.get((column.id, row)) for row, _ in heads]
            if any(there):
                shown = tuple(self.shown(cell.leaf) if cell else Shown("", "", "none") for cell in there)
                lines.append(Line(column.name(self.lang), shown))
        return _upright(Block(item.id, item.name(self.lang), tuple(label for _, label in heads), tuple(lines)))

    def list_block(self, item: ListField) -> Block:
        """A list with all its rows, beside the row that had its place before."""
        count = max(self._rows(item, self.raw), self._rows(item, self.before_raw or {}))
        heads = tuple(column.name(self.lang) for column in item.columns)
        lines = []
        for row in range(count):
            keys = [(f"{item.id}.{row}.{column.id}", column) for column in item.columns]
            cells = tuple(self.shown(self._list_leaf(key, column)) for key, column in keys)
            lines.append(Line(str(row + 1), cells))
        return Block(item.id, item.name(self.lang), heads, tuple(lines))

    def _rows(self, item: ListField, raw: Mapping[str, Any]) -> int:
        starts = f"{item.id}."
        found = [key.split(".")[1] for key in raw if key.startswith(starts) and key.count(".") == 2]
        return max((int(one) + 1 for one in found if one.isdigit()), default=0)

    def _list_leaf(self, key: str, column: ScalarField) -> Leaf:
        few = tuple((one.code, one.label, one.label_en) for one in getattr(column, "options", ()))
        return Leaf(key, column.label, column.label_en, leaf_type(column), None, few)

    def _label(self, leaf: Leaf) -> str:
        return leaf.label if self.lang == "zh" else leaf.label_en


def choice_words(field: ChoiceField, code: str, lang: Lang) -> str:
    """The option chosen, with its letter or number where it has one in the notice."""
    if field.options_from:
        row = _rows_of(field.options_from).get(code)
        label = (row.label if lang == "zh" else row.label_en or row.label) if row else ""
        return f"{code} {label}".rstrip()
    for option in field.options:
        if option.code == code:
            return f"{code}. {option.name(lang)}" if len(code) == 1 else option.name(lang)
    return code


@cache
def _rows_of(name: str) -> dict[str, Row]:
    return {row.code: row for row in table(name)}


def _upright(block: Block) -> Block:
    """A table wider than it is high, turned round, so that it fits; with one column its rows are single answers."""
    if len(block.heads) <= max(MOST_ACROSS, len(block.lines)):
        return block
    turned = tuple(
        Line(head, tuple(line.cells[place] for line in block.lines)) for place, head in enumerate(block.heads)
    )
    heads = tuple(line.label for line in block.lines)
    return Block(block.id, block.title, heads if len(heads) > 1 else (), turned)


def _joined(blocks: list[Block]) -> tuple[Block, ...]:
    """Single answers that follow each other become one block."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if last is not None and not (block.heads or last.heads or block.title or last.title):
            found[-1] = Block(last.id, last.title, (), (*last.lines, *block.lines))
        else:
            found.append(block)
    return tuple(found)

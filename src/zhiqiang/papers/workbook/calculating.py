"""The hidden sheet that reckons: every answer as the engine would take it, and what formulas read.

Inputs are found by the anchor of their row (MATCH) and not by a reference, so that cutting and pasting among the
input cells, which Excel allows on a protected sheet, breaks no formula.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ...engine.cells import Cell
from ...engine.formula.exact import scored_key
from ...engine.formula.tree import TRUTH, Leaf, Node
from ...engine.models.form import ChoiceField, CountField, NumberField, ScalarField, TextField
from ...engine.scheme import Compiled, Scheme
from ...engine.words import Words
from .fitting import fitted
from .layout import Layout, ListSheet
from .naming import CALC, LIST, ROWS, absolute
from .normalising import FAULT, points_formula, value_formula
from .options import Options
from .wording import CHECKED_LATER, DONE, NOT_APPLICABLE, OPEN, mend, points_mend

KEY, ROW, RAW, VALUE, STATE, READ, ANSWERED, PRESENT, LACKING, NOTE = range(10)
"""Columns. STATE is 0 empty, 1 good, 2 wrong, 3 not applicable; READ is what formulas read."""
HEADS = ("key", "row", "raw", "value", "state", "read", "answered", "present", "lacking", "note")
_EMPTY = {"number": "0", "truth": "FALSE", "text": '""'}


@dataclass(frozen=True, slots=True)
class Source:
    """Where an input is found: the number of its sheet (0 is the score sheet), its anchor, its column."""

    sheet: int
    anchor: str
    column: int


@dataclass
class Calc:
    """Writes the sheet and knows the address of everything on it."""

    book: Any
    layout: Layout
    options: Options
    sheet: Any
    addresses: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    list_ranges: dict[tuple[str, str], str] = field(default_factory=dict)
    """The worked-out values of a list's column, by list and column."""
    list_states: dict[str, str] = field(default_factory=dict)
    """The states of a list's rows, by list: 0 empty, 1 good, 2 wrong, 3 something required is missing."""
    next: int = 1
    spilt: int = 0

    @property
    def scheme(self) -> Scheme:
        """The scheme whose workbook this is."""
        return self.layout.scheme

    # --- addresses ------------------------------------------------------------------------------

    def allot(self) -> None:
        """Give every answer its row before any formula is written."""
        for key in (*self.scheme.cells, *self.scheme.rubric_cells):
            self.allot_answer(key)
        for key in self.scheme.lists:
            self.allot_answer(f"{key}#sum")
        for sheet in self.layout.lists:
            self.allot_answer(f"{sheet.item.id}#rows")

    def allot_answer(self, key: str) -> None:
        row = self.take(key)
        self.addresses[key] = absolute(CALC, row, READ)
        self.addresses[f"answered:{key}"] = absolute(CALC, row, ANSWERED)
        self.addresses[scored_key(f"present:{key}")] = absolute(CALC, row, PRESENT)

    def take(self, key: str) -> int:
        """The next free row, under a name."""
        self.rows[key] = self.next
        self.next += 1
        return self.next - 1

    def at(self, key: str, column: int) -> str:
        """The address of a column of an answer's row."""
        return absolute(CALC, self.rows[key], column)

    def state(self, key: str) -> str:
        """The state of an answer, through a name, as conditional formats of other sheets need it."""
        return f"INDEX(zq_state,{self.rows[key]})"

    # --- formulas -------------------------------------------------------------------------------

    def formula(self, node: Node) -> str:
        """A lowered tree as a formula."""
        return fitted(node, self.addresses, self.spill)

    def spill(self, node: Node, text: str) -> str:
        """A part of a formula in a cell of its own."""
        self.spilt += 1
        id = f"part:{self.spilt}"
        self.cell(id, text)
        return id

    def cell(self, id: str, text: str) -> str:
        """A helper cell with a formula; its address."""
        row = self.take(id)
        self.sheet.write_string(row, KEY, id)
        self.write(row, READ, text)
        self.addresses[scored_key(id)] = absolute(CALC, row, READ)
        return self.addresses[scored_key(id)]

    def none_applies(self, leaves: Iterable[Leaf]) -> str | None:
        """Whether all of these answers are not applicable; None where some always apply."""
        keys = [leaf.key for leaf in leaves]
        if not keys or not all(self.sometimes(key) for key in keys):
            return None
        return "*".join(f"({self.at(key, STATE)}=3)" for key in keys) + "=1"

    def sometimes(self, key: str) -> bool:
        """Whether an answer has conditions under which it applies."""
        return bool(
            self.scheme.conditions.get(key)
            or self.scheme.conditions.get(key.partition(".")[0].partition("#")[0])
        )

    def all_present(self, leaves: Iterable[Leaf]) -> str:
        """Whether all these answers are there or not applicable."""
        return self.every([self.present(leaf) for leaf in leaves])

    def present(self, leaf: Leaf) -> Node:
        """Whether an answer is there or not applicable."""
        return Node("points", (), TRUTH, f"present:{leaf.key}")

    def every(self, tests: list[Node]) -> str:
        """Whether all of these hold."""
        if not tests:
            return "TRUE"
        return self.formula(tests[0] if len(tests) == 1 else Node("all", tuple(tests), TRUTH))

    def write(self, row: int, column: int, text: str) -> None:
        """A formula without a stored result, so that every program works it out on opening."""
        self.sheet.write_formula(row, column, f"={text}", None, "")

    # --- answers --------------------------------------------------------------------------------

    def fill(self, sources: dict[str, Source]) -> None:
        """Write the rows of all answers."""
        for column, head in enumerate(HEADS):
            self.sheet.write_string(0, column, head)
        for key, cell in self.scheme.cells.items():
            if key in self.scheme.calculations:
                self.calculated(key, cell, self.scheme.calculations[key])
            else:
                codes = self.options.codes(key) if isinstance(cell.field, ChoiceField) else ""
                formula = value_formula(cell.field, self.at(key, RAW), codes)
                self.typed(
                    key,
                    cell.leaf,
                    sources[key],
                    formula,
                    cell.field.required,
                    mend(cell.field),
                    _good(cell.field),
                )
        for key, rubric in self.scheme.rubric_cells.items():
            formula = points_formula(rubric, self.at(key, RAW))
            self.typed(key, rubric.leaf, sources[key], formula, False, points_mend(rubric))
        for sheet in self.layout.lists:
            self.list(sheet)

    def typed(
        self,
        key: str,
        leaf: Leaf,
        source: Source,
        formula: str,
        required: bool,
        words: Words,
        good: Words = DONE,
    ) -> None:
        row = self.rows[key]
        self.sheet.write_string(row, KEY, key)
        self.write(row, ROW, f'MATCH("{source.anchor}",zq_a{source.sheet},0)')
        found = f"INDEX(zq_s{source.sheet},{self.at(key, ROW)},{source.column + 1})"
        self.write(row, RAW, f'IF(ISERROR({found}),"{FAULT}",IF(ISBLANK({found}),"",{found}))')
        self.write(row, VALUE, formula)
        raw, value, state = self.at(key, RAW), self.at(key, VALUE), self.at(key, STATE)
        plain = f'IF(TRIM({raw}&"")="",0,IF({value}="",2,1))'
        self.write(row, STATE, self.where_it_applies(leaf, plain))
        self.write(row, READ, f"IF({state}=1,{value},{_EMPTY[leaf.type.kind]})")
        self.flags(key, required)
        lang = self.layout.lang
        open_ = f'"{OPEN(lang)}"' if required else '""'
        wrong = '"' + words(lang).replace('"', '""')[:250] + '"'
        self.write(row, NOTE, f'CHOOSE({state}+1,{open_},"{good(lang)}",{wrong},"{NOT_APPLICABLE(lang)}")')

    def calculated(self, key: str, cell: Cell, formula: Compiled) -> None:
        row, node = self.rows[key], formula.lowered
        self.sheet.write_string(row, KEY, key)
        read = [Node("answered", (Node("field", (), leaf.type, leaf),), TRUTH) for leaf in formula.leaves]
        some = self.formula(Node("any", tuple(read), TRUTH)) if read else "FALSE"
        self.write(row, STATE, self.where_it_applies(cell.leaf, f"IF({some},1,0)"))
        places = 12 if node.type.places is None else node.type.places
        self.write(row, READ, f"IF({self.at(key, STATE)}=1,ROUND({self.formula(node)},{places}),0)")
        self.flags(key, False)
        self.write(row, NOTE, f'IF({self.at(key, STATE)}=3,"{NOT_APPLICABLE(self.layout.lang)}","")')

    def where_it_applies(self, leaf: Leaf, state: str) -> str:
        """A state, or 3 where the conditions of the answer do not hold."""
        if not leaf.conditions:
            return state
        return f"IF({self.every(list(leaf.conditions))},{state},3)"

    def flags(self, key: str, required: bool) -> None:
        row, state = self.rows[key], self.at(key, STATE)
        self.write(row, ANSWERED, f"{state}=1")
        self.write(row, PRESENT, f"OR({state}=1,{state}=3)")
        self.write(row, LACKING, f"IF({state}=0,1,0)" if required else "0")

    # --- lists ----------------------------------------------------------------------------------

    def list(self, sheet: ListSheet) -> None:
        """The sum of every column and the number of rows, out of the list's rows on their own hidden sheet."""
        rows, item = ListRows(self, sheet), sheet.item
        rows.write()
        self.list_states[item.id] = rows.states
        for column in item.columns:
            found = rows.range(column.id)
            self.list_ranges[item.id, column.id] = found
            key = f"{item.id}.{column.id}#sum"
            if isinstance(column, NumberField | CountField):
                places = column.places if isinstance(column, NumberField) else 0
                self.aggregate(key, f"ROUND(SUM({found}),{places})", f"COUNT({found})>0", item.id)
            else:
                self.aggregate(key, "0", "FALSE", item.id)
        self.aggregate(f"{item.id}#rows", f"SUM({rows.flags})", f"SUM({rows.flags})>0", item.id)

    def aggregate(self, key: str, text: str, some: str, item: str) -> None:
        row, conditions = self.rows[key], self.scheme.conditions.get(item, ())
        self.sheet.write_string(row, KEY, key)
        state = f"IF({some},1,0)"
        if conditions:
            state = f"IF({self.every([one.lowered for one in conditions])},{state},3)"
        self.write(row, STATE, state)
        self.write(row, READ, f"IF({self.at(key, STATE)}=1,{text},0)")
        self.write(row, ANSWERED, f"{self.at(key, STATE)}=1")
        self.write(row, PRESENT, f"OR({self.at(key, STATE)}=1,{self.at(key, STATE)}=3)")

    def finish(self) -> None:
        """The names by which other sheets read states and notes."""
        for name, column in (("zq_state", STATE), ("zq_note", NOTE)):
            first, last = absolute(CALC, 1, column), absolute(CALC, self.next, column).partition("!")[2]
            self.book.define_name(name, f"={first}:{last}")


def _good(field_: ScalarField) -> Words:
    """What is said of a good answer: identifiers are only checked when the file is read."""
    return CHECKED_LATER if isinstance(field_, TextField) and field_.identifiers else DONE


@dataclass
class ListRows:
    """A list's cells as the engine would take them, one column for each of the list's, on the sheet of rows."""

    calc: Calc
    list: ListSheet
    first: int = 0

    def __post_init__(self) -> None:
        self.sheet = self.calc.book.get_worksheet_by_name(ROWS)
        self.first = self.calc.options.next_rows_column
        self.calc.options.next_rows_column += 2 * len(self.list.item.columns) + 2

    def at(self, row: int, column: int) -> str:
        return absolute(ROWS, row, self.first + column)

    def range(self, column: str) -> str:
        """The values of a column."""
        index = [one.id for one in self.list.item.columns].index(column)
        return self._range(len(self.list.item.columns) + index)

    @property
    def flags(self) -> str:
        """1 for each row that holds an answer."""
        return self._range(2 * len(self.list.item.columns))

    @property
    def states(self) -> str:
        """0 where a row is empty, 1 good, 2 wrong, 3 where something required is missing."""
        return self._range(2 * len(self.list.item.columns) + 1)

    def _range(self, column: int) -> str:
        last = self.at(self.list.rows, column).partition("!")[2]
        return f"{self.at(1, column)}:{last}"

    def write(self) -> None:
        item, sheet = self.list.item, self.sheet
        columns = len(item.columns)
        top = self.calc.cell(f"row of {item.id}", f'MATCH("{LIST}{item.id}",zq_a{self.list.number},0)')
        for n, column in enumerate(item.columns):
            sheet.write_string(0, self.first + n, f"{item.id}.{column.id}")
        for row in range(1, self.list.rows + 1):
            for n, column in enumerate(item.columns):
                found = f"INDEX(zq_s{self.list.number},{top}+{row},{self.list.column(n) + 1})"
                raw = self.at(row, n)
                self.formula(row, n, f'IF(ISERROR({found}),"{FAULT}",IF(ISBLANK({found}),"",{found}))')
                self.formula(row, columns + n, self.value(column, f"{item.id}.{column.id}", raw))
            self.row(row, columns)

    def row(self, row: int, columns: int) -> None:
        """Whether a row holds an answer, and whether all is well with it."""
        raws = f"{self.at(row, 0)}:{self.at(row, columns - 1).partition('!')[2]}"
        values = f"{self.at(row, columns)}:{self.at(row, 2 * columns - 1).partition('!')[2]}"
        self.formula(row, 2 * columns, f'IF(SUMPRODUCT(--({values}<>""))>0,1,0)')
        required = [
            self.at(row, columns + n) for n, column in enumerate(self.list.item.columns) if column.required
        ]
        lacking = "+".join(f'({one}="")' for one in required) or "0"
        wrong = f'SUMPRODUCT((TRIM({raws}&"")<>"")*({values}=""))'
        self.formula(
            row, 2 * columns + 1, f"IF({wrong}>0,2,IF({self.at(row, 2 * columns)}=0,0,IF({lacking}>0,3,1)))"
        )

    def value(self, column: ScalarField, key: str, raw: str) -> str:
        codes = self.calc.options.codes(key) if isinstance(column, ChoiceField) else ""
        return f'IF(TRIM({raw}&"")="","",{value_formula(column, raw, codes)})'

    def formula(self, row: int, column: int, text: str) -> None:
        self.sheet.write_formula(row, self.first + column, f"={text}", None, "")

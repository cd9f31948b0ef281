"""Answers gathered from the rows of a sheet, by the anchors in its hidden first column."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ...engine.models.form import CountField, NumberField, ScalarField
from ...engine.scheme import Scheme
from ...engine.words import Words
from .cell_values import field_of, raw_answer
from .layout import Place
from .naming import COLUMNS, END, LIST, SLOT, TOTAL
from .naming import VALUE as VALUE_ANCHOR
from .parts import Scanned

Rows = list[list[Any]]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Something wrong in a workbook: where, what, and the mend. `cell` is empty where a whole sheet is meant."""

    sheet: str
    cell: str
    message: Words
    key: str = ""
    severity: str = "error"


@dataclass(slots=True)
class Gathered:
    """What all sheets together hold."""

    scheme: Scheme
    answers: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    total: Decimal | None = None


@dataclass
class Walk:
    """One sheet, row by row."""

    found: Gathered
    sheet: str
    scanned: Scanned
    value_column: int = -1
    columns: dict[int, str] = field(default_factory=dict)
    list_id: str = ""
    list_row: int = 0

    def row(self, index: int, row: list[Any]) -> None:
        anchor = row[0] if row and isinstance(row[0], str) else ""
        if anchor == VALUE_ANCHOR:
            self.value_column = next((n for n, text in enumerate(row) if text == "value"), -1)
        elif anchor.startswith((COLUMNS, LIST)):
            self.columns = {n: text for n, text in enumerate(row) if n and isinstance(text, str) and text}
            self.list_id, self.list_row = anchor[len(LIST) :] if anchor.startswith(LIST) else "", 0
            for n, text in self.columns.items() if self.list_id else ():
                self.found.places.setdefault(f"{self.list_id}.{text}", Place(self.sheet, index + 1, n))
        elif anchor == END:
            self.list_id = ""
        elif anchor == TOTAL:
            self.total(index, row)
        elif self.list_id:
            self.list_line(index, row)
        elif SLOT in anchor:
            for column, part in self.columns.items():
                self.take(anchor.replace(SLOT, part), index, column, row[column] if column < len(row) else "")
        elif anchor and self.value_column > 0:
            value = row[self.value_column] if self.value_column < len(row) else ""
            self.take(anchor, index, self.value_column, value)

    def total(self, index: int, row: list[Any]) -> None:
        value = row[self.value_column] if 0 < self.value_column < len(row) else ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.found.total = Decimal(repr(value))

    def list_line(self, index: int, row: list[Any]) -> None:
        number, self.list_row = self.list_row, self.list_row + 1
        for column, part in self.columns.items():
            value = row[column] if column < len(row) else ""
            self.take(f"{self.list_id}.{number}.{part}", index, column, value)

    # --- one cell -------------------------------------------------------------------------------

    def take(self, key: str, row: int, column: int, value: Any) -> None:
        """Read a cell into an answer, or note why it cannot be."""
        found, place = self.found, Place(self.sheet, row, column)
        scheme = found.scheme
        if key in scheme.calculations:
            return
        field_ = field_of(scheme, key)
        filled = not (value is None or (isinstance(value, str) and not value.strip()))
        if key in found.places and key not in scheme.lists:
            if filled and found.answers.get(key) is None:
                found.places[key] = place
            elif filled:
                self.problem(
                    place,
                    key,
                    Words(
                        "这一项在工作簿中出现了两次；请删去重复的行",
                        "this answer stands twice in the workbook; delete the row that repeats it",
                    ),
                )
                return
        found.places.setdefault(key, place)
        if place.cell in self.scanned.errors:
            shown = self.scanned.errors[place.cell]
            self.problem(
                place,
                key,
                Words(
                    f"单元格是错误值 {shown}；请改填数值",
                    f"the cell holds the error {shown}; enter the value itself",
                ),
            )
        elif not filled and place.cell in self.scanned.unresolved:
            self.problem(
                place,
                key,
                Words(
                    "单元格里的公式没有计算结果；请用 Excel 或 WPS 打开并保存一次，或直接填数值",
                    "the formula in this cell has no result; open and save the file in Excel or WPS, or enter the value itself",
                ),
            )
        elif filled and field_ is None and key not in scheme.rubric_cells:
            self.problem(
                place,
                key,
                Words(
                    "现行方案中没有这一项，未读取；请重新下载工作簿",
                    "the present edition has no such answer, it was not read; download the workbook again",
                ),
            )
        elif filled:
            self.read(key, field_, place, value)

    def read(self, key: str, field_: ScalarField | None, place: Place, value: Any) -> None:
        numeric = field_ is None or isinstance(field_, NumberField | CountField)
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            if numeric:
                self.problem(
                    place,
                    key,
                    Words(
                        "单元格被识别成了日期或时间；请把单元格格式改为“常规”或“数值”后重新填写数字",
                        "the cell was taken for a date or time; set its format to General or Number and enter the number again",
                    ),
                )
                return
            value = value.isoformat(sep=" ") if isinstance(value, dt.datetime) else str(value)
        scheme = self.found.scheme
        self.found.answers[key] = raw_answer(scheme, key, field_, value)

    def problem(self, place: Place, key: str, message: Words) -> None:
        self.found.problems.append(CellProblem(place.sheet, place.cell, message, key))

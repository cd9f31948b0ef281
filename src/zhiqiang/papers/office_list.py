"""An office's list as an Excel file: every cell of its kind, nothing ever a formula."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ZONE = ZoneInfo("Asia/Shanghai")
Cell = str | int | Decimal | dt.datetime | None
LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its heading, its width in characters, and how numbers look ("" for texts and times)."""

    label: str
    width: float
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class ListPaper:
    """What is printed: the list, and on a second sheet how it came about, as (label, text)."""

    sheet: str
    about_sheet: str
    columns: Sequence[ListColumn]
    rows: Iterable[Sequence[Cell]]
    about: Sequence[tuple[str, str]]


def list_workbook(paper: ListPaper) -> bytes:
    """The workbook's bytes. Times are written as Beijing time; numbers as numbers; all else as text, whatever it begins with."""
    import xlsxwriter  # only who makes a workbook pays for it

    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": paper.sheet})
        styles = _Styles(book)
        _write_list(book.add_worksheet(_sheet_name(paper.sheet)), paper, styles)
        _write_about(book.add_worksheet(_sheet_name(paper.about_sheet)), paper.about, styles)
    return buffer.getvalue()


class _Styles:
    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        self.book = book
        face = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
        self.head = book.add_format(
            {**face, "bold": True, "bg_color": "#0D5C56", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
        )
        self.text = book.add_format({**face, "num_format": "@"})
        self.wrapped = book.add_format({**face, "num_format": "@", "text_wrap": True})
        self.time = book.add_format({**face, "num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self.label = book.add_format({**face, "bold": True})
        self.face = face
        self.numbers: dict[str, Format] = {}

    def number(self, pattern: str) -> "Format":
        if pattern not in self.numbers:
            self.numbers[pattern] = self.book.add_format({**self.face, "num_format": pattern})
        return self.numbers[pattern]


def _write_list(sheet: "Worksheet", paper: ListPaper, styles: _Styles) -> None:
    for place, column in enumerate(paper.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.label, styles.head)
    sheet.set_row(0, 24)
    number = 0
    for number, row in enumerate(paper.rows, 1):
        for place, (value, column) in enumerate(zip(row, paper.columns, strict=True)):
            _write(sheet, number, place, value, column, styles)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(number, 1), len(paper.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&P / &N")


def _write(sheet: "Worksheet", row: int, place: int, value: Cell, column: ListColumn, styles: _Styles) -> None:
    match value:
        case None:
            sheet.write_blank(row, place, None, styles.text)
        case dt.datetime():
            sheet.write_datetime(row, place, value.astimezone(ZONE).replace(tzinfo=None), styles.time)
        case int() | Decimal():
            # Excel holds numbers as doubles; two decimal places of a score are safe in them.
            sheet.write_number(row, place, float(value), styles.number(column.number_format or "0"))
        case _:
            sheet.write_string(row, place, _writable(value), styles.text)


def _write_about(sheet: "Worksheet", about: Sequence[tuple[str, str]], styles: _Styles) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 70)
    for row, (label, text) in enumerate(about):
        sheet.write_string(row, 0, _writable(label), styles.label)
        sheet.write_string(row, 1, _writable(text), styles.wrapped)


def _writable(text: str) -> str:
    """Without what XML cannot hold, and within the length of a cell."""
    return "".join(one for one in text if one.isprintable() or one in "\n\t")[:32_000]


def _sheet_name(wanted: str) -> str:
    return "".join("_" if one in "[]:*?/\\" else one for one in wanted).strip("' ")[:LONGEST_SHEET_NAME]

"""A sheet as we write it, and how it comes out on paper."""

from typing import Any

import xlsxwriter.worksheet

from .layout import FormSheet, Head, Heading, Line, Single, Title
from .styling import BODY

_INCH, _PIXELS = 72.0, 96.0
_WIDTH, _HEIGHT = 297 / 25.4, 210 / 25.4
"""A4 lying, in inches."""
_SIDE, _TOP, _BOTTOM = 0.5, 0.75, 0.7
_SPARE = 0.97
"""Other programs measure characters a little differently."""


class Sheet(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]
    """A sheet that takes our formulas as they are, and remembers how tall its rows are.

    The library searches each formula for a hundred newer functions and marks them. We use none, the search takes
    half of the time, and it would find them in texts too.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tall: dict[int, float] = {}
        self.wide: dict[int, float] = {}

    def set_row(self, row: int, height: Any = None, cell_format: Any = None, options: Any = None) -> Any:
        """Also remembers the height: 0 for a hidden row."""
        self.tall[row] = 0.0 if (options or {}).get("hidden") else height or 15.0
        return super().set_row(row, height, cell_format, options)

    def set_column(
        self, first: Any, last: Any, width: Any = None, cell_format: Any = None, options: Any = None
    ) -> Any:
        """Also remembers the width: 0 for a hidden column."""
        for column in range(first, last + 1):
            self.wide[column] = 0.0 if (options or {}).get("hidden") else width
        return super().set_column(first, last, width, cell_format, options)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


def page(
    sheet: Sheet,
    *,
    title: str,
    document: str,
    foot: str,
    numbers: str,
    landscape: bool,
    repeat: tuple[int, int] | None,
) -> None:
    """A4, one page wide, numbered, with its head rows on every page."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_BOTTOM)
    face = f'&"{BODY},Regular"&9&K5A6863'
    sheet.set_header(f"&L{face}{_header(title)}&R{face}{_header(document)}", {"margin": 0.35})
    sheet.set_footer(f"&L{face}{_header(foot)}&R{face}{numbers}", {"margin": 0.35})
    sheet.center_horizontally()
    if repeat:
        sheet.repeat_rows(*repeat)


def _header(text: str) -> str:
    clean = " ".join(text.split())[:80].replace("&", "&&")
    # After a colour code a digit would be read as part of it.
    return " " + clean if clean[:1].isdigit() else clean


def page_form(sheet: Sheet, plan: FormSheet) -> None:
    """Page breaks of a form, so that no table is torn apart where it fits on one page.

    How far the sheet shrinks to fit the width is only an estimate: programs measure characters differently.
    """
    pixels = sum(int(width * 7 + 5) for width in sheet.wide.values() if width)
    scale = min(100, int(100 * _SPARE * (_WIDTH - 2 * _SIDE) * _PIXELS / pixels))
    room = (_HEIGHT - _TOP - _BOTTOM) * _INCH * 100 / scale * _SPARE
    head = sheet.tall[1] + sheet.tall[2]
    breaks, used = [], head
    starts = _units(plan)
    for first, end in zip(starts, [*starts[1:], plan.rows], strict=True):
        tall = sum(sheet.tall.get(row, 15.0) for row in range(first, end))
        if used + tall > room and used > head:
            breaks.append(first)
            used = head
        used = used + tall if tall <= room - head else (used + tall) % (room - head)
    if breaks:
        sheet.set_h_pagebreaks(breaks)


def _units(plan: FormSheet) -> list[int]:
    """The first rows of what should stay together: a heading with what follows it, a table, a single line."""
    starts: list[int] = []
    joined = table = False
    before = -1
    for block in plan.blocks:
        row = block.slot.row if isinstance(block, Single) else block.row
        table = table and row == before + 1 and not isinstance(block, Heading | Title)
        if not joined and not table and not isinstance(block, Head | Line):
            starts.append(row)
        joined, table = isinstance(block, Heading), table or isinstance(block, Title)
        before = max(row, getattr(block, "help_row", -1), getattr(block, "anchor_row", -1))
    return starts


def protect(sheet: Sheet) -> None:
    """Lock all but the entry cells, without a password; columns and rows may still be made wider or taller."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "objects": False, "scenarios": False})

"""The names by which writer and reader know each other's places."""

import re
import unicodedata
from collections.abc import Iterable

FORMAT = 1
"""Version of the workbook's inner build; raised when an older reader could no longer read a new workbook."""
MARK = "zhiqiang-workbook"

META = "zq"
CALC = "zq_calc"
ROWS = "zq_rows"
LISTS = "zq_lists"
HIDDEN = (META, CALC, ROWS, LISTS)
"""Hidden sheets: what this file is and where every answer stands; the reckoning; list rows; drop-down lists."""

META_FIRST = 8
"""The first row of the map of cells on the sheet of facts; above it stand the facts about the file."""

# Anchors stand in the hidden column A. They travel with their row, whoever moves it and in whatever program.
VALUE = "#value"
"""A row whose cells say in which column a single value stands (`value`) and where points are shown (`points`)."""
COLUMNS = "#columns "
"""Followed by the id of a table: a row whose cells hold what replaces `@` in the row anchors below."""
LIST = "#list "
"""Followed by the id of a list: a row with the ids of its columns; every row from here to `END` is one of the list."""
END = "#end"
TOTAL = "#total"
"""The row of the total on the score sheet."""
SLOT = "@"
"""In a row anchor: the part of the key that the column gives."""

_UNSAFE = re.compile(r"[^A-Za-z0-9_.]")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LONGEST_TITLE = 31


def defined_name(key: str) -> str:
    """The name Excel knows an answer by: `in_finance.sales.T_1` for `finance.sales.T-1`."""
    return f"in_{_UNSAFE.sub('_', key)}"


def sheet_titles(wanted: Iterable[str]) -> list[str]:
    """Names that Excel takes for sheets: 31 characters at most, no forbidden ones, no two alike."""
    taken = {name.lower() for name in HIDDEN}
    titles = []
    for text in wanted:
        title = _fitted(text, "")
        number = 2
        while title.lower() in taken:
            title = _fitted(text, f" {number}")
            number += 1
        taken.add(title.lower())
        titles.append(title)
    return titles


def _fitted(text: str, ending: str) -> str:
    clean = " ".join(_FORBIDDEN.sub(" ", text).split()) or "-"
    return clean[: _LONGEST_TITLE - len(ending)].rstrip() + ending


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def column_letters(column: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """`C5` for row 4, column 2."""
    return f"{column_letters(column)}{row + 1}"


def absolute(sheet: str, row: int, column: int) -> str:
    """A cell for formulas of other sheets: `zq_calc!$F$5`."""
    name = sheet if sheet in HIDDEN else quoted(sheet)
    return f"{name}!${column_letters(column)}${row + 1}"


def text_units(text: str) -> int:
    """How wide a text is, in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)

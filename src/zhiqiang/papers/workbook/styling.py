"""The look: one palette, one set of faces, and how tall a row must be so that nothing is cut."""

import math
from typing import Any

from .naming import text_units

INK, INK_SOFT = "#15201E", "#5A6863"
ACCENT, ACCENT_SOFT, ACCENT_LINE = "#0D5C56", "#E0EFEC", "#A9CDC7"
LINE = "#CBD5CF"
INPUT, CALCULATED, VOID = "#FFFAE8", "#EDF1ED", "#E3E7E4"
ERROR, ERROR_SOFT = "#A61F1F", "#FBE3E1"
WARN, WARN_SOFT = "#7A4F00", "#FCF3DF"
GOOD, GOOD_SOFT = "#1C6739", "#E6F4EA"
SEAL, SEAL_SOFT = "#B3321D", "#FBECE7"
GROUPS = ("#0D5C56", "#3B6EA5", "#93701C", "#7D4A7F")
TRACK = "#DFE6E1"

BODY, HEADING = "等线", "微软雅黑"
SIZE = 10
_POINTS_A_LINE = 1.38
_BASE = 11
"""Column widths are counted in characters of this size."""


class Styles:
    """Cell formats by what they say, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **said: Any) -> Any:
        """A format with these properties over the house's own."""
        key = tuple(sorted(said.items()))
        if key not in self.made:
            whole = {"font_name": BODY, "font_size": SIZE, "font_color": INK, "valign": "vcenter"} | said
            self.made[key] = self.book.add_format(whole)
        return self.made[key]

    def title(self) -> Any:
        """The title of a sheet."""
        return self(font_name=HEADING, font_size=16, bold=True, font_color=ACCENT)

    def quiet(self, **more: Any) -> Any:
        """Small grey words."""
        return self(**{"font_size": 9, "font_color": INK_SOFT} | more)

    def section(self) -> Any:
        """The heading of a section."""
        return self(font_name=HEADING, font_size=11, bold=True, font_color="#FFFFFF", bg_color=ACCENT, indent=1)

    def table_title(self) -> Any:
        """The heading of a table."""
        return self(font_name=HEADING, font_size=10.5, bold=True, font_color=ACCENT, bottom=2, bottom_color=ACCENT)

    def head(self, **more: Any) -> Any:
        """The head of columns."""
        return self(
            bold=True, font_color=ACCENT, bg_color=ACCENT_SOFT, border=1, border_color=ACCENT_LINE,
            text_wrap=True, align=more.pop("align", "center"), **more,
        )  # fmt: skip

    def cell(self, **more: Any) -> Any:
        """A bordered cell to read."""
        return self(**{"border": 1, "border_color": LINE, "text_wrap": True} | _set_in(more))

    def entry(self, **more: Any) -> Any:
        """A cell to fill in."""
        return self(**{"border": 1, "border_color": LINE, "bg_color": INPUT, "locked": False, "text_wrap": True} | _set_in(more))

    def worked_out(self, **more: Any) -> Any:
        """A cell that is worked out."""
        return self(**{"border": 1, "border_color": LINE, "bg_color": CALCULATED, "text_wrap": True} | _set_in(more))

    def void(self) -> Any:
        """How a cell looks that does not apply."""
        return self.book.add_format({"bg_color": VOID, "font_color": "#8A958F", "pattern": 14, "fg_color": "#C3CBC6"})

    def wrong(self) -> Any:
        """How a cell looks that was filled in wrongly."""
        return self.book.add_format({"bg_color": ERROR_SOFT, "font_color": ERROR, "bold": True})


def _set_in(said: dict[str, Any]) -> dict[str, Any]:
    """Left and right texts stand a little off the border."""
    return said if said.get("align") == "center" else {"indent": 1, "align": "left"} | said


def height(texts: list[tuple[str, float]], size: float = SIZE, least: float = 18.0) -> float:
    """The height in points of a row whose wrapped texts stand in columns of these widths (in characters)."""
    lines = 1
    for text, width in texts:
        room = max(4.0, (width - 2.0) * _BASE / size - 1.0)
        lines = max(lines, sum(max(1, math.ceil(text_units(part) * 1.04 / room)) for part in text.split("\n")))
    return min(400.0, max(least, lines * size * _POINTS_A_LINE + 4))


def page(sheet: Any, *, title: str, document: str, foot: str, landscape: bool, repeat: tuple[int, int] | None) -> None:
    """A4, one page wide, numbered, with its head rows on every page."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
    sheet.set_header(f'&L&"{BODY}"&9&K5A6863{_header(title)}&R&"{BODY}"&9&K5A6863{_header(document)}', {"margin": 0.35})
    sheet.set_footer(f'&L&"{BODY}"&8&K5A6863{_header(foot.partition("|")[0])}&R&"{BODY}"&9&K5A6863{foot.partition("|")[2]}', {"margin": 0.35})
    sheet.center_horizontally()
    if repeat:
        sheet.repeat_rows(*repeat)


def _header(text: str) -> str:
    clean = " ".join(text.replace("&", "&&").split())
    # After a colour code a digit would be read as part of it.
    return (" " + clean if clean[:1].isdigit() else clean)[:90]


def protect(sheet: Any) -> None:
    """Lock all but the entry cells, without a password; columns and rows may still be made wider or taller."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "objects": False, "scenarios": False})

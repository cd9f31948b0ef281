"""The look: one palette, one set of faces, and how tall a row must be so that nothing is cut."""

import math
from collections.abc import Sequence
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
        return self(
            font_name=HEADING, font_size=11, bold=True, font_color="#FFFFFF", bg_color=ACCENT, indent=1
        )

    def table_title(self) -> Any:
        """The heading of a table."""
        return self(
            font_name=HEADING, font_size=10.5, bold=True, font_color=ACCENT, bottom=2, bottom_color=ACCENT
        )

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
        return self(
            **{"border": 1, "border_color": LINE, "bg_color": INPUT, "locked": False, "text_wrap": True}
            | _set_in(more)
        )

    def worked_out(self, **more: Any) -> Any:
        """A cell that is worked out."""
        return self(
            **{"border": 1, "border_color": LINE, "bg_color": CALCULATED, "text_wrap": True} | _set_in(more)
        )

    def void(self) -> Any:
        """How a cell looks that does not apply."""
        return self.book.add_format(
            {"bg_color": VOID, "font_color": "#8A958F", "pattern": 14, "fg_color": "#C3CBC6"}
        )

    def wrong(self) -> Any:
        """How a cell looks that was filled in wrongly."""
        return self.book.add_format({"bg_color": ERROR_SOFT, "font_color": ERROR, "bold": True})


def _set_in(said: dict[str, Any]) -> dict[str, Any]:
    """Texts and numbers stand a little off the border: numbers by a space in their format, which all programs keep."""
    align = said.get("align", "left")
    if align == "right" and "num_format" in said:
        return said | {
            "num_format": ";".join(f"{part}_ " if part else part for part in said["num_format"].split(";"))
        }
    return {"indent": 1, "align": align} | said if align == "left" else said


def height(texts: Sequence[tuple[str, float]], size: float = SIZE, least: float = 18.0) -> float:
    """The height in points of a row whose wrapped texts stand in columns of these widths (in characters)."""
    lines = 1
    for text, width in texts:
        room = max(4.0, (width - 2.0) * _BASE / size - 1.0)
        lines = max(
            lines, sum(max(1, math.ceil(text_units(part) * 1.04 / room)) for part in text.split("\n"))
        )
    return min(400.0, max(least, lines * size * _POINTS_A_LINE + 4))

"""The sheet of set values and the lookups into it: division, then section, then all; that size, then any."""

from typing import Any

from ...engine.cells import Cell
from ...engine.formula.units import Unit, unit_words
from ...engine.scheme import Scheme
from . import wording
from .calculating import READ, ROW, Calc
from .entries import Work
from .forms import sheet_top
from .layout import LABEL, Layout
from .naming import CALC, absolute, quoted
from .styling import SEAL, SEAL_SOFT

FIRST = 4
"""The row of the first set value, below the head."""
WIDTHS = (30, 18, 16, 12, 10, 10, 46)


class SetValueWriter:
    """Writes the sheet and, on the hidden one, the lookups."""

    def __init__(self, work: Work, layout: Layout, sheet: Any) -> None:
        self.work, self.layout, self.sheet = work, layout, sheet
        self.scheme: Scheme = work.scheme

    def lookups(self) -> None:
        """The cells `set_value.<id>` that formulas read, live with industry and size."""
        calc, values = self.work.calc, self.scheme.set_values
        division, section, size = self.profile(calc)
        for name in values.names:
            row = calc.take(f"set_value.{name}")
            calc.sheet.write_string(row, 0, f"set_value.{name}")
            tries = [
                f'MATCH("{name}|"&{scope}&"|"&{wanted},zq_vk,0)'
                for scope in (division, section, '"all"')
                for wanted in (size, '"any"')
            ]
            found = "0"
            for one in reversed(tries):
                found = f"IFERROR({one},{found})"
            calc.write(row, ROW, found)
            at = absolute(CALC, row, ROW)
            calc.write(row, READ, f"IF({at}=0,0,INDEX(zq_vv,{at}))")
            calc.addresses[f"set_value.{name}"] = absolute(CALC, row, READ)

    def profile(self, calc: Calc) -> tuple[str, str, str]:
        """Cells with the division, the section and the size."""
        profile = self.scheme.cover.profile
        if profile is None:
            return '""', '""', '""'
        industry = self.scheme.cells[profile.industry]
        division = calc.addresses[profile.industry]
        size = calc.addresses[profile.size] if profile.size else '""'
        return division, self.section(calc, industry, division), size

    def section(self, calc: Calc, industry: Cell, division: str) -> str:
        sections = self.scheme.sections_of_industry
        listed = self.work.options.of(industry.field)
        if not sections or listed is None:
            return '""'
        letters = "".join(sections.get(code, " ") for code, _, _ in listed.rows)
        return calc.cell("section", f'IFERROR(MID("{letters}",MATCH({division},{listed.codes},0),1),"")')

    def write(self) -> None:
        """The sheet itself."""
        work, sheet, styles = self.work, self.sheet, self.work.styles
        title = self.layout.titles["set_values"]
        last = LABEL + len(WIDTHS) - 1
        for n, width in enumerate(WIDTHS):
            sheet.set_column(LABEL + n, LABEL + n, width)
        links = {last: (self.layout.titles["guide"], work.say(wording.BACK))}
        sheet_top(
            work,
            sheet,
            work.say(wording.TITLES["set_values"]),
            last,
            work.say(wording.SHEET_SET_VALUES),
            links,
        )
        for n, head in enumerate(wording.SET_VALUE_HEADS):
            sheet.write_string(FIRST - 1, LABEL + n, work.say(head), styles.head())
        rows = list(self.scheme.set_values.rows.values())
        for n, row in enumerate(rows):
            self.row(FIRST + n, row)
        sheet.freeze_panes(FIRST, 0)
        end = FIRST + max(1, len(rows))
        for name, letter in (
            ("zq_vk", "A"),
            ("zq_vv", "E"),
            ("zq_vm", "G"),
            ("zq_vi", "C"),
            ("zq_vz", "D"),
            ("zq_vs", "H"),
        ):
            work.book.define_name(name, f"={quoted(title)}!${letter}${FIRST + 1}:${letter}${end}")

    def row(self, at: int, row: Any) -> None:
        work, sheet, styles = self.work, self.sheet, self.work.styles
        name = self.scheme.set_values.names[row.set_value]
        where, size = wording.scope_words(self.scheme, row.scope, row.size)
        unit = unit_words(Unit(name.unit, name.unit_en), work.lang)
        number = "0.00%" if not name.unit else "#,##0.######" if row.value % 1 else "#,##0"
        sheet.write_string(at, 0, f"{row.set_value}|{row.scope}|{row.size}")
        sheet.write_string(at, LABEL, work.name(name), styles.cell())
        sheet.write_string(at, LABEL + 1, work.say(where), styles.cell())
        sheet.write_string(at, LABEL + 2, work.say(size), styles.cell())
        sheet.write_number(at, LABEL + 3, float(row.value), styles.cell(num_format=number, align="right"))
        sheet.write_string(at, LABEL + 4, unit, styles.cell(align="center"))
        seal = styles.cell(align="center", font_color=SEAL, bg_color=SEAL_SOFT, bold=True)
        mark = work.say(wording.EXAMPLE) if row.illustrative else ""
        sheet.write_string(at, LABEL + 5, mark, seal if mark else styles.cell())
        sheet.write_string(at, LABEL + 6, row.source, styles.cell(font_size=9, font_color="#5A6863"))

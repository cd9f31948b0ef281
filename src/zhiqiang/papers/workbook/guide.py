"""The first sheet: what this is, how to use it, how far one has come, and where everything is."""

from typing import Any

from . import wording
from .calculating import Calc
from .entries import Work
from .layout import LABEL, FormSheet, Layout, ListSheet
from .naming import quoted
from .styling import (
    ACCENT,
    ACCENT_SOFT,
    CALCULATED,
    ERROR,
    ERROR_SOFT,
    INK_SOFT,
    INPUT,
    SEAL,
    SEAL_SOFT,
    VOID,
    height,
)

WIDTHS = (24, 50, 9, 9, 9)
FIRST, LAST = LABEL, LABEL + len(WIDTHS) - 1


class GuideWriter:
    """Writes the first sheet."""

    def __init__(self, work: Work, layout: Layout, sheet: Any) -> None:
        self.work, self.layout, self.sheet = work, layout, sheet
        self.row = 1

    def write(self) -> None:
        """The whole sheet."""
        sheet = self.sheet
        sheet.set_column(0, 0, 2)
        for n, width in enumerate(WIDTHS):
            sheet.set_column(LABEL + n, LABEL + n, width)
        sheet.hide_gridlines(2)
        self.title()
        self.facts()
        self.progress()
        self.how()
        self.contents()
        self.legend()
        for words in (wording.EXAMPLE_NOTE, wording.PRIVACY):
            if words is wording.EXAMPLE_NOTE and not self.illustrative():
                continue
            colour = {"font_color": SEAL} if words is wording.EXAMPLE_NOTE else {"font_color": INK_SOFT}
            self.paragraph(self.work.say(words), **colour)

    def illustrative(self) -> bool:
        return any(row.illustrative for row in self.work.scheme.set_values.rows.values())

    def across(self, text: str, form: Any, tall: float, last: int = LAST) -> None:
        self.sheet.merge_range(self.row, FIRST, self.row, last, text, form)
        self.sheet.set_row(self.row, tall)
        self.row += 1

    def paragraph(self, text: str, **look: Any) -> None:
        form = self.work.styles(text_wrap=True, valign="top", font_size=10, **look)
        self.across(text, form, height([(text, sum(WIDTHS))], 10, 18))

    def title(self) -> None:
        work, cover = self.work, self.work.scheme.cover
        styles = work.styles
        big = styles(font_name="微软雅黑", font_size=18, bold=True, font_color=ACCENT, text_wrap=True)
        self.across(work.name(cover), big, 36)
        self.across(
            work.say(wording.FILL_OFFLINE),
            styles(font_name="微软雅黑", font_size=12, font_color=INK_SOFT),
            24,
        )
        summary = cover.summary if work.lang == "zh" else cover.summary_en
        self.paragraph(summary)
        self.row += 1

    def facts(self) -> None:
        work, scheme = self.work, self.work.scheme
        cover = scheme.cover
        colon = "：" if work.lang == "zh" else ": "
        dates = [
            f"{work.name(one)}{colon}{work.say(wording.ENDS).format(one.closes.isoformat())}"
            for one in scheme.calendar.deadlines
            if one.actor == "enterprise"
        ]
        facts = [
            (wording.DOCUMENT, cover.document),
            (wording.AUTHORITY, cover.authority if work.lang == "zh" else cover.authority_en),
            (wording.EDITION, f"{scheme.id} · {scheme.digest[:12]}"),
        ]
        if dates:
            facts.append((wording.DEADLINES, "\n".join(dates)))
        for words, text in facts:
            self.sheet.write_string(self.row, FIRST, work.say(words), work.styles.cell(font_color=INK_SOFT))
            self.sheet.merge_range(self.row, FIRST + 1, self.row, LAST, text, work.styles.cell())
            self.sheet.set_row(self.row, height([(text, sum(WIDTHS[1:]))], least=22))
            self.row += 1

    def progress(self) -> None:
        """Points so far, live."""
        work, scheme = self.work, self.work.scheme
        look = {"bg_color": ACCENT_SOFT, "font_color": ACCENT, "bold": True, "font_size": 14}
        self.sheet.write_string(self.row, FIRST, work.say(wording.NOW), work.styles.cell(**look))
        top = work.say(wording.OF_MAXIMUM).format(f"{scheme.indicators.max:f}")
        blank = "　　" if work.lang == "zh" else "    "
        text = f'TEXT(zq_total,"0.00")&"{blank}{top}"'
        self.sheet.merge_range(self.row, FIRST + 1, self.row, LAST, "", work.styles.cell(**look))
        self.sheet.write_formula(self.row, FIRST + 1, f"={text}", work.styles.cell(**look), "")
        self.sheet.set_row(self.row, 30)
        self.row += 2

    def how(self) -> None:
        work = self.work
        self.across(work.say(wording.HOW_TITLE), work.styles.table_title(), 24)
        for number, words in enumerate(wording.HOW, 1):
            text = f"{number}．{work.say(words)}" if work.lang == "zh" else f"{number}. {work.say(words)}"
            self.paragraph(text)
        self.row += 1

    def contents(self) -> None:
        """All sheets with links, and how much of each is still open."""
        work, sheet, styles = self.work, self.sheet, self.work.styles
        self.across(work.say(wording.SHEETS_TITLE), styles.table_title(), 24)
        for n, words in enumerate(wording.SHEET_HEADS):
            sheet.write_string(self.row, FIRST + n, work.say(words), styles.head())
        self.row += 1
        for plan in self.layout.sheets():
            self.content_line(plan.title, self.about(plan), self.keys(plan))
        others = {
            "score": wording.SHEET_SCORE, "checks": wording.SHEET_CHECKS,
            "set_values": wording.SHEET_SET_VALUES, "tables": wording.SHEET_TABLES,
        }  # fmt: skip
        for id, words in others.items():
            if work.book.get_worksheet_by_name(self.layout.titles[id]) is not None:
                self.content_line(self.layout.titles[id], work.say(words), [])
        self.row += 1

    def about(self, plan: FormSheet | ListSheet) -> str:
        if isinstance(plan, ListSheet):
            return self.work.name(plan.item)
        blocks = [block.section for block in plan.blocks if hasattr(block, "section")]
        return ("；" if self.work.lang == "zh" else "; ").join(self.work.name(section) for section in blocks)

    def keys(self, plan: FormSheet | ListSheet) -> list[str]:
        typed = self.work.scheme.calculations
        return (
            []
            if isinstance(plan, ListSheet)
            else [slot.key for slot in plan.slots() if slot.key not in typed]
        )

    def content_line(self, title: str, about: str, keys: list[str]) -> None:
        work, sheet, styles = self.work, self.sheet, self.work.styles
        link = styles.cell(font_color=ACCENT, underline=1)
        sheet.write_url(self.row, FIRST, f"internal:{quoted(title)}!A1", link, title)
        sheet.write_string(self.row, FIRST + 1, about, styles.cell(font_size=9))
        number = styles.cell(align="center", num_format='0;-0;"–"')
        if keys:
            calc = work.calc
            required = sum(work.scheme.cells[key].field.required for key in keys)
            sheet.write_number(self.row, FIRST + 2, required, number)
            sheet.write_formula(self.row, FIRST + 3, f"={self.counted(calc, keys, 'lacking')}", number, "")
            sheet.write_formula(self.row, FIRST + 4, f"={self.counted(calc, keys, 'wrong')}", number, "")
            red = work.book.add_format({"font_color": ERROR, "bg_color": ERROR_SOFT, "bold": True})
            rule = {"type": "cell", "criteria": ">", "value": 0, "format": red}
            sheet.conditional_format(self.row, FIRST + 4, self.row, FIRST + 4, rule)
        elif title in self.list_titles():
            states = work.calc.list_states[self.list_titles()[title]]
            sheet.write_blank(self.row, FIRST + 2, None, number)
            for column, state in ((3, 3), (4, 2)):
                sheet.write_formula(self.row, FIRST + column, f"=COUNTIF({states},{state})", number, "")
        else:
            for column in (2, 3, 4):
                sheet.write_blank(self.row, FIRST + column, None, number)
        sheet.set_row(self.row, height([(about, WIDTHS[1])], 9, 20))
        self.row += 1

    def list_titles(self) -> dict[str, str]:
        """Lists by the names of their sheets."""
        return {sheet.title: sheet.item.id for sheet in self.layout.lists}

    def counted(self, calc: Calc, keys: list[str], what: str) -> str:
        """How many of these answers are open, or wrong. They follow each other in the reckoning."""
        first, last = min(calc.rows[key] for key in keys), max(calc.rows[key] for key in keys)
        if what == "wrong":
            return f"COUNTIF(INDEX(zq_state,{first}):INDEX(zq_state,{last}),2)"
        return f"SUM(INDEX(zq_lack,{first}):INDEX(zq_lack,{last}))"

    def legend(self) -> None:
        work, styles = self.work, self.work.styles
        self.across(work.say(wording.LEGEND_TITLE), styles.table_title(), 24)
        looks: dict[str, dict[str, Any]] = {
            "input": {"bg_color": INPUT},
            "calculated": {"bg_color": CALCULATED},
            "void": {"bg_color": VOID, "pattern": 14, "fg_color": "#C3CBC6"},
            "wrong": {"bg_color": ERROR_SOFT, "font_color": ERROR, "bold": True},
            "seal": {"bg_color": SEAL_SOFT, "font_color": SEAL, "bold": True},
        }
        samples = {
            "input": "1,234.50",
            "calculated": "1,234.50",
            "wrong": "12a",
            "seal": work.say(wording.EXAMPLE),
        }
        for id, words in wording.LEGEND:
            self.sheet.write_string(
                self.row, FIRST, samples.get(id, ""), styles.cell(align="center", **looks[id])
            )
            self.sheet.write_string(self.row, FIRST + 1, work.say(words), styles(indent=1))
            self.sheet.set_row(self.row, 20)
            self.row += 1
        self.row += 1

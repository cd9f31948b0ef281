"""The sheet of checks: every condition of application and every check between figures, live."""

from typing import Any

from ...engine.explaining import VERDICTS
from ...engine.scheme import Compiled, Gate
from . import wording
from .calculating import LACKING, STATE
from .completeness import all_of, complete
from .entries import Work
from .forms import sheet_top
from .layout import LABEL, Layout
from .naming import CALC, absolute
from .styling import ERROR, ERROR_SOFT, GOOD, INK_SOFT, WARN, WARN_SOFT, height

NUMBER, RESULT, TEXT, ROW, CLAUSE = range(LABEL, LABEL + 5)
WIDTHS = (7, 15, 74, 20, 34)
FIRST = 4


class CheckWriter:
    """Writes the sheet; the results themselves are worked out on the hidden one."""

    def __init__(self, work: Work, layout: Layout, sheet: Any) -> None:
        self.work, self.layout, self.sheet = work, layout, sheet
        self.scheme = work.scheme
        self.row = FIRST
        self.wrong: list[str] = []
        self.look: list[str] = []

    def write(self) -> None:
        """The whole sheet."""
        work, sheet = self.work, self.sheet
        for n, width in enumerate(WIDTHS):
            sheet.set_column(LABEL + n, LABEL + n, width)
        links = {CLAUSE: (self.layout.titles["guide"], work.say(wording.BACK))}
        title = work.say(wording.TITLES["checks"])
        sheet_top(
            work, sheet, title, CLAUSE, f"{work.name(self.scheme.cover)}　{self.scheme.cover.document}", links
        )
        self.row = FIRST + 5
        if self.scheme.gates:
            self.heading(work.say(wording.CHECKS_CONDITIONS))
            for number, gate in enumerate(self.scheme.gates, 1):
                self.gate(number, gate)
        if self.scheme.checks:
            self.heading(work.say(wording.CHECKS_FIGURES))
            self.figures()
        self.colours()
        self.counts()
        sheet.freeze_panes(3, 0)

    def heading(self, text: str) -> None:
        styles = self.work.styles
        self.row += 1
        self.sheet.merge_range(self.row, NUMBER, self.row, CLAUSE, text, styles.table_title())
        self.sheet.set_row(self.row, 24)
        for n, head in enumerate(wording.CHECK_HEADS):
            self.sheet.write_string(self.row + 1, LABEL + n, self.work.say(head), styles.head())
        self.row += 2

    # --- conditions -----------------------------------------------------------------------------

    def gate(self, number: int, gate: Gate) -> None:
        """满足, 不满足 or 尚不能判断, as the engine judges."""
        calc, model = self.work.calc, gate.model
        every = [self.verdict(f"gate:{model.id}:all:{n}", formula) for n, formula in enumerate(gate.all)]
        some = [self.verdict(f"gate:{model.id}:any:{n}", formula) for n, formula in enumerate(gate.any)]
        if some:
            any_ = ",".join(some)
            every.append(calc.cell(f"gate:{model.id}:any", f"IF(MAX({any_})=1,1,MIN({any_}))"))
        tests = ",".join(f"{one}=0" for one in every)
        verdict = calc.cell(f"gate:{model.id}", f"IF(OR({tests}),0,MIN({','.join(every)}))")
        say = {met: words(self.work.lang) for met, words in VERDICTS.items()}
        result = f'IF({verdict}=1,"{say["met"]}",IF({verdict}=0,"{say["not_met"]}","{say["unknown"]}"))'
        reason = model.reason if self.work.lang == "zh" else model.reason_en
        self.line(
            str(number),
            result,
            f"{self.work.name(model)}：{reason}"
            if self.work.lang == "zh"
            else f"{self.work.name(model)}: {reason}",
            "",
            model.clause,
        )
        self.wrong.append(f"({verdict}=0)")

    def verdict(self, id: str, formula: Compiled) -> str:
        node = formula.lowered
        calc = self.work.calc
        known = calc.formula(all_of(complete(node, lambda leaf: True)))
        return calc.cell(id, f"IF({known},IF({calc.formula(node)},1,0),-1)")

    # --- checks between figures -----------------------------------------------------------------

    def figures(self) -> None:
        number = 0
        for check in self.scheme.checks:
            model = check.model
            bad = wording.CHECK_ERROR if model.severity == "error" else wording.CHECK_LOOK
            message = model.message if self.work.lang == "zh" else model.message_en
            for row, formula in check.rows:
                number += 1
                verdict = self.checked(f"check:{model.id}:{row}", formula)
                say = self.work.say
                words = (wording.CHECK_OPEN, bad, wording.CHECK_GOOD, wording.NOT_APPLICABLE)
                result = f"CHOOSE({verdict}+2,{','.join(f'{chr(34)}{say(one)}{chr(34)}' for one in words)})"
                self.line(str(number), result, message, self.row_label(row), model.clause)
                (self.wrong if model.severity == "error" else self.look).append(f"({verdict}=0)")

    def checked(self, id: str, formula: Compiled) -> str:
        """1 where it holds, 0 where not, -1 where an answer it reads is still open, 2 where none of them applies."""
        calc = self.work.calc
        text = f"IF({calc.all_present(formula.leaves)},IF({calc.formula(formula.lowered)},1,0),-1)"
        apart = calc.none_applies(formula.leaves)
        return calc.cell(id, f"IF({apart},2,{text})" if apart else text)

    def row_label(self, row: str) -> str:
        if row not in self.scheme.cover.years:
            return row
        year = self.scheme.cover.year(row)
        return f"{row} 年（{year}）" if self.work.lang == "zh" else f"{row} ({year})"

    # --- the sheet ------------------------------------------------------------------------------

    def line(self, number: str, result: str, text: str, row: str, clause: str | None) -> None:
        sheet, styles = self.sheet, self.work.styles
        title = self.scheme.clauses[clause].title(self.work.lang) if clause else ""
        sheet.write_string(self.row, NUMBER, number, styles.cell(align="center"))
        sheet.write_formula(self.row, RESULT, f"={result}", styles.cell(align="center"), "")
        sheet.write_string(self.row, TEXT, text, styles.cell(font_size=9))
        sheet.write_string(self.row, ROW, row, styles.cell(align="center", font_size=9))
        sheet.write_string(self.row, CLAUSE, title, styles.cell(font_size=9, font_color=INK_SOFT))
        sheet.set_row(self.row, height([(text, WIDTHS[2]), (title, WIDTHS[4])], 9, 18))
        self.row += 1

    def colours(self) -> None:
        """Results stand out by colour, always with their word."""
        book, lang = self.work.book, self.work.lang
        looks = {
            wording.CHECK_ERROR: (ERROR, ERROR_SOFT), VERDICTS["not_met"]: (ERROR, ERROR_SOFT),
            wording.CHECK_LOOK: (WARN, WARN_SOFT), wording.CHECK_GOOD: (GOOD, None), VERDICTS["met"]: (GOOD, None),
            wording.CHECK_OPEN: ("#8A958F", None), wording.NOT_APPLICABLE: ("#8A958F", None), VERDICTS["unknown"]: ("#8A958F", None),
        }  # fmt: skip
        for words, (colour, ground) in looks.items():
            look = book.add_format(
                {"font_color": colour} | ({"bg_color": ground, "bold": True} if ground else {})
            )
            rule = {"type": "cell", "criteria": "==", "value": f'"{words(lang)}"', "format": look}
            self.sheet.conditional_format(FIRST + 5, RESULT, self.row, RESULT, rule)

    def counts(self) -> None:
        """How many errors, doubts, open and wrong answers there are."""
        work, calc, styles = self.work, self.work.calc, self.work.styles
        first, last = 1, max(1, calc.next - 1)

        def column(n: int) -> str:
            return f"{absolute(CALC, first, n)}:{absolute(CALC, last, n).partition('!')[2]}"

        rows = list(calc.list_states.values())
        counts = {
            "zq_wrong": (
                wording.COUNT_WRONG,
                "+".join(f"COUNTIF({one},2)" for one in (column(STATE), *rows)),
            ),
            "zq_open": (
                wording.COUNT_OPEN,
                "+".join([f"SUM({column(LACKING)})", *(f"COUNTIF({one},3)" for one in rows)]),
            ),
            "zq_errors": (wording.COUNT_ERRORS, "+".join(self.wrong) or "0"),
            "zq_look": (wording.COUNT_LOOK, "+".join(self.look) or "0"),
        }
        for n, (name, (words, formula)) in enumerate(counts.items()):
            row = FIRST + n
            address = calc.cell(name, self.summed(name, formula))
            work.book.define_name(name, f"={address}")
            self.sheet.merge_range(row, NUMBER, row, RESULT, work.say(words), styles.cell())
            self.sheet.write_formula(
                row, TEXT, f"={address}", styles(align="left", bold=True, indent=1, num_format="0"), ""
            )
            red = work.book.add_format({"font_color": ERROR if name != "zq_look" else WARN})
            self.sheet.conditional_format(
                row, TEXT, row, TEXT, {"type": "cell", "criteria": ">", "value": 0, "format": red}
            )
            self.sheet.set_row(row, 18)

    def summed(self, name: str, formula: str) -> str:
        """A long sum over cells of its own."""
        terms = formula.split("+")
        if len(terms) <= 200:
            return formula
        parts = [
            self.work.calc.cell(f"{name}:{n}", "+".join(terms[n : n + 200]))
            for n in range(0, len(terms), 200)
        ]
        return "+".join(parts)

"""The score sheet: every indicator's points by a live formula, with its rule, set value, clause and evidence."""

from collections.abc import Iterable
from typing import Any

from ...engine.explaining import STATES, fixed
from ...engine.formula.exact import scored_key
from ...engine.formula.parsing import parse
from ...engine.formula.tree import Leaf, Node, lower
from ...engine.formula.units import SHARE, Unit, unit_words
from ...engine.loading.compiling import TOTAL
from ...engine.models.indicators import Group, Indicator, Met, Rubric
from ...engine.scheme import RubricCell
from ...engine.words import Lang
from . import wording
from .calculating import ROW
from .completeness import all_of, complete
from .entries import Work, put_points, validate_points
from .forms import names, sheet_top
from .layout import LABEL, Layout
from .naming import VALUE as VALUE_ANCHOR
from .naming import absolute, defined_name
from .score_plan import (
    CLAUSE,
    COMPARED,
    EVIDENCE,
    FIRST,
    MAXIMUM,
    NUMBER,
    POINTS,
    POINTS_FORMAT,
    RULE,
    SET_VALUE,
    SOURCE,
    STATE,
    TITLE,
    WIDTHS,
    ScoreLine,
    ScorePlan,
)  # fmt: skip
from .score_summary import SummaryWriter
from .styling import ACCENT, ACCENT_SOFT, CALCULATED, INK_SOFT, SEAL, SEAL_SOFT, height


class ScoreWriter:
    """Writes the score sheet."""

    def __init__(self, work: Work, layout: Layout, plan: ScorePlan, sheet: Any) -> None:
        self.work, self.layout, self.plan, self.sheet = work, layout, plan, sheet
        self.scheme = work.scheme
        self.used = {name for id in self.scheme.rules for name in self.scheme.rules[id].set_values}

    def addresses(self) -> None:
        """Tell the reckoning where points stand."""
        for id in (*self.plan.rows, TOTAL):
            self.work.calc.addresses[scored_key(id)] = self.plan.address(id)

    def write(self) -> None:
        """The whole sheet."""
        work, sheet, plan = self.work, self.sheet, self.plan
        for n, width in enumerate(WIDTHS):
            sheet.set_column(LABEL + n, LABEL + n, width)
        cover = self.scheme.cover
        links = {CLAUSE: (self.layout.titles["guide"], work.say(wording.BACK))}
        title = work.say(wording.TITLES["score"])
        sheet_top(work, sheet, title, CLAUSE, f"{work.name(cover)}　{cover.document}", links)
        sheet.write_string(0, 0, VALUE_ANCHOR)
        sheet.write_string(0, POINTS, "value")
        sheet.freeze_panes(3, TITLE + 1)
        self.example_banner()
        SummaryWriter(work, plan, sheet).write()
        self.heads()
        for line in plan.lines:
            self.line(line)
        self.rulings()
        names(work, 0, plan.title, plan.next, CLAUSE)

    def example_banner(self) -> None:
        marks = [f'({self.mark(name)}<>"")' for name in self.scheme.set_values.names if name in self.used]
        form = self.work.styles(font_size=9, font_color=SEAL, text_wrap=True, bold=True)
        self.sheet.merge_range(FIRST - 1, NUMBER, FIRST - 1, CLAUSE, "", form)
        if marks:
            text = self.work.say(wording.EXAMPLE_NOTE).replace('"', '""')[:250]
            self.sheet.write_formula(FIRST - 1, NUMBER, f'=IF({"+".join(marks)}>0,"{text}","")', form, "")
            self.sheet.set_row(FIRST - 1, height([(text, sum(WIDTHS))], 9, 16))

    def mark(self, name: str) -> str:
        """The mark of the set value in use."""
        row = self.work.calc.at(f"set_value.{name}", ROW)
        return f'IF({row}=0,"",INDEX(zq_vm,{row}))'

    # --- table ----------------------------------------------------------------------------------

    def heads(self) -> None:
        labels = [self.work.say(words) for words in wording.SCORE_HEADS.values()]
        for n, label in enumerate(labels):
            self.sheet.write_string(self.plan.head, LABEL + n, label, self.work.styles.head())
        self.sheet.set_row(self.plan.head, height(list(zip(labels, WIDTHS, strict=True)), least=24))

    def line(self, line: ScoreLine) -> None:
        match line.model:
            case Group():
                self.group(line, line.model)
            case Indicator():
                self.indicator(line, line.model)
            case Met():
                self.item(line, line.model)
            case RubricCell():
                self.rubric(line, line.model)

    def group(self, line: ScoreLine, group: Group) -> None:
        styles, sheet = self.work.styles, self.sheet
        look: dict[str, Any] = {
            "bold": True,
            "font_color": ACCENT,
            "bg_color": ACCENT_SOFT if not line.depth else CALCULATED,
        }
        words = fixed(self.scheme, group.id, self.work.lang)
        self.texts(line.row, words.number, words.title, line.depth, look)
        sheet.write_number(
            line.row, MAXIMUM, float(group.max), styles.cell(align="right", num_format="General", **look)
        )
        formula = self.work.calc.formula(self.scheme.rules[group.id].lowered)
        sheet.write_formula(
            line.row, POINTS, f"={formula}", styles.cell(align="right", num_format=POINTS_FORMAT, **look), ""
        )
        sheet.write_string(
            line.row, STATE, self.work.say(wording.SUBTOTAL), styles.cell(align="center", font_size=9, **look)
        )
        plain = {"bg_color": look["bg_color"], "font_size": 9}
        for column in (COMPARED, SET_VALUE, SOURCE, EVIDENCE):
            sheet.write_blank(line.row, column, None, styles.cell(**plain))
        sheet.write_string(line.row, RULE, words.rule, styles.cell(**plain))
        clause = self.clause(words)
        sheet.write_string(line.row, CLAUSE, clause, styles.cell(**plain))
        sheet.set_row(
            line.row, height([(words.title, WIDTHS[1]), (words.rule, WIDTHS[8]), (clause, WIDTHS[10])], 9, 22)
        )

    def texts(self, row: int, number: str, title: str, depth: int, look: dict[str, Any]) -> None:
        self.sheet.write_string(row, NUMBER, number, self.work.styles.cell(align="center", **look))
        self.sheet.write_string(row, TITLE, title, self.work.styles.cell(**{"indent": max(1, depth)} | look))

    def clause(self, words: Any) -> str:
        text = words.clause.title
        if words.rulings:
            ids = ("、" if self.work.lang == "zh" else ", ").join(ruling.id for ruling in words.rulings)
            text += f"\n裁定 {ids}" if self.work.lang == "zh" else f"\nrulings {ids}"
        return str(text)

    def indicator(self, line: ScoreLine, model: Indicator) -> None:
        work, sheet, styles, row = self.work, self.sheet, self.work.styles, line.row
        words = fixed(self.scheme, model.id, work.lang)
        nature = f"（{words.nature}）" if work.lang == "zh" else f"({words.nature})"
        title = words.title + (f"\n{nature}" if words.nature else "")
        self.texts(row, words.number, title, line.depth, {})
        sheet.write_number(row, MAXIMUM, float(model.max), styles.cell(align="right", num_format="General"))
        node = self.scheme.rules[model.id].lowered
        form = styles.worked_out(align="right", num_format=POINTS_FORMAT, bold=True)
        sheet.write_formula(row, POINTS, f"={work.calc.formula(node)}", form, "")
        work.book.define_name(defined_name(f"scored.{model.id}"), f"={self.plan.address(model.id)}")
        sheet.write_formula(
            row, STATE, f"={self.state(model, node)}", styles.cell(align="center", font_size=9), ""
        )
        self.compared(row, node)
        small = styles.cell(font_size=9)
        rule = words.rule + (f"\n{words.note}" if words.note else "")
        evidence = "\n".join(f"· {material.name(work.lang)}" for material in words.evidence)
        clause = self.clause(words)
        for column, text in ((RULE, rule), (EVIDENCE, evidence), (CLAUSE, clause)):
            sheet.write_string(row, column, text, small)
        texts = [(rule, WIDTHS[8]), (evidence, WIDTHS[9]), (clause, WIDTHS[10])]
        tall = max(height(texts, 9), height([(title, WIDTHS[1] - 2 * line.depth)]), 30)
        sheet.set_row(row, tall)

    def state(self, model: Indicator, node: Node) -> str:
        """已计分, 有未填项, 待评分 or 不适用, as the engine tells them apart."""
        calc, lang = self.work.calc, self.work.lang
        say = {state: words(lang) for state, words in STATES.items()}
        rubrics = self.scheme.rubric_cells

        def graded(leaf: Leaf) -> bool:
            return leaf.key in rubrics

        filed = calc.formula(all_of(complete(node, lambda leaf: not graded(leaf))))
        given = calc.formula(all_of(complete(node, graded)))
        text = f'IF({filed},IF({given},"{say["scored"]}","{say["awaiting"]}"),"{say["missing"]}")'
        if model.applies_when is None:
            return text
        return f'IF({calc.formula(node.args[0])},{text},"{say["not_applicable"]}")'

    def compared(self, row: int, node: Node) -> None:
        """The value that is compared, and the set value it is compared with."""
        work, styles, sheet, calc = self.work, self.work.styles, self.sheet, self.work.calc
        value = compared_value(node)
        plain = styles.cell(font_size=9)
        if value is None:
            sheet.write_blank(row, COMPARED, None, plain)
        else:
            form = styles.cell(
                align="right", num_format=unit_format(value.type.unit, value.type.places, work.lang)
            )
            sheet.write_formula(row, COMPARED, f"={calc.formula(value)}", form, "")
        used = list(dict.fromkeys(str(n.data) for n in node.walk() if n.op == "set_value"))
        if len(used) != 1:
            sheet.write_blank(row, SET_VALUE, None, plain)
            sheet.write_blank(row, SOURCE, None, plain)
            return
        name = self.scheme.set_values.names[used[0]]
        form = styles.cell(
            align="right",
            num_format=unit_format(
                Unit(name.unit, name.unit_en) if name.unit else SHARE, None, work.lang
            ).replace("#,##0.00", "General"),
        )
        sheet.write_formula(row, SET_VALUE, f"={calc.addresses[f'set_value.{used[0]}']}", form, "")
        at = calc.at(f"set_value.{used[0]}", ROW)
        mark = f'IF({self.mark(used[0])}="","",{self.mark(used[0])}&" · ")'
        text = f'IF({at}=0,"",{mark}&INDEX(zq_vi,{at})&" · "&INDEX(zq_vz,{at}))'
        sheet.write_formula(row, SOURCE, f"={text}", plain, "")
        seal = {"type": "text", "criteria": "begins with", "value": self.work.say(wording.EXAMPLE)}
        seal["format"] = self.work.book.add_format({"font_color": SEAL, "bg_color": SEAL_SOFT, "bold": True})
        sheet.conditional_format(row, SOURCE, row, SOURCE, seal)

    def item(self, line: ScoreLine, item: Met) -> None:
        """One thing that earns points when it is so: whether it is."""
        sheet, styles, row = self.sheet, self.work.styles, line.row
        soft = {"font_size": 9, "font_color": INK_SOFT}
        holds = self.work.calc.formula(lower(parse(item.when, self.scheme.scope, wanted="truth")))
        title = self.work.name(item)
        sheet.write_blank(row, NUMBER, None, styles.cell())
        sheet.write_string(row, TITLE, title, styles.cell(**soft | {"indent": line.depth}))
        sheet.write_number(
            row, MAXIMUM, float(item.points), styles.cell(align="right", num_format="General", **soft)
        )
        sheet.write_formula(
            row,
            POINTS,
            f"=IF({holds},{item.points:f},0)",
            styles.cell(align="right", num_format='General;-General;"–"', **soft),
            "",
        )
        sheet.write_formula(row, STATE, f'=IF({holds},"✓","")', styles.cell(align="center", **soft), "")
        for column in (COMPARED, SET_VALUE, SOURCE, RULE, EVIDENCE, CLAUSE):
            sheet.write_blank(row, column, None, styles.cell())
        sheet.set_row(row, height([(title, WIDTHS[1] - line.depth * 1.5)], 9, 16))

    def rubric(self, line: ScoreLine, cell: RubricCell) -> None:
        work, sheet, styles, row = self.work, self.sheet, self.work.styles, line.row
        key = cell.leaf.key
        colon = "：" if work.lang == "zh" else ": "
        label = work.say(wording.ESTIMATE)
        if cell.criterion:
            label = f"{work.say(wording.CRITERION)}{colon}{work.name(cell.criterion)}"
        soft = {"font_size": 9, "font_color": INK_SOFT}
        sheet.write_string(row, 0, key)
        sheet.write_blank(row, NUMBER, None, styles.cell())
        sheet.write_string(row, TITLE, label, styles.cell(**soft | {"indent": line.depth}))
        top = cell.criterion.max if cell.criterion else cell.indicator.max
        sheet.write_number(row, MAXIMUM, float(top), styles.cell(align="right", num_format="General", **soft))
        put_points(work, sheet, row, POINTS, cell, styles.entry(align="right", num_format="General"))
        grades = self.grades(cell)
        validate_points(work, sheet, row, POINTS, cell, grades)
        work.book.define_name(defined_name(key), f"={absolute(self.plan.title, row, POINTS)}")
        state = work.calc.state(key)
        sheet.conditional_format(
            row, POINTS, row, POINTS, {"type": "formula", "criteria": f"={state}=2", "format": work.wrong}
        )
        note = f"INDEX(zq_note,{work.calc.rows[key]})"
        open_ = self.open_grades(cell)
        outside = work.say(wording.OUTSIDE).replace('"', '""')
        if open_ is not None:
            note = f'IF(AND({state}=1,{work.calc.addresses[key]}<>0,NOT({open_})),"{outside}",{note})'
        sheet.write_formula(row, STATE, f"={note}", styles.cell(align="center", **soft), "")
        for column in (COMPARED, SET_VALUE, SOURCE, EVIDENCE, CLAUSE):
            sheet.write_blank(row, column, None, styles.cell())
        text = self.joined(part for part in (work.say(wording.points_mend(cell)), grades) if part)
        sheet.write_string(row, RULE, text, styles.cell(**soft))
        sheet.set_row(row, height([(text, WIDTHS[8]), (label, WIDTHS[1] - 4)], 9, 22))

    def grades(self, cell: RubricCell) -> str:
        rule = cell.indicator.rule
        assert isinstance(rule, Rubric)
        grades = cell.criterion.grades if cell.criterion else rule.grades
        return self.joined(f"{self.work.name(grade)} {grade.low:f}–{grade.high:f}" for grade in grades)

    def joined(self, parts: Iterable[str]) -> str:
        return ("；" if self.work.lang == "zh" else "; ").join(parts)

    def open_grades(self, cell: RubricCell) -> str | None:
        """Whether the points given lie in a grade that is open; None where there are no grades."""
        rule = cell.indicator.rule
        if not (cell.criterion.grades if cell.criterion else getattr(rule, "grades", ())):
            return None
        for node in self.scheme.rules[cell.indicator.id].lowered.walk():
            if node.op == "if" and node.args[1].op == "field" and node.args[1].leaf.key == cell.leaf.key:
                return self.work.calc.formula(node.args[0])
        return None

    def rulings(self) -> None:
        """What holds where the notice is silent, for every ruling named above."""
        named = dict.fromkeys(
            ruling for id in self.plan.rows for ruling in fixed(self.scheme, id, self.work.lang).rulings
        )
        if not named:
            return
        work, sheet, styles = self.work, self.sheet, self.work.styles
        row = self.plan.take() + 1
        sheet.merge_range(row, NUMBER, row, CLAUSE, work.say(wording.RULINGS), styles.table_title())
        sheet.set_row(row, 24)
        left, right = sum(WIDTHS[1:7]), sum(WIDTHS[7:])
        sheet.write_blank(row + 1, NUMBER, None, styles.head())
        sheet.merge_range(row + 1, TITLE, row + 1, SET_VALUE, work.say(wording.SAYS), styles.head())
        sheet.merge_range(row + 1, SOURCE, row + 1, CLAUSE, work.say(wording.HOLDS), styles.head())
        for n, ruling in enumerate(sorted(named, key=lambda one: one.id), row + 2):
            sheet.write_string(n, NUMBER, ruling.id, styles.cell(align="center"))
            sheet.merge_range(n, TITLE, n, SET_VALUE, ruling.says, styles.cell(font_size=9))
            sheet.merge_range(n, SOURCE, n, CLAUSE, ruling.holds, styles.cell(font_size=9))
            sheet.set_row(n, height([(ruling.says, left), (ruling.holds, right)], 9, 20))
            self.plan.next = n + 1


def compared_value(node: Node) -> Node | None:
    """What an indicator compares: over a set value, or with the bands of a ladder; None for other rules."""
    for one in node.walk():
        if one.op == "ratio" and one.args[1].op == "set_value":
            return one.args[0]
    return next((one.args[0] for one in node.walk() if one.op == "bands"), None)


def unit_format(unit: str, places: int | None, lang: Lang) -> str:
    """How a number with this unit is shown: a share in per cent, others with their unit."""
    if unit == SHARE:
        return "0.00%"
    shown = unit_words(unit, lang).replace('"', "").replace("\\", "")
    number = "#,##0" if places == 0 else "#,##0.00"
    if not shown:
        return number
    return f'{number}"{" × " if shown[0].isdigit() else " "}{shown}"'

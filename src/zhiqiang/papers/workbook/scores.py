"""The score sheet: every indicator's points by a live formula, with its rule, set value, clause and evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...engine.compiling import TOTAL
from ...engine.explaining import STATES, fixed
from ...engine.formula.exact import scored_key
from ...engine.formula.parsing import parse
from ...engine.formula.tree import SHARE, Leaf, Node, lower
from ...engine.models.indicators import Group, Indicator, Met, Override, PointsPerItem, Rubric, Rule
from ...engine.scheme import RubricCell, Scheme
from . import wording
from .calculating import ROW, Source
from .completeness import all_of, complete
from .entries import Work, put_points, validate_points
from .forms import names, sheet_top
from .layout import LABEL, Layout, Place
from .naming import TOTAL as TOTAL_ANCHOR
from .naming import VALUE as VALUE_ANCHOR
from .naming import absolute, defined_name
from .styling import ACCENT, ACCENT_SOFT, CALCULATED, INK_SOFT, SEAL, SEAL_SOFT, TRACK, height

NUMBER, TITLE, MAXIMUM, POINTS, STATE, COMPARED, SET_VALUE, SOURCE, RULE, EVIDENCE, CLAUSE = range(LABEL, LABEL + 11)
WIDTHS = (7.5, 34, 8, 10, 14, 11, 11, 17, 46, 23, 22)
FIRST = 4
POINTS_FORMAT = "0.00"


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A line of the table: a group's, an indicator's, one of its items, or one where points of a rubric are given."""

    row: int
    depth: int
    model: Group | Indicator | Met | RubricCell


class ScorePlan:
    """Where everything of the score sheet stands."""

    def __init__(self, scheme: Scheme, layout: Layout) -> None:
        self.scheme = scheme
        self.title = layout.titles["score"]
        self.groups = {group.id: FIRST + 1 + n for n, group in enumerate(scheme.indicators.groups)}
        self.total = FIRST + 1 + len(self.groups)
        self.facts = self.total + 1
        lines = len(scheme.indicators.lines) + sum(isinstance(m, Group) and m.min is not None for m, _ in scheme.members.values())
        self.head = max(self.facts + 3 + lines, FIRST + 12) + 2
        self.next = self.head + 1
        self.lines: list[ScoreLine] = []
        for group in scheme.indicators.groups:
            self.group(group, 0)
        self.rows: dict[str, int] = {line.model.id: line.row for line in self.lines if isinstance(line.model, Group | Indicator)}

    def take(self) -> int:
        self.next += 1
        return self.next - 1

    def group(self, group: Group, depth: int) -> None:
        self.lines.append(ScoreLine(self.take(), depth, group))
        for member in group.members:
            if isinstance(member, Group):
                self.group(member, depth + 1)
                continue
            self.lines.append(ScoreLine(self.take(), depth + 1, member))
            items = met_items(member.rule)
            self.lines += [ScoreLine(self.take(), depth + 2, item) for item in (items if len(items) > 1 else ())]
            for cell in self.scheme.rubric_cells.values():
                if cell.indicator.id == member.id:
                    self.lines.append(ScoreLine(self.take(), depth + 2, cell))

    def address(self, id: str) -> str:
        """The cell with the points of an indicator, group or the total."""
        return absolute(self.title, self.total if id == TOTAL else self.rows[id], POINTS)

    def sources(self) -> dict[str, Source]:
        """Where points of rubrics are given."""
        return {key: Source(0, key, POINTS) for key in self.scheme.rubric_cells}

    def places(self) -> dict[str, Place]:
        """The same as places."""
        return {
            line.model.leaf.key: Place(self.title, line.row, POINTS)
            for line in self.lines
            if isinstance(line.model, RubricCell)
        }


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
        self.summary()
        self.chart()
        self.heads()
        for line in plan.lines:
            self.line(line)
        self.rulings()
        names(work, 0, plan.title, plan.next, CLAUSE)

    # --- summary --------------------------------------------------------------------------------

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

    def summary(self) -> None:
        work, sheet, plan, styles = self.work, self.sheet, self.plan, self.work.styles
        sheet.merge_range(FIRST, NUMBER, FIRST, TITLE, work.say(wording.GROUPS), styles.head(align="left"))
        sheet.write_string(FIRST, MAXIMUM, work.say(wording.MAXIMUM), styles.head())
        sheet.write_string(FIRST, POINTS, work.say(wording.GAINED), styles.head())
        for group in self.scheme.indicators.groups:
            row = plan.groups[group.id]
            self.fact(row, work.name(group), float(group.max), plan.address(group.id))
        total = self.scheme.rules[TOTAL].lowered
        sheet.write_string(plan.total, 0, TOTAL_ANCHOR)
        big = {"bold": True, "font_size": 14, "font_color": ACCENT, "bg_color": ACCENT_SOFT}
        sheet.merge_range(plan.total, NUMBER, plan.total, TITLE, work.say(wording.TOTAL), styles.cell(**big))
        sheet.write_number(plan.total, MAXIMUM, float(self.scheme.indicators.max), styles.cell(align="right", num_format="0.##", **big | {"font_size": 11}))
        sheet.write_formula(plan.total, POINTS, f"={work.calc.formula(total)}", styles.cell(align="right", num_format=POINTS_FORMAT, **big), "")
        sheet.set_row(plan.total, 28)
        work.book.define_name("zq_total", f"={plan.address(TOTAL)}")
        self.facts()

    def fact(self, row: int, label: str, maximum: float | None, formula: str, number: str = POINTS_FORMAT) -> None:
        styles = self.work.styles
        self.sheet.merge_range(row, NUMBER, row, TITLE, label, styles.cell())
        if maximum is None:
            self.sheet.write_blank(row, MAXIMUM, None, styles.cell())
        else:
            self.sheet.write_number(row, MAXIMUM, maximum, styles.cell(align="right", num_format="0.##"))
        self.sheet.write_formula(row, POINTS, f"={formula}", styles.cell(align="right", num_format=number), "")

    def facts(self) -> None:
        work, plan, row = self.work, self.plan, self.plan.facts
        say, groups = work.say, self.scheme.indicators.groups
        for scored_by, words in (("filing", wording.FILED_PART), ("experts", wording.EXPERT_PART)):
            top = float(sum(self.part_maximum(group, scored_by) for group in groups))
            self.fact(row, say(words), top, "+".join(self.part(group, scored_by) for group in groups))
            row += 1
        reach = "+".join(self.reach(group) for group in groups)
        if self.scheme.indicators.cap is not None:
            reach = f"MIN({reach},{self.scheme.indicators.cap:f})"
        self.fact(row, say(wording.AWAITING), None, f"({reach})-{plan.address(TOTAL)}")
        colon = "：" if work.lang == "zh" else ": "
        checks = [(f"{say(wording.LINES)}{colon}{work.name(line)}", line.points, TOTAL) for line in self.scheme.indicators.lines]
        checks += [
            (f"{say(wording.GROUP_LEAST)}{colon}{work.name(model)}", model.min, model.id)
            for model, _ in self.scheme.members.values()
            if isinstance(model, Group) and model.min is not None
        ]
        for label, points, id in checks:
            row += 1
            reached = f'IF(ROUND({plan.address(id)},9)>={points:f},"{say(wording.REACHED)}","{say(wording.NOT_REACHED)}")'
            self.fact(row, label, float(points), reached)

    def part(self, member: Group | Indicator, scored_by: str) -> str:
        """The points that come from the filing, or from the experts."""
        if isinstance(member, Indicator):
            return self.plan.address(member.id) if member.scored_by == scored_by else "0"
        gather = "MAX" if member.take == "best" else "SUM"
        return f"MIN({gather}({','.join(self.part(one, scored_by) for one in member.members)}),{member.max:f})"

    def part_maximum(self, member: Group | Indicator, scored_by: str) -> Any:
        if isinstance(member, Indicator):
            return member.max if member.scored_by == scored_by else 0
        tops = [self.part_maximum(one, scored_by) for one in member.members]
        return min(max(tops) if member.take == "best" else sum(tops), member.max)

    def reach(self, member: Group | Indicator) -> str:
        """The most a member can still come to when experts grade what awaits them."""
        if isinstance(member, Indicator):
            points = self.plan.address(member.id)
            state = absolute(self.plan.title, self.plan.rows[member.id], STATE)
            waits = any(cell.indicator.id == member.id for cell in self.scheme.rubric_cells.values())
            return f'IF({state}="{STATES["awaiting"](self.work.lang)}",{member.max:f},{points})' if waits else points
        gather = "MAX" if member.take == "best" else "SUM"
        return f"MIN({gather}({','.join(self.reach(one) for one in member.members)}),{member.max:f})"

    def chart(self) -> None:
        """Bars of the groups: what was gained over what could be."""
        plan, work = self.plan, self.work
        first, last = FIRST + 1, FIRST + len(plan.groups)
        chart = work.book.add_chart({"type": "bar"})
        face = {"name": "等线", "size": 9, "color": INK_SOFT}
        # The bar of the points lies upon that of the maximum.
        for column, words, colour, font, where in (
            (MAXIMUM, wording.MAXIMUM, TRACK, face, "outside_end"),
            (POINTS, wording.GAINED, ACCENT, face | {"color": "#FFFFFF", "bold": True}, "inside_base"),
        ):
            labels = {"value": True, "num_format": "0.##" if where == "outside_end" else POINTS_FORMAT, "font": font, "position": where}
            chart.add_series({
                "name": work.say(words), "categories": [plan.title, first, NUMBER, last, NUMBER],
                "values": [plan.title, first, column, last, column], "fill": {"color": colour},
                "border": {"none": True}, "gap": 45, "overlap": 100, "data_labels": labels,
            })  # fmt: skip
        chart.set_y_axis({"reverse": True, "num_font": face | {"size": 10}, "line": {"color": "#CBD5CF"}, "major_tick_mark": "none"})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        chart.set_legend({"position": "bottom", "font": face})
        chart.set_title({"none": True})
        chart.set_chartarea({"border": {"color": "#CBD5CF"}, "fill": {"color": "#FFFFFF"}})
        chart.set_size({"width": 760, "height": 20 * (plan.head - FIRST - 1)})
        self.sheet.insert_chart(FIRST, COMPARED, chart, {"x_offset": 8, "object_position": 2, "description": work.say(wording.GROUPS)})

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
        look: dict[str, Any] = {"bold": True, "font_color": ACCENT, "bg_color": ACCENT_SOFT if not line.depth else CALCULATED}
        words = fixed(self.scheme, group.id, self.work.lang)
        self.texts(line.row, words.number, words.title, line.depth, look)
        sheet.write_number(line.row, MAXIMUM, float(group.max), styles.cell(align="right", num_format="0.##", **look))
        formula = self.work.calc.formula(self.scheme.rules[group.id].lowered)
        sheet.write_formula(line.row, POINTS, f"={formula}", styles.cell(align="right", num_format=POINTS_FORMAT, **look), "")
        sheet.write_string(line.row, STATE, self.work.say(wording.SUBTOTAL), styles.cell(align="center", font_size=9, **look))
        plain = {"bg_color": look["bg_color"], "font_size": 9}
        for column in (COMPARED, SET_VALUE, SOURCE, EVIDENCE):
            sheet.write_blank(line.row, column, None, styles.cell(**plain))
        sheet.write_string(line.row, RULE, words.rule, styles.cell(**plain))
        clause = self.clause(words)
        sheet.write_string(line.row, CLAUSE, clause, styles.cell(**plain))
        sheet.set_row(line.row, height([(words.title, WIDTHS[1]), (words.rule, WIDTHS[8]), (clause, WIDTHS[10])], 9, 22))

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
        sheet.write_number(row, MAXIMUM, float(model.max), styles.cell(align="right", num_format="0.##"))
        node = self.scheme.rules[model.id].lowered
        form = styles.worked_out(align="right", num_format=POINTS_FORMAT, bold=True)
        sheet.write_formula(row, POINTS, f"={work.calc.formula(node)}", form, "")
        work.book.define_name(defined_name(f"scored.{model.id}"), f"={self.plan.address(model.id)}")
        sheet.write_formula(row, STATE, f"={self.state(model, node)}", styles.cell(align="center", font_size=9), "")
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
        styles, sheet, calc = self.work.styles, self.sheet, self.work.calc
        value = compared_value(node)
        plain = styles.cell(font_size=9)
        if value is None:
            sheet.write_blank(row, COMPARED, None, plain)
        else:
            form = styles.cell(align="right", num_format=unit_format(value.type.unit, value.type.places))
            sheet.write_formula(row, COMPARED, f"={calc.formula(value)}", form, "")
        used = list(dict.fromkeys(str(n.data) for n in node.walk() if n.op == "set_value"))
        if len(used) != 1:
            sheet.write_blank(row, SET_VALUE, None, plain)
            sheet.write_blank(row, SOURCE, None, plain)
            return
        name = self.scheme.set_values.names[used[0]]
        form = styles.cell(align="right", num_format=unit_format(name.unit or SHARE, None).replace("#,##0.00", "General"))
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
        sheet.write_number(row, MAXIMUM, float(item.points), styles.cell(align="right", num_format="0.##", **soft))
        sheet.write_formula(row, POINTS, f"=IF({holds},{item.points:f},0)", styles.cell(align="right", num_format="0.##;;–", **soft), "")
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
        sheet.write_number(row, MAXIMUM, float(top), styles.cell(align="right", num_format="0.##", **soft))
        put_points(work, sheet, row, POINTS, cell, styles.entry(align="right", num_format="0.##"))
        grades = self.grades(cell)
        validate_points(work, sheet, row, POINTS, cell, grades)
        work.book.define_name(defined_name(key), f"={absolute(self.plan.title, row, POINTS)}")
        state = work.calc.state(key)
        sheet.conditional_format(row, POINTS, row, POINTS, {"type": "formula", "criteria": f"={state}=2", "format": work.wrong})
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


def met_items(rule: Rule) -> tuple[Met, ...]:
    """The things a rule rewards one by one."""
    match rule:
        case PointsPerItem():
            return rule.items
        case Override():
            return (*rule.cases, *met_items(rule.otherwise))
    return ()


def compared_value(node: Node) -> Node | None:
    """What an indicator compares: over a set value, or with the bands of a ladder; None for other rules."""
    for one in node.walk():
        if one.op == "ratio" and one.args[1].op == "set_value":
            return one.args[0]
    return next((one.args[0] for one in node.walk() if one.op == "bands"), None)


def unit_format(unit: str, places: int | None) -> str:
    """How a number with this unit is shown: a share in per cent, others with their unit."""
    if unit == SHARE:
        return "0.00%"
    shown = unit.replace('"', "").replace("\\", "")
    number = "#,##0" if places == 0 else "#,##0.00"
    return f'{number}" {shown}"' if shown and shown != "*" else number

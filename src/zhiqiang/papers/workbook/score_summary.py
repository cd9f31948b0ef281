"""The head of the score sheet: points by group, the total, its parts, and a chart."""

from typing import Any

from ...engine.explaining import STATES
from ...engine.loading.compiling import TOTAL
from ...engine.models.indicators import Group, Indicator
from . import wording
from .entries import Work
from .naming import TOTAL as TOTAL_ANCHOR
from .naming import absolute
from .score_plan import COMPARED, FIRST, MAXIMUM, NUMBER, POINTS, POINTS_FORMAT, STATE, TITLE, ScorePlan
from .styling import ACCENT, ACCENT_SOFT, INK_SOFT, TRACK


class SummaryWriter:
    """Writes the head of the score sheet."""

    def __init__(self, work: Work, plan: ScorePlan, sheet: Any) -> None:
        self.work, self.plan, self.sheet = work, plan, sheet
        self.scheme = work.scheme

    def write(self) -> None:
        """Points by group, total, parts and chart."""
        self.summary()
        self.chart()

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
        sheet.write_number(
            plan.total,
            MAXIMUM,
            float(self.scheme.indicators.max),
            styles.cell(align="right", num_format="General", **big | {"font_size": 11}),
        )
        sheet.write_formula(
            plan.total,
            POINTS,
            f"={work.calc.formula(total)}",
            styles.cell(align="right", num_format=POINTS_FORMAT, **big),
            "",
        )
        sheet.set_row(plan.total, 28)
        work.book.define_name("zq_total", f"={plan.address(TOTAL)}")
        self.facts()

    def fact(
        self, row: int, label: str, maximum: float | None, formula: str, number: str = POINTS_FORMAT
    ) -> None:
        styles = self.work.styles
        self.sheet.merge_range(row, NUMBER, row, TITLE, label, styles.cell())
        if maximum is None:
            self.sheet.write_blank(row, MAXIMUM, None, styles.cell())
        else:
            self.sheet.write_number(row, MAXIMUM, maximum, styles.cell(align="right", num_format="General"))
        self.sheet.write_formula(
            row, POINTS, f"={formula}", styles.cell(align="right", num_format=number), ""
        )

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
        checks = [
            (f"{say(wording.LINES)}{colon}{work.name(line)}", line.points, TOTAL)
            for line in self.scheme.indicators.lines
        ]
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
        return (
            f"MIN({gather}({','.join(self.part(one, scored_by) for one in member.members)}),{member.max:f})"
        )

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
            return (
                f'IF({state}="{STATES["awaiting"](self.work.lang)}",{member.max:f},{points})'
                if waits
                else points
            )
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
            labels = {
                "value": True,
                "num_format": "General" if where == "outside_end" else POINTS_FORMAT,
                "font": font,
                "position": where,
            }
            chart.add_series({
                "name": work.say(words), "categories": [plan.title, first, NUMBER, last, NUMBER],
                "values": [plan.title, first, column, last, column], "fill": {"color": colour},
                "border": {"none": True}, "gap": 45, "overlap": 100, "data_labels": labels,
            })  # fmt: skip
        chart.set_y_axis(
            {
                "reverse": True,
                "num_font": face | {"size": 10},
                "line": {"color": "#CBD5CF"},
                "major_tick_mark": "none",
            }
        )
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        chart.set_legend({"position": "bottom", "font": face})
        chart.set_title({"none": True})
        chart.set_chartarea({"border": {"color": "#CBD5CF"}, "fill": {"color": "#FFFFFF"}})
        chart.set_size({"width": 760, "height": 20 * (plan.head - FIRST - 1)})
        self.sheet.insert_chart(
            FIRST,
            COMPARED,
            chart,
            {"x_offset": 8, "object_position": 2, "description": work.say(wording.GROUPS)},
        )

"""Where everything of the score sheet stands."""

from dataclasses import dataclass

from ...engine.loading.compiling import TOTAL
from ...engine.models.indicators import Group, Indicator, Met, Override, PointsPerItem, Rule
from ...engine.scheme import RubricCell, Scheme
from .calculating import Source
from .layout import LABEL, Layout, Place
from .naming import absolute

NUMBER, TITLE, MAXIMUM, POINTS, STATE, COMPARED, SET_VALUE, SOURCE, RULE, EVIDENCE, CLAUSE = range(
    LABEL, LABEL + 11
)
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
        lines = len(scheme.indicators.lines) + sum(
            isinstance(m, Group) and m.min is not None for m, _ in scheme.members.values()
        )
        self.head = max(self.facts + 3 + lines, FIRST + 12) + 2
        self.next = self.head + 1
        self.lines: list[ScoreLine] = []
        for group in scheme.indicators.groups:
            self.group(group, 0)
        self.rows: dict[str, int] = {
            line.model.id: line.row for line in self.lines if isinstance(line.model, Group | Indicator)
        }

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
            self.lines += [
                ScoreLine(self.take(), depth + 2, item) for item in (items if len(items) > 1 else ())
            ]
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


def met_items(rule: Rule) -> tuple[Met, ...]:
    """The things a rule rewards one by one."""
    match rule:
        case PointsPerItem():
            return rule.items
        case Override():
            return (*rule.cases, *met_items(rule.otherwise))
    return ()

"""From a scheme to the shape of its form, in one language. Reads the scheme alone: no field is named here."""

from functools import lru_cache

from zhiqiang.engine.answering import answer
from zhiqiang.engine.cells import table_rows
from zhiqiang.engine.identifying import KINDS
from zhiqiang.engine.models.form import (
    YEARS,
    ChoiceField,
    CountField,
    ListField,
    NumberField,
    ScalarField,
    TableField,
    TextField,
    YesNoField,
)
from zhiqiang.engine.models.form import Item as ItemModel
from zhiqiang.engine.models.form import Section as SectionModel
from zhiqiang.engine.scheme import RubricCell, Scheme
from zhiqiang.engine.standards import INDUSTRY_EDITIONS, table
from zhiqiang.engine.words import Lang, Words
from zhiqiang.web.forms.shapes import (
    TERSE,
    Control,
    Estimate,
    Field,
    FormShape,
    Grade,
    Grid,
    Head,
    Item,
    Line,
    Link,
    Option,
    RowList,
    Section,
    Widget,
)

MOST_RADIOS = 6
LONGEST_RADIO = 26
ESTIMATES = "estimates"
_YES_NO = {
    "is": (Words("是", "Yes"), Words("否", "No")),
    "has": (Words("有", "Yes"), Words("无", "No")),
}
_COMPLETION = {
    "email": "email", "mobile": "tel", "landline": "tel", "phone": "tel", "postcode": "postal-code",
}  # fmt: skip


@lru_cache(maxsize=64)
def form_shape(scheme: Scheme, lang: Lang) -> FormShape:
    """Every section of the form as it stands before anything is filled in, then the experts' items to be guessed."""
    return _Builder(scheme, lang).form()


class _Builder:
    def __init__(self, scheme: Scheme, lang: Lang) -> None:
        self.scheme = scheme
        self.lang = lang
        self.void = answer(scheme, {}).not_applicable

    def form(self) -> FormShape:
        sections = [
            self.section(number, section) for number, section in enumerate(self.scheme.form.sections, 1)
        ]
        if self.scheme.rubric_cells:
            sections.append(self.estimates(len(sections) + 1))
        return FormShape(tuple(sections))

    def section(self, number: int, section: SectionModel) -> Section:
        return Section(
            section.id,
            number,
            section.name(self.lang),
            self.help(section),
            self.clause(section.clause),
            tuple(self.item(item) for item in section.items),
        )

    def item(self, item: ItemModel) -> Item:
        if isinstance(item, TableField):
            return self.table(item)
        if isinstance(item, ListField):
            return self.row_list(item)
        return Field(self.control(item.id, item, item.name(self.lang)))

    # --- tables and lists

    def table(self, item: TableField) -> Grid:
        rows = [(id, zh if self.lang == "zh" else en) for id, zh, en in table_rows(item, self.scheme.cover)]
        kinds = {column.kind for column in item.columns}
        units = {self.unit(column) for column in item.columns}
        shape = "cards" if any(not self.compact(column) for column in item.columns) else "grid"
        if kinds == {"yesno"} and len(item.columns) == 1:
            shape = "questions"
        columns_down = shape == "grid" and (item.rows == YEARS or len(rows) < len(item.columns))
        unit = units.pop() if shape == "grid" and len(units) == 1 else ""
        fields = [self.head(f"{item.id}.{column.id}", column, bool(unit)) for column in item.columns]
        things = [Head(f"{item.id}..{id}", label) for id, label in rows]
        cells = [[self.cell(item, column, row, label) for row, label in rows] for column in item.columns]
        if not columns_down:
            cells = [list(line) for line in zip(*cells, strict=True)]
        down, across = (fields, things) if columns_down else (things, fields)
        lines = tuple(Line(head, tuple(line)) for head, line in zip(down, cells, strict=True))
        return Grid(
            item.id, shape, item.name(self.lang), self.help(item), unit, tuple(across), lines,  # type: ignore[arg-type]
            self.clause(item.clause), self.rulings(item.rulings),
        )  # fmt: skip

    def compact(self, column: ScalarField) -> bool:
        """Whether its answers fit into the cell of a grid."""
        return not isinstance(column, TextField) and all(
            len(one.shown) <= TERSE for one in self.options(column)
        )

    def cell(self, item: TableField, column: ScalarField, row: str, row_label: str) -> Control:
        spoken = f"{item.name(self.lang)} · {column.name(self.lang)} · {row_label}"
        return self.control(f"{item.id}.{column.id}.{row}", column, spoken)

    def head(self, id: str, column: ScalarField, unit_shared: bool) -> Head:
        over = column.heading if self.lang == "zh" else column.heading_en
        optional = not column.required and getattr(column, "calculated", None) is None
        unit = "" if unit_shared else self.unit(column)
        return Head(id, column.name(self.lang), unit, self.help(column), over, optional)

    def row_list(self, item: ListField) -> RowList:
        columns = tuple(
            self.control(
                f"{item.id}.0.{column.id}", column, f"{item.name(self.lang)} · {column.name(self.lang)}"
            )
            for column in item.columns
        )
        return RowList(
            item.id, item.name(self.lang), self.help(item), columns, item.max_rows,
            self.clause(item.clause), self.rulings(item.rulings), item.id in self.void,
        )  # fmt: skip

    # --- single answers

    def control(self, key: str, field: ScalarField, spoken: str) -> Control:
        text = field if isinstance(field, TextField) else None
        options = self.options(field)
        widget = self.widget(field, options)
        return Control(
            key=key,
            widget=widget,
            label=field.name(self.lang),
            spoken=spoken,
            help=self.help(field),
            unit=self.unit(field),
            required=field.required,
            addition=field.addition,
            calculated=key in self.scheme.calculations,
            conditional=key in self.scheme.conditions,
            void=key in self.void,
            wide=widget in ("paragraph", "radios", "line", "picker"),
            options=options,
            table=getattr(field, "options_from", None) or "",
            max_length=text.max_length if text else 0,
            lines=text.lines if text else 1,
            keyboard=self.keyboard(field),
            completion=_COMPLETION.get(text.identifiers[-1], "off") if text and text.identifiers else "off",
            checked=bool(text and text.identifiers),
            clause=self.clause(field.clause),
            rulings=self.rulings(field.rulings),
        )

    def widget(self, field: ScalarField, options: tuple[Option, ...]) -> Widget:
        if isinstance(field, YesNoField):
            return "yesno"
        if isinstance(field, NumberField | CountField):
            return "number"
        if isinstance(field, TextField):
            return "paragraph" if field.lines > 1 else "line"
        if field.options_from in INDUSTRY_EDITIONS:
            return "picker"
        few = len(options) <= MOST_RADIOS and all(
            len(option.shown) <= LONGEST_RADIO * 2 for option in options
        )
        return "radios" if few else "select"

    def options(self, field: ScalarField) -> tuple[Option, ...]:
        if isinstance(field, YesNoField):
            yes, no = _YES_NO[field.words]
            return Option("yes", yes(self.lang)), Option("no", no(self.lang))
        if not isinstance(field, ChoiceField):
            return ()
        if field.options_from:
            return tuple(self.listed(row) for row in table(field.options_from))
        lettered = all(len(option.code) == 1 for option in field.options)
        return tuple(
            Option(
                option.code,
                f"{option.code}. {option.name(self.lang)}" if lettered else option.name(self.lang),
                option.help if self.lang == "zh" else option.help_en or option.help,
            )
            for option in field.options
        )

    def listed(self, row: object) -> Option:
        code, zh, group, en, group_en = (
            getattr(row, n) for n in ("code", "label", "group", "label_en", "group_en")
        )
        label, group = (zh, group) if self.lang == "zh" else (en or zh, group_en or group)
        return Option(code, f"{code} {label}", "", group)

    def keyboard(self, field: ScalarField) -> str:
        if isinstance(field, CountField):
            return "numeric"
        if isinstance(field, NumberField):
            return "decimal"
        kinds = field.identifiers if isinstance(field, TextField) else ()
        boards = {KINDS[kind].keyboard for kind in kinds}
        return boards.pop() if len(boards) == 1 else "tel" if boards == {"tel", "numeric"} else "text"

    # --- the experts' items

    def estimates(self, number: int) -> Section:
        by_indicator: dict[str, list[RubricCell]] = {}
        for cell in self.scheme.rubric_cells.values():
            by_indicator.setdefault(cell.indicator.id, []).append(cell)
        title = Words("专家评分项自评", "Items scored by experts: own estimates")(self.lang)
        told = Words(
            "这些指标由专家评分。可以按评分档次先估一个分，看看总分会到哪里；不填则按 0 计，并注明待专家评分。",
            "Experts score these. Estimate your own points within the grades to see where the total may end; "
            "left empty they count 0 and are marked as awaiting the experts.",
        )(self.lang)
        items = tuple(self.estimate(cells) for cells in by_indicator.values())
        return Section(ESTIMATES, number, title, told, None, items, estimates=True)

    def estimate(self, cells: list[RubricCell]) -> Estimate:
        indicator = cells[0].indicator
        note = indicator.note if self.lang == "zh" else indicator.note_en or indicator.note
        return Estimate(
            indicator.id, indicator.number, indicator.name(self.lang), f"{indicator.max:f}", note,
            tuple(self.graded(cell) for cell in cells), self.clause(indicator.clause),
        )  # fmt: skip

    def graded(self, cell: RubricCell) -> tuple[Control, tuple[Grade, ...]]:
        judged = cell.criterion or cell.indicator
        given = cell.criterion.grades if cell.criterion else getattr(cell.indicator.rule, "grades", ())
        grades = tuple(Grade(grade.name(self.lang), f"{grade.low:f}", f"{grade.high:f}") for grade in given)
        unit = Words(f"分（最高 {judged.max:f}）", f"of {judged.max:f}")(self.lang)
        spoken = f"{cell.indicator.number} {cell.indicator.name(self.lang)}"
        if cell.criterion:
            spoken = f"{spoken} · {cell.criterion.name(self.lang)}"
        return Control(
            cell.leaf.key, "number", judged.name(self.lang), spoken, unit=unit, keyboard="decimal"
        ), grades

    # --- small words

    def help(self, thing: ItemModel | SectionModel) -> str:
        return thing.help if self.lang == "zh" else thing.help_en or thing.help

    def unit(self, field: ItemModel) -> str:
        unit = getattr(field, "unit", "")
        return unit if self.lang == "zh" else getattr(field, "unit_en", "") or unit

    def clause(self, id: str | None) -> Link | None:
        return Link(id, self.scheme.clauses[id].title(self.lang)) if id else None

    def rulings(self, ids: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple(Link(id, id) for id in ids)

"""The sheets of the form: sections, single fields, year tables and other grids, lists."""

from typing import Any

from ...engine.models.form import ScalarField, Section, TextField
from . import wording
from .calculating import LACKING
from .entries import Work, cell_format, number_format, put, validate
from .layout import (
    LABEL,
    TOP_ROWS,
    UNIT_AFTER,
    VALUE,
    FormSheet,
    Head,
    Heading,
    Layout,
    Line,
    ListSheet,
    Single,
    Slot,
    Title,
    help_of,
    unit_of,
)
from .naming import COLUMNS, END, LIST, absolute, column_letters, defined_name, quoted, text_units
from .naming import VALUE as VALUE_ANCHOR
from .styling import height

LABEL_WIDTH, VALUE_WIDTH, STATUS_WIDTH = 34.0, 13.0, 20.0
_TEXT_WIDTH = {True: 26.0, False: 15.0}


def sheet_top(
    work: Work, sheet: Any, heading: str, last: int, sub: str, links: dict[int, tuple[str, str]]
) -> None:
    """Title, line below it, and links to other sheets at its right end."""
    styles = work.styles
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_row(1, 30)
    sheet.set_row(2, 16)
    sheet.write_string(1, LABEL, heading, styles.title())
    sheet.write_string(2, LABEL, sub, styles.quiet())
    for column, (target, text) in links.items():
        sheet.write_url(
            1, column, f"internal:{quoted(target)}!A1", styles.quiet(align="right", underline=1), text
        )
    sheet.set_column(0, 0, 2, None, {"hidden": True})


class FormWriter:
    """Writes one sheet of the form."""

    def __init__(self, work: Work, layout: Layout, plan: FormSheet, sheet: Any) -> None:
        self.work, self.layout, self.plan, self.sheet = work, layout, plan, sheet
        self.last = plan.status

    def run(self) -> None:
        """Write all blocks."""
        work, sheet = self.work, self.sheet
        sheet.set_column(LABEL, LABEL, LABEL_WIDTH)
        sheet.set_column(VALUE, self.last - 1, VALUE_WIDTH)
        sheet.set_column(self.last, self.last, STATUS_WIDTH)
        cover = work.scheme.cover
        links = {
            self.last - 1: (self.layout.titles["guide"], work.say(wording.BACK)),
            self.last: (self.layout.titles["score"], work.say(wording.TO_SCORE)),
        }
        sheet_top(work, sheet, self.plan.heading, self.last, f"{work.name(cover)}　{cover.document}", links)
        sheet.write_string(2, self.last, work.say(wording.STATUS), work.styles.quiet(align="center"))
        sheet.write_string(0, 0, VALUE_ANCHOR)
        sheet.write_string(0, VALUE, "value")
        sheet.freeze_panes(TOP_ROWS, VALUE)
        writers = {
            Heading: self.heading,
            Title: self.table_title,
            Single: self.single,
            Head: self.head,
            Line: self.line,
        }
        for block in self.plan.blocks:
            writers[type(block)](block)  # type: ignore[operator]
        no_triangles(sheet, self.plan.rows, self.last)
        names(work, self.plan.number, self.plan.title, self.plan.rows, self.last)

    def heading(self, block: Heading) -> None:
        section_heading(
            self.work, self.sheet, block.row, block.help_row, block.section, self.last, self.width()
        )

    def width(self) -> float:
        """Of everything right of the hidden column, in characters."""
        return LABEL_WIDTH + VALUE_WIDTH * self.plan.width + STATUS_WIDTH

    def table_title(self, block: Title) -> None:
        item, styles = block.item, self.work.styles
        added = self.work.say(wording.ADDED) if item.addition else ""
        self.sheet.set_row(block.row, 24)
        self.sheet.merge_range(
            block.row, LABEL, block.row, self.last, self.work.name(item) + added, styles.table_title()
        )
        if block.help_row < 0:
            return
        text = help_of(item, self.work.lang)
        if len(item.columns) == 1:
            text = " ".join(part for part in (text, help_of(item.columns[0], self.work.lang)) if part)
        if text:
            self.sheet.merge_range(
                block.help_row,
                LABEL,
                block.help_row,
                self.last,
                text,
                styles.quiet(text_wrap=True, valign="top"),
            )
        self.sheet.set_row(block.help_row, height([(text, self.width())], 9, 6))

    def single(self, block: Single) -> None:
        work, slot, styles = self.work, block.slot, self.work.styles
        field_ = slot.cell.field
        self.sheet.write_string(slot.row, 0, slot.anchor)
        star = " *" if field_.required and slot.key not in work.scheme.calculations else ""
        added = work.say(wording.ADDED) if field_.addition else ""
        label = f"{block.label}{star}{added}"
        self.sheet.write_string(slot.row, LABEL, label, styles.cell())
        text = self.entry(slot, block.label, block.help)
        if slot.span == UNIT_AFTER:
            self.sheet.write_string(
                slot.row, VALUE + UNIT_AFTER, block.unit, styles.cell(align="center", font_size=9)
            )
        first = VALUE + UNIT_AFTER + 1
        self.help(slot.row, first, block.help)
        self.status(slot.row, [slot])
        lines = field_.lines if isinstance(field_, TextField) else 1
        wide = VALUE_WIDTH * slot.span
        tall = height([(label, LABEL_WIDTH), (text, wide)], least=20)
        self.sheet.set_row(
            slot.row, max(tall, height([(block.help, VALUE_WIDTH * (self.last - first))], 9), 15.0 * lines)
        )

    def help(self, row: int, first: int, text: str) -> None:
        form = self.work.styles.cell(font_size=9, font_color="#5A6863")
        if self.last - 1 > first:
            self.sheet.merge_range(row, first, row, self.last - 1, text, form)
        else:
            self.sheet.write_string(row, first, text, form)

    def head(self, block: Head) -> None:
        styles = self.work.styles
        self.sheet.write_string(block.row, LABEL, block.corner, styles.head())
        for column, span, label, id in block.columns:
            if span > 1:
                self.sheet.merge_range(block.row, column, block.row, column + span - 1, label, styles.head())
            else:
                self.sheet.write_string(block.row, column, label, styles.head())
            self.sheet.write_string(block.anchor_row, column, id)
        self.sheet.set_row(
            block.row, height([(label, VALUE_WIDTH * span) for _, span, label, _ in block.columns])
        )
        self.sheet.write_string(block.anchor_row, 0, COLUMNS + block.anchor)
        self.sheet.set_row(block.anchor_row, None, None, {"hidden": True})

    def line(self, block: Line) -> None:
        self.sheet.write_string(block.row, 0, block.anchor)
        self.sheet.write_string(block.row, LABEL, block.label.replace("\n", ""), self.work.styles.cell())
        texts = []
        for slot in block.slots:
            field_ = slot.cell.field
            text = self.entry(slot, self.work.name(field_), help_of(field_, self.work.lang))
            texts.append((text, VALUE_WIDTH * slot.span))
        self.status(block.row, list(block.slots))
        self.sheet.set_row(
            block.row, height([(block.label.replace("\n", ""), LABEL_WIDTH), *texts], least=20)
        )

    def entry(self, slot: Slot, label: str, help_: str) -> str:
        """The cell of an answer: typed, or worked out."""
        work, sheet, field_ = self.work, self.sheet, slot.cell.field
        work.book.define_name(defined_name(slot.key), f"={absolute(self.plan.title, slot.row, slot.column)}")
        if slot.key in work.scheme.calculations:
            self.calculated(slot)
            return ""
        text = put(work, sheet, slot.row, slot.column, slot.key, field_, cell_format(work, field_), slot.span)
        area = (slot.row, slot.column, slot.row, slot.column)
        validate(work, sheet, area, field_, label, help_)
        self.states(slot)
        return text

    def calculated(self, slot: Slot) -> None:
        work, row, column = self.work, slot.row, slot.column
        places = getattr(slot.cell.field, "places", 0)
        form = work.styles.worked_out(align="right", num_format=number_format(places))
        if slot.span > 1:
            self.sheet.merge_range(row, column, row, column + slot.span - 1, "", form)
        read = work.calc.addresses[slot.key]
        self.sheet.write_formula(
            row, column, f'=IF({work.calc.addresses[f"answered:{slot.key}"]},{read},"")', form, ""
        )
        self.states(slot)

    def states(self, slot: Slot) -> None:
        """Grey where it does not apply, red where it is wrong."""
        work, state = self.work, self.work.calc.state(slot.key)
        area = (slot.row, slot.column, slot.row, slot.column + slot.span - 1)
        if slot.cell.leaf.conditions:
            self.sheet.conditional_format(
                *area,
                {"type": "formula", "criteria": f"={state}=3", "format": work.void, "stop_if_true": True},
            )
        if slot.key not in work.scheme.calculations:
            self.sheet.conditional_format(
                *area, {"type": "formula", "criteria": f"={state}=2", "format": work.wrong}
            )

    def status(self, row: int, slots: list[Slot]) -> None:
        """What is open or wrong in a row."""
        self.sheet.write_formula(
            row,
            self.last,
            f"={row_status(self.work, [slot.key for slot in slots])}",
            status_format(self.work),
            "",
        )


def status_format(work: Work) -> Any:
    """The look of the column that tells what is open or wrong."""
    return work.styles.cell(align="center", font_size=9, font_color="#5A6863")


def row_status(work: Work, keys: list[str]) -> str:
    """A formula that tells what is open or wrong among these answers."""
    calc, say = work.calc, work.say
    if len(keys) == 1:
        return f"INDEX(zq_note,{calc.rows[keys[0]]})"
    states = [calc.state(key) for key in keys]
    lacking = [calc.at(key, LACKING) for key in keys]
    wrong, open_ = "+".join(f"({one}=2)" for one in states), "+".join(lacking)
    apart, good = "+".join(f"({one}=3)" for one in states), "+".join(f"({one}=1)" for one in states)
    before, after = say(wording.ITEMS_WRONG).split("{}")
    before_open, after_open = say(wording.ITEMS_OPEN).split("{}")
    return (
        f'IF({wrong}>0,"{before}"&({wrong})&"{after}",IF({open_}>0,"{before_open}"&({open_})&"{after_open}",'
        f'IF({apart}={len(keys)},"{say(wording.NOT_APPLICABLE)}",IF({good}>0,"{say(wording.DONE)}",""))))'
    )


def section_heading(
    work: Work, sheet: Any, row: int, help_row: int, section: Section, last: int, width: float
) -> None:
    """A section's name over the whole width, its clause at the right, its help below."""
    styles = work.styles
    sheet.set_row(row, 24)
    middle = LABEL + (last - LABEL) // 2
    sheet.merge_range(row, LABEL, row, middle, work.name(section), styles.section())
    clause = work.scheme.clauses[section.clause].title(work.lang) if section.clause else ""
    sheet.merge_range(
        row,
        middle + 1,
        row,
        last,
        clause,
        styles(font_size=9, font_color="#FFFFFF", bg_color="#0D5C56", align="right", indent=1),
    )
    if help_row >= 0:
        text = help_of(section, work.lang)
        sheet.merge_range(help_row, LABEL, help_row, last, text, styles.quiet(text_wrap=True))
        sheet.set_row(help_row, height([(text, width)], 9, 16))


def no_triangles(sheet: Any, rows: int, last: int) -> None:
    """A telephone number in a text cell is no mistake to be marked green."""
    sheet.ignore_errors({"number_stored_as_text": f"A1:{column_letters(last)}{rows + 1}"})


def names(work: Work, number: int, title: str, rows: int, last: int) -> None:
    """The names by which the reckoning finds the sheet's entries."""
    sheet, end = quoted(title), rows + 400
    work.book.define_name(f"zq_s{number}", f"={sheet}!$A$1:${column_letters(last)}${end}")
    work.book.define_name(f"zq_a{number}", f"={sheet}!$A$1:$A${end}")


class ListWriter:
    """Writes the sheet of a list."""

    def __init__(self, work: Work, layout: Layout, plan: ListSheet, sheet: Any) -> None:
        self.work, self.layout, self.plan, self.sheet = work, layout, plan, sheet
        self.last = plan.column(len(plan.item.columns))

    def run(self) -> None:
        """Write head, rows and end."""
        work, sheet, plan = self.work, self.sheet, self.plan
        item = plan.item
        sheet.set_column(LABEL, LABEL, 8)
        for n, column in enumerate(item.columns):
            sheet.set_column(plan.column(n), plan.column(n), self.column_width(column))
        sheet.set_column(self.last, self.last, 12)
        links = {self.last: (self.layout.titles["guide"], work.say(wording.BACK))}
        rows = work.say(wording.LIST_ROWS).format(plan.rows)
        sheet_top(work, sheet, work.name(item), self.last, f"{work.name(plan.section)}　{rows}", links)
        sheet.write_string(0, 0, VALUE_ANCHOR)
        self.help_line()
        self.heads()
        self.rows()
        sheet.freeze_panes(plan.first, VALUE)
        no_triangles(sheet, plan.end, self.last)
        names(work, plan.number, plan.title, plan.end, self.last)

    def column_width(self, column: ScalarField) -> float:
        if isinstance(column, TextField):
            return min(48.0, max(16.0, column.max_length * 0.8))
        label = max(text_units(part) for part in self.work.name(column).split())
        return max(_TEXT_WIDTH[self.work.options.of(column) is not None], min(30.0, label + 4.0))

    def help_line(self) -> None:
        text = help_of(self.plan.item, self.work.lang)
        row = TOP_ROWS
        if text:
            self.sheet.merge_range(row, LABEL, row, self.last, text, self.work.styles.quiet(text_wrap=True))
            width = 20 + sum(self.column_width(column) for column in self.plan.item.columns)
            self.sheet.set_row(row, height([(text, width)], 9, 16))

    def heads(self) -> None:
        work, sheet, plan = self.work, self.sheet, self.plan
        sheet.write_string(plan.head_row, LABEL, work.say(wording.ROW_NUMBER), work.styles.head())
        labels = []
        for n, column in enumerate(plan.item.columns):
            unit = unit_of(column, work.lang)
            label = work.name(column) + (" *" if column.required else "") + (f"（{unit}）" if unit else "")
            labels.append((label, self.column_width(column)))
            sheet.write_string(plan.head_row, plan.column(n), label, work.styles.head())
            sheet.write_string(plan.anchor_row, plan.column(n), column.id)
        sheet.write_string(plan.head_row, self.last, work.say(wording.STATUS), work.styles.head())
        sheet.set_row(plan.head_row, height(labels, least=24))
        sheet.write_string(plan.anchor_row, 0, LIST + plan.item.id)
        sheet.set_row(plan.anchor_row, None, None, {"hidden": True})

    def rows(self) -> None:
        work, sheet, plan = self.work, self.sheet, self.plan
        formats = [cell_format(work, column) for column in plan.item.columns]
        states = f"zq_t{plan.number}"
        work.book.define_name(states, f"={work.calc.list_states[plan.item.id]}")
        say = work.say
        words = ("", say(wording.DONE), say(wording.WRONG), say(wording.OPEN))
        texts = ",".join(f'"{word}"' for word in words)
        for index in range(plan.rows):
            row = plan.first + index
            sheet.write_number(row, LABEL, index + 1, work.styles.cell(align="center", font_color="#5A6863"))
            for n, column in enumerate(plan.item.columns):
                put(
                    work,
                    sheet,
                    row,
                    plan.column(n),
                    f"{plan.item.id}.{index}.{column.id}",
                    column,
                    formats[n],
                )
            formula = f"=CHOOSE(INDEX({states},{index + 1})+1,{texts})"
            sheet.write_formula(row, self.last, formula, status_format(work), "")
        sheet.write_string(plan.end, 0, END)
        sheet.write_string(plan.end, LABEL, work.say(wording.LIST_END), work.styles.quiet())
        area = (plan.first, VALUE, plan.end - 1, self.last - 1)
        if work.scheme.conditions.get(plan.item.id):
            criteria = f"={work.calc.state(f'{plan.item.id}#rows')}=3"
            sheet.conditional_format(
                *area, {"type": "formula", "criteria": criteria, "format": work.void, "stop_if_true": True}
            )
        for n, column in enumerate(plan.item.columns):
            self.column(n, column)

    def column(self, n: int, column: ScalarField) -> None:
        work, plan, at = self.work, self.plan, self.plan.column(n)
        area = (plan.first, at, plan.end - 1, at)
        validate(work, self.sheet, area, column, work.name(column), help_of(column, work.lang))
        letters = column_letters(at)
        work.book.define_name(
            defined_name(f"{plan.item.id}.{column.id}"),
            f"={quoted(plan.title)}!${letters}${plan.first + 1}:${letters}${plan.end}",
        )
        values = f"zq_l{plan.number}_{n}"
        work.book.define_name(values, f"={work.calc.list_ranges[plan.item.id, column.id]}")
        criteria = f'=AND(TRIM({letters}{plan.first + 1}&"")<>"",INDEX({values},ROW()-{plan.first})="")'
        self.sheet.conditional_format(*area, {"type": "formula", "criteria": criteria, "format": work.wrong})

"""A scheme's workbook: written whole, prefilled where answers are given."""

import datetime as dt
import gc
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from ...engine.answering import flatten
from ...engine.models.form import ChoiceField
from ...engine.scheme import Scheme
from ...engine.words import Lang
from . import wording
from .calculating import LACKING, Calc, Source
from .checks import CheckWriter
from .entries import Work
from .forms import FormWriter, ListWriter, sheet_top
from .guide import GuideWriter
from .layout import LABEL, TOP_ROWS, FormSheet, ListSheet, Place, plan
from .naming import CALC, FORMAT, LISTS, MARK, META, META_FIRST, ROWS, absolute, defined_name
from .options import Options
from .score_plan import ScorePlan
from .scores import ScoreWriter
from .set_values import SetValueWriter
from .sheets import Sheet, page, page_form, protect
from .styling import Styles

_OPTIONS = {
    "in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False,
    "nan_inf_to_errors": True,
}  # fmt: skip


def write_workbook(
    scheme: Scheme,
    target: str | Path | BinaryIO,
    answers: Mapping[str, Any] | None = None,
    lang: Lang = "zh",
    at: dt.datetime | None = None,
) -> tuple[str, ...]:
    """Write a scheme's workbook (.xlsx) to a path or a binary stream.

    Guarantees that the workbook scores offline as the engine does, for any scheme: the points of every indicator
    and the total are live formulas. `answers` (flat or nested, as people typed them, well formed or not) stand in it
    from the beginning; gives the keys that found no place, because the form has none for them. `at` is written as
    the instant of making. Texts are never taken for formulas.
    """
    book = xlsxwriter.Workbook(str(target) if isinstance(target, str | Path) else target, _OPTIONS)
    try:
        left = _Writer(scheme, book, dict(flatten(answers or {})), lang).run()
        _properties(book, scheme, lang, at)
    finally:
        book.close()
    del book
    gc.collect()  # sheets and book hold each other: some megabytes that would lie about until much more had gathered
    return left


def _properties(book: Any, scheme: Scheme, lang: Lang, at: dt.datetime | None) -> None:
    cover = scheme.cover
    properties = {
        "title": f"{cover.name(lang)}：{wording.FILL_OFFLINE(lang)}"
        if lang == "zh"
        else f"{cover.name(lang)}: {wording.FILL_OFFLINE(lang)}",
        "subject": cover.document,
        "company": cover.authority if lang == "zh" else cover.authority_en,
        "category": cover.programme if lang == "zh" else cover.programme_en,
        "comments": f"{scheme.id} {scheme.digest}",
    }
    book.set_properties(properties | ({"created": at} if at else {}))
    book.set_custom_property("zhiqiang-scheme", scheme.id)
    book.set_custom_property("zhiqiang-digest", scheme.digest)


class _Writer:
    def __init__(self, scheme: Scheme, book: Any, raw: dict[str, Any], lang: Lang) -> None:
        self.scheme, self.book, self.lang = scheme, book, lang
        self.layout = plan(scheme, lang, raw)
        self.score_plan = ScorePlan(scheme, self.layout)
        self.sheets = self.add_sheets()
        styles = Styles(book)
        options = Options(scheme, lang, book, self.sheets[LISTS])
        calc = Calc(book, self.layout, options, self.sheets[CALC])
        self.work = Work(scheme, lang, book, styles, calc, options, raw, styles.void(), styles.wrong())

    def add_sheets(self) -> dict[str, Any]:
        titles = self.layout.titles
        order = [
            titles["guide"],
            *[sheet.title for sheet in self.layout.sheets()],
            titles["score"],
            titles["checks"],
        ]
        if self.scheme.set_values.rows:
            order.append(titles["set_values"])
        if self.tables():
            order.append(titles["tables"])
        sheets = {title: self.book.add_worksheet(title, Sheet) for title in (*order, META, CALC, ROWS, LISTS)}
        for title in (META, CALC, ROWS, LISTS):
            sheets[title].hide()
        return sheets

    def tables(self) -> dict[str, ChoiceField]:
        """Fields whose options come from a standard's table, one for each table."""
        found: dict[str, ChoiceField] = {}
        for field_ in [cell.field for cell in self.scheme.cells.values()] + [
            one.field for one in self.scheme.lists.values()
        ]:
            if isinstance(field_, ChoiceField) and field_.options_from:
                found.setdefault(field_.options_from, field_)
        return found

    def run(self) -> tuple[str, ...]:
        work, layout, titles = self.work, self.layout, self.layout.titles
        score = ScoreWriter(work, layout, self.score_plan, self.sheets[titles["score"]])
        work.calc.allot()
        score.addresses()
        if self.scheme.set_values.rows:
            set_values = SetValueWriter(work, layout, self.sheets[titles["set_values"]])
            set_values.lookups()
            set_values.write()
        work.calc.fill(self.sources())
        for sheet in layout.sheets():
            writer = FormWriter if isinstance(sheet, FormSheet) else ListWriter
            writer(work, layout, sheet, self.sheets[sheet.title]).run()  # type: ignore[arg-type]
        score.write()
        CheckWriter(work, layout, self.sheets[titles["checks"]]).write()
        if self.tables():
            self.write_tables(self.sheets[titles["tables"]])
        GuideWriter(work, layout, self.sheets[titles["guide"]]).write()
        self.finish()
        # A typed result of a calculated cell is not lost: the cell itself works it out again.
        return tuple(
            key for key in work.raw if key not in self.scheme.calculations and work.raw[key] not in (None, "")
        )

    def sources(self) -> dict[str, Source]:
        found = self.score_plan.sources()
        for sheet in self.layout.forms:
            for slot in sheet.slots():
                found[slot.key] = Source(sheet.number, slot.anchor, slot.column)
        return found

    # --- the rest -------------------------------------------------------------------------------

    def write_tables(self, sheet: Any) -> None:
        """The codes of national standards, to look up."""
        work, styles = self.work, self.work.styles
        column = LABEL
        tables = self.tables()
        for _ in tables:
            sheet.set_column(column, column, 44)
            sheet.set_column(column + 1, column + 1, 34)
            sheet.set_column(column + 2, column + 2, 3)
            column += 3
        links = {LABEL + 1: (self.layout.titles["guide"], work.say(wording.BACK))}
        sheet_top(
            work, sheet, work.say(wording.TITLES["tables"]), column, work.say(wording.SHEET_TABLES), links
        )
        column = LABEL
        for field_ in tables.values():
            sheet.merge_range(TOP_ROWS, column, TOP_ROWS, column + 1, work.name(field_), styles.table_title())
            for n, words in enumerate(wording.TABLE_HEADS):
                sheet.write_string(TOP_ROWS + 1, column + n, work.say(words), styles.head())
            listed = work.options.of(field_)
            for n, (_, text, group) in enumerate(listed.rows if listed else (), TOP_ROWS + 2):
                sheet.write_string(n, column, text, styles.cell())
                sheet.write_string(n, column + 1, group, styles.cell(font_size=9, font_color="#5A6863"))
            column += 3
        sheet.freeze_panes(TOP_ROWS + 2, 0)

    def finish(self) -> None:
        calc = self.work.calc
        calc.finish()
        first, last = absolute(CALC, 1, LACKING), absolute(CALC, calc.next, LACKING).partition("!")[2]
        self.book.define_name("zq_lack", f"={first}:{last}")
        self.meta(self.sheets[META])
        self.pages()
        guide = self.sheets[self.layout.titles["guide"]]
        guide.activate()
        guide.set_first_sheet()

    def meta(self, sheet: Any) -> None:
        """What this file is, and where every answer stands."""
        facts = (
            (MARK, FORMAT), ("scheme", self.scheme.id), ("digest", self.scheme.digest), ("lang", self.lang),
            ("score", self.layout.titles["score"]), ("edition", self.scheme.cover.edition),
        )  # fmt: skip
        for row, (name, value) in enumerate(facts):
            sheet.write_string(row, 0, name)
            sheet.write(row, 1, value)
        for column, head in enumerate(("key", "name", "sheet", "cell")):
            sheet.write_string(META_FIRST - 1, column, head)
        places = self.places()
        for row, (key, place) in enumerate(places.items(), META_FIRST):
            for column, text in enumerate((key, defined_name(key), place.sheet, place.cell)):
                sheet.write_string(row, column, text)

    def places(self) -> dict[str, Place]:
        places: dict[str, Place] = {}
        for sheet in self.layout.sheets():
            if isinstance(sheet, ListSheet):
                for n, column in enumerate(sheet.item.columns):
                    places[f"{sheet.item.id}.{column.id}"] = Place(sheet.title, sheet.first, sheet.column(n))
                continue
            for slot in sheet.slots():
                if slot.key not in self.scheme.calculations:
                    places[slot.key] = Place(sheet.title, slot.row, slot.column)
        return places | self.score_plan.places()

    def pages(self) -> None:
        """Print set-up and protection of every sheet."""
        cover, titles = self.scheme.cover, self.layout.titles
        foot = f"{self.scheme.id} · {self.scheme.digest[:12]}"
        forms = {form.title: form for form in self.layout.forms}
        repeats = {
            titles["score"]: (self.score_plan.head,) * 2,
            titles["set_values"]: (3, 3),
            titles["tables"]: (TOP_ROWS, TOP_ROWS + 1),
        }
        repeats |= {sheet.title: (1, 2) for sheet in self.layout.forms}
        for sheet in self.layout.lists:
            repeats[sheet.title] = (sheet.head_row, sheet.head_row)
        for title, sheet in self.sheets.items():
            protect(sheet)
            if title in (META, CALC, ROWS, LISTS):
                continue
            landscape = title not in (titles["guide"], titles["set_values"], titles["tables"])
            page(
                sheet,
                title=f"{cover.name(self.lang)} · {title}",
                document=cover.document,
                foot=foot,
                numbers=self.work.say(wording.PAGE),
                landscape=landscape,
                repeat=repeats.get(title),
            )
            if title in forms:
                page_form(sheet, forms[title])
            sheet.set_tab_color(_tab(title, titles))


def _tab(title: str, titles: dict[str, str]) -> str:
    if title == titles["guide"]:
        return "#15201E"
    if title in (titles["score"], titles["checks"]):
        return "#93701C"
    return "#8A958F" if title in (titles["set_values"], titles["tables"]) else "#0D5C56"

"""One cell to fill in: its look, its drop-down or limits, what it says when selected, and what already stands in it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...engine.answering.values import read_points, read_value
from ...engine.models.form import ChoiceField, CountField, NumberField, ScalarField, TextField, YesNoField
from ...engine.scheme import RubricCell, Scheme
from ...engine.words import Lang, Words
from .calculating import Calc
from .options import Options
from .styling import Styles
from .wording import WRONG_TITLE, YES_NO, mend, points_mend

_LONGEST_TITLE, _LONGEST_MESSAGE, _LONGEST_TEXT = 32, 255, 32_767
_MOST_DIGITS = 15
_LIMIT = 10**15 - 1
_PLAIN = re.compile(r"^-?[0-9]{1,15}(\.[0-9]{1,14})?$")


@dataclass
class Work:
    """What every part of the writer needs."""

    scheme: Scheme
    lang: Lang
    book: Any
    styles: Styles
    calc: Calc
    options: Options
    raw: dict[str, Any]
    """Answers to begin with, flat; each is taken out when it has found its cell."""
    void: Any
    wrong: Any

    def say(self, words: Words) -> str:
        """A text in the workbook's language."""
        return words(self.lang)

    def name(self, thing: Any) -> str:
        """A label in the workbook's language."""
        return str(thing.name(self.lang))


def cell_format(work: Work, field_: ScalarField, **more: Any) -> Any:
    """The look of an entry cell by what goes into it."""
    match field_:
        case NumberField():
            return work.styles.entry(
                align="right", num_format=number_format(field_.places), text_wrap=False, **more
            )
        case CountField():
            return work.styles.entry(align="right", num_format="#,##0", text_wrap=False, **more)
        case YesNoField():
            return work.styles.entry(align="center", **more)
        case TextField():
            return work.styles.entry(num_format="@", valign="top" if field_.lines > 1 else "vcenter", **more)
    return work.styles.entry(**more)


def number_format(places: int) -> str:
    """Thousands marked, at most two decimal places shown; the cell keeps them all."""
    return "#,##0" + ("." + "0" * min(places, 2) if places else "")


def validate(
    work: Work, sheet: Any, area: tuple[int, int, int, int], field_: ScalarField, label: str, help_: str
) -> None:
    """Limits, drop-down and messages of the cells of a field."""
    options: dict[str, Any] = {
        "ignore_blank": True,
        "input_title": label[:_LONGEST_TITLE],
        "input_message": _cut(help_),
        "error_title": work.say(WRONG_TITLE),
        "error_message": _cut(
            f"{label}：{work.say(mend(field_))}"
            if work.lang == "zh"
            else f"{label}: {work.say(mend(field_))}"
        ),
    }
    options |= _limits(work, field_)
    if not help_:
        del options["input_title"], options["input_message"]
    sheet.data_validation(*area, options)


def _limits(work: Work, field_: ScalarField) -> dict[str, Any]:
    match field_:
        case YesNoField() | ChoiceField():
            listed = work.options.of(field_)
            assert listed is not None
            return {"validate": "list", "source": f"={listed.texts}"}
        case CountField():
            top = _LIMIT if field_.max is None else field_.max
            return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": top}
        case NumberField():
            low = -_LIMIT if field_.min is None else float(field_.min)
            high = _LIMIT if field_.max is None else float(field_.max)
            return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
        case TextField():
            return {"validate": "length", "criteria": "<=", "value": field_.max_length}


def validate_points(work: Work, sheet: Any, row: int, column: int, cell: RubricCell, help_: str) -> None:
    """Limits of a cell for points of a rubric."""
    words = work.say(points_mend(cell))
    top = cell.criterion.max if cell.criterion else cell.indicator.max
    sheet.data_validation(row, column, row, column, {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": float(top), "ignore_blank": True,
        "error_title": work.say(WRONG_TITLE), "error_message": _cut(words),
        "input_title": work.name(cell.indicator)[:_LONGEST_TITLE], "input_message": _cut(f"{words}\n{help_}"),
    })  # fmt: skip


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"


def put(
    work: Work, sheet: Any, row: int, column: int, key: str, field_: ScalarField, form: Any, span: int = 1
) -> str:
    """Write an entry cell with what stands in it from the beginning; gives that as text, for the row's height."""
    if span > 1:
        sheet.merge_range(row, column, row, column + span - 1, "", form)
    raw = work.raw.pop(key, None)
    if raw is None or raw == "":
        if span == 1:
            sheet.write_blank(row, column, None, form)
        return ""
    return write(sheet, row, column, shown(work, field_, raw), form)


def put_points(work: Work, sheet: Any, row: int, column: int, cell: RubricCell, form: Any) -> None:
    """The same for points of a rubric."""
    raw = work.raw.pop(cell.leaf.key, None)
    if raw is None or raw == "":
        sheet.write_blank(row, column, None, form)
        return
    value, problem = read_points(cell, raw)
    write(sheet, row, column, str(raw) if value is None or problem else _number(value), form)


def write(sheet: Any, row: int, column: int, value: Any, form: Any) -> str:
    """Write a value as what it is; a text is a text even where it begins with `=`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, form)
    else:
        value = str(value).encode("utf-8", "replace").decode("utf-8")[:_LONGEST_TEXT]
        sheet.write_string(row, column, value, form)
    return str(value)


def shown(work: Work, field_: ScalarField, raw: Any) -> Any:
    """An answer as its cell holds it; what cannot be understood stands there as it was given."""
    value, problem = read_value(field_, None, raw)
    if value is None:
        return "" if problem is None else _as_given(field_, raw)
    if isinstance(field_, NumberField | CountField) and not isinstance(value, bool | str):
        return _number(value)
    if isinstance(field_, YesNoField):
        return work.say(YES_NO[field_.words, bool(value)])
    if isinstance(field_, ChoiceField):
        listed = work.options.of(field_)
        return next((text for code, text, _ in listed.rows if code == value), value) if listed else value
    return raw if isinstance(raw, str) else str(raw)


def _as_given(field_: ScalarField, raw: Any) -> int | float | str:
    """What was refused, as it was typed: a number that breaks a limit is still a number."""
    text = str(raw).strip()
    plain = isinstance(field_, NumberField | CountField) and _PLAIN.match(text)
    return _number(Decimal(text)) if plain else str(raw)


def _number(value: Any) -> int | float | str:
    """A number a spreadsheet keeps exactly; as text where it has more than fifteen digits."""
    exact = Fraction(value)
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    if len(decimal.normalize().as_tuple().digits) > _MOST_DIGITS:
        return f"{decimal:f}"
    return int(exact) if exact.denominator == 1 else float(decimal)

"""What stands in a cell, as an exact answer."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from ...engine.models.form import ChoiceField, CountField, NumberField, ScalarField, YesNoField
from ...engine.models.indicators import Rubric
from ...engine.scheme import Scheme
from .options import choices
from .wording import YES_NO

_NOISE = Decimal("1E-14")
"""Relative distance within which a number is taken to have the places asked for."""


def field_of(scheme: Scheme, key: str) -> ScalarField | None:
    """The field an answer belongs to; None for points of rubrics and for what the scheme does not know."""
    if key in scheme.cells:
        return scheme.cells[key].field
    head, _, rest = key.partition(".")
    column = scheme.lists.get(f"{head}.{rest.partition('.')[2]}")
    return column.field if column else None


def raw_answer(scheme: Scheme, key: str, field_: ScalarField | None, value: Any) -> Any:
    """A cell's value as an answer: exact, and by code where it is one of the texts we offered."""
    if isinstance(value, bool):
        return value if isinstance(field_, YesNoField) else ("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return exact_text(value, _places(scheme, key, field_))
    text = str(value).strip()
    if isinstance(field_, YesNoField):
        return next((truth for (_, truth), words in YES_NO.items() if text in words), text)
    if isinstance(field_, ChoiceField):
        offered: Mapping[str, str] = {
            shown: code for lang in ("zh", "en") for code, shown, _ in choices(field_, lang)
        }
        return offered.get(text, text)
    return str(value)


def _places(scheme: Scheme, key: str, field_: ScalarField | None) -> int | None:
    if isinstance(field_, NumberField):
        return field_.places
    if isinstance(field_, CountField):
        return 0
    if key in scheme.rubric_cells:
        rule = scheme.rubric_cells[key].indicator.rule
        assert isinstance(rule, Rubric)
        return max(0, -int(rule.step.normalize().as_tuple().exponent))
    return None


def exact_text(value: int | float, places: int | None) -> str:
    """A cell's number as a decimal, without the noise that sums leave in binary.

    0.30000000000000004 is 0.3 where two places are asked for; 0.305 stays what it is, to be judged.
    """
    number = Decimal(repr(value))
    if not number.is_finite():
        return str(number)
    if places is not None and abs(number) < Decimal(10) ** 15:
        rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
        if abs(rounded - number) <= _NOISE * abs(number):
            number = rounded
    if number == number.to_integral_value():
        return f"{number.to_integral_value():f}" if abs(number) < Decimal(10) ** 40 else str(number)
    return f"{number.normalize():f}"

"""What a typed cell is worth: the formulas by which the workbook takes or refuses an answer, as the engine does.

`x` is the cell with what was typed ("" where nothing was), each formula gives the value or "" where it is refused.
"""

from decimal import Decimal

from ...engine.answering.values import MAX_TEXT
from ...engine.models.form import ChoiceField, CountField, NumberField, ScalarField, TextField, YesNoField
from ...engine.models.indicators import Rubric
from ...engine.scheme import RubricCell

FAULT = "#!"
"""Stands for an error value such as #REF! in the cell."""
NOISE = "1E-14"
"""Relative distance within which a number is taken to have its decimal places; what a sum in binary leaves behind."""
_YES = '{"是","有","YES","TRUE","Y","1","A"}'
_NO = '{"否","无","NO","FALSE","N","0","B"}'
_UNBOUNDED = Decimal(10) ** 15 - 1


def value_formula(field: ScalarField, x: str, codes: str) -> str:
    """The value of an answer of this field. `codes` is the range of option codes where it is a choice."""
    match field:
        case YesNoField():
            first = f'UPPER(LEFT(TRIM({x}&"")&".",FIND(".",TRIM({x}&"")&".")-1))'
            return f'IF(SUMPRODUCT(--EXACT({first},{_YES}))>0,TRUE,IF(SUMPRODUCT(--EXACT({first},{_NO}))>0,FALSE,""))'
        case ChoiceField():
            code = f'LEFT({x}&".",FIND(".",{x}&".")-1)'
            return f'IF(SUMPRODUCT(--EXACT({codes},{code}))=1,{code},"")'
        case TextField():
            return f'IF(OR({x}="{FAULT}",LEN({x})>{min(field.max_length, MAX_TEXT)}),"",{x}&"")'
        case CountField():
            return number_formula(x, 0, Decimal(0), None if field.max is None else Decimal(field.max))
        case NumberField():
            return number_formula(x, field.places, field.min, field.max)


def points_formula(cell: RubricCell, x: str) -> str:
    """The points given under a rubric."""
    assert isinstance(cell.indicator.rule, Rubric)
    step = f"{cell.indicator.rule.step:f}"
    top = cell.criterion.max if cell.criterion else cell.indicator.max
    whole = f"ABS({x}/{step}-ROUND({x}/{step},0))<=1E-9"
    return f'IF(ISNUMBER({x}),IF(AND({x}>=0,{x}<={top:f},{whole}),ROUND({x}/{step},0)*{step},""),"")'


def number_formula(x: str, places: int, low: Decimal | None, high: Decimal | None) -> str:
    """A number within its limits and with no more than its decimal places."""
    low = max(-_UNBOUNDED, low) if low is not None else -_UNBOUNDED
    high = min(_UNBOUNDED, high) if high is not None else _UNBOUNDED
    rounded = f"ROUND({x},{places})"
    good = f"AND({rounded}>={low:f},{rounded}<={high:f},ABS({x}-{rounded})<={NOISE}*ABS({x}))"
    return f'IF(ISNUMBER({x}),IF({good},{rounded},""),"")'

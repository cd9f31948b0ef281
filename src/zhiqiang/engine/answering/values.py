"""One answer as typed, read as an exact value, or told what is wrong with it and the mend."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from .. import identifying
from ..cells import option_codes
from ..formula.exact import plain
from ..formula.tree import Value
from ..models.form import ChoiceField, CountField, NumberField, ScalarField, TextField, YesNoField
from ..models.indicators import Rubric
from ..scheme import RubricCell
from ..words import Words

MAX_TEXT = 20_000
_NUMBER = re.compile(r"^[-+]?\d{1,15}(\.\d{1,12})?$")
_YES = frozenset({"是", "有", "yes", "true", "y", "1", "a"})
_NO = frozenset({"否", "无", "no", "false", "n", "0", "b"})


def read_value(
    field: ScalarField, codes: tuple[str, ...] | None, value: Any
) -> tuple[Value | None, Words | None]:
    """One answer as an exact value, and what is to be said of it.

    No value and a message: it is wrong, and this is the mend. A value and a message: it counts, with a warning.
    Neither: it was nothing but blanks.
    """
    if isinstance(value, float):
        return None, Words(
            "请以文本或整数给出数值（程序未收到精确值）",
            "give the number as text or a whole number, so that it stays exact",
        )
    if isinstance(field, YesNoField):
        return _yes_no(value)
    if isinstance(field, NumberField | CountField):
        return _number(field, value)
    text = value if isinstance(value, str) else str(value)
    if len(text) > MAX_TEXT:
        return None, Words(f"最多 {MAX_TEXT} 字", f"at most {MAX_TEXT} characters")
    if isinstance(field, ChoiceField):
        return _choice(field, codes or option_codes(field) or (), text)
    return _text(field, text)


def _yes_no(value: Any) -> tuple[Value | None, Words | None]:
    if isinstance(value, bool):
        return value, None
    text = unicodedata.normalize("NFKC", str(value)).strip().lower()[:20]
    first = text.partition(".")[0].strip()
    if text in _YES or first in _YES:
        return True, None
    if text in _NO or first in _NO:
        return False, None
    return None, Words("请填“是”或“否”", "answer 是 (yes) or 否 (no)")


def _number(field: NumberField | CountField, value: Any) -> tuple[Value | None, Words | None]:
    if isinstance(value, bool):
        return None, Words("此处应为数字", "a number is wanted here")
    number = _exact(value, field.unit)
    if number is None:
        shown = str(value)[:30]
        return None, Words(
            f"“{shown}”不是数字，请只填数字，如 1234.56",
            f"“{shown}” is not a number; enter digits only, such as 1234.56",
        )
    problem = _number_problem(field, number)
    return (None, problem) if problem else (number, None)


def _exact(value: Any, unit: str) -> int | Fraction | None:
    if isinstance(value, int):
        return value if abs(value) < 10**15 else None
    text = str(value)
    if len(text) > 60:
        return None
    text = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if unit and text.endswith(unit):
        text = text[: -len(unit)]
    text = text.replace(" ", "").replace("\u00a0", "")
    if re.match(r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$", text):
        text = text.replace(",", "")
    if not _NUMBER.match(text) or not text.isascii():
        return None
    try:
        return plain(Fraction(Decimal(text)))
    except (InvalidOperation, ValueError):
        return None


def _number_problem(field: NumberField | CountField, number: int | Fraction) -> Words | None:
    unit = field.unit
    if isinstance(field, CountField):
        if number != int(number):
            return Words("应为整数", "must be a whole number")
        if number < 0:
            return Words("不能小于 0", "cannot be below 0")
    elif (number * 10**field.places) != int(number * 10**field.places) and field.calculated is None:
        return Words(f"最多 {field.places} 位小数", f"at most {field.places} decimal places")
    low = field.min if isinstance(field, NumberField) else None
    if low is not None and number < Fraction(low):
        return Words(f"不能小于 {low} {unit}".rstrip(), f"cannot be below {low} {unit}".rstrip())
    if field.max is not None and number > Fraction(field.max):
        return Words(
            f"不能大于 {field.max} {unit}；请核对单位".rstrip(),
            f"cannot be above {field.max} {unit}; check the unit".rstrip(),
        )
    return None


def _choice(field: ChoiceField, codes: tuple[str, ...], text: str) -> tuple[Value | None, Words | None]:
    wanted = unicodedata.normalize("NFKC", text).strip()
    if not wanted:
        return None, None
    if wanted in codes:
        return wanted, None
    code = re.split(r"[.、\s]", wanted, maxsplit=1)[0]
    if code in codes:
        return code, None
    for option in field.options:
        if wanted in (option.label, option.label_en):
            return option.code, None
    shown = "、".join(codes) if len(codes) <= 12 else "见列表"
    shown_en = ", ".join(codes) if len(codes) <= 12 else "see the list"
    return None, Words(
        f"没有选项“{wanted[:30]}”；可选：{shown}",
        f"there is no option “{wanted[:30]}”; choose one of: {shown_en}",
    )


def _text(field: TextField, text: str) -> tuple[Value | None, Words | None]:
    clean = text.strip()
    if not clean:
        return None, None
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t" for c in clean):
        return None, Words(
            "含有不可见的控制字符，请重新输入", "it holds invisible control characters; type it again"
        )
    if len(clean) > field.max_length:
        return None, Words(
            f"共 {len(clean)} 字，最多 {field.max_length} 字，请删减",
            f"{len(clean)} characters, at most {field.max_length}; shorten it",
        )
    if not field.identifiers:
        return clean, None
    found = identifying.check_any(field.identifiers, clean)
    if not found.problems:
        return found.value, None
    said = Words(
        "；".join(problem.message_zh for problem in found.problems),
        "; ".join(problem.message_en for problem in found.problems),
    )
    return (found.value if found.ok else None), said


def read_points(cell: RubricCell, value: Any) -> tuple[Value | None, Words | None]:
    """Points of a rubric: from 0 to the maximum, in the rubric's steps; or what is wrong with them."""
    number = None if isinstance(value, bool) else _exact(value, "分")
    top = cell.criterion.max if cell.criterion else cell.indicator.max
    if number is None or not 0 <= number <= Fraction(top):
        return None, Words(f"应为 0 至 {top} 之间的分数", f"must be points from 0 to {top}")
    assert isinstance(cell.indicator.rule, Rubric)
    step = cell.indicator.rule.step
    if (number / Fraction(step)) % 1:
        return None, Words(
            f"分数须为 {step} 的整数倍" if step != 1 else "须为整数分", f"points come in steps of {step}"
        )
    return number, None

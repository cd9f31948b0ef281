"""Changes of the set values: their names, and the table by industry and size."""

from collections.abc import Iterator
from fractions import Fraction

from ..formula.sentence import quantity
from ..models.edition import SetValueRow
from ..scheme import Scheme
from ..words import Words
from .change import NAMES, Change, from_to, matched, told
from .form import wording
from .indicators import labelled_changes


def set_value_changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    """Names first, then the rows of the table in the order of the file."""
    old, new = before.set_values, after.set_values
    formulas = (wording(before), wording(after))
    yield from labelled_changes("set_values", Words("设定值", "Set value"), old.names, new.names, formulas)
    before_rows, after_rows = ({",".join(key): row for key, row in side.rows.items()} for side in (old, new))
    for pair in matched(before_rows, after_rows):
        scheme = before if pair.new is None else after
        title, value = _title(scheme, pair.one), _value(scheme, pair.one)
        yield from told("set_values", pair, title, (value,), lambda was, now: _row(before, was, after, now))


def _row(before: Scheme, old: SetValueRow, after: Scheme, new: SetValueRow) -> Iterator[Words]:
    if old.value != new.value:
        yield from_to(NAMES["value"], _value(before, old), _value(after, new))
    if old.illustrative != new.illustrative:
        yield (
            Words("改标为示例值", "now marked illustrative")
            if new.illustrative
            else Words("不再是示例值", "no longer illustrative")
        )
    if old.source != new.source:
        yield from_to(NAMES["source"], Words(old.source, old.source), Words(new.source, new.source))


def _value(scheme: Scheme, row: SetValueRow) -> Words:
    name = scheme.set_values.names[row.set_value]
    value = Fraction(row.value)
    return Words(
        quantity(value, name.unit or "share", "zh"),
        quantity(value, name.unit_en or name.unit or "share", "en"),
    )


def _title(scheme: Scheme, row: SetValueRow) -> Words:
    name = scheme.set_values.names[row.set_value]
    where = Words("全部行业", "all industries")
    if row.scope != "all":
        level = Words("门类", "section") if len(row.scope) == 1 else Words("大类", "division")
        where = Words(f"{level.zh} {row.scope}", f"{level.en} {row.scope}")
    size = Words("各种规模", "any size")
    if row.size != "any":
        profile = scheme.cover.profile
        size = scheme.option_label(profile.size if profile else None, row.size)
    return Words(f"“{name.label}”，{where.zh}，{size.zh}", f"“{name.label_en}”, {where.en}, {size.en}")

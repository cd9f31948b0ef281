"""A step of advice in words: what to do, and by how much."""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from ..formula.parsing import parse
from ..formula.tree import Leaf, Value, lower
from ..formula.units import quantity
from ..models.form import ChoiceField, ScalarField, YesNoField
from ..models.indicators import Indicator, Met, Override, PointsPerItem, Rule
from ..scheme import Scheme
from ..words import Words
from .levers import Horizon, Lever

HORIZONS: dict[Horizon, Words] = {
    "now": Words("提交前可以做到", "can be done before filing"),
    "later": Words(
        "为下一次申报准备，按其余数据不变估算", "for the next filing, all other figures staying as they are"
    ),
}
ILLUSTRATIVE = Words("按示例设定值估算", "estimated with sample set values")


def step_words(scheme: Scheme, lever: Lever, indicator: Indicator, was: Value | None, to: Value) -> Words:
    """What to do, as a sentence without its full stop."""
    if isinstance(lever.field, YesNoField):
        return _yes(lever.field, _quoted(lever.leaf), _items(scheme).get((indicator.id, lever.key)), was)
    if isinstance(lever.field, ChoiceField):
        label, option = _quoted(lever.leaf), scheme.option_label(lever.key, str(to))
        return Words(f"使{label.zh}达到“{option.zh}”", f"bring {label.en} to “{option.en}”")
    assert not isinstance(to, str)
    return _figure(lever, was if isinstance(was, int | Fraction) else None, to)


def opening_words(lever: Lever, most: int | Fraction) -> Words:
    """What a yes leads to that earns nothing by itself."""
    label = _quoted(lever.leaf)
    top = Words(quantity(most, "分", "zh"), quantity(most, "分", "en"))
    return Words(
        f"{label.zh}做到后填“{_YES[_words(lever.field)]}”，再按随后填报的数据计分（最多再得 {top.zh}）",
        f"{label.en}: once it is so, points follow from the figures asked for then (at most {top.en} more)",
    )


_YES = {"is": "是", "has": "有"}


def _words(field: ScalarField) -> str:
    return field.words if isinstance(field, YesNoField) else "is"


def _quoted(leaf: Leaf) -> Words:
    return Words(f"“{leaf.label}”", f"“{leaf.label_en}”")


def _yes(field: YesNoField, label: Words, item: Words | None, was: Value | None) -> Words:
    yes = _YES[field.words]
    if was is None:
        known = Words(f"尚未填写，做到后填“{yes}”", "not answered yet: yes, once it is so")
    else:
        known = Words(f"做到后改填“{yes}”", "then yes, once it is so")
    if item is None:
        return Words(f"做到{label.zh}（{known.zh}）", f"make it so: {label.en} ({known.en})")
    return Words(f"{item.zh}：{label.zh}{known.zh}", f"{item.en}: {label.en}, {known.en}")


def _figure(lever: Lever, was: int | Fraction | None, to: int | Fraction) -> Words:
    unit = lever.leaf.type.unit
    wanted = Words(quantity(to, unit, "zh"), quantity(to, unit, "en"))
    have = Words("尚未填写", "not filled in yet")
    if was is not None:
        have = Words(quantity(was, unit, "zh"), quantity(was, unit, "en"))
    if lever.by_year:
        column, year = lever.leaf.title or _quoted(lever.leaf), lever.leaf.row_title or Words("", "")
        return Words(
            f"“{column.zh}”下一年度达到 {wanted.zh}（{year.zh}：{have.zh}）",
            f"“{column.en}”: reach {wanted.en} in the coming year ({year.en}: {have.en})",
        )
    label = _quoted(lever.leaf)
    if was is None:
        return Words(f"{label.zh}{have.zh}，达到 {wanted.zh}", f"{label.en} is {have.en}: reach {wanted.en}")
    more = Words(quantity(to - was, unit, "zh"), quantity(to - was, unit, "en"))
    return Words(
        f"{label.zh}由 {have.zh}增加到 {wanted.zh}（再增加 {more.zh}）",
        f"raise {label.en} from {have.en} to {wanted.en} ({more.en} more)",
    )


@lru_cache(maxsize=16)
def _items(scheme: Scheme) -> dict[tuple[str, str], Words]:
    """What a rule calls the thing that one answer alone decides, by indicator and answer."""
    found = {}
    for indicator in scheme.indicators.indicators():
        for item in _met(indicator.rule):
            read = lower(parse(item.when, scheme.scope)).leaves()
            if len(read) == 1:
                found[indicator.id, read[0].key] = Words(item.label, item.label_en)
    return found


def _met(rule: Rule) -> Iterator[Met]:
    if isinstance(rule, PointsPerItem):
        yield from rule.items
    elif isinstance(rule, Override):
        yield from rule.cases
        yield from _met(rule.otherwise)

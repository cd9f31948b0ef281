"""How large an enterprise is: 《中小企业划型标准规定》, 工信部联企业〔2011〕300号, article 4.

The sixteen rules and the divisions they serve are tables of `standards/` (`enterprise-size-limits`,
`enterprise-size-industries`). A size is reached when *every* figure its rule names reaches the limit
(同时满足), construction included; otherwise the next smaller one is tried.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from zhiqiang.engine.standards import industries, industry, rows

Number = int | Decimal | Fraction

LEVELS = ("micro", "small", "medium", "large")
"""The sizes, smallest first."""

_LABELS = {
    "micro": ("微型企业", "Micro enterprise"),
    "small": ("小型企业", "Small enterprise"),
    "medium": ("中型企业", "Medium enterprise"),
    "large": ("大型企业", "Large enterprise"),
}
_FIGURES = {
    "staff": ("从业人员", "staff", "人", ""),
    "revenue": ("营业收入", "revenue", "万元", "in 10,000 yuan"),
    "assets": ("资产总额", "total assets", "万元", "in 10,000 yuan"),
}
_STANDARD_ZH = "《中小企业划型标准规定》（工信部联企业〔2011〕300号）"
_STANDARD_EN = "the SME classification rules (工信部联企业〔2011〕300号)"
_NUMERALS = "一二三四五六七八九十"
_MOST_DIGITS = 24
_CODE = re.compile(r"[A-T]?([0-9]{2})[0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a further question: the `code` to hand in as `sub`."""

    code: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Need:
    """What is still to be told: `what` is `industry`, `staff`, `revenue`, `assets`, or `sub` with choices."""

    what: str
    message_zh: str
    message_en: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """The size and why. `code` is one of `LEVELS`, or None while it cannot be told (see `needs`) or never can.

    `rule` numbers the item of article 4 (1 to 16), None where none was reached. The reasons are one sentence
    each, with the figures, the limits and the source.
    """

    code: str | None
    label: str
    label_en: str
    rule: int | None
    reason_zh: str
    reason_en: str
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """One figure of one rule: the least value of a large, a medium and a small enterprise (staff, or 万元)."""

    indicator: str
    large: int
    medium: int
    small: int

    def level(self, value: Number) -> int:
        """The largest size this figure alone allows, as a place in `LEVELS`."""
        return sum(value >= limit for limit in (self.small, self.medium, self.large))

    def least(self, level: int) -> int:
        """The limit to be reached for the size at this place in `LEVELS`, 1 to 3."""
        return (self.small, self.medium, self.large)[level - 1]


@dataclass(frozen=True, slots=True)
class Rule:
    """An item of article 4 and the figures it compares."""

    number: int
    name: str
    name_en: str
    limits: tuple[Limits, ...]


def enterprise_size(
    industry_code: str | None,
    edition: str,
    staff: Number | None,
    revenue: Number | None,
    assets: Number | None,
    sub: str | None = None,
) -> Size:
    """The size of an enterprise by its 大类 (two digits; `C39` and `3911` are read, too) and its figures.

    `edition` is `gbt4754-2011` or `gbt4754-2017`; `staff` a number of people, `revenue` and `assets` 万元,
    exact, None where not told. `sub` answers the further question of a division served by several rules.
    A figure already below the smallest limit makes a micro enterprise whatever the others are.

    Never raises for what a user may enter: what is missing or impossible comes back in `needs`, and a
    division outside the standard as a size without code, needing nothing. Raises ValueError for an unknown
    edition, TypeError for a float.
    """
    given = {"staff": staff, "revenue": revenue, "assets": assets}
    _refuse_floats(given)
    division = _division(industry_code, edition)
    if division is None:
        return _industry_needed(industry_code, edition)
    offered = _subs(edition, division)
    chosen = offered.get(sub or "", offered.get(""))
    if chosen is None:
        return _sub_needed(edition, division, offered)
    if not chosen["rule"]:
        return _outside(edition, division, chosen)
    return _classified(rules()[int(chosen["rule"])], given)


@cache
def rules() -> Mapping[int, Rule]:
    """The sixteen items of article 4 by number."""
    by_number: dict[int, Rule] = {}
    for row in rows("enterprise-size-limits"):
        number = int(row["rule"])
        limits = Limits(row["indicator"], int(row["large"]), int(row["medium"]), int(row["small"]))
        before = by_number[number].limits if number in by_number else ()
        by_number[number] = Rule(number, row["name"], row["name_en"], (*before, limits))
    return MappingProxyType(by_number)


def figures_asked(industry_code: str | None, edition: str, sub: str | None = None) -> tuple[str, ...]:
    """Which of `staff`, `revenue`, `assets` decide in this division: what a form has to ask for.

    Empty where the division is unknown, outside the standard, or needs `sub` first.
    """
    division = _division(industry_code, edition)
    offered = _subs(edition, division) if division else {}
    chosen = offered.get(sub or "", offered.get(""))
    if not chosen or not chosen["rule"]:
        return ()
    return tuple(limits.indicator for limits in rules()[int(chosen["rule"])].limits)


def _classified(rule: Rule, given: Mapping[str, Number | None]) -> Size:
    impossible = [_impossible(one.indicator, given[one.indicator]) for one in rule.limits]
    wrong = tuple(need for need in impossible if need)
    if wrong:
        return _undecided(rule, wrong)
    known = {one: value for one in rule.limits if (value := given[one.indicator]) is not None}
    level = min((one.level(value) for one, value in known.items()), default=3)
    if level > 0 and len(known) < len(rule.limits):
        return _undecided(rule, tuple(_figure_needed(one) for one in rule.limits if one not in known))
    label, label_en = _LABELS[LEVELS[level]]
    zh, en = _reason(known, level)
    return Size(
        LEVELS[level],
        label,
        label_en,
        rule.number,
        f"依据{_cited_zh(rule)}，{zh}，因此为{label}。",
        f"{label_en} under {_cited_en(rule)}: {en}.",
    )


def _reason(known: Mapping[Limits, Number], level: int) -> tuple[str, str]:
    """What was reached, and what was missed of the next size, in both languages."""
    zh, en = [], []
    if level > 0:
        told_zh, told_en = _compared(known, "≥", level)
        zh.append(f"{told_zh}达到{_short(level)}标准")
        en.append(f"{told_en} {'reaches' if len(known) == 1 else 'reach'} the {LEVELS[level]} limits")
    if level < 3:
        missed = {one: value for one, value in known.items() if one.level(value) == level}
        told_zh, told_en = _compared(missed, "＜", level + 1)
        zh.append(f"{'但' if zh else ''}{told_zh}未达到{_short(level + 1)}标准")
        short_en = "falls short" if len(missed) == 1 else "fall short"
        en.append(f"{'but ' if en else ''}{told_en} {short_en} of {LEVELS[level + 1]}")
    return "，".join(zh), ", ".join(en)


def _compared(figures: Mapping[Limits, Number], sign: str, level: int) -> tuple[str, str]:
    """Each figure with the limit of that size, as `从业人员 999 人（≥ 300）`."""
    zh, en = [], []
    for limits, value in figures.items():
        name, name_en, unit, unit_en = _FIGURES[limits.indicator]
        written, limit = _written(value), limits.least(level)
        zh.append(f"{name} {written} {unit}（{sign} {limit}）")
        told = f"{sign.replace('＜', '<')} {limit}"
        en.append(f"{name_en} {written} ({f'{unit_en}, ' if unit_en else ''}{told})")
    return "、".join(zh), " and ".join(en)


def _short(level: int) -> str:
    return _LABELS[LEVELS[level]][0][:2]


def _undecided(rule: Rule, needs: tuple[Need, ...]) -> Size:
    names = "、".join(_FIGURES[one.indicator][0] for one in rule.limits)
    names_en = " and ".join(_FIGURES[one.indicator][1] for one in rule.limits)
    return Size(
        None,
        "",
        "",
        rule.number,
        f"{_cited_zh(rule)}按{names}划型；{'；'.join(need.message_zh for need in needs)}。",
        f"{_cited_en(rule)[0].upper()}{_cited_en(rule)[1:]} goes by {names_en}; "
        f"{'; '.join(need.message_en for need in needs)}.",
        needs,
    )


def _industry_needed(code: str | None, edition: str) -> Size:
    zh, en = "请先选择所属行业", "choose the industry first"
    if code:
        shown = code[:10]
        last = industries(edition)[-1].code
        name = _edition_name(edition)
        zh = f"{name} 没有大类“{shown}”，请在 01 至 {last} 中选择"
        en = f"{name} has no division “{shown}”; choose one of 01 to {last}"
    need = Need("industry", zh, en)
    return Size(None, "", "", None, f"{zh}。", f"{en[0].upper()}{en[1:]}.", (need,))


def _sub_needed(edition: str, division: str, offered: Mapping[str, Mapping[str, str]]) -> Size:
    one = industry(edition, division)
    assert one is not None
    choices = tuple(Choice(code, row["sub_name"], row["sub_name_en"]) for code, row in offered.items())
    zh = f"大类 {division} {one.name}适用不止一项划型标准，请选择主要业务"
    en = f"division {division} ({one.name_en}) is served by more than one rule; choose the main business"
    return Size(None, "", "", None, f"{zh}。", f"{en[0].upper()}{en[1:]}.", (Need("sub", zh, en, choices),))


def _outside(edition: str, division: str, chosen: Mapping[str, str]) -> Size:
    one = industry(edition, division)
    assert one is not None
    name, name_en = chosen["sub_name"] or one.name, chosen["sub_name_en"] or one.name_en
    return Size(
        None,
        "",
        "",
        None,
        f"{name}（大类 {division}）不在{_STANDARD_ZH}的适用范围内，请按主管部门的说明填写企业规模。",
        f"{name_en} (division {division}) lies outside {_STANDARD_EN}; state the size as the authority advises.",
    )


def _figure_needed(limits: Limits) -> Need:
    zh, en, unit, _ = _FIGURES[limits.indicator]
    return Need(limits.indicator, f"还需填写{zh}（{unit}）", f"{en} is still to be given")


def _impossible(indicator: str, value: Number | None) -> Need | None:
    """A figure no enterprise can have; its reason says the mend."""
    if value is None:
        return None
    zh, en, _, _ = _FIGURES[indicator]
    if isinstance(value, Decimal) and (not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS):
        return Need(indicator, f"{zh}不是可用的数字，请重新填写", f"{en} is no usable number; enter it again")
    if value < 0:
        return Need(indicator, f"{zh}不能为负数，请改正", f"{en} cannot be negative; correct it")
    if indicator == "staff" and value != int(value):
        return Need(indicator, f"{zh}应为整数，请改正", f"{en} is a whole number; correct it")
    return None


def _refuse_floats(given: Mapping[str, object]) -> None:
    for name, value in given.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction)):
            raise TypeError(f"{name} must be an int, a Decimal or a Fraction, not {type(value).__name__}")


def _division(code: str | None, edition: str) -> str | None:
    """The two digits of `39`, `C39` or `3911` if the edition has them, else None."""
    read = _CODE.fullmatch((code or "").strip())
    known = industry(edition, read.group(1) if read else "")
    return known.code if known else None


@cache
def _subs(edition: str, division: str) -> Mapping[str, Mapping[str, str]]:
    """The rows of one division by their `sub`: a single one under "", or one for each choice."""
    return MappingProxyType(
        {
            row["sub"]: row
            for row in rows("enterprise-size-industries")
            if row["edition"] == edition and row["division"] == division
        }
    )


def _cited_zh(rule: Rule) -> str:
    return f"{_STANDARD_ZH}第四条第（{_numeral(rule.number)}）项“{rule.name}”"


def _cited_en(rule: Rule) -> str:
    return f"article 4 ({rule.number}), {rule.name_en.lower()}, of {_STANDARD_EN}"


def _written(value: Number) -> str:
    """The number in full, without an exponent and without idle noughts."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def _numeral(number: int) -> str:
    return _NUMERALS[number - 1] if number <= 10 else f"十{_NUMERALS[number - 11]}"


def _edition_name(edition: str) -> str:
    return f"GB/T 4754-{edition[-4:]}"

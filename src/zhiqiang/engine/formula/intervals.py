"""Intervals with stated ends, as `[2, 3)` or `(-∞, 0]`."""

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ..words import Words
from .errors import FormulaError
from .units import plain_digits

_SAME = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("−"): "-", ord("，"): ","}
)
_FORM = re.compile(r"([\[(])([^,]+),([^,]+)([\])])")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,10})?%?")
_INFINITE = {"∞": 1, "+∞": 1, "inf": 1, "+inf": 1, "-∞": -1, "-inf": -1}


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; None is infinite. An end is in the interval where `low_in` / `high_in` says so."""

    low: int | Fraction | None
    high: int | Fraction | None
    low_in: bool
    high_in: bool

    def __contains__(self, value: int | Fraction) -> bool:
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        below = self.high is None or value < self.high or (self.high_in and value == self.high)
        return above and below

    def __str__(self) -> str:
        low = "-∞" if self.low is None else plain_digits(self.low).replace(",", "")
        high = "∞" if self.high is None else plain_digits(self.high).replace(",", "")
        return f"{'[' if self.low_in else '('}{low}, {high}{']' if self.high_in else ')'}"


def parse_interval(text: str, at: int = 0) -> Interval:
    """Read `[2, 3)`; raises FormulaError that says the mend."""
    match = _FORM.fullmatch("".join(text.translate(_SAME).split()))
    if not match:
        raise _wrong(text, Words("请写成 [2, 3) 或 [4, ∞) 这样", "write it like [2, 3) or [4, ∞)"), at)
    opening, low_text, high_text, closing = match.groups()
    if _INFINITE.get(low_text) == 1 or _INFINITE.get(high_text) == -1:
        raise _wrong(text, Words("左端写 -∞，右端写 ∞", "-∞ stands left and ∞ right"), at)
    low, high = _end(low_text, text, at), _end(high_text, text, at)
    low_in, high_in = opening == "[", closing == "]"
    if (low is None and low_in) or (high is None and high_in):
        raise _wrong(text, Words("∞ 一端请用圆括号", "infinity is never inside: use ( or ) at that end"), at)
    if low is not None and high is not None and (low > high or (low == high and not (low_in and high_in))):
        mend = Words(
            "区间是空的，左端须小于右端", "it holds nothing: its lower end must lie below its upper one"
        )
        raise _wrong(text, mend, at)
    return Interval(low, high, low_in, high_in)


def _wrong(text: str, mend: Words, at: int) -> FormulaError:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    return FormulaError(Words(f"区间“{shown}”：", f"the interval “{shown}”: ") + mend, at)


def _end(end: str, text: str, at: int) -> int | Fraction | None:
    if end in _INFINITE:
        return None
    if not _NUMBER.fullmatch(end):
        raise _wrong(text, Words(f"“{end[:20]}”不是数字或 ∞", f"“{end[:20]}” is neither a number nor ∞"), at)
    value = Fraction(end.rstrip("%")) / (100 if end.endswith("%") else 1)
    return value.numerator if value.denominator == 1 else value


def check_ladder(intervals: list[Interval], at: int = 0) -> None:
    """Refuse bands that do not follow each other upward without gap or overlap."""
    for below, above in pairwise(intervals):
        both = f"{below} {above}"
        if below.high is None or above.low is None or below.high != above.low:
            raise FormulaError(
                Words(
                    f"相邻两档 {both}：后一档须从前一档结束的数开始，从小到大、不留空隙、不重叠",
                    f"the neighbouring bands {both}: each begins with the number at which the one before ends, "
                    "upward, without gap or overlap",
                ),
                at,
            )
        if below.high_in == above.low_in:
            edge = plain_digits(below.high)
            zh, en = ("两档都含", "both hold") if below.high_in else ("两档都不含", "neither holds")
            raise FormulaError(
                Words(
                    f"相邻两档 {both}：{zh} {edge}，请只让其中一档含它（方括号含，圆括号不含）",
                    f"the neighbouring bands {both}: {en} {edge}; exactly one must ([ ] holds its end, ( ) does not)",
                ),
                at,
            )

"""Intervals with stated ends, as `[2, 3)` or `(-∞, 0]`."""

import re
from dataclasses import dataclass
from fractions import Fraction

from .errors import FormulaError

_FORM = re.compile(r"^([\[(（])([^,，]+)[,，]([^,，]+)([\])）])$")
_INFINITE = {"∞": 1, "+∞": 1, "inf": 1, "+inf": 1, "-∞": -1, "-inf": -1, "−∞": -1}


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


def parse_interval(text: str, at: int = 0) -> Interval:
    """Read `[2, 3)`; raises FormulaError that says the mend."""
    match = _FORM.match("".join(text.split()))
    if not match:
        raise FormulaError(f"“{text}” is not an interval: write it like [2, 3) or [4, ∞)", at)
    opening, low_text, high_text, closing = match.groups()
    low, high = _end(low_text, at), _end(high_text, at)
    low_in, high_in = opening == "[", closing == "]"
    if (low is None and low_in) or (high is None and high_in):
        raise FormulaError(f"“{text}”: infinity is never inside; use ( or ) at that end", at)
    if low is not None and high is not None and (low > high or (low == high and not (low_in and high_in))):
        raise FormulaError(f"“{text}” holds nothing: its lower end must lie below its upper one", at)
    return Interval(low, high, low_in, high_in)


def _end(text: str, at: int) -> int | Fraction | None:
    if text in _INFINITE:
        return None
    percent = text.endswith("%")
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,10})?%?", text):
        raise FormulaError(f"“{text}” is not a number or ∞", at)
    value = Fraction(text.rstrip("%")) / (100 if percent else 1)
    return value.numerator if value.denominator == 1 else value


def check_ladder(intervals: list[Interval], at: int = 0) -> None:
    """Refuse bands that do not follow each other upward without gap or overlap."""
    for below, above in zip(intervals, intervals[1:], strict=False):
        if below.high is None or above.low is None or below.high != above.low:
            raise FormulaError(
                "the bands must follow each other upward: each begins with the number at which the one before ends", at
            )
        if below.high_in == above.low_in:
            word = "both hold" if below.high_in else "neither holds"
            raise FormulaError(f"two neighbouring bands: {word} {below.high}; exactly one of them must", at)

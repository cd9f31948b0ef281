"""Units, and numbers with their unit for people."""

from fractions import Fraction

from ..words import Lang

ANY = "*"
"""Unit of a bare number: it fits beside every unit."""
PURE = ""
SHARE = "share"
"""Unit of a ratio of like things: a pure number that is shown in per cent."""
PERCENT = "%"
"""Unit of a field that holds 35 for 35 %."""
FREE = frozenset({ANY, PURE, SHARE})
"""Units that a multiplication passes over."""

ENGLISH = {
    "件": "items", "项": "items", "个": "items", "条": "items", "份": "copies", "篇": "papers", "种": "kinds",
    "家": "enterprises", "人": "people", "人次": "attendances", "次": "times", "年": "years", "月": "months",
    "天": "days", "小时": "hours", "元": "yuan", "万元": "10,000 yuan", "亿元": "100 million yuan", "分": "points",
    "起": "cases", "平方米": "m²", "吨": "tonnes",
}  # fmt: skip
"""Common units, so that an edition need not translate each of them."""


class Unit(str):
    """A unit with its English words. It equals its Chinese text, so that units are compared as plain text."""

    en: str

    def __new__(cls, text: str, en: str = "") -> "Unit":
        """A unit; without English of its own a common one has the usual word."""
        unit = super().__new__(cls, text)
        unit.en = en or ENGLISH.get(text, text)
        return unit

    def __reduce__(self) -> tuple[type["Unit"], tuple[str, str]]:
        return Unit, (str(self), self.en)


def unit_words(unit: str, lang: Lang) -> str:
    """A unit as people read it; nothing for pure numbers and shares."""
    if unit in FREE:
        return ""
    if lang == "zh":
        return str(unit)
    return unit.en if isinstance(unit, Unit) else ENGLISH.get(unit, unit)


def same_unit(left: str, right: str) -> bool:
    """Whether two units may be added or compared; a bare number fits any."""
    return left == right or ANY in (left, right) or {left, right} <= {PURE, SHARE}


def per(over: str, under: str) -> Unit:
    """The unit of a ratio of unlike things, such as 万元/人."""
    first = PURE if over in FREE else over
    return Unit(
        f"{first}/{under}", f"{unit_words(first, 'en')} per {_singular(unit_words(under, 'en'))}".strip()
    )


def quantity(value: int | Fraction, unit: str, lang: Lang) -> str:
    """A number with its unit for people: shares in per cent, at most two decimal places, half up, thousands marked.

    In English the unit is the one its field states (`unit_en`), or the usual word for a common one.
    """
    if unit == SHARE:
        return f"{rounded(value, 100)}%"
    return with_unit(rounded(value), unit, lang)


def constant(value: int | Fraction, unit: str, lang: Lang) -> str:
    """A number of a rule with its unit, never rounded: `0.5%`, `2 件`, `1/3`."""
    if unit == SHARE:
        return f"{plain_digits(value * 100)}%"
    return with_unit(plain_digits(value), unit, lang)


def with_unit(digits: str, unit: str, lang: Lang) -> str:
    """Digits and unit together: `5 件`, `1 item`, `35%`, `500 × 10,000 yuan`."""
    if not unit:
        return digits
    shown = unit_words(unit, lang)
    if not shown or shown == PERCENT:
        return digits + shown
    if lang == "en" and digits == "1":
        shown = _singular(shown)
    return f"{digits}{' × ' if shown[0].isdigit() else ' '}{shown}"


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word == "people":
        return "person"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def rounded(value: int | Fraction, times: int = 1) -> str:
    """At most two decimal places, half up (away from zero), thousands marked; the value `times` over."""
    if isinstance(value, int):
        return f"{value * times:,}"
    over, under = value.as_integer_ratio()
    hundredths = (abs(over) * times * 200 + under) // (2 * under)
    whole, rest = divmod(hundredths, 100)
    digits = f"{whole:,}.{rest:02d}".rstrip("0").rstrip(".") if rest else f"{whole:,}"
    return f"-{digits}" if over < 0 and hundredths else digits


def plain_digits(value: int | Fraction) -> str:
    """All decimal places where they end, a fraction such as `1/3` where they do not; thousands marked."""
    places = decimal_places(value)
    if places is None:
        return f"{value.numerator:,}/{value.denominator:,}"
    whole, rest = divmod(abs(value.numerator) * 10**places // value.denominator, 10**places)
    digits = f"{whole:,}.{rest:0{places}d}" if places else f"{whole:,}"
    return f"-{digits}" if value < 0 else digits


def decimal_places(value: int | Fraction) -> int | None:
    """How many decimal places a number has; None where they never end."""
    under, places = value.denominator, 0
    while under % 10 == 0:
        under, places = under // 10, places + 1
    for prime in (2, 5):
        powers = 0
        while under % prime == 0:
            under, powers = under // prime, powers + 1
        places += powers
    return places if under == 1 else None

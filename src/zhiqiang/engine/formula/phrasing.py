"""How phrases are put together, in Chinese and English: brackets, lists, spaces, and the words of each operator."""

import re
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

from ..words import Lang
from .intervals import Interval
from .tree import Node
from .units import FREE, PERCENT, PURE, SHARE, constant


class Hold(IntEnum):
    """How tightly a phrase holds together."""

    CLAUSE = 0
    """Commas and semicolons within."""
    OR = 10
    AND = 20
    COMPARISON = 40
    LIST = 45
    """One number, but with an enumeration within."""
    SUM = 50
    PRODUCT = 60
    WORD = 90


class Phrase(NamedTuple):
    """A piece of a sentence."""

    text: str
    hold: Hold


class Speech:
    """The manners of one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def say(self, zh: str, en: str) -> str:
        """One of two texts."""
        return zh if self.lang == "zh" else en

    def bracketed(self, text: str) -> str:
        """The text in this language's brackets."""
        return self.say(f"（{text}）", f"({text})")

    def quoted(self, text: str) -> str:
        """A name or an option."""
        return f"“{text}”"

    def led(self, word: str, text: str) -> str:
        """A Chinese word before a text, with a space where digits or letters follow."""
        return f"{word} {text}" if text[:1].isascii() else f"{word}{text}"

    def listed(self, parts: list[str], last: str = "and") -> str:
        """An enumeration."""
        if self.lang == "zh":
            return "、".join(parts)
        return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else parts[0]

    def clauses(self, parts: list[str]) -> str:
        """An enumeration of whole clauses."""
        return self.say("；", "; ").join(parts)

    def infix(self, left: str, sign: str, right: str) -> str:
        """Two parts with a sign between; Chinese brackets bring their own space."""
        return (
            f"{left}{'' if left.endswith('）') else ' '}{sign}{'' if right.startswith('（') else ' '}{right}"
        )

    def joined(self, word: str, parts: list[str]) -> str:
        """Parts joined by a word; Chinese has spaces only beside digits and letters."""
        text = parts[0]
        for part in parts[1:]:
            before = " " if self.lang == "en" or text[-1].isascii() else ""
            after = " " if self.lang == "en" or part[0].isascii() else ""
            text = f"{text}{before}{word}{after}{part}"
        return text


def interval_words(interval: Interval, lang: Lang, unit: str = PURE) -> str:
    """An interval in words: “大于等于 2 且小于 3 人”, “at least 2 and below 3 people”, “exactly 2”."""
    low, high = interval.low, interval.high
    if low is not None and low == high:
        return _END[lang, "point", True].format(constant(low, unit, lang))
    parts = []
    if low is not None:
        beside = unit if high is None or unit in (SHARE, PERCENT) else PURE
        parts.append(_END[lang, "low", interval.low_in].format(constant(low, beside, lang)))
    if high is not None:
        parts.append(_END[lang, "high", interval.high_in].format(constant(high, unit, lang)))
    if not parts:
        return "任何值" if lang == "zh" else "anything"
    return Speech(lang).joined("且" if lang == "zh" else "and", parts)


# --- what a tree tells ------------------------------------------------------------------------------

_YEAR = re.compile(r"T(-[0-9]+)?")
_DIGITS = "零一二三四五六七八九十"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def is_year(row: str) -> bool:
    """Whether a row is a year such as T-1."""
    return _YEAR.fullmatch(row) is not None


def span(node: Node) -> tuple[bool, int]:
    """Whether the rows of a column are years, and how many there are; (False, 0) for a single value."""
    rows = node.type.rows
    return (all(map(is_year, rows)), len(rows)) if rows else (False, 0)


def count_words(count: int, lang: Lang) -> str:
    """A small number as a word."""
    if lang == "zh":
        return _DIGITS[count] if count <= 10 else f" {count} "
    return _NUMBERS[count] if count <= 10 else str(count)


def unit_beside(node: Node) -> str:
    """The unit in which bare numbers among the arguments are meant."""
    units = [arg.type.unit for arg in node.args if arg.op != "number" and arg.type.unit not in FREE]
    return units[0] if units else PURE


def is_award(node: Node) -> bool:
    """Whether this is so many points if something is so, and else none."""
    given = node.op == "if" and node.args[1].op == "number" and node.args[2].op == "number"
    return given and node.args[2].constant == 0


def most_awarded(node: Node) -> Fraction | None:
    """What points for things that are so can add up to; None for anything else."""
    if is_award(node):
        return Fraction(node.args[1].constant)
    if node.op == "sum" and all(map(is_award, node.args)):
        return sum((Fraction(arg.args[1].constant) for arg in node.args), Fraction(0))
    return None


def is_limit(node: Node) -> bool:
    """Whether this is one number with a cap or a floor."""
    return (
        node.op in ("min", "max")
        and [arg.op == "number" for arg in node.args].count(True) == len(node.args) - 1 == 1
    )


def limits(node: Node) -> tuple[Node, Fraction | None, Fraction | None]:
    """What is limited, its floor and its cap, out of `min` and `max` within each other that mean no more than that."""
    floor: Fraction | None = None
    cap: Fraction | None = None
    while is_limit(node):
        limit, inner = sorted(node.args, key=lambda arg: arg.op != "number")
        value = Fraction(limit.constant)
        low, high = (value, cap) if node.op == "max" else (floor, value)
        if low is not None and high is not None and low > high:
            break
        if (node.op == "max" and floor not in (None, low)) or (node.op == "min" and cap not in (None, high)):
            break
        floor, cap, node = low, high, inner
    return node, floor, cap


def ladder(node: Node) -> tuple[list[tuple[Node, Node]], Node]:
    """The conditions of `if` within `if` with their answers, and what holds otherwise."""
    steps = []
    while node.op == "if":
        steps.append((node.args[0], node.args[1]))
        node = node.args[2]
    return steps, node


# --- words ------------------------------------------------------------------------------------------

SIGNS = {
    "+": "+", "-": "-", "*": "×", "/": "÷", "=": "=", "<>": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥",
}  # fmt: skip
COMPARING = frozenset({"=", "<>", "<", "<=", ">", ">="})
GATHERED = {
    "sum": ("之和", "the sum of"), "mean": ("的平均值", "the mean of"), "min": ("的最小值", "the smallest of"),
    "max": ("的最大值", "the greatest of"), "best": ("的最高值", "the best of"),
}  # fmt: skip
CHOSEN = {
    "mean": ("的平均值", "the mean of"), "min": ("中取最小的", "the smallest of"),
    "max": ("中取最大的", "the greatest of"), "best": ("中取最高的", "the best of"),
}  # fmt: skip
COUNTED = {
    "count": ("以下各项中满足的项数：", "how many of these hold: "),
    "any": ("以下至少一项满足：", "at least one of these holds: "),
    "all": ("以下各项全部满足：", "all of these hold: "),
}
BY_ROW = {
    ("count", True): ("近{n}年中满足{0}的年数", "the number of the last {n} years in which {0}"),
    ("any", True): ("近{n}年中至少有一年{0}", "in at least one of the last {n} years {0}"),
    ("all", True): ("近{n}年每年{0}", "in each of the last {n} years {0}"),
    ("count", False): ("满足{0}的行数", "the number of rows in which {0}"),
    ("any", False): ("至少有一行{0}", "in at least one row {0}"),
    ("all", False): ("每一行{0}", "in every row {0}"),
}
_END = {
    ("zh", "low", True): "大于等于 {}", ("zh", "low", False): "大于 {}",
    ("zh", "high", True): "小于等于 {}", ("zh", "high", False): "小于 {}", ("zh", "point", True): "等于 {}",
    ("en", "low", True): "at least {}", ("en", "low", False): "above {}",
    ("en", "high", True): "at most {}", ("en", "high", False): "below {}", ("en", "point", True): "exactly {}",
}  # fmt: skip

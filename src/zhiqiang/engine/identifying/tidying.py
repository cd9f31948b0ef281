"""From what people type and paste to plain text: half-width, without blanks, refused early when hostile."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import wraps

from zhiqiang.engine.identifying.verdict import Identified, Problem, refused

LONGEST = 200
"""No number is longer; a longer text is refused unread."""

_BLANKS = "\t\n\v\f\r\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_INVISIBLE = (
    "\u00ad\u061c\ufeff"
    + "".join(map(chr, range(0x200B, 0x2010)))
    + "".join(map(chr, range(0x202A, 0x202F)))
    + "".join(map(chr, range(0x2060, 0x2070)))
)
_DASHES = "‐‑‒–—―−﹘﹣ー─"
_DOTS = "。．·•・‧｡"
_PLAIN = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{ord(blank): " " for blank in _BLANKS},
    **{ord(mark): None for mark in _INVISIBLE},
    **{ord(dash): "-" for dash in _DASHES},
    **{ord(dot): "." for dot in _DOTS},
}
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_QUOTES = " '\"`‘’“”"
_MOST_SHOWN = 3
_MISTYPED_DIGITS = "OoIiLl"
_SCIENTIFIC = re.compile(r"\d(?:\.\d*)?[eE]\+\d{1,3}")


def plain(text: str) -> str:
    """Half-width characters, one kind of blank, dash and dot; invisible marks and outer quotes gone."""
    return text.translate(_PLAIN).strip(_QUOTES)


def squeeze(text: str, drop: str = " -") -> str:
    """`text` without the characters of `drop`, its ASCII letters capital (no other letter is touched)."""
    return text.translate(_UPPER | {ord(character): None for character in drop})


Check = Callable[[str], Identified]


def checking(subject_zh: str, subject_en: str) -> Callable[[Check], Check]:
    """Make a check of plain text one of raw text: what is too long, empty or hostile is refused first."""

    def decorate(check: Check) -> Check:
        @wraps(check)
        def checked(text: str) -> Identified:
            if not isinstance(text, str):
                raise TypeError(f"a text is wanted, not {type(text).__name__}; read such cells as text")
            if len(text) > LONGEST:
                return refused("", _too_long(text, subject_zh, subject_en))
            read = plain(text)
            if not read:
                return refused("", Problem("empty", f"请填写{subject_zh}", f"Fill in the {subject_en}"))
            control = [
                character for character in read if unicodedata.category(character) in ("Cc", "Cs", "Cn")
            ]
            if control:
                return refused(_without(read, control), _control(control))
            if _SCIENTIFIC.fullmatch(read):
                return refused(read, _mangled(subject_zh, subject_en))
            return check(read)

        return checked

    return decorate


def shown(character: str) -> str:
    """A character fit to stand in a message: itself, or its code point when it would not be seen."""
    visible = character.isprintable() and unicodedata.category(character)[0] != "M"
    return character if visible else f"U+{ord(character):04X}"


def strangers(text: str, known: str) -> Problem | None:
    """The problem that `text` has characters outside `known`, named with their places; None if it has none."""
    found = [(place, character) for place, character in enumerate(text, 1) if character not in known]
    if not found:
        return None
    more_zh, more_en = (" 等", " and others") if len(found) > _MOST_SHOWN else ("", "")
    zh = "、".join(f"第 {place} 位“{shown(character)}”" for place, character in found[:_MOST_SHOWN])
    en = ", ".join(f"“{shown(character)}” at {place}" for place, character in found[:_MOST_SHOWN])
    mistyped = [character for _, character in found if character in _MISTYPED_DIGITS]
    mend_zh = "字母 O、I、L 多半应为数字 0、1" if mistyped else "请删去或改正"
    mend_en = (
        "the letters O, I, L probably stand for the digits 0, 1" if mistyped else "remove or correct them"
    )
    return Problem(
        "bad_character",
        f"含有不应出现的字符：{zh}{more_zh}；{mend_zh}",
        f"Characters that do not belong here: {en}{more_en}; {mend_en}",
    )


def _too_long(text: str, subject_zh: str, subject_en: str) -> Problem:
    return Problem(
        "too_long",
        f"内容过长（{len(text)} 个字符），不可能是{subject_zh}；请只填写号码本身",
        f"Too long ({len(text)} characters) to be a {subject_en}; give the number alone",
    )


def _mangled(subject_zh: str, subject_en: str) -> Problem:
    return Problem(
        "scientific_notation",
        f"表格软件已把{subject_zh}变成科学计数法，后几位已丢失；请先把单元格设为“文本”格式，再重新填写",
        f"A spreadsheet turned this {subject_en} into scientific notation and lost its last digits; "
        "format the cell as text and enter it again",
    )


def _control(found: Iterable[str]) -> Problem:
    codes = "、".join(dict.fromkeys(shown(character) for character in found))[:60]
    return Problem(
        "control_character",
        f"含有看不见的控制字符（{codes}）；请清空后重新手工输入",
        f"Contains invisible control characters ({codes}); clear the field and type it again",
    )


def _without(text: str, unwanted: Iterable[str]) -> str:
    return text.translate({ord(character): None for character in unwanted})

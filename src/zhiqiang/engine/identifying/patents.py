"""Chinese patent application numbers (ZC 0006-2003): 12 digits since October 2003, 8 before, and a check digit.

Weights 2 to 9, then 2 to 5, mod 11, written X for ten. As 11 is prime and neighbouring weights differ, every
single wrong digit is caught and every two neighbours swapped.
"""

import re

from zhiqiang.engine.identifying.slips import impostors_mended, slips
from zhiqiang.engine.identifying.tidying import checking, squeeze, strangers
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused

_DIGITS = "0123456789"
_CHECKS = _DIGITS + "X"
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_TYPES = {
    "1": ("发明", "Invention"),
    "2": ("实用新型", "Utility model"),
    "3": ("外观设计", "Design"),
    "8": ("发明（PCT 进入中国国家阶段）", "Invention, PCT national phase"),
    "9": ("实用新型（PCT 进入中国国家阶段）", "Utility model, PCT national phase"),
}
_YEARS_WITHOUT_CHECK = ("85", "86", "87", "88")
_LABEL = re.compile(r"(?:专利号|申请号|专利申请号)?:?(?:ZL|CN)?\.?")
_PUBLICATION = re.compile(r"(?:CN)?\d{7,9}[A-DSUY]\d?")
_MOST_SUGGESTIONS = 3


def patent_check_digit(number: str) -> str:
    """The check digit, 0-9 or X, of an application number of 8 or 12 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11]


@checking("专利申请号", "patent application number")
def check_patent_application(text: str) -> Identified:
    """A Chinese patent application number with its check digit; granted patents (ZL) have the same number.

    `ZL`, `CN`, blanks and a missing point are allowed. Value: `201610311380.X`. Numbers of 1985-1988 had no
    check digit and pass without one. Facts: `kind`, `type` (1, 2, 3, 8, 9), `year`.
    """
    tidy = squeeze(text)
    elsewhere = _another_number(tidy)
    if elsewhere:
        return refused(tidy, elsewhere)
    number = squeeze(_LABEL.sub("", tidy, count=1), drop=".")
    problems = _form(number)
    if problems:
        return refused(tidy, *problems)
    body, check = _split(number)
    if check and check != patent_check_digit(body):
        return refused(_pointed(number), _sum_problem(number))
    kind, kind_en = _TYPES[_type_of(body)]
    year = body[:4] if len(body) == 12 else ("20" if body[0] == "0" else "19") + body[:2]
    facts = {"kind": kind, "kind_en": kind_en, "type": _type_of(body), "year": year}
    return accepted(_pointed(number) if check else number, facts)


def _another_number(tidy: str) -> Problem | None:
    """A publication or PCT number given for an application number."""
    if _PUBLICATION.fullmatch(tidy):
        return Problem(
            "is_publication",
            "这是公布（公告）号，请填写申请号（专利号），形如 201610311380.X",
            "This is a publication number; give the application number, like 201610311380.X",
        )
    if tidy.startswith("PCT"):
        return Problem(
            "is_pct",
            "这是 PCT 国际申请号，请填写进入中国后的申请号，形如 201080063196.9",
            "This is a PCT number; give the Chinese application number, like 201080063196.9",
        )
    return None


def _form(number: str) -> list[Problem]:
    """Problems of characters, length, year and type."""
    odd = strangers(number, _CHECKS) or strangers(number[:-1], _DIGITS)
    if odd:
        return [_with_mended(odd, number)]
    length = len(number)
    if length == 12 or (length == 8 and number[:2] not in _YEARS_WITHOUT_CHECK):
        return [_check_missing(number)]
    if length not in (8, 9, 13):
        return [
            Problem(
                "length",
                f"应为 12 位数字加 1 位校验码（2003 年 10 月前为 8 位加 1 位），现共 {length} 位；请对照证书核对",
                f"12 digits and a check digit are wanted (8 before October 2003), these are {length}; "
                "compare it with the certificate",
            )
        ]
    return _parts(number)


def _parts(number: str) -> list[Problem]:
    """Problems of year and type, of a number of the right length."""
    long = len(number) == 13
    year, problems = number[: 4 if long else 2], []
    if not (2003 <= int(year) <= 2099 if long else int(year) >= 85 or int(year) <= 3):
        span_zh, span_en = ("2003 年起", "2003 or later") if long else ("85–99 或 00–03", "85-99 or 00-03")
        zh, en = f"开头的年份“{year}”有误，应为 {span_zh}", f"The year “{year}” should be {span_en}"
        problems.append(Problem("year", zh, en))
    if _type_of(number) not in _TYPES:
        place, kind = 5 if long else 3, _type_of(number)
        zh = f"第 {place} 位“{kind}”不是专利种类：1 发明、2 实用新型、3 外观设计，8、9 由 PCT 进入"
        en = f"“{kind}” at place {place} is no kind: 1 invention, 2 utility model, 3 design, 8 and 9 from PCT"
        problems.append(Problem("type", zh, en))
    return problems


def _with_mended(odd: Problem, number: str) -> Problem:
    """The same problem, with what the number would be if look-alikes were put right."""
    mended = impostors_mended(number, _alphabets(number), _fits) if len(number) in (9, 13) else ()
    return Problem(odd.code, odd.message_zh, odd.message_en, suggestions=tuple(map(_pointed, mended)))


def _check_missing(number: str) -> Problem:
    if not number.isdigit():
        return Problem(
            "length",
            "校验位 X 前应有 12 位数字（2003 年 10 月前为 8 位），现少 1 位；请核对",
            "12 digits (8 before October 2003) are wanted before the X; one is missing",
        )
    whole = _pointed(number + patent_check_digit(number))
    return Problem(
        "check_digit_missing",
        f"缺少小数点后的校验位；若前面无误，应为 {whole}",
        f"The check digit after the point is missing; if the rest is right, it is {whole}",
        suggestions=(whole,),
    )


def _sum_problem(number: str) -> Problem:
    wanted = patent_check_digit(number[:-1])
    swaps = [one for one in slips(number, _alphabets(number), _fits) if one.swap]
    hint_zh = f"。可能的笔误：{swaps[0].zh}" if swaps else ""
    hint_en = f". Possible slip: {swaps[0].en}" if swaps else ""
    likely = (number[:-1] + wanted, *(one.value for one in swaps))
    return Problem(
        "check_digit",
        f"校验位应为 {wanted}，现为 {number[-1]}；请核对是否抄错{hint_zh}",
        f"The check digit should be {wanted} but is {number[-1]}; see whether it was copied wrongly{hint_en}",
        suggestions=tuple(map(_pointed, likely))[:_MOST_SUGGESTIONS],
    )


def _fits(number: str) -> bool:
    body = number[:-1]
    return body.isdigit() and not _parts(number) and patent_check_digit(body) == number[-1]


def _alphabets(number: str) -> tuple[str, ...]:
    return (*[_DIGITS] * (len(number) - 1), _CHECKS)


def _split(number: str) -> tuple[str, str]:
    """Digits and check digit; the latter empty for a number of 8 digits."""
    return (number, "") if len(number) == 8 else (number[:-1], number[-1])


def _type_of(number: str) -> str:
    return number[4] if len(number) >= 12 else number[2]


def _pointed(number: str) -> str:
    return f"{number[:-1]}.{number[-1]}"

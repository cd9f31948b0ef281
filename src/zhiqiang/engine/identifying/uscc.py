"""Unified social credit codes (GB 32100-2015), which hold an organisation code at places 9 to 17.

Both check characters must fit, the organisation code's (place 17) and the whole code's (place 18). Every
single wrong character is caught and every two neighbours swapped, for 31 is prime and the weights differ.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from zhiqiang.engine.identifying import places
from zhiqiang.engine.identifying.org_code import ORG_CHECKS, hyphened, org_check_character
from zhiqiang.engine.identifying.slips import Slip, impostors_mended, slips, values
from zhiqiang.engine.identifying.tidying import checking, squeeze, strangers
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused
from zhiqiang.engine.standards import rows

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a USCC in the order of their values: no I, O, S, V, Z."""

_NEVER = "IOZSV"
_DIGITS = "0123456789"
_VALUES = {character: value for value, character in enumerate(USCC_ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_PLACES = (USCC_ALPHABET, *[_DIGITS] * 7, *[USCC_ALPHABET] * 8, ORG_CHECKS, USCC_ALPHABET)
_SHAPE = re.compile(rf"[{USCC_ALPHABET}][0-9]{{7}}[{USCC_ALPHABET}]{{8}}[{ORG_CHECKS}][{USCC_ALPHABET}]")
_MOST_TOLD = 3


def uscc_check_character(first17: str) -> str:
    """The 18th character that GB 32100 asks of the first 17, each from `USCC_ALPHABET`."""
    total = sum(_VALUES[one] * weight for one, weight in zip(first17, _WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


@checking("统一社会信用代码", "unified social credit code")
def check_uscc(text: str) -> Identified:
    """A unified social credit code: 18 characters, both check characters right.

    Value: the 18 characters, capital, unparted. Facts: `kind`, `kind_code`, `authority` (who registered),
    `division`, `region`, `city` where the tables list it, `org_code`. A prefix that the tables do not know is
    a warning, for the tables may be older than the code.
    """
    code = squeeze(text)
    problems = _form(code)
    if problems:
        return refused(code, *problems)
    wrong = _sums(code)
    if wrong:
        return refused(code, wrong)
    return accepted(code, _facts(code), _warnings(code))


def _form(code: str) -> list[Problem]:
    """Problems of length and of characters, all of them."""
    problems = [] if len(code) == 18 else [_length(code)]
    never = [(place, one) for place, one in enumerate(code, 1) if one in _NEVER]
    if never:
        problems.append(_never_used(code, never))
    odd = strangers(code, USCC_ALPHABET + _NEVER)
    if odd:
        problems.append(odd)
    return problems or _misplaced(code)


def _length(code: str) -> Problem:
    length = len(code)
    mend_zh, mend_en, suggestions = _length_mend(code)
    missing_zh = f"少 {18 - length} 位" if length < 18 else f"多 {length - 18} 位"
    missing_en = f"{18 - length} too few" if length < 18 else f"{length - 18} too many"
    return Problem(
        "length",
        f"应为 18 位，现为 {length} 位，{missing_zh}；{mend_zh}",
        f"18 characters are wanted, these are {length}, {missing_en}; {mend_en}",
        suggestions=suggestions,
    )


def _length_mend(code: str) -> tuple[str, str, tuple[str, ...]]:
    length = len(code)
    if length == 9:
        return "9 位的是组织机构代码，不是统一社会信用代码", "9 characters are an organisation code", ()
    if length == 15 and code.isdigit():
        return (
            "15 位的是旧营业执照注册号，请填写现行营业执照上的 18 位代码",
            "15 digits are an old registration number: give the 18 characters of the present licence",
            (),
        )
    likely = _completed(code) if length == 17 else _one_dropped(code) if length == 19 else ()
    if likely:
        zh = "若只漏了末位，应为" if length == 17 else "可能是"
        en = "if only the last is missing, it is" if length == 17 else "it may be"
        return f"{zh} {likely[0]}", f"{en} {likely[0]}", likely
    if length < 18:
        return "请对照营业执照补全", "complete it from the business licence", ()
    return "请对照营业执照删去多余的字符", "remove what the business licence does not have", ()


def _never_used(code: str, never: Sequence[tuple[int, str]]) -> Problem:
    mended = impostors_mended(code, _PLACES, _fits) if len(code) == 18 else ()
    hint_zh, hint_en = "数字 0、1、2、5 常被误写成 O、I、Z、S", "the digits 0, 1, 2, 5 are often mistyped so"
    if mended:
        hint_zh, hint_en = f"改成 {mended[0]} 则校验通过", f"{mended[0]} would pass"
    return Problem(
        "letter_never_used",
        f"统一社会信用代码不使用字母 I、O、Z、S、V：{_placed_zh(never)}；{hint_zh}",
        f"The letters I, O, Z, S, V never occur: {_placed_en(never)}; {hint_en}",
        suggestions=mended,
    )


def _misplaced(code: str) -> list[Problem]:
    """A letter where the standard has digits only: places 2 to 8, and 17, where X is allowed."""
    wrong = [(place + 1, one) for place, one in enumerate(code) if one not in _PLACES[place]]
    if not wrong:
        return []
    mended = impostors_mended(code, _PLACES, _fits)
    return [
        Problem(
            "character_misplaced",
            f"{_placed_zh(wrong)}不合编码规则：第 2–8 位只用数字，第 17 位为数字或 X；请核对",
            f"{_placed_en(wrong)} breaks the rule: places 2-8 are digits, place 17 a digit or X; check it",
            suggestions=mended,
        )
    ]


def _sums(code: str) -> Problem | None:
    """What the two check characters say; None when both fit."""
    org_wanted, wanted = org_check_character(code[8:16]), uscc_check_character(code[:17])
    org_fits, fits = code[16] == org_wanted, code[17] == wanted
    if org_fits and fits:
        return None
    found = slips(code, _PLACES, _fits)
    org_zh = f"第 17 位（组织机构代码校验码）应为 {org_wanted}，现为 {code[16]}"
    org_en = f"haracter 17, the check of the organisation code, should be {org_wanted} but is {code[16]}"
    last_zh = f"第 18 位校验码应为 {wanted}，现为 {code[17]}"
    last_en = f"haracter 18, the check character, should be {wanted} but is {code[17]}"
    if org_fits:
        zh, en = f"{last_zh}；请核对是否抄错", f"C{last_en}; see whether it was copied wrongly"
        likely = [one for one in found if one.place != 18 and one.likelihood < 3]
        return _sum_problem("check_character", zh, en, found, likely)
    if fits:
        zh = f"{org_zh}，末位校验码却相符，可见不止一处有误；请对照营业执照逐位核对"
        en = f"C{org_en}, yet the last one fits, so more than one is wrong; compare each with the licence"
        return _sum_problem("organisation_check", zh, en, found, found)
    zh, en = f"{org_zh}；{last_zh}；多半是第 9–17 位抄错", f"C{org_en}; c{last_en}; look at places 9-17 first"
    return _sum_problem("both_checks", zh, en, found, found)


def _sum_problem(code: str, zh: str, en: str, found: Iterable[Slip], told: Sequence[Slip]) -> Problem:
    hints = told[:_MOST_TOLD]
    if hints:
        zh += "。可能的笔误：" + "；或".join(one.zh for one in hints)
        en += ". Possible slips: " + "; or ".join(one.en for one in hints)
    return Problem(code, zh, en, suggestions=values(found))


def _facts(code: str) -> Mapping[str, str]:
    kind = _kinds().get(code[:2], {})
    region, region_en = places.division(code[2:8]) or ("", "")
    city, city_en = places.city(code[2:8]) or ("", "")
    return {
        "kind": kind.get("kind", ""),
        "kind_en": kind.get("kind_en", ""),
        "kind_code": code[:2],
        "authority": kind.get("authority", ""),
        "authority_en": kind.get("authority_en", ""),
        "division": code[2:8],
        "region": region,
        "region_en": region_en,
        "city": city,
        "city_en": city_en,
        "org_code": hyphened(code[8:17]),
    }


def _warnings(code: str) -> list[Problem]:
    warnings = []
    if code[:2] not in _kinds():
        zh = f"前两位“{code[:2]}”不在 GB 32100 所列的登记管理部门和机构类别之内；请再核对一次"
        en = f"“{code[:2]}” is no authority and kind that GB 32100 lists; please check it once more"
        warnings.append(Problem("unknown_kind", zh, en, blocking=False))
    if places.division(code[2:8]) is None:
        zh = f"第 3–4 位“{code[2:4]}”不是已知的省级行政区划代码；请再核对一次"
        en = f"“{code[2:4]}” at places 3-4 is no known province; please check it once more"
        warnings.append(Problem("unknown_division", zh, en, blocking=False))
    return warnings


def _fits(code: str) -> bool:
    """Whether 18 characters make a USCC with a prefix that the tables know."""
    return (
        code[:2] in _kinds()
        and places.division(code[2:8]) is not None
        and _SHAPE.fullmatch(code) is not None
        and uscc_check_character(code[:17]) == code[17]
        and org_check_character(code[8:16]) == code[16]
    )


def _completed(first17: str) -> tuple[str, ...]:
    if any(one not in USCC_ALPHABET for one in first17):
        return ()
    whole = first17 + uscc_check_character(first17)
    return (whole,) if _fits(whole) else ()


def _one_dropped(code: str) -> tuple[str, ...]:
    shorter = dict.fromkeys(code[:place] + code[place + 1 :] for place in range(len(code)))
    return tuple(one for one in shorter if _fits(one))


def _placed_zh(found: Sequence[tuple[int, str]]) -> str:
    return "、".join(f"第 {place} 位“{one}”" for place, one in found[:_MOST_TOLD])


def _placed_en(found: Sequence[tuple[int, str]]) -> str:
    return ", ".join(f"“{one}” at place {place}" for place, one in found[:_MOST_TOLD])


@cache
def _kinds() -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType({row["prefix"]: row for row in rows("uscc-kinds")})

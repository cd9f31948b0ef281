"""Unified social credit codes (GB 32100-2015) and organisation codes (GB 11714-1997).

A USCC holds an organisation code at places 9 to 17. Both carry a check character, and both must fit.

What is caught: in a USCC every single wrong character and every two neighbours swapped, for 31 is prime and
its weights differ. In a lone organisation code (mod 11, letters A=10 … Z=35) every wrong digit, but not a
character given for another whose value is equal mod 11, such as 1 for C.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from zhiqiang.engine.identifying import places
from zhiqiang.engine.identifying.slips import Slip, impostors_mended, slips
from zhiqiang.engine.identifying.tidying import checking, squeeze, strangers
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused
from zhiqiang.engine.standards import rows

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a USCC in the order of their values: no I, O, S, V, Z."""

_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALPHANUMERIC = _DIGITS + _LETTERS
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_CHECKS = _DIGITS + "X"
_USCC_PLACES = (USCC_ALPHABET, *[_DIGITS] * 7, *[USCC_ALPHABET] * 8, _ORG_CHECKS, USCC_ALPHABET)
_ORG_PLACES = (*[_ALPHANUMERIC] * 8, _ORG_CHECKS)
_NEVER = "IOZSV"
_MOST_HINTS = 3
_MOST_SUGGESTIONS = 5


def uscc_check_character(first17: str) -> str:
    """The 18th character that GB 32100 asks of the first 17, each from `USCC_ALPHABET`."""
    total = sum(USCC_ALPHABET.index(one) * weight for one, weight in zip(first17, _USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


def org_check_character(first8: str) -> str:
    """The ninth character, 0-9 or X, that GB 11714 asks of the first 8, each 0-9 or A-Z."""
    total = sum(_ALPHANUMERIC.index(one) * weight for one, weight in zip(first8, _ORG_WEIGHTS, strict=True))
    return _ORG_CHECKS[-total % 11]


@checking("统一社会信用代码", "unified social credit code")
def check_uscc(text: str) -> Identified:
    """A unified social credit code: 18 characters, both check characters right (GB 32100-2015, GB 11714-1997).

    Value: the 18 characters, capital, unparted. Facts: `kind`, `kind_code`, `authority` (who registered),
    `division`, `region`, `city` where the tables list it, `org_code`. A prefix that the tables do not know is
    a warning, for the tables may be older than the code.
    """
    code = squeeze(text)
    problems = _uscc_form(code)
    if problems:
        return refused(code, *problems)
    wrong = _uscc_sums(code)
    if wrong:
        return refused(code, wrong)
    return accepted(code, _uscc_facts(code), _uscc_warnings(code))


@checking("组织机构代码", "organisation code")
def check_org_code(text: str) -> Identified:
    """An organisation code: 8 characters and a check character (GB 11714-1997). Value: `70846113-6`."""
    code = squeeze(text)
    if len(code) == 18 and check_uscc(code).ok:
        return refused(code, _is_uscc(code))
    problems = _org_form(code)
    if problems:
        return refused(code, *problems)
    if org_check_character(code[:8]) != code[8]:
        return refused(code, _org_sum(code))
    facts = {"kind": "组织机构代码", "kind_en": "Organisation code"}
    return accepted(_hyphened(code), facts, _self_defined(code))


@checking("统一社会信用代码或组织机构代码", "unified social credit code or organisation code")
def check_uscc_or_org_code(text: str) -> Identified:
    """Either of the two, told apart by length: up to 12 characters are read as an organisation code."""
    return check_org_code(text) if len(squeeze(text)) <= 12 else check_uscc(text)


def _uscc_form(code: str) -> list[Problem]:
    """Problems of length and of characters, all of them."""
    problems = [] if len(code) == 18 else [_uscc_length(code)]
    never = [f"第 {place} 位“{one}”" for place, one in enumerate(code, 1) if one in _NEVER]
    if never:
        problems.append(_never_letters(code, never))
    odd = strangers(code, _ALPHANUMERIC)
    if odd:
        problems.append(odd)
    if not problems:
        problems.extend(_misplaced_letters(code))
    return problems


def _uscc_length(code: str) -> Problem:
    length = len(code)
    suggestions: tuple[str, ...] = ()
    mend_zh, mend_en = "请对照营业执照补全", "complete it from the business licence"
    if length == 17 and _fits(whole := _completed(code)):
        suggestions = (whole,)
        mend_zh = f"若只漏了末位，应为 {whole}"
        mend_en = f"if only the last is missing, it is {whole}"
    elif length == 15 and code.isdigit():
        mend_zh = "15 位是旧的营业执照注册号，请改填“三证合一”后营业执照上的 18 位代码"
        mend_en = "15 digits are an old registration number: give the 18 characters of the present licence"
    elif length == 9:
        mend_zh, mend_en = "9 位是组织机构代码", "9 characters are an organisation code"
    elif length > 18:
        suggestions = _one_dropped(code)
        mend_zh, mend_en = "请删去多余的字符", "remove what is too much"
        if suggestions:
            mend_zh, mend_en = f"{mend_zh}，可能是 {suggestions[0]}", f"{mend_en}; it may be {suggestions[0]}"
    off = abs(length - 18)
    return Problem(
        "length",
        f"应为 18 位，现为 {length} 位，{'少' if length < 18 else '多'} {off} 位；{mend_zh}",
        f"18 characters are wanted, these are {length}, {off} too {'few' if length < 18 else 'many'}; {mend_en}",
        suggestions=suggestions,
    )


def _never_letters(code: str, never: Iterable[str]) -> Problem:
    mended = impostors_mended(code, _USCC_PLACES, _fits) if len(code) == 18 else ()
    hint_zh = f"；改后校验通过的是 {mended[0].value}" if mended else "；数字 0、1、2、5 常被误写成 O、I、Z、S"
    hint_en = f"; {mended[0].value} would pass" if mended else "; the digits 0, 1, 2, 5 are often mistyped so"
    return Problem(
        "letter_never_used",
        f"统一社会信用代码不使用字母 I、O、Z、S、V：{'、'.join(list(never)[:_MOST_HINTS])}{hint_zh}",
        f"The letters I, O, Z, S, V never occur: {_never_places(code)}{hint_en}",
        suggestions=_values(mended),
    )


def _never_places(code: str) -> str:
    found = [f"“{one}” at {place}" for place, one in enumerate(code, 1) if one in _NEVER]
    return ", ".join(found[:_MOST_HINTS])


def _misplaced_letters(code: str) -> list[Problem]:
    """A letter where the standard has digits only: places 2 to 8, and 17, where X is allowed."""
    wrong = [place for place, one in enumerate(code) if one not in _USCC_PLACES[place]]
    if not wrong:
        return []
    mended = impostors_mended(code, _USCC_PLACES, _fits)
    zh = "、".join(f"第 {place + 1} 位“{code[place]}”" for place in wrong)
    en = ", ".join(f"“{code[place]}” at {place + 1}" for place in wrong)
    return [
        Problem(
            "character_misplaced",
            f"{zh}不合编码规则：第 2–8 位只用数字，第 17 位为数字或 X；请核对",
            f"{en} breaks the rule: places 2-8 are digits, place 17 is a digit or X; check it",
            suggestions=_values(mended),
        )
    ]


def _uscc_sums(code: str) -> Problem | None:
    """What the two check characters say; None when both fit."""
    org_wanted, wanted = org_check_character(code[8:16]), uscc_check_character(code[:17])
    org_fits, fits = code[16] == org_wanted, code[17] == wanted
    if org_fits and fits:
        return None
    found = slips(code, _USCC_PLACES, _fits)
    org_zh = f"第 17 位（组织机构代码校验码）按第 9–16 位应为 {org_wanted}，现为 {code[16]}"
    org_en = f"character 17, the check of the organisation code, should be {org_wanted} but is {code[16]}"
    last_zh = f"第 18 位校验码应为 {wanted}，现为 {code[17]}"
    last_en = f"character 18, the check character, should be {wanted} but is {code[17]}"
    if org_fits:
        others = [slip for slip in found if slip.place != 18]
        zh, en = f"{last_zh}；请核对是否抄错", f"{_begun(last_en)}; check whether it was copied wrongly"
        return _sum_problem("check_character", zh, en, found, others)
    if fits:
        zh, en = (
            f"{org_zh}，末位校验码却相符，不止一处有误；请对照营业执照逐位核对",
            (
                f"{_begun(org_en)}, yet the last character fits: more than one is wrong; compare each with the licence"
            ),
        )
        return _sum_problem("organisation_check", zh, en, found, found)
    zh, en = (
        f"{org_zh}；{last_zh}；多半是第 9–17 位抄错",
        f"{_begun(org_en)}; {last_en}; look at places 9-17 first",
    )
    return _sum_problem("both_checks", zh, en, found, found)


def _sum_problem(code: str, zh: str, en: str, found: Iterable[Slip], told: Iterable[Slip]) -> Problem:
    hints = list(told)[:_MOST_HINTS]
    if hints:
        zh += "。可能的笔误：" + "；或".join(slip.zh for slip in hints)
        en += ". Possible slips: " + "; or ".join(slip.en for slip in hints)
    return Problem(code, zh, en, suggestions=_values(found))


def _uscc_facts(code: str) -> Mapping[str, str]:
    kind = _kinds().get(code[:2], {})
    region = places.division(code[2:8]) or ("", "")
    city = places.city(code[2:8]) or ("", "")
    return {
        "kind": kind.get("kind", ""),
        "kind_en": kind.get("kind_en", ""),
        "kind_code": code[:2],
        "authority": kind.get("authority", ""),
        "authority_en": kind.get("authority_en", ""),
        "division": code[2:8],
        "region": region[0],
        "region_en": region[1],
        "city": city[0],
        "city_en": city[1],
        "org_code": _hyphened(code[8:17]),
    }


def _uscc_warnings(code: str) -> list[Problem]:
    warnings = []
    if code[:2] not in _kinds():
        zh = f"前两位“{code[:2]}”不在 GB 32100 所列的登记管理部门和机构类别之内；请再核对一次"
        en = f"“{code[:2]}” is no authority and kind that GB 32100 lists; please check it once more"
        warnings.append(Problem("unknown_kind", zh, en, blocking=False))
    if places.division(code[2:8]) is None:
        zh = f"第 3–4 位“{code[2:4]}”不是已知的省级行政区划代码；请再核对一次"
        en = f"“{code[2:4]}” at 3-4 is no known province; please check it once more"
        warnings.append(Problem("unknown_division", zh, en, blocking=False))
    return warnings


def _org_form(code: str) -> list[Problem]:
    problems = []
    if len(code) != 9:
        suggestions: tuple[str, ...] = ()
        mend_zh, mend_en = "请对照组织机构代码证填写", "copy it from the certificate"
        if len(code) == 8 and not strangers(code, _ALPHANUMERIC):
            suggestions = (_hyphened(code + org_check_character(code)),)
            mend_zh, mend_en = (
                f"若漏了校验码，应为 {suggestions[0]}",
                f"with its check character: {suggestions[0]}",
            )
        zh = f"应为 8 位本体代码加 1 位校验码，现为 {len(code)} 位；{mend_zh}"
        en = f"8 characters and a check character are wanted, these are {len(code)}; {mend_en}"
        problems.append(Problem("length", zh, en, suggestions=suggestions))
    odd = strangers(code, _ALPHANUMERIC)
    if odd:
        problems.append(odd)
    elif len(code) == 9 and code[8] not in _ORG_CHECKS:
        zh, en = "末位校验码只能是数字或 X", "the check character is a digit or X"
        problems.append(
            Problem("character_misplaced", f"{zh}，现为 {code[8]}", f"{_begun(en)}, not {code[8]}")
        )
    return problems


def _org_sum(code: str) -> Problem:
    wanted = org_check_character(code[:8])
    found = slips(code, _ORG_PLACES, lambda one: org_check_character(one[:8]) == one[8])
    swaps = [slip for slip in found if slip.swap]
    zh = f"末位校验码应为 {wanted}，现为 {code[8]}；请核对是否抄错"
    en = f"The check character should be {wanted} but is {code[8]}; check whether it was copied wrongly"
    problem = _sum_problem("check_character", zh, en, (), swaps)
    suggestions = tuple(_hyphened(value) for value in (code[:8] + wanted, *_values(swaps)))
    return Problem(problem.code, problem.message_zh, problem.message_en, suggestions=suggestions)


def _is_uscc(code: str) -> Problem:
    org = _hyphened(code[8:17])
    zh = f"这是 18 位统一社会信用代码；其中的组织机构代码（第 9–17 位）是 {org}"
    en = f"This is a unified social credit code; the organisation code in it (places 9-17) is {org}"
    return Problem("is_uscc", zh, en, suggestions=(org,))


def _self_defined(code: str) -> list[Problem]:
    if not (code.startswith("PDY") and code[3:8].isdigit()):
        return []
    zh = "PDY 开头的代码属于系统内部自定义区，不用于对外交换；请确认"
    en = "Codes beginning with PDY are self-defined inside one system, not for exchange; please confirm"
    return [Problem("self_defined", zh, en, blocking=False)]


def _fits(code: str) -> bool:
    """Whether 18 characters make a USCC with a prefix that the tables know."""
    return (
        code[:2] in _kinds()
        and places.division(code[2:8]) is not None
        and all(one in allowed for one, allowed in zip(code, _USCC_PLACES, strict=True))
        and org_check_character(code[8:16]) == code[16]
        and uscc_check_character(code[:17]) == code[17]
    )


def _completed(first17: str) -> str:
    known = all(one in USCC_ALPHABET for one in first17)
    return first17 + (uscc_check_character(first17) if known else "?")


def _one_dropped(code: str) -> tuple[str, ...]:
    if len(code) != 19:
        return ()
    shorter = dict.fromkeys(code[:place] + code[place + 1 :] for place in range(19))
    return tuple(one for one in shorter if _fits(one))


def _hyphened(org_code: str) -> str:
    return f"{org_code[:8]}-{org_code[8:]}"


def _values(found: Iterable[Slip]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slip.value for slip in found))[:_MOST_SUGGESTIONS]


def _begun(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType({row["prefix"]: row for row in rows("uscc-kinds")})

"""Organisation codes (GB 11714-1997): eight characters and a check character.

Letters count A=10 … Z=35, the sum is taken mod 11. Every wrong digit is caught, and every two neighbouring
digits swapped; not caught is a character given for another whose value is equal mod 11, such as 1 for C.
"""

from zhiqiang.engine.identifying.slips import slips, values
from zhiqiang.engine.identifying.tidying import checking, squeeze, strangers
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused

ORG_CHECKS = "0123456789X"
"""The check characters in the order of their values."""

_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {character: value for value, character in enumerate(_ALPHANUMERIC)}
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PLACES = (*[_ALPHANUMERIC] * 8, ORG_CHECKS)


def org_check_character(first8: str) -> str:
    """The ninth character, 0-9 or X, that GB 11714 asks of the first 8, each 0-9 or A-Z."""
    total = sum(_VALUES[one] * weight for one, weight in zip(first8, _WEIGHTS, strict=True))
    return ORG_CHECKS[-total % 11]


def hyphened(code: str) -> str:
    """Nine characters in the normal form of the standard: `70846113-6`."""
    return f"{code[:8]}-{code[8:]}"


@checking("组织机构代码", "organisation code")
def check_org_code(text: str) -> Identified:
    """An organisation code (GB 11714-1997). Value: `70846113-6`. A code beginning with PDY is a warning."""
    code = squeeze(text)
    problems = _form(code)
    if problems:
        return refused(code, *problems)
    if org_check_character(code[:8]) != code[8]:
        return refused(code, _sum_problem(code))
    facts = {"kind": "组织机构代码", "kind_en": "Organisation code"}
    return accepted(hyphened(code), facts, _self_defined(code))


def _form(code: str) -> list[Problem]:
    """Problems of length and of characters, all of them."""
    problems = [] if len(code) == 9 else [_length(code)]
    odd = strangers(code, _ALPHANUMERIC)
    if odd:
        problems.append(odd)
    elif len(code) == 9 and code[8] not in ORG_CHECKS:
        problems.append(
            Problem(
                "character_misplaced",
                f"末位校验码只能是数字或 X，现为 {code[8]}；请核对",
                f"The check character is a digit or X, not {code[8]}; check it",
            )
        )
    return problems


def _length(code: str) -> Problem:
    suggestions: tuple[str, ...] = ()
    mend_zh, mend_en = "请对照组织机构代码证填写", "copy it from the certificate"
    if len(code) == 8 and not strangers(code, _ALPHANUMERIC):
        suggestions = (hyphened(code + org_check_character(code)),)
        mend_zh, mend_en = (
            f"若只漏了校验码，应为 {suggestions[0]}",
            f"with its check character: {suggestions[0]}",
        )
    elif len(code) == 18:
        suggestions = (hyphened(code[8:17]),)
        mend_zh = f"18 位的是统一社会信用代码，其第 9–17 位 {suggestions[0]} 才是组织机构代码"
        mend_en = f"18 are a unified social credit code, whose places 9-17 are this code: {suggestions[0]}"
    return Problem(
        "length",
        f"应为 8 位本体代码加 1 位校验码，现为 {len(code)} 位；{mend_zh}",
        f"8 characters and a check character are wanted, these are {len(code)}; {mend_en}",
        suggestions=tuple(one for one in suggestions if check_org_code(one).ok),
    )


def _sum_problem(code: str) -> Problem:
    wanted = org_check_character(code[:8])
    found = slips(code, _PLACES, lambda one: org_check_character(one[:8]) == one[8])
    swaps = [one for one in found if one.swap]
    hint_zh = f"。可能的笔误：{swaps[0].zh}" if swaps else ""
    hint_en = f". Possible slip: {swaps[0].en}" if swaps else ""
    return Problem(
        "check_character",
        f"末位校验码应为 {wanted}，现为 {code[8]}；请核对是否抄错{hint_zh}",
        f"The check character should be {wanted} but is {code[8]}; see whether it was copied wrongly{hint_en}",
        suggestions=tuple(hyphened(value) for value in (code[:8] + wanted, *values(swaps))),
    )


def _self_defined(code: str) -> list[Problem]:
    if not (code.startswith("PDY") and code[3:8].isdigit()):
        return []
    return [
        Problem(
            "self_defined",
            "PDY 开头的代码属于系统内部自定义区，不用于对外交换；请确认",
            "Codes beginning with PDY are self-defined inside one system, not for exchange; please confirm",
            blocking=False,
        )
    ]

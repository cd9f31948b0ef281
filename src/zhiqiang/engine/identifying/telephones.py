"""Telephone numbers of mainland China, mobile and fixed."""

import re

from zhiqiang.engine.identifying import places
from zhiqiang.engine.identifying.tidying import checking, squeeze, strangers
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused

_DIGITS = "0123456789"
_MARKS = " -()."
_PARTS = re.compile(r"[-\s()\[\]/.]+")
_EXTENSION = re.compile(r"(?:转|分机|EXT\.?|X|#|\*|:|,)+", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:\+|00)86[-\s()]*")
_COUNTRY_BARE = re.compile(r"86(?=1[3-9]\d{9}$|(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}$)")
_FOREIGN = re.compile(r"(?:\+|00)(?!86)\d")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE = re.compile(r"([48]00)(\d{3})(\d{4})")
_SHORT_AREA = re.compile(r"0(?:10|2\d)")
_LONG_AREA = re.compile(r"0[3-9]\d{2}")
_FIXED = re.compile(r"(0(?:10|2\d)(?=\d{8}$)|0[3-9]\d{2})([2-9]\d{6,7})")
_WITHOUT_AREA = re.compile(r"[2-9]\d{6,7}")
_SEVERAL = re.compile(r"[;、]|[/,]\s*\+?\d{7,}|或")


@checking("手机号码", "mobile number")
def check_mobile(text: str) -> Identified:
    """A mobile number of mainland China: 11 digits from 13 to 19; +86 may stand before. Value: the digits."""
    problem = _not_one_number(text)
    if problem:
        return refused(text, problem)
    number = squeeze(_without_country(text), drop=_MARKS)
    odd = strangers(number, _DIGITS)
    if odd:
        return refused(number, odd)
    if _MOBILE.fullmatch(number):
        return accepted(number, {"kind": "手机", "kind_en": "Mobile"})
    return refused(number, _mobile_problem(number))


@checking("固定电话号码", "landline number")
def check_landline(text: str) -> Identified:
    """A fixed number of mainland China with its area code, or a 400 or 800 number; an extension may follow.

    Value: `029-88888888`, `029-88888888-801`, `400-888-8888`. Facts: `kind`, `area_code`, `region`,
    `extension`. An area code that the table does not know is a warning.
    """
    problem = _not_one_number(text)
    if problem:
        return refused(text, problem)
    number, extension = _split_extension(_without_country(text))
    odd = strangers(number + extension, _DIGITS)
    if odd:
        return refused(number, odd)
    service = _SERVICE.fullmatch(number)
    if service:
        facts = {"kind": "服务热线", "kind_en": "Service number", "extension": extension}
        return accepted(_extended("-".join(service.groups()), extension), facts)
    fixed = _FIXED.fullmatch(number)
    if fixed is None:
        return refused(number, _landline_problem(number, extension))
    area, local = fixed.groups()
    region, region_en = places.area(number) or ("", "")
    facts = {"kind": "固定电话", "kind_en": "Landline", "area_code": area, "extension": extension}
    facts |= {"region": region, "region_en": region_en}
    return accepted(_extended(f"{area}-{local}", extension), facts, [] if region else [_unknown_area(area)])


@checking("电话号码", "telephone number")
def check_phone(text: str) -> Identified:
    """A mobile or a fixed number, whichever it is; see `check_mobile` and `check_landline`."""
    number = squeeze(_without_country(text), drop=_MARKS)
    return check_mobile(text) if number.startswith("1") and len(number) >= 9 else check_landline(text)


def _not_one_number(text: str) -> Problem | None:
    if _FOREIGN.match(squeeze(text, drop=" -()")):
        return Problem(
            "foreign",
            "这是中国大陆以外的号码；请填写大陆的手机或固定电话",
            "This number lies outside mainland China; give a mainland one",
        )
    if _SEVERAL.search(text):
        return Problem("several", "只能填写一个号码，请删去其余的", "Give one number only; remove the others")
    return None


def _without_country(text: str) -> str:
    """The number as dialled inside the country; a landline gets its trunk 0 back."""
    digits = squeeze(text, drop=_MARKS)
    if _COUNTRY_BARE.match(digits):
        rest = digits[2:]
    else:
        rest, cut = _COUNTRY.subn("", text.lstrip(" ("), count=1)
        if not cut:
            return text
    begun = squeeze(rest, drop=_MARKS)
    inland = begun.startswith(("0", "400", "800")) or _MOBILE.match(begun) or not begun
    return rest if inland else f"0{rest}"


def _split_extension(text: str) -> tuple[str, str]:
    """The number and its extension, both without marks; a third group of digits is an extension, too."""
    marked = _EXTENSION.split(text, maxsplit=1)
    if len(marked) == 2:
        return squeeze(marked[0], drop=_MARKS), squeeze(marked[1], drop=_MARKS)
    parts = [part for part in _PARTS.split(text) if part]
    whole = "".join(parts)
    if len(parts) > 2 and parts[0].startswith("0") and len(parts[1]) in (7, 8):
        return parts[0] + parts[1], "".join(parts[2:])
    if not _is_fixed(whole) and len(parts) > 1 and _is_fixed("".join(parts[:-1])):
        return "".join(parts[:-1]), parts[-1]
    return whole, ""


def _is_fixed(number: str) -> bool:
    return bool(_FIXED.fullmatch(number) or _SERVICE.fullmatch(number))


def _extended(number: str, extension: str) -> str:
    return f"{number}-{extension}" if extension else number


def _mobile_problem(number: str) -> Problem:
    if number.startswith("0") or _SERVICE.fullmatch(number):
        return Problem(
            "is_landline",
            "这像是固定电话；请填写 11 位手机号码",
            "This looks like a landline; give a mobile number of 11 digits",
        )
    if len(number) != 11:
        off = f"少 {11 - len(number)} 位" if len(number) < 11 else f"多 {len(number) - 11} 位"
        return Problem(
            "length",
            f"手机号码应为 11 位，现为 {len(number)} 位，{off}；请核对",
            f"A mobile number has 11 digits, this has {len(number)}; check it",
        )
    return Problem(
        "prefix",
        f"手机号码应以 13–19 开头，现以 {number[:2]} 开头；请核对",
        f"A mobile number begins with 13 to 19, not {number[:2]}; check it",
    )


def _landline_problem(number: str, extension: str) -> Problem:
    if _MOBILE.fullmatch(number):
        return Problem(
            "is_mobile",
            "这是手机号码；请填写带区号的固定电话，形如 029-88888888",
            "This is a mobile number; give a landline with its area code, like 029-88888888",
        )
    if _WITHOUT_AREA.fullmatch(number):
        return Problem(
            "area_code_missing",
            f"缺少区号；请在前面加上，形如 029-{number}",
            f"The area code is missing; put it before, like 029-{number}",
        )
    if len(number) > 8 and (lost := _FIXED.fullmatch("0" + number)):
        return _nought_missing(_extended("-".join(lost.groups()), extension))
    if _SHORT_AREA.match(number):
        return _local_part(number[:3], number[3:], "8", "8", (8,))
    if _LONG_AREA.match(number):
        return _local_part(number[:4], number[4:], "7 或 8", "7 or 8", (7, 8))
    return Problem(
        "form",
        "应为区号加号码，形如 029-88888888 或 0917-3260000，分机写作 029-88888888-801",
        "Area code and number are wanted, like 029-88888888; an extension follows as 029-88888888-801",
    )


def _local_part(area: str, local: str, wanted_zh: str, wanted_en: str, lengths: tuple[int, ...]) -> Problem:
    if len(local) in lengths:
        return Problem(
            "local_part",
            f"区号 {area} 后的号码应以 2–9 开头，现以 {local[0]} 开头；请核对",
            f"What follows the area code {area} begins with 2 to 9, not {local[0]}; check it",
        )
    return Problem(
        "length",
        f"区号 {area} 后应为 {wanted_zh} 位号码，现为 {len(local)} 位；请核对",
        f"{wanted_en} digits follow the area code {area}, these are {len(local)}; check them",
    )


def _nought_missing(whole: str) -> Problem:
    return Problem(
        "nought_missing",
        f"区号前少了 0（表格软件常把它删去），应为 {whole}",
        f"The 0 of the area code is missing (spreadsheets drop it): {whole}",
        suggestions=(whole,),
    )


def _unknown_area(code: str) -> Problem:
    return Problem(
        "unknown_area_code",
        f"没有查到区号 {code}；请再核对一次",
        f"The area code {code} is not known; please check it once more",
        blocking=False,
    )

"""Ways to reach a person in China: mobile and fixed telephones, postcodes."""

import re

from zhiqiang.engine.identifying import places
from zhiqiang.engine.identifying.tidying import checking, squeeze, strangers
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused

_DIGITS = "0123456789"
_PARTS = re.compile(r"[-\s()\[\]/.]+")
_EXTENSION = re.compile(r"(?:转|分机|EXT\.?|X|#|\*|:|,)+", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:\+|00)86[-\s()]*")
_FOREIGN = re.compile(r"(?:\+|00)(?!86)\d")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE = re.compile(r"([48]00)(\d{3})(\d{4})")
_SHORT_AREA = re.compile(r"0(?:10|2\d)")
_FIXED = re.compile(r"(0(?:10|2\d)|0[3-9]\d{2})([2-9]\d{6,7})")
_SEVERAL = re.compile(r"[;、]|[/,，]\s*\+?\d{7,}|或")


@checking("手机号码", "mobile number")
def check_mobile(text: str) -> Identified:
    """A mobile number of mainland China: 11 digits from 13 to 19; +86 may stand before. Value: the 11 digits."""
    problem = _not_one_number(text)
    if problem:
        return refused(text, problem)
    number = squeeze(_without_country(text), drop=" -().")
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
    if not number.startswith("0") and _FIXED.fullmatch("0" + number) and len(number) >= 10:
        return refused(number, _nought_missing(_fixed("0" + number, extension)))
    fixed = _FIXED.fullmatch(number)
    if fixed is None or (_SHORT_AREA.match(number) and len(fixed.group(2)) != 8):
        return refused(number, _landline_problem(number))
    region = places.area(number) or ("", "")
    facts = {"kind": "固定电话", "kind_en": "Landline", "area_code": fixed.group(1), "extension": extension}
    return accepted(
        _fixed(number, extension),
        {**facts, "region": region[0], "region_en": region[1]},
        [] if region[0] else [_unknown_area(fixed.group(1))],
    )


@checking("电话号码", "telephone number")
def check_phone(text: str) -> Identified:
    """A mobile or a fixed number, whichever it is; see `check_mobile` and `check_landline`."""
    number = squeeze(_without_country(text), drop=" -().")
    return check_mobile(text) if number.startswith("1") and len(number) >= 9 else check_landline(text)


@checking("邮政编码", "postcode")
def check_postcode(text: str) -> Identified:
    """A postcode of mainland China, Hong Kong or Macao: six digits. Facts: `region`. An unknown one is a warning."""
    code = squeeze(text)
    odd = strangers(code, _DIGITS)
    if odd:
        return refused(code, odd)
    if len(code) != 6:
        return refused(code, _postcode_length(code))
    if code == "000000":
        return refused(
            code, Problem("placeholder", "000000 不是邮政编码，请填写真实的邮编", "000000 is no postcode")
        )
    special = {"999077": places.division("81"), "999078": places.division("82")}
    region = special.get(code) or places.postal(code)
    facts = {"kind": "邮政编码", "kind_en": "Postcode"}
    if region is None:
        zh, en = (
            f"没有以 {code[:2]} 开头的邮区；请再核对一次",
            f"No postal region begins with {code[:2]}; please check it",
        )
        return accepted(code, facts, [Problem("unknown_region", zh, en, blocking=False)])
    return accepted(code, {**facts, "region": region[0], "region_en": region[1]})


def _not_one_number(text: str) -> Problem | None:
    if _FOREIGN.match(squeeze(text, drop=" -()")):
        zh, en = (
            "这是中国大陆以外的号码；请填写大陆的手机或固定电话",
            "This number lies outside mainland China; give a mainland one",
        )
        return Problem("foreign", zh, en)
    if _SEVERAL.search(text):
        return Problem("several", "只能填写一个号码，请删去其余的", "Give one number only; remove the others")
    return None


def _without_country(text: str) -> str:
    """The number as dialled inside the country; a landline gets its trunk 0 back."""
    rest, cut = _COUNTRY.subn("", text.lstrip(" ("), count=1)
    if not cut and re.match(r"86(?:[-\s]|1\d{10}$)", text):
        rest, cut = text[2:].lstrip(" -"), 1
    digits = squeeze(rest, drop=" -()")
    is_fixed = (
        cut and digits[:1] not in ("0", "") and not _MOBILE.match(digits) and digits[:3] not in ("400", "800")
    )
    return f"0{rest}" if is_fixed else rest


def _split_extension(text: str) -> tuple[str, str]:
    """The number and its extension, both without marks; a third group of digits is an extension, too."""
    marked = _EXTENSION.split(text, maxsplit=1)
    if len(marked) == 2:
        return squeeze(marked[0], drop=" -()."), squeeze(marked[1], drop=" -().")
    parts = [part for part in _PARTS.split(text) if part]
    whole = "".join(parts)
    if len(parts) > 2 and parts[0].startswith("0") and len(parts[1]) in (7, 8):
        return parts[0] + parts[1], "".join(parts[2:])
    if len(parts) == 2 and _FIXED.fullmatch(parts[0]) and not _FIXED.fullmatch(whole):
        return parts[0], parts[1]
    if len(parts) > 2 and not _SERVICE.fullmatch(whole) and _takes_extension("".join(parts[:-1])):
        return "".join(parts[:-1]), parts[-1]
    return whole, ""


def _takes_extension(number: str) -> bool:
    return bool(_FIXED.fullmatch(number) or _SERVICE.fullmatch(number))


def _fixed(number: str, extension: str) -> str:
    length = 3 if _SHORT_AREA.match(number) else 4
    return _extended(f"{number[:length]}-{number[length:]}", extension)


def _extended(number: str, extension: str) -> str:
    return f"{number}-{extension}" if extension else number


def _mobile_problem(number: str) -> Problem:
    if number.startswith("0") or _SERVICE.fullmatch(number):
        zh, en = (
            "这像是固定电话；请填写 11 位手机号码",
            "This looks like a landline; give a mobile number of 11 digits",
        )
        return Problem("is_landline", zh, en)
    if len(number) != 11:
        off = abs(len(number) - 11)
        zh = f"手机号码应为 11 位，现为 {len(number)} 位，{'少' if len(number) < 11 else '多'} {off} 位；请核对"
        return Problem("length", zh, f"A mobile number has 11 digits, this has {len(number)}; check it")
    zh = f"手机号码应以 13–19 开头，现以 {number[:2]} 开头；请核对"
    return Problem("prefix", zh, f"A mobile number begins with 13 to 19, not {number[:2]}; check it")


def _landline_problem(number: str) -> Problem:
    if _MOBILE.fullmatch(number):
        zh, en = (
            "这是手机号码；请填写带区号的固定电话，形如 029-88888888",
            ("This is a mobile number; give a landline with its area code, like 029-88888888"),
        )
        return Problem("is_mobile", zh, en)
    if re.fullmatch(r"[2-9]\d{6,7}", number):
        zh, en = (
            f"缺少区号；请在前面加上，形如 029-{number}",
            f"The area code is missing; put it before, like 029-{number}",
        )
        return Problem("area_code_missing", zh, en)
    if _SHORT_AREA.match(number):
        zh = f"区号 {number[:3]} 后应为 8 位号码（以 2–9 开头），现为“{number[3:]}”，{len(number) - 3} 位；请核对"
        en = f"8 digits, the first 2-9, follow the area code {number[:3]}; these are {len(number) - 3}; check them"
        return Problem("length", zh, en)
    if re.match(r"0[3-9]\d{2}", number):
        zh = f"区号 {number[:4]} 后应为 7 或 8 位号码（以 2–9 开头），现为“{number[4:]}”，{len(number) - 4} 位；请核对"
        en = f"7 or 8 digits, the first 2-9, follow the area code {number[:4]}; these are {len(number) - 4}; check them"
        return Problem("length", zh, en)
    zh, en = (
        "应为区号加号码，形如 029-88888888 或 0917-3260000，分机写作 029-88888888-801",
        ("Area code and number are wanted, like 029-88888888; an extension follows as 029-88888888-801"),
    )
    return Problem("form", zh, en)


def _nought_missing(whole: str) -> Problem:
    zh, en = (
        f"区号前少了 0（表格软件常把它删去），应为 {whole}",
        f"The 0 of the area code is missing: {whole}",
    )
    return Problem("nought_missing", zh, en, suggestions=(whole,))


def _unknown_area(code: str) -> Problem:
    zh, en = (
        f"没有查到区号 {code}；请再核对一次",
        f"The area code {code} is not known; please check it once more",
    )
    return Problem("unknown_area_code", zh, en, blocking=False)


def _postcode_length(code: str) -> Problem:
    whole = "0" + code
    if len(code) == 5 and places.postal(whole):
        zh, en = (
            f"邮政编码为 6 位；若开头的 0 被表格软件删去，应为 {whole}",
            f"Six digits are wanted: {whole}, if a 0 was lost",
        )
        return Problem("length", zh, en, suggestions=(whole,))
    return Problem(
        "length", f"邮政编码为 6 位数字，现为 {len(code)} 位", f"Six digits are wanted, these are {len(code)}"
    )

"""Patent numbers: Chinese application numbers (ZC 0006), publication numbers (ZC 0007, 0008), PCT applications.

Only application numbers carry a check digit: weights 2 to 9, then 2 to 5, mod 11. As 11 is prime and
neighbouring weights differ, every single wrong digit and every two neighbours swapped are caught.
"""

import re

from zhiqiang.engine.identifying.slips import slips
from zhiqiang.engine.identifying.tidying import checking, squeeze, strangers
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused

_DIGITS = "0123456789"
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CHECKS = _DIGITS + "X"
_TYPES = {
    "1": ("发明", "Invention"),
    "2": ("实用新型", "Utility model"),
    "3": ("外观设计", "Design"),
    "8": ("发明（PCT 进入中国国家阶段）", "Invention, PCT national phase"),
    "9": ("实用新型（PCT 进入中国国家阶段）", "Utility model, PCT national phase"),
}
_WITHOUT_CHECK = ("85", "86", "87", "88")
_APPLICATION_LABEL = re.compile(r"(?:专利号|申请号|专利申请号)?:?(?:ZL|CN)?\.?")
_PUBLICATION_LABEL = re.compile(r"(?:公开号|公布号|公告号|授权公告号)?:?")
_PUBLICATION = re.compile(r"(?:CN)?(\d{7,9})([A-Z])([1-9])?")
_PUBLICATION_KINDS = {
    "A": ("1", "发明专利申请公布", "Publication of an invention application"),
    "B": (
        "1",
        "发明专利授权公告（1993 年前为审定公告）",
        "Granted invention (before 1993: examined application)",
    ),
    "C": ("1", "发明专利授权公告（1993–2010 年）", "Granted invention (1993-2010)"),
    "U": ("2", "实用新型专利授权公告", "Granted utility model"),
    "Y": ("2", "实用新型专利授权公告（1993–2010 年）", "Granted utility model (1993-2010)"),
    "S": ("3", "外观设计专利授权公告", "Granted design"),
    "D": ("3", "外观设计专利授权公告（1993–2010 年）", "Granted design (1993-2010)"),
}
_PCT = re.compile(r"PCT/?([A-Z]{2})(?:/?(\d{4}|\d{2})/(\d+)|(\d+))")
_WO = re.compile(r"WO/?\d{2,4}/?\d{5,6}(?:A\d)?")


def patent_check_digit(number: str) -> str:
    """The check digit, 0-9 or X, of an application number of 8 or 12 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11]


@checking("专利申请号", "patent application number")
def check_patent_application(text: str) -> Identified:
    """A Chinese patent application number: 12 digits since October 2003, 8 before, and a check digit (ZC 0006).

    `ZL`, `CN`, blanks and a missing point are allowed. Value: `201610311380.X`. Numbers of 1985-1988 had no
    check digit and pass without one. Facts: `kind`, `type` (1, 2, 3, 8, 9), `year`.
    """
    tidy = squeeze(text)
    elsewhere = _another_number(tidy)
    if elsewhere:
        return refused(tidy, elsewhere)
    number = squeeze(_APPLICATION_LABEL.sub("", tidy, count=1), drop=".")
    problems = _application_form(number)
    if problems:
        return refused(tidy, *problems)
    body, check = (number[:8], number[8:]) if len(number) < 12 else (number[:12], number[12:])
    if check and check != patent_check_digit(body):
        return refused(_pointed(number), _application_sum(number))
    zh, en = _TYPES[_type_of(body)]
    year = body[:4] if len(body) == 12 else _century(body[:2])
    return accepted(
        _pointed(number) if check else body, {"kind": zh, "kind_en": en, "type": _type_of(body), "year": year}
    )


@checking("专利公布（公告）号", "patent publication number")
def check_patent_publication(text: str) -> Identified:
    """A Chinese publication number: CN, 7 to 9 digits, a kind letter that suits the first digit (ZC 0007, 0008).

    Value: `CN106844774A`. Facts: `kind`, `type` (1 invention, 2 utility model, 3 design). There is no check
    digit: a wrong digit cannot be seen.
    """
    tidy = squeeze(_PUBLICATION_LABEL.sub("", squeeze(text), count=1), drop=".")
    read = _PUBLICATION.fullmatch(tidy)
    if read is None:
        return refused(tidy, _publication_form(tidy))
    number, letter, revision = read.group(1), read.group(2), read.group(3) or ""
    if letter not in _PUBLICATION_KINDS:
        return refused(tidy, _publication_letter(number, letter))
    kind, zh, en = _PUBLICATION_KINDS[letter]
    stated = number[2] if len(number) == 8 else number[0]
    if stated != kind or (len(number) == 8 and number[:2] not in _WITHOUT_CHECK):
        return refused(tidy, _publication_mismatch(number, stated, letter))
    return accepted(f"CN{number}{letter}{revision}", {"kind": zh, "kind_en": en, "type": kind})


@checking("PCT 国际申请号", "PCT application number")
def check_pct_application(text: str) -> Identified:
    """A PCT application number: PCT/CN2016/073365 since 2004 (4 + 6 digits), PCT/CN03/00123 before (2 + 5).

    Any receiving office may stand for CN. Value: with both strokes. Facts: `kind`, `office`, `year`.
    """
    tidy = squeeze(text, drop=" ").replace("-", "/")
    if _WO.fullmatch(tidy):
        zh, en = (
            "这是国际公布号（WO），请填写 PCT 开头的国际申请号",
            "This is a publication number; give the one with PCT",
        )
        return refused(tidy, Problem("is_publication", zh, en))
    read = _PCT.fullmatch(tidy)
    if read is None:
        return refused(tidy, _pct_form())
    office, year, serial = read.group(1), read.group(2), read.group(3)
    if read.group(4):
        split = 2 if len(read.group(4)) == 7 else 4
        year, serial = read.group(4)[:split], read.group(4)[split:]
    problem = _pct_digits(office, year, serial)
    if problem:
        return refused(tidy, problem)
    facts = {"kind": "PCT 国际申请", "kind_en": "PCT application", "office": office}
    return accepted(
        f"PCT/{office}{year}/{serial}", {**facts, "year": year if len(year) == 4 else _century(year)}
    )


def _another_number(tidy: str) -> Problem | None:
    """A publication or PCT number given for an application number."""
    read = _PUBLICATION.fullmatch(tidy)
    if read and read.group(2) in _PUBLICATION_KINDS:
        zh, en = (
            "这是公布（公告）号，请填写申请号（专利号），形如 201610311380.X",
            ("This is a publication number; give the application number, like 201610311380.X"),
        )
        return Problem("is_publication", zh, en)
    if tidy.startswith("PCT"):
        zh, en = (
            "这是 PCT 国际申请号，请填写进入中国后的申请号，形如 201080063196.9",
            ("This is a PCT number; give the Chinese application number, like 201080063196.9"),
        )
        return Problem("is_pct", zh, en)
    return None


def _application_form(number: str) -> list[Problem]:
    odd = strangers(number, _CHECKS) or (strangers(number[:-1], _DIGITS) if number else None)
    if odd:
        return [odd]
    length = len(number)
    if length == 12 or (length == 8 and number[:2] not in _WITHOUT_CHECK):
        return [_check_missing(number)]
    if length not in (8, 9, 13):
        zh = f"应为 12 位数字加 1 位校验码（2003 年 10 月前为 8 位加 1 位），现共 {length} 位；请对照受理通知书或证书"
        en = f"12 digits and a check digit are wanted (8 before October 2003), these are {length}; see the certificate"
        return [Problem("length", zh, en)]
    return _application_parts(number)


def _application_parts(number: str) -> list[Problem]:
    """Year and type, of a number of the right length."""
    long = len(number) == 13
    year, problems = number[:4] if long else number[:2], []
    if not (2003 <= int(year) <= 2099 if long else int(year) >= 85 or int(year) <= 3):
        span_zh, span_en = ("2003 年起", "2003 and later") if long else ("85–99 或 00–03", "85-99 or 00-03")
        zh, en = (
            f"开头的年份“{year}”有误，应为 {span_zh}",
            f"The year “{year}” at the beginning should be {span_en}",
        )
        problems.append(Problem("year", zh, en))
    if _type_of(number) not in _TYPES:
        place = 5 if long else 3
        zh = f"第 {place} 位“{_type_of(number)}”不是专利种类：1 发明、2 实用新型、3 外观设计、8 与 9 为 PCT 进入国家阶段"
        en = f"“{_type_of(number)}” at {place} is no kind: 1 invention, 2 utility model, 3 design, 8 and 9 from PCT"
        problems.append(Problem("type", zh, en))
    return problems


def _check_missing(number: str) -> Problem:
    whole = _pointed(number + patent_check_digit(number)) if number.isdigit() else ""
    zh = f"缺少小数点后的校验位；若前面无误，应为 {whole}" if whole else "校验位前应有 8 位或 12 位数字"
    en = f"The check digit after the point is missing; it would be {whole}" if whole else "Digits are missing"
    return Problem("check_digit_missing", zh, en, suggestions=(whole,) if whole else ())


def _application_sum(number: str) -> Problem:
    wanted = patent_check_digit(number[:-1])
    alphabets = (*[_DIGITS] * (len(number) - 1), _CHECKS)
    swaps = [one for one in slips(number, alphabets, _application_fits) if one.swap]
    zh = f"校验位应为 {wanted}，现为 {number[-1]}；请核对是否抄错"
    en = f"The check digit should be {wanted} but is {number[-1]}; check whether it was copied wrongly"
    if swaps:
        zh += f"。可能的笔误：{swaps[0].zh}"
        en += f". Possible slip: {swaps[0].en}"
    likely = (_pointed(number[:-1] + wanted), *(_pointed(one.value) for one in swaps))
    return Problem("check_digit", zh, en, suggestions=likely[:3])


def _application_fits(number: str) -> bool:
    return (
        number[:-1].isdigit()
        and not _application_parts(number)
        and patent_check_digit(number[:-1]) == number[-1]
    )


def _publication_form(tidy: str) -> Problem:
    if re.fullmatch(r"(?:CN)?\d{7,9}", tidy):
        zh, en = (
            "末尾缺少种类字母（A、B、C、U、Y、S、D 之一），请补上",
            "The kind letter at the end is missing (A, B, C, U, Y, S, D)",
        )
        return Problem("kind_missing", zh, en)
    if re.fullmatch(r"(?:CN|ZL)?\d{8,12}\.?[\dX]", tidy):
        zh, en = (
            "这像是专利申请号，请填写公布（公告）号，形如 CN106844774A",
            ("This looks like an application number; give the publication number, like CN106844774A"),
        )
        return Problem("is_application", zh, en)
    zh, en = (
        "应为 CN、7 至 9 位数字和 1 个种类字母，形如 CN106844774A",
        ("CN, 7 to 9 digits and a kind letter are wanted, like CN106844774A"),
    )
    return Problem("form", zh, en)


def _publication_letter(number: str, letter: str) -> Problem:
    zh = f"末尾的“{letter}”不是中国专利文献的种类字母，应为 A、B、C、U、Y、S、D 之一"
    return Problem(
        "kind", zh, f"“{letter}” is no kind of Chinese patent document: A, B, C, U, Y, S or D is wanted"
    )


def _publication_mismatch(number: str, stated: str, letter: str) -> Problem:
    fitting = [one for one, (kind, _, _) in _PUBLICATION_KINDS.items() if kind == stated]
    kind, kind_en = _TYPES.get(stated, ("未知种类", "an unknown kind"))
    zh = f"号码表示{kind}，种类字母却是 {letter}；"
    en = f"The number is that of {kind_en.lower()}, yet the kind letter is {letter}; "
    if fitting and stated in "123":
        zh, en = f"{zh}应为 {'、'.join(fitting)} 之一，请核对", f"{en}{', '.join(fitting)} would suit"
    else:
        zh, en = (
            f"{zh}请核对号码首位（1 发明、2 实用新型、3 外观设计）",
            f"{en}check the first digit (1, 2 or 3)",
        )
    return Problem("kind_mismatch", zh, en)


def _pct_form() -> Problem:
    zh, en = (
        "应形如 PCT/CN2016/073365（2004 年前形如 PCT/CN03/00123）",
        ("It should look like PCT/CN2016/073365 (before 2004: PCT/CN03/00123)"),
    )
    return Problem("form", zh, en)


def _pct_digits(office: str, year: str, serial: str) -> Problem | None:
    """Whether year and serial number go together."""
    if len(year) == 4 and 2004 <= int(year) <= 2099:
        if len(serial) == 6:
            return None
        padded = (f"PCT/{office}{year}/{serial.zfill(6)}",) if len(serial) < 6 else ()
        zh = f"2004 年起序号为 6 位，现为 {len(serial)} 位" + (
            f"；补零后为 {padded[0]}" if padded else "；请核对"
        )
        en = f"Since 2004 the serial number has 6 digits, not {len(serial)}" + (
            f": {padded[0]}" if padded else ""
        )
        return Problem("serial", zh, en, suggestions=padded)
    if len(year) == 2 and (int(year) >= 78 or int(year) <= 3):
        if len(serial) == 5:
            return None
        zh, en = (
            f"2004 年前序号为 5 位，现为 {len(serial)} 位；请核对",
            f"Before 2004: 5 digits, not {len(serial)}",
        )
        return Problem("serial", zh, en)
    whole = (f"PCT/{office}20{year}/{serial.zfill(6)}",) if len(year) == 2 and len(serial) <= 6 else ()
    mend_zh, mend_en = (f"，应为 {whole[0]}", f": {whole[0]}") if whole else ("；请核对", "; check it")
    zh = f"年份“{year}”有误：2004 年起用 4 位年份和 6 位序号，之前用 2 位年份和 5 位序号{mend_zh}"
    en = f"The year “{year}” does not fit: 4 + 6 digits since 2004, 2 + 5 before{mend_en}"
    return Problem("year", zh, en, suggestions=whole)


def _type_of(number: str) -> str:
    return number[4] if len(number) >= 12 else number[2]


def _century(year: str) -> str:
    return ("19" if int(year) >= 78 else "20") + year


def _pointed(number: str) -> str:
    return f"{number[:-1]}.{number[-1]}"

"""Chinese patent publication numbers (ZC 0007, ZC 0008) and PCT application numbers.

Neither carries a check digit: only the form is seen, and whether its parts go together.
"""

import re

from zhiqiang.engine.identifying.tidying import checking, squeeze
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused

_LABEL = re.compile(r"(?:公开号|公布号|公告号|授权公告号)?:?")
_PUBLICATION = re.compile(r"(?:CN)?(\d{7,9})([A-Z])([1-9])?")
_WITHOUT_LETTER = re.compile(r"(?:CN)?\d{7,9}")
_APPLICATION = re.compile(r"(?:CN|ZL)?\d{8,12}[\dX]")
_KINDS = {
    "A": ("1", "发明专利申请公布", "Publication of an invention application"),
    "B": ("1", "发明专利授权公告（1993 年前为审定公告）", "Granted invention (before 1993: examined)"),
    "C": ("1", "发明专利授权公告（1993–2010 年）", "Granted invention (1993-2010)"),
    "U": ("2", "实用新型专利授权公告", "Granted utility model"),
    "Y": ("2", "实用新型专利授权公告（1993–2010 年）", "Granted utility model (1993-2010)"),
    "S": ("3", "外观设计专利授权公告", "Granted design"),
    "D": ("3", "外观设计专利授权公告（1993–2010 年）", "Granted design (1993-2010)"),
}
_TYPES = {"1": ("发明", "an invention"), "2": ("实用新型", "a utility model"), "3": ("外观设计", "a design")}
_PCT = re.compile(r"PCT/?([A-Z]{2})(?:/?(\d{4}|\d{2})/(\d+)|(\d{7}|\d{10}))")
_WO = re.compile(r"WO/?\d{2,4}/?\d{5,6}(?:A\d)?")


@checking("专利公布（公告）号", "patent publication number")
def check_patent_publication(text: str) -> Identified:
    """A Chinese publication number: CN, 7 to 9 digits, a kind letter that suits the first digit.

    The 8 digits of 1985-1988 tell the kind at the third. Value: `CN106844774A`. Facts: `kind`, `type`
    (1 invention, 2 utility model, 3 design).
    """
    tidy = squeeze(_LABEL.sub("", squeeze(text), count=1), drop=".")
    read = _PUBLICATION.fullmatch(tidy)
    if read is None:
        return refused(tidy, _publication_form(tidy))
    number, letter, revision = read.group(1), read.group(2), read.group(3) or ""
    if letter not in _KINDS:
        return refused(tidy, _letter_unknown(letter))
    kind, zh, en = _KINDS[letter]
    stated = number[2] if len(number) == 8 else number[0]
    if stated != kind or (len(number) == 8 and not "85" <= number[:2] <= "88"):
        return refused(tidy, _mismatch(stated, letter))
    return accepted(f"CN{number}{letter}{revision}", {"kind": zh, "kind_en": en, "type": kind})


@checking("PCT 国际申请号", "PCT application number")
def check_pct_application(text: str) -> Identified:
    """A PCT application number: PCT/CN2016/073365 since 2004 (4 + 6 digits), PCT/CN03/00123 before (2 + 5).

    Any receiving office may stand for CN. Value: with both strokes. Facts: `kind`, `office`, `year`.
    """
    tidy = squeeze(text, drop=" ").replace("-", "/")
    read = _PCT.fullmatch(tidy)
    if read is None:
        return refused(tidy, _pct_form(tidy))
    office, year, serial, unparted = read.groups()
    if unparted:
        split = 2 if len(unparted) == 7 else 4
        year, serial = unparted[:split], unparted[split:]
    problem = _pct_digits(office, year, serial)
    if problem:
        return refused(tidy, problem)
    century = "" if len(year) == 4 else "20" if year[0] == "0" else "19"
    facts = {"kind": "PCT 国际申请", "kind_en": "PCT application", "office": office, "year": century + year}
    return accepted(f"PCT/{office}{year}/{serial}", facts)


def _publication_form(tidy: str) -> Problem:
    if _WITHOUT_LETTER.fullmatch(tidy):
        return Problem(
            "kind_missing",
            "末尾缺少种类字母（A、B、C、U、Y、S、D 之一），请补上",
            "The kind letter at the end is missing: A, B, C, U, Y, S or D",
        )
    if _APPLICATION.fullmatch(tidy):
        return Problem(
            "is_application",
            "这像是专利申请号，请填写公布（公告）号，形如 CN106844774A",
            "This looks like an application number; give the publication number, like CN106844774A",
        )
    return Problem(
        "form",
        "应为 CN、7 至 9 位数字和 1 个种类字母，形如 CN106844774A",
        "CN, 7 to 9 digits and a kind letter are wanted, like CN106844774A",
    )


def _letter_unknown(letter: str) -> Problem:
    return Problem(
        "kind",
        f"末尾的“{letter}”不是中国专利文献的种类字母，应为 A、B、C、U、Y、S、D 之一",
        f"“{letter}” is no kind of Chinese patent document: A, B, C, U, Y, S or D is wanted",
    )


def _mismatch(stated: str, letter: str) -> Problem:
    if stated not in _TYPES or stated == _KINDS[letter][0]:
        return Problem(
            "form",
            "号码首位应为 1（发明）、2（实用新型）或 3（外观设计），8 位号码仅见于 1985–1988 年；请核对",
            "The number begins with 1 (invention), 2 (utility model) or 3 (design), and 8 digits occur in "
            "1985-1988 only; check it",
        )
    fitting = [one for one, (kind, _, _) in _KINDS.items() if kind == stated]
    zh, en = _TYPES[stated]
    return Problem(
        "kind_mismatch",
        f"号码表示{zh}，种类字母却是 {letter}（{'、'.join(fitting)} 才相配）；请核对两者",
        f"The number is that of {en}, yet the kind letter is {letter} ({', '.join(fitting)} would suit); check both",
    )


def _pct_form(tidy: str) -> Problem:
    if _WO.fullmatch(tidy):
        return Problem(
            "is_publication",
            "这是国际公布号（WO），请填写 PCT 开头的国际申请号",
            "This is a publication number (WO); give the application number that begins with PCT",
        )
    return Problem(
        "form",
        "应形如 PCT/CN2016/073365（2004 年前形如 PCT/CN03/00123）",
        "It should look like PCT/CN2016/073365 (before 2004: PCT/CN03/00123)",
    )


def _pct_digits(office: str, year: str, serial: str) -> Problem | None:
    """Whether year and serial number go together."""
    if len(year) == 4 and "2004" <= year <= "2099":
        return None if len(serial) == 6 else _serial("2004 年起", "Since 2004", 6, office + year, serial)
    if len(year) == 2 and (year >= "78" or year <= "03"):
        return None if len(serial) == 5 else _serial("2004 年前", "Before 2004", 5, office + year, serial)
    meant = ""
    if len(year) == 2 and len(serial) <= 6:
        meant = f"PCT/{office}20{year}/{serial.zfill(6)}"
    return Problem(
        "year",
        f"年份“{year}”有误：2004 年起用 4 位年份和 6 位序号，之前用 2 位年份和 5 位序号"
        + (f"，应为 {meant}" if meant else "；请核对"),
        f"The year “{year}” does not fit: 4 + 6 digits since 2004, 2 + 5 before"
        + (f"; it should be {meant}" if meant else "; check it"),
        suggestions=(meant,) if meant else (),
    )


def _serial(when_zh: str, when_en: str, wanted: int, prefix: str, serial: str) -> Problem:
    padded = f"PCT/{prefix}/{serial.zfill(wanted)}" if len(serial) < wanted else ""
    return Problem(
        "serial",
        f"{when_zh}序号为 {wanted} 位，现为 {len(serial)} 位；"
        + (f"前面补零为 {padded}" if padded else "请核对"),
        f"{when_en} the serial number has {wanted} digits, not {len(serial)}; "
        + (f"with noughts before: {padded}" if padded else "check it"),
        suggestions=(padded,) if padded else (),
    )

"""Registration numbers of software copyrights and trademarks. Neither carries a check digit: only form is seen."""

import re

from zhiqiang.engine.identifying.tidying import checking, squeeze
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused

_REGISTRATION = re.compile(r"(\d{4})SR([A-Z]{0,2}\d{4,7})")
_CERTIFICATE = re.compile(r"软著(登|变补)字第([A-Z]{0,2}\d{4,8})号")
_BOTH_MIXED = re.compile(r"软著登字第(\d{4}SR\d{4,7})号")
_FIRST_YEAR = 1992
_TRADEMARK = re.compile(r"(?:第|注册号:?)?(G?)0*(\d{1,10})([A-Z]?)号?")
_LONGEST_TRADEMARK = 8


@checking("软件著作权登记号", "software copyright number")
def check_software_copyright(text: str) -> Identified:
    """A registration number (2019SR0123456) or a certificate number (软著登字第1234567号) of a software copyright.

    Facts: `kind`, and `year` of a registration number. The two are different numbers of one right.
    """
    tidy = squeeze(text, drop=" -.")
    registration = _REGISTRATION.fullmatch(tidy)
    if registration and int(registration.group(1)) >= _FIRST_YEAR:
        facts = {"kind": "登记号", "kind_en": "Registration number", "year": registration.group(1)}
        return accepted(tidy, facts)
    certificate = _CERTIFICATE.fullmatch(tidy) or _CERTIFICATE.fullmatch(f"{tidy}号")
    if certificate:
        value = f"软著{certificate.group(1)}字第{certificate.group(2)}号"
        return accepted(value, {"kind": "证书号", "kind_en": "Certificate number"})
    return refused(tidy, _software_problem(tidy))


@checking("商标注册号", "trademark registration number")
def check_trademark(text: str) -> Identified:
    """A trademark registration number: up to 8 digits, `G` before an international one, a letter after a split one.

    Value: without 第, 号 and leading noughts. Facts: `kind`. More than 8 digits is a warning, for numbers grow.
    """
    tidy = squeeze(text)
    read = _TRADEMARK.fullmatch(tidy)
    if read is None or not int(read.group(2)):
        zh, en = (
            "应为 1 至 8 位数字，国际注册前加 G，分割后的末尾可有 1 个字母，形如 12345678",
            (
                "1 to 8 digits are wanted, with G before an international registration and at most one letter after"
            ),
        )
        return refused(tidy, Problem("form", zh, en))
    international, number, split = read.groups()
    kind = (
        ("国际注册（马德里）", "International registration (Madrid)")
        if international
        else ("国内注册", "National")
    )
    return accepted(
        f"{international}{number}{split}", {"kind": kind[0], "kind_en": kind[1]}, _long_number(number)
    )


def _long_number(number: str) -> list[Problem]:
    if len(number) <= _LONGEST_TRADEMARK:
        return []
    zh = f"商标注册号通常不超过 {_LONGEST_TRADEMARK} 位，现为 {len(number)} 位；请再核对一次"
    en = f"These numbers seldom exceed {_LONGEST_TRADEMARK} digits, this has {len(number)}; please check it once more"
    return [Problem("length", zh, en, blocking=False)]


def _software_problem(tidy: str) -> Problem:
    mixed = _BOTH_MIXED.fullmatch(tidy)
    if mixed:
        zh = f"登记号与证书号写在了一起；登记号应为 {mixed.group(1)}"
        en = f"A registration number inside a certificate number; the registration number is {mixed.group(1)}"
        return Problem("mixed", zh, en, suggestions=(mixed.group(1),))
    zh = "应为登记号（4 位年份 + SR + 4 至 7 位数字，形如 2019SR0123456）或证书号（形如 软著登字第1234567号）"
    en = "A registration number (year, SR, 4 to 7 digits: 2019SR0123456) or a certificate number (软著登字第1234567号)"
    year = _REGISTRATION.fullmatch(tidy)
    if year:
        zh, en = (
            f"年份“{year.group(1)}”有误：软件登记始于 {_FIRST_YEAR} 年",
            f"No software was registered in {year.group(1)}",
        )
    return Problem("form", zh, f"{en} is wanted" if not year else en)

"""Registration numbers of software copyrights and of trademarks.

Neither carries a check digit: only the form is seen.
"""

import re

from zhiqiang.engine.identifying.tidying import checking, squeeze
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused

_REGISTRATION = re.compile(r"(\d{4})SR([A-Z]{0,2}\d{4,7})")
_CERTIFICATE = re.compile(r"软著(登|变补)字第([A-Z]{0,2}\d{4,8})号?")
_MIXED = re.compile(r"软著登字第(\d{4}SR\d{4,7})号?")
_FIRST_YEAR = 1992
_TRADEMARK = re.compile(r"(?:第|注册号:?)?(G?)0*(\d{1,10})([A-Z]?)号?")
_LONGEST_TRADEMARK = 8


@checking("软件著作权登记号", "software copyright number")
def check_software_copyright(text: str) -> Identified:
    """A registration number (2019SR0123456) or a certificate number (软著登字第1234567号) of software.

    The two are different numbers of one right. Facts: `kind`, and `year` of a registration number.
    """
    tidy = squeeze(text, drop=" -.")
    registration = _REGISTRATION.fullmatch(tidy)
    if registration and int(registration.group(1)) >= _FIRST_YEAR:
        facts = {"kind": "登记号", "kind_en": "Registration number", "year": registration.group(1)}
        return accepted(tidy, facts)
    certificate = _CERTIFICATE.fullmatch(tidy)
    if certificate:
        value = f"软著{certificate.group(1)}字第{certificate.group(2)}号"
        return accepted(value, {"kind": "证书号", "kind_en": "Certificate number"})
    return refused(tidy, _software_problem(tidy))


@checking("商标注册号", "trademark registration number")
def check_trademark(text: str) -> Identified:
    """A trademark registration number: digits, G before an international one, a letter after a split one.

    Value: without 第, 号 and leading noughts. Facts: `kind`. More than 8 digits is a warning: numbers grow.
    """
    tidy = squeeze(text)
    read = _TRADEMARK.fullmatch(tidy)
    if read is None or not int(read.group(2)):
        return refused(
            tidy,
            Problem(
                "form",
                "应为 1 至 8 位数字，国际注册前加 G，分割后的末尾可有 1 个字母，形如 12345678",
                "1 to 8 digits are wanted, G before an international registration, one letter after a split one",
            ),
        )
    international, number, split = read.groups()
    kind = ("国际注册（马德里）", "International (Madrid)") if international else ("国内注册", "National")
    facts = {"kind": kind[0], "kind_en": kind[1]}
    return accepted(f"{international}{number}{split}", facts, _long_number(number))


def _long_number(number: str) -> list[Problem]:
    length = len(number)
    if length <= _LONGEST_TRADEMARK:
        return []
    return [
        Problem(
            "length",
            f"商标注册号通常不超过 {_LONGEST_TRADEMARK} 位，现为 {length} 位；请再核对一次",
            f"These numbers seldom exceed {_LONGEST_TRADEMARK} digits, this has {length}; please check it",
            blocking=False,
        )
    ]


def _software_problem(tidy: str) -> Problem:
    mixed = _MIXED.fullmatch(tidy)
    if mixed:
        return Problem(
            "mixed",
            f"登记号与证书号写在了一起；登记号应为 {mixed.group(1)}",
            f"A registration number inside a certificate number; the registration number is {mixed.group(1)}",
            suggestions=(mixed.group(1),),
        )
    early = _REGISTRATION.fullmatch(tidy)
    if early:
        return Problem(
            "year",
            f"年份“{early.group(1)}”有误：软件著作权登记始于 {_FIRST_YEAR} 年；请核对",
            f"The year “{early.group(1)}” is wrong: registration began in {_FIRST_YEAR}; check it",
        )
    return Problem(
        "form",
        "应为登记号（年份 + SR + 4 至 7 位数字，形如 2019SR0123456）或证书号（形如 软著登字第1234567号）",
        "A registration number (year, SR, 4 to 7 digits: 2019SR0123456) or a certificate number "
        "(软著登字第1234567号) is wanted",
    )

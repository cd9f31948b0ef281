"""Is this number a real one? Each check takes what a person typed and says what is wrong, and the mend.

    check("uscc", "9144 0300 7084 6113 6t").value  →  "91440300708461136T"

Full-width characters, blanks, hyphens and small letters are put right; nothing else is changed. A form asks
for a check by the name of its kind (`identifier: uscc`), one of `KINDS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhiqiang.engine.identifying.contact import check_landline, check_mobile, check_phone, check_postcode
from zhiqiang.engine.identifying.mail import check_email
from zhiqiang.engine.identifying.organisation import check_org_code, check_uscc, check_uscc_or_org_code
from zhiqiang.engine.identifying.patents import (
    check_patent_application,
    check_patent_publication,
    check_pct_application,
)
from zhiqiang.engine.identifying.rights import check_software_copyright, check_trademark
from zhiqiang.engine.identifying.verdict import Identified, Problem

__all__ = [
    "KINDS",
    "Identified",
    "Kind",
    "Problem",
    "check",
    "check_email",
    "check_landline",
    "check_mobile",
    "check_org_code",
    "check_patent_application",
    "check_patent_publication",
    "check_pct_application",
    "check_phone",
    "check_postcode",
    "check_software_copyright",
    "check_trademark",
    "check_uscc",
    "check_uscc_or_org_code",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of number, as a form shows it. `keyboard` is HTML's `inputmode`; `example` passes the check."""

    name: str
    label: str
    label_en: str
    example: str
    keyboard: str
    check: Callable[[str], Identified]


_ALL = (
    Kind("uscc", "统一社会信用代码", "Unified social credit code", "91110000600037341L", "text", check_uscc),
    Kind("org_code", "组织机构代码", "Organisation code", "70846113-6", "text", check_org_code),
    Kind(
        "uscc_or_org_code",
        "统一社会信用代码或组织机构代码",
        "Unified social credit code or organisation code",
        "91110000600037341L",
        "text",
        check_uscc_or_org_code,
    ),
    Kind(
        "patent_application",
        "专利申请号",
        "Patent application number",
        "201610311380.X",
        "text",
        check_patent_application,
    ),
    Kind(
        "patent_publication",
        "专利公布（公告）号",
        "Patent publication number",
        "CN106844774A",
        "text",
        check_patent_publication,
    ),
    Kind(
        "pct_application",
        "PCT 国际申请号",
        "PCT application number",
        "PCT/CN2016/073365",
        "text",
        check_pct_application,
    ),
    Kind(
        "software_copyright",
        "软件著作权登记号",
        "Software copyright number",
        "2019SR0123456",
        "text",
        check_software_copyright,
    ),
    Kind("trademark", "商标注册号", "Trademark registration number", "12345678", "text", check_trademark),
    Kind("mobile", "手机号码", "Mobile number", "13800138000", "tel", check_mobile),
    Kind("landline", "固定电话", "Landline number", "029-88888888", "tel", check_landline),
    Kind("phone", "电话", "Telephone number", "029-88888888", "tel", check_phone),
    Kind("postcode", "邮政编码", "Postcode", "710000", "numeric", check_postcode),
    Kind("email", "电子邮箱", "E-mail address", "name@example.com", "email", check_email),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
"""Every kind of number there is a check for, by name."""


def check(kind: str, text: str) -> Identified:
    """Check `text` as a number of this kind. Raises ValueError, naming the kinds there are, for another kind."""
    if kind not in KINDS:
        raise ValueError(f"no kind of number {kind!r}; there are: {', '.join(KINDS)}")
    return KINDS[kind].check(text)

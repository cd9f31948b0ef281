"""Is this number a real one? Each check takes what a person typed and says what is wrong, and the mend.

    check("uscc", "9144 0300 7084 6113 6t").value  →  "91440300708461136T"

Full-width characters, blanks, hyphens and small letters are put right; nothing else is changed. A form asks
for a check by the name of its kind (`identifiers: [uscc]`), one of `KINDS`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from zhiqiang.engine.identifying.mail import check_email
from zhiqiang.engine.identifying.org_code import check_org_code
from zhiqiang.engine.identifying.patents import check_patent_application
from zhiqiang.engine.identifying.postcodes import check_postcode
from zhiqiang.engine.identifying.publications import check_patent_publication, check_pct_application
from zhiqiang.engine.identifying.rights import check_software_copyright, check_trademark
from zhiqiang.engine.identifying.telephones import check_landline, check_mobile, check_phone
from zhiqiang.engine.identifying.uscc import check_uscc
from zhiqiang.engine.identifying.verdict import Identified, Problem

__all__ = [
    "KINDS",
    "Identified",
    "Kind",
    "Problem",
    "check",
    "check_any",
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
]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of number, as a form shows it. `keyboard` is HTML's `inputmode`; `example` passes the check."""

    name: str
    label: str
    label_en: str
    example: str
    check: Callable[[str], Identified]
    keyboard: str = "text"


_ALL = (
    Kind("uscc", "统一社会信用代码", "Unified social credit code", "91110000600037341L", check_uscc),
    Kind("org_code", "组织机构代码", "Organisation code", "70846113-6", check_org_code),
    Kind(
        "patent_application",
        "专利申请号",
        "Patent application number",
        "201610311380.X",
        check_patent_application,
    ),
    Kind(
        "patent_publication",
        "专利公布（公告）号",
        "Patent publication number",
        "CN106844774A",
        check_patent_publication,
    ),
    Kind(
        "pct_application",
        "PCT 国际申请号",
        "PCT application number",
        "PCT/CN2016/073365",
        check_pct_application,
    ),
    Kind(
        "software_copyright",
        "软件著作权登记号",
        "Software copyright number",
        "2019SR0123456",
        check_software_copyright,
    ),
    Kind("trademark", "商标注册号", "Trademark registration number", "12345678", check_trademark),
    Kind("mobile", "手机号码", "Mobile number", "13800138000", check_mobile, "tel"),
    Kind("landline", "固定电话", "Landline number", "029-88888888", check_landline, "tel"),
    Kind("phone", "电话", "Telephone number", "029-88888888", check_phone, "tel"),
    Kind("postcode", "邮政编码", "Postcode", "710000", check_postcode, "numeric"),
    Kind("email", "电子邮箱", "E-mail address", "name@example.com", check_email, "email"),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
"""Every kind of number there is a check for, by name."""


def check(kind: str, text: str) -> Identified:
    """Check `text` as a number of this kind, one of `KINDS`.

    Raises ValueError, naming the kinds there are, for another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of number {kind!r}; there are: {', '.join(KINDS)}")
    return KINDS[kind].check(text)


def check_any(kinds: Sequence[str], text: str) -> Identified:
    """Check `text` as a number of the first of these kinds that it fits, else of the one it comes nearest to.

    Nearest: its form is that of the kind, then its length alone is not, then anything else. Raises ValueError
    for an unknown kind and for no kind at all.
    """
    if not kinds:
        raise ValueError("name at least one kind of number")
    found = [check(kind, text) for kind in kinds]
    return next((one for one in found if one.ok), min(found, key=_distance))


def _distance(read: Identified) -> int:
    codes = {problem.code for problem in read.problems}
    if any(code.startswith("is_") for code in codes) or codes & {"form", "bad_character", "at_missing"}:
        return 2
    return 1 if codes & {"length", "prefix"} else 0

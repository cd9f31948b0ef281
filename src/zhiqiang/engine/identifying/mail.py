"""E-mail addresses, read as a mail server would take them, and the slips people make in them."""

import re
from functools import cache

from zhiqiang.engine.identifying.slips import edited
from zhiqiang.engine.identifying.tidying import checking, shown
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_NAME = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_ENDING = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_WRAPPING = re.compile(r"^(?:mailto:|e-?mail:|邮箱:)?\s*<?\s*|[\s>,;.]*$", re.IGNORECASE)
_LONGEST_NAME = 64
_LONGEST = 254
_NO_SUCH_ENDING = {"con": "com", "cmo": "com", "ocm": "com", "comm": "com", "vom": "com", "nte": "net"}
_PROVIDERS = (
    *("qq.com", "163.com", "126.com", "139.com", "189.cn", "sina.com", "sina.cn", "sohu.com", "foxmail.com"),
    *("yeah.net", "aliyun.com", "gmail.com", "outlook.com", "hotmail.com"),
)


@checking("电子邮箱", "e-mail address")
def check_email(text: str) -> Identified:
    """One e-mail address in ASCII (RFC 5321, no quoted names), its domain with at least one dot.

    Value: the domain in small letters, a Chinese one as `xn--…`; the name before @ stays as it is. Facts:
    `kind`, `domain`. A domain one slip away from a well-known provider's is a warning with the mended address.
    """
    address = _WRAPPING.sub("", text)
    name, _, domain = address.partition("@")
    problem = _whole_problem(address) or _name_problem(name)
    if problem:
        return refused(address, problem)
    plain_domain = _ascii(domain.lower())
    problem = _domain_problem(name, plain_domain, domain)
    if problem:
        return refused(address, problem)
    value = f"{name}@{plain_domain}"
    facts = {"kind": "电子邮箱", "kind_en": "E-mail", "domain": plain_domain}
    return accepted(value, facts, _provider_slip(name, plain_domain))


def _whole_problem(address: str) -> Problem | None:
    ats = address.count("@")
    if ats > 1 and re.search(r"[\s,;、]", address):
        return Problem(
            "several", "只能填写一个邮箱，请删去其余的", "Give one address only; remove the others"
        )
    if ats > 1:
        return Problem(
            "several_at", "@ 只能有一个，请删去多余的", "There is more than one @; remove the others"
        )
    if ats == 0:
        return Problem(
            "at_missing",
            "缺少 @，应形如 name@example.com",
            "The @ is missing; it should look like name@example.com",
        )
    if " " in address:
        return Problem("blank", "邮箱中间有空格，请删去", "There is a blank inside; remove it")
    if len(address) > _LONGEST:
        return Problem(
            "too_long", f"邮箱过长，最多 {_LONGEST} 个字符", f"At most {_LONGEST} characters are allowed"
        )
    return None


def _name_problem(name: str) -> Problem | None:
    if not name:
        return Problem("name_missing", "@ 前面缺少邮箱名", "The name before @ is missing")
    if len(name) > _LONGEST_NAME:
        return Problem(
            "too_long",
            f"@ 前面过长（{len(name)} 个字符，最多 {_LONGEST_NAME} 个）",
            f"Too long before @: {len(name)} characters, at most {_LONGEST_NAME}",
        )
    foreign = "".join(dict.fromkeys(shown(one) for one in name if not one.isascii()))[:12]
    if foreign:
        return Problem(
            "bad_character",
            f"@ 前面含有中文或其他非英文字符“{foreign}”，请改为英文字母、数字",
            f"Characters that are not English before @: “{foreign}”; use English letters and digits",
        )
    if not _NAME.fullmatch(name):
        return Problem(
            "name",
            "@ 前面有不允许的字符，或点号在首尾、连续出现；请核对",
            "Before @ there is a character that is not allowed, or a dot at an end or doubled; check it",
        )
    return None


def _domain_problem(name: str, plain_domain: str, domain: str) -> Problem | None:
    if not domain:
        return Problem(
            "domain_missing",
            "@ 后面缺少域名，如 163.com",
            "The domain after @ is missing, such as 163.com",
        )
    labels = plain_domain.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        return _domain_invalid(domain)
    if len(labels) == 1:
        return Problem(
            "ending_missing",
            f"@ 后面的“{domain}”缺少后缀，如 .com、.cn",
            f"“{domain}” after @ lacks its ending, such as .com or .cn",
        )
    if not _ENDING.fullmatch(labels[-1]):
        return _domain_invalid(domain)
    meant = _NO_SUCH_ENDING.get(labels[-1])
    if meant is None:
        return None
    whole = f"{name}@{'.'.join([*labels[:-1], meant])}"
    return Problem(
        "ending",
        f"没有 .{labels[-1]} 这个后缀，应为 {whole}",
        f"There is no .{labels[-1]}; it should be {whole}",
        suggestions=(whole,),
    )


def _domain_invalid(domain: str) -> Problem:
    return Problem(
        "domain",
        f"@ 后面的“{domain[:40]}”不是有效的域名；请核对",
        f"“{domain[:40]}” after @ is no valid domain; check it",
    )


def _provider_slip(name: str, domain: str) -> list[Problem]:
    meant = [provider for provider in _PROVIDERS if domain in _misspelt(provider)]
    if domain in _PROVIDERS or not meant:
        return []
    return [
        Problem(
            "provider",
            f"“{domain}”是否为“{meant[0]}”之误？请再核对一次",
            f"Did you mean “{meant[0]}” by “{domain}”? Please check it once more",
            blocking=False,
            suggestions=tuple(f"{name}@{provider}" for provider in meant),
        )
    ]


@cache
def _misspelt(provider: str) -> frozenset[str]:
    return edited(provider, "abcdefghijklmnopqrstuvwxyz0123456789.")


def _ascii(domain: str) -> str:
    """The domain in ASCII, a Chinese one encoded (IDNA); empty where that cannot be."""
    try:
        return domain.encode("ascii" if domain.isascii() else "idna").decode("ascii").lower()
    except UnicodeError:
        return ""

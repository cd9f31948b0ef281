"""E-mail addresses, read as a mail server would take them, and the slips people make in them."""

import re
from functools import cache

from zhiqiang.engine.identifying.slips import edited
from zhiqiang.engine.identifying.tidying import checking, shown
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_WRAPPING = re.compile(r"^(?:mailto:|e-?mail:|邮箱:)?\s*<?\s*|[\s>,;.]*$", re.IGNORECASE)
_LONGEST_LOCAL = 64
_LONGEST = 254
_NO_SUCH_TOP = {"con": "com", "cmo": "com", "ocm": "com", "comm": "com", "vom": "com", "nte": "net"}
_PROVIDERS = (
    "qq.com",
    "163.com",
    "126.com",
    "139.com",
    "189.cn",
    "sina.com",
    "sina.cn",
    "sohu.com",
    "foxmail.com",
    "yeah.net",
    "aliyun.com",
    "gmail.com",
    "outlook.com",
    "hotmail.com",
)


@checking("电子邮箱", "e-mail address")
def check_email(text: str) -> Identified:
    """One e-mail address in ASCII (RFC 5321 without quoted names), its domain with at least one dot.

    Value: the domain in small letters, a Chinese domain as `xn--…`; the name before @ is left as it is. A domain
    one slip away from a well-known provider's is a warning with the mended address.
    """
    address = _WRAPPING.sub("", text)
    local, at, domain = address.partition("@")
    problem = _whole_problem(address, at, domain) or _local_problem(local)
    if problem:
        return refused(address, problem)
    ascii_domain = _ascii(domain.lower())
    wrong = _domain_problem(local, ascii_domain, domain)
    if wrong:
        return refused(address, wrong)
    value = f"{local}@{ascii_domain}"
    if len(value) > _LONGEST:
        zh, en = (
            f"邮箱过长（{len(value)} 个字符，最多 {_LONGEST} 个）",
            f"Too long: {len(value)} characters, at most {_LONGEST}",
        )
        return refused(address, Problem("too_long", zh, en))
    return accepted(
        value, {"kind": "电子邮箱", "kind_en": "E-mail", "domain": str(ascii_domain)}, _slip(local, value)
    )


def _whole_problem(address: str, at: str, domain: str) -> Problem | None:
    if re.search(r"[\s,;、]", address) and address.count("@") > 1:
        return Problem(
            "several", "只能填写一个邮箱，请删去其余的", "Give one address only; remove the others"
        )
    if not at:
        zh, en = "缺少 @，应形如 name@example.com", "The @ is missing; it should look like name@example.com"
        return Problem("at_missing", zh, en)
    if "@" in domain:
        return Problem(
            "several_at", "@ 只能有一个，请删去多余的", "There is more than one @; remove the others"
        )
    if " " in address:
        return Problem("blank", "邮箱中间有空格，请删去", "There is a blank inside; remove it")
    return None


def _local_problem(local: str) -> Problem | None:
    if not local:
        return Problem("name_missing", "@ 前面缺少邮箱名", "The name before @ is missing")
    if len(local) > _LONGEST_LOCAL:
        zh = f"@ 前面过长（{len(local)} 个字符，最多 {_LONGEST_LOCAL} 个）"
        return Problem(
            "too_long", zh, f"Too long before @: {len(local)} characters, at most {_LONGEST_LOCAL}"
        )
    foreign = [character for character in local if not character.isascii()]
    if foreign:
        marks = "".join(dict.fromkeys(shown(character) for character in foreign))[:12]
        zh, en = (
            f"@ 前面含有中文或其他非英文字符“{marks}”，请改为英文字母、数字",
            f"Letters that are not English before @: “{marks}”",
        )
        return Problem("bad_character", zh, en)
    if not _LOCAL.fullmatch(local):
        zh, en = (
            "@ 前面有不允许的字符，或点号在首尾、连续出现；请核对",
            ("Before @ there is a character that is not allowed, or a dot at an end or doubled; check it"),
        )
        return Problem("name", zh, en)
    return None


def _domain_problem(local: str, ascii_domain: str | None, domain: str) -> Problem | None:
    if not domain:
        return Problem(
            "domain_missing", "@ 后面缺少域名，如 163.com", "The domain after @ is missing, such as 163.com"
        )
    labels = (ascii_domain or "").split(".")
    if len(labels) == 1 and ascii_domain:
        zh, en = (
            f"@ 后面的“{domain}”缺少后缀，如 .com、.cn",
            f"“{domain}” after @ lacks its ending, such as .com or .cn",
        )
        return Problem("ending_missing", zh, en)
    if not all(_LABEL.fullmatch(label) for label in labels) or not _TOP.fullmatch(labels[-1]):
        zh, en = (
            f"@ 后面的“{domain}”不是有效的域名；请核对",
            f"“{domain}” after @ is no valid domain; check it",
        )
        return Problem("domain", zh, en)
    meant = _NO_SUCH_TOP.get(labels[-1])
    if meant:
        whole = f"{local}@{'.'.join([*labels[:-1], meant])}"
        zh, en = (
            f"没有 .{labels[-1]} 这个后缀，应为 {whole}",
            f"There is no .{labels[-1]}; it should be {whole}",
        )
        return Problem("ending", zh, en, suggestions=(whole,))
    return None


def _slip(local: str, value: str) -> list[Problem]:
    domain = value[len(local) + 1 :]
    meant = [provider for provider in _PROVIDERS if domain in _misspelt(provider)]
    if domain in _PROVIDERS or not meant:
        return []
    whole = f"{local}@{meant[0]}"
    zh, en = (
        f"“{domain}”是否为“{meant[0]}”之误？请再核对一次",
        f"Did you mean “{meant[0]}” by “{domain}”? Please check it",
    )
    return [Problem("provider", zh, en, blocking=False, suggestions=(whole,))]


@cache
def _misspelt(provider: str) -> frozenset[str]:
    return edited(provider, "abcdefghijklmnopqrstuvwxyz0123456789.")


def _ascii(domain: str) -> str | None:
    """The domain in ASCII, a Chinese one encoded (IDNA); None where that cannot be."""
    try:
        return domain.encode("ascii" if domain.isascii() else "idna").decode("ascii").lower()
    except UnicodeError:
        return None

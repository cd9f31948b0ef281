"""Which place a prefix stands for: administrative divisions, telephone area codes, postcodes."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from zhiqiang.engine.standards import rows

Name = tuple[str, str]
"""A name in Chinese and in English."""


def division(code: str) -> Name | None:
    """The province of an administrative division code, by its first two digits (GB/T 2260)."""
    return _divisions().get(code[:2])


def city(code: str) -> Name | None:
    """The city of a six-digit administrative division code, where the tables list it."""
    return _cities().get(code) or _cities().get(code[:4] + "00")


def area(number: str) -> Name | None:
    """The province of a telephone number that begins with a trunk 0, by its area code."""
    for length in (4, 3):
        found = _areas().get(number[:length])
        if found:
            return found
    return None


def postal(postcode: str) -> Name | None:
    """The province, or provinces, of a postcode, by its first two digits."""
    return _postal().get(postcode[:2])


@cache
def _divisions() -> Mapping[str, Name]:
    return MappingProxyType(
        {row["prefix"]: (row["name"], row["name_en"]) for row in rows("division-prefixes")}
    )


@cache
def _cities() -> Mapping[str, Name]:
    listed = [*rows("cities"), *(row for row in rows("regions") if row["kind"] == "plan_city")]
    return MappingProxyType({row["code"]: (row["name"], row["name_en"]) for row in listed})


@cache
def _areas() -> Mapping[str, Name]:
    return MappingProxyType(
        {
            row["prefix"] + digit: _divisions()[row["division"]]
            for row in rows("telephone-area-codes")
            for digit in row["next_digits"] or [""]
        }
    )


@cache
def _postal() -> Mapping[str, Name]:
    return MappingProxyType(
        {row["prefix"]: _joined(row["divisions"].split()) for row in rows("postcode-prefixes")}
    )


def _joined(prefixes: list[str]) -> Name:
    names = [_divisions()[prefix] for prefix in prefixes]
    return "、".join(zh for zh, _ in names), ", ".join(en for _, en in names)

"""What a check of a number answers: whole or not, its normal form, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, and its mend, in both languages.

    `blocking` is False for a mere warning: the number may well be right, but is worth a second look.
    `suggestions` are whole numbers in their normal form that would pass, likeliest first; never applied by
    themselves, but fit for a button "is it this?".
    """

    code: str
    message_zh: str
    message_en: str
    blocking: bool = True
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identified:
    """A number read. `ok`: no blocking problem. `value`: its normal form; where not `ok`, the text tidied.

    `facts` tell what the number says of itself (`kind`, `kind_en`, `region`, `region_en`, `year` … whichever
    apply); empty when not `ok`.
    """

    ok: bool
    value: str
    problems: tuple[Problem, ...] = ()
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def accepted(value: str, facts: Mapping[str, str], warnings: Iterable[Problem] = ()) -> Identified:
    """A good number in its normal form, with what it says and what is worth a second look."""
    told = {key: fact for key, fact in facts.items() if fact}
    return Identified(True, value, tuple(warnings), MappingProxyType(told))


def refused(value: str, *problems: Problem) -> Identified:
    """A number that cannot be right, with every reason found."""
    return Identified(False, value, problems)

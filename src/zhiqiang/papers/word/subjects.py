"""What a placeholder's name stands for in an edition, and the words it gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import cache, cached_property
from typing import Protocol

from ...engine.answering import Answers
from ...engine.explaining.steps import points_words
from ...engine.formula.tree import Value
from ...engine.loading.compiling import TOTAL
from ...engine.models.form import ChoiceField, CountField, NumberField, ScalarField, YesNoField
from ...engine.scheme import Scheme
from ...engine.scoring import Score
from ...engine.standards import table
from ...engine.words import Words
from .placeholders import Placeholder

TICKED, UNTICKED = "☑", "☐"
YES, NO = "yes", "no"
_COVER = ("label", "programme", "authority", "document", "edition", "base_year")
_DAY = ("year", "month", "day")
_YES_NO = {"is": Words("是", "否"), "has": Words("有", "无")}


@dataclass(frozen=True, eq=False)
class Facts:
    """All that a paper may print. Without answers, points or a day their places stay empty."""

    scheme: Scheme
    answers: Answers | None
    score: Score | None
    day: date | None

    @property
    def values(self) -> Mapping[str, Value]:
        """The answers by key."""
        return self.answers.values if self.answers else {}

    @cached_property
    def rows(self) -> dict[str, tuple[str, ...]]:
        """Of every list, the indexes of the rows that hold something, in order."""
        found: dict[str, set[str]] = {column.item.id: set() for column in self.scheme.lists.values()}
        for key in self.values if found else ():
            list_id, _, rest = key.partition(".")
            if list_id in found and rest.partition(".")[0].isdigit():
                found[list_id].add(rest.partition(".")[0])
        return {list_id: tuple(sorted(indexes, key=int)) for list_id, indexes in found.items()}


class Subject(Protocol):
    """Something a name stands for."""

    def problem(self, placeholder: Placeholder) -> Words | None:
        """Why it cannot be shown in that way, with the mend."""
        ...

    def text(self, facts: Facts, placeholder: Placeholder, row: int | None) -> str:
        """The words it gives; empty where there is nothing."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """An answer under its key; `*` in the key is the row of a list."""

    key: str
    field: ScalarField

    def problem(self, placeholder: Placeholder) -> Words | None:
        """A tick wants an option there is, a label a choice, a unit a number."""
        way, wanted = placeholder.way, placeholder.argument
        if way == "tick":
            codes = codes_of(self.field)
            if wanted not in codes:
                shown = "、".join(codes[:20]) or "—"
                return Words(
                    f"没有选项“{wanted}”；可选：{shown}", f"there is no option “{wanted}”; there are: {shown}"
                )
        elif (way == "label" and not isinstance(self.field, ChoiceField)) or (
            way == "unit" and not isinstance(self.field, NumberField | CountField)
        ):
            return Words(f"这一项不能用“{way}”", f"“{way}” does not fit this answer")
        return _no_points(placeholder)

    def text(self, facts: Facts, placeholder: Placeholder, row: int | None) -> str:
        """The answer as it was given; a figure exact, without separators."""
        value = facts.values.get(self._key(facts, row))
        if placeholder.way == "tick":
            return TICKED if value is not None and _code(value) == placeholder.argument else UNTICKED
        return "" if value is None else shown(self.field, value, placeholder.way)

    def _key(self, facts: Facts, row: int | None) -> str:
        if "*" not in self.key:
            return self.key
        indexes = facts.rows[self.key.partition(".")[0]]
        return self.key.replace("*", indexes[row]) if row is not None and row < len(indexes) else ""


@dataclass(frozen=True, slots=True, eq=False)
class RowNumber:
    """The number of a list's row, from 1."""

    list_id: str

    def problem(self, placeholder: Placeholder) -> Words | None:
        """It is shown in no special way."""
        return _plain_only(placeholder)

    def text(self, facts: Facts, placeholder: Placeholder, row: int | None) -> str:
        """Empty in a list without rows."""
        return str(row + 1) if row is not None and row < len(facts.rows[self.list_id]) else ""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The points of an indicator, of a group, or of the whole."""

    id: str

    def problem(self, placeholder: Placeholder) -> Words | None:
        """Points are shown plain, or words by whether they are illustrative."""
        return None if placeholder.way in ("", "illustrative") else _plain_only(placeholder)

    def text(self, facts: Facts, placeholder: Placeholder, row: int | None) -> str:
        """Two decimal places; empty while nothing is scored yet, for then 0 would say too much."""
        if facts.score is None:
            return ""
        found = facts.score.groups if self.id == TOTAL else (facts.score.finding(self.id),)
        points = facts.score.total if self.id == TOTAL else found[0].points
        if points == 0 and any(one.state in ("missing", "awaiting") for one in found):
            return ""
        if placeholder.way == "illustrative":
            return placeholder.argument if any(one.illustrative for one in found) else ""
        return "不适用" if all(one.state == "not_applicable" for one in found) else points_words(points)


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """Something that is the same in every copy of the edition's paper."""

    words: str

    def problem(self, placeholder: Placeholder) -> Words | None:
        """It is shown in no special way."""
        return _plain_only(placeholder)

    def text(self, facts: Facts, placeholder: Placeholder, row: int | None) -> str:
        """Always the same."""
        return self.words


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """A part of the day of printing."""

    part: str

    def problem(self, placeholder: Placeholder) -> Words | None:
        """It is shown in no special way."""
        return _plain_only(placeholder)

    def text(self, facts: Facts, placeholder: Placeholder, row: int | None) -> str:
        """In digits, without leading zeros."""
        return str(getattr(facts.day, self.part)) if facts.day else ""


def subject(scheme: Scheme, name: str) -> Subject | None:
    """What a name stands for; None where it stands for nothing."""
    cell = scheme.cells.get(name)
    if cell is not None:
        return Answer(name, cell.field)
    first, _, rest = name.partition(".")
    list_id, star, column = name.partition(".*.")
    if star:
        if column == "#" and any(one.item.id == list_id for one in scheme.lists.values()):
            return RowNumber(list_id)
        found = scheme.lists.get(f"{list_id}.{column}")
        return Answer(name, found.field) if found else None
    match first:
        case "score" if rest in scheme.rules:
            return Points(rest)
        case "max" if rest in scheme.rules:
            return Fixed(
                exact(Fraction(scheme.indicators.max if rest == TOTAL else scheme.members[rest][0].max), 2)
            )
        case "scheme" if rest in _COVER:
            return Fixed(str(getattr(scheme.cover, rest)))
        case "year" if rest in scheme.cover.years:
            return Fixed(str(scheme.cover.year(rest)))
        case "day" if rest in _DAY:
            return Day(rest)
    return None


def nearest(scheme: Scheme, name: str) -> Words:
    """That nothing has this name, and what may be meant."""
    known = [
        *scheme.cells,
        *(f"{column.item.id}.*.{column.field.id}" for column in scheme.lists.values()),
        *(f"{kind}.{id}" for kind in ("score", "max") for id in scheme.rules),
        *(f"scheme.{one}" for one in _COVER), *(f"year.{one}" for one in scheme.cover.years),
        *(f"day.{one}" for one in _DAY),
    ]  # fmt: skip
    near = get_close_matches(name, known, 3, 0.6)
    return Words(
        f"没有“{name}”"
        + (f"，是否应为 {'、'.join(near)}？" if near else "；名称见 form.yaml 和 indicators.yaml"),
        f"there is nothing named “{name}”"
        + (f"; did you mean {' or '.join(near)}?" if near else "; see form.yaml and indicators.yaml"),
    )


def codes_of(field: ScalarField) -> tuple[str, ...]:
    """The options that can be ticked; none for an answer that is no choice."""
    if isinstance(field, YesNoField):
        return (YES, NO)
    if isinstance(field, ChoiceField):
        return tuple(option.code for option in field.options) or tuple(_labels(field.options_from or ""))
    return ()


def shown(field: ScalarField, value: Value, way: str = "") -> str:
    """An answer in the words of a paper, Chinese: figures exact, choices as code or (`label`) in their own words."""
    if isinstance(value, bool):
        words = _YES_NO[field.words if isinstance(field, YesNoField) else "is"]
        return words[0] if value else words[1]
    if isinstance(value, str):
        return _label(field, value) if way == "label" and isinstance(field, ChoiceField) else value
    places = field.places if isinstance(field, NumberField) else 0
    unit = getattr(field, "unit", "") if way == "unit" else ""
    return exact(value, places) + unit


def exact(value: int | Fraction, places: int) -> str:
    """A number in digits without separators or idle zeros: rounded half up to `places` only where it has more."""
    scaled = (abs(value.numerator) * 10**places * 2 + value.denominator) // (value.denominator * 2)
    whole, rest = divmod(scaled, 10**places)
    digits = f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
    return f"-{digits}" if value < 0 and scaled else digits


def _code(value: Value) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def _label(field: ChoiceField, code: str) -> str:
    if field.options_from:
        return _labels(field.options_from).get(code, code)
    return next((option.label for option in field.options if option.code == code), code)


@cache
def _labels(name: str) -> dict[str, str]:
    return {row.code: row.label for row in table(name)} if name else {}


def _no_points(placeholder: Placeholder) -> Words | None:
    if placeholder.way == "illustrative":
        return Words("“illustrative”只用于得分", "“illustrative” is for points only")
    return None


def _plain_only(placeholder: Placeholder) -> Words | None:
    if placeholder.way:
        return Words(f"这一项不能用“{placeholder.way}”", f"“{placeholder.way}” does not fit this")
    return None

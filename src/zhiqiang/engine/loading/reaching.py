"""How far a rule can reach: the most points it states, and points stated above their maximum."""

from collections.abc import Iterator
from decimal import Decimal

from ..models.indicators import Bands, ChoicePoints, Grade, Override, PerUnit, PointsPerItem, Rubric, Rule
from .reading import Path


def reach(rule: Rule) -> Decimal | None:
    """The most points a rule states (a cap of its own aside); None where a formula decides."""
    match rule:
        case PointsPerItem():
            return sum((item.points for item in rule.items), Decimal(0))
        case ChoicePoints():
            return max(rule.points.values())
        case Bands():
            return max(band.points for band in rule.bands)
        case Override():
            other = reach(rule.otherwise)
            return None if other is None else max(other, *(case.points for case in rule.cases))
        case Rubric():
            return _rubric_reach(rule)
        case _:
            return None


def _rubric_reach(rubric: Rubric) -> Decimal | None:
    if rubric.criteria:
        return sum((criterion.max for criterion in rubric.criteria), Decimal(0))
    return max((grade.high for grade in rubric.grades), default=None)


def stated_points(rule: Rule, path: Path, top: Decimal) -> Iterator[tuple[Path, Decimal, Decimal]]:
    """Points a rule states, each with its place and the maximum it may not exceed."""
    match rule:
        case ChoicePoints():
            yield from (((*path, "points", code), points, top) for code, points in rule.points.items())
        case Bands():
            yield from (
                ((*path, "bands", n, "points"), band.points, top) for n, band in enumerate(rule.bands)
            )
        case PointsPerItem() | PerUnit() if rule.cap is not None:
            yield (*path, "cap"), rule.cap, top
        case Override():
            yield from (((*path, "cases", n, "points"), one.points, top) for n, one in enumerate(rule.cases))
            yield from stated_points(rule.otherwise, (*path, "otherwise"), top)
        case Rubric():
            yield from _grades(rule.grades, path, top)
            for c, criterion in enumerate(rule.criteria):
                here = (*path, "criteria", c)
                yield (*here, "max"), criterion.max, top
                yield from _grades(criterion.grades, here, criterion.max)


def _grades(grades: tuple[Grade, ...], path: Path, top: Decimal) -> Iterator[tuple[Path, Decimal, Decimal]]:
    yield from (((*path, "grades", n, "high"), grade.high, top) for n, grade in enumerate(grades))

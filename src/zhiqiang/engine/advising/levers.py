"""Which answers can honest steps change, when, and to what? Read from the form and the rules, never from names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import zip_longest
from math import ceil, floor
from typing import Literal, NamedTuple

from ..cells import Cell
from ..formula.exact import plain
from ..formula.tree import Leaf, Value
from ..models.form import (
    YEARS,
    ChoiceField,
    CountField,
    NumberField,
    ScalarField,
    TableField,
    TextField,
    YesNoField,
)
from ..models.indicators import Indicator, Rubric
from ..scheme import Scheme
from .thresholds import Finder, find_thresholds
from .trying import Environment, Trial, bearing

Horizon = Literal["now", "later"]
"""Before this filing, or only for the next one."""
FEW_PLACES = 2
"""Figures are proposed with no more decimal places than people are shown."""


class Proposal(NamedTuple):
    """Another answer, what becomes of all answers with it, and what it is worth more."""

    to: Value
    after: Environment
    gain: int | Fraction


@dataclass(frozen=True, eq=False)
class Lever:
    """An answer that honest steps can change."""

    leaf: Leaf
    field: ScalarField
    horizon: Horizon
    by_year: bool
    """Whether it is a figure of the last year of a year table, which only the coming year's can better."""
    effort: int
    """Smaller is easier: a yes before a choice before a figure, and all of these now before later."""
    indicators: tuple[Indicator, ...]
    """The indicators it may raise, in their order."""
    step: int | Fraction
    """Of a figure: the smallest difference proposed."""

    @property
    def key(self) -> str:
        """The answer's key."""
        return self.leaf.key

    def entered(self, steps: int) -> int | Fraction:
        """The figure of so many smallest steps."""
        return plain(self.step * steps) if self.step != 1 else steps

    def change(self, was: Value | None, to: Value) -> Fraction:
        """How large a change is: the part of a figure that is still to be reached, 1 for a yes or another choice."""
        if isinstance(to, bool | str) or to <= 0:
            return Fraction(1)
        have = was if isinstance(was, int | Fraction) and was > 0 else 0
        return 1 - Fraction(have, to)


@lru_cache(maxsize=16)
def levers(scheme: Scheme) -> tuple[Lever, ...]:
    """All answers that honest steps can change and some rule open to advice reads, in the order of the form."""
    return tuple(lever for cell in scheme.cells.values() for lever in _lever(scheme, cell))


@lru_cache(maxsize=16)
def levers_of(scheme: Scheme) -> dict[str, tuple[Lever, ...]]:
    """The levers that may raise each indicator, by its id."""
    found: dict[str, list[Lever]] = {one.id: [] for one in scheme.indicators.indicators()}
    for lever in levers(scheme):
        for indicator in lever.indicators:
            found[indicator.id].append(lever)
    return {id: tuple(some) for id, some in found.items()}


def propose(
    trial: Trial, lever: Lever, before: Environment, within: Indicator | None = None
) -> Proposal | None:
    """The smallest honest change of one answer that raises the total, or the points of one indicator alone.

    A change that breaks a check which held is none; so a figure goes no further than the checks let it. None where
    nothing helps. Points in `after` are up to date only where the total was asked for.
    """
    if lever.key in trial.apart or not _applies(trial, lever, before):
        return None
    attempt = _Attempt(trial, lever, before, within)
    was = before.get(lever.key)
    if isinstance(lever.field, YesNoField):
        return None if was else attempt.best([True])
    if isinstance(lever.field, ChoiceField):
        return attempt.best([code for code in lever.leaf.options or () if code != was])
    return attempt.figure(was if isinstance(was, int | Fraction) else 0)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Other values of one answer, tried one after the other."""

    trial: Trial
    lever: Lever
    before: Environment
    within: Indicator | None

    def best(self, codes: Sequence[Value]) -> Proposal | None:
        """The sound one that is worth least more: the next better one."""
        worth = [one for one in map(self.tried, codes) if one.gain > 0 and self.is_sound(one)]
        return min(worth, key=lambda one: one.gain, default=None)

    def figure(self, least: int | Fraction) -> Proposal | None:
        """The next number above at which a rule turns and more is earned; where a check forbids it, the largest that
        none does.
        """
        indicators = (self.within,) if self.within else self.lever.indicators
        turns = [
            value
            for value in _figures(self.trial.scheme, self.lever, self.before, indicators)
            if value > least
        ]
        for value, further in zip_longest(turns, turns[1:]):
            wanted = self.tried(value)
            if wanted.gain <= 0 or (further is not None and self.rises(wanted, value, further)):
                continue
            return wanted if self.is_sound(wanted) else self.allowed(least, value)
        return None

    def rises(self, wanted: Proposal, value: int | Fraction, further: int | Fraction) -> bool:
        """Whether more is earned on the way to the next turn, so that there is no reason to stop here."""
        middle = self.lever.entered(int((value + further) / 2 / self.lever.step))
        return middle > value and self.tried(middle).gain > wanted.gain

    def allowed(self, least: int | Fraction, most: int | Fraction) -> Proposal | None:
        values = _allowed(self.trial.scheme, self.lever, self.before)
        tried = (self.tried(value) for value in values if least < value < most)
        return next((one for one in tried if one.gain > 0 and self.is_sound(one)), None)

    def is_sound(self, one: Proposal) -> bool:
        return sound(self.trial, self.lever, self.before, one.after)

    def tried(self, value: Value) -> Proposal:
        changes = {self.lever.key: value}
        if self.within is None:
            after = self.trial.changed(self.before, changes)
            return Proposal(value, after, self.trial.points(after) - self.trial.points(self.before))
        after = self.trial.answered(self.before, changes)
        now = self.trial.points(self.before, self.within.id)
        return Proposal(value, after, self.trial.indicator(after, self.within.id) - now)


def sound(trial: Trial, lever: Lever, before: Environment, after: Environment) -> bool:
    """Whether a change breaks no check that held; for a figure a mere warning is enough against it."""
    figure = not isinstance(lever.field, YesNoField | ChoiceField)
    return not trial.breaks(before, after, [lever.key], warnings=figure)


def horizon(cell: Cell) -> Horizon | None:
    """When honest steps can change an answer; None for never. Years gone are facts: of them only the last can still
    be followed by a better one, in the next filing.
    """
    wish = cell.field.changeable or cell.item.changeable or _DEFAULTS.get(type(cell.field))
    if wish is None or wish == "never" or isinstance(cell.field, TextField):
        return None
    if is_by_year(cell):
        return "later" if cell.leaf.row == "T" else None
    return wish


def is_by_year(cell: Cell) -> bool:
    """Whether an answer is a figure of one year."""
    return isinstance(cell.item, TableField) and cell.item.rows == YEARS


_DEFAULTS: dict[type, Horizon] = {YesNoField: "now", CountField: "later", NumberField: "later"}


def _lever(scheme: Scheme, cell: Cell) -> Iterator[Lever]:
    profile = scheme.cover.profile
    facts = (profile.industry, profile.size) if profile else ()
    when = horizon(cell)
    if when is None or cell.key in facts or cell.key in scheme.calculations:
        return
    read = [scheme.indicator(id) for id in bearing(scheme).indicators.get(cell.key, ())]
    open_to_advice = tuple(one for one in read if one.advice and not isinstance(one.rule, Rubric))
    if open_to_advice:
        kind = 0 if isinstance(cell.field, YesNoField) else 1 if isinstance(cell.field, ChoiceField) else 2
        effort = kind + (3 if when == "later" else 0)
        yield Lever(cell.leaf, cell.field, when, is_by_year(cell), effort, open_to_advice, _step(cell.field))


def _step(field: ScalarField) -> int | Fraction:
    places = min(field.places, FEW_PLACES) if isinstance(field, NumberField) else 0
    return Fraction(1, 10**places) if places else 1


def _applies(trial: Trial, lever: Lever, environment: Environment) -> bool:
    return all(one.read(environment).value for one in trial.scheme.conditions.get(lever.key, ()))


def _figures(
    scheme: Scheme, lever: Lever, environment: Environment, indicators: Iterable[Indicator]
) -> list[int | Fraction]:
    """The numbers at which the rules turn, upward, rounded up to what can be entered, each with the one above."""
    step, top = lever.step, _top(lever.field)
    found = {value for one in indicators for value in _turns(scheme, lever.key, one.id)(environment)}
    steps = sorted({ceil(value / step) + more for value in found for more in (0, 1)})
    return [lever.entered(n) for n in steps if top is None or step * n <= top]


def _allowed(scheme: Scheme, lever: Lever, environment: Environment) -> list[int | Fraction]:
    """The numbers at which checks turn, downward from the largest the field takes, each with the one below."""
    step, top = lever.step, _top(lever.field)
    found = {value for find in _checks(scheme, lever.key) for value in find(environment)}
    steps = {floor(value / step) - less for value in found for less in (0, 1)}
    steps |= {floor(top / step)} if top is not None else set()
    return [lever.entered(n) for n in sorted(steps, reverse=True)]


def _top(field: ScalarField) -> Fraction | None:
    top = field.max if isinstance(field, NumberField | CountField) else None
    return Fraction(top) if top is not None else None


@lru_cache(maxsize=4096)
def _turns(scheme: Scheme, key: str, indicator: str) -> Finder:
    return find_thresholds(scheme.rules[indicator].lowered, key, scheme.calculations)


@lru_cache(maxsize=1024)
def _checks(scheme: Scheme, key: str) -> tuple[Finder, ...]:
    checks = bearing(scheme).checks.get(key, ())
    return tuple(find_thresholds(formula.lowered, key, scheme.calculations) for _, formula in checks)

"""What if some answers were others? The points again, worked out only where they can have changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..answering import Answers
from ..cells import Cell, Listing
from ..formula.exact import scored_key
from ..formula.tree import Value
from ..loading.compiling import TOTAL
from ..models.form import Check
from ..models.indicators import Group
from ..scheme import Compiled, Scheme
from ..scoring import Points, profile

Environment = dict[str, Value]


@dataclass(frozen=True, eq=False)
class _Bearing:
    """What depends on what in a scheme."""

    scheme: Scheme

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """All groups, each after those below it."""
        members = [one for one, _ in self.scheme.members.values()]
        return tuple(one.id for one in reversed(members) if isinstance(one, Group))

    @cached_property
    def above(self) -> dict[str, frozenset[str]]:
        """By indicator: the groups it counts in."""
        parents = {id: parent.id if parent else None for id, (_, parent) in self.scheme.members.items()}
        found = {}
        for id in parents:
            chain, group = [], parents[id]
            while group is not None:
                chain.append(group)
                group = parents[group]
            found[id] = frozenset(chain)
        return found

    @cached_property
    def dependents(self) -> dict[str, tuple[int, ...]]:
        """By answer: the places in `working_order` of the cells that it may make applicable or work out."""
        found: dict[str, set[int]] = {}
        reading: dict[str, set[str]] = {}
        for place, cell in enumerate(self.scheme.working_order):
            read = {leaf.key for formula in self.formulas(cell) for leaf in formula.leaves}
            read |= {further for key in read for further in reading.get(key, ())}
            reading[cell.key] = read
            for key in read:
                found.setdefault(key, set()).add(place)
        return {key: tuple(sorted(places)) for key, places in found.items()}

    def formulas(self, cell: Cell | Listing) -> tuple[Compiled, ...]:
        """The formulas a cell hangs on."""
        calculation = self.scheme.calculations.get(cell.key)
        conditions = self.scheme.conditions.get(cell.key, ())
        return (*conditions, calculation) if calculation else conditions

    @cached_property
    def indicators(self) -> dict[str, tuple[str, ...]]:
        """By answer: the indicators whose rules read it, in their order, also through other answers."""
        reading = {
            one.id: {leaf.key for leaf in self.scheme.rules[one.id].leaves}
            for one in self.scheme.indicators.indicators()
        }
        keys = {key for read in reading.values() for key in read} | {*self.dependents}
        found = {}
        for key in keys:
            reach = {key, *(self.scheme.working_order[place].key for place in self.dependents.get(key, ()))}
            if touched := tuple(id for id, read in reading.items() if read & reach):
                found[key] = touched
        return found

    @cached_property
    def checks(self) -> dict[str, tuple[tuple[Check, Compiled], ...]]:
        """By answer: the checks across fields that read it, also through calculated ones."""
        found: dict[str, list[tuple[Check, Compiled]]] = {}
        for check in self.scheme.checks:
            for _, formula in check.rows:
                for leaf in formula.leaves:
                    found.setdefault(leaf.key, []).append((check.model, formula))
        return {key: tuple(checks) for key, checks in found.items()}


bearing = lru_cache(maxsize=16)(_Bearing)
"""The dependencies of a scheme, worked out once."""


class Trial:
    """Answers on trial: their points, and what becomes of them when some answers change. The answers stay as they are."""

    def __init__(self, scheme: Scheme, answers: Answers) -> None:
        self.scheme = scheme
        self.bearing = bearing(scheme)
        self.apart = answers.not_applicable
        self.environment: Environment = dict(answers.values)
        looked_up = profile(scheme, answers)
        found = {name: scheme.set_values.find(name, *looked_up) for name in scheme.set_values.names}
        self.set_values = {name: one for name, one in found.items() if one is not None}
        self.environment |= {f"set_value.{name}": one.value for name, one in self.set_values.items()}
        self._score(self.environment, (one.id for one in scheme.indicators.indicators()))

    def points(self, environment: Environment, id: str = TOTAL) -> Points:
        """The points of an indicator, a group or in total."""
        return environment[scored_key(id)]  # type: ignore[return-value]

    def changed(self, environment: Environment, changes: Mapping[str, Value]) -> Environment:
        """The answers and all points after some changes."""
        after = self.answered(environment, changes)
        touched = {id for key in changes for id in self.bearing.indicators.get(key, ())}
        self._score(after, touched)
        return after

    def answered(self, environment: Environment, changes: Mapping[str, Value]) -> Environment:
        """The answers after some changes, calculated ones included; points are left as they were."""
        after = {**environment, **changes}
        places = {place for key in changes for place in self.bearing.dependents.get(key, ())}
        for place in sorted(places):
            self._work_out(self.scheme.working_order[place], after)
        return after

    def indicator(self, environment: Environment, id: str) -> Points:
        """The points of one indicator alone, worked out for these answers."""
        return self.scheme.rules[id].read(environment).amount

    def illustrative(self, id: str) -> bool:
        """Whether a set value marked 示例 goes into an indicator's points."""
        used = [self.set_values[name] for name in self.scheme.rules[id].set_values if name in self.set_values]
        return any(one.row.illustrative for one in used)

    def breaks(self, before: Environment, after: Environment, keys: Iterable[str], *, warnings: bool) -> bool:
        """Whether a check across fields that held before is broken now; `warnings` count where asked for."""
        checks = {
            id(formula): (check, formula)
            for key in self._reach(keys)
            for check, formula in self.bearing.checks.get(key, ())
        }
        return any(
            not self._holds(formula, after) and self._holds(formula, before)
            for check, formula in checks.values()
            if warnings or check.severity == "error"
        )

    def _reach(self, keys: Iterable[str]) -> set[str]:
        given = set(keys)
        places = {place for key in given for place in self.bearing.dependents.get(key, ())}
        return given | {self.scheme.working_order[place].key for place in places}

    def _holds(self, formula: Compiled, environment: Environment) -> bool:
        missing = (leaf.key for leaf in formula.leaves if leaf.key not in environment)
        return any(key not in self.apart for key in missing) or bool(formula.read(environment).value)

    def _work_out(self, cell: Cell | Listing, environment: Environment) -> None:
        """As answering does it: laid aside where it does not apply, worked out where it is calculated."""
        key = cell.key
        if not all(one.read(environment).value for one in self.scheme.conditions.get(key, ())):
            gone = (
                [key]
                if isinstance(cell, Cell)
                else [one for one in environment if one.startswith((f"{key}.", f"{key}#"))]
            )
            for one in gone:
                environment.pop(one, None)
            return
        calculation = self.scheme.calculations.get(key)
        if calculation and any(leaf.key in environment for leaf in calculation.leaves):
            environment[key] = calculation.read(environment).value

    def _score(self, environment: Environment, indicators: Iterable[str]) -> None:
        touched = [*indicators]
        above = frozenset().union(*(self.bearing.above[id] for id in touched))
        groups = [group for group in self.bearing.groups if group in above]
        for id in (*touched, *groups, TOTAL):
            environment[scored_key(id)] = self.scheme.rules[id].read(environment).amount

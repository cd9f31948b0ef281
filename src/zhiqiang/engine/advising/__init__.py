"""What brings me to N points? The smallest honest changes, easiest first, each with its clause.

Honest means: only answers that may change (`changeable` in the form), never the facts of who the enterprise is, never
figures of years gone, never the experts' points, and nothing that the form's own checks would question. Every promise
is scored, not estimated: caps, best-of and interplay are in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from heapq import heapify, heappop, heappush

from ..answering import Answers
from ..formula.tree import Value
from ..models.form import YesNoField
from ..models.indicators import Indicator
from ..scheme import Scheme
from ..scoring import Points, score
from ..words import Words
from .counsel import opening_words, step_words
from .levers import Horizon, Lever, Proposal, levers, levers_of, propose, sound
from .trying import Environment, Trial


@dataclass(frozen=True, slots=True)
class Gain:
    """An indicator that a step raises, and by how many of its own points."""

    indicator: Indicator
    points: Points

    @property
    def clause(self) -> str:
        """The clause on which it rests."""
        return self.indicator.clause


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one answer.

    `points` are what the total gains by it: for a step of an advice when taken in its order, else when taken alone.
    """

    key: str
    was: Value | None
    to: Value
    horizon: Horizon
    words: Words
    points: Points
    gains: tuple[Gain, ...]
    illustrative: bool
    """Whether the points rest on a set value marked 示例."""
    opens: Points = 0
    """What may follow from a step that earns nothing by itself, at most."""

    @property
    def clause(self) -> str:
        """The clause of the indicator it raises most."""
        return max(self.gains, key=lambda gain: gain.points).clause


@dataclass(frozen=True, slots=True)
class Advice:
    """The way to a total: all `steps` together bring it from `now` to at least `reached`.

    Where the target cannot be reached so, `steps` are all that help and `reached` is how far they go. `before_filing`
    is how far the steps go that can be taken before this filing; `awaiting` is what experts could add beside.
    """

    target: Fraction
    now: Points
    reached: Points
    before_filing: Points
    awaiting: Points
    steps: tuple[Step, ...]
    openings: tuple[Step, ...] = ()
    """What earns nothing by itself, but opens questions from which points may follow."""

    @property
    def reachable(self) -> bool:
        """Whether the steps bring the total to the target."""
        return self.reached >= self.target

    @property
    def illustrative(self) -> bool:
        """Whether any step rests on a set value marked 示例."""
        return any(step.illustrative for step in self.steps)

    @property
    def changes(self) -> dict[str, Value]:
        """The answers after all steps, by key."""
        return {step.key: step.to for step in self.steps}


def advise(scheme: Scheme, answers: Answers, target: Decimal | Fraction | int) -> Advice:
    """The smallest honest changes that bring these answers to `target` points, or as near to it as they can."""
    wanted = Fraction(target)
    search = _Search(Trial(scheme, answers), wanted)
    now = search.total
    if now < wanted:
        search.climb()
        search.prune()
    steps = tuple(search.steps())
    soon = {step.key: step.to for step in steps if step.horizon == "now"}
    before_filing = search.trial.points(search.trial.changed(search.start, soon)) if soon else now
    awaiting = score(scheme, answers).awaiting()
    return Advice(wanted, now, search.total, before_filing, awaiting, steps, tuple(search.openings()))


def raises(scheme: Scheme, answers: Answers, indicator_id: str) -> tuple[Step, ...]:
    """What would raise one indicator, each step taken alone, the easiest first; empty where nothing honest would.

    KeyError where there is no such indicator.
    """
    return _raises(Trial(scheme, answers), scheme.indicator(indicator_id))


def all_raises(scheme: Scheme, answers: Answers) -> dict[str, tuple[Step, ...]]:
    """What would raise each indicator: `raises` for all of them at once, by id."""
    trial = Trial(scheme, answers)
    return {one.id: _raises(trial, one) for one in scheme.indicators.indicators()}


def _raises(trial: Trial, indicator: Indicator) -> tuple[Step, ...]:
    start = trial.environment
    if trial.points(start, indicator.id) >= Fraction(indicator.max):
        return ()
    found = []
    for lever in levers_of(trial.scheme)[indicator.id]:
        proposal = propose(trial, lever, start, indicator)
        if proposal is not None:
            after = trial.changed(start, {lever.key: proposal.to})
            points = trial.points(after) - trial.points(start)
            if points < 0:
                continue  # it would cost more elsewhere
            rate = proposal.gain / lever.change(start.get(lever.key), proposal.to)
            gains = (Gain(indicator, proposal.gain),)
            found.append((lever.effort, -rate, _step(trial, lever, proposal.to, points, gains)))
    steps = tuple(step for _, _, step in sorted(found, key=lambda one: one[:2]))
    return steps or tuple(_openings(trial, indicator))


def _openings(trial: Trial, indicator: Indicator) -> Iterator[Step]:
    """A yes that earns nothing yet, but opens the questions from which the points follow."""
    start = trial.environment
    asked = {leaf.key for leaf in trial.scheme.rules[indicator.id].leaves}
    closed = asked & trial.apart
    for lever in levers_of(trial.scheme)[indicator.id]:
        if closed and isinstance(lever.field, YesNoField) and not start.get(lever.key):
            opened = {
                key for key in closed for one in trial.scheme.conditions.get(key, ())
                if one.read({**start, lever.key: True}).value and not one.read(start).value
            }  # fmt: skip
            if opened:
                most = Fraction(indicator.max) - trial.points(start, indicator.id)
                gains = (Gain(indicator, 0),)
                yield replace(
                    _step(trial, lever, True, 0, gains), words=opening_words(lever, most), opens=most
                )


def _step(trial: Trial, lever: Lever, to: Value, points: Points, gains: tuple[Gain, ...]) -> Step:
    was = trial.environment.get(lever.key)
    words = step_words(trial.scheme, lever, gains[0].indicator, was, to)
    sample = any(trial.illustrative(gain.indicator.id) for gain in gains)
    return Step(lever.key, was, to, lever.horizon, words, points, gains, sample)


class _Search:
    """Climbs greedily by the easiest steps first, then drops and shortens what was not needed."""

    def __init__(self, trial: Trial, target: Fraction) -> None:
        self.trial = trial
        self.target = target
        self.start = self.here = trial.environment
        self.changes: dict[str, Value] = {}
        self.levers = {lever.key: lever for lever in levers(trial.scheme)}

    @property
    def total(self) -> Points:
        return self.trial.points(self.here)

    def climb(self) -> None:
        """Take steps until the target is reached or nothing helps, all of one effort before the next."""
        for effort in sorted({lever.effort for lever in self.levers.values()}):
            self.climb_by([lever for lever in self.levers.values() if lever.effort == effort])

    def climb_by(self, some: list[Lever]) -> None:
        """Always the step with most points for its size; what it is worth is looked at again before it is taken."""
        waiting = [
            (-rate, n, 0) for n, lever in enumerate(some) for rate in [self.rate(lever, self.proposal(lever))]
        ]
        heapify(waiting)
        taken = 0
        while waiting and self.total < self.target:
            rate, n, seen = heappop(waiting)
            proposal = self.proposal(some[n]) if rate else None
            if proposal is None:
                continue
            fresh = -self.rate(some[n], proposal)
            if seen < taken and fresh > rate:
                heappush(waiting, (fresh, n, taken))
                continue
            self.take(some[n], proposal)
            taken += 1
            heappush(waiting, (fresh, n, 0))

    def proposal(self, lever: Lever) -> Proposal | None:
        """The next step with this answer, if taken alone from the start it would do no harm either."""
        found = propose(self.trial, lever, self.here)
        return found if found and self.harmless(lever.key, found.to) else None

    def harmless(self, key: str, to: Value) -> bool:
        alone = self.trial.changed(self.start, {key: to})
        return self.trial.points(alone) >= self.trial.points(self.start)

    def rate(self, lever: Lever, proposal: Proposal | None) -> Fraction:
        """Points for the size of the change; 0 where there is none."""
        if proposal is None:
            return Fraction(0)
        return proposal.gain / lever.change(self.here.get(lever.key), proposal.to)

    def take(self, lever: Lever, proposal: Proposal) -> None:
        self.changes[lever.key] = proposal.to
        self.here = proposal.after

    # --- what was not needed ----------------------------------------------------------------------

    def prune(self) -> None:
        """Leave out steps that are not needed, the hardest and latest first, and shorten figures to what is."""
        least = min(self.target, Fraction(self.total))
        latest = [*reversed(self.changes)]
        for effort in sorted({self.levers[key].effort for key in latest}, reverse=True):
            alike = [key for key in latest if self.levers[key].effort == effort]
            for key in alike:
                self.settle({one: to for one, to in self.changes.items() if one != key}, least)
            for key in alike:
                if key in self.changes:
                    self.shorten(key, least)

    def settle(self, changes: dict[str, Value], least: Fraction) -> bool:
        """Take these changes instead, if they still bring enough and break no check."""
        after = self.trial.changed(self.start, changes)
        if self.trial.points(after) < least or not self.are_sound(changes, after):
            return False
        self.changes, self.here = changes, after
        return True

    def are_sound(self, changes: Mapping[str, Value], after: Environment) -> bool:
        return all(sound(self.trial, self.levers[key], self.start, after) for key in changes)

    def shorten(self, key: str, least: Fraction) -> None:
        """Halve the way between the present figure and the proposed one until it is as small as it may be."""
        to, was, step = self.changes[key], self.start.get(key), self.levers[key].step
        if isinstance(to, bool | str):
            return
        low = int((was if isinstance(was, int | Fraction) else 0) / step)
        high = int(to / step)
        while high - low > 1:
            middle = (low + high) // 2
            value = self.levers[key].entered(middle)
            if self.harmless(key, value) and self.settle(self.changes | {key: value}, least):
                high = middle
            else:
                low = middle

    # --- the result -------------------------------------------------------------------------------

    def steps(self) -> Iterator[Step]:
        """The changes as steps, the easiest first, each with what it adds to those before."""
        order = sorted(self.changes, key=lambda key: self.levers[key].effort)
        before = self.start
        for key in order:
            lever, to = self.levers[key], self.changes[key]
            after = self.trial.changed(before, {key: to})
            gains = tuple(self.gains(lever, before, after)) or tuple(self.gains(lever, self.start, self.here))
            points = self.trial.points(after) - self.trial.points(before)
            yield _step(self.trial, lever, to, points, gains)
            before = after

    def openings(self) -> Iterator[Step]:
        """What may help beside the steps, where there is still something to gain."""
        if self.trial.points(self.start) < self.target:
            for indicator in self.trial.scheme.indicators.indicators():
                if indicator.advice:
                    yield from _openings(self.trial, indicator)

    def gains(self, lever: Lever, before: Environment, after: Environment) -> Iterator[Gain]:
        for indicator in lever.indicators:
            points = self.trial.points(after, indicator.id) - self.trial.points(before, indicator.id)
            if points > 0:
                yield Gain(indicator, points)

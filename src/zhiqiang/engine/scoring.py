"""What do these answers earn? A tree of findings; points are a property of the tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from .answering import Answers
from .formula.exact import Trace, exact, scored_key
from .formula.tree import Leaf, Value
from .loading.compiling import TOTAL
from .models.indicators import Group, Indicator
from .scheme import Compiled, Gate, Scheme, SetValueFound

State = Literal["scored", "missing", "awaiting", "not_applicable"]
Met = Literal["met", "not_met", "unknown"]
Points = int | Fraction


@dataclass(slots=True)
class Finding:
    """What one indicator or group earned, and all it came from. Read-only.

    Not applicable, missing and zero are three things: `state` tells them apart, `points` is what counts now.
    """

    model: Indicator | Group
    points: Points
    state: State
    trace: Trace
    missing: tuple[Leaf, ...] = ()
    """Answers that were read and are not there; they counted 0."""
    set_values: tuple[SetValueFound, ...] = ()
    children: tuple["Finding", ...] = ()
    chosen: "Finding | None" = None
    """In a group of which the best counts: the one that does."""

    @property
    def id(self) -> str:
        """The indicator's or group's id."""
        return self.model.id

    @property
    def maximum(self) -> Points:
        """The most it can earn."""
        return exact(self.model.max)

    @property
    def illustrative(self) -> bool:
        """Whether a set value marked 示例 went into the points."""
        return any(found.row.illustrative for found in self.set_values) or any(
            c.illustrative for c in self.children
        )

    def walk(self) -> Iterator["Finding"]:
        """This finding and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class GateFinding:
    """Whether a condition holds, and which of its formulas do."""

    gate: Gate
    met: Met
    all: tuple[tuple[Trace, Met], ...]
    any: tuple[tuple[Trace, Met], ...]


@dataclass(slots=True)
class Score:
    """The whole score sheet: edition and digest it was worked out by, total, groups, conditions. Read-only."""

    scheme: Scheme
    answers: Answers
    groups: tuple[Finding, ...]
    total: Points
    gates: tuple[GateFinding, ...] = ()
    shortfalls: tuple[Finding, ...] = field(default=())
    """Groups below their own minimum."""

    @property
    def maximum(self) -> Fraction:
        """The full score."""
        return Fraction(self.scheme.indicators.max)

    @property
    def illustrative(self) -> bool:
        """Whether any set value marked 示例 went into it."""
        return any(group.illustrative for group in self.groups)

    def findings(self) -> Iterator[Finding]:
        """Every finding, groups before their members."""
        for group in self.groups:
            yield from group.walk()

    def finding(self, id: str) -> Finding:
        """The finding of an indicator or group; KeyError where there is none."""
        for found in self.findings():
            if found.id == id:
                return found
        raise KeyError(id)

    def part(self, scored_by: Literal["filing", "experts"]) -> tuple[Points, Points]:
        """Points and maximum of the indicators whose points come from the filing, or from the experts."""
        parts = [_part(group, scored_by) for group in self.groups]
        return sum(points for points, _ in parts), sum(top for _, top in parts)

    def awaiting(self) -> Points:
        """The most that points still to be given by experts (or estimated) could add to the total."""
        top = sum((_reach(group) for group in self.groups), Fraction(0))
        cap = self.scheme.indicators.cap
        return (min(top, Fraction(cap)) if cap is not None else top) - self.total


def score(scheme: Scheme, answers: Answers, *, set_values: Mapping[str, Fraction] | None = None) -> Score:
    """The score of these answers: exact, the same bits for the same scheme digest and answers.

    `set_values` replaces table values by name for this score alone (a what-if, or a worked case).
    """
    environment: dict[str, Value] = dict(answers.values)
    found = _find_set_values(scheme, answers)
    environment.update({f"set_value.{name}": one.value for name, one in found.items()})
    environment.update({f"set_value.{name}": value for name, value in (set_values or {}).items()})
    scorer = _Scorer(scheme, answers, environment, {} if set_values else found)
    groups = tuple(scorer.group(group) for group in scheme.indicators.groups)
    total = scheme.rules[TOTAL].read(environment).amount
    result = Score(scheme, answers, groups, total)
    environment[scored_key(TOTAL)] = total
    result.gates = tuple(scorer.gate(gate) for gate in scheme.gates)
    result.shortfalls = tuple(
        one for one in result.findings()
        if isinstance(one.model, Group) and one.model.min is not None and one.points < Fraction(one.model.min)
    )  # fmt: skip
    return result


def profile(scheme: Scheme, answers: Answers) -> tuple[str, str, str]:
    """The industry's division and section and the size by which set values are looked up; empty where not answered."""
    cover = scheme.cover.profile
    if cover is None:
        return "", "", ""
    division = str(answers.values.get(cover.industry, ""))
    size = str(answers.values.get(cover.size, "")) if cover.size else ""
    return division, scheme.sections_of_industry.get(division, ""), size


def _find_set_values(scheme: Scheme, answers: Answers) -> dict[str, SetValueFound]:
    division, section, size = profile(scheme, answers)
    found = {name: scheme.set_values.find(name, division, section, size) for name in scheme.set_values.names}
    return {name: one for name, one in found.items() if one is not None}


@dataclass(slots=True)
class _Scorer:
    scheme: Scheme
    answers: Answers
    environment: dict[str, Value]
    set_values: dict[str, SetValueFound]

    def group(self, group: Group) -> Finding:
        children = tuple(
            self.group(member) if isinstance(member, Group) else self.indicator(member)
            for member in group.members
        )
        trace = self.scheme.rules[group.id].read(self.environment)
        self.environment[scored_key(group.id)] = trace.value
        chosen = max(children, key=lambda child: child.points) if group.take == "best" else None
        state = _group_state(children, chosen)
        return Finding(group, trace.amount, state, trace, children=children, chosen=chosen)

    def indicator(self, indicator: Indicator) -> Finding:
        rule = self.scheme.rules[indicator.id]
        trace = rule.read(self.environment)
        self.environment[scored_key(indicator.id)] = trace.value
        missing = self.missing(rule, trace)
        state: State = "scored"
        if indicator.applies_when is not None and not trace.below[0].value:
            state = "not_applicable"
        elif missing:
            state = "awaiting" if all(leaf.key in self.scheme.rubric_cells for leaf in missing) else "missing"
        used = tuple(self.set_values[name] for name in rule.set_values if name in self.set_values)
        return Finding(indicator, trace.amount, state, trace, missing, used)

    def missing(self, rule: Compiled, trace: Trace) -> tuple[Leaf, ...]:
        """The answers that were really read, and are not there."""
        values, apart = self.environment, self.answers.not_applicable
        absent = {leaf.key for leaf in rule.leaves if leaf.key not in values and leaf.key not in apart}
        if not absent:
            return ()
        read: dict[str, Leaf] = {}
        _read_leaves(trace, absent, read)
        return tuple(read.values())

    def gate(self, gate: Gate) -> GateFinding:
        every = tuple(self.judged(formula) for formula in gate.all)
        some = tuple(self.judged(formula) for formula in gate.any)
        verdicts = [met for _, met in every]
        if some:
            met_any = [met for _, met in some]
            verdicts.append("met" if "met" in met_any else "unknown" if "unknown" in met_any else "not_met")
        met: Met = "not_met" if "not_met" in verdicts else "unknown" if "unknown" in verdicts else "met"
        return GateFinding(gate, met, every, some)

    def judged(self, formula: Compiled) -> tuple[Trace, Met]:
        trace = formula.read(self.environment)
        if self.missing(formula, trace):
            return trace, "unknown"
        return trace, "met" if trace.value else "not_met"


def _read_leaves(trace: Trace, wanted: set[str], found: dict[str, Leaf]) -> None:
    node = trace.node
    if node.op == "field" and node.leaf.key in wanted:
        found.setdefault(node.leaf.key, node.leaf)
    for below in trace.below:
        _read_leaves(below, wanted, found)


def _group_state(children: tuple[Finding, ...], chosen: Finding | None) -> State:
    states = {child.state for child in children}
    if chosen is not None and chosen.points == chosen.maximum:
        return "scored"
    if "missing" in states:
        return "missing"
    if "awaiting" in states:
        return "awaiting"
    return "not_applicable" if states == {"not_applicable"} else "scored"


def _part(finding: Finding, scored_by: str) -> tuple[Points, Points]:
    if isinstance(finding.model, Indicator):
        mine = finding.model.scored_by == scored_by
        return (finding.points, finding.maximum) if mine else (0, 0)
    parts = [_part(child, scored_by) for child in finding.children]
    gather = max if finding.model.take == "best" else sum
    points, top = gather([p for p, _ in parts]), gather([t for _, t in parts])
    return min(points, finding.maximum), min(top, finding.maximum)


def _reach(finding: Finding) -> Points:
    if isinstance(finding.model, Indicator):
        return finding.maximum if finding.state == "awaiting" else finding.points
    reached = [_reach(child) for child in finding.children]
    return min(max(reached) if finding.model.take == "best" else sum(reached), finding.maximum)

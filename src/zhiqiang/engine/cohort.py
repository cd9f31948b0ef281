"""The same score for everyone at once: a table of points, equal to `scoring` row by row.

    table = frame(scheme, answers)          # once; 100,000 rows fit in some 50 MB and in a Parquet file
    scored = score_cohort(scheme, table, lines=[Decimal("103")])

The table is scored in binary floating point (see `formula.columns`); the rows in which that could tell a different
story from the exact scorer are found out and scored exactly.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from math import inf, nextafter

import polars as pl

from .answering import Answers
from .formula.columns import EMPTY, Columns, answered_key
from .formula.exact import plain, scored_key
from .formula.tree import Leaf, Value
from .formula.wholes import LARGEST, MOST_PLACES, Grain
from .loading.compiling import TOTAL
from .models.form import NumberField
from .models.indicators import Group, Indicator
from .scheme import Scheme
from .scoring import Points, score

BESIDE = "#exact"
"""Column for what doubles cannot hold: null, or the exact values as JSON of `"numerator/denominator"`."""


@dataclass(frozen=True, slots=True)
class CohortScore:
    """The points of a cohort, row by row as in the frame.

    `points` has a Float64 column for every indicator and group and for `total`. Each lies within 1e-9 of the exact
    points, and on the same side of every line that was asked for, of the scheme's own pass lines (total) and of its
    group minima (lines so near to each other that no double parts them count as one). `exact` is true for the rows
    that were scored by the exact scorer.
    """

    points: pl.DataFrame
    exact: pl.Series


def frame(scheme: Scheme, answers: Iterable[Answers]) -> pl.DataFrame:
    """A row for each set of answers, a column for every answer the rules read, calculated ones and the profile included.

    Columns are named by answer key: Float64, Boolean, Enum or String; null where missing or not applicable.
    """
    rows = [one.values for one in answers]
    plan = _plan(scheme)
    columns: list[pl.Series] = []
    beside: dict[int, dict[str, str]] = {}
    for leaf in plan.leaves.values():
        given = [row.get(leaf.key) for row in rows]
        columns.append(_column(leaf, given))
        if leaf.type.kind == "number":
            for row in _beyond(given, columns[-1], plan.grains[leaf.key].places):
                beside.setdefault(row, {})[leaf.key] = str(Fraction(given[row] or 0))
    exact = [json.dumps(beside[row]) if row in beside else None for row in range(len(rows))]
    return pl.DataFrame([*columns, pl.Series(BESIDE, exact, pl.String)])


def score_cohort(
    scheme: Scheme, frame: pl.DataFrame, lines: Iterable[Decimal | Fraction | int] = ()
) -> CohortScore:
    """The points of every row of `frame`, a table made by the function `frame` for this scheme.

    `lines` are totals from which something depends (at least that many points).
    """
    plan = _plan(scheme)
    totals = (*(Fraction(line) for line in lines), *plan.lines.get(TOTAL, ()))
    edges = plan.lines | {TOTAL: totals}
    scored = plan.run(frame, edges)
    exact = scored.drop_in_place(_DOUBT)
    rows = exact.arg_true()
    if len(rows):
        found = list(_scored_exactly(plan, frame[rows]))
        columns = [scored.drop_in_place(id) for id in scored.columns]  # taken out, they are changed in place
        scored = pl.DataFrame(
            [
                one.scatter(rows, [_sided(points[one.name], edges.get(one.name, ())) for points in found])
                for one in columns
            ]
        )
    return CohortScore(scored, exact.alias("exact"))


_DOUBT = "#doubt"


def _column(leaf: Leaf, given: list[Value | None]) -> pl.Series:
    if leaf.type.kind == "number":
        return pl.Series(leaf.key, [None if one is None else float(one) for one in given], pl.Float64)
    if leaf.type.kind == "truth":
        return pl.Series(leaf.key, given, pl.Boolean)
    return pl.Series(leaf.key, given, pl.Enum(leaf.options) if leaf.options else pl.String)


def _beyond(given: list[Value | None], column: pl.Series, places: int | None) -> Iterator[int]:
    """The rows whose number has more places than its field, or is too large to be counted in its smallest place."""
    if places is None:
        return
    scale = 10**places
    large = ((column * float(scale)).abs() > LARGEST).fill_null(False)
    yield from large.arg_true()
    for row, one in enumerate(given):
        if isinstance(one, Fraction) and scale % one.denominator and not large[row]:
            yield row


def _scored_exactly(plan: "_Plan", rows: pl.DataFrame) -> Iterator[dict[str, Points]]:
    """The exact points of each row; equal rows are scored once."""
    known: dict[tuple[object, ...], dict[str, Points]] = {}
    for row in rows.iter_rows():
        if row not in known:
            values = plan.values(dict(zip(rows.columns, row, strict=True)))
            result = score(plan.scheme, Answers(values, (), frozenset()))
            known[row] = {one.id: one.points for one in result.findings()} | {TOTAL: result.total}
        yield known[row]


def _sided(points: Points, lines: Sequence[Fraction]) -> float:
    """The double next to exact points that lies on their side of every line."""
    shown = float(points)
    for line in lines:
        if points < line and shown >= float(line):
            shown = nextafter(float(line), -inf)
        elif points >= line and shown < float(line):
            shown = float(line)
    return shown


# --- the plan -----------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Plan:
    """What one scheme asks of its cohorts, worked out once."""

    scheme: Scheme
    leaves: dict[str, Leaf]
    grains: dict[str, Grain]
    stages: tuple[tuple[pl.Expr, ...], ...]
    """Set values, then indicators, then groups from the innermost, then the total: each reads those before."""
    filled: Mapping[str, str]
    """The numbers and truths that rules read, by kind."""
    asked: tuple[str, ...]
    """The answers of which a rule asks whether they were given."""
    columns: Columns
    lines: dict[str, tuple[Fraction, ...]]

    def run(self, frame: pl.DataFrame, lines: dict[str, tuple[Fraction, ...]]) -> pl.DataFrame:
        """Points by id, with the doubts in one column beside them."""
        lazy = frame.lazy().with_columns(self.filling(frame))
        for stage in self.stages:
            lazy = lazy.with_columns(stage)
        near = [self.columns.near(id, line) for id, edges in lines.items() for line in edges]
        doubts = [*self.columns.doubts, *(one for one in near if one is not None)]
        doubt = pl.any_horizontal(pl.col(BESIDE).is_not_null(), *doubts).fill_null(False)
        points = [pl.col(scored_key(id)).alias(id) for id in self.scheme.rules]
        return lazy.select(*points, doubt.alias(_DOUBT)).collect()

    def filling(self, frame: pl.DataFrame) -> Iterator[pl.Expr]:
        """What makes a frame one without missing numbers and truths."""
        for key in self.asked:
            yield pl.col(key).is_not_null().alias(answered_key(key))
        for key, kind in self.filled.items():
            if frame[key].null_count():
                yield pl.col(key).fill_null(EMPTY[kind])

    def values(self, row: dict[str, object]) -> dict[str, Value]:
        """The exact answers of one row, the open calculated ones worked out again."""
        beside = json.loads(str(row.get(BESIDE) or "{}"))
        values: dict[str, Value] = {}
        for key in self.leaves:
            value = row[key]
            if isinstance(value, float):
                places = self.grains[key].places
                value = 0 if places is None else plain(Fraction(round(value * 10**places), 10**places))
            if value is not None:
                values[key] = value  # type: ignore[assignment]
        values |= {key: plain(Fraction(exact)) for key, exact in beside.items()}
        for cell in self.scheme.working_order:
            if cell.key in values and cell.key in self.scheme.calculations and cell.key not in beside:
                values[cell.key] = self.scheme.calculations[cell.key].read(values).value
        return values


@lru_cache(maxsize=16)
def _plan(scheme: Scheme) -> _Plan:
    leaves = _leaves(scheme)
    grains = _grains(scheme, leaves)
    columns = Columns(lambda leaf: grains[leaf.key], filled=True)
    nodes = [node for rule in scheme.rules.values() for node in rule.lowered.walk()]
    asked = tuple(dict.fromkeys(node.args[0].leaf.key for node in nodes if node.op == "answered"))
    read = [leaf for rule in scheme.rules.values() for leaf in rule.leaves]
    filled = {leaf.key: leaf.type.kind for leaf in read if leaf.type.kind in EMPTY}
    named = [*scheme.indicators.indicators()]
    levels: dict[int, list[pl.Expr]] = {}
    for one in named:
        levels.setdefault(0, []).append(_points(scheme, columns, one.id))
    for depth, group in sorted(_groups(scheme.indicators.groups), key=lambda found: -found[0]):
        levels.setdefault(1000 - depth, []).append(_points(scheme, columns, group.id))
    levels[1000] = [_points(scheme, columns, TOTAL)]
    stages = (_set_values(scheme), *(tuple(levels[level]) for level in sorted(levels)))
    return _Plan(scheme, leaves, grains, stages, filled, asked, columns, _lines(scheme))


def _points(scheme: Scheme, columns: Columns, id: str) -> pl.Expr:
    return columns.points(id, scheme.rules[id].lowered).cast(pl.Float64).alias(scored_key(id))


def _groups(members: tuple[Indicator | Group, ...], depth: int = 1) -> Iterator[tuple[int, Group]]:
    for member in members:
        if isinstance(member, Group):
            yield depth, member
            yield from _groups(member.members, depth + 1)


def _lines(scheme: Scheme) -> dict[str, tuple[Fraction, ...]]:
    """The scheme's own lines: group minima, and pass lines of the total."""
    minima = {
        group.id: (Fraction(group.min),)
        for _, group in _groups(scheme.indicators.groups)
        if group.min is not None
    }
    return minima | {TOTAL: tuple(Fraction(line.points) for line in scheme.indicators.lines)}


def _leaves(scheme: Scheme) -> dict[str, Leaf]:
    """Every answer read by a rule, by a calculation a rule reads, or by the profile."""
    found: dict[str, Leaf] = {}
    waiting = [leaf for rule in scheme.rules.values() for leaf in rule.leaves]
    if scheme.cover.profile:
        keys = (scheme.cover.profile.industry, scheme.cover.profile.size)
        waiting += [scheme.cells[key].leaf for key in keys if key in scheme.cells]
    while waiting:
        leaf = waiting.pop(0)
        if leaf.key not in found:
            found[leaf.key] = leaf
            calculation = scheme.calculations.get(leaf.key)
            waiting += calculation.leaves if calculation else ()
    return found


def _grains(scheme: Scheme, leaves: dict[str, Leaf]) -> dict[str, Grain]:
    """What is known of each number: as its field says, or as its calculation gives."""
    grains = {key: _typed_grain(scheme, leaf) for key, leaf in leaves.items() if leaf.type.kind == "number"}
    columns = Columns(lambda leaf: grains[leaf.key])
    for cell in scheme.working_order:
        calculation = scheme.calculations.get(cell.key)
        if cell.key in grains and calculation:
            grains[cell.key] = columns.grain_of(calculation.lowered)
    return grains


def _typed_grain(scheme: Scheme, leaf: Leaf) -> Grain:
    places = leaf.type.places
    key = leaf.key.removesuffix("#sum")
    field = scheme.cells[key].field if key in scheme.cells else None
    if key in scheme.lists:
        field = scheme.lists[key].field
    negative = isinstance(field, NumberField) and (field.min is None or field.min < 0)
    return Grain(places if places is not None and places <= MOST_PLACES else None, negative)


def _set_values(scheme: Scheme) -> tuple[pl.Expr, ...]:
    """The set values of every row, looked up by industry and size."""
    profile = scheme.cover.profile
    industries = _codes(
        scheme, profile.industry if profile else None, {key[1] for key in scheme.set_values.rows}
    )
    sizes = _codes(scheme, profile.size if profile else None, {key[2] for key in scheme.set_values.rows})
    place = _place(profile.industry if profile else None, industries) * len(sizes)
    place = place + _place(profile.size if profile else None, sizes)
    sections = scheme.sections_of_industry
    exprs = []
    for name in scheme.set_values.names:
        find = partial(scheme.set_values.find, name)
        found = [find(code, sections.get(code, ""), size) for code in industries for size in sizes]
        table = pl.Series([float(one.value) if one else 0.0 for one in found], dtype=pl.Float64)
        exprs.append(pl.lit(table).gather(place).alias(f"set_value.{name}"))
    return tuple(exprs)


def _codes(scheme: Scheme, key: str | None, known: set[str]) -> list[str]:
    """The codes a profile's field can hold, and last the empty one for no answer."""
    cell = scheme.cells.get(key) if key else None
    options = (cell.leaf.options or sorted(known)) if cell else ()
    return [*options, ""]


def _place(key: str | None, codes: list[str]) -> pl.Expr:
    if key is None or len(codes) == 1:
        return pl.lit(0, pl.UInt32)
    column = pl.col(key).cast(pl.Enum(codes[:-1]), strict=False)
    return column.to_physical().cast(pl.UInt32).fill_null(len(codes) - 1)

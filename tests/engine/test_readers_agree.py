"""The readers of a formula agree on random formulas and answers, zeros, empties and ties included."""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.random_formulas import LEAVES, SCOPE, Maker, answers
from tests.engine.spreadsheets import Book, strictly
from zhiqiang.engine.formula.columns import Columns
from zhiqiang.engine.formula.exact import Trace, compile_exact
from zhiqiang.engine.formula.excel import to_excel
from zhiqiang.engine.formula.parsing import parse
from zhiqiang.engine.formula.tokens import MAX_LENGTH
from zhiqiang.engine.formula.tree import Node, Value, lower
from zhiqiang.engine.formula.units import decimal_places

ROWS = 30
seeds = st.integers(0, 10**9)
thorough = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@st.composite
def formulas(draw: st.DrawFn, depth: int = 3) -> str:
    return Maker(lambda n: draw(st.integers(0, n - 1))).formula(depth)


@st.composite
def numbers(draw: st.DrawFn, depth: int = 2) -> str:
    maker = Maker(lambda n: draw(st.integers(0, n - 1)))
    return maker.number(maker.unit(), depth)


def environments(seed: int, count: int = ROWS) -> list[dict[str, Value]]:
    random = Random(seed)
    return [answers(random.randrange) for _ in range(count)]


def lowered(text: str) -> Node:
    return lower(parse(text, SCOPE))


def close(exact: Trace, found: object) -> bool:
    """Whether a result in floating point is the exact one, measured by the largest number it came from."""
    if isinstance(exact.value, bool):
        return found is exact.value
    assert isinstance(found, float | int)
    return abs(exact.amount - Fraction(found)) <= Fraction(1, 10**9) * max(1, largest(exact))


def largest(trace: Trace) -> int | Fraction:
    own = 0 if isinstance(trace.value, bool | str) else abs(trace.amount)
    return max(own, *(largest(below) for below in trace.below), 0)


STEP = Decimal("0.000001")


def ties(text: str, rows: list[dict[str, Value]]) -> Iterator[tuple[str, dict[str, Value], int]]:
    """A formula put against its own value: (formula, answers, 1 just below the edge, 2 on it, 3 just above)."""
    read = compile_exact(lowered(text))
    for row in rows:
        value = read(row).amount
        places = decimal_places(value)
        if places is None or places > 6 or abs(value) > 10**5:
            continue
        edge = Decimal(value.numerator) / Decimal(value.denominator)
        for answer, shift in ((1, f" - {STEP}"), (2, ""), (3, f" + {STEP}")):
            tied = (
                f'bands(({text}){shift}, "(-∞, {edge:f})", 1, "[{edge:f}, {edge:f}]", 2, "({edge:f}, ∞)", 3)'
            )
            if len(tied) <= MAX_LENGTH:
                yield tied, row, answer


# --- columns --------------------------------------------------------------------------------------

_DTYPES = {"number": pl.Float64, "truth": pl.Boolean, "text": pl.String}


def table(rows: list[dict[str, Value]]) -> pl.DataFrame:
    columns = {key: _DTYPES[leaf.type.kind] for key, leaf in LEAVES.items()}
    columns |= {key: pl.Float64 for key in rows[0] if key.startswith(("set_value.", "scored."))}
    series = (pl.Series(key, [_cell(row.get(key)) for row in rows], kind) for key, kind in columns.items())
    return pl.DataFrame(list(series))


def _cell(value: Value | None) -> float | bool | str | None:
    return value if value is None or isinstance(value, bool | str) else float(value)


def in_columns(node: Node, rows: list[dict[str, Value]]) -> tuple[list[object], list[bool]]:
    """The value of a formula in every row, and whether it is in doubt there."""
    columns = Columns()
    for id, like in (
        ("i1", "staff / 2"),
        ("total", "staff"),
    ):  # points of earlier formulas, in halves and whole
        columns.points(id, lowered(like))
    number = node.type.kind == "number"
    value = columns.points("formula", node) if number else columns.value(node)
    doubt = pl.any_horizontal(columns.doubts) if columns.doubts else pl.lit(False)
    wanted = value.cast(pl.Float64 if number else pl.Boolean).alias("value")
    found = table(rows).select(wanted, doubt.fill_null(False).alias("doubt"))
    if found.height < len(rows):  # a formula that reads nothing is one value for all
        found = pl.concat([found] * len(rows))
    return found["value"].to_list(), found["doubt"].to_list()


@pytest.mark.slow
@thorough
@given(formulas(), seeds)
def test_columns_are_exact_where_there_is_no_doubt(text, seed):
    node, rows = lowered(text), environments(seed)
    read = compile_exact(node)

    found, doubts = in_columns(node, rows)

    exact = [read(row) for row in rows]
    told = zip(exact, found, doubts, strict=True)
    assert [(one.value, value) for one, value, doubt in told if not doubt and not close(one, value)] == []


@settings(thorough, max_examples=40)
@given(numbers(), seeds)
def test_columns_put_ties_on_the_right_side_of_an_edge_where_there_is_no_doubt(text, seed):
    for tied, row, answer in ties(text, environments(seed, 2)):
        found, doubt = in_columns(lowered(tied), [row])

        assert doubt[0] or found == [answer], tied


def test_doubt_is_rare():
    random = Random(20)
    doubtful = total = 0

    for _ in range(60):
        _, doubts = in_columns(
            lowered(Maker(random.randrange).formula(3)), environments(random.randrange(10**9))
        )
        doubtful, total = doubtful + sum(doubts), total + len(doubts)

    assert doubtful / total < 0.05


# --- spreadsheets ---------------------------------------------------------------------------------


@pytest.mark.slow
@thorough
@given(formulas(), seeds)
def test_a_spreadsheet_that_forgives_nothing_is_exact(text, seed):
    node = lowered(text)
    read = compile_exact(node)

    pairs = [(read(row), strictly(node, row)) for row in environments(seed)]

    assert [(exact.value, found) for exact, found in pairs if not close(exact, found)] == []


@pytest.mark.slow
@thorough
@given(numbers(), seeds)
def test_a_spreadsheet_puts_ties_on_the_right_side_of_an_edge(text, seed):
    for tied, row, answer in ties(text, environments(seed, 5)):
        assert strictly(lowered(tied), row) == answer, tied


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_recalculates_to_the_exact_values(tmp_path):
    random, book = Random(7), Book(tmp_path / "formulas.xlsx")
    rows = environments(11, 60)
    addresses = [book.put(row) for row in rows]
    expected: list[tuple[str, Trace]] = []

    def ask(text: str, n: int) -> None:
        node = lowered(text)
        book.ask(to_excel(node, addresses[n]))
        expected.append((text, compile_exact(node)(rows[n])))

    for depth in (1, 2, 3, 3, 4):
        for _ in range(80):
            maker = Maker(random.randrange)
            for n in random.sample(range(len(rows)), 3):
                ask(maker.formula(depth), n)
            for tied, row, _ in ties(maker.number("share", depth), random.sample(rows, 1)):
                ask(tied, rows.index(row))
    found = book.recalculated()

    assert len(found) == len(expected) > 1500
    told = zip(expected, found, strict=True)
    assert [(text, exact.value, value) for (text, exact), value in told if not close(exact, value)] == []

"""The cohort gives everyone the points of the exact scorer, on the same side of every line."""

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from pkgutil import walk_packages
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.random_answers import random_answers
from zhiqiang import engine
from zhiqiang.engine.answering import Answers, answer
from zhiqiang.engine.cohort import CohortScore, frame, score_cohort
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Score, score

NEAR = Fraction(1, 10**9)


def compare(scheme: Scheme, answers: list[Answers], lines: list[Fraction]) -> CohortScore:
    """Score both ways and insist that they agree."""
    exact = [score(scheme, one) for one in answers]
    cohort = score_cohort(scheme, frame(scheme, answers), lines)

    assert cohort.points.columns == [*scheme.rules]
    assert cohort.points.height == len(cohort.exact) == len(answers)
    for row, one in zip(cohort.points.iter_rows(named=True), exact, strict=True):
        assert_agrees(row, one, [*lines, *(Fraction(line.points) for line in scheme.indicators.lines)])
    return cohort


def assert_agrees(row: dict[str, float], exact: Score, lines: list[Fraction]) -> None:
    for found in exact.findings():
        assert abs(Fraction(row[found.id]) - found.points) < NEAR, found.id
        least = getattr(found.model, "min", None)
        assert least is None or (row[found.id] < least) == (found in exact.shortfalls), found.id
    assert abs(Fraction(row["total"]) - exact.total) < NEAR
    for line in lines:
        assert (row["total"] >= float(line)) == (exact.total >= line), line


def answered(scheme: Scheme, *raw: dict[str, Any]) -> list[Answers]:
    return [answer(scheme, one) for one in raw]


@pytest.mark.slow
@pytest.mark.requirement("X10")
def test_random_cohort_agrees_with_the_exact_scorer(scheme: Scheme) -> None:
    random = Random(2020)
    answers = [
        answer(scheme, random_answers(scheme, random, random.choice((0.3, 0.9, 1)))) for _ in range(250)
    ]
    totals = [Fraction(score(scheme, one).total) for one in answers]

    above = {total + Fraction(1, 10**25) for total in totals[40:80]} if scheme.id == "tiny" else set()
    compare(
        scheme,
        answers,
        [*totals[:40], *(line for line in above if float(line) not in map(float, totals[:40]))],
    )


@pytest.mark.slow
@given(seed=st.integers(0, 10**9))
@settings(max_examples=25, deadline=None)
def test_any_small_cohort_agrees(tiny: Scheme, seed: int) -> None:
    random = Random(seed)
    answers = [answer(tiny, random_answers(tiny, random)) for _ in range(20)]

    compare(tiny, answers, [Fraction(score(tiny, one).total) for one in answers])


def test_without_answers_and_without_rows(scheme: Scheme) -> None:
    compare(scheme, answered(scheme, {}), [Fraction(0)])
    assert score_cohort(scheme, frame(scheme, [])).points.height == 0


def test_decimals_are_compared_as_decimals(tiny: Scheme) -> None:
    """0.1 + 0.2 is 0.3, and 0.7 - 0.4 is not above 0.3, without scoring a single row exactly."""
    cohort = compare(
        tiny,
        answered(
            tiny,
            {"deals": [{"amount": "0.1"}, {"amount": "0.2"}]},
            {"profit": "0.7", "costs": "0.4"},
            {"profit": "0.7001", "costs": "0.4"},
            {"year.research.T": "0.1", "year.research.T-1": "0.2", "year.sales.T": "0.3"},
            {"exports": "是", "exported": "0.3", "year.sales.T": "1"},
        ),
        [],
    )

    points = cohort.points
    assert points["listed"][0] == 5
    assert points["margin"][1] < 3 < points["margin"][2]
    assert points["half"][3] == 10
    assert points["abroad"][4] == 4
    assert not cohort.exact.any()


def test_a_quotient_on_an_edge_needs_no_exact_scoring(tiny: Scheme) -> None:
    cohort = compare(
        tiny,
        answered(
            tiny,
            {"year.sales.T-1": "100", "year.sales.T": "135"},
            {"year.sales.T-1": "100", "year.sales.T": "134.9999"},
            {"year.made.T-2": 2, "year.made.T-1": 2, "year.made.T": 2},
            {"year.made.T-2": 1, "year.made.T-1": 2, "year.made.T": 2},
        ),
        [],
    )

    assert cohort.points["grown"].to_list()[:2] == [8, 4]
    assert cohort.points["yearly"].to_list()[2:] == [4, 2]
    assert not cohort.exact.any()


def test_what_is_too_close_to_call_is_scored_exactly(tiny: Scheme) -> None:
    """Shares of 1/3, 1/3 and 1/3 have a mean of 33.33…, above the band's end at 33.33; 10, 10 and 10 lie on an end."""
    thirds = {
        f"year.{column}.{row}": value
        for row in ("T-2", "T-1", "T")
        for column, value in (("research", 1), ("sales", 3))
    }
    tenths = thirds | {f"year.sales.{row}": 10 for row in ("T-2", "T-1", "T")}

    cohort = compare(tiny, answered(tiny, thirds, tenths, {}), [])

    assert cohort.points["share"].to_list() == [5, 0, 0]
    assert cohort.exact.to_list() == [False, True, False]


def test_numbers_too_large_for_doubles_are_scored_exactly(tiny: Scheme) -> None:
    cohort = compare(
        tiny,
        answered(
            tiny,
            {"profit": "999999999999999.3001", "costs": "999999999999999"},
            {"profit": "999999999999999.3", "costs": "999999999999999"},
        ),
        [],
    )

    assert cohort.points["margin"][0] > 3 > cohort.points["margin"][1]
    assert cohort.exact.all()


def test_a_line_parts_totals_that_no_double_can(tiny: Scheme) -> None:
    """A third of a point is no double: the total and a line a hair above it still part."""
    answers = answered(tiny, {"year.made.T": 1, "size": "B"}, {"year.made.T": 2, "size": "B"})
    total = Fraction(score(tiny, answers[0]).total)
    line = total + Fraction(1, 10**30)

    cohort = score_cohort(tiny, frame(tiny, answers), [total, line])

    assert cohort.points["total"][0] < float(line) <= cohort.points["total"][1]
    assert cohort.exact.to_list() == [True, False]


def test_lines_may_be_decimals(tiny: Scheme) -> None:
    answers = answered(tiny, {"rules": "是"}, {})

    points = score_cohort(tiny, frame(tiny, answers), [Decimal("18.5")]).points

    assert points["total"].to_list() == [18.5, 17.0]


def test_missing_not_applicable_and_zero_stay_apart_in_the_frame(tiny: Scheme) -> None:
    table = frame(
        tiny,
        answered(
            tiny,
            {"exports": "是"},
            {"exports": "否", "exported": 5},
            {"exports": "是", "exported": "0", "staff": 0},
        ),
    )

    assert table["exported"].to_list() == [None, None, 0]
    assert score_cohort(tiny, table).points["abroad"].to_list() == [0, 4, 0]
    assert score_cohort(tiny, table).points["listed"].to_list() == [0, 0, 1]


def test_set_values_fall_back_from_division_to_section_to_all(tiny: Scheme) -> None:
    profiles = [("39", "A"), ("40", "A"), ("39", "B"), ("01", "A"), ("", ""), ("39", "")]
    raw = [{"industry": industry, "size": size, "year.made.T": 3} for industry, size in profiles]

    points = score_cohort(tiny, frame(tiny, answered(tiny, *raw))).points["against"]

    assert points.to_list() == pytest.approx([1, 1.5, 4, 3, 3, 3])


def test_a_frame_may_be_kept_in_a_file(tiny: Scheme, tmp_path: Path) -> None:
    random = Random(7)
    answers = [answer(tiny, random_answers(tiny, random)) for _ in range(30)]
    answers += answered(tiny, {"profit": "999999999999999.3001", "costs": "999999999999999"})
    table = frame(tiny, answers)
    table.write_parquet(tmp_path / "cohort.parquet")

    again = score_cohort(tiny, pl.read_parquet(tmp_path / "cohort.parquet"))

    assert again.points.equals(score_cohort(tiny, table).points)


def test_nothing_else_of_the_engine_loads_polars() -> None:
    """A web worker must not pay for what only cohorts need."""
    apart = {"cohort", "formula.columns", "formula.wholes"}
    found = {
        one.name.removeprefix("zhiqiang.engine.")
        for one in walk_packages(engine.__path__, "zhiqiang.engine.")
    }
    imports = "; ".join(f"import zhiqiang.engine.{name}" for name in sorted(found - apart))
    code = f"import sys; {imports}; sys.exit('polars' in sys.modules)"

    assert found >= apart
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

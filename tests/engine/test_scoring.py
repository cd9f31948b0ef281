"""What answers earn: exact, capped, the same every time, and never more than there is to earn."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.random_answers import random_answers
from zhiqiang.engine.answering import answer
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Finding, Score, score


def scored(scheme: Scheme, raw: dict[str, Any]) -> Score:
    return score(scheme, answer(scheme, raw))


def found(scheme: Scheme, id: str, **raw: Any) -> Finding:
    """One finding for a few answers; `a__b__c` stands for the key `a.b.c`."""
    return scored(scheme, {key.replace("__", "."): value for key, value in raw.items()}).finding(id)


def essence(result: Score) -> list[tuple[Any, ...]]:
    """All that a score says, in plain values."""
    rows = [(one.id, one.points, one.state, [leaf.key for leaf in one.missing]) for one in result.findings()]
    return [*rows, ("total", result.total), *((one.gate.model.id, one.met) for one in result.gates)]


# --- what holds for any answers -------------------------------------------------------------------


def test_points_stay_between_nothing_and_the_maximum(scheme: Scheme) -> None:
    random = Random(1)
    for _ in range(60):
        result = scored(scheme, random_answers(scheme, random, random.choice((0, 0.4, 1))))

        for one in result.findings():
            assert 0 <= one.points <= one.maximum, one.id
        assert 0 <= result.total <= result.maximum
        assert 0 <= result.awaiting() <= result.maximum - result.total


def test_groups_and_total_add_up(scheme: Scheme) -> None:
    random = Random(2)
    for _ in range(30):
        result = scored(scheme, random_answers(scheme, random))

        for one in result.findings():
            if one.children:
                points = [child.points for child in one.children]
                gathered = max(points) if one.chosen else sum(points)
                assert one.points == min(gathered, one.maximum)
        cap = scheme.indicators.cap or scheme.indicators.max
        assert result.total == min(sum(group.points for group in result.groups), Fraction(cap))


@given(seed=st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_points_are_exact_numbers(tiny: Scheme, seed: int) -> None:
    result = scored(tiny, random_answers(tiny, Random(seed)))

    assert all(type(one.points) in (int, Fraction) for one in result.findings())
    assert type(result.total) in (int, Fraction)


@given(seed=st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_the_order_of_answers_does_not_matter(tiny: Scheme, seed: int) -> None:
    random = Random(seed)
    raw = random_answers(tiny, random)
    shuffled = random.sample([*raw.items()], len(raw))

    assert essence(scored(tiny, dict(shuffled))) == essence(scored(tiny, raw))


@pytest.mark.slow
def test_the_same_answers_give_the_same_bits_in_any_process(tiny: Scheme) -> None:
    code = (
        "from random import Random; from pathlib import Path\n"
        "from tests.engine.random_answers import random_answers\n"
        "from tests.engine.test_scoring import essence, scored\n"
        "from zhiqiang.engine.loading import load\n"
        f"tiny = load(Path({str(tiny.folder)!r}))\n"
        "print([essence(scored(tiny, random_answers(tiny, Random(seed)))) for seed in range(5)])"
    )
    root = Path(__file__).parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True, capture_output=True, text=True, cwd=root, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        ).stdout
        for seed in ("0", "1", "2")
    }  # fmt: skip

    assert outputs == {
        f"{[essence(scored(tiny, random_answers(tiny, Random(seed)))) for seed in range(5)]}\n"
    }


def test_scoring_leaves_the_answers_as_they_were(tiny: Scheme) -> None:
    answers = answer(tiny, random_answers(tiny, Random(4)))
    before = dict(answers.values)

    first, second = score(tiny, answers), score(tiny, answers)

    assert answers.values == before
    assert essence(first) == essence(second)


@pytest.mark.parametrize(
    ("id", "key", "rising"),
    [
        ("against", "year.made.T", [0, 1, 5, 29, 30, 31, 10**9]),
        ("against_rate", "year.kept.T", [0, 1, 2, 3, 10**9]),
        ("ladder", "year.kept.T", [0, 1, 2, 6, 9, 10**9]),
        ("units", "prizes", [0, 1, 7, 8, 9, 10**9]),
        ("items", "staff", [0, 2, 3, 10**9]),
        ("grown", "year.sales.T", ["0", "10", "10.4999", "10.5", "13.5", "1000000"]),
        ("margin", "profit", ["-100", "0", "0.3", "0.3001", "100000"]),
        ("abroad", "exported", ["0", "2.99", "3", "999999"]),
        ("half", "staff", [0, 1, 100]),
    ],
)
def test_more_never_earns_less(tiny: Scheme, id: str, key: str, rising: list[Any]) -> None:
    base = {
        "industry": "39", "size": "A", "exports": "是", "exported": "1",
        "year.made.T-1": 10, "year.sales.T-1": "10", "year.sales.T": "10",
    }  # fmt: skip

    points = [scored(tiny, base | {key: value}).finding(id).points for value in rising]

    assert points == sorted(points)
    assert points[0] < points[-1]


# --- missing, not applicable and zero -------------------------------------------------------------


def test_missing_not_applicable_and_zero_are_three_things(tiny: Scheme) -> None:
    missing = found(tiny, "abroad", exports="是")
    apart = found(tiny, "abroad", exports="否")
    zero = found(tiny, "abroad", exports="是", exported="0", year__sales__T="1")

    assert (missing.points, missing.state) == (0, "missing")
    assert "exported" in {leaf.key for leaf in missing.missing}
    assert (apart.points, apart.state, apart.missing) == (4, "not_applicable", ())
    assert (zero.points, zero.state, zero.missing) == (0, "scored", ())


def test_only_what_was_really_read_is_missing(tiny: Scheme) -> None:
    """An override decides before the ladder is looked at, so the ladder's figures are not asked for."""
    assert found(tiny, "ladder", led="是").missing == ()
    assert found(tiny, "ladder", led="否").state in ("missing", "scored")


def test_an_empty_application_earns_nothing(shaanxi: Scheme) -> None:
    empty = scored(shaanxi, {})

    assert empty.total == 0
    assert {one.points for one in empty.findings()} == {0}
    assert {one.state for one in empty.groups} <= {"missing", "awaiting"}


# --- the kinds of rules ---------------------------------------------------------------------------


@pytest.mark.requirement("S27")
def test_items_add_up_to_the_cap(tiny: Scheme) -> None:
    assert found(tiny, "items", rules="是").points == Fraction(3, 2)
    assert found(tiny, "items", rules="是", plan="是", staff=3).points == 3
    assert found(tiny, "items", rules="否", plan="是", certified="C", staff=3).points == Fraction(1, 10)


@pytest.mark.parametrize(("code", "points"), [("A", 10), ("B", 5), ("C", 0), ("", 0)])
def test_a_choice_earns_its_points(tiny: Scheme, code: str, points: int) -> None:
    assert found(tiny, "choice", certified=code).points == points


@pytest.mark.parametrize(
    ("kept", "points"),
    [((0, 0, 1), 0), ((1, 1, 0), 2), ((2, 2, 1), 2), ((2, 2, 2), 4), ((3, 3, 2), 4), ((3, 3, 3), 7)],
)
def test_a_ladder_says_which_end_is_in(tiny: Scheme, kept: tuple[int, ...], points: int) -> None:
    raw = {f"year.kept.{row}": value for row, value in zip(("T-2", "T-1", "T"), kept, strict=True)}

    assert scored(tiny, raw).finding("ladder").points == points


@pytest.mark.parametrize(
    ("research", "points"),
    [
        ("10", 0),
        ("10.0001", Fraction(5, 2)),
        ("33.33", Fraction(5, 2)),
        ("33.3301", 5),
        ("99.9999", 5),
        ("100", 8),
    ],
)
def test_a_band_closed_above(tiny: Scheme, research: str, points: Fraction) -> None:
    """(10, 33.33] and its neighbours, the shares of all three years being alike."""
    raw = {
        f"year.{column}.{row}": value
        for row in ("T-2", "T-1", "T")
        for column, value in (("research", research), ("sales", 100))
    }

    assert scored(tiny, raw).finding("share").points == points


def test_an_override_decides_before_the_ladder(tiny: Scheme) -> None:
    assert found(tiny, "ladder", led="是", year__kept__T=0).points == 7
    assert found(tiny, "ladder", led="否", year__kept__T=6).points == 4


@pytest.mark.requirement("S27", "S32")
def test_a_value_against_its_set_value(tiny: Scheme) -> None:
    """Division before section before all, that size before any; linear and capped."""
    rows = {("39", "A"): 30, ("40", "A"): 20, ("39", "B"): Fraction(15, 2), ("01", "A"): 10, ("39", ""): 10}
    for (industry, size), wanted in rows.items():
        one = found(tiny, "against", industry=industry, size=size, year__made__T=6)

        assert one.points == 10 * min(Fraction(1), Fraction(6) / wanted)
        assert [used.value for used in one.set_values] == [wanted]
        assert one.illustrative == (wanted == 10 and (industry, size) != ("39", "B"))


def test_a_curve_is_data(tiny: Scheme) -> None:
    """Half the set value of 0.3 earns half the points, all of it all of them, nothing in between."""
    points = [
        found(tiny, "against_rate", year__made__T=20, year__kept__T=kept).points for kept in (2, 3, 5, 6, 20)
    ]

    assert points == [0, 5, 5, 10, 10]


@pytest.mark.requirement("S32")
def test_set_values_may_be_replaced_for_one_score(tiny: Scheme) -> None:
    answers = answer(tiny, {"industry": "39", "size": "A", "year.made.T": 6})

    replaced = score(tiny, answers, set_values={"things": Fraction(12)})

    assert replaced.finding("against").points == 5
    assert score(tiny, answers).finding("against").points == 2


def test_so_many_points_a_unit_up_to_a_cap(tiny: Scheme) -> None:
    points = [found(tiny, "units", prizes=number).points for number in (0, 1, 8, 9)]

    assert points == [0, Fraction(7, 10), Fraction(28, 5), Fraction(28, 5)]


def test_where_it_does_not_apply_it_may_count_in_full(tiny: Scheme) -> None:
    assert found(tiny, "abroad", exports="否").points == 4


def test_the_best_of_siblings_counts(tiny: Scheme) -> None:
    raw = {"prizes": 1, "points.graded": "5.5", "points.judged.one": 4, "points.judged.two": 3}
    best = scored(tiny, raw).finding("best")

    assert [child.points for child in best.children] == [Fraction(11, 2), 7]
    assert best.points == 7
    assert best.chosen is not None
    assert best.chosen.id == "judged"


def test_criteria_add_up_to_the_maximum(tiny: Scheme) -> None:
    assert found(tiny, "judged", points__judged__one=5, points__judged__two=5).points == 9


@pytest.mark.parametrize(
    ("prizes", "given", "counts"),
    [(1, "5", 5), (1, "9", 9), (1, "4.5", 0), (1, "0", 0), (0, "4", 4), (0, "4.5", 0), (0, "9", 0)],
)
def test_points_of_a_rubric_count_within_the_grade_that_is_open(
    tiny: Scheme, prizes: int, given: str, counts: int
) -> None:
    assert found(tiny, "graded", prizes=prizes, points__graded=given).points == counts


def test_what_experts_have_not_graded_is_awaited(tiny: Scheme) -> None:
    result = scored(tiny, {"prizes": 1})

    assert result.finding("graded").state == "awaiting"
    assert result.finding("best").state == "awaiting"
    assert result.awaiting() == 9
    assert scored(tiny, {"prizes": 1, "points.graded": 9}).awaiting() == 0


def test_points_of_the_filing_and_of_the_experts_are_told_apart(tiny: Scheme) -> None:
    raw = {"certified": "A", "prizes": 1, "points.graded": 8}
    result = scored(tiny, raw)

    filed, experts = result.part("filing"), result.part("experts")

    assert experts == (8, 9)
    assert filed[0] + experts[0] == result.total
    assert filed[1] + experts[1] == result.maximum


def test_a_group_below_its_minimum_is_a_shortfall(tiny: Scheme) -> None:
    low = scored(tiny, {"certified": "A", "rules": "是"})
    enough = scored(tiny, {"certified": "A", "rules": "是", "plan": "是"})

    assert low.finding("first").points == Fraction(23, 2)
    assert [one.id for one in low.shortfalls] == ["first"]
    assert enough.shortfalls == ()


def test_a_group_is_capped(shaanxi: Scheme) -> None:
    raw = {
        "shaanxi_award.count.first": 2,
        "rd_centre": "是",
        "settlement": "是",
        "awards.count.patent_gold": 40,
    }

    assert scored(shaanxi, raw).finding("i21").points == 10
    assert scored(shaanxi, raw).finding("i22").points == 15


def test_exactly_on_the_edge(tiny: Scheme) -> None:
    """A growth of exactly 35 % in awkward decimals; one ten-thousandth less is below."""
    for sales, points in (("0.4050", 8), ("0.4049", 4), ("0.3150", 4), ("0.3149", 1), ("0.3", 0)):
        assert found(tiny, "grown", **{"year__sales__T-1": "0.3"}, year__sales__T=sales).points == points


def test_an_indicator_that_is_not_there(tiny: Scheme) -> None:
    with pytest.raises(KeyError, match="nothing"):
        scored(tiny, {}).finding("nothing")

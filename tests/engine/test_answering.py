"""Answers are read exactly, and everything wrong with them is told at once with its mend."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.random_answers import random_answers
from zhiqiang.engine.answering import AnswerProblem, Answers, answer
from zhiqiang.engine.formula.tree import Value
from zhiqiang.engine.scheme import Scheme


def read(scheme: Scheme, raw: Mapping[str, Any]) -> Answers:
    """Answers without the gaps: most tests fill in one field only."""
    found = answer(scheme, raw)
    problems = tuple(problem for problem in found.problems if problem.severity != "missing")
    return Answers(found.values, problems, found.not_applicable)


def only_problem(scheme: Scheme, raw: Mapping[str, Any]) -> AnswerProblem:
    (problem,) = read(scheme, raw).problems
    assert problem.message.zh
    assert problem.message.en
    return problem


# --- single answers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("staff", 12, 12),
        ("staff", "12", 12),
        ("staff", " 12 ", 12),
        ("staff", "１２", 12),
        ("staff", "1,234", 1234),
        ("staff", "1，234", 1234),
        ("staff", "12 人", 12),
        ("staff", "12.0", 12),
        ("staff", "+12", 12),
        ("staff", "0", 0),
        ("staff", "-0", 0),
        ("profit", "-5.5", Fraction(-11, 2)),
        ("profit", "−5.5", Fraction(-11, 2)),
        ("profit", "0.1", Fraction(1, 10)),
        ("profit", Decimal("0.1"), Fraction(1, 10)),
        ("profit", "123456789012345.6789", Fraction(1234567890123456789, 10**4)),
        ("exports", True, True),
        ("exports", "是", True),
        ("exports", "有", True),
        ("exports", "A. 有", True),
        ("exports", "Yes", True),
        ("exports", 1, True),
        ("exports", "否", False),
        ("exports", "no", False),
        ("exports", 0, False),
        ("certified", "B", "B"),
        ("certified", "Ｂ", "B"),
        ("certified", "B. 进行中", "B"),
        ("certified", "进行中", "B"),
        ("certified", "Under way", "B"),
        ("industry", "39", "39"),
        ("industry", 39, "39"),
        ("name", "  甲公司 ", "甲公司"),
        ("points.graded", "5.5", Fraction(11, 2)),
        ("points.judged.one", 5, 5),
        ("deals.0.amount", "0.10", Fraction(1, 10)),
    ],
)
def test_an_answer_is_read_exactly(tiny: Scheme, key: str, typed: Any, value: Value) -> None:
    found = read(tiny, {key: typed, "prizes": 1}).values[key]

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("key", "typed", "mend"),
    [
        ("staff", "abc", "a number"),
        ("staff", "1,23", "a number"),
        ("staff", "1e3", "a number"),
        ("staff", "NaN", "a number"),
        ("staff", "∞", "a number"),
        ("staff", "0x10", "a number"),
        ("staff", "٣", "a number"),
        ("staff", "9" * 400, "a number"),
        ("staff", 10**400, "a number"),
        ("staff", True, "a number"),
        ("staff", 1.0, "exact"),
        ("staff", float("nan"), "exact"),
        ("staff", "2.5", "whole number"),
        ("staff", -1, "below 0"),
        ("costs", "-0.001", "below 0"),
        ("costs", "0.0001", "3 decimal places"),
        ("exports", "maybe", "yes"),
        ("exports", 2, "yes"),
        ("certified", "Z", "A, B, C"),
        ("certified", "a", "A, B, C"),
        ("certified", True, "A, B, C"),
        ("industry", "99", "list"),
        ("name", "甲\x00乙", "control characters"),
        ("name", "甲" * 201, "at most 200"),
        ("name", "甲" * 30_000, "at most"),
        ("points.graded", "5.25", "steps of 0.5"),
        ("points.graded", "9.5", "0 to 9"),
        ("points.graded", -1, "0 to 9"),
        ("points.judged.one", "x", "0 to 5"),
        ("deals.0.amount", "-1", "below 0"),
        ("deals.5.amount", "1", "5 rows"),
        ("deals.99999999999999999999.amount", "1", "5 rows"),
        ("deals.01.amount", "1", "no such field"),
        ("deals.-1.amount", "1", "no such field"),
        ("deals.x.amount", "1", "no such field"),
        (f"deals.{'9' * 5000}.amount", "1", "5 rows"),
        ("deals.0.nothing", "1", "no such field"),
        ("nothing", "1", "no such field"),
        ("year.made.T-3", "1", "no such field"),
        ("year.made", "1", "no such field"),
        ("points.items", "1", "no such field"),
    ],
)
def test_what_is_wrong_is_told_with_its_mend(tiny: Scheme, key: str, typed: Any, mend: str) -> None:
    problem = only_problem(tiny, {key: typed, "prizes": 1})

    assert problem.key == key
    assert mend in problem.message.en
    if problem.severity == "error":
        assert key not in answer(tiny, {key: typed}).values


@pytest.mark.parametrize("blank", [None, "", " ", "　", "\n\t"])
@pytest.mark.parametrize("key", ["staff", "exports", "certified", "name", "points.graded", "deals.0.amount"])
def test_a_blank_is_no_answer(tiny: Scheme, key: str, blank: Any) -> None:
    found = read(tiny, {key: blank})

    assert key not in found.values
    assert found.problems == ()


# --- the whole ------------------------------------------------------------------------------------


def test_all_problems_are_told_at_once(tiny: Scheme) -> None:
    raw = {
        "staff": "x",
        "costs": "-1",
        "certified": "Z",
        "nothing": 1,
        "year": {"made": {"T": 1}, "kept": {"T": 2}},
    }

    found = answer(tiny, raw)

    assert {problem.key for problem in found.problems} == {
        "staff", "costs", "certified", "nothing", "year.kept.T", "exports",
    }  # fmt: skip
    assert found.values["year.made.T"] == 1


def test_nested_and_flat_answers_are_the_same(tiny: Scheme) -> None:
    nested = {
        "year": {"made": {"T": 3, "T-1": "2"}},
        "deals": [{"amount": 1}, {"amount": "0.5"}],
        "exports": "是",
    }
    flat = {
        "year.made.T": "3",
        "year.made.T-1": 2,
        "deals.0.amount": "1",
        "deals.1.amount": "0.5",
        "exports": True,
    }

    assert answer(tiny, nested) == answer(tiny, flat)


@given(seed=st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_the_order_of_answers_does_not_matter(tiny: Scheme, seed: int) -> None:
    random = Random(seed)
    raw = random_answers(tiny, random)
    shuffled = dict(random.sample([*raw.items()], len(raw)))

    one, other = answer(tiny, raw), answer(tiny, shuffled)

    assert one.values == other.values
    assert one.not_applicable == other.not_applicable
    assert sorted(one.problems, key=str) == sorted(other.problems, key=str)


def test_missing_not_applicable_and_zero_are_three_things(tiny: Scheme) -> None:
    missing = answer(tiny, {"exports": "是"})
    apart = answer(tiny, {"exports": "否", "exported": "5"})
    zero = answer(tiny, {"exports": "是", "exported": 0})

    assert "exported" not in missing.values
    assert [problem.key for problem in missing.errors] == ["exported"]
    assert "exported" not in apart.values
    assert "exported" in apart.not_applicable
    assert apart.errors == ()
    assert zero.values["exported"] == 0
    assert zero.errors == ()


def test_what_is_worked_out_is_exact_and_follows_its_parts(tiny: Scheme) -> None:
    raw = {"year.made.T": 1, "year.kept.T": 2, "year.research.T": "1", "year.sales.T": "3"}

    values = answer(tiny, raw).values

    assert values["year.both.T"] == 3
    assert values["year.share.T"] == Fraction(100, 3)
    assert "year.both.T-1" not in values


def test_a_typed_result_that_disagrees_is_questioned(tiny: Scheme) -> None:
    parts = {"year.made.T": 3, "year.kept.T": 2}

    assert read(tiny, parts | {"year.both.T": 5}).problems == ()
    problem = only_problem(tiny, parts | {"year.both.T": 6})
    assert (problem.key, problem.severity) == ("year.both.T", "warning")
    assert "5" in problem.message.en
    assert answer(tiny, parts | {"year.both.T": 6}).values["year.both.T"] == 5


def test_a_typed_result_without_its_parts_is_not_dropped_in_silence(tiny: Scheme) -> None:
    problem = only_problem(tiny, {"year.both.T": 5})

    assert (problem.key, problem.severity) == ("year.both.T", "warning")
    assert "parts" in problem.message.en


def test_a_typed_share_may_be_rounded(tiny: Scheme) -> None:
    parts = {"year.research.T": "1", "year.sales.T": "3"}

    assert read(tiny, parts | {"year.share.T": "33.33"}).problems == ()
    assert only_problem(tiny, parts | {"year.share.T": "33.3"}).key == "year.share.T"


def test_lists_are_counted_and_summed(tiny: Scheme) -> None:
    values = answer(tiny, {"deals": [{"amount": "0.1"}, {"partner": "乙"}, {"amount": "0.2"}]}).values

    assert values["deals#rows"] == 3
    assert values["deals.amount#sum"] == Fraction(3, 10)


def test_a_check_across_fields_names_what_it_read(tiny: Scheme) -> None:
    problem = only_problem(tiny, {"year.made.T-1": 1, "year.kept.T-1": 2})

    assert problem.keys == ("year.kept.T-1", "year.made.T-1")
    assert "2" in problem.message.zh
    assert read(tiny, {"year.made.T-1": 2, "year.kept.T-1": 2}).problems == ()
    assert read(tiny, {"year.kept.T-1": 2}).problems == ()


def test_points_outside_the_open_grades_are_told(tiny: Scheme) -> None:
    assert only_problem(tiny, {"prizes": 0, "points.graded": 9}).key == "points.graded"
    assert read(tiny, {"prizes": 1, "points.graded": 9}).problems == ()


# --- nasty input ----------------------------------------------------------------------------------

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.decimals()
    | st.binary()
)
junk = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=150, deadline=None)
def test_nothing_a_user_can_send_raises(tiny: Scheme, data: st.DataObject) -> None:
    known = st.sampled_from(["deals", "deals.0.amount", "points.graded", *tiny.cells])
    raw = data.draw(st.dictionaries(known | st.text(max_size=30), junk, max_size=12))

    found = answer(tiny, raw)

    assert all(type(value) in (int, Fraction, bool, str) for value in found.values.values())
    assert all(problem.message.zh and problem.message.en for problem in found.problems)


def test_answers_nested_without_end_are_cut_off(tiny: Scheme) -> None:
    raw: dict[str, Any] = {}
    for _ in range(20_000):
        raw = {"a": raw}

    assert "no such field" in only_problem(tiny, raw).message.en


def test_answers_without_number_are_cut_off(tiny: Scheme) -> None:
    found = answer(tiny, {f"x{n}": 1 for n in range(70_000)})

    assert "too many" in found.problems[60_000].message.en
    assert len(found.problems) < 60_010

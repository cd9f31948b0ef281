"""Advice keeps its promises: honest steps, scored, easiest first, none that is not needed."""

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.random_answers import random_answers
from zhiqiang.engine.advising import Advice, Step, advise, all_raises, raises
from zhiqiang.engine.answering import answer
from zhiqiang.engine.formula.tree import Value
from zhiqiang.engine.models.indicators import Rubric
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Points, score

RAW = dict[str, Any]


def typed(value: Value) -> Any:
    """A value as a user would type it."""
    return str(Decimal(value.numerator) / value.denominator) if isinstance(value, Fraction) else value


def applicable(scheme: Scheme, random: Random, filled: float = 0.9) -> RAW:
    """Random answers without those that do not apply: a browser does not send them."""
    raw = random_answers(scheme, random, filled)
    apart = answer(scheme, raw).not_applicable
    return {key: value for key, value in raw.items() if key not in apart}


def rescored(scheme: Scheme, raw: RAW, *steps: Step) -> Points:
    """The total with these steps taken, by way of answering and scoring alone."""
    return score(scheme, answer(scheme, raw | {step.key: typed(step.to) for step in steps})).total


def errors(scheme: Scheme, raw: RAW) -> set[tuple[str, tuple[str, ...]]]:
    """What a submission would be refused for, but for gaps: where and why, without the figures."""
    wrong = [problem for problem in answer(scheme, raw).errors if problem.severity == "error"]
    return {(problem.message.zh.partition("（")[0], problem.keys or (problem.key,)) for problem in wrong}


def assert_kept(scheme: Scheme, raw: RAW, advice: Advice) -> None:
    """All steps together bring what was promised, and no step alone does harm."""
    assert rescored(scheme, raw) == advice.now
    assert rescored(scheme, raw, *advice.steps) == advice.reached
    assert advice.now + sum(step.points for step in advice.steps) == advice.reached
    assert (
        rescored(scheme, raw, *(step for step in advice.steps if step.horizon == "now"))
        == advice.before_filing
    )
    for step in advice.steps:
        assert rescored(scheme, raw, step) >= advice.now
        assert step.gains
        assert step.clause in scheme.clauses


def assert_honest(scheme: Scheme, raw: RAW, steps: tuple[Step, ...]) -> None:
    """Facts, years gone and experts' points stay; figures only grow; nothing newly refused."""
    profile = scheme.cover.profile
    for step in steps:
        cell = scheme.cells[step.key]
        assert step.key not in ((profile and (profile.industry, profile.size)) or ())
        assert cell.field.kind != "text"
        assert cell.field.changeable != "never"
        assert cell.leaf.row not in ("T-1", "T-2")
        assert step.horizon == "later" or cell.leaf.row != "T"
        assert all(one.indicator.advice and not isinstance(one.indicator.rule, Rubric) for one in step.gains)
        if isinstance(step.to, bool):
            assert step.to
        elif not isinstance(step.to, str):
            assert step.was is None or step.to > step.was  # type: ignore[operator]
    assert errors(scheme, raw | {step.key: typed(step.to) for step in steps}) <= errors(scheme, raw)


@pytest.mark.requirement("X10")
@pytest.mark.parametrize("more", [1, 8, 1000])
def test_every_promise_is_kept(scheme: Scheme, more: int) -> None:
    random = Random(more)
    for _ in range(6):
        raw = applicable(scheme, random, random.choice((0.2, 0.7, 1)))
        answers = answer(scheme, raw)

        advice = advise(scheme, answers, score(scheme, answers).total + more)

        assert_kept(scheme, raw, advice)
        assert_honest(scheme, raw, advice.steps)
        assert advice.reachable == (advice.reached >= advice.target)


@given(seed=st.integers(0, 10**9), more=st.fractions(Fraction(1, 100), 30, max_denominator=100))
@settings(max_examples=25, deadline=None)
def test_any_promise_is_kept(tiny: Scheme, seed: int, more: Fraction) -> None:
    raw = applicable(tiny, Random(seed), 0.8)
    answers = answer(tiny, raw)

    advice = advise(tiny, answers, score(tiny, answers).total + more)

    assert_kept(tiny, raw, advice)
    assert_honest(tiny, raw, advice.steps)


def test_no_step_is_superfluous(scheme: Scheme) -> None:
    random = Random(5)
    for _ in range(8):
        raw = applicable(scheme, random, 0.7)
        answers = answer(scheme, raw)
        advice = advise(scheme, answers, score(scheme, answers).total + 4)
        if not advice.reachable:
            continue

        for step in advice.steps:
            without = [one for one in advice.steps if one.key != step.key]
            assert rescored(scheme, raw, *without) < advice.target


def test_nothing_to_do_where_the_target_is_reached(scheme: Scheme) -> None:
    raw = applicable(scheme, Random(3))
    answers = answer(scheme, raw)
    total = score(scheme, answers).total

    for target in (total, total - 1, 0):
        advice = advise(scheme, answers, target)

        assert (advice.steps, advice.openings) == ((), ())
        assert advice.now == advice.reached == advice.before_filing == total
        assert advice.reachable


def test_says_how_far_one_gets_where_the_target_is_out_of_reach(shaanxi: Scheme) -> None:
    advice = advise(shaanxi, answer(shaanxi, {}), 150)

    assert not advice.reachable
    assert 50 < advice.reached < 150
    assert advice.awaiting > 0


def test_what_can_be_done_now_comes_first(shaanxi: Scheme) -> None:
    advice = advise(shaanxi, answer(shaanxi, {"industry": "39", "size": "B"}), 40)

    horizons = [step.horizon for step in advice.steps]
    assert horizons == sorted(horizons, key=["now", "later"].index)
    assert advice.now < advice.before_filing < advice.reached


def test_the_form_says_what_can_change_and_when(shaanxi: Scheme) -> None:
    found = all_raises(shaanxi, answer(shaanxi, {"certification": "C", "department": "A", "rd_centre": "否"}))

    assert [(step.to, step.horizon, step.points) for step in found["i12"]] == [("B", "later", 5)]
    assert next((step.to, step.horizon, step.points) for step in found["i15"]) == ("D", "now", 5)
    assert [(step.to, step.horizon, step.points) for step in found["i23"]] == [(True, "later", 5)]
    assert "wellknown_marks" not in {step.key for step in found["i4"]}


def test_a_cap_is_respected(shaanxi: Scheme) -> None:
    """Two points an item, three at most: the second item brings one point, and there is no third step."""
    raw = {"contract_invention": "有", "contract_ownership": "否", "inventor_reward": "否"}

    steps = raises(shaanxi, answer(shaanxi, raw), "i14")

    assert [(step.key, step.to, step.points) for step in steps] == [
        ("contract_ownership", True, 1),
        ("inventor_reward", True, 1),
    ]
    assert raises(shaanxi, answer(shaanxi, raw | {"contract_ownership": "有"}), "i14") == ()


def test_the_next_band_edge_is_named(shaanxi: Scheme) -> None:
    """Full-time staff: 2 people bring 2 points, 3 bring 4, 4 bring 5."""
    found = {}
    for staff in range(5):
        steps = raises(shaanxi, answer(shaanxi, {"department": "A", "staff.full_time.T": staff}), "i15")
        found[staff] = [(step.to, step.points) for step in steps if step.key == "staff.full_time.T"]

    assert found == {0: [(2, 2)], 1: [(2, 2)], 2: [(3, 2)], 3: [(4, 1)], 4: []}


def test_a_figure_grows_to_its_set_value(shaanxi: Scheme) -> None:
    raw = {"industry": "39", "size": "B", "valid.invention.year_t": 10, "valid.utility.year_t": 8}
    wanted = shaanxi.set_values.find("valid_patents", "39", "C", "B")
    assert wanted is not None

    step = next(
        one for one in raises(shaanxi, answer(shaanxi, raw), "i2") if one.key == "valid.invention.year_t"
    )

    assert step.to == wanted.value - 8
    assert step.points == 5 - 5 * Fraction(18) / wanted.value
    assert step.illustrative
    assert "再增加" in step.words.zh
    assert "more" in step.words.en


def test_a_figure_grows_no_further_than_needed(shaanxi: Scheme) -> None:
    raw = {"industry": "39", "size": "B", "valid.invention.year_t": 10, "valid.utility.year_t": 8}
    answers = answer(shaanxi, raw)
    soon = advise(shaanxi, answers, 150).before_filing

    advice = advise(shaanxi, answers, soon + Fraction(1, 4))

    (step,) = [one for one in advice.steps if one.horizon == "later"]
    less = {one.key: typed(one.to) for one in advice.steps} | {step.key: step.to - 1}  # type: ignore[operator]
    assert score(shaanxi, answer(shaanxi, raw | less)).total < advice.target


def test_a_check_of_the_form_bounds_a_figure(shaanxi: Scheme) -> None:
    """Not more core staff can be trained than there are."""
    raw = {"training": "是", "core_staff.core.T": 20, "core_staff.trained.T": 5}

    (step,) = raises(shaanxi, answer(shaanxi, raw), "i18")

    assert (step.key, step.to) == ("core_staff.trained.T", 20)
    assert step.horizon == "later"


def test_a_yes_that_opens_further_questions_promises_nothing(shaanxi: Scheme) -> None:
    (step,) = raises(shaanxi, answer(shaanxi, {"training": "否"}), "i18")

    assert (step.key, step.points, step.opens) == ("training", 0, 2)
    assert step.key not in advise(shaanxi, answer(shaanxi, {"training": "否"}), 20).changes


def test_a_step_that_costs_more_elsewhere_is_not_proposed(shaanxi: Scheme) -> None:
    """More utility models would raise the filings, but lower the share of inventions and the grant rate more."""
    filed = {"patents.invention_filed.T": 10, "patents.invention_granted.T": 10, "patents.utility_filed.T": 0}
    answers = answer(shaanxi, {"industry": "39", "size": "B"} | filed)

    assert not any(step.key == "patents.utility_filed.T" for step in raises(shaanxi, answers, "i3"))


def test_points_nobody_should_chase_are_left_alone(shaanxi: Scheme) -> None:
    found = all_raises(shaanxi, answer(shaanxi, {"industry": "39", "size": "B"}))

    for indicator in shaanxi.indicators.indicators():
        if not indicator.advice or isinstance(indicator.rule, Rubric):
            assert found[indicator.id] == ()


@pytest.mark.slow
def test_each_raise_does_what_it_says(scheme: Scheme) -> None:
    random = Random(11)
    for _ in range(5):
        raw = applicable(scheme, random, random.choice((0.3, 0.9)))
        before = score(scheme, answer(scheme, raw))

        for id, steps in all_raises(scheme, answer(scheme, raw)).items():
            assert_honest(scheme, raw, ())
            for step in steps:
                assert_honest(scheme, raw, (step,))
                after = score(scheme, answer(scheme, raw | {step.key: typed(step.to)}))
                assert after.finding(id).points - before.finding(id).points == step.gains[0].points
                assert after.total - before.total == step.points >= 0


def test_an_option_and_an_unanswered_question(tiny: Scheme) -> None:
    answers = answer(tiny, {"certified": "C"})

    option = raises(tiny, answers, "choice")
    led = raises(tiny, answers, "ladder")

    assert [(step.to, step.points, step.horizon) for step in option] == [("B", 5, "later")]
    assert option[0].words.zh == "使“认证”达到“B. 进行中”"
    assert led[0].words.zh == "直管：“领导直管”尚未填写，做到后填“是”"
    assert led[0].words.en.startswith("Led: “Led by management”")


def test_a_year_gone_can_only_be_followed_by_a_better_one(tiny: Scheme) -> None:
    answers = answer(tiny, {"year.sales.T-1": "100", "year.sales.T": "101"})

    (step,) = raises(tiny, answers, "grown")

    assert (step.key, step.to, step.horizon) == ("year.sales.T", 105, "later")
    assert "下一年度" in step.words.zh
    assert "2019" in step.words.zh


def test_decimals_are_proposed_as_they_can_be_entered(tiny: Scheme) -> None:
    answers = answer(tiny, {"exports": "是", "exported": "1", "year.sales.T": "3.5001"})

    (step,) = raises(tiny, answers, "abroad")

    assert step.to == Fraction(106, 100)

"""Every point explains itself: from the same tree, in both languages."""

import re
from fractions import Fraction

import pytest

from zhiqiang.engine.answering import answer
from zhiqiang.engine.explaining import Explanation, explain_score, points_words
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.proving import run_cases
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import score

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def explained(scheme: Scheme, raw: dict[str, object], lang: str = "zh") -> dict[str, Explanation]:
    words = explain_score(scheme, score(scheme, answer(scheme, raw)), lang)
    return dict(_walk(words.groups))


def _walk(explanations: tuple[Explanation, ...]):
    for one in explanations:
        yield one.id, one
        yield from _walk(one.children)


@pytest.fixture(scope="module")
def shaanxi() -> Scheme:
    return load(shipped()["shaanxi-2020"])


@pytest.mark.requirement("X02", "S33")
def test_the_notices_own_example_is_reckoned_before_the_readers_eyes(shaanxi: Scheme) -> None:
    filed = {
        "patents": {
            "invention_filed": {"T-2": 121, "T-1": 0, "T": 0},
            "utility_filed": {"T-2": 254, "T-1": 0, "T": 0},
            "design_filed": {"T-2": 465, "T-1": 0, "T": 0},
        }
    }
    found = explained(shaanxi, filed)["i5"]

    assert any("= 840" in step for step in found.steps)
    assert any("121 ÷ 840 = 14.4%" in step for step in found.steps)
    assert {ruling.id for ruling in found.fixed.rulings} >= {"R01"}
    assert found.fixed.clause.id in shaanxi.clauses
    assert next(figure.key for figure in found.figures) == "patents.invention_filed.T-2"


@pytest.mark.requirement("X02")
def test_missing_zero_and_awaiting_are_said_in_different_words(shaanxi: Scheme) -> None:
    found = explained(shaanxi, {"certification": "C"})

    assert found["i12"].state_words == "已计分"
    assert found["i13"].state_words == "有未填项，按 0 计"
    assert found["i25"].state_words == "待专家评分"


@pytest.mark.requirement("X02", "S32")
def test_a_set_value_says_where_it_came_from_and_that_it_is_illustrative(shaanxi: Scheme) -> None:
    valid = {"valid": {"invention": {"T": 15}, "utility": {"T": 22}, "design": {"T": 36}}}
    nowhere = explained(shaanxi, valid)["i2"].set_values[0]
    somewhere = explained(shaanxi, {**valid, "industry": "39", "size": "B"})["i2"].set_values[0]

    assert nowhere.source == "全部行业"
    assert somewhere.source.startswith(("大类 39", "门类 C"))
    assert somewhere.illustrative


@pytest.mark.requirement("X04")
def test_english_explanations_hold_no_chinese(shaanxi: Scheme) -> None:
    for result in run_cases(shaanxi):
        words = explain_score(shaanxi, score(shaanxi, result.answers), "en")
        for one in dict(_walk(words.groups)).values():
            said = [one.title, one.fixed.rule, one.state_words, *one.steps, one.fixed.clause.title]
            said += [figure.label + figure.value for figure in one.figures]
            said += [value.name + value.value + value.source for value in one.set_values]
            assert [text for text in said if CHINESE.search(text)] == []


@pytest.mark.requirement("X02")
def test_the_last_step_of_every_indicator_ends_with_its_points(shaanxi: Scheme) -> None:
    for result in run_cases(shaanxi):
        words = explain_score(shaanxi, score(shaanxi, result.answers), "zh")
        for one in dict(_walk(words.groups)).values():
            if one.state == "scored":
                assert one.points in one.steps[-1], (result.case.title, one.id, one.steps)


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        (0, "0.00"),
        (Fraction(1, 3), "0.33"),
        (Fraction(1, 200), "0.01"),
        (Fraction(5, 1000) - Fraction(1, 10**9), "0.00"),
        (-1, "-1.00"),
    ],
)
def test_points_are_shown_with_two_places_half_up(points: Fraction, shown: str) -> None:
    assert points_words(points) == shown

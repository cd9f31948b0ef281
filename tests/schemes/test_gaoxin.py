"""The second edition: eight conditions, four groups, whole-number grades, growth with its edges."""

import pytest

from tests.schemes.editions import GAOXIN, cases, scheme
from zhiqiang.engine.answering import answer
from zhiqiang.engine.scoring import score


@pytest.mark.requirement("X03")
def test_another_programme_is_another_folder():
    whole = scheme(GAOXIN)

    assert [gate.model.id for gate in whole.gates] == [f"c{n}" for n in range(1, 9)]
    assert [group.max for group in whole.indicators.groups] == [30, 30, 20, 20]
    assert whole.indicators.max == 100


def test_every_indicator_is_scored_in_whole_numbers_by_experts():
    for one in scheme(GAOXIN).indicators.indicators():
        assert (one.rule.kind, one.rule.step, one.scored_by) == ("rubric", 1, "experts")


def test_every_condition_has_a_case_on_both_sides():
    verdicts: dict[str, set[str]] = {}
    for result in cases(GAOXIN).values():
        for key, expected in result.case.expect.items():
            if expected in ("met", "not_met"):
                verdicts.setdefault(key, set()).add(expected)

    assert verdicts == {f"c{n}": {"met", "not_met"} for n in range(1, 9)}


@pytest.mark.parametrize(
    ("assets", "growth"),
    [
        (("1000", "1350", "1822.5"), 35),
        (("0", "1000", "1300"), 30),
        (("1000", "0", "1300"), 0),
        (("-5", "1000", "1300"), 0),
        (("1000", "900", "810"), -10),
        (("0", "0", "0"), 0),
    ],
)
def test_growth_follows_its_edge_rules(assets, growth):
    raw = {f"finance.net_assets.{row}": value for row, value in zip(("T-2", "T-1", "T"), assets, strict=True)}

    assert answer(scheme(GAOXIN), raw).values["net_growth"] == growth


@pytest.mark.parametrize(("points", "counted"), [("9", 9), ("10", 10), ("8", 0), ("0", 0)])
def test_points_count_only_within_the_grade_that_the_figures_open(points, counted):
    raw = {
        "finance.net_assets.T-2": "100",
        "finance.net_assets.T-1": "135",
        "finance.net_assets.T": "182.25",
        "points.d1": points,
    }

    assert score(scheme(GAOXIN), answer(scheme(GAOXIN), raw)).finding("d1").points == counted


def test_the_ip_group_stops_at_30_with_its_bonus():
    result = cases(GAOXIN)["知识产权加分后以 30 分为限"]

    assert sum(child.points for child in result.score.finding("a").children) == 32
    assert result.score.finding("a").points == 30


def test_what_is_from_memory_says_so():
    whole = scheme(GAOXIN)

    assert "未经核对" in whole.indicator("d1").note
    assert "凭记忆" in whole.rulings["R05"].holds
    assert whole.cells["field"].field.rulings == ("R05",)

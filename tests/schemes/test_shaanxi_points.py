"""Indicators and points of Shaanxi 2020 (annexes 2 and 4): weights, natures, cases, and a reckoning by hand beside the engine's."""

import csv
import shutil
from fractions import Fraction
from random import Random

import pytest

from tests.engine.random_answers import random_answers
from tests.schemes import by_hand
from tests.schemes.editions import SHAANXI, cases, folder, scheme
from zhiqiang.engine.answering import answer
from zhiqiang.engine.explaining import explain_score
from zhiqiang.engine.loading import load
from zhiqiang.engine.scoring import score

WEIGHTS = (5, 5, 5, 5, 5, 7, 3, 18, 7, 7, 7, 10, 2, 3, 5, 3, 5, 2, 5, 5, 10, 15, 5, 5, 15)
EXPERTS = {9, 10, 11, 22, 23, 24, 25}
NATURES = {
    "综合性": {2, 3, 5, 6, 7, 8, 16, 17, 25}, "约束性": {1, 4, 18, 19, 20, 22},
    "排除性": {12, 13, 14, 15, 23, 24}, "独立加分": {21},
}  # fmt: skip
BY_REQUIREMENT = {"S28": range(1, 8), "S29": range(8, 12), "S30": range(12, 21), "S31": range(21, 26)}


def indicators():
    return {int(one.number): one for one in scheme(SHAANXI).indicators.indicators()}


@pytest.mark.requirement("S26")
def test_four_groups_hold_35_25_40_and_50_points_of_150():
    whole = scheme(SHAANXI).indicators

    assert [group.max for group in whole.groups] == [35, 25, 40, 50]
    assert [group.bonus for group in whole.groups] == [False, False, False, True]
    assert whole.max == 150


@pytest.mark.requirement("S26")
def test_25_indicators_have_the_notices_weights():
    assert [one.max for _, one in sorted(indicators().items())] == list(WEIGHTS)
    assert all(one.clause == f"a4-{number}" for number, one in indicators().items())


@pytest.mark.requirement("S26")
def test_103_points_come_from_the_filing_and_47_from_the_experts():
    empty = score(scheme(SHAANXI), answer(scheme(SHAANXI), {}))

    assert empty.part("filing") == (0, 103)
    assert empty.part("experts") == (0, 47)
    assert {number for number, one in indicators().items() if one.scored_by == "experts"} == EXPERTS


@pytest.mark.requirement("S27")
def test_every_indicator_has_the_nature_annex_4_gives_it():
    names = {nature.id: nature.label for nature in scheme(SHAANXI).indicators.natures}
    found: dict[str, set[int]] = {}
    for number, one in indicators().items():
        if one.nature:
            found.setdefault(names[one.nature], set()).add(number)

    assert found == NATURES


@pytest.mark.requirement("S27")
def test_compared_indicators_go_through_the_named_curve_and_stop_at_their_weight():
    compared = [one for one in indicators().values() if one.rule.kind == "against_set_value"]

    assert {one.id for one in compared} == set(by_hand.COMPARED)
    assert {one.rule.curve for one in compared} == {"linear"}
    assert [curve.share for curve in scheme(SHAANXI).indicators.curves] == ["min(1, x)"]


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(n, marks=pytest.mark.requirement(id))
        for id, numbers in BY_REQUIREMENT.items()
        for n in numbers
    ],
)
def test_worked_cases_try_this_indicator_and_come_out(number):
    tried = [one for one in cases(SHAANXI).values() if f"i{number}" in one.case.expect]

    assert len(tried) >= 3
    assert [str(one) for one in tried if not one.ok] == []


@pytest.mark.requirement("S28", "S29", "S30", "S31")
def test_the_worked_cases_agree_with_a_reckoning_by_hand():
    compared = 0
    for result in cases(SHAANXI).values():
        if result.case.problems:
            continue
        earned = by_hand.points(result.answers.values, set_values_of(result))
        for found in result.score.findings():
            assert found.points == earned[found.id], f"{result.case.title}: {found.id}"
            compared += 1
        assert result.score.total == earned["total"]

    assert compared > 1000


def set_values_of(result):
    """The set values a case was scored with: its own and those of the case it extends, otherwise the table's."""
    if result.case.extends:
        values = set_values_of(cases(SHAANXI)[result.case.extends])
    else:
        values = by_hand.set_values(table(), "", "", "")
    return values | {name: Fraction(value) for name, value in result.case.set_values.items()}


def table():
    with (folder(SHAANXI) / "set_values.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.requirement("S28", "S29", "S30", "S31", "S32")
@pytest.mark.parametrize("seed", range(150))
def test_random_answers_earn_what_a_reckoning_by_hand_gives(seed):
    whole = scheme(SHAANXI)
    raw = random_answers(whole, Random(seed), filled=(0.5, 0.9, 1.0)[seed % 3])
    division, size = raw.get("industry", ""), raw.get("size", "")
    values = by_hand.set_values(table(), division, whole.sections_of_industry.get(division, ""), size)

    found = score(whole, answer(whole, raw))

    earned = by_hand.points(raw, values)
    assert {one.id: one.points for one in found.findings()} == {
        id: earned[id] for id in earned if id != "total"
    }
    assert found.total == earned["total"]


@pytest.mark.requirement("S32")
@pytest.mark.parametrize(
    ("industry", "size", "scope", "row_size"),
    [
        ("40", "C", "40", "C"),
        ("40", "", "all", "any"),
        ("13", "B", "C", "B"),
        ("90", "A", "all", "A"),
        ("", "", "all", "any"),
    ],
)
def test_a_set_value_is_that_of_the_division_or_falls_back_to_the_section_and_to_all(
    industry, size, scope, row_size
):
    given = {
        "industry": industry,
        "size": size,
        "valid.invention.year_t": 1,
        "valid.utility.year_t": 0,
        "valid.design.year_t": 0,
    }

    finding = score(scheme(SHAANXI), answer(scheme(SHAANXI), given)).finding("i2")

    (used,) = finding.set_values
    assert (used.row.scope, used.row.size) == (scope, row_size)
    assert finding.points == Fraction(5) / used.value if used.value > 1 else finding.points == 5


@pytest.mark.requirement("S32")
def test_another_table_gives_other_points_without_touching_anything_else(tmp_path):
    copy = tmp_path / SHAANXI
    shutil.copytree(folder(SHAANXI), copy)
    names = [row["set_value"] for row in table() if row["scope"] == "all" and row["size"] == "any"]
    lines = [f"{name},all,any,{'1000' if name == 'valid_patents' else '1'},no,省局发布" for name in names]
    (copy / "set_values.csv").write_text(
        "\n".join(["set_value,scope,size,value,illustrative,source", *lines]), encoding="utf-8"
    )
    other = load(copy)

    given = {
        "industry": "40",
        "size": "C",
        "valid.invention.year_t": 10,
        "valid.utility.year_t": 0,
        "valid.design.year_t": 0,
    }
    found = score(other, answer(other, given))

    assert found.finding("i2").points == Fraction(1, 20)
    assert not found.illustrative
    assert other.digest != scheme(SHAANXI).digest


@pytest.mark.requirement("S32")
def test_every_shipped_set_value_but_the_ruled_one_is_marked_illustrative():
    assert {row["set_value"] for row in table() if row["illustrative"] == "no"} == {"grant_rate"}
    assert all(row["source"] for row in table())


@pytest.mark.requirement("S33")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_point_of_a_whole_application_is_explained(lang):
    result = next(one for title, one in cases(SHAANXI).items() if title.startswith("小型企业"))

    told = explain_score(scheme(SHAANXI), result.score, lang)

    leaves = [leaf for group in told.groups for leaf in bottom(group)]
    assert len(leaves) == 25
    for leaf in leaves:
        assert leaf.steps, leaf.id
        assert leaf.figures, leaf.id
        assert leaf.fixed.rule
        assert leaf.fixed.clause.text
        assert leaf.fixed.evidence
    assert told.total == "93.51"


def bottom(explanation):
    if not explanation.children:
        return [explanation]
    return [leaf for child in explanation.children for leaf in bottom(child)]


@pytest.mark.requirement("S33")
def test_an_empty_application_is_scored_and_says_what_is_missing():
    found = score(scheme(SHAANXI), answer(scheme(SHAANXI), {}))

    assert found.total == 0
    assert {one.state for one in found.findings()} <= {"missing", "awaiting"}


def test_the_best_of_9_10_and_11_counts_and_never_their_sum():
    result = cases(SHAANXI)["第9至11项：取最高，不相加"]

    assert result.score.finding("other_income").chosen.id == "i10"


def test_advice_names_no_disputes_and_no_prizes():
    assert {one.id for one in indicators().values() if not one.advice} == {"i20", "i21", "i22", "i24"}


@pytest.mark.parametrize("number", [4, 18])
def test_experts_may_correct_what_annex_4_leaves_to_their_eye(number):
    assert indicators()[number].expert_may_correct


def test_rulings_r01_to_r17_stand_beside_what_they_shape():
    named = {ruling for one in indicators().values() for ruling in one.rulings} | set(
        scheme(SHAANXI).cover.rulings
    )
    fields = {ruling for item in scheme(SHAANXI).form.items() for ruling in item.rulings}
    wanted = {f"R{number:02d}" for number in range(1, 18)}

    other_income = scheme(SHAANXI).members["other_income"][0].rulings
    assert wanted <= named | fields | set(other_income)
    assert wanted <= set(scheme(SHAANXI).rulings)

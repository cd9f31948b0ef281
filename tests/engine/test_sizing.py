"""Sizes of enterprises by 《中小企业划型标准规定》."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.engine.sizing import LEVELS, enterprise_size, figures_asked, rules
from zhiqiang.engine.standards import INDUSTRY_EDITIONS, industries, rows

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = list(csv.DictReader((DATA / "enterprise_sizes.csv").read_text(encoding="utf-8").splitlines()))
DECIDED = [
    (row["edition"], row["division"], row["sub"]) for row in rows("enterprise-size-industries") if row["rule"]
]
COUNTS = st.integers(0, 10_000)
MONEY = st.decimals(0, 1_000_000, places=2)


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def size(division="39", staff=None, revenue=None, assets=None, sub=None, edition="gbt4754-2011"):
    return enterprise_size(division, edition, staff, revenue, assets, sub)


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: "-".join(row.values()))
@pytest.mark.requirement("S11")
def test_the_worked_examples_come_out_as_stated(row):
    got = size(
        row["division"],
        number(row["staff"]),
        number(row["revenue"]),
        number(row["assets"]),
        row["sub"] or None,
    )

    assert got.code == row["expected"]
    assert got.rule == int(row["rule"])
    assert got.needs == ()


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.name_en)
def test_every_limit_of_every_rule_is_reached_at_it_and_missed_just_below(rule):
    edition, division, sub = next(
        (row["edition"], row["division"], row["sub"])
        for row in rows("enterprise-size-industries")
        if row["rule"] == str(rule.number)
    )
    for level in (1, 2, 3):
        at = {one.indicator: one.least(level) for one in rule.limits}
        just = {"staff": 1, "revenue": Decimal("0.01"), "assets": Decimal("0.01")}

        assert size(division, **at, sub=sub, edition=edition).code == LEVELS[level]
        for short in at:
            below = {**at, short: at[short] - just[short]}
            assert size(division, **below, sub=sub, edition=edition).code == LEVELS[level - 1]


def test_the_reason_names_the_standard_its_article_the_figures_and_the_limits():
    got = size("39", 999, 50_000)

    assert got.reason_zh == (
        "依据《中小企业划型标准规定》（工信部联企业〔2011〕300号）第四条第（二）项“工业”，"
        "从业人员 999 人（≥ 300）、营业收入 50000 万元（≥ 2000）达到中型标准，"
        "但从业人员 999 人（＜ 1000）未达到大型标准，因此为中型企业。"
    )
    assert got.reason_en == (
        "Medium enterprise under article 4 (2), industry, of the SME classification rules "
        "(工信部联企业〔2011〕300号): staff 999 (≥ 300) and revenue 50000 (in 10,000 yuan, ≥ 2000) reach the "
        "medium limits, but staff 999 (< 1000) falls short of large."
    )
    assert (got.label, got.label_en) == ("中型企业", "Medium enterprise")


def test_construction_needs_revenue_and_assets_both():
    assert size("47", revenue=80_000, assets=80_000).code == "large"
    assert size("47", revenue=80_000, assets=Decimal("79999.99")).code == "medium"


def test_a_missing_figure_is_asked_for_by_name():
    got = size("39", staff=500)

    assert got.code is None
    assert [need.what for need in got.needs] == ["revenue"]
    assert got.reason_zh.endswith("还需填写营业收入（万元）。")


def test_one_figure_below_the_smallest_limit_decides_whatever_is_missing():
    assert size("39", staff=19).code == "micro"
    assert size("39", revenue=Decimal("299.99")).code == "micro"


@pytest.mark.parametrize(
    ("edition", "division", "choices"),
    [
        ("gbt4754-2011", "70", ["development", "management", "other", "own"]),
        ("gbt4754-2017", "70", ["development", "management", "other", "own"]),
        ("gbt4754-2017", "59", ["handling", "storage"]),
    ],
)
def test_a_division_of_several_rules_asks_one_more_question(edition, division, choices):
    got = size(division, 100, 1000, 1000, edition=edition)

    assert got.code is None
    (need,) = got.needs
    assert need.what == "sub"
    assert [choice.code for choice in need.choices] == choices
    assert all(choice.label and choice.label_en for choice in need.choices)


def test_only_those_divisions_ask_further():
    asking = {
        (edition, one.code)
        for edition in INDUSTRY_EDITIONS
        for one in industries(edition)
        if any(need.what == "sub" for need in size(one.code, 1, 1, 1, edition=edition).needs)
    }

    assert asking == {("gbt4754-2011", "70"), ("gbt4754-2017", "59"), ("gbt4754-2017", "70")}


def test_the_answer_to_the_further_question_chooses_the_rule():
    assert size("59", 200, 30_000, sub="storage", edition="gbt4754-2017").rule == 7
    assert size("59", 200, 30_000, sub="handling", edition="gbt4754-2017").rule == 6
    assert size("70", 300, sub="other").rule == 16
    assert [need.what for need in size("70", 300, sub="nonsense").needs] == ["sub"]


def test_a_sub_left_over_from_another_industry_does_no_harm():
    assert size("39", 19, sub="storage").code == "micro"


@pytest.mark.parametrize("division", ["53", "66", "82", "83", "90", "96"])
def test_a_division_outside_the_standard_says_so_and_asks_nothing(division):
    got = size(division, 100, 1000, 1000)

    assert got.code is None
    assert got.needs == ()
    assert "不在《中小企业划型标准规定》" in got.reason_zh
    assert "lies outside" in got.reason_en


def test_an_industry_not_chosen_or_unknown_is_asked_for():
    for code, said in ((None, "请先选择"), ("", "请先选择"), ("99", "没有大类“99”"), ("x" * 99, "没有大类")):
        got = size(code, 1, 1, 1)

        assert [need.what for need in got.needs] == ["industry"]
        assert said in got.reason_zh


def test_a_code_with_its_letter_or_of_a_class_is_read_by_its_division():
    assert size("C39", 19).code == size("3911", 19).code == "micro"


@pytest.mark.parametrize(
    ("staff", "revenue", "what"),
    [
        (-1, 1, "staff"),
        (Decimal("10.5"), 1, "staff"),
        (1000, Decimal("-0.01"), "revenue"),
        (1000, Decimal("NaN"), "revenue"),
        (1000, Decimal("Infinity"), "revenue"),
        (1000, Decimal("1E+999999"), "revenue"),
        (1000, Decimal("1E-999999"), "revenue"),
    ],
)
def test_an_impossible_figure_is_told_not_raised(staff, revenue, what):
    got = size("39", staff, revenue)

    assert got.code is None
    assert [need.what for need in got.needs] == [what]
    assert len(got.reason_zh) < 200


def test_floats_and_unknown_editions_are_the_programmers_mistake():
    with pytest.raises(TypeError, match="Decimal"):
        size("39", 1, 0.5)
    with pytest.raises(TypeError, match="bool"):
        size("39", True, 1)
    with pytest.raises(ValueError, match="gbt4754-2011, gbt4754-2017"):
        size("39", 1, 1, edition="2011")


def test_exact_numbers_of_every_kind_are_taken_and_written_plainly():
    got = size("39", Fraction(1000), Decimal("40000.00"))

    assert got.code == "large"
    assert "40000 万元" in got.reason_zh


def test_a_form_learns_which_figures_to_ask_for():
    assert figures_asked("39", "gbt4754-2011") == ("staff", "revenue")
    assert figures_asked("47", "gbt4754-2011") == ("revenue", "assets")
    assert figures_asked("73", "gbt4754-2011") == ("staff",)
    assert figures_asked("70", "gbt4754-2011") == ()
    assert figures_asked("70", "gbt4754-2011", "management") == ("staff", "revenue")
    assert figures_asked("53", "gbt4754-2011") == figures_asked(None, "gbt4754-2011") == ()


@given(st.sampled_from(DECIDED), COUNTS, MONEY, MONEY, COUNTS, MONEY, MONEY)
def test_more_never_makes_smaller(where, staff, revenue, assets, more_staff, more_revenue, more_assets):
    edition, division, sub = where
    before = enterprise_size(division, edition, staff, revenue, assets, sub)
    after = enterprise_size(
        division, edition, staff + more_staff, revenue + more_revenue, assets + more_assets, sub
    )

    assert LEVELS.index(after.code) >= LEVELS.index(before.code)


@given(
    st.sampled_from(DECIDED), COUNTS, MONEY, MONEY, st.sets(st.sampled_from(["staff", "revenue", "assets"]))
)
def test_a_size_told_before_all_figures_are_in_stands_whatever_they_are(
    where, staff, revenue, assets, untold
):
    edition, division, sub = where
    whole = {"staff": staff, "revenue": revenue, "assets": assets}
    told = {name: None if name in untold else value for name, value in whole.items()}

    early = enterprise_size(division, edition, **told, sub=sub)

    assert early.code == enterprise_size(division, edition, **whole, sub=sub).code or early.needs


def test_every_division_of_both_editions_has_its_line():
    listed = {(row["edition"], row["division"]) for row in rows("enterprise-size-industries")}

    assert listed == {(edition, one.code) for edition in INDUSTRY_EDITIONS for one in industries(edition)}
    assert sorted(rules()) == list(range(1, 17))

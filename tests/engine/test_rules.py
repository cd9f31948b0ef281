"""Each kind of rule becomes one formula: points without a unit, never below 0 or above the maximum."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from tests.engine.random_answers import random_answers
from zhiqiang.engine.answering import answer
from zhiqiang.engine.loading import load
from zhiqiang.engine.loading.reaching import reach
from zhiqiang.engine.models.indicators import Bands, Override, PointsPerItem, Rubric
from zhiqiang.engine.scoring import score


@pytest.fixture
def points(copy):
    """Points of one indicator that has this rule, for these answers."""

    def of(
        rule: str, answers: dict[str, object] | None = None, *, maximum: int = 6, more: str = ""
    ) -> object:
        old = "max: 6, clause: a1, rule: {kind: per_unit, of: prizes, points: 0.7, cap: 5.6}}"
        copy.change("indicators.yaml", old, f"max: {maximum}, clause: a1{more}, rule: {{{rule}}}}}")
        scheme = load(copy.folder)
        return score(scheme, answer(scheme, answers or {})).finding("units").points

    return of


ITEM = "label: a, label_en: a"
LADDER = 'kind: bands, of: prizes, bands: [{range: "[0, 2)", points: 0}, {range: "[2, 4]", points: 2}, {range: "(4, ∞)", points: 6}]'


@pytest.mark.parametrize(
    ("rule", "answers", "expected"),
    [
        (f"kind: points_per_item, items: [{{{ITEM}, when: led, points: 4}}, {{{ITEM}, when: rules, points: 4}}]", {"led": "是"}, 4),
        (f"kind: points_per_item, items: [{{{ITEM}, when: led, points: 4}}, {{{ITEM}, when: rules, points: 4}}]",
            {"led": "是", "rules": "是"}, 6),
        (f"kind: points_per_item, cap: 5, items: [{{{ITEM}, when: led, points: 4}}, {{{ITEM}, when: rules, points: 4}}]",
            {"led": "是", "rules": "是"}, 5),
        ("kind: choice, field: certified, points: {A: 6, B: 2.5, C: 0}", {"certified": "B"}, Fraction(5, 2)),
        ("kind: choice, field: certified, points: {A: 6, B: 2.5, C: 1}", {}, 0),
        (LADDER, {"prizes": 1}, 0),
        (LADDER, {"prizes": 2}, 2),
        (LADDER, {"prizes": 4}, 2),
        (LADDER, {"prizes": 5}, 6),
        ("kind: per_unit, of: prizes, points: 0.7", {"prizes": 3}, Fraction("2.1")),
        ("kind: per_unit, of: prizes, points: 0.7", {"prizes": 30}, 6),
        ("kind: per_unit, of: prizes, points: 0.7, cap: 3", {"prizes": 30}, 3),
        ("kind: per_unit, of: profit, points: 1", {"profit": -3}, 0),
        ("kind: against_set_value, of: sum(year.made), set_value: things, curve: linear", {"year.made.T": 5}, 3),
        ("kind: against_set_value, of: sum(year.made), set_value: things, curve: linear", {"year.made.T": 50}, 6),
        ("kind: against_set_value, of: sum(year.made), set_value: things, curve: steps", {"year.made.T": 9}, 3),
        ('kind: against_set_value, of: "ratio(profit, costs, if_zero=0)", set_value: rate, curve: linear', {"profit": -1, "costs": 1}, 0),
        ("kind: formula, points: staff + 2", {"staff": 1}, 3),
        ("kind: formula, points: staff - 2", {"staff": 1}, 0),
        ("kind: formula, points: staff + 2", {"staff": 9}, 6),
        ('kind: formula, points: "ratio(profit, costs, if_zero=0)"', {"profit": 1, "costs": 4}, Fraction(1, 4)),
        ('kind: formula, points: "6 × ratio(profit, costs, if_zero=0)"', {"profit": 1, "costs": 4}, Fraction(3, 2)),
        ((f"kind: override, cases: [{{{ITEM}, when: led, points: 6}}, {{{ITEM}, when: rules, points: 3}}], "
            f"otherwise: {{{LADDER}}}"), {"rules": "是", "prizes": 9}, 3),
        ((f"kind: override, cases: [{{{ITEM}, when: led, points: 6}}, {{{ITEM}, when: rules, points: 3}}], "
            f"otherwise: {{{LADDER}}}"), {"led": "是", "rules": "是"}, 6),
        ((f"kind: override, cases: [{{{ITEM}, when: led, points: 6}}, {{{ITEM}, when: rules, points: 3}}], "
            f"otherwise: {{{LADDER}}}"), {"prizes": 3}, 2),
        ("kind: rubric, step: 0.5", {"points.units": "4.5"}, Fraction(9, 2)),
        ("kind: rubric, step: 1", {"points.units": "4.5"}, 0),
        ("kind: rubric, step: 1", {"points.units": "7"}, 0),
        (("kind: rubric, step: 1, grades: [{label: a, label_en: a, low: 4, high: 6}, {label: b, label_en: "
            "b, low: 0, high: 2}]"), {"points.units": 3}, 0),
        ("kind: rubric, step: 1, grades: [{label: a, label_en: a, low: 4, high: 6, when: led}]", {"points.units": 5}, 0),
        ("kind: rubric, step: 1, grades: [{label: a, label_en: a, low: 4, high: 6, when: led}]", {"points.units": 5, "led": "是"}, 5),
        ("kind: rubric, step: 1, criteria: [{id: a, label: a, label_en: a, max: 4}, {id: b, label: b, label_en: b, max: 4}]",
            {"points.units.a": 4, "points.units.b": 4}, 6),
        ("kind: rubric, step: 1, criteria: [{id: a, label: a, label_en: a, max: 4}, {id: b, label: b, label_en: b, max: 4}]",
            {"points.units.a": 1}, 1),
    ],
)  # fmt: skip
def test_points(points, rule, answers, expected):
    assert points(rule, answers) == expected


@pytest.mark.parametrize(("counts", "expected"), [("zero", 0), ("full", 6)])
def test_what_does_not_apply_counts_as_stated(points, counts, expected):
    more = f", applies_when: exports = yes, not_applicable_counts: {counts}"

    assert points(LADDER, {"exports": "否", "prizes": 2}, more=more) == expected


def test_points_have_no_unit_and_stay_within_the_maximum(scheme):
    random = Random(3)

    for _ in range(25):
        found = score(scheme, answer(scheme, random_answers(scheme, random)))
        for one in found.findings():
            assert 0 <= one.points <= one.maximum, one.id
            assert one.trace.node.type.unit in ("", "*"), one.id
        assert 0 <= found.total <= scheme.indicators.max


def test_members_of_one_group_add_up_and_the_best_is_taken(tiny):
    found = score(
        tiny, answer(tiny, {"prizes": 1, "points.graded": 8, "points.judged.one": 5, "points.judged.two": 4})
    )

    assert (found.finding("graded").points, found.finding("judged").points) == (8, 9)
    assert found.finding("best").points == 9
    assert found.finding("second").points == sum(one.points for one in found.finding("second").children)


def test_how_far_a_rule_reaches():
    items = PointsPerItem.model_validate(
        {
            "kind": "points_per_item",
            "items": [{"label": "a", "label_en": "a", "when": "led", "points": 2}] * 3,
        }
    )
    ladder = Bands.model_validate(
        {"kind": "bands", "of": "staff", "bands": [{"range": "[0, 2)", "points": "1.5"}]}
    )
    case = {"label": "a", "label_en": "a", "when": "led", "points": 5}
    override = Override.model_validate(
        {"kind": "override", "cases": [case], "otherwise": ladder.model_dump()}
    )
    free = Rubric.model_validate({"kind": "rubric", "step": 1})

    assert [reach(rule) for rule in (items, ladder, override, free)] == [6, Decimal("1.5"), 5, None]

"""Bands have stated ends: below, on and above every edge, in all readers alike."""

from fractions import Fraction

import pytest

from tests.engine.random_formulas import SCOPE
from tests.engine.spreadsheets import strictly
from tests.engine.test_readers_agree import in_columns
from zhiqiang.engine.formula.errors import FormulaError
from zhiqiang.engine.formula.exact import compile_exact
from zhiqiang.engine.formula.intervals import check_ladder, parse_interval
from zhiqiang.engine.formula.parsing import parse
from zhiqiang.engine.formula.tree import lower

EPSILON = Fraction(1, 100)
WAYS = {
    "as typed": "profit",
    "of a sum": "profit + costs - costs",
    "of thirds": "profit / 3 + profit / 3 + profit / 3",
    "of a mean": "mean(profit, profit, profit)",
    "of a ratio": "ratio(profit × 7, 7, if_zero=0)",
    "of two ratios": "ratio(profit, 3, if_zero=0) + ratio(profit × 2, 3, if_zero=0)",
    "of a difference": "(profit + profit) / 2 + 1 - 1",
}
"""The same number worked out in ways in which binary fractions stray from it."""


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("edge", ["0.35", "35%", "0.1", "0.7", "2", "33.33", "100", "-0.3"])
@pytest.mark.parametrize(
    ("bands", "answers"),
    [
        ('"(-∞, {0})", 1, "[{0}, ∞)", 2', (1, 2, 2)),
        ('"(-∞, {0}]", 1, "({0}, ∞)", 2', (1, 1, 2)),
        ('"(-∞, {0})", 1, "[{0}, {0}]", 3, "({0}, ∞)", 2', (1, 3, 2)),
        ('"[{0}, ∞)", 2', (0, 2, 2)),
        ('"({0}, ∞)", 2', (0, 0, 2)),
        ('"(-∞, {0})", 2', (2, 0, 0)),
        ('"(-∞, {0}]", 2', (2, 2, 0)),
    ],
)
def test_below_on_and_above_an_edge(way, edge, bands, answers):
    node = lower(parse(f"bands({way}, {bands.format(edge)})", SCOPE))
    middle = parse_interval(f"[{edge}, {edge}]").low
    assert middle is not None

    for shift, answer in zip((-EPSILON, 0, EPSILON), answers, strict=True):
        row = {"profit": middle + shift, "costs": Fraction("0.1")}
        found, doubt = in_columns(node, [row])
        assert compile_exact(node)(row).value == answer
        assert strictly(node, row) == answer
        assert doubt[0] or found == [answer]


@pytest.mark.parametrize(
    ("test", "answers"),
    [(">=", (False, True, True)), (">", (False, False, True)), ("<", (True, False, False)), ("=", (False, True, False))],
)  # fmt: skip
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_comparisons_fall_on_the_same_side(way, test, answers):
    node = lower(parse(f"({way}) {test} 35%", SCOPE))

    for shift, answer in zip((-EPSILON, 0, EPSILON), answers, strict=True):
        row = {"profit": Fraction("0.35") + shift, "costs": Fraction("0.1")}
        found, doubt = in_columns(node, [row])
        assert compile_exact(node)(row).value is answer
        assert bool(strictly(node, row)) is answer
        assert doubt[0] or found == [answer]


def test_the_growth_of_a_third_year_on_its_edge():
    # 1.35 and 1.35 give 0.35 exactly; in doubles (1.35 + 1.35) / 2 - 1 is 0.3500000000000001.
    node = lower(parse('bands((profit + costs) / 2 - 1, "(-∞, 0.35)", 4, "[0.35, ∞)", 8)', SCOPE))
    row = {"profit": Fraction("1.35"), "costs": Fraction("1.35")}

    assert (1.35 + 1.35) / 2 - 1 != 0.35
    assert compile_exact(node)(row).value == strictly(node, row) == 8
    assert in_columns(node, [row]) == ([8], [False])


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("[2,3)", "[2, 3)"),
        (" [ 2 , 3 ) ", "[2, 3)"),
        ("（0，２］", "(0, 2]"),
        ("[35%, 100%]", "[0.35, 1]"),
        ("[-1.5, +∞)", "[-1.5, ∞)"),
        ("(−∞, inf)", "(-∞, ∞)"),
    ],
)
def test_intervals_are_read_as_people_write_them(text, same):
    assert str(parse_interval(text)) == same


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("2-3", "请写成"), ("[2, 3", "请写成"), ("", "请写成"), ("[2, 3, 4)", "请写成"), ("{2, 3}", "请写成"),
        ("[a, 3)", "不是数字"), ("[2, 1e9)", "不是数字"), ("[２²，3)", "不是数字"), ("[nan, 3)", "不是数字"),
        ("[3, 2)", "区间是空的"), ("(2, 2]", "区间是空的"), ("[2, ∞]", "圆括号"), ("[-∞, 2)", "圆括号"),
        ("(∞, 2)", "左端写 -∞"), ("[2, -∞)", "左端写 -∞"), ("[1" + "0" * 20 + ", ∞)", "不是数字"),
    ],
)  # fmt: skip
def test_what_is_no_interval_is_refused_with_the_mend(text, zh):
    with pytest.raises(FormulaError) as caught:
        parse_interval(text)

    assert zh in caught.value.message.zh
    assert caught.value.message.en.isascii() or "“" in caught.value.message.en


@pytest.mark.parametrize(
    ("texts", "zh"),
    [
        (["[0, 2)", "[3, 4)"], "不留空隙"),
        (["[0, 2)", "[1, 4)"], "不重叠"),
        (["[2, 4)", "[0, 2)"], "从小到大"),
        (["[0, ∞)", "[2, 4)"], "不重叠"),
        (["[0, 2]", "[2, 4)"], "两档都含 2"),
        (["[0, 2)", "(2, 4)"], "两档都不含 2"),
    ],
)
def test_bands_must_follow_each_other(texts, zh):
    with pytest.raises(FormulaError) as caught:
        check_ladder([parse_interval(text) for text in texts])

    assert zh in caught.value.message.zh

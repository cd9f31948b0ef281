"""What formulas mean, and what is told about those that mean nothing."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.random_formulas import SCOPE, Maker
from zhiqiang.engine.formula.errors import FormulaError
from zhiqiang.engine.formula.exact import compile_exact
from zhiqiang.engine.formula.parsing import parse
from zhiqiang.engine.formula.tree import ANY, SHARE, Node, Value, lower

YEARS = ("T-2", "T-1", "T")
ROW: dict[str, Value] = {
    "profit": Fraction("1.35"), "costs": Fraction("0.3"), "staff": 3, "prizes": 0, "rate": Fraction("12.5"),
    "led": True, "size": "B", "kind": "B",
    **{f"year.sales.{year}": value for year, value in zip(YEARS, (100, 0, 50), strict=True)},
    **{f"year.research.{year}": value for year, value in zip(YEARS, (10, 5, 20), strict=True)},
    **{f"year.made.{year}": value for year, value in zip(YEARS, (121, 254, 465), strict=True)},
    "year.audited.T": True, "year.grade.T": "A", "deals#rows": 2, "deals.amount#sum": Fraction("7.5"),
    "set_value.things": 10, "set_value.rate": Fraction("0.3"), "scored.i1": 4, "scored.total": 81,
}  # fmt: skip


def value(text: str, row: dict[str, Value] = ROW) -> Value:
    return compile_exact(lower(parse(text, SCOPE)))(row).value


def refusal(text: str) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        parse(text, SCOPE, wanted="number")
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 + 3 * 4 - 1", 13),
        ("-2 * -3", 6),
        ("10 - 2 - 3", 5),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("35%", Fraction(7, 20)),
        ("35 %", Fraction(7, 20)),
        ("profit / 3", Fraction("0.45")),
        ("sum(year.made)", 840),
        ("ratio(year.made[T-2], sum(year.made), if_zero=0)", Fraction(121, 840)),
        ("mean(year.made)", 280),
        ("mean(ratio(year.research, year.sales, if_zero=0))", Fraction(1, 6)),
        ("mean(ratio(year.research, year.sales, if_zero=1))", Fraction(1, 2)),
        ("sum(year.made, staff, 1)", 844),
        ("min(year.made)", 121),
        ("max(profit, costs)", Fraction("1.35")),
        ("best(1, 7, 3)", 7),
        ("count(year.made >= 200)", 2),
        ("count(led, sound, yes)", 2),
        ("rows(deals)", 2),
        ("sum(deals.amount)", Fraction("7.5")),
        ("if(led, 5, 1)", 5),
        ("rate / 100", Fraction(1, 8)),
        ("100 × ratio(profit, costs, if_zero=0)", 450),
        ("set_value.things × 2", 20),
        ("points.i1 + points.total", 85),
        ('bands(staff, "[0, 2)", 0, "[2, 3)", 2, "[3, 4)", 4, "[4, ∞)", 5)', 4),
        ('bands(prizes, "[1, ∞)", 5)', 0),
    ],
)
def test_numbers(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("led", True),
        ("sound", False),
        ("led = yes and sound = no", True),
        ("not led or prizes > 0", False),
        ("not prizes > 0", True),
        ('size = "B"', True),
        ('size <> "A"', True),
        ('size in ("A", "C")', False),
        ('size in ("A", "B")', True),
        ("size = kind", True),
        ("all(year.research <= year.sales)", False),
        ("any(year.sales = 0)", True),
        ("any(year.audited)", True),
        ("all(year.audited, led)", False),
        ("answered(staff)", True),
        ("answered(sound)", False),
        ("all(answered(year.sales))", True),
        ("answered(deals)", True),
        ('any(year.grade in ("A", "B"))', True),
        ("profit + profit = 2.7", True),
        ("(profit + profit) / 2 - 1 >= 35%", True),
        ("(profit + profit) / 2 - 1 > 35%", False),
    ],
)
def test_conditions(text, expected):
    assert value(text) is expected


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ｓｔａｆｆ　＋　１２．５％", "staff + 12.5%"),
        ("（staff＋prizes）×2÷4", "(staff + prizes) * 2 / 4"),
        ("staff ≥ 3 且 prizes ≠ 1 或 非 led", "staff >= 3 and prizes <> 1 or not led"),
        ("sum(staff、prizes，1)", "sum(staff, prizes, 1)"),
        ("size = “Ｂ” 并且 led ＝ 是", 'size = "B" and led = yes'),
        ("year.made［T－2］ == 1", "year.made[T-2] = 1"),
    ],
)
def test_chinese_signs_and_full_width_mean_the_same(text, same):
    assert printed(parse(text, SCOPE)) == printed(parse(same, SCOPE))


@pytest.mark.parametrize("key", ["staff", "led", "size", "profit"])
def test_a_missing_answer_counts_nothing(key):
    row = {name: one for name, one in ROW.items() if name != key}
    empty = {"staff": 0, "led": False, "size": "", "profit": 0}[key]

    assert value(key, row) == empty
    assert value(f"answered({key})", row) is False


@pytest.mark.parametrize(
    ("text", "unit", "places"),
    [
        ("profit + 1", "万元", 2),
        ("profit × 0.5", "万元", 3),
        ("profit / 4", "万元", 4),
        ("profit / 3", "万元", None),
        ("rate / 100", SHARE, 4),
        ("ratio(profit, costs, if_zero=0)", SHARE, None),
        ("100 × ratio(profit, costs, if_zero=0)", "%", None),
        ("5 × ratio(profit, costs, if_zero=0)", "", None),
        ("staff × ratio(profit, costs, if_zero=0)", "件", None),
        ("ratio(profit, staff, if_zero=0)", "万元/件", None),
        ("ratio(profit, 3, if_zero=0)", "万元", None),
        ("max(staff, 2.5)", "件", 1),
        ("0.50", ANY, 1),
        ("count(led)", "", 0),
        ("points.i1", "", None),
    ],
)
def test_units_and_decimal_places_are_worked_out(text, unit, places):
    found = parse(text, SCOPE).type

    assert (found.unit, found.places) == (unit, places)


def test_a_unit_of_a_ratio_has_its_english():
    unit = parse("ratio(profit, staff, if_zero=0)", SCOPE).type.unit

    assert getattr(unit, "en", "") == "10,000 yuan per item"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("", "没有写完", "ends too soon"),
        ("staff +", "没有写完", "ends too soon"),
        ("staf + 1", "是否应为 staff", "did you mean staff"),
        ("year", "请写出列：year.sales", "name a column: year.sales"),
        ("year.sales", "整列", "whole column"),
        ("deals.amount", "整列", "whole column"),
        ("mean(deals.amount)", "sum(列表.列)", "sum(list.column)"),
        ("rows(staff)", "列表的 id", "the list's id"),
        ("year.made[T-3]", "它的行：T-2、T-1、T", "its rows are: T-2, T-1, T"),
        ("staff[T]", "不是表格的列", "not a column"),
        ("total(staff)", "没有函数", "no function"),
        ("Sum(staff)", "sum(…)", "did you mean sum(…)"),
        ("men(staff)", "mean(…)", "did you mean mean(…)"),
        ("profit + staff", "单位不一致", "units do not fit"),
        ("rate > ratio(profit, costs, if_zero=0)", "请除以 100", "divide the field in % by 100"),
        ("profit * staff", "没有意义", "has no meaning"),
        ("profit / costs", "ratio(a, b, if_zero=0)", "ratio(a, b, if_zero=0)"),
        ("profit / 0", "不能除以 0", "division by zero"),
        ("ratio(profit, costs)", "分母为 0", "zero denominator"),
        ("ratio(profit, costs, 0)", "if_zero=0", "if_zero=0"),
        ("ratio(profit, costs, if_zero=staff)", "if_zero", "if_zero"),
        ("ratio(profit, costs, if_zero=0, if_zero=1)", "写了两次", "twice"),
        ("mean(profit, if_zero=0)", "只用在 ratio", "ratio(…) alone"),
        ("if(staff, 1, 2)", "条件", "condition"),
        ('if(led, 1, "A")', "两个结果", "both answers"),
        ("if(led, 1)", "须有 3 项", "takes 3 values, not 2"),
        ("sum()", "至少 1 项", "1 or more"),
        ("size + 1", "应为数", "must be a number"),
        ("led", "写的却是条件", "must be a number but is a condition"),
        ('size = "X"', "可选：A、B、C", "there are: A, B, C"),
        ('size < "B"', "用 = 或 <>", "use = or <>"),
        ("size = 1", "无法比较", "compares"),
        ("1 < staff < 3", "不能连写", "do not chain"),
        ('staff + 1 in ("A")', "“in”前面", "before “in”"),
        ("size in ()", "列出选项代码", "list the option codes"),
        ("staff staff", "缺少运算符", "operator is missing"),
        ("(staff", "应为“)”", "expected “)”"),
        ("staff)", "括号没有成对", "do not pair up"),
        ("1,000", "千分位", "thousands"),
        (".5", "0.5", "0.5"),
        ("staff ^ 2", "没有乘方", "no powers"),
        ("staff ** 2", "没有乘方", "no powers"),
        ("'A'", "双引号", "double quotation marks"),
        ('"A', "没有成对", "not closed"),
        ("led && sound", "and 或 且", "“and”"),
        ("!led", "not 或 非", "“not”"),
        ("职工 + 1", "不写中文名称", "not Chinese names"),
        ("sum(year.made - award.number)", "两列的行不同", "different rows"),
        ('bands(staff, "[0, 2)")', "成对写", "pairs of band"),
        ("bands(staff, 1, 2)", "区间请写成文字", "a band is a text"),
        ('bands(staff, "[0, 2]", 0, "[2, 3)", 1)', "两档都含 2", "both hold 2"),
        ("answered(staff + 1)", "只写一个填报项", "asks about a field"),
        ("points.i9", "没有名为", "nothing named"),
        ("set_value.thing", "set_value.things", "set_value.things"),
        ("and", "前面缺少", "a value is missing"),
        ("-", "没有写完", "ends too soon"),
    ],
)
def test_what_is_wrong_is_told_in_both_languages_with_the_mend(text, zh, en):
    told = refusal(text).told

    assert zh in told.zh
    assert en in told.en


def test_the_place_is_shown_in_an_excerpt():
    told = refusal("sum(year.sales) + staf × 2").told

    assert told.zh.startswith("公式第 19 字处（…m(year.sales) + ▸staf × 2）：")
    assert told.en.startswith("formula, character 19 (")


# --- there and back -------------------------------------------------------------------------------


def printed(node: Node) -> str:
    """A formula of the same tree."""
    args = [printed(arg) for arg in node.args]
    if node.op == "field":
        return _named(node)
    if node.op == "series" and node.args[0].op == "field":
        return str(node.args[0].leaf.column)
    if node.op in ("set_value", "points"):
        return f"{node.op}.{node.data}"
    if node.op == "number":
        amount = Fraction(node.constant)
        return f"{float(amount):.12f}"
    if node.op in ("truth", "text"):
        return f'"{node.constant}"' if node.op == "text" else "yes" if node.constant else "no"
    if node.op in ("neg", "not"):
        return f"({'-' if node.op == 'neg' else 'not '}{args[0]})"
    if node.op == "ratio":
        return f"ratio({args[0]}, {args[1]}, if_zero={args[2]})"
    if node.op == "bands":
        assert isinstance(node.data, tuple)
        pairs = (f'"{interval}", {result}' for interval, result in zip(node.data, args[1:], strict=True))
        return f"bands({args[0]}, {', '.join(pairs)})"
    if node.op.isalpha() and node.op not in ("and", "or"):
        return f"{node.op}({', '.join(args)})"
    return f"({f' {node.op} '.join(args)})"


def _named(node: Node) -> str:
    leaf = node.leaf
    if leaf.key.endswith("#rows"):
        return f"rows({leaf.key.removesuffix('#rows')})"
    if leaf.key.endswith("#sum"):
        return f"sum({leaf.key.removesuffix('#sum')})"
    return f"{leaf.column}[{leaf.row}]" if leaf.column else leaf.key


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_a_formula_printed_and_read_again_is_the_same(seed):
    node = parse(Maker(Random(seed).randrange).formula(3), SCOPE)
    again = parse(printed(node), SCOPE) if len(printed(node)) <= 2000 else node

    assert printed(again) == printed(node)
    assert again.type == node.type

"""Formulas in words: one meaning each, every figure named, numbers as people write them."""

import re
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.random_formulas import SCOPE, Maker, answers
from zhiqiang.engine.formula.exact import compile_exact
from zhiqiang.engine.formula.intervals import parse_interval
from zhiqiang.engine.formula.parsing import parse
from zhiqiang.engine.formula.phrasing import interval_words
from zhiqiang.engine.formula.sentence import to_sentence
from zhiqiang.engine.formula.tree import SHARE, Value, lower
from zhiqiang.engine.formula.units import Unit, quantity


def named(kind, id, lang):
    return f"{'设定值' if kind == 'set_value' else '得分'}“{id}”" if lang == "zh" else f"the {kind} “{id}”"


def zh(text):
    return to_sentence(parse(text, SCOPE), "zh", named).replace("名称 ", "")


def en(text):
    return to_sentence(parse(text, SCOPE), "en", named).replace("Label ", "")


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("staff + 2", "“staff” + 2 件", "“staff” + 2 items"),
        ("year.made[T]", "T 年（2019）的“made”", "“made” of year T (2019)"),
        ("award.number[first]", "“number”（行first）", "“number” (Row first)"),
        ("sum(year.made)", "近三年“made”之和", "the sum of “made” over the last three years"),
        (
            "sum(year.made, year.kept)",
            "近三年“made”、“kept”之和",
            "the sum of “made” and “kept” over the last three years",
        ),
        ("sum(award.number)", "“number”各行之和", "the sum of “number” over all rows"),
        ("sum(staff, prizes, 2)", "“staff” + “prizes” + 2 件", "“staff” + “prizes” + 2 items"),
        (
            "sum(award.number, staff)",
            "“number”各行、“staff”之和",
            "the sum of “number” of all rows and “staff”",
        ),
        (
            "mean(ratio(year.research, year.sales, if_zero=0))",
            "近三年各年（“research” ÷ “sales”，除数为 0 时计 0）的平均值",
            "the mean of (“research” ÷ “sales”, or 0 where the divisor is 0) over the last three years",
        ),
        (
            "2 × ratio(staff, prizes, if_zero=1)",
            "2 ×（“staff” ÷ “prizes”，除数为 0 时计 100%）",
            "2 × (“staff” ÷ “prizes”, or 100% where the divisor is 0)",
        ),
        ("ratio(staff, set_value.things, if_zero=0)", "“staff” ÷ 设定值“things”", "“staff” ÷ the set_value “things”"),
        ("min(staff, 5)", "“staff”，最多 5 件", "“staff”, at most 5 items"),
        ("max(profit, 0)", "“profit”，最少 0", "“profit”, at least 0"),
        ("min(max(profit, 0), 5)", "“profit”，限 0 至 5 万元", "“profit”, kept within 0 and 5 × 10,000 yuan"),
        ("min(staff, prizes)", "“staff”、“prizes”中取最小的", "the smallest of “staff” and “prizes”"),
        ("(staff + prizes) × 2", "（“staff” + “prizes”）× 2", "(“staff” + “prizes”) × 2"),
        ("staff - (prizes - 1)", "“staff” -（“prizes” - 1 件）", "“staff” - (“prizes” - 1 item)"),
        ("staff - prizes - 1", "“staff” - “prizes” - 1 件", "“staff” - “prizes” - 1 item"),
        ("-(staff + 1)", "-（“staff” + 1 件）", "-(“staff” + 1 item)"),
        ("led", "“led”为“是”", "“led” is “yes”"),
        ("led = no", "“led”为“否”", "“led” is “no”"),
        ("not led", "“led”不为“是”", "“led” is not “yes”"),
        ('size = "A"', "“size”为“A. 选项A”", "“size” is “A. Option A”"),
        ('not size = "A"', "“size”不为“A. 选项A”", "“size” is not “A. Option A”"),
        (
            'size in ("A", "B")',
            "“size”为“A. 选项A”或“B. 选项B”",
            "“size” is “A. Option A” or “B. Option B”",
        ),
        ("size = kind", "“size”与“kind”相同", "“size” is the same as “kind”"),
        ("answered(staff)", "已填写“staff”", "“staff” is filled in"),
        ("not answered(staff)", "未填写“staff”", "“staff” is not filled in"),
        (
            "led and (sound or staff > 1)",
            "“led”为“是”且（“sound”为“是”或“staff” > 1 件）",
            "“led” is “yes” and (“sound” is “yes” or “staff” > 1 item)",
        ),
        ("staff >= 1 and staff <= 5", "“staff”在 1 至 5 件之间", "“staff” is from 1 to 5 items"),
        ("not (staff > 1)", "不满足（“staff” > 1 件）", "not (“staff” > 1 item)"),
        ("ratio(staff, prizes, if_zero=0) >= 30%", "（“staff” ÷ “prizes”，除数为 0 时计 0）≥ 30%",
            "(“staff” ÷ “prizes”, or 0 where the divisor is 0) ≥ 30%"),
        ("profit > 0.005", "“profit” > 0.005 万元", "“profit” > 0.005 × 10,000 yuan"),
        ("if(led, 5, 1)", "若“led”为“是”，取 5；否则取 1", "5 if “led” is “yes”; otherwise 1"),
        (
            "if(staff > 1, 5, if(staff > 0, 3, 1))",
            "若“staff” > 1 件，取 5；否则若“staff” > 0，取 3；否则取 1",
            "5 if “staff” > 1 item; 3 if “staff” > 0; otherwise 1",
        ),
        (
            'if(size = "A", 9, if(size = "B", 5, if(size = "C", 1, 0)))',
            "按“size”：“A. 选项A”取 9；“B. 选项B”取 5；“C. 选项C”取 1",
            "by “size”: 9 for “A. Option A”; 5 for “B. Option B”; 1 for “C. Option C”",
        ),
        (
            'if(size = "A", 9, if(size = "B", 5, 2))',
            "按“size”：“A. 选项A”取 9；“B. 选项B”取 5；其他取 2",
            "by “size”: 9 for “A. Option A”; 5 for “B. Option B”; otherwise 2",
        ),
        (
            "sum(if(led, 2, 0), if(sound, 1, 0))",
            "逐项相加：“led”为“是”，计 2；“sound”为“是”，计 1",
            "added up: 2 if “led” is “yes”; 1 if “sound” is “yes”",
        ),
        (
            'bands(staff, "[0, 2)", 0, "[2, 2]", 3, "(2, ∞)", 5)',
            "按“staff”分档：大于等于 0 且小于 2 件，取 0；等于 2 件，取 3；大于 2 件，取 5",
            "by bands of “staff”: 0 if at least 0 and below 2 items; 3 if exactly 2 items; 5 if above 2 items",
        ),
        (
            "count(year.made >= 2)",
            "近三年中满足“made” ≥ 2 件的年数",
            "the number of the last three years in which “made” ≥ 2 items",
        ),
        (
            "all(year.kept <= year.made)",
            "近三年每年“kept” ≤ “made”",
            "in each of the last three years “kept” ≤ “made”",
        ),
        ("any(year.audited)", "近三年中至少有一年“audited”为“是”", "in at least one of the last three years “audited” is “yes”"),
        ("count(led, sound)", "以下各项中满足的项数：“led”为“是”；“sound”为“是”", "how many of these hold: “led” is “yes”; “sound” is “yes”"),
        ("year.kept <= year.made", "各年：“kept” ≤ “made”", "each year: “kept” ≤ “made”"),
        ("award.number > 0", "各行：“number” > 0", "each row: “number” > 0"),
        ("rows(deals) >= 2", "“deals的行数” ≥ 2", "“rows of deals” ≥ 2"),
        ("sum(deals.amount)", "“deals · amount · 合计”", "“deals · amount · total”"),
        ("points.total + points.i1", "得分“total” + 得分“i1”", "the points “total” + the points “i1”"),
        ("rate / 100", "“rate” ÷ 100", "“rate” ÷ 100"),
    ],
)  # fmt: skip
def test_sentences(text, chinese, english):
    assert (zh(text), en(text)) == (chinese, english)


def test_a_label_that_tells_enough_stands_alone(shaanxi):
    node = parse("ratio(patents.invention_filed[T], ip_spend.total[T], if_zero=0)", shaanxi.scope)

    assert to_sentence(node, "zh", shaanxi.spoken) == (
        "T 年（2019）的“发明申请量” ÷ T 年（2019）的“年度知识产权投入 · 总计”，除数为 0 时计 0"
    )


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9))
def test_every_figure_is_named_in_both_languages(seed):
    node = parse(Maker(Random(seed).randrange).formula(4), SCOPE)

    chinese, english = to_sentence(node, "zh", named), to_sentence(node, "en", named)

    for leaf in node.leaves():
        assert leaf.title.zh in chinese
        assert leaf.title.en in english
    for outside in (one for one in node.walk() if one.op in ("set_value", "points")):
        assert f"“{outside.data}”" in chinese
        assert f"“{outside.data}”" in english
    assert not re.search("[\u4e00-\u9fff（），；]", english)
    assert chinese.count("（") == chinese.count("）")
    assert english.count("(") == english.count(")")


def test_no_two_formulas_that_differ_are_told_alike():
    random = Random(9)
    rows = [answers(random.randrange) for _ in range(8)]
    worth: dict[str, set[tuple[Value, ...]]] = {}

    for _ in range(2500):
        node = parse(Maker(random.randrange).formula(random.choice((1, 2, 2))), SCOPE)
        read = compile_exact(lower(node))
        worth.setdefault(to_sentence(node, "en", named), set()).add(tuple(read(row).value for row in rows))

    assert len(worth) > 1000
    assert [sentence for sentence, values in worth.items() if len(values) > 1] == []


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "unit", "chinese", "english"),
    [
        (5, Unit("件", "patents"), "5 件", "5 patents"),
        (1, Unit("件", "patents"), "1 件", "1 patent"),
        (1, "人", "1 人", "1 person"),
        (2, "件", "2 件", "2 items"),
        (1, Unit("种", "categories"), "1 种", "1 category"),
        (1234567, "万元", "1,234,567 万元", "1,234,567 × 10,000 yuan"),
        (Fraction("1234.565"), "元", "1,234.57 元", "1,234.57 yuan"),
        (Fraction(1, 3), "", "0.33", "0.33"),
        (Fraction(-1, 3), "", "-0.33", "-0.33"),
        (Fraction(-1, 1000), "", "0", "0"),
        (Fraction("-0.005"), "", "-0.01", "-0.01"),
        (Fraction(121, 840), SHARE, "14.4%", "14.4%"),
        (1, SHARE, "100%", "100%"),
        (Fraction("12.5"), "%", "12.5%", "12.5%"),
        (0, "件", "0 件", "0 items"),
        (3, Unit("亩", ""), "3 亩", "3 亩"),
        (7, "*", "7", "7"),
    ],
)
def test_quantities(number, unit, chinese, english):
    assert (quantity(number, unit, "zh"), quantity(number, unit, "en")) == (chinese, english)


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("[2, 3)", "大于等于 2 且小于 3", "at least 2 and below 3"),
        ("(2, 3]", "大于 2 且小于等于 3", "above 2 and at most 3"),
        ("(-∞, 0.125)", "小于 0.125", "below 0.125"),
        ("[1000, ∞)", "大于等于 1,000", "at least 1,000"),
        ("[2, 2]", "等于 2", "exactly 2"),
        ("(-∞, ∞)", "任何值", "anything"),
    ],
)
def test_intervals_in_words_are_not_rounded(text, chinese, english):
    interval = parse_interval(text)

    assert (interval_words(interval, "zh"), interval_words(interval, "en")) == (chinese, english)


def test_as_part_of_a_larger_sentence_it_keeps_together():
    loose, tight = parse("if(led, 5, 1)", SCOPE), parse("staff + 1", SCOPE)

    assert to_sentence(loose, "en", named, part=True) == "(5 if “Label led” is “yes”; otherwise 1)"
    assert to_sentence(tight, "en", named, part=True) == "“Label staff” + 1 item"

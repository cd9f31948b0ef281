"""What may stand between the braces of a Word template."""

import pytest

from zhiqiang.papers.word.placeholders import Placeholder, PlaceholderError, read

WIDE = "\u3000"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("enterprise_name", Placeholder("enterprise_name")),
        ("  finance.sales.T-1 ", Placeholder("finance.sales.T-1")),
        ("finance.sales.T–1", Placeholder("finance.sales.T-1")),
        ("ｆinance.sales.Ｔ－1", Placeholder("finance.sales.T-1")),
        ("size | tick A", Placeholder("size", "tick", "A")),
        ("size ｜ tick\u3000A", Placeholder("size", "tick", "A")),
        ("size|label", Placeholder("size", "label")),
        ("capital | unit | blank 3", Placeholder("capital", "unit", otherwise=WIDE * 3)),
        ("name | else （企业名称）", Placeholder("name", otherwise="（企业名称）")),
        ("finance.sales.T | fit 9", Placeholder("finance.sales.T", fit=9)),
        ("score.i2 | illustrative 示例", Placeholder("score.i2", "illustrative", "示例")),
        ("deals.*.amount", Placeholder("deals.*.amount")),
        ("deals.*.#", Placeholder("deals.*.#")),
    ],
)
def test_a_placeholder_is_read_as_it_is_meant(written, meant):
    assert read(written) == meant


def test_only_a_list_column_goes_through_rows():
    assert read("deals.*.amount").list_id == "deals"
    assert read("finance.sales.T").list_id == ""


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "不是名称"),
        ("7*7", "不是名称"),
        ("__import__('os')", "不是名称"),
        ("name | tick", "缺少文字"),
        ("name | shout", "不认识“shout ”"),
        ("name | label yes", "不认识“label yes”"),
        ("name | blank many", "1 至 200"),
        ("name | blank 0", "1 至 200"),
        ("name | fit 1000000", "1 至 200"),
        ("name | unit | label", "重复"),
        ("name | blank 3 | blank 4", "重复"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_mend(written, told):

    with pytest.raises(PlaceholderError) as raised:
        read(written)

    assert told in raised.value.words.zh
    assert raised.value.words.en

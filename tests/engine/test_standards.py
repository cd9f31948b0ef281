"""The tables of standards/: whole, in order, and found by people who know only a part."""

import time
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin

from zhiqiang.engine.identifying import KINDS
from zhiqiang.engine.standards import (
    INDUSTRY_EDITIONS,
    TABLES,
    industries,
    industry,
    rows,
    search_industries,
    sections,
    successors,
    table,
)

# Characters of several readings that pypinyin might take wrongly one day: the readings that must stand.
READINGS = {
    "娱乐业": "yu le ye",
    "保险业": "bao xian ye",
    "畜牧业": "xu mu ye",
    "燃气生产和供应业": "ran qi sheng chan he gong ying ye",
    "石油加工、炼焦和核燃料加工业": "shi you jia gong lian jiao he he ran liao jia gong ye",
    "装卸搬运和仓储业": "zhuang xie ban yun he cang chu ye",
    "黑色金属冶炼和压延加工业": "hei se jin shu ye lian he ya yan jia gong ye",
    "社会工作": "she hui gong zuo",
}


def spelt(name: str) -> str:
    return " ".join(lazy_pinyin(name, errors="ignore"))


def found(text: str, edition: str = "gbt4754-2011", limit: int = 10) -> list[str]:
    return [one.code for one in search_industries(edition, text, limit)]


@pytest.mark.requirement("S11")
def test_the_two_editions_have_every_division_once_and_in_order():
    for edition, count in (("gbt4754-2011", 96), ("gbt4754-2017", 97)):
        assert [one.code for one in industries(edition)] == [f"{number:02}" for number in range(1, count + 1)]


def test_the_sections_run_from_a_to_t_without_gaps_in_both_editions():
    for edition in INDUSTRY_EDITIONS:
        letters = [one.section for one in industries(edition)]

        assert letters == sorted(letters)
        assert "".join(dict.fromkeys(letters)) == "ABCDEFGHIJKLMNOPQRST" == "".join(sections())


@pytest.mark.parametrize("name", [*INDUSTRY_EDITIONS, "gbt4754-sections"])
def test_the_stored_pinyin_is_what_pypinyin_says(name):
    wanted = {row["code"]: spelt(row["name"]) for row in rows(name)}

    assert {row["code"]: row["pinyin"] for row in rows(name)} == wanted
    assert {row["code"]: row["initials"] for row in rows(name)} == {
        code: "".join(syllable[0] for syllable in pinyin.split()) for code, pinyin in wanted.items()
    }


def test_characters_of_several_readings_are_read_as_in_these_names():
    stored = {row["name"]: row["pinyin"] for edition in INDUSTRY_EDITIONS for row in rows(edition)}

    assert {name: stored[name] for name in READINGS} == READINGS


def test_every_name_has_one_syllable_a_character_and_an_english_name():
    for edition in (*INDUSTRY_EDITIONS, "gbt4754-sections"):
        for row in rows(edition):
            assert len(row["pinyin"].split()) == len(row["name"].replace("、", "")), row["name"]
            assert row["name_en"].isprintable()
            assert row["name_en"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("39", "39"),
        ("C39", "39"),
        ("c 39", "39"),
        ("３９", "39"),
        ("3911", "39"),
        ("39 计算机、通信和其他电子设备制造业", "39"),
        ("3", "03"),
        ("软件", "65"),
        ("软件业", "65"),
        ("医药", "27"),
        ("计算机通信", "39"),
        ("ruanjian", "65"),
        ("ruan jian", "65"),
        ("RJHXX", "65"),
        ("rjian", "65"),
        ("ruanji", "65"),
        ("qiche", "36"),
        ("zhuangxie", "58"),
        ("zx", "58"),
        ("software", "65"),
        ("Wholesale", "51"),
        ("农林牧渔", "05"),
    ],
)
@pytest.mark.requirement("S11")
def test_an_industry_is_found_by_code_name_pinyin_and_initials(text, first):
    assert found(text)[:1] == [first]


def test_the_search_ranks_beginnings_before_parts_and_parts_before_sections():
    assert found("汽车") == ["36"]
    assert found("金融") == ["66", "69", "67", "68"]
    assert found("yl", limit=2) == ["89", "15"]


def test_a_section_letter_or_name_gives_its_divisions():
    assert found("K", limit=3) == ["11", "75", "70"]
    assert found("M", limit=5)[2:] == ["73", "74", "75"]
    assert found("批发和零售业") == ["51", "52"]


def test_nothing_typed_gives_the_beginning_of_the_list_and_nonsense_nothing():
    assert found("", limit=3) == ["01", "02", "03"]
    assert found("xxqq") == []
    assert found("、，") == []
    assert found("不存在") == []


def test_hostile_queries_are_answered_at_once():
    began = time.perf_counter()

    assert found("z" * 1_000_000) == []
    assert found("sh" * 30) == []
    assert found("\x00") == []
    assert found("(((((.*)+)+)+)+$") == []
    assert time.perf_counter() - began < 0.5


def test_an_unknown_edition_is_told_with_those_there_are():
    with pytest.raises(ValueError, match="gbt4754-2011, gbt4754-2017"):
        search_industries("gbt4754-2002", "39")


def test_a_code_gives_its_industry_or_none():
    assert industry("gbt4754-2011", "65").name == "软件和信息技术服务业"
    assert industry("gbt4754-2011", "97") is None
    assert industry("gbt4754-2017", "97").section_name == "国际组织"


def test_every_division_of_2011_has_a_successor_and_together_they_are_all_of_2017_but_the_new_one():
    became = {one.code for old in industries("gbt4754-2011") for one in successors(old.code)}

    assert {one.code for one in industries("gbt4754-2017")} - became == {"79"}
    assert [one.code for one in successors("58")] == ["58", "59"]
    assert [one.code for one in successors("59")] == ["59"]


def test_the_comparison_says_same_only_of_what_is_the_same():
    for row in rows("gbt4754-2011-to-2017"):
        if row["change"] == "same":
            old, new = industry("gbt4754-2011", row["code_2011"]), industry("gbt4754-2017", row["code_2017"])
            assert (old.code, old.name, old.section) == (new.code, new.name, new.section)


def test_a_division_that_never_was_has_no_successor():
    for code in ("97", "", "x"):
        with pytest.raises(ValueError, match="01 to 96"):
            successors(code)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_of_choices_has_distinct_codes_and_full_labels(name):
    choices = table(name)

    assert len({one.code for one in choices}) == len(choices) > 0
    assert all(one.label and one.label_en for one in choices)


def test_the_tables_of_choices_carry_their_groups():
    by_code = {one.code: one for one in table("gbt4754-2011")}

    assert by_code["65"].group == "I 信息传输、软件和信息技术服务业"
    assert {one.group for one in table("registration-types")} == {
        "内资企业",
        "港、澳、台商投资企业",
        "外商投资企业",
    }
    assert {one.group for one in table("cities")} == {"陕西省", "广东省"}


def test_an_unknown_table_is_told_with_those_there_are():
    with pytest.raises(ValueError, match=r"gbt4754-2011.*registration-types"):
        table("gbt4754")
    with pytest.raises(ValueError, match="there are: cities"):
        rows("../schemes/x")


def test_the_reference_names_every_table_and_every_kind_of_number():
    text = (Path(__file__).parents[2] / "docs" / "reference" / "standards.md").read_text(encoding="utf-8")

    assert [name for name in (*TABLES, *KINDS) if f"`{name}`" not in text] == []


def test_the_regions_are_37_in_order_and_the_plan_cities_have_a_parent():
    regions = rows("regions")

    assert [int(row["order"]) for row in regions] == list(range(1, 38))
    codes = {row["code"] for row in regions}
    assert all(row["parent"] in codes for row in regions if row["kind"] != "province")


def test_shaanxi_has_13_reporting_cities_and_guangdong_21_of_which_shenzhen_reports_nationally():
    cities = rows("cities")

    assert [sum(row["province"] == code for row in cities) for code in ("610000", "440000")] == [13, 21]
    assert [row["name"] for row in cities if row["reports_through_province"] == "no"] == ["深圳市"]


def test_division_prefixes_name_the_regions_alike():
    prefixes = {row["prefix"]: row["name"] for row in rows("division-prefixes")}

    assert all(
        prefixes[row["code"][:2]] == row["name"] for row in rows("regions") if row["kind"] != "plan_city"
    )


def test_codes_refer_to_codes_that_exist():
    prefixes = {row["prefix"] for row in rows("division-prefixes")}
    types = {row["code"] for row in rows("registration-types")}

    assert {row["division"] for row in rows("telephone-area-codes")} <= prefixes
    assert {one for row in rows("postcode-prefixes") for one in row["divisions"].split()} <= prefixes
    assert {row["parent"] for row in rows("registration-types")} - {""} <= types

"""A folder is a scheme, or everything wrong with it is told at once: its files, its notice, its set values."""

import shutil

import pytest

from zhiqiang.engine.answering import answer
from zhiqiang.engine.formula.sentence import quantity
from zhiqiang.engine.loading import check, digest, load, shipped
from zhiqiang.engine.problems import SchemeError

pytestmark = pytest.mark.requirement("X03")


def test_a_good_folder_has_no_problems(copy):
    assert copy.told() == []


@pytest.mark.parametrize("edition", sorted(shipped()))
def test_what_is_shipped_has_no_problems(edition):
    assert check(shipped()[edition]) == []


# --- files and folders ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["form.yaml", "indicators.yaml", "notice.md"])
def test_a_file_that_is_missing(copy, name):
    (copy.folder / name).unlink()

    assert (name, 1, "缺少此文件，请补上", "this file is missing; add it") in copy.told()


def test_a_file_that_is_misnamed(copy):
    (copy.folder / "indicators.yaml").rename(copy.folder / "indicator.yaml")

    _, _, zh, en = copy.only()

    assert "“indicator.yaml”是否应改名为“indicators.yaml”" in zh
    assert "rename “indicator.yaml”" in en


def test_a_file_in_another_encoding(copy):
    text = (copy.folder / "set_values.csv").read_text(encoding="utf-8")
    (copy.folder / "set_values.csv").write_bytes(text.encode("gbk"))

    file, _, zh, _ = copy.only()

    assert file == "set_values.csv"
    assert "另存为 UTF-8" in zh


def test_a_file_as_windows_saves_it(copy):
    for name in ("scheme.yaml", "form.yaml", "notice.md", "set_values.csv"):
        path = copy.folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert copy.told() == []


def test_a_folder_in_the_place_of_a_file(copy):
    (copy.folder / "form.yaml").unlink()
    (copy.folder / "form.yaml").mkdir()

    assert [(file, "无法读取" in zh) for file, _, zh, _ in copy.told()] == [("form.yaml", True)]


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "null\n", "[]\n", "文字\n", "3\n"])
def test_a_file_without_what_it_should_hold(copy, text):
    copy.write("form.yaml", text)

    assert {file for file, *_ in copy.told()} == {"form.yaml"}


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(SchemeError) as caught:
        load(tmp_path / "none")

    assert caught.value.problems[0].message.zh == "没有这个文件夹，请核对路径"
    assert check(tmp_path / "none") == caught.value.problems


def test_a_folder_that_is_no_scheme(tmp_path):
    assert ["不是方案文件夹" in one.message.zh for one in check(tmp_path)] == [True]


def test_a_folder_with_too_much_in_it(copy):
    for n in range(2001):
        copy.write(f"{n}.txt", "")

    assert "不像一个方案文件夹" in copy.only()[2]


def test_a_yaml_file_that_is_none(copy):
    copy.change("form.yaml", "  - id: years", "   - id: years")

    file, line, zh, en = copy.only()

    assert (file, line) == ("form.yaml", copy.line("form.yaml", "   - id: years"))
    assert zh.startswith("YAML 写法有误：")
    assert en.startswith("not valid YAML: ")


# --- notice.md ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "zh"),
    [
        ("### 第二条 | Article 2 {#A2}", "只能用小写字母"),
        ("### 第二条 | Article 2 {#}", "只能用小写字母"),
        ("### 第二条 | Article 2 {#a1}", "用了两次"),
        ("### 第二条 {#a2} 更多", "标题应写作"),
        ("### {#a2}", "标题应写作"),
        ("### 第二条 {#a2", "标题应写作"),
        ("# " + " " * 100_000 + "{#a2", "标题应写作"),
    ],
)
def test_headings_that_are_no_clause(copy, heading, zh):
    copy.add("notice.md", f"\n{heading}\n")

    file, line, said, _ = copy.only()

    assert (file, line) == ("notice.md", len((copy.folder / "notice.md").read_text().splitlines()))
    assert zh in said


def test_a_clause_has_its_titles_and_its_digest_in_both_languages(copy):
    copy.add(
        "notice.md",
        "\n### 第二条 {#a2}\n中文摘要，见 EN: 标准。\n\nEN: English\ndigest.\n## 其他\n### 第三条 | Three {#a3}\n无\n",
    )

    clauses = load(copy.folder).clauses

    assert clauses["a2"].title == ("第二条", "第二条")
    assert (clauses["a2"].text, clauses["a2"].text_en) == ("中文摘要，见 EN: 标准。", "English\ndigest.")
    assert (clauses["a3"].title.en, clauses["a3"].text, clauses["a3"].text_en) == ("Three", "无", "无")


def test_a_notice_without_clauses_is_told_once(copy):
    copy.write("notice.md", "# 通知\n")

    assert "没有任何条款" in copy.only()[2]


# --- set_values.csv -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "zh"),
    [
        ("things,all,any,x,yes,", "“value”应为数字"),
        ("things,all,A,0,yes,", "“value”须大于 0"),
        ("things,all,A,-3,yes,", "“value”须大于 0"),
        ("things,all,A,NaN,yes,", "“value”应为数字"),
        ("things,all,A,Infinity,yes,", "“value”应为数字"),
        ("things,all,A,1e999999999,yes,", "10^15"),
        ("things,all,A,1e-999999999,yes,", "最多 12 位小数"),
        ("things,all,A,5,maybe,", "“illustrative”应为 true 或 false"),
        ("things,390,A,5,yes,", "两位大类代码、门类字母或 all"),
        ("things,all,大,5,yes,", "规模选项的代码或 any"),
        ("other,all,any,5,yes,", "没有设定值“other”"),
        ("things,all,any,5,yes,", "重复"),
        ("things,all,A,5", "此行有 4 格，应为 6 格"),
        ("things,all,A,5,yes,某局,某处", "此行有 7 格，应为 6 格"),
        ('things,all,A,5,yes,"某局', "CSV 写法有误"),
        ('things,all,A,5,yes,"某局"x', "CSV 写法有误"),
        ("things,all,A,5,yes," + "x" * 200_000, "CSV 写法有误"),
        ("=cmd|' /C calc'!A0,all,A,5,yes,", "小写字母、数字和下划线"),
    ],
)
def test_lines_of_set_values_that_are_wrong(copy, line, zh):
    copy.add("set_values.csv", f"{line}\n")

    file, number, said, en = copy.only()

    assert (file, number) == ("set_values.csv", 7)
    assert zh in said
    assert en


def test_a_line_with_nothing_and_chinese_yes_are_read(copy):
    copy.add("set_values.csv", "\n,,,,,\nthings,all,A,5,是,\n")

    found = load(copy.folder).set_values.rows["things", "all", "A"]

    assert found.illustrative is True


@pytest.mark.parametrize(
    "head", ["set_value;scope;size", "", "set_value,scope,size,value,illustrative", "\x00"]
)
def test_another_first_line_is_told(copy, head):
    copy.write("set_values.csv", f"{head}\nthings,all,any,5,yes,\n")

    assert copy.only()[:2] == ("set_values.csv", 1)


def test_a_set_value_needs_a_line_for_all(copy):
    copy.change("set_values.csv", "things,all,any,10,yes,示例\n", "")

    file, line, zh, _ = copy.only()

    assert (file, line) == ("indicators.yaml", copy.line("indicators.yaml", "{id: things,"))
    assert "things,all,any" in zh


# --- lists that apply sometimes -------------------------------------------------------------------


@pytest.fixture
def exporters(copy):
    """Deals are asked of exporters only; the partners of few deals are asked for again."""
    copy.change(
        "form.yaml",
        "label_en: Deals\n",
        "label_en: Deals\n        when: exports = yes\n        required: true\n",
    )
    copy.change("form.yaml", "{id: name, kind: text,", '{id: name, kind: text, when: "rows(deals) > 0",')
    copy.change(
        "form.yaml", "{id: costs, kind: number,", "{id: costs, kind: number, calculated: sum(deals.amount),"
    )
    return load(copy.folder)


DEALS = {"deals": [{"amount": "2.5", "partner": "甲"}, {"amount": 1}], "name": "某公司"}


def test_a_list_that_applies_is_counted(exporters):
    found = answer(exporters, {"exports": "是", **DEALS})

    assert (found.values["deals#rows"], float(found.values["costs"])) == (2, 3.5)
    assert found.values["name"] == "某公司"
    assert not [one for one in found.problems if one.key.startswith("deals")]


def test_a_list_that_does_not_apply_is_laid_aside_with_all_that_was_counted_of_it(exporters):
    found = answer(exporters, {"exports": "否", **DEALS})

    assert not [key for key in found.values if key.startswith("deals")]
    assert {"deals", "deals#rows", "deals.amount#sum", "name"} <= found.not_applicable
    assert "costs" not in found.values
    assert not [one for one in found.problems if one.key.startswith("deals")]


def test_a_list_that_applies_and_is_required_is_asked_for(exporters):
    assert ("deals", "missing") in [
        (one.key, one.severity) for one in answer(exporters, {"exports": "是"}).problems
    ]


def test_a_list_that_depends_on_itself_is_a_circle(copy):
    copy.change("form.yaml", "label_en: Deals\n", "label_en: Deals\n        when: rows(deals) > 1\n")

    file, line, zh, _ = copy.only()

    assert (file, line) == ("form.yaml", copy.line("form.yaml", "- id: deals"))
    assert "成环" in zh


# --- the same content, the same scheme ------------------------------------------------------------


def test_the_same_content_is_compiled_once_and_another_anew(copy):
    first = load(copy.folder)
    copy.add("notice.md", "\n")
    second = load(copy.folder)

    assert first is not second
    assert first.digest != second.digest
    assert load(copy.folder / ".." / "tiny") is second


def test_the_same_content_in_two_folders_is_two_schemes(copy, tmp_path):
    shutil.copytree(copy.folder, tmp_path / "more" / "tiny")

    one, other = load(copy.folder), load(tmp_path / "more" / "tiny")

    assert one.digest == other.digest
    assert (one.folder.parent, other.folder.parent) == (tmp_path, tmp_path / "more")


def test_hidden_files_and_open_documents_do_not_count(copy):
    before = digest(copy.folder)
    (copy.folder / ".git").mkdir()
    copy.write(".git/HEAD", "x")
    copy.write("~$form.docx", "x")

    assert digest(copy.folder) == before


def test_a_label_that_english_lacks_is_not_needed_for_common_units(copy):
    unit = load(copy.folder).cells["staff"].leaf.type.unit

    assert (quantity(3, unit, "zh"), quantity(3, unit, "en")) == ("3 人", "3 people")

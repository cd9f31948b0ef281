"""`zhiqiang score` and `explain`: points out of files, for people and for machines; bad input told, never a traceback."""

import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from tests.jobs.conftest import GOOD, TOTAL
from zhiqiang.engine.answering import answer
from zhiqiang.engine.loading import load
from zhiqiang.engine.scoring import score
from zhiqiang.jobs.sheet import ScoreSheet, Unreadable

YAML = """\
scheme: {scheme}
answers:
  name: 示例企业
  industry: "39"
  size: B
  employees: 120
  finance:
    sales: {{T-2: 1000, T-1: 2000, T: 3000.50}}
    rd: {{T-2: 60, T-1: 120, T: 180}}
"""


# --- points ---------------------------------------------------------------------------------------


@pytest.mark.requirement("S33", "X02")
def test_a_file_is_scored_with_its_groups_indicators_and_conditions(zhiqiang, example, answers):
    told = zhiqiang("score", answers(), "--scheme", example)

    lines = told.output.splitlines()
    assert told.exit_code == 0
    assert lines[0] == "2026年度示例市知识产权优势企业评价（example-2026）"
    assert lines[1].startswith("总分 ·")
    assert lines[1].endswith(" 46.00 / 60.00")
    assert any(
        line.startswith("  1 近三年发明申请占比") and line.endswith("10.00 /  10.00  示例") for line in lines
    )
    assert "  ✓ 有专利  满足" in lines
    assert any(line.startswith("示例：得分用到了示例设定值") for line in lines)


def test_english_is_complete(zhiqiang, example, answers):
    told = zhiqiang("score", answers(employees="many"), "--scheme", example, "--lang", "en")

    chinese = [line for line in told.output.splitlines() if any("\u4e00" <= c <= "\u9fff" for c in line)]
    assert told.exit_code == 1
    assert [line for line in chinese if "示例" not in line and not line.startswith(("一", "二"))] == []


def test_yaml_names_its_scheme_as_a_folder_beside_it_or_an_id(zhiqiang, folder, example, write):
    shutil.copytree(example, folder / "inner" / "mine")
    cover = folder / "inner/mine/scheme.yaml"
    cover.write_text(cover.read_text(encoding="utf-8").replace("example-2026", "mine"), encoding="utf-8")
    name = write("inner/answers.yaml", YAML.format(scheme="mine"))

    told = zhiqiang("score", name)

    assert told.output.splitlines()[0].endswith("（mine）")


@pytest.mark.parametrize("scheme", ["--scheme", "in the file"])
def test_answers_given_flat_nested_as_text_or_as_numbers_score_alike(zhiqiang, example, write, scheme):
    nested = write("nested.yaml", YAML.format(scheme=example))
    flat = write(
        "flat.json",
        json.dumps({
            "name": "示例企业", "industry": "39", "size": "B. 中型", "employees": "120 人",
            "finance.sales.T-2": "1,000", "finance.sales.T-1": 2000, "finance.sales.T": 3000.5,
            "finance.rd.T-2": 60, "finance.rd.T-1": 120, "finance.rd.T": "180.00",
        }),
    )  # fmt: skip
    chosen = ["--scheme", example]

    one, two = (json.loads(zhiqiang("score", name, "--json", *chosen).stdout) for name in (nested, flat))

    assert one["points"] == two["points"]
    assert one["items"] == two["items"]


@pytest.mark.requirement("X02")
def test_the_machine_form_is_exact_and_as_documented(zhiqiang, example, answers):
    name = answers(filings={"invention": {"T": 121}, "other": {"T": 719}}, led_by="A")
    told = zhiqiang("score", name, "--scheme", example, "--json")

    sheet = ScoreSheet.model_validate_json(told.stdout)
    scheme = load(Path(example))
    right = score(scheme, answer(scheme, json.loads(Path(name).read_text())["answers"]))
    items = {item.id: item for item in sheet.items}
    assert Fraction(sheet.points) == right.total
    assert {id: Fraction(item.points) for id, item in items.items()} == {
        f.id: f.points for f in right.findings()
    }
    assert items["i1"].points == "605/168"
    assert items["i1"].shown == "3.60"
    assert items["i1"].set_values[0].model_dump() == {
        "id": "invention_share", "value": "2/5", "scope": "C", "size": "any", "illustrative": True, "source": "示例",
    }  # fmt: skip
    assert (items["i1"].level, items["i3"].level, items["use"].kind) == (1, 2, "group")
    assert sheet.scheme.digest == scheme.digest
    assert (sheet.illustrative, sheet.complete) == (True, True)
    assert [(c.id, c.met) for c in sheet.conditions] == [("has_patents", "met")]


def test_the_language_does_not_change_the_machine_form(zhiqiang, example, answers):
    name = answers(employees=-1)
    zh, en = (
        zhiqiang("score", name, "--scheme", example, "--json", "--lang", lang).stdout for lang in ("zh", "en")
    )

    assert zh == en


# --- several files --------------------------------------------------------------------------------


def test_several_files_give_a_line_each_and_the_worst_exit_code(zhiqiang, example, answers):
    good, poor = answers("good.json"), answers("poor.json", name=None)

    fine = zhiqiang("score", good, good, "--scheme", example)
    some = zhiqiang("score", good, poor, "--scheme", example, "--lang", "en")
    worst = zhiqiang("score", good, "nosuch.json", poor, "--scheme", example)

    assert (fine.exit_code, some.exit_code, worst.exit_code) == (0, 1, 2)
    assert fine.output.splitlines() == ["good.json\t46.00 / 60.00\t没有问题\t示例"] * 2
    assert some.output.splitlines()[1] == "poor.json\t46.00 / 60.00\t1 problem\t示例"
    assert [line.split("\t")[0] for line in worst.stdout.splitlines()] == ["good.json", "poor.json"]
    assert "nosuch.json：没有这个文件" in worst.stderr


def test_several_files_as_json_are_a_line_each_even_for_what_cannot_be_read(zhiqiang, example, answers):
    told = zhiqiang("score", answers(), "nosuch.json", "--scheme", example, "--json")

    first, second = told.stdout.splitlines()
    assert ScoreSheet.model_validate_json(first).points == TOTAL
    assert Unreadable.model_validate_json(second).file == "nosuch.json"


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.requirement("S33")
def test_all_problems_are_told_with_line_name_and_mend_and_the_points_still_stand(zhiqiang, example, write):
    text = (
        YAML.format(scheme=example).replace("employees: 120", "employees: 12.5").replace("size: B", "size: Z")
    )
    name = write("a.yaml", text.replace("  name: 示例企业\n", "") + "  bogus: 1\n  exports: maybe\n")

    told = zhiqiang("score", name)

    assert told.exit_code == 1
    for problem in (
        "[错误] a.yaml:5 从业人员（employees）：应为整数",
        "[错误] a.yaml:4 企业规模（size）：没有选项“Z”；可选：A、B、C",
        "[错误] a.yaml:9 bogus：",
        "[错误] a.yaml:10 有出口业务（exports）：请填“是”或“否”",
        "[未填] a.yaml 企业名称（name）：",
    ):
        assert problem in told.output, told.output
    assert "  2 研发投入强度" in told.output


def test_a_warning_alone_is_no_problem_for_scripts(zhiqiang, example, answers):
    told = zhiqiang("score", answers(**{"finance.rd.T": 4000}), "--scheme", example)

    assert told.exit_code == 0
    assert "[提醒]" in told.output
    assert "研发投入多于销售收入" in told.output


UNREADABLE = {
    "a.yaml": ("answers: [1, 2", "YAML 写法有误"),
    "b.yaml": ("- 1\n- 2\n", "应为“填报项: 数据”"),
    "c.yaml": ("answers:\n  a: 1\n  a: 2\n", "“a”写了两次"),
    "d.yaml": ("answers: &x {a: 1}\n", "锚点"),
    "e.yaml": ("answers: {}\nansers: {}\n", "ansers 应放在 answers 之下"),
    "f.json": ('{"answers": {"a": 1,}}', "JSON 写法有误"),
    "g.json": ('{"a": 1, "a": 2}', "“a”写了两次"),
    "h.json": ("[" * 100_000, "嵌套过深"),
    "i.json": ("", "JSON 写法有误"),
    "j.json": ("null", "应为“填报项: 数据”"),
    "k.yaml": ("", "应为“填报项: 数据”"),
    "l.yaml": ("a: 1\n", "没有写明方案"),
    "m.yaml": ("answers: text\n", "answers 之下应为"),
    "n.yaml": ("scheme: [1]\nanswers:\n", "scheme 应为"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_why_with_exit_code_2(zhiqiang, write, name):
    text, why = UNREADABLE[name]
    write(name, text)

    told = zhiqiang("score", name)

    assert told.exit_code == 2
    assert told.stderr.startswith(f"zhiqiang: {name}")
    assert why in told.stderr
    assert "Traceback" not in told.output


def test_other_kinds_of_files_are_told(zhiqiang, folder, example):
    (folder / "pic.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00")
    (folder / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    (folder / "big.yaml").write_bytes(b"a: 1\n" * 1_000_000)
    (folder / "fake.xlsx").write_bytes(b"not a workbook")

    for name, why in (
        ("pic.yaml", "不是 UTF-8"),
        ("old.xls", "Office"),
        ("big.yaml", "超过 4 MB"),
        ("fake.xlsx", "工作簿"),
        (".", "这是文件夹"),
        ("nosuch.yaml", "没有这个文件"),
        ("nosuch.xlsx", "不存在"),
    ):
        told = zhiqiang("score", name, "--scheme", example)
        assert (told.exit_code, why in told.stderr) == (2, True), told.output


def test_hostile_values_are_problems_not_crashes(zhiqiang, example, write):
    text = json.dumps({
        "name": "x" * 100_000, "employees": "9" * 5000, "finance": {"sales": {"T": "1e999999"}},
        "licences": [1, {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}], "patents": {"99999999999": {"number": "1"}},
        "staff": "\u202e12\x00", "a.b.c.d.e.f.g.h": 1, "": 1, "exports": None,
    })  # fmt: skip
    text = text.replace('"employees"', '"led_by": NaN, "has_manual": -0, "employees"')
    name = write("hostile.json", text)

    told = zhiqiang("score", name, "--scheme", example)

    assert told.exit_code == 1
    assert "Traceback" not in told.output


def test_a_broken_scheme_is_told_with_all_its_problems(zhiqiang, folder, example, answers):
    shutil.copytree(example, folder / "example-2026")
    (folder / "example-2026/rulings.yaml").write_text("rulings: 3\n", encoding="utf-8")

    told = zhiqiang("score", answers(), "--scheme", "example-2026")

    assert told.exit_code == 2
    assert "example-2026/rulings.yaml:1" in told.stderr


def test_standard_input_is_read(zhiqiang, example):
    as_json = zhiqiang("score", "-", "--scheme", example, "--json", given=json.dumps(GOOD))
    as_yaml = zhiqiang("score", "-", "--json", given=YAML.format(scheme=example))

    assert json.loads(as_json.stdout)["points"] == TOTAL
    assert as_yaml.exit_code == 0


def test_answers_for_another_scheme_or_another_state_of_it_are_noted(zhiqiang, example, write):
    other = write("other.json", json.dumps({"scheme": "another-2020", "answers": GOOD}))
    older = write("older.json", json.dumps({"scheme": "example-2026", "digest": "0" * 64, "answers": GOOD}))

    assert "是为方案 another-2020 填写的" in zhiqiang("score", other, "--scheme", example).stderr
    assert "有过改动" in zhiqiang("score", older, "--scheme", example).stderr


# --- explanations and advice ----------------------------------------------------------------------


@pytest.mark.requirement("X02")
def test_every_point_is_explained_down_to_figures_clause_ruling_and_evidence(zhiqiang, example, answers):
    told = zhiqiang("explain", example, answers())

    assert told.exit_code == 0
    for line in (
        "1 近三年发明申请占比 ··········································· 10.00 / 10.00",
        "          60 ÷ 150 = 40%",
        "  设定值  发明占比：40%（门类 C）  示例",
        "  依据    第二条 评价指标",
        "  裁定    R01：通知没有说明三年没有申请时怎么计算。 → 占比按 0 计算。",
        "  材料    知识产权管理手册",
        "✓ 有专利  满足",
    ):
        assert line in told.output.splitlines(), told.output


def test_one_indicator_or_group_can_be_asked_for(zhiqiang, example, answers):
    one = zhiqiang("explain", example, answers(), "--indicator", "i1")
    group = zhiqiang("explain", example, answers(), "-i", "use", "--lang", "en")

    assert one.output.startswith("1 近三年发明申请占比")
    assert "研发投入强度" not in one.output
    assert [line.split(" ·")[0] for line in group.output.splitlines() if " ···" in line] == [
        "Use of patents (the best counts)", "3 Licences", "4 Pledges",
    ]  # fmt: skip


def test_an_unknown_indicator_is_told_with_those_there_are(zhiqiang, example, answers):
    told = zhiqiang("explain", example, answers(), "-i", "i99")

    assert told.exit_code == 2
    assert "没有指标 i99；有：creation、i1" in told.stderr


def test_a_target_brings_advice_for_people_and_for_machines(zhiqiang, example, answers):
    name = answers(has_manual=False)

    told = zhiqiang("score", name, "--scheme", example, "--target", "45")
    sheet = ScoreSheet.model_validate_json(
        zhiqiang("score", name, "--scheme", example, "--target", "45", "--json").stdout
    )

    assert "目标 45.00 分：现为 42.00 分，按下列步骤可达 46.00 分" in told.output
    assert sheet.advice is not None
    assert [(step.key, step.was, step.to, step.points) for step in sheet.advice.steps] == [
        ("has_manual", False, True, "4")
    ]
    assert (sheet.advice.reached, sheet.advice.reachable) == ("46", True)


def test_a_target_that_is_reached_or_out_of_reach_is_said_so(zhiqiang, example, answers):
    reached = zhiqiang("score", answers(), "--scheme", example, "--target", "10", "--lang", "en")
    beyond = zhiqiang("score", answers(), "--scheme", example, "--target", "60", "--lang", "en")

    assert "target 10.00: reached already (46.00)" in reached.output
    assert "at most; experts could add" in beyond.output


def test_a_target_is_for_one_file_unless_json(zhiqiang, example, answers):
    name = answers()

    assert zhiqiang("score", name, name, "--scheme", example, "--target", "50").exit_code == 2
    assert zhiqiang("score", name, name, "--scheme", example, "--target", "50", "--json").exit_code == 0

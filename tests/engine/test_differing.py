"""What changed between two editions: nothing is missed, and it is said in words in both languages."""

import textwrap

import pytest

from tests.engine.two_editions import Two
from zhiqiang.engine.differing import CHAPTERS, Change, differ
from zhiqiang.engine.differing.change import CODES, NAMES
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.models import edition, form, indicators, papers, workflow
from zhiqiang.engine.models.base import Model


@pytest.fixture
def two(tmp_path) -> Two:
    return Two(tmp_path)


def zh(change: Change) -> list[str]:
    return [detail.zh for detail in change.details]


def en(change: Change) -> list[str]:
    return [detail.en for detail in change.details]


def test_an_edition_does_not_differ_from_its_copy(two):
    assert two.changes() == []


@pytest.mark.requirement("X03")
def test_a_rule_is_told_before_and_after_in_words(two):
    two.change(
        "indicators.yaml", "sum(filings.invention), sum(filings.all)", "filings.invention[T], filings.all[T]"
    )

    change = two.only()

    assert (change.chapter, change.kind, change.id) == ("indicators", "changed", "i1")
    assert change.title == ("指标 1 “发明占比”", "Indicator 1 “Share of inventions”")
    before, now = change.details
    assert before.zh.startswith("原计分：")
    assert now.zh.startswith("现计分：")
    assert before.en.startswith("before, rule: ")
    assert now.en.startswith("now, rule: ")
    assert "2019" in now.zh
    assert "2019" not in before.zh


def test_a_rule_whose_short_words_stay_the_same_is_told_by_its_formula(two):
    two.change("indicators.yaml", "capital >= 1000", "capital >= 2000")

    before, now = two.only().details

    assert "1,000" in before.zh
    assert "2,000" in now.zh


def test_points_are_told_as_points(two):
    two.change("indicators.yaml", "max: 20\ncurves", "max: 15\ncurves")
    two.change("indicators.yaml", "max: 20\n    clause", "max: 15\n    clause")
    two.change("indicators.yaml", "max: 10", "max: 5")

    total, group, indicator = two.changes()

    assert zh(total) == ["满分：由“20”改为“15”"]
    assert (group.title.zh, zh(group)) == ("分组 “创造”", ["满分：由“20”改为“15”"])
    assert en(indicator) == ["maximum: from “10” to “5”"]


def test_a_fields_label_unit_and_limits_are_told_from_and_to(two):
    two.change(
        "form.yaml",
        "label: 注册资本, label_en: Capital, unit: 万元, min: 0",
        "label: 实缴资本, label_en: Capital, unit: 元, min: 1",
    )

    change = two.only()

    assert change.title.zh == "“实缴资本”"
    assert zh(change) == ["名称：由“注册资本”改为“实缴资本”", "单位：由“万元”改为“元”", "下限：由“0”改为“1”"]
    assert en(change)[1:] == ["unit: from “万元” to “元”", "minimum: from “0” to “1”"]


def test_when_a_field_applies_is_told_in_words(two):
    two.change("form.yaml", "when: exports}", 'when: exports and size = "A"}')

    assert zh(two.only()) == ["适用条件：由 “出口”为“是” 改为 “出口”为“是”且“规模”为“A. 大”"]


def test_a_field_that_moves_is_told_by_its_sections(two):
    line = "      - {id: abroad, kind: count, label: 境外申请, label_en: Filings abroad, when: exports}\n"
    two.change("form.yaml", line, "")
    two.change("form.yaml", "label_en: Patents\n    items:\n", "label_en: Patents\n    items:\n" + line)

    assert zh(two.only()) == ["所在部分：由“基本情况”改为“专利”"]


def test_columns_options_and_kinds_are_told(two):
    two.change("form.yaml", "label: 大,", "label: 大型,")
    two.change(
        "form.yaml", ", {code: B, label: 小, label_en: Small}]", ", {code: C, label: 微, label_en: Micro}]"
    )
    two.change("form.yaml", "{id: all, kind: count, label: 合计", "{id: all, kind: number, label: 总量")
    two.change("form.yaml", "id: title, kind: text", "id: title, kind: text, max_length: 50")
    two.change("form.yaml", "{id: exports, kind: yesno", "{id: exports, kind: yesno, required: true")

    size, exports, filings, patents = two.changes()

    assert zh(size) == ["选项“A. 大型”，名称：由“大”改为“大型”", "新增选项“C. 微”", "删去选项“B. 小”"]
    assert zh(exports) == ["必填：由“否”改为“是”"]
    assert zh(filings)[:2] == ["列“总量”，名称：由“合计”改为“总量”", "列“总量”，类型：由“件数”改为“数值”"]
    assert en(patents) == ["column “Title”, longest text: from “200” to “50”"]


def test_a_deadline_is_told_by_its_dates(two):
    two.change("calendar.yaml", "2020-11-20", "2020-11-27")

    change = two.only()

    assert change.title == ("期限“申报截止”", "Deadline “Filing closes”")
    assert zh(change) == ["截止日：由“2020-11-20”改为“2020-11-27”"]


def test_a_set_value_is_told_with_its_industry_and_size(two):
    two.change("set_values.csv", "share,39,A,0.5,yes,x", "share,39,A,0.45,no,y")

    change = two.only()

    assert change.title == ("“发明占比”，大类 39，A. 大", "“Share of inventions”, division 39, A. Large")
    assert zh(change) == ["数值：由“50%”改为“45%”", "不再是示例值", "来源：由“x”改为“y”"]


def test_what_is_new_and_what_is_gone_is_told_in_brief(two):
    two.add(
        "rulings.yaml", "  - {id: R99, says: 没有说, says_en: nothing, holds: 从严, holds_en: strictly}\n"
    )
    two.add("set_values.csv", "share,C,any,0.4,no,z\n")

    row, ruling = two.changes()

    assert (ruling.kind, ruling.title, zh(ruling)) == (
        "added",
        ("裁定 R99", "Ruling R99"),
        ["处理办法：从严"],
    )
    assert (row.kind, row.title.zh, zh(row)) == ("added", "“发明占比”，门类 C，各种规模", ["40%"])
    assert [(change.kind, change.id) for change in two.reverse()] == [
        ("removed", "share,C,any"),
        ("removed", "R99"),
    ]


def test_a_new_field_and_a_new_indicator_are_told_with_what_they_are(two):
    two.change(
        "form.yaml",
        "checks:",
        "  - id: more\n    label: 其他\n    label_en: More\n    items:\n"
        "      - {id: staff, kind: count, label: 专职人员, label_en: Staff, unit: 人, required: true}\nchecks:",
    )
    two.change("indicators.yaml", "max: 20\ncurves", "max: 25\ncurves")
    two.add(
        "indicators.yaml",
        "  - id: more\n    label: 管理\n    label_en: Management\n    max: 5\n    clause: a2\n    members:\n"
        "      - {id: i3, number: '3', label: 人员, label_en: Staff, max: 5, clause: a2, rule: {kind: per_unit, of: staff, points: 1}}\n",
    )

    changes = {change.id: change for change in two.changes()}

    assert zh(changes["staff"]) == ["件数，单位 人，必填"]
    assert zh(changes["i3"])[0] == "满分 5 分"
    assert zh(changes["i3"])[1].startswith("计分：“专职人员”")


def test_a_condition_is_told_in_words(two):
    two.change("conditions.yaml", "capital > 0", "capital > 100")

    (told,) = zh(two.only())

    assert told.startswith("判断：由 须全部满足：")
    assert "“注册资本” > 100" in told


def test_a_formula_written_differently_is_told_to_mean_the_same(two):
    two.change("conditions.yaml", "exports = yes", "(exports = 是)")
    two.change("form.yaml", "when: exports}", "when: (exports)}")

    gate, field = two.changes()

    assert zh(gate) == ["判断：写法有改动，含义不变"]
    assert en(field) == ["applies where: written differently, with the same meaning"]


def test_a_long_text_is_told_by_the_place_where_it_differs(two):
    two.change("notice.md", "近三年没有", "近五年没有")

    change = two.only()

    assert (change.chapter, change.title.zh) == ("notice", "第一条")
    (told,) = zh(change)
    assert "近三年没有重大违法记录" in told
    assert "近五年没有重大违法记录" in told
    assert "…" in told


def test_a_check_a_curve_a_line_and_a_material_are_told(two):
    two.change("form.yaml", "severity: error", "severity: warning")
    two.change("indicators.yaml", "label: 线性", "label: 直线")
    two.change("indicators.yaml", "points: 12", "points: 14")
    two.change("materials.yaml", "role: document", "role: document, required: true")

    check, curve, line, material = two.changes()

    assert (check.chapter, zh(check)) == ("checks", ["严重程度：由“错误”改为“提醒”"])
    assert (curve.title.zh, zh(curve)) == ("曲线“直线”", ["名称：由“线性”改为“直线”"])
    assert (line.title.zh, zh(line)) == ("合格线“合格”", ["分值：由“12”改为“14”"])
    assert (material.title.zh, zh(material)) == ("材料“营业执照”", ["必填：由“否”改为“是”"])


def test_the_cover_tells_the_lookup_of_set_values_too(two):
    two.change("scheme.yaml", "base_year: 2019", "base_year: 2020")
    two.change("scheme.yaml", ", size: size", "")

    assert zh(two.only()) == ["T 年：由“2019”改为“2020”", "设定值查找，规模取自：由“size”改为“—”"]


def test_the_order_is_stable_and_follows_the_chapters(two):
    two.change("calendar.yaml", "2020-11-20", "2020-11-27")
    two.change("form.yaml", "label: 注册资本", "label: 实缴资本")
    two.change("scheme.yaml", "edition: 2020", "edition: 2021")

    changes = two.changes()

    assert [change.chapter for change in changes] == ["cover", "form", "calendar"]
    assert changes == two.changes()


def test_two_programmes_can_be_compared_though_little_is_alike():
    first, second = [load(path) for path in list(shipped().values())[:2]]

    changes = differ(first, second)

    assert {change.kind for change in changes} == {"added", "removed", "changed"}
    assert [c.chapter for c in changes] == sorted((c.chapter for c in changes), key=_place)
    assert all(words.zh and words.en for change in changes for words in (change.title, *change.details))


def _place(chapter: str) -> int:
    order = list(CHAPTERS)
    return order.index(chapter)


WORKFLOW = """
    start: draft
    states:
      - {id: draft, label: 填报, label_en: Draft, holder: enterprise, open: all}
      - {id: sent, label: 已交, label_en: Sent, holder: city}
    moves:
      - {id: send, label: 提交, label_en: Send, sources: [draft], target: sent, actor: enterprise, clause: a1, needs: [complete]}
"""


def test_a_changed_procedure_is_told_state_by_state_and_move_by_move(two):
    for folder in (two.before, two.after):
        (folder / "workflow.yaml").write_text(textwrap.dedent(WORKFLOW), encoding="utf-8")
    two.change("workflow.yaml", "needs: [complete]", "needs: [complete, documents]")
    two.change("workflow.yaml", "label: 已交, label_en: Sent, holder: city", "label: 已交, label_en: Sent, holder: province")

    told = [(one.chapter, one.title.zh, [words.zh for words in one.details]) for one in two.changes()]

    assert told == [
        ("workflow", "状态“已交”", ["由谁办理：由“市局”改为“省局”"]),
        ("workflow", "办理步骤“提交”", ["须具备：由“必填项齐全”改为“必填项齐全、必交材料齐全”"]),
    ]


def test_a_prescribed_type_is_told(two):
    rule = "{part: body, fonts: [仿宋], size: 16, label: 正文三号仿宋, label_en: body}"
    two.change("materials.yaml", "role: document", f"role: document, prescribed: {{type: [{rule}]}}")

    one = two.only()

    assert [words.zh for words in one.details] == ["字体字号和必写部分：由“—”改为“正文三号仿宋”"]


def _models() -> list[type[Model]]:
    found = {
        one
        for module in (edition, form, indicators, papers, workflow)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Model)
    }
    return sorted(found - {edition.Case, edition.Cases}, key=lambda model: model.__name__)


WHOLES = {
    "sections",
    "items",
    "checks",
    "conditions",
    "rulings",
    "materials",
    "deadlines",
    "cases",
    "groups",
    "members",
}
TOLD_APART = WHOLES | {
    "natures",
    "curves",
    "set_values",
    "lines",
    "options",
    "rule",
    "criteria",
    "grades",
    "code",
}
TOLD_APART |= {"profile", "size_from", "bands", "of", "curve", "range", "step", "low", "high", "otherwise"}
TOLD_APART |= {"scope", "set_value"}


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_every_attribute_a_scheme_can_have_has_a_name_in_words(model):
    assert set(model.model_fields) - set(NAMES) - TOLD_APART == set()


def test_every_code_that_is_shown_has_words():
    kinds = {"text", "number", "count", "yesno", "choice", "table", "list"}

    assert kinds <= set(CODES)

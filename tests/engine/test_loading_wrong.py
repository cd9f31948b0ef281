"""Each thing that can be wrong with a scheme is told at its line, with the mend, and all of them at once."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

import pytest
from pydantic import BaseModel, ValidationError

from zhiqiang.engine.answering import answer
from zhiqiang.engine.loading import load
from zhiqiang.engine.loading.telling import PATTERNS, problems_of
from zhiqiang.engine.models import base, edition, form, indicators
from zhiqiang.engine.models.base import Model
from zhiqiang.engine.scoring import score

pytestmark = pytest.mark.requirement("X03")

PRIZES = "{id: prizes, kind: count,"
WRONG = {
    # scheme.yaml
    "id and folder": ("scheme.yaml", "id: tiny", "id: other", "id: other", "与文件夹名一致", "folder's name"),
    "id with blanks": ("scheme.yaml", "id: tiny", "id: Tiny 1", "id: Tiny", "小写字母、数字和中间的横线", "lower-case letters"),
    "year as words": ("scheme.yaml", "edition: 2020", "edition: 去年", "edition:", "应为整数", "whole number"),
    "year too early": ("scheme.yaml", "base_year: 2019", "base_year: 19", "base_year", "不能小于 1990", "at least 1990"),
    "years upside down": ("scheme.yaml", "summary_en:", "years: [T, T-1]\nsummary_en:", "years:", "从早到晚", "oldest first"),
    "text is a truth": ("scheme.yaml", "document: 试〔2020〕1号", "document: true", "document:", "请加引号", "quotation marks"),
    "text too long": ("scheme.yaml", "summary_en: One", f"summary_en: {'x' * 2000} One", "summary_en", "最多 1500 字", "at most 1500"),
    "missing key": ("scheme.yaml", "authority: 某局\n", "", "id: tiny", "缺少“authority”", "“authority” is missing"),
    "profile of nothing": ("scheme.yaml", "industry: industry,", "industry: staff,", "profile:", "选择题“staff”", "choice field “staff”"),
    # form.yaml
    "unknown key": ("form.yaml", PRIZES, f"{PRIZES} maxx: 3,", "maxx", "是否应为“max”", "did you mean “max”"),
    "unlike any key": ("form.yaml", PRIZES, f"{PRIZES} zzz: 3,", "zzz", "此处可用：", "known here: "),
    "unknown kind": ("form.yaml", "kind: text, label: 名称", "kind: texte, label: 名称", "texte", "kind 只能是：", "kind must be one of"),
    "no kind": ("form.yaml", "{id: name, kind: text,", "{id: name,", "{id: name,", "缺少 kind", "`kind` is missing"),
    "places are no number": ("form.yaml", "places: 3", "places: some", "places: some", "“places”应为整数", "“places” must be a whole"),
    "minimum is no number": ("form.yaml", "places: 3, min: 0", "places: 3, min: none", "min: none", "应为数字", "must be a number"),
    "minimum too fine": ("form.yaml", "places: 3, min: 0", 'places: 3, min: "1e-999999999"', "1e-9", "最多 12 位小数", "12 decimal places"),
    "minimum too large": ("form.yaml", "places: 3, min: 0", 'places: 3, min: "1e999999999"', "1e9", "10^15", "10^15"),
    "too many places": ("form.yaml", "places: 3", "places: 7", "places: 7", "不能大于 6", "at most 6"),
    "wrong id": ("form.yaml", "{id: prizes", "{id: Prizes", "Prizes", "小写字母、数字和下划线", "lower-case letters"),
    "id twice": ("form.yaml", "{id: rules,", "{id: plan,", "{id: plan, kind: yesno, label: 有规划", "用了两次", "stands twice"),
    "reserved id": ("form.yaml", "{id: name,", "{id: points,", "id: points", "保留字", "reserved word"),
    "reserved word": ("form.yaml", "{id: name,", "{id: not,", "id: not", "保留字", "reserved word"),
    "column twice": ("form.yaml", "{id: kept, kind: count, unit: 件, label: 授权, label_en: Granted}",
        "{id: made, kind: count, label: x, label_en: x}", "label: x", "用了两次", "stands twice"),
    "option twice": ("form.yaml", "{code: B, label: 小", "{code: A, label: 小", "id: size", "code 相同", "same code"),
    "two sources of options": ("form.yaml", "options_from: gbt4754-2011",
        "options_from: gbt4754-2011, options: [{code: A, label: a, label_en: a}]", "id: industry", "只写其中一个", "either"),
    "unknown table": ("form.yaml", "options_from: gbt4754-2011", "options_from: gbt4754-2099", "gbt4754-2099",
        "gbt4754-2099", "gbt4754-2099"),
    "unknown number kind": ("form.yaml", "{id: name, kind: text,", "{id: name, kind: text, identifiers: [passport],",
        "passport", "没有“passport”", "no kind of number"),
    "unit without english": ("form.yaml", "unit: 项,", "unit: 亩,", "亩", "补上英文 unit_en", "give the English"),
    "unit that means else": ("form.yaml", "unit: 项,", "unit: share,", "share,", "不能作单位", "cannot be a unit"),
    "condition misspelt": ("form.yaml", "when: exports = yes", "when: export = yes", "export = yes", "是否应为 exports",
        "did you mean exports"),
    "condition that is a number": ("form.yaml", "when: exports = yes", "when: staff + 1", "staff + 1", "应为条件", "must be a condition"),
    "condition of a column of a list": ("form.yaml", "{id: partner, kind: text,", "{id: partner, kind: text, when: led,",
        "when: led", "写在整个列表上", "the whole list"),
    "calculated column of a list": ("form.yaml", "{id: amount, kind: number,",
        "{id: amount, kind: number, calculated: profit,", "calculated: profit", "不能自动计算", "cannot be calculated"),
    "calculated text": ("form.yaml", "calculated: mean(year.made)", "calculated: size", "calculated: size", "应算出一个数", "must give a number"),
    "calculated of another unit": ("form.yaml", "calculated: mean(year.made)", "calculated: mean(year.sales)",
        "mean(year.sales)", "本项的单位是“件”", "the field has “items”"),
    "calculated of other rows": ("form.yaml", "calculated: mean(year.made)", "calculated: year.made",
        "calculated: year.made}", "sum(…)", "sum(…)"),
    "a count with decimals": ("form.yaml", "calculated: year.made + year.kept", "calculated: year.made / 2", "year.made / 2",
        "只能是整数", "a whole number"),
    "a check that is a number": ("form.yaml", "require: year.kept <= year.made", "require: year.kept", "require: year.kept",
        "应为条件", "must be a condition"),
    "points in the form": ("form.yaml", "require: year.kept <= year.made", "require: points.ladder > 3", "points.ladder",
        "只能用在 conditions.yaml", "conditions.yaml only"),
    "severity": ("form.yaml", "severity: warning", "severity: bad", "severity: bad", "只能是：error、warning", "must be one of: error, warning"),
    "clause of a field": ("form.yaml", "{id: name, kind: text,", "{id: name, kind: text, clause: a9,", "clause: a9",
        "notice.md 中没有“a9”", "notice.md has no “a9”"),
    "ruling of a field": ("form.yaml", "{id: name, kind: text,", "{id: name, kind: text, rulings: [R77],", "R77",
        "rulings.yaml 中没有“R77”", "rulings.yaml has no “R77”"),
    # indicators.yaml
    "formula": ("indicators.yaml", "of: sum(year.made)", "of: summ(year.made)", "summ(", "sum(…)", "did you mean sum"),
    "unknown field": ("indicators.yaml", "of: prizes", "of: prices", "of: prices", "是否应为 prizes", "did you mean prizes"),
    "units of a set value": ("indicators.yaml", "of: sum(year.made)", "of: sum(year.sales)", "of: sum(year.sales)",
        "设定值的单位是“件”", "its set value in “items”"),
    "unknown set value": ("indicators.yaml", "set_value: things,", "set_value: thing,", "set_value: thing,",
        "set_value.things", "set_value.things"),
    "unknown curve": ("indicators.yaml", "curve: linear}", "curve: linea}", "curve: linea}", "curves 中有：linear、steps", "no curve “linea”"),
    "curve of fields": ("indicators.yaml", 'share: "min(1, x)"', 'share: "min(1, staff)"', 'share: "min(1, staff)"', "只能用 x",
        "knows only x"),
    "gap between bands": ("indicators.yaml", '{range: "[2, 3)", points: 4}', '{range: "[2.5, 3)", points: 4}', "[2.5, 3)",
        "不留空隙", "without gap"),
    "bands overlap": ("indicators.yaml", '{range: "[2, 3)", points: 4}', '{range: "[1, 3)", points: 4}', "[1, 3)", "不重叠", "overlap"),
    "both bands hold the edge": ("indicators.yaml", '{range: "[0.5, 2)", points: 2}', '{range: "[0.5, 2]", points: 2}',
        "[0.5, 2]", "两档都含 2", "both hold 2"),
    "not a band": ("indicators.yaml", 'range: "[0.5, 2)"', "range: 0.5-2", "0.5-2", "请写成 [2, 3)", "write it like"),
    "option left out": ("indicators.yaml", "points: {A: 10, B: 5, C: 0}", "points: {A: 10, B: 5}", "points: {A: 10, B: 5}",
        "还缺：C", "missing: C"),
    "option unknown": ("indicators.yaml", "C: 0}", "C: 0, D: 0}", "D: 0}", "没有选项“D”", "no option “D”"),
    "not a choice": ("indicators.yaml", "field: certified", "field: name", "field: name", "不是选择题", "not a choice"),
    "points over the maximum": ("indicators.yaml", "{A: 10, B: 5, C: 0}", "{A: 12, B: 10, C: 0}", "A: 12", "12 分高于满分 10",
        "12 points lie above"),
    "grade over the maximum": ("indicators.yaml", "low: 5, high: 9", "low: 5, high: 10", "high: 10", "10 分高于满分 9", "10 points lie above"),
    "grade upside down": ("indicators.yaml", "low: 5, high: 9", "low: 9, high: 5", "low: 9", "请对调", "swap the two"),
    "maximum out of reach": ("indicators.yaml", "max: 7\n", "max: 9\n", "max: 9", "至多 7 分", "at most 7"),
    "group out of reach": ("indicators.yaml", "max: 40\n", "max: 41\n", "max: 41", "至多 40", "at most 40"),
    "minimum over maximum": ("indicators.yaml", "min: 12", "min: 41", "min: 41", "min 高于满分", "lies above the maximum"),
    "line over the total": ("indicators.yaml", "points: 35", "points: 111", "points: 111", "合格线高于总分", "above the total"),
    "totals": ("indicators.yaml", "max: 110\ncap: 110", "max: 100", "max: 100", "各组满分之和为 110", "add up to 110"),
    "negative points": ("indicators.yaml", "points: 0.7", "points: -1", "points: -1", "须大于 0", "greater than 0"),
    "indicator twice": ("indicators.yaml", "- {id: yearly,", "- {id: margin,", "- {id: margin, number: \"9\"", "用了两次", "stands twice"),
    "group and indicator alike": ("indicators.yaml", "- {id: yearly,", "- {id: second,", "- {id: second,", "用了两次", "stands twice"),
    "the total's name": ("indicators.yaml", "- {id: yearly,", "- {id: total,", "- {id: total,", "总分的名称", "names the total"),
    "member with a misspelt key": ("indicators.yaml", "take: best", "takes: best", "takes: best", "是否应为“take”", "did you mean “take”"),
    "nature": ("indicators.yaml", 'number: "10",', 'number: "10", nature: x,', "nature: x", "natures 中没有“x”", "natures has no “x”"),
    "evidence": ("indicators.yaml", 'number: "10",', 'number: "10", evidence: [x],', "evidence: [x]",
        "materials.yaml 中没有“x”", "materials.yaml has no “x”"),
    "clause of an indicator": ("indicators.yaml", 'number: "10", label: 每项, label_en: Per unit, max: 6, clause: a1',
        'number: "10", label: 每项, label_en: Per unit, max: 6, clause: A1', "clause: A1", "锚点", "anchor"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_each_thing_wrong_is_told_at_its_line_with_the_mend(copy, case):
    file, old, new, at, zh, en = case
    copy.change(file, old, new)

    found = [one for one in copy.told() if (zh in one[2] and en in one[3])]

    assert [(one[0], one[1]) for one in found] == [(file, copy.line(file, at))], copy.told()


def test_a_circle_of_calculations_is_told_once(copy):
    copy.change("form.yaml", "places: 4, label: 利润,", "calculated: costs × 2, label: 利润,")
    copy.change("form.yaml", "places: 3, min: 0, label: 成本,", "calculated: exported + profit, label: 成本,")
    copy.change("form.yaml", "when: exports = yes", "when: costs > 1")

    circles = [one for one in copy.told() if "成环" in one[2]]

    assert len(circles) == 2
    assert all("in a circle: " in one[3] for one in circles)


def test_a_rubric_within_an_override_is_refused(copy):
    copy.change(
        "indicators.yaml",
        "{kind: per_unit, of: prizes, points: 0.7, cap: 5.6}",
        "{kind: override, cases: [{label: a, label_en: a, when: led, points: 1}], otherwise: {kind: rubric, step: 1}}",
    )

    file, line, zh, _ = copy.only()

    assert (file, line) == ("indicators.yaml", copy.line("indicators.yaml", "kind: rubric, step: 1}}"))
    assert "不能放专家评分" in zh


def test_everything_is_told_at_once(copy):
    copy.change("scheme.yaml", "edition: 2020", "edition: x")
    copy.change("form.yaml", PRIZES, f"{PRIZES} zzz: 3,")
    copy.change("indicators.yaml", "C: 0}", "C: -1}")
    copy.change("notice.md", "{#a1}", "{#A1}")
    copy.add("set_values.csv", "things,all,any,0,yes,x\n")
    copy.write("rulings.yaml", "rulings: [{id: 1}]")
    copy.write("calendar.yaml", "deadlines: [{id: a, closes: soon}]")
    (copy.folder / "cases").mkdir()
    copy.write("cases/one.yaml", "cases: [{}]")

    files = {file for file, *_ in copy.told()}

    assert files == {
        "scheme.yaml", "form.yaml", "indicators.yaml", "notice.md", "set_values.csv", "rulings.yaml", "calendar.yaml",
        "cases/one.yaml",
    }  # fmt: skip


def test_a_broken_form_does_not_hide_what_is_wrong_with_indicators(copy):
    copy.change("form.yaml", "kind: text, label: 名称", "kind: texte, label: 名称")
    copy.change("indicators.yaml", 'number: "10",', 'number: "10", nature: x,')
    copy.change("indicators.yaml", "- {id: yearly,", "- {id: margin,")

    assert [file for file, *_ in copy.told()] == ["form.yaml", "indicators.yaml", "indicators.yaml"]


def test_broken_indicators_do_not_hide_what_is_wrong_with_the_form(copy):
    copy.change("indicators.yaml", "max: 110", "max: x")
    copy.change("form.yaml", "calculated: year.made + year.kept", "calculated: year.mad + year.kept")
    copy.change("form.yaml", "when: exports = yes", "when: set_value.things > 1 and staff > set_value.other")

    assert [file for file, *_ in copy.told()] == ["form.yaml", "indicators.yaml"]


SIZE = "size_from: {field: size, large: A, medium: B, small: B, micro: B, staff: staff, revenue: profit, assets: costs}\n"


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        ("field: size", "field: staff", "没有选择题“staff”", "no choice field “staff”"),
        ("micro: B", "micro: D", "size 没有选项“D”", "size has no option “D”"),
        ("staff: staff", "staff: stuff", "是否应为 staff", "did you mean staff"),
        ("revenue: profit", "revenue: led", "应为数", "must be a number"),
        ("assets: costs", "assets: staff", "应以万元计", "must be in 10,000 yuan"),
        ("assets: costs}", "assets: costs, branch: plan}", "没有选择题“plan”", "no choice field “plan”"),
    ],
)
def test_what_sizes_are_worked_out_of_must_be_there(copy, old, new, zh, en):
    copy.add("scheme.yaml", SIZE)
    assert copy.told() == []
    copy.change("scheme.yaml", old, new)

    file, line, said, said_en = copy.only()

    assert (file, line) == ("scheme.yaml", copy.line("scheme.yaml", "size_from"))
    assert zh in said
    assert en in said_en


def test_many_formulas_that_are_wrong_are_each_told_once(copy):
    copy.change("form.yaml", "calculated: year.made + year.kept", "calculated: year.mad + year.kept")
    copy.change("indicators.yaml", "of: prizes", "of: prices")
    copy.change("indicators.yaml", "when: rules = yes", "when: rulez = yes")
    copy.change("indicators.yaml", "when: plan = yes and", "when: plam = yes and")

    told = copy.told()

    assert [(file, line) for file, line, *_ in told] == [
        ("form.yaml", copy.line("form.yaml", "year.mad +")),
        ("indicators.yaml", copy.line("indicators.yaml", "rulez")),
        ("indicators.yaml", copy.line("indicators.yaml", "plam")),
        ("indicators.yaml", copy.line("indicators.yaml", "prices")),
    ]


def test_problems_beyond_counting_are_counted(copy):
    copy.add("form.yaml", "".join(f"wrong{n}: 1\n" for n in range(1000)))

    told = copy.told()

    assert len(told) == 201
    assert any("另有 800 处问题" in zh for _, _, zh, _ in told)


# --- conditions -----------------------------------------------------------------------------------

GATE = """conditions:
  - {{id: gate, label: 条件, label_en: Gate, clause: a1, reason: 不行, reason_en: no, {0}}}
"""


def test_a_condition_may_ask_for_points(copy):
    copy.write(
        "conditions.yaml", GATE.format("all: [points.total >= 60, points.first > 1, points.ladder = 7]")
    )

    scheme = load(copy.folder)

    assert score(scheme, answer(scheme, {"led": "是"})).gates[0].met == "not_met"


@pytest.mark.parametrize(
    ("formulas", "zh"),
    [
        ("all: [points.lader > 3]", "points.ladder"),
        ("all: [staff]", "应为条件"),
        ("all: []", "请写出 all 或 any"),
        ("any: [year.kept <= year.made]", "整列"),
        ("all: led", "应为列表"),
        ("every: [led]", "不认识“every”"),
    ],
)
def test_conditions_that_are_wrong(copy, formulas, zh):
    copy.write("conditions.yaml", GATE.format(formulas))

    assert [(file, line) for file, line, said, _ in copy.told() if zh in said] == [("conditions.yaml", 2)]


# --- what pydantic says, in our words -------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "at"),
    [
        # The places pydantic tells name branches of unions ("bands", "override", "table"), some of which are keys, too.
        ("indicators.yaml", "of: mean(year.kept)", "of: [1]", "of: [1]"),
        ("indicators.yaml", "of: mean(year.kept)", "off: x", "off: x"),
        ("indicators.yaml", '{range: "[0.5, 2)", points: 2}', '{range: "[0.5, 2)",\n               points: x}', "points: x}"),
        ("indicators.yaml", "high: 9, when: prizes >= 1}", "\n                   high: x}", "high: x}"),
        ("indicators.yaml", "rule:\n              kind: rubric\n              step: 0.5",
            "rule:\n              kind: rubric\n              step: x", "step: x"),
        ("form.yaml", "calculated: mean(year.made)}", "\n         calculated: [1]}", "calculated: [1]}"),
        ("form.yaml", "{id: partner, kind: text,", "{id: partner, kind: text,\n             max_length: 0,", "max_length: 0"),
        ("form.yaml", "rows: years", "rows: [{id: T, label: 年}]", "rows: ["),
        ("form.yaml", "rows: years", "rows: yearly", "rows: yearly"),
        ("form.yaml", "rows: years", "rows: {a: b}", "rows: {a: b}"),
        ("form.yaml", "rows: years", "rows: []", "rows: []"),
    ],
)  # fmt: skip
def test_the_line_is_that_of_the_very_key(copy, file, old, new, at):
    copy.change(file, old, new)

    assert {(found, line) for found, line, *_ in copy.told()} == {(file, copy.line(file, at))}, copy.told()


def models() -> Iterator[type[BaseModel]]:
    for module in (base, edition, form, indicators):
        yield from (one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Model))


def test_every_pattern_of_the_models_is_told_in_words():
    patterns = {
        pattern
        for model in models()
        for pattern in re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(model.model_json_schema()))
    }

    assert {json.loads(f'"{one}"') for one in patterns} == set(PATTERNS)


@pytest.mark.parametrize(
    "value", [None, True, 3, Decimal("1e99"), "", "x" * 30_000, [], ["x"], {}, {"x": 1}, [[[]]], "\x00"]
)
def test_whatever_stands_in_a_file_is_told_in_our_words(value):
    for model in models():
        for name in model.model_fields:
            content = {"kind": name, name: value}
            with suppress(ValidationError):
                model.model_validate(content)
                continue
            with pytest.raises(ValidationError) as caught:
                model.model_validate(content)
            for _, words in problems_of(caught.value, content, model):
                assert "Input should" not in words.zh + words.en, words
                assert "Value error" not in words.zh + words.en, words

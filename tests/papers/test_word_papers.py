"""The papers of the editions: every answer stands in its cell, every point in its row, nothing is left out."""

import datetime as dt
import re
import time
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.papers.word_files import answers_of, opened, row_after, rows, saved, texts, tiny_with, with_lines
from zhiqiang.engine.answering import Answers, answer
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import score
from zhiqiang.papers.word.checking import problems, unprinted
from zhiqiang.papers.word.rendering import render

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = dt.date(2020, 11, 18)
PLACEHOLDER = re.compile(r"\{\{\s*([^|}\s]+)\s*(?:\|\s*(\w+)\s*([^|}]*?)\s*)?(?:\|[^}]*)?\}\}")
EDITIONS = [name for name, folder in shipped().items() if load(folder).papers]
PAPERS = [(edition, paper) for edition in EDITIONS for paper in load(shipped()[edition]).papers]


@pytest.fixture(scope="module")
def shaanxi() -> Scheme:
    return load(shipped()["shaanxi-2020"])


@pytest.fixture(scope="module")
def large(shaanxi) -> Answers:
    return answers_of(shaanxi, "enterprises.yaml", "大型企业")


def by_hand(scheme: Scheme, answers: Answers, name: str, way: str, argument: str) -> str | None:
    """What an answer's placeholder must print, worked out apart from the code; None where it is no answer."""
    cell = scheme.cells.get(name)
    if cell is None:
        return None
    value = answers.values.get(name)
    if way == "tick":
        chosen = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        return "☑" if chosen == argument else "☐"
    if value is None:
        return ""
    if way == "label":
        return next((zh for code, zh, _ in cell.leaf.option_labels if code == value), "…")
    if isinstance(value, str):
        return value
    digits = (
        f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
        if isinstance(value, Fraction)
        else str(value)
    )
    return digits + (cell.leaf.type.unit if way == "unit" else "")


def template_cells(scheme: Scheme, paper: str) -> list[str]:
    return texts(opened((scheme.folder / scheme.papers[paper].template).read_bytes()))


@pytest.mark.requirement("S35")
@pytest.mark.parametrize("title", ["大型企业", "中型企业", "小型企业", "微型企业"])
def test_every_cell_of_the_form_holds_the_answer_its_template_names(shaanxi, title):
    answers = answers_of(shaanxi, "enterprises.yaml", title)

    printed = texts(opened(render(shaanxi, "application_form", answers, day=DAY)))

    template = template_cells(shaanxi, "application_form")
    assert len(printed) == len(template)
    compared = 0
    for written, said in zip(template, printed, strict=True):
        expected = re.escape(written)
        for found in PLACEHOLDER.finditer(written):
            words = by_hand(shaanxi, answers, found[1], found[2] or "", found[3] or "")
            compared += words is not None
            pattern = r".*?" if words in (None, "", "…") else re.escape(words)
            expected = expected.replace(re.escape(found[0]), pattern, 1)
        assert re.fullmatch(expected, said, re.DOTALL), f"{written!r} → {said!r}"
    assert compared > 250


@pytest.mark.requirement("S35")
@pytest.mark.parametrize(("edition", "paper"), PAPERS)
def test_no_answer_and_no_indicator_is_left_out(edition, paper):
    assert unprinted(load(shipped()[edition]), paper) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_papers_of_every_edition_are_sound(edition):
    assert problems(load(shipped()[edition])) == []


def template_rows(scheme: Scheme, paper: str) -> list[tuple[str, list[str]]]:
    """Of every row of a template's tables: its words without blanks, and the names in it."""
    document = opened((scheme.folder / scheme.papers[paper].template).read_bytes())
    every = [row for table in document.tables for row in rows(table)]
    return [
        (
            "".join("".join(row).split()),
            list(dict.fromkeys(found[1] for found in PLACEHOLDER.finditer("".join(row)))),
        )
        for row in every
    ]


@pytest.mark.requirement("S35")
def test_each_question_stands_beside_its_own_boxes(shaanxi):
    asked = 0
    for words, names in template_rows(shaanxi, "application_form"):
        for name in names:
            cell = shaanxi.cells.get(name)
            if cell is not None and cell.field.kind == "yesno":
                label = cell.leaf.label.split(" · ")[-1] if cell.leaf.row else cell.field.label
                assert "".join(label.split()) in words, f"{label} in {words}"
                asked += 1

    assert asked == sum(cell.field.kind == "yesno" for cell in shaanxi.cells.values())


@pytest.mark.requirement("S35")
def test_each_year_stands_in_its_row_with_the_columns_in_order(shaanxi):
    years = {item.id: item for item in shaanxi.form.items() if item.kind == "table" and item.rows == "years"}
    found = set()
    for words, names in template_rows(shaanxi, "application_form"):
        mine = [name.split(".") for name in names if name.split(".")[0] in years]
        if not mine:
            continue
        table, _, row = mine[0]
        assert f"第{row}年" in words
        assert [".".join(name) for name in mine] == [
            f"{table}.{column.id}.{row}" for column in years[table].columns
        ]
        found.add((table, row))

    assert found == {(table, row) for table in years for row in ("T-2", "T-1", "T")}


@pytest.mark.requirement("S35")
def test_the_form_has_the_official_sections_and_figures_in_their_rows(shaanxi, large):
    document = opened(render(shaanxi, "application_form", large, day=DAY))

    said = texts(document)
    for part in (
        "基本\n信息",
        "知识\n产权\n创造",
        "知识\n产权\n运用",
        "知识\n产权\n保护",
        "知识\n产权\n管理",
        "支撑\n体系",
        "重要\n成果",
    ):
        assert said.count(part) == 1
    assert row_after(document, "年度财务基本信息", "第T-2年") == ["410000", "400000", "16000"]
    assert row_after(document, "年度知识产权投入", "第T-1年") == ["220", "110", "36", "70", "50", "486"]
    assert row_after(document, "近三年专利申请情况", "第T年") == ["35", "18", "24", "22", "4", "3"]
    assert row_after(document, "累计向国外专利数量", "截至第T年底") == ["6", "4", "4", "3", "2", "2"]
    assert row_after(document, "知识产权运用经济效益", "第T-1年") == ["120", "80", "0", "283500", "63"]
    assert row_after(document, "知识产权投融资情况", "第T-1年") == ["72.5", "0", "0", "0", "0"]
    assert row_after(document, "知识产权人员情况", "第T年") == ["9", "24", "4", "2"]
    assert row_after(document, "截至上一年有效专利拥有量", "第T年") == ["88", "150", "14"]
    assert row_after(document, "截至第T年底其它知识产权拥有量", "地理标志数量") == ["0件"]
    assert row_after(document, "国外商标注册情况", "国外商标注册情况") == ["注册商标（12）件"]
    assert "注：表格中“T年”指2019年。" in said


@pytest.mark.requirement("S35")
def test_the_form_ticks_what_was_chosen_and_nothing_else(shaanxi, large):
    said = texts(opened(render(shaanxi, "application_form", large, day=DAY)))

    assert (
        "8. 企业规模为（A）（按照《中小企业划型标准规定》确定）\n☑A. 大型企业　☐B. 中型企业　☐C. 小型企业　☐D. 微型企业"
        in said
    )
    assert any("☐E. 联营企业　☑F. 股份制企业" in text for text in said)
    assert any(text.endswith("☐C. 外资企业　☐D. 外商投资股份有限公司") and "☑" not in text for text in said)
    assert "☑A. 是，已经通过认证\n☐B. 是，开展贯标，尚未认证\n☐C. 否" in said
    assert "4. 所属行业代码及名称（37 铁路、船舶、航空航天和其他运输设备制造业）" in "\n".join(said)


@pytest.mark.requirement("S35")
def test_the_cover_names_the_applicant_the_day_and_the_authority(shaanxi, large):
    document = opened(render(shaanxi, "application_form", large, day=DAY))

    assert list(rows(document.tables[0])) == [
        ["申报单位：", "秦岭轨道装备股份有限公司（虚构）", "（盖章）"],
        ["申报日期：", "2020年11月18日", ""],
    ]
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert [line for line in lines if line][:5] == [
        "附件3",
        "陕西省知识产权优势企业",
        "申　报　书",
        "陕西省知识产权局",
        "2020年10月制",
    ]


@pytest.mark.requirement("S35")
def test_without_answers_it_is_the_blank_form(shaanxi):
    said = texts(opened(render(shaanxi, "application_form")))

    assert "1. 企业名称（" + "\u3000" * 16 + "）" in said
    assert not any("☑" in text or "{{" in text or "None" in text for text in said)
    assert "\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日" in said


@pytest.mark.requirement("S35")
def test_figures_are_printed_exactly_to_the_last_place(shaanxi):
    answers = answer(
        shaanxi,
        {"finance.sales.T": "999999999.1234", "finance.rd.T": "123456789012", "registered_capital": "0.0001"},
    )

    document = opened(render(shaanxi, "application_form", answers))

    assert row_after(document, "年度财务基本信息", "第T年（T为申报前一年，下同）") == [
        "",
        "999999999.1234",
        "",
    ]
    assert "7. 注册资金为（0.0001）万元" in texts(document), "and what the engine refused is not printed"


@pytest.mark.requirement("S35")
@pytest.mark.parametrize("name", ["{{ score.total }}", "<w:br/>&amp;", "甲" * 100, "{% raw %}", "𠮷\u2028乙"])
def test_a_name_is_printed_literally(shaanxi, name):
    answers = Answers({"enterprise_name": name}, (), frozenset())

    document = opened(render(shaanxi, "application_form", answers))

    assert document.tables[0].cell(0, 1).text == "\n".join(name.splitlines())


@pytest.mark.requirement("S35")
def test_the_indicator_table_holds_the_points_of_every_row(shaanxi, large):
    sheet = score(shaanxi, large)

    document = opened(render(shaanxi, "indicator_table", large, sheet, day=DAY))

    printed = {row[-3].split(".")[0]: row for table in document.tables for row in rows(table) if len(row) > 3}
    for number, points, maximum in (("1", "4.50", "5"), ("3", "4.58示例", "5"), ("6", "4.67", "7"), ("8", "18.00示例", "18"),
                                    ("12", "10.00", "10"), ("18", "1.60", "2"), ("22", "15.00", "15"), ("25", "13.00", "15")):  # fmt: skip
        assert printed[number][-2:] == [maximum, points]
    assert printed["9"][-2:] == ["7", "6.00\n第9项：5.00\n第10项：6.00\n第11项：0.00"]
    said = texts(document)
    assert any("小计：30.25" in text for text in said)
    assert any(
        row == ["总分　150分", "150", "131.38示例"] for table in document.tables for row in rows(table)
    )
    assert "标有“示例”的得分用到了示例设定值，不是主管机关公布的数值，仅供参考。" in said


def test_what_is_not_scored_yet_is_blank_and_not_zero(shaanxi):
    nothing = answer(shaanxi, {})

    said = texts(opened(render(shaanxi, "indicator_table", nothing, score(shaanxi, nothing))))

    assert not any(re.search(r"\d\.\d\d|示例", text) for text in said if "自评说明" not in text)


def test_the_head_of_the_indicator_table_stands_on_both_pages(shaanxi):
    document = opened(render(shaanxi, "indicator_table"))

    assert len(document.tables) == 2
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
        assert [cell.text for cell in table.rows[0].cells][1:] == ["二级指标", "考察要点", "权重", "自评分"]


@pytest.mark.requirement("S36")
def test_the_work_plan_has_the_parts_asked_for_in_the_type_asked_for(shaanxi, large):
    document = opened(render(shaanxi, "work_plan", large, day=DAY))

    lines = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert lines[:2] == [
        ("Title", "秦岭轨道装备股份有限公司（虚构）"),
        ("Title", "知识产权优势企业培育工作方案"),
    ]
    assert [text for style, text in lines if style == "Heading 1"] == [
        "一、工作基础",
        "二、工作目标和任务",
        "三、工作措施",
    ]
    for style, face, points in (
        ("Title", "方正小标宋简体", 22),
        ("Normal", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
    ):
        look = document.styles[style]
        assert look.element.rPr.rFonts.get(f"{W}eastAsia") == face
        assert look.font.size.pt == points
    hints = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "填写提示"]
    assert len(hints) == 12
    assert all(
        str(hint.style.font.color.rgb) == "808080" and hint.style.next_paragraph_style.name == "Normal"
        for hint in hints
    )


def test_the_work_plan_of_nobody_leaves_the_name_open(shaanxi):
    assert opened(render(shaanxi, "work_plan")).paragraphs[0].text == "（企业名称）"


@pytest.mark.requirement("S35")
@pytest.mark.parametrize(("edition", "paper"), PAPERS)
def test_official_faces_are_named_for_chinese_text_on_a4_with_page_numbers(edition, paper):
    document = opened(render(load(shipped()[edition]), paper))

    faces = {style.element.rPr.rFonts.get(f"{W}eastAsia") for style in document.styles
             if style.element.rPr is not None and style.element.rPr.rFonts is not None}  # fmt: skip
    assert {"方正小标宋简体", "仿宋_GB2312", "黑体"} <= faces
    for section in document.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (28, 26)
    assert "PAGE" in document.sections[-1].footer._element.xml


@pytest.mark.parametrize(("edition", "paper"), PAPERS)
def test_every_table_keeps_to_the_width_of_its_page(edition, paper):
    document = opened(render(load(shipped()[edition]), paper))

    room = (
        document.sections[0].page_width - document.sections[0].left_margin - document.sections[0].right_margin
    )
    for table in document.tables:
        widths = [int(column.get(f"{W}w")) for column in table._tbl.tblGrid.gridCol_lst]
        assert sum(widths) * 635 <= room + 635 * 4
        for row in table.rows:
            spans = [tc.grid_span for tc in row._tr.tc_lst]
            assert sum(spans) == len(widths)


@pytest.mark.requirement("S35")
def test_a_form_is_written_in_less_than_a_tenth_of_a_second(shaanxi, large):
    render(shaanxi, "application_form", large, day=DAY)

    started = time.perf_counter()
    for _ in range(5):
        render(shaanxi, "application_form", large, day=DAY)

    assert (time.perf_counter() - started) / 5 < 0.1


def test_a_list_of_an_edition_is_printed_row_by_row(tmp_path):
    template = opened(with_lines("{{ name }}"))
    for cell, text in zip(
        template.add_table(1, 3).rows[0].cells,
        ("{{ deals.*.# }}", "{{ deals.*.partner }}", "{{ deals.*.amount | unit }}"),
        strict=True,
    ):
        cell.text = text
    scheme = tiny_with(tmp_path, template=saved(template))
    answers = answer(
        scheme, {"deals": [{"partner": "甲", "amount": "1.5"}, {"partner": "{{ name }}"}, {"amount": 3}]}
    )

    document = opened(render(scheme, "paper", answers))

    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["1", "甲", "1.5万元"], ["2", "{{ name }}", ""], ["3", "", "3万元"],
    ]  # fmt: skip


def test_points_can_be_shown_and_days_and_years(tmp_path):
    scheme = tiny_with(
        tmp_path,
        text="{{ scheme.label }} {{ year.T-2 }} {{ day.month }}月 {{ max.total }} {{ exports }} {{ profit }}",
    )

    said = (
        opened(render(scheme, "paper", answer(scheme, {"exports": True, "profit": "-0.5"}), day=DAY))
        .paragraphs[0]
        .text
    )

    assert said == f"试验方案 2017 11月 {scheme.indicators.max} 是 -0.5"

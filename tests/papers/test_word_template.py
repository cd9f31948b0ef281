"""A template taken apart and filled: what goes in comes out as the characters it is."""

import io
import re
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.papers.word_files import opened, saved, with_lines
from zhiqiang.papers.word.template import TemplateError, compile_template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def filled(template: bytes, words: dict[str, str], rows: int = 0) -> bytes:
    """The template with words by name."""
    return compile_template(template).fill(
        lambda placeholder, _: words.get(placeholder.name, ""), lambda _: rows
    )


def lines(template: bytes, **words: str) -> list[str]:
    """The paragraphs of the filled template."""
    return [paragraph.text for paragraph in opened(filled(template, words)).paragraphs]


@pytest.mark.requirement("S35")
@pytest.mark.parametrize(
    "hostile",
    [
        "{{ 7*7 }}",
        "{{ name }}",
        "{% for x in y %}",
        "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
        "</w:t></w:r></w:p><w:p>",
        "&lt;&amp;&#65;]]>",
        '" onload="x',
        "\\x00 \\g<1> \\1",
        '=HYPERLINK("http://example.invalid")',
        "\ue0000\ue004 \ue0010\ue004",
        "𠮷野家 🏭 买买提·阿不都热合曼",
    ],
)
def test_hostile_text_comes_out_as_the_characters_it_is(hostile):
    assert lines(with_lines("甲{{ name }}乙"), name=hostile) == [f"甲{hostile}乙"]


def test_characters_xml_cannot_hold_are_left_out():
    assert lines(with_lines("{{ name }}"), name="a\x00b\x0bc\x1bd\ufffe\ud800e") == ["abcde"]


def test_lines_of_an_answer_become_lines_of_the_cell():
    assert lines(with_lines("{{ name }}"), name="一等奖\n二等奖\r\n三等奖\t2020") == [
        "一等奖\n二等奖\n三等奖 2020"
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_file_that_opens_and_says_it(text):
    template = with_lines("（{{ name }}）")

    said = lines(template, name=text)[0]

    wanted = "\n".join(ILLEGAL.sub("", text).replace("\t", " ").splitlines())
    assert said == f"（{wanted}）"


def test_a_placeholder_that_word_has_cut_into_runs_is_found():
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("名称：{", "{ na", "me", " }", "}（", "{{ other }}", "）"):
        paragraph.add_run(piece)

    assert lines(saved(document), name="甲公司", other="乙") == ["名称：甲公司（乙）"]


def test_placeholders_in_headers_footers_and_properties_are_filled_too():
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "{{ name }}"
    document.sections[0].header.paragraphs[0].text = "{{ name }} 页眉"
    document.core_properties.title = "{{ name }} & 书"

    result = opened(filled(saved(document), {"name": "<甲>\n公司"}))

    assert result.sections[0].footer.paragraphs[0].text == "<甲>\n公司"
    assert result.sections[0].header.paragraphs[0].text == "<甲>\n公司 页眉"
    assert result.core_properties.title == "<甲> 公司 & 书"


def test_a_row_that_names_a_list_is_written_once_for_every_row():
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    for n, text in enumerate(["号", "名", "{{ deals.*.# }}", "{{ deals.*.partner }}", "共", "{{ name }}"]):
        table.cell(n // 2, n % 2).text = text
    template = compile_template(saved(document))

    def words(placeholder, row):
        return placeholder.name if row is None else f"{placeholder.name[-1]}{row}"

    result = opened(template.fill(words, lambda list_id: 3 if list_id == "deals" else 0)).tables[0]

    assert [[cell.text for cell in row.cells] for row in result.rows] == [
        ["号", "名"], ["#0", "r0"], ["#1", "r1"], ["#2", "r2"], ["共", "name"],
    ]  # fmt: skip


def test_an_empty_list_keeps_one_row_to_write_in():
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "{{ deals.*.partner }}"

    assert len(opened(filled(saved(document), {})).tables[0].rows) == 1


@pytest.mark.requirement("S35")
@pytest.mark.parametrize(
    ("figure", "percent"), [("", 100), ("999999999", 100), ("999999999.1234", 64), ("9" * 60, 33)]
)
def test_a_long_figure_is_condensed_to_its_room(figure, percent):
    document = opened(filled(with_lines("{{ name | fit 9 }}"), {"name": figure}))

    scale = document.paragraphs[0].runs[0]._r.find(f"{W}rPr/{W}w")
    assert scale.get(f"{W}val") == str(percent)
    assert document.paragraphs[0].text == figure


def test_the_same_words_give_the_same_bytes():
    template = with_lines("{{ name }}")

    assert filled(template, {"name": "甲"}) == filled(template, {"name": "甲"})


def test_everything_wrong_with_a_template_is_told_at_once():
    with pytest.raises(TemplateError) as raised:
        compile_template(with_lines("{{ 7*7 }}", "好 {{ name }}", "{{ size | tick }}", "{{ open"))

    assert [problem.zh for problem in raised.value.problems] == [
        "{{ 7*7 }}：“7*7”不是名称；写法如 {{ registered_capital }}、{{ finance.sales.T-1 }}",
        "{{ size | tick }}：“tick”后面缺少文字",
        "“{{ open”缺少“}}”",
    ]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_word_file_is_refused(content):
    with pytest.raises(TemplateError) as raised:
        compile_template(content)

    assert "不是 Word" in raised.value.problems[0].zh


def package(xml: str) -> bytes:
    """A package of this document.xml alone."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return file.getvalue()


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (" " * 30_000_000, "too large"),
        ('<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><d>&e;{{ name }}</d>', "DOCTYPE"),
        ("<d>{{ name }}", "no well-formed XML"),
    ],
)
def test_a_template_cannot_swell_fetch_or_be_broken(xml, told):
    with pytest.raises(TemplateError, match=told):
        compile_template(package(xml))

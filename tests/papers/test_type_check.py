"""Type and chapters of a Word file: what keeps to the rules is left in peace, everything else is told at once."""

import io
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt

from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.models.edition import Prescribed
from zhiqiang.papers.word.pdf import as_docx, as_pdf
from zhiqiang.papers.word.type_check import check_type
from zhiqiang.papers.word.type_reading import Unreadable, read_paragraphs

pytestmark = pytest.mark.requirement("S36")

RULES = Prescribed.model_validate(
    {
        "type": [
            {"part": "title", "fonts": ["小标宋"], "size": "22", "label": "题目二号小标宋", "label_en": "title"},
            {"part": "heading", "fonts": ["黑体", "SimHei"], "size": "16", "label": "标题三号黑体", "label_en": "headings"},
            {"part": "body", "fonts": ["仿宋", "FangSong"], "size": "16", "label": "正文三号仿宋", "label_en": "body"},
        ],
        "chapters": [
            {"label": "工作基础", "label_en": "basis", "words": ["基础"]},
            {"label": "工作措施", "label_en": "measures", "words": ["措施"]},
        ],
    }
)


def set_type(owner, font: str | None, size: float | None) -> None:
    """A run's or a style's font for Chinese text, and its size."""
    if font:
        fonts = owner.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
        fonts.set(qn("w:eastAsia"), font)
    if size:
        owner.font.size = Pt(size)


def plan(*lines: tuple[str, str | None, float | None], base=("仿宋_GB2312", 16)) -> bytes:
    """A Word file of paragraphs, each with its own font and size or those of the default style."""
    document = Document()
    set_type(document.styles["Normal"], *base)
    for text, font, size in lines:
        set_type(document.add_paragraph().add_run(text), font, size)
    return saved(document)


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


GOOD = (
    ("秦岭公司", "方正小标宋简体", 22),
    ("培育工作方案", "方正小标宋_GBK", 22),
    ("一、工作基础", "黑体", 16),
    ("（一）现状", "楷体_GB2312", 16),
    ("公司现有有效发明专利 35 件。", None, None),
    ("二、工作措施", "SimHei", 16),
    ("每年预算 300 万元。", "FangSong", 16),
)


def told(file: bytes) -> list[str]:
    return [words.zh for words in check_type(file, RULES)]


def test_a_plan_set_as_prescribed_is_left_in_peace():
    assert told(plan(*GOOD)) == []


@pytest.mark.parametrize("edition", sorted(shipped()))
def test_the_template_of_an_edition_keeps_to_the_editions_own_rules(edition):
    scheme = load(shipped()[edition])
    for paper in scheme.papers.values():
        prescribed = scheme.materials[paper.material].prescribed if paper.material else None
        if prescribed is not None:
            template = (shipped()[edition] / paper.template).read_bytes()
            assert check_type(template, prescribed) == []


def test_everything_that_differs_is_told_at_once_with_where_and_what():
    found = told(
        plan(
            ("秦岭公司培育工作方案", "宋体", 22),
            ("一、企业概况", "黑体", 14),
            ("公司现有有效发明专利三十五件。", "宋体", 12),
            ("近三年授权二十件。", "宋体", 12),
            ("营业收入一亿元。", None, None),
        )
    )

    assert found == [
        "没有找到这些部分的标题：工作基础、工作措施",
        "题目二号小标宋：题目有 1 段不是，如“秦岭公司培育工作方案”为宋体 二号",
        "标题三号黑体：一级标题有 1 段不是，如“一、企业概况”为黑体 四号",
        "正文三号仿宋：正文有 2 段不是，如“公司现有有效发明专利三十五件。”为宋体 小四",
    ]


def test_type_comes_from_styles_what_they_are_based_on_and_the_defaults():
    document = Document()
    set_type(document.styles["Normal"], "宋体", 10.5)
    body = document.styles.add_style("正文方案", WD_STYLE_TYPE.PARAGRAPH)
    body.base_style = document.styles["Normal"]
    set_type(body, "仿宋_GB2312", None)
    lower = document.styles.add_style("正文方案二", WD_STYLE_TYPE.PARAGRAPH)
    lower.base_style = body
    set_type(lower, None, 16)
    set_type(document.styles["Heading 1"], "黑体", 16)
    document.add_paragraph("一、工作基础", style="Heading 1")
    document.add_paragraph("已有基础很好。", style="正文方案二")
    document.add_paragraph("工作措施", style="Heading 1")
    document.add_paragraph("小小的正文。", style="正文方案")

    assert told(saved(document)) == ["正文三号仿宋：正文有 1 段不是，如“小小的正文。”为仿宋_GB2312 五号"]


def test_a_font_named_by_the_theme_is_looked_up():
    file = plan(("一、工作基础和措施", "黑体", 16), ("正文在此。", None, 16), base=(None, 16))
    themed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(themed, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/theme/theme1.xml":
                content = content.replace(b'<a:font script="Hans" typeface="', '<a:font script="Hans" typeface="仿宋'.encode())
            new.writestr(entry, content)

    assert told(file) != []
    assert told(themed.getvalue()) == []


def test_latin_text_figures_tables_and_deleted_words_do_not_count():
    document = Document(io.BytesIO(plan(*GOOD)))
    set_type(document.add_paragraph().add_run("ISO 9001, 2020"), "Arial", 9)
    set_type(document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("表中小字"), "宋体", 9)

    assert told(saved(document)) == []


def test_a_plan_without_headings_is_told_so_and_searched_whole():
    assert told(plan(("工作基础很好，措施得当。", None, None))) == ["没有找到一级标题（“一、……”）：标题三号黑体"]


def test_an_empty_file_is_told_so():
    assert told(plan()) == ["文件里没有文字"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"<html>", plan(("x", None, None))[:900]])
def test_what_is_no_word_file_is_refused_with_the_mend(content):
    with pytest.raises(Unreadable) as no:
        read_paragraphs(content)

    assert "另存为 .docx" in no.value.words.zh


def test_entities_of_a_hostile_file_are_not_resolved():
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        b'<w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", bomb % b"http://schemas.openxmlformats.org/wordprocessingml/2006/main")

    assert [one.text for one in read_paragraphs(file.getvalue())] == [""]


def test_an_old_word_file_becomes_one_that_can_be_looked_through():
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "plan.docx"
        source.write_bytes(plan(*GOOD, ("另有一段。", "宋体", 12)))
        command = ["soffice", f"-env:UserInstallation=file://{name}/profile", "--headless", "--convert-to", "doc:MS Word 97"]
        subprocess.run([*command, "--outdir", name, str(source)], check=True, capture_output=True)
        old = (Path(name) / "plan.doc").read_bytes()

    assert told(as_docx(old)) == ["正文三号仿宋：正文有 1 段不是，如“另有一段。”为宋体 小四"]
    new = plan(*GOOD)
    assert as_docx(new) is new
    assert as_pdf(old).startswith(b"%PDF-")

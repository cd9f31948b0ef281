"""What an edition's author is told of its papers: every problem at once, with its place and mend."""

import pytest

from tests.papers.word_files import tiny_with
from zhiqiang.engine.loading import check
from zhiqiang.jobs.check import all_problems
from zhiqiang.papers.word.checking import problems, unprinted
from zhiqiang.papers.word.rendering import bind
from zhiqiang.papers.word.template import TemplateError


def test_a_missing_template_is_told_with_file_line_and_mend(tmp_path):
    scheme = tiny_with(tmp_path, text="{{ name }}")
    (scheme.folder / scheme.papers["paper"].template).unlink()

    found = check(scheme.folder)

    assert [(problem.file, problem.line) for problem in found] == [("papers.yaml", 2)]
    assert "templates/paper.docx" in found[0].message.zh
    assert "请放入该 Word 模板" in found[0].message.zh


@pytest.mark.parametrize(
    "line",
    [
        "template: ../../etc/passwd", "template: /etc/passwd.docx", "template: templates/../x.docx", "template: templates/x.doc",
        "kind: report", "clause: nowhere", "material: nothing", "colour: red",
    ],
)  # fmt: skip
def test_a_wrong_declaration_is_told(tmp_path, line):
    scheme = tiny_with(tmp_path, text="{{ name }}")
    key = line.partition(":")[0]
    declared = {
        "id": "paper",
        "kind": "guide",
        "label": "纸",
        "label_en": "Paper",
        "template": "templates/paper.docx",
    }
    declared[key] = line.partition(": ")[2]
    written = "\n    ".join(f"{name}: {value}" for name, value in declared.items())
    (scheme.folder / "papers.yaml").write_text(f"papers:\n  - {written}\n", encoding="utf-8")

    found = check(scheme.folder)

    assert [problem.file for problem in found] == ["papers.yaml"]


def test_two_papers_of_one_id_are_told(tmp_path):
    scheme = tiny_with(tmp_path, text="{{ name }}")
    file = scheme.folder / "papers.yaml"
    file.write_text(file.read_text("utf-8") + file.read_text("utf-8").split("\n", 1)[1], encoding="utf-8")

    assert "用了两次" in check(scheme.folder)[0].message.zh


def test_everything_wrong_in_a_template_is_told_at_once(tmp_path):
    scheme = tiny_with(
        tmp_path,
        text="{{ nam }} {{ size | tick Z }} {{ name | label }} {{ staff | unit }}\n{{ exports | unit }} {{ score.x }}",
    )

    with pytest.raises(TemplateError) as raised:
        bind(scheme, "paper")

    assert [words.zh.partition("，是否")[0] for words in raised.value.problems] == [
        "{{ nam }}：没有“nam”",
        "{{ size }}：没有选项“Z”；可选：A、B",
        "{{ name }}：这一项不能用“label”",
        "{{ exports }}：这一项不能用“unit”",
        "{{ score.x }}：没有“score.x”",
    ]
    assert "是否应为 name" in raised.value.problems[0].zh
    assert {problem.file for problem in problems(scheme)} == {"templates/paper.docx"}


def test_answers_left_out_of_a_form_are_told(tmp_path):
    scheme = tiny_with(
        tmp_path,
        kind="form",
        text="{{ name }} {{ size | tick A }} {{ exports | tick yes }}{{ exports | tick no }}",
    )

    left = unprinted(scheme, "paper")

    assert "name" not in left
    assert "exports" not in left
    assert "size" in left, "its option B has no tick"
    assert {"staff", "year.made.T", "deals.*.amount"} <= set(left)
    assert "模板中没有印出" in problems(scheme)[0].message.zh


def test_a_broken_template_is_a_problem_and_not_a_crash(tmp_path):
    scheme = tiny_with(tmp_path, template=b"not a Word file")

    assert "不是 Word" in problems(scheme)[0].message.zh


def test_the_check_command_tells_of_templates_too(tmp_path):
    scheme = tiny_with(tmp_path, text="{{ nam }}")

    told = all_problems(scheme.folder)

    assert [str(problem) for problem in told] == [
        "templates/paper.docx:1: {{ nam }}: there is nothing named “nam”; did you mean name?"
    ]


def test_what_the_site_is_to_make_needs_a_paper_that_prints_it(tmp_path):
    scheme = tiny_with(tmp_path, text="{{ name }}")
    materials = scheme.folder / "materials.yaml"
    listed = materials.read_text(encoding="utf-8") if materials.exists() else "materials:\n"
    clause = next(iter(scheme.clauses))
    row = f"  - {{id: made, label: 表, label_en: Table, clause: {clause}, role: document, delivery: generated}}\n"
    materials.write_text(listed + row, encoding="utf-8")

    found = check(scheme.folder)

    assert [problem.file for problem in found] == ["materials.yaml"]
    assert "material 为 made 的纸件" in found[0].message.zh

"""`zhiqiang check`: every problem, with its line and its mend."""

import shutil

import pytest

from zhiqiang.engine.loading import shipped


@pytest.fixture
def copied(folder, example):
    target = folder / "example-2026"
    shutil.copytree(example, target)
    return target


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.requirement("X03")
@pytest.mark.parametrize("id", shipped())
def test_a_shipped_edition_has_no_problems(zhiqiang, id):
    told = zhiqiang("check", id)

    assert (told.exit_code, told.output.startswith(f"✓ {id}")) == (0, True), told.output


@pytest.mark.requirement("X03")
def test_all_problems_are_told_at_once_with_file_and_line(zhiqiang, copied):
    change(copied / "form.yaml", "min: 0}\n          - {id: rd", "min: zero}\n          - {id: rd")
    change(copied / "indicators.yaml", "nature: compared", "natur: compared")
    change(copied / "cases/answers.yaml", "    expect: {i8.state", "    expects: {i8.state")
    change(copied / "rulings.yaml", "R01", "R1")

    told = zhiqiang("check", "example-2026", "--lang", "en")

    lines = told.output.splitlines()
    assert told.exit_code == 1
    assert {line.split(":")[0] for line in lines[:-1]} == {
        "example-2026/form.yaml", "example-2026/indicators.yaml", "example-2026/cases/answers.yaml", "example-2026/rulings.yaml",
    }  # fmt: skip
    assert all(line.split(":")[1].isdigit() for line in lines[:-1])
    assert "did you mean “nature”?" in told.output
    assert lines[-1] == f"example-2026: {len(lines) - 1} problems"


def test_the_form_of_cases_is_checked_though_the_rest_is_good(zhiqiang, copied):
    change(copied / "cases/answers.yaml", "      i1.value: 2/5", "      i11.value: 2/5")

    told = zhiqiang("check", "example-2026")

    assert told.exit_code == 1
    assert "example-2026/cases/answers.yaml:20: “i11.value”不是指标" in told.output


def test_a_case_that_does_not_come_out_is_no_matter_for_check(zhiqiang, copied):
    change(copied / "cases/answers.yaml", "i1: 10", "i1: 9")

    assert zhiqiang("check", "example-2026").exit_code == 0
    assert zhiqiang("cases", "example-2026").exit_code == 1


def test_the_folder_may_be_named_in_any_way(zhiqiang, copied, monkeypatch):
    for name in ("example-2026/", "./example-2026", "example-2026/scheme.yaml", str(copied)):
        assert zhiqiang("check", name).exit_code == 0, name
    monkeypatch.chdir(copied)

    assert zhiqiang("check", ".").exit_code == 0


def test_several_schemes_are_checked_in_one_call(zhiqiang, copied):
    change(copied / "rulings.yaml", "R01", "R1")

    told = zhiqiang("check", next(iter(shipped())), "example-2026")

    assert told.exit_code == 1
    assert told.output.startswith("✓ ")


def test_a_folder_without_some_files_is_told_which(zhiqiang, write):
    write("some/form.yaml", "sections: []\n")

    told = zhiqiang("check", "some")

    assert told.exit_code == 1
    assert "some/scheme.yaml:1: " in told.output
    assert "some/notice.md:1: " in told.output


@pytest.mark.parametrize("name", [".", "/", "empty"])
def test_a_folder_that_is_no_scheme_at_all_is_not_searched_through(zhiqiang, folder, name):
    (folder / "empty").mkdir()

    told = zhiqiang("check", name)

    assert told.exit_code == 2
    assert "不是方案文件夹" in told.stderr


def test_an_id_counts_though_a_folder_of_that_name_holds_something_else(zhiqiang, write):
    id = next(iter(shipped()))
    write(f"{id}/notes.txt", "mine")

    assert zhiqiang("check", id).output.startswith(f"✓ {id}")


def test_a_failing_case_is_told_with_both_sides_and_where_the_points_came_from(zhiqiang, copied):
    change(copied / "cases/answers.yaml", "i1: 10", "i1: 9")

    told = zhiqiang("cases", "example-2026", "--lang", "en", "-v")

    assert "✗ A medium electronics maker  (example-2026/cases/answers.yaml:2)" in told.output
    assert "example-2026/cases/answers.yaml:21: i1: expected 9, found 10" in told.output
    assert "60 ÷ 150 = 40%" in told.output
    assert "✓ Without exports" in told.output
    assert told.output.splitlines()[-1] == "example-2026: 2 cases, 1 came out, 1 did not"


@pytest.mark.parametrize("id", shipped())
def test_the_cases_of_a_shipped_edition_come_out(zhiqiang, id):
    told = zhiqiang("cases", id)

    assert told.exit_code == 0, told.output


def test_cases_that_cannot_be_read_are_unusable(zhiqiang, copied):
    change(copied / "cases/answers.yaml", "title: 一家", "titel: 一家")

    told = zhiqiang("cases", "example-2026")

    assert told.exit_code == 2
    assert "example-2026/cases/answers.yaml:2" in told.stderr


def test_differences_are_told_with_marks_and_the_exit_code_of_diff(zhiqiang, copied, example):
    assert zhiqiang("diff", example, "example-2026").exit_code == 0

    change(copied / "rulings.yaml", "占比按 0 计算", "占比按 1 计算")
    change(copied / "calendar.yaml", "2026-06-15", "2026-06-20")
    told = zhiqiang("diff", example, "example-2026")

    assert told.exit_code == 1
    assert told.output.splitlines() == [
        "时间安排",
        "  ~ 期限“企业申报截止”  [filing]",
        "      截止日：由“2026-06-15”改为“2026-06-20”",
        "",
        "裁定",
        "  ~ 裁定 R01  [R01]",
        "      处理办法：由“占比按 0 计算。”改为“占比按 1 计算。”",
        "",
        "共 2 处：新增 0，删去 0，改动 2",
    ]
    english = zhiqiang("diff", example, "example-2026", "--lang", "en")
    assert "      closes: from “2026-06-15” to “2026-06-20”" in english.output


def test_a_broken_scheme_cannot_be_compared(zhiqiang, copied, example):
    change(copied / "rulings.yaml", "R01", "R1")

    told = zhiqiang("diff", example, "example-2026")

    assert told.exit_code == 2
    assert "example-2026/rulings.yaml:2" in told.stderr

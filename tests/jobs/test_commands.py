"""The command line as a whole: help, languages, exit codes, a quick start, no Django."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zhiqiang import __version__
from zhiqiang.jobs.commands import COMMANDS, root
from zhiqiang.jobs.speaking import Command

ROOT = Path(__file__).resolve().parents[2]
QUICK = 0.3


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_help_lists_every_command_in_both_languages(zhiqiang):
    zh, en = zhiqiang("--help"), zhiqiang("--lang", "en", "--help")

    assert (zh.exit_code, en.exit_code) == (0, 0)
    assert "用法：zhiqiang [选项] 命令 …" in zh.output
    assert "Usage: zhiqiang [options] COMMAND …" in en.output
    assert [
        name for name in COMMANDS if f"\n  {name} " not in zh.output or f"\n  {name} " not in en.output
    ] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_both_languages(zhiqiang, name):
    zh, en = zhiqiang(name, "--help"), zhiqiang(name, "--help", "--lang", "en")

    assert (zh.exit_code, en.exit_code) == (0, 0)
    assert zh.output.startswith(f"用法：zhiqiang {name} ")
    assert en.output.startswith(f"Usage: zhiqiang {name} ")
    assert isinstance(root.get_command(root.make_context("zhiqiang", []), name), Command)


def test_the_language_comes_from_the_option_then_the_environment_then_is_chinese(zhiqiang, monkeypatch):
    assert "没有“nosuch”" in zhiqiang("nosuch").stderr
    assert "there is no command" in zhiqiang("nosuch", "--lang", "en").stderr
    assert "there is no command" in zhiqiang("--lang=en", "nosuch").stderr

    monkeypatch.setenv("ZHIQIANG_LANG", "en")

    assert "there is no command" in zhiqiang("nosuch").stderr
    assert "没有“nosuch”" in zhiqiang("nosuch", "--lang", "zh").stderr


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("chekc", "x"), "没有“chekc”这个命令；可用：check", "there is no command “chekc”; try: check"),
        (("check",), "缺少 方案…", "SCHEME… is missing"),
        (("check", "--foo", "x"), "没有选项 --foo", "No such option"),
        (("score", "a.yaml", "--target", "x"), "--target 的值不对", "--target"),
        (("schemes", "a", "b"), "多了参数 a b", "unexpected: a b"),
        (("schemes", "--lang", "fr"), "--lang 只能是 zh 或 en", "--lang must be zh or en"),
        (("check", "nosuch"), "找不到方案“nosuch”", "there is no scheme “nosuch”"),
        (("workbook", "nosuch"), "缺少 --output", "--output is missing"),
    ],
)
def test_a_wrong_call_exits_with_2_and_says_the_mend_in_both_languages(zhiqiang, arguments, zh, en):
    told_zh = zhiqiang(*arguments)
    told_en = zhiqiang("--lang", "en", *arguments)

    assert (told_zh.exit_code, told_en.exit_code) == (2, 2)
    assert zh in told_zh.stderr
    assert en in told_en.stderr
    assert "Traceback" not in told_zh.output + told_en.output


def test_a_bare_call_shows_the_help_and_exits_with_2(zhiqiang):
    told = zhiqiang()

    assert told.exit_code == 2
    assert "用法：" in told.stderr


def test_the_version_is_told(zhiqiang):
    assert zhiqiang("--version").output == f"zhiqiang {__version__}\n"


def test_colours_are_for_terminals(zhiqiang, example):
    assert "\x1b[" not in zhiqiang("check", example).output


def test_a_fault_of_the_program_exits_with_3(zhiqiang, monkeypatch):
    from zhiqiang.jobs import schemes

    def broken():
        raise RuntimeError("boom")

    monkeypatch.setattr(schemes, "shipped", broken)

    told = zhiqiang("schemes")

    assert told.exit_code == 3
    assert "程序自身出错" in told.stderr


def test_shipped_schemes_are_listed(zhiqiang):
    told = zhiqiang("schemes", "--folders", "--lang", "en")

    assert told.exit_code == 0
    assert told.output.splitlines()[0].split()[:2] == ["id", "year"]
    assert len(told.output.splitlines()) > 2
    assert "zhiqiang/schemes/" in told.output


def test_no_command_imports_django_or_what_it_does_not_need():
    light = [name for name in COMMANDS if name != "workbook"]
    code = (
        "import sys\nfrom importlib import import_module\n"
        "for name in {!r}: import_module(f'zhiqiang.jobs.{{name}}')\nprint(*sys.modules)"
    )
    heavy = {"django", "polars", "typst", "xlsxwriter", "python_calamine", "numpy"}

    assert heavy & set(python(code.format(light)).split()) == set()
    assert heavy & set(python(code.format(["workbook"])).split()) <= {"xlsxwriter", "python_calamine"}


def test_scoring_a_text_file_loads_no_reader_of_workbooks(example, answers, zhiqiang):
    name = answers()
    code = (
        "import sys; from click.testing import CliRunner; from zhiqiang.jobs.commands import root\n"
        f"assert CliRunner().invoke(root, ['score', {name!r}, '--scheme', {example!r}]).exit_code == 0\n"
        "print(*[m for m in ('django', 'polars', 'typst', 'xlsxwriter', 'python_calamine') if m in sys.modules])"
    )

    assert python(code).strip() == ""


def test_help_is_there_at_once():
    command = [sys.executable, "-m", "zhiqiang.jobs.commands", "--help"]
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        taken.append(time.perf_counter() - began)

    assert min(taken) < QUICK


def test_a_reader_that_goes_away_is_no_error(example, answers):
    name = answers()
    code = [sys.executable, "-m", "zhiqiang.jobs.commands", "explain", example, name]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        told = subprocess.run(code, stdout=gone, stderr=subprocess.PIPE, text=True)

    assert told.returncode == 141
    assert told.stderr == ""


def test_an_old_console_is_no_error(example):
    told = subprocess.run(
        [sys.executable, "-m", "zhiqiang.jobs.commands", "check", example],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "gb2312"},
    )

    assert (told.returncode, told.stderr) == (0, b"")
    assert "没有问题" in told.stdout.decode("gb2312")

"""`zhiqiang check`: everything that is wrong with a scheme."""

from pathlib import Path

import click

from zhiqiang.engine.loading import check, load
from zhiqiang.engine.loading.reading import Files, read_cases
from zhiqiang.engine.problems import SchemeProblem
from zhiqiang.engine.proving import check_cases
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words

from .finding import MEANING, problem_line, scheme_folder
from .speaking import FOUND, GOOD, argument, say
from .speaking import command as command_

ABOUT = Words(
    "检查方案文件夹：一次列出全部问题，每个写明文件、行号和改法。",
    "Check a scheme's folder: every problem at once, each with file, line and mend.",
)
MORE = Words(
    "没有问题时退出码为 0，有问题为 1。只检查写法；案例算得对不对，用 zhiqiang cases。",
    "Exit code 0 for a good scheme, 1 where there are problems. Whether worked cases come out: zhiqiang cases.",
)


@command_("check", ABOUT, MORE)
@argument("schemes", Words("方案…", "SCHEME…"), MEANING, nargs=-1, required=True)
def command(schemes: tuple[str, ...]) -> int:
    folders = [scheme_folder(name) for name in schemes]
    found = [_checked(folder) for folder in folders]
    return FOUND if any(found) else GOOD


def _checked(folder: Path) -> int:
    problems = all_problems(folder)
    for problem in problems:
        say(problem_line(folder, problem))
    if problems:
        number = len(problems)
        say(
            Words(
                f"{folder.name}：共 {number} 个问题",
                f"{folder.name}: {number} problem{'s' if number > 1 else ''}",
            )
        )
        return number
    cover = load(folder).cover
    mark = click.style("✓", fg="green")
    say(
        Words(
            f"{mark} {cover.id}：没有问题（{cover.label}）",
            f"{mark} {cover.id}: no problems ({cover.label_en})",
        )
    )
    return 0


def all_problems(folder: Path) -> list[SchemeProblem]:
    """What is wrong with the scheme, with the form of its worked cases, and with its Word templates."""
    problems = check(folder)
    if not problems:
        scheme = load(folder)
        return sorted({*check_cases(scheme), *_template_problems(scheme)})
    files = Files(folder)
    read_cases(files)
    return sorted({*problems, *files.problems})


def _template_problems(scheme: Scheme) -> list[SchemeProblem]:
    if not scheme.papers:
        return []
    from zhiqiang.papers.word.checking import problems  # here, so that other commands start without lxml

    return problems(scheme)

"""`zhiqiang cases`: do a scheme's worked cases come out?"""

import click

from zhiqiang.engine.explaining import explain
from zhiqiang.engine.problems import SchemeError
from zhiqiang.engine.proving import CaseResult, Miss, run_cases
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words

from .finding import MEANING, from_here, open_scheme, problem_line
from .speaking import FOUND, GOOD, Trouble, argument, language, option, say
from .speaking import command as command_

ABOUT = Words(
    "运行方案 cases 文件夹中的案例：按案例的填报数据计分，逐项核对应得的结果。",
    "Run the worked cases of a scheme: score each case's answers and compare what must come out.",
)
MORE = Words(
    "全部通过时退出码为 0，有案例未通过为 1。未通过的案例列出应为、实为、所在行，以及得分的来历。",
    "Exit code 0 when all come out, 1 otherwise. A failing case shows both sides, its line, and where the points came from.",
)


@command_("cases", ABOUT, MORE)
@argument("name", Words("方案", "SCHEME"), MEANING)
@option("--verbose", "-v", is_flag=True, words=Words("也列出通过的案例", "list the cases that come out, too"))
def command(name: str, verbose: bool) -> int:
    scheme = open_scheme(name)
    try:
        results = run_cases(scheme)
    except SchemeError as error:
        raise Trouble(*(problem_line(scheme.folder, problem) for problem in error.problems)) from error
    for result in results:
        if not result.ok:
            _failed(scheme, result)
        elif verbose:
            say(f"{click.style('✓', fg='green')} {_title(result)}")
    bad = sum(not result.ok for result in results)
    say(
        Words(
            f"{scheme.id}：共 {len(results)} 个案例，通过 {len(results) - bad} 个，未通过 {bad} 个",
            f"{scheme.id}: {len(results)} cases, {len(results) - bad} came out, {bad} did not",
        )
    )
    return FOUND if bad else GOOD


def _title(result: CaseResult) -> str:
    return result.case.title if language() == "zh" else result.case.title_en or result.case.title


def _failed(scheme: Scheme, result: CaseResult) -> None:
    file = from_here(scheme.folder / result.file)
    say(f"{click.style('✗', fg='red')} {_title(result)}  ({file}:{result.line})")
    for miss in result.misses:
        say(f"  {file}:{miss.line}: {miss.message(language())}")
        _explained(scheme, result, miss)
    for problem in result.surprises:
        told = Words(
            f"未列入 problems 的问题：{problem.key}", f"a problem the case does not name: {problem.key}"
        )
        say(f"  {file}:{result.line}: {told(language())}: {problem.message(language())}")


def _explained(scheme: Scheme, result: CaseResult, miss: Miss) -> None:
    """Where the points that were found came from."""
    if miss.finding is None:
        return
    told = explain(scheme, miss.finding, language(), result.score)
    lines = [told.fixed.rule, *told.steps] if told.steps else [told.fixed.rule]
    lines += [f"{child.fixed.number} {child.title} {child.points}".strip() for child in told.children]
    for line in lines:
        say(click.style(f"      {line}", dim=True))

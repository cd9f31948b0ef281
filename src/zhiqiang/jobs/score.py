"""`zhiqiang score`: the points of one or more sets of answers."""

import json

import click
from pydantic import BaseModel

from zhiqiang.engine.explaining.steps import points_words
from zhiqiang.engine.words import Words

from .advice import advice_for, advice_found, advice_lines
from .inputs import MEANING
from .scored import Scored, scored_file
from .sheet import ScoreSheet, score_sheet, unreadable
from .showing import show
from .speaking import UNUSABLE, Trouble, argument, complain, language, option, say
from .speaking import command as command_

ABOUT = Words(
    "给填报数据计分：列出各组、各项得分，申报条件，以及全部需要改正的地方。",
    "Score answers: the points of every group and indicator, the conditions, and everything that needs mending.",
)
MORE = Words(
    "文件中写明 scheme: 编号，或用 --scheme 指定方案。给出多个文件时，每个文件输出一行（--json 时为每行一个 JSON）。\n"
    "退出码：0 没有问题；1 有错误或必填项未填（得分照常算出）；2 有文件无法读取。\n"
    "标“示例”的得分用到了非主管部门发布的示例设定值。",
    "The file names its scheme (`scheme: id`), or --scheme does. Several files give one line each (with --json: JSON lines).\n"
    "Exit codes: 0 no problems; 1 errors or missing answers (the points are told all the same); 2 a file cannot be read.\n"
    "示例 marks points that rest on illustrative set values, which no authority issued.",
)


@command_("score", ABOUT, MORE)
@argument("files", Words("文件…", "FILE…"), MEANING, nargs=-1, required=True)
@option(
    "--scheme",
    metavar="S",
    words=Words("方案文件夹或编号；不写则看文件中的 scheme", "the scheme; otherwise the one the file names"),
)
@option(
    "--json",
    "as_json",
    is_flag=True,
    words=Words("输出 JSON，数值为精确的文本", "print JSON, with exact numbers as text"),
)
@option(
    "--target",
    type=click.IntRange(1),
    words=Words("还要告诉：怎样达到 N 分", "tell, too, what would bring it to N points"),
)
def command(files: tuple[str, ...], scheme: str | None, as_json: bool, target: int | None) -> int:
    if len(files) == 1:
        scored = scored_file(files[0], scheme)
        _json(_machine_form(scored, target), indent=2) if as_json else _shown(scored, target)
        return scored.code
    if target is not None and not as_json:
        raise Trouble(
            Words(
                "--target 只用于一个文件；多个文件请同时加 --json",
                "--target is for one file; with several add --json",
            )
        )
    return max(_line(name, scheme, target, as_json) for name in files)


def _machine_form(scored: Scored, target: int | None) -> ScoreSheet:
    sheet = score_sheet(scored.filled, scored.score, scored.problems)
    if target is None:
        return sheet
    return sheet.model_copy(update={"advice": advice_found(advice_for(scored.score, target))})


def _json(part: BaseModel, indent: int | None = None) -> None:
    say(json.dumps(part.model_dump(mode="json"), ensure_ascii=False, indent=indent))


# --- several files ------------------------------------------------------------------------------


def _line(name: str, scheme: str | None, target: int | None, as_json: bool) -> int:
    try:
        scored = scored_file(name, scheme)
    except Trouble as trouble:
        zh, en = (" ".join(line(lang) for line in trouble.lines) for lang in ("zh", "en"))
        if as_json:
            _json(unreadable(name, zh, en))
        complain(Words(zh, en))
        return UNUSABLE
    if as_json:
        _json(_machine_form(scored, target))
    else:
        say(_summary(scored))
    return scored.code


def _summary(scored: Scored) -> str:
    """One line: file, points, problems, mark; parts divided by tabs."""
    result, errors = scored.score, scored.errors
    told = (
        Words(f"{errors} 个问题", f"{errors} problem{'s' if errors > 1 else ''}")
        if errors
        else Words("没有问题", "no problems")
    )
    parts = [
        scored.filled.name,
        f"{points_words(result.total)} / {points_words(result.maximum)}",
        told(language()),
    ]
    if result.illustrative:
        parts.append("示例")
    return "\t".join(parts)


# --- one file -----------------------------------------------------------------------------------


def _shown(scored: Scored, target: int | None) -> None:
    show(scored)
    if target is not None:
        say()
        for line in advice_lines(scored.score, advice_for(scored.score, target), language()):
            say(line)

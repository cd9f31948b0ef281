"""`zhiqiang score`: the points of one or more sets of answers."""

import json
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

import click
from pydantic import BaseModel

from zhiqiang.engine.answering import AnswerProblem, answer
from zhiqiang.engine.explaining import Explanation, GateWords, ScoreWords, explain_score
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Score, score
from zhiqiang.engine.steps import points_words
from zhiqiang.engine.words import Lang, Words

from .inputs import MEANING, Filled, open_answers
from .laying import dotted
from .sheet import ScoreSheet, is_of, score_sheet, unreadable
from .speaking import FOUND, GOOD, UNUSABLE, Trouble, argument, complain, language, option, say
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
WIDE = 78
SEVERITIES = {
    "error": (Words("错误", "error"), "red"),
    "missing": (Words("未填", "missing"), "yellow"),
    "warning": (Words("提醒", "warning"), "cyan"),
}
MARKS = {"met": ("✓", "green"), "not_met": ("✗", "red"), "unknown": ("?", "yellow")}


@dataclass(frozen=True, slots=True)
class Scored:
    """A file after scoring."""

    filled: Filled
    score: Score

    @property
    def problems(self) -> list[AnswerProblem]:
        """All that is wrong, the worst first: what could not be read, then what is wrong with the answers."""
        order = list(SEVERITIES)
        unread = {problem.key for problem in self.filled.problems}
        told = [
            one for one in self.score.answers.problems if one.severity != "missing" or one.key not in unread
        ]
        return sorted([*self.filled.problems, *told], key=lambda one: order.index(one.severity))

    @property
    def errors(self) -> int:
        """How many stand against a submission."""
        return sum(problem.severity != "warning" for problem in self.problems)

    @property
    def code(self) -> int:
        """The exit code it calls for."""
        return FOUND if self.errors else GOOD


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
        _json(_machine_form(scored, target), indent=2) if as_json else _sheet(scored, target)
        return scored.code
    if target is not None and not as_json:
        raise Trouble(
            Words(
                "--target 只用于一个文件；多个文件请同时加 --json",
                "--target is for one file; with several add --json",
            )
        )
    return max(_line(name, scheme, target, as_json) for name in files)


def scored_file(name: str, scheme: str | None) -> Scored:
    """A file read and scored; raises Trouble where it cannot be read or its scheme not be found."""
    filled, chosen = open_answers(name, scheme)
    _note_strangeness(filled, chosen)
    return Scored(filled, score(chosen, answer(chosen, filled.raw)))


def _note_strangeness(filled: Filled, scheme: Scheme) -> None:
    """Say it, beside the output, where answers were given for another edition or another state of this one."""
    name = filled.name
    for note in filled.notes:
        complain(Words(f"注意：{note.zh}", f"note: {note.en}"))
    if not is_of(scheme, filled):
        complain(
            Words(
                f"注意：{name} 是为方案 {filled.scheme} 填写的，这里按 {scheme.id} 计分",
                f"note: {name} was filled in for the scheme {filled.scheme}; it is scored by {scheme.id} here",
            )
        )
    elif filled.digest not in (None, scheme.digest):
        complain(
            Words(
                f"注意：{name} 填写之后，方案 {scheme.id} 有过改动，得分可能不同",
                f"note: the scheme {scheme.id} has changed since {name} was filled in; the points may differ",
            )
        )


def _machine_form(scored: Scored, target: int | None) -> ScoreSheet:
    sheet = score_sheet(scored.filled, scored.score, scored.problems)
    if target is None:
        return sheet
    found = _advice().advice_found(_advice().advice_for(scored.score, target))
    return sheet.model_copy(update={"advice": found})


def _advice() -> ModuleType:
    """The room of advice, opened only when it is asked: most scores are wanted without."""
    return import_module("zhiqiang.jobs.advice")


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


def _sheet(scored: Scored, target: int | None) -> None:
    lang, result = language(), scored.score
    words = explain_score(result.scheme, result, lang)
    _head(result.scheme, words, lang)
    for group in words.groups:
        say()
        _group(group, lang)
    if words.gates:
        say()
        say(click.style(Words("申报条件", "Conditions")(lang), bold=True))
        for gate in words.gates:
            _gate(gate)
    for shortfall in words.shortfalls:
        say(click.style(f"  ✗ {shortfall}", fg="red"))
    _problems(scored, lang)
    if target is not None:
        say()
        for line in _advice().advice_lines(result, _advice().advice_for(result, target), lang):
            say(line)


def _head(scheme: Scheme, words: ScoreWords, lang: Lang) -> None:
    say(
        f"{scheme.cover.name(lang)}（{scheme.id}）"
        if lang == "zh"
        else f"{scheme.cover.name(lang)} ({scheme.id})"
    )
    say(
        click.style(dotted(Words("总分", "Total")(lang), f"{words.total} / {words.maximum}", WIDE), bold=True)
    )
    filed, experts = " / ".join(words.filed), " / ".join(words.by_experts)
    if words.by_experts[1] != "0.00":
        say(
            Words(
                f"其中按填报数据 {filed}，专家评分 {experts}",
                f"from the filing {filed}, by experts {experts}",
            )(lang)
        )
    if words.awaiting != "0.00":
        say(
            Words(
                f"待评分的项目最多还能加 {words.awaiting} 分",
                f"what is still to be graded can add {words.awaiting} points at most",
            )(lang)
        )
    if words.illustrative:
        mark = Words(
            "示例：得分用到了示例设定值（非主管部门发布），仅供参考",
            "示例 illustrative: the points rest on set values no authority issued, for orientation only",
        )
        say(click.style(mark(lang), fg="red"))


def _group(group: Explanation, lang: Lang, level: int = 0) -> None:
    blanks = "  " * level
    name = f"{blanks}{group.fixed.number} {group.title}" if group.fixed.number else f"{blanks}{group.title}"
    line = dotted(name, f"{group.points:>6} / {group.maximum:>6}", WIDE)
    notes = [] if group.state == "scored" or group.children else [group.state_words]
    if group.illustrative and not group.children:
        notes.append("示例")
    say(click.style(line, bold=bool(group.children)) + ("  " + "，".join(notes) if notes else ""))
    for child in group.children:
        _group(child, lang, level + 1)


def _gate(gate: GateWords) -> None:
    mark, colour = MARKS[gate.met]
    say(f"  {click.style(mark, fg=colour)} {gate.title}  {gate.verdict}")
    if gate.reason:
        say(f"      {gate.reason}")


def _problems(scored: Scored, lang: Lang) -> None:
    problems = scored.problems
    if not problems:
        return
    say()
    say(
        click.style(
            Words(f"需要注意的地方（{len(problems)}）", f"To look at ({len(problems)})")(lang), bold=True
        )
    )
    for problem in problems:
        say(f"  {problem_line(scored.filled, problem, lang)}")


def problem_line(filled: Filled, problem: AnswerProblem, lang: Lang) -> str:
    """“[错误] answers.yaml:12 注册资本（registered_capital）：…”."""
    word, colour = SEVERITIES[problem.severity]
    named = problem.label(lang) if problem.label.zh != problem.key else ""
    key = (f"（{problem.key}）" if lang == "zh" else f" ({problem.key})") if named else problem.key
    colon = "：" if lang == "zh" else ": "
    return f"{click.style(f'[{word(lang)}]', fg=colour)} {filled.place(problem.key)} {named}{key}{colon}{problem.message(lang)}"

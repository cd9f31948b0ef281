"""A score sheet on a terminal."""

import click

from zhiqiang.engine.explaining import Explanation, GateWords, ScoreWords, explain_score
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Lang, Words

from .laying import dotted, width
from .scored import MARKS, Scored, problem_line
from .speaking import language, say

WIDE, WIDEST = 78, 104
FIGURES = 20
"""Columns for points and maximum, and the dots before them."""


def show(scored: Scored) -> None:
    """The whole sheet: total, groups and indicators, conditions, problems."""
    lang, result = language(), scored.score
    words = explain_score(result.scheme, result, lang)
    wide = _columns(words)
    _head(result.scheme, words, wide, lang)
    for group in words.groups:
        say()
        _group(group, wide, lang)
    if words.gates:
        say()
        say(click.style(Words("申报条件", "Conditions")(lang), bold=True))
        for gate in words.gates:
            _gate(gate)
    for shortfall in words.shortfalls:
        say(click.style(f"  ✗ {shortfall}", fg="red"))
    _problems(scored, lang)


def _columns(words: ScoreWords) -> int:
    """How wide the table is: as wide as its names want, within what a terminal shows."""

    def wanted(told: Explanation, level: int) -> int:
        here = 2 * level + width(f"{told.fixed.number} {told.title}") + FIGURES
        return max([here, *(wanted(child, level + 1) for child in told.children)])

    return min(max([WIDE, *(wanted(group, 0) for group in words.groups)]), WIDEST)


def _head(scheme: Scheme, words: ScoreWords, wide: int, lang: Lang) -> None:
    say(
        f"{scheme.cover.name(lang)}（{scheme.id}）"
        if lang == "zh"
        else f"{scheme.cover.name(lang)} ({scheme.id})"
    )
    say(
        click.style(dotted(Words("总分", "Total")(lang), f"{words.total} / {words.maximum}", wide), bold=True)
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


def _group(group: Explanation, wide: int, lang: Lang, level: int = 0) -> None:
    blanks = "  " * level
    name = f"{blanks}{group.fixed.number} {group.title}" if group.fixed.number else f"{blanks}{group.title}"
    line = dotted(name, f"{group.points:>6} / {group.maximum:>6}", wide)
    notes = [] if group.state == "scored" or group.children else [group.state_words]
    if group.illustrative and not group.children:
        notes.append("示例")
    say(click.style(line, bold=bool(group.children)) + ("  " + "，".join(notes) if notes else ""))
    for child in group.children:
        _group(child, wide, lang, level + 1)


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

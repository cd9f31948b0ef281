"""`zhiqiang explain`: where every point comes from."""

import click

from zhiqiang.engine.explaining import ClauseWords, Explanation, explain_score
from zhiqiang.engine.words import Lang, Words

from .finding import MEANING as SCHEME_MEANING
from .inputs import MEANING
from .laying import dotted
from .score import MARKS, WIDE, problem_line, scored_file
from .speaking import GOOD, Trouble, argument, language, option, say
from .speaking import command as command_

ABOUT = Words(
    "逐项说明：得分 ← 计分规则 ← 数据 ← 设定值 ← 条款与裁定，以及需要的证明材料。",
    "Every item: points ← rule ← figures ← set value ← clause and ruling, and the evidence it asks for.",
)
TITLES = {
    "rule": Words("规则", "Rule"),
    "steps": Words("算法", "How"),
    "figures": Words("数据", "Figures"),
    "set_values": Words("设定值", "Set value"),
    "clause": Words("依据", "Clause"),
    "rulings": Words("裁定", "Ruling"),
    "evidence": Words("材料", "Evidence"),
    "note": Words("说明", "Note"),
}


@command_("explain", ABOUT)
@argument("scheme", Words("方案", "SCHEME"), SCHEME_MEANING)
@argument("answers", Words("填报数据", "ANSWERS"), MEANING)
@option(
    "--indicator",
    "-i",
    multiple=True,
    metavar="ID",
    words=Words("只说明这些指标或分组，可重复", "only these indicators or groups; may be repeated"),
)
def command(scheme: str, answers: str, indicator: tuple[str, ...]) -> int:
    scored = scored_file(answers, scheme)
    result, lang = scored.score, language()
    if unknown := [id for id in indicator if id not in result.scheme.members]:
        known = "、".join(result.scheme.members)
        raise Trouble(
            Words(
                f"没有指标 {'、'.join(unknown)}；有：{known}",
                f"there is no indicator {', '.join(unknown)}; there are: {known}",
            )
        )
    words = explain_score(result.scheme, result, lang)
    if not indicator:
        say(
            click.style(
                dotted(Words("总分", "Total")(lang), f"{words.total} / {words.maximum}", WIDE), bold=True
            )
        )
    for group in words.groups:
        _tell(group, frozenset(indicator), lang)
    if not indicator:
        for gate in words.gates:
            mark, colour = MARKS[gate.met]
            say()
            say(f"{click.style(mark, fg=colour)} {gate.title}  {gate.verdict}")
            _row("clause", [*([gate.reason] if gate.reason else []), *_clause(gate.clause)], lang)
    problems = [
        p
        for p in result.answers.problems
        if not indicator or _concerns(p.keys or (p.key,), words.groups, indicator)
    ]
    if problems:
        say()
        for problem in problems:
            say(problem_line(scored.filled, problem, lang))
    return GOOD


def _tell(told: Explanation, wanted: frozenset[str], lang: Lang) -> None:
    """An explanation and those below it, as far as they are wanted; below a wanted group all are."""
    here = not wanted or told.id in wanted
    if here:
        say()
        name = f"{told.fixed.number} {told.title}" if told.fixed.number else told.title
        say(click.style(dotted(name, f"{told.points} / {told.maximum}", WIDE), bold=True))
        for key, lines in _rows(told, lang):
            _row(key, lines, lang)
    for child in told.children:
        _tell(child, frozenset() if here else wanted, lang)


def _rows(told: Explanation, lang: Lang) -> list[tuple[str, list[str]]]:
    fixed, colon = told.fixed, "：" if lang == "zh" else ": "
    mark = "  示例"
    rows = [("rule", [f"{fixed.nature}{colon}{fixed.rule}" if fixed.nature else fixed.rule])]
    steps = list(told.steps) or [told.state_words]
    if told.state != "scored" and told.steps:
        steps.append(told.state_words)
    rows.append(("steps", steps))
    rows.append(("figures", [f"{f.label}{colon}{f.value}" for f in told.figures]))
    rows.append(
        (
            "set_values",
            [
                f"{s.name}{colon}{s.value}（{s.source}）{mark if s.illustrative else ''}"
                for s in told.set_values
            ],
        )
    )
    rows.append(("clause", _clause(fixed.clause)))
    rows.append(("rulings", [f"{r.id}{colon}{r.says} → {r.holds}" for r in fixed.rulings]))
    rows.append(("evidence", [material.name(lang) for material in fixed.evidence]))
    rows.append(("note", [fixed.note] if fixed.note else []))
    return rows


def _clause(clause: ClauseWords) -> list[str]:
    return [clause.title, *(line.strip() for line in clause.text.splitlines() if line.strip())]


def _row(key: str, lines: list[str], lang: Lang) -> None:
    if not lines:
        return
    title = TITLES[key](lang)
    blanks = " " * (8 if lang == "zh" else 11)
    say(f"  {title}{' ' * (len(blanks) - 2 - (2 * len(title) if lang == 'zh' else len(title)))}{lines[0]}")
    for line in lines[1:]:
        say(f"{blanks}{line}")


def _concerns(keys: tuple[str, ...], groups: tuple[Explanation, ...], wanted: tuple[str, ...]) -> bool:
    """Whether a problem touches a figure of an indicator that is asked about."""
    read = {
        figure.key
        for group in groups
        for told in _below(group)
        if told.id in wanted
        for figure in told.figures
    }
    return bool(read & set(keys))


def _below(told: Explanation) -> list[Explanation]:
    return [told, *(deep for child in told.children for deep in _below(child))]

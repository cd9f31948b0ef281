"""`zhiqiang explain`: where every point comes from."""

from collections.abc import Iterator

import click

from zhiqiang.engine.explaining import ClauseWords, Explanation, explain_score
from zhiqiang.engine.words import Lang, Words

from .finding import MEANING as SCHEME_MEANING
from .inputs import MEANING
from .laying import dotted, pad
from .scored import MARKS, Scored, problem_line, scored_file
from .showing import WIDE
from .speaking import Trouble, argument, language, option, say
from .speaking import command as command_

ABOUT = Words(
    "逐项说明：得分 ← 计分规则 ← 数据 ← 设定值 ← 条款与裁定，以及需要的证明材料。",
    "Every item: points ← rule ← figures ← set value ← clause and ruling, and the evidence it asks for.",
)
MORE = Words(
    "退出码：0 没有问题；1 填报数据有错误或必填项未填（说明照常给出）；2 文件或方案无法使用。",
    "Exit codes: 0 no problems; 1 wrong or missing answers (all is explained the same); 2 the file or scheme cannot be used.",
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


@command_("explain", ABOUT, MORE)
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
    for number, block in enumerate(_blocks(scored, frozenset(indicator), lang)):
        if number:
            say()
        for line in block:
            say(line)
    return scored.code


def _blocks(scored: Scored, wanted: frozenset[str], lang: Lang) -> Iterator[list[str]]:
    """The explanation, block by block: the total, every item that is wanted, conditions, problems."""
    words = explain_score(scored.score.scheme, scored.score, lang)
    if not wanted:
        yield [_headline(Words("总分", "Total")(lang), words.total, words.maximum)]
    for group in words.groups:
        for told in _wanted(group, wanted):
            name = f"{told.fixed.number} {told.title}" if told.fixed.number else told.title
            rows = [line for key, lines in _rows(told, lang) for line in _row(key, lines, lang)]
            yield [_headline(name, told.points, told.maximum), *rows]
    for gate in () if wanted else words.gates:
        mark, colour = MARKS[gate.met]
        reason = [gate.reason] if gate.reason else []
        head = f"{click.style(mark, fg=colour)} {gate.title}  {gate.verdict}"
        yield [head, *_row("clause", [*reason, *_clause(gate.clause)], lang)]
    figures = {f.key for group in words.groups for told in _wanted(group, wanted) for f in told.figures}
    problems = [one for one in scored.problems if not wanted or figures & {one.key, *one.keys}]
    if problems:
        yield [problem_line(scored.filled, problem, lang) for problem in problems]


def _wanted(told: Explanation, wanted: frozenset[str]) -> Iterator[Explanation]:
    """What is asked for, with all below it; everything where nothing is."""
    here = not wanted or told.id in wanted
    if here:
        yield told
    for child in told.children:
        yield from _wanted(child, frozenset() if here else wanted)


def _headline(name: str, points: str, maximum: str) -> str:
    return click.style(dotted(name, f"{points} / {maximum}", WIDE), bold=True)


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


def _row(key: str, lines: list[str], lang: Lang) -> list[str]:
    """Lines with their title before the first."""
    wide = 10 if lang == "zh" else 12
    title = "  " + pad(TITLES[key](lang), wide - 2)
    return [f"{title if number == 0 else ' ' * wide}{line}" for number, line in enumerate(lines)]

"""A file after scoring: its points, all that is wrong with it, and the exit code it calls for."""

from dataclasses import dataclass

import click

from zhiqiang.engine.answering import AnswerProblem, answer
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Score, score
from zhiqiang.engine.words import Lang, Words

from .inputs import Filled, open_answers
from .sheet import is_of
from .speaking import FOUND, GOOD, complain

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


def problem_line(filled: Filled, problem: AnswerProblem, lang: Lang) -> str:
    """“[错误] answers.yaml:12 注册资本（registered_capital）：…”."""
    word, colour = SEVERITIES[problem.severity]
    named = problem.label(lang) if problem.label.zh != problem.key else ""
    key = (f"（{problem.key}）" if lang == "zh" else f" ({problem.key})") if named else problem.key
    colon = "：" if lang == "zh" else ": "
    return f"{click.style(f'[{word(lang)}]', fg=colour)} {filled.place(problem.key)} {named}{key}{colon}{problem.message(lang)}"

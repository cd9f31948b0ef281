"""One judgement of answers: what they are, what they earn, and why, in one language. The engine's words, unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from zhiqiang.engine.answering import Answers, answer
from zhiqiang.engine.explaining import Explanation, ScoreWords, explain_score
from zhiqiang.engine.formula.units import quantity
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Score, score
from zhiqiang.engine.words import Lang
from zhiqiang.web.forms.building import ESTIMATES


@dataclass(frozen=True)
class Told:
    """A problem in words: at which answer, what, and the mend."""

    key: str
    severity: str
    label: str
    message: str
    clause: str | None


@dataclass(frozen=True)
class Judgement:
    """Answers judged by a scheme."""

    scheme: Scheme
    lang: Lang
    answers: Answers
    score: Score
    words: ScoreWords

    @property
    def computed(self) -> dict[str, str]:
        """Calculated answers as they are shown, without their unit."""
        values = self.answers.values
        return {
            key: quantity(values[key], "", self.lang) for key in self.scheme.calculations if key in values
        }  # type: ignore[arg-type]

    @cached_property
    def told(self) -> list[Told]:
        """Errors, then warnings: what was filled in and does not fit."""
        order = {"error": 0, "warning": 1}
        found = sorted(
            (p for p in self.answers.problems if p.severity in order), key=lambda p: order[p.severity]
        )
        return [Told(p.key, p.severity, p.label(self.lang), p.message(self.lang), p.clause) for p in found]

    @property
    def unfilled(self) -> list[tuple[str, str, int, str]]:
        """Where required answers are missing: (section id, its name, how many, the first one's key)."""
        missing: dict[str, list[str]] = {}
        for problem in self.answers.problems:
            if problem.severity == "missing":
                missing.setdefault(self.section_of(problem.key), []).append(problem.key)
        return [
            (section.id, section.name(self.lang), len(keys), keys[0])
            for section in self.scheme.form.sections
            if (keys := missing.get(section.id))
        ]

    def section_of(self, key: str) -> str:
        """The section an answer stands in."""
        cell = self.scheme.cells.get(key)
        if cell is not None:
            return cell.section.id
        if key in self.scheme.rubric_cells:
            return ESTIMATES
        first = key.partition(".")[0]
        return next((c.section.id for c in self.scheme.lists.values() if c.item.id == first), "")

    @property
    def nearest_line(self) -> tuple[str, Fraction] | None:
        """The lowest pass line not yet reached, by name."""
        lines = sorted(self.scheme.indicators.lines, key=lambda line: line.points)
        open_ = (line for line in lines if Fraction(line.points) > self.score.total)
        return next(((line.name(self.lang), Fraction(line.points)) for line in open_), None)


def judge(scheme: Scheme, raw: Mapping[str, Any], lang: Lang) -> Judgement:
    """Answers read, scored and explained. Never raises for what a user can enter."""
    answers = answer(scheme, raw)
    found = score(scheme, answers)
    return Judgement(scheme, lang, answers, found, explain_score(scheme, found, lang))


def walk(explanations: tuple[Explanation, ...], group: int = 0) -> list[tuple[int, Explanation]]:
    """Every group and indicator with the number (1-4) of the top group whose colour it wears."""
    found = []
    for n, one in enumerate(explanations):
        colour = group or n % 4 + 1
        found.append((colour, one))
        found += walk(one.children, colour)
    return found

"""The score sheet for machines: exact numbers as text, both languages, the same shape for every scheme.

`points` and `maximum` are exact: "7/2" or "12". `shown` is the same for people: two places, half up. A new key may be
added to the format; a key that is there keeps its meaning while `format` is the same.
"""

from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from zhiqiang.engine.answering import AnswerProblem
from zhiqiang.engine.explaining.steps import points_words
from zhiqiang.engine.models.indicators import Group
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Finding, GateFinding, Score

from .inputs import Filled

Format = Literal["zhiqiang-score/1"]
FORMAT: Format = "zhiqiang-score/1"


class Part(BaseModel):
    """A part of the sheet; unknown keys are refused, so that the documentation stays whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SchemeName(Part):
    """The edition that was scored by."""

    id: str = Field(description="The edition.")
    label: str = Field(description="Its name in Chinese.")
    label_en: str = Field(description="Its name in English.")
    digest: str = Field(
        description="SHA-256 over the edition's files: the same digest scores the same answers alike."
    )


class SetValueUsed(Part):
    """A set value an indicator was compared with, and the line of the table it came from."""

    id: str = Field(description="The set value, by its id in the scheme.")
    value: str = Field(description="Its value, exact.")
    scope: str = Field(description="Division (two digits), section (a letter) or `all`.")
    size: str = Field(description="A size option, or `any`.")
    illustrative: bool = Field(description="示例: not issued by the authority.")
    source: str = Field(description="Where it comes from.")


class Item(Part):
    """An indicator or a group. A group's members follow it in the list, one level deeper."""

    id: str = Field(description="Its id in the scheme.")
    kind: Literal["group", "indicator"] = Field(description="A group, or an indicator.")
    level: int = Field(description="0 for a group of the first level.")
    number: str = Field(description="As the notice numbers it.")
    label: str = Field(description="Its name in Chinese.")
    label_en: str = Field(description="Its name in English.")
    points: str = Field(description="What it earns, exact.")
    shown: str = Field(description="The same for people.")
    maximum: str = Field(description="The most it can earn, exact.")
    state: Literal["scored", "missing", "awaiting", "not_applicable"] = Field(
        description="Not applicable, missing and zero are three things; `awaiting` waits for points of a rubric."
    )
    missing: list[str] = Field(
        default=[], description="Keys of answers that were read, are not there, and counted 0."
    )
    set_values: list[SetValueUsed] = Field(default=[], description="What it was compared with.")
    illustrative: bool = Field(description="Whether a set value marked 示例 went into it.")
    clause: str = Field(description="The clause it rests on, an anchor of notice.md.")


class ConditionFound(Part):
    """A condition of the application."""

    id: str = Field(description="Its id in the scheme.")
    label: str = Field(description="Its name in Chinese.")
    label_en: str = Field(description="Its name in English.")
    met: Literal["met", "not_met", "unknown"] = Field(
        description="Whether it holds; `unknown` while answers are missing."
    )
    reason: str = Field(description="Told where it is not met; empty otherwise.")
    reason_en: str = Field(description="The same in English.")
    clause: str = Field(description="The clause it rests on.")


class ProblemFound(Part):
    """Something wrong with the answers, with its mend."""

    key: str = Field(description="The answer it is about.")
    severity: Literal["error", "missing", "warning"] = Field(
        description="error: refused or contradictory; missing: must be filled in; warning: look again."
    )
    label: str = Field(description="Its name in Chinese.")
    label_en: str = Field(description="Its name in English.")
    message: str = Field(description="What is wrong and the mend, in Chinese.")
    message_en: str = Field(description="The same in English.")
    clause: str | None = Field(description="The clause, where there is one.")
    keys: list[str] = Field(default=[], description="All answers that a check across fields read.")
    line: int | None = Field(default=None, description="Line of the file, where it is YAML.")
    cell: str | None = Field(default=None, description="Sheet and cell, `sheet!C5`, where it is a workbook.")


class StepFound(Part):
    """A change of one answer that would raise the total."""

    key: str = Field(description="The answer.")
    was: str | bool | None = Field(description="What it is; null where it is missing.")
    to: str | bool = Field(description="What it would have to be; numbers as exact texts.")
    points: str = Field(description="What it adds to the total, taken in this order, exact.")
    horizon: Literal["now", "later"] = Field(description="Whether it can be done before this filing.")
    clause: str = Field(description="The clause of the indicator it raises most.")
    words: str = Field(description="What to do, in Chinese.")
    words_en: str = Field(description="The same in English.")
    illustrative: bool = Field(description="Whether its points rest on a set value marked 示例.")


class AdviceFound(Part):
    """The smallest honest changes that bring the total to a target."""

    target: str = Field(description="The points asked for.")
    reached: str = Field(description="The total after all steps, exact.")
    reachable: bool = Field(description="Whether that is the target or more.")
    before_filing: str = Field(description="The total after those that can be taken before this filing.")
    steps: list[StepFound] = Field(description="The easiest first.")
    openings: list[StepFound] = Field(
        description="What earns nothing by itself, but opens questions from which points may follow."
    )


class ScoreSheet(Part):
    """What `zhiqiang score --json` prints: one object, or one a line where several files are scored."""

    format: Format = Field(default=FORMAT, description="Version of this form.")
    file: str = Field(description="The file, as it was named.")
    scheme: SchemeName = Field(description="The edition it was scored by.")
    points: str = Field(description="The total, exact.")
    shown: str = Field(description="The total for people.")
    maximum: str = Field(description="The full score, exact.")
    filing: str = Field(description="Of it, what the filed answers earned.")
    experts: str = Field(description="Of it, what experts gave, or the enterprise's estimate before that.")
    awaiting: str = Field(description="The most that points still to be given could add.")
    illustrative: bool = Field(description="Whether a set value marked 示例 went into it.")
    complete: bool = Field(description="Whether no error and no missing answer stands against a submission.")
    items: list[Item] = Field(description="Groups and indicators, in the order of the notice.")
    conditions: list[ConditionFound] = Field(description="The conditions of the application.")
    shortfalls: list[str] = Field(description="Ids of groups below their own minimum.")
    problems: list[ProblemFound] = Field(description="All problems, the worst first.")
    advice: AdviceFound | None = Field(default=None, description="With --target: what would bring it there.")


class Unreadable(Part):
    """Stands in the place of a sheet for a file that cannot be read at all."""

    format: Format = Field(default=FORMAT, description="Version of this form.")
    file: str = Field(description="The file, as it was named.")
    unreadable: str = Field(description="Why, and the mend, in Chinese.")
    unreadable_en: str = Field(description="The same in English.")


def exact(value: int | Fraction) -> str:
    """A number without loss: "12" or "7/2"."""
    return str(Fraction(value))


def score_sheet(filled: Filled, score: Score, problems: list[AnswerProblem]) -> ScoreSheet:
    """The sheet of a score."""
    scheme, cover = score.scheme, score.scheme.cover
    return ScoreSheet(
        file=filled.name,
        scheme=SchemeName(id=scheme.id, label=cover.label, label_en=cover.label_en, digest=scheme.digest),
        points=exact(score.total),
        shown=points_words(score.total),
        maximum=exact(score.maximum),
        filing=exact(score.part("filing")[0]),
        experts=exact(score.part("experts")[0]),
        awaiting=exact(score.awaiting()),
        illustrative=score.illustrative,
        complete=all(problem.severity == "warning" for problem in problems),
        items=[item for group in score.groups for item in _items(group, 0)],
        conditions=[_condition(gate) for gate in score.gates],
        shortfalls=[group.id for group in score.shortfalls],
        problems=[_problem(filled, problem) for problem in problems],
    )


def _items(finding: Finding, level: int) -> list[Item]:
    model = finding.model
    used = [
        SetValueUsed(
            id=found.name.id,
            value=exact(found.value),
            scope=found.row.scope,
            size=found.row.size,
            illustrative=found.row.illustrative,
            source=found.row.source,
        )
        for found in finding.set_values
    ]
    here = Item(
        id=model.id,
        kind="group" if isinstance(model, Group) else "indicator",
        level=level,
        number=model.number,
        label=model.label,
        label_en=model.label_en,
        points=exact(finding.points),
        shown=points_words(finding.points),
        maximum=exact(finding.maximum),
        state=finding.state,
        missing=[leaf.key for leaf in finding.missing],
        set_values=used,
        illustrative=finding.illustrative,
        clause=model.clause,
    )
    return [here, *(item for child in finding.children for item in _items(child, level + 1))]


def _condition(found: GateFinding) -> ConditionFound:
    model = found.gate.model
    told = found.met == "not_met"
    return ConditionFound(
        id=model.id,
        label=model.label,
        label_en=model.label_en,
        met=found.met,
        reason=model.reason if told else "",
        reason_en=model.reason_en if told else "",
        clause=model.clause,
    )


def _problem(filled: Filled, problem: AnswerProblem) -> ProblemFound:
    return ProblemFound(
        key=problem.key,
        severity=problem.severity,
        label=problem.label.zh,
        label_en=problem.label.en,
        message=problem.message.zh,
        message_en=problem.message.en,
        clause=problem.clause,
        keys=list(problem.keys),
        line=filled.lines.get(problem.key),
        cell=filled.cells.get(problem.key),
    )


def unreadable(name: str, zh: str, en: str) -> Unreadable:
    """What stands for a file that cannot be read."""
    return Unreadable(file=name, unreadable=zh, unreadable_en=en)


def is_of(scheme: Scheme, filled: Filled) -> bool:
    """Whether a file was filled in for this scheme, as far as it says."""
    return (
        filled.scheme is None
        or filled.scheme.rstrip("/\\").replace("\\", "/").rpartition("/")[2] == scheme.id
    )

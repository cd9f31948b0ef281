"""The score sheet for machines: exact numbers as text, both languages, the same shape for every scheme.

`points` and `maximum` are exact: "7/2" or "12". `shown` is the same for people: two places, half up. A new key may be
added to the format; a key that is there keeps its meaning while `format` is the same.
"""

from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from zhiqiang.engine.answering import AnswerProblem
from zhiqiang.engine.models.indicators import Group
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Finding, GateFinding, Score
from zhiqiang.engine.steps import points_words

from .inputs import Filled

Format = Literal["zhiqiang-score/1"]
FORMAT: Format = "zhiqiang-score/1"


class Part(BaseModel):
    """A part of the sheet; unknown keys are refused, so that the documentation stays whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SchemeName(Part):
    """The edition that was scored by."""

    id: str
    label: str
    label_en: str
    digest: str = Field(
        description="SHA-256 over the edition's files: the same digest scores the same answers alike."
    )


class SetValueUsed(Part):
    """A set value an indicator was compared with, and the line of the table it came from."""

    id: str
    value: str
    scope: str = Field(description="Division (two digits), section (a letter) or `all`.")
    size: str = Field(description="A size option, or `any`.")
    illustrative: bool = Field(description="示例: not issued by the authority.")
    source: str


class Item(Part):
    """An indicator or a group. A group's members follow it in the list, one level deeper."""

    id: str
    kind: Literal["group", "indicator"]
    level: int = Field(description="0 for a group of the first level.")
    number: str
    label: str
    label_en: str
    points: str
    shown: str
    maximum: str
    state: Literal["scored", "missing", "awaiting", "not_applicable"]
    missing: list[str] = Field(
        default=[], description="Keys of answers that were read, are not there, and counted 0."
    )
    set_values: list[SetValueUsed] = []
    illustrative: bool
    clause: str


class ConditionFound(Part):
    """A condition of the application."""

    id: str
    label: str
    label_en: str
    met: Literal["met", "not_met", "unknown"]
    reason: str = Field(description="Told where it is not met; empty otherwise.")
    reason_en: str
    clause: str


class ProblemFound(Part):
    """Something wrong with the answers, with its mend."""

    key: str
    severity: Literal["error", "missing", "warning"] = Field(
        description="error: refused or contradictory; missing: must be filled in; warning: look again."
    )
    label: str
    label_en: str
    message: str
    message_en: str
    clause: str | None
    keys: list[str] = Field(default=[], description="All answers that a check across fields read.")
    line: int | None = Field(default=None, description="Line of the file, where it is YAML.")
    place: str | None = Field(default=None, description="Sheet and cell, where it is a workbook.")


class ScoreSheet(Part):
    """What `zhiqiang score --json` prints: one object, or one a line where several files are scored."""

    format: Format = FORMAT
    file: str
    scheme: SchemeName
    points: str = Field(description="The total, exact.")
    shown: str
    maximum: str
    filing: str = Field(description="Of it, what the filed answers earned.")
    experts: str = Field(description="Of it, what experts gave, or the enterprise's estimate before that.")
    awaiting: str = Field(description="The most that points still to be given could add.")
    illustrative: bool = Field(description="Whether a set value marked 示例 went into it.")
    complete: bool = Field(description="Whether no error and no missing answer stands against a submission.")
    items: list[Item]
    conditions: list[ConditionFound]
    shortfalls: list[str] = Field(description="Ids of groups below their own minimum.")
    problems: list[ProblemFound]


class Unreadable(Part):
    """Stands in the place of a sheet for a file that cannot be read at all."""

    format: Format = FORMAT
    file: str
    unreadable: str
    unreadable_en: str


def exact(value: int | Fraction) -> str:
    """A number without loss: "12" or "7/2"."""
    return str(Fraction(value))


def score_sheet(filled: Filled, score: Score) -> ScoreSheet:
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
        complete=not score.answers.errors,
        items=[item for group in score.groups for item in _items(group, 0)],
        conditions=[_condition(gate) for gate in score.gates],
        shortfalls=[group.id for group in score.shortfalls],
        problems=[_problem(filled, problem) for problem in score.answers.problems],
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

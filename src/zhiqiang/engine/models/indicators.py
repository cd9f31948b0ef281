"""`indicators.yaml`: groups, indicators and the rule that turns figures into points."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from ..words import Words
from .base import ClauseId, Formula, Identifier, Labelled, Model, NonNegative, Positive


class Met(Labelled):
    """One thing that earns points when it is so."""

    when: Formula
    points: Positive


class PointsPerItem(Model):
    """约束性: points for each item met, added up, capped at `cap` (the indicator's maximum unless stated)."""

    kind: Literal["points_per_item"]
    items: tuple[Met, ...] = Field(min_length=1)
    cap: Positive | None = None


class ChoicePoints(Model):
    """Points by the option chosen. Every option of the field has its points."""

    kind: Literal["choice"]
    field: str
    points: dict[str, NonNegative] = Field(min_length=1)


class Band(Model):
    """A stretch of values and its points. `range` is written with its ends: `[2, 3)` holds 2 and not 3; `∞` is allowed."""

    range: str = Field(min_length=1, max_length=60)
    points: NonNegative


class Bands(Model):
    """A ladder: points by the band a value lies in. The bands must follow each other without gap or overlap."""

    kind: Literal["bands"]
    of: Formula
    bands: tuple[Band, ...] = Field(min_length=1)


class AgainstSetValue(Model):
    """综合性: the value compared with the set value of its industry and size, through a named curve.

    points = maximum x curve(value / set value).
    """

    kind: Literal["against_set_value"]
    of: Formula
    set_value: Identifier
    curve: Identifier


class PerUnit(Model):
    """n x unit: so many points for each unit of a number, capped."""

    kind: Literal["per_unit"]
    of: Formula
    points: Positive
    cap: Positive | None = None


class Override(Model):
    """A condition that decides at once, before the rule that otherwise holds."""

    kind: Literal["override"]
    cases: tuple[Met, ...] = Field(min_length=1)
    otherwise: "Rule"


class Grade(Labelled):
    """A band of an expert's rubric: whole steps from `low` to `high`, open where `when` is true (always, if absent)."""

    low: NonNegative
    high: NonNegative
    when: Formula | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Grade":
        if self.low > self.high:
            raise ValueError(Words("low 大于 high，请对调", "`low` lies above `high`: swap the two"))
        return self


class Criterion(Labelled):
    """One thing an expert looks at, with its own maximum."""

    id: Identifier
    max: Positive
    grades: tuple[Grade, ...] = ()


class Rubric(Model):
    """Points an expert gives, in steps, within the stated grades; before that, the enterprise's own estimate.

    The points given are the answers `points.<indicator>` or, with criteria, `points.<indicator>.<criterion>`.
    Points count where they lie in some grade that is open; without grades, from 0 to the maximum.
    """

    kind: Literal["rubric"]
    step: Positive = Field(description="Points come in multiples of this; 1 for whole numbers.")
    grades: tuple[Grade, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> "Rubric":
        if self.grades and self.criteria:
            zh = "grades 和 criteria 只写其中一个：分档写在指标上，或写在各评分点里"
            en = "give `grades` for the whole indicator or `criteria` with grades of their own, not both"
            raise ValueError(Words(zh, en))
        return self


class FormulaPoints(Model):
    """Points by a formula of their own, where no other kind fits; capped at the indicator's maximum."""

    kind: Literal["formula"]
    points: Formula


Rule = Annotated[
    PointsPerItem | ChoicePoints | Bands | AgainstSetValue | PerUnit | Override | Rubric | FormulaPoints,
    Field(discriminator="kind"),
]
Override.model_rebuild()


class Indicator(Labelled):
    """A second-level item of the evaluation system: what it may earn, by which rule, under which clause."""

    id: Identifier
    number: str = Field(max_length=12, description="As the notice numbers it.")
    max: Positive
    clause: ClauseId
    rule: Rule
    nature: Identifier | None = Field(default=None, description="One of `natures`.")
    scored_by: Literal["filing", "experts"] = Field(
        default="filing",
        description="Whose points count in the end: worked out from the filing, or the experts'.",
    )
    expert_may_correct: bool = False
    applies_when: Formula | None = Field(
        default=None, description="Where false the indicator is not applicable."
    )
    not_applicable_counts: Literal["zero", "full"] = "zero"
    rulings: tuple[str, ...] = ()
    evidence: tuple[Identifier, ...] = Field(
        default=(), description="Materials that prove it, from materials.yaml."
    )
    advice: bool = Field(
        default=True, description="Whether honest steps can raise it, so that advice may name it."
    )
    note: str = Field(default="", max_length=1000)
    note_en: str = Field(default="", max_length=1500)


class Group(Labelled):
    """Indicators and groups below one heading: summed, or the best of them taken; capped at `max`.

    `min` is a floor that must be reached for the whole to be passed (a group minimum); missing it is a finding.
    """

    id: Identifier
    max: Positive
    clause: ClauseId
    take: Literal["sum", "best"] = "sum"
    min: NonNegative | None = None
    bonus: bool = Field(default=False, description="Counts beside the regular total.")
    number: str = Field(default="", max_length=12)
    rulings: tuple[str, ...] = ()
    members: tuple["Member", ...] = Field(min_length=1)

    def indicators(self) -> Iterator[Indicator]:
        """Every indicator below, in order."""
        for member in self.members:
            if isinstance(member, Indicator):
                yield member
            else:
                yield from member.indicators()


def _branch(content: Any) -> str:
    """Whether a member is meant as a group: told by what it has, so that only that branch's errors are told."""
    if isinstance(content, dict):
        return "group" if "members" in content else "indicator"
    return "group" if isinstance(content, Group) else "indicator"


Member = Annotated[
    Annotated[Indicator, Tag("indicator")] | Annotated[Group, Tag("group")], Discriminator(_branch)
]
Group.model_rebuild()


class Nature(Labelled):
    """A kind of indicator in the notice's own vocabulary."""

    id: Identifier
    help: str = ""
    help_en: str = ""


class Curve(Labelled):
    """How far a value reaches its set value: a formula over `x` = value / set value, giving a share from 0 to 1."""

    id: Identifier
    share: Formula


class SetValueName(Labelled):
    """A set value that indicators are compared with; its figures stand in set_values.csv."""

    id: Identifier
    unit: str = ""
    unit_en: str = ""


class PassLine(Labelled):
    """A total that must be reached (at least), where the notice names one."""

    id: Identifier
    points: NonNegative
    clause: ClauseId


class Indicators(Model):
    """The whole of `indicators.yaml`."""

    max: Positive = Field(description="The full score, bonus included.")
    cap: Positive | None = Field(
        default=None, description="What the total is capped at, where less than the sum."
    )
    natures: tuple[Nature, ...] = ()
    curves: tuple[Curve, ...] = ()
    set_values: tuple[SetValueName, ...] = ()
    lines: tuple[PassLine, ...] = ()
    groups: tuple[Group, ...] = Field(min_length=1)

    def indicators(self) -> Iterator[Indicator]:
        """Every indicator, in the order of the notice."""
        for group in self.groups:
            yield from group.indicators()

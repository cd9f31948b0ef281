"""The other files of an edition: scheme, conditions, rulings, materials, calendar and worked cases."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field, field_validator

from ..words import Words
from .base import ClauseId, Formula, Identifier, Labelled, Model, Positive


class Profile(Model):
    """Which fields say the industry and the size by which set values are looked up."""

    industry: Identifier
    size: Identifier | None = None


class SizeFrom(Model):
    """How the size is worked out by the SME standard: the field, its option for each class, and the figures read."""

    field: Identifier
    large: str
    medium: str
    small: str
    micro: str
    staff: Formula
    revenue: Formula = Field(description="In 万元.")
    assets: Formula = Field(description="In 万元.")
    branch: Identifier | None = Field(
        default=None, description="Choice field for divisions that ask one more question."
    )


class Cover(Labelled):
    """`scheme.yaml`: what this edition is."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60, description="The name of its folder.")
    programme: str
    programme_en: str
    authority: str
    authority_en: str
    document: str = Field(description="Number of the notice.")
    edition: int = Field(ge=1990, le=2100, description="The campaign year.")
    base_year: int = Field(ge=1990, le=2100, description="Year T of the year tables.")
    years: tuple[str, ...] = Field(
        default=("T-2", "T-1", "T"), min_length=1, max_length=20, description="Rows of a year table."
    )
    summary: str = Field(max_length=1000, description="For whom and what for, in a few plain sentences.")
    summary_en: str = Field(max_length=1500)
    rulings: tuple[str, ...] = Field(default=(), description="Rulings that hold for the whole edition.")
    profile: Profile | None = None
    roles: dict[str, str] = Field(
        default_factory=dict,
        description="Which field says what the office needs: name, credit_code, bureau, track, industry, size.",
    )
    size_from: SizeFrom | None = None

    @field_validator("years")
    @classmethod
    def _year_names(cls, years: tuple[str, ...]) -> tuple[str, ...]:
        wanted = tuple(f"T-{n}" if n else "T" for n in range(len(years) - 1, -1, -1))
        if years != wanted:
            shown = ", ".join(wanted)
            zh, en = f"年份从早到晚写，以 T 结尾：{shown}", f"oldest first, ending with T: {shown}"
            raise ValueError(Words(zh, en))
        return years

    def year(self, row: str) -> int:
        """The calendar year of a row: `T-2` of base year 2019 is 2017."""
        return self.base_year - int(row[2:] or 0) if row != "T" else self.base_year


class Condition(Labelled):
    """A gate: what must hold for the application to be admitted, with the reason told where it does not."""

    id: Identifier
    clause: ClauseId
    all: tuple[Formula, ...] = ()
    any: tuple[Formula, ...] = ()
    reason: str = Field(
        min_length=1, max_length=400, description="Told where it is not met, with the mend if any."
    )
    reason_en: str = Field(min_length=1, max_length=600)
    decided_by: Literal["figures", "declaration", "score"] = "figures"
    officer: str = Field(default="", description="What the officer will look at.")
    officer_en: str = ""


class Conditions(Model):
    """The whole of `conditions.yaml`."""

    conditions: tuple[Condition, ...] = ()


class Ruling(Model):
    """Where the notice is silent or contradicts itself: what it says, and what holds."""

    id: str = Field(pattern=r"^R\d{2,3}$")
    clause: ClauseId | None = None
    says: str
    says_en: str
    holds: str
    holds_en: str


class Rulings(Model):
    """The whole of `rulings.yaml`."""

    rulings: tuple[Ruling, ...] = ()


class TypeRule(Labelled):
    """How one part of a Word file is to be set: `label` says it in the notice's words (正文用三号仿宋体)."""

    part: Literal["title", "heading", "body"] = Field(
        description="The file's title, its first-level headings (一、二、…), or everything else but tables and lower headings."
    )
    fonts: tuple[str, ...] = Field(min_length=1, description="A font fits whose name holds one of these.")
    size: Positive = Field(description="In points: 二号 is 22, 三号 16.")


class Chapter(Labelled):
    """A chapter that a Word file must have: one of its headings holds one of `words` (the label's own unless stated)."""

    words: tuple[str, ...] = ()


class Prescribed(Model):
    """What a Word file has to look like and to hold."""

    type: tuple[TypeRule, ...] = ()
    chapters: tuple[Chapter, ...] = ()


Delivery = Literal["upload", "generated", "sealed"]


class Material(Labelled):
    """Something to hand in: a document of the application, or evidence for an indicator."""

    id: Identifier
    clause: ClauseId
    role: Literal["document", "evidence"]
    help: str = Field(default="", max_length=800)
    help_en: str = Field(default="", max_length=1200)
    formats: tuple[str, ...] = ()
    max_files: int = Field(default=20, ge=1, le=500)
    required: bool = False
    prescribed: Prescribed | None = Field(
        default=None, description="How its Word files are to be set. What does not keep to it is a warning, no refusal."
    )
    delivery: Delivery = Field(
        default="upload",
        description="How it comes: uploaded, generated by the site from the answers, or generated, sealed and uploaded as a scan.",
    )

    @property
    def uploaded(self) -> bool:
        """Whether files are taken in for it."""
        return self.delivery != "generated"

    @property
    def awaited(self) -> bool:
        """Whether handing in waits for a file of it."""
        return self.required and self.uploaded


class Materials(Model):
    """The whole of `materials.yaml`."""

    materials: tuple[Material, ...] = ()


class Deadline(Labelled):
    """The end of something: `closes` is a date whose 24:00 (Asia/Shanghai) is the last instant, exclusive."""

    id: Identifier
    clause: ClauseId
    closes: dt.date
    actor: Literal["enterprise", "city", "province", "national", "expert", "public"]


class Calendar(Model):
    """The whole of `calendar.yaml`."""

    deadlines: tuple[Deadline, ...] = ()


class SetValueRow(Model):
    """A line of set_values.csv: `scope` is a division code, a section letter or `all`; `size` a size option or `any`."""

    set_value: Identifier
    scope: str = Field(pattern=r"^(all|[A-Z]|\d{2})$")
    size: str = Field(pattern=r"^(any|[A-Za-z0-9_-]+)$")
    value: Positive
    illustrative: bool = Field(description="示例: not issued by the authority.")
    source: str = ""


class Case(Model):
    """A worked example: these answers, those points. It is checked, so the notice's examples stay true."""

    title: str
    title_en: str = ""
    clause: ClauseId | None = None
    note: str = ""
    note_en: str = ""
    extends: str | None = Field(
        default=None, description="Title of a case above in the same file, or `file#title`."
    )
    answers: dict[str, Any] = Field(default_factory=dict)
    set_values: dict[Identifier, Positive] = Field(
        default_factory=dict,
        description="Set values for this case alone, so that it holds whatever table is loaded.",
    )
    expect: dict[str, str] = Field(
        min_length=1,
        description="Points by indicator, group or `total`; with `.value` behind it the value an indicator compares; "
        "with `.state` its state; `met`, `not_met` or `unknown` for a condition. Fractions as 121/840.",
    )
    problems: tuple[str, ...] = Field(
        default=(), description="Fields that must be reported as wrong; none otherwise."
    )


class Cases(Model):
    """A file of `cases/`."""

    cases: tuple[Case, ...] = Field(min_length=1)

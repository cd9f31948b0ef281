"""`form.yaml`: the form an enterprise fills, section by section, and the checks across its fields."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..words import Words
from .base import ClauseId, Exact, Formula, Identifier, Labelled, Model

YEARS = "years"


class FieldBase(Labelled):
    """What every field has, whatever its kind."""

    id: Identifier
    help: str = Field(default="", max_length=1000, description="What to enter, in our own words, in Chinese.")
    help_en: str = Field(default="", max_length=1500)
    clause: ClauseId | None = Field(default=None, description="Where the notice asks for it.")
    required: bool = Field(default=False, description="Whether a submission without it is refused.")
    when: Formula | None = Field(
        default=None,
        description="The field applies only where this formula is true; elsewhere it is not applicable.",
    )
    rulings: tuple[str, ...] = Field(default=(), description="Rulings that shape this field.")
    heading: str = Field(
        default="", max_length=60, description="In a table: the heading above several columns."
    )
    heading_en: str = Field(default="", max_length=90)
    addition: bool = Field(
        default=False, description="The notice's form has no such field: it is our addition."
    )
    changeable: Literal["now", "later", "never"] | None = Field(
        default=None,
        description="Whether an honest step can change the answer before this filing (now), for the next one (later) "
        "or not at all; for advice. A column follows its table; else a yes/no can change now, a number later, "
        "a choice or a text never. Of a year table only the last row, and at best later.",
    )


class TextField(FieldBase):
    """A line or a paragraph of text."""

    kind: Literal["text"]
    max_length: int = Field(default=200, ge=1, le=20_000)
    lines: int = Field(default=1, ge=1, le=30, description="Lines shown; more than one is a paragraph.")
    identifiers: tuple[str, ...] = Field(
        default=(),
        description="The text must be a valid number of one of these kinds (uscc, org_code, email …).",
    )


class NumberField(FieldBase):
    """An exact number with its unit."""

    kind: Literal["number"]
    unit: str = Field(default="", max_length=20)
    unit_en: str = Field(default="", max_length=40)
    places: int = Field(default=2, ge=0, le=6, description="Decimal places accepted.")
    min: Exact | None = None
    max: Exact | None = None
    calculated: Formula | None = Field(
        default=None,
        description="Worked out by this formula and shown; never typed. In a table: a formula over columns.",
    )


class CountField(FieldBase):
    """A whole number of things, zero or more."""

    kind: Literal["count"]
    unit: str = Field(default="件", max_length=20)
    unit_en: str = Field(default="", max_length=40)
    max: int | None = Field(default=None, ge=0)
    calculated: Formula | None = None


class YesNoField(FieldBase):
    """是 or 否."""

    kind: Literal["yesno"]
    words: Literal["is", "has"] = Field(default="is", description="How the notice prints it: 是/否 or 有/无.")


class Option(Labelled):
    """One answer of a choice."""

    code: str = Field(min_length=1, max_length=20, pattern=r"^[A-Za-z0-9_-]+$")
    help: str = Field(default="", max_length=600)
    help_en: str = Field(default="", max_length=900)


class ChoiceField(FieldBase):
    """One of several options, listed here or taken from a standard's table."""

    kind: Literal["choice"]
    options: tuple[Option, ...] = ()
    options_from: str | None = Field(
        default=None, description="A table of `standards/`, such as gbt4754-2011."
    )

    @model_validator(mode="after")
    def _one_source(self) -> "ChoiceField":
        if bool(self.options) == (self.options_from is not None):
            zh, en = "options 和 options_from 只写其中一个", "give either `options` or `options_from`"
            raise ValueError(Words(zh, en))
        codes = [option.code for option in self.options]
        if len(set(codes)) < len(codes):
            zh, en = "有两个选项的 code 相同，请改一个", "two options have the same code: give each its own"
            raise ValueError(Words(zh, en))
        return self


ScalarField = Annotated[
    TextField | NumberField | CountField | YesNoField | ChoiceField, Field(discriminator="kind")
]


class Row(Labelled):
    """A row of a table that is not a year."""

    id: Identifier
    when: Formula | None = None


class TableField(FieldBase):
    """A grid: one row a year (`rows: years`) or one row for each thing named, the same columns in every row.

    Its cells are the answers `table.column.row`; a formula reads a whole column as `table.column` and one
    cell as `table.column[row]`.
    """

    kind: Literal["table"]
    rows: Literal["years"] | Annotated[tuple[Row, ...], Field(min_length=1, max_length=200)]
    columns: tuple[ScalarField, ...] = Field(min_length=1)


class ListField(FieldBase):
    """Any number of rows with the same columns, such as a list of patents: answers `list.0.column`, `list.1.column` …"""

    kind: Literal["list"]
    columns: tuple[ScalarField, ...] = Field(min_length=1)
    max_rows: int = Field(default=200, ge=1, le=5000)


Item = Annotated[
    TextField | NumberField | CountField | YesNoField | ChoiceField | TableField | ListField,
    Field(discriminator="kind"),
]


class Section(Labelled):
    """A part of the form, shown and saved by itself."""

    id: Identifier
    help: str = Field(default="", max_length=1500)
    help_en: str = Field(default="", max_length=2000)
    clause: ClauseId | None = None
    items: tuple[Item, ...] = Field(min_length=1)


class Check(Model):
    """Something that must hold between fields; told to the user when it does not."""

    id: Identifier
    require: Formula = Field(description="True where all is well. On a column it must hold in every row.")
    severity: Literal["error", "warning"] = Field(
        description="An error stops a submission; a warning asks the user to look again and is shown to officers."
    )
    message: str = Field(min_length=1, max_length=400, description="What is wrong and the mend, in Chinese.")
    message_en: str = Field(min_length=1, max_length=600)
    clause: ClauseId | None = None


class Form(Model):
    """The whole of `form.yaml`."""

    sections: tuple[Section, ...] = Field(min_length=1)
    checks: tuple[Check, ...] = ()

    def items(self) -> Iterator[Item]:
        """Every item of every section, in the order of the form."""
        for section in self.sections:
            yield from section.items

"""The manners every model of a scheme file shares."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from ..words import Words

Lang = Literal["zh", "en"]
Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=48),
    Field(description="lower-case letters, digits and _, beginning with a letter"),
]
ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=48)]
Formula = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


MOST, MOST_PLACES = Decimal(10) ** 15, 12


def _finite(number: Decimal) -> Decimal:
    """A number no larger and no finer than people write: exact arithmetic with 1e-999999 would never end."""
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or number.copy_abs() > MOST or exponent < -MOST_PLACES:
        zh = f"应为 -10^15 到 10^15 之间、最多 {MOST_PLACES} 位小数的数"
        en = f"must be a number between -10^15 and 10^15 with at most {MOST_PLACES} decimal places"
        raise ValueError(Words(zh, en))
    return number


Exact = Annotated[Decimal, AfterValidator(_finite)]
NonNegative = Annotated[Exact, Field(ge=0)]
Positive = Annotated[Exact, Field(gt=0)]


class Model(BaseModel):
    """Base of all scheme models: a key nobody knows is an error, and nothing changes after loading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, coerce_numbers_to_str=True
    )


class Labelled(Model):
    """A thing with the notice's own name and an English one."""

    label: str = Field(min_length=1, max_length=400, description="The notice's own words, in Chinese.")
    label_en: str = Field(min_length=1, max_length=600, description="The same in English.")

    def name(self, lang: Lang) -> str:
        """The label in the language asked for."""
        return self.label if lang == "zh" else self.label_en

"""`papers.yaml`: the papers an edition hands out, each a Word template of the edition."""

from typing import Literal

from pydantic import Field

from .base import ClauseId, Identifier, Labelled, Model

PaperKind = Literal["form", "scores", "guide"]


class Paper(Labelled):
    """A paper the notice asks for. Its layout is a Word file with `{{ placeholders }}`, edited in Word.

    `form` prints every answer of the form, `scores` the points of every indicator; `guide` is a frame in which
    the enterprise writes for itself.
    """

    id: Identifier
    kind: PaperKind = Field(description="What it must print: `form`, `scores`, or nothing (`guide`).")
    template: str = Field(
        pattern=r"^templates/[A-Za-z0-9][A-Za-z0-9._-]*\.docx$",
        max_length=100,
        description="The Word file in the edition's folder, such as templates/application-form.docx.",
    )
    clause: ClauseId | None = Field(default=None, description="Where the notice asks for it.")
    material: Identifier | None = Field(default=None, description="The material it is handed in as.")


class Papers(Model):
    """The whole of `papers.yaml`."""

    papers: tuple[Paper, ...] = ()

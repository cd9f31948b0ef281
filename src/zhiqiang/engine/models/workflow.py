"""`workflow.yaml`: the states an application can be in and the moves between them."""

from typing import Literal

from pydantic import Field

from .base import ClauseId, Identifier, Labelled, Model

Actor = Literal["enterprise", "city", "province", "national", "expert", "public", "system"]
Need = Literal["complete", "documents", "unacted", "reason", "fields"]


class State(Labelled):
    """Where an application can stand, and who holds it there."""

    id: Identifier
    holder: Actor = Field(description="Whose turn it is.")
    step: int = Field(default=0, ge=0, description="Place on the line of steps shown to the enterprise.")
    open: Literal["all", "named", "none"] = Field(
        default="none", description="What the enterprise may change here: everything, what was named, or nothing."
    )
    final: bool = False


class Move(Labelled):
    """A step from one state to another: who may take it, when, and what must be there."""

    id: Identifier
    sources: tuple[Identifier, ...] = Field(min_length=1)
    target: Identifier | None = Field(description="None goes back to the state before the last move.")
    actor: Actor
    clause: ClauseId
    until: Identifier | None = Field(default=None, description="A deadline of calendar.yaml.")
    needs: tuple[Need, ...] = ()
    freezes: bool = Field(default=False, description="Makes a submission: answers frozen, receipt given.")
    message: str = Field(default="", description="Sent to the other side, in Chinese.")
    message_en: str = ""


class Workflow(Model):
    """The whole of `workflow.yaml`."""

    start: Identifier | None = None
    states: tuple[State, ...] = ()
    moves: tuple[Move, ...] = ()

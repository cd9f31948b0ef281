"""The one way an act is refused: with reasons people can act on."""

from zhiqiang.engine.permitting import Reason, Verdict
from zhiqiang.engine.words import Words


class Refused(Exception):
    """An act that was not done; nothing was written. `reasons` say why, each with its clause."""

    def __init__(self, *reasons: Words | Reason) -> None:
        self.reasons = tuple(one if isinstance(one, Reason) else Reason(one) for one in reasons)
        super().__init__("; ".join(one.words.en for one in self.reasons))

    @classmethod
    def by(cls, verdict: Verdict) -> "Refused":
        """From a verdict that says no."""
        return cls(*verdict.reasons)

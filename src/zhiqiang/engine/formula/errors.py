"""What can be wrong with a formula."""

from ..words import Words

_BEFORE, _AFTER = 16, 24


class FormulaError(ValueError):
    """A formula that cannot be used: `message` says what is wrong and the mend, `at` where (0-based, in `source`)."""

    def __init__(self, message: Words, at: int = 0, source: str = "") -> None:
        super().__init__(message.en)
        self.message = message
        self.at = at
        self.source = source

    @property
    def told(self) -> Words:
        """The message with the place in the formula, marked by ▸ in an excerpt."""
        if not self.source:
            return self.message
        place, here = self.at + 1, _excerpt(self.source, self.at)
        return (
            Words(f"公式第 {place} 字处（{here}）：", f"formula, character {place} ({here}): ") + self.message
        )


def _excerpt(source: str, at: int) -> str:
    start, end = max(0, at - _BEFORE), at + _AFTER
    before, after = source[start:at], source[at:end]
    text = f"{'…' if start else ''}{before}▸{after}{'…' if end < len(source) else ''}"
    return "".join(char if char.isprintable() else "·" for char in text)

"""What can be wrong with a formula."""


class FormulaError(ValueError):
    """A formula that cannot be used: `message` says what is wrong and the mend, `at` where (0-based)."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.at = at

"""What is wrong with a scheme's folder, told with file, line and mend."""

from dataclasses import dataclass

from .words import Words


@dataclass(frozen=True, slots=True, order=True)
class SchemeProblem:
    """One thing to mend in a scheme's files."""

    file: str
    line: int
    message: Words

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message.en}"


class SchemeError(Exception):
    """A folder that is not yet a scheme; `problems` holds all that is wrong, in the order of the files."""

    def __init__(self, problems: list[SchemeProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

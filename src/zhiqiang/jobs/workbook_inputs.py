"""Answers out of a filled workbook, each with its sheet and cell."""

from zhiqiang.engine.answering import AnswerProblem
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words
from zhiqiang.papers.workbook.reading import CellProblem, read_workbook
from zhiqiang.papers.workbook.refusing import WorkbookRefused

from .inputs import Filled
from .speaking import Trouble


def read_filled_workbook(name: str, scheme: Scheme | None) -> tuple[Filled, Scheme]:
    """A workbook's answers and its scheme, the shipped edition it was made from unless one is given."""
    try:
        read = read_workbook(name, scheme)
    except WorkbookRefused as refused:
        raise Trouble(Words(f"{name}：", f"{name}: ") + refused.message) from refused
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Trouble(
            Words(f"{name}：无法读取（{reason}）", f"{name}: cannot be read ({reason})")
        ) from problem
    filled = Filled(
        name,
        read.answers,
        read.scheme_id,
        cells={key: f"{place.sheet}!{place.cell}" for key, place in read.places.items()},
        problems=tuple(_problem(problem) for problem in read.problems),
        notes=read.warnings,
    )
    return filled, read.scheme


def _problem(found: CellProblem) -> AnswerProblem:
    """A cell that could not be read, told beside the problems of the answers."""
    place = f"{found.sheet}!{found.cell}" if found.cell else found.sheet
    severity = found.severity if found.severity in ("error", "warning", "missing") else "error"
    return AnswerProblem(found.key or place, found.message, severity, Words(place, place))  # type: ignore[arg-type]

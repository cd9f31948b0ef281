"""LibreOffice works the workbook out: every indicator, every state, every check as the engine has them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from tests.engine.random_answers import random_answers
from tests.papers.conftest import FOLDERS
from tests.papers.workbooks import SOFFICE, answers, recalculated, written
from zhiqiang.engine.answering import Answers, answer, flatten
from zhiqiang.engine.explaining import STATES
from zhiqiang.engine.loading import load
from zhiqiang.engine.loading.reading import Files, read_cases
from zhiqiang.engine.models.form import TextField
from zhiqiang.engine.models.indicators import Indicator
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Score, score
from zhiqiang.papers.workbook.calculating import READ
from zhiqiang.papers.workbook.calculating import STATE as CELL_STATE
from zhiqiang.papers.workbook.layout import plan
from zhiqiang.papers.workbook.naming import CALC
from zhiqiang.papers.workbook.reading import read_workbook
from zhiqiang.papers.workbook.score_plan import POINTS, STATE, ScorePlan

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
TOLERANCE = 1e-9


@dataclass
class Worked:
    """A workbook as LibreOffice worked it out, beside the engine's own result."""

    scheme: Scheme
    name: str
    path: Path
    answers: Answers
    score: Score
    table: list[list[Any]]
    calc: dict[str, list[Any]]
    plan: ScorePlan


def _sets(scheme: Scheme) -> Iterator[tuple[str, dict[str, Any]]]:
    """Empty, full, spoilt, at random, on the edges, and worked cases of the edition."""
    rng = random.Random(2020)
    yield "empty", {}
    for filled, spoilt in ((0.7, 0.1), (1.0, 0.0), (1.0, 0.3)):
        yield f"filled {filled} spoilt {spoilt}", answers(scheme, rng, filled, spoilt)
    for number in range(2):
        yield f"edges {number}", _placed(scheme, random_answers(scheme, rng))
    cases = [case for file in read_cases(Files(scheme.folder)).values() for case in file.cases]
    cases.sort(key=lambda case: -len(dict(flatten(case.answers))))
    for case in cases[:2]:
        yield case.title, dict(flatten(case.answers))


def _placed(scheme: Scheme, raw: dict[str, Any]) -> dict[str, Any]:
    """Without list rows above the list's own limit, which have no place in a workbook."""
    tops = {column.item.id: column.item.max_rows for column in scheme.lists.values()}
    return {
        key: value
        for key, value in raw.items()
        if not (head := key.split("."))[1:] or head[0] not in tops or int(head[1]) < tops[head[0]]
    }


@pytest.fixture(scope="session")
def worked(tmp_path_factory: pytest.TempPathFactory) -> list[Worked]:
    """All workbooks, worked out in one start of LibreOffice."""
    source, target = tmp_path_factory.mktemp("written"), tmp_path_factory.mktemp("worked")
    todo = []
    for id, folder in FOLDERS.items():
        scheme = load(folder)
        for number, (name, raw) in enumerate(_sets(scheme)):
            path = source / f"{id}-{number}.xlsx"
            path.write_bytes(written(scheme, raw))
            todo.append((scheme, f"{id}: {name}", path, raw))
    recalculated([path for _, _, path, _ in todo], target)
    return [_worked(scheme, name, target / path.name, raw) for scheme, name, path, raw in todo]


def _worked(scheme: Scheme, name: str, path: Path, raw: dict[str, Any]) -> Worked:
    found = answer(scheme, raw)
    layout = plan(scheme, "zh", raw)
    book = python_calamine.load_workbook(str(path))
    table = book.get_sheet_by_name(layout.titles["score"]).to_python(skip_empty_area=False)
    calc = {str(row[0]): row for row in book.get_sheet_by_name(CALC).to_python(skip_empty_area=False)}
    return Worked(scheme, name, path, found, score(scheme, found), table, calc, ScorePlan(scheme, layout))


@pytest.mark.requirement("S33", "X03", "X02")
def test_every_indicator_and_the_total_are_what_the_engine_says(worked: list[Worked]) -> None:
    wrong = []
    for one in worked:
        for finding in one.score.findings():
            shown = one.table[one.plan.rows[finding.id]][POINTS]
            if not isinstance(shown, float) or abs(shown - float(finding.points)) > TOLERANCE:
                wrong.append((one.name, finding.id, shown, float(finding.points)))
        shown = one.table[one.plan.total][POINTS]
        if abs(shown - float(one.score.total)) > TOLERANCE:
            wrong.append((one.name, "total", shown, float(one.score.total)))
    assert not wrong


def test_parts_and_what_is_still_to_be_graded_are_what_the_engine_says(worked: list[Worked]) -> None:
    for one in worked:
        shown = [one.table[one.plan.facts + n][POINTS] for n in range(3)]
        filed, experts = one.score.part("filing")[0], one.score.part("experts")[0]
        assert shown == pytest.approx([float(filed), float(experts), float(one.score.awaiting())]), one.name


def test_states_tell_missing_from_not_applicable_from_zero(worked: list[Worked]) -> None:
    wrong = []
    for one in worked:
        for finding in one.score.findings():
            shown = one.table[one.plan.rows[finding.id]][STATE]
            if isinstance(finding.model, Indicator) and shown != STATES[finding.state].zh:
                wrong.append((one.name, finding.id, shown, finding.state))
    assert not wrong


def test_each_cell_is_taken_refused_or_laid_aside_as_the_engine_does(worked: list[Worked]) -> None:
    """Identifiers alone are not checked offline: the workbook says that they are checked on upload."""
    wrong = []
    for one in worked:
        for key in one.scheme.cells:
            if _identifies(one.scheme, key):
                continue
            state = int(one.calc[key][CELL_STATE])
            meant = {3} if key in one.answers.not_applicable else {1} if key in one.answers.values else {0, 2}
            if state not in meant:
                wrong.append((one.name, key, state, meant))
    assert not wrong


def _identifies(scheme: Scheme, key: str) -> bool:
    field = scheme.cells[key].field if key in scheme.cells else None
    return isinstance(field, TextField) and bool(field.identifiers)


def test_conditions_and_checks_are_what_the_engine_says(worked: list[Worked]) -> None:
    wrong = []
    for one in worked:
        for gate in one.score.gates:
            shown = one.calc[f"gate:{gate.gate.model.id}"][READ]
            if shown != {"met": 1, "not_met": 0, "unknown": -1}[gate.met]:
                wrong.append((one.name, gate.gate.model.id, shown, gate.met))
        broken = {
            (problem.keys, problem.clause, problem.severity)
            for problem in one.answers.problems
            if problem.keys
        }
        for check in one.scheme.checks:
            for row, formula in check.rows:
                keys = tuple(leaf.key for leaf in formula.leaves)
                alike = [
                    c
                    for c in one.scheme.checks
                    if (c.model.clause, c.model.severity) == (check.model.clause, check.model.severity)
                ]
                if any(_identifies(one.scheme, leaf.key) for leaf in formula.leaves):
                    continue
                twins = sum(keys == tuple(leaf.key for leaf in f.leaves) for c in alike for _, f in c.rows)
                shown = one.calc[f"check:{check.model.id}:{row}"][READ] == 0
                if twins == 1 and shown != ((keys, check.model.clause, check.model.severity) in broken):
                    wrong.append((one.name, check.model.id, row, shown))
    assert not wrong


def test_saved_by_another_program_it_reads_back_to_the_same_answers(worked: list[Worked]) -> None:
    for one in worked:
        read = read_workbook(one.path, one.scheme)
        assert not read.problems, (one.name, read.problems)
        assert answer(one.scheme, read.answers).values == one.answers.values, one.name
        assert not read.warnings, one.name
        assert read.total is not None
        assert float(read.total) == pytest.approx(float(one.score.total))

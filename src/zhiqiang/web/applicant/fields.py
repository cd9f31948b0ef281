"""What is told at the fields themselves: problems, and for a mistyped number the whole ones it may have been."""

from collections.abc import Mapping
from typing import Any

from zhiqiang.engine.identifying import check_any
from zhiqiang.engine.models.form import TextField
from zhiqiang.engine.scheme import Scheme
from zhiqiang.web.applicant.judging import Judgement

MOST_SUGGESTIONS = 3


def told_at_fields(judgement: Judgement, raw: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Errors and warnings by the key of their field. What is merely missing is told in the list alone."""
    by_key: dict[str, list[dict[str, Any]]] = {}
    for problem in judgement.told:
        told: dict[str, Any] = {"severity": problem.severity, "message": problem.message}
        suggestions = _suggestions(judgement.scheme, problem.key, raw.get(problem.key))
        if suggestions:
            told["suggestions"] = suggestions
        by_key.setdefault(problem.key, []).append(told)
    return by_key


def _suggestions(scheme: Scheme, key: str, text: Any) -> list[str]:
    field = _field(scheme, key)
    if not isinstance(field, TextField) or not field.identifiers or not isinstance(text, str):
        return []
    if len(text) > field.max_length:
        return []
    found = check_any(field.identifiers, text)
    every = [one for problem in found.problems for one in problem.suggestions]
    return list(dict.fromkeys(every))[:MOST_SUGGESTIONS]


def _field(scheme: Scheme, key: str) -> object:
    if key in scheme.cells:
        return scheme.cells[key].field
    head, _, rest = key.partition(".")
    column = scheme.lists.get(f"{head}.{rest.partition('.')[2]}")
    return column.field if column else None

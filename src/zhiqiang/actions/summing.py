"""Copies of what was handed in, for a bureau's lists to filter and sort by.

Bureaus see nothing before it is handed in, and then what was handed in last: so these are worked out when something is,
and a save of answers has nothing to judge.
"""

from decimal import Decimal

from zhiqiang.engine.answering import Answers
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Score, score
from zhiqiang.queries.applications import read_answers
from zhiqiang.records.models import Application, Bureau


def judged(application: Application, scheme: Scheme) -> tuple[Answers, Score]:
    """The answers as the engine reads them, and their score."""
    answers = read_answers(application, scheme)
    return answers, score(scheme, answers)


def refresh_summary(application: Application, scheme: Scheme) -> Score:
    """Work out the list columns from the answers as they stand; the caller saves."""
    answers, found = judged(application, scheme)
    roles = scheme.cover.roles
    said = {name: str(answers.values.get(key, "")) for name, key in roles.items()}
    application.track = said.get("track", "")
    application.industry = said.get("industry", "")
    application.size = said.get("size", "")
    application.bureau = Bureau.objects.filter(code=said["bureau"]).first() if said.get("bureau") else None
    application.self_score = (Decimal(found.total.numerator) / found.total.denominator).quantize(
        Decimal("0.0001")
    )
    application.warnings = sum(problem.severity == "warning" for problem in answers.problems)
    return found

"""Freezing what is handed in: answers, files and score under one digest, with a receipt."""

import datetime as dt
from typing import Any

from zhiqiang.access.roles import Reader
from zhiqiang.actions.summing import refresh_summary
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Score
from zhiqiang.queries.applications import typed_answers
from zhiqiang.records.digests import submission_digest
from zhiqiang.records.models import Application, Attachment, Submission


def freeze(application: Application, scheme: Scheme, *, by: Reader, at: dt.datetime) -> Submission:
    """Make the submission inside the transaction of the move; the caller saves the application."""
    found = refresh_summary(application, scheme)
    if application.number is None:
        application.number = f"{scheme.id.upper()}-{application.bureau.code if application.bureau else '0'}-{application.pk:05d}"
    times = application.submissions.count() + 1
    submission = Submission(
        application=application,
        receipt=f"{application.number}-{times}",
        by=by.person,
        at=at,
        revision=application.revision,
        answers=typed_answers(application),
        files=_files(application),
        scheme_digest=scheme.digest,
        score=_points(found),
        set_values=_set_values(found),
    )
    submission.digest = submission_digest(submission)
    submission.save()
    application.submitted_at = at
    application.open_keys = []
    return submission


def _files(application: Application) -> list[dict[str, Any]]:
    used = Attachment.objects.filter(application=application, removed_at=None).select_related("file")
    return [
        {"material": one.material, "name": one.file.name, "digest": one.file.digest, "size": one.file.size}
        for one in used
    ]


def _points(found: Score) -> dict[str, str]:
    points = {finding.id: str(finding.points) for finding in found.findings()}
    return points | {"total": str(found.total)}


def _set_values(found: Score) -> dict[str, list[Any]]:
    used = {one.name.id: one for finding in found.findings() for one in finding.set_values}
    return {
        name: [str(one.value), one.row.scope, one.row.size, one.row.illustrative]
        for name, one in used.items()
    }

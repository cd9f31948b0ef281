"""Digests over stored rows: the same row gives the same digest, on any database."""

import datetime as dt
import hashlib
import json
from typing import Any

from zhiqiang.records.models import Event, Submission


def event_digest(event: Event, book: str) -> str:
    """SHA-256 over everything an event says and the digest before it."""
    at = event.at.astimezone(dt.UTC).isoformat()
    return _digest([book, event.number, at, event.by_id, event.act, event.details, event.before])


def submission_digest(submission: Submission) -> str:
    """SHA-256 over the number, the instant and everything handed in."""
    at = submission.at.astimezone(dt.UTC).isoformat()
    return _digest([
        submission.receipt, at, submission.revision, submission.answers, submission.files,
        submission.scheme_digest, submission.score, submission.set_values,
    ])  # fmt: skip


def _digest(said: list[Any]) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

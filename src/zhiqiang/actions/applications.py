"""Beginning an application."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhiqiang.access.roles import Reader
from zhiqiang.actions.answers import asked
from zhiqiang.actions.recording import record
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.permitting import spoken_deadline
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Application, Campaign, Enterprise, Revision


def start_application(
    *,
    campaign: Campaign,
    scheme: Scheme,
    by: Reader,
    at: dt.datetime,
    answers: Mapping[str, Any] | None = None,
) -> Application:
    """The enterprise's application in a campaign: the one that is there, or a new one with these first answers.

    Of the answers only what the scheme asks for is taken along. Raises Refused before the campaign opens and
    after the enterprise's deadline.
    """
    if by.enterprise is None:
        raise Refused(Words("请用企业账号登录后申报", "log in with an enterprise's account to apply"))
    with transaction.atomic():
        # Two tabs begin one application, not two of which one fails.
        Enterprise.objects.select_for_update().get(pk=by.enterprise.pk)
        there = Application.objects.filter(campaign=campaign, enterprise=by.enterprise).first()
        if there is not None:
            return there
        _check_open(campaign, scheme, at)
        first = {
            key: value
            for key, value in (answers or {}).items()
            if value not in (None, "") and asked(scheme, key)
        }
        application = Application(
            campaign=campaign, enterprise=by.enterprise, started_at=at, state=scheme.workflow.start or "",
            state_since=at, changed_at=at, revision=1 if first else 0,
            answers={key: {"v": value, "r": 1} for key, value in first.items()},
        )  # fmt: skip
        application.save()
        if first:
            changes = {key: [None, value] for key, value in first.items()}
            Revision.objects.create(
                application=application, number=1, by=by.person, at=at, save_id="start", changes=changes
            )
        record("application.started", by=by.person, at=at, about=application, details={"keys": sorted(first)})
        return application


def _check_open(campaign: Campaign, scheme: Scheme, at: dt.datetime) -> None:
    if at < campaign.opens_at:
        said = spoken_deadline(campaign.opens_at)
        raise Refused(Words(f"{said.zh}起开放申报", f"applications open at {said.en}"))
    start = next(
        (move for move in scheme.workflow.moves if move.freezes and scheme.workflow.start in move.sources),
        None,
    )
    text = campaign.deadlines.get(start.until or "") if start else None
    if text and at >= dt.datetime.fromisoformat(text):
        said = spoken_deadline(dt.datetime.fromisoformat(text))
        raise Refused(Words(f"申报已于{said.zh}截止", f"applications closed at {said.en}"))

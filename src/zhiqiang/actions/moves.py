"""Moving an application through its workflow: the one function by which a state changes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from zhiqiang.access.moving import may_move
from zhiqiang.access.roles import Reader
from zhiqiang.actions.messages import tell_other_side
from zhiqiang.actions.recording import record
from zhiqiang.actions.refusals import Refused
from zhiqiang.actions.submitting import freeze
from zhiqiang.engine.models.workflow import Move, Need
from zhiqiang.engine.scheme import Scheme
from zhiqiang.queries.applications import lacking
from zhiqiang.records.models import Application, MoveMade


def make_move(
    *,
    application: Application,
    scheme: Scheme,
    move: Move,
    by: Reader,
    at: dt.datetime,
    request_id: str,
    reason: str = "",
    points: Sequence[Mapping[str, Any]] = (),
) -> MoveMade:
    """Make a move of the workflow table, with its event, its messages and, where it freezes, its submission.

    One transaction. The same `request_id` again returns the move already made. `points` name what is to be corrected:
    {key, note}, a key being a field, a table, `section:<id>` or `material:<id>`. Raises Refused with every reason.
    """
    with transaction.atomic():
        held = (
            Application.objects.select_for_update(of=("self",))
            .select_related("campaign", "enterprise")
            .get(pk=application.pk)
        )
        done = MoveMade.objects.filter(application=held, request_id=request_id).first()
        if done is not None:
            return done
        missing = lacking(held, scheme, move) | _unsaid(move, reason, points)
        verdict = may_move(scheme, held, move, reader=by, at=at, lacking=missing)
        if not verdict:
            raise Refused.by(verdict)
        return _made(
            held, scheme, move, by, at, request_id, reason.strip(), [dict(point) for point in points]
        )


def _unsaid(move: Move, reason: str, points: Sequence[Mapping[str, Any]]) -> frozenset[Need]:
    unsaid: set[Need] = set()
    if not reason.strip():
        unsaid.add("reason")
    if not points:
        unsaid.add("fields")
    return frozenset(unsaid & set(move.needs))


def _made(
    held: Application,
    scheme: Scheme,
    move: Move,
    by: Reader,
    at: dt.datetime,
    request_id: str,
    reason: str,
    points: list[Any],
) -> MoveMade:
    last = held.moves.filter(undone_by=None).last()
    target = move.target or (last.source if last else held.state)
    made = MoveMade(
        application=held, move=move.id, source=held.state, target=target, by=by.person, at=at,
        reason=reason, points=points, request_id=request_id,
    )  # fmt: skip
    if move.freezes:
        made.submission = freeze(held, scheme, by=by, at=at)
    made.save()
    if move.target is None and last is not None:
        MoveMade.objects.filter(pk=last.pk).update(undone_by=made)
    state = next(state for state in scheme.workflow.states if state.id == target)
    held.state, held.state_since, held.changed_at = target, at, at
    if state.open == "named":
        held.open_keys = [point["key"] for point in points]
    held.save()
    record(
        f"move.{move.id}",
        by=by.person,
        at=at,
        about=held,
        details={"from": made.source, "to": target, "reason": reason, "points": points},
    )
    tell_other_side(held, scheme, move, made)
    return made

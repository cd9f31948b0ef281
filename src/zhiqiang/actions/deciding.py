"""An officer's decision on what they read: made on the submission they saw, or not at all."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from zhiqiang.access.roles import Reader
from zhiqiang.actions.moves import make_move
from zhiqiang.actions.places import known_place
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.models.workflow import Move
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Application, MoveMade

LONGEST_REASON = 2000
LONGEST_NOTE = 500
MOST_POINTS = 300


def decide(
    *,
    application: Application,
    scheme: Scheme,
    move: Move,
    seen: str,
    by: Reader,
    at: dt.datetime,
    request_id: str,
    reason: str = "",
    points: Sequence[Mapping[str, str]] = (),
) -> MoveMade:
    """Make a move on the submission whose receipt is `seen`.

    One transaction with the move itself. Where something newer was handed in meanwhile, or a colleague moved first,
    nothing is done and that is told. The same `request_id` again returns the move already made. Raises Refused with
    every reason.
    """
    with transaction.atomic():
        held = Application.objects.select_for_update().only("pk").get(pk=application.pk)
        done = MoveMade.objects.filter(application=held, request_id=request_id).first()
        if done is not None:
            return done
        problems = [*_changed(held, seen), *_too_long(reason, points), *_unknown(scheme, points)]
        if problems:
            raise Refused(*problems)
        return make_move(
            application=application,
            scheme=scheme,
            move=move,
            by=by,
            at=at,
            request_id=request_id,
            reason=reason,
            points=points,
        )


def _changed(held: Application, seen: str) -> list[Words]:
    last = held.submissions.order_by("-pk").values_list("receipt", flat=True).first()
    if last == seen:
        return []
    return [
        Words(
            f"企业已提交新的版本（{last}），你看到的是 {seen}；请看过新版本再处理",
            f"a newer version ({last}) was handed in; you were reading {seen}: look at the new one first",
        )
    ]


def _too_long(reason: str, points: Sequence[Mapping[str, str]]) -> list[Words]:
    found = []
    if len(reason) > LONGEST_REASON:
        found.append(
            Words(
                f"理由共 {len(reason)} 字，最多 {LONGEST_REASON} 字，请删减",
                f"the reason has {len(reason)} characters, at most {LONGEST_REASON}; shorten it",
            )
        )
    if len(points) > MOST_POINTS:
        found.append(
            Words(
                f"补正意见共 {len(points)} 条，最多 {MOST_POINTS} 条；可以按整节退回",
                f"{len(points)} points, at most {MOST_POINTS}; return whole sections instead",
            )
        )
    return found


def _unknown(scheme: Scheme, points: Sequence[Mapping[str, str]]) -> list[Words]:
    strange = [point["key"] for point in points if not known_place(scheme, point["key"])]
    if not strange:
        return []
    shown = "、".join(strange[:3])
    return [Words(f"表中没有这些项：{shown}", f"the form has no such places: {shown}")]

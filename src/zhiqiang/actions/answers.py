"""Saving answers: field by field, nothing overwritten silently, every save a revision."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from zhiqiang.access.roles import Reader
from zhiqiang.actions.recording import record
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Application, Revision

MAX_CHANGES = 5000
SHOWN_KEYS = 5
SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Clash:
    """A field two people changed at once: what stands there now, and who put it there when."""

    key: str
    theirs: Any
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of a save: the revision reached, what clashed, and what others changed meanwhile."""

    revision: int
    at: dt.datetime
    clashes: tuple[Clash, ...]
    news: dict[str, Any]


def save_answers(
    *,
    application: Application,
    scheme: Scheme,
    changes: Mapping[str, Any],
    base: int,
    save_id: str,
    by: Reader,
    at: dt.datetime,
) -> Saved:
    """Save changed fields {key: value as typed, None to empty it} made on top of revision `base`.

    A field nobody else changed since `base` is set. One that somebody did change to something else is a clash: it is
    left as it stands and told. The same `save_id` again gives the same answer and changes nothing. Raises Refused
    where this person may not change these fields now.
    """
    with transaction.atomic():
        held = Application.objects.select_for_update().get(pk=application.pk)
        done = Revision.objects.filter(application=held, save_id=save_id).select_related("by").first()
        if done is not None:
            return Saved(held.revision, done.at, (), _news(held, base))
        _check_may_write(held, scheme, changes, by)
        applied, clashes = _merge(held, changes, base)
        if applied:
            held.revision += 1
            for key, (_, after) in applied.items():
                held.answers[key] = {"v": after, "r": held.revision}
            Revision.objects.create(
                application=held, number=held.revision, by=by.person, at=at, save_id=save_id, changes=applied
            )
            held.changed_at = at
            held.save(update_fields=("answers", "revision", "changed_at"))
            record(
                "answers.saved",
                by=by.person,
                at=at,
                about=held,
                details={"revision": held.revision, "keys": sorted(applied)},
            )
        return Saved(held.revision, at, tuple(clashes), _news(held, base, skip=applied))


def _check_may_write(held: Application, scheme: Scheme, changes: Mapping[str, Any], by: Reader) -> None:
    if by.actor_for(held) != "enterprise":
        raise Refused(Words("只有申报企业的人员可以填写", "only the enterprise's own people fill this in"))
    if len(changes) > MAX_CHANGES:
        raise Refused(Words("一次保存的填报项过多", "too many fields in one save"))
    _check_known(scheme, changes)
    state = next(state for state in scheme.workflow.states if state.id == held.state)
    if state.open == "none":
        raise Refused(
            Words(
                f"现为“{state.label}”，提交后不能再修改",
                f"it is “{state.label_en}”: what was submitted cannot be changed",
            )
        )
    if state.open == "named":
        closed = [key for key in changes if not opened(held, scheme, key)]
        if closed:
            raise Refused(
                Words(
                    f"本次退回没有要求修改：{'、'.join(closed[:5])}",
                    f"the return did not open: {', '.join(closed[:5])}",
                )
            )


def _check_known(scheme: Scheme, keys: Iterable[str]) -> None:
    unknown = [key for key in keys if not asked(scheme, key)]
    if unknown:
        named = [key[:SHOWN_CHARACTERS] for key in unknown[:SHOWN_KEYS]]
        more = len(unknown) > SHOWN_KEYS
        raise Refused(
            Words(
                f"方案中没有这些填报项：{'、'.join(named)}{' 等' if more else ''}",
                f"the scheme asks for no such fields: {', '.join(named)}{' and others' if more else ''}",
            )
        )


def asked(scheme: Scheme, key: str) -> bool:
    """Whether the scheme asks for this: one of its fields, or a cell of a row of one of its lists."""
    if key in scheme.typed:
        return True
    parts = key.split(".")
    if len(parts) != 3 or f"{parts[0]}.{parts[2]}" not in scheme.lists:
        return False
    # One way to write a row: another would be a second cell for the same place.
    return parts[1] == "0" or bool(re.fullmatch(r"[1-9][0-9]{0,3}", parts[1]))


def opened(application: Application, scheme: Scheme, key: str) -> bool:
    """Whether a field was named in the return: itself, its table or its section."""
    names = set(application.open_keys)
    cell = scheme.cells.get(key)
    section = cell.section.id if cell else ""
    return key in names or key.partition(".")[0] in names or f"section:{section}" in names


def _merge(
    held: Application, changes: Mapping[str, Any], base: int
) -> tuple[dict[str, list[Any]], list[Clash]]:
    applied: dict[str, list[Any]] = {}
    clashing: dict[str, int] = {}
    for key, value in changes.items():
        now = held.answers.get(key, {"v": None, "r": 0})
        if now["v"] == value:
            continue
        if now["r"] > base:
            clashing[key] = now["r"]
        else:
            applied[key] = [now["v"], value]
    return applied, _told(held, clashing)


def _told(held: Application, clashing: dict[str, int]) -> list[Clash]:
    if not clashing:
        return []
    found = Revision.objects.filter(application=held, number__in=set(clashing.values())).select_related("by")
    by_number = {revision.number: revision for revision in found}
    return [
        Clash(key, held.answers[key]["v"], by_number[number].by.name, by_number[number].at)
        for key, number in clashing.items()
    ]


def _news(held: Application, base: int, skip: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {key: one["v"] for key, one in held.answers.items() if one["r"] > base and key not in (skip or {})}

"""May this role make this move, from this state, at this instant? A verdict: yes, or reasons with their clause."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .models.workflow import Actor, Move, Need, Workflow
from .words import Words

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not, and the clause it rests on."""

    words: Words
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes (no reasons), or every reason why not."""

    reasons: tuple[Reason, ...] = ()

    def __bool__(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Situation:
    """What a move is judged by. `lacking` names the needs that are not met."""

    state: str
    actor: Actor
    at: dt.datetime
    lacking: frozenset[Need] = frozenset()


def end_of_day(day: dt.date) -> dt.datetime:
    """The instant of “24:00”: the next day's beginning in Asia/Shanghai (ruling R18)."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZONE)


def permit(
    workflow: Workflow, move: Move, situation: Situation, deadlines: Mapping[str, dt.datetime]
) -> Verdict:
    """Whether a move may be made; every reason against it at once. An action at the deadline's instant is late."""
    reasons: list[Reason] = []
    if situation.actor != move.actor:
        reasons.append(Reason(_WHO[move.actor], move.clause))
    if situation.state not in move.sources:
        reasons.append(Reason(_wrong_state(workflow, move, situation.state), move.clause))
    if move.until and move.until in deadlines and situation.at >= deadlines[move.until]:
        reasons.append(Reason(_late(deadlines[move.until]), move.clause))
    reasons += [Reason(_NEEDS[need], move.clause) for need in move.needs if need in situation.lacking]
    return Verdict(tuple(reasons))


def spoken_deadline(instant: dt.datetime) -> Words:
    """A deadline as people say it: midnight is 24:00 of the day that ends."""
    local = instant.astimezone(ZONE)
    if local.time() == dt.time():
        day = local.date() - dt.timedelta(days=1)
        return Words(f"{day.year}年{day.month}月{day.day}日24:00", f"24:00 on {day.isoformat()} (Beijing time)")
    return Words(
        f"{local.year}年{local.month}月{local.day}日{local:%H:%M}", f"{local:%H:%M} on {local.date().isoformat()} (Beijing time)"
    )


def _late(deadline: dt.datetime) -> Words:
    said = spoken_deadline(deadline)
    return Words(f"已于{said.zh}截止", f"this closed at {said.en}")


def _wrong_state(workflow: Workflow, move: Move, state: str) -> Words:
    names = {one.id: one for one in workflow.states}
    now = names[state]
    wanted = [names[source] for source in move.sources]
    return Words(
        f"现为“{now.label}”，只有在“{'”或“'.join(one.label for one in wanted)}”时才能{move.label}",
        f"it is “{now.label_en}” now; “{move.label_en}” is possible only in “{'” or “'.join(one.label_en for one in wanted)}”",
    )


_WHO: dict[Actor, Words] = {
    "enterprise": Words("只有申报企业可以操作", "only the applying enterprise may do this"),
    "city": Words("只有企业所在地的市级局可以操作", "only the city bureau in charge may do this"),
    "province": Words("只有省局可以操作", "only the provincial bureau may do this"),
    "national": Words("只有国家局可以操作", "only the national office may do this"),
    "expert": Words("只有评审专家可以操作", "only the experts may do this"),
    "public": Words("只对公众开放", "open to the public alone"),
    "system": Words("由系统自动进行", "done by the system itself"),
}
_NEEDS: dict[Need, Words] = {
    "complete": Words("还有必填项未填或填写有误，请先处理", "answers are missing or wrong; mend them first"),
    "documents": Words("还有必交材料未上传，请先补齐", "required documents are not uploaded yet"),
    "unacted": Words("对方已经处理，不能再撤回", "the other side has acted on it; it can no longer be undone"),
    "reason": Words("请写明理由", "give the reason"),
    "fields": Words("请指明需要补正的填报项或材料", "name the fields or documents to be corrected"),
}

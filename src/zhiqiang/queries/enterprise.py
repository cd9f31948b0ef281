"""What an enterprise's people see: campaigns open to them, their applications, the line of steps."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from zhiqiang.engine.models.workflow import State
from zhiqiang.engine.scheme import Scheme
from zhiqiang.queries.applications import typed_answers
from zhiqiang.records.models import Application, Attachment, Campaign, Enterprise, MoveMade, Submission


@dataclass(frozen=True)
class Step:
    """One place on the line of steps: when it was reached, and whether it is where the application stands."""

    state: State
    at: dt.datetime | None
    here: bool


def campaigns_at(at: dt.datetime) -> list[Campaign]:
    """Campaigns that have opened, the newest first."""
    return list(Campaign.objects.filter(opens_at__lte=at).select_related("bureau").order_by("-opens_at")[:50])


def newest_campaigns(at: dt.datetime) -> dict[str, Campaign]:
    """The newest campaign that has opened, by the id of the edition it runs."""
    return {one.scheme: one for one in reversed(campaigns_at(at))}


def applications_of(enterprise: Enterprise | None) -> dict[int, Application]:
    """The enterprise's applications by campaign."""
    found = Application.objects.filter(enterprise=enterprise).select_related("campaign", "bureau")
    found = found.prefetch_related("moves", "attachments")
    return {one.campaign_id: one for one in found}


def steps(application: Application, scheme: Scheme, moves: list[MoveMade]) -> list[Step]:
    """The line of steps: of each place the state reached, or the first that lies there, with its date."""
    reached = {scheme.workflow.start: application.started_at} | {one.target: one.at for one in moves}
    line: dict[int, State] = {}
    for state in scheme.workflow.states:
        if state.step and (state.step not in line or state.id == application.state):
            line[state.step] = state
    stands = next((state.step for state in scheme.workflow.states if state.id == application.state), 0)
    return [
        Step(state, reached.get(state.id) if state.step <= stands else None, state.id == application.state)
        for _, state in sorted(line.items())
    ]


def moves_of(application: Application) -> list[MoveMade]:
    """The moves made, the oldest first, with the receipt of what was handed in."""
    found = application.moves.select_related("by", "submission").order_by("pk")
    return list(found.defer("submission__answers", "submission__files", "submission__score", "submission__set_values"))


def attachments_of(application: Application) -> dict[str, list[Attachment]]:
    """The files in use, by material."""
    found: dict[str, list[Attachment]] = {}
    for one in Attachment.objects.filter(application=application, removed_at=None).select_related("file", "by"):
        found.setdefault(one.material, []).append(one)
    return found


def submissions_of(application: Application) -> list[Submission]:
    """What was handed in, the newest first."""
    return list(application.submissions.select_related("by").order_by("-pk"))


def touched_since(application: Application, scheme: Scheme, places: Iterable[str]) -> set[str]:
    """Which of these places (fields, tables, `section:<id>`, `material:<id>`) differ from what was handed in last."""
    last = application.submissions.last()
    if last is None:
        return set()
    now = typed_answers(application)
    changed = {key for key in {*now, *last.answers} if now.get(key) != last.answers.get(key)}
    items = {key.partition(".")[0] for key in changed}
    found = {*changed, *items}
    found |= {f"section:{section.id}" for section in scheme.form.sections if items & {item.id for item in section.items}}
    used = Attachment.objects.filter(application=application, removed_at=None).values_list("material", "file__digest")
    before, after = {(one["material"], one["digest"]) for one in last.files}, set(used)
    found |= {f"material:{material}" for material, _ in before ^ after}
    return found & set(places)


def return_of(application: Application, scheme: Scheme) -> MoveMade | None:
    """The return that is being answered, where the application is open only for what was named."""
    state = next((one for one in scheme.workflow.states if one.id == application.state), None)
    if state is None or state.open != "named":
        return None
    return application.moves.filter(target=application.state).select_related("by").last()

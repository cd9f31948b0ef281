"""May this person make this move with this application, now? The scheme's workflow table, asked with the facts."""

import datetime as dt
from collections.abc import Mapping

from zhiqiang.access.roles import Reader
from zhiqiang.engine.models.workflow import Move, Need
from zhiqiang.engine.permitting import Situation, Verdict, permit
from zhiqiang.engine.scheme import Scheme
from zhiqiang.records.models import Application, Campaign


def deadlines(application: Application) -> Mapping[str, dt.datetime]:
    """The instants at which things close in this application's campaign."""
    return campaign_deadlines(application.campaign)


def campaign_deadlines(campaign: Campaign) -> Mapping[str, dt.datetime]:
    """The instants at which things close in a campaign."""
    return {name: dt.datetime.fromisoformat(text) for name, text in campaign.deadlines.items()}


def may_move(
    scheme: Scheme,
    application: Application,
    move: Move,
    *,
    reader: Reader,
    at: dt.datetime,
    lacking: frozenset[Need] = frozenset(),
) -> Verdict:
    """The verdict that closes the button, answers 403 and fills the help line alike."""
    situation = Situation(application.state, reader.actor_for(application), at, lacking)
    return permit(scheme.workflow, move, situation, deadlines(application))

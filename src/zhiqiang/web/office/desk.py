"""What every page of the office begins with: who reads, when, in which campaign, and whose turn means mine."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from zhiqiang.access import scope
from zhiqiang.access.roles import Reader
from zhiqiang.engine.models.workflow import Actor, Move, State
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Lang
from zhiqiang.records.models import Application, Bureau, Campaign
from zhiqiang.web.editions import edition, language


@dataclass(frozen=True, eq=False)
class Desk:
    """An officer's place in one campaign. `campaign` and `scheme` are None where no campaign concerns the bureau."""

    reader: Reader
    bureau: Bureau
    at: dt.datetime
    lang: Lang
    campaigns: tuple[tuple[Campaign, str], ...]
    campaign: Campaign | None
    scheme: Scheme | None

    @property
    def visible(self) -> QuerySet[Application]:
        """What this officer may see of the campaign."""
        return scope.applications(self.reader).filter(campaign=self.campaign)

    @property
    def level(self) -> Actor:
        """As whom the bureau acts."""
        return self.bureau.level  # type: ignore[return-value]

    @property
    def states(self) -> tuple[State, ...]:
        """The states an officer can meet: all but the one in which an application begins."""
        if self.scheme is None:
            return ()
        flow = self.scheme.workflow
        return tuple(state for state in flow.states if state.id != flow.start)

    def turn(self, holder: str) -> tuple[str, ...]:
        """The states in which it is somebody's turn."""
        return tuple(state.id for state in self.states if state.holder == holder and not state.final)

    @property
    def mine(self) -> tuple[str, ...]:
        """The states in which it is this bureau's turn."""
        return self.turn(self.level)

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves that are this bureau's to make."""
        flow = self.scheme.workflow.moves if self.scheme else ()
        return tuple(move for move in flow if move.actor == self.level)

    def deadline(self, state: str) -> dt.datetime | None:
        """Until when the one who holds a state can move on from it; None where nothing limits it."""
        if self.scheme is None or self.campaign is None:
            return None
        flow = self.scheme.workflow
        holder = next((one.holder for one in flow.states if one.id == state), None)
        ends = [
            self.campaign.deadlines[move.until]
            for move in flow.moves
            if state in move.sources and move.actor == holder and move.until in self.campaign.deadlines
        ]
        return max(map(dt.datetime.fromisoformat, ends), default=None)


def desk(request: HttpRequest) -> Desk:
    """The desk of the officer who asks, in the campaign the address names or else the newest."""
    reader: Reader = request.reader
    assert reader.bureau is not None
    lang = language()
    found = list(scope.campaigns(reader))
    wanted = request.GET.get("campaign", "")
    chosen = next((one for one in found if one.key == wanted), found[0] if found else None)
    names = tuple((one, _name(one, lang)) for one in found)
    scheme = edition(chosen.scheme) if chosen else None
    return Desk(reader, reader.bureau, request.at, lang, names, chosen, scheme)


def _name(campaign: Campaign, lang: Lang) -> str:
    """What a campaign is called: as its edition is; by its id where the edition cannot be read."""
    try:
        return edition(campaign.scheme).cover.name(lang)
    except Http404:
        return campaign.scheme

"""One application on the officer's desk: what every page and part of it needs, read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest
from django.urls import reverse

from zhiqiang.access import scope
from zhiqiang.access.moving import deadlines, may_move
from zhiqiang.access.roles import Reader
from zhiqiang.engine.models.workflow import Move, State
from zhiqiang.engine.permitting import Verdict, spoken_deadline
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Lang
from zhiqiang.queries.applications import lacking
from zhiqiang.queries.submissions import by_material, elsewhere, moves, submissions
from zhiqiang.queries.type_checks import type_checks
from zhiqiang.records.models import Application, MoveMade, Remark, Submission
from zhiqiang.web.editions import edition, language
from zhiqiang.web.office.cards import SHOWS, Asked, Card, Files, cards, files_of, shows
from zhiqiang.web.office.labels import Labels, labels
from zhiqiang.web.office.reading import Reading, reading


@dataclass(frozen=True, slots=True)
class Choice:
    """A move as a button: open, or closed with every reason and its clause."""

    move: Move
    label: str
    verdict: Verdict
    reasons: tuple[tuple[str, str], ...]
    kind: str
    address: str

    @property
    def open(self) -> bool:
        """Whether it can be made now."""
        return bool(self.verdict)


class Case:
    """An application with its submissions, its files and the officer's notes. Everything is read when first asked for."""

    def __init__(self, request: HttpRequest, application: Application) -> None:
        self.application = application
        self.reader: Reader = request.reader
        self.at = request.at
        self.lang: Lang = language()
        self.scheme: Scheme = edition(application.campaign.scheme)
        self.query = request.GET.copy()

    # --- where it stands

    @cached_property
    def actor(self) -> str:
        """As whom the reader meets it."""
        return self.reader.actor_for(self.application)

    @property
    def state(self) -> State:
        """Where it stands."""
        return next(one for one in self.scheme.workflow.states if one.id == self.application.state)

    @property
    def state_words(self) -> str:
        """The state in words."""
        return self.state.name(self.lang)

    @property
    def tone(self) -> str:
        """How the state's mark looks."""
        return self.labels.tones.get(self.application.state, "")

    @cached_property
    def labels(self) -> Labels:
        """The edition's words for codes."""
        return labels(self.scheme, self.lang)

    @property
    def mine(self) -> bool:
        """Whether it is this reader's turn: then notes can be taken."""
        return self.actor == self.state.holder and not self.state.final

    @property
    def days(self) -> int:
        """Whole days it has stood where it stands."""
        return max(0, (self.at - self.application.state_since).days)

    @cached_property
    def deadline(self):
        """Until when its holder can move on; None where nothing limits it."""
        ends = deadlines(self.application)
        found = [
            ends[move.until]
            for move in self.scheme.workflow.moves
            if self.application.state in move.sources and move.actor == self.state.holder and move.until in ends
        ]
        return max(found, default=None)

    @property
    def deadline_words(self) -> str:
        """The deadline as people say it."""
        return spoken_deadline(self.deadline)(self.lang) if self.deadline else ""

    # --- what may be done

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The reader's moves, those that go on; each open or closed with its reasons."""
        return tuple(self.choice(one) for one in self.scheme.workflow.moves if one.actor == self.actor and one.target)

    @property
    def closed_reasons(self) -> bool:
        """Whether any button is closed."""
        return any(not one.open for one in self.choices)

    @cached_property
    def undo(self) -> Choice | None:
        """The move that takes the last one back, where the reader has one and it concerns this state."""
        found = (one for one in self.scheme.workflow.moves if one.actor == self.actor and one.target is None)
        return next((self.choice(one) for one in found if self.application.state in one.sources), None)

    def choice(self, move: Move) -> Choice:
        """One move, judged."""
        verdict = may_move(
            self.scheme, self.application, move, reader=self.reader, at=self.at,
            lacking=lacking(self.application, self.scheme, move),
        )  # fmt: skip
        clauses = self.scheme.clauses
        reasons = tuple(
            (one.words(self.lang), clauses[one.clause].title(self.lang) if one.clause in clauses else one.clause)
            for one in verdict.reasons
        )
        address = reverse("office-decide", args=[self.application.key, move.id])
        return Choice(move, move.name(self.lang), verdict, reasons, self.kind(move), address)

    def kind(self, move: Move) -> str:
        """How its button looks: what ends the application is marked as such."""
        target = next((one for one in self.scheme.workflow.states if one.id == move.target), None)
        if target is not None and target.final:
            return "danger"
        return "quiet" if move.needs else ""

    # --- what was handed in

    @cached_property
    def submissions(self) -> list[Submission]:
        """Everything handed in, the first first."""
        return submissions(self.application)

    @property
    def now(self) -> Submission:
        """The submission being read: the last."""
        return self.submissions[-1]

    @property
    def before(self) -> Submission | None:
        """The one before it."""
        return self.submissions[-2] if len(self.submissions) > 1 else None

    @cached_property
    def reading(self) -> Reading:
        """The submission made ready to be read."""
        return reading(self.scheme, self.now, self.before, self.lang)

    @cached_property
    def files(self) -> Files:
        """The files in use that the reader may see."""
        used = by_material(scope.attachments(self.reader, self.application))
        digests = {one.file.digest for found in used.values() for one in found}
        others = elsewhere(self.application, digests, scope.applications(self.reader))
        checks = type_checks(self.scheme, (one for found in used.values() for one in found))
        return files_of(self.scheme.materials, used, others, checks, self.before, self.now, self.lang)

    @cached_property
    def moves(self) -> list[MoveMade]:
        """Every change of state."""
        return moves(self.application)

    # --- the officer's notes

    @cached_property
    def remarks(self) -> Sequence[Remark]:
        """The bureau's notes on the submission being read."""
        found = scope.remarks(self.reader).filter(submission=self.now)
        return list(found.select_related("by"))

    @property
    def asked(self) -> list[Remark]:
        """The places noted for correction."""
        return [one for one in self.remarks if one.kind == Remark.Kind.CORRECT]

    @cached_property
    def asked_by_place(self) -> dict[str, Asked]:
        """The notes for correction, by place."""
        return {one.place: Asked(one.place, "", one.note, one.by.name) for one in self.asked}

    @cached_property
    def cards(self) -> dict[str, Card]:
        """Every claim's card."""
        return cards(self.reading, self.files, self.remarks)

    @property
    def show(self) -> str:
        """Which cards are shown."""
        wanted = self.query.get("show", "")
        return wanted if wanted in SHOWS else ""

    @property
    def shows(self) -> list[tuple[str, str, int]]:
        """The choices of which cards are shown, with their numbers; those that hold none left out."""
        numbers = {which: sum(shows(card, which) for card in self.cards.values()) for which in SHOWS}
        wanted = [which for which in SHOWS if numbers[which] or which in ("", self.show)]
        return [(which, str(SHOWS[which]), numbers[which]) for which in wanted if which != "unseen" or self.mine]

    @property
    def parts(self):
        """The parts with the cards shown in each; a part without any is left out."""
        found = []
        for part in self.reading.parts:
            there = [self.cards[claim.id] for claim in part.claims if shows(self.cards[claim.id], self.show)]
            if there:
                found.append((part, there))
        return found

    @property
    def address(self) -> str:
        """The page itself."""
        return reverse("office-application", args=[self.application.key])

    @cached_property
    def remarks_address(self) -> str:
        """Where notes are sent: with the query that tells what is shown, so that it is shown again."""
        query = self.query.urlencode()
        address = reverse("office-remarks", args=[self.application.key])
        return f"{address}?{query}" if query else address

    @cached_property
    def ask_address(self) -> str:
        """Where the form for a note comes from."""
        return reverse("office-ask", args=[self.application.key])

    @property
    def list_query(self) -> str:
        """The list's own query one came from; it is only ever put behind the list's own address."""
        return self.query.get("list", "")[:600]


def case_of(request: HttpRequest, key: str) -> Case:
    """The application of this key, where the reader may see it and it was handed in."""
    visible = scope.applications(request.reader).exclude(submitted_at=None)
    found = visible.select_related("enterprise", "bureau", "campaign").defer("answers").filter(key=key).first()
    if found is None:
        raise Http404
    return Case(request, found)

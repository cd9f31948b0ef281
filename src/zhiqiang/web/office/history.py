"""What happened to an application, in one line of time: handed in, decided, corrected."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiqiang.actions.places import place_of, place_words
from zhiqiang.engine.explaining.steps import points_words
from zhiqiang.engine.words import Words
from zhiqiang.queries.submissions import corrections
from zhiqiang.records.models import MoveMade, Revision
from zhiqiang.web.office.case import Case

MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: when, what, by whom, why; `points` are (place, note), `facts` small print."""

    at: dt.datetime
    label: str
    by: str
    reason: str = ""
    points: tuple[tuple[str, str], ...] = ()
    facts: tuple[str, ...] = ()
    undone: bool = False
    minor: bool = False


def history(case: Case) -> list[Entry]:
    """Newest first. What was saved after the last submission is a draft and not in it."""
    entries = [_move(case, one) for one in case.moves]
    if case.before is not None:
        first = case.submissions[0]
        for one in corrections(case.application, first.revision, case.now.revision):
            entries.append(_correction(case, one))
    return sorted(entries, key=lambda entry: entry.at)[::-1]


def _move(case: Case, made: MoveMade) -> Entry:
    names = {move.id: move for move in case.scheme.workflow.moves}
    label = names[made.move].name(case.lang) if made.move in names else made.move
    points = tuple(
        (place_words(case.scheme, point.get("key", ""))(case.lang), point.get("note", "")) for point in made.points
    )
    facts: tuple[str, ...] = ()
    if made.submission is not None:
        one = made.submission
        total = _("自评得分 %(points)s") % {"points": _two_places(one.score.get("total", ""))}
        facts = (_("回执 %(number)s") % {"number": one.receipt}, total, _("校验码 %(digest)s") % {"digest": one.digest[:16]})
    return Entry(made.at, label, made.by.name, made.reason, points, facts, made.undone_by_id is not None)


def _two_places(points: str) -> str:
    try:
        return points_words(Fraction(points))
    except (ValueError, ZeroDivisionError):
        return points


def _correction(case: Case, one: Revision) -> Entry:
    places = dict.fromkeys(place_of(case.scheme, key) or key for key in one.changes)
    names = [place_words(case.scheme, place)(case.lang) for place in places]
    shown = Words("、", ", ")(case.lang).join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown += _(" 等 %(number)d 处") % {"number": len(names)}
    label = ngettext("修改了 %(number)d 项", "修改了 %(number)d 项", len(one.changes)) % {"number": len(one.changes)}
    return Entry(one.at, label, one.by.name, facts=(shown,), minor=True)

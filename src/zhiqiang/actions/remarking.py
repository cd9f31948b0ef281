"""An officer's notes while reading: a claim seen through, a place to be corrected."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhiqiang.access.roles import Reader
from zhiqiang.actions.deciding import LONGEST_NOTE
from zhiqiang.actions.places import known_place
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Application, Remark, Submission


def mark_seen(
    *, application: Application, scheme: Scheme, claims: Sequence[str], by: Reader, at: dt.datetime
) -> None:
    """Note that these claims were looked at and found good; one that is marked already stays as it is."""
    with transaction.atomic():
        submission = _in_hand(application, scheme, by)
        places = [f"claim:{claim}" for claim in claims if claim in claimable(scheme)]
        Remark.objects.bulk_create(
            (
                Remark(submission=submission, kind=Remark.Kind.SEEN, place=place, by=by.person, at=at)
                for place in places
            ),
            ignore_conflicts=True,
        )


def unmark_seen(*, application: Application, scheme: Scheme, claims: Sequence[str], by: Reader) -> None:
    """Take the marks of these claims away again."""
    with transaction.atomic():
        submission = _in_hand(application, scheme, by)
        places = [f"claim:{claim}" for claim in claims]
        Remark.objects.filter(submission=submission, kind=Remark.Kind.SEEN, place__in=places).delete()


def ask_correction(
    *,
    application: Application,
    scheme: Scheme,
    places: Sequence[str],
    note: str,
    by: Reader,
    at: dt.datetime,
) -> None:
    """Note places to be corrected, each with this note; a place noted before gets the new note.

    Nothing is sent: the notes become the points of a return. Raises Refused with every reason.
    """
    note = note.strip()
    problems = _problems(scheme, places, note)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        submission = _in_hand(application, scheme, by)
        for place in dict.fromkeys(places):
            Remark.objects.update_or_create(
                submission=submission,
                kind=Remark.Kind.CORRECT,
                place=place,
                defaults={"note": note, "by": by.person, "at": at},
            )


def take_back(*, application: Application, scheme: Scheme, places: Sequence[str], by: Reader) -> None:
    """Take notes on these places away again."""
    with transaction.atomic():
        submission = _in_hand(application, scheme, by)
        Remark.objects.filter(submission=submission, kind=Remark.Kind.CORRECT, place__in=places).delete()


def claimable(scheme: Scheme) -> frozenset[str]:
    """What can be marked as seen: indicators, conditions and the documents of the application."""
    documents = {id for id, material in scheme.materials.items() if material.role == "document"}
    return frozenset({*scheme.members, *(gate.model.id for gate in scheme.gates), *documents})


def _problems(scheme: Scheme, places: Sequence[str], note: str) -> list[Words]:
    found = []
    if not places:
        found.append(Words("请选择要补正的填报项或材料", "choose what is to be corrected"))
    if not note:
        found.append(Words("请写明要补正什么", "say what is to be corrected"))
    if len(note) > LONGEST_NOTE:
        found.append(
            Words(
                f"意见共 {len(note)} 字，最多 {LONGEST_NOTE} 字，请删减",
                f"the note has {len(note)} characters, at most {LONGEST_NOTE}; shorten it",
            )
        )
    strange = [place for place in places if not known_place(scheme, place)]
    if strange:
        found.append(Words(f"表中没有这些项：{strange[0][:60]}", f"the form has no such place: {strange[0][:60]}"))
    return found


def _in_hand(application: Application, scheme: Scheme, by: Reader) -> Submission:
    """The submission being checked, where it is this person's turn to check it."""
    held = Application.objects.select_for_update().select_related("campaign").get(pk=application.pk)
    state = next(state for state in scheme.workflow.states if state.id == held.state)
    if by.person is None or by.actor_for(held) != state.holder or state.final:
        raise Refused(
            Words(
                f"现为“{state.label}”，不在你处审核，不能记审核意见",
                f"it is “{state.label_en}” and not yours to check now, so no notes can be taken",
            )
        )
    last = held.submissions.order_by("-pk").first()
    if last is None:
        raise Refused(Words("企业还没有提交", "nothing was handed in yet"))
    return last

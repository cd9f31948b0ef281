"""Telling people: a message in the inbox and a letter for the post, written in the transaction of the act."""

import datetime as dt
from collections.abc import Iterable

from zhiqiang.engine.models.workflow import Move
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Application, Letter, Member, Message, MoveMade, Person, Post


def tell(
    people: Iterable[Person],
    subject: Words,
    body: Words,
    *,
    at: dt.datetime,
    about: Application | None = None,
) -> None:
    """Put a message into each inbox and a letter to each address into the outbox; a job sends it."""
    people = list(people)
    Message.objects.bulk_create(
        Message(
            to=person,
            application=about,
            subject=subject.zh,
            subject_en=subject.en,
            body=body.zh,
            body_en=body.en,
            at=at,
        )
        for person in people
    )
    Letter.objects.bulk_create(
        Letter(to=person.email, subject=subject.zh, body=f"{body.zh}\n\n{body.en}\n", at=at)
        for person in people
    )


def tell_other_side(application: Application, scheme: Scheme, move: Move, made: MoveMade) -> None:
    """Tell those who did not make the move: the enterprise's people of an officer's, the officers of an enterprise's."""
    name, label = application.enterprise.name, Words(move.label, move.label_en)
    subject = Words(
        f"【{label.zh}】{name}：{scheme.cover.label}", f"{label.en}: {name}, {scheme.cover.label_en}"
    )
    body = Words(move.message or label.zh, move.message_en or label.en)
    if made.reason:
        body += Words(f"\n理由：{made.reason}", f"\nReason: {made.reason}")
    for point in made.points:
        place = _place(scheme, str(point.get("key", "")))
        body += Words(f"\n· {place.zh}：{point.get('note', '')}", f"\n· {place.en}: {point.get('note', '')}")
    tell(_others(application, move), subject, body, at=made.at, about=application)


def _others(application: Application, move: Move) -> list[Person]:
    if move.actor == "enterprise":
        posts = Post.objects.filter(bureau=application.bureau, ended_at=None).select_related("person")
        return [post.person for post in posts]
    members = Member.objects.filter(enterprise=application.enterprise).select_related("person")
    return [member.person for member in members]


def _place(scheme: Scheme, key: str) -> Words:
    """What a named place is called: a field, a table, a section or a material."""
    kind, _, id = key.partition(":")
    if kind == "material" and id in scheme.materials:
        return Words(scheme.materials[id].label, scheme.materials[id].label_en)
    for section in scheme.form.sections:
        if kind == "section" and section.id == id:
            return Words(section.label, section.label_en)
        for item in section.items:
            if item.id == key:
                return Words(item.label, item.label_en)
    cell = scheme.cells.get(key)
    return Words(cell.leaf.label, cell.leaf.label_en) if cell else Words(key, key)

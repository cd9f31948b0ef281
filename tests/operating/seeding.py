"""A site's database with something in it, and what is in it afterwards: run as processes of their own.

``python -m tests.operating.seeding fill N`` writes N whole drafts and says how to come in; ``many N`` adds N rows to an
officer's list; ``look`` tells everything that has to hold in any site; ``again`` logs in anew; ``tamper`` breaks the trail.
"""

import json
import sys

import django


def fill(number: int) -> dict:
    """N drafts that could be handed in, each with its owner's session; an officer's session."""
    from tests.web.office.world import attach, make_office, scan

    office = make_office()
    drafts = []
    for n in range(number):
        one = office.draft()
        owner = office.owners[one.pk]
        for material in (m for m in office.scheme.materials.values() if m.required):
            attach(one, material.id, scan(f"{n} {material.id}"), by=owner, at=office.now)
        drafts.append({"key": one.key, "session": session(owner.person)})
    free = [
        m.id
        for m in office.scheme.materials.values()
        if not m.required and (not m.formats or "pdf" in m.formats)
    ]
    return {
        "drafts": drafts,
        "officer": session(office.officer("610100").person, factor=True),
        "materials": free,
    }


def many(number: int) -> dict:
    """An officer with N applications, one of them whole."""
    from tests.web.office.world import fill as rows
    from tests.web.office.world import make_office
    from zhiqiang.records.models import Application

    office = make_office()
    rows(office, number)
    whole = Application.objects.exclude(submissions=None).get()
    return {"officer": session(office.officer("610100").person, factor=True), "key": whole.key,
            "draft": (draft := office.draft()).key, "owner": session(office.owners[draft.pk].person)}  # fmt: skip


def again() -> dict:
    """The draft that is still open, and a new session of its owner."""
    from zhiqiang.records.models import Application

    one = Application.objects.filter(state="draft").first()
    return {"key": one.key, "session": session(one.enterprise.members.get(role="owner").person)}


def tamper() -> dict:
    """Somebody with access to the database changes what the audit trail says."""
    from zhiqiang.records.models import Event

    first = Event.objects.filter(number=1).first()
    return {"changed": Event.objects.filter(pk=first.pk).update(act="something.else")}


def session(person, *, factor: bool = False) -> str:
    """The key of a session in which this person has come in all the way."""
    from allauth.account.internal.flows.login import record_authentication
    from django.http import HttpRequest
    from django.test import Client

    client = Client()
    client.force_login(person)
    request = HttpRequest()
    request.session, request.user = client.session, person
    record_authentication(request, person, method="password", reauthenticated=True)
    if factor:
        record_authentication(request, person, method="mfa", id=1, type="totp")
    request.session.save()
    return request.session.session_key


def look() -> dict:
    """What is acknowledged, and every way in which something could be half-done."""
    from zhiqiang.queries.audit import verify
    from zhiqiang.records.models import Application, MoveMade, Revision, StoredFile, Submission

    wrong = [f"{one.book} {one.number} {one.words.en}" for one in verify()]
    for one in Application.objects.all():
        wrong += [f"{one.key}: {what}" for what in half_done(one)]
    for file in StoredFile.objects.all():
        if not content_is_whole(file.digest):
            wrong.append(f"the content of {file.key} is not whole")
        if not file.attachments.exists():
            wrong.append(f"{file.key} is used for nothing")
    return {
        "wrong": wrong,
        "saves": list(Revision.objects.values_list("save_id", flat=True)),
        "uploads": list(StoredFile.objects.values_list("upload_id", flat=True)),
        "submitted": list(Submission.objects.values_list("application__key", flat=True)),
        "moves": MoveMade.objects.count(),
    }


def half_done(one) -> list[str]:
    """What of an application's rows does not agree."""
    from zhiqiang.records.digests import submission_digest
    from zhiqiang.records.models import Event

    wrong = []
    revisions = list(one.revisions.order_by("number"))
    last = revisions[-1].number if revisions else 1
    if one.revision != last:
        wrong.append(f"revision {one.revision}, saved {last}")
    for key, (_, after) in (revisions[-1].changes if revisions else {}).items():
        if one.answers[key]["v"] != after:
            wrong.append(f"{key} is not what was saved last")
    submissions, moves = list(one.submissions.all()), one.moves.filter(move="submit").count()
    events = Event.objects.filter(book__name=f"application:{one.key}", act__startswith="move").count()
    if not (len(submissions) == moves == (one.state == "submitted")) or (moves and not events):
        wrong.append(f"{one.state} with {len(submissions)} submissions, {moves} moves, {events} events")
    wrong += ["its submission's digest" for s in submissions if s.digest != submission_digest(s)]
    return wrong


def content_is_whole(digest: str) -> bool:
    import hashlib

    from django.core.files.storage import default_storage

    from zhiqiang.actions.storing import store_path

    try:
        with default_storage.open(store_path(digest)) as file:
            return hashlib.sha256(file.read()).hexdigest() == digest
    except OSError:
        return False


if __name__ == "__main__":
    django.setup()
    what, *rest = sys.argv[1:]
    print(json.dumps({"fill": fill, "many": many, "look": look, "again": again, "tamper": tamper}[what](*map(int, rest))))

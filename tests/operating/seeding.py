"""A site's database with something in it, and what is in it afterwards: run as processes of their own.

``python -m tests.operating.seeding fill N`` writes N whole drafts and says how to come in; ``many N C`` adds N rows to an
officer's list, with C drafts and whole applications; ``race`` prepares for `test_races`, ``papers`` attaches what an
application has to have, ``history`` tells its story; ``look`` tells everything that has to hold in any site; ``again``
logs in anew; ``tamper`` breaks the trail.
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
        for material in (m for m in office.scheme.materials.values() if m.awaited):
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


def many(number: int, callers: int = 1) -> dict:
    """An officer with N applications, and as many drafts and whole applications as there are callers."""
    from tests.web.office.world import fill as rows
    from tests.web.office.world import make_office
    from zhiqiang.records.models import Application

    office = make_office()
    rows(office, number)
    for _ in range(callers - 1):
        office.application()
    drafts = [office.draft() for _ in range(callers)]
    return {
        "officer": session(office.officer("610100").person, factor=True),
        "handed_in": list(Application.objects.exclude(submissions=None).values_list("key", flat=True)),
        "drafts": [{"key": one.key, "session": session(office.owners[one.pk].person)} for one in drafts],
    }


def race() -> dict:
    """Two drafts and four applications handed in, each with its owner and a colleague; two officers of one city."""
    from tests.web.office.world import make_office
    from zhiqiang.records.models import Member, Person, Post

    office = make_office()

    def person(email: str) -> Person:
        made = Person(email=email, name=email.partition("@")[0])
        made.set_unusable_password()
        made.save()
        return made

    def told(one, n: int) -> dict:
        colleague = person(f"colleague{n}@example.com")
        member = Member.objects.create(enterprise=one.enterprise, person=colleague, role="staff", since=office.now)
        last = one.submissions.last()
        return {"key": one.key, "owner": session(office.owners[one.pk].person), "colleague": session(colleague),
                "member": member.key, "receipt": last.receipt if last else "", "campaign": office.campaign.key}  # fmt: skip

    ready = [office.application(state=state) for state in ("draft", "draft", *["submitted"] * 4)]
    second = person("second@xian.example")
    Post.objects.create(person=second, bureau=office.cities["610100"], since=office.now)
    first = office.officer("610100").person
    return {"applications": [told(one, n) for n, one in enumerate(ready)],
            "officers": [session(one, factor=True) for one in (first, second)]}  # fmt: skip


def fresh() -> dict:
    """An enterprise that has begun nothing."""
    from django.utils import timezone

    from zhiqiang.records.models import Campaign, Enterprise, Member, Person

    person = Person(email="fresh@example.com", name="fresh")
    person.set_unusable_password()
    person.save()
    firm = Enterprise.objects.create(credit_code="91610133MA6X12345K", name="崭新科技有限公司", registered_at=timezone.now())
    Member.objects.create(enterprise=firm, person=person, role="owner", since=timezone.now())
    return {"session": session(person), "campaign": Campaign.objects.get().key}


def fresh_look() -> dict:
    """What that enterprise has begun since."""
    from zhiqiang.records.models import Application

    return {"applications": Application.objects.filter(enterprise__name="崭新科技有限公司").count()}


def papers(key: str) -> dict:
    """Every paper an application has to have, but one place of the first is left."""
    from tests.web.office.world import attach, scan
    from zhiqiang.access.roles import Reader
    from zhiqiang.engine.loading import load, shipped
    from zhiqiang.records.models import Application

    one = Application.objects.get(key=key)
    owner = Reader(one.enterprise.members.get(role="owner").person)
    for material in load(shipped()[one.campaign.scheme]).materials.values():
        if material.required:
            attach(one, material.id, scan(f"{key} {material.id}"), by=owner, at=one.started_at)
    return {}


def history(key: str) -> dict:
    """What an application's history says: its saves and moves in order, what stands, and whether the chain holds."""
    from zhiqiang.queries.audit import verify
    from zhiqiang.records.models import Application

    one = Application.objects.get(key=key)
    broken = [f"{found.number} {found.words.en}" for found in verify() if found.book.endswith(key)]
    return {
        "revision": one.revision,
        "state": one.state,
        "answers": {name: kept["v"] for name, kept in one.answers.items()},
        "saves": [[r.number, r.save_id, r.changes] for r in one.revisions.order_by("number")],
        "moves": list(one.moves.values_list("move", flat=True)),
        "receipts": [[s.receipt, s.revision, s.answers] for s in one.submissions.all()],
        "uploads": list(one.files.order_by("pk").values_list("upload_id", flat=True)),
        "in_use": list(one.attachments.filter(removed_at=None).order_by("pk").values_list("material", flat=True)),
        "members": sorted(one.enterprise.members.values_list("key", flat=True)),
        "invitations": list(one.enterprise.invitations.filter(used_at=None, withdrawn_at=None).values_list("email", flat=True)),
        "applications": one.enterprise.applications.count(),
        "wrong": broken + half_done(one),
    }


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
    submissions, moves = list(one.submissions.all()), one.moves.count()
    events = Event.objects.filter(book__name=f"application:{one.key}", act__startswith="move").count()
    handing_in = one.moves.exclude(submission=None).count()
    if len(submissions) != handing_in or moves != events or (one.state == "submitted") > len(submissions):
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


COMMANDS = (fill, many, race, fresh, fresh_look, papers, history, look, again, tamper)

if __name__ == "__main__":
    django.setup()
    what, *rest = sys.argv[1:]
    chosen = next(one for one in COMMANDS if one.__name__ == what)
    print(json.dumps(chosen(*(int(one) if one.isdigit() else one for one in rest))))

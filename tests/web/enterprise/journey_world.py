"""Run as a program beside a served site: makes an enterprise of two people, or fills in what its application lacks.

`journey_world.py DATA` prints two session keys and the application's key; `journey_world.py DATA complete` fills it in.
"""

import os
import sys
from pathlib import Path

data = Path(sys.argv[1])
sys.path.insert(0, str(Path(__file__).parents[3]))
from tests.databases import database_of  # noqa: E402

os.environ |= {
    **database_of(data),
    "DJANGO_SETTINGS_MODULE": "zhiqiang.config.settings", "ZHIQIANG_DATA": str(data), "ZHIQIANG_DEMO": "1",
    "ZHIQIANG_SECRET_KEY": (data / "secret.key").read_text().strip(),
}  # fmt: skip
import django  # noqa: E402

django.setup()

from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.web.office.world import attach, make_office, scan, whole_answers  # noqa: E402
from zhiqiang.access.roles import Reader  # noqa: E402
from zhiqiang.actions.answers import save_answers  # noqa: E402
from zhiqiang.engine.loading import load, shipped  # noqa: E402
from zhiqiang.records.models import Application, Member, Person  # noqa: E402


def begin() -> None:
    office = make_office()
    one = office.draft()
    Application.objects.filter(pk=one.pk).update(answers={}, revision=0)
    second = Person(email="second@example.com", name="赵敏")
    second.set_unusable_password()
    second.save()
    Member.objects.create(enterprise=one.enterprise, person=second, role="staff", since=office.now)
    for person in (office.owners[one.pk].person, second):
        client = Client()
        client.force_login(person)
        print(client.cookies["zhiqiang_session"].value)
    print(one.key)


def complete() -> None:
    scheme = load(shipped()["shaanxi-2020"])
    one = Application.objects.get()
    owner = Reader(one.enterprise.members.get(role="owner").person)
    save_answers(
        application=one, scheme=scheme, changes={**whole_answers(), "city": "610100"}, base=one.revision, save_id="complete",
        by=owner, at=timezone.now(),
    )  # fmt: skip
    for material in (m for m in scheme.materials.values() if m.awaited and m.id != "licence"):
        attach(one, material.id, scan(material.id), by=owner, at=timezone.now())


complete() if sys.argv[2:] == ["complete"] else begin()

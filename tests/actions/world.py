"""A small world: one province, two cities, an enterprise with two people, an officer each."""

import datetime as dt
from dataclasses import dataclass

from zhiqiang.access.roles import Reader
from zhiqiang.actions.applications import start_application
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.permitting import end_of_day
from zhiqiang.engine.scheme import Scheme
from zhiqiang.records.models import Application, Bureau, Campaign, Enterprise, Member, Person, Post

NOW = dt.datetime(2020, 11, 2, 9, 0, tzinfo=dt.UTC)


@dataclass
class World:
    scheme: Scheme
    campaign: Campaign
    owner: Reader
    colleague: Reader
    xian: Reader
    baoji: Reader
    application: Application


def make_world() -> World:
    """The world, written into the test's database."""
    scheme = load(shipped()["shaanxi-2020"])
    province = Bureau.objects.create(code="610000", name="陕西省知识产权局", name_en="Shaanxi", level="province")
    cities = [
        Bureau.objects.create(code=code, name=name, name_en=name, level="city", parent=province)
        for code, name in (("610100", "西安市"), ("610300", "宝鸡市"))
    ]
    campaign = Campaign.objects.create(
        scheme=scheme.id, digest=scheme.digest, bureau=province, opens_at=NOW - dt.timedelta(days=10),
        deadlines={one.id: end_of_day(one.closes).isoformat() for one in scheme.calendar.deadlines},
    )  # fmt: skip
    enterprise = Enterprise.objects.create(
        credit_code="91610131MA6U106Q1M", name="秦岭智测科技有限公司", registered_at=NOW
    )
    readers = []
    for mail, role in (("owner@example.com", "owner"), ("second@example.com", "staff")):
        person = Person.objects.create_user(mail, "a-long-password", name=mail)
        Member.objects.create(enterprise=enterprise, person=person, role=role, since=NOW)
        readers.append(Reader(person))
    officers = []
    for bureau in cities:
        person = Person.objects.create_user(f"{bureau.code}@example.com", "a-long-password", name=bureau.name)
        Post.objects.create(person=person, bureau=bureau, since=NOW)
        officers.append(Reader(person))
    application = start_application(campaign=campaign, scheme=scheme, by=readers[0], at=NOW, answers={"city": "610100"})
    return World(scheme, campaign, *readers, *officers, application)

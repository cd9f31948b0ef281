"""The inbox: one component for officers and enterprises."""

import datetime as dt

import pytest

from zhiqiang.records.models import Message

pytestmark = [pytest.mark.requirement("N12")]


@pytest.fixture
def three(office):
    """Three messages about an application, to its owner and to the officer; the oldest was read."""
    one = office.application()
    Message.objects.all().delete()
    for reader in (office.officer("610100"), office.owners[one.pk]):
        for number in range(3):
            Message.objects.create(
                to=reader.person, application=one, subject=f"第{number}条", subject_en=f"number {number}", body=f"正文{number}",
                body_en=f"body {number}", at=office.now + dt.timedelta(minutes=number), read_at=office.now if number == 0 else None,
            )  # fmt: skip
    return one


def subjects(response) -> list[str]:
    return [row.subject for row in response.context["rows"]]


def test_newest_first_and_unread_alone(office, visit, three):
    reader = office.officer("610100")

    assert subjects(visit(reader, "/messages/")) == ["第2条", "第1条", "第0条"]
    assert subjects(visit(reader, "/messages/?unread=1")) == ["第2条", "第1条"]


def test_the_header_counts_the_unread(office, visit, three):
    assert '<span class="zq-count">2<' in visit(office.officer("610100"), "/office/").content.decode()


def test_opening_marks_as_read_and_leads_to_the_application(office, visit, three):
    reader = office.officer("610100")
    message = Message.objects.filter(to=reader.person, read_at=None).last()

    body = visit(reader, f"/messages/{message.pk}").content.decode()

    assert message.body in body
    assert f"/office/applications/{three.key}" in body
    assert Message.objects.get(pk=message.pk).read_at is not None


def test_an_enterprise_has_the_same_inbox_and_its_own_way_on(office, visit, three):
    owner = office.owners[three.pk]
    message = Message.objects.filter(to=owner.person).first()

    body = visit(owner, f"/messages/{message.pk}").content.decode()

    assert f'/applications/{three.key}"' in body or f"/{three.key}" in body
    assert f"/office/applications/{three.key}" not in body


@pytest.mark.parametrize("page", ["/", "/enterprise/", "/s/shaanxi-2020/self-assessment/", "/account/"])
def test_every_page_of_an_enterprise_leads_to_its_messages(office, visit, page):
    one = office.application(ago=1)
    owner = office.owners[one.pk]
    Message.objects.create(to=owner.person, subject="退回", subject_en="returned", body="", body_en="", at=office.now)

    text = visit(owner, page).content.decode()

    assert 'href="/messages/"' in text
    assert "条未读" in text


@pytest.mark.parametrize("page", ["/", "/messages/"])
def test_every_page_of_an_officer_leads_back_to_the_office(office, visit, page):
    text = visit(office.officer("610100"), page).content.decode()

    assert 'href="/office/"' in text


def test_all_are_marked_as_read_but_not_what_came_since(office, visit, three):
    reader = office.officer("610100")
    newest = visit(reader, "/messages/").context["newest"]
    late = Message.objects.create(
        to=reader.person, subject="刚到", subject_en="just now", body="x", body_en="x", at=office.now
    )

    visit(reader, "/messages/read", {"upto": newest})

    assert list(Message.objects.filter(to=reader.person, read_at=None)) == [late]


def test_english_readers_read_english(office, visit, client, three):
    client.cookies["zhiqiang_language"] = "en"

    assert subjects(visit(office.officer("610100"), "/messages/"))[0] == "number 2"


@pytest.mark.parametrize("upto", ["", "x", "-1", "9" * 40, "²"])
def test_odd_numbers_mark_nothing(office, visit, three, upto):
    reader = office.officer("610100")

    assert visit(reader, "/messages/read", {"upto": upto}).status_code == 302
    assert Message.objects.filter(to=reader.person, read_at=None).count() == 2


def test_what_is_in_a_message_is_escaped(office, visit):
    reader = office.officer("610100")
    one = Message.objects.create(
        to=reader.person, subject="<script>1</script>", subject_en="x", body="<img src=x>\n第二行", body_en="x", at=office.now
    )

    body = visit(reader, f"/messages/{one.pk}").content.decode()

    assert "<script>1" not in body
    assert "<img src=x>" not in body
    assert "<br>" in body


def test_an_empty_inbox_says_so(office, visit):
    assert "还没有消息" in visit(office.officer("610100"), "/messages/").content.decode()

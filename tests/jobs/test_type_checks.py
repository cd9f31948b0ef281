"""A Word file whose type is prescribed is looked through by the worker; enterprise and officer read the same words."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.papers.test_type_check import GOOD, plan
from tests.web.enterprise.test_pages import at, upload
from tests.web.office.conftest import office, visit
from zhiqiang.actions.holding import HOLD, MOST_TRIES, Undone, hold_next
from zhiqiang.actions.type_checks import make_next_type_check
from zhiqiang.engine.words import Words
from zhiqiang.jobs.type_checks import make_waiting
from zhiqiang.records.models import Attachment, StoredFile, TypeCheck

__all__ = ["office", "visit"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("S36")]
STRAY = ("另有一段。", "宋体", 12)


@pytest.fixture
def mine(office):
    return office.draft()


@pytest.fixture
def sent(office, visit, mine):
    """`sent(content)`: uploads a work plan and returns the page's row."""

    def send(content: bytes) -> str:
        answer = upload(visit, office.owners[mine.pk], mine, "work_plan", content, name="方案.docx", htmx="m")
        assert answer.status_code == 200, answer.content.decode()
        return answer.content.decode()

    return send


@pytest.fixture
def told(office, visit, mine):
    """`told()`: what the page says of the check when it asks again."""

    def ask() -> str:
        attachment = Attachment.objects.get(application=mine, material="work_plan")
        return visit(office.owners[mine.pk], at("material-type-check", mine, attachment.pk)).content.decode()

    return ask


def test_the_page_waits_and_is_then_told_what_differs(office, sent, told):
    assert "正在检查字体字号" in sent(plan(*GOOD, STRAY))
    assert "hx-trigger" in told()

    assert make_waiting(at=office.now)

    assert "“另有一段。”为宋体 小四" in told()
    assert "hx-trigger" not in told()
    assert not make_waiting(at=office.now)


def test_a_plan_set_as_prescribed_is_told_so(office, sent, told):
    sent(plan(*GOOD, ("三、目标任务", "黑体", 16)))
    make_waiting(at=office.now)

    assert "都符合要求" in told()


def test_what_only_looks_like_word_is_told_with_the_mend(office, sent, told):
    sent(plan(*GOOD))
    file = StoredFile.objects.get()

    def torn(content: bytes, prescribed: object) -> list[Words]:
        raise Undone(Words("读不出来", "unreadable"), again=False)

    make_next_type_check(at=office.now, look=torn)

    assert "读不出来" in told()
    assert TypeCheck.objects.get(file=file).state == "failed"


def test_other_materials_are_not_looked_through(office, visit, mine):
    upload(visit, office.owners[mine.pk], mine)

    assert not TypeCheck.objects.exists()


def test_nobody_else_reads_it(office, visit, mine, sent):
    sent(plan(*GOOD))
    attachment = Attachment.objects.get(material="work_plan")
    other = office.draft()

    for reader, one in ((office.owners[other.pk], mine), (office.owners[other.pk], other)):
        assert visit(reader, at("material-type-check", one, attachment.pk)).status_code == 404


def test_work_of_a_worker_that_died_is_taken_up_again_but_not_for_ever(office, sent):
    sent(plan(*GOOD))
    now = office.now

    assert hold_next(TypeCheck, at=now) is not None
    assert hold_next(TypeCheck, at=now + HOLD / 2) is None
    assert hold_next(TypeCheck, at=now + HOLD + dt.timedelta(seconds=1)) is not None

    def busy(content: bytes, prescribed: object) -> list[Words]:
        raise Undone(Words("忙", "busy"), again=True)

    TypeCheck.objects.update(state="waiting", tries=0)
    tried = 0
    while make_next_type_check(at=now, look=busy):
        tried += 1
    assert tried == MOST_TRIES
    assert TypeCheck.objects.get().state == "failed"


def test_the_officer_reads_it_beside_the_file(office, visit):
    one = office.application(ago=1)
    used = Attachment.objects.get(application=one, material="work_plan")
    TypeCheck.objects.create(
        file=used.file, material="work_plan", asked_at=office.now, state="done", rules={}, found=[["正文不是三号仿宋", "body differs"]]
    )
    reader = office.officer("610100")

    assert "正文不是三号仿宋" in visit(reader, reverse("office-application", args=[one.key]) + "/files").content.decode()

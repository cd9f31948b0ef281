"""The second before 24:00 and the second after, on the site's own pages; China's time, wherever a machine thinks it is."""

import datetime as dt
import os
import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest

from tests.web.office.world import attach, scan
from zhiqiang.engine.permitting import end_of_day
from zhiqiang.records.models import Application, Campaign

pytestmark = [pytest.mark.requirement("S05"), pytest.mark.requirement("X06")]
DAY = dt.date(2026, 11, 30)
MIDNIGHT = end_of_day(DAY)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def ready(office):
    """A whole draft of a campaign that closes for enterprises on one day and for cities a week later."""
    one = office.draft()
    for material in (m for m in office.scheme.materials.values() if m.required):
        attach(one, material.id, scan(material.id), by=office.owners[one.pk], at=office.now)
    until = {"enterprise": MIDNIGHT.isoformat(), "city": (MIDNIGHT + dt.timedelta(days=7)).isoformat()}
    Campaign.objects.update(deadlines=until, opens_at=MIDNIGHT - dt.timedelta(days=30))
    return one


def hand_in(office, visit, one: Application, at: dt.datetime):
    said = {"declared": "yes", "request_id": at.isoformat()[:40]}
    return visit(office.owners[one.pk], f"/enterprise/a/{one.key}/submit/", said, **{"X-At": at.isoformat()})


def test_the_end_of_a_day_is_beijings_midnight():
    assert end_of_day(DAY) == dt.datetime(2026, 11, 30, 16, 0, tzinfo=dt.UTC)
    assert end_of_day(dt.date(2026, 7, 1)) == dt.datetime(2026, 7, 1, 16, 0, tzinfo=dt.UTC)  # no summer time


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai"])
def test_the_second_before_is_in_time(office, visit, ready, zone):
    at = (MIDNIGHT - SECOND).astimezone(ZoneInfo(zone))

    page = visit(office.owners[ready.pk], f"/enterprise/a/{ready.key}/submit/", **{"X-At": at.isoformat()}).content.decode()
    answer = hand_in(office, visit, ready, at)

    assert "截止" not in page.partition('id="why-closed"')[2]
    assert 'id="why-closed"' not in page
    assert answer.status_code == 302
    ready.refresh_from_db()
    assert (ready.state, ready.submitted_at) == ("submitted", MIDNIGHT - SECOND)
    assert "2026-11-30 23:59:59" in visit(office.owners[ready.pk], f"/enterprise/a/{ready.key}/submit/").content.decode()


@pytest.mark.parametrize("late", [dt.timedelta(), SECOND])
def test_midnight_and_the_second_after_are_late_and_nothing_is_lost(office, visit, ready, late):
    before = ready.answers

    answer = hand_in(office, visit, ready, MIDNIGHT + late)

    assert answer.status_code == 409
    assert "已于2026年11月30日24:00截止" in answer.content.decode()
    ready.refresh_from_db()
    assert (ready.state, ready.answers, ready.submissions.count()) == ("draft", before, 0)


def test_one_returned_before_is_corrected_until_the_citys_own_deadline(office, visit, ready):
    office.move(ready, "submit", by=office.owners[ready.pk], at=MIDNIGHT - SECOND)
    officer = office.officer("610100")
    office.move(ready, "return", by=officer, at=MIDNIGHT + SECOND, reason="x", points=[{"key": "employees", "note": "x"}])

    assert hand_in(office, visit, ready, MIDNIGHT + dt.timedelta(days=7)).status_code == 409
    assert hand_in(office, visit, ready, MIDNIGHT + dt.timedelta(days=7) - SECOND).status_code == 302


def test_an_officer_decides_until_the_second_before(office, visit, ready):
    office.move(ready, "submit", by=office.owners[ready.pk], at=MIDNIGHT - SECOND)
    address, seen = f"/office/applications/{ready.key}/moves/confirm", {"seen": f"{ready.number}-1", "request_id": "a"}
    end = MIDNIGHT + dt.timedelta(days=7)
    officer = office.officer("610100")

    late = visit(officer, address, seen, **{"X-At": end.isoformat()})
    assert late.status_code == 409
    assert "已于2026年12月7日24:00截止" in late.content.decode()
    assert visit(officer, address, seen, **{"X-At": (end - SECOND).isoformat()}).status_code == 302


def test_nothing_can_be_begun_at_midnight(office, visit, ready):
    other = office.draft()
    Application.objects.filter(pk=other.pk).delete()
    owner, address = office.owners[other.pk], f"/enterprise/start/{office.campaign.key}"

    assert visit(owner, address, {}, **{"X-At": MIDNIGHT.isoformat()}).status_code == 403
    assert visit(owner, address, {}, **{"X-At": (MIDNIGHT - SECOND).isoformat()}).status_code == 302


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_the_machines_own_zone_changes_no_deadline(zone):
    code = (
        "import django; django.setup(); import datetime as dt; from zhiqiang.engine.permitting import end_of_day, spoken_deadline; "
        "from django.utils import timezone; at = end_of_day(dt.date(2026, 11, 30)); "
        "print(at.timestamp(), spoken_deadline(at).zh, timezone.localtime(at - dt.timedelta(seconds=1)))"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "TZ": zone}, capture_output=True, text=True)

    assert done.stdout.split() == ["1796054400.0", "2026年11月30日24:00", "2026-11-30", "23:59:59+08:00"], done.stderr

"""The open home page: what can be applied for now, until when, and the doors."""

import datetime as dt

import pytest

pytestmark = [pytest.mark.requirement("X04"), pytest.mark.requirement("S04")]
BEGIN = 'href="/enterprise/begin/shaanxi-2020/"'



@pytest.mark.parametrize("page", ["/", "/s/shaanxi-2020/"])
def test_what_a_campaign_runs_can_be_applied_for_until_its_own_instant(office, visit, page):
    campaign = office.campaign
    campaign.deadlines |= {"enterprise": (office.now + dt.timedelta(days=3)).isoformat()}
    campaign.save()

    text = visit(None, page).content.decode()

    assert BEGIN in text
    assert "还有 3 天" in text


@pytest.mark.parametrize("page", ["/", "/s/shaanxi-2020/"])
def test_after_its_end_there_is_only_the_self_assessment(office, visit, page):
    campaign = office.campaign
    campaign.deadlines |= {"enterprise": office.now.isoformat()}
    campaign.save()

    text = visit(None, page).content.decode()

    assert BEGIN not in text
    assert "已截止" in text
    assert "/s/shaanxi-2020/self-assessment/" in text


def test_the_doors_are_shown_to_who_is_outside_and_no_officer_is_asked_to_apply(office, visit):
    outside = visit(None, "/").content.decode()
    officer = visit(office.officer("610100"), "/").content.decode()

    assert 'href="/account/bureau/"' in outside
    assert 'href="/account/bureau/"' not in officer
    assert BEGIN not in officer

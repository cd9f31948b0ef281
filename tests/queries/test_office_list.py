"""Reads behind the office's lists."""

import pytest
from django.db import connection

from tests.web.office.world import attach, fill, scan
from zhiqiang.access import scope
from zhiqiang.queries import office_list
from zhiqiang.queries.applications import matching
from zhiqiang.queries.office_day import longest, next_waiting, standing
from zhiqiang.queries.submissions import Elsewhere, by_material, elsewhere
from zhiqiang.records.models import Application, Enterprise


@pytest.mark.parametrize(
    "typed",
    ["秦岭", "智测 秦岭", "qinling", "qin ling zhi ce", "QLZC", "qlzc", "91610131MA6U106Q1M", "ma6u106q", "ｍａ６ｕ", "　秦岭　", "qin'ling"],
)
def test_an_enterprise_is_found_by_name_pinyin_initials_code_in_any_case_and_width(office, typed):
    one = office.draft(name="秦岭智测科技有限公司")

    assert list(Application.objects.filter(matching(typed))) == [one]


@pytest.mark.parametrize("typed", ["渭水", "秦岭 渭水", "%", "_", "\\", "'; drop table", "qlzz"])
def test_what_does_not_fit_is_not_found(office, typed):
    office.draft(name="秦岭智测科技有限公司")

    assert not Application.objects.filter(matching(typed)).exists()


def test_pages_neither_overlap_nor_leave_out_when_everything_is_alike(office):
    fill(office, 120)
    Application.objects.update(self_score=None, state_since=office.now, track="", warnings=0)
    visible = scope.applications(office.officer("610100"))

    for sort in office_list.SORTS:
        ordered = office_list.ordered(visible, sort, states=["submitted"])
        pages = [one.pk for start in (0, 50, 100) for one in office_list.rows(ordered, start, 50)]
        assert sorted(pages) == sorted(visible.values_list("pk", flat=True)), sort


@pytest.mark.parametrize("sort", ["score", "-score"])
def test_what_has_no_score_comes_last_either_way(office, sort):
    scored, without = office.application(), office.application()
    Application.objects.filter(pk=without.pk).update(self_score=None)

    assert office_list.rows(office_list.ordered(Application.objects.all(), sort), 0, 9) == [scored, without]


def test_a_line_is_read_without_the_answers(office):
    office.application()

    [row] = office_list.rows(scope.applications(office.officer("610100")), 0, 9)

    assert "answers" in row.get_deferred_fields()


@pytest.mark.django_db
def test_long_columns_stand_last_in_the_row():
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, "records_application")]

    assert columns[-2:] == ["open_keys", "answers"]


def test_the_day_counts_by_state_and_names_the_oldest(office):
    old, new = office.application(ago=5), office.application(ago=1)
    office.application(state="confirmed")
    visible = scope.applications(office.officer("610100"))

    found = standing(visible)

    assert (found["submitted"].number, found["confirmed"].number) == (2, 1)
    assert found["submitted"].oldest == old.state_since
    assert longest(visible, ["submitted"], 1) == [old]
    assert next_waiting(visible, ["submitted"], old) == new


def test_only_what_was_in_use_when_handed_in_counts_as_proof(office):
    one = office.application(ago=1)
    owner = office.owners[one.pk]
    kept = attach(one, "ev_rd", scan("kept"), by=owner, at=one.submitted_at)
    attach(one, "ev_rd", scan("later"), by=owner, at=office.now)
    before = attach(one, "ev_rd", scan("taken off before"), by=owner, at=one.submitted_at)
    after = attach(one, "ev_rd", scan("taken off since"), by=owner, at=one.submitted_at)
    type(before).objects.filter(pk=before.pk).update(removed_at=one.submitted_at)
    type(after).objects.filter(pk=after.pk).update(removed_at=office.now)

    found = by_material(scope.attachments(office.officer("610100"), one))

    assert found["ev_rd"] == [kept, after]


def test_the_same_file_of_the_same_enterprise_is_no_duplicate(office):
    one = office.application(ago=1)
    for material in ("ev_rd", "ev_filings"):
        attach(one, material, scan("same"), by=office.owners[one.pk], at=one.submitted_at)
    digest = one.files.latest("pk").digest

    assert elsewhere(one, [digest], Application.objects.all()) == {}


def test_duplicates_count_enterprises_not_files(office):
    one, other = office.application(ago=1), office.application(city="610300", ago=1)
    for application in (one, other):
        attach(application, "ev_rd", scan("same"), by=office.owners[application.pk], at=application.submitted_at)
    attach(other, "ev_filings", scan("same"), by=office.owners[other.pk], at=other.submitted_at)
    digest = one.files.latest("pk").digest
    visible = scope.applications(office.officer("610100"))

    assert elsewhere(one, [digest], visible) == {digest: Elsewhere((), 1)}
    assert elsewhere(one, [digest], Application.objects.all()) == {digest: Elsewhere((other,), 0)}


def test_sorting_by_name_follows_the_alphabet_of_pinyin(office):
    for name in ("渭水公司", "安康公司", "长安公司"):
        office.application(name=name)

    rows = office_list.rows(office_list.ordered(Application.objects.all(), "name"), 0, 9)

    assert [row.enterprise.name for row in rows] == ["安康公司", "长安公司", "渭水公司"]
    assert Enterprise.objects.count() == 3

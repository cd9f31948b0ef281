"""No list asks the database more for more rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.office.seeding import enter
from tests.web.office.world import fill
from zhiqiang.records.models import Application

pytestmark = pytest.mark.requirement("X06")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/office/", 12), ("/office/applications", 9), ("/office/applications.xlsx", 7), ("/messages/", 6)],
)
def test_a_list_costs_the_same_for_one_row_and_for_three(
    office, visit, django_assert_num_queries, rows, address, queries
):
    for _ in range(rows):
        office.application(ago=2)
        office.application(ago=2, state="returned")
    reader = office.officer("610100")
    visit(reader, address)

    with django_assert_num_queries(queries):
        assert visit(reader, address).status_code == 200


@pytest.mark.parametrize("address", ["/office/", "/office/applications", "/office/applications.xlsx", "/messages/"])
def test_logging_in_included_no_list_asks_more_than_fifteen_times(office, client, address):
    for _ in range(3):
        office.application(ago=2)
    enter(client, office.officer("610100").person)
    client.get(address)

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200

    assert len(asked) <= 15


def test_the_list_of_two_thousand_and_one_of_them_ask_at_most_fifteen_times(office, client):
    fill(office, 2000)
    enter(client, office.officer("610100").person)
    handed_in = Application.objects.exclude(submissions=None).get()

    for address in ("/office/applications", f"/office/applications/{handed_in.key}"):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address)

        assert page.status_code == 200
        assert len(asked) <= 15, address
    assert client.get("/office/applications").context["pages"].total == 2001


def test_a_save_asks_at_most_fifteen_times_and_the_form_at_most_eight(office, client):
    draft = office.draft()
    enter(client, office.owners[draft.pk].person)
    form = f"/enterprise/a/{draft.key}/"
    client.get(form)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(form).status_code == 200
    assert len(asked) <= 8

    def save(number: int):
        body = {"save_id": f"s{number}", "base": number, "changes": {"employees": str(number)}}
        return client.post(f"{form}answers", body, content_type="application/json")

    save(1)
    with CaptureQueriesContext(connection) as asked:
        assert save(2).json()["revision"] == 3
    assert len(asked) <= 15

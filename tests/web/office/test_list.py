"""The list: filtered, sorted, searched, counted and paged, as the address says."""

import pytest


def names(response) -> list[str]:
    return [row.enterprise.name for row in response.context["rows"]]


def test_the_list_opens(office, visit):
    office.application(name="甲公司", ago=3)
    office.application(name="乙公司", ago=1, state="returned")
    office.application(name="丙公司", state="draft")

    found = visit(office.officer("610100"), "/office/applications")

    assert found.status_code == 200
    assert names(found) == ["甲公司", "乙公司"]

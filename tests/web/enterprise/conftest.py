"""Fixtures `office` (a province with two cities and a campaign) and `visit` (a page as somebody)."""

from tests.web.office.conftest import office, visit

__all__ = ["office", "visit"]

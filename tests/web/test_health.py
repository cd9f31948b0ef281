from django.db import OperationalError, connection
from django.test import Client


def test_a_well_process_says_so(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_silent_database_is_unwell(monkeypatch):
    def silent():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", silent)

    assert Client().get("/healthz").status_code == 503

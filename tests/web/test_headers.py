import re

import pytest


def test_the_policy_allows_our_own_files_and_nothing_else(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))

    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


@pytest.mark.django_db
def test_every_answer_carries_the_headers(client):
    for address in ("/", "/nowhere", "/healthz"):
        headers = client.get(address).headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_pages_are_kept_by_no_cache_between(client):
    assert client.get("/").headers["Cache-Control"] == "private, no-cache"


def test_an_unknown_host_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_page_asks_nothing_of_another_host(client):
    page = client.get("/gallery/").content.decode()

    assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', page) == []

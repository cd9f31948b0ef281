"""`zhiqiang doctor`: says what is missing or unsafe, and is content with a site that is neither."""

import json
import time

import pytest

from tests.databases import on_postgres
from tests.operating.sites import Site

READY = {
    "ZHIQIANG_SECRET_KEY": "Xq3vT9-bL0_zRk7Yw2NfPd8sHc4mJe6uGa1oVi5tBxQyKl", "ZHIQIANG_ALLOWED_HOSTS": "ip.example",
    "ZHIQIANG_HTTPS": "1", "ZHIQIANG_TRUSTED_PROXIES": "1", "EMAIL_URL": "smtp://u:topsecret@mail.example",
    "ZHIQIANG_MAIL_FROM": "no-reply@ip.example",
}  # fmt: skip


def faults(site: Site, **environment: str) -> dict[str, str]:
    done = site.zhiqiang("doctor", "--json", **environment)
    said = json.loads(done.stdout)
    assert done.returncode == (0 if said["ready"] else 1)
    assert "topsecret" not in done.stdout
    return {one["about"]: one["en"] for one in said["seen"] if one["weight"] == "fault"}


@pytest.mark.slow
def test_a_site_with_everything_is_ready_and_each_lack_is_told(tmp_path):
    site = Site(
        tmp_path / "data", {**READY, "ZHIQIANG_SECRET_KEY": READY["ZHIQIANG_SECRET_KEY"] + "abc123"}
    ).prepare()
    assert set(faults(site)) == {"worker"}
    with Site(site.data, {"ZHIQIANG_SECRET_KEY": "only for tests " * 4}).serving(worker=True):
        until = time.monotonic() + 30
        while faults(site) and time.monotonic() < until:
            time.sleep(0.5)

        assert faults(site) == {}
        assert set(faults(site, ZHIQIANG_DEBUG="1", ZHIQIANG_DEMO="1", ZHIQIANG_HTTPS="0", EMAIL_URL="", ZHIQIANG_ALLOWED_HOSTS="*",
                          ZHIQIANG_SECRET_KEY="a" * 60)) == {"debug", "demo", "https", "mail", "hosts", "secret key"}  # fmt: skip


@pytest.mark.slow
def test_a_public_site_sees_for_itself_that_it_answers(tmp_path):
    key = READY["ZHIQIANG_SECRET_KEY"] + "abc123"
    site = Site(tmp_path / "data", {**READY, "ZHIQIANG_SECRET_KEY": key, "EMAIL_URL": "console:"}).prepare()
    log = site.data / "server.log"
    with site.serving() as served:
        while "Zhiqiang is ready" not in log.read_text() and served.process.poll() is None:
            assert "No answer" not in log.read_text()
            time.sleep(0.1)
        assert served.caller().get("/")[0] == 200

    assert "Zhiqiang is ready" in log.read_text()
    assert "DisallowedHost" not in log.read_text()


def test_an_empty_folder_is_told(tmp_path):
    (tmp_path / "data").mkdir()
    found = faults(Site(tmp_path / "data", {"ZHIQIANG_SECRET_KEY": ""}))

    assert "there is no secret key" in found["secret key"]
    assert "migrations wait" in found["migrations"]


def test_a_database_that_does_not_answer_is_told(tmp_path):
    if on_postgres():
        found = faults(Site(tmp_path, {"DATABASE_URL": "postgres://u:topsecret@127.0.0.1:1/none"}))
    else:
        (tmp_path / "zhiqiang.sqlite3").write_text(
            "this is no database, but long enough to be read as one " * 50
        )
        found = faults(Site(tmp_path))

    assert "does not answer" in found["database"]

"""A database that gave up: 503, to be tried again, with what was typed."""

from urllib.parse import urlencode

from django.db import IntegrityError, OperationalError

from zhiqiang.web.middleware.busy import Busy


def test_a_busy_database_is_answered_with_when_to_try_again_and_what_was_typed(rf):
    middleware = Busy(lambda request: None)
    request = rf.generic(
        "POST", "/people/invite/", urlencode({"reason": "第一行"}), content_type="application/x-www-form-urlencoded",
        headers={"origin": "http://testserver"},
    )  # fmt: skip
    request.LANGUAGE_CODE = "zh-hans"

    answer = middleware.process_exception(request, OperationalError("database is locked"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert "第一行" in answer.content.decode()


def test_other_faults_stay_faults(rf):
    assert Busy(lambda request: None).process_exception(rf.get("/"), IntegrityError("x")) is None
    assert Busy(lambda request: None).process_exception(rf.get("/"), ValueError("x")) is None

import json
import logging
import sys

import pytest

from zhiqiang.config.environment import BadSetting
from zhiqiang.config.logs import JsonLines, logging_config


def record(message: str, **more) -> logging.LogRecord:
    made = logging.LogRecord("zhiqiang", logging.INFO, __file__, 1, message, (), more.pop("exc_info", None))
    for name, value in more.items():
        setattr(made, name, value)
    return made


def test_a_line_is_json_with_its_fields():
    line = json.loads(JsonLines().format(record("request", fields={"status": 200})))

    assert (line["message"], line["status"], line["level"]) == ("request", 200, "INFO")


def test_an_exception_is_told_without_what_was_typed():
    try:
        int("张三 13800000000")
    except ValueError:
        text = JsonLines().format(record("failed", exc_info=sys.exc_info()))

    assert "13800000000" not in text
    assert json.loads(text)["exception"] == "builtins.ValueError"


@pytest.mark.parametrize("known", [True, False])
def test_an_address_is_told_by_its_route_alone(known):
    from types import SimpleNamespace

    match = SimpleNamespace(route="invitation/<str:token>/") if known else None
    request = SimpleNamespace(path="/invitation/s3cret/", resolver_match=match)

    text = JsonLines().format(record("Forbidden (no token): /invitation/s3cret/", request=request))

    assert "s3cret" not in text
    assert ("invitation/<str:token>/" in text) == known


def test_an_unknown_level_is_refused():
    with pytest.raises(BadSetting, match="ZHIQIANG_LOG_LEVEL"):
        logging_config("LOUD")

"""Logs as JSON lines, without personal data.

A line carries the time (UTC), level, logger, message and the fields given in ``extra={"fields": {...}}``. Of an
exception it carries the kind and the places it went through, not its message: that often quotes what a person typed.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from zhiqiang.config.environment import BadSetting

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _without_address(record),
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line["exception"] = f"{kind.__module__}.{kind.__qualname__}"
            line["frames"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        return json.dumps(line, ensure_ascii=False, default=str)


def _without_address(record: logging.LogRecord) -> str:
    """The message; the address of a request, which may hold the secret of a link, is told by its route."""
    message = record.getMessage()
    request = getattr(record, "request", None)
    path = getattr(request, "path", "")
    if len(path) < 2:
        return message
    match = getattr(request, "resolver_match", None)
    return message.replace(path, f"/{match.route}" if match else "(an address)")


def logging_config(level: str) -> dict[str, Any]:
    """The dictConfig of a process: everything at ``level`` to standard error as JSON lines."""
    level = level.upper()
    if level not in LEVELS:
        raise BadSetting(f"ZHIQIANG_LOG_LEVEL is {level!r}. Set it to one of {', '.join(LEVELS)}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers off: every line once, in one shape. Each 404 is told by the request log.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.utils.autoreload": {"level": "WARNING"},
            "_granian": {"level": "WARNING"},
            "pikepdf": {"level": "WARNING"},
        },
    }

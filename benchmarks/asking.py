"""One site in this process, asked through Django's test client: `python -m benchmarks.asking WHICH PATH < BODY`.

`django` and `bare` print the milliseconds of the quickest request, `tags` the pieces a page would show after it.
"""

import json
import os
import sys
import tempfile

from .measuring import best


def main(which: str, path: str) -> None:
    """Ask, and print what was asked for."""
    body = sys.stdin.read()
    if which == "bare":
        from . import bare  # noqa: F401

        path = "/"
    else:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="zhiqiang.config.settings", ZHIQIANG_SECRET_KEY="for measuring only " * 4,
            ZHIQIANG_DATA=tempfile.mkdtemp(), ZHIQIANG_LOG_LEVEL="ERROR",
        )  # fmt: skip
        import django

        django.setup()
    from django.test import Client

    client = Client(headers={"host": "localhost"})

    def ask() -> None:
        answered = client.post(path, body, content_type="application/json")
        assert answered.status_code == 200, (answered.status_code, answered.content[:500])

    if which == "tags":
        parts = client.post(path, body, content_type="application/json").json()["parts"]
        print(json.dumps({name: part["tag"] for name, part in parts.items()}))
    else:
        print(1000 * best(ask, seconds=3))


if __name__ == "__main__":
    main(*sys.argv[1:])

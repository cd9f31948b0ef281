"""How often a page asks the database, logging in included: `python -m benchmarks.counting PATH SESSION` within a site."""

import sys

import django


def main(path: str, session: str) -> None:
    """Print the number of queries of the page's second visit."""
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answered = client.get(path)
        assert answered.status_code == 200, (path, answered.status_code)
    print(len(asked))


if __name__ == "__main__":
    main(*sys.argv[1:])

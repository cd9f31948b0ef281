"""A bare Django site to stand beside ours: one view, no middleware, no database. JSON in, JSON out."""

import argparse
import json

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path


def view(request: HttpRequest) -> JsonResponse:
    """As many answers as came, and one sum."""
    answers = json.loads(request.body)["answers"] if request.body else {}
    return JsonResponse({"answers": len(answers), "total": "0.00"})


urlpatterns = [path("", view), path("healthz", view)]


def configure() -> None:
    """Settings of a site with nothing in it."""
    settings.configure(
        ROOT_URLCONF=__name__, SECRET_KEY="bare", ALLOWED_HOSTS=["*"], MIDDLEWARE=[], LOGGING_CONFIG=None
    )
    django.setup()


if not settings.configured:
    configure()
application = get_wsgi_application()


def main() -> None:
    """Serve it as ours is served."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--data")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    Granian(
        "benchmarks.bare:application", address="127.0.0.1", port=options.port, interface=Interfaces.WSGI,
        workers=options.workers, blocking_threads=4, backpressure=64, log_level=LogLevels.error,
    ).serve()  # fmt: skip


if __name__ == "__main__":
    main()

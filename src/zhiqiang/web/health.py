"""Is this process able to serve? For load balancers, for whoever watches, and for ``./run``, which waits for it."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiqiang import __version__
from zhiqiang.queries.wellbeing import STALE_SECONDS, database_answers, store_answers, worker_age


@never_cache
@require_safe
def healthz(request):
    """200 and ``"status": "ok"``, or 503 when the database or the store of uploads does not answer.

    A worker that is gone holds letters up but no page: it is told (``worker``: ok, late, none) and does not make 503.
    """
    database = database_answers()
    store = store_answers()
    age = worker_age(timezone.now()) if database else None
    said = {
        "status": "ok" if database and store else "unwell",
        "database": "ok" if database else "no answer",
        "store": "ok" if store else "no answer",
        "worker": "none" if age is None else "ok" if age < STALE_SECONDS else "late",
        "worker_seconds": None if age is None else round(age),
        "version": __version__,
    }
    return JsonResponse(said, status=200 if said["status"] == "ok" else 503)

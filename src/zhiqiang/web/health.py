"""Is this process able to serve? For load balancers and for ``./run``, which waits for it."""

from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiqiang import __version__


@never_cache
@require_safe
def healthz(request):
    """200 and ``{"status": "ok"}``, or 503 when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unwell", "database": "no answer", "version": __version__}, status=503)
    return JsonResponse({"status": "ok", "version": __version__})

"""A database that is too busy, or gone for a moment: nothing was done, and the same request may come again."""

import logging

from django.db import OperationalError

from zhiqiang.web.problems import busy

log = logging.getLogger(__name__)


class Busy:
    """Answers 503 with ``Retry-After`` where the database gave up: the transaction was taken back whole."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """A lock waited for too long, a deadlock, a server that restarts: no fault of this request."""
        if not isinstance(exception, OperationalError):
            return None
        log.error("the database gave up", exc_info=exception)
        return busy(request)

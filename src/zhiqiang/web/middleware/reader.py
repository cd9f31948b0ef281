"""Who is asking, and when: `request.reader` (looked up when first used) and `request.at`."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from zhiqiang.web.accounts.entering import has_ended, reader_of


class ReaderOfRequest:
    """Gives each request its instant and its reader, who is nobody until every step of logging in is done."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        request.at = timezone.now()
        if settings.SESSION_COOKIE_NAME in request.COOKIES and has_ended(request):
            logout(request)
        request.reader = SimpleLazyObject(lambda: reader_of(request))
        return self.get_response(request)

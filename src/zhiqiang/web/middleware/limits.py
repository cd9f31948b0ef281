"""How much, and how often: 413 for a body too large, 429 for forms sent too fast."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict

from django.conf import settings

from zhiqiang.web.accounts.entering import person_of
from zhiqiang.web.problems import too_large, too_many

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
REMEMBERED_SENDERS = 10_000


class BodyLimit:
    """Answers 413 by the declared length, before anything of the body is read.

    A body without ``Content-Length`` reads as empty under WSGI, so nothing passes by staying silent.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if not declared.isdigit() or int(declared) > settings.MAX_BODY_BYTES:
            return too_large(request)
        return self.get_response(request)


class TokenBuckets:
    """One bucket a sender: ``per_minute`` tokens at most, refilled evenly. Forgets the longest unseen sender."""

    def __init__(self, per_minute: int, remembered: int = REMEMBERED_SENDERS) -> None:
        self.size = per_minute
        self.per_second = per_minute / 60
        self.remembered = remembered
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.lock = threading.Lock()

    def wait(self, sender: str, now: float) -> int:
        """Takes a token and returns 0, or the whole seconds until there will be one. ``now`` in seconds."""
        with self.lock:
            tokens, seen = self.buckets.pop(sender, (float(self.size), now))
            tokens = min(self.size, tokens + (now - seen) * self.per_second)
            allowed = tokens >= 1
            self.buckets[sender] = (tokens - 1 if allowed else tokens, now)
            if len(self.buckets) > self.remembered:
                self.buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - tokens) / self.per_second))


def client_address(request) -> str:
    """The nearest address that no trusted proxy wrote for another: see ``ZHIQIANG_TRUSTED_PROXIES``."""
    direct = request.META.get("REMOTE_ADDR", "")
    trusted = settings.TRUSTED_PROXIES
    if not trusted:
        return direct
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    return forwarded[-trusted] if len(forwarded) >= trusted else direct


class PostLimit:
    """Answers 429 with ``Retry-After`` to whoever sends forms faster than ``POSTS_PER_MINUTE``.

    Somebody who is logged in is counted by themselves, wherever they sit: an office behind one address is many people.
    Everybody else is counted by address.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.buckets = TokenBuckets(settings.POSTS_PER_MINUTE) if settings.POSTS_PER_MINUTE else None

    def __call__(self, request):
        if self.buckets and request.method not in SAFE_METHODS:
            person = person_of(request)
            sender = f"person {person.pk}" if person else client_address(request)
            seconds = self.buckets.wait(sender, time.monotonic())
            if seconds:
                return too_many(request, seconds)
        return self.get_response(request)

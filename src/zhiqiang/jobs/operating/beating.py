"""The worker's heartbeat, in the cache all processes share, so that anybody can see whether letters go out."""

import datetime as dt

from django.utils import timezone

from zhiqiang.queries.wellbeing import BEAT


def beat() -> None:
    """Say that a worker lives."""
    from django.core.cache import cache

    cache.set(BEAT, timezone.now().isoformat(), timeout=dt.timedelta(days=7).total_seconds())

"""Run as a program beside a served demo site: `bureau_world.py DATA` opens a campaign and appoints the demo's officers."""

import datetime as dt
import os
import sys
from pathlib import Path

data = Path(sys.argv[1])
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "zhiqiang.config.settings", "ZHIQIANG_DATA": str(data), "ZHIQIANG_DEMO": "1",
    "ZHIQIANG_SECRET_KEY": (data / "secret.key").read_text().strip(),
}  # fmt: skip
import django  # noqa: E402

django.setup()

from django.utils import timezone  # noqa: E402

from zhiqiang.engine.loading import load, shipped  # noqa: E402
from zhiqiang.jobs.demo.world import make_bureaus  # noqa: E402
from zhiqiang.records.models import Campaign  # noqa: E402

scheme, now = load(shipped()["shaanxi-2020"]), timezone.now()
ends = {"enterprise": now + dt.timedelta(days=2), "city": now + dt.timedelta(days=6)}
Campaign.objects.create(
    scheme=scheme.id, digest=scheme.digest, bureau=make_bureaus(scheme, now), opens_at=now - dt.timedelta(days=9),
    deadlines={name: at.isoformat() for name, at in ends.items()},
)  # fmt: skip

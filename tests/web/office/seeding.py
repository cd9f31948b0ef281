"""Fills the data folder of a running site with an office's world, and logs people in: prints their cookies as JSON."""

import datetime as dt
import json
import os
import sys
from pathlib import Path


def main(data: Path) -> None:
    """Applications of every state, one corrected, one with proof; an officer of Xi'an, of the province, an enterprise."""
    from tests.databases import database_of

    os.environ.update(
        **database_of(data),
        DJANGO_SETTINGS_MODULE="zhiqiang.config.settings", ZHIQIANG_DATA=str(data), ZHIQIANG_LOG_LEVEL="WARNING",
        ZHIQIANG_SECRET_KEY=(data / "secret.key").read_text().strip(),
    )  # fmt: skip
    import django

    django.setup()
    from tests.web.office.world import attach, make_office, scan

    office = make_office()
    names = ("渭水精密机械股份有限公司", "终南生物医药有限公司", "长安半导体（集团）有限公司", "雁塔软件有限公司", "灞河新能源有限公司")
    for number, name in enumerate(names):
        state = ("submitted", "returned", "confirmed", "submitted", "refused")[number]
        office.application(name=name, state=state, ago=number + 1, applying_for="AB"[number % 2])
    proved = office.application(name="秦岭智测科技有限公司", ago=6, **{"finance.rd.T": "400000"})
    before = proved.submitted_at - dt.timedelta(minutes=1)
    owner = office.owners[proved.pk]
    attach(proved, "ev_valid_patents", scan("patents", pages=3), by=owner, at=before, pages=3, name="专利证书.pdf")
    attach(proved, "ev_rd", scan("ledger"), by=owner, at=before, pages=1, name="研发台账.pdf")
    corrected = office.application(name="秦岭轨道装备股份有限公司", state="returned", ago=5)
    office.correct(corrected, {"employees": "2500", "valid.invention.year_t": "60"})
    told = {
        "proved": proved.key,
        "corrected": corrected.key,
        "confirmed": office.campaign.applications.get(state="confirmed").key,
        "cookies": {
            "xian": _cookie(office.officer("610100").person),
            "province": _cookie(office.officer("610000").person),
        },
    }
    sys.stdout.write(json.dumps(told))


def _cookie(person) -> dict[str, str]:
    from django.conf import settings
    from django.test import Client

    client = Client()
    enter(client, person)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def enter(client, person) -> None:
    """Log a test's browser in all the way: password and second factor."""
    from allauth.account.internal.flows.login import record_authentication
    from django.http import HttpRequest

    client.force_login(person)
    request = HttpRequest()
    request.session, request.user = client.session, person
    record_authentication(request, person, method="password", reauthenticated=True)
    record_authentication(request, person, method="mfa", id=1, type="totp")
    request.session.save()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

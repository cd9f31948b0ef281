"""Addresses of an application, uploads to it and saves of it, as tests ask for them."""

import datetime as dt
import io

from django.urls import reverse

from tests.actions.test_sniffing import pdf
from zhiqiang.actions.answers import save_answers
from zhiqiang.records.models import Application
from zhiqiang.web.editions import edition


def at(name: str, one: Application, *more) -> str:
    return reverse(name, args=[one.key, *more])


def upload(visit, owner, one, material="licence", content=None, name="a.pdf", **more):
    file = io.BytesIO(pdf() if content is None else content)
    file.name = name
    return visit(owner, at("material-upload", one, material), {"file": file, "upload_id": more.pop("id", "u1")}, **more)


def save(owner, one, changes, *, base):
    """A save as the form's script sends it."""
    found = Application.objects.get(pk=one.pk)
    save_answers(application=found, scheme=edition("shaanxi-2020"), changes=changes, base=base, save_id=str(changes), by=owner,
                 at=found.changed_at + dt.timedelta(minutes=5))  # fmt: skip

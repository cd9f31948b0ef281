"""A province with two cities and as many applications as a test asks for; readers come in by a header of the tests."""

import datetime as dt
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageDraw
from pypinyin import Style, lazy_pinyin

from zhiqiang.access.roles import Reader
from zhiqiang.actions.moves import make_move
from zhiqiang.actions.storing import store_path
from zhiqiang.engine.answering import flatten
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.loading.reading import Files, read_cases
from zhiqiang.engine.scheme import Scheme
from zhiqiang.records.models import (
    Application,
    Attachment,
    Bureau,
    Campaign,
    Enterprise,
    Member,
    MoveMade,
    Person,
    Post,
    StoredFile,
)

EDITION = "shaanxi-2020"
NAMES = ("秦岭智测科技有限公司", "渭水精密机械股份有限公司", "终南生物医药有限公司", "长安半导体有限公司", "雁塔软件有限公司")
CODES = ("91610131MA6U106Q1M", "91610100MA6TXY7P2K", "91610131PDY001012A", "91610300PDY002026B", "91610000PDY003031C")


class ReaderFromHeader:
    """Stands behind the site's own middleware in tests: `X-Reader` names a person by e-mail, `X-At` an instant (ISO 8601)."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        email = request.headers.get("X-Reader")
        if email:
            given = request.headers.get("X-At")
            request.at = dt.datetime.fromisoformat(given) if given else timezone.now()
            request.reader = Reader(Person.objects.get(email=email))
        return self.get_response(request)


@dataclass
class Office:
    """The world of these tests. `now` is the real now: the pages ask the clock themselves."""

    scheme: Scheme
    now: dt.datetime
    province: Bureau
    cities: dict[str, Bureau]
    campaign: Campaign
    officers: dict[str, Reader] = field(default_factory=dict)
    owners: dict[int, Reader] = field(default_factory=dict)
    made: int = 0

    def officer(self, code: str) -> Reader:
        """An officer of the bureau of this code; the same every time."""
        if code not in self.officers:
            person = Person(email=f"{code}@example.com", name=f"{code}经办人")
            person.set_unusable_password()
            person.save()
            bureau = self.province if code == self.province.code else self.cities[code]
            Post.objects.create(person=person, bureau=bureau, since=self.now)
            self.officers[code] = Reader(person)
        return self.officers[code]

    def application(
        self, *, city: str = "610100", state: str = "submitted", name: str = "", ago: int = 0, **answers: Any
    ) -> Application:
        """An application handed in `ago` days before now and brought to a state by the site's own moves."""
        one = self.draft(city=city, name=name, **answers)
        at = self.now - dt.timedelta(days=ago, hours=1)
        if state == "draft":
            return one
        for material in (m for m in self.scheme.materials.values() if m.awaited):
            attach(one, material.id, scan(f"{one.key} {material.id}"), by=self.owners[one.pk], at=at)
        return self.walk(one, state, at)

    def draft(self, *, city: str = "610100", name: str = "", **answers: Any) -> Application:
        """An application that is being filled in, with an enterprise and its owner."""
        number = self.made
        self.made += 1
        name = name or (NAMES[number] if number < len(NAMES) else f"秦岭第{number}号科技有限公司")
        enterprise = Enterprise.objects.create(
            credit_code=CODES[number] if number < len(CODES) else f"9161{number:014d}", name=name,
            pinyin=pinyin(name), registered_at=self.now,
        )  # fmt: skip
        person = Person(email=f"owner{number}@example.com", name=f"企业{number}")
        person.set_unusable_password()
        person.save()
        Member.objects.create(enterprise=enterprise, person=person, role="owner", since=self.now)
        given = {**whole_answers(), "city": city, "enterprise_name": name, **answers}
        one = Application(
            campaign=self.campaign, enterprise=enterprise, started_at=self.now, state="draft", state_since=self.now,
            changed_at=self.now, revision=1, answers={key: {"v": value, "r": 1} for key, value in given.items()},
        )  # fmt: skip
        one.save()
        self.owners[one.pk] = Reader(person)
        return one

    def walk(self, one: Application, state: str, at: dt.datetime) -> Application:
        """Submit, and go on to the state asked for."""
        self.move(one, "submit", by=self.owners[one.pk], at=at)
        city = self.officer(one.bureau.code)
        points = [{"key": "employees", "note": "与年报不一致"}, {"key": "material:licence", "note": "看不清"}]
        match state:
            case "returned":
                self.move(one, "return", by=city, at=at, reason="请补正", points=points)
            case "confirmed":
                self.move(one, "confirm", by=city, at=at)
            case "refused":
                self.move(one, "refuse", by=city, at=at, reason="不符合条件")
        one.refresh_from_db()
        return one

    def move(self, one: Application, id: str, *, by: Reader, at: dt.datetime, **said: Any) -> MoveMade:
        """One move of the workflow."""
        move = next(move for move in self.scheme.workflow.moves if move.id == id)
        made = make_move(
            application=one, scheme=self.scheme, move=move, by=by, at=at,
            request_id=f"{id}-{one.pk}-{MoveMade.objects.count()}", **said,
        )  # fmt: skip
        one.refresh_from_db()
        return made

    def correct(self, one: Application, changes: Mapping[str, Any], at: dt.datetime | None = None) -> None:
        """The enterprise changes what it was asked to and hands in again."""
        at = at or self.now
        revision = one.revision + 1
        for key, value in changes.items():
            one.answers[key] = {"v": value, "r": revision}
        one.revision = revision
        one.save()
        self.move(one, "resubmit", by=self.owners[one.pk], at=at)


def make_office() -> Office:
    """The world without applications."""
    scheme = load(shipped()[EDITION])
    now = timezone.now()
    province = Bureau.objects.create(code="610000", name="陕西省知识产权局", name_en="Shaanxi IP Office", level="province")
    cities = {
        code: Bureau.objects.create(code=code, name=f"{name}知识产权局", name_en=f"{name_en} IP Office", level="city", parent=province)
        for code, name, name_en in (("610100", "西安市", "Xi'an"), ("610300", "宝鸡市", "Baoji"))
    }
    campaign = Campaign.objects.create(
        scheme=scheme.id, digest=scheme.digest, bureau=province, opens_at=now - dt.timedelta(days=40),
        deadlines={"enterprise": (now + dt.timedelta(days=2, hours=5)).isoformat(), "city": (now + dt.timedelta(days=6)).isoformat()},
    )  # fmt: skip
    return Office(scheme, now, province, cities, campaign)


def whole_answers() -> dict[str, Any]:
    """The answers of a whole worked case of the edition: nothing missing, nothing wrong."""
    return dict(_whole())


@cache
def _whole() -> dict[str, str]:
    cases = read_cases(Files(shipped()[EDITION]))["cases/enterprises.yaml"].cases
    typed = {True: "yes", False: "no"}
    return {
        key: typed[value] if isinstance(value, bool) else str(value) for key, value in flatten(cases[0].answers)
    }


def pinyin(name: str) -> str:
    """Full pinyin and initials, as an enterprise's row holds them."""
    full, initials = lazy_pinyin(name), lazy_pinyin(name, style=Style.FIRST_LETTER)
    return f"{''.join(full)} {''.join(initials)}"


def scan(text: str, *, pages: int = 1) -> bytes:
    """A small PDF that looks scanned; the same text gives the same bytes, whenever."""
    sheets = []
    for page in range(pages):
        sheet = Image.new("RGB", (620, 877), "white")
        pen = ImageDraw.Draw(sheet)
        pen.text((60, 60), f"{text} / {page + 1}", fill="black")
        pen.ellipse((380, 640, 540, 800), outline=(190, 30, 20), width=6)
        sheets.append(sheet)
    buffer = BytesIO()
    then = time.gmtime(0)
    sheets[0].save(buffer, "PDF", save_all=True, append_images=sheets[1:], creationDate=then, modDate=then)
    return buffer.getvalue()


def attach(
    one: Application, material: str, content: bytes, *, by: Reader, at: dt.datetime, kind: str = "pdf", name: str = "", pages: int = 1
) -> Attachment:
    """A file in the store, used for a material."""
    digest = hashlib.sha256(content).hexdigest()
    if not default_storage.exists(store_path(digest)):
        default_storage.save(store_path(digest), ContentFile(content))
    file = StoredFile.objects.create(
        application=one, name=name or f"{material}.{kind}", kind=kind, size=len(content), digest=digest, pages=pages,
        by=by.person, at=at, upload_id=f"{material}-{StoredFile.objects.count()}",
    )  # fmt: skip
    return Attachment.objects.create(file=file, application=one, material=material, by=by.person, at=at)


def fill(office: Office, number: int, *, city: str = "610100") -> None:
    """Many rows at once, for measuring: as many enterprises with an application each, in every state."""
    sample = office.application(city=city)
    base = Application.objects.get(pk=sample.pk)
    states = ("submitted", "submitted", "returned", "confirmed", "refused")
    firms = [_firm(office, n) for n in range(number)]
    Enterprise.objects.bulk_create(firms)
    Application.objects.bulk_create(_row(office, base, firm, n, states[n % 5]) for n, firm in enumerate(firms))


def _firm(office: Office, n: int) -> Enterprise:
    name = f"{NAMES[n % 5][:4]}第{n}号有限公司"
    return Enterprise(credit_code=f"91619{n:013d}", name=name, pinyin=pinyin(name), registered_at=office.now)


def _row(office: Office, base: Application, firm: Enterprise, n: int, state: str) -> Application:
    return Application(
        campaign=office.campaign, enterprise=firm, bureau=base.bureau, started_at=office.now, answers=base.answers,
        revision=1, state=state, state_since=office.now - dt.timedelta(days=n % 13, hours=n % 24),
        number=f"{EDITION.upper()}-{base.bureau.code}-{90000 + n}", track="AB"[n % 2],
        industry=("37", "34", "65", "27")[n % 4], size="ABCD"[n % 4], self_score=Decimal(n % 1500) / 10,
        warnings=n % 3, submitted_at=office.now - dt.timedelta(days=n % 17), changed_at=office.now,
    )  # fmt: skip

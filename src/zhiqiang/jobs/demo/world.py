"""Making the demo world: bureaus, officers, a campaign under way, and enterprises at every stage of it."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files as package_files
from pathlib import Path
from random import Random

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import transaction

from zhiqiang.access.roles import Reader
from zhiqiang.actions.accounts import Particulars, open_account
from zhiqiang.actions.answers import save_answers
from zhiqiang.actions.applications import start_application
from zhiqiang.actions.enterprises import register_enterprise
from zhiqiang.actions.files import upload_file
from zhiqiang.actions.moves import make_move
from zhiqiang.actions.summing import judged
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.loading.yaml_lines import read_yaml
from zhiqiang.engine.permitting import ZONE, end_of_day
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.standards import rows as standard_rows
from zhiqiang.engine.words import Words
from zhiqiang.jobs.demo.codes import demo_credit_code
from zhiqiang.jobs.demo.drawing import Drawer, Draws
from zhiqiang.jobs.demo.papers import licence, proof
from zhiqiang.papers.word.rendering import render
from zhiqiang.records.models import Application, Bureau, Campaign, Enterprise, Person, Post

PASSWORD = "demo-zhiqiang-2020"  # noqa: S105 - no secret: it is printed
"""Of every demo log-in; the demo world is only made where the setting says so."""

FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""What every demo officer's authenticator holds."""


@dataclass(frozen=True)
class Character:
    """One enterprise of the story."""

    number: int
    name: str
    city: str
    industry: str
    size: str
    strength: Decimal
    track: str
    direction: str
    business: str
    stage: str
    story: str


def characters(edition: str) -> list[Character]:
    """The enterprises of an edition's demo."""
    text = (_folder(edition) / "enterprises.csv").read_text(encoding="utf-8")
    return [
        Character(number, **{**row, "strength": Decimal(row["strength"])})
        for number, row in enumerate(csv.DictReader(io.StringIO(text)), 1)
    ]


def make_world(scheme: Scheme, *, at: dt.datetime, say: Callable[[str], None] = lambda text: None) -> Campaign:
    """The demo world as of an instant. Loading it again is harmless: what is there stays as it is."""
    province = make_bureaus(scheme, at)
    campaign = Campaign.objects.filter(scheme=scheme.id).first() or Campaign.objects.create(
        scheme=scheme.id, digest=scheme.digest, bureau=province, opens_at=at - dt.timedelta(days=30),
        deadlines=_deadlines(scheme, at),
    )  # fmt: skip
    draws = Draws.model_validate(read_yaml((_folder(scheme.id) / "figures.yaml").read_text(encoding="utf-8"))[0])
    for one in characters(scheme.id):
        if not Enterprise.objects.filter(name=one.name).exists():
            say(one.name)
            with transaction.atomic():  # a story is told whole or not at all
                Story(scheme, campaign, one, draws, at).tell()
    return campaign


def log_ins(campaign: Campaign) -> list[tuple[Words, str]]:
    """A log-in for each role: what it is, and its e-mail address."""
    found: list[tuple[Words, str]] = []
    states = {state.id: state for state in load(shipped()[campaign.scheme]).workflow.states}
    for id, state in states.items():
        one = campaign.applications.filter(state=id, enterprise__members__person__email__endswith="@enterprise.demo").first()
        if one is not None:
            owner = one.enterprise.members.select_related("person").first()
            found.append((Words(f"企业 · {state.label}", f"enterprise · {state.label_en}"), owner.person.email))
    bureaus = [campaign.bureau, *campaign.bureau.below.all()[:2]]
    for bureau in bureaus:
        post = bureau.posts.filter(ended_at=None).select_related("person").first()
        if post is not None:
            found.append((Words(bureau.name, bureau.name_en), post.person.email))
    return found


def make_bureaus(scheme: Scheme, at: dt.datetime) -> Bureau:
    """The province's bureau and its cities', each with an officer; the same again where they are there."""
    cities = {row["code"]: row for row in standard_rows("cities")}
    offered = [cell for cell in scheme.cells.values() if cell.key == scheme.cover.roles.get("bureau")]
    codes = [code for cell in offered for code in cell.leaf.options or ()]
    top = cities[codes[0]]["province"]
    region = next(row for row in standard_rows("regions") if row["code"] == top)
    province = _bureau(top, region["name"], region["name_en"], Bureau.Level.PROVINCE, None)
    _officer(province, "province", at)
    for code in codes:
        _officer(_bureau(code, cities[code]["name"], cities[code]["name_en"], Bureau.Level.CITY, province), code, at)
    return province


def _bureau(code: str, name: str, name_en: str, level: str, parent: Bureau | None) -> Bureau:
    made, _ = Bureau.objects.get_or_create(
        code=code, defaults={"name": f"{name}知识产权局", "name_en": f"{name_en} IP Office", "level": level, "parent": parent}
    )
    return made


def _officer(bureau: Bureau, mail: str, at: dt.datetime) -> None:
    email = f"{mail}@officer.demo"
    if not Person.objects.filter(email=email).exists():
        person = _person(email, f"{bureau.name}经办人", at)
        Post.objects.create(person=person, bureau=bureau, since=at)
        TOTP.activate(person, FACTOR)


def _person(email: str, name: str, at: dt.datetime) -> Person:
    """Somebody whose address is confirmed; the password's digest is worked out once for all of them."""
    person = open_account(Particulars(email, name), password=None, at=at, confirmed=True)
    person.password = _digest()
    person.save(update_fields=("password",))
    return person


@lru_cache(maxsize=1)
def _digest() -> str:
    return make_password(PASSWORD)


def _deadlines(scheme: Scheme, at: dt.datetime) -> dict[str, str]:
    """The calendar moved so that the first deadline lies two weeks ahead; the distances between them stay."""
    first = min(one.closes for one in scheme.calendar.deadlines)
    shift = (at.astimezone(ZONE).date() + dt.timedelta(days=14)) - first
    return {one.id: end_of_day(one.closes + shift).isoformat() for one in scheme.calendar.deadlines}


@dataclass
class Story:
    """One enterprise's way through the campaign, told by the same actions people use, at instants of the past."""

    scheme: Scheme
    campaign: Campaign
    who: Character
    draws: Draws
    now: dt.datetime

    def tell(self) -> None:
        self.clock = self.now - dt.timedelta(days=27 - self.who.number % 9, hours=self.who.number % 7)
        self.owner = self.register()
        application = start_application(campaign=self.campaign, scheme=self.scheme, by=self.owner, at=self.later(1))
        answers = self.answers()
        if self.who.stage == "draft":
            answers = dict(list(answers.items())[: int(len(answers) * (0.2 + 0.7 * float(self.who.strength)))])
        self.save(application, answers)
        if self.who.stage == "draft":
            return
        self.hand_in(application)
        self.move(application, "submit", self.owner)
        self.end(application)

    def end(self, application: Application) -> None:
        officer = Reader(Post.objects.get(bureau__code=self.who.city).person)
        if "再次提交" in self.who.story or "退回一次" in self.who.story:
            self.return_and_correct(application, officer)
        if self.who.stage == "returned":
            self.send_back(application, officer)
        if self.who.stage == "confirmed":
            self.move(application, "confirm", officer)
        if self.who.stage == "refused":
            self.move(application, "refuse", officer, reason=self.who.story)

    def return_and_correct(self, application: Application, officer: Reader) -> None:
        self.send_back(application, officer)
        key = self.first_figure()
        application.refresh_from_db()
        value = str(int(Decimal(application.answers[key]["v"])) + 1)
        self.save(application, {key: value})
        self.move(application, "resubmit", self.owner)

    def send_back(self, application: Application, officer: Reader) -> None:
        points = [{"key": self.first_figure(), "note": "与所附材料不一致，请核对"}, {"key": "material:licence", "note": "请上传清晰的彩色扫描件"}]
        there = {*self.scheme.materials, *self.scheme.cells}
        known = [point for point in points if point["key"].removeprefix("material:") in there]
        self.move(application, "return", officer, reason=self.who.story, points=known)

    def first_figure(self) -> str:
        """A count that stands by itself, to be queried."""
        return next(key for key, cell in self.scheme.cells.items() if cell.field.kind == "count" and not cell.leaf.column)

    def register(self) -> Reader:
        mail = f"e{self.who.number:02d}@enterprise.demo"
        person = _person(mail, "申报负责人", self.clock)
        member = register_enterprise(
            credit_code=self.code, name=self.who.name, person=person, at=self.clock
        )
        return Reader(member.person)

    @property
    def code(self) -> str:
        return demo_credit_code(self.who.number, self.who.city)

    def answers(self) -> dict[str, str]:
        same_every_time = Random(self.who.number)  # noqa: S311
        drawer = Drawer(self.scheme, self.draws, same_every_time, self.who.size, self.who.strength)
        return drawer.run(self.given())

    def given(self) -> dict[str, str]:
        """What the story says, under the keys that the edition gives these roles."""
        city = next(row for row in standard_rows("cities") if row["code"] == self.who.city)
        place = f"陕西省{city['name']}（演示地址）{self.who.number}号"
        said = {
            "name": self.who.name, "credit_code": self.code, "bureau": self.who.city, "track": self.who.track,
            "industry": self.who.industry, "size": self.who.size, "direction": self.who.direction,
            "business": self.who.business, "place": place,
        }  # fmt: skip
        given = {key: said[role] for role, key in self.scheme.cover.roles.items() if role in said}
        return given | dict(self.samples(place))

    def samples(self, place: str) -> Iterator[tuple[str, str]]:
        """Numbers of the kinds a field asks for, and an address where a text must be given and nothing else is known."""
        number = self.who.number
        seen: dict[str, int] = {}
        roles = set(self.scheme.cover.roles.values())
        for key, cell in self.scheme.cells.items():
            kinds = getattr(cell.field, "identifiers", ())
            kind = kinds[0] if kinds else ""
            place_in_line = seen[kind] = seen.get(kind, -1) + 1
            known = {
                "landline": f"029-8{number * 10 + place_in_line:07d}",
                "mobile": f"138{place_in_line:04d}{number:04d}",
                "email": f"e{number:02d}{'abcdef'[place_in_line % 6]}@enterprise.demo",
                "postcode": "710000",
            }
            if kinds and kinds[0] in known:
                yield key, known[kinds[0]]
            elif cell.field.kind == "text" and cell.field.required and key not in roles and "address" in key:
                yield key, place

    def hand_in(self, application: Application) -> None:
        for id, material in self.scheme.materials.items():
            if not material.required and self.who.number % 5:
                continue
            if not material.uploaded:
                continue
            paper = next((paper for paper in self.scheme.papers.values() if paper.material == id), None)
            if paper is not None and "docx" in material.formats:
                content, name = io.BytesIO(self.printed(application, paper.id)), f"{material.label[:20]}.docx"
            elif material.required:
                content, name = licence(self.who.name, self.code, self.who.city), f"{material.label[:12]}.pdf"
            else:
                content, name = proof(self.scheme, id, self.who.name), f"{material.label[:20]}.pdf"
            upload_file(
                application=application, scheme=self.scheme, material=id, content=content, name=name,
                upload_id=f"demo-{id}", by=self.owner, at=self.later(2),
            )  # fmt: skip

    def printed(self, application: Application, paper: str) -> bytes:
        """A paper of the edition with this enterprise's answers and points."""
        application.refresh_from_db()
        answers, points = judged(application, self.scheme)
        return render(self.scheme, paper, answers, points, day=self.clock.astimezone(ZONE).date())

    def save(self, application: Application, answers: dict[str, str]) -> None:
        application.refresh_from_db()
        save_answers(
            application=application, scheme=self.scheme, changes=answers, base=application.revision,
            save_id=f"demo-{application.revision}", by=self.owner, at=self.later(20),
        )  # fmt: skip

    def move(self, application: Application, id: str, by: Reader, **said: object) -> None:
        wanted = next(move for move in self.scheme.workflow.moves if move.id == id)
        at = self.later(26)
        make_move(
            application=application, scheme=self.scheme, move=wanted, by=by, at=at, request_id=f"demo-{id}-{at:%d%H%M}",
            **said,  # type: ignore[arg-type]
        )  # fmt: skip

    def later(self, hours: int) -> dt.datetime:
        """The story's clock, moved on but never past now."""
        self.clock = min(self.clock + dt.timedelta(hours=hours, minutes=7 * self.who.number % 50), self.now)
        return self.clock


def _folder(edition: str) -> Path:
    return Path(str(package_files("zhiqiang"))) / "demo" / edition

"""From submission to the city bureau's word, along the scheme's own workflow."""

import datetime as dt

import pytest

from tests.actions.world import NOW, World
from zhiqiang.access.roles import Reader
from zhiqiang.actions.answers import save_answers
from zhiqiang.actions.moves import make_move
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.permitting import end_of_day
from zhiqiang.records.models import Application, Attachment, Letter, Message, MoveMade, StoredFile


def ready(world: World) -> None:
    """Fill what must be filled and hand in what must be handed in, by the scheme's own lists."""
    answers = {key: {"v": value, "r": 1} for key, value in complete_answers(world).items()}
    Application.objects.filter(pk=world.application.pk).update(answers=answers)
    for id, material in world.scheme.materials.items():
        if material.awaited:
            file = StoredFile.objects.create(
                application=world.application, name=f"{id}.pdf", kind="pdf", size=1, digest="0" * 64,
                by=world.owner.person, at=NOW, upload_id=id,
            )  # fmt: skip
            Attachment.objects.create(
                file=file, application=world.application, material=id, by=world.owner.person, at=NOW
            )
    world.application.refresh_from_db()


def complete_answers(world: World) -> dict[str, str]:
    """An answer to every required field: the first option, yes, 0, or a sample number of the kind asked for."""
    samples = {
        "uscc": "91610131MA6U106Q1M", "landline": "029-81234567", "mobile": "13800138000",
        "email": "a@example.com", "postcode": "710000",
    }  # fmt: skip
    given: dict[str, str] = {}
    for key, cell in world.scheme.cells.items():
        if not cell.field.required or key in world.scheme.calculations:
            continue
        kinds = getattr(cell.field, "identifiers", ())
        by_kind = {"yesno": "是", "number": "0", "count": "0", "choice": (cell.leaf.options or ("",))[0]}
        given[key] = samples[kinds[0]] if kinds else by_kind.get(cell.field.kind, "示例")
    return given | {"city": "610100"}


def move(world: World, id: str, by: Reader, *, at: dt.datetime = NOW, request: str = "", **said: object) -> MoveMade:
    wanted = next(one for one in world.scheme.workflow.moves if one.id == id)
    return make_move(
        application=world.application, scheme=world.scheme, move=wanted, by=by, at=at,
        request_id=request or f"{id}{at.timestamp()}", **said,  # type: ignore[arg-type]
    )  # fmt: skip


def state(world: World) -> str:
    return Application.objects.get(pk=world.application.pk).state


@pytest.mark.requirement("S39")
def test_a_submission_is_frozen_with_its_receipt_and_closes_the_form(world: World) -> None:
    ready(world)
    made = move(world, "submit", world.owner)

    assert made.submission is not None
    assert made.submission.receipt.endswith("-1")
    assert len(made.submission.digest) == 64
    with pytest.raises(Refused, match="cannot be changed"):
        save_answers(
            application=world.application, scheme=world.scheme, changes={"employees": "1"}, base=1, save_id="z",
            by=world.owner, at=NOW,
        )  # fmt: skip


@pytest.mark.requirement("X01")
def test_a_double_click_submits_once(world: World) -> None:
    ready(world)
    first = move(world, "submit", world.owner, request="same")
    second = move(world, "submit", world.owner, request="same")

    assert first.pk == second.pk
    assert world.application.submissions.count() == 1


def test_an_incomplete_application_is_refused_with_every_reason(world: World) -> None:
    with pytest.raises(Refused) as refused:
        move(world, "submit", world.owner)

    assert len(refused.value.reasons) == 2
    assert state(world) == "draft"


@pytest.mark.requirement("S05")
def test_the_last_instant_is_in_time_and_the_next_is_late(world: World) -> None:
    ready(world)
    deadline = end_of_day(dt.date(2020, 11, 20))

    with pytest.raises(Refused, match="closed at 24:00 on 2020-11-20"):
        move(world, "submit", world.owner, at=deadline)
    move(world, "submit", world.owner, at=deadline - dt.timedelta(microseconds=1))

    assert state(world) == "submitted"


@pytest.mark.requirement("S06")
def test_a_return_opens_only_what_was_named_and_tells_the_enterprise(world: World) -> None:
    ready(world)
    move(world, "submit", world.owner)
    move(world, "return", world.xian, reason="营业执照看不清", points=[{"key": "employees", "note": "与报表不符"}])

    save_answers(
        application=world.application, scheme=world.scheme, changes={"employees": "7"}, base=99, save_id="y",
        by=world.owner, at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="did not open"):
        save_answers(
            application=world.application, scheme=world.scheme, changes={"registered_capital": "7"}, base=99,
            save_id="x", by=world.owner, at=NOW,
        )  # fmt: skip
    told = Message.objects.filter(to=world.owner.person).get()
    assert "与报表不符" in told.body
    assert Letter.objects.filter(to="owner@example.com").count() == 1


def test_another_citys_officer_cannot_confirm(world: World) -> None:
    ready(world)
    move(world, "submit", world.owner)

    with pytest.raises(Refused, match="only the city bureau in charge"):
        move(world, "confirm", world.baoji)


def test_a_confirmation_can_be_undone(world: World) -> None:
    ready(world)
    move(world, "submit", world.owner)
    move(world, "confirm", world.xian)
    move(world, "undo", world.xian)

    assert state(world) == "submitted"


def test_a_return_on_which_the_enterprise_has_acted_cannot_be_undone(world: World) -> None:
    ready(world)
    move(world, "submit", world.owner)
    move(world, "return", world.xian, reason="请核对", points=[{"key": "employees", "note": ""}])
    save_answers(
        application=world.application, scheme=world.scheme, changes={"employees": "7"}, base=99, save_id="y",
        by=world.owner, at=NOW + dt.timedelta(minutes=5),
    )  # fmt: skip

    with pytest.raises(Refused, match="can no longer be undone"):
        move(world, "undo", world.xian, at=NOW + dt.timedelta(minutes=6))

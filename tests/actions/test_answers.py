"""Saving answers field by field."""

import datetime as dt

import pytest

from tests.actions.world import NOW, World
from zhiqiang.access.roles import Reader
from zhiqiang.actions.answers import Saved, save_answers
from zhiqiang.actions.refusals import Refused
from zhiqiang.records.models import Application, Event, Revision


def save(world: World, changes: dict[str, object], *, by: Reader, base: int, save_id: str) -> Saved:
    return save_answers(
        application=world.application, scheme=world.scheme, changes=changes, base=base, save_id=save_id,
        by=by, at=NOW + dt.timedelta(minutes=1),
    )  # fmt: skip


@pytest.mark.requirement("X01")
def test_two_people_change_different_fields_and_both_stand(world: World) -> None:
    save(world, {"employees": "120"}, by=world.owner, base=1, save_id="a")
    second = save(world, {"registered_capital": "5000"}, by=world.colleague, base=1, save_id="b")

    stands = Application.objects.get(pk=world.application.pk).answers

    assert second.clashes == ()
    assert second.news == {"employees": "120"}
    assert stands["employees"]["v"] == "120"
    assert stands["registered_capital"]["v"] == "5000"


@pytest.mark.requirement("X01")
def test_one_field_changed_by_two_people_is_a_clash_and_keeps_the_first(world: World) -> None:
    save(world, {"employees": "120"}, by=world.owner, base=1, save_id="a")
    second = save(world, {"employees": "130"}, by=world.colleague, base=1, save_id="b")

    assert [(clash.key, clash.theirs, clash.by) for clash in second.clashes] == [("employees", "120", "owner@example.com")]
    assert Application.objects.get(pk=world.application.pk).answers["employees"]["v"] == "120"


def test_the_same_save_again_changes_nothing(world: World) -> None:
    save(world, {"employees": "120"}, by=world.owner, base=1, save_id="a")
    again = save(world, {"employees": "120"}, by=world.owner, base=1, save_id="a")

    assert again.revision == 2
    assert Revision.objects.filter(application=world.application).count() == 2


def test_an_officer_may_not_write(world: World) -> None:
    with pytest.raises(Refused, match="own people"):
        save(world, {"employees": "1"}, by=world.xian, base=1, save_id="a")


def test_every_save_is_an_event_chained_to_the_one_before(world: World) -> None:
    save(world, {"employees": "120"}, by=world.owner, base=1, save_id="a")

    events = list(Event.objects.filter(book__name=f"application:{world.application.key}"))

    assert [event.act for event in events] == ["application.started", "answers.saved"]
    assert events[1].before == events[0].digest

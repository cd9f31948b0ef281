"""Saving answers field by field."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from tests.actions.world import NOW, World
from zhiqiang.access import scope
from zhiqiang.access.roles import Reader
from zhiqiang.actions.answers import Saved, save_answers
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.loading import load
from zhiqiang.records.models import Application, Event, Revision

TRIAL = Path(__file__).parents[1] / "data" / "schemes" / "trial-2021"


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


@pytest.mark.parametrize("key", ["nonsense", "employees.x", "", "__proto__"])
def test_a_key_the_scheme_does_not_know_is_refused_by_name_and_nothing_is_kept(world: World, key: str) -> None:
    with pytest.raises(Refused, match="no such fields") as refusal:
        save(world, {"employees": "120", key: "1"}, by=world.owner, base=1, save_id="a")

    assert key in str(refusal.value)
    assert "employees" not in Application.objects.get(pk=world.application.pk).answers


def test_up_to_five_unknown_keys_are_named(world: World) -> None:
    with pytest.raises(Refused) as refusal:
        save(world, {f"nonsense_{number}": "1" for number in range(7)}, by=world.owner, base=1, save_id="a")

    assert "nonsense_4 and others" in str(refusal.value)
    assert "nonsense_5" not in str(refusal.value)


def test_a_cell_of_a_list_is_known_by_its_row(world: World) -> None:
    other = load(TRIAL)
    listed, _, column = next(iter(other.lists)).partition(".")
    world.scheme = replace(world.scheme, lists=other.lists)
    key = f"{listed}.12.{column}"

    save(world, {key: "1"}, by=world.owner, base=1, save_id="a")

    assert Application.objects.get(pk=world.application.pk).answers[key]["v"] == "1"
    for wrong in (f"{listed}.01.{column}", f"{listed}.-1.{column}", f"{listed}.99999.{column}", f"{listed}.１.{column}"):
        with pytest.raises(Refused, match="no such fields"):
            save(world, {wrong: "1"}, by=world.owner, base=2, save_id=wrong)


def test_every_save_is_an_event_chained_to_the_one_before(world: World) -> None:
    save(world, {"employees": "120"}, by=world.owner, base=1, save_id="a")

    events = list(Event.objects.filter(book__name=f"application:{world.application.key}"))

    assert [event.act for event in events] == ["application.started", "answers.saved"]
    assert events[1].before == events[0].digest


def test_what_lists_show_is_worked_out_when_it_is_handed_in_not_when_it_is_saved(world: World) -> None:
    save(world, {"city": "610300", "employees": "120"}, by=world.owner, base=1, save_id="a")

    stands = Application.objects.get(pk=world.application.pk)

    assert (stands.bureau, stands.self_score, stands.track, stands.warnings) == (None, None, "", 0)
    assert not scope.applications(world.baoji).exists()

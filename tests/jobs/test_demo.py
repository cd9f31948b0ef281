"""The demo world: told by the actions people use, so everything past a draft is whole; again is harmless."""

import pytest
from click.testing import CliRunner

pytestmark = pytest.mark.slow


@pytest.fixture
def world(db, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "store"
    from django.utils import timezone

    from zhiqiang.engine.loading import load, shipped
    from zhiqiang.jobs.demo import world as demo

    few = demo.characters("shaanxi-2020")
    stages = {one.stage: one for one in few}
    monkeypatch.setattr(demo, "characters", lambda edition: list(stages.values()))
    scheme = load(shipped()["shaanxi-2020"])
    demo.make_world(scheme, at=timezone.now())
    return scheme, demo


@pytest.mark.requirement("X04")
def test_every_stage_is_there_and_whole_and_again_is_harmless(world):
    from django.utils import timezone

    from zhiqiang.queries.applications import materials_lacking, read_answers
    from zhiqiang.records.models import Application, Event, Person

    scheme, demo = world
    found = {one.state: one for one in Application.objects.all()}

    assert set(found) == {"draft", "submitted", "returned", "confirmed", "refused"}
    for state, one in found.items():
        if state != "draft":
            assert read_answers(one, scheme).errors == ()
            assert materials_lacking(one, scheme) == []
    before = (Application.objects.count(), Event.objects.count(), Person.objects.count())
    demo.make_world(scheme, at=timezone.now())
    assert (Application.objects.count(), Event.objects.count(), Person.objects.count()) == before


def test_every_draw_of_every_character_can_be_handed_in():
    from decimal import Decimal
    from random import Random

    from zhiqiang.engine.answering import answer
    from zhiqiang.engine.loading import load, shipped
    from zhiqiang.engine.loading.yaml_lines import read_yaml
    from zhiqiang.jobs.demo import world as demo

    scheme = load(shipped()["shaanxi-2020"])
    path = demo._folder(scheme.id) / "figures.yaml"
    draws = demo.Draws.model_validate(read_yaml(path.read_text(encoding="utf-8"))[0])
    for one in demo.characters(scheme.id):
        story = demo.Story(scheme, None, one, draws, None)
        given = demo.Drawer(scheme, draws, Random(one.number), one.size, Decimal(one.strength)).run(story.given())
        assert [p.key for p in answer(scheme, given).errors] == [], one.name


def test_it_is_not_loaded_into_a_real_site():
    from zhiqiang.jobs.commands import root

    result = CliRunner().invoke(root, ["demo"])

    assert result.exit_code == 2
    assert "ZHIQIANG_DEMO=1" in result.output

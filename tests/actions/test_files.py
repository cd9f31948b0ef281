"""Uploading: content before row, one upload once, nothing by a name from outside."""

import io

import pytest
from django.core.files.storage import default_storage

from tests.actions.test_sniffing import pdf, picture, word
from tests.actions.world import NOW, World
from zhiqiang.access import scope
from zhiqiang.actions.files import clean_name, take_off, upload_file, use_file
from zhiqiang.actions.refusals import Refused
from zhiqiang.actions.storing import store_path
from zhiqiang.records.models import Application, Attachment, Event, StoredFile


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "store"
    return settings.MEDIA_ROOT


def upload(world: World, content: bytes, *, material: str = "licence", name: str = "执照.pdf", id: str = "u1", by=None) -> Attachment:
    return upload_file(
        application=world.application, scheme=world.scheme, material=material, content=io.BytesIO(content), name=name,
        upload_id=id, by=by or world.owner, at=NOW,
    )  # fmt: skip


@pytest.mark.requirement("S36")
def test_a_file_lies_under_its_digest_and_is_told_in_the_trail(world: World, store) -> None:
    made = upload(world, pdf(), name="../../etc/passwd.pdf")

    assert made.file.name == "passwd.pdf"
    assert (store / store_path(made.file.digest)).read_bytes() == pdf()
    assert Event.objects.filter(act="file.uploaded").count() == 1


@pytest.mark.requirement("X01")
def test_the_same_upload_again_is_one_file(world: World) -> None:
    first = upload(world, pdf())
    second = upload(world, pdf())

    assert first == second
    assert StoredFile.objects.count() == 1


def test_what_a_stopped_writer_left_is_written_anew(world: World, store) -> None:
    made = upload(world, pdf())
    path = store / store_path(made.file.digest)
    path.write_bytes(pdf()[:10])

    upload(world, pdf(), id="u2")

    assert path.read_bytes() == pdf()


def test_a_refused_file_leaves_nothing(world: World, store) -> None:
    with pytest.raises(Refused, match="only pdf"):
        upload(world, word())

    assert not StoredFile.objects.exists()
    assert not list(store.rglob("*.*")) if store.exists() else True


def test_one_file_serves_several_materials_and_is_taken_off_one_by_one(world: World) -> None:
    made = upload(world, pdf(), material="ev_rd")
    other = use_file(file=made.file, scheme=world.scheme, material="ev_ip_spending", by=world.owner, at=NOW)
    take_off(attachment=made, scheme=world.scheme, by=world.colleague, at=NOW)

    assert StoredFile.objects.count() == 1
    assert list(Attachment.objects.filter(removed_at=None)) == [other]
    assert default_storage.exists(store_path(made.file.digest))


def test_a_file_of_a_kind_not_taken_there_cannot_be_used_there(world: World) -> None:
    made = upload(world, picture(), name="a.png")

    with pytest.raises(Refused, match="accepted here"):
        use_file(file=made.file, scheme=world.scheme, material="work_plan", by=world.owner, at=NOW)


def test_no_more_files_than_the_scheme_says(world: World) -> None:
    for number in range(2):
        upload(world, pdf(), id=str(number))

    with pytest.raises(Refused, match="at most 2"):
        upload(world, pdf(), id="third")


def test_after_submission_and_by_others_nothing_is_put_in(world: World) -> None:
    with pytest.raises(Refused, match="enterprise's own"):
        upload(world, pdf(), by=world.xian)
    Application.objects.filter(pk=world.application.pk).update(state="submitted")
    with pytest.raises(Refused, match="cannot be changed"):
        upload(world, pdf())


def test_a_return_opens_the_material_it_named_and_no_other(world: World) -> None:
    Application.objects.filter(pk=world.application.pk).update(state="returned", open_keys=["material:licence"])

    upload(world, pdf())
    with pytest.raises(Refused, match="did not open"):
        upload(world, pdf(), material="ev_rd", id="u2")


@pytest.mark.requirement("S36")
def test_an_officer_does_not_see_a_draft_of_it(world: World) -> None:
    upload(world, pdf())

    assert scope.files(world.owner).count() == 1
    assert not scope.files(world.xian).exists()


@pytest.mark.parametrize(
    ("name", "shown"),
    [("C:\\a\\b.pdf", "b.pdf"), ("../..", "未命名"), ("a\x00\u202eb.pdf", "ab.pdf"), ("", "未命名"), ("长" * 300 + ".pdf", None)],
)
def test_names_are_for_reading_only(name, shown):
    clean = clean_name(name)

    assert len(clean) <= 200
    assert shown is None or clean == shown

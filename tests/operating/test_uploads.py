"""Uploads on disk: whole under their name, or not there."""

import pytest
from django.core.files.base import ContentFile

from zhiqiang.config.uploads import DurableFiles


class Breaking(ContentFile):
    """A content of which only the first piece comes."""

    def chunks(self, chunk_size=None):
        yield b"the first piece"
        raise ConnectionError("gone")


def test_an_upload_that_breaks_off_leaves_nothing(tmp_path):
    store = DurableFiles(location=tmp_path)
    with pytest.raises(ConnectionError):
        store.save("files/ab/abc", Breaking(b""))

    assert not store.exists("files/ab/abc")
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_the_same_content_twice_is_one_file(tmp_path):
    store = DurableFiles(location=tmp_path)

    assert (
        store.save("files/ab/abc", ContentFile(b"x"))
        == store.save("files/ab/abc", ContentFile(b"x"))
        == "files/ab/abc"
    )
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == ["abc"]

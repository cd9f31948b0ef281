"""`zhiqiang backup` and `restore`: a site restored is the site that was copied."""

import io
import json
import sqlite3
import stat
import tarfile

import pytest

from tests.databases import on_postgres
from tests.operating.sites import Site


@pytest.mark.slow
def test_a_restored_site_is_the_copied_one(site, tmp_path):
    copy = tmp_path / "copy.tar.gz"
    made = site.zhiqiang("backup", "-o", copy)
    assert made.returncode == 0, made.stderr
    other = Site(tmp_path / "other")

    done = other.zhiqiang("restore", copy)

    assert done.returncode == 0, done.stderr
    assert "the audit trail is whole" in done.stdout
    assert other.seed("look") == site.seed("look")
    assert tables(other) == tables(site)
    assert files(other) == files(site) != []
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with tarfile.open(copy) as tar:
        assert "secret.key" not in tar.getnames()
        assert b"only for tests" not in b"".join(
            tar.extractfile(one).read() for one in tar if "database" not in one.name
        )

    again = other.zhiqiang("restore", copy)

    assert again.returncode == 2
    assert "say --force" in again.stderr
    assert other.zhiqiang("restore", copy, "--force").returncode == 0
    assert other.zhiqiang("audit", "verify").returncode == 0


@pytest.mark.slow
def test_a_damaged_cut_or_foreign_copy_is_refused_and_nothing_is_touched(site, tmp_path):
    copy = tmp_path / "copy.tar"
    assert site.zhiqiang("backup", "-o", copy).returncode == 0
    whole = copy.read_bytes()
    with tarfile.open(copy) as tar:
        member = next(one for one in tar if one.name.startswith("store/"))
    changed = bytearray(whole)
    changed[member.offset_data + 10] ^= 1
    escaping = io.BytesIO()
    with tarfile.open(fileobj=escaping, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("store/../../escaped"))
    told = {}
    for name, content in {"changed": bytes(changed), "cut": whole[: len(whole) // 2], "escaping": escaping.getvalue(),
                          "empty": b"", "text": b"hello" * 500}.items():  # fmt: skip
        bad = tmp_path / f"{name}.tar"
        bad.write_bytes(content)
        done = Site(tmp_path / "other").zhiqiang("restore", bad)
        assert done.returncode == 2
        told[name] = done.stderr

    assert "damaged" in told["changed"]
    assert all(text.startswith("zhiqiang: ") for text in told.values())
    assert not (tmp_path / "escaped").exists()
    assert [one for one in (tmp_path / "other").rglob("*") if one.is_file()] == []


@pytest.mark.slow
def test_a_copy_lacking_a_file_is_not_written(site, tmp_path):
    next(one for one in (site.data / "store" / "files").rglob("*") if one.is_file()).unlink()

    done = site.zhiqiang("backup", "-o", tmp_path / "copy.tar.gz")

    assert done.returncode == 2
    assert "no copy was written" in done.stderr
    assert list(tmp_path.glob("*copy*")) == []


def test_names_that_cannot_be_are_told(tmp_path):
    site = Site(tmp_path / "nowhere")

    assert "should end in .tar.gz" in site.zhiqiang("backup", "-o", tmp_path / "copy.zip").stderr
    if not on_postgres():
        assert "no data folder" in site.zhiqiang("backup", "-o", tmp_path / "copy.tar").stderr
    assert "cannot read" in site.zhiqiang("restore", tmp_path / "none.tar").stderr


def tables(site: Site) -> dict[str, int]:
    """Rows by table, without what a copy leaves out."""
    code = (
        "import django,json; django.setup(); from django.apps import apps; "
        "print(json.dumps({m._meta.db_table: m.objects.count() for m in apps.get_models() if 'session' not in m._meta.db_table}))"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], env=site.environment, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def files(site: Site) -> list[tuple[str, bytes]]:
    store = site.data / "store"
    return sorted(
        (one.relative_to(store).as_posix(), one.read_bytes()) for one in store.rglob("*") if one.is_file()
    )


@pytest.mark.skipif(on_postgres(), reason="looks into the SQLite file")
@pytest.mark.slow
def test_open_log_ins_stay_out_of_a_copy(site, tmp_path):
    assert site.zhiqiang("backup", "-o", tmp_path / "copy.tar").returncode == 0
    with tarfile.open(tmp_path / "copy.tar") as tar:
        tar.extract("database.sqlite3", tmp_path, filter="data")
    copy = sqlite3.connect(tmp_path / "database.sqlite3")
    count = copy.execute("SELECT count(*) FROM django_session").fetchone()[0]
    copy.close()

    assert count == 0

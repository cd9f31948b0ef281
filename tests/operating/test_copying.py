"""`zhiqiang backup` and `restore`: a site restored is the site that was copied, on whatever database."""

import io
import json
import stat
import tarfile
import threading

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
        assert b"only for tests" not in b"".join(tar.extractfile(one).read() for one in tar)
        assert not any("session" in one for one in tar.getnames())  # open log-ins

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


@pytest.mark.skipif(not on_postgres(), reason="needs a PostgreSQL as well: ./test --postgres")
@pytest.mark.slow
def test_a_copy_goes_from_one_database_to_the_other_and_back(site, tmp_path):
    on_disk = Site(tmp_path / "disk", {"DATABASE_URL": f"sqlite:///{tmp_path / 'disk' / 'zhiqiang.sqlite3'}"})
    back = Site(tmp_path / "back").prepare()  # migrated, and nothing in it: no site is written over

    for number, (one, other) in enumerate(((site, on_disk), (on_disk, back))):
        copy = tmp_path / f"copy{number}.tar.gz"
        assert one.zhiqiang("backup", "-o", copy).returncode == 0
        done = other.zhiqiang("restore", copy)
        assert done.returncode == 0, done.stderr
        assert other.zhiqiang("audit", "verify").returncode == 0
        assert other.seed("look") == site.seed("look")

    assert (tmp_path / "disk" / "zhiqiang.sqlite3").is_file()
    assert contents(tmp_path / "copy0.tar.gz") == contents(tmp_path / "copy1.tar.gz")
    with back.serving() as served:  # and it goes on where it was, with keys nobody had before
        seed = back.seed("again")
        status, said = served.caller(seed["session"]).save(seed["key"], {"employees": "151"}, base=2, save_id="on")
        assert status == 200, said
    assert back.seed("look")["wrong"] == []


@pytest.mark.slow
def test_a_copy_made_while_people_work_is_of_one_instant(tmp_path):
    site = Site(tmp_path / "data").prepare()
    one = site.seed("fill", 1)["drafts"][0]
    copy, saved, stop = tmp_path / "copy.tar", [], threading.Event()
    with site.serving() as served:
        caller = served.caller(one["session"])

        def work() -> None:
            while not stop.is_set():
                name = f"save-{len(saved)}"
                status, _ = caller.save(one["key"], {"employees": str(len(saved) + 1)}, base=10**6, save_id=name)
                assert status == 200
                saved.append(name)

        worker = threading.Thread(target=work)
        worker.start()
        try:
            made = site.zhiqiang("backup", "-o", copy)
        finally:
            stop.set()
            worker.join()
    assert made.returncode == 0, made.stderr

    other = Site(tmp_path / "other")
    assert other.zhiqiang("restore", copy).returncode == 0

    found = other.seed("look")
    assert found["wrong"] == []
    assert found["saves"] == saved[: len(found["saves"])]  # up to that instant all, from then on none


@pytest.mark.slow
def test_a_copy_of_an_older_program_is_migrated_and_one_of_a_newer_refused(site, tmp_path):
    copy, older, newer = (tmp_path / f"{name}.tar" for name in ("copy", "older", "newer"))
    assert site.zhiqiang("backup", "-o", copy).returncode == 0
    rewritten(copy, older, lambda been: [one for one in been if one[0] != "usersessions"])
    rewritten(copy, newer, lambda been: [*been, ["records", "9999_of_tomorrow"]])

    other = Site(tmp_path / "other")
    refused = other.zhiqiang("restore", newer)
    assert refused.returncode == 2
    assert "newer program (records.9999_of_tomorrow): upgrade Zhiqiang first" in refused.stderr
    assert [one for one in (tmp_path / "other").rglob("*") if one.is_file()] == []

    assert other.zhiqiang("restore", older).returncode == 0
    assert other.seed("look") == site.seed("look")
    assert other.run("zhiqiang.config.manage", "migrate", "--check").returncode == 0


@pytest.mark.slow
def test_a_copy_whose_trail_is_broken_leaves_the_site_as_it_was(site, tmp_path):
    other = Site(tmp_path / "other").prepare()
    other.seed("fill", 1)
    before = tables(other)
    assert site.seed("tamper")["changed"] == 1
    assert site.zhiqiang("backup", "-o", tmp_path / "copy.tar").returncode == 0

    done = other.zhiqiang("restore", tmp_path / "copy.tar", "--force")

    assert done.returncode == 2
    assert "audit trail is broken" in done.stderr
    assert tables(other) == before


def contents(copy) -> dict[str, bytes]:
    """Every member but the manifest, byte by byte."""
    with tarfile.open(copy) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar if one.name != "manifest.json"}


def rewritten(copy, target, change) -> None:
    """The copy again, with other migrations in its manifest."""
    with tarfile.open(copy) as tar, tarfile.open(target, "w") as out:
        for one in tar:
            content = tar.extractfile(one).read()
            if one.name == "manifest.json":
                said = json.loads(content)
                said["migrations"] = change(said["migrations"])
                content = json.dumps(said).encode()
                one.size = len(content)
            out.addfile(one, io.BytesIO(content))

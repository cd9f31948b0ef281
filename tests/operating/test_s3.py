"""Uploads in a store that speaks S3: a real server process of another maker, reached over the wire."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest

from tests.operating.sites import Site
from zhiqiang.config.environment import BadSetting
from zhiqiang.config.uploads import uploads_storage

KEY, SECRET, BUCKET = "tests", "se%2Fcret", "uploads"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 server with an empty bucket."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/moto-api/").close()
                break
            time.sleep(0.2)
        _bucket(address).create_bucket(Bucket=BUCKET)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _bucket(address: str):
    import boto3

    return boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id=KEY,
        aws_secret_access_key="se/cret",
        region_name="us-east-1",
    )


def keys(address: str) -> set[str]:
    client = _bucket(address)
    found = {one["Key"] for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])}
    client.close()
    return found


def _url(address: str, folder: str, bucket: str = BUCKET) -> dict[str, str]:
    return {"UPLOADS_URL": f"s3://{KEY}:{SECRET}@{bucket}/{folder}?endpoint={address}&region=us-east-1"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # boto3 leaves its pool to the collector
def test_uploads_lie_in_the_store_and_travel_in_a_copy(s3, tmp_path):
    site = Site(tmp_path / "data", _url(s3, "one")).prepare()
    seed = site.seed("fill", 1)
    one = seed["drafts"][0]
    before = keys(s3)
    with site.serving() as served:
        status, said = served.caller(one["session"]).upload(
            one["key"], seed["materials"][0], a_pdf(), upload_id="u"
        )
        assert status in (200, 302), said
        assert b'"store": "ok"' in served.caller().get("/healthz")[1]
        status, said = served.caller(one["session"]).submit(one["key"])
        assert status == 302, said

    assert len(keys(s3) - before) == 1
    assert all(key.startswith("one/files/") for key in keys(s3))
    assert not (site.data / "store").exists()
    assert site.seed("look")["wrong"] == []
    copy = tmp_path / "copy.tar.gz"
    made = site.zhiqiang("backup", "-o", copy)
    assert made.returncode == 0, made.stderr

    other = Site(tmp_path / "other", _url(s3, "two"))
    done = other.zhiqiang("restore", copy)

    assert done.returncode == 0, done.stderr
    assert other.seed("look") == site.seed("look")
    assert {key.removeprefix("two/") for key in keys(s3) if key.startswith("two/")} == {
        key.removeprefix("one/") for key in keys(s3) if key.startswith("one/")
    }
    on_disk = Site(tmp_path / "disk")
    assert on_disk.zhiqiang("restore", copy).returncode == 0
    assert on_disk.seed("look")["wrong"] == []


@pytest.mark.slow
def test_a_store_that_lacks_its_bucket_is_told(s3, tmp_path):
    site = Site(tmp_path / "data", _url(s3, "", bucket="another")).prepare()
    done = site.zhiqiang("doctor")

    assert done.returncode == 1
    assert "uploads cannot be kept" in done.stdout
    assert "cret" not in done.stdout.replace("secret key", "")


@pytest.mark.parametrize("url", ["s3://", "http://bucket/x", "s3://k:topsecret@bucket?colour=red", "bucket"])
def test_an_address_that_cannot_be_read_is_told_without_its_secret(url):
    with pytest.raises(BadSetting, match="UPLOADS_URL cannot be read") as told:
        uploads_storage(url)

    assert "topsecret" not in str(told.value)


def a_pdf() -> bytes:
    from tests.operating.test_crashes import a_pdf

    return a_pdf(7)

"""What a web worker carries: not the cohort's tables, and not more memory than a small machine has."""

import urllib.request

import psutil
import pytest

from tests.browsing import served

MEGABYTES_OF_A_WORKER = 110


@pytest.mark.skipif(not psutil.LINUX, reason="reads the maps of a process")
def test_a_worker_stays_light(tmp_path):
    with served(tmp_path, ZHIQIANG_GALLERY="1") as address:
        for page in ("/", "/gallery/", "/"):
            urllib.request.urlopen(address + page).close()
        ours = [one for one in psutil.Process().children(recursive=True) if str(tmp_path) in one.cmdline()]
        megabytes = [one.memory_info().rss / 1e6 for one in ours]
        polars = [mapped.path for one in ours for mapped in one.memory_maps() if "polars" in mapped.path]

    assert len(ours) == 2  # the one that watches and the one that serves
    assert max(megabytes) < MEGABYTES_OF_A_WORKER
    assert polars == []

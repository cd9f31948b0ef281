"""What a web worker carries: not the cohort's tables, nor what makes papers, nor more memory than a small machine has."""

import sys

import psutil
import pytest

from tests.operating.sites import Site

MEGABYTES_OF_A_WORKER = 110
ONLY_FOR_PAPERS_AND_FILES = ("polars", "typst", "pikepdf", "PIL/", "lxml", "python_calamine")


@pytest.mark.skipif(not psutil.LINUX, reason="reads the maps of a process")
def test_a_worker_stays_light(tmp_path):
    site = Site(tmp_path / "data", {"ZHIQIANG_GALLERY": "1"}).prepare()
    seed = site.seed("many", 40)
    [handed_in], [draft] = seed["handed_in"], seed["drafts"]
    form = f"/enterprise/a/{draft['key']}/"
    with site.serving() as served:
        for session, pages in (
            ("", ("/", "/gallery/", "/s/shaanxi-2020/self-assessment/")),
            (seed["officer"], ("/office/", "/office/applications", f"/office/applications/{handed_in}")),
            (draft["session"], ("/enterprise/", form, f"{form}materials/", f"{form}submit/")),
        ):
            reader = served.caller(session)
            for page in (*pages, *pages):
                assert reader.get(page)[0] == 200, page
        assert reader.save(draft["key"], {"employees": "7"}, base=1, save_id="weighed")[0] == 200
        watching = psutil.Process(served.process.pid)
        ours = [watching, *watching.children(recursive=True)]
        megabytes = [one.memory_info().rss / 1e6 for one in ours]
        carried = {
            mapped.path
            for one in ours
            for mapped in one.memory_maps()
            if mapped.path.startswith(sys.prefix) and any(name in mapped.path for name in ONLY_FOR_PAPERS_AND_FILES)
        }

    assert len(ours) == 2  # the one that watches and the one that serves
    assert max(megabytes) < MEGABYTES_OF_A_WORKER
    assert carried == set()

"""Several people at the same place in the same instant, through the real server: who is told yes, is in the history."""

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.operating.sites import Served, Site
from tests.operating.test_crashes import a_pdf

pytestmark = pytest.mark.slow
FIELD = "main_business"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    return Site(tmp_path_factory.mktemp("races") / "data").prepare()


@pytest.fixture(scope="module")
def seed(site) -> dict:
    return site.seed("race")


@pytest.fixture(scope="module")
def served(site, seed) -> Iterator[Served]:
    with site.serving(workers=2) as running:
        yield running


def at_once(*calls: Callable[[], tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """The answers to calls that all begin together, each in a thread of its own."""
    start, found = threading.Barrier(len(calls)), [None] * len(calls)

    def go(place: int, call: Callable) -> None:
        start.wait()
        found[place] = call()

    threads = [threading.Thread(target=go, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(one is not None and one[0] < 500 for one in found), found
    return found


def chain_holds(history: dict) -> None:
    """Saves are numbered without a gap, each begins where the one before left the field, and what stands was saved last."""
    assert history["wrong"] == []
    assert [number for number, _, _ in history["saves"]] == list(range(2, history["revision"] + 1))
    stands: dict = {}
    for _, _, changes in history["saves"]:
        for key, (before, after) in changes.items():
            assert stands.get(key, before) == before
            stands[key] = after
    assert stands.items() <= history["answers"].items()


@pytest.mark.requirement("X06")
@pytest.mark.parametrize("writers", [3, 8])
def test_tabs_on_one_field_lose_nothing_and_overwrite_nothing(site, seed, served, writers):
    one = seed["applications"][0]
    tabs = [served.caller(one[("owner", "colleague")[n % 2]]) for n in range(writers)]
    base = site.seed("history", one["key"])["revision"]
    kept = {}
    for turn in range(4):
        texts = [f"{writers} writers, turn {turn}, tab {n}" for n in range(writers)]
        answers = at_once(*(
            partial(tabs[n].save, one["key"], {FIELD: texts[n]}, base=base, save_id=f"{writers}-{turn}-{n}")
            for n in range(writers)
        ))  # fmt: skip
        told = [json.loads(body) for _, body in answers]
        [winner] = [n for n in range(writers) if not told[n]["clashes"]]
        kept[f"{writers}-{turn}-{winner}"] = texts[winner]

        assert [status for status, _ in answers] == [200] * writers
        for n in set(range(writers)) - {winner}:
            [clash] = told[n]["clashes"]
            assert (clash["key"], clash["theirs"]) == (FIELD, texts[winner])
            assert clash["by"]

        # The next one sees both and keeps their own: on top of what stands now, so that it is no silent overwriting.
        loser = (winner + 1) % writers
        mine = f"{writers}-{turn}-chosen"
        status, body = tabs[loser].save(one["key"], {FIELD: texts[loser]}, base=told[loser]["revision"], save_id=mine)
        assert (status, json.loads(body)["clashes"]) == (200, [])
        kept[mine], base = texts[loser], json.loads(body)["revision"]

    history = site.seed("history", one["key"])
    chain_holds(history)
    assert {name: changes[FIELD][1] for _, name, changes in history["saves"] if name in kept} == kept
    assert [name for _, name, _ in history["saves"] if name.startswith(f"{writers}-")] == list(kept)
    assert history["answers"][FIELD] == texts[loser]


def test_tabs_on_different_fields_are_merged(site, seed, served):
    one = seed["applications"][0]
    fields = ["employees", FIELD, "registered_capital"]
    base = site.seed("history", one["key"])["revision"]

    answers = at_once(*(
        lambda name=name: served.caller(one["owner"]).save(one["key"], {name: "777"}, base=base, save_id=f"merged-{name}")
        for name in fields
    ))  # fmt: skip

    history = site.seed("history", one["key"])
    chain_holds(history)
    assert [json.loads(body)["clashes"] for _, body in answers] == [[], [], []]
    assert {history["answers"][name] for name in fields} == {"777"}


def test_one_save_sent_several_times_counts_once(site, seed, served):
    one = seed["applications"][0]
    before = site.seed("history", one["key"])["revision"]

    answers = at_once(*(
        lambda: served.caller(one["owner"]).save(one["key"], {FIELD: "again"}, base=before, save_id="again")
        for _ in range(4)
    ))  # fmt: skip

    assert {(status, json.loads(body)["revision"]) for status, body in answers} == {(200, before + 1)}
    assert site.seed("history", one["key"])["revision"] == before + 1


def test_no_more_files_than_may_be_and_none_for_one_who_was_told_no(site, seed, served):
    one = seed["applications"][1]
    site.seed("papers", one["key"])
    before = site.seed("history", one["key"])
    assert before["in_use"].count("licence") == 1  # of two

    answers = at_once(*(
        lambda n=n: served.caller(one["owner"]).upload(one["key"], "licence", a_pdf(n), upload_id=f"race-{n}") for n in range(4)
    ))  # fmt: skip

    history = site.seed("history", one["key"])
    taken = [f"race-{n}" for n, (status, _) in enumerate(answers) if status in (200, 302)]
    assert sorted(status for status, _ in answers)[1:] == [409, 409, 409]
    assert [name for name in history["uploads"] if name.startswith("race-")] == taken
    assert history["in_use"].count("licence") == 2
    assert history["wrong"] == []


def test_handing_in_while_others_write_and_click_twice(site, seed, served):
    one = seed["applications"][1]
    base = site.seed("history", one["key"])["revision"]

    answers = at_once(
        lambda: served.caller(one["owner"]).submit(one["key"], "click"),
        lambda: served.caller(one["owner"]).submit(one["key"], "click"),
        lambda: served.caller(one["colleague"]).submit(one["key"], "another"),
        *(lambda n=n: served.caller(one["colleague"]).save(one["key"], {"employees": f"30{n}"}, base=base + n, save_id=f"late-{n}")
          for n in range(3)),
    )  # fmt: skip

    history = site.seed("history", one["key"])
    chain_holds(history)
    [[_, revision, frozen]] = history["receipts"]
    assert history["moves"] == ["submit"]
    assert history["state"] == "submitted"
    # Everything acknowledged is in what was handed in; whoever came later was told so and is in no history.
    saved = [f"late-{n}" for n, (status, body) in enumerate(answers[3:]) if status == 200 and not json.loads(body)["clashes"]]
    assert sorted(name for _, name, _ in history["saves"] if name.startswith("late-")) == saved
    assert revision == history["revision"]
    assert frozen == history["answers"]
    assert {status for status, _ in answers[3:]} <= {200, 409}


@pytest.mark.parametrize("number", [2, 3])
def test_two_officers_decide_at_once_and_one_is_heard(site, seed, served, number):
    one = seed["applications"][number]
    about = f"/office/applications/{one['key']}/moves"
    first, second, third, fourth = (served.caller(key) for key in seed["officers"] * 2)
    back = {"seen": one["receipt"], "reason": "与年报不一致", "place": ["employees"], "note": ["看不清"], "keep": ["employees"]}

    answers = at_once(
        lambda: first.post(f"{about}/confirm", {"seen": one["receipt"], "request_id": "a"}),
        lambda: second.post(f"{about}/return", {**back, "request_id": "b"}),
        lambda: third.post(f"{about}/confirm", {"seen": one["receipt"], "request_id": "a"}),
        lambda: fourth.post(f"{about}/refuse", {"seen": one["receipt"], "reason": "不符合", "request_id": "c"}),
    )  # fmt: skip

    history = site.seed("history", one["key"])
    [move] = history["moves"][1:]
    heard = [status == 302 for status, _ in answers]
    assert heard == {"confirm": [True, False, True, False], "return": [False, True, False, False],
                     "refuse": [False, False, False, True]}[move]  # fmt: skip
    assert all(status in (302, 409) for status, _ in answers)
    assert history["wrong"] == []


def test_a_return_taken_back_while_the_enterprise_corrects(site, seed, served):
    one = seed["applications"][4]
    about = f"/office/applications/{one['key']}/moves"
    officer, owner = served.caller(seed["officers"][0]), served.caller(one["owner"])
    back = {"seen": one["receipt"], "reason": "与年报不一致", "place": ["employees"], "note": ["看不清"], "keep": ["employees"]}
    assert officer.post(f"{about}/return", {**back, "request_id": "back"})[0] == 302
    base = site.seed("history", one["key"])["revision"]

    undone, saved, handed = at_once(
        lambda: officer.post(f"{about}/undo", {"seen": one["receipt"], "request_id": "undo"}),
        lambda: owner.save(one["key"], {"employees": "1234"}, base=base, save_id="correcting"),
        lambda: served.caller(one["colleague"]).submit(one["key"], "resubmit"),
    )

    history = site.seed("history", one["key"])
    chain_holds(history)
    assert history["state"] == "submitted"
    assert ("undo" in history["moves"]) == (undone[0] == 302)
    assert ("resubmit" in history["moves"]) == (len(history["receipts"]) == 2)
    assert not {"undo", "resubmit"} <= set(history["moves"])
    assert ("correcting" in [name for _, name, _ in history["saves"]]) == (saved[0] == 200)
    assert handed[0] in (302, 409)


def test_people_invited_removed_and_put_in_charge_at_once(site, seed, served):
    one = seed["applications"][5]
    owner, colleague = one["owner"], one["colleague"]
    answers = at_once(
        *(lambda: served.caller(owner).post("/people/invite/", {"email": "new@example.com"}) for _ in range(3)),
    )
    assert sorted(status for status, _ in answers) == [200, 200, 302]  # the page again, with the reason
    assert site.seed("history", one["key"])["invitations"] == ["new@example.com"]

    removed, over, saved = at_once(
        lambda: served.caller(owner).post(f"/people/{one['member']}/remove/", {}),
        lambda: served.caller(owner).post(f"/people/{one['member']}/hand-over/", {}),
        lambda: served.caller(colleague).post("/people/invite/", {"email": "by-staff@example.com"}),
    )

    history = site.seed("history", one["key"])
    assert {removed[0], over[0]} in ({302, 403}, {302, 404})
    assert (one["member"] in history["members"]) == (over[0] == 302)
    assert history["wrong"] == []
    assert (saved[0] == 302) == ("by-staff@example.com" in history["invitations"])


def test_an_application_begun_in_several_tabs_is_one(site, seed, served):
    fresh = site.seed("fresh")

    answers = at_once(*(
        lambda: served.caller(fresh["session"]).post(f"/enterprise/start/{fresh['campaign']}", {"answers": '{"employees": "12"}'})
        for _ in range(4)
    ))  # fmt: skip

    assert [status for status, _ in answers] == [302] * 4
    assert site.seed("fresh_look")["applications"] == 1
    assert site.zhiqiang("audit", "verify").returncode == 0

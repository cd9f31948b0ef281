from urllib.parse import urlencode

import pytest
from django.test import Client

from zhiqiang.web.middleware.limits import TokenBuckets, client_address


def test_a_body_too_large_is_answered_413_before_it_is_read(client, settings):
    settings.MAX_BODY_BYTES = 1000

    answer = client.post("/language", {"language": "x" * 2000})

    assert answer.status_code == 413
    assert "文件太大" in answer.content.decode()


def test_a_length_that_is_no_number_is_refused(rf):
    answer = Client().generic("POST", "/language", b"x", CONTENT_LENGTH="many")

    assert answer.status_code in (400, 413)


def test_forms_sent_too_fast_are_answered_429(settings, db):
    settings.POSTS_PER_MINUTE = 3
    client = Client()

    statuses = [client.post("/language", {"language": "en"}).status_code for _ in range(4)]
    last = client.post("/language", {"language": "en"})

    assert statuses == [302, 302, 302, 429]
    assert 1 <= int(last.headers["Retry-After"]) <= 20
    assert "please" in last.content.decode().lower() or "wait" in last.content.decode().lower()
    assert client.get("/").status_code == 200


def test_people_behind_one_address_are_counted_each_by_themselves(db, settings):
    from zhiqiang.records.models import Person

    settings.POSTS_PER_MINUTE = 2
    first, second = (Client() for _ in range(2))
    for number, client in enumerate((first, second)):
        client.force_login(Person.objects.create(email=f"{number}@example.com", name="a"))
    second.handler = first.handler  # one worker serves both

    def send(client: Client) -> int:
        return client.post("/language", {"language": "en"}).status_code

    assert [send(first) for _ in range(3)] == [302, 302, 429]
    assert [send(second) for _ in range(3)] == [302, 302, 429]


@pytest.mark.parametrize(("origin", "kept"), [("http://testserver", True), ("https://evil.example", False), ("", False)])
def test_what_was_typed_is_kept_for_another_try_if_it_was_typed_here(settings, origin, kept):
    settings.POSTS_PER_MINUTE = 1
    client = Client()
    text = "\n第一行 <b>\n\"第二行\""
    said = {"language": "en", "reason": text, "csrfmiddlewaretoken": "x"}

    client.post("/language", said)
    page = client.generic(
        "POST", "/language", urlencode(said), content_type="application/x-www-form-urlencoded",
        headers={"origin": origin} if origin else {},
    )  # fmt: skip

    assert page.status_code == 429
    found = [one for one in parsed(page) if one[0] == "reason"]
    assert found == ([("reason", text)] if kept else [])


def test_a_password_is_never_written_into_a_page(settings):
    settings.POSTS_PER_MINUTE = 1
    client = Client()
    for _ in range(2):
        page = client.generic(
            "POST", "/language", "password=my-secret", content_type="application/x-www-form-urlencoded",
            headers={"origin": "http://testserver"},
        )  # fmt: skip

    assert page.status_code == 429
    assert "my-secret" not in page.content.decode()


def parsed(page) -> list[tuple[str, str]]:
    """The hidden fields of a page's forms, as a browser reads them."""
    from lxml import html

    found = html.fromstring(page.content.decode()).xpath("//textarea[@hidden]")
    return [(one.get("name"), (one.text or "").removeprefix("\n")) for one in found]


def test_buckets_fill_again_evenly():
    buckets = TokenBuckets(per_minute=60)

    assert [buckets.wait("a", 0.0) for _ in range(61)] == [0] * 60 + [1]
    assert buckets.wait("a", 1.0) == 0
    assert buckets.wait("a", 1.0) == 1
    assert buckets.wait("b", 1.0) == 0


def test_buckets_forget_the_longest_unseen():
    buckets = TokenBuckets(per_minute=1, remembered=2)

    for address in ("a", "b", "c"):
        buckets.wait(address, 0.0)

    assert sorted(buckets.buckets) == ["b", "c"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (1, "", "9.9.9.9"),
    ],
)
def test_only_trusted_proxies_are_believed(rf, settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="9.9.9.9", headers={"x-forwarded-for": forwarded})

    assert client_address(request) == address

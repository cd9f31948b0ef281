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

import pytest

pytestmark = pytest.mark.django_db
PAGES = [
    "/account/enter/",
    "/account/bureau/",
    "/account/register/",
    "/account/forgotten/",
    "/account/forgotten/done/",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_open(client, address, language):
    client.cookies["zhiqiang_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/account/",
        "/account/email/",
        "/account/log-ins/",
        "/account/second-factor/",
        "/account/second-factor/add/",
        "/account/password/",
        "/people/",
        "/account/again/",
        "/account/leave/",
    ],
)
def test_own(entered, address):
    answer = entered("owner").get(address)
    assert answer.status_code == 200, answer.headers

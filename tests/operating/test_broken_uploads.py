"""Uploads that break off, lie about their size or carry something else, over the wire: nothing half is kept."""

import contextlib
import io
import socket
import zipfile
from pathlib import Path

import pytest

from tests.operating.sites import TOKEN, Site
from tests.operating.test_crashes import a_pdf

pytestmark = [pytest.mark.slow, pytest.mark.requirement("X06")]
EDGE = "edge-of-a-part"
FORM = f"multipart/form-data; boundary={EDGE}"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    return Site(tmp_path_factory.mktemp("broken") / "data").prepare()


@pytest.fixture(scope="module")
def seed(site) -> dict:
    return site.seed("fill", 1)


@pytest.fixture(scope="module")
def served(site, seed):
    with site.serving(workers=1) as running:
        yield running


def parts(content: bytes, name: str = "a.pdf") -> bytes:
    """A form with a file, as a browser sends it."""
    head = (
        f'--{EDGE}\r\nContent-Disposition: form-data; name="upload_id"\r\n\r\n{name[:20]}{len(content)}\r\n'
        f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
    )
    return head.encode() + content + f"\r\n--{EDGE}--\r\n".encode()


def sent(served, seed, body: bytes, *headers: str, hang_up: bool = False) -> bytes:
    """What the server answers to these bytes; with `hang_up` nobody waits for it."""
    one = seed["drafts"][0]
    address = f"/enterprise/a/{one['key']}/materials/{seed['materials'][0]}/upload"
    lines = [f"POST {address} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: zhiqiang_session={one['session']}; zhiqiang_csrf={TOKEN}",
             f"X-CSRFToken: {TOKEN}", "Accept-Language: en", "HX-Request: true", "Connection: close", f"Content-Type: {FORM}",
             *headers]  # fmt: skip
    with socket.create_connection(("127.0.0.1", served.port), timeout=120) as wire:
        wire.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        if hang_up:
            return b""
        answer = b""
        while piece := wire.recv(65536):
            answer += piece
        return answer


def kept(site) -> tuple[list[str], list[Path]]:
    """The uploads in the database and all that lies in the store."""
    found = site.seed("look")
    assert found["wrong"] == []
    return found["uploads"], sorted(one for one in (site.data / "store").rglob("*") if one.is_file())


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_one_that_breaks_off_leaves_nothing_half(site, seed, served):
    before, body = kept(site), parts(a_pdf(1))

    for cut in (0, 60, len(body) // 2, len(body) - 4):
        sent(served, seed, body[:cut], f"Content-Length: {len(body)}", hang_up=True)

    assert status(sent(served, seed, parts(a_pdf(2)), f"Content-Length: {len(parts(a_pdf(2)))}")) == 200  # and the site goes on
    after = kept(site)
    assert len(after[0]) == len(before[0]) + 1
    assert len(after[1]) == len(before[1]) + 1


def test_a_length_that_lies_is_no_file(site, seed, served):
    before, body = kept(site), parts(a_pdf(3))

    huge = sent(served, seed, b"", f"Content-Length: {12 * 2**30}")
    short = sent(served, seed, body, f"Content-Length: {len(body) // 2}")
    strange = sent(served, seed, b"", "Content-Length: -5")

    assert status(huge) == 413
    assert status(short) in (400, 409)
    assert status(strange) in (400, 413)
    assert kept(site) == before


def test_a_body_without_a_length_is_whole_or_refused(site, seed, served):
    body = parts(a_pdf(4))
    pieces = b"".join(f"{len(body[n:n + 9000]):x}\r\n".encode() + body[n:n + 9000] + b"\r\n" for n in range(0, len(body), 9000))

    answer = sent(served, seed, pieces + b"0\r\n\r\n", "Transfer-Encoding: chunked")

    assert status(answer) in (200, 400, 409, 411)
    kept(site)
    flood = b"".join(b"100000\r\n" + b"x" * 0x100000 + b"\r\n" for _ in range(40)) + b"0\r\n\r\n"
    before = kept(site)
    with contextlib.suppress(ConnectionError, IndexError):  # hung up on in the middle is an answer as well
        assert status(sent(served, seed, flood, "Transfer-Encoding: chunked")) in (400, 409, 411, 413)
    assert kept(site) == before


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"\0" * 50_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.pdf", b"", "empty"),
        ("cut.pdf", a_pdf(5)[:300], "damaged"),
        ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not a PDF"),
        ("both.pdf", a_pdf(6) + bomb(), "archive behind"),
        ("bomb.docx", bomb(), "too large"),
        ("phone.heic", b"\0\0\0\x24ftypheic\0\0\0\0mif1" + b"\0" * 99, "Most Compatible"),
    ],
)
def test_what_is_refused_is_told_and_leaves_nothing(site, seed, served, name, content, told):
    before, body = kept(site), parts(content, name)

    answer = sent(served, seed, body, f"Content-Length: {len(body)}", "Cookie: zhiqiang_language=en")

    assert status(answer) == 409
    assert told in answer.decode() or "\\u" in answer.decode()
    assert kept(site) == before


def test_a_name_reaches_neither_the_disk_nor_a_header(site, seed, served):
    one = seed["drafts"][0]
    name = "../../../etc/cron.d/%0d%0aSet-Cookie: a=b;\u202efdp.exe"
    body = parts(a_pdf(8), name)

    assert status(sent(served, seed, body, f"Content-Length: {len(body)}")) == 200

    page = served.caller(one["session"]).get(f"/enterprise/a/{one['key']}/materials/")[1].decode()
    files = sorted({part.partition('"')[0] for part in page.split(f"/enterprise/a/{one['key']}/files/")[1:]})
    caller = served.caller(one["session"])
    for file in files:
        caller.connection.request("GET", f"/enterprise/a/{one['key']}/files/{file}", headers=caller.headers)
        answered = caller.connection.getresponse()
        answered.read()
        assert answered.status == 200
        assert answered.headers["Content-Disposition"].startswith("attachment;")
        assert "Set-Cookie" not in answered.headers
        assert "/" not in answered.headers["Content-Disposition"]
    assert all(len(path.name) == 64 for path in kept(site)[1])

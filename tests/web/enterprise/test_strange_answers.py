"""Whatever is typed into whatever field: it is kept or refused, and every page that shows it still opens."""

import json

import pytest

STRANGE = {
    "very long": "长" * 500, "many digits": "9" * 400, "not a number": "NaN", "exponent": "1e999999", "minus nothing": "-0",
    "full width": "１２３，４５６．７８", "emoji": "👩‍🔬" * 50, "right to left": "\u202e123\u202c", "half a sign": "\ud800",
    "nul": "a\x00b", "line ends": "a\r\nb\u2028c", "formula": "=cmd|'/c calc'!A1", "tags": "</script><script>alert(1)</script>",
    "choice with a tail": "A" + " " * 300, "true": "true", "codes": "37" * 30,
}  # fmt: skip


@pytest.mark.requirement("X06")
@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_answer_breaks_nothing(office, visit, client, name):
    one = office.draft()
    owner = office.owners[one.pk]
    text = STRANGE[name]
    body = json.dumps({"save_id": name, "base": 1, "changes": dict.fromkeys(office.scheme.typed, text)})

    saved = client.post(
        f"/enterprise/a/{one.key}/answers", body, content_type="application/json", headers={"X-Reader": owner.person.email}
    )
    about = (f"a/{one.key}/{page}" for page in ("", "submit/", "materials/", "history/"))
    pages = [visit(owner, f"/enterprise/{page}") for page in ("", *about)]

    assert saved.status_code == 200, saved.content.decode()
    assert [page.status_code for page in pages] == [200] * 5
    one.refresh_from_db()
    kept = one.answers["main_business"]["v"]
    assert kept == text.encode("utf-8", "replace").decode().replace("\x00", "")
    assert all("<script>alert" not in page.content.decode() for page in pages)

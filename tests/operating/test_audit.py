"""`zhiqiang audit`: what was changed, removed, inserted, cut or rewritten shows."""

import json

import pytest

from tests.databases import on_postgres

TAMPERINGS = {
    "changed": "UPDATE records_event SET act = 'nothing.happened' WHERE number = 2",
    "another time": "UPDATE records_event SET at = '2020-01-01 00:00:00' WHERE number = 1",
    "removed": "DELETE FROM records_event WHERE number = 2",
    "inserted": "INSERT INTO records_event (book_id, number, at, act, details, before, digest) "
                "SELECT book_id, 99, at, act, details, digest, digest FROM records_event WHERE number = 2",
    "the end cut": "DELETE FROM records_event WHERE (book_id, number) IN (SELECT id, length FROM records_book)",
}  # fmt: skip


def tamper(site, statement: str) -> None:
    if on_postgres():
        import psycopg

        with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as database:
            database.execute(statement)
        return
    import contextlib
    import sqlite3

    with contextlib.closing(sqlite3.connect(site.data / "zhiqiang.sqlite3")) as database:
        database.execute(statement)
        database.commit()


@pytest.mark.slow
@pytest.mark.requirement("X05")
def test_tampering_shows_and_an_anchor_shows_a_cut_with_its_head(site, tmp_path):
    anchor = tmp_path / "anchor.json"
    assert site.zhiqiang("audit", "verify").returncode == 0
    assert site.zhiqiang("audit", "anchor", "-o", anchor).returncode == 0
    assert site.zhiqiang("audit", "verify", "--anchor", anchor).returncode == 0
    assert "take another name" in site.zhiqiang("audit", "anchor", "-o", anchor).stderr
    copy = tmp_path / "copy.tar"
    assert site.zhiqiang("backup", "-o", copy).returncode == 0
    found = {}
    for name, statement in TAMPERINGS.items():
        tamper(site, statement)
        found[name] = site.zhiqiang("audit", "verify").returncode
        assert site.zhiqiang("restore", copy, "--force").returncode == 0

    assert found == dict.fromkeys(TAMPERINGS, 1)

    tamper(site, "DELETE FROM records_event")
    tamper(site, "UPDATE records_book SET length = 0, head = ''")
    assert site.zhiqiang("audit", "verify").returncode == 0, (
        "without an anchor a book emptied whole cannot be told"
    )
    told = site.zhiqiang("audit", "verify", "--anchor", anchor)
    assert told.returncode == 1
    assert "does not agree with the anchor" in told.stdout


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": "zhiqiang-audit-anchor", "books": {"site": [1]}}', "[" * 5000]
)
def test_what_is_no_anchor_is_told(tmp_path, text):
    from tests.operating.sites import Site

    (tmp_path / "anchor.json").write_text(text)
    done = Site(tmp_path / "data").zhiqiang("audit", "verify", "--anchor", tmp_path / "anchor.json")

    assert done.returncode == 2
    assert "is no anchor" in done.stderr
    assert json.dumps(text)

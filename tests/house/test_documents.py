"""The documents point at things that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_leads_somewhere(page):
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_house_style_names_classes_that_exist():
    styles = "".join(path.read_text() for path in (ROOT / "src/zhiqiang/web/static/css").glob("*.css"))
    named = set(
        re.findall(r"\bzq-[a-z]+(?:__[a-z]+)?\b(?!-)", (ROOT / "docs" / "house-style.md").read_text())
    )

    assert {name for name in named if f".{name}" not in styles} == set()

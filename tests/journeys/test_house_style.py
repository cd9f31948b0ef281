"""The look, met in a browser: accessible in both themes, both languages, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.requirement("X04")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_component_is_accessible_and_fits(open_page, axe, width, dark):
    page = open_page(width=width, dark=dark)
    page.goto("/gallery/")

    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_for_problems_is_accessible(open_page, axe, language):
    page = open_page(width=390, language=language, expect_errors=True)
    page.goto("/gallery/problem/404")

    axe(page)


def test_the_theme_follows_the_system_until_one_is_chosen(open_page):
    page = open_page(dark=True)
    page.goto("/")
    theme = page.locator("html")
    expect(theme).to_have_attribute("data-bs-theme", "dark")

    page.get_by_role("button", name="改用浅色外观").click()
    page.reload()

    expect(theme).to_have_attribute("data-bs-theme", "light")
    expect(page.get_by_role("button", name="改用深色外观")).to_be_visible()


def test_the_language_switch_keeps_the_page(page):
    page.goto("/gallery/?kept=1")

    page.get_by_role("button", name="English").click()

    expect(page).to_have_url(re.compile(r"/gallery/\?kept=1$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_keyboard_reaches_the_content_first(page):
    page.goto("/")

    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_the_panel_is_a_sheet_on_a_phone(open_page):
    page = open_page(width=390)
    page.goto("/gallery/")
    body, toggle = page.locator(".zq-panel__body"), page.locator("[data-panel-toggle]")
    expect(body).to_be_hidden()

    toggle.click()
    expect(body).to_be_visible()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")

    expect(body).to_be_hidden()


def test_paper_shows_every_reason_and_no_furniture(page):
    page.goto("/gallery/")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")

    expect(page.locator("details:not([open])")).to_have_count(0)
    expect(page.locator(".zq-header")).to_be_hidden()


def test_without_script_everything_is_still_there(open_page):
    page = open_page(width=390, java_script_enabled=False)
    page.goto("/gallery/")

    expect(page.locator(".zq-panel__body")).to_be_visible()
    expect(page.locator("[data-theme-switch]")).to_be_hidden()

"""The look, met in a browser: accessible in both themes, both languages, on a desk and on a phone."""

import pytest

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
    assert theme.get_attribute("data-bs-theme") == "dark"

    page.get_by_role("button", name="改用浅色外观").click()
    page.reload()

    assert theme.get_attribute("data-bs-theme") == "light"
    assert page.get_by_role("button", name="改用深色外观").is_visible()


def test_the_language_switch_keeps_the_page(page):
    page.goto("/gallery/?kept=1")

    page.get_by_role("button", name="English").click()

    assert page.url.endswith("/gallery/?kept=1")
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_keyboard_reaches_the_content_first(page):
    page.goto("/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_the_panel_is_a_sheet_on_a_phone(open_page):
    page = open_page(width=390)
    page.goto("/gallery/")
    body, toggle = page.locator(".zq-panel__body"), page.locator("[data-panel-toggle]")
    assert body.is_hidden()

    toggle.click()
    assert body.is_visible()
    assert toggle.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")

    assert body.is_hidden()


def test_paper_shows_every_reason_and_no_furniture(page):
    page.goto("/gallery/")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")

    assert page.locator("details:not([open])").count() == 0
    assert page.locator(".zq-header").is_hidden()


def test_without_script_everything_is_still_there(open_page):
    page = open_page(width=390, java_script_enabled=False)
    page.goto("/gallery/")

    assert page.locator(".zq-panel__body").is_visible()
    assert page.locator("[data-theme-switch]").is_hidden()

"""What a person does on the self-assessment's page, in words a journey can be told in."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from zhiqiang.engine.answering import answer, flatten
from zhiqiang.engine.explaining.steps import points_words
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.loading.reading import Files, read_cases
from zhiqiang.engine.scoring import score

SHAANXI = load(shipped()["shaanxi-2020"])
TRIAL = load(Path(__file__).resolve().parents[1] / "data" / "schemes" / "trial-2021")


def enterprise(size: str) -> dict[str, str]:
    """The answers of a worked enterprise of this size, as a person would type them."""
    cases = read_cases(Files(SHAANXI.folder))["cases/enterprises.yaml"].cases
    case = next(one for one in cases if one.title.startswith(size))
    return {k: ("yes" if v else "no") if isinstance(v, bool) else str(v) for k, v in flatten(case.answers)}


def engine_total(answers: dict[str, str], scheme=SHAANXI) -> str:
    """The total the engine gives."""
    return points_words(score(scheme, answer(scheme, answers)).total)


def open_form(page: Page, scheme: str = "shaanxi-2020", section: str = "") -> Page:
    """The self-assessment, scored for the first time."""
    page.goto(f"/s/{scheme}/self-assessment/{f'#section-{section}' if section else ''}")
    page.locator('[data-state="current"], [data-state="stale"]').wait_for()
    return page


def field(page: Page, key: str) -> Locator:
    """The input (or the place of a result) of one answer."""
    return page.locator(f'[id="f-{key}"]')


def options(page: Page) -> Locator:
    """What a picker offers."""
    return page.locator(".zq-picker__list:visible [role=option]")


def go(page: Page, section: str) -> None:
    """Opens a section by its place in the list of parts."""
    button = page.locator("[data-sections-open]")
    if button.is_visible():
        button.click()
    page.locator(f'[data-step="{section}"] a').click()


def give(page: Page, key: str, text: str) -> None:
    """Answers one field as a person would: by typing, by clicking, by searching."""
    if page.locator(f'input[type=radio][name="{key}"]').count():
        page.locator(f'input[type=radio][name="{key}"][value="{text}"]').locator("xpath=..").click()
        return
    target = field(page, key)
    if target.get_attribute("role") == "combobox":
        target.fill(text)
        options(page).first.wait_for()
        target.press("Enter")
    elif target.evaluate("e => e.tagName") == "SELECT":
        target.select_option(text)
    else:
        target.fill(text)


def fill(page: Page, answers: dict[str, str], scheme=SHAANXI) -> None:
    """Fills the whole form, section by section, in the order of the form."""
    by_section: dict[str, list[str]] = {}
    for key in answers:
        section = scheme.cells[key].section.id if key in scheme.cells else "estimates"
        by_section.setdefault(section, []).append(key)
    for section in [*(one.id for one in scheme.form.sections), "estimates"]:
        if section in by_section:
            go(page, section)
            for key in by_section[section]:
                give(page, key, answers[key])


def total(page: Page) -> Locator:
    """The total on the page."""
    return page.locator('[data-part="brief"] b')


def expect_total(page: Page, points: str) -> None:
    """Waits until the page shows these points."""
    expect(total(page)).to_have_text(points)
    expect(page.locator("[data-assessment]")).to_have_attribute("data-state", "current")
    assert total(page).text_content() == points


def keep(page: Page, answers: dict[str, str], scheme=SHAANXI, digest: str = "") -> None:
    """Puts answers into this browser's keeping, as an earlier visit would have."""
    name = f"zhiqiang.draft.{scheme.id}.{digest or scheme.digest[:16]}"
    page.goto("/")
    page.evaluate(
        "([name, cells]) => localStorage.setItem(name, JSON.stringify({at: 1000, cells}))",
        [name, {key: [text, 1000] for key, text in answers.items()}],
    )


def paste(page: Page, text: str) -> None:
    """Pastes what a spreadsheet puts on the clipboard into the focused cell."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def expect_texts(page: Page, *keys: str, are: list[str]) -> None:
    """Waits until these inputs hold these texts, with thousands separators or without."""
    for key, text in zip(keys, are, strict=True):
        expect(field(page, key)).to_have_value(re.compile(f"^{',?'.join(map(re.escape, text))}$"))


def no_sideways_scroll(page: Page) -> None:
    """The page itself is not wider than the window."""
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide[0] <= wide[1], f"{re.sub('^.*//[^/]*', '', page.url)} is {wide[0]} px wide in {wide[1]}"

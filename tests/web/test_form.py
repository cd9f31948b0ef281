"""The form comes from the scheme alone: every field of it, once, named, described, and safe whatever it holds."""

import re
import shutil

import pytest

from tests.web.conftest import TRIAL
from tests.web.reading_pages import Page
from zhiqiang.engine.loading import load, shipped
from zhiqiang.web.forms.building import form_shape

EDITIONS = sorted(shipped())
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def page_of(client, id: str, language: str = "zh-hans") -> Page:
    client.cookies["zhiqiang_language"] = language
    answer = client.get(f"/s/{id}/self-assessment/")
    assert answer.status_code == 200
    return Page(answer.content.decode())


def names(page: Page) -> set[str]:
    own = {"csrfmiddlewaretoken", "next", "language", "answers", "file"}
    return {
        e["name"] for e in page.elements if e.tag in ("input", "select", "textarea") and e.get("name")
    } - own


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("id", EDITIONS)
def test_every_answer_of_an_edition_can_be_given(client, id, language):
    scheme = load(shipped()[id])
    page = page_of(client, id, language)

    lists = {key for key in names(page) if ".0." in key}

    assert names(page) - lists == set(scheme.typed)
    assert {key.replace(".0.", ".") for key in lists} == set(scheme.lists)


def test_every_kind_of_field_has_its_widget(client, trial):
    page = page_of(client, trial.id)

    def widget(key: str) -> tuple[str, ...]:
        return tuple(
            (e.tag, e.get("type"))[: 2 if e.get("type") else 1] for e in page.elements if e.get("name") == key
        )

    assert widget("name") == (("input",),)
    assert widget("story") == (("textarea",),)
    assert widget("capital") == (("input",),)
    assert widget("trading") == (("input", "radio"),) * 2
    assert widget("size") == (("input", "radio"),) * 2
    assert widget("kind") == (("select",),)
    assert widget("industry") == (("select",),)
    assert widget("year.made.T") == (("input",),)
    assert widget("year.good.T") == (("select",),)
    assert widget("contacts.who.first") == (("input",),)
    assert widget("prizes.count.gold") == (("input",),)
    assert widget("patents.0.kind") == (("select",),)
    assert {e["data-computed"] for e in page.all("output")} == set(trial.calculations)


def test_what_does_not_apply_yet_is_put_away(client, trial):
    page = page_of(client, trial.id)
    places = {e["data-field"]: e for e in page.elements if e.get("data-field")}

    away = {key for key, e in places.items() if "hidden" in e.attributes or "is-void" in e.get("class")}

    assert {"change", "deeper", "best_deal", "deals"} <= away
    assert "name" not in away


def test_units_help_and_optional_are_said(client):
    page = page_of(client, "shaanxi-2020")

    assert page.all("span", id="u-registered_capital")[0].text == "万元"
    assert "营业执照上的注册资本" in page.all("p", id="h-registered_capital")[0].text
    assert "（选填）" in page.all("label", **{"for": "f-employees"})[0].text
    assert "（选填）" not in page.all("label", **{"for": "f-registered_capital"})[0].text
    assert "T-2 年（2017）" in page.text


def test_keyboards_and_completion_fit_what_is_asked(client):
    page = page_of(client, "shaanxi-2020")
    fields = {e["name"]: e for e in page.all("input") if e.get("name")}

    assert fields["contacts.email.first"]["inputmode"] == "email"
    assert fields["contacts.mobile.first"]["inputmode"] == "tel"
    assert fields["registered_capital"]["inputmode"] == "decimal"
    assert fields["employees"]["inputmode"] == "numeric"
    assert fields["contacts.postcode.first"]["autocomplete"] == "postal-code"


@pytest.mark.requirement("X04")
@pytest.mark.parametrize("id", [*EDITIONS, "trial-2021"])
def test_every_input_has_a_name_and_every_reference_an_end(client, trial, id):
    page = page_of(client, id)
    ids = page.ids
    labelled = {e["for"] for e in page.all("label") if e.get("for")}
    unnamed = [
        e.attributes for e in page.elements
        if e.tag in ("input", "select", "textarea", "output") and e.get("type") not in ("hidden", "radio", "file", "checkbox")
        and e.get("id") not in labelled and not e.get("aria-labelledby") and not e.get("aria-label")
    ]  # fmt: skip
    referred = [
        (name, end)
        for e in page.elements
        for name in ("aria-labelledby", "aria-describedby", "aria-controls")
        for end in e.get(name).split()
        if end not in ids
    ]

    assert unnamed == []
    assert referred == []
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.requirement("X04")
@pytest.mark.parametrize("id", EDITIONS)
def test_the_english_form_is_english(client, id):
    page = page_of(client, id, "en")
    # The switch to Chinese, the notice's number, Chinese names of type sizes, and Chinese words the helps quote.
    allowed = re.compile(r"简体中文|[〔〕]|[二三]?号|小标宋体|仿宋体|黑体|“[^”]*”")

    chinese = [text for text in page.texts if CHINESE.search(allowed.sub("", text)) and "陕知发" not in text]

    assert chinese == []


def test_nothing_a_scheme_says_becomes_markup(client, serve_folder, tmp_path):
    evil = '"><img src=x onerror=alert(1)>'
    folder = tmp_path / "evil-2021"
    shutil.copytree(TRIAL, folder)
    for name in ("form.yaml", "indicators.yaml", "scheme.yaml"):
        text = (folder / name).read_text(encoding="utf-8")
        text = text.replace("id: trial-2021", "id: evil-2021").replace("label: 名称", f"label: '{evil}'")
        text = text.replace("help: 逐项填写。", f"help: '{evil}'").replace("label: 甲组", f"label: '{evil}'")
        (folder / name).write_text(text.replace("programme: 试验", f"programme: '{evil}'"), encoding="utf-8")
    serve_folder(folder)

    for address in (
        "/",
        "/s/evil-2021/",
        "/s/evil-2021/notice/",
        "/s/evil-2021/set-values/",
        "/s/evil-2021/self-assessment/",
    ):
        page = client.get(address).content.decode()

        assert "<img src=x" not in page, address
        assert not [e for e in Page(page).elements if "onerror" in e.attributes]


def test_the_shape_of_a_form_is_made_once(trial):
    assert form_shape(trial, "zh") is form_shape(trial, "zh")


def test_pages_carry_no_inline_script_or_style(client, trial):
    for address in ("/", "/s/shaanxi-2020/", "/s/shaanxi-2020/notice/", "/s/shaanxi-2020/set-values/?industry=39",
                    "/s/trial-2021/self-assessment/"):  # fmt: skip
        page = Page(client.get(address).content.decode())

        assert [
            e
            for e in page.elements
            if "style" in e.attributes or any(n.startswith("on") for n in e.attributes)
        ] == []
        assert [
            e for e in page.all("script") if not e.get("src") and e.get("type") != "application/json"
        ] == []
        assert page.all("style") == []

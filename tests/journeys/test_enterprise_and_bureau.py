"""From registration to the city bureau's word, in a browser, on a desk and on a phone; every page accessible."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.applicant import SHAANXI, enterprise, field, give, go, no_sideways_scroll
from tests.journeys.firm import campaign, letter, register, saved, send, write
from tests.papers.word_files import with_lines
from zhiqiang.jobs.demo.world import PASSWORD as OFFICERS
from zhiqiang.papers.workbook.writing import write_workbook

pytestmark = [pytest.mark.slow, pytest.mark.requirement("S01", "S03", "S04", "S36", "S39", "X01", "X04")]
NAMES = {1280: ("91610131MA6U106Q1M", "秦岭智测科技有限公司", "wang@qinling.example"),
         390: ("91610131PDY001012A", "渭水精密机械股份有限公司", "li@weishui.example")}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with campaign(tmp_path_factory.mktemp("bureau") / "data") as address:
        yield address


@pytest.fixture
def look(axe):
    """The page can be used by everybody and stays inside the window."""

    def at(page: Page) -> None:
        axe(page)
        no_sideways_scroll(page)

    return at


def download(page: Page, button) -> bytes:
    with page.expect_download(timeout=90_000) as coming:
        button.click()
    return Path(coming.value.path()).read_bytes()


def begin_and_fill(page: Page, look, tmp_path: Path) -> None:
    answers = enterprise("小型企业") | {"city": "610100"}
    by_hand = {key: answers.pop(key) for key in ("employees", "main_business")}
    write_workbook(SHAANXI, tmp_path / "book.xlsx", answers)
    page.get_by_role("link", name="开始申报").click()
    look(page)
    page.get_by_role("button", name="开始申报").click()
    page.locator('[data-state="current"]').wait_for()
    look(page)
    page.locator("[data-open-exchange]").click()
    page.locator("#exchange input[type=file]").set_input_files(tmp_path / "book.xlsx")
    page.locator("[data-apply]").click()
    saved(page)
    go(page, "basic")
    for key, text in by_hand.items():
        give(page, key, text)
        saved(page)
    look(page)


def put_in_documents(page: Page, look, tmp_path: Path) -> None:
    page.get_by_role("link", name="材料", exact=True).click()
    look(page)
    card = page.locator
    Image.new("RGB", (900, 600), "white").save(tmp_path / "执照.png")
    (tmp_path / "假.pdf").write_text("<script>alert(1)</script>")
    (tmp_path / "方案.docx").write_bytes(with_lines("工作方案", "一、工作基础", "现有专利。"))

    licence = card('[data-material="licence"]')
    licence.locator("input[name=file]").set_input_files(tmp_path / "假.pdf")
    expect(licence.locator("[data-problem]")).to_contain_text("上传失败")
    licence.locator("[data-drop]").evaluate(
        """async (drop, bytes) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "执照.png", {type: "image/png"}));
            drop.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        list((tmp_path / "执照.png").read_bytes()),
    )
    expect(licence.locator(".en-files")).to_contain_text("执照.png")

    form = card('[data-material="application_form"]')
    printed = download(page, form.get_by_role("link", name="PDF"))
    assert printed.startswith(b"%PDF")
    camera = form.locator("input[data-camera]")
    expect(camera).to_have_attribute("capture", "environment")
    camera.set_input_files(tmp_path / "执照.png")
    expect(form.locator(".en-files")).to_contain_text("执照.png")

    expect(card('[data-material="indicator_table"]')).to_contain_text("不用上传")
    plan = card('[data-material="work_plan"]')
    plan.locator("input[name=file]").set_input_files(tmp_path / "方案.docx")
    expect(plan.locator(".en-files")).to_contain_text("方案.docx")
    look(page)


def hand_in(page: Page, look, button: str) -> None:
    page.get_by_role("link", name="检查与提交").click()
    look(page)
    page.get_by_label(re.compile("本单位声明")).check()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("link", name="下载回执 PDF").first).to_be_visible()
    look(page)


def come_in(page: Page, look) -> None:
    page.goto("/account/bureau/")
    write(page, login="610100@officer.demo", password=OFFICERS)
    send(page)
    look(page)
    shown = re.search(r"\b\d{6}\b", page.locator("main").inner_text())
    assert shown is not None
    write(page, code=shown.group())
    send(page)
    page.goto("/office/")
    look(page)


def open_case(page: Page, look, name: str) -> None:
    page.goto("/office/applications")
    look(page)
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    look(page)


def send_back(page: Page, look) -> None:
    page.get_by_role("link", name="退回补正").first.click()
    for place, note in (("employees", "与年报不一致"), ("material:licence", "看不清"), ("section:other_ip", "请逐项核对")):
        page.locator("#add").select_option(place)
        page.get_by_role("button", name="添加").click()
        page.locator(f'.zq-points__one:has([value="{place}"]) textarea').fill(note)
    page.get_by_label("理由").fill("请补正三处")
    look(page)
    page.get_by_role("button", name="退回补正").click()
    expect(page.get_by_text("退回补正").first).to_be_visible()
    look(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_an_enterprise_from_registration_to_the_bureaus_word(open_page, look, tmp_path, width):
    name = NAMES[width][1]
    mail = NAMES[width][2].partition("@")[0]
    mine, office = open_page(width=width, expect_errors=True), open_page(width=width)

    register(mine, *NAMES[width], look=look)
    mine.goto("/enterprise/")
    look(mine)
    begin_and_fill(mine, look, tmp_path)
    put_in_documents(mine, look, tmp_path)
    hand_in(mine, look, "提交")
    assert download(mine, mine.get_by_role("link", name="下载回执 PDF")).startswith(b"%PDF")
    papers = mine.locator("section[aria-labelledby=papers]")
    assert download(mine, papers.get_by_role("link", name="评价指标体系（自评得分） Word")).startswith(b"PK")
    assert download(mine, papers.get_by_role("link", name="评价指标体系（自评得分） PDF")).startswith(b"%PDF")

    come_in(office, look)
    open_case(office, look, name)
    send_back(office, look)

    # the enterprise sees why, and can change what was named and nothing else
    mine.goto("/enterprise/")
    look(mine)
    mine.get_by_role("link", name="按退回意见补正").click()
    expect(mine.locator(".en-return")).to_contain_text("与年报不一致")
    mine.locator(".en-return").get_by_role("link", name="从业人员").click()
    expect(field(mine, "employees")).to_be_editable()
    expect(field(mine, "enterprise_name")).to_have_attribute("readonly", "")
    look(mine)
    field(mine, "employees").fill("121")
    saved(mine)
    assert letter(mine, mail, "与年报不一致|请补正三处")
    mine.goto("/messages/")
    look(mine)
    mine.get_by_role("link", name=re.compile("退回")).first.click()
    look(mine)
    mine.go_back()
    mine.goto("/enterprise/")
    mine.get_by_role("link", name="按退回意见补正").click()
    mine.get_by_role("link", name="材料", exact=True).click()
    expect(mine.locator('[data-material="application_form"]')).to_contain_text("换上新的扫描件")
    expect(mine.locator('[data-material="work_plan"] input[type=file]')).to_have_count(0)
    Image.new("RGB", (901, 600), "white").save(tmp_path / "清晰执照.png")
    licence = mine.locator('[data-material="licence"]')
    licence.get_by_role("button", name="移除 执照.png").click()
    expect(licence.locator(".en-files")).to_have_count(0)
    licence.locator("input[name=file]").set_input_files(tmp_path / "清晰执照.png")
    expect(licence.locator(".en-files")).to_contain_text("清晰执照.png")
    hand_in(mine, look, "补正后提交")

    # the officer sees the old beside the new, and confirms
    open_case(office, look, name)
    office.get_by_role("link", name="补正前后").click()
    changed = office.locator("#pane")
    expect(changed.locator("ins", has_text="121")).to_be_visible()
    expect(changed.locator("ins", has_text="清晰执照.png")).to_be_visible()
    look(office)
    office.get_by_role("link", name="初审通过").first.click()
    look(office)
    office.get_by_role("button", name="初审通过").click()
    expect(office.get_by_text("市局初审通过").first).to_be_visible()

    mine.goto("/enterprise/")
    expect(mine.locator(".en-card")).to_contain_text("市局初审通过")
    look(mine)
    mine.get_by_role("link", name=re.compile("消息")).first.click()
    expect(mine.locator(".zq-inbox").first).to_contain_text("通过")
    assert letter(mine, mail, "确认申报资格")

"""The application form of Shaanxi 2020 (annex 3): every field is there, named and measured as the notice has it."""

import pytest

from tests.schemes.editions import SHAANXI, cases, folder, scheme
from zhiqiang.engine.answering import answer
from zhiqiang.engine.models.form import ChoiceField, TableField
from zhiqiang.engine.sizing import enterprise_size

YEARS = ("T-2", "T-1", "T")
MONEY = ("number", "万元")
ITEMS = ("count", "件")
PEOPLE = ("count", "人")
AWARDS = ("count", "项")
SHARE = ("number", "%")
YES_NO = ("yesno", None)

FIELDS = {
    "S12": {"finance": (YEARS, {"output": ("年度产值", MONEY), "sales": ("产品销售收入", MONEY), "rd": ("年度研发投入", MONEY)})},
    "S13": {"ip_spend": (YEARS, {
        "filing": ("知识产权申请投入", MONEY), "annuity": ("知识产权维持年费", MONEY), "protection": ("知识产权保护投入", MONEY),
        "reward": ("知识产权奖励投入", MONEY), "other": ("其他知识产权投入", MONEY), "total": ("总计", MONEY)})},
    "S14": {"patents": (YEARS, {
        "invention_filed": ("发明申请量", ITEMS), "invention_granted": ("发明授权量", ITEMS),
        "utility_filed": ("实用新型申请量", ITEMS), "utility_granted": ("实用新型授权量", ITEMS),
        "design_filed": ("外观设计申请量", ITEMS), "design_granted": ("外观设计授权量", ITEMS)})},
    "S15": {"valid": (("year_t",), {"invention": ("发明", ITEMS), "utility": ("实用新型", ITEMS), "design": ("外观设计", ITEMS)})},
    "S16": {"abroad": (("pct", "paris"), {"filed": ("申请", ITEMS), "granted": ("授权", ITEMS), "valid": ("有效总量", ITEMS)})},
    "S17": {
        "domestic_marks": ("国内注册商标", ITEMS), "wellknown_marks": ("中国驰名商标", ITEMS), "foreign_marks": ("国外注册商标", ITEMS),
        "geographical_indications": ("地理标志数量", ITEMS), "software_copyrights": ("计算机软件著作权登记总数", ITEMS)},
    "S18": {"ip_use": (YEARS, {
        "acquired": ("接受转让（他人专利）", ITEMS), "licensed_in": ("接受许可（他人专利）", ITEMS),
        "assigned_out": ("向外转让（自有专利）", ITEMS), "licensed_out": ("向外许可（自有专利）", ITEMS),
        "marks": ("商标转让许可总量", ITEMS)})},
    "S19": {"benefit": (YEARS, {
        "assignment_income": ("专利转让收益", MONEY), "licence_income": ("专利许可收益", MONEY), "mark_income": ("商标转让许可收益", MONEY),
        "product_sales": ("专利产品销售收入", MONEY), "share": ("专利销售收入占企业销售收入比值", SHARE)})},
    "S20": {"ip_finance": (YEARS, {
        "implementation_rate": ("专利实施率", SHARE), "capital_count": ("知识产权作价入股数量", ITEMS),
        "capital_amount": ("知识产权作价入股金额", MONEY), "pledge_count": ("知识产权质押融资数量", ITEMS),
        "pledge_amount": ("知识产权质押融资金额", MONEY)})},
    "S21": {
        "competitor_analysis": ("是否对竞争对手知识产权信息进行分析", YES_NO),
        "expired_rights": ("是否充分利用失效、无效及他国知识产权", YES_NO),
        "search_stages": (
            ("strategy", "development", "filing", "litigation", "trade", "licensing", "investment", "cooperation"),
            {"done": ("是否检索与分析", YES_NO)})},
    "S22": {
        "disputes": (YEARS, {
            "patent_admin": ("专利行政调处", ITEMS), "patent_court": ("专利司法诉讼", ITEMS), "trademark": ("商标", ITEMS),
            "copyright": ("版权", ITEMS), "other": ("其它", ITEMS)}),
        "warning_mechanism": ("是否建立贯穿生产经营全流程的知识产权侵权预警机制和风险监控机制", YES_NO),
        "risk_assessment": ("是否定期开展知识产权风险测评", YES_NO),
        "due_diligence": ("是否通过开展知识产权尽职调查、获得知识产权许可等方式，避免主观恶意侵犯他人知识产权", YES_NO),
        "industry_cooperation": ("是否推动建立行业知识产权维权协作机制，参与行业专利纠纷处置", YES_NO),
        "response_plan": ("是否建立了应对国际、国内知识产权纠纷的机制，编制并适时调整相关预案", YES_NO)},
    "S23": {
        "certification": ("是否通过国家标准《企业知识产权管理规范》GB/T29490-2013认证", ("choice", None)),
        "department": ("知识产权管理部门隶属部门名称", ("choice", None)),
        "staff": (YEARS, {
            "full_time": ("专职人数", PEOPLE), "part_time": ("兼职人数", PEOPLE), "agents": ("其中具有代理资格人数", PEOPLE),
            "lawyers": ("其中律师人数", PEOPLE)}),
        "unit_rules": ("知识产权机构管理制度", YES_NO), "training_rules": ("知识产权教育培训制度", YES_NO),
        "incentive_rules": ("知识产权奖励激励机制", YES_NO), "secrecy_rules": ("商业保密管理制度", YES_NO),
        "noncompete_rules": ("竞业禁止制度", YES_NO), "contract_invention": ("劳动合同中是否有界定职务发明条款", YES_NO),
        "contract_ownership": ("签订合同时是否有约定知识产权权利归属和保护知识产权的条款", YES_NO),
        "ip_strategy": ("是否制定了知识产权战略（规划）并纳入整体发展规划", YES_NO),
        "inventor_reward": ("是否建立了企业职务发明人权益保护和奖励机制", YES_NO)},
    "S24": {
        "expert_mechanism": ("是否建立了内部专家评议机制或项目知识产权专员跟踪机制等", YES_NO),
        "outside_services": ("是否借助外部知识产权服务机构进行专利申请以外的专业化服务", YES_NO),
        "training": ("近三年是否对核心人员开展知识产权等相关培训工作", YES_NO),
        "core_staff": (YEARS, {"core": ("核心人员总数", PEOPLE), "trained": ("受训核心人员数", PEOPLE)}),
        "major_project": ("是否承担国家重大科技专项", YES_NO),
        "awards": (("patent_gold", "patent_merit", "trademark_gold", "copyright_gold", "invention_prize"), {"count": ("项数", AWARDS)}),
        "provincial_awards": ("省级政府奖励", AWARDS), "provincial_award_names": ("省级政府奖励名称", ("text", None)),
        "standards": (("national", "industry", "international"), {"count": ("项数", AWARDS)})},
    "S25": {
        "shaanxi_award": (("first", "second", "third"), {"count": ("件数", ITEMS)}),
        "rd_centre": ("企业获得省级以上部门认定的各类研发（创新）中心", YES_NO),
        "rd_centre_names": ("研发（创新）中心名称", ("text", None)),
        "settlement": ("知识产权纠纷当事人实现和解或者达成合作协议", YES_NO)},
}  # fmt: skip

BASIC = (
    "enterprise_name", "org_code", "registered_place", "industry", "main_business", "ip_direction", "registered_capital",
    "size", "registration_type", "domestic_type", "foreign_type", "listing", "contacts",
)  # fmt: skip

OPTIONS = {
    "ip_direction": {"A": "技术创新类", "B": "商标品牌建设类", "C": "地理标志运用类", "D": "其他"},
    "size": {"A": "大型企业", "B": "中型企业", "C": "小型企业", "D": "微型企业"},
    "registration_type": {"A": "内资企业", "B": "港、澳、台商投资企业", "C": "外商投资企业"},
    "domestic_type": {
        "A": "中央管理国有企业", "B": "地方管理国有企业", "C": "集体企业", "D": "私营企业", "E": "联营企业", "F": "股份制企业"},
    "foreign_type": {"A": "中外合资经营企业", "B": "中外合作经营企业", "C": "外资企业", "D": "外商投资股份有限公司"},
    "listing": {"A": "未上市", "B": "准备上市", "C": "国内上市", "D": "海外上市"},
    "certification": {"A": "是，已经通过认证", "B": "是，开展贯标，尚未认证", "C": "否"},
    "department": {"A": "法务部门", "B": "科技部门", "C": "办公室", "D": "领导直管", "E": "其它"},
}  # fmt: skip

ADDED = {
    "applying_for", "registered_in_shaanxi", "good_operation", "no_abnormal_filings", "no_serious_dishonesty",
    "implements_standard", "backbone", "emerging_industry", "no_malicious_infringement", "truthful", "city",
    "property_kind", "employees", "total_assets", "layout_designs", "core_staff", "rd_centre_names",
}  # fmt: skip


def items():
    return {item.id: item for item in scheme(SHAANXI).form.items()}


def described(field):
    return field.label, (field.kind, getattr(field, "unit", None))


@pytest.mark.parametrize(
    ("id", "wanted"),
    [
        pytest.param(id, wanted, marks=pytest.mark.requirement(requirement), id=f"{requirement}-{id}")
        for requirement, fields in FIELDS.items()
        for id, wanted in fields.items()
    ],
)
def test_the_form_has_this_field_as_the_notice_words_and_measures_it(id, wanted):
    item = items()[id]

    if isinstance(item, TableField):
        rows, columns = wanted
        assert {column.id: described(column) for column in item.columns} == columns
        assert [key for key in scheme(SHAANXI).cells if key.startswith(f"{id}.")] == [
            f"{id}.{column}.{row}" for row in rows for column in columns
        ]
    else:
        assert described(item) == wanted
    assert item.clause.startswith(("a3-", "a4-"))
    assert item.label_en


@pytest.mark.requirement("S11")
def test_basic_information_has_its_fields_in_the_notices_order():
    section = next(section for section in scheme(SHAANXI).form.sections if section.id == "basic")

    assert [item.id for item in section.items if not item.addition] == list(BASIC)
    assert items()["industry"].options_from == "gbt4754-2011"
    assert len(scheme(SHAANXI).cells["industry"].leaf.options) == 96
    assert items()["registered_capital"].unit == "万元"


@pytest.mark.requirement("S11", "S23")
@pytest.mark.parametrize("id", OPTIONS)
def test_a_choice_has_the_notices_options(id):
    field = items()[id]

    assert isinstance(field, ChoiceField)
    assert {option.code: option.label for option in field.options} == OPTIONS[id]


@pytest.mark.requirement("S11")
@pytest.mark.parametrize(
    ("kind", "open_", "closed"),
    [
        ("A", ["domestic_type"], ["foreign_type"]),
        ("B", [], ["domestic_type", "foreign_type"]),
        ("C", ["foreign_type"], ["domestic_type"]),
    ],
)
def test_the_registration_type_opens_its_own_sub_choice(kind, open_, closed):
    answers = answer(scheme(SHAANXI), {"registration_type": kind})

    missing = {problem.key for problem in answers.problems if problem.severity == "missing"}
    assert set(open_) <= missing
    assert set(closed) <= answers.not_applicable
    assert not set(closed) & missing


@pytest.mark.requirement("S11")
def test_two_contacts_have_eight_particulars_each_and_their_numbers_are_checked():
    contacts = items()["contacts"]

    assert [row.id for row in contacts.rows] == ["first", "second"]
    assert [c.label for c in contacts.columns] == [
        "姓名",
        "所在部门",
        "职务",
        "单位电话",
        "移动电话",
        "E-mail",
        "通讯地址",
        "邮编",
    ]
    assert all(column.required for column in contacts.columns)
    wrong = {
        "contacts.mobile.first": "1390000000",
        "contacts.email.second": "a@",
        "contacts.postcode.first": "7100",
    }
    answers = answer(scheme(SHAANXI), wrong)
    assert {problem.key for problem in answers.problems if problem.severity == "error"} == set(wrong)


@pytest.mark.requirement("S11")
@pytest.mark.parametrize("code", ["91610131PDY001012A", "PDY00101-2", "PDY001012"])
def test_the_organisation_code_may_be_either_code(code):
    answers = answer(scheme(SHAANXI), {"org_code": code})

    assert "org_code" in answers.values


@pytest.mark.requirement("S11")
@pytest.mark.parametrize("title", ["大型企业", "中型企业", "小型企业", "微型企业"])
def test_the_size_of_the_worked_enterprises_is_that_of_the_standard(title):
    answers = next(one for key, one in cases(SHAANXI).items() if key.startswith(title)).answers.values
    rule = scheme(SHAANXI).cover.size_from

    size = enterprise_size(
        answers["industry"],
        "gbt4754-2011",
        answers[rule.staff],
        answers["finance.sales.T"],
        answers[rule.assets],
    )

    assert getattr(rule, size.code) == answers[rule.field]


@pytest.mark.requirement("S11")
def test_the_further_question_of_real_estate_offers_what_the_size_standard_asks():
    needed = enterprise_size("70", "gbt4754-2011", 10, 100, 100).needs

    offered = {choice.code for need in needed for choice in need.choices}
    assert {option.code for option in items()["property_kind"].options} == offered


@pytest.mark.requirement("S13")
def test_the_total_of_spending_is_the_sum_of_its_five_parts():
    parts = {"filing": "1.5", "annuity": "0.25", "protection": "3", "reward": "0", "other": "10.0001"}

    answers = answer(scheme(SHAANXI), {f"ip_spend.{name}.T": value for name, value in parts.items()})

    assert str(float(answers.values["ip_spend.total.T"])) == "14.7501"


@pytest.mark.requirement("S13")
def test_a_total_that_does_not_agree_with_its_parts_is_told():
    answers = answer(
        scheme(SHAANXI), {"ip_spend.filing.T": "2", "ip_spend.annuity.T": "3", "ip_spend.total.T": "6"}
    )

    assert [p.severity for p in answers.problems if p.key == "ip_spend.total.T"] == ["warning"]


@pytest.mark.requirement("S19")
def test_the_share_of_patented_products_is_worked_out_and_0_without_sales():
    raw = {
        "benefit.product_sales.T": "30",
        "finance.sales.T": "120",
        "benefit.product_sales.T-1": "0",
        "finance.sales.T-1": "0",
    }

    answers = answer(scheme(SHAANXI), raw)

    assert answers.values["benefit.share.T"] == 25
    assert answers.values["benefit.share.T-1"] == 0


@pytest.mark.requirement("S24")
def test_provincial_awards_ask_for_their_names():
    without = answer(scheme(SHAANXI), {"provincial_awards": 0})
    with_one = answer(scheme(SHAANXI), {"provincial_awards": 1})

    assert "provincial_award_names" in without.not_applicable
    assert "provincial_award_names" in {p.key for p in with_one.problems if p.severity == "missing"}


@pytest.mark.requirement("S24")
def test_training_opens_the_two_added_columns():
    no = answer(scheme(SHAANXI), {"training": "否"})
    yes = answer(scheme(SHAANXI), {"training": "是"})

    assert "core_staff.core.T" in no.not_applicable
    assert {f"core_staff.{c}.{y}" for c in ("core", "trained") for y in YEARS} <= {
        p.key for p in yes.problems if p.severity == "missing"
    }


@pytest.mark.requirement("S04")
def test_one_form_serves_both_titles():
    assert [option.label for option in items()["applying_for"].options] == [
        "知识产权示范企业",
        "知识产权优势企业",
    ]


def test_what_the_notice_does_not_ask_is_marked_as_an_addition():
    assert {id for id, item in items().items() if item.addition} == ADDED


def test_everything_the_notice_asks_is_required():
    asked = [item for item in items().values() if not item.addition]
    fields = [
        field for item in asked for field in (item.columns if isinstance(item, TableField) else (item,))
    ]

    assert [f.id for f in fields if not f.required and not getattr(f, "calculated", None)] == []


@pytest.mark.requirement("S10")
def test_the_city_bureaus_are_those_of_shaanxi():
    cities = [option.label for option in items()["city"].options]

    assert len(cities) == 13
    assert cities[-3:] == ["韩城市", "杨凌示范区", "西咸新区"]


def test_the_calendar_closes_on_the_notices_days():
    deadlines = {one.actor: one.closes.isoformat() for one in scheme(SHAANXI).calendar.deadlines}

    assert deadlines == {"enterprise": "2020-11-20", "city": "2020-11-25"}


def test_the_documents_to_hand_in_are_the_notices_and_every_indicator_names_its_evidence():
    whole = scheme(SHAANXI)
    documents = {one.id for one in whole.materials.values() if one.role == "document" and one.required}

    assert documents == {"licence", "application_form", "indicator_table", "work_plan"}
    assert [one.id for one in whole.indicators.indicators() if not one.evidence] == []


def test_the_notice_is_digested_from_its_articles_to_its_last_annex():
    clauses = scheme(SHAANXI).clauses

    assert {f"a4-{n}" for n in range(1, 26)} <= set(clauses)
    assert {f"a3-basic.{n}" for n in range(1, 12)} <= set(clauses)
    assert {
        "art-1.1",
        "art-1.2",
        "art-1.3",
        "art-2.1.fraud",
        "art-5",
        "a1-4.4",
        "a2-s12",
        "a5-1.6",
        "a5-2.4",
    } <= set(clauses)
    assert (folder(SHAANXI) / "notice.md").read_text(encoding="utf-8").count("{#") == len(clauses)

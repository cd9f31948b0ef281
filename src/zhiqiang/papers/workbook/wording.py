"""Every text of the workbook that does not come from the scheme, in Chinese and English."""

from ...engine.formula.units import Unit
from ...engine.models.form import ChoiceField, CountField, NumberField, ScalarField, TextField, YesNoField
from ...engine.scheme import RubricCell, Scheme
from ...engine.words import Words

TITLES = {
    "guide": Words("说明", "Guide"),
    "score": Words("评分", "Score"),
    "checks": Words("核对", "Checks"),
    "set_values": Words("设定值", "Set values"),
    "tables": Words("代码表", "Codes"),
}
"""Sheets beside the form's own, in the order in which they are named."""

YES_NO = {
    ("is", True): Words("是", "Yes"), ("is", False): Words("否", "No"),
    ("has", True): Words("有", "Yes"), ("has", False): Words("无", "No"),
}  # fmt: skip

# --- guide ---
FILL_OFFLINE = Words("离线填报和自评工作簿", "Workbook for filling in and self-assessment")
DOCUMENT = Words("依据", "Notice")
AUTHORITY = Words("发布机关", "Authority")
EDITION = Words("方案版本", "Edition")
DEADLINES = Words("截止时间", "Deadlines")
ENDS = Words("{} 24:00", "{}, 24:00")
NOW = Words("目前得分", "Points so far")
OF_MAXIMUM = Words("满分 {}", "of {}")
HOW_TITLE = Words("怎样使用", "How to use it")
HOW = (
    Words(
        "在各填报表的浅黄色单元格中填写；其他单元格已锁定（没有密码），公式和版式不会被误改。",
        "Fill in the pale yellow cells of the form sheets; all others are locked (without password) so that "
        "formulas and layout stay whole.",
    ),
    Words(
        "带 * 的必须填写。没有发生的填 0，不要留空：空白表示“还没有填”，与 0 不同。",
        "What is marked * must be answered. Where there was nothing enter 0: a blank means “not answered yet”.",
    ),
    Words(
        "选择题请从下拉列表中选；选中单元格会显示填写说明。灰色斜纹的单元格对本企业不适用，不用填。",
        "Choose from the drop-down lists; selecting a cell shows what to enter. Cells hatched grey do not apply to you.",
    ),
    Words(
        "边填边看“评分”表：每项得分、规则、设定值和条款都在那里；“核对”表列出前后不一致的地方。",
        "Watch the sheet “Score” while filling in: points, rule, set value and clause of every item; the "
        "sheet “Checks” lists what does not fit together.",
    ),
    Words(
        "填好后在网站上传本文件：系统会重新读取每个单元格并重新计分，逐格指出问题。得分以系统计算为准。",
        "Upload the finished file on the site: every cell is read and scored again, and each problem is "
        "named by its cell. The score worked out there is the one that counts.",
    ),
)
SHEETS_TITLE = Words("本工作簿的内容", "What is in this workbook")
SHEET_HEADS = (
    Words("工作表", "Sheet"),
    Words("内容", "Contents"),
    Words("必填", "Required"),
    Words("待填", "Still open"),
    Words("有误", "Wrong"),
)
SHEET_SCORE = Words(
    "各项指标的得分、规则、设定值、条款和佐证材料；专家评分项可先填自评分",
    "Points, rule, set value, clause and evidence of every indicator; estimates for what experts grade",
)
SHEET_CHECKS = Words(
    "申报条件和各处数据之间的核对结果", "Conditions of application and checks between figures"
)
SHEET_SET_VALUES = Words("与企业数据比较的行业设定值及其来源", "Set values of industries, with their sources")
SHEET_TABLES = Words("行业等国家标准代码，供查阅", "National codes such as industries, to look up")
LEGEND_TITLE = Words("颜色", "Colours")
LEGEND = (
    ("input", Words("请填写", "to be filled in")),
    ("calculated", Words("自动计算，不能填写", "worked out, not typed")),
    ("void", Words("不适用，不用填", "does not apply")),
    ("wrong", Words("填写有误，请改正", "wrong: correct it")),
    ("seal", Words("示例：据示例设定值算出，仅供参考", "example: worked out with an example set value")),
)
EXAMPLE = Words("示例", "example")
EXAMPLE_NOTE = Words(
    "示例：本工作簿中标有“示例”的设定值为演示而拟定，不是主管机关公布的数值。以它算出的得分只供了解规则，不能当作评审结果。",
    "Example: set values marked “example” were made up for demonstration and not issued by the "
    "authority. Points worked out with them show how the rules work and are no result.",
)
PRIVACY = Words(
    "填写的内容只保存在这个文件里；文件不联网，不含宏。隐藏的工作表放的是计算过程和单元格对照，可以取消隐藏查看。",
    "What you enter is kept in this file alone; it holds no macros and connects to nothing. Hidden "
    "sheets hold the reckoning and the map of cells; they can be shown.",
)

# --- form sheets ---
BACK = Words("← 返回说明", "← Guide")
TO_SCORE = Words("评分 →", "Score →")
ITEM = Words("填报项", "Item")
ENTRY = Words("填写", "Entry")
HELP = Words("填写说明", "What to enter")
STATUS = Words("检查", "Check")
ADDED = Words("（本系统增加）", " (added by this system)")
ROW_NUMBER = Words("行", "Row")
LIST_END = Words("（以上为填写区）", "(end of the list)")
LIST_ROWS = Words("共 {} 行可填", "{} rows to fill")

DONE = Words("✓", "✓")
OPEN = Words("待填", "open")
CHECKED_LATER = Words("已填（号码上传后校验）", "given (number checked on upload)")
NOT_APPLICABLE = Words("不适用", "n/a")
WRONG = Words("有误", "wrong")
ITEMS_OPEN = Words("待填 {} 项", "{} open")
ITEMS_WRONG = Words("有误 {} 项", "{} wrong")
WRONG_TITLE = Words("请改正", "Please correct")

# --- score sheet ---
SCORE_HEADS = {
    "number": Words("序号", "No."),
    "title": Words("指标", "Indicator"),
    "max": Words("满分", "Max."),
    "points": Words("得分", "Points"),
    "state": Words("状态", "State"),
    "value": Words("指标值", "Value"),
    "set_value": Words("设定值", "Set value"),
    "source": Words("设定值来源", "Its source"),
    "rule": Words("计分规则", "Rule"),
    "evidence": Words("佐证材料", "Evidence"),
    "clause": Words("条款与裁定", "Clause, rulings"),
}
TOTAL = Words("总分", "Total")
SUBTOTAL = Words("小计", "Subtotal")
FILED_PART = Words("填报数据计分部分", "From what is filed")
EXPERT_PART = Words("专家评分部分", "From the experts")
AWAITING = Words("待评分部分最多还可得", "Still to be graded, at most")
GROUPS = Words("各组得分", "Points by group")
GAINED = Words("得分", "Points")
MAXIMUM = Words("满分", "Maximum")
ESTIMATE = Words("自评分（专家评分前的估计）", "Own estimate, before the experts grade")
OUTSIDE = Words("不在可用档次内，未计分", "outside the open grades: does not count")
CRITERION = Words("评分点", "Criterion")
LINES = Words("合格线", "Pass line")
REACHED = Words("已达到", "reached")
NOT_REACHED = Words("未达到", "not reached")
GROUP_LEAST = Words("最低分", "Group minimum")
RULINGS = Words(
    "裁定：通知没有写明或前后不一致处的处理",
    "Rulings: what holds where the notice is silent or contradicts itself",
)
SAYS = Words("通知怎么写", "What the notice says")
HOLDS = Words("怎么处理", "What holds")
ANY_SIZE = Words("不分规模", "any size")
ALL_INDUSTRIES = Words("全部行业", "all industries")
SECTION_OF = Words("门类 ", "section ")
DIVISION_OF = Words("大类 ", "division ")

# --- checks ---
CHECKS_CONDITIONS = Words("申报条件", "Conditions of application")
CHECKS_FIGURES = Words("数据核对", "Checks between figures")
CHECK_HEADS = (
    Words("序号", "No."),
    Words("结果", "Result"),
    Words("内容", "What it says"),
    Words("年度或行", "Row"),
    Words("条款", "Clause"),
)
CHECK_GOOD = Words("一致", "fits")
CHECK_ERROR = Words("有误", "error")
CHECK_LOOK = Words("请核对", "look again")
CHECK_OPEN = Words("待填", "open")
CHECKED_LATER = Words("已填（号码上传后校验）", "given (number checked on upload)")
COUNT_ERRORS = Words("核对结果有误", "Checks that fail")
COUNT_LOOK = Words("建议再核对", "To look at again")
COUNT_OPEN = Words("必填而未填的单元格", "Required cells still open")
COUNT_WRONG = Words("填写有误的单元格", "Cells filled in wrongly")

# --- set values, tables ---
SET_VALUE_HEADS = (
    Words("设定值", "Set value"),
    Words("适用行业", "Industry"),
    Words("适用规模", "Size"),
    Words("数值", "Value"),
    Words("单位", "Unit"),
    Words("标记", "Mark"),
    Words("来源", "Source"),
)
TABLE_HEADS = (
    Words("代码与名称（下拉列表中的写法）", "Code and name, as in the drop-down"),
    Words("所属", "Group"),
)
PAGE = Words("第 &P 页，共 &N 页", "Page &P of &N")


def mend(field: ScalarField) -> Words:
    """What a field wants, said to who entered something else."""
    match field:
        case YesNoField():
            yes, no = YES_NO[field.words, True], YES_NO[field.words, False]
            return Words(
                f"请从列表中选“{yes.zh}”或“{no.zh}”", f"choose “{yes.en}” or “{no.en}” from the list"
            )
        case ChoiceField():
            return Words("请从下拉列表中选择一项", "choose one from the drop-down list")
        case CountField():
            top = None if field.max is None else str(field.max)
            return _number("整数", "a whole number", "0", top, Unit(field.unit, field.unit_en))
        case NumberField():
            low = None if field.min is None else f"{field.min:f}"
            high = None if field.max is None else f"{field.max:f}"
            words = _number("数字", "a number", low, high, Unit(field.unit, field.unit_en))
            if field.places:
                return words + Words(
                    f"，最多 {field.places} 位小数", f", {field.places} decimal places at most"
                )
            return words + Words("，不要小数", ", no decimals")
        case TextField():
            return Words(f"最多 {field.max_length} 字", f"{field.max_length} characters at most")


def _number(zh: str, en: str, low: str | None, high: str | None, unit: Unit) -> Words:
    only = Words(f"请只填{zh}（不带单位和文字）", f"enter {en} alone, without unit or words")
    if low is not None and high is not None:
        return only + Words(
            f"，{low} 至 {high} {unit}".rstrip(), f", from {low} to {high} {unit.en}".rstrip()
        )
    if low is not None:
        return only + Words(f"，不小于 {low} {unit}".rstrip(), f", {low} {unit.en} or more".rstrip())
    if high is not None:
        return only + Words(f"，不大于 {high} {unit}".rstrip(), f", {high} {unit.en} at most".rstrip())
    return only


def points_mend(cell: RubricCell) -> Words:
    """What the points of a rubric may be."""
    top = f"{(cell.criterion.max if cell.criterion else cell.indicator.max):f}"
    step = f"{cell.indicator.rule.step:f}"  # type: ignore[union-attr]
    return Words(f"请填 0 至 {top} 分，{step} 分为一级", f"enter 0 to {top} points in steps of {step}")


def scope_words(scheme: Scheme, scope: str, size: str) -> tuple[Words, Words]:
    """For which industry and which size a set value is."""
    if scope == "all":
        where = ALL_INDUSTRIES
    elif len(scope) == 1:
        where = SECTION_OF + Words(scope, scope)
    else:
        where = DIVISION_OF + Words(scope, scope)
    profile = scheme.cover.profile
    return where, ANY_SIZE if size == "any" else scheme.option_label(profile.size if profile else None, size)

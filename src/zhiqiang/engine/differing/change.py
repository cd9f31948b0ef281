"""A change in words, and how two things with the same id are matched and compared."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel

from ..models.base import Labelled
from ..words import Words

Kind = Literal["added", "removed", "changed"]
Chapter = Literal[
    "cover",
    "notice",
    "conditions",
    "form",
    "checks",
    "indicators",
    "set_values",
    "materials",
    "calendar",
    "workflow",
    "papers",
    "rulings",
]
CHAPTERS: dict[Chapter, Words] = {
    "cover": Words("方案封面", "Cover"),
    "notice": Words("通知条款", "Clauses of the notice"),
    "conditions": Words("申报条件", "Conditions"),
    "form": Words("填报表", "Form"),
    "checks": Words("勾稽校验", "Checks across fields"),
    "indicators": Words("指标与分值", "Indicators and points"),
    "set_values": Words("行业设定值", "Set values"),
    "materials": Words("申报与证明材料", "Materials"),
    "calendar": Words("时间安排", "Calendar"),
    "workflow": Words("办理流程", "Procedure"),
    "papers": Words("纸件", "Papers"),
    "rulings": Words("裁定", "Rulings"),
}
LONGEST = 60
NAMES: dict[str, Words] = {
    "actor": Words("办理方", "actor"),
    "addition": Words("系统增加项", "our addition"),
    "advice": Words("可给出提分建议", "named in advice"),
    "all": Words("须全部满足", "all of"),
    "any": Words("满足其一", "any of"),
    "applies_when": Words("适用条件", "applies only where"),
    "assets": Words("资产总额取自", "assets from"),
    "authority": Words("主管部门", "authority"),
    "authority_en": Words("主管部门（英文）", "authority in English"),
    "base_year": Words("T 年", "year T"),
    "bonus": Words("加分项", "bonus"),
    "branch": Words("行业细分填报项", "branch field"),
    "calculated": Words("计算方法", "calculation"),
    "cap": Words("封顶分", "cap"),
    "changeable": Words("能否改变", "changeable"),
    "chapters": Words("必写部分", "chapters"),
    "clause": Words("依据条款", "clause"),
    "closes": Words("截止日", "closes"),
    "columns": Words("列", "columns"),
    "decided_by": Words("判断方式", "decided by"),
    "document": Words("文号", "document number"),
    "delivery": Words("交付方式", "comes as"),
    "edition": Words("年度", "edition"),
    "evidence": Words("证明材料", "evidence"),
    "expert_may_correct": Words("专家可更正", "experts may correct"),
    "field": Words("填报项", "field"),
    "final": Words("终结状态", "final"),
    "fonts": Words("字体", "fonts"),
    "formats": Words("文件格式", "file formats"),
    "freezes": Words("形成提交版本", "makes a submission"),
    "heading": Words("列组标题", "heading over columns"),
    "heading_en": Words("列组标题（英文）", "heading in English"),
    "help": Words("填写说明", "help"),
    "help_en": Words("填写说明（英文）", "help in English"),
    "holder": Words("由谁办理", "held by"),
    "holds": Words("处理办法", "what holds"),
    "holds_en": Words("处理办法（英文）", "what holds, in English"),
    "id": Words("编号", "id"),
    "identifiers": Words("号码种类", "kinds of number"),
    "illustrative": Words("示例值", "illustrative"),
    "industry": Words("行业取自", "industry from"),
    "kind": Words("类型", "kind"),
    "label": Words("名称", "label"),
    "label_en": Words("英文名称", "English label"),
    "large": Words("大型对应选项", "option for large"),
    "lines": Words("显示行数", "lines shown"),
    "material": Words("作为哪项材料提交", "handed in as"),
    "max": Words("上限", "maximum"),
    "max_files": Words("文件数上限", "most files"),
    "max_length": Words("字数上限", "longest text"),
    "max_rows": Words("行数上限", "most rows"),
    "medium": Words("中型对应选项", "option for medium"),
    "message": Words("提示语", "message"),
    "message_en": Words("提示语（英文）", "message in English"),
    "micro": Words("微型对应选项", "option for micro"),
    "min": Words("下限", "minimum"),
    "moves": Words("办理步骤", "moves"),
    "nature": Words("指标性质", "nature"),
    "needs": Words("须具备", "needs"),
    "not_applicable_counts": Words("不适用时计分", "counts where not applicable"),
    "note": Words("说明", "note"),
    "note_en": Words("说明（英文）", "note in English"),
    "number": Words("序号", "number"),
    "officer": Words("审核要点", "what the officer looks at"),
    "officer_en": Words("审核要点（英文）", "what the officer looks at, in English"),
    "open": Words("可修改的内容", "open to change"),
    "options_from": Words("选项取自", "options from"),
    "papers": Words("纸件", "papers"),
    "part": Words("部分", "part"),
    "places": Words("小数位数", "decimal places"),
    "points": Words("分值", "points"),
    "prescribed": Words("字体字号和必写部分", "type and chapters"),
    "programme": Words("项目", "programme"),
    "programme_en": Words("项目（英文）", "programme in English"),
    "reason": Words("不满足时的提示", "reason told"),
    "reason_en": Words("不满足时的提示（英文）", "reason told, in English"),
    "require": Words("须成立", "must hold"),
    "required": Words("必填", "required"),
    "revenue": Words("营业收入取自", "revenue from"),
    "role": Words("用途", "role"),
    "roles": Words("系统所需信息取自", "roles of fields"),
    "rows": Words("行", "rows"),
    "rulings": Words("适用裁定", "rulings"),
    "says": Words("通知原文", "what the notice says"),
    "says_en": Words("通知原文（英文）", "what the notice says, in English"),
    "scored_by": Words("评分方", "scored by"),
    "severity": Words("严重程度", "severity"),
    "share": Words("曲线", "curve"),
    "size": Words("规模取自", "size from"),
    "small": Words("小型对应选项", "option for small"),
    "source": Words("来源", "source"),
    "sources": Words("从哪些状态", "from states"),
    "staff": Words("从业人员取自", "staff from"),
    "start": Words("起始状态", "first state"),
    "states": Words("状态", "states"),
    "step": Words("步骤序号", "place on the line"),
    "summary": Words("简介", "summary"),
    "summary_en": Words("简介（英文）", "summary in English"),
    "take": Words("计分方式", "counts"),
    "target": Words("到哪个状态", "to state"),
    "template": Words("模板", "template"),
    "text": Words("摘要", "digest"),
    "text_en": Words("摘要（英文）", "digest in English"),
    "type": Words("字体字号", "type"),
    "unit": Words("单位", "unit"),
    "unit_en": Words("英文单位", "English unit"),
    "until": Words("期限", "until"),
    "value": Words("数值", "value"),
    "when": Words("适用条件", "applies where"),
    "words": Words("印刷用词", "printed as"),
    "workflow": Words("办理流程", "workflow"),
    "years": Words("年度行", "years"),
}
CODES: dict[str, Words] = {
    "text": Words("文本", "text"),
    "number": Words("数值", "number"),
    "count": Words("件数", "count"),
    "yesno": Words("是否", "yes or no"),
    "choice": Words("单选", "choice"),
    "table": Words("表格", "table"),
    "list": Words("清单", "list"),
    "years": Words("各年度", "one for each year"),
    "is": Words("是/否", "is / is not"),
    "has": Words("有/无", "has / has not"),
    "error": Words("错误", "error"),
    "warning": Words("提醒", "warning"),
    "figures": Words("由数据判断", "by the figures"),
    "declaration": Words("由企业声明", "by declaration"),
    "score": Words("由得分判断", "by the score"),
    "filing": Words("填报数据", "the filing"),
    "experts": Words("专家", "the experts"),
    "sum": Words("各项相加", "all, summed"),
    "best": Words("取最高一项", "the best one"),
    "zero": Words("计 0 分", "zero"),
    "full": Words("计满分", "full points"),
    "document": Words("申报文件", "document"),
    "evidence": Words("证明材料", "evidence"),
    "enterprise": Words("企业", "enterprise"),
    "city": Words("市局", "city"),
    "province": Words("省局", "province"),
    "national": Words("国家局", "national office"),
    "expert": Words("专家", "expert"),
    "public": Words("公众", "public"),
    "now": Words("申报前", "before this filing"),
    "later": Words("下次申报前", "for the next filing"),
    "never": Words("不能", "not at all"),
    "upload": Words("上传", "uploaded"),
    "generated": Words("本站生成", "generated by the site"),
    "sealed": Words("本站生成，盖章后上传", "generated, sealed and uploaded"),
    "system": Words("系统", "the system"),
    "all": Words("全部内容", "everything"),
    "named": Words("退回时指明的内容", "what a return named"),
    "none": Words("不能修改", "nothing"),
    "complete": Words("必填项齐全", "complete answers"),
    "documents": Words("必交材料齐全", "the required documents"),
    "unacted": Words("其后无人办理", "nobody acted since"),
    "reason": Words("写明理由", "a reason"),
    "fields": Words("指明内容", "the places named"),
}
_CODED = frozenset(
    {
        "kind",
        "words",
        "severity",
        "decided_by",
        "scored_by",
        "take",
        "not_applicable_counts",
        "role",
        "actor",
        "delivery",
        "holder",
        "open",
        "needs",
        "rows",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is new, gone or different: its chapter, its id, its name, and what about it."""

    chapter: Chapter
    id: str
    kind: Kind
    title: Words
    details: tuple[Words, ...] = ()


Thing = TypeVar("Thing")
Formulas = Callable[[str], Words]
"""From a formula as written to a sentence."""
Both = tuple[Formulas, Formulas]
"""How the old edition words a formula, and how the new one does."""


@dataclass(frozen=True, slots=True)
class Pair(Generic[Thing]):
    """A thing as it was and as it is; one of the two may be missing, never both."""

    id: str
    old: Thing | None
    new: Thing | None

    @property
    def one(self) -> Thing:
        """The thing as it is, or as it was when it is gone."""
        there = self.old if self.new is None else self.new
        assert there is not None
        return there

    @property
    def kind(self) -> Kind:
        """What became of it."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


def matched(before: Mapping[str, Thing], after: Mapping[str, Thing]) -> Iterator[Pair[Thing]]:
    """All things by id: those of `after` in their order, then those that are gone."""
    for id, thing in after.items():
        yield Pair(id, before.get(id), thing)
    for id, thing in before.items():
        if id not in after:
            yield Pair(id, thing, None)


def told(
    chapter: Chapter,
    pair: Pair[Thing],
    title: Words,
    brief: Iterable[Words],
    details: Callable[[Thing, Thing], Iterable[Words]],
) -> Iterator[Change]:
    """The change of one thing, if it changed: `brief` of what is new or gone, `details` of what is different."""
    if pair.old is None or pair.new is None:
        yield Change(chapter, pair.id, pair.kind, title, tuple(brief))
    elif found := tuple(details(pair.old, pair.new)):
        yield Change(chapter, pair.id, "changed", title, found)


def from_to(name: Words, old: Words, new: Words) -> Words:
    """“单位：由“万元”改为“元””."""
    old, new = _clipped(old, new), _clipped(new, old)
    return Words(
        f"{name.zh}：由{_quoted(old.zh)}改为{_quoted(new.zh)}".rstrip(),
        f"{name.en}: from {_quoted(old.en).strip()} to {_quoted(new.en).strip()}",
    )


def attributes(
    old: BaseModel,
    new: BaseModel,
    formulas: Both,
    *,
    left_out: frozenset[str] = frozenset(),
    named: Mapping[str, Words] | None = None,
) -> Iterator[Words]:
    """Every plain attribute that differs, in the order in which the model lists them.

    `formulas` words the formulas of the old edition and of the new one; `left_out` are attributes told elsewhere.
    """
    fields = list(dict.fromkeys([*type(new).model_fields, *type(old).model_fields]))
    for name in fields:
        if name in left_out:
            continue
        was, now = getattr(old, name, None), getattr(new, name, None)
        if was == now or (not was and not now and not isinstance(was, int | Decimal)):
            continue
        title = (named or {}).get(name) or NAMES[name]
        old_words, new_words = spoken(name, was, formulas[0]), spoken(name, now, formulas[1])
        yield from_to(title, old_words, new_words) if old_words != new_words else same_meaning(title)


def same_meaning(name: Words) -> Words:
    """For what is only written differently."""
    return Words(f"{name.zh}：写法有改动，含义不变", f"{name.en}: written differently, with the same meaning")


FORMULAS = frozenset({"when", "calculated", "require", "applies_when", "staff", "revenue", "assets"})


def spoken(name: str, value: Any, formulas: Formulas) -> Words:
    """An attribute's value in words."""
    match value:
        case None | "" | ():
            return Words("", "")
        case bool():
            return Words("是", "yes") if value else Words("否", "no")
        case str() if name in FORMULAS:
            return formulas(value)
        case str() if name in _CODED and value in CODES:
            return CODES[value]
        case tuple() if all(isinstance(one, str) for one in value):
            told = [_one_of(name, one, formulas) for one in value]
            return Words("、".join(one.zh for one in told), ", ".join(one.en for one in told))
        case tuple() if all(isinstance(one, Labelled) for one in value):
            return Words("、".join(one.label for one in value), ", ".join(one.label_en for one in value))
        case BaseModel():
            parts = [said for field, one in value if (said := spoken(field, one, formulas)).zh]
            return Words("；".join(one.zh for one in parts), "; ".join(one.en for one in parts))
        case dt.date():
            return Words(value.isoformat(), value.isoformat())
        case _:
            return Words(str(value), str(value))


def _one_of(name: str, text: str, formulas: Formulas) -> Words:
    if name in ("all", "any"):
        return formulas(text)
    return CODES.get(text, Words(text, text)) if name in _CODED else Words(text, text)


def _quoted(text: str) -> str:
    """In quotation marks, or between blanks where it has some of its own."""
    return f" {text} " if "“" in text else f"“{text or '—'}”"


def _clipped(words: Words, other: Words) -> Words:
    return Words(_clip(words.zh, other.zh), _clip(words.en, other.en))


def _clip(text: str, other: str) -> str:
    """A long text cut down to the stretch around the first place where it differs from another."""
    if len(text) <= LONGEST:
        return text
    same = next(
        (n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other))
    )
    start = max(0, min(same - 12, len(text) - LONGEST))
    end = start + LONGEST
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"

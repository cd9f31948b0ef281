"""Changes of everything else: cover, clauses, conditions, materials, calendar, procedure, papers, rulings."""

from collections.abc import Iterator

from pydantic import BaseModel

from ..formula.sentence import to_sentence
from ..models.edition import Deadline, Material
from ..scheme import Clause, Compiled, Gate, Scheme
from ..words import Words
from .change import CODES, NAMES, Both, Change, attributes, from_to, matched, same_meaning, told
from .form import wording
from .indicators import labelled_changes

_ID = frozenset({"id"})


def cover_changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    """scheme.yaml."""
    formulas = (wording(before), wording(after))
    parts = frozenset({"profile", "size_from"})
    details = list(attributes(before.cover, after.cover, formulas, left_out=parts))
    details += _part(
        Words("设定值查找", "set value lookup"), before.cover.profile, after.cover.profile, formulas
    )
    details += _part(Words("规模划型", "size"), before.cover.size_from, after.cover.size_from, formulas)
    if details:
        cover = after.cover
        yield Change("cover", cover.id, "changed", Words(cover.label, cover.label_en), tuple(details))


def _part(what: Words, old: BaseModel | None, new: BaseModel | None, formulas: Both) -> Iterator[Words]:
    if old is None or new is None:
        if old is not new:
            yield Words(f"{'新增' if new else '删去'}{what.zh}", f"{what.en} is {'new' if new else 'gone'}")
        return
    for detail in attributes(old, new, formulas):
        yield Words(f"{what.zh}，{detail.zh}", f"{what.en}, {detail.en}")


def notice_changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    """The clauses of notice.md."""
    for pair in matched(before.clauses, after.clauses):
        yield from told("notice", pair, pair.one.title, (), _clause)


def _clause(old: Clause, new: Clause) -> Iterator[Words]:
    if old.title != new.title:
        yield from_to(Words("标题", "title"), old.title, new.title)
    if (old.text, old.text_en) != (new.text, new.text_en):
        was, now = Words(_flat(old.text), _flat(old.text_en)), Words(_flat(new.text), _flat(new.text_en))
        yield from_to(NAMES["text"], was, now)


def _flat(text: str) -> str:
    return " ".join(text.split())


def condition_changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    """conditions.yaml."""
    formulas = (wording(before), wording(after))

    def details(old: Gate, new: Gate) -> Iterator[Words]:
        yield from attributes(old.model, new.model, formulas, left_out=frozenset({"id", "all", "any"}))
        if (old.model.all, old.model.any) != (new.model.all, new.model.any):
            was, now = _gate_rule(before, old), _gate_rule(after, new)
            what = Words("判断", "test")
            yield from_to(what, was, now) if was != now else same_meaning(what)

    for pair in matched({g.model.id: g for g in before.gates}, {g.model.id: g for g in after.gates}):
        model = pair.one.model
        title = Words(f"条件“{model.label}”", f"Condition “{model.label_en}”")
        brief = _gate_rule(before if pair.new is None else after, pair.one)
        yield from told("conditions", pair, title, (brief,), details)


def _gate_rule(scheme: Scheme, gate: Gate) -> Words:
    every, some = _sentences(scheme, gate.all), _sentences(scheme, gate.any)
    parts = []
    if every:
        parts.append(
            Words(
                f"须全部满足：{'；'.join(w.zh for w in every)}", f"all of: {'; '.join(w.en for w in every)}"
            )
        )
    if some:
        parts.append(
            Words(f"满足其一：{'；'.join(w.zh for w in some)}", f"any of: {'; '.join(w.en for w in some)}")
        )
    return Words("。".join(p.zh for p in parts), ". ".join(p.en for p in parts))


def _sentences(scheme: Scheme, formulas: tuple[Compiled, ...]) -> list[Words]:
    return [
        Words(to_sentence(f.written, "zh", scheme.spoken), to_sentence(f.written, "en", scheme.spoken))
        for f in formulas
    ]


def material_changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    """materials.yaml."""

    def brief(material: Material) -> Words:
        return CODES[material.role]

    formulas = (wording(before), wording(after))
    yield from labelled_changes(
        "materials", Words("材料", "Material"), before.materials, after.materials, formulas, brief
    )


def calendar_changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    """calendar.yaml."""

    def brief(deadline: Deadline) -> Words:
        day = deadline.closes.isoformat()
        return Words(f"截止日 {day} 24:00", f"closes {day} 24:00")

    formulas = (wording(before), wording(after))
    dates = ({d.id: d for d in before.calendar.deadlines}, {d.id: d for d in after.calendar.deadlines})
    yield from labelled_changes("calendar", Words("期限", "Deadline"), *dates, formulas, brief)


def workflow_changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    """workflow.yaml: where an application begins, its states, its moves."""
    formulas = (wording(before), wording(after))
    old, new = before.workflow, after.workflow
    start = tuple(attributes(old, new, formulas, left_out=frozenset({"states", "moves"})))
    if start:
        yield Change("workflow", "start", "changed", NAMES["workflow"], start)
    states = ({one.id: one for one in old.states}, {one.id: one for one in new.states})
    yield from labelled_changes("workflow", Words("状态", "State"), *states, formulas, lambda one: _acts(one.holder))
    moves = ({one.id: one for one in old.moves}, {one.id: one for one in new.moves})
    yield from labelled_changes("workflow", Words("办理步骤", "Move"), *moves, formulas, lambda one: _acts(one.actor))


def _acts(actor: str) -> Words:
    return Words("由", "by ") + CODES[actor] + Words("办理", "")


def paper_changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    """papers.yaml; what stands in a Word template is not compared."""
    formulas = (wording(before), wording(after))
    yield from labelled_changes(
        "papers", Words("纸件", "Paper"), before.papers, after.papers, formulas,
        lambda one: Words(f"模板 {one.template}", f"template {one.template}"),
    )  # fmt: skip


def ruling_changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    """rulings.yaml."""
    formulas = (wording(before), wording(after))
    for pair in matched(before.rulings, after.rulings):
        ruling = pair.one
        title = Words(f"裁定 {ruling.id}", f"Ruling {ruling.id}")
        brief = Words(f"处理办法：{ruling.holds}", f"what holds: {ruling.holds_en}")
        yield from told(
            "rulings", pair, title, (brief,), lambda old, new: attributes(old, new, formulas, left_out=_ID)
        )

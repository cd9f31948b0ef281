"""One submission made ready to be read: every claim with its points, its reasons, its figures and what should prove it.

What depends on the submission alone is worked out once and kept: a submission never changes.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from zhiqiang.actions.places import place_of, place_words
from zhiqiang.engine.answering import AnswerProblem, Answers, answer
from zhiqiang.engine.explaining import (
    ClauseWords,
    Explanation,
    GateWords,
    RulingWords,
    SetValueWords,
    clause_words,
    explain_score,
)
from zhiqiang.engine.explaining.steps import points_words
from zhiqiang.engine.formula.tree import Leaf
from zhiqiang.engine.models.edition import Material
from zhiqiang.engine.models.indicators import Group
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Score, score
from zhiqiang.engine.words import Lang
from zhiqiang.records.models import Submission
from zhiqiang.web.office.figures import Block, Sheet

KEPT = 16


@dataclass(frozen=True, slots=True)
class Warned:
    """A cross-check of the scheme that these answers do not pass."""

    words: str
    clause: str
    keys: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Claim:
    """One thing the enterprise claims: an indicator's points, a condition it says it meets, a document it hands in."""

    id: str
    kind: Literal["indicator", "condition", "document"]
    number: str
    title: str
    clause: ClauseWords
    points: str = ""
    maximum: str = ""
    earned: bool = False
    """Points above zero, so that proof is called for; conditions and documents always call for it."""
    full: bool = False
    was: str | None = None
    """Points before the correction, where they were others."""
    state: str = "scored"
    state_words: str = ""
    verdict: str = ""
    met: str = ""
    steps: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    set_values: tuple[SetValueWords, ...] = ()
    illustrative: bool = False
    rule: str = ""
    rulings: tuple[RulingWords, ...] = ()
    note: str = ""
    help: str = ""
    evidence: tuple[Material, ...] = ()
    warnings: tuple[Warned, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    """What can be named for correction: (place, its name)."""

    @property
    def changed(self) -> bool:
        """Whether its points or its figures were changed by the correction."""
        return self.was is not None or any(block.changed for block in self.blocks)


@dataclass(frozen=True, eq=False)
class Part:
    """Claims below one heading; `place` is its colour among the groups, 0 for those without points."""

    id: str
    number: str
    title: str
    claims: tuple[Claim, ...]
    points: str = ""
    maximum: str = ""
    was: str | None = None
    place: int = 0
    hint: str = ""


@dataclass(frozen=True, eq=False)
class Reading:
    """A whole submission."""

    sheet: Sheet
    total: str
    maximum: str
    was: str | None
    illustrative: bool
    parts: tuple[Part, ...]
    general: tuple[Warned, ...]
    """Warnings that belong to no claim."""
    warnings: tuple[Warned, ...]
    drawn: dict[str, str] = field(default_factory=dict)
    """Claims and other pieces as drawn, by id: filled when they are first shown."""
    items: dict[str, Block] = field(default_factory=dict)
    """The answers of every field, table and list, by its id: filled when they are first asked for."""

    def claims(self) -> Iterator[Claim]:
        """Every claim in the order they are read."""
        for part in self.parts:
            yield from part.claims


def reading(scheme: Scheme, submission: Submission, before: Submission | None, lang: Lang) -> Reading:
    """The submission, beside the one before it where that is given."""
    key = (scheme, submission.digest, before.digest if before else "", lang)
    return _kept.get(key) or _kept.keep(key, _Reader(scheme, submission, before, lang).read())


class _Kept:
    """The readings used last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[object, Reading] = OrderedDict()

    def get(self, key: object) -> Reading | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: object, made: Reading) -> Reading:
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


_kept = _Kept()


class _Reader:
    def __init__(self, scheme: Scheme, submission: Submission, before: Submission | None, lang: Lang) -> None:
        self.scheme = scheme
        self.lang = lang
        self.answers = answer(scheme, submission.answers)
        old: Answers | None = answer(scheme, before.answers) if before else None
        self.score = score(scheme, self.answers)
        self.old: Score | None = score(scheme, old) if old else None
        raw = before.answers if before else None
        self.sheet = Sheet(scheme, submission.answers, self.answers, lang, raw, old)
        self.warnings = tuple(
            self.warned(problem) for problem in self.answers.problems if problem.severity == "warning"
        )
        self.placed: set[Warned] = set()

    def read(self) -> Reading:
        words = explain_score(self.scheme, self.score, self.lang)
        parts = [self.conditions(words.gates), self.documents()]
        parts += [self.group(place, group) for place, group in enumerate(words.groups, 1)]
        was = points_words(self.old.total) if self.old else words.total
        return Reading(
            self.sheet, words.total, words.maximum, was if was != words.total else None, words.illustrative,
            tuple(part for part in parts if part.claims),
            tuple(one for one in self.warnings if one not in self.placed), self.warnings,
        )  # fmt: skip

    def warned(self, problem: AnswerProblem) -> Warned:
        clause = self.scheme.clauses[problem.clause].title(self.lang) if problem.clause else ""
        text = problem.message(self.lang)
        if not problem.keys:
            text = f"{problem.label(self.lang)}{'：' if self.lang == 'zh' else ': '}{text}"
        return Warned(text, clause, problem.keys or (problem.key,))

    # --- conditions and documents

    def conditions(self, gates: tuple[GateWords, ...]) -> Part:
        zh = self.lang == "zh"
        claims = []
        for gate, words in zip(self.scheme.gates, gates, strict=True):
            leaves = _leaves(formula.leaves for formula in (*gate.all, *gate.any))
            model = gate.model
            claim = Claim(
                model.id, "condition", "", words.title, words.clause, earned=True, met=words.met,
                verdict=words.verdict, note=words.reason, help=(model.officer if zh else model.officer_en) or "",
                blocks=self.sheet.blocks(leaves), warnings=self.about(leaves), places=self.places(leaves, ()),
            )  # fmt: skip
            claims.append(claim)
        return Part("conditions", "", "申报条件" if zh else "Conditions", tuple(claims))

    def documents(self) -> Part:
        zh = self.lang == "zh"
        claims = []
        for id, material in self.scheme.materials.items():
            if material.role != "document":
                continue
            clause = clause_words(self.scheme, material.clause, self.lang)
            claim = Claim(
                id, "document", "", material.name(self.lang), clause, earned=material.awaited, evidence=(material,),
                help=material.help if zh else material.help_en or material.help,
                places=self.places((), (material,) if material.uploaded else ()),
            )  # fmt: skip
            claims.append(claim)
        return Part("documents", "", "申报材料" if zh else "Documents", tuple(claims))

    # --- indicators

    def group(self, place: int, group: Explanation) -> Part:
        claims = tuple(self.indicators(group, ""))
        return Part(
            group.id, group.fixed.number, group.title, claims, group.points, group.maximum,
            self.points_before(group), place,
        )  # fmt: skip

    def indicators(self, group: Explanation, hint: str) -> Iterator[Claim]:
        for child in group.children:
            model, _ = self.scheme.members[child.id]
            if isinstance(model, Group):
                yield from self.indicators(child, "; ".join(child.steps) if model.take == "best" else "")
            else:
                yield self.indicator(child, hint)

    def indicator(self, found: Explanation, hint: str) -> Claim:
        leaves = self.scheme.rules[found.id].leaves
        fixed = found.fixed
        note = " ".join(text for text in (hint, fixed.note) if text)
        finding = self.score.finding(found.id)
        return Claim(
            found.id, "indicator", fixed.number, found.title, fixed.clause, found.points, found.maximum,
            earned=finding.points > 0, full=finding.points == finding.maximum, was=self.points_before(found),
            state=found.state, state_words=found.state_words, steps=found.steps, blocks=self.sheet.blocks(leaves),
            set_values=found.set_values, illustrative=found.illustrative, rule=fixed.rule, rulings=fixed.rulings,
            note=note, evidence=fixed.evidence, warnings=self.about(leaves), places=self.places(leaves, fixed.evidence),
        )  # fmt: skip

    def points_before(self, found: Explanation) -> str | None:
        if self.old is None:
            return None
        was = points_words(self.old.finding(found.id).points)
        return was if was != found.points else None

    # --- what hangs on answers

    def about(self, leaves: tuple[Leaf, ...]) -> tuple[Warned, ...]:
        keys = {leaf.key for leaf in leaves}
        found = tuple(one for one in self.warnings if keys.intersection(one.keys))
        self.placed.update(found)
        return found

    def places(
        self, leaves: tuple[Leaf, ...], evidence: tuple[Material, ...]
    ) -> tuple[tuple[str, str], ...]:
        found = dict.fromkeys(place_of(self.scheme, leaf.key) for leaf in leaves)
        names = [(place, place_words(self.scheme, place)(self.lang)) for place in found if place]
        return (*names, *((f"material:{one.id}", one.name(self.lang)) for one in evidence))


def _leaves(many: Iterator[tuple[Leaf, ...]]) -> tuple[Leaf, ...]:
    by_key = {leaf.key: leaf for leaves in many for leaf in leaves}
    return tuple(by_key.values())

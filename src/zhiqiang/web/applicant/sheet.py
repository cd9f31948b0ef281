"""The printable sheet: everything filled in, the score, and every reason. Also the answer to a browser without script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from zhiqiang.engine.explaining.steps import value_words
from zhiqiang.web.applicant.advice import raising
from zhiqiang.web.applicant.incoming import BadAnswers, read_answers
from zhiqiang.web.applicant.judging import Judgement, judge
from zhiqiang.web.applicant.parts import addresses
from zhiqiang.web.editions import edition, language
from zhiqiang.web.forms.building import form_shape
from zhiqiang.web.forms.shapes import Control, Grid, RowList
from zhiqiang.web.problems import problem


@dataclass(frozen=True)
class Shown:
    """An answer on paper: its words, and `state`: given, wrong, missing or not_applicable."""

    text: str
    state: str
    key: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gzip_page
def sheet(request: HttpRequest, id: str) -> HttpResponse:
    """The sheet of the answers posted; without any, back to the form."""
    scheme = edition(id)
    if request.method != "POST":
        return redirect("assessment", id=id)
    try:
        raw = posted_answers(request)
    except BadAnswers as bad:
        return problem(request, bad.status, bad.message, "")
    judgement = judge(scheme, raw, language())
    return render(request, "applicant/sheet.html", {
        "scheme": scheme, "judgement": judgement, "words": judgement.words, "at": timezone.now(),
        "parts": paper_sections(judgement, raw), "raising": raising(judgement, scheme.rules),
    } | addresses(scheme, judgement.lang))  # fmt: skip


def posted_answers(request: HttpRequest) -> Mapping[str, Any]:
    """Answers out of a posted form: one field `answers` with JSON, or a field for each. Raises BadAnswers."""
    if "answers" in request.POST:
        return read_answers(request.POST["answers"])
    fields = {key: value for key, value in request.POST.items() if key != "csrfmiddlewaretoken"}
    return {key: value for key, value in fields.items() if value.strip()}


def paper_sections(judgement: Judgement, raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The form's sections with what was answered, as tables to be printed."""
    paper = _Paper(judgement, raw)
    shape = form_shape(judgement.scheme, judgement.lang)
    return [
        {"section": section, "items": [paper.item(item) for item in section.items if item.kind != "estimate"]}
        for section in shape.sections
        if not section.estimates
    ]


class _Paper:
    def __init__(self, judgement: Judgement, raw: Mapping[str, Any]) -> None:
        self.judgement = judgement
        self.raw = raw
        self.answers = judgement.answers

    def item(self, item: Any) -> dict[str, Any]:
        if isinstance(item, Grid):
            rows = [
                (head.label, head.unit, [self.shown(cell.control) for cell in cells])
                for head, cells in item.named
            ]
            return {"kind": "table", "item": item, "rows": rows}
        if isinstance(item, RowList):
            return {"kind": "list", "item": item, "rows": self.rows(item)}
        control = item.controls[0]
        return {"kind": "field", "item": control, "shown": self.shown(control)}

    def rows(self, item: RowList) -> list[list[Shown]]:
        prefix = f"{item.id}."
        numbers = {key.split(".")[1] for key in self.raw if key.startswith(prefix) and key.count(".") == 2}
        found = sorted((n for n in numbers if n.isascii() and n.isdigit()), key=int)[: item.max_rows]
        return [
            [self.shown(column, f"{item.id}.{n}.{column.key.rpartition('.')[2]}") for column in item.columns]
            for n in found
        ]

    def shown(self, control: Control, key: str = "") -> Shown:
        key = key or control.key
        values = self.answers.values
        if key in values:
            return Shown(self.words(control, key), "given", key)
        if key in self.answers.not_applicable:
            return Shown("—", "not_applicable", key)
        typed = str(self.raw.get(key) or "").strip()
        return Shown(typed or "—", "wrong" if typed else "missing", key)

    def words(self, control: Control, key: str) -> str:
        value = self.answers.values[key]
        if isinstance(value, bool):
            return control.options[0 if value else 1].shown
        if isinstance(value, str):
            return next((option.shown for option in control.options if option.code == value), value)
        cell = self.judgement.scheme.cells.get(key)
        return (
            value_words(cell.leaf, value, self.judgement.lang) if cell else f"{value} {control.unit}".strip()
        )

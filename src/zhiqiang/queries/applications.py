"""Reads about one application and about lists of them."""

from django.db.models import Q

from zhiqiang.engine.answering import Answers, answer
from zhiqiang.engine.models.workflow import Move, Need
from zhiqiang.engine.scheme import Scheme
from zhiqiang.records.models import Application, Attachment


def typed_answers(application: Application) -> dict[str, object]:
    """The answers as typed, by key; emptied ones left out."""
    return {key: one["v"] for key, one in application.answers.items() if one["v"] is not None}


def read_answers(application: Application, scheme: Scheme) -> Answers:
    """The answers as the engine understands them."""
    return answer(scheme, typed_answers(application))


def materials_lacking(application: Application, scheme: Scheme) -> list[str]:
    """The required materials for which no file is in use."""
    there = set(
        Attachment.objects.filter(application=application, removed_at=None).values_list("material", flat=True)
    )
    return [id for id, material in scheme.materials.items() if material.required and id not in there]


def lacking(application: Application, scheme: Scheme, move: Move) -> frozenset[Need]:
    """Which of a move's needs are not met by what is stored."""
    found: set[Need] = set()
    if "complete" in move.needs and read_answers(application, scheme).errors:
        found.add("complete")
    if "documents" in move.needs and materials_lacking(application, scheme):
        found.add("documents")
    if "unacted" in move.needs and acted_since(application):
        found.add("unacted")
    return frozenset(found)


def acted_since(application: Application) -> bool:
    """Whether anyone changed the application after its last move."""
    last = application.moves.last()
    if last is None:
        return True
    return (
        application.revisions.filter(at__gt=last.at).exists()
        or application.files.filter(at__gt=last.at).exists()
    )


def matching(text: str) -> Q:
    """Applications whose enterprise's name, pinyin or code, or whose number, contains what was typed."""
    wanted = text.strip()
    squeezed = wanted.replace(" ", "").lower()
    return (
        Q(enterprise__name__icontains=wanted)
        | Q(enterprise__credit_code__icontains=wanted)
        | Q(enterprise__pinyin__icontains=squeezed)
        | Q(number__icontains=wanted)
    )

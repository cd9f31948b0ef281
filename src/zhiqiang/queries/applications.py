"""Reads about one application and about lists of them."""

import re

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
    """The materials that wait for a file and have none in use; what the site makes itself is never lacking."""
    there = set(
        Attachment.objects.filter(application=application, removed_at=None).values_list("material", flat=True)
    )
    return [id for id, material in scheme.materials.items() if material.awaited and id not in there]


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
        or application.attachments.filter(Q(at__gt=last.at) | Q(removed_at__gt=last.at)).exists()
    )


def matching(text: str) -> Q:
    """Applications whose enterprise's name, pinyin or code, or whose number, contains every word typed.

    Letters and digits may be full-width; pinyin may be typed in syllables (`qin ling`, `xi'an`) or as initials.
    """
    wanted = text.translate(_HALF_WIDTH).strip()
    found = Q(enterprise__pinyin__icontains=_NOT_PINYIN.sub("", wanted).lower() or wanted)
    words = Q()
    for word in wanted.split()[:MOST_WORDS]:
        words &= (
            Q(enterprise__name__icontains=word)
            | Q(enterprise__credit_code__icontains=word)
            | Q(enterprise__pinyin__icontains=word)
            | Q(number__icontains=word)
        )
    return found | words


MOST_WORDS = 8
_HALF_WIDTH = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
} | {0x3000: " "}
_NOT_PINYIN = re.compile(r"[\s'’]+")

"""Reads about what was handed in: the submissions of an application, its files, the same file elsewhere."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from zhiqiang.records.models import Application, Attachment, MoveMade, Revision, StoredFile, Submission


def submissions(application: Application) -> list[Submission]:
    """Everything handed in, the first first."""
    return list(application.submissions.select_related("by").order_by("pk"))


def by_material(used: QuerySet[Attachment]) -> dict[str, list[Attachment]]:
    """Files in use, with what is stored of them, by material, in the enterprise's order."""
    found: dict[str, list[Attachment]] = defaultdict(list)
    for one in used.select_related("file").order_by("order", "pk"):
        found[one.material].append(one)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Other enterprises that handed in a file with the same content: those the reader may see, and how many more."""

    seen: tuple[Application, ...]
    hidden: int


def elsewhere(
    application: Application, digests: Collection[str], visible: QuerySet[Application]
) -> dict[str, Elsewhere]:
    """By digest: where else the same content was handed in. What is out of sight is counted, never named."""
    twins = StoredFile.objects.filter(digest__in=set(digests)).exclude(application=application.pk)
    same = list(twins.order_by().values_list("pk", flat=True)) if digests else []
    if not same:
        return {}
    used = Attachment.objects.handed_in().filter(file__in=same).exclude(
        application__enterprise=application.enterprise_id
    )
    pairs = set(used.order_by().values_list("file__digest", "application", "application__enterprise"))
    if not pairs:
        return {}
    wanted = {found for _, found, _ in pairs}
    shown = {one.pk: one for one in visible.filter(pk__in=wanted).select_related("enterprise").defer("answers")}
    found: dict[str, tuple[dict[int, Application], set[int]]] = defaultdict(lambda: ({}, set()))
    for digest, where, enterprise in pairs:
        seen, hidden = found[digest]
        if where in shown:
            seen[where] = shown[where]
        else:
            hidden.add(enterprise)
    return {
        digest: Elsewhere(tuple(seen.values()), len(hidden - {one.enterprise_id for one in seen.values()}))
        for digest, (seen, hidden) in found.items()
    }


def moves(application: Application) -> list[MoveMade]:
    """Every change of state, the first first, with what was handed in by it: its receipt and points, not its answers."""
    found = application.moves.select_related("by", "submission")
    return list(found.defer(*(f"submission__{name}" for name in LONG)).order_by("pk"))


LONG = ("answers", "files", "set_values")
"""What of a submission is long and read by few."""


def corrections(application: Application, after: int, upto: int) -> list[Revision]:
    """The saves between two submissions: those numbered above `after`, up to `upto`."""
    found = application.revisions.filter(number__gt=after, number__lte=upto)
    return list(found.select_related("by").order_by("number"))

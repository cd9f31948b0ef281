"""Which rows a person may see: true in lists, search, counts, exports and files alike."""

from django.db.models import QuerySet

from zhiqiang.access.roles import Reader
from zhiqiang.records.models import Application, Bureau, StoredFile


def applications(reader: Reader) -> QuerySet[Application]:
    """The applications this person may see.

    An enterprise's people: their own. A city's officers: what is handed in to their city. A province's: what was
    handed in in campaigns it runs, by the reporting tree. Drafts are the enterprise's alone.
    """
    if reader.enterprise is not None:
        return Application.objects.filter(enterprise=reader.enterprise)
    bureau = reader.bureau
    if bureau is None:
        return Application.objects.none()
    handed_in = Application.objects.exclude(submitted_at=None)
    if bureau.level == Bureau.Level.CITY:
        return handed_in.filter(bureau=bureau)
    if bureau.level == Bureau.Level.PROVINCE:
        return handed_in.filter(bureau__parent=bureau)
    return handed_in.filter(bureau__parent__parent=bureau) | handed_in.filter(bureau__parent=bureau)


def files(reader: Reader) -> QuerySet[StoredFile]:
    """The files this person may see: those of the applications in scope; officers only what is in use."""
    found = StoredFile.objects.filter(application__in=applications(reader))
    if reader.enterprise is None:
        found = found.filter(attachments__removed_at=None, attachments__isnull=False).distinct()
    return found

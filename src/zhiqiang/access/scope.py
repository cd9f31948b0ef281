"""Which rows a person may see: true in lists, search, counts, exports and files alike."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhiqiang.access.roles import Reader
from zhiqiang.records.models import Application, Attachment, Bureau, Campaign, Remark, StoredFile


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
    """The files this person may see: those of the applications in scope.

    Officers see what was handed in, the replaced files of an earlier submission among it, and no draft.
    """
    found = StoredFile.objects.filter(application__in=applications(reader))
    if reader.enterprise is None:
        found = found.filter(Exists(Attachment.objects.ever_handed_in().filter(file=OuterRef("pk"))))
    return found


def attachments(reader: Reader, application: Application) -> QuerySet[Attachment]:
    """The files of an application in scope, each as it is used: an officer's are those of the last submission."""
    used = Attachment.objects.filter(application=application)
    return used.filter(removed_at=None) if reader.enterprise is not None else used.handed_in()


def campaigns(reader: Reader) -> QuerySet[Campaign]:
    """The campaigns that concern an officer: those their bureau runs, or one above it, or one that reports to it."""
    bureau = reader.bureau
    if bureau is None:
        return Campaign.objects.none()
    above = Q(bureau__below=bureau) | Q(bureau__below__below=bureau)
    return Campaign.objects.filter(Q(bureau=bureau) | above | Q(bureau__parent=bureau)).distinct()


def remarks(reader: Reader) -> QuerySet[Remark]:
    """The working notes this person may see: those of their own bureau, on applications in its charge."""
    bureau = reader.bureau
    if bureau is None:
        return Remark.objects.none()
    return Remark.objects.filter(submission__application__bureau=bureau)

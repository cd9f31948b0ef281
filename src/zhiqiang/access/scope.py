"""Which rows a person may see: true in lists, search, counts, exports and files alike."""

from django.db.models import F, Q, QuerySet

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

    Officers see only what is in use, and of it only what was handed in: a file put in since is a draft.
    """
    found = StoredFile.objects.filter(application__in=applications(reader))
    if reader.enterprise is None:
        found = found.filter(
            attachments__isnull=False,
            attachments__removed_at=None,
            attachments__at__lte=F("application__submitted_at"),
        ).distinct()
    return found


def attachments(reader: Reader, application: Application) -> QuerySet[Attachment]:
    """The files in use of an application in scope, each as it is used: the same files that `files` opens."""
    used = Attachment.objects.filter(application=application, removed_at=None)
    if reader.enterprise is None:
        used = used.filter(at__lte=application.submitted_at) if application.submitted_at else used.none()
    return used


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

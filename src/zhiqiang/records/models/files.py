"""Files that were handed in, and what each is proof of."""

from django.db import models

from .applications import Application, Submission
from .keys import public_key
from .people import Person


class StoredFile(models.Model):
    """A file as it came: its content lies in the store under its digest and never changes."""

    key = models.CharField(max_length=12, unique=True, default=public_key)
    application = models.ForeignKey(Application, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=12, help_text="What its content was found to be: pdf, png, jpeg, doc, docx."
    )
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    pages = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    upload_id = models.CharField(
        max_length=40, help_text="The browser's own id: a repeat is answered, not repeated."
    )

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("application", "upload_id"), name="file_upload"),)


class Attachments(models.QuerySet["Attachment"]):
    """Files in use, told apart by when they were."""

    def handed_in(self) -> "Attachments":
        """In use when their application was last handed in, whatever was put in or taken off since."""
        last = models.F("application__submitted_at")
        return self.filter(models.Q(removed_at=None) | models.Q(removed_at__gt=last), at__lte=last)

    def ever_handed_in(self) -> "Attachments":
        """In use at some submission, the last or an earlier one."""
        made = Submission.objects.filter(application=models.OuterRef("application"), at__gte=models.OuterRef("at"))
        then = models.Exists(made.filter(at__lt=models.OuterRef("removed_at")))
        return self.filter(models.Q(models.Exists(made), removed_at=None) | then)


class Attachment(models.Model):
    """A file used for one of the scheme's materials; one file can serve several. Taking it off keeps the row."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments")
    material = models.CharField(max_length=48)
    order = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = Attachments.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("file", "material"), condition=models.Q(removed_at=None), name="one_use_a_material"
            ),
        )

"""Word files turned into PDF: those handed in, so that they can be looked at, and papers the site made itself."""

from django.db import models

from .waiting import Waiting


class Preview(Waiting):
    """The making of a PDF from a Word file's content, by its digest: asked for by a reader, made by a job."""

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12)
    pages = models.PositiveIntegerField(default=0)
    paper = models.BooleanField(
        default=False, help_text="Of a paper the site made: goes once nobody asks for it any more."
    )
    source = models.BinaryField(
        default=b"", help_text="The Word file of such a paper, until its PDF is made."
    )
    wanted_at = models.DateTimeField(null=True, blank=True, help_text="When such a paper was last asked for.")

    class Meta:
        ordering = ("asked_at", "pk")
        indexes = (models.Index(fields=("state", "asked_at"), name="preview_waiting"),)

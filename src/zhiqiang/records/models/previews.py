"""Word files turned into PDF so that they can be looked at."""

from django.db import models

from .waiting import Waiting


class Preview(Waiting):
    """The making of a PDF from a Word file's content, by its digest: asked for by a reader, made by a job."""

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12)
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("asked_at", "pk")
        indexes = (models.Index(fields=("state", "asked_at"), name="preview_waiting"),)

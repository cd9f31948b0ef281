"""Word files turned into PDF so that they can be looked at."""

from django.db import models


class Preview(models.Model):
    """The making of a PDF from a Word file's content, by its digest: asked for by a reader, made by a job."""

    class State(models.TextChoices):
        WAITING = "waiting"
        WORKING = "working"
        DONE = "done"
        FAILED = "failed"

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True, help_text="Why there is none, in Chinese.")
    problem_en = models.TextField(blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        indexes = (models.Index(fields=("state", "asked_at"), name="preview_waiting"),)

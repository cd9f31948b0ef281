"""Work that waits for a worker, as a row: an act writes it in its own transaction, a worker takes it up later."""

from django.db import models


class Waiting(models.Model):
    """What every kind of waiting work has. `problem`: why there is no result, in Chinese."""

    class State(models.TextChoices):
        WAITING = "waiting"
        WORKING = "working"
        DONE = "done"
        FAILED = "failed"

    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True, help_text="Why there is none, in Chinese.")
    problem_en = models.TextField(blank=True)

    class Meta:
        abstract = True

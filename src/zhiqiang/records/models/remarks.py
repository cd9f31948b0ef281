"""What officers note while they read a submission."""

from django.db import models

from .applications import Submission
from .people import Person


class Remark(models.Model):
    """A note on one place of one submission: seen and found good, or to be corrected.

    `place` is a field, a table, `section:<id>` or `material:<id>` for what is to be corrected (it becomes a point of the
    return), and `claim:<id>` for a claim seen through. Working notes of the bureau: shown to nobody else.
    """

    class Kind(models.TextChoices):
        SEEN = "seen"
        CORRECT = "correct"

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=8, choices=Kind)
    place = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("submission", "kind", "place"), name="one_remark_a_place"),
        )

"""Wrong passwords and codes, counted."""

from django.db import models


class Attempts(models.Model):
    """Attempts to log in that belong together: of one account, one network address, or one known browser.

    `key` is a keyed digest, so that the table names nobody. `count` is of the present series, which began at `since`;
    `unseen` is of all failures since the last success.
    """

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    unseen = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("since",), name="attempts_since"),)

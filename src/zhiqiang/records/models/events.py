"""The audit trail: every act an event, chained by digest."""

from django.db import models

from .people import Person


class Book(models.Model):
    """A chain of events: one for the site, one for each application. `head` is the digest of its last event."""

    name = models.CharField(max_length=60, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("name",)


class Event(models.Model):
    """One act. `digest` covers this row and the digest before it, so that a change anywhere shows."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="events")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    act = models.CharField(max_length=48)
    details = models.JSONField(default=dict)
    before = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("book", "number")
        constraints = (models.UniqueConstraint(fields=("book", "number"), name="event_number"),)

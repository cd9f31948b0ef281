"""The moves an application made through the workflow."""

from django.db import models

from .applications import Application, Submission
from .people import Person


class MoveMade(models.Model):
    """One change of state: who, when, from where to where, why, and what was asked to be changed."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="moves")
    move = models.CharField(max_length=48)
    source = models.CharField(max_length=48)
    target = models.CharField(max_length=48)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    points = models.JSONField(
        default=list, help_text="[{key, note}]: fields, sections or materials named, each with its note."
    )
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="moves")
    request_id = models.CharField(max_length=40, help_text="The browser's own id: a double click moves once.")
    undone_by = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undoes")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("application", "request_id"), name="move_request"),)

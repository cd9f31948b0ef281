"""Campaigns, applications, their revisions and submissions."""

from django.db import models

from .enterprises import Enterprise
from .keys import public_key
from .offices import Bureau
from .people import Person


class Campaign(models.Model):
    """An edition being run: its scheme, its dates, the bureau that runs it."""

    key = models.CharField(max_length=12, unique=True, default=public_key)
    scheme = models.CharField(max_length=60, help_text="The edition's id.")
    digest = models.CharField(max_length=64, help_text="The edition's digest when the campaign was opened.")
    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="campaigns")
    opens_at = models.DateTimeField()
    deadlines = models.JSONField(default=dict, help_text="Instant (ISO 8601) by the calendar's deadline id.")

    class Meta:
        ordering = ("-opens_at",)


class Application(models.Model):
    """One enterprise's application in one campaign.

    `answers` is what stands now: {key: {"v": value as typed, "r": revision that set it}}. Every change is a Revision.
    The columns from `number` to `submitted_at` are for a bureau's lists: copies of what was handed in last, empty before.
    """

    key = models.CharField(max_length=12, unique=True, default=public_key)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="applications")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="applications")
    bureau = models.ForeignKey(Bureau, models.PROTECT, null=True, blank=True, related_name="applications")
    started_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    state = models.CharField(max_length=48)
    state_since = models.DateTimeField()
    number = models.CharField(max_length=40, null=True, blank=True, unique=True)
    track = models.CharField(max_length=20, blank=True)
    industry = models.CharField(max_length=4, blank=True)
    size = models.CharField(max_length=4, blank=True)
    self_score = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    warnings = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    # Last in the row, being long: SQLite reads a row from its start, and no list wants these.
    open_keys = models.JSONField(
        default=list, help_text="What may be changed after a return: keys, sections, materials."
    )
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("campaign", "enterprise"), name="one_application_a_campaign"),
        )
        indexes = (
            models.Index(
                fields=("bureau", "campaign", "state", "state_since", "submitted_at"), name="application_waiting"
            ),
            models.Index(fields=("campaign", "state"), name="application_state"),
        )


class Revision(models.Model):
    """One save: {key: [before, after]}. Nothing is ever taken away from this table."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    save_id = models.CharField(
        max_length=40, help_text="The browser's own id of this save: a repeat is answered, not repeated."
    )
    changes = models.JSONField()

    class Meta:
        ordering = ("application", "number")
        constraints = (
            models.UniqueConstraint(fields=("application", "number"), name="revision_number"),
            models.UniqueConstraint(fields=("application", "save_id"), name="revision_save"),
        )


class Submission(models.Model):
    """What was handed in: frozen answers, their score, the edition's digest, and the receipt's number."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions")
    receipt = models.CharField(max_length=40, unique=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revision = models.PositiveIntegerField()
    answers = models.JSONField(help_text="{key: value as typed}")
    files = models.JSONField(help_text="[{material, name, digest, size}]")
    scheme_digest = models.CharField(max_length=64)
    score = models.JSONField(help_text="Exact points as text, by indicator, group and total.")
    set_values = models.JSONField(help_text="Set values used: {name: [value, scope, size, illustrative]}.")
    digest = models.CharField(max_length=64, help_text="SHA-256 over all of the above.")

    class Meta:
        ordering = ("pk",)

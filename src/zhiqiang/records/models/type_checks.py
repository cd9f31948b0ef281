"""Word files whose type and chapters an edition prescribes, looked through."""

from django.db import models

from .files import StoredFile
from .waiting import Waiting


class TypeCheck(Waiting):
    """The looking through of one file for one material, by the rules the edition had when the file came.

    `found` holds what does not keep to the rules: [[Chinese, English], …]. It warns; people decide.
    """

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="type_checks")
    material = models.CharField(max_length=48)
    rules = models.JSONField(help_text="The material's type rules and chapters, as the edition states them.")
    found = models.JSONField(default=list)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (models.UniqueConstraint(fields=("file", "material"), name="one_type_check_a_use"),)
        indexes = (models.Index(fields=("state", "asked_at"), name="type_check_waiting"),)

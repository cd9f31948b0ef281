"""Bureaus, their tree of reporting, and the posts officers hold in them."""

from django.db import models

from .people import Person


class Bureau(models.Model):
    """An IP office. `parent` is the office it reports to, which need not be the one above it on the map."""

    class Level(models.TextChoices):
        NATIONAL = "national"
        PROVINCE = "province"
        CITY = "city"

    code = models.CharField(
        max_length=12, unique=True, help_text="Region code, GB/T 2260 where there is one."
    )
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    level = models.CharField(max_length=12, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """An officer's place in a bureau; ended posts stay for the record."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="posts")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(ended_at=None), name="one_present_post"
            ),
        )

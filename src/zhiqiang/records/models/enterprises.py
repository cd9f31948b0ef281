"""Enterprises and the people who work for them here."""

from django.db import models

from .keys import public_key
from .people import Person


class Enterprise(models.Model):
    """An enterprise, one account by its unified social credit code."""

    key = models.CharField(max_length=12, unique=True, default=public_key)
    credit_code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=100)
    pinyin = models.CharField(max_length=400, blank=True, help_text="Full pinyin and initials, for search.")
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person working for an enterprise; the owner invites and removes."""

    class Role(models.TextChoices):
        OWNER = "owner"
        STAFF = "staff"

    key = models.CharField(max_length=12, unique=True, default=public_key)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="members")
    person = models.OneToOneField(Person, models.CASCADE, related_name="membership")
    role = models.CharField(max_length=8, choices=Role)
    since = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise",), condition=models.Q(role="owner"), name="one_owner_an_enterprise"
            ),
        )


class Registration(models.Model):
    """An enterprise somebody wants to register: it becomes one when that person's e-mail address is confirmed."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="registration")
    credit_code = models.CharField(max_length=18)
    name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)


class Invitation(models.Model):
    """An e-mail address asked to work for an enterprise; only the token's digest is kept."""

    key = models.CharField(max_length=12, unique=True, default=public_key)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

"""People who log in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


class PersonManager(BaseUserManager["Person"]):
    """Makes people; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **rest: Any) -> "Person":
        """A person who can log in with this e-mail address."""
        person = self.model(email=email.strip().lower(), **rest)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        """By e-mail address, whatever its case."""
        return self.get(email=(email or "").strip().lower())


class Person(AbstractBaseUser):
    """Someone with a log-in: works for an enterprise, holds a post in a bureau, or both never at once."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=60)
    mobile = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    must_change_password = models.BooleanField(default=False)
    language = models.CharField(
        max_length=8, blank=True, help_text="Chosen language; empty: the browser's cookie."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        ordering = ("email",)

    def __str__(self) -> str:
        return self.name or self.email

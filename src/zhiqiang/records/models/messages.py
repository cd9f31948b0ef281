"""Messages in the inbox, and letters that go out by e-mail."""

from django.db import models

from .applications import Application
from .keys import public_key
from .people import Person


class Message(models.Model):
    """Something a person should know, in both languages, kept on the site."""

    to = models.ForeignKey(Person, models.CASCADE, related_name="messages")
    application = models.ForeignKey(
        Application, models.CASCADE, null=True, blank=True, related_name="messages"
    )
    subject = models.CharField(max_length=200)
    subject_en = models.CharField(max_length=300)
    body = models.TextField()
    body_en = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("to", "read_at"), name="message_unread"),)


class Letter(models.Model):
    """An e-mail: written in the transaction that caused it, sent by a job afterwards.

    Waiting: neither sent nor given up. `held_until`: a worker is sending it now and nobody else may before then.
    """

    key = models.CharField(max_length=12, unique=True, default=public_key)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    secret = models.BooleanField(
        default=False, help_text="Holds a code or a link that opens something: not kept once it is sent."
    )
    at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True, help_text="Empty: at once.")
    held_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("next_try_at",),
                condition=models.Q(sent_at=None, given_up_at=None),
                name="letter_waiting",
            ),
        )

"""Messages in the inbox, and letters that go out by e-mail."""

from django.db import models

from .applications import Application
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
    """An e-mail: written in the transaction that caused it, sent by a job afterwards."""

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)

"""All models, one file a noun."""

from .applications import Application, Campaign, Revision, Submission
from .enterprises import Enterprise, Invitation, Member, Registration
from .events import Book, Event
from .files import Attachment, StoredFile
from .logins import Attempts
from .messages import Letter, Message
from .moves import MoveMade
from .offices import Bureau, Post
from .people import Person
from .previews import Preview
from .remarks import Remark
from .type_checks import TypeCheck
from .waiting import Waiting

__all__ = [
    "Application",
    "Attachment",
    "Attempts",
    "Book",
    "Bureau",
    "Campaign",
    "Enterprise",
    "Event",
    "Invitation",
    "Letter",
    "Member",
    "Message",
    "MoveMade",
    "Person",
    "Post",
    "Preview",
    "Registration",
    "Remark",
    "Revision",
    "StoredFile",
    "Submission",
    "TypeCheck",
    "Waiting",
]

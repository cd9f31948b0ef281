"""What the environment may say, in one table: names, defaults, meanings.

``docs/reference/settings.md`` is written from this table and a test compares the two.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"", "0", "false", "no", "off"})


class BadSetting(ImproperlyConfigured):
    """The environment says something that cannot be used; the message names the variable and the mend."""


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("ZHIQIANG_SECRET_KEY", "", "Signs cookies and forms. Required; 50 random characters or more. "
             "`./run` makes one in the data folder when none is given."),
    Variable("ZHIQIANG_DATA", "var", "The data folder: database, collected static files, the local secret key."),
    Variable("DATABASE_URL", "", "`postgres://user:password@host/name` or `sqlite:////absolute/path`. "
             "Empty: SQLite (WAL) in the data folder."),
    Variable("UPLOADS_URL", "", "Where uploads lie: `s3://key:secret@bucket/folder?endpoint=https://host&region=name` for a store "
             "that speaks S3 (the bucket must be there, and private). Empty: the data folder's `store`."),
    Variable("ZHIQIANG_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "Host names the site answers to, "
             "separated by commas."),
    Variable("ZHIQIANG_TRUSTED_ORIGINS", "", "Origins (with scheme) whose forms are accepted behind a proxy that "
             "changes the host, separated by commas."),
    Variable("ZHIQIANG_TRUSTED_PROXIES", "0", "How many reverse proxies stand in front: so many entries of "
             "`X-Forwarded-For`, from the right, are believed."),
    Variable("ZHIQIANG_HTTPS", "0", "1: the site is reached by HTTPS only (redirect, HSTS, secure cookies)."),
    Variable("ZHIQIANG_MAX_UPLOAD_MB", "24", "Largest request body in MiB; a larger one is answered 413."),
    Variable("ZHIQIANG_POSTS_PER_MINUTE", "600", "Forms a minute accepted by one worker from one person, or, where "
             "nobody is logged in, from one address; more are answered 429. 0: no limit."),
    Variable("ZHIQIANG_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR. Logs are JSON lines on standard error."),
    Variable("ZHIQIANG_DEBUG", "0", "1: Django's debug mode. Never where others can reach it."),
    Variable("ZHIQIANG_SCHEMES", "", "Folders of further editions, separated by commas; each is the folder of one scheme "
             "and goes before a shipped one of the same name. A new edition needs a restart."),
    Variable("EMAIL_URL", "", "How letters go out: `smtp://user:password@host:587` (STARTTLS), `smtps://user:password@host:465`, "
             "`smtp+plain://host:25` (no encryption, inside one machine or network), `console:` or `file:/absolute/folder`. "
             "Empty: files in the data folder's `mail`; in the demo nowhere but the site's own mailbox."),
    Variable("ZHIQIANG_MAIL_FROM", "知强 <noreply@localhost>", "The sender of letters: an address, or `Name <address>`."),
    Variable("ZHIQIANG_SESSION_HOURS", "12", "Hours after which one has to log in again; an officer's half as long. "
             "Closing the browser ends it too."),
    Variable("ZHIQIANG_DEMO", "0", "1: a demonstration with invented enterprises; /demo/mailbox/ shows every letter to everybody."),
    Variable("ZHIQIANG_GALLERY", "0", "1: show the house style at /gallery/."),
)  # fmt: skip

_BACKENDS = "django.core.mail.backends"
_SMTP_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
# The value is not repeated: it may hold a password.
_BAD_EMAIL_URL = (
    "EMAIL_URL cannot be read. Write smtp://user:password@host:587 or smtps://user:password@host:465 (a sign like @ or : in "
    "the password as %40 or %3A), file:/absolute/folder or console:, or leave it empty."
)
_DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


@dataclass(frozen=True)
class Environment:
    """Reads the declared variables out of a mapping; an undeclared name is a programming error (KeyError)."""

    values: Mapping[str, str]

    @classmethod
    def of_process(cls) -> Environment:
        return cls(os.environ)

    def text(self, name: str) -> str:
        """The variable's text without surrounding space, or its default when unset or blank."""
        default = _DEFAULTS[name]
        return self.values.get(name, default).strip() or default

    def flag(self, name: str) -> bool:
        word = self.text(name).lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise BadSetting(f"{name} is {word!r}. Set it to 1 or 0.")

    def number(self, name: str) -> int:
        """A whole number, 0 or more."""
        text = self.text(name)
        if not (text.isascii() and text.isdigit()):
            raise BadSetting(f"{name} is {text!r}. Set it to a whole number, 0 or more.")
        return int(text)

    def names(self, name: str) -> list[str]:
        """Parts separated by commas, blanks dropped."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def database(self, data: Path) -> str:
        """The database's URL; SQLite in the data folder unless another is named."""
        url = self.text("DATABASE_URL")
        if not url:
            return f"sqlite:///{data / 'zhiqiang.sqlite3'}"
        if not url.startswith(("postgres://", "postgresql://", "sqlite:///")):
            # The value is not repeated: it may hold a password.
            raise BadSetting(
                "DATABASE_URL cannot be read. Write postgres://user:password@host/name or sqlite:////absolute/path, "
                "or leave it empty for SQLite in the data folder."
            )
        return url

    def mail(self, folder: Path) -> dict[str, object]:
        """Django's settings for sending letters. `folder`: where files go when no EMAIL_URL is given."""
        url = self.text("EMAIL_URL")
        if not url:
            backend = "dummy" if self.flag("ZHIQIANG_DEMO") else "filebased"
            return {"EMAIL_BACKEND": f"{_BACKENDS}.{backend}.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise BadSetting(_BAD_EMAIL_URL) from None
        if parts.scheme == "console":
            return {"EMAIL_BACKEND": f"{_BACKENDS}.console.EmailBackend"}
        if parts.scheme == "file" and parts.path.startswith("/"):
            return {
                "EMAIL_BACKEND": f"{_BACKENDS}.filebased.EmailBackend",
                "EMAIL_FILE_PATH": unquote(parts.path),
            }
        if parts.scheme not in _SMTP_PORTS or not parts.hostname:
            raise BadSetting(_BAD_EMAIL_URL)
        return {
            "EMAIL_BACKEND": f"{_BACKENDS}.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": port or _SMTP_PORTS[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp",
            "EMAIL_TIMEOUT": 20,
        }

    def secret(self) -> str:
        key = self.text("ZHIQIANG_SECRET_KEY")
        if len(key) < 50:
            raise BadSetting(
                "ZHIQIANG_SECRET_KEY is missing or shorter than 50 characters. Make one with\n"
                '    python -c "import secrets; print(secrets.token_urlsafe(48))"\n'
                "and put it into the environment, or start the site with ./run, which keeps one in the data folder."
            )
        return key

"""What the environment may say, in one table: names, defaults, meanings.

``docs/reference/settings.md`` is written from this table and a test compares the two.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"", "0", "false", "no", "off"})


class BadSetting(Exception):
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
    Variable("ZHIQIANG_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "Host names the site answers to, "
             "separated by commas."),
    Variable("ZHIQIANG_TRUSTED_ORIGINS", "", "Origins (with scheme) whose forms are accepted behind a proxy that "
             "changes the host, separated by commas."),
    Variable("ZHIQIANG_TRUSTED_PROXIES", "0", "How many reverse proxies stand in front: so many entries of "
             "`X-Forwarded-For`, from the right, are believed."),
    Variable("ZHIQIANG_HTTPS", "0", "1: the site is reached by HTTPS only (redirect, HSTS, secure cookies)."),
    Variable("ZHIQIANG_MAX_UPLOAD_MB", "12", "Largest request body in MiB; a larger one is answered 413."),
    Variable("ZHIQIANG_POSTS_PER_MINUTE", "600", "Forms a minute accepted from one address by one worker; "
             "more are answered 429. 0: no limit."),
    Variable("ZHIQIANG_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR. Logs are JSON lines on standard error."),
    Variable("ZHIQIANG_DEBUG", "0", "1: Django's debug mode. Never where others can reach it."),
    Variable("ZHIQIANG_SCHEMES", "", "Folders of further editions, separated by commas; each is the folder of one scheme "
             "and goes before a shipped one of the same name. A new edition needs a restart."),
    Variable("ZHIQIANG_GALLERY", "0", "1: show the house style at /gallery/."),
)  # fmt: skip

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

    def secret(self) -> str:
        key = self.text("ZHIQIANG_SECRET_KEY")
        if len(key) < 50:
            raise BadSetting(
                "ZHIQIANG_SECRET_KEY is missing or shorter than 50 characters. Make one with\n"
                '    python -c "import secrets; print(secrets.token_urlsafe(48))"\n'
                "and put it into the environment, or start the site with ./run, which keeps one in the data folder."
            )
        return key

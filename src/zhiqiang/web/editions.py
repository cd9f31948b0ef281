"""The editions this site serves: those that come with the package, and the folders the settings name.

An edition is read once a process (in debug mode whenever a file of it changed): a new one needs a restart.
"""

import logging
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language

from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.problems import SchemeError
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Lang

log = logging.getLogger(__name__)


@cache
def folders() -> dict[str, Path]:
    """The folders of the editions by id, the newest first; a folder of the settings goes before a shipped one."""
    named = {Path(folder).name: Path(folder) for folder in settings.SCHEME_FOLDERS}
    return named | {id: folder for id, folder in shipped().items() if id not in named}


def editions() -> list[Scheme]:
    """Every edition that can be read, newest campaign first. What is wrong with another stands in the log."""
    read = [scheme for id in folders() if (scheme := _readable(id)) is not None]
    return sorted(read, key=lambda scheme: -scheme.cover.edition)


def edition(id: str) -> Scheme:
    """The edition of this id. Raises Http404 where there is none."""
    scheme = _readable(id) if id in folders() else None
    if scheme is None:
        raise Http404(f"no edition {id!r}")
    return scheme


def language() -> Lang:
    """The language of the page being made, as the engine names it."""
    return "en" if get_language() == "en" else "zh"


def _readable(id: str) -> Scheme | None:
    try:
        return load(folders()[id]) if settings.DEBUG else _loaded_once(id)
    except SchemeError as error:
        log.error("edition left out", extra={"fields": {"edition": id, "problems": len(error.problems)}})
        return None


@cache
def _loaded_once(id: str) -> Scheme:
    return load(folders()[id])

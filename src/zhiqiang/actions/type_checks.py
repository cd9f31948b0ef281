"""Looking through Word files whose type an edition prescribes: asked for when one comes in, done by the worker."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence

from django.core.files.storage import default_storage

from zhiqiang.actions.holding import Undone, done, hold_next, undone
from zhiqiang.actions.storing import store_path
from zhiqiang.engine.models.edition import Material, Prescribed
from zhiqiang.engine.words import Words
from zhiqiang.records.models import StoredFile, TypeCheck

log = logging.getLogger(__name__)

WORD = frozenset({"doc", "docx"})
Look = Callable[[bytes, Prescribed], Sequence[Words]]
"""From a Word file's content and the rules to what does not keep to them. Raises Undone."""


def ask_for_type_check(*, file: StoredFile, material: Material, at: dt.datetime) -> TypeCheck | None:
    """Let a file be looked through where its material has rules; in the transaction of the act that uses it."""
    if material.prescribed is None or file.kind not in WORD:
        return None
    rules = material.prescribed.model_dump(mode="json")
    made, _ = TypeCheck.objects.get_or_create(
        file=file, material=material.id, defaults={"asked_at": at, "rules": rules}
    )
    return made


def make_next_type_check(*, at: dt.datetime, look: Look) -> bool:
    """Look through the file that waits longest; False where none waits. Several workers never take the same one."""
    held = hold_next(TypeCheck, at=at)
    if held is None:
        return False
    try:
        with default_storage.open(store_path(held.file.digest)) as stored:
            content = stored.read()
        found = look(content, Prescribed.model_validate(held.rules))
        done(held, at=at, found=[[words.zh, words.en] for words in found])
    except Undone as no:
        undone(held, no, at=at)
    except OSError:
        log.exception("a type check failed")
        words = Words("没能读取这个文件，请稍后再试", "the file could not be read; try again later")
        undone(held, Undone(words, again=False), at=at)
    return True

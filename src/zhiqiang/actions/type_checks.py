"""Looking through Word files whose type an edition prescribes: asked for when one comes in, done by the worker."""

import datetime as dt
from collections.abc import Callable, Sequence

from zhiqiang.actions.holding import work_next
from zhiqiang.actions.previews import CONVERTIBLE
from zhiqiang.actions.storing import stored
from zhiqiang.engine.models.edition import Material, Prescribed
from zhiqiang.engine.words import Words
from zhiqiang.records.models import StoredFile, TypeCheck

Look = Callable[[bytes, Prescribed], Sequence[Words]]
"""From a Word file's content and the rules to what does not keep to them. Raises Undone."""


def ask_for_type_check(*, file: StoredFile, material: Material, at: dt.datetime) -> TypeCheck | None:
    """Let a file be looked through where its material has rules; in the transaction of the act that uses it."""
    if material.prescribed is None or file.kind not in CONVERTIBLE:
        return None
    rules = material.prescribed.model_dump(mode="json")
    made, _ = TypeCheck.objects.get_or_create(
        file=file, material=material.id, defaults={"asked_at": at, "rules": rules}
    )
    return made


def make_next_type_check(*, at: dt.datetime, look: Look) -> bool:
    """Look through the file that waits longest; False where none waits. Several workers never take the same one."""

    def look_through(held: TypeCheck) -> dict[str, object]:
        found = look(stored(held.file.digest), Prescribed.model_validate(held.rules))
        return {"found": [[words.zh, words.en] for words in found]}

    return work_next(TypeCheck, at=at, work=look_through)

"""Looking through Word files whose type an edition prescribes, one at a time."""

import datetime as dt
from collections.abc import Sequence

from zhiqiang.actions.holding import Undone
from zhiqiang.actions.type_checks import make_next_type_check
from zhiqiang.engine.models.edition import Prescribed
from zhiqiang.engine.words import Words
from zhiqiang.papers.word.pdf import PrinterMissing, PrintingError, as_docx
from zhiqiang.papers.word.type_check import check_type
from zhiqiang.papers.word.type_reading import Unreadable


def make_waiting(*, at: dt.datetime) -> bool:
    """Look through the file that waits longest; False where none waits."""
    return make_next_type_check(at=at, look=looked_through)


def looked_through(content: bytes, prescribed: Prescribed) -> Sequence[Words]:
    """What of a Word file does not keep to the rules. Raises Undone."""
    try:
        return check_type(as_docx(content), prescribed)
    except Unreadable as no:
        raise Undone(no.words, again=False) from no
    except PrintingError as no:
        words = Words(
            "没有检查 .doc 文件的字体字号，请自行核对，或另存为 .docx 再上传",
            "the type of the .doc file was not checked: look for yourself, or save it as .docx and upload it again",
        )
        raise Undone(words, again=not isinstance(no, PrinterMissing)) from no

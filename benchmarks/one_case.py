"""One enterprise: read, scored exactly, explained in full, advised."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from zhiqiang.engine.advising import advise, all_raises
from zhiqiang.engine.answering import answer
from zhiqiang.engine.explaining import explain_score
from zhiqiang.engine.scoring import profile, score

from . import by_hand
from .measuring import Figure, best
from .sample import answers, enterprise, scheme


def figures() -> Iterator[Figure]:
    """Times in milliseconds."""
    one, read, raw = scheme(), answers(), enterprise()
    found = score(one, read)
    plain = floats()
    wanted = {
        name: float(one.set_values.find(name, *profile(one, read)).value) for name in one.set_values.names
    }  # type: ignore[union-attr]
    assert abs(by_hand.total(plain, wanted, by_hand.PLAIN) - found.total) < 1e-9

    hand = 1000 * best(lambda: by_hand.total(plain, wanted, by_hand.PLAIN))
    told = _plain(explain_score(one, found, "zh"))
    words = 1000 * best(lambda: json.dumps(told, ensure_ascii=False))
    dumped = 1000 * best(lambda: json.loads(json.dumps(raw)))
    exact = 1000 * best(lambda: score(one, read))
    whole = 1000 * best(lambda: explain_score(one, score(one, read), "zh"), seconds=2)
    raised = 1000 * best(lambda: all_raises(one, read))
    advised = 1000 * best(lambda: advise(one, read, found.total + 10), seconds=2)
    yield Figure("one case, exact, with trace", exact, "ms", "", "plain Python by hand, floats", hand)
    yield Figure(
        "one case, exact, with its whole explanation",
        whole,
        "ms",
        "< 1 ms",
        "`json.dumps` of that explanation",
        words,
    )
    yield Figure(
        f"reading {len(raw)} answers, all checks", answered(), "ms", "", "`json` there and back", dumped
    )
    yield Figure("what would raise each indicator", raised, "ms", "< 5 ms", "one exact score", exact)
    yield Figure("advice: ten points more", advised, "ms", "", "one exact score", exact)


def answered() -> float:
    """Reading raw answers."""
    return 1000 * best(lambda: answer(scheme(), enterprise()))


def floats() -> dict[str, Any]:
    """The answers as plain floats, truths and codes, 0 where missing."""
    values = {
        key: value if isinstance(value, bool | str) else float(value)
        for key, value in answers().values.items()
    }
    return defaultdict(float, values)


def _plain(words: Any) -> Any:
    """An explanation as what JSON knows."""
    if hasattr(words, "__slots__") and hasattr(words, "__dataclass_fields__"):
        return {name: _plain(getattr(words, name)) for name in words.__dataclass_fields__}
    if isinstance(words, tuple):
        return [_plain(one) for one in words]
    return words if isinstance(words, str | bool | int) else str(words)

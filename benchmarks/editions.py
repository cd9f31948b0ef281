"""Loading an edition: in a fresh process, and again."""

import subprocess
import sys
from collections.abc import Iterator

from zhiqiang.engine.loading import load, shipped

from .measuring import Figure, best
from .sample import EDITION

FRESH = """
import time
began = time.process_time()
from zhiqiang.engine.loading import load, shipped
imported = time.process_time()
load(shipped()[{edition!r}])
print(imported - began, time.process_time() - imported)
"""


def figures() -> Iterator[Figure]:
    """Times in milliseconds."""
    runs = [_fresh(FRESH.format(edition=EDITION)) for _ in range(5)]
    imported, loaded = (1000 * min(run[n] for run in runs) for n in (0, 1))
    folder = shipped()[EDITION]
    yaml = 1000 * min(_fresh(_YAML.format(folder=str(folder)))[0] for _ in range(5))
    again = 1000 * best(lambda: load(folder))
    digest = 1000 * best(lambda: [path.read_bytes() for path in folder.rglob("*") if path.is_file()])
    yield Figure(
        "loading the edition, fresh process", loaded, "ms", "< 300 ms", "PyYAML reading the same files", yaml
    )
    yield Figure("importing the engine before it", imported, "ms")
    yield Figure("loading it again (same content)", again, "ms", "", "reading its files", digest)


_YAML = """
import time, yaml
from pathlib import Path
began = time.process_time()
for path in Path({folder!r}).glob("*.yaml"):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
print(time.process_time() - began)
"""


def _fresh(code: str) -> list[float]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [float(part) for part in done.stdout.split()]

"""What does this folder say? A `Scheme`, or everything that is wrong with it."""

import hashlib
from functools import lru_cache
from importlib.resources import files as package_files
from pathlib import Path

from pydantic import BaseModel

from ..models.edition import Calendar, Conditions, Cover, Materials, Rulings
from ..models.form import Form
from ..models.indicators import Indicators
from ..models.papers import Papers
from ..models.workflow import Workflow
from ..problems import SchemeError, SchemeProblem
from ..scheme import Scheme
from ..words import Words
from .compiling import Parts, compile_parts
from .reading import (
    CALENDAR,
    CONDITIONS,
    FORM,
    INDICATORS,
    MATERIALS,
    PAPERS,
    RULINGS,
    SCHEME,
    WORKFLOW,
    Files,
    read_cases,
    read_notice,
    read_set_values,
)

MAX_FILES = 2000
MAX_BYTES = 50_000_000
_MODELS: dict[str, type[BaseModel]] = {
    SCHEME: Cover, FORM: Form, INDICATORS: Indicators,
    CONDITIONS: Conditions, RULINGS: Rulings, MATERIALS: Materials, CALENDAR: Calendar,
    WORKFLOW: Workflow, PAPERS: Papers,
}  # fmt: skip
_NEEDED = frozenset({SCHEME, FORM, INDICATORS})


def load(folder: Path) -> Scheme:
    """The scheme of a folder, compiled and checked; the same object for the same folder and content.

    Raises SchemeError with all problems, each with file, line and mend.
    """
    folder = folder.resolve()
    return _loaded(folder, digest(folder))


def check(folder: Path) -> list[SchemeProblem]:
    """Everything that is wrong with a folder, worked cases' form included; empty for a good scheme."""
    files = Files(folder.resolve())
    try:
        load(folder)
    except SchemeError as error:
        files.problems += error.problems
    if folder.is_dir():
        read_cases(files)
    return sorted(files.problems)


def shipped() -> dict[str, Path]:
    """The editions that come with the package, by id, the newest first."""
    root = Path(str(package_files("zhiqiang"))) / "schemes"
    folders = [path for path in root.iterdir() if (path / SCHEME).is_file()]
    return {
        path.name: path
        for path in sorted(folders, key=lambda path: (path.name[-4:], path.name), reverse=True)
    }


def digest(folder: Path) -> str:
    """SHA-256 over the names and contents of a folder's files, hidden ones left out.

    Raises SchemeError where there is no such folder or it holds what no scheme does.
    """
    if not folder.is_dir():
        raise _refused(folder, Words("没有这个文件夹，请核对路径", "there is no such folder; check the path"))
    if not any((folder / name).is_file() for name in _MODELS):
        zh = f"这里没有 {SCHEME} 等文件，不是方案文件夹，请核对路径"
        en = f"there is no {SCHEME} here, nor any other file of a scheme; check the path"
        raise _refused(folder, Words(zh, en))
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path, folder))
    if len(paths) > MAX_FILES or sum(path.stat().st_size for path in paths) > MAX_BYTES:
        zh = f"文件过多或过大（最多 {MAX_FILES} 个、共 {MAX_BYTES // 1_000_000} MB），这不像一个方案文件夹"
        en = f"too many or too large files for a scheme (at most {MAX_FILES}, {MAX_BYTES // 1_000_000} MB in all)"
        raise _refused(folder, Words(zh, en))
    whole = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        whole.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def _refused(folder: Path, message: Words) -> SchemeError:
    return SchemeError([SchemeProblem(str(folder), 1, message)])


@lru_cache(maxsize=32)
def _loaded(folder: Path, digest: str) -> Scheme:
    files = Files(folder)
    scheme = compile_parts(files, _read(files), digest)
    if scheme is None or files.problems:
        raise SchemeError(sorted(files.problems))
    return scheme


def _read(files: Files) -> Parts:
    documents: dict[str, BaseModel] = {}
    for name, kind in _MODELS.items():
        model = files.model(name, kind, optional=name not in _NEEDED)
        if model is not None:
            documents[name] = model
    return Parts(documents, read_notice(files), read_set_values(files))

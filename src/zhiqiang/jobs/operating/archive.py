"""The archive of a copy: a tar of the uploads, the tables, and last a manifest with the digest of each."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from zhiqiang.engine.words import Words
from zhiqiang.jobs.speaking import Trouble

FORMAT = "zhiqiang-backup"
MANIFEST = "manifest.json"
VERSION = 2
STORE = "store/"
TABLES = "tables/"
MODES = {".tar.gz": "gz", ".tgz": "gz", ".tar": ""}
SAID = {"migrations": list, "tables": dict, "books": dict, "members": dict}
PIECE = 1 << 20


@dataclass
class Writing:
    """An archive being written: each member's digest goes into the manifest."""

    tar: tarfile.TarFile
    members: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, name: str, source: IO[bytes], size: int) -> str:
        """A member of this size, read to the end; its digest."""
        reader = _Reader(source)
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self.tar.addfile(entry, reader)  # type: ignore[arg-type]
        self.members[name] = [size, reader.digest.hexdigest()]
        return reader.digest.hexdigest()

    def seal(self, said: dict[str, Any]) -> None:
        """The manifest, last: an archive without one was not finished."""
        text = json.dumps(
            {"format": FORMAT, "version": VERSION, **said, "members": self.members}, ensure_ascii=False, indent=1
        ).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self.tar.addfile(entry, io.BytesIO(text))


class _Reader:
    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece


@contextmanager
def writing(path: Path) -> Iterator[Writing]:
    """An archive that is at `path`, whole and readable by its owner alone, once the block ends well; else nothing is."""
    mode = mode_of(path)
    if path.exists():
        raise Trouble(
            Words(f"{path} 已经存在；请换一个文件名", f"{path} is there already; take another name")
        )
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            if mode:
                with tarfile.open(fileobj=file, mode="w:gz", compresslevel=5) as tar:
                    yield Writing(tar)
            else:
                with tarfile.open(fileobj=file, mode="w") as tar:
                    yield Writing(tar)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as problem:
        raise Trouble(
            Words(
                f"不能写入 {path}：{problem.strerror or problem}",
                f"cannot write {path}: {problem.strerror or problem}",
            )
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)


def mode_of(path: Path) -> str:
    """How the file is packed, by its name's end."""
    for end, mode in MODES.items():
        if path.name.endswith(end):
            return mode
    raise Trouble(
        Words(
            f"文件名应以 .tar.gz 或 .tar 结尾：{path}",
            f"the file's name should end in .tar.gz or .tar: {path}",
        )
    )


def prove(path: Path) -> dict[str, Any]:
    """Read all of it and prove every digest; the manifest. Raises Trouble for what is cut, changed or foreign."""
    found: dict[str, list[Any]] = {}
    said: dict[str, Any] = {}
    with _opened(path) as tar:
        for entry in tar:
            if entry.name == MANIFEST and entry.isreg() and entry.size < 1 << 30:
                said = json.loads(_content(tar, entry).read())
                continue
            if not entry.isreg() or not _ours(entry.name):
                raise _foreign(path)
            found[entry.name] = [entry.size, _digest(_content(tar, entry))]
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise _foreign(path)
    if said.get("version") != VERSION:
        raise Trouble(
            Words(
                f"{path} 的格式是第 {said.get('version')} 版，本程序只读第 {VERSION} 版；请用相应版本的程序恢复",
                f"{path} is of format {said.get('version')}, and this program reads {VERSION}: restore it with the program it is of",
            )
        )
    if not all(isinstance(said.get(name), kind) for name, kind in SAID.items()):
        raise _foreign(path)
    wrong = sorted(
        name for name in {*found, *said["members"]} if found.get(name) != said["members"].get(name)
    )
    if wrong:
        shown = "、".join(wrong[:5])
        raise Trouble(
            Words(
                f"{path} 已损坏，这些内容与清单不符：{shown}",
                f"{path} is damaged; these do not agree with its manifest: {shown}",
            )
        )
    return said


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Each member but the manifest, one after the other, to be read at once."""
    with _opened(path) as tar:
        for entry in tar:
            if entry.name != MANIFEST:
                yield entry.name, _content(tar, entry)


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, "r:*") as tar:
            yield tar
    except OSError as problem:
        raise Trouble(
            Words(
                f"不能读取 {path}：{problem.strerror or problem}",
                f"cannot read {path}: {problem.strerror or problem}",
            )
        ) from None
    except (tarfile.TarError, EOFError, ValueError, RecursionError) as problem:
        told = str(problem).partition(":")[0].partition("\n")[0]
        raise Trouble(
            Words(
                f"{path} 不是备份，或不完整、已损坏（{told}）",
                f"{path} is no copy, or cut or damaged ({told})",
            )
        ) from None


def _ours(name: str) -> bool:
    parts = name.split("/")
    return name.startswith((STORE, TABLES)) and ".." not in parts and "" not in parts


def _digest(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    source = tar.extractfile(entry)
    assert source is not None
    return source


def _foreign(path: Path) -> Trouble:
    return Trouble(
        Words(f"{path} 不是 zhiqiang backup 写的备份", f"{path} is no copy that zhiqiang backup wrote")
    )

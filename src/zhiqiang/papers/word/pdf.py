"""A Word file as PDF, or an older one as .docx, by LibreOffice in a process of its own with so many seconds and no more."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from importlib.resources import files
from pathlib import Path

from ...engine.words import Words

SECONDS = 60.0
_PROGRAMS = ("soffice", "libreoffice")
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "FONTCONFIG_PATH")
_OLD_WORD = bytes.fromhex("D0CF11E0A1B11AE1")
_READ_AS = {".docx": "MS Word 2007 XML", ".doc": "MS Word 97"}
"""The filter is named, so that nothing else is taken for a Word file."""
_SETTINGS = "registrymodifications.xcu"
_MEMORY_KB = 4 * 1024 * 1024
"""Address space LibreOffice may take; it needs about a quarter of it."""


class PrintingError(Exception):
    """No PDF could be made; `words` says why and the mend.

    PrintingError
     ├ PrinterMissing      LibreOffice is not installed
     ├ PrinterTimeout      it did not end in time and was stopped
     └ PrinterFailed       it ended without a PDF
    """

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


class PrinterMissing(PrintingError):
    """LibreOffice is not installed."""


class PrinterTimeout(PrintingError):
    """LibreOffice did not end in time and was stopped."""


class PrinterFailed(PrintingError):
    """LibreOffice ended without a PDF."""


def as_pdf(file: bytes, *, seconds: float = SECONDS) -> bytes:
    """The PDF of a Word file, .docx or the older .doc. Raises PrintingError."""
    return _made(file, "pdf:writer_pdf_Export", seconds)


def as_docx(file: bytes, *, seconds: float = SECONDS) -> bytes:
    """A Word file as .docx: itself, or an older .doc turned into one. Raises PrintingError."""
    return _made(file, "docx:MS Word 2007 XML", seconds) if file.startswith(_OLD_WORD) else file


def _made(file: bytes, target: str, seconds: float) -> bytes:
    """A Word file turned into another kind of file.

    Each call works in a folder and a LibreOffice profile of its own, with macros and links to elsewhere off and memory
    bounded; both are removed after. Fonts the machine lacks are replaced by the nearest free ones (fonts.conf).
    """
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise PrinterMissing(
            Words(
                "没有找到 LibreOffice，无法转为 PDF；请安装 libreoffice-writer 和 fonts-noto-cjk"
                "（Debian、Ubuntu：apt install libreoffice-writer fonts-noto-cjk）",
                "LibreOffice is not installed, so there is no PDF; install libreoffice-writer and fonts-noto-cjk "
                "(Debian, Ubuntu: apt install libreoffice-writer fonts-noto-cjk)",
            )
        )
    with tempfile.TemporaryDirectory(prefix="zhiqiang-pdf-") as name:
        folder = Path(name)
        source = folder / ("paper.doc" if file.startswith(_OLD_WORD) else "paper.docx")
        source.write_bytes(file)
        _profiles.prepare(folder / "profile")
        said = _convert(program, source, target, seconds) if file else "empty file"
        paper = folder / f"paper.{target.partition(':')[0]}"
        if not paper.is_file():
            raise PrinterFailed(
                Words(
                    f"无法转为 PDF，请用 Word 打开并另存一次（LibreOffice：{said or '无说明'}）",
                    f"no PDF could be made; open the file in Word and save it again (LibreOffice: {said or 'no word why'})",
                )
            )
        _profiles.keep(folder / "profile")
        return paper.read_bytes()


def _convert(program: str, source: Path, target: str, seconds: float) -> str:
    """Run LibreOffice on a file, beside which it puts what it makes; what it said."""
    folder = source.parent
    command = [
        "/bin/sh", "-c", f'ulimit -v {_MEMORY_KB}; exec "$@"', "sh",
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
        "--nodefault", f"--infilter={_READ_AS[source.suffix]}", "--convert-to", target,
        "--outdir", str(folder), str(source),
    ]  # fmt: skip
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | {
        "SAL_USE_VCLPLUGIN": "svp",
        "TMPDIR": str(folder),
        "FONTCONFIG_FILE": os.environ.get("FONTCONFIG_FILE") or str(_FONTS),
    }
    process = subprocess.Popen(
        command, env=environment, cwd=folder, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=seconds)
    except BaseException as error:
        # The program starts others, all in the session made for it; not yet awaited, its number is still its own.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise PrinterTimeout(
                Words(
                    f"LibreOffice 在 {seconds:g} 秒内没有完成，已停止；请稍后再试",
                    f"LibreOffice was not done in {seconds:g} seconds and was stopped; try again later",
                )
            ) from None
        raise
    lines = said.decode(errors="replace").splitlines()
    return " ".join(line for line in lines if "javaldx" not in line and "using filter" not in line)[-400:]


class _Profiles:
    """A profile once used, kept to be copied: LibreOffice starts in two thirds of the time with one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: Path | None = None

    def prepare(self, folder: Path) -> None:
        """A profile for one run: a copy of the one kept, or a new one, with our settings."""
        with self._lock:
            kept = self._kept
        if kept is not None:
            try:
                shutil.copytree(kept, folder)
            except (OSError, shutil.Error):  # a cleaner of old files has been there
                shutil.rmtree(folder, ignore_errors=True)
                with self._lock:
                    self._kept = None
        (folder / "user").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_HERE / _SETTINGS, folder / "user" / _SETTINGS)

    def keep(self, folder: Path) -> None:
        """Keep a profile that worked, if there is none yet."""
        with self._lock:
            if self._kept is None:
                self._kept = Path(tempfile.mkdtemp(prefix="zhiqiang-office-"))
                atexit.register(shutil.rmtree, self._kept, ignore_errors=True)
                shutil.copytree(folder, self._kept, dirs_exist_ok=True)


_HERE = Path(str(files("zhiqiang.papers.word")))
_FONTS = _HERE / "fonts.conf"
_profiles = _Profiles()

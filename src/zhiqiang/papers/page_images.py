"""Pages of a PDF or a picture as PNG images, drawn by a process of its own with bounds on time and memory.

What was uploaded is drawn here and nowhere else: a file made to crash or to swell takes down a child, not the site.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from ..engine.words import Words

SECONDS = 30
MEMORY = 1536 * 1024 * 1024
MAX_PIXELS = 6_000_000
PALETTE_ABOVE = 1_200_000
"""Bytes above which a page is written with a palette of 256 colours."""
_KEPT = ("PATH", "PYTHONPATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR")


class NotDrawn(Exception):
    """No image could be made; `words` says why and the mend."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


def draw(content: bytes, kind: str, pages: Sequence[int], *, width: int) -> dict[int, bytes]:
    """PNG images, `width` pixels wide at most, of these pages (from 1) of a `pdf`, `png` or `jpeg`.

    Pages that do not exist are left out. Raises NotDrawn for a file that cannot be drawn within the bounds.
    """
    with tempfile.TemporaryDirectory(prefix="zhiqiang-pages-") as folder:
        command = [sys.executable, "-m", __name__, kind, folder, str(width), *map(str, pages)]
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            done = subprocess.run(
                command, input=content, env=environment, timeout=SECONDS, capture_output=True, check=False
            )
        except subprocess.TimeoutExpired:
            raise NotDrawn(_TOO_LONG) from None
        drawn = {page: Path(folder, f"{page}.png") for page in pages}
        found = {page: path.read_bytes() for page, path in drawn.items() if path.is_file()}
        if done.returncode and not found:
            raise NotDrawn(_TOO_LONG if done.returncode < 0 else _DAMAGED)
        return found


_TOO_LONG = Words(
    "这个文件太复杂，没能生成页面图片；请下载原件查看",
    "this file is too complex to be drawn here; download the original instead",
)
_DAMAGED = Words(
    "这个文件没能生成页面图片，可能已损坏；请下载原件核对，必要时请企业重新上传",
    "this file could not be drawn and may be damaged; download it, and ask for a new one if need be",
)


def _main() -> None:
    """The child: draws what stands on its standard input into a folder, page by page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=("pdf", "png", "jpeg"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("width", type=int)
    parser.add_argument("pages", type=int, nargs="+")
    asked = parser.parse_args()
    content = sys.stdin.buffer.read()
    _bound()
    if asked.kind == "pdf":
        _draw_pdf(content, asked.folder, asked.width, asked.pages)
    elif 1 in asked.pages:
        _draw_picture(content, asked.folder, asked.width)


def _bound() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw_pdf(content: bytes, folder: Path, width: int, pages: Sequence[int]) -> None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(content)
    pdf.init_forms()
    for number in pages:
        if not 1 <= number <= len(pdf):
            continue
        page = pdf[number - 1]
        across, down = page.get_size()
        scale = width / max(across, 1)
        scale *= min(1.0, (MAX_PIXELS / max(across * down * scale * scale, 1)) ** 0.5)
        image = page.render(scale=scale).to_pil()
        _write(image, folder / f"{number}.png")
        page.close()


def _draw_picture(content: bytes, folder: Path, width: int) -> None:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = 100_000_000
    image = Image.open(BytesIO(content))
    image.draft("RGB", (width * 2, width * 2))
    image = ImageOps.exif_transpose(image)
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    image = image.convert("RGB")
    image.thumbnail((width, max(width * 3, 1)), Image.Resampling.LANCZOS)
    _write(image, folder / "1.png")


def _write(image, path: Path) -> None:  # type: ignore[no-untyped-def]
    """Grey where it is grey, with a palette where it would be large; whole or not at all."""
    image = image.convert("RGB")
    if _grey(image):
        image = image.convert("L")
    written = BytesIO()
    image.save(written, "PNG", compress_level=6)
    if written.tell() > PALETTE_ABOVE:
        written = BytesIO()
        image.quantize(256 if image.mode == "RGB" else 32).save(written, "PNG", compress_level=6)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(written.getvalue())
    unfinished.replace(path)


def _grey(image) -> bool:  # type: ignore[no-untyped-def]
    """Whether no pixel has a colour one could see; a red seal has."""
    from PIL import ImageChops

    red, green, blue = image.split()
    pairs = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return all(pair.getextrema()[1] <= 12 for pair in pairs)


if __name__ == "__main__":
    _main()

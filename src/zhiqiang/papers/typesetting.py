"""Typst pages made in a process of their own.

The compiler keeps some hundred megabytes of faces and results for as long as it lives. In a child process that is
given back with each paper, and a page that never ends or takes everything ends there. The data goes in as JSON on
standard input, the paper comes out on standard output.
"""

import json
import subprocess
import sys
from importlib.resources import files
from typing import Any

SECONDS = 60
FACES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "DengXian",
    "WenQuanYi Micro Hei", "SimHei", "SimSun", "Droid Sans Fallback",
)  # fmt: skip
FALLBACK = ("Libertinus Serif",)
"""A face that comes with Typst, so that a paper is made whatever the machine has."""


class TypesettingFailed(RuntimeError):
    """The page could not be made; the text says what the compiler said."""


def typeset(page: str, data: dict[str, Any], timestamp: int) -> bytes:
    """The PDF of a page (a `.typ` file beside this module) with this data.

    `timestamp` is the instant of making in seconds since 1970; the same page, data and instant give the same bytes on
    the same machine. Raises TypesettingFailed, also when it takes longer than a minute.
    """
    order = json.dumps({"page": page, "data": data, "timestamp": timestamp})
    # -P: a file json.py in the folder where someone works is not ours to run.
    command = [sys.executable, "-P", "-m", "zhiqiang.papers.typesetting"]
    try:
        done = subprocess.run(
            command, input=order.encode(), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TypesettingFailed(f"{page}: not done after {SECONDS} seconds") from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise TypesettingFailed(f"{page}: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def compiled(page: str, data: dict[str, Any], timestamp: int, *, system_fonts: bool = True) -> bytes:
    """The same in this process. Texts of `data` are never taken for markup: they reach the page as JSON."""
    import typst  # only who makes a paper pays for it

    fonts = typst.Fonts(include_system_fonts=system_fonts)
    families = set(fonts.families())
    whole = data | {"fonts": [name for name in (*FACES, *FALLBACK) if name in families]}
    inputs = {"data": json.dumps(whole, ensure_ascii=False)}
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=not system_fonts, sys_inputs=inputs)
    source = files("zhiqiang.papers").joinpath(page).read_bytes()
    made = compiler.compile(source, format="pdf", timestamp=timestamp)
    assert isinstance(made, bytes)
    return made


def main() -> None:
    """Read an order, write the paper."""
    order = json.load(sys.stdin)
    sys.stdout.buffer.write(compiled(order["page"], order["data"], order["timestamp"]))


if __name__ == "__main__":
    main()

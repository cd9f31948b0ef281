"""A copy of the tiny scheme that may be spoilt."""

from pathlib import Path

from zhiqiang.engine.loading import check


class Copy:
    """A folder with ways to change its files and to see what is told of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def change(self, file, old, new):
        text = (self.folder / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        self.write(file, text.replace(old, new, 1))

    def write(self, file, text):
        (self.folder / file).write_text(text, encoding="utf-8")

    def add(self, file, text):
        path = self.folder / file
        self.write(file, (path.read_text(encoding="utf-8") if path.exists() else "") + text)

    def line(self, file, fragment):
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if fragment in line)

    def told(self):
        return [(one.file, one.line, one.message.zh, one.message.en) for one in check(self.folder)]

    def only(self):
        told = self.told()
        assert len(told) == 1, told
        return told[0]

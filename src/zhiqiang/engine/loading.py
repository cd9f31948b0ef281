"""What does this folder say? A `Scheme`, or everything that is wrong with it."""

import hashlib
from functools import lru_cache
from importlib.resources import files as package_files
from pathlib import Path

from .compiling import Compiler, Parts
from .models.edition import Calendar, Conditions, Cover, Materials, Rulings
from .models.form import Form
from .models.indicators import Indicators
from .models.papers import Papers
from .models.workflow import Workflow
from .problems import SchemeError, SchemeProblem
from .reading import Files, read_cases, read_notice, read_set_values
from .scheme import Scheme
from .words import Words

MAX_FILES = 2000


def load(folder: Path) -> Scheme:
    """The scheme of a folder, compiled and checked; the same object for the same content.

    Raises SchemeError with all problems, each with file, line and mend.
    """
    return _loaded(folder, digest(folder))


def check(folder: Path) -> list[SchemeProblem]:
    """Everything that is wrong with a folder, worked cases' form included; empty for a good scheme."""
    try:
        load(folder)
    except SchemeError as error:
        return error.problems
    files = Files(folder)
    read_cases(files)
    return sorted(files.problems)


def shipped() -> dict[str, Path]:
    """The editions that come with the package, by id, the newest first."""
    root = Path(str(package_files("zhiqiang"))) / "schemes"
    folders = [path for path in root.iterdir() if (path / "scheme.yaml").is_file()]
    return {path.name: path for path in sorted(folders, key=lambda path: (path.name[-4:], path.name), reverse=True)}


def digest(folder: Path) -> str:
    """SHA-256 over the names and contents of a folder's files. Raises SchemeError where there is no such folder."""
    if not folder.is_dir():
        raise SchemeError([SchemeProblem(str(folder), 1, Words("没有这个文件夹", "there is no such folder"))])
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    if len(paths) > MAX_FILES:
        raise SchemeError([SchemeProblem(str(folder), 1, Words("文件过多，这不像一个方案文件夹", "too many files for a scheme's folder"))])
    whole = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        whole.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


@lru_cache(maxsize=32)
def _loaded(folder: Path, digest: str) -> Scheme:
    files = Files(folder)
    parts = _read(files)
    if parts is None or files.problems:
        if parts is not None:
            _compile(files, parts, digest)
        raise SchemeError(sorted(files.problems))
    scheme = _compile(files, parts, digest)
    if files.problems:
        raise SchemeError(sorted(files.problems))
    return scheme


def _read(files: Files) -> Parts | None:
    cover = files.model("scheme.yaml", Cover)
    form = files.model("form.yaml", Form)
    indicators = files.model("indicators.yaml", Indicators)
    conditions = files.model("conditions.yaml", Conditions, optional=True)
    rulings = files.model("rulings.yaml", Rulings, optional=True)
    materials = files.model("materials.yaml", Materials, optional=True)
    calendar = files.model("calendar.yaml", Calendar, optional=True)
    workflow = files.model("workflow.yaml", Workflow, optional=True)
    papers = files.model("papers.yaml", Papers, optional=True)
    clauses = read_notice(files)
    set_values = read_set_values(files)
    if not (cover and form and indicators and conditions and rulings and materials and calendar and workflow and papers):
        return None
    return Parts(cover, form, indicators, conditions, rulings, materials, calendar, workflow, papers, clauses, set_values)


def _compile(files: Files, parts: Parts, digest: str) -> Scheme:
    compiler = Compiler(files, parts)
    compiler.run()
    return Scheme(
        folder=files.folder,
        digest=digest,
        cover=parts.cover,
        clauses=parts.clauses,
        form=parts.form,
        cells=compiler.cells,
        working_order=compiler.working_order(),
        lists=compiler.lists,
        checks=compiler.checks,
        indicators=parts.indicators,
        rules=compiler.rules,
        rubric_cells=compiler.rubrics,
        gates=compiler.gates,
        rulings={ruling.id: ruling for ruling in parts.rulings.rulings},
        materials={material.id: material for material in parts.materials.materials},
        calendar=parts.calendar,
        set_values=compiler.set_values(),
        workflow=parts.workflow,
        papers={paper.id: paper for paper in parts.papers.papers},
        scope=compiler.form_scope,
        conditions=compiler.conditions,
        calculations=compiler.calculations,
    )

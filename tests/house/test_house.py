"""The house's own rules, kept by machines."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "zhiqiang"


def run(*command: str) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def tracked(*patterns: str) -> list[Path]:
    listed = run("git", "ls-files", "--", *patterns)
    if listed.returncode:
        pytest.skip("not a git working tree")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def written(*patterns: str) -> list[Path]:
    """What people wrote: neither taken over from elsewhere nor made by Django."""
    return [path for path in tracked(*patterns) if not {"vendor", "migrations"} & set(path.parts)]


def test_ruff_finds_nothing():
    result = run(sys.executable, "-m", "ruff", "check", "--quiet", ".")

    assert result.returncode == 0, result.stdout + result.stderr


def test_imports_run_down_the_stairs():
    result = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")

    assert result.returncode == 0, result.stdout + result.stderr


def test_mypy_strict_finds_nothing_in_the_engine():
    result = run(sys.executable, "-m", "mypy")

    assert result.returncode == 0, result.stdout + result.stderr


def test_no_module_is_longer_than_400_lines():
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in written("*.py", "*.css", "*.js")
    }

    assert [
        f"{p.relative_to(ROOT)}: {n}" for p, n in lengths.items() if n > 400
    ] == []


def test_no_line_is_longer_than_140_characters():
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in written("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 140
    ]

    assert long == []


def test_no_room_is_a_lumber_room():
    lumber = {"common", "utils", "helpers", "core", "services", "misc"}

    assert [str(path) for path in PACKAGE.rglob("*.py") if {path.stem, path.parent.name} & lumber] == []


def test_the_engines_tests_do_without_django():
    imports = re.compile(r"^\s*(?:from|import) django", re.MULTILINE)

    assert [str(p) for p in (ROOT / "tests" / "engine").rglob("*.py") if imports.search(p.read_text())] == []


def test_requirement_files_hold_hashes_and_name_no_registry():
    for name in ("requirements.txt", "requirements-test.txt", "tools/requirements-uv.txt"):
        text = (ROOT / name).read_text()
        pins = re.findall(r"^[a-z0-9][^\s=]*==.*$", text, re.MULTILINE | re.IGNORECASE)

        assert pins
        assert all(pin.endswith("\\") for pin in pins), "a pin without hashes"
        assert "://" not in text


def test_templates_carry_no_inline_style_script_or_other_host():
    inline = re.compile(
        r"""<style|\sstyle=|\son(?!e=)[a-z]+=|<script(?![^>]*\ssrc=)|(?:src|href|action)=["'](?:https?:)?//"""
    )
    found = [
        f"{path.name}: {match.group()}"
        for path in PACKAGE.rglob("*.html")
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.skipif(not (PACKAGE / "jobs" / "commands").exists() and not (PACKAGE / "jobs" / "commands.py").exists(),
                    reason="the commands are still to be built")  # fmt: skip
def test_the_command_line_starts_without_django_and_polars():
    code = "import zhiqiang.jobs.commands, sys; print([m for m in ('django', 'polars', 'typst') if m in sys.modules])"

    assert run(sys.executable, "-c", code).stdout.strip() == "[]"

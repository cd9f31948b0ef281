"""One install makes everything work: the wheel carries all the package holds, data and pages included."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_every_file_of_the_package(wheel):
    listed = subprocess.run(
        ["git", "ls-files", "src/zhiqiang"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours = {
        line.strip('"').removeprefix("src/") for line in listed.stdout.splitlines() if (ROOT / line).exists()
    }

    assert ours - set(wheel.namelist()) == set()
    assert any(name.endswith("locale/en/LC_MESSAGES/django.mo") for name in ours)


def test_the_wheel_holds_licences_and_commands(wheel):
    metadata = next(name for name in wheel.namelist() if name.endswith("/entry_points.txt"))

    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())
    assert "zhiqiang = zhiqiang.jobs.commands:main" in wheel.read(metadata).decode()

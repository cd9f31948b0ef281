"""The wheel alone makes the command line work from any folder: schemes are found, scores and workbooks come out."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from zhiqiang.engine.loading import shipped

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The `zhiqiang` of an environment into which only the wheel was installed; other libraries are lent to it."""
    home = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(home)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    venv.create(home / "venv", with_pip=False)
    scripts = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    wheel = str(next(home.glob("*.whl")))
    quiet = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", "--no-warn-script-location"]
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", *quiet, wheel]
    if subprocess.run(pip, capture_output=True).returncode:
        uv = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "install",
            "--offline",
            "--no-deps",
            "--python",
            str(python),
            wheel,
        ]
        subprocess.run(uv, check=True, capture_output=True)
    lent = [path for path in sys.path if path.endswith("site-packages")] or [sysconfig.get_paths()["purelib"]]
    site = next((home / "venv").rglob("site-packages"))
    (site / "lent.pth").write_text("\n".join(lent), encoding="utf-8")
    return scripts / ("zhiqiang.exe" if os.name == "nt" else "zhiqiang")


@pytest.fixture
def zhiqiang(installed, tmp_path):
    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ZHIQIANG"))
        }
        command = [str(installed), *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=clean, capture_output=True, text=True, encoding="utf-8"
        )

    return call


def test_the_package_is_the_installed_one(installed, tmp_path):
    code = "import zhiqiang; print(zhiqiang.__file__)"
    python = installed.with_name(Path(sys.executable).name)
    told = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True, env={})

    assert str(installed.parents[1]) in told.stdout, told.stderr


def test_the_shipped_schemes_are_found_and_good(zhiqiang):
    listed = zhiqiang("schemes", "--folders")

    assert listed.returncode == 0, listed.stderr
    assert [id for id in shipped() if id not in listed.stdout] == []
    assert str(ROOT) not in listed.stdout
    assert zhiqiang("check", *shipped()).returncode == 0


def test_a_score_comes_out_of_a_file_and_of_a_workbook(zhiqiang, tmp_path):
    id = next(iter(shipped()))
    (tmp_path / "answers.json").write_text(json.dumps({"scheme": id, "answers": {}}), encoding="utf-8")

    made = zhiqiang("workbook", id, "-o", "form.xlsx")
    sheets = [json.loads(zhiqiang("score", name, "--json").stdout) for name in ("answers.json", "form.xlsx")]

    assert made.returncode == 0, made.stderr
    assert sheets[0]["items"] == sheets[1]["items"]


def test_a_scheme_can_be_begun_and_explained(zhiqiang, tmp_path):
    assert zhiqiang("new", "yunxi-2026").returncode == 0
    assert zhiqiang("cases", "yunxi-2026").returncode == 0
    (tmp_path / "a.yaml").write_text("answers: {name: 甲, patents: 4}\n", encoding="utf-8")

    told = zhiqiang("explain", "yunxi-2026", "a.yaml", "--indicator", "i1")

    assert "4 × 0.5 = 2.00 分" in told.stdout

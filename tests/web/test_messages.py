"""The English catalogue is whole: nothing untranslated, nothing uncertain, nothing forgotten, and compiled."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "src" / "zhiqiang" / "web"
CATALOGUE = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"

pytestmark = [
    pytest.mark.requirement("X04"),
    pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed: apt install gettext"),
]


def run(*command, cwd=WEB, **environment) -> str:
    result = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env={**os.environ, **environment}
    )

    assert result.returncode == 0, result.stderr
    return result.stdout


def texts(po: str) -> set[str]:
    joined = re.sub(r'"\n"', "", po)
    return set(re.findall(r'^msgid "(.+)"$', joined, re.MULTILINE))


def test_nothing_is_untranslated_or_uncertain():
    assert run("msgattrib", "--untranslated", "--no-obsolete", str(CATALOGUE)) == ""
    assert run("msgattrib", "--only-fuzzy", "--no-obsolete", str(CATALOGUE)) == ""


def test_the_compiled_catalogue_is_the_written_one(tmp_path):
    run("msgfmt", "--check-format", "-o", str(tmp_path / "django.mo"), str(CATALOGUE))

    written, compiled = (
        run("msgunfmt", str(path)) for path in (tmp_path / "django.mo", CATALOGUE.with_suffix(".mo"))
    )

    assert compiled == written, "run tools/messages compile"


def test_no_text_of_the_interface_is_missing(tmp_path):
    copy = shutil.copytree(
        WEB, tmp_path / "web", ignore=shutil.ignore_patterns("static", "__pycache__", "gallery", "*.po")
    )
    (copy / "locale" / "en" / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    gather = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--no-wrap", "--no-location"]
    subprocess.run(gather, cwd=copy, env=environment, check=True, capture_output=True)

    gathered = texts((copy / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8"))

    assert gathered - texts(CATALOGUE.read_text(encoding="utf-8")) == set(), "run tools/messages"


def test_english_holds_no_chinese():
    translated = re.findall(
        r'^msgstr(?:\[\d\])? "(.*)"$', CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert [text for text in translated if re.search(r"[\u4e00-\u9fff]", text)] == []

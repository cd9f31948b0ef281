import re
from pathlib import Path

import pytest

from zhiqiang.config.environment import VARIABLES, BadSetting, Environment

ROOT = Path(__file__).resolve().parents[2]


def environment(**values: str) -> Environment:
    return Environment(values)


def test_an_unset_or_blank_variable_has_its_default():
    assert environment().text("ZHIQIANG_DATA") == "var"
    assert environment(ZHIQIANG_DATA="  ").text("ZHIQIANG_DATA") == "var"


@pytest.mark.parametrize(
    ("word", "value"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("no", False)]
)
def test_flags_are_said_in_several_words(word, value):
    assert environment(ZHIQIANG_HTTPS=word).flag("ZHIQIANG_HTTPS") is value


def test_names_are_separated_by_commas():
    assert environment(ZHIQIANG_ALLOWED_HOSTS="a.example, b.example,,").names("ZHIQIANG_ALLOWED_HOSTS") == [
        "a.example",
        "b.example",
    ]


@pytest.mark.parametrize(
    ("values", "read", "told"),
    [
        (
            {"ZHIQIANG_HTTPS": "maybe"},
            lambda e: e.flag("ZHIQIANG_HTTPS"),
            "ZHIQIANG_HTTPS .* Set it to 1 or 0",
        ),
        ({"ZHIQIANG_MAX_UPLOAD_MB": "-1"}, lambda e: e.number("ZHIQIANG_MAX_UPLOAD_MB"), "whole number"),
        ({"ZHIQIANG_MAX_UPLOAD_MB": "１２"}, lambda e: e.number("ZHIQIANG_MAX_UPLOAD_MB"), "whole number"),
        ({}, lambda e: e.secret(), "token_urlsafe"),
        ({"ZHIQIANG_SECRET_KEY": "short"}, lambda e: e.secret(), "shorter than 50"),
        ({"DATABASE_URL": "mysql://u:topsecret@h/n"}, lambda e: e.database(Path("x")), "postgres://"),
    ],
)
def test_a_bad_value_is_refused_with_the_mend(values, read, told):
    with pytest.raises(BadSetting, match=told) as refused:
        read(Environment(values))

    assert "topsecret" not in str(refused.value)


def test_the_reference_tells_every_variable():
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]

    assert rows == [
        f"| `{v.name}` | {f'`{v.default}`' if v.default else ''} | {v.meaning} |" for v in VARIABLES
    ]


def test_no_other_module_of_the_site_asks_the_environment():
    asked = re.compile(r"os\.(environ|getenv)")
    found = {
        str(path.relative_to(ROOT / "src" / "zhiqiang"))
        for path in (ROOT / "src" / "zhiqiang").rglob("*.py")
        if asked.search(path.read_text(encoding="utf-8"))
    }
    doors = {f"config/{name}.py" for name in ("environment", "serving", "manage", "wsgi")}

    # The command line asks its terminal for language and colour, and a program that is started inherits a few names
    # such as PATH: neither is a setting of the site.
    starting = {"papers/page_images.py", "papers/word/pdf.py"}
    assert {path for path in found if not path.startswith("jobs/")} - starting == doors

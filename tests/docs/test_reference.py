"""The reference pages are current, name everything there is, and their examples work."""

import re
from pathlib import Path

import pytest

from zhiqiang.engine.formula.checking import FUNCTIONS
from zhiqiang.engine.loading import check
from zhiqiang.engine.models import edition, form, indicators
from zhiqiang.engine.models.base import Model
from zhiqiang.jobs.commands import COMMANDS
from zhiqiang.jobs.reference import pages
from zhiqiang.jobs.reference.writing import EXAMPLE, meaning

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
MODELS = sorted(
    {
        one
        for module in (edition, form, indicators)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Model) and one.__module__ == module.__name__
    },
    key=lambda model: model.__name__,
)


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return pages()


@pytest.mark.requirement("X03")
@pytest.mark.parametrize("name", ["scheme-format.md", "commands.md"])
def test_a_reference_page_is_current(written, name):
    current = (REFERENCE / name).read_text(encoding="utf-8")

    assert current == written[name], f"{name} is behind: run `python -m zhiqiang.jobs.reference`"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_format_page_tells_every_key_of_every_model_in_both_languages(written, model):
    part = written["scheme-format.md"].split(f"### {model.__name__} <a", 1)[1].split("\n### ", 1)[0]
    own = set(model.model_fields) - (set() if model is form.FieldBase else set(form.FieldBase.model_fields))

    for name in model.model_fields if not issubclass(model, form.FieldBase) else own:
        assert f"| `{name}` |" in part
    for name, field in model.model_fields.items():
        zh, en = meaning(model, name, field)
        assert re.search(r"[\u4e00-\u9fff]", zh)
        assert not re.search(r"[\u4e00-\u9fff]{4,}", en.replace("统一社会信用代码", ""))


def test_the_format_page_tells_every_function_of_the_language(written):
    assert [name for name in FUNCTIONS if f"| `{name}(" not in written["scheme-format.md"]] == []


def test_the_commands_page_tells_every_command_in_both_languages(written):
    page = written["commands.md"]

    assert [name for name in COMMANDS if f"用法：zhiqiang {name} " not in page] == []
    assert [name for name in COMMANDS if f"Usage: zhiqiang {name} " not in page] == []
    assert "| None |" not in page


def test_the_examples_of_the_format_page_are_a_scheme_that_works():
    assert check(EXAMPLE) == []


def test_every_example_of_a_file_is_told_whole(written):
    for path in EXAMPLE.rglob("*.*"):
        if path.name != "CHANGES.md" and path.suffix != ".docx":
            assert path.read_text(encoding="utf-8").rstrip() in written["scheme-format.md"]


def test_links_within_the_format_page_lead_somewhere(written):
    page = written["scheme-format.md"]
    headings = {
        re.sub(r"[^\w\u4e00-\u9fff -]", "", h.lower()).strip().replace(" ", "-")
        for h in re.findall(r"^## (.+)$", page, re.MULTILINE)
    }
    anchors = headings | set(re.findall(r'<a id="([^"]+)">', page))

    assert set(re.findall(r"\]\(#([^)]+)\)", page)) - anchors == set()

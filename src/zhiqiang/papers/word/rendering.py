"""A paper of an edition as a Word file: its template filled with answers, points and the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ...engine.answering import Answers
from ...engine.scheme import Scheme
from ...engine.scoring import Score
from ...engine.words import Words
from .placeholders import Placeholder
from .subjects import Facts, Subject, nearest, subject
from .template import Template, TemplateError, compile_template


@dataclass(frozen=True, eq=False)
class Bound:
    """A template whose names are looked up in an edition."""

    template: Template
    subjects: Mapping[str, Subject]


def render(
    scheme: Scheme,
    paper_id: str,
    answers: Answers | None = None,
    score: Score | None = None,
    *,
    day: date | None = None,
) -> bytes:
    """The paper as a .docx; the same arguments give the same bytes.

    What is not given stays blank: a paper without answers is the empty form. `day` is the day written on the cover.
    Raises KeyError where the edition has no such paper, TemplateError where its template is at fault.
    """
    bound = bind(scheme, paper_id)
    facts = Facts(scheme, answers, score, day)

    def words(placeholder: Placeholder, row: int | None) -> str:
        return bound.subjects[placeholder.name].text(facts, placeholder, row) or placeholder.otherwise

    return bound.template.fill(words, lambda list_id: len(facts.rows[list_id]))


@lru_cache(maxsize=64)
def bind(scheme: Scheme, paper_id: str) -> Bound:
    """The template of a paper with all its names looked up. Raises TemplateError with everything wrong with it."""
    template = compile_template((scheme.folder / scheme.papers[paper_id].template).read_bytes())
    subjects: dict[str, Subject] = {}
    problems: list[Words] = []
    for placeholder in dict.fromkeys(template.placeholders()):
        found = subject(scheme, placeholder.name)
        said = found.problem(placeholder) if found else nearest(scheme, placeholder.name)
        if said is not None:
            problems.append(
                Words(f"{{{{ {placeholder.name} }}}}：", f"{{{{ {placeholder.name} }}}}: ") + said
            )
        if found is not None:
            subjects[placeholder.name] = found
    if problems:
        raise TemplateError(problems)
    return Bound(template, subjects)

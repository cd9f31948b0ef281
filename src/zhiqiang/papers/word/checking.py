"""What is wrong with an edition's papers: what cannot be read, what has no meaning, what is left unprinted."""

from collections.abc import Iterator

from ...engine.models.indicators import Indicator
from ...engine.models.papers import Paper
from ...engine.problems import SchemeProblem
from ...engine.scheme import Scheme
from ...engine.words import Words
from .rendering import bind
from .subjects import codes_of
from .template import TemplateError


def problems(scheme: Scheme) -> list[SchemeProblem]:
    """Everything wrong with the templates of an edition; empty where all is well. Lines of a Word file are all 1."""
    return [
        SchemeProblem(paper.template, 1, words)
        for paper in scheme.papers.values()
        for words in _problems(scheme, paper)
    ]


def _problems(scheme: Scheme, paper: Paper) -> Iterator[Words]:
    try:
        bind(scheme, paper.id)
    except TemplateError as error:
        yield from error.problems
        return
    left = unprinted(scheme, paper.id)
    if left:
        named = "、".join(left)
        yield Words(
            f"模板中没有印出：{named}；请加上相应的 {{{{ }}}}",
            f"the template leaves out: {', '.join(left)}; add them",
        )


def unprinted(scheme: Scheme, paper_id: str) -> list[str]:
    """The answers a form, or the indicators a score paper, does not print. Ticks print an answer when all its options have one."""
    ticked: dict[str, set[str]] = {}
    whole: set[str] = set()
    for placeholder in bind(scheme, paper_id).template.placeholders():
        if placeholder.way == "tick":
            ticked.setdefault(placeholder.name, set()).add(placeholder.argument)
        elif placeholder.way != "illustrative":
            whole.add(placeholder.name)
    match scheme.papers[paper_id].kind:
        case "form":
            fields = {key: cell.field for key, cell in scheme.cells.items()}
            fields |= {f"{one.item.id}.*.{one.field.id}": one.field for one in scheme.lists.values()}
            every = {key: set(codes_of(field)) or {key} for key, field in fields.items()}
        case "scores":
            scored = [member.id for member, _ in scheme.members.values() if isinstance(member, Indicator)]
            every = {f"score.{id}": {id} for id in (*scored, "total")}
        case _:
            every = {}
    return [key for key, codes in every.items() if key not in whole and not codes <= ticked.get(key, set())]

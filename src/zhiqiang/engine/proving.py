"""Do the worked cases come out? Each case's answers are scored and compared with what it says must follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .answering import AnswerProblem, Answers, answer, flatten
from .formula.exact import Trace
from .formula.tree import Value
from .loading.compiling import TOTAL
from .loading.reading import Files, read_cases
from .models.edition import Case, Cases
from .models.indicators import AgainstSetValue, Bands, Indicator, Override, PerUnit
from .problems import SchemeError, SchemeProblem
from .scheme import Scheme
from .scoring import Finding, Score, score
from .words import Words

PARTS = ("filing", "experts")
SUFFIXES = ("value", "state")
STATES = ("scored", "missing", "awaiting", "not_applicable")
VERDICTS = ("met", "not_met", "unknown")


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing a case expects and did not get: its key, both sides as text, its line, and the finding behind it."""

    key: str
    expected: str
    found: str
    line: int
    finding: Finding | None = None

    @property
    def message(self) -> Words:
        """Both sides in a sentence."""
        return Words(
            f"{self.key}：应为 {self.expected}，实为 {self.found}",
            f"{self.key}: expected {self.expected}, found {self.found}",
        )


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A worked case after it was run: where it stands, what it gave, and what did not come out."""

    case: Case
    file: str
    line: int
    answers: Answers
    score: Score
    misses: tuple[Miss, ...]
    surprises: tuple[AnswerProblem, ...]
    """Answers that were refused though the case does not say so."""

    @property
    def ok(self) -> bool:
        """Whether everything came out as the case says."""
        return not self.misses and not self.surprises

    def __str__(self) -> str:
        told = [f"{self.file}:{miss.line}: {miss.message.en}" for miss in self.misses]
        told += [f"{self.file}:{self.line}: {one.key}: {one.message.en}" for one in self.surprises]
        return f"{self.case.title}: {'ok' if self.ok else '; '.join(told)}"


def run_cases(scheme: Scheme, files: Files | None = None) -> list[CaseResult]:
    """Run every worked case of a scheme, exactly, in the order of the files; `result.ok` says whether it came out.

    Without `files` those of the scheme's own folder are read. Raises SchemeError with every problem of form: a file
    that cannot be read, a case extended that is not there, an expectation that names nothing.
    """
    book = _Book.open(scheme, files or Files(scheme.folder))
    if book.files.problems:
        raise SchemeError(sorted(book.files.problems))
    return [book.run(entry) for entry in book.entries]


def check_cases(scheme: Scheme) -> list[SchemeProblem]:
    """What is wrong with the form of a scheme's worked cases; whether they come out is `run_cases`'s to say."""
    return sorted(_Book.open(scheme, Files(scheme.folder)).files.problems)


def compared_value(finding: Finding) -> Value | None:
    """The value an indicator puts against its bands, set value or unit; its points where its rule compares nothing.

    None where the indicator is not applicable or a case of its override decided.
    """
    if not isinstance(finding.model, Indicator):
        return finding.points
    trace = finding.trace
    if finding.model.applies_when is not None:
        if not trace.below[0].value:
            return None
        trace = trace.below[1]
    rule: Any = finding.model.rule
    while isinstance(rule, Override):
        for _ in rule.cases:
            if trace.below[0].value:
                return None
            trace = trace.below[1]
        rule = rule.otherwise
    found = _compared(rule, trace)
    return found.value if found else finding.points


def _compared(rule: Any, trace: Trace) -> Trace | None:
    if isinstance(rule, Bands):
        return trace.below[0]
    if isinstance(rule, PerUnit):
        return trace.below[0].below[0]
    if isinstance(rule, AgainstSetValue):
        return _over_set_value(trace)
    return None


def _over_set_value(trace: Trace) -> Trace | None:
    if trace.node.op == "ratio" and trace.below[1].node.op == "set_value":
        return trace.below[0]
    for below in trace.below:
        if (found := _over_set_value(below)) is not None:
            return found
    return None


# --- the cases of a folder ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """A case with what it takes over from the cases it extends."""

    case: Case
    file: str
    number: int
    answers: dict[str, Any]
    set_values: dict[str, Fraction]


@dataclass(slots=True)
class _Book:
    """All cases of a folder, opened and checked."""

    scheme: Scheme
    files: Files
    entries: list[_Entry]

    @classmethod
    def open(cls, scheme: Scheme, files: Files) -> "_Book":
        book = cls(scheme, files, [])
        known: dict[tuple[str, str], _Entry] = {}
        for file, cases in read_cases(files).items():
            book.read(file, cases, known)
        return book

    def read(self, file: str, cases: Cases, known: dict[tuple[str, str], _Entry]) -> None:
        for number, case in enumerate(cases.cases):
            if (file, case.title) in known:
                self.problem(
                    file,
                    number,
                    ("title",),
                    Words(
                        f"标题“{case.title}”用了两次，请改一个",
                        f"the title “{case.title}” stands twice; change one",
                    ),
                )
            base = self.base(file, number, case, known)
            answers = {**(base.answers if base else {}), **dict(flatten(case.answers))}
            values = {
                **(base.set_values if base else {}),
                **{k: Fraction(v) for k, v in case.set_values.items()},
            }
            entry = _Entry(case, file, number, answers, values)
            known[file, case.title] = entry
            self.entries.append(entry)
            self.names(entry)

    def base(self, file: str, number: int, case: Case, known: dict[tuple[str, str], _Entry]) -> _Entry | None:
        if case.extends is None:
            return None
        other, mark, title = case.extends.partition("#")
        place = (
            (f"cases/{other.removeprefix('cases/').removesuffix('.yaml')}.yaml", title)
            if mark
            else (file, other)
        )
        if place not in known:
            wanted = Words(
                f"前面没有标题为“{case.extends}”的案例；只能承接本文件中位于前面的案例，或按文件名排在前面的“文件名#标题”",
                f"no case above is called “{case.extends}”; extend one above in this file, or `file#title` of a file that sorts before",
            )
            self.problem(file, number, ("extends",), wanted)
        return known.get(place)

    def problem(self, file: str, number: int, path: tuple[str, ...], message: Words) -> None:
        self.files.problem(file, ("cases", number, *path), message)

    def names(self, entry: _Entry) -> None:
        """Everything a case names must be there."""
        case, scheme = entry.case, self.scheme
        if case.clause is not None and case.clause not in scheme.clauses:
            self.problem(
                entry.file,
                entry.number,
                ("clause",),
                Words(f"notice.md 中没有“{case.clause}”", f"notice.md has no “{case.clause}”"),
            )
        for name in case.set_values:
            if name not in scheme.set_values.names:
                known = ", ".join(scheme.set_values.names)
                self.problem(
                    entry.file,
                    entry.number,
                    ("set_values", name),
                    Words(
                        f"没有名为“{name}”的设定值；有：{known}",
                        f"there is no set value “{name}”; there are: {known}",
                    ),
                )
        for key, expected in case.expect.items():
            message = self.expectation(key, expected)
            if message is not None:
                self.problem(entry.file, entry.number, ("expect", key), message)

    def expectation(self, key: str, expected: str) -> Words | None:
        """What is wrong with an expectation, if anything."""
        name, _, suffix = key.partition(".")
        conditions = {gate.model.id for gate in self.scheme.gates}
        if key in conditions:
            return _one_of(expected, VERDICTS)
        if name in self.scheme.members and suffix == "state":
            return _one_of(expected, STATES)
        if (
            key in (TOTAL, *PARTS)
            or key in self.scheme.cells
            or (name in self.scheme.members and suffix in ("", "value"))
        ):
            return None
        return Words(
            f"“{key}”不是指标、分组、total、filing、experts、申报条件或填报项；指标后面可加 .value 或 .state",
            f"“{key}” is no indicator, group, total, filing, experts, condition or field; an indicator may be followed by .value or .state",
        )

    # --- running ------------------------------------------------------------------------------

    def run(self, entry: _Entry) -> CaseResult:
        answers = answer(self.scheme, entry.answers)
        result = score(self.scheme, answers, set_values=entry.set_values)
        misses = [*self.misses(entry, result), *self.unreported(entry, answers)]
        wanted = set(entry.case.problems)
        surprises = tuple(
            p for p in answers.problems if p.severity == "error" and not wanted & {p.key, *p.keys}
        )
        line = self.line(entry)
        return CaseResult(entry.case, entry.file, line, answers, result, tuple(misses), surprises)

    def line(self, entry: _Entry, *path: str | int) -> int:
        return self.files.lines[entry.file].find(("cases", entry.number, *path))

    def misses(self, entry: _Entry, result: Score) -> Iterator[Miss]:
        for key, expected in entry.case.expect.items():
            found = _found(key, result)
            if not _same(expected, found):
                line = self.line(entry, "expect", key)
                finding = _finding(key.partition(".")[0], result)
                yield Miss(key, expected, _text(found), line, finding)

    def unreported(self, entry: _Entry, answers: Answers) -> Iterator[Miss]:
        reported = {key for problem in answers.problems for key in (problem.key, *problem.keys)}
        for number, key in enumerate(entry.case.problems):
            if key not in reported:
                yield Miss(key, "problem", "no problem", self.line(entry, "problems", number))


def _one_of(expected: str, known: tuple[str, ...]) -> Words | None:
    if expected in known:
        return None
    return Words(
        f"“{expected}”应为 {'、'.join(known)} 之一", f"“{expected}” must be one of {', '.join(known)}"
    )


def _finding(id: str, result: Score) -> Finding | None:
    return next((found for found in result.findings() if found.id == id), None)


def _found(key: str, result: Score) -> Value | None:
    """What a score holds under an expectation's key."""
    if key == TOTAL:
        return result.total
    if key in PARTS:
        return result.part("filing" if key == "filing" else "experts")[0]
    for gate in result.gates:
        if gate.gate.model.id == key:
            return gate.met
    name, _, suffix = key.partition(".")
    finding = _finding(name, result)
    if finding is None:
        return result.answers.values.get(key)
    if suffix == "state":
        return finding.state
    return compared_value(finding) if suffix == "value" else finding.points


def _same(expected: str, found: Value | None) -> bool:
    number = read_exact(expected)
    if number is None or isinstance(found, bool | str | None):
        return expected.strip() == _text(found)
    return number == found


def read_exact(text: str) -> Fraction | None:
    """`3.5`, `121/840` or `14.4%` as an exact number; None for anything else."""
    share = text.strip().endswith("%")
    try:
        number = Fraction(text.strip().removesuffix("%").replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        return None
    return number / 100 if share else number


def _text(found: Value | None) -> str:
    if found is None:
        return "—"
    if isinstance(found, bool):
        return "yes" if found else "no"
    return str(found)

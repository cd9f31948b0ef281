"""How the command line speaks: two languages, its own help pages, plain exit codes.

Exit codes, the same for every command: 0 all is well; 1 something was found (problems, failed cases, differences);
2 the call or an input could not be understood; 3 a fault of the program itself; 130 interrupted.
"""

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NoReturn

import click

from zhiqiang.engine.words import Lang, Words

from .laying import pad, width

GOOD, FOUND, UNUSABLE, FAULT, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 3, 130, 141
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
VARIABLE = "ZHIQIANG_LANG"
LANG_HELP = Words(
    "输出语言：zh（默认）或 en；也可设环境变量 ZHIQIANG_LANG",
    "language: zh (default) or en; or set ZHIQIANG_LANG",
)


class Trouble(Exception):
    """A call or an input that cannot be used: what is wrong and the mend, one line each."""

    def __init__(self, *lines: Words) -> None:
        super().__init__("\n".join(line.en for line in lines))
        self.lines = lines


class _ReaderGone(Exception):
    """Who read the output went away, as `| head` does."""


def language() -> Lang:
    """The language this call speaks."""
    context = click.get_current_context(silent=True)
    return spoken_in(context) if context else from_environment()


def spoken_in(context: click.Context) -> Lang:
    """The language of a call, known before its options are parsed, so that even a wrong option is told in it."""
    found = context.find_root().obj
    return found if found in LANGUAGES else from_environment()


def from_environment() -> Lang:
    """ZHIQIANG_LANG, or Chinese."""
    return "en" if os.environ.get(VARIABLE, "").lower().startswith("en") else "zh"


def asked_for(arguments: Sequence[str]) -> Lang:
    """The language among raw arguments; the last `--lang` counts."""
    found = from_environment()
    for here, after in zip(arguments, [*arguments[1:], ""], strict=False):
        value = after if here == "--lang" else here.removeprefix("--lang=")
        if here.startswith("--lang") and value in LANGUAGES:
            found = "en" if value == "en" else "zh"
    return found


def say(words: Words | str = "", *, err: bool = False) -> None:
    """A line in the language of this call."""
    click.echo(words(language()) if isinstance(words, Words) else words, err=err)


# --- commands whose help is in two languages ------------------------------------------------------


class Option(click.Option):
    """An option with its help in two languages."""

    def __init__(self, *names: Any, words: Words, **rest: Any) -> None:
        super().__init__(*names, help=words.en, **rest)
        self.words = words


class Argument(click.Argument):
    """An argument with a name and a meaning in two languages."""

    def __init__(self, *names: Any, called: Words, words: Words, **rest: Any) -> None:
        super().__init__(*names, **rest)
        self.called, self.words = called, words

    def make_metavar(self, ctx: click.Context) -> str:
        """The name shown in usage and messages."""
        return self.called(spoken_in(ctx))


def option(*names: str, words: Words, **rest: Any) -> Callable[[Any], Any]:
    """Decorator for an option."""
    return click.option(*names, cls=Option, words=words, **rest)


def argument(name: str, called: Words, words: Words, **rest: Any) -> Callable[[Any], Any]:
    """Decorator for an argument; `called` is the name people see."""
    return click.argument(name, cls=Argument, called=called, words=words, **rest)


def _lang_option() -> Option:
    return Option(["--lang"], words=LANG_HELP, type=click.Choice(LANGUAGES), expose_value=False)


def _help_option() -> Option:
    def show(context: click.Context, parameter: click.Parameter, value: bool) -> None:
        if value:
            click.echo(context.get_help(), color=context.color)
            context.exit()

    words = Words("显示本说明", "show this page")
    return Option(
        ["--help", "-h"], words=words, is_flag=True, is_eager=True, expose_value=False, callback=show
    )


class Command(click.Command):
    """A command with help in two languages: `about` first, `more` (notes, examples) last."""

    def __init__(self, *args: Any, about: Words, more: Words = Words("", ""), **rest: Any) -> None:  # noqa: B008
        super().__init__(*args, add_help_option=False, **rest)
        self.about, self.more = about, more
        self.params += [_lang_option(), _help_option()]

    def get_help(self, context: click.Context) -> str:
        """The whole help page."""
        return _page(self, context, [])


def command(name: str, about: Words, more: Words = Words("", "")) -> Callable[[Any], click.Command]:  # noqa: B008
    """Decorator for a command; the function returns its exit code."""
    return click.command(name, cls=Command, about=about, more=more)


def _page(command: Any, context: click.Context, commands: list[tuple[str, str]]) -> str:
    lang = spoken_in(context)
    arguments = [(p.make_metavar(context), p.words(lang)) for p in command.params if isinstance(p, Argument)]
    options = [(_option_names(p), p.words(lang)) for p in command.params if isinstance(p, Option)]
    pieces = [p.make_metavar(context) for p in command.params if isinstance(p, Argument)]
    usage = " ".join([context.command_path, Words("[选项]", "[options]")(lang), *pieces])
    if commands:
        usage += Words(" 命令 …", " COMMAND …")(lang)
    blocks = [f"{Words('用法：', 'Usage: ')(lang)}{usage}", command.about(lang)]
    blocks += _listing(Words("参数", "Arguments")(lang), arguments, lang)
    blocks += _listing(Words("命令", "Commands")(lang), commands, lang)
    blocks += _listing(Words("选项", "Options")(lang), options, lang)
    if command.more(lang):
        blocks.append(command.more(lang))
    return "\n\n".join(blocks)


def _option_names(option: Option) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    if option.is_flag:
        return names
    choices = "|".join(option.type.choices) if isinstance(option.type, click.Choice) else None
    return f"{names} {option.metavar or choices or 'N'}"


def _listing(title: str, rows: list[tuple[str, str]], lang: Lang) -> list[str]:
    if not rows:
        return []
    wide = max(width(name) for name, _ in rows)
    colon = "：" if lang == "zh" else ":"
    return [title + colon + "".join(f"\n  {pad(name, wide)}  {meaning}" for name, meaning in rows)]


# --- the root, which loads a command only when it is called ---------------------------------------


class Root(click.Group):
    """`zhiqiang`: the commands of a folder of modules, each loaded when called, so that help starts at once."""

    def __init__(
        self, name: str, *, package: str, about: Words, more: Words, listed: dict[str, Words], version: str
    ) -> None:
        super().__init__(name, add_help_option=False, no_args_is_help=False, invoke_without_command=True)
        self.package, self.about, self.more, self.listed, self.version = package, about, more, listed, version
        self.callback = self._bare
        self.params += [_lang_option(), self._version_option(), _help_option()]

    def _version_option(self) -> Option:
        def show(context: click.Context, parameter: click.Parameter, value: bool) -> None:
            if value:
                click.echo(f"zhiqiang {self.version}")
                context.exit()

        words = Words("显示版本号", "show the version")
        return Option(
            ["--version"], words=words, is_flag=True, is_eager=True, expose_value=False, callback=show
        )

    def _bare(self) -> None:
        context = click.get_current_context()
        if context.invoked_subcommand is None:
            click.echo(context.get_help(), err=True)
            context.exit(UNUSABLE)

    def get_help(self, context: click.Context) -> str:
        """The whole help page."""
        lang = spoken_in(context)
        return _page(self, context, [(name, words(lang)) for name, words in self.listed.items()])

    def list_commands(self, context: click.Context) -> list[str]:
        """All commands, in the order of a user's day."""
        return list(self.listed)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name, loaded now."""
        if name not in self.listed:
            return None
        found = import_module(f"{self.package}.{name}").command
        assert isinstance(found, click.Command)
        return found

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        """The command that is called, or the nearest names."""
        name = args[0]
        if name not in self.listed and not name.startswith("-"):
            near = get_close_matches(name, self.listed, 2, 0.5) or list(self.listed)
            raise Trouble(
                Words(
                    f"没有“{name}”这个命令；可用：{'、'.join(near)}",
                    f"there is no command “{name}”; try: {', '.join(near)}",
                )
            )
        return super().resolve_command(context, args)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of a call, its language known from the start."""
        extra.setdefault("obj", asked_for(args))
        if os.environ.get("NO_COLOR"):
            extra.setdefault("color", False)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command of a call."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except OSError as problem:
            if problem.errno == errno.EPIPE:
                raise _ReaderGone from problem
            raise
        return result

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> NoReturn:  # type: ignore[override]
        """Run a call and exit with its code."""
        arguments = list(sys.argv[1:] if args is None else args)
        extra.pop("standalone_mode", None)
        lang = asked_for(arguments)
        try:
            result = super().main(arguments, *rest, standalone_mode=False, **extra)
            code = result if isinstance(result, int) else GOOD
        except Trouble as trouble:
            for line in trouble.lines:
                complain(line(lang))
            code = UNUSABLE
        except click.ClickException as problem:
            complain(usage_words(problem)(lang))
            code = UNUSABLE
        except (click.Abort, KeyboardInterrupt):
            code = INTERRUPTED
        except _ReaderGone:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = PIPE_CLOSED
        except Exception:
            code = _fault(lang)
        sys.exit(code)


def complain(line: Words | str) -> None:
    """A line for people, beside the output."""
    click.echo(f"zhiqiang: {line(language()) if isinstance(line, Words) else line}", err=True)


def _fault(lang: Lang) -> int:
    traceback.print_exc()
    complain(
        Words(
            "程序自身出错（非输入问题），请把以上内容告诉维护者",
            "a fault of the program itself, not of your input; please report the lines above",
        )(lang)
    )
    return FAULT


def usage_words(problem: click.ClickException) -> Words:
    """What click found wrong with a call, in both languages."""
    told = _told(problem)
    context = getattr(problem, "ctx", None)
    if context is None:
        return told
    page = f"{context.command_path} --help"
    return told + Words(f"；用法见：{page}", f"; see: {page}")


def _told(problem: click.ClickException) -> Words:
    english = problem.format_message().rstrip(".")
    match problem:
        case click.NoSuchOption():
            near = "、".join(problem.possibilities or ())
            return Words(
                f"没有选项 {problem.option_name}" + (f"；是否应为 {near}？" if near else ""), english
            )
        case click.MissingParameter() if problem.param is not None:
            name = problem.param.make_metavar(problem.ctx) if problem.ctx else problem.param.name
            if isinstance(problem.param, click.Option):
                name = problem.param.opts[0]
            return Words(f"缺少 {name}", f"{name} is missing")
        case click.BadOptionUsage():
            return Words(f"选项 {problem.option_name} 的用法不对（{english}）", english)
        case click.BadParameter() if problem.param is not None:
            return _bad_value(problem, problem.param, english)
        case _ if english.startswith("Got unexpected extra"):
            extra = english.partition("(")[2].rstrip(")")
            return Words(f"多了参数 {extra}", f"unexpected: {extra}")
    return Words(english, english)


def _bad_value(problem: click.BadParameter, parameter: click.Parameter, english: str) -> Words:
    name = parameter.opts[0]
    if isinstance(parameter.type, click.Choice):
        choices = list(parameter.type.choices)
        return Words(f"{name} 只能是 {' 或 '.join(choices)}", f"{name} must be {' or '.join(choices)}")
    return Words(f"{name} 的值不对（{problem.message}）", english)

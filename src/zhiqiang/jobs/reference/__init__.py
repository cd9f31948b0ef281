"""The reference pages, written from the models and the commands so that they cannot fall behind them."""

from .commands_page import commands_page
from .writing import reference


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {"scheme-format.md": reference(), "commands.md": commands_page()}

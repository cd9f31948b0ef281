"""Django's own commands with our settings: ``python -m zhiqiang.config.manage migrate``."""

import os
import sys

from zhiqiang.config.environment import BadSetting


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except BadSetting as problem:
        raise SystemExit(str(problem)) from None


if __name__ == "__main__":
    main()

# Sourced by ./run and ./test: finds a Python of 3.11 or newer and hands the work to it.
# Only what every POSIX shell knows, so that an old machine gets a sentence and not a stack trace.
find_python() {
    for name in ${ZHIQIANG_PYTHON:-} python3.13 python3.12 python3.11 python3.14 python3 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    {
        echo "需要 Python 3.11 或更新的版本 / Python 3.11 or newer is needed."
        for name in python3 python; do
            command -v "$name" >/dev/null 2>&1 && echo "  $(command -v "$name"): $("$name" --version 2>&1)"
        done
        echo "  Debian, Ubuntu: sudo apt install python3.11 python3.11-venv    macOS: brew install python@3.12"
        echo "  装在别处时 / installed elsewhere: ZHIQIANG_PYTHON=/path/to/python3.12 ./run"
    } >&2
    return 1
}

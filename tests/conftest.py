"""Sets up Django, with a data folder of its own, unless a run does without (``./test engine``)."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest
from hypothesis import settings as hypothesis_settings

# No test is timed: a busy machine must not fail one.
hypothesis_settings.register_profile("zhiqiang", deadline=None, print_blob=True)
hypothesis_settings.load_profile("zhiqiang")

pytest_plugins = ["pytester", "tests.requirements", "tests.browsing"]

DATA = pytest.StashKey[str]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.pluginmanager.is_blocked("django"):
        return
    data = tempfile.mkdtemp(prefix="zhiqiang-tests-")
    config.stash[DATA] = data
    os.makedirs(f"{data}/static")  # noqa: PTH103
    os.environ.update(
        DJANGO_SETTINGS_MODULE="zhiqiang.config.settings",
        ZHIQIANG_SECRET_KEY="only for tests " * 4,
        ZHIQIANG_DATA=data,
        DATABASE_URL=os.environ.get("ZHIQIANG_TEST_DATABASE", ""),  # `./test --postgres`; nobody's own database
        ZHIQIANG_GALLERY="1",
        ZHIQIANG_LOG_LEVEL="WARNING",
    )
    from django.conf import settings

    if not os.environ["DATABASE_URL"]:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"
    # Unhashed names, so that no test waits for a collection; the journeys run against a real server with hashed ones.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; the real one has its own test


def pytest_unconfigure(config: pytest.Config) -> None:
    if DATA in config.stash:
        shutil.rmtree(config.stash[DATA], ignore_errors=True)
